/* dossier.c - crm_dossier: everything stored about a person, section by section, out of the verbs
 * that show it anyway */
#include <stdlib.h>

#include "dossier.h"
#include "forget_impl.h"
#include "../log/crm_log.h"
#include "../show/crm_show.h"
#include "../model/catalog.h"
#include "../model/kinds.h"
#include "../ask/ref.h"
#include "../ask/select.h"
#include "../model/value.h"
#include "../card/property_kind.h"
#include "../event/event_kind.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"
#include "../task/task_kind.h"

/* Whose rows a section holds: ids by a query over the contact, $1. */
static const struct { const char *name; const struct crm_kind *k; const char *ids; } sections[] = {
	{"contact", &kind_contact, "SELECT id FROM contact WHERE id=$1"},
	{"affiliation", &kind_affiliation, "SELECT id FROM affiliation WHERE contact=$1 ORDER BY id"},
	{"consent", &kind_consent, "SELECT id FROM consent WHERE kind=" SQL(KIND_CONTACT)
		" AND record=$1 ORDER BY id"},
	{"card", &kind_property, "SELECT id FROM property WHERE kind=" SQL(KIND_CONTACT)
		" AND record=$1 ORDER BY pos, id"},
	{"offer", &kind_offer, "SELECT id FROM offer WHERE id IN " FORGET_OFFERS " OR referrer=$1 "
		"OR id IN (SELECT record FROM role WHERE kind=" SQL(KIND_OFFER) " AND contact=$1) "
	                       "ORDER BY id"},
	{"line", &kind_line, "SELECT l.id FROM line l WHERE l.offer IN " FORGET_OFFERS " ORDER BY l.offer, l.position, l.id"},
	{"touch", &kind_touch, "SELECT t.id FROM touch t WHERE t.offer IN " FORGET_OFFERS " ORDER BY t.id"},
	{"task", &kind_task, "SELECT id FROM task WHERE contact=$1 OR offer IN " FORGET_OFFERS " ORDER BY id"},
	{"event", &kind_event, "SELECT v.id " FORGET_EVENTS " ORDER BY v.id"},
	{"file", &kind_attachment, "SELECT a.id FROM attachment a WHERE a.kind=" SQL(KIND_EVENT)
		" AND a.record IN (SELECT v.id " FORGET_EVENTS ") ORDER BY a.id"},
};

struct dossier {
	struct crm *c;
	struct sink *out;
	struct strbuf text, cell; /* TSV of a verb; one cell of it */
	struct strbuf named;      /* the same with names */
	struct dossier_names names;
	struct strbuf head;       /* on a terminal: the record the table in print is of */
	struct crm_error *e;
};

/* ---- rows of a verb, as TSV into memory ---- */

static enum out_result take(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}

typedef enum crm_status rows_of(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);

static enum crm_status fields_of(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	return crm_show(c, q, SHOW_FIELDS, s, e);
}

static enum crm_status run(struct dossier *d, rows_of *rows, const struct crm_query *q)
{
	const struct crm_writer w = {.write = take, .arg = &d->text};
	struct out *out = out_new(&w);
	struct sink *sink = sink_new(out, &(struct sink_options){.format = SINK_TSV});
	enum crm_status s, end;

	sb_reset(&d->text);
	s = rows(d->c, q, sink, d->e);
	sink_free(sink);
	end = out_finish(out, d->e);
	out_free(out);
	return s ? s : end;
}

/* The next cell; *p goes behind it and the tab. */
static void next_cell(struct dossier *d, const char **p, const char *end)
{
	sb_reset(&d->cell);
	for (; *p < end && **p != '\t' && **p != '\n'; ++*p) {
		char c = **p;

		if (c == '\\' && *p + 1 < end) {
			c = *++*p;
			c = (char)(c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c);
		}
		sb_addc(&d->cell, c);
	}
	*p += *p < end && **p == '\t';
}

static void put(struct dossier *d, const char *s, size_t n) { sink_cell(d->out, n ? CELL_TEXT : CELL_NULL, s, n); }

/* A text to be read: a small table for each record, all lines of a text below each other, nothing
 * shortened. */
