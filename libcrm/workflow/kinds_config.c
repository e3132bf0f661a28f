/* kinds_config.c - configuration is kinds too: pipelines, stages, terms, settings, custom fields
 * and their choices. */
#include "kinds_config.h"
#include "../edit/rules.h"
#include "../offer/offer_kinds.h"

const char *const words_field_type[] = {"text",  "long",      "integer", "decimal",  "percent",
                                        "money", "date",      "instant", "boolean",  "enum",
                                        "term",  "reference", "list",    "duration", NULL};

static const struct crm_field pipeline_fields[] = {
	ID(""),
	STORED(1, "name", T_TEXT, F_SET | F_REQUIRED, "name, the key"),
	STORED(2, "title", T_TEXT, F_SET, "as shown to people"),
	STORED(3, "position", T_INT, F_SET, "order; the first is the default one"),
	STORED(4, "conditions", T_LONG, F_SET, "which offers take it by themselves, one condition a line"),
};
static const char *const pipeline_indexes[] = {"UNIQUE pipeline_name ON pipeline(name)", NULL};
const struct crm_kind kind_pipeline = {KIND_PIPELINE, "pipeline", "pl", "pipeline", K_NAMED | K_CONFIG, FIELDS(pipeline_fields),
	.columns = "name,title", .order = "position",
	.label = "title", .indexes = pipeline_indexes};

static const struct crm_field stage_fields[] = {
	ID(""),
	REF(1, "pipeline", KIND_PIPELINE, F_SET | F_REQUIRED, "its pipeline"),
	STORED(2, "position", T_INT, F_SET, "place in the pipeline"),
	STORED(3, "name", T_TEXT, F_SET | F_REQUIRED, "name, unique in the pipeline"),
	STORED(4, "title", T_TEXT, F_SET, "as shown to people"),
	ENUM(5, "kind", words_state, F_SET, "lead, open, won or lost"),
	STORED(6, "probability", T_PERCENT, F_SET, "percent of offers here that are won"),
	STORED(7, "rot", T_INT, F_SET, "working days after which an untouched offer is rotting"),
	STORED(8, "required", T_TEXT, F_SET, "fields an offer needs to enter, comma separated"),
};
static const char *const stage_indexes[] = {"UNIQUE stage_name ON stage(pipeline, name)", NULL};
static const struct kind_rules stage_rules = {.history = {"SELECT count(*) FROM stage_move WHERE to_stage = $1 OR from_stage = $1",
	"move"}};
const struct crm_kind kind_stage = {KIND_STAGE, "stage", "sg", "stage", K_NAMED | K_CONFIG, FIELDS(stage_fields),
	.columns = "pipeline,name,kind,probability", .order = "pipeline,position",
	.label = "title", .rules = &stage_rules, .indexes = stage_indexes};

static const struct crm_field term_fields[] = {ID(""), STORED(1, "word", T_TEXT, F_SET | F_REQUIRED | F_KEY, "the word")};
static const char *const term_indexes[] = {"UNIQUE term_word ON term(word)", "term_key ON term(word_key)", NULL};
const struct crm_kind kind_term = {KIND_TERM, "term", "w", "term", K_NAMED | K_CONFIG, FIELDS(term_fields), .columns = "word",
	.order = "word", .label = "word", .indexes = term_indexes};

static const struct crm_field setting_fields[] = {ID(""), STORED(1, "name", T_TEXT, F_SET | F_REQUIRED,
	"currency, country, language, timezone"), STORED(2, "value", T_TEXT, F_SET, "its value")};
static const char *const setting_indexes[] = {"UNIQUE setting_name ON setting(name)", NULL};
const struct crm_kind kind_setting = {KIND_SETTING, "setting", "st", "setting", K_NAMED | K_CONFIG, FIELDS(setting_fields),
	.columns = "name,value", .order = "name", .label = "name", .indexes = setting_indexes};

