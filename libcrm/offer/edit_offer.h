/* edit_offer.h - what the rules of offers and products share. Internal. */
#ifndef CRM_OFFER_EDIT_OFFER_H
#define CRM_OFFER_EDIT_OFFER_H

#include "../edit/rules.h"
#include "moves.h"

#define MOVE_COLUMNS 11
#define MOVES_AT_ONCE 32  /* moves of bulk work, a statement for that many */

struct pipeline_rule { int64_t pipeline; struct stmt *st; struct binds binds; };

/* What an edit knows of offers. */
struct offer_edit {
	/* of the one in work */
	const struct assign *stage, *closed_by; /* stage=, closed= */
	struct value closed;
	struct move move;
	bool forced, moving, lines;   /* by edit_move; it moves; it has lines */
	struct entered *entered; size_t nentered, aentered;
	bool told;                    /* `entered` is for the next one */
	/* of all */
	/* bulk: not yet in stage_move */
	struct value moves[MOVES_AT_ONCE][MOVE_COLUMNS]; int nmoves;
	struct stmt *insert_moves;    /* of MOVES_AT_ONCE */
	struct pipeline_rule *rules; size_t nrules; bool rules_known;
	/* fields its stage needs, of the last stage asked for */
	int64_t required_stage; char *required;
};
struct offer_edit *offer_edit(struct edit *ed);

/* ---- currency_check.c ---- */
/* Refuses a change of currency that would change what the amounts of the record are worth: all its
 * fields of money. lines: it has amounts in lines too. */
enum crm_status currency_check(struct edit *ed, struct draft *d, bool lines, struct crm_error *e);

/* ---- edit_move.c ---- */
/* CRM_FORBIDDEN when the offer lacks fields that the stage needs. */
enum crm_status move_required(struct edit *ed, struct draft *d, const struct stage_info *to,
                              struct crm_error *e);
/* The offer is written: its moves, and the pipeline a new one takes by the pipelines'
 * conditions. */
enum crm_status offer_written(struct edit *ed, struct draft *d, struct crm_error *e);

#endif
