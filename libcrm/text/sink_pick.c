/* sink_pick.c - columns of a table by name and in another order, whoever makes its rows. */
#include "../base/utf8.h"
#include "sink_impl.h"

struct picked_cell { enum cell type; size_t from, n; }; /* in text */

struct picker {
	char *list;                /* as asked for, without the + */
	bool more;                 /* all columns first */
	size_t *from, picked;      /* columns of the row in the order they are printed */
	struct picked_cell *cells; /* of the row */
	size_t n, at;              /* columns, cells so far */
	struct strbuf text;        /* of the cells */
	char *problem;             /* no such column */
};

void sink_pick(struct sink *s, const char *columns)
{
	pick_free(s->pick);
	s->pick = NULL;
	if (!columns)
		return;
	s->pick = crm_calloc(1, sizeof *s->pick);
	s->pick->more = *columns == '+';
	s->pick->list = crm_strdup(columns + s->pick->more);
	sb_init(&s->pick->text, 0);
}

enum crm_status sink_status(const struct sink *s, struct crm_error *e)
{
	return pick_failed(s->pick) ? crm_fail(e, CRM_USAGE, "%s", s->pick->problem) : CRM_OK;
}

bool pick_failed(const struct picker *k)
{
	return k && k->problem;
}

void pick_free(struct picker *k)
{
	if (!k)
		return;
	free(k->list);
	free(k->from);
	free(k->cells);
	free(k->problem);
	sb_release(&k->text);
	free(k);
}

static bool unknown(struct picker *k, const struct sink_column *columns, size_t n, const char *name, size_t length)
{
	const char **names = crm_calloc(n + 1, sizeof *names), *near;
	char *word = crm_strndup(name, length);
	struct strbuf b = STRBUF_INIT;

	for (size_t i = 0; i < n; i++)
		names[i] = columns[i].name;
	near = utf8_nearest(word, names);
	sb_printf(&b, "no column '%s'%s%s%s", word, near ? ", nearest is '" : "", near ? near : "", near ? "'" : "");
	k->problem = sb_detach(&b, NULL);
	free(word);
	free(names);
	return false;
}

static void add(struct picker *k, size_t column)
{
	ARRAY_PUSH(k->from, k->picked, column);
}

static bool add_named(struct picker *k, const struct sink_column *columns, size_t n, const char *name, size_t length)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(columns[i].name) == length && memcmp(columns[i].name, name, length) == 0) {
			add(k, i);
			return true;
		}
	return unknown(k, columns, n, name, length);
}

static bool resolve(struct picker *k, const struct sink_column *columns, size_t n)
{
	k->picked = 0;
	for (size_t i = 0; k->more && i < n; i++)
		add(k, i);
	for (const char *name = k->list;; name++) {
		size_t length = strcspn(name, ",");
		if (!add_named(k, columns, n, name, length))
			return false;
		name += length;
		if (!*name)
			return true;
	}
}

struct sink_column *pick_begin(struct picker *k, const struct sink_column *columns, size_t n, size_t *picked)
{
	struct sink_column *out;

	*picked = 0;
	if (k->problem || !resolve(k, columns, n))
		return NULL;
	k->n = n;
	k->at = 0;
	k->cells = crm_realloc(k->cells, n * sizeof *k->cells);
	out = crm_calloc(k->picked, sizeof *out);
	for (size_t i = 0; i < k->picked; i++)
		out[i] = columns[k->from[i]];
	*picked = k->picked;
	return out;
}

void pick_cell(struct picker *k, enum cell type, const char *p, size_t n)
{
	if (k->problem || k->at >= k->n)
		return;
	k->cells[k->at++] = (struct picked_cell){type, k->text.len, n};
	if (n)
		sb_add(&k->text, p, n);
}

void pick_end_row(struct picker *k, struct sink *s)
{
	while (k->at < k->n)
		pick_cell(k, CELL_NULL, "", 0);
	for (size_t i = 0; i < k->picked; i++) {
		const struct picked_cell *x = &k->cells[k->from[i]];
		sink_put(s, x->type, k->text.buf + x->from, x->n);
	}
	sb_reset(&k->text);
	k->at = 0;
}
