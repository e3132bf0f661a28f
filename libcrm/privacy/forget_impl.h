/* forget_impl.h - one person being forgotten: what the files forget*.c share. Private to them.
 *
 * Three kinds of rows: the person's own (the contact, records merged into it, its e-mails, …) lose
 * every field flagged F_PERSON, in the present and in the history; of what others keep (offers,
 * tasks, events) the texts are masked: where the name, an address or a number stands, MASK does. */
#ifndef CRM_PRIVACY_FORGET_IMPL_H
#define CRM_PRIVACY_FORGET_IMPL_H

#include "crm_privacy.h"
#include "../base/sha256.h"
#include "../edit/edit_rows.h"
#include "../history/history.h"

#define MASK "…"

struct forget;
/* What a value of a row becomes: nothing, the placeholder, a masked text, itself. */
typedef struct value forget_rewrite(struct forget *f, const struct crm_kind *k,
                                    const struct crm_field *field, struct value v);
/* A record whose history is gone through afterwards, in the same way. */
struct forgotten_row { const struct crm_kind *k; int64_t id; forget_rewrite *to; };

/* How a text is recognised: by its words, folded (case, accents and the spelling of umlauts don't
 * count), each as a whole; a part of a name only in records of the person; an address with what
 * stands for @ and dot in it; a number by its digits from one of them to the last. */
enum key_form { KEY_NAME, KEY_WORD, KEY_ADDRESS, KEY_PHONE };
struct forget_key {
	enum key_form form;
	unsigned char words;      /* how many; of a whole number its digits, of the end of one 0 */
	unsigned short sieve;     /* 16 bits of the first word, or of the digits */
	unsigned char hash[KEYED_BYTES];
};

/* A word of the text in work: bytes from, to; its fold in forget.fold; what stands before it. */
struct forget_word {
	size_t from, to, fold, n;
	bool at;                  /* an @ */
	bool joined;              /* nothing but one of . - _ + */
	bool says_at, says_dot;   /* it is one of those itself */
};

/* Offers of the contact $1: those that refer to it, and inquiries nobody took up that came from an
 * address it has. */
#define FORGET_OFFERS "(SELECT own.id FROM offer own WHERE own.contact=$1 OR own.contact IS NULL AND own.email_key IN " \
	"(SELECT em.address_key FROM email em WHERE em.kind=" SQL(KIND_CONTACT) \
	" AND em.record=$1))"
/* Its events v: those it takes part in, and those of its offers that name nobody. */
#define FORGET_EVENTS "FROM event v WHERE (v.contact=$1 OR v.id IN (SELECT pa.record " \
	"FROM party pa WHERE pa.kind=" SQL(KIND_EVENT) " AND pa.contact=$1) OR " \
	"v.offer IN " FORGET_OFFERS " AND NOT EXISTS (SELECT 1 FROM party pn " \
	"WHERE pn.kind=" SQL(KIND_EVENT) " AND pn.record=v.id))"

struct forget {
	struct crm *c;
	struct edit *ed;
	struct crm_error *e;
	struct arena arena;
	int64_t id;                   /* the contact */
	int64_t row;                  /* the one whose values are rewritten */
	const char *placeholder;      /* its name from now on */
	int64_t *contacts; size_t ncontacts; /* it, and those merged into it */
	/* name, e-mail addresses, telephone numbers, as they were written: looked for in the
	 * file */
	struct db_needle *needles; size_t nneedles;
	/* the same and single names, as they are looked for in texts */
	struct forget_key *keys; size_t nkeys;
	unsigned char key[KEYED_KEY]; struct keyed *keyed; uint64_t seed;
	uint64_t sieve[1024];         /* a bit for each that a key has */
	bool numbers;                 /* there are some among the keys */
	bool within;                  /* in texts needles stand as parts of other words */
	/* the text in work */
	struct strbuf fold, canon, plain;
	struct forget_word *words; size_t nwords, awords;
	uint32_t *at; size_t aat;
	struct forgotten_row *rows; size_t nrows;
	int64_t *terms; size_t nterms; /* words of its own records */
	int64_t closed, open;         /* its offers */
	const struct crm_forget *opt;
};

