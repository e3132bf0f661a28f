/* offer_kind.c - offers and leads: fields, columns, indexes; who has a say in them, how they came.
 *
 * A lead is an offer seen through another kind (kind_lead): the same number, table and fields, with
 * columns, order and condition of its own. Code compares numbers of kinds, not pointers. */
#include "../edit/rules.h"
#include "../same/identity.h"
#include "eval.h"
#include "offer_kinds.h"
#include "probability.h"

#include "../ask/cond_test.h"
#include "../edit/element.h"
#include "../people/people_kinds.h"
#include "../people/picture_parts.h"

const char *const words_state[] = {"lead", "open", "won", "lost", NULL};
static const char *const words_role[] = {"decider", "user", "blocker", "influencer", "buyer", "other", NULL};

/* stage_move rows of an offer that count */
#define MOVES "FROM stage_move m JOIN stage g ON g.id=m.to_stage WHERE m.offer=@.id AND m.void IS NULL"
#define LAST_MOVE "(SELECT m.day FROM stage_move m WHERE m.offer=@.id AND m.void IS NULL ORDER BY m.seq DESC LIMIT 1)"
#define AGE "coalesce(@.closed, $today) - coalesce(@.inquired, @.created_day)"
#define NEWEST_TOUCH " ORDER BY x.at DESC, x.id DESC LIMIT 1"
#define LARGEST_LINE "(SELECT l.product FROM line l WHERE l.offer=@.id ORDER BY l.net DESC, l.position, l.id LIMIT 1)"

static const struct field_case overdue_cases[] = {
	{"yes", "@.state=" SQL(STATE_OPEN) " AND @.expected_close < $today"},
	{NULL, NULL},
};
static const struct field_case expired_cases[] = {
	{"yes", "@.state=" SQL(STATE_OPEN) " AND @.valid_until < $today"},
	{NULL, NULL},
};
static const struct field_case qualified_cases[] = {
	{"yes", "@.opened IS NOT NULL"},
	{"no", "@.opened IS NULL"},
	{NULL, NULL},
};
static const struct field_ask overdue_ask = {.cases = overdue_cases};
static const struct field_ask expired_ask = {.cases = expired_cases};
static const struct field_ask qualified_ask = {.cases = qualified_cases};

