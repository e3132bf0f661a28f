/* identity_decide.c - who is the same: the first line of the table that applies to a line that
 * comes in and the records its keys found. */
#include "identity_impl.h"

#include "../base/similar.h"
#include "../base/utf8.h"

/* ---- one line and those found for it ---- */

/* Each once, the lowest first. */
static void take_id(struct ids *ids, int64_t id)
{
	size_t kept = ids->n < NAMED_MAX ? ids->n : NAMED_MAX, at = 0;

	while (at < kept && ids->id[at] < id)
		at++;
	if (at < kept && ids->id[at] == id)
		return;
	if (kept == NAMED_MAX)
		kept--;
	for (size_t i = kept; i > at; i--)
		ids->id[i] = ids->id[i - 1];
	if (at < NAMED_MAX)
		ids->id[at] = id;
	ids->n++;
}

bool identity_equal(struct text a, struct text b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	bool equal;

	similar_equal(&x, a.s, a.n);
	similar_equal(&y, b.s, b.n);
	equal = x.len == y.len && memcmp(x.buf, y.buf, x.len) == 0;
	sb_release(&x);
	sb_release(&y);
	return equal;
}

static bool equal_folded(const struct crm_field *f, struct text a, struct text b)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	bool equal;

	field_fold(&x, f, a.s, a.n);
	field_fold(&y, f, b.s, b.n);
	equal = x.len == y.len && memcmp(x.buf, y.buf, x.len) == 0;
	sb_release(&x);
	sb_release(&y);
	return equal;
}

static void list_ids(const struct deciding *d, const struct ids *ids, struct strbuf *out)
{
	char id[32];

	for (size_t i = 0; i < ids->n && i < NAMED_MAX; i++) {
		id_format(id, d->in->k, ids->id[i]);
		sb_printf(out, "%s%s", i ? ", " : "", id);
	}
	if (ids->n > NAMED_MAX)
		sb_printf(out, " and %zu more", ids->n - NAMED_MAX);
}

static const struct crm_field *rule_field(const struct deciding *d, size_t rule)
{
	return kind_field_no(d->in->k, d->in->rule[rule].field);
}

/* Says who has what: "contact c1 has the e-mail 'x'". Several get a plural. */
static void say_has(struct deciding *d, const struct ids *ids, const char *what, struct text value)
{
	sb_printf(d->out->text, "%s ", d->in->k->name);
	list_ids(d, ids, d->out->text);
	sb_printf(d->out->text, " %s the %s '%.*s'", ids->n > 1 ? "have" : "has", what,
	          (int)(value.n < 200 ? value.n : 200), value.s);
	sb_printf(d->out->who, "%s '%.*s' is that of ", what, (int)(value.n < 200 ? value.n : 200), value.s);
	list_ids(d, ids, d->out->who);
}

static bool is_new(struct deciding *d)
{
	d->out->is = IS_NEW;
	return true;
}

/* value: what was given, empty = the name, which is told as it is written there. */
static bool is_same(struct deciding *d, const struct ids *ids, size_t rule, const char *what, struct text value)
{
	const struct cand *c = answers_cand(d->a, ids->id[0]);

	d->out->is = ids->n == 1 ? IS_SAME : IS_REFUSED;
	d->out->id = ids->n == 1 ? ids->id[0] : 0;
	d->out->several = ids->n > 1;
	d->out->field = value.n ? d->l->given[rule] : d->in->label->name;
	say_has(d, ids, what, value.n ? value : c && ids->n == 1 ? c->name : d->l->name);
	if (ids->n > 1)
		sb_adds(d->out->text, ": --key=id or a key of its own says which");
	return true;
}

/* ---- keys ---- */

static bool is_uid(const struct deciding *d, const struct line_key *key)
{
	const char *uid = d->in->of ? d->in->of->uid : NULL;

	return uid && strlen(uid) == key->a.n && memcmp(uid, key->a.s, key->a.n) == 0;
}

/* Whether it has another key of a kind in which both have one. Another UID is another person only
 * under another name. */
