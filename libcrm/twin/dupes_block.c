/* dupes_block.c - only records that share something are compared: keys, sorted; what has one key in
 * common is a block */
#include "dupes_impl.h"

#include <stdlib.h>
#include "../base/similar.h"
#include "../ask/ref.h"
#include "../model/value.h"

#define KEYS_MAX 12
#define NOTES_MAX 5 /* large blocks that are named */

struct key { uint64_t hash; uint32_t at; };
struct keys { struct key *k, *spare; size_t n, alloc; };

/* ---- pairs found ---- */

static int by_pair(const void *a, const void *b)
{
	const struct dupes_pair *x = a, *y = b;

	return x->a != y->a ? int64_order(x->a, y->a) : int64_order(x->b, y->b);
}

static int by_score(const void *a, const void *b)
{
	const struct dupes_pair *x = a, *y = b;

	return x->score != y->score ? y->score - x->score : by_pair(a, b);
}

/* Pairs come once for each key they share. */
static void once(struct dupes *d)
{
	size_t kept = 0;

	if (d->n)
		qsort(d->pair, d->n, sizeof *d->pair, by_pair);
	for (size_t i = 0; i < d->n; i++)
		if (!kept || by_pair(&d->pair[kept - 1], &d->pair[i]))
			d->pair[kept++] = d->pair[i];
	d->n = d->kept = kept;
}

static void compare(struct dupes *d, uint32_t i, uint32_t j)
{
	uint32_t a = i < j ? i : j, b = i < j ? j : i;
	const struct twin *x = &d->w.t[a], *y = &d->w.t[b];
	unsigned reasons;
	int score;

	if (a == b || (!x->chosen && !y->chosen))
		return;
	score = dupes_score(&d->w, x, y, &reasons);
	if (score < d->min)
		return;
	if (d->n == d->alloc && d->n > 2 * d->kept + 1000)
		once(d);
	GROW(d->pair, d->n, d->alloc);
	d->pair[d->n++] = (struct dupes_pair){a, b, reasons, score};
}

/* ---- keys ---- */

static uint64_t mix(uint64_t a, uint64_t b)
{
	uint64_t h = (a ^ b * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xd6e8feb86659fd93);

	return h ^ h >> 29;
}

static const char *words(const struct twins *w, const struct twin *t, bool second, size_t *n)
{
	*n = second ? t->nsecond : t->nfirst;
	return w->text.buf + t->text + (second ? t->nfirst : 0);
}

/* The sound of a word; of one in another script, or of a single letter, the word itself. */
static uint64_t sound(const char *s, size_t n)
{
	char digits[33];
	size_t k = similar_sound(digits, s, n);

	return k > 1 ? dupes_hash(digits, k, 2) : n ? dupes_hash(s, n, 3) : 0;
}

/* Up to max sounds of the words of a part of the name. */
static size_t sounds(const struct twins *w, const struct twin *t, bool second, uint64_t *out, size_t max)
{
	size_t n, k = 0;
	const char *s = words(w, t, second, &n), *end = s + n;

	while (s < end && k < max) {
		const char *blank = memchr(s, ' ', (size_t)(end - s)), *stop = blank ? blank : end;

		out[k++] = sound(s, (size_t)(stop - s));
		s = blank ? blank + 1 : end;
	}
	return k;
}

/* Any word of the name and something else that agrees: whichever is spelled differently, turned
 * round or short, the other is there. */
static size_t name_and(const struct twins *w, const struct twin *t, uint64_t what, uint64_t out[KEYS_MAX])
{
	uint64_t all[6];
	size_t n = sounds(w, t, false, all, 3);

	if (w->kind == KIND_CONTACT)
		n += sounds(w, t, true, all + n, 3);
	for (size_t i = 0; i < n; i++)
		out[i] = mix(all[i], what);
	return n;
}

