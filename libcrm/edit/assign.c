/* assign.c - FIELD=VALUE operands to assignments, assignments to values of a draft. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../base/ascii.h"
#include "../base/utf8.h"
#include "crm_edit.h"

/* ---- operands ---- */

/* What is set by another way is told with it. */
static enum crm_status not_assignable(const struct crm_kind *k, const struct crm_field *f, const struct operand *o,
                                      struct crm_error *e)
{
	for (const struct remedy *r = rules_of(k)->remedies; r && r->field; r++)
		if (strcmp(f->name, r->field) == 0 &&
		    (!r->value || (strlen(r->value) == o->nvalue && memcmp(r->value, o->value, o->nvalue) == 0)))
			return crm_fail(e, CRM_USAGE, "'%s' is kept by the program and cannot be set: %s", f->name,
			                r->text);
	return crm_fail(e, CRM_USAGE, "'%s' is kept by the program and cannot be set", f->name);
}

static enum crm_status find_field(struct crm *c, const struct crm_kind *k, const struct operand *o,
                                  const struct crm_field **f, struct crm_error *e)
{
	*f = catalog_field(c, k, o->field, o->nfield);
	if (!*f && memchr(o->field, '.', o->nfield))
		return crm_fail(e, CRM_USAGE, "'%.*s' is a field of another record, set it there", (int)o->nfield,
		                o->field);
	if (!*f)
		return catalog_unknown(c, k, o->field, o->nfield, e);
	if (!field_assignable(*f))
		return not_assignable(k, *f, o, e);
	if ((o->op == OP_ADD || o->op == OP_DEL) && (*f)->type != T_LIST)
		return crm_fail(e, CRM_USAGE, "'%s' is no list: write %s=VALUE", (*f)->name, (*f)->name);
	if (o->op == OP_NE || o->op == OP_HAS)
		return crm_fail(e, CRM_USAGE, "'%.*s' is a condition, not an assignment",
		                (int)(o->nvalue + (size_t)(o->value - o->field)), o->field);
	return CRM_OK;
}

static enum crm_status read_file(struct crm *c, const struct operand *o, const struct crm_files *files,
                                 struct assign *a, struct crm_error *e)
{
	struct strbuf text = STRBUF_INIT;
	enum crm_status s;

	if (!files || !files->read)
		return crm_fail(e, CRM_USAGE, "'%.*s@=': files cannot be read here", (int)o->nfield, o->field);
	if (!o->nvalue)
		return crm_fail(e, CRM_USAGE, "'%.*s@=' needs the name of a file", (int)o->nfield, o->field);
	s = files->read(files->arg, o->value, &text, e);
	if (!s) {
		a->n = text.len;
		if (a->n && text.buf[a->n - 1] == '\n') /* ends the last line of a text, and is none of it */
			a->n -= a->n > 1 && text.buf[a->n - 2] == '\r' ? 2 : 1;
		a->s = arena_strndup(&c->arena, text.buf, a->n);
	}
	sb_release(&text);
	return s;
}

static bool of_files(const struct crm_field *f)
{
	const struct crm_kind *child = f->type == T_LIST ? kind_by_no(f->ref) : NULL;

	return child && child->list && child->list->size;
}

static enum crm_status parse_operand(struct crm *c, const struct crm_kind *k, const char *text,
                                     const struct crm_files *files, struct assign *a, struct crm_error *e)
{
	struct operand o;
	enum crm_status s;

	if (!operand_split(text, &o))
		return crm_fail(e, CRM_USAGE, text[0] ? "'%s' is not of the form FIELD=VALUE" : "an empty operand%s",
		                text);
	s = find_field(c, k, &o, &a->field, e);
	if (s)
		return s;
	a->op = o.op == OP_FILE ? OP_EQ : o.op;
	a->s = o.value;
	a->n = o.nvalue;
	value_clean(a->field, &a->s, &a->n);
	if (of_files(a->field) && a->op != OP_DEL && o.op != OP_FILE)
		return files_read_ahead(c, files, a, e);
	if (o.op != OP_FILE)
		return CRM_OK;
	s = read_file(c, &o, files, a, e);
	value_clean(a->field, &a->s, &a->n);
	return s;
}