static const char *another_key(struct deciding *d, const struct cand *c)
{
	const struct pair *p;
	size_t n;

	for (size_t i = 0; i < d->in->nrules; i++) {
		const struct identity_rule *r = &d->in->rule[i];

		if ((r->by == IDENTITY_KEY || r->by == IDENTITY_NAME) && d->l->value[i].n && c->value[i].n &&
		    !equal_folded(kind_field_no(d->in->k, r->field), d->l->value[i], c->value[i]))
			return r->what;
	}
	p = answers_pairs(d->a->ext, d->a->next, c->id, &n);
	for (size_t k = d->l->first; k < d->l->first + d->l->n; k++) {
		const struct line_key *key = &d->in->key[k];
		bool same = false, other = false;

		for (size_t i = 0; i < n && key->way == WAY_EXT; i++) {
			if (p[i].a.n != key->a.n || memcmp(p[i].a.s, key->a.s, key->a.n) != 0)
				continue;
			if (p[i].b.n == key->b.n && memcmp(p[i].b.s, key->b.s, key->b.n) == 0)
				same = true;
			else
				other = true;
		}
		if (other && !same && !(is_uid(d, key) && identity_equal(c->name, d->l->name)))
			return is_uid(d, key) ? "UID" : "key";
	}
	return NULL;
}

static bool is_key(const struct deciding *d, int way)
{
	return way == WAY_EXT || way == WAY_CHOSEN || (way < WAY_EXT && d->in->rule[way / 2].by == IDENTITY_KEY);
}

/* A name is a key where --key says so, but only an equal one. */
static bool key_holds(struct deciding *d, int way, const struct cand *c)
{
	if (d->in->force && way != WAY_EXT && another_key(d, c))
		return false;
	return way != WAY_CHOSEN || d->in->chosen != d->in->label || identity_equal(c->name, d->l->name);
}

/* By which key it was found, the first one. */
static void say_key(struct deciding *d, const struct ids *ids)
{
	int way = WAYS;

	for (size_t i = 0; i < d->nhit; i++)
		if (is_key(d, d->hit[i].way) && d->hit[i].id == ids->id[0] && d->hit[i].way < way)
			way = d->hit[i].way;
	if (way < WAY_EXT) {
		d->out->field = rule_field(d, (size_t)way / 2)->name;
		say_has(d, ids, d->in->rule[way / 2].what, d->l->value[way / 2]);
	} else {
		d->out->field = way == WAY_EXT ? "ext" : d->in->chosen->name;
	}
}

/* Whether what --key names was the only key that found any. */
static bool by_chosen(const struct deciding *d)
{
	for (size_t i = 0; i < d->nhit; i++)
		if (is_key(d, d->hit[i].way) && d->hit[i].way != WAY_CHOSEN)
			return false;
	return true;
}

static bool by_keys(struct deciding *d)
{
	struct ids ids = {.n = 0};
	const struct cand *c;

	for (size_t i = 0; i < d->nhit; i++) {
		c = is_key(d, d->hit[i].way) ? answers_cand(d->a, d->hit[i].id) : NULL;
		if (c && key_holds(d, d->hit[i].way, c))
			take_id(&ids, c->id);
	}
	if (!ids.n)
		return false;
	d->out->by_key = true;
	d->out->is = ids.n == 1 ? IS_SAME : IS_REFUSED;
	d->out->id = ids.n == 1 ? ids.id[0] : 0;
	if (ids.n > 1) {
		sb_printf(d->out->text, "%s ", d->in->k->name);
		list_ids(d, &ids, d->out->text);
		if (d->in->chosen && by_chosen(d))
			sb_printf(d->out->text, " have that %s: another --key=FIELD or an id with --key=id says which",
			          d->in->chosen->name);
		else
			sb_adds(d->out->text, " have keys of it: merge them, or leave out the one that is wrong");
	}
	if (ids.n == 1)
		say_key(d, &ids);
	c = answers_cand(d->a, ids.id[0]);
	d->out->called = c && c->name.n;
	return true;
}

/* ---- names ---- */

