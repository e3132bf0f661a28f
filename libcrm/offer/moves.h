/* moves.h - offers from stage to stage, in an edit. Internal. */
#ifndef CRM_OFFER_MOVES_H
#define CRM_OFFER_MOVES_H

#include "../edit/edit.h"

/* A move to stage `to` on `day`, which must not be before the last one; with further assignments in
 * the same breath. */
struct move { int64_t to; int day; bool have_day; int64_t at; };
enum crm_status edit_move(struct edit *ed, int64_t offer, const struct move *m,
                          const struct assign *a, size_t n, bool *changed, struct crm_error *e);
/* Stages an offer entered earlier, given before edit_add of the same offer; day order; the last one
 * is its stage. */
struct entered { int64_t stage; int day; };
void edit_entered(struct edit *ed, const struct entered *moves, size_t n);
/* Whether the offer has entered the stage on that day already, in a move that counts. */
enum crm_status edit_has_entered(struct edit *ed, int64_t offer, const struct entered *m, bool *yes,
                                 struct crm_error *e);

#endif
