/* lead_impl.h - what the files lead*.c share: who an inquiry is from, and finding him among
 * contacts and companies. Not for others. */
#ifndef CRM_LEAD_LEAD_IMPL_H
#define CRM_LEAD_LEAD_IMPL_H

#include "crm_lead.h"
#include "../same/identity.h"
#include "../verb/each.h"

struct crm_kind;
struct stage_info;

struct lead_text { const char *s; size_t n; }; /* n = 0: not given */
/* Who inquired, as it came in. */
struct lead_who { struct lead_text name, email, phone, company_name; };
struct lead_match {
	int64_t contact, company;             /* 0 = none */
	bool contact_doubt, company_doubt;    /* more than one fits: none is taken */
	struct strbuf doubt; /* what fits, for a message: "e-mail 'x@y.example' is that of c3, c7";
	                        begin with STRBUF_INIT */
};

/* The contact by the table of who is the same (same/identity.h); whoever is refused there is in
 * doubt. The company is the contact's, else that with the e-mail, else that of the name. in:
 * look-ups of contacts in which `line` was put, NULL = to be asked for alone. In a transaction. */
enum crm_status lead_match(struct crm *c, const struct lead_who *who, struct identity *in,
                           size_t line, struct lead_match *m, struct crm_error *e);
/* Put who inquired among the lines to be looked up. */
size_t lead_who_put(struct identity *in, const struct lead_who *who);
/* The company alone, for a contact that is known (0 = none). */
enum crm_status lead_match_company(struct crm *c, const struct lead_who *who, int64_t contact,
                                   struct lead_match *m, struct crm_error *e);

/* First column of the first row of a cached statement over one id, 0 = none. sql must be a
 * constant. */
enum crm_status lead_get(struct crm *c, const char *sql, int64_t id, int64_t *out,
                         struct crm_error *e);

/* ---- lead_people.c ---- */
struct leader {
	struct crm *c;
	struct writer wr;
	enum crm_lead_verb verb;
	const char *into; /* convert: the offer they become part of, as written, or NULL */
	int64_t offer;    /* the same */
	struct operands o;
	struct assign *a; size_t na; /* with room for three more */
};

/* A lead as it stands; texts in the arena of the handle. */
struct lead {
	int64_t id, pipeline, contact, company;
	const struct stage_info *stage;
	bool opened;
	struct lead_who who;
	struct lead_text source, owner;
};

enum crm_status lead_load(struct leader *l, int64_t id, struct lead *o, struct crm_error *e);
/* A column of a row, "" when it is NULL; in the arena of the handle. */
struct lead_text lead_column(struct crm *c, struct stmt *st, int col);
/* Whether a field is assigned a value. */
bool lead_assigned(const struct leader *l, const char *field);
/* Whether there is anything of a person. */
static inline bool lead_known(const struct lead_who *who)
{
	return who->name.n || who->email.n || who->phone.n;
}
/* Contact and company: found, else made; what the lead has already, or is assigned, stays. */
enum crm_status lead_people(struct leader *l, const struct lead *o, int64_t *contact,
                            int64_t *company, struct crm_error *e);
/* Assign a reference behind the *n assignments, when there is an id and nothing was said; its text
 * in text. */
void lead_link(struct leader *l, size_t *n, const char *field, const struct crm_kind *k, int64_t id,
               char text[32]);
/* Assign the user as owner behind the *n assignments, when nothing was said of it. */
void lead_assign_me(struct leader *l, size_t *n);
/* A record of the fields that have a value (eight at most). */
enum crm_status lead_make(struct leader *l, const struct crm_kind *k, const char *const *names,
                          const struct lead_text *v, size_t n, int64_t *id, struct crm_error *e);

/* ---- lead_into.c ---- */
/* The lead becomes part of l->offer, and is gone; of that one itself nothing but assignments. */
enum crm_status lead_into(struct leader *l, int64_t id, bool *changed, struct crm_error *e);

#endif