typedef void visit(struct deciding *d, size_t rule, int way, const struct cand *c, void *arg);

/* The candidates of a rule that don't have another key. */
static void each(struct deciding *d, size_t rule, visit *see, void *arg)
{
	for (size_t i = 0; i < d->nhit; i++) {
		bool its = d->hit[i].way < WAY_EXT && d->hit[i].way / 2 == (int)rule;
		const struct cand *c = its ? answers_cand(d->a, d->hit[i].id) : NULL;
		const char *other = c ? another_key(d, c) : NULL;

		if (c && !other)
			see(d, rule, d->hit[i].way, c, arg);
		/* a town's names only begin alike */
		if (other && (d->in->rule[rule].by != IDENTITY_TOWN || identity_equal(c->name, d->l->name))) {
			take_id(&d->others, c->id);
			d->other = other;
		}
	}
}

static void fit(struct deciding *d, size_t rule, int way, const struct cand *c, void *arg)
{
	struct ids *ids = arg; /* by enum name_fit */

	(void)rule;
	(void)way;
	take_id(&ids[similar_names(c->name.s, c->name.n, d->l->name.s, d->l->name.n)], c->id);
}

static bool by_mail(struct deciding *d, size_t rule)
{
	struct ids ids[4] = {{.n = 0}, {.n = 0}, {.n = 0}, {.n = 0}};
	const char *what = d->in->rule[rule].what;

	each(d, rule, fit, ids);
	for (int i = FIT_EQUAL; i >= FIT_WHOLE; i--)
		if (ids[i].n)
			return is_same(d, &ids[i], rule, what, d->l->value[rule]);
	if (ids[FIT_WORD].n) {
		d->out->is = IS_REFUSED;
		d->out->field = d->l->given[rule];
		say_has(d, &ids[FIT_WORD], what, d->l->value[rule]);
		sb_printf(d->out->text, " and another name: --key=%s says it is the same, --force that it is another",
		          d->l->given[rule]);
		return true;
	}
	if (!ids[FIT_NONE].n)
		return false;
	say_has(d, &ids[FIT_NONE], what, d->l->value[rule]);
	sb_adds(d->out->text, " and another name: taken for another");
	return is_new(d);
}

static void named(struct deciding *d, size_t rule, int way, const struct cand *c, void *arg)
{
	(void)rule;
	(void)way;
	if (identity_equal(c->name, d->l->name))
		take_id(arg, c->id);
}

static bool by_number(struct deciding *d, size_t rule)
{
	struct ids ids = {.n = 0};

	each(d, rule, named, &ids);
	return ids.n && is_same(d, &ids, rule, d->l->name.n ? "same telephone number and the name" : "telephone number",
	                        d->l->name.n ? (struct text){"", 0} : d->l->value[rule]);
}

static void employed(struct deciding *d, size_t rule, int way, const struct cand *c, void *arg)
{
	if (identity_equal(c->name, d->l->name) &&
	    (way % 2 == WAY_OTHER || identity_equal(c->value[rule], d->l->value[rule])))
		take_id(arg, c->id);
}

/* Both have addresses, and none in common. */
static bool mails_differ(const struct deciding *d, int64_t id)
{
	size_t n;
	const struct pair *p = answers_pairs(d->a->mail, d->a->nmail, id, &n);
	bool any = false;

	for (size_t k = d->l->first; k < d->l->first + d->l->n; k++) {
		const struct line_key *key = &d->in->key[k];

		if (key->way >= WAY_EXT || d->in->rule[key->way / 2].by != IDENTITY_MAIL)
			continue;
		any = true;
		for (size_t i = 0; i < n; i++)
			if (p[i].a.n == key->a.n && memcmp(p[i].a.s, key->a.s, key->a.n) == 0)
				return false;
	}
	return any && n;
}

static bool by_place(struct deciding *d, size_t rule)
{
	struct ids ids = {.n = 0};

	each(d, rule, employed, &ids);
	if (!ids.n)
		return false;
	is_same(d, &ids, rule, d->in->rule[rule].what, (struct text){"", 0});
	if (d->out->is == IS_SAME && mails_differ(d, ids.id[0])) {
		d->out->is = IS_REFUSED;
		sb_adds(d->out->text, " and another e-mail: --force says that it is another");
	}
	return true;
}

