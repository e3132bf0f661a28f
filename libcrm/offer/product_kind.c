/* product_kind.c - products: fields, columns, indexes, rules. */
#include "../edit/import_kind.h"
#include "../same/identity.h"
#include "edit_offer.h"
#include "offer_kinds.h"

static const char *const words_interval[] = {"once", "month", "year", NULL};

static const struct crm_field product_fields[] = {
	ID("typed id, p3"),
	STORED(1, "sku", T_TEXT, F_SET | F_KEY | F_CODE | F_WORD | F_FIND_NAME, "article number, unique"),
	STORED(2, "name", T_TEXT, F_SET | F_REQUIRED | F_KEY | F_WORD | F_FIND_NAME, "name"),
	STORED(3, "category", T_TERM, F_SET | F_FEATURE, "product group"),
	STORED(4, "unit", T_TEXT, F_SET, "unit of quantity"),
	STORED(5, "price", T_MONEY, F_SET, "list price of one unit"),
	STORED(6, "currency", T_CURRENCY, F_SET, "ISO 4217 code; the settings' when not given"),
	STORED(7, "tax", T_PERCENT, F_SET, "tax rate in percent"),
	STORED(8, "cost", T_MONEY, F_SET, "what one unit costs us"),
	ENUM(9, "interval", words_interval, F_SET, "how often it is charged: once, month, year"),
	STORED(10, "active", T_BOOL, F_SET, "still sold"),
	COMMON_FIELDS,
};

static enum crm_status prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	if ((d->adding || draft_open(ed, d, PRODUCT_CURRENCY)) && draft_v(d, PRODUCT_CURRENCY)->is == V_NULL &&
	    ed->c->set.currency)
		*draft_v(d, PRODUCT_CURRENCY) = VALUE_INT(ed->c->set.currency);
	if (draft_open(ed, d, PRODUCT_ACTIVE))
		*draft_v(d, PRODUCT_ACTIVE) = VALUE_INT(1);
	return currency_check(ed, d, false, e);
}

static const struct kind_unique uniques[] = {
	{PRODUCT_SKU, "article number", "SELECT id FROM product WHERE sku_key = $1 AND id <> $2", .folded = true},
	{0},
};
static const struct kind_rules product_rules = {.prepare = prepare, .currency = PRODUCT_CURRENCY, .unique = uniques};

static const char *const product_indexes[] = {"UNIQUE product_sku ON product(sku_key) WHERE sku_key IS NOT NULL",
	"product_name ON product(name_key)", NULL};
static const struct identity_kind product_identity = {.rule = {{IDENTITY_KEY, PRODUCT_SKU, "article number"},
	{IDENTITY_NAME, PRODUCT_SKU, "article number"}, {0}},
	.names = {PRODUCT_NAME}};
static const struct import_kind product_import = {.create = true};
const struct crm_kind kind_product = {KIND_PRODUCT, "product", "p", "product", K_COMMON, FIELDS(product_fields),
	.columns = "id,sku,name,category,price,currency,unit", .order = "", .key = "ext,sku,name", .label = "name", .rules = &product_rules,
		.import = &product_import, .identity = &product_identity, .indexes = product_indexes};
