/* kinds_selling.c - products, offers with their lines, tasks, events. */
#include "kinds.h"

#define FIELDS(f) .fields = (f), .nfields = sizeof(f) / sizeof((f)[0])

static const struct crm_field product_fields[] = {
	ID("typed id, p3"),
	STORED(1, "sku", T_TEXT, F_SET | F_KEY | F_WORD, "article number, unique"),
	STORED(2, "name", T_TEXT, F_SET | F_REQUIRED | F_KEY | F_WORD, "name"),
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
static const char *const product_indexes[] = {"UNIQUE product_sku ON product(sku_key) WHERE sku_key IS NOT NULL", "product_name ON product(name_key)", NULL};
const struct crm_kind kind_product = {KIND_PRODUCT, "product", "p", "product", K_COMMON, FIELDS(product_fields),
	.columns = "id,sku,name,category,price,currency,unit", .order = "", .key = "ext,sku,name", .label = "name", .indexes = product_indexes};

/* stage_move rows of an offer that count */
#define MOVES "FROM stage_move m JOIN stage g ON g.id=m.to_stage WHERE m.offer=@.id AND m.void IS NULL"
#define LAST_MOVE "(SELECT m.day FROM stage_move m WHERE m.offer=@.id AND m.void IS NULL ORDER BY m.seq DESC LIMIT 1)"
#define LARGEST_LINE "(SELECT l.product FROM line l WHERE l.offer=@.id ORDER BY l.net DESC, l.position, l.id LIMIT 1)"

static const struct crm_field offer_fields[] = {
	ID("typed id, o9"),
	STORED(1, "number", T_TEXT, F_SET | F_KEY | F_WORD, "offer number, unique"),
	STORED(2, "title", T_TEXT, F_SET | F_REQUIRED | F_KEY | F_WORD, "what it is about"),
	REF(3, "contact", KIND_CONTACT, F_SET, "the person it is for"),
	REF(4, "company", KIND_COMPANY, F_SET, "the company it is for; copied from the contact at add"),
	{.no = 5, .name = "product", .class = C_ROLLED, .type = T_REF, .ref = KIND_PRODUCT, .flags = F_SET | F_FEATURE | F_QUIET,
	 .expr = "CASE WHEN EXISTS (SELECT 1 FROM line l WHERE l.offer=@.id) THEN " LARGEST_LINE " ELSE @.product END",
	 .help = "main product; with lines that of the largest line"},
	REF(6, "pipeline", KIND_PIPELINE, F_SET, "the pipeline it runs through"),
	REF(7, "stage", KIND_STAGE, F_SET, "where it stands; setting it is a move"),
	{.no = 8, .name = "state", .class = C_ROLLED, .type = T_ENUM, .words = words_state, .expr = "(SELECT g.kind FROM stage g WHERE g.id=@.stage)",
	 .help = "lead, open, won or lost: the kind of its stage"},
	STORED(9, "estimate", T_MONEY, F_SET, "expected value while there are no lines"),
	ROLLED(10, "value", T_MONEY, F_SET | F_QUIET, "coalesce((SELECT sum(l.net) FROM line l WHERE l.offer=@.id AND l.optional IS NOT 1), @.estimate)",
	       "net of its lines, else the estimate; setting it sets the estimate"),
	STORED(11, "currency", T_CURRENCY, F_SET, "ISO 4217 code; the settings' when not given"),
	EVAL(12, "probability", T_PERCENT, eval_probability, "percent to win: the pin, else the stage's"),
	STORED(13, "pin", T_PERCENT, F_SET, "probability set by hand, in percent; empty means none; not in won and lost"),
	EVAL(14, "psource", T_TEXT, eval_psource, "where the probability comes from: pin or stage"),
	EVAL(15, "weighted", T_MONEY, eval_weighted, "value times probability, rounded once"),
	STORED(16, "expected_close", T_DATE, F_SET, "day the decision is expected"),
	ROLLED(17, "opened", T_DATE, 0, "(SELECT min(m.day) " MOVES " AND g.kind IN (1,2))", "day it first entered an open or won stage"),
	ROLLED(18, "closed", T_DATE, 0, "CASE WHEN (SELECT g.kind FROM stage g WHERE g.id=@.stage) IN (2,3) THEN " LAST_MOVE " END",
	       "day it was won or lost; given with win, lose, move or by an import"),
	STORED(19, "reason", T_TERM, F_SET, "why it was won or lost"),
	STORED(20, "competitor", T_TEXT, F_SET | F_WORD, "who else offered"),
	STORED(21, "channel", T_TERM, F_SET | F_FEATURE, "sales channel"),
	STORED(22, "campaign", T_TEXT, F_SET, "campaign it came from"),
	STORED(23, "source", T_TERM, F_SET | F_FEATURE, "where it came from"),
	REF(24, "referrer", KIND_CONTACT, F_SET, "who recommended us"),
	STORED(25, "inquired", T_DATE, F_SET, "day of the inquiry; today at add, never at import"),
	STORED(26, "valid_until", T_DATE, F_SET, "last day the offer stands"),
	EXPR(27, "expired", T_BOOL, 0, "CASE WHEN @.state=1 AND @.valid_until IS NOT NULL THEN CASE WHEN @.valid_until < $today THEN 1 ELSE 0 END ELSE 0 END",
	     "open and past valid_until"),
	STORED(28, "language", T_TEXT, F_SET, "language of documents"),
	ROLLED(29, "last_event", T_DATE, F_INTERNAL, "(SELECT max(v.day) FROM event v WHERE v.offer=@.id AND v.kind <= 5)", ""),
	EXPR(30, "idle", T_INT, F_DAYSAGO, "coalesce(@.last_event, @.created_day)", "days since the last call, meeting, mail, letter, visit or note, else since it was recorded"),
	EXPR(31, "age", T_INT, 0, "coalesce(@.closed, $today) - coalesce(@.inquired, @.created_day)", "days from the inquiry to closing or today"),
	ROLLED(32, "stage_since", T_DATE, 0, LAST_MOVE, "day it entered its stage"),
	EXPR(33, "days_in_stage", T_INT, F_DAYSAGO, "@.stage_since", "days since it entered its stage"),
	ROLLED(34, "pushes", T_INT, 0, NULL, "how often its expected close was put off while it was open"),
	ROLLED(35, "next_task", T_DATE, 0, "(SELECT min(tk.due) FROM task tk WHERE tk.offer=@.id AND tk.done IS NULL)", "day the next open task is due"),
	EXPR(36, "qualified", T_BOOL, 0, "CASE WHEN @.opened IS NULL THEN 0 ELSE 1 END", "has ever been in an open or won stage"),
	STORED(37, "snoozed", T_DATE, F_SET, "set aside until this day"),
	EXPR(38, "overdue", T_BOOL, 0, "CASE WHEN @.state=1 AND @.expected_close IS NOT NULL THEN CASE WHEN @.expected_close < $today THEN 1 ELSE 0 END ELSE 0 END",
	     "open and past its expected close"),
	COMMON_FIELDS,
};
static const char *const offer_indexes[] = {
	"offer_open ON offer(expected_close, currency, stage, pin, stage_since, value, owner, state) WHERE state=1",
	"offer_closed ON offer(closed, state, product, currency, value, opened, inquired) WHERE closed IS NOT NULL",
	"offer_company ON offer(company) WHERE company IS NOT NULL", "offer_contact ON offer(contact) WHERE contact IS NOT NULL",
	"offer_owner ON offer(owner, state)", "UNIQUE offer_number ON offer(number_key) WHERE number_key IS NOT NULL",
	"offer_idle ON offer(last_event, stage) WHERE state=1", NULL};
const struct crm_kind kind_offer = {KIND_OFFER, "offer", "o", "offer", K_COMMON, FIELDS(offer_fields),
	.columns = "id,number,title,value,currency,stage,probability,expected_close,contact,company,owner,state", .order = "", .key = "ext,number",
	.label = "title", .indexes = offer_indexes};

static const struct crm_field line_fields[] = {
	ID("typed id, l31"),
	REF(1, "offer", KIND_OFFER, F_SET | F_REQUIRED | F_OWNER, "the offer it belongs to"),
	STORED(2, "position", T_INT, F_SET, "place in the offer"),
	REF(3, "product", KIND_PRODUCT, F_SET, "the product"),
	STORED(4, "text", T_LONG, F_SET, "what is printed"),
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
static const char *const line_indexes[] = {"line_offer ON line(offer, position)", "line_product ON line(product) WHERE product IS NOT NULL", NULL};
const struct crm_kind kind_line = {KIND_LINE, "line", "l", "line", K_CHILD, FIELDS(line_fields), .columns = "id,offer,position,product,quantity,net", .order = "offer,position",
	.label = "text", .indexes = line_indexes};

static const struct crm_field task_fields[] = {
	ID("typed id, t5"),
	STORED(1, "title", T_TEXT, F_SET | F_REQUIRED | F_KEY | F_WORD, "what is to be done"),
	STORED(2, "due", T_DATE, F_SET, "day it is due"),
	STORED(3, "done", T_DATE, F_SET, "day it was done"),
	ENUM(4, "priority", words_priority, F_SET, "high, normal, low"),
	REF(5, "contact", KIND_CONTACT, F_SET | F_OWNER, "the person concerned"),
	REF(6, "company", KIND_COMPANY, F_SET | F_OWNER, "the company concerned"),
	REF(7, "offer", KIND_OFFER, F_SET | F_OWNER, "the offer concerned"),
	COMMON_FIELDS,
};
static const char *const task_indexes[] = {"task_due ON task(due, offer, contact, company) WHERE done IS NULL", "task_offer ON task(offer) WHERE offer IS NOT NULL",
	"task_contact ON task(contact) WHERE contact IS NOT NULL", "task_company ON task(company) WHERE company IS NOT NULL", NULL};
const struct crm_kind kind_task = {KIND_TASK, "task", "t", "task", K_COMMON, FIELDS(task_fields), .columns = "id,title,due,done,priority,owner,offer,contact,company",
	.order = "due,priority", .condition = "done=", .key = "ext", .label = "title", .indexes = task_indexes};

static const struct crm_field event_fields[] = {
	ID("typed id, e88"),
	STORED(1, "at", T_INSTANT, F_SET, "when it happened"),
	STORED(2, "day", T_DATE, 0, "local day it happened"),
	ENUM(3, "kind", words_event, F_SET | F_REQUIRED, "call, meeting, email, letter, visit, note"),
	ENUM(4, "direction", words_direction, F_SET, "in or out"),
	STORED(5, "subject", T_TEXT, F_SET | F_PERSON | F_WORD, "subject"),
	STORED(6, "text", T_LONG, F_SET | F_PERSON | F_WORD, "text"),
	REF(7, "contact", KIND_CONTACT, F_SET, "the person"),
	REF(8, "company", KIND_COMPANY, F_SET, "the company"),
	REF(9, "offer", KIND_OFFER, F_SET, "the offer"),
	STORED(10, "duration", T_DURATION, F_SET, "how long it took"),
	STORED(11, "outcome", T_TERM, F_SET, "what came of it"),
	REF(12, "by", KIND_USER, 0, "who recorded it"),
	COMMON_FIELDS,
};
static const char *const event_indexes[] = {"event_offer ON event(offer, day) WHERE offer IS NOT NULL", "event_contact ON event(contact, day) WHERE contact IS NOT NULL",
	"event_company ON event(company, day) WHERE company IS NOT NULL", NULL};
const struct crm_kind kind_event = {KIND_EVENT, "event", "e", "event", K_COMMON, FIELDS(event_fields), .columns = "id,at,kind,subject,offer,contact,company,by", .order = "-at",
	.key = "ext", .label = "subject", .indexes = event_indexes};
