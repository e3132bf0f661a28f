/* identity_line.c - what comes in, taken apart into the keys it is looked up by. */
#include "identity_impl.h"

#include "../base/similar.h"
#include "../base/utf8.h"
#include "../model/address.h"
#include "../model/number.h"
#include "../model/value.h"
#include "../ask/ref.h"

static struct text keep(struct identity *in, const char *s, size_t n)
{
	return (struct text){n ? arena_strndup(&in->arena, s, n) : "", n};
}

static struct text folded(struct identity *in, struct text t)
{
	sb_reset(&in->scratch);
	utf8_fold(&in->scratch, t.s, t.n);
	return keep(in, in->scratch.buf, in->scratch.len);
}

/* The key of a text of this field. */
static struct text field_key(struct identity *in, const struct crm_field *f, struct text t)
{
	sb_reset(&in->scratch);
	field_fold(&in->scratch, f, t.s, t.n);
	return keep(in, in->scratch.buf, in->scratch.len);
}

static void add_key(struct identity *in, struct line *l, int way, struct text a, struct text b)
{
	if (!a.n && !b.n)
		return;
	GROW(in->key, in->nkeys, in->akeys);
	in->key[in->nkeys++] = (struct line_key){way, a, b, identity_hash(way, a, b)};
	l->n++;
}

static void trim(struct text *t)
{
	while (t->n && strchr(" \t\r\n", t->s[0]) && t->s[0])
		t->s++, t->n--;
	while (t->n && strchr(" \t\r\n", t->s[t->n - 1]) && t->s[t->n - 1])
		t->n--;
}

/* The elements of a list in an assignment, without their labels. */
static bool next_element(const struct crm_field *list, struct text *rest, struct text *one)
{
	const struct crm_kind *child = kind_by_no(list->ref);
	const char *comma = rest->n ? memchr(rest->s, ',', rest->n) : NULL, *colon;

	if (!rest->n)
		return false;
	*one = (struct text){rest->s, comma ? (size_t)(comma - rest->s) : rest->n};
	rest->n -= one->n + (comma != NULL);
	rest->s += one->n + (comma != NULL);
	trim(one);
	colon = child->list->labelled && one->n ? memchr(one->s, ':', one->n) : NULL;
	if (colon) {
		one->n -= (size_t)(colon + 1 - one->s);
		one->s = colon + 1;
	}
	return true;
}

/* Whether an assignment gives a field, or the first element of it. */
static bool gives(const struct crm_field *f, const struct assign *a)
{
	return a->field == f || (f->type == T_LIST && !(a->field->flags & F_CUSTOM) && a->field->first_of == f->no);
}

static void ext_keys(struct identity *in, struct line *l, const struct assign *a)
{
	struct text rest = {a->s, a->n}, one;

	while (next_element(a->field, &rest, &one)) {
		const char *colon = one.n ? memchr(one.s, ':', one.n) : NULL;

		if (!colon)
			continue;
		add_key(in, l, WAY_EXT, keep(in, one.s, (size_t)(colon - one.s)),
		        keep(in, colon + 1, one.n - (size_t)(colon + 1 - one.s)));
		l->keyed = in->exts = true;
	}
}

static const char *country_of(struct identity *in, const struct assign *a, size_t n, char out[3])
{
	int no = in->of ? in->of->country : 0;
	struct value v = VALUE_NULL;

	for (size_t i = 0; i < n && no; i++)
		if (a[i].field->no == no && !(a[i].field->flags & F_CUSTOM) && a[i].n)
			value_parse(in->c, a[i].field, a[i].s, a[i].n, NULL, 0, &v, NULL);
	if (v.is == V_TEXT && v.n == 2)
		memcpy(out, v.s, 2), out[2] = '\0';
	else
		memcpy(out, in->c->set.country, 3);
	return out[0] ? out : NULL;
}

/* What can't be judged is told by who writes it. */
static struct text phone_text(struct identity *in, struct text t, const char *country)
{
	char key[48];
	size_t n = 0;

	return number_key(in->c, t.s, t.n, country, key, &n, NULL) ? keep(in, "", 0) : keep(in, key, n);
}

static struct text mail_text(struct identity *in, struct text t)
{
	address_of(&t.s, &t.n);
	return folded(in, t);
}

/* What --key names; of a first element the whole list. */
static const struct crm_field *chosen_list(const struct identity *in)
{
	const struct crm_field *f = in->chosen;

	return f->first_of && !(f->flags & F_CUSTOM) ? kind_field_no(in->k, f->first_of) : f;
}

static void chosen_keys(struct identity *in, struct line *l, const struct assign *a, const char *country)
{
	const struct crm_field *f = in->chosen, *list = chosen_list(in);
	struct text rest = {a->s, a->n}, one, none = {"", 0};
	struct value v = VALUE_NULL;
	char number[24];

	l->keyed = true;
	if (list->type == T_LIST && !(list->flags & F_CUSTOM)) {
		while (next_element(list, &rest, &one))
			add_key(in, l, WAY_CHOSEN,
			        list->ref == KIND_PHONE ? phone_text(in, one, country) : mail_text(in, one), none);
		return;
	}
	if (f->flags & F_KEY) {
		add_key(in, l, WAY_CHOSEN, f->flags & F_PHONE ? phone_text(in, rest, country) : field_key(in, f, rest),
		        (struct text){"", 0});
		return;
	}
	if (parse_value(in->c, f, a->s, a->n, NULL, in->c->set.currency, &v, NULL) || v.is == V_NULL)
		return;
	one = (struct text){v.s, v.n};
	if (v.is == V_INT)
		one = (struct text){number, fmt_int(number, v.i)};
	add_key(in, l, WAY_CHOSEN, keep(in, one.s, one.n), (struct text){"", 0});
}

