/* names.h - what is known of names: given names and their short forms, titles, legal forms,
 * mailboxes that many share. For finding what was written twice. Words are folded (utf8_fold) and
 * without punctuation. */
#ifndef CRM_BASE_NAMES_H
#define CRM_BASE_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/* Given names by group: a name with its short and other forms. Built once, as the table is written
 * to be read. */
struct given_names;
struct given_names *given_names_new(void);
void given_names_free(struct given_names *g); /* NULL is legal */
/* The groups a name is in, ascending, at most max of them into out; returns how many it is in: 0 =
 * it isn't known, several for chris and alex. */
size_t given_names_groups(const struct given_names *g, const char *s, size_t n, short *out,
                          size_t max);

/* Whether a word, as it is typed, is a given name of that table. */
bool name_is_given(const char *s, size_t n);
bool name_is_title(const char *s, size_t n);      /* dr, prof, mr, herr, … */
bool name_is_particle(const char *s, size_t n);   /* von, van, de, … */
/* gmbh, ltd, sarl, …; also the words one is written out in, and `co` */
bool name_is_legal_form(const char *s, size_t n);
bool mailbox_is_shared(const char *s, size_t n);  /* local part of an address: info, office, … */
bool domain_is_provider(const char *s, size_t n); /* mail for anybody: gmail.com, gmx.de, … */

#endif
