/* dossier_names.c - what a dossier refers to, by its name: whoever reads it has no access to the
 * records.
 *
 * A text is gone through twice: what it refers to is gathered, then the names of all of it are
 * read, a question for a kind. */
#include "dossier.h"

#include <stdlib.h>
#include "../ask/ref.h"
#include "../model/list.h"
#include "../model/value.h"

/* NAME (as it was printed), or that alone. */
static void put(struct strbuf *out, const char *name, size_t len, const char *s, size_t n)
{
	if (len && (len != n || memcmp(name, s, n) != 0))
		sb_printf(out, "%.*s (%.*s)", (int)len, name, (int)n, s);
	else
		sb_add(out, s, n);
}

enum crm_status dossier_users(struct dossier_names *d, struct crm_error *e)
{
	struct query q = query(d->c->db, e,
	                       "SELECT name, full_name FROM users WHERE full_name IS NOT NULL ORDER BY id");

	while (query_row(&q)) {
		size_t n, m;
		const char *login = db_text(q.st, 0, &n), *full = db_text(q.st, 1, &m);

		ARRAY_PUSH(d->user, d->nuser, (struct dossier_user){arena_strndup(&d->arena, login ? login : "", n),
			arena_strndup(&d->arena, full, m)});
	}
	return query_end(&q);
}

void dossier_user(struct dossier_names *d, const char *s, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < d->nuser; i++)
		if (strlen(d->user[i].login) == n && memcmp(d->user[i].login, s, n) == 0) {
			put(out, d->user[i].full, strlen(d->user[i].full), s, n);
			return;
		}
	sb_add(out, s, n);
}

void dossier_id(struct dossier_names *d, const char *s, size_t n, struct strbuf *out)
{
	const struct crm_kind *k;
	const char *name = NULL;
	int64_t id;
	size_t len = 0;

	if (id_parse(s, n, &k, &id)) {
		struct dossier_kind *of = &d->kind[k->no];

		if (d->gather)
			ARRAY_PUSH(of->id, of->n, id);
		else
			name = id_texts_find(&of->label, id, &len);
	}
	put(out, name, name ? len : 0, s, n);
}

/* Records, or elements of a list that are some: decider:c1,c2. */
static bool refers(const struct crm_field *f)
{
	const struct crm_kind *child = f && f->type == T_LIST ? kind_by_no(f->ref) : NULL;

	return f && (f->type == T_REF || (child && child->list && child->list->ref));
}

void dossier_value(struct dossier_names *d, const struct crm_field *f, const char *s, struct strbuf *out)
{
	if (refers(f) && f->ref == KIND_USER) {
		dossier_user(d, s, strlen(s), out);
		return;
	}
	while (refers(f) && *s) {
		size_t n = strcspn(s, ","), label = 0;

		for (size_t i = 0; i < n; i++)
			label = s[i] == ':' ? i + 1 : label;
		sb_add(out, s, label);
		dossier_id(d, s + label, n - label, out);
		s += n;
		if (*s)
			sb_addc(out, *s++);
	}
	sb_adds(out, s);
}

/* An affiliation is called as the company is. */
static enum crm_status affiliations(struct dossier_names *d, struct dossier_kind *of, struct crm_error *e)
{
	struct query q = query(d->c->db, e, "SELECT a.id, n.name FROM affiliation a JOIN company n ON n.id=a.company "
		"WHERE a.id IN " DB_AMONG("1") " ORDER BY a.id");

	id_texts_reset(&of->label);
	query_among(&q, 1, of->id, of->n);
	while (query_row(&q)) {
		size_t n;
		const char *name = db_text(q.st, 1, &n);

		id_texts_open(&of->label, db_int(q.st, 0));
		sb_add(&of->label.text, name ? name : "", name ? n : 0);
		id_texts_close(&of->label);
	}
	return query_end(&q);
}

enum crm_status dossier_read(struct dossier_names *d, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	d->gather = false;
	for (int no = 0; no < KIND_NUMBERS && !s; no++) {
		struct dossier_kind *of = &d->kind[no];

		if (of->n && no == KIND_AFFILIATION)
			s = affiliations(d, of, e);
		else if (of->n)
			s = ref_labels(d->c, kind_by_no(no), of->id, of->n, &of->label, e);
		of->n = 0;
	}
	return s;
}

void dossier_names_free(struct dossier_names *d)
{
	for (int no = 0; no < KIND_NUMBERS; no++) {
		free(d->kind[no].id);
		id_texts_free(&d->kind[no].label);
	}
	free(d->user);
	arena_free(&d->arena);
}
