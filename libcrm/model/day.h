/* day.h - instants and the days and clocks of the settings' time zone; without a host's zones that
 * is UTC. Internal. */
#ifndef CRM_MODEL_DAY_H
#define CRM_MODEL_DAY_H

#include "../store/context.h"

#define MS_DAY INT64_C(86400000)

/* The local day of an instant. */
int crm_day(const struct crm *c, int64_t ms);
/* What a clock shows at an instant of that local day: milliseconds since midnight, also on days
 * when the clocks are changed. */
int64_t crm_clock(const struct crm *c, int day, int64_t ms);
/* The instant at which the clock of a local day shows that. */
int64_t crm_instant(const struct crm *c, int day, int64_t clock);
/* The instant of a wall clock that was read as if it were UTC, as instant_parse does. */
int64_t crm_wall(const struct crm *c, int64_t wall);
int64_t crm_midnight(const struct crm *c, int day); /* first instant of a local day */

#endif