static const struct crm_field offer_fields[] = {
	ID("typed id, o9"),
	STORED(1, "number", T_TEXT, F_SET | F_KEY | F_CODE | F_WORD | F_FIND_NAME, "offer number, unique"),
	STORED(2, "title", T_TEXT, F_SET | F_REQUIRED | F_KEY | F_WORD | F_FIND_NAME, "what it is about"),
	REF(3, "contact", KIND_CONTACT, F_SET | F_FIND_MORE, "the person it is for"),
	{.no = 4, .name = "company", .class = C_STORED, .type = T_REF, .ref = KIND_COMPANY, .flags = F_SET | F_FIND_MORE, .find_at = -1,
	 .help = "the company it is for; copied from the contact at add"},
	{.no = 5, .name = "product", .class = C_ROLLED, .type = T_REF, .ref = KIND_PRODUCT, .flags = F_SET | F_FEATURE | F_QUIET,
	 .expr = "CASE WHEN EXISTS (SELECT 1 FROM line l WHERE l.offer=@.id) THEN " LARGEST_LINE " ELSE @.product END",
	 .help = "main product; with lines that of the largest line"},
	REF(6, "pipeline", KIND_PIPELINE, F_SET, "the pipeline it runs through"),
	REF(7, "stage", KIND_STAGE, F_SET | F_TAKEN, "where it stands; setting it is a move"),
	{.no = 8, .name = "state", .class = C_ROLLED, .type = T_ENUM, .words = words_state,
	 .expr = "(SELECT g.kind FROM stage g WHERE g.id=@.stage)",
	 .help = "lead, open, won or lost: the kind of its stage"},
	STORED(9, "estimate", T_MONEY, F_SET, "expected value while there are no lines"),
	ROLLED(10, "value", T_MONEY, F_SET | F_QUIET | F_INSTEAD,
		"coalesce((SELECT CAST(sum(l.net) AS BIGINT) FROM line l WHERE l.offer=@.id AND l.optional IS DISTINCT FROM 1), "
			"@.estimate)",
	       "net of its lines, else the estimate; setting it sets the estimate"),
	STORED(11, "currency", T_CURRENCY, F_SET, "ISO 4217 code; the settings' when not given"),
	EVAL_ASK(12, "probability", T_PERCENT, eval_probability, &probability_ask, "percent to win: the pin, else the stage's"),
	STORED(13, "pin", T_PERCENT, F_SET, "probability set by hand, in percent; empty means none; not in won and lost"),
	EVAL_ASK(14, "psource", T_TEXT, eval_psource, &psource_ask, "where the probability comes from: pin or stage"),
	EVAL(15, "weighted", T_MONEY, eval_weighted, "value times probability, rounded once"),
	STORED(16, "expected_close", T_DATE, F_SET, "day the decision is expected"),
	ROLLED(17, "opened", T_DATE, 0, "(SELECT min(m.day) " MOVES " AND g.kind IN (" SQL(STATE_OPEN) "," SQL(STATE_WON) "))",
		"day it first entered an open or won stage"),
	ROLLED(18, "closed", T_DATE, F_TAKEN, "CASE WHEN (SELECT g.kind FROM stage g WHERE g.id=@.stage) IN (2,3) THEN " LAST_MOVE " END",
	       "day it was won or lost; given with win, lose, move or by an import"),
	STORED(19, "reason", T_TERM, F_SET, "why it was won or lost"),
	STORED(20, "competitor", T_TEXT, F_SET | F_WORD | F_FIND_MORE, "who else offered"),
	STORED(21, "channel", T_TERM, F_SET | F_FEATURE, "sales channel"),
	STORED(22, "campaign", T_TEXT, F_SET | F_FIND_MORE, "campaign it came from"),
	STORED(23, "source", T_TERM, F_SET | F_FEATURE, "where it came from"),
	REF(24, "referrer", KIND_CONTACT, F_SET, "who recommended us"),
	STORED(25, "inquired", T_DATE, F_SET, "day of the inquiry; today at add, never at import"),
	STORED(26, "valid_until", T_DATE, F_SET, "last day the offer stands"),
	EXPR_ASK(27, "expired", T_BOOL, 0, &expired_ask, "CASE WHEN @.state=" SQL(STATE_OPEN)
		" AND @.valid_until IS NOT NULL THEN CASE WHEN @.valid_until < $today THEN 1 ELSE "
		"0 END ELSE 0 END",
	     "open and past valid_until"),
	STORED(28, "language", T_TEXT, F_SET, "language of documents"),
	ROLLED(29, "last_event", T_DATE, F_INTERNAL,
		"(SELECT max(v.day) FROM event v WHERE v.offer=@.id AND v.kind <= 5 AND v.corrected_by IS NULL)", ""),
	EXPR(30, "idle", T_INT, F_DAYSAGO, "coalesce(@.last_event, @.created_day)",
		"days since the last call, meeting, mail, letter, visit or note, else since it was recorded"),
	EXPR(31, "age", T_INT, 0, "CASE WHEN " AGE " >= 0 THEN " AGE " END",
		"days from the inquiry to closing or today"),
	ROLLED(32, "stage_since", T_DATE, 0, LAST_MOVE, "day it entered its stage"),
	EXPR(33, "days_in_stage", T_INT, F_DAYSAGO, "@.stage_since", "days since it entered its stage"),
	ROLLED(34, "pushes", T_INT, 0, NULL, "how often its expected close was put off while it was open"),
	ROLLED(35, "next_task", T_DATE, 0, "(SELECT min(tk.due) FROM task tk WHERE tk.offer=@.id AND tk.done IS NULL)",
		"day the next open task is due"),
	EXPR_ASK(36, "qualified", T_BOOL, 0, &qualified_ask, "CASE WHEN @.opened IS NULL THEN 0 ELSE 1 END",
		"has ever been in an open or won stage"),
	STORED(37, "snoozed", T_DATE, F_SET, "set aside until this day"),
	EXPR_ASK(38, "overdue", T_BOOL, 0, &overdue_ask, "CASE WHEN @.state=" SQL(STATE_OPEN)
		" AND @.expected_close IS NOT NULL THEN CASE WHEN @.expected_close < $today THEN 1 "
		"ELSE 0 END ELSE 0 END",
	     "open and past its expected close"),
	STORED2(39, "name", T_TEXT, F_SET | F_PERSON | F_WORD | F_FIND_NAME, "who inquired, as it came in"),
	STORED2(40, "email", T_TEXT, F_SET | F_PERSON | F_KEY | F_WORD | F_FIND_NAME, "e-mail address of the inquiry"),
	STORED2(41, "phone", T_TEXT, F_SET | F_PERSON | F_KEY | F_PHONE | F_FIND_NAME, "telephone of the inquiry"),
	{.no = 42, .name = "company_name", .class = C_STORED, .type = T_TEXT, .flags = F_SET | F_PERSON | F_WORD | F_FIND_MORE,
	 .find_at = -2,
	 .help = "company of the inquiry, as it came in", .since = 2},
	STORED2(43, "message", T_LONG, F_SET | F_PERSON | F_WORD | F_FIND_TEXT, "text of the inquiry"),
	STORED2(44, "medium", T_TERM, F_SET | F_FEATURE, "medium of the first touch: search, mail, referral"),
	STORED2(45, "received", T_INSTANT, F_SET, "when the inquiry came in"),
	ROLLED2(46, "responded", T_INSTANT, 0,
		"(SELECT min(v.at) FROM event v WHERE v.offer=@.id AND v.direction=1 AND v.kind <= 4 AND v.corrected_by IS NULL "
	        "AND (@.inquired IS NULL OR v.day >= @.inquired) AND (@.received IS NULL OR v.at >= @.received))",
	        	"first outgoing call, meeting, mail, letter or visit after the inquiry"),
	{.no = 47, .name = "response", .class = C_EXPR, .type = T_DURATION, .since = 2,
	 .expr = "CASE WHEN @.responded >= coalesce(@.received, @.created) THEN (@.responded - coalesce(@.received, @.created)) / 1000 END",
	 .help = "time from the inquiry to the first response"},
	EVAL(48, "score", T_INT, eval_score, "points of the scoring rules that hold"),
	EVAL(49, "rotting", T_BOOL, eval_rotting, "untouched for more working days than its stage allows, no open task, not set aside"),
	ROLLED2(50, "last_touch", T_INSTANT, 0, "(SELECT x.at FROM touch x WHERE x.offer=@.id" NEWEST_TOUCH ")",
		"when the person last came to us"),
	ROLLED2(51, "last_source", T_TERM, 0, "(SELECT x.source FROM touch x WHERE x.offer=@.id" NEWEST_TOUCH ")",
		"source of the last touch"),
	ROLLED2(52, "last_campaign", T_TEXT, 0, "(SELECT x.campaign FROM touch x WHERE x.offer=@.id" NEWEST_TOUCH ")",
		"campaign of the last touch"),
	SET(53, "roles", KIND_ROLE, words_role, F_SET, "who decides: ROLE:CONTACT (decider, user, blocker, influencer, buyer, other)"),
	COMMON_FIELDS,
};
static const char *const offer_indexes[] = {
	"offer_open ON offer(expected_close, currency, stage, pin, stage_since, value, owner, "
	"state, product) WHERE state=" SQL(STATE_OPEN),
	"offer_closed ON offer(closed, state, product, currency, value, opened, inquired) WHERE closed IS NOT NULL",
	"offer_company ON offer(company) WHERE company IS NOT NULL", "offer_contact ON offer(contact) WHERE contact IS NOT NULL",
	"offer_referrer ON offer(referrer) WHERE referrer IS NOT NULL",
	"offer_owner ON offer(owner, state)", "UNIQUE offer_number ON offer(number_key) WHERE number_key IS NOT NULL",
	"offer_idle ON offer(last_event, stage) WHERE state=" SQL(STATE_OPEN),
	"offer_email ON offer(email_key) WHERE email_key IS NOT NULL",
	"offer_phone ON offer(phone_key) WHERE phone_key IS NOT NULL",
		"offer_phone_end ON offer(" PHONE_END("phone_key") ") WHERE phone_key IS NOT NULL", NULL};

