/* task_kind.c - tasks: fields, columns, indexes. */
#include "../edit/import_kind.h"
#include "../offer/eval.h"
#include "task_kind.h"

static const char *const words_priority[] = {"high", "normal", "low", NULL};

static const struct crm_field task_fields[] = {
	ID("typed id, t5"),
	STORED(1, "title", T_TEXT, F_SET | F_REQUIRED | F_KEY | F_WORD | F_FIND_NAME, "what is to be done"),
	STORED(2, "due", T_DATE, F_SET, "day it is due"),
	STORED(3, "done", T_DATE, F_SET, "day it was done"),
	ENUM(4, "priority", words_priority, F_SET, "high, normal, low"),
	REF(5, "contact", KIND_CONTACT, F_SET | F_OWNER | F_FIND_SHOWN, "the person concerned"),
	REF(6, "company", KIND_COMPANY, F_SET | F_OWNER | F_FIND_SHOWN, "the company concerned"),
	REF(7, "offer", KIND_OFFER, F_SET | F_OWNER, "the offer concerned"),
	STORED2(8, "time", T_TEXT, F_SET, "time of day it is due, HH:MM in the settings' time zone"),
	STORED2(9, "every", T_TEXT, F_SET, "how often it comes again: 1d, 5wd, 1w, 2m, 1y, eom; empty: once"),
	REF2(10, "series", KIND_TASK, F_LOOSE, "the first task of its series"),
	{.no = 11, .name = "occurrence", .class = C_STORED, .type = T_INT, .flags = F_INTERNAL, .help = "", .since = 2},
	{.no = 12, .name = "overdue", .class = C_EXPR, .type = T_BOOL, .since = 2,
	 .expr = "CASE WHEN @.done IS NULL AND @.due < $today THEN 1 ELSE 0 END",
	 .help = "open and past its day"},
	EVAL(13, "stake", T_MONEY, eval_stake, "what hangs on it: value × p × (1 − p) of its open offer"),
	/* the day of the series it stands for, wherever it was put off to, and the day of the month
	 * the series began with */
	{.no = 14, .name = "planned", .class = C_STORED, .type = T_DATE, .flags = F_INTERNAL, .help = "", .since = 2},
	{.no = 15, .name = "monthday", .class = C_STORED, .type = T_INT, .flags = F_INTERNAL, .help = "", .since = 2},
	COMMON_FIELDS,
};
static const char *const task_indexes[] = {"task_due ON task(due, offer, contact, company) WHERE done IS NULL",
	"task_offer ON task(offer) WHERE offer IS NOT NULL",
	"task_contact ON task(contact) WHERE contact IS NOT NULL", "task_company ON task(company) WHERE company IS NOT NULL",
	"UNIQUE task_series ON task(series, occurrence) WHERE series IS NOT NULL", NULL};
static const struct import_kind task_import = {.bulk = true};
const struct crm_kind kind_task = {KIND_TASK, "task", "t", "task", K_COMMON | K_LINKS, FIELDS(task_fields),
	.columns = "id,title,due,done,priority,owner,offer,contact,company,time",
	.order = "due,priority,-stake", .condition = "done=", .key = "ext", .label = "title", .rules = &task_rules, .import = &task_import,
		.indexes = task_indexes};
