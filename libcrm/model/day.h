/* day.h - instants and the days and clocks of the settings' time zone; without a host's zones that is UTC. Internal. */
#ifndef CRM_MODEL_DAY_H
#define CRM_MODEL_DAY_H

#include "../store/context.h"

#define MS_DAY INT64_C(86400000)

/* The local day of an instant. */
int crm_day(const struct crm *c, int64_t ms);
/* What a clock shows at an instant of that local day: milliseconds since midnight, also on days when the clocks are changed. */
int64_t crm_clock(const struct crm *c, int day, int64_t ms);
/* The instant at which the clock of a local day shows that. */
int64_t crm_instant(const struct crm *c, int day, int64_t clock);
/* The day of a wall clock read as if it were UTC (instant_parse): what is left of it is its clock. */
static inline int wall_day(int64_t wall) { return (int)(wall / MS_DAY - (wall % MS_DAY < 0)); }

#endif
