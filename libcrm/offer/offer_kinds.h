/* offer_kinds.h - the kinds of products and offers, the numbers of their fields. */
#ifndef CRM_OFFER_OFFER_KINDS_H
#define CRM_OFFER_OFFER_KINDS_H

#include "../model/kinds.h"

extern const struct crm_kind kind_product, kind_offer, kind_line, kind_role, kind_touch;
/* A view: offers in the stages of leads. */
extern const struct crm_kind kind_lead;
extern const struct import_kind offer_import; /* of both: offer_words.c */

extern const struct edit_observer observe_offers; /* edit_move.c: moves held back */
/* edit_offer.c */
extern const struct kind_rules offer_rules;

extern const char *const words_state[];

/* Numbers of fields that have rules; the tables have them all. */
#define OFFER_STAGE 7 /* named in SQL */
#define OFFER_EXPECTED_CLOSE 16
enum {
	PRODUCT_SKU = 1,
	PRODUCT_NAME = 2,
	PRODUCT_CURRENCY = 6,
	PRODUCT_ACTIVE = 10,
	OFFER_NUMBER = 1,
	OFFER_CONTACT = 3,
	OFFER_COMPANY = 4,
	OFFER_PRODUCT = 5,
	OFFER_PIPELINE = 6,
	OFFER_STATE = 8,
	OFFER_ESTIMATE = 9,
	OFFER_VALUE = 10,
	OFFER_CURRENCY = 11,
	OFFER_PIN = 13,
	OFFER_OPENED = 17,
	OFFER_CLOSED = 18,
	OFFER_REASON = 19,
	OFFER_INQUIRED = 25,
	OFFER_VALID_UNTIL = 26,
	OFFER_STAGE_SINCE = 32,
	OFFER_PUSHES = 34
};

#endif