static void read_row(struct dossier *d, const char *section, const char *id, const char *field, const char *value)
{
	struct strbuf head = STRBUF_INIT;

	sb_printf(&head, "%s %s", section, strcmp(section, "history") == 0 ? "" : id);
	if (strcmp(head.buf, d->head.buf) != 0) {
		const struct sink_column columns[] = {{head.buf, false}, {"", false}};

		if (d->head.len)
			sink_end(d->out);
		sink_begin(d->out, columns, 2);
		sb_reset(&d->head);
		sb_add(&d->head, head.buf, head.len);
	}
	for (const char *line = value;;) {
		size_t n = strcspn(line, "\n");

		put(d, field, strlen(field));
		put(d, line, n);
		sink_end_row(d->out);
		if (!line[n])
			break;
		field = "";
		line += n + 1;
	}
	sb_release(&head);
}

static void row(struct dossier *d, const char *section, const char *id, const char *field, const char *value)
{
	const char *cells[] = {section, id, field, value};

	if (sink_is_table(d->out)) {
		read_row(d, section, id, field, value);
		return;
	}
	for (int i = 0; i < 4; i++)
		put(d, cells[i], strlen(cells[i]));
	sink_end_row(d->out);
}

/* ---- sections ---- */

static enum crm_status section_ids(struct dossier *d, const char *sql, int64_t contact, const struct crm_kind *k,
                                   struct crm_ids *ids)
{
	struct query q = query_built(d->c->db, d->e, sql, contact);

	while (query_row(&q))
		ARRAY_PUSH(ids->v, ids->n, (struct crm_id){.kind = k->no, .id = db_int(q.st, 0)});
	return query_end(&q);
}

/* Lines `id field value`. */
static void fields_rows(struct dossier *d, const char *section, const struct crm_kind *k)
{
	const char *p = d->text.buf, *end = p + d->text.len;
	char id[32], field[128];

	while (p < end && !sink_stopped(d->out)) {
		next_cell(d, &p, end);
		snprintf(id, sizeof id, "%s", d->cell.buf);
		next_cell(d, &p, end);
		snprintf(field, sizeof field, "%s", d->cell.buf);
		next_cell(d, &p, end);
		p += p < end;
		sb_reset(&d->named);
		dossier_value(&d->names, catalog_field(d->c, k, field, strlen(field)), d->cell.buf, &d->named);
		if (!d->names.gather)
			row(d, section, id, field, d->named.buf);
	}
}

/* Of which record, what it was, what it became; in d->named. */
static void history_text(struct dossier *d, const char *id, const char *field, const char *old, const char *new)
{
	const struct crm_kind *k;
	int64_t no;
	const struct crm_field *f = id_parse(id, strlen(id), &k, &no) ? catalog_field(d->c, k, field, strlen(field))
	                                                              : NULL;

	sb_reset(&d->named);
	dossier_id(&d->names, id, strlen(id), &d->named);
	sb_adds(&d->named, *old ? " " : "");
	dossier_value(&d->names, f, old, &d->named);
	sb_adds(&d->named, *old ? " →" : "");
	sb_adds(&d->named, *new ? " " : "");
	dossier_value(&d->names, f, new, &d->named);
}

/* Lines `batch at by tool verb what id field old new`, newest first. */
static void history_rows(struct dossier *d)
{
	enum { BATCH, AT, BY, TOOL, VERB, WHAT, ID, FIELD, OLD, NEW, CELLS };
	struct strbuf cell[CELLS];
	const char *p = d->text.buf, *end = p + d->text.len;

	for (int i = 0; i < CELLS; i++)
		sb_init(&cell[i], 0);
	while (p < end && !sink_stopped(d->out)) {
		for (int i = 0; i < CELLS; i++) {
			next_cell(d, &p, end);
			sb_reset(&cell[i]);
			sb_add(&cell[i], d->cell.buf, d->cell.len);
		}
		p += p < end;
		history_text(d, cell[ID].buf, cell[FIELD].buf, cell[OLD].buf, cell[NEW].buf);
		sb_reset(&d->cell);
		sb_printf(&d->cell, "%s %s by ", cell[AT].buf, cell[WHAT].buf);
		dossier_user(&d->names, cell[BY].buf, cell[BY].len, &d->cell);
		sb_printf(&d->cell, ": %s", d->named.buf);
		if (!d->names.gather)
			row(d, "history", cell[BATCH].buf, cell[FIELD].buf, d->cell.buf);
	}
	for (int i = 0; i < CELLS; i++)
		sb_release(&cell[i]);
}