static const struct crm_field field_fields[] = {
	ID(""),
	INTERNAL(1, "kind", T_INT, 0, 0),
	STORED(2, "name", T_TEXT, F_SET | F_REQUIRED, "name, unique among the kind's custom fields"),
	ENUM(3, "type", words_field_type, F_SET, "its type"),
	INTERNAL(4, "ref", T_INT, 0, 0),
	STORED(5, "title", T_TEXT, F_SET, "one line of help"),
	STORED(6, "feature", T_BOOL, F_SET, "a feature of the learnt model"),
	STORED(7, "retired", T_BOOL, F_SET, "taken out of the configuration, data kept"),
	STORED(8, "position", T_INT, F_SET, "order among the kind's custom fields"),
};
static const char *const field_indexes[] = {"UNIQUE field_name ON field(kind, name)", NULL};
const struct crm_kind kind_field_def = {KIND_FIELD, "field", "f", "field", K_NAMED | K_CONFIG, FIELDS(field_fields), .columns = "name,type",
	.order = "", .label = "name", .indexes = field_indexes};

static const struct crm_field choice_fields[] = {
	ID(""),
	REF(1, "field", KIND_FIELD, F_SET, "the custom field"),
	STORED(2, "number", T_INT, F_SET, "the number stored for it, never reused in its field"),
	STORED(3, "word", T_TEXT, F_SET, "the word"),
	STORED(4, "position", T_INT, F_SET, "order"),
	STORED(5, "retired", T_BOOL, F_SET, "no longer offered"),
};
static const char *const choice_indexes[] = {"UNIQUE choice_number ON choice(field, number)", NULL};
const struct crm_kind kind_choice = {KIND_CHOICE, "choice", "ch", "choice", K_CHILD | K_CONFIG, FIELDS(choice_fields), .columns = "word",
	.order = "position", .label = "word", .indexes = choice_indexes};

static const struct crm_field score_fields[] = {
	ID(""),
	STORED(1, "position", T_INT, F_SET, "order of the reasons"),
	STORED(2, "points", T_INT, F_SET | F_REQUIRED, "points of a lead for which the conditions hold; may be negative"),
	STORED(3, "conditions", T_LONG, F_SET, "one condition a line; all have to hold"),
	STORED(4, "title", T_TEXT, F_SET, "the reason as shown; else the conditions"),
};
const struct crm_kind kind_score = {KIND_SCORE, "scoring", "sc", "scoring", K_CONFIG, FIELDS(score_fields), .columns = "points,conditions",
	.order = "position", .label = "conditions"};

static const struct crm_field weight_fields[] = {
	ID(""),
	INTERNAL(1, "kind", T_INT, 0, 0),
	STORED(2, "field", T_TEXT, F_SET | F_REQUIRED, "a field that should be known"),
	STORED(3, "weight", T_INT, F_SET, "how much it counts"),
};
static const char *const weight_indexes[] = {"UNIQUE weight_field ON weight(kind, field)", NULL};
const struct crm_kind kind_weight = {KIND_WEIGHT, "weight", "wt", "weight", K_CONFIG, FIELDS(weight_fields), .columns = "field,weight",
	.order = "", .label = "field", .indexes = weight_indexes};

static const struct crm_field holiday_fields[] = {
	ID(""),
	STORED(1, "name", T_TEXT, F_SET | F_REQUIRED, "the day: 2026-05-01, 12-25 of every year, easter-2, easter+39"),
	STORED(2, "title", T_TEXT, F_SET, "what is celebrated"),
};
static const char *const holiday_indexes[] = {"UNIQUE holiday_name ON holiday(name)", NULL};
const struct crm_kind kind_holiday = {KIND_HOLIDAY, "holiday", "hd", "holiday", K_NAMED | K_CONFIG, FIELDS(holiday_fields),
	.columns = "name,title", .order = "name", .label = "title",
	.indexes = holiday_indexes};