/* What a rule looks for, of one assignment that gives its field. */
static void rule_keys(struct identity *in, struct line *l, size_t i, const struct assign *a, const char *country,
                      bool in_file)
{
	const struct identity_rule *r = &in->rule[i];
	const struct crm_field *f = kind_field_no(in->k, r->field);
	struct text rest = {a->s, a->n}, one, name = folded(in, l->name), none = {"", 0};
	const struct crm_kind *of;
	struct value v = VALUE_NULL;
	char number[24];

	if (r->by == IDENTITY_MAIL || r->by == IDENTITY_NUMBER) {
		while (next_element(f, &rest, &one)) {
			if (r->by == IDENTITY_MAIL)
				add_key(in, l, (int)i * 2, mail_text(in, one), none);
			else
				add_key(in, l, (int)i * 2 + !name.n, name, phone_text(in, one, country));
			l->value[i] = l->value[i].n ? l->value[i] : keep(in, one.s, one.n);
			l->given[i] = a->field->name;
		}
		in->mails |= r->by == IDENTITY_MAIL;
		l->keyed |= l->value[i].n > 0;
		return;
	}
	value_clean(f, &rest.s, &rest.n);
	l->value[i] = keep(in, rest.s, rest.n);
	if (r->by == IDENTITY_AT) {
		if (id_parse(rest.s, rest.n, &of, &l->ref) && of->no == f->ref)
			;
		else if (!in_file && !parse_value(in->c, f, a->s, a->n, NULL, 0, &v, NULL) && v.is == V_INT)
			l->ref = v.i;
		else
			l->ref = 0;
		if (name.n)
			add_key(in, l, (int)i * 2 + (l->ref != 0), name,
			        l->ref ? keep(in, number, fmt_int(number, l->ref)) : folded(in, rest));
		l->keyed |= name.n > 0;
	} else if (r->by == IDENTITY_KEY) {
		add_key(in, l, (int)i * 2, f->flags & F_KEY ? field_key(in, f, rest) : l->value[i], none);
		l->keyed = true;
	} else if (r->by == IDENTITY_WEB) {
		add_key(in, l, (int)i * 2, l->value[i], none);
	}
}

/* The rules that ask for the name alone. */
static void name_keys(struct identity *in, struct line *l)
{
	struct text name = folded(in, l->name), end, none = {"", 0};

	for (size_t i = 0; i < in->nrules && name.n; i++)
		if (in->rule[i].by == IDENTITY_TOWN) {
			name.n = similar_firm(name.s, name.n);
			end = (struct text){arena_printf(&in->arena, "%.*s!", (int)name.n, name.s), name.n + 1};
			add_key(in, l, (int)i * 2, name, end);
			l->keyed = true;
		} else if (in->rule[i].by == IDENTITY_NAME) {
			add_key(in, l, (int)i * 2, name, none);
			l->keyed = true;
		}
}

static void take_name(struct identity *in, struct line *l, const struct assign *a, size_t n)
{
	sb_reset(&in->scratch);
	if (in->of->name)
		in->of->name(a, n, &in->scratch);
	else
		for (size_t i = 0; i < n; i++)
			if (a[i].field == in->label)
				sb_add(&in->scratch, a[i].s, a[i].n);
	l->name = (struct text){in->scratch.buf, in->scratch.len};
	trim(&l->name);
	l->name = keep(in, l->name.s, l->name.n);
}

size_t identity_put(struct identity *in, const struct assign *a, size_t n, bool in_file)
{
	struct line *l;
	char buf[3];
	const char *country;

	GROW(in->line, in->nlines, in->alines);
	l = &in->line[in->nlines];
	*l = (struct line){.first = in->nkeys};
	if (in->nrules)
		take_name(in, l, a, n);
	country = country_of(in, a, n, buf);
	for (size_t i = 0; i < n; i++) {
		if (!a[i].n || a[i].op == OP_DEL)
			continue;
		if (a[i].field->type == T_LIST && a[i].field->ref == KIND_EXT)
			ext_keys(in, l, &a[i]);
		if (in->chosen && in->chosen->ref != KIND_EXT && gives(chosen_list(in), &a[i]))
			chosen_keys(in, l, &a[i], country);
		for (size_t r = 0; r < in->nrules; r++)
			if (gives(kind_field_no(in->k, in->rule[r].field), &a[i]))
				rule_keys(in, l, r, &a[i], country, in_file);
	}
	name_keys(in, l);
	if (in->of && in->of->names[0] && !l->keyed && l->name.n)
		add_key(in, l, WAY_ALIKE, folded(in, l->name), (struct text){"", 0});
	return in->nlines++;
}
