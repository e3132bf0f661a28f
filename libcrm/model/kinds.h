/* kinds.h - macros the kind tables are written with, and the fields every kind with K_COMMON has.
 * Internal. */
#ifndef CRM_MODEL_KINDS_H
#define CRM_MODEL_KINDS_H

#include "../store/table.h"

#define ID(help_) {.no = 0, .name = "id", .class = C_STORED, .type = T_ID, .help = (help_)}
/* stored column */
#define STORED(no_, name_, type_, flags_, help_) {.no = (no_), .name = (name_), .class = C_STORED, .type = (type_), .flags = (flags_), \
	.help = (help_)}
#define REF(no_, name_, kind_, flags_, help_) {.no = (no_), .name = (name_), .class = C_STORED, .type = T_REF, .ref = (kind_), \
	.flags = (flags_), .help = (help_)}
#define ENUM(no_, name_, words_, flags_, help_) {.no = (no_), .name = (name_), .class = C_STORED, .type = T_ENUM, .words = (words_), \
	.flags = (flags_), .help = (help_)}
/* stored, kept by the program; expr computes it afresh */
#define ROLLED(no_, name_, type_, flags_, expr_, help_) \
	{.no = (no_), .name = (name_), .class = C_ROLLED, .type = (type_), .flags = (flags_), .expr = (expr_), .help = (help_)}
#define EXPR(no_, name_, type_, flags_, expr_, help_) \
	{.no = (no_), .name = (name_), .class = C_EXPR, .type = (type_), .flags = (flags_), .expr = (expr_), .help = (help_)}
#define EVAL(no_, name_, type_, eval_, help_) {.no = (no_), .name = (name_), .class = C_EVAL, .type = (type_), .eval = (eval_), \
	.help = (help_)}
/* The same where the type doesn't say how they are asked for */
#define EXPR_ASK(no_, name_, type_, flags_, ask_, expr_, help_) \
	{.no = (no_), .name = (name_), .class = C_EXPR, .type = (type_), .flags = (flags_), .ask = (ask_), .expr = (expr_), .help = (help_)}
#define EVAL_ASK(no_, name_, type_, eval_, ask_, help_) \
	{.no = (no_), .name = (name_), .class = C_EVAL, .type = (type_), .eval = (eval_), .ask = (ask_), .help = (help_)}
/* many values in child kind */
#define SET(no_, name_, child_, words_, flags_, help_) \
	{.no = (no_), .name = (name_), .class = C_SET, .type = T_LIST, .ref = (child_), .words = (words_), .flags = (flags_), \
		.help = (help_)}
/* a column without a public name */
#define INTERNAL(no_, name_, type_, flags_, ref_) \
	{.no = (no_), .name = (name_), .class = C_STORED, .type = (type_), .ref = (ref_), .flags = F_INTERNAL | (flags_), .help = ""}

/* SQL: a web address without what may be written or left out: scheme, www., the last slash,
 * capitals. x: column or parameter, as a literal. */
#define WEB_KEY(x) "replace(replace(replace('|' || rtrim(lower(" x "), '/'), '|https://', '|'), '|http://', '|'), '|www.', '|')"

/* The same for fields that came with schema version 2. */
#define STORED2(no_, name_, type_, flags_, help_) \
	{.no = (no_), .name = (name_), .class = C_STORED, .type = (type_), .flags = (flags_), .help = (help_), .since = 2}
#define REF2(no_, name_, kind_, flags_, help_) \
	{.no = (no_), .name = (name_), .class = C_STORED, .type = T_REF, .ref = (kind_), .flags = (flags_), .help = (help_), .since = 2}
#define ROLLED2(no_, name_, type_, flags_, expr_, help_) \
	{.no = (no_), .name = (name_), .class = C_ROLLED, .type = (type_), .flags = (flags_), .expr = (expr_), .help = (help_), .since = 2}

/* SQL: the last seven digits of a telephone key, by which numbers without their beginning are
 * found. x: column, as a literal. Shorter ones are filled up: substr begins at 1 or behind it. */
#define PHONE_END(x) "substr('       ' || " x ", length(" x ") + 1)"

#define FIELDS(f) .fields = (f), .nfields = sizeof(f) / sizeof((f)[0])

/* First fields of a child kind whose owner may be of any kind: (kind, record). */
#define OWNER_FIELDS INTERNAL(1, "kind", T_INT, 0, 0), INTERNAL(2, "record", T_REF, F_OWNER, 0)
enum { CHILD_KIND = 1, CHILD_RECORD = 2 };

/* Last fields of every K_COMMON kind; numbers 900… */
#define COMMON_FIELDS \
	REF(901, "owner", KIND_USER, F_SET | F_FEATURE, "the user who looks after it"), \
	SET(902, "tags", KIND_TAG, NULL, F_SET | F_FIND_MORE, "free words"), \
	STORED(903, "notes", T_LONG, F_SET | F_PERSON | F_WORD | F_FIND_TEXT, "free text"), \
	SET(904, "ext", KIND_EXT, NULL, F_SET | F_PERSON | F_FIND_MORE, \
		"keys in other systems, SYSTEM:KEY, each unique among records of the kind"), \
	STORED(905, "created", T_INSTANT, F_NOLOG, "when it was recorded"), \
	STORED(906, "updated", T_INSTANT, F_NOLOG, "when it was last changed"), \
	INTERNAL(907, "created_day", T_DATE, F_NOLOG, 0)
#define COMMON_OWNER 901 /* named in SQL */
enum { COMMON_NOTES = 903, COMMON_CREATED = 905, COMMON_UPDATED = 906, COMMON_CREATED_DAY = 907 };

#endif
