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
#define NEWEST_TOUCH " ORDER BY x.at DESC, x.id DESC LIMIT 1"
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
	ROLLED(29, "last_event", T_DATE, F_INTERNAL, "(SELECT max(v.day) FROM event v WHERE v.offer=@.id AND v.kind <= 5 AND v.corrected_by IS NULL)", ""),
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
	STORED2(39, "name", T_TEXT, F_SET | F_PERSON | F_WORD, "who inquired, as it came in"),
	STORED2(40, "email", T_TEXT, F_SET | F_PERSON | F_KEY | F_WORD, "e-mail address of the inquiry"),
	STORED2(41, "phone", T_TEXT, F_SET | F_PERSON | F_KEY | F_PHONE, "telephone of the inquiry"),
	STORED2(42, "company_name", T_TEXT, F_SET | F_PERSON | F_WORD, "company of the inquiry, as it came in"),
	STORED2(43, "message", T_LONG, F_SET | F_PERSON | F_WORD, "text of the inquiry"),
	STORED2(44, "medium", T_TERM, F_SET | F_FEATURE, "medium of the first touch: search, mail, referral"),
	STORED2(45, "received", T_INSTANT, F_SET, "when the inquiry came in"),
	ROLLED2(46, "responded", T_INSTANT, 0, "(SELECT min(v.at) FROM event v WHERE v.offer=@.id AND v.direction=1 AND v.kind <= 4 AND v.corrected_by IS NULL "
	        "AND (@.inquired IS NULL OR v.day >= @.inquired) AND (@.received IS NULL OR v.at >= @.received))", "first outgoing call, meeting, mail, letter or visit after the inquiry"),
	{.no = 47, .name = "response", .class = C_EXPR, .type = T_DURATION, .since = 2,
	 .expr = "CASE WHEN @.responded >= coalesce(@.received, @.created) THEN (@.responded - coalesce(@.received, @.created)) / 1000 END",
	 .help = "time from the inquiry to the first response"},
	EVAL(48, "score", T_INT, eval_score, "points of the scoring rules that hold"),
	EVAL(49, "rotting", T_BOOL, eval_rotting, "untouched for more working days than its stage allows, no open task, not set aside"),
	ROLLED2(50, "last_touch", T_INSTANT, 0, "(SELECT x.at FROM touch x WHERE x.offer=@.id" NEWEST_TOUCH ")", "when the person last came to us"),
	ROLLED2(51, "last_source", T_TERM, 0, "(SELECT x.source FROM touch x WHERE x.offer=@.id" NEWEST_TOUCH ")", "source of the last touch"),
	ROLLED2(52, "last_campaign", T_TEXT, 0, "(SELECT x.campaign FROM touch x WHERE x.offer=@.id" NEWEST_TOUCH ")", "campaign of the last touch"),
	SET(53, "roles", KIND_ROLE, words_role, F_SET, "who decides: ROLE:CONTACT (decider, user, blocker, influencer, buyer, other)"),
	COMMON_FIELDS,
};
static const char *const offer_indexes[] = {
	"offer_open ON offer(expected_close, currency, stage, pin, stage_since, value, owner, state) WHERE state=1",
	"offer_closed ON offer(closed, state, product, currency, value, opened, inquired) WHERE closed IS NOT NULL",
	"offer_company ON offer(company) WHERE company IS NOT NULL", "offer_contact ON offer(contact) WHERE contact IS NOT NULL",
	"offer_referrer ON offer(referrer) WHERE referrer IS NOT NULL",
	"offer_owner ON offer(owner, state)", "UNIQUE offer_number ON offer(number_key) WHERE number_key IS NOT NULL",
	"offer_idle ON offer(last_event, stage) WHERE state=1", "offer_email ON offer(email_key) WHERE email_key IS NOT NULL",
	"offer_phone ON offer(phone_key) WHERE phone_key IS NOT NULL", "offer_phone_end ON offer(" PHONE_END("phone_key") ") WHERE phone_key IS NOT NULL", NULL};
const struct crm_kind kind_offer = {KIND_OFFER, "offer", "o", "offer", K_COMMON, FIELDS(offer_fields),
	.columns = "id,number,title,value,currency,stage,probability,expected_close,contact,company,owner,state", .order = "", .key = "ext,number",
	.label = "title", .indexes = offer_indexes};