enum crm_status assigns_parse(struct crm *c, const struct crm_kind *k, const char *const *operands, size_t n,
                              const struct crm_files *files, struct assign **out, size_t *nout, struct crm_error *e)
{
	struct assign *a = arena_alloc(&c->arena, (n + 1) * sizeof *a);
	enum crm_status s = catalog_load(c, e), one;

	for (size_t i = 0; i < n && (!s || s == CRM_USAGE); i++) {
		one = parse_operand(c, k, operands[i], files, &a[i], e);
		for (size_t j = 0; j < i && !one; j++)
			if (a[j].field == a[i].field && a[i].field->type != T_LIST)
				one = crm_fail(e, CRM_USAGE, "'%s' is given twice", a[i].field->name);
		if (!s)
			s = one;
	}
	*out = a;
	*nout = n;
	return s;
}

/* ---- the cache of bulk work: words are looked up once ---- */

static struct word_cache *word_slot(struct edit *ed, int kind, const char *s, size_t n)
{
	uint32_t h = 2166136261u ^ (uint32_t)kind;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return &ed->words[(h ^ h >> 15) % EDIT_WORDS];
}

static bool word_known(struct edit *ed, int kind, const char *s, size_t n, int64_t *id)
{
	const struct word_cache *w;

	if (!ed->words || n > sizeof w->s)
		return false;
	w = word_slot(ed, kind, s, n);
	*id = w->id;
	return w->kind == kind && w->n == n && memcmp(w->s, s, n) == 0;
}

static void word_keep(struct edit *ed, int kind, const char *s, size_t n, int64_t id)
{
	struct word_cache *w;

	if (!ed->words || n > sizeof w->s)
		return;
	w = word_slot(ed, kind, s, n);
	w->kind = (char)kind;
	w->n = (unsigned char)n;
	memcpy(w->s, s, n);
	w->id = id;
}

/* ---- terms ---- */

/* The id of a word, 0 when there is none yet: as it stands, else folded. */
static enum crm_status find_term(struct edit *ed, const char *text, size_t n, int64_t *id, struct crm_error *e)
{
	enum crm_status s;

	if (word_known(ed, KIND_TERM, text, n, id))
		return CRM_OK;
	s = edit_ask(ed, "SELECT id FROM term WHERE word = $1", (struct value[]){value_text(text, n)}, 1, id, e);
	if (!s && !*id) {
		struct value key = edit_folded(&ed->keys, value_text(text, n));

		s = edit_ask(ed, "SELECT id FROM term WHERE word_key = $1 ORDER BY id LIMIT 1", &key, 1, id, e);
	}
	if (!s && *id)
		word_keep(ed, KIND_TERM, text, n, *id);
	return s;
}

void edit_note_near(struct edit *ed, const char *s, size_t n)
{
	char *word;
	const char *near;

	if (n < 4 || ed->opt.bulk || !ed->c->notes || lookup_terms(ed->c, ed->c->notes) != CRM_OK)
		return;
	word = crm_strndup(s, n);
	near = utf8_nearest(word, names_list(ed->c, &ed->c->terms));
	if (near)
		crm_note(ed->c->notes, "'%s' is a new word, there is '%s' already", word, near);
	free(word);
}

static enum crm_status make_term(struct edit *ed, struct value *v, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, kind_by_no(KIND_TERM));
	struct value row[EDIT_COLUMNS] = {0};
	int64_t id = 0;
	enum crm_status s = find_term(ed, v->s, v->n, &id, e); /* two fields may bring the same word */

	if (!s && !id) {
		edit_note_near(ed, v->s, v->n);
		row[edit_slot(ke, 1)] = *v;
		s = row_new_id(ed, ke, &id, e);
		if (!s)
			s = row_insert(ed, ke, id, row, NULL, e);
	}
	*v = VALUE_INT(id);
	return s;
}

static enum crm_status parse_term(struct edit *ed, const struct crm_field *f, const struct assign *a, struct value *v,
                                  struct crm_error *e)
{
	const char *text = a->s;
	size_t n = a->n;
	int64_t id = 0;
	enum crm_status s;