static size_t key_email(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	size_t n = t->nmail < KEYS_MAX ? t->nmail : KEYS_MAX;

	if (n)
		memcpy(out, w->mark + t->marks, n * sizeof *out);
	return n;
}

static size_t key_phone(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	size_t n = t->nphone < KEYS_MAX ? t->nphone : KEYS_MAX;

	if (n)
		memcpy(out, w->mark + t->marks + t->nmail, n * sizeof *out);
	return n;
}

static size_t one(uint64_t v, uint64_t out[KEYS_MAX])
{
	out[0] = v;
	return v ? 1 : 0;
}

static size_t key_vat(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	return (void)w, one(t->vat, out);
}

static size_t key_site(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	size_t n = one(t->site, out);

	(void)w;
	return t->mailhost && t->mailhost != t->site ? n + one(t->mailhost, out + n) : n;
}

static size_t key_company(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	return t->company && w->kind == KIND_CONTACT ? name_and(w, t, mix((uint64_t)t->company, 1), out) : 0;
}

static size_t key_postal(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	return t->postal ? name_and(w, t, mix(t->postal, 2), out) : 0;
}

/* A town is the place of companies; of persons it is too little. */
static size_t key_city(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	return t->city && w->kind == KIND_COMPANY ? name_and(w, t, mix(t->city, 3), out) : 0;
}

static size_t key_birthday(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	return t->born != INT32_MIN ? name_and(w, t, mix((uint64_t)(uint32_t)t->born, 4), out) : 0;
}

/* The whole name, whatever the order of its words. */
static size_t key_name(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	uint64_t all[16], sum = 0;
	size_t n = sounds(w, t, false, all, 8);

	if (w->kind == KIND_CONTACT)
		n += sounds(w, t, true, all + n, 8);
	for (size_t i = 0; i < n; i++)
		sum += mix(all[i], 5);
	return one(sum, out);
}

typedef size_t make_key(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX]);

/* person_max, firm_max: the highest score of pairs that share nothing else. */
static const struct key_type {
	make_key *make;
	int person_max, firm_max;
	const char *what;
} types[] = {
	{key_email, 100, 100, "the e-mail address"}, {key_phone, 100, 100, "the telephone number"}, {key_vat, 0, 100, "the VAT number"},
		{key_site, 0, 100, "the domain"},
	{key_company, 100, 0, "the company and part of the name"}, {key_birthday, 100, 0, "the birthday and part of the name"},
		{key_postal, 100, 100, "the postal code and part of the name"},
	{key_city, 0, 100, "the town and part of the name"}, {key_name, 60, 100, "the name"},
};

static void make_keys(struct dupes *d, make_key *make, struct keys *keys)
{
	uint64_t hash[KEYS_MAX];

	keys->n = 0;
	for (size_t i = 0; i < d->w.n; i++) {
		size_t n = make(&d->w, &d->w.t[i], hash);

		if (keys->n + n > keys->alloc) {
			keys->alloc = keys->alloc ? keys->alloc + keys->alloc / 2 : d->w.n + KEYS_MAX;
			keys->k = crm_realloc(keys->k, keys->alloc * sizeof *keys->k);
		}
		for (size_t j = 0; j < n; j++)
			keys->k[keys->n++] = (struct key){hash[j], (uint32_t)i};
	}
}

/* By hash, equal ones in their order: eleven bits at a time. */
static void sort_keys(struct keys *keys)
{
	keys->spare = crm_realloc(keys->spare, (keys->alloc ? keys->alloc : 1) * sizeof *keys->spare);
	for (int shift = 0; shift < 64; shift += 11) {
		size_t count[2049] = {0};
		struct key *k = keys->k;

		for (size_t i = 0; i < keys->n; i++)
			count[(k[i].hash >> shift & 2047) + 1]++;
		for (size_t i = 0; i < 2048; i++)
			count[i + 1] += count[i];
		for (size_t i = 0; i < keys->n; i++)
			keys->spare[count[k[i].hash >> shift & 2047]++] = k[i];
		keys->k = keys->spare;
		keys->spare = k;
	}
}

