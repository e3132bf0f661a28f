/* merge_pairs.c - pairs of ids from a stream: the first two fields of each line */
#include "crm_twin.h"
#include "../model/value.h"

#define HEAD 128 /* bytes of a line that are kept: two ids and what parts them */

struct reading {
	struct crm_pairs *pairs;
	const struct crm_kind *kind;
	const struct crm_source *src;
	struct crm_error *e;
	char head[HEAD];
	long line;
	enum crm_status status;
};

static size_t field(const char **s, const char *end)
{
	const char *begin;

	while (*s < end && (**s == ' ' || **s == '\t'))
		++*s;
	for (begin = *s; *s < end && **s != ' ' && **s != '\t';)
		++*s;
	return (size_t)(*s - begin);
}

static void fail(struct reading *r, const char *s, size_t n, const char *what)
{
	crm_fail_at(r->e, CRM_DATA, r->src->name, r->line, 1, NULL, "'%.*s' is %s", (int)(n < 40 ? n : 40), s, what);
	r->status = CRM_DATA;
}

static bool take_id(struct reading *r, const char *s, size_t n, int64_t *id)
{
	const struct crm_kind *of;
	char what[96];

	if (!n) {
		r->status = crm_fail_at(r->e, CRM_DATA, r->src->name, r->line, 1, NULL,
		                        "there is only one id; a line of pairs begins with two, as c1 c2");
		return false;
	}
	if (!id_parse(s, n, &of, id)) {
		fail(r, s, n, "no id; a line of pairs begins with two, as c1 c2");
		return false;
	}
	if (of->no != r->kind->no) {
		snprintf(what, sizeof what, "of kind %s, not %s", of->name, r->kind->name);
		fail(r, s, n, what);
		return false;
	}
	return true;
}

static void take_line(void *arg, size_t length)
{
	struct reading *r = arg;
	const char *s = r->head, *end = r->head + length, *first;
	size_t n, m;
	struct crm_pair p = {.line = ++r->line};

	while (end > s && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t'))
		end--;
	n = field(&s, end);
	first = s - n;
	if (!n || (n == 1 && first[0] == 'a') || (n == 2 && memcmp(first, "id", 2) == 0))
		return;
	m = field(&s, end);
	if (!take_id(r, first, n, &p.a) || !take_id(r, s - m, m, &p.b))
		return;
	if (p.a == p.b) {
		fail(r, first, n, "there twice: a record cannot be merged with itself");
		return;
	}
	ARRAY_PUSH(r->pairs->v, r->pairs->n, p);
}

enum crm_status crm_pairs_read(struct crm_pairs *pairs, const struct crm_kind *kind, const struct crm_source *src,
                               struct crm_error *e)
{
	struct reading r = {.pairs = pairs, .kind = kind, .src = src, .e = e};
	enum crm_status s;

	*pairs = (struct crm_pairs){NULL, 0};
	s = heads_read(src, r.head, HEAD, false, take_line, &r, e);
	return s ? s : r.status;
}

void crm_pairs_free(struct crm_pairs *pairs)
{
	if (!pairs)
		return;
	free(pairs->v);
	*pairs = (struct crm_pairs){NULL, 0};
}