const struct crm_kind kind_lead = {KIND_OFFER, "lead", "o", "offer", K_COMMON, FIELDS(offer_fields),
	.columns = "id,title,score,age,stage,name,company_name,email,phone,source,owner", .order = "-score,age,-created",
	.condition = "state=lead", .key = "ext,number", .label = "title", .indexes = offer_indexes};

/* who has what say in an offer; each inquiry that came for it */
#define OWNER_FIELDS INTERNAL(1, "kind", T_INT, 0, 0), INTERNAL(2, "record", T_REF, F_OWNER, 0)
static const struct crm_field role_fields[] = {ID(""), OWNER_FIELDS, INTERNAL(3, "pos", T_INT, 0, 0), ENUM(4, "label", words_role, F_SET, "decider, user, blocker, influencer, buyer, other"),
	REF(5, "contact", KIND_CONTACT, F_SET, "the person")};
static const char *const role_indexes[] = {"role_record ON role(record, kind, pos)", "role_contact ON role(contact)", NULL};
const struct crm_kind kind_role = {KIND_ROLE, "role", "ro", "role", K_CHILD, FIELDS(role_fields), .columns = "id,contact", .order = "", .label = "contact", .indexes = role_indexes};

static const struct crm_field touch_fields[] = {ID(""), REF(1, "offer", KIND_OFFER, F_OWNER, "the lead or offer"), STORED(2, "at", T_INSTANT, F_SET, "when"),
	STORED(3, "source", T_TERM, F_SET, "where from"), STORED(4, "medium", T_TERM, F_SET, "search, mail, referral"), STORED(5, "campaign", T_TEXT, F_SET, "campaign"),
	STORED(6, "channel", T_TERM, F_SET, "sales channel"), STORED(7, "referrer", T_TEXT, F_SET, "page or person that sent them"),
	STORED(8, "message_id", T_TEXT, F_SET | F_PERSON, "the message it came with, or a hash of system, address and text")};
static const char *const touch_indexes[] = {"touch_offer ON touch(offer, at)", "UNIQUE touch_message ON touch(message_id) WHERE message_id IS NOT NULL", NULL};
const struct crm_kind kind_touch = {KIND_TOUCH, "touch", "th", "touch", K_CHILD, FIELDS(touch_fields), .columns = "id,offer,at,source,medium,campaign,channel,referrer",
	.order = "", .label = "source", .indexes = touch_indexes};

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
	STORED2(8, "time", T_TEXT, F_SET, "time of day it is due, HH:MM in the settings' time zone"),
	STORED2(9, "every", T_TEXT, F_SET, "how often it comes again: 1d, 5wd, 1w, 2m, 1y; empty: once"),
	REF2(10, "series", KIND_TASK, 0, "the first task of its series"),
	{.no = 11, .name = "occurrence", .class = C_STORED, .type = T_INT, .flags = F_INTERNAL, .help = "", .since = 2},
	{.no = 12, .name = "overdue", .class = C_EXPR, .type = T_BOOL, .since = 2, .expr = "CASE WHEN @.done IS NULL AND @.due < $today THEN 1 ELSE 0 END",
	 .help = "open and past its day"},
	EVAL(13, "stake", T_MONEY, eval_stake, "what hangs on it: value × p × (1 − p) of its open offer"),
	/* the day of the series it stands for, wherever it was put off to, and the day of the month the series began with */
	{.no = 14, .name = "planned", .class = C_STORED, .type = T_DATE, .flags = F_INTERNAL, .help = "", .since = 2},
	{.no = 15, .name = "monthday", .class = C_STORED, .type = T_INT, .flags = F_INTERNAL, .help = "", .since = 2},
	COMMON_FIELDS,
};
static const char *const task_indexes[] = {"task_due ON task(due, offer, contact, company) WHERE done IS NULL", "task_offer ON task(offer) WHERE offer IS NOT NULL",
	"task_contact ON task(contact) WHERE contact IS NOT NULL", "task_company ON task(company) WHERE company IS NOT NULL",
	"UNIQUE task_series ON task(series, occurrence) WHERE series IS NOT NULL", NULL};
const struct crm_kind kind_task = {KIND_TASK, "task", "t", "task", K_COMMON, FIELDS(task_fields), .columns = "id,title,due,done,priority,owner,offer,contact,company,time",
	.order = "due,priority,-stake", .condition = "done=", .key = "ext", .label = "title", .indexes = task_indexes};