struct towns { struct ids equal, open, other, near; };

static void town(struct deciding *d, size_t rule, int way, const struct cand *c, void *arg)
{
	struct towns *t = arg;
	struct text a = c->value[rule], b = d->l->value[rule];
	const struct crm_field *f = kind_field_no(d->in->k, d->in->rule[rule].field);
	size_t n;
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;

	(void)way;
	if (identity_equal(c->name, d->l->name)) {
		take_id(a.n && b.n && equal_folded(f, a, b) ? &t->equal : !a.n || !b.n ? &t->open : &t->other, c->id);
		return;
	}
	utf8_fold(&x, c->name.s, c->name.n);
	utf8_fold(&y, d->l->name.s, d->l->name.n);
	n = similar_firm(y.buf, y.len);
	if (similar_firm(x.buf, x.len) == n && memcmp(x.buf, y.buf, n) == 0)
		take_id(&t->near, c->id);
	sb_release(&x);
	sb_release(&y);
}

static bool by_town(struct deciding *d, size_t rule)
{
	struct towns t = {.equal = {.n = 0}};
	const struct ids *taken, *noted;

	each(d, rule, town, &t);
	taken = t.equal.n ? &t.equal : &t.open;
	if (taken->n)
		return is_same(d, taken, rule, "name", (struct text){"", 0});
	noted = t.other.n ? &t.other : &t.near;
	if (!noted->n)
		return false;
	sb_printf(d->out->text, "%s ", d->in->k->name);
	list_ids(d, noted, d->out->text);
	sb_printf(d->out->text, noted == &t.other ? " %s the name '%.*s' in another town: taken for another"
	                                          : " %s nearly the name '%.*s': taken for another",
	          noted->n > 1 ? "have" : "has", (int)(d->l->name.n < 200 ? d->l->name.n : 200), d->l->name.s);
	return is_new(d);
}

static void unlike(struct deciding *d, size_t rule, int way, const struct cand *c, void *arg)
{
	(void)d;
	(void)rule;
	(void)way;
	take_id(arg, c->id);
}

static bool by_web(struct deciding *d, size_t rule)
{
	struct ids ids = {.n = 0};

	each(d, rule, unlike, &ids);
	if (!ids.n)
		return false;
	d->out->is = IS_REFUSED;
	d->out->field = rule_field(d, rule)->name;
	say_has(d, &ids, d->in->rule[rule].what, answers_cand(d->a, ids.id[0])->value[rule]);
	sb_printf(d->out->text, " and another name: --key=%s says it is the same, --force that it is another",
	          d->out->field);
	return true;
}

static bool by_name(struct deciding *d, size_t rule)
{
	struct ids ids = {.n = 0};

	each(d, rule, named, &ids);
	return ids.n && is_same(d, &ids, rule, "name", (struct text){"", 0});
}

static bool by_rule(struct deciding *d, size_t i)
{
	/* clang-format off */
	switch (d->in->rule[i].by) {
	case IDENTITY_MAIL: return by_mail(d, i);
	case IDENTITY_NUMBER: return by_number(d, i);
	case IDENTITY_AT: return by_place(d, i);
	case IDENTITY_TOWN: return by_town(d, i);
	case IDENTITY_WEB: return by_web(d, i);
	case IDENTITY_NAME: return by_name(d, i);
	default: return false;
	}
	/* clang-format on */
}

void identity_decide(struct deciding *d)
{
	if (by_keys(d))
		return;
	for (size_t i = 0; i < d->in->nrules; i++)
		if (by_rule(d, i))
			return;
	is_new(d);
	if (d->others.n) {
		sb_printf(d->out->text, "%s ", d->in->k->name);
		list_ids(d, &d->others, d->out->text);
		sb_printf(d->out->text, " %s another %s: taken for another", d->others.n > 1 ? "have" : "has",
		          d->other);
	}
}
