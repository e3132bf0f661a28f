/* kinds.h - macros the kind tables are written with, and the fields every kind with K_COMMON has. Internal. */
#ifndef CRM_MODEL_KINDS_H
#define CRM_MODEL_KINDS_H

#include "../store/table.h"

#define ID(help_) {.no = 0, .name = "id", .class = C_STORED, .type = T_ID, .help = (help_)}
/* stored column */
#define STORED(no_, name_, type_, flags_, help_) {.no = (no_), .name = (name_), .class = C_STORED, .type = (type_), .flags = (flags_), .help = (help_)}
#define REF(no_, name_, kind_, flags_, help_) {.no = (no_), .name = (name_), .class = C_STORED, .type = T_REF, .ref = (kind_), .flags = (flags_), .help = (help_)}
#define ENUM(no_, name_, words_, flags_, help_) {.no = (no_), .name = (name_), .class = C_STORED, .type = T_ENUM, .words = (words_), .flags = (flags_), .help = (help_)}
/* stored, kept by the program; expr computes it afresh */
#define ROLLED(no_, name_, type_, flags_, expr_, help_) \
	{.no = (no_), .name = (name_), .class = C_ROLLED, .type = (type_), .flags = (flags_), .expr = (expr_), .help = (help_)}
#define EXPR(no_, name_, type_, flags_, expr_, help_) \
	{.no = (no_), .name = (name_), .class = C_EXPR, .type = (type_), .flags = (flags_), .expr = (expr_), .help = (help_)}
#define EVAL(no_, name_, type_, eval_, help_) {.no = (no_), .name = (name_), .class = C_EVAL, .type = (type_), .eval = (eval_), .help = (help_)}
/* many values in child kind */
#define SET(no_, name_, child_, words_, flags_, help_) \
	{.no = (no_), .name = (name_), .class = C_SET, .type = T_LIST, .ref = (child_), .words = (words_), .flags = (flags_), .help = (help_)}
/* a column without a public name */
#define INTERNAL(no_, name_, type_, flags_, ref_) \
	{.no = (no_), .name = (name_), .class = C_STORED, .type = (type_), .ref = (ref_), .flags = F_INTERNAL | (flags_), .help = ""}

/* SQL: a web address without what may be written or left out: scheme, www., the last slash, capitals. x: column or parameter, as a literal. */
#define WEB_KEY(x) "replace(replace(replace('|' || rtrim(lower(" x "), '/'), '|https://', '|'), '|http://', '|'), '|www.', '|')"

/* SQL: whether row z of table consent gives a purpose on a day: the newest one of its purpose, given, not yet run out. */
#define CONSENT_HOLDS(z, day) \
	z ".status=0 AND " z ".day <= " day " AND (" z ".until IS NULL OR " z ".until >= " day ") AND NOT EXISTS (SELECT 1 FROM consent later WHERE later.record=" z \
	".record AND later.kind=" z ".kind AND later.purpose=" z ".purpose AND (later.day > " z ".day OR (later.day=" z ".day AND later.id > " z ".id)))"
/* SQL: whether row z of table affiliation stands on a day; no longer on the day it ends, for that may be the day of the next one. */
#define AFFILIATION_HOLDS(z, day) "(" z ".to_day IS NULL OR " z ".to_day > " day ") AND (" z ".from_day IS NULL OR " z ".from_day <= " day ")"

/* The same for fields that came with schema version 2. */
#define STORED2(no_, name_, type_, flags_, help_) \
	{.no = (no_), .name = (name_), .class = C_STORED, .type = (type_), .flags = (flags_), .help = (help_), .since = 2}
#define REF2(no_, name_, kind_, flags_, help_) \
	{.no = (no_), .name = (name_), .class = C_STORED, .type = T_REF, .ref = (kind_), .flags = (flags_), .help = (help_), .since = 2}
#define ROLLED2(no_, name_, type_, flags_, expr_, help_) \
	{.no = (no_), .name = (name_), .class = C_ROLLED, .type = (type_), .flags = (flags_), .expr = (expr_), .help = (help_), .since = 2}

/* SQL: the last seven digits of a telephone key, by which numbers without their beginning are found. x: column, as a literal. */
#define PHONE_END(x) "substr(" x ", length(" x ") - 6)"

/* Last fields of every K_COMMON kind; numbers 900… */
#define COMMON_FIELDS \
	REF(901, "owner", KIND_USER, F_SET | F_FEATURE, "the user who looks after it"), \
	SET(902, "tags", KIND_TAG, NULL, F_SET, "free words"), \
	STORED(903, "notes", T_LONG, F_SET | F_PERSON | F_WORD, "free text"), \
	SET(904, "ext", KIND_EXT, NULL, F_SET | F_PERSON, "keys in other systems, SYSTEM:KEY, each unique among records of the kind"), \
	STORED(905, "created", T_INSTANT, F_NOLOG, "when it was recorded"), \
	STORED(906, "updated", T_INSTANT, F_NOLOG, "when it was last changed"), \
	INTERNAL(907, "created_day", T_DATE, F_NOLOG, 0)

/* Append the condition that a column (alias: "r." or "") is the text of a parameter ("$1") as keys tell: F_KEY, whose parameter is the key
 * itself, F_WEB, or the plain text. */
void field_is_sql(struct strbuf *sql, const struct crm_field *f, const char *alias, const char *parameter);

extern const char *const words_category[], *const words_state[], *const words_interval[], *const words_event[], *const words_priority[],
	*const words_direction[], *const words_label[], *const words_field_type[], *const words_role[], *const words_consent[];

extern const struct crm_kind kind_user, kind_company, kind_contact, kind_product, kind_offer, kind_line, kind_task, kind_event, kind_pipeline, kind_stage,
	kind_term, kind_tag, kind_email, kind_phone, kind_category, kind_affiliation, kind_ext, kind_alias, kind_setting, kind_field_def, kind_choice,
	kind_party, kind_role, kind_consent, kind_touch, kind_attachment, kind_property, kind_score, kind_weight, kind_holiday;
/* Views: the same records under another name, with columns, order and condition of their own; the registry doesn't have them. */
extern const struct crm_kind kind_lead;

/* C_EVAL expressions, in offer/eval.c */
void eval_probability(struct crm *c, const char *alias, struct strbuf *sql);
void eval_psource(struct crm *c, const char *alias, struct strbuf *sql);
void eval_weighted(struct crm *c, const char *alias, struct strbuf *sql);
void eval_next_birthday(struct crm *c, const char *alias, struct strbuf *sql);
void eval_score(struct crm *c, const char *alias, struct strbuf *sql);             /* eval_score.c */
void eval_rotting(struct crm *c, const char *alias, struct strbuf *sql);           /* eval_task.c */
void eval_stake(struct crm *c, const char *alias, struct strbuf *sql);             /* eval_task.c */
void eval_contact_complete(struct crm *c, const char *alias, struct strbuf *sql);  /* eval_complete.c */
void eval_contact_missing(struct crm *c, const char *alias, struct strbuf *sql);
void eval_company_complete(struct crm *c, const char *alias, struct strbuf *sql);
void eval_company_missing(struct crm *c, const char *alias, struct strbuf *sql);

#endif
