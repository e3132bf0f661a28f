/* line_kind.c - lines of offers: fields, columns, indexes. */
#include "../edit/rules.h"
#include "offer_kinds.h"

static const struct crm_field line_fields[] = {
	ID("typed id, l31"),
	REF(1, "offer", KIND_OFFER, F_SET | F_REQUIRED | F_OWNER, "the offer it belongs to"),
	STORED(2, "position", T_INT, F_SET, "place in the offer"),
	REF(3, "product", KIND_PRODUCT, F_SET, "the product"),
	STORED(4, "text", T_LONG, F_SET | F_FIND_NAME, "what is printed"),
	STORED(5, "quantity", T_DECIMAL, F_SET, "how many"),
	STORED(6, "unit", T_TEXT, F_SET, "unit of quantity"),
	{.no = 7, .name = "price", .class = C_STORED, .type = T_INT, .flags = F_INTERNAL, .help = ""}, /* ×10^-6 of the currency's unit */
	{.no = 8, .name = "discount_rate", .class = C_STORED, .type = T_PERCENT, .flags = F_INTERNAL, .help = ""},
	{.no = 9, .name = "discount_amount", .class = C_STORED, .type = T_MONEY, .flags = F_INTERNAL, .help = ""},
	STORED(10, "tax", T_PERCENT, F_SET, "tax rate in percent"),
	STORED(11, "optional", T_BOOL, F_SET, "not part of the total"),
	STORED(12, "net", T_MONEY, 0, "quantity times price less discount"),
	STORED(13, "share", T_MONEY, 0, "its part of the offer's value"),
};
static const char *const line_indexes[] = {"line_offer ON line(offer, position)", "line_product ON line(product) WHERE product IS NOT NULL",
	NULL};
static const struct rolled owners[] = {{1, KIND_OFFER}, {0, 0}};
static const struct kind_rules line_rules = {.owners = owners};
const struct crm_kind kind_line = {KIND_LINE, "line", "l", "line", K_CHILD | K_TOLD, FIELDS(line_fields),
	.columns = "id,offer,position,product,quantity,net", .order = "offer,position",
	.label = "text", .rules = &line_rules, .indexes = line_indexes};