	utf8_trim(&text, &n);
	*v = VALUE_NULL;
	if (!n)
		return CRM_OK;
	if (utf8_valid(text, n) != n || memchr(text, '\0', n) || memchr(text, '\n', n))
		return crm_fail_at(e, CRM_DATA, NULL, a->line, a->column, f->name, "'%.*s' is not a word", (int)n,
		                   text);
	s = find_term(ed, text, n, &id, e);
	/* made by draft_settle, when everything else is known to be right */
	*v = id ? VALUE_INT(id) : value_text(text, n);
	return s;
}

/* ---- references ---- */

static bool is_me(const struct edit *ed, const struct assign *a)
{
	const char *user = ed->c->env.user;

	return user && user[0] &&
	       ((a->n == 2 && memcmp(a->s, "me", 2) == 0) || (strlen(user) == a->n && memcmp(user, a->s, a->n) == 0));
}

static enum crm_status parse_me(struct edit *ed, struct value *v, struct crm_error *e)
{
	int64_t id = ed->me;
	enum crm_status s = id ? CRM_OK : edit_find_me(ed, &id, e);

	*v = id ? VALUE_INT(id) : value_text("me", 2); /* made by draft_settle */
	return s;
}

static enum crm_status parse_ref(struct edit *ed, const struct crm_field *f, const struct assign *a,
                                 const struct value_format *fmt, struct value *v, struct crm_error *e)
{
	const struct crm_kind *k;
	bool typed = false;
	int64_t id = 0;
	enum crm_status s;

	if (f->ref == KIND_USER && is_me(ed, a))
		return parse_me(ed, v, e);
	if (ed->seen && id_parse(a->s, a->n, &k, &id) && k->no == f->ref) {
		typed = true;
		if (seen_known(ed, k->no, id)) {
			*v = VALUE_INT(id);
			return CRM_OK;
		}
	} else if (f->ref == KIND_USER && word_known(ed, KIND_USER, a->s, a->n, &id)) {
		*v = VALUE_INT(id);
		return CRM_OK;
	}
	s = parse_value(ed->c, f, a->s, a->n, fmt, 0, v, e);
	if (s || v->is != V_INT)
		return s;
	if (typed && v->i == id) /* not the alias of another */
		seen_note(ed, k->no, id);
	if (f->ref == KIND_USER)
		word_keep(ed, KIND_USER, a->s, a->n, v->i);
	return typed ? seen_missed(ed, k, e) : CRM_OK;
}

/* ---- one value ---- */

static enum crm_status parse_assign(struct edit *ed, const struct assign *a, const struct value_format *fmt,
                                    int currency, struct value *v, struct crm_error *e)
{
	const struct crm_field *f = a->field;
	struct place here = place_here(e);
	enum crm_status s = CRM_OK;

	if (!a->n)
		*v = VALUE_NULL;
	else if (f->type == T_TERM)
		s = parse_term(ed, f, a, v, e);
	else if (f->type == T_REF)
		s = parse_ref(ed, f, a, fmt, v, e);
	else
		s = parse_value(ed->c, f, a->s, a->n, fmt, currency, v, e);
	return place_fix(e, here, s, a->line, a->column);
}

/* ---- drafts ---- */

int draft_currency(const struct edit *ed, const struct draft *d)
{
	int no = rules_of(d->ke->k)->currency;
	struct value v = no ? d->v[edit_slot(d->ke, no)] : VALUE_NULL;

	return v.is == V_INT ? (int)v.i : ed->c->set.currency;
}

/* What others are read with comes first: the currency of amounts, the country of phones. */
static bool comes_first(const struct crm_field *f)
{
	return f->type == T_CURRENCY || f->type == T_COUNTRY;
}

static struct custom_value *custom_slot(struct draft *d, const struct assign *a)
{
	for (size_t i = 0; i < d->ncustom; i++)
		if (d->custom[i].f == a->field)
			return &d->custom[i];
	GROW(d->custom, d->ncustom, d->acustom);
	d->custom[d->ncustom] = (struct custom_value){.f = a->field};
	return &d->custom[d->ncustom++];
}

enum crm_status customs_copy(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const struct crm_field *f;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; (f = catalog_at(ed->c, d->ke->k, i)) && !s; i++) {
		const struct assign a = {.field = f};

