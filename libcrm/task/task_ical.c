/* task_ical.c - tasks as an iCalendar.
 *
 * The UID is the task's id and the time of the first batch, which backups and dumps keep.
 * Repetition rules aren't written: the next task is in the calendar when it is there. */
#include <stdlib.h>
#include <string.h>

#include "crm_task.h"
#include "../ask/cond.h"
#include "../model/day.h"
#include "../model/kinds.h"
#include "../ask/select.h"
#include "../text/ical.h"
#include "task_kind.h"

#define MS_MINUTE INT64_C(60000)
#define NOON 720 /* minutes: so that a day that was done is the same one all over Europe and America */

enum task_column {
	ID,
	TITLE,
	DUE,
	TIME,
	DONE,
	PRIORITY,
	NOTES,
	CREATED,
	UPDATED,
	SEQUENCE,
	NUMBER,
	OFFER,
	CONTACT,
	CONTACT_PHONE,
	COMPANY,
	COMPANY_PHONE
};

#define TASKS \
	"SELECT q.id, q.title, q.due, q.time, q.done, q.priority, q.notes, q.created, q.updated, " \
	"(SELECT count(DISTINCT h.batch) FROM change h WHERE h.kind=" SQL(KIND_TASK) \
	" AND h.id=q.id), " \
	"jo.number, jo.title, jc.name, jc.phone, jm.name, jm.phone " \
	"FROM task q LEFT JOIN offer jo ON jo.id=q.offer LEFT JOIN contact jc ON jc.id=q.contact LEFT JOIN company jm ON jm.id=q.company " \
		"WHERE "
#define TAGS "SELECT z.record, z.word FROM task q JOIN tag z ON z.record=q.id AND z.kind=" SQL(KIND_TASK) " WHERE "
#define ORDER " ORDER BY q.due NULLS LAST, q.id"

struct run {
	struct crm *c;
	struct ical *calendar;
	struct stmt *rows;
	struct query tags;          /* of all tasks, in their order; it stands on the next one, if there is any */
	bool tagged;
	bool events;
	int64_t made;               /* when the database was made */
	struct strbuf description;
	bool blank;                 /* a blank line belongs before what follows the notes */
	struct crm_error *e;
};

/* HH:MM, as it is stored */
static int minutes_of(const char *s)
{
	return s && strlen(s) == 5 ? ((s[0] - '0') * 10 + s[1] - '0') * 60 + (s[3] - '0') * 10 + s[4] - '0' : 0;
}

/* "Offer: A-17 Tank" */
static void detail(struct run *r, const char *label, const char *a, const char *b)
{
	if (a || b)
		sb_printf(&r->description, "%s%s: %s%s%s", r->description.len ? r->blank ? "\n\n" : "\n" : "", label,
		          a ? a : "", a && b ? " " : "", b ? b : "");
	r->blank = r->blank && !a && !b;
}

/* The notes, and whom to call about what. */
static void describe(struct run *r)
{
	static const char *const labels[][4] = {{"Offer", "Contact", "Phone", "Company"},
	                                        {"Angebot", "Kontakt", "Telefon", "Firma"}};
	const char *const *label = labels[strncmp(r->c->set.language, "de", 2) == 0];
	const char *notes = db_text(r->rows, NOTES, NULL), *phone = db_text(r->rows, CONTACT_PHONE, NULL);

	sb_reset(&r->description);
	if (notes)
		sb_adds(&r->description, notes);
	r->blank = notes != NULL;
	detail(r, label[0], db_text(r->rows, NUMBER, NULL), db_text(r->rows, OFFER, NULL));
	detail(r, label[1], db_text(r->rows, CONTACT, NULL), NULL);
	detail(r, label[2], phone ? phone : db_text(r->rows, COMPANY_PHONE, NULL), NULL);
	detail(r, label[3], db_text(r->rows, COMPANY, NULL), NULL);
}

/* The tags of the task in turn. */
static enum crm_status read_tags(struct run *r, struct arena *a, const char ***tags)
{
	size_t n = 0, len;

