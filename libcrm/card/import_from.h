/* import_from.h - the form of the tables for --from: which column of an address book is which part
 * of a person. Of import_from*.c. */
#ifndef CRM_CARD_IMPORT_FROM_H
#define CRM_CARD_IMPORT_FROM_H

#include "person.h"

#define FROM_ITEMS 32 /* e-mails, telephones, addresses a row may have; further ones take the places of the first */

/* clang-format off */
enum from_part {
	IS_FIELD,      /* a field of its own: from_field.field */
	IS_MIDDLE, IS_SUFFIX, IS_NICKNAME, IS_DEPARTMENT, IS_URL,
	IS_TAGS,       /* a ::: b */
	IS_TAG_LIST,   /* a, b */
	IS_KEY,        /* the record's key in that system */
	IS_DATE, IS_YEAR, IS_MONTH, IS_DAY, /* of birth */
	IS_EMAIL, IS_EMAIL_LABEL, IS_PHONE, IS_PHONE_LABEL,
	/* addresses */
	IS_ADDRESS_LABEL, IS_STREET, IS_STREET2, IS_STREET3, IS_BOX, IS_EXTENDED, IS_CITY,
	IS_REGION, IS_CODE, IS_COUNTRY,
	IS_ADDRESS     /* all of it in one text */
};
/* clang-format on */

/* names: of the column, | between several, # for a number; case and accents don't count. number:
 * which e-mail, telephone or address, where no # says so. */
struct from_field {
	const char *names;
	enum from_part part;
	enum person_field field;
	int number;
	const char *label;
};
struct from_map {
	const char *name;
	const struct from_field *fields; /* ends with names NULL */
};
extern const struct from_map from_maps[]; /* ends with name NULL */

/* Whether a name, as it is written, is one of these (in the form of from_field.names); *number: the
 * one that # stands for, else 0. */
bool from_is_name(const char *names, const char *name, int *number);

struct from_cell {
	const struct from_field *field; /* NULL = left out */
	size_t at;
	int number;
	const char *name;
	bool held;
};

#endif
