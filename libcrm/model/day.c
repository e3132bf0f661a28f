/* day.c - the local day of an instant, and its clock */
#include "day.h"

int crm_day(const struct crm *c, int64_t ms)
{
	const struct crm_zone *z = c->env.zone;

	return z && z->day ? z->day(z->arg, c->set.timezone, ms) : wall_day(ms);
}

int64_t crm_clock(const struct crm *c, int day, int64_t ms)
{
	const struct crm_zone *z = c->env.zone;
	int64_t clock;

	if (!z)
		return ms - day * MS_DAY;
	clock = ms - z->start(z->arg, c->set.timezone, day);
	/* the clocks may have been changed since midnight */
	return clock + (ms - z->instant(z->arg, c->set.timezone, day, clock));
}

int64_t crm_instant(const struct crm *c, int day, int64_t clock)
{
	const struct crm_zone *z = c->env.zone;

	return z ? z->instant(z->arg, c->set.timezone, day, clock) : day * MS_DAY + clock;
}
