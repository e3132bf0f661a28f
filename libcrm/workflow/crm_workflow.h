/* crm_workflow.h - the configuration as a YAML file: checked, put into force, shown. Public. */
#ifndef CRM_WORKFLOW_CRM_WORKFLOW_H
#define CRM_WORKFLOW_CRM_WORKFLOW_H

#include "../text/sink.h"
#include "../verb/crm_verb.h"

/* Check the YAML of n bytes against the database, without a change to it. name: the file, for
 * messages. CRM_CONFIG, every error with file:line:column. */
enum crm_status crm_workflow_check(struct crm *c, const char *name, const char *text, size_t n,
                                   struct crm_error *e);

/* Put it into force, all or nothing: pipelines, stages, fields, rules and settings become what the
 * text says. Changes are told to w. CRM_CONFIG as of crm_workflow_check; CRM_FORBIDDEN: records
 * are in the way. */
enum crm_status crm_workflow_apply(struct crm *c, const char *name, const char *text, size_t n,
                                   struct crm_write *w, struct crm_error *e);

/* Write the configuration in force as YAML that crm_workflow_apply takes. */
enum crm_status crm_workflow_show(struct crm *c, struct out *o, struct crm_error *e);

/* The words of fields of type term, one row for each field they stand in, with how often: term,
 * kind, field, n; one that stands nowhere has neither kind nor field. q->operands: fields, as
 * source or offer.source; CRM_USAGE for one that holds no terms. */
enum crm_status crm_terms(struct crm *c, const struct crm_query *q, struct sink *s,
                          struct crm_error *e);
/* Another word for a term, everywhere, in conditions of the configuration too. CRM_NO: there is no
 * old; CRM_DUPLICATE: there is a new, also in another spelling; CRM_DATA: it is no word. */
enum crm_status crm_term_rename(struct crm *c, const char *old, const char *new,
                                struct crm_write *w, struct crm_error *e);
/* The n ≥ 2 words become the last one of them: all cells and conditions, and the others are
 * gone. CRM_NO as above. */
enum crm_status crm_term_join(struct crm *c, const char *const *words, size_t n,
                              struct crm_write *w, struct crm_error *e);

/* Personal settings: flat `key: value` YAML of n bytes; calls set for each, whose texts live
 * during the call. Needs no database. CRM_CONFIG with the place. */
enum crm_status crm_config_read(const char *name, const char *text, size_t n,
                                void (*set)(void *arg, const char *key, const char *value),
                                void *arg, struct crm_error *e);

#endif
