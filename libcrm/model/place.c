/* place.c - where a message belongs: line and column of the file that a value came from. */
#include "place.h"

struct place place_here(const struct crm_error *e)
{
	return e ? (struct place){e->n, e->failures} : (struct place){0, 0};
}

void place_mark(struct crm_error *e, struct place from, const char *file, long line, long column)
{
	for (size_t i = from.n; e && i < e->n; i++) {
		struct crm_message *m = &e->list[i];

		if (m->note || (m->line && m->file))
			continue;
		if (!m->line) {
			m->line = line;
			m->column = column;
		}
		if (file && !m->file)
			m->file = crm_strdup(file);
	}
}

enum crm_status place_fix(struct crm_error *e, struct place from, enum crm_status s, long line, long column)
{
	if (!s || !line)
		return s;
	if (s == CRM_NO || s == CRM_USAGE)
		s = CRM_DATA;
	place_mark(e, from, NULL, line, column);
	if (e && !from.failures)
		e->status = s;
	return s;
}