/* ---- on a screen ---- */

#define LINES_MAX 10000 /* nobody has more of them */

static const struct picture_part offer_parts[] = {
	PICTURE_LINE(NULL, "{number}"),
	PICTURE_LINE(NULL, "[{contact}][, {company}]"),
	PICTURE_LINE("reach", "[{contact.phone}][, {contact.email}]"),
	PICTURE_LINE(NULL, "[{name}][, {company_name}]"),
	PICTURE_LINE(NULL, "[{phone}][, {email}]"),
	PICTURE_LINE(NULL, "{value} {currency}[, weighted {weighted}]"),
	PICTURE_LINE(NULL, "{stage}[, {probability} %][, since {stage_since}]"),
	PICTURE_LINE("expected", "{expected_close}"),
	PICTURE_LINE(NULL, "{roles}"),
	{PICTURE_LIST("lines", crm_list, KIND_LINE, "offer=@"), .columns = "id,quantity,unit,product,text,net", .limit = LINES_MAX},
	PICTURE_EVENTS(""),
	PICTURE_TASKS("offer"),
};
static const struct picture offer_picture = {.heading = "{title}", PICTURE_PARTS(offer_parts),
	.elsewhere = "estimate,psource,next_task,qualified,days_in_stage"};

static const char *const lead_fields[] = {"state", "stage", "opened", "qualified", NULL};
static const struct kind_hides leads = {"@.opened IS NOT NULL", lead_fields, "lead"};
static const struct identity_kind offer_identity = {.rule = {{IDENTITY_KEY, OFFER_NUMBER, "number"}, {0}}};
const struct crm_kind kind_offer = {KIND_OFFER, "offer", "o", "offer", K_COMMON, FIELDS(offer_fields),
	.columns = "id,number,title,value,currency,stage,probability,expected_close,contact,company,owner,state", .order = "",
		.key = "ext,number",
	.label = "title", .hides = &leads, .view = &kind_lead, .picture = &offer_picture, .rules = &offer_rules, .import = &offer_import,
		.identity = &offer_identity, .indexes = offer_indexes};
