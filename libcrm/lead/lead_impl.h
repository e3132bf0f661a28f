/* lead_impl.h - what the files lead*.c share: who an inquiry is from, and finding him among contacts and companies. Not for others. */
#ifndef CRM_LEAD_LEAD_IMPL_H
#define CRM_LEAD_LEAD_IMPL_H

#include "crm_lead.h"

struct lead_text { const char *s; size_t n; }; /* n = 0: not given */
/* Who inquired, as it came in. */
struct lead_who { struct lead_text name, email, phone, company_name; };
struct lead_match {
	int64_t contact, company;             /* 0 = none */
	bool contact_doubt, company_doubt;    /* more than one fits: none is taken */
	struct strbuf doubt;                  /* what fits, for a message: "e-mail 'x@y.example' is that of c3, c7"; begin with STRBUF_INIT */
};

/* The contact by its e-mail, else its telephone, else its name and company; where several fit the name decides. The company is the contact's, else that
 * with the e-mail, else that of the name. Only by keys that are indexed. In a transaction. */
enum crm_status lead_match(struct crm *c, const struct lead_who *who, struct lead_match *m, struct crm_error *e);
/* The company alone, for a contact that is known (0 = none). */
enum crm_status lead_match_company(struct crm *c, const struct lead_who *who, int64_t contact, struct lead_match *m, struct crm_error *e);

/* Whether two names can be one person's: the same last word, and the same first letter where both have more words; titles, capitals and accents don't count.
 * Without a name anybody can. */
bool lead_name_fits(struct lead_text a, struct lead_text b);

/* First column of the first row of a cached statement over one id, 0 = none. sql must be a constant. */
enum crm_status lead_get(struct crm *c, const char *sql, int64_t id, int64_t *out, struct crm_error *e);

#endif
