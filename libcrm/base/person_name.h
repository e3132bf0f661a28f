/* person_name.h - a full name as one writes it, taken apart: title, given and family name. */
#ifndef CRM_BASE_PERSON_NAME_H
#define CRM_BASE_PERSON_NAME_H

#include <stdbool.h>
#include "strbuf.h"

/* Parts of one text; n = 0: none of it is known. */
struct person_name {
	struct person_part { const char *s; size_t n; } title, name, given, family;
	struct person_part degrees; /* behind the name and part of it: MBA, PhD */
};

/* Take the n bytes at s apart. "Muster, Erika" is the family name first, if it is one word, with a
 * title or particles (von Berg, De La Cruz), or several with a capital that begin with no known
 * given name; salutations at the front (Frau, Mr.) are left out of the name; academic titles there
 * are the title and no part of the name; the family name is the last word with the particles (von,
 * van, de, zu, small letters or several) before it and what tells generations apart (Jr., III)
 * behind it. Degrees behind the name (MBA), what stands in brackets and behind geb. is in neither,
 * but in the name. name is "GIVEN FAMILY". The parts lie in *text, which is overwritten, and in s;
 * they live as long as both. */
void person_name_split(const char *s, size_t n, struct strbuf *text, struct person_name *out);

/* The words at the end of a name that are none (Jr., III, MBA), commas between them; n = 0: none,
 * or it is nothing else. */
struct person_part person_suffix(const char *s, size_t n);
bool person_generation(const char *s, size_t n); /* a word that tells generations apart: Jr., III */
/* Herr, Frau, Mr., Mme, … */
bool person_salutation(const char *s, size_t n);

#endif