		if (!(f->flags & F_CUSTOM))
			continue;
		s = custom_load(ed, d->ke, f, d->copy, &custom_slot(d, &a)->v, e);
	}
	return s;
}

/* An instant is printed to the second: so written, what is stored to the millisecond stays. */
static void keep_fraction(const struct crm_field *f, struct value old, struct value *v)
{
	if (f->type == T_INSTANT && old.is == V_INT && v->is == V_INT && v->i % 1000 == 0 && old.i > v->i &&
	    old.i - v->i < 1000)
		*v = old;
}

static enum crm_status parse_one(struct edit *ed, struct draft *d, const struct assign *a, struct crm_error *e)
{
	const struct crm_field *f = a->field;
	const struct kind_rules *rules = rules_of(d->ke->k);
	struct value v;
	enum crm_status s;

	if (list_takes(ed, d, a) || ((f->flags & F_TAKEN) && rules->takes(ed, d, a, NULL)))
		return CRM_OK;
	s = parse_assign(ed, a, d->fmt, f->type == T_MONEY ? draft_currency(ed, d) : 0, &v, e);
	if (s)
		return s;
	if (f->flags & F_CUSTOM) {
		struct custom_value *cv = custom_slot(d, a);

		s = d->adding ? CRM_OK : custom_load(ed, d->ke, f, d->id, &cv->old, e);
		keep_fraction(f, d->adding ? VALUE_NULL : cv->old, &v);
		cv->v = v;
		return s;
	}
	if ((f->flags & F_TAKEN) && rules->takes(ed, d, a, &v))
		return CRM_OK;
	keep_fraction(f, *draft_old(d, f->no), &v);
	*draft_v(d, f->no) = v;
	d->given |= edit_bit(d->ke, f->no);
	return CRM_OK;
}

enum crm_status draft_parse(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s = CRM_OK, one;

	/* all that is wrong is told, not only the first */
	for (int first = 1; first >= 0; first--) {
		for (size_t i = 0; i < d->n; i++) {
			if (comes_first(d->a[i].field) != first)
				continue;
			one = parse_one(ed, d, &d->a[i], e);
			if (!s)
				s = one;
		}
	}
	return s;
}

static enum crm_status settle(struct edit *ed, const struct crm_field *f, struct value *v, struct crm_error *e)
{
	int64_t id;
	enum crm_status s;

	if (v->is != V_TEXT || (f->type != T_TERM && f->type != T_REF))
		return CRM_OK;
	if (f->type == T_TERM)
		return make_term(ed, v, e);
	s = edit_me(ed, &id, e);
	*v = id ? VALUE_INT(id) : VALUE_NULL;
	return s;
}

enum crm_status draft_settle(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (int i = 0; i < d->ke->ncol && !s; i++)
		if (d->given >> i & 1)
			s = settle(ed, d->ke->col[i], &d->v[i], e);
	for (size_t i = 0; i < d->ncustom && !s; i++)
		s = settle(ed, d->custom[i].f, &d->custom[i].v, e);
	return s;
}

/* ---- what empty texts took away ---- */

static bool list_erased(const struct draft *d, const struct crm_field *f)
{
	const struct list_edit *l = draft_list(d, f->ref);

	return l && l->old.n && !l->now.n;
}

int edit_erased(const struct edit *ed)
{
	struct draft *d = ed->d;
	int n = 0;

	for (size_t i = 0; i < d->n; i++) {
		const struct crm_field *f = d->a[i].field;

		if (d->a[i].n || (f->flags & F_TAKEN))
			continue;
		if (f->type == T_LIST)
			n += list_erased(d, f);
		else if (!(f->flags & F_CUSTOM))
			n += draft_old(d, f->no)->is != V_NULL && draft_v(d, f->no)->is == V_NULL;
		for (size_t j = 0; j < d->ncustom; j++)
			n += d->custom[j].f == f && d->custom[j].old.is != V_NULL && d->custom[j].v.is == V_NULL;
	}
	return n;
}

bool edit_renamed(const struct edit *ed)
{
	const struct crm_field *f = kind_field(ed->d->ke->k, ed->d->ke->k->label);

	return f && field_is_column(f) && draft_changed(ed->d, f->no);
}