static const struct crm_field event_fields[] = {
	ID("typed id, e88"),
	STORED(1, "at", T_INSTANT, F_SET, "when it happened; now when not given"),
	STORED(2, "day", T_DATE, 0, "the day of it, in the settings' time zone"),
	ENUM(3, "kind", words_event, F_SET | F_REQUIRED, "call, meeting, email, letter, visit, note"),
	ENUM(4, "direction", words_direction, F_SET, "in or out; out when not given, but for notes"),
	STORED(5, "subject", T_TEXT, F_SET | F_PERSON | F_WORD, "subject"),
	STORED(6, "text", T_LONG, F_SET | F_PERSON | F_WORD, "text"),
	REF(7, "contact", KIND_CONTACT, F_SET, "the first of contacts; setting it replaces that one"),
	REF(8, "company", KIND_COMPANY, F_SET, "the company; that of the offer, else of the contact, when not given"),
	REF(9, "offer", KIND_OFFER, F_SET, "the offer or lead; its contact takes part when none is given"),
	STORED(10, "duration", T_DURATION, F_SET, "how long it took"),
	STORED(11, "outcome", T_TERM, F_SET, "what came of it"),
	REF(12, "by", KIND_USER, 0, "who recorded it"),
	SET(13, "contacts", KIND_PARTY, NULL, F_SET, "the persons who took part"),
	SET(14, "files", KIND_ATTACHMENT, NULL, F_SET, "attached files, kept by path, size and SHA-256"),
	STORED2(15, "message_id", T_TEXT, F_SET, "identifier of a mail as its header has it, unique"),
	REF2(16, "corrects", KIND_EVENT, 0, "the event this one takes the place of"),
	{.no = 17, .name = "corrected_by", .class = C_ROLLED, .type = T_REF, .ref = KIND_EVENT, .since = 2,
	 .expr = "(SELECT max(x.id) FROM event x WHERE x.corrects=@.id)", .help = "the event that took its place"},
	COMMON_FIELDS,
};
static const char *const event_indexes[] = {"event_at ON event(at)", "event_offer ON event(offer, day) WHERE offer IS NOT NULL", "event_contact ON event(contact, day) WHERE contact IS NOT NULL",
	"event_company ON event(company, day) WHERE company IS NOT NULL", "UNIQUE event_message ON event(message_id) WHERE message_id IS NOT NULL",
	"event_corrects ON event(corrects) WHERE corrects IS NOT NULL", NULL};
const struct crm_kind kind_event = {KIND_EVENT, "event", "e", "event", K_COMMON | K_UNSAID, FIELDS(event_fields), .columns = "id,at,kind,subject,offer,contact,company,by", .order = "-at",
	.condition = "corrected_by=", .key = "ext,message_id", .label = "subject", .indexes = event_indexes};

static const struct crm_field party_fields[] = {ID(""), OWNER_FIELDS, INTERNAL(3, "pos", T_INT, 0, 0), REF(5, "contact", KIND_CONTACT, F_SET, "the person")};
static const char *const party_indexes[] = {"party_record ON party(record, kind, pos)", "party_contact ON party(contact, record)", NULL};
const struct crm_kind kind_party = {KIND_PARTY, "party", "pa", "party", K_CHILD, FIELDS(party_fields), .columns = "id,contact", .order = "", .label = "contact", .indexes = party_indexes};

static const struct crm_field attachment_fields[] = {ID(""), OWNER_FIELDS, INTERNAL(3, "pos", T_INT, 0, 0), STORED(5, "path", T_TEXT, F_SET | F_PERSON, "where the file was"),
	STORED(6, "sha256", T_TEXT, 0, "SHA-256 of its bytes, in hexadecimal digits"), STORED(7, "size", T_INT, 0, "its bytes")};
static const char *const attachment_indexes[] = {"attachment_record ON attachment(record, kind, pos)", "attachment_sha256 ON attachment(sha256)", NULL};
const struct crm_kind kind_attachment = {KIND_ATTACHMENT, "attachment", "at", "attachment", K_CHILD, FIELDS(attachment_fields), .columns = "id,path,sha256,size", .order = "",
	.label = "path", .indexes = attachment_indexes};
