/* day.c - the local day of an instant, and its clock */
#include "day.h"

/* Rounded down, before 1970 too. */
static int day_of(int64_t ms)
{
	return (int)(ms / MS_DAY - (ms % MS_DAY < 0));
}

int crm_day(const struct crm *c, int64_t ms)
{
	const struct crm_zone *z = c->env.zone;

	return z && z->day ? z->day(z->arg, c->set.timezone, ms) : day_of(ms);
}

int64_t crm_clock(const struct crm *c, int day, int64_t ms)
{
	const struct crm_zone *z = c->env.zone;
	int64_t clock = ms - crm_midnight(c, day);

	if (!z)
		return clock;
	/* the clocks may have been changed since midnight */
	return clock + (ms - z->instant(z->arg, c->set.timezone, day, clock));
}

int64_t crm_instant(const struct crm *c, int day, int64_t clock)
{
	const struct crm_zone *z = c->env.zone;

	return z ? z->instant(z->arg, c->set.timezone, day, clock) : day * MS_DAY + clock;
}

int64_t crm_wall(const struct crm *c, int64_t wall)
{
	int day = day_of(wall);

	return crm_instant(c, day, wall - day * MS_DAY);
}

int64_t crm_midnight(const struct crm *c, int day)
{
	const struct crm_zone *z = c->env.zone;

	return z ? z->start(z->arg, c->set.timezone, day) : day * MS_DAY;
}
