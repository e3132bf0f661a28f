/* lookup.h - the small tables read once per command: users, pipelines, stages, terms, holidays;
 * names to ids and back. Internal. All must be called inside a transaction. They load on first use;
 * lookup_forget drops what a write made stale. Without e a failure is told by db_commit and
 * db_close. */
#ifndef CRM_MODEL_LOOKUP_H
#define CRM_MODEL_LOOKUP_H

#include "../store/context.h"

enum crm_status lookup_users(struct crm *c, struct crm_error *e);
enum crm_status lookup_pipelines(struct crm *c, struct crm_error *e);
enum crm_status lookup_terms(struct crm *c, struct crm_error *e);
enum crm_status lookup_stages(struct crm *c, struct crm_error *e);
/* The public holidays of the configuration, *cal as long as nobody forgets them. Also outside a
 * transaction. */
enum crm_status lookup_calendar(struct crm *c, struct calendar **cal, struct crm_error *e);
/* date_parse and period_parse on the handle's day, working days by the calendar, which is read when
 * they are counted. */
enum crm_status lookup_date(struct crm *c, const char *text, size_t n, int *day,
                            struct crm_error *e);
enum crm_status lookup_period(struct crm *c, const char *text, size_t n, struct period *p,
                              struct crm_error *e);
void lookup_forget(struct crm *c, int kind);
const char *names_name(const struct names *t, int64_t id);           /* "" when unknown */
/* exact name, else folded; 0 = unknown */
int64_t names_id(const struct names *t, const char *name, size_t n);
/* all names, NULL-terminated, in c->arena: for "nearest" */
const char *const *names_list(struct crm *c, const struct names *t);
/* The same by a kind's number: KIND_USER, KIND_PIPELINE, KIND_STAGE (in any pipeline) or
 * KIND_TERM. */
/* the kind whose names a field's values are written as, KIND_NONE = they are not */
int field_named(const struct crm_field *f);
bool lookup_is_named(int kind);
enum crm_status lookup_named(struct crm *c, int kind, struct crm_error *e); /* load it */
const char *named_name(const struct crm *c, int kind, int64_t id);
int64_t named_id(const struct crm *c, int kind, const char *name, size_t n);
const char *const *named_list(struct crm *c, int kind);
/* one after the other, NULL behind the last */
const char *named_row(const struct crm *c, int kind, size_t i, int64_t *id);
/* Id of the user running the command, 0 when the record isn't there yet: the writer makes it. */
enum crm_status lookup_me(struct crm *c, int64_t *id, struct crm_error *e);
const struct stage_info *stage_by_id(const struct crm *c, int64_t id);
/* By name or title (folded) in one pipeline (0 = any, first match); NULL = none. */
const struct stage_info *stage_by_name(const struct crm *c, int64_t pipeline, const char *s,
                                       size_t n);
/* first of that kind */
const struct stage_info *stage_of_kind(const struct crm *c, int64_t pipeline, int kind);
int64_t pipeline_default(const struct crm *c);                       /* the first pipeline */

#endif