/* ---- forget_keys.c: what identifies the person ---- */
enum crm_status forget_find_keys(struct forget *f);

/* ---- forget_trace.c: kept until no trace is left ---- */
/* The key, and what is looked for since the person was forgotten first; a new key. */
enum crm_status forget_load_trace(struct forget *f);
enum crm_status forget_save_trace(struct forget *f); /* in the edit's transaction */
enum crm_status forget_drop_trace(struct forget *f); /* in one of its own */

/* ---- forget_plain.c: as it is meant ---- */
/* at: of each byte, and of the end, where it stood; NULL: all where they are. */
struct forget_plain { const char *s; size_t n; const uint32_t *at; };
/* In f until the next one. sign: what is written with it is read too: '%', '=', with each of them,
 * and alone, '&' and a backslash; 0: none. */
struct forget_plain forget_plain(struct forget *f, const char *s, size_t n, char sign);

/* ---- forget_text.c: finding it ---- */
size_t forget_words(const char *s, size_t n); /* how many */
/* Look for this text too; for a number also for its ends. Nothing for what has no word, or too few
 * digits. */
void forget_add_key(struct forget *f, enum key_form form, const char *s, size_t n);
void forget_add_number(struct forget *f, const char *s, size_t n);
void forget_take_key(struct forget *f, const struct forget_key *k);
/* The text with all that names the person masked (single names too when words is set), in the
 * arena; the same value when nothing does. */
struct value forget_mask(struct forget *f, struct value v, bool words);
/* Whether a text names the person; words: a single name does, too. */
bool forget_names(struct forget *f, const char *s, size_t n, bool words);

/* ---- forget_rows.c: the present ---- */
enum crm_status forget_own(struct forget *f);     /* the contact and what belongs to it */
enum crm_status forget_linked(struct forget *f);  /* offers, tasks, events */
/* texts of all other records, when that is asked for */
enum crm_status forget_elsewhere(struct forget *f);
/* What others are called by in commands and rules: nothing masks it. */
bool forget_is_name(const struct crm_kind *k, const struct crm_field *field);

/* ---- forget_terms.c: words that records share ---- */
enum crm_status forget_load_terms(struct forget *f);
/* Whether it is a word of one of the person's own records. */
bool forget_own_term(const struct forget *f, const struct crm_kind *k, int64_t id);

/* ---- forget_consent.c ---- */
enum crm_status forget_consents(struct forget *f); /* withdrawn, all that hold */

/* ---- forget_history.c: the past ---- */
enum crm_status forget_history(struct forget *f);

/* ---- forget_places.c: what is left ---- */
/* Ids a query gives, in the arena; its parameters follow the SQL. */
#define forget_ids(f, ids, n, ...) forget_read_ids(f, query_built((f)->c->db, (f)->e, __VA_ARGS__), ids, n)
enum crm_status forget_read_ids(struct forget *f, struct query q, int64_t **ids, size_t *n);
/* A text that names the person: field (NULL: of a record that was removed) of a record. past: it
 * stands in the history only. there: the record is there. theirs: another contact's own name,
 * address or number. */
struct forget_hit {
	const struct crm_kind *k; int64_t id; const struct crm_field *field;
	const char *text; /* it, as long as it is told of */
	bool past, there, theirs;
};
/* Every one of them, those of rows first. */
typedef void forget_found(struct forget *f, void *arg, const struct forget_hit *h);
enum crm_status forget_scan(struct forget *f, forget_found *found, void *arg);
/* One failure (CRM_NO) for each text that still names the person. Other contacts' own names,
 * addresses and numbers are theirs: *theirs, when there are some. In a transaction. */
enum crm_status forget_places(struct forget *f, bool *theirs);

#endif
