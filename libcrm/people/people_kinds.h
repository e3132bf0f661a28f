/* people_kinds.h - the kinds of people and companies, the numbers of their fields, SQL they
 * share. */
#ifndef CRM_PEOPLE_PEOPLE_KINDS_H
#define CRM_PEOPLE_PEOPLE_KINDS_H

#include "../same/identity.h"
#include "../model/kinds.h"
#include "../model/list.h"

extern const struct crm_kind kind_user, kind_company, kind_contact;
/* edit_people.c, edit_contact.c */
extern const struct kind_rules user_rules, company_rules, contact_rules;
/* edit_contact.c: the name that assignments give, without a title */
void contact_name(const struct assign *a, size_t n, struct strbuf *out);
extern const struct edit_observer observe_users; /* edit_people.c: who writes for the first time */
extern const struct crm_kind kind_email, kind_phone, kind_category, kind_affiliation, kind_consent;

/* Elements that are contacts, of lists of other kinds (column contact): parsed and tested. */
enum crm_status person_parse(struct edit *ed, const struct assign *a, const char *s, size_t n,
                             struct element *el, struct crm_error *e);
enum crm_status person_test(struct cond *cd, const struct crm_field *f, const char *s, size_t n);

extern const char *const words_category[], *const words_label[], *const words_consent[];

/* Numbers of fields that have rules; the tables have them all. */
#define CONTACT_NAME 1 /* named in SQL */
#define CONTACT_GIVEN 2
#define CONTACT_FAMILY 3
#define EMAIL_ADDRESS 5
#define PHONE_NUMBER 5
#define AFFILIATION_TO 5
enum {
	AFFILIATION_CONTACT = 1,
	AFFILIATION_COMPANY = 2,
	AFFILIATION_ROLE = 3,
	AFFILIATION_FROM = 4,
	USER_NAME = 1,
	USER_FULL = 2,
	USER_MANAGER = 5,
	USER_ACTIVE = 7,
	COMPANY_NAME = 1,
	COMPANY_EMPLOYEES = 4,
	COMPANY_FOUNDED = 5,
	COMPANY_WEBSITE = 7,
	COMPANY_PHONE = 9,
	COMPANY_CITY = 12,
	COMPANY_COUNTRY = 14,
	COMPANY_VAT_ID = 15,
	COMPANY_PARENT = 16,
	CONTACT_TITLE = 4,
	CONTACT_ROLE = 5,
	CONTACT_COMPANY = 7,
	CONTACT_EMAIL = 8,
	CONTACT_EMAILS = 9,
	CONTACT_PHONE = 10,
	CONTACT_PHONES = 11,
	CONTACT_COUNTRY = 16,
	CONTACT_BIRTHDAY = 18
};

/* SQL: whether row z of table consent gives a purpose on a day: the newest one of its purpose,
 * given, not yet run out. */
#define CONSENT_HOLDS(z, day) \
	z ".status=0 AND " z ".day <= " day " AND (" z ".until IS NULL OR " z ".until >= " day \
		") AND NOT EXISTS (SELECT 1 FROM consent later WHERE later.record=" z \
	".record AND later.kind=" z ".kind AND later.purpose=" z ".purpose AND (later.day > " z ".day OR (later.day=" z \
		".day AND later.id > " z ".id)))"
/* SQL: the day the next open task is due of those that name row @ in a column. */
#define NEXT_TASK(column) "(SELECT min(tk.due) FROM task tk WHERE tk.done IS NULL AND tk.due IS NOT NULL AND tk." column "=@.id)"
/* SQL: whether row z of table affiliation stands on a day; no longer on the day it ends, for that
 * may be the day of the next one. */
#define AFFILIATION_HOLDS(z, day) "(" z ".to_day IS NULL OR " z ".to_day > " day ") AND (" z ".from_day IS NULL OR " z ".from_day <= " day \
	")"

#endif
