/* identity_impl.h - what identity.c and identity_ask.c share: lines that come in with the keys they
 * are looked up by, and the records these found. Not for others. */
#ifndef CRM_SAME_IDENTITY_IMPL_H
#define CRM_SAME_IDENTITY_IMPL_H

#include "../base/arena.h"
#include "../base/array.h"
#include "../model/field_sql.h"
#include "../model/kinds.h"
#include "../model/list.h"
#include "../model/value.h"
#include "../ask/ref.h"
#include "../store/db.h"
#include "identity.h"

struct text { const char *s; size_t n; };

/* By what a record is looked up: two ways a rule, then what needs no rule. */
enum { WAY_OTHER = 1, WAY_EXT = 2 * IDENTITY_RULES, WAY_CHOSEN, WAY_ALIKE, WAYS };

struct line_key { int way; struct text a, b; uint32_t hash; };

/* One that comes in. */
struct line {
	size_t first, n;          /* its keys */
	struct text name;         /* as written */
	struct text value[IDENTITY_RULES]; /* of the field of each rule; of references the text */
	const char *given[IDENTITY_RULES]; /* by the field of this name */
	int64_t ref;              /* the record it refers to, by an id or from the command line */
	bool keyed;               /* something in it will find it again */
};

/* A record that was found. */
struct cand {
	int64_t id;
	struct text name;
	struct text value[IDENTITY_RULES]; /* of a reference the name */
	int64_t ref;
};
struct hit { size_t line; int way; int64_t id; };
struct pair { int64_t id; struct text a, b; };

#define NAMED_MAX 10
struct ids { int64_t id[NAMED_MAX]; size_t n; };

struct answers {
	struct arena arena;
	struct hit *hit; size_t nhit, ahit;     /* by line */
	struct cand *cand; size_t ncand, acand; /* by id */
	struct pair *mail; size_t nmail, amail; /* by id: address keys */
	struct pair *ext; size_t next, aext;    /* by id: system, key */
};

#define WRITTEN 8192
#define LINES_PAGE 4096

struct identity {
	struct crm *c;
	const struct crm_kind *k;
	const struct identity_kind *of; /* may be NULL */
	const struct identity_rule *rule; size_t nrules;
	const struct crm_field *label, *chosen;
	struct arena arena;       /* of the lines */
	struct line *line; size_t nlines, alines;
	struct line_key *key; size_t nkeys, akeys;
	size_t asked;             /* lines looked up so far */
	bool force;
	bool exts, mails;         /* some line has such keys */
	struct stmt *one[WAYS], *many[WAYS], *cands[2], *mail_st[2], *ext_st[2];
	struct answers block, alone;
	uint32_t written[WRITTEN]; /* hashes of keys and ids written since, 0 = free */
	bool all_written;          /* there was no room for them */
	size_t nwritten;
	uint32_t **page; size_t npages; /* line of each record that one was written to */
	int64_t *namesake; size_t anamesake;
	struct strbuf text, who, scratch;
};

/* ---- identity_decide.c ---- */
/* A line and the records its keys found. */
struct deciding {
	struct identity *in;
	const struct line *l;
	const struct answers *a;
	const struct hit *hit; size_t nhit;
	struct identity_answer *out;
	struct ids others; /* candidates with another key */
	const char *other; /* what it is */
};
/* The first line of the table that applies, into d->out. */
void identity_decide(struct deciding *d);
bool identity_equal(struct text a, struct text b);

/* ---- identity_ask.c ---- */
uint32_t identity_hash(int way, struct text a, struct text b);
/* Look up keys of lines from..to into a. */
enum crm_status answers_ask(struct identity *in, struct answers *a, size_t from, size_t to,
                            struct crm_error *e);
void answers_free(struct answers *a);
struct cand *answers_cand(const struct answers *a, int64_t id);
/* The first of those of a record, NULL = none; they follow one another. */
const struct pair *answers_pairs(const struct pair *p, size_t n, int64_t id, size_t *count);

#endif
