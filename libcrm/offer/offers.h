/* offers.h - reading many offers, or records of another kind: what conditions select, their
 * probabilities, those without a value. Internal. */
#ifndef CRM_OFFER_OFFERS_H
#define CRM_OFFER_OFFERS_H

#include "../ask/select.h"
#include "../store/context.h"
#include "probability.h"

struct crm_ids;

/* Conditions and ids over alias o, leads included; words is what a word that is neither gives. */
struct offers { struct strbuf where; struct binds binds; const struct crm_kind *kind; };
enum crm_status offers_select(struct offers *o, struct crm *c, const char *const *operands,
                              size_t n, const struct crm_ids *ids, enum select_words words,
                              struct crm_error *e);
/* The same of records of kind k. */
enum crm_status records_select(struct offers *o, struct crm *c, const struct crm_kind *k,
                               const char *const *operands, size_t n, const struct crm_ids *ids,
                               enum select_words words, struct crm_error *e);
/* SELECT columns FROM offer (the kind's table) o joins WHERE cond AND what was selected, bound; the
 * caller ends it before offers_free. index: a partial index of offers made for cond, or NULL.
 * Unless it holds every column that is read it is kept away, for then going through the table is
 * several times faster: DB_NO_INDEX is put where cond has an @. */
struct query offers_query(const struct offers *o, struct crm *c, const char *columns,
                          const char *joins, const char *cond, const char *index,
                          struct crm_error *e);
/* Append " AND o.FIELD" between the ends of p to a condition, with an @ when p is long, up to
 * today: then many rows lie in it. */
void offers_range(struct strbuf *cond, const char *field, struct period p, int today);
void offers_free(struct offers *o);

/* Offers without a value: named in one note. */
struct missing { size_t n; struct strbuf names; };
#define MISSING_INIT {0, STRBUF_INIT}
void missing_add(struct missing *m, const char *name);
void missing_offer(struct missing *m, int64_t id);
/* "3 open offers have no value: o4 o9 o12"; nothing when there are none. */
void missing_note(const struct missing *m, const char *state, struct crm_error *e);
void missing_free(struct missing *m);

#endif