const struct crm_kind kind_lead = {KIND_OFFER, "lead", "o", "offer", K_COMMON, FIELDS(offer_fields),
	.columns = "id,title,score,age,stage,name,company_name,email,phone,source,owner", .order = "-score,age,-created",
	.condition = "state=lead", .key = "ext,number", .label = "title", .hides = &leads, .picture = &offer_picture, .rules = &offer_rules,
		.import = &offer_import, .identity = &offer_identity, .indexes = offer_indexes};

/* ---- who has what say in an offer ---- */

static enum crm_status parse_role(struct edit *ed, const struct assign *a, const char *text, size_t n,
                                  struct element *el, struct crm_error *e)
{
	enum crm_status s = element_label(a, words_role, &text, &n, el, e);

	if (!s && !n)
		return element_bad(a, text, n, "names no contact: write ROLE:CONTACT, as decider:c12", e);
	return !s ? person_parse(ed, a, text, n, el, e) : s;
}

/* decider:c12, or only one of the two. */
static enum crm_status test_role(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	int word = cd->op == OP_HAS ? -1 : word_index(f->words, s, n);

	if (word >= 0) {
		sb_printf(cd->sql, "z.label=%d", word);
		return CRM_OK;
	}
	if (cd->op != OP_HAS)
		cond_label(cd, f, &s, &n);
	return person_test(cd, f, s, n);
}

static const struct list_form role_list = {.word = 4, .pos = 3, .ref = 5, .labelled = true, .parse = parse_role, .test = test_role};
static const struct crm_field role_fields[] = {ID(""), OWNER_FIELDS,
	INTERNAL(3, "pos", T_INT, 0, 0), ENUM(4, "label", words_role, F_SET, "decider, user, blocker, influencer, buyer, other"),
	REF(5, "contact", KIND_CONTACT, F_SET, "the person")};
static const char *const role_indexes[] = {"role_record ON role(record, kind, pos)", "role_contact ON role(contact)", NULL};
const struct crm_kind kind_role = {KIND_ROLE, "role", "ro", "role", K_CHILD | K_TOLD, FIELDS(role_fields),
	.columns = "id,contact", .order = "", .label = "contact", .list = &role_list, .indexes = role_indexes};

/* ---- each inquiry that came for an offer ---- */

static const struct crm_field touch_fields[] = {ID(""), REF(1, "offer", KIND_OFFER, F_OWNER, "the lead or offer"),
	STORED(2, "at", T_INSTANT, F_SET, "when"),
	STORED(3, "source", T_TERM, F_SET, "where from"), STORED(4, "medium", T_TERM, F_SET, "search, mail, referral"),
		STORED(5, "campaign", T_TEXT, F_SET, "campaign"),
	STORED(6, "channel", T_TERM, F_SET, "sales channel"), STORED(7, "referrer", T_TEXT, F_SET, "page or person that sent them"),
	STORED(8, "message_id", T_TEXT, F_SET | F_PERSON, "the message it came with, or a hash of system, address and text")};
static const char *const touch_indexes[] = {"touch_offer ON touch(offer, at)",
	"UNIQUE touch_message ON touch(message_id) WHERE message_id IS NOT NULL", NULL};
static const struct rolled touch_owners[] = {{1, KIND_OFFER}, {0, 0}};
static const struct kind_rules touch_rules = {.owners = touch_owners};
static const struct log_form touch_log = {.at = 2};
const struct crm_kind kind_touch = {KIND_TOUCH, "touch", "th", "touch", K_CHILD | K_TOLD, FIELDS(touch_fields),
	.columns = "id,offer,at,source,medium,campaign,channel,referrer",
	.order = "", .label = "source", .rules = &touch_rules, .log = &touch_log, .indexes = touch_indexes};
