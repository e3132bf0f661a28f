/* person_name.h - a full name as one writes it, taken apart: title, given and family name. */
#ifndef CRM_BASE_PERSON_NAME_H
#define CRM_BASE_PERSON_NAME_H

#include "strbuf.h"

/* Parts of one text; n = 0: none of it is known. */
struct person_name {
	struct person_part { const char *s; size_t n; } title, name, given, family;
};

/* Take the n bytes at s apart. "Muster, Erika" is the family name first, if it is one word, with a
 * title or particles (von Berg, Hans); academic titles at the front are the title and no part of
 * the name; the family name is the last word with the particles (von, van, de, zu, small letters)
 * before it. name is "GIVEN FAMILY". The parts lie in *text, which is overwritten, and in s; they
 * live as long as both. */
void person_name_split(const char *s, size_t n, struct strbuf *text, struct person_name *out);

#endif