	*tags = NULL;
	for (; r->tagged && db_int(r->tags.st, 0) == db_int(r->rows, ID); r->tagged = query_row(&r->tags)) {
		const char *word = db_text(r->tags.st, 1, &len);

		ARRAY_PUSH(*tags, n, arena_strndup(a, word, len));
	}
	ARRAY_PUSH(*tags, n, NULL);
	return r->tags.s;
}

static enum crm_status add_task(struct run *r)
{
	static const int priorities[] = {1, 5, 9};
	struct arena a = ARENA_INIT;
	const char *time = db_text(r->rows, TIME, NULL), *title = db_text(r->rows, TITLE, NULL), **tags;
	size_t priority = (size_t)db_int(r->rows, PRIORITY);
	struct ical_task t = {
		.event = r->events, .uid = arena_printf(&a, "t%lld-%llx@crm", (long long)db_int(r->rows, ID), (long long)r->made),
		.created = db_int(r->rows, CREATED), .updated = db_int(r->rows, UPDATED), .sequence = db_int(r->rows, SEQUENCE),
		.dated = !db_null(r->rows, DUE), .timed = time != NULL, .day = (int)db_int(r->rows, DUE),
		.priority = priorities[priority < 3 && !db_null(r->rows, PRIORITY) ? priority : 1],
		.done = !db_null(r->rows, DONE), .title = title ? title : "",
	};
	enum crm_status s = read_tags(r, &a, &tags);

	if (t.timed)
		t.at = crm_instant(r->c, t.day, minutes_of(time) * MS_MINUTE);
	if (t.done)
		t.done_at = crm_instant(r->c, (int)db_int(r->rows, DONE), NOON * MS_MINUTE);
	describe(r);
	t.description = r->description.buf;
	t.tags = tags;
	if (!s && (t.dated || !t.event))
		ical_add(r->calendar, &t);
	free(tags);
	arena_free(&a);
	return s;
}

/* Tasks and tags, side by side in one order. */
static enum crm_status read_tasks(struct run *r, const char *where, const struct binds *binds)
{
	struct strbuf sql = STRBUF_INIT;
	struct query rows;
	enum crm_status s, tags;

	sb_printf(&sql, TASKS "%s" ORDER, where);
	rows = query_built(r->c->db, r->e, sql.buf);
	sb_reset(&sql);
	sb_printf(&sql, TAGS "%s" ORDER ", z.word", where);
	r->tags = query_built(r->c->db, r->e, sql.buf);
	if (!rows.s)
		binds_apply(binds, rows.st);
	if (!r->tags.s)
		binds_apply(binds, r->tags.st);
	r->rows = rows.st;
	r->tagged = query_row(&r->tags);
	while (query_row(&rows))
		rows.s = add_task(r);
	s = query_end(&rows);
	tags = query_end(&r->tags);
	sb_release(&sql);
	return s ? s : tags;
}

static enum crm_status add_tasks(struct run *r, const struct crm_query *q)
{
	const struct select sel = {.kind = &kind_task, .operands = q->operands, .noperands = q->noperands,
		.ids = q->ids, .all = q->all, .limit = -1};
	struct strbuf where = STRBUF_INIT;
	struct binds binds = {0};
	enum crm_status s = select_where(r->c, &sel, "q", &where, &binds, r->e);

	if (!s)
		s = db_get_int(r->c->db, r->e, &r->made, 0, "SELECT at FROM batch ORDER BY id LIMIT 1", 0);
	if (!s)
		s = read_tasks(r, where.buf, &binds);
	binds_free(&binds);
	sb_release(&where);
	return s;
}

enum crm_status crm_task_ical(struct crm *c, const struct crm_query *q, bool events, struct strbuf *out,
                              struct crm_error *e)
{
	struct run r = {.c = c, .events = events, .description = STRBUF_INIT, .e = e};
	enum crm_status s = ical_new(&r.calendar, "crm", e);

	if (!s)
		s = db_begin_read(c->db, e);
	if (!s) {
		s = add_tasks(&r, q);
		db_rollback(c->db);
	}
	if (!s)
		ical_write(r.calendar, out);
	ical_free(r.calendar);
	sb_release(&r.description);
	return s;
}