/* The lines twice: for what they refer to, then with the names of that. */
static enum crm_status named_rows(struct dossier *d, const char *section, const struct crm_kind *k)
{
	enum crm_status s = CRM_OK;

	for (int pass = 0; pass < 2 && !s; pass++) {
		d->names.gather = pass == 0;
		if (section)
			fields_rows(d, section, k);
		else
			history_rows(d);
		s = pass ? s : dossier_read(&d->names, d->e);
	}
	return s;
}

static enum crm_status section(struct dossier *d, size_t i, int64_t contact)
{
	struct crm_ids ids = {0};
	struct crm_query q = {.kind = sections[i].k, .ids = &ids, .limit = -1, .all = true};
	enum crm_status s = section_ids(d, sections[i].ids, contact, sections[i].k, &ids);

	if (!s && ids.n)
		s = run(d, fields_of, &q);
	if (!s && ids.n)
		s = named_rows(d, sections[i].name, sections[i].k);
	free(ids.v);
	return s;
}

static enum crm_status one(struct dossier *d, int64_t contact)
{
	char id[32];
	const char *operand = id;
	struct crm_query q = {.kind = &kind_contact, .operands = &operand, .noperands = 1, .limit = -1, .all = true};
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < sizeof sections / sizeof *sections && !s; i++)
		s = section(d, i, contact);
	id_format(id, &kind_contact, contact);
	if (!s)
		s = run(d, crm_changes, &q);
	return s ? s : named_rows(d, NULL, NULL);
}

/* Those that aren't there are told, the others shown. */
static enum crm_status all(struct dossier *d, const struct crm_query *q)
{
	enum crm_status s = CRM_OK, missing = CRM_OK;
	size_t n = q->noperands + (q->ids ? q->ids->n : 0);

	for (size_t i = 0; i < n && !s; i++) {
		int64_t id = i < q->noperands ? 0 : q->ids->v[i - q->noperands].id;
		bool yes = true;

		if (i < q->noperands)
			s = ref_resolve(d->c, &kind_contact, q->operands[i], strlen(q->operands[i]), &id, d->e);
		else if ((s = ref_exists(d->c, &kind_contact, &id, &yes, d->e)) == CRM_OK && !yes)
			s = crm_fail_at(d->e, CRM_DATA, "stdin", q->ids->v[i - q->noperands].line, 0, NULL,
			                "no contact c%lld", (long long)id);
		if (!s) {
			s = one(d, id);
		} else if (s == CRM_NO || s == CRM_AMBIGUOUS || s == CRM_DATA) {
			missing = missing ? missing : s;
			s = CRM_OK;
		}
	}
	return s ? s : missing;
}

enum crm_status crm_dossier(struct crm *c, const struct crm_query *q, struct sink *sink, struct crm_error *e)
{
	static const struct sink_column columns[] = {
	        {"section", false}, {"id", false}, {"field", false}, {"value", false}};
	struct dossier d = {.c = c, .out = sink, .text = STRBUF_INIT, .cell = STRBUF_INIT,
		.named = STRBUF_INIT, .names = {.c = c}, .head = STRBUF_INIT, .e = e};
	enum crm_status s;

	if (!q->noperands && !q->ids)
		return crm_fail(e, CRM_USAGE, "dossier wants a person, for example: dossier c1");
	s = db_begin_read(c->db, e);
	if (s)
		return s;
	s = catalog_load(c, e);
	if (!s)
		s = dossier_users(&d.names, e);
	if (!sink_is_table(sink))
		sink_begin(sink, columns, 4);
	s = s ? s : all(&d, q);
	if (!sink_is_table(sink) || d.head.len)
		sink_end(sink);
	db_rollback(c->db);
	sb_release(&d.text);
	sb_release(&d.cell);
	sb_release(&d.named);
	dossier_names_free(&d.names);
	sb_release(&d.head);
	return s;
}