/* ---- blocks ---- */

static int by_words(const void *a, const void *b, void *arg)
{
	const struct twins *w = arg;
	const struct twin *x = &w->t[((const struct key *)a)->at], *y = &w->t[((const struct key *)b)->at];
	bool second = w->kind == KIND_CONTACT; /* persons by family name */
	int order = 0;

	for (int part = 0; part < 2 && !order; part++) {
		size_t nx, ny;
		const char *s = words(w, x, part ? !second : second, &nx),
		           *t = words(w, y, part ? !second : second, &ny);

		order = memcmp(s, t, nx < ny ? nx : ny);
		order = order ? order : (nx > ny) - (nx < ny);
	}
	return order ? order : int64_order(x->id, y->id);
}

static void note_block(struct dupes *d, const struct key_type *type, const struct key *k, size_t n)
{
	const struct crm_kind *kind = kind_by_no(d->w.kind);
	struct strbuf name = STRBUF_INIT;
	char id[32];

	if (d->blocks++ >= NOTES_MAX)
		return;
	id_format(id, kind, d->w.t[k->at].id);
	if (!ref_label(d->c, kind, d->w.t[k->at].id, &name, NULL))
		crm_note(d->e, "%zu %s share %s of %s '%s': each is compared with the %d next to it by name only", n,
		         d->w.kind == KIND_CONTACT ? "contacts" : "companies", type->what, id, name.buf,
		         2 * DUPES_WINDOW);
	sb_release(&name);
}

/* Records that appear twice in a block stand together. */
static void block(struct dupes *d, const struct key_type *type, struct key *k, size_t n)
{
	size_t reach = n;

	if (n > DUPES_BLOCK) {
		note_block(d, type, k, n);
		qsort_r(k, n, sizeof *k, by_words, &d->w);
		reach = DUPES_WINDOW;
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n && j <= i + reach; j++)
			compare(d, k[i].at, k[j].at);
}

/* Behind the last key that equals key i. */
static size_t run_end(const struct keys *keys, size_t i)
{
	size_t j = i + 1;

	while (j < keys->n && keys->k[j].hash == keys->k[i].hash)
		j++;
	return j;
}

static void find_by(struct dupes *d, const struct key_type *type, struct keys *keys)
{
	make_keys(d, type->make, keys);
	sort_keys(keys);
	for (size_t i = 0, j; i < keys->n; i = j) {
		j = run_end(keys, i);
		if (j - i > 1)
			block(d, type, &keys->k[i], j - i);
	}
}

static size_t key_place(const struct twins *w, const struct twin *t, uint64_t out[KEYS_MAX])
{
	return (void)w, one(t->postal, out);
}

/* How many have the same name, the same postal code. */
static void count_same(struct dupes *d, struct keys *keys)
{
	for (int places = 0; places < 2; places++) {
		make_keys(d, places ? key_place : key_name, keys);
		sort_keys(keys);
		for (size_t i = 0, j; i < keys->n; i = j) {
			j = run_end(keys, i);
			for (size_t k = i; k < j; k++) {
				struct twin *t = &d->w.t[keys->k[k].at];

				*(places ? &t->neighbours : &t->namesakes) = (unsigned short)(j - i < 65535 ? j - i
				                                                                            : 65535);
			}
		}
	}
}

void dupes_find(struct dupes *d)
{
	struct keys keys = {0};

	count_same(d, &keys);
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if ((d->w.kind == KIND_CONTACT ? types[i].person_max : types[i].firm_max) >= d->min)
			find_by(d, &types[i], &keys);
	free(keys.k);
	free(keys.spare);
	if (d->blocks > NOTES_MAX)
		crm_note(d->e, "%zu more such blocks", d->blocks - NOTES_MAX);
	once(d);
	if (d->n)
		qsort(d->pair, d->n, sizeof *d->pair, by_score);
}
