/* open.c - open and close: settings, today, and what a new database begins with. */
#include "../base/ascii.h"
#include "../base/money.h"
#include "crm_database.h"
#include "../edit/edit.h"
#include "../model/day.h"
#include "../model/kinds.h"
#include "../search/search.h"
#include "../model/lookup.h"

/* ---- first settings ---- */

/* Countries by the currency they pay in. Others get the euro and can set theirs. */
static const struct { const char *currency, *countries; } money_of[] = {
	{"EUR", "AD AT AX BE BG BL CY DE EE ES FI FR GF GP GR HR IE IT LT LU LV MC ME MF MQ MT NL PM PT RE SI SK SM TF VA XK YT"},
	{"USD", "AS BQ EC FM GU IO MH MP PA PR PW SV TC TL UM US VG VI"},
	{"GBP", "GB GG GS IM JE"}, {"CHF", "CH LI"}, {"DKK", "DK FO GL"}, {"SEK", "SE"}, {"NOK", "BV NO SJ"}, {"ISK", "IS"},
	{"PLN", "PL"}, {"CZK", "CZ"}, {"HUF", "HU"}, {"RON", "RO"}, {"RSD", "RS"}, {"ALL", "AL"}, {"BAM", "BA"}, {"MKD", "MK"},
	{"MDL", "MD"}, {"UAH", "UA"}, {"BYN", "BY"}, {"RUB", "RU"}, {"TRY", "TR"}, {"GEL", "GE"}, {"AMD", "AM"}, {"AZN", "AZ"},
	{"KZT", "KZ"}, {"UZS", "UZ"}, {"ILS", "IL PS"}, {"AED", "AE"}, {"SAR", "SA"}, {"QAR", "QA"}, {"KWD", "KW"}, {"BHD", "BH"},
	{"OMR", "OM"}, {"JOD", "JO"}, {"LBP", "LB"}, {"EGP", "EG"}, {"MAD", "EH MA"}, {"DZD", "DZ"}, {"TND", "TN"}, {"ZAR", "ZA"},
	{"NGN", "NG"}, {"KES", "KE"}, {"GHS", "GH"}, {"XOF", "BF BJ CI GW ML NE SN TG"}, {"XAF", "CF CG CM GA GQ TD"}, {"INR", "IN"},
	{"PKR", "PK"}, {"BDT", "BD"}, {"LKR", "LK"}, {"NPR", "NP"}, {"CNY", "CN"}, {"HKD", "HK"}, {"MOP", "MO"}, {"TWD", "TW"},
	{"JPY", "JP"}, {"KRW", "KR"}, {"SGD", "SG"}, {"MYR", "MY"}, {"THB", "TH"}, {"IDR", "ID"}, {"PHP", "PH"}, {"VND", "VN"},
	{"AUD", "AU CC CX HM KI NF NR TV"}, {"NZD", "CK NU NZ PN TK"}, {"CAD", "CA"}, {"MXN", "MX"}, {"BRL", "BR"}, {"ARS", "AR"},
	{"CLP", "CL"}, {"COP", "CO"}, {"PEN", "PE"}, {"UYU", "UY"},
};

static int currency_of(const char *country)
{
	for (size_t i = 0; country[0] && i < sizeof money_of / sizeof money_of[0]; i++)
		for (const char *p = money_of[i].countries; *p; p += strcspn(p, " "), p += *p == ' ')
			if (strncmp(p, country, 2) == 0)
				return currency_parse(money_of[i].currency, 3);
	return currency_parse("EUR", 3);
}

/* Out of "de_DE.UTF-8"; "C" and "POSIX" name no country, their language is English. */
static void first_settings(struct settings *set, const struct crm_env *env)
{
	const char *locale = env->locale ? env->locale : "C";
	size_t n = strcspn(locale, "_.@");
	bool named = n >= 2 && n < sizeof set->language && ascii_alpha(locale[0]) && strncmp(locale, "POSIX", 5) != 0;

	memset(set, 0, sizeof *set);
	snprintf(set->language, sizeof set->language, "%.*s", named ? (int)n : 2, named ? locale : "en");
	if (named && locale[n] == '_' && strcspn(locale + n + 1, ".@") == 2 && country_parse(locale + n + 1, 2))
		snprintf(set->country, sizeof set->country, "%.2s", locale + n + 1);
	set->currency = currency_of(set->country);
	snprintf(set->timezone, sizeof set->timezone, "%s", env->timezone && *env->timezone ? env->timezone : "UTC");
}

/* ---- settings ---- */

static void take_setting(struct settings *set, const char *name, const char *value, size_t n)
{
	if (strcmp(name, "currency") == 0 && currency_parse(value, n))
		set->currency = currency_parse(value, n);
	else if (strcmp(name, "country") == 0 && n == 2)
		snprintf(set->country, sizeof set->country, "%s", value);
	else if (strcmp(name, "language") == 0)
		snprintf(set->language, sizeof set->language, "%s", value);
	else if (strcmp(name, "timezone") == 0)
		snprintf(set->timezone, sizeof set->timezone, "%s", value);
}

/* *n: how many there are; with none the first ones stay. */
static enum crm_status read_settings(struct crm *c, size_t *n, struct crm_error *e)
{
	struct query q = query_built(c->db, e, "SELECT name, value FROM setting WHERE value IS NOT NULL");

	for (*n = 0; query_row(&q); ++*n) {
		const char *name = db_text(q.st, 0, NULL), *value;
		size_t len;

		if (*n == 0)
			c->set = (struct settings){.currency = currency_parse("EUR", 3), .language = "en",
				.timezone = "UTC"};
		value = db_text(q.st, 1, &len);
		take_setting(&c->set, name ? name : "", value, len);
	}
	return query_end(&q);
}

enum crm_status database_settings(struct crm *c, struct crm_error *e)
{
	size_t n;

	return read_settings(c, &n, e);
}

/* ---- the first batch: settings and the ready-made pipeline ---- */

static const struct { const char *name, *title, *german; int kind, probability; } stages[] = {
	{"new", "New", "Neu", STATE_LEAD, 500},
	{"qualified", "Qualified", "Qualifiziert", STATE_LEAD, 1000},
	{"offer", "Offer", "Angebotserstellung + Versand", STATE_OPEN, 2000},
	{"follow-up", "Follow-up", "Nachfassen", STATE_OPEN, 4000},
	{"presentation", "Presentation", "Produktpräsentation", STATE_OPEN, 6000},
	{"negotiation", "Negotiation", "Verhandlung", STATE_OPEN, 8000},
	{"won", "Won", "Abschluss", STATE_WON, 10000},
	{"lost", "Lost", "Verloren", STATE_LOST, 0},
};

static struct value text(const char *s)
{
	return *s ? (struct value){V_TEXT, 0, s, strlen(s)} : VALUE_NULL;
}

/* A row of up to eight named fields. */
static enum crm_status add_row(struct edit *ed, const struct crm_kind *k, const char *const *names,
                               const struct value *v, size_t n, int64_t *id, struct crm_error *e)
{
	const struct crm_field *f[8];

	for (size_t i = 0; i < n; i++)
		f[i] = kind_field(k, names[i]);
	return edit_row_add(ed, k, f, v, n, id, e);
}

static enum crm_status add_settings(struct crm *c, struct edit *ed, struct crm_error *e)
{
	static const char *const fields[] = {"name", "value"};
	const struct { const char *name, *value; } rows[] = {
		{"currency", currency_code(c->set.currency)}, {"country", c->set.country}, {"language", c->set.language},
		{"timezone", c->set.timezone}};
	enum crm_status s = CRM_OK;
	int64_t id;

	for (size_t i = 0; !s && i < sizeof rows / sizeof rows[0]; i++)
		if (*rows[i].value)
			s = add_row(ed, kind_by_no(KIND_SETTING), fields,
			            (struct value[]){text(rows[i].name), text(rows[i].value)}, 2, &id, e);
	return s;
}

static enum crm_status add_pipeline(struct crm *c, struct edit *ed, struct crm_error *e)
{
	static const char *const pipeline_fields[] = {"name", "title", "position"};
	static const char *const stage_fields[] = {"pipeline", "position", "name", "title", "kind", "probability"};
	bool german = strcmp(c->set.language, "de") == 0;
	int64_t there, pipeline, id;
	enum crm_status s = db_get_int(c->db, e, &there, 0, "SELECT count(*) FROM pipeline", 0);

	if (s || there)
		return s;
	s = add_row(ed, kind_by_no(KIND_PIPELINE), pipeline_fields,
	            (struct value[]){text("sales"), text(german ? "Verkauf" : "Sales"), VALUE_INT(1)}, 3, &pipeline, e);
	for (size_t i = 0; !s && i < sizeof stages / sizeof stages[0]; i++) {
		const struct value v[] = {VALUE_INT(pipeline),       VALUE_INT((int64_t)i + 1),
		                          text(stages[i].name),      text(german ? stages[i].german : stages[i].title),
		                          VALUE_INT(stages[i].kind), VALUE_INT(stages[i].probability)};

		s = add_row(ed, kind_by_no(KIND_STAGE), stage_fields, v, 6, &id, e);
	}
	return s;
}

/* Under the write lock: of two programs that find an empty database one makes this, the other sees
 * it made. */
static enum crm_status first_batch(struct crm *c, bool *made, struct crm_error *e)
{
	const struct edit_options opt = {.verb = "init", .flags = BATCH_FINAL};
	struct edit *ed;
	size_t n;
	enum crm_status s = edit_begin(&ed, c, &opt, e);

	*made = false;
	if (s)
		return s;
	s = read_settings(c, &n, e);
	if (!s && n == 0) {
		*made = true;
		s = add_settings(c, ed, e);
		if (!s)
			s = add_pipeline(c, ed, e);
	}
	if (!s)
		return edit_commit(ed, e);
	edit_abort(ed);
	return s;
}

/* What every database has. One in memory belongs to nobody: reading leaves no trace of who read. */
static enum crm_status furnish(struct crm *c, bool in_memory, struct crm_error *e)
{
	struct crm_env env = c->env;
	bool made;
	enum crm_status s;

	c->env.tool = "crm-db";
	if (in_memory)
		c->env.user = NULL;
	s = first_batch(c, &made, e);
	c->env = env;
	if (!s && made && !in_memory)
		crm_note(e, "new database %s: currency %s, country %s, language %s, timezone %s", env.path,
		         currency_code(c->set.currency), c->set.country[0] ? c->set.country : "none", c->set.language,
		         c->set.timezone);
	if (!s && made)
		c->created = true;
	return s;
}

/* ---- open and close ---- */

static enum crm_status open_as(struct crm **out, const struct crm_env *env, enum db_mode mode, struct crm_error *e)
{
	struct crm *c = crm_calloc(1, sizeof *c);
	size_t n = 0;
	enum crm_status s;

	*out = NULL;
	c->env = *env;
	c->notes = e;
	search_set_builder(search_build);
	first_settings(&c->set, env);
	s = mode == DB_READ && !env->keeps_version ? db_open_upgraded(&c->db, env->path, e)
	                                            : db_open(&c->db, env->path, mode, &c->created, e);
	if (!s)
		db_note_migrated(c->db, env->path, e);
	if (!s)
		s = read_settings(c, &n, e);
	/* another program is just making the default one, or was killed at it: to read it isn't
	 * there yet */
	if (!s && n == 0 && mode == DB_READ && !env->must_exist) {
		crm_close(c, NULL);
		return open_as(out, env, DB_MEMORY, e);
	}
	if (!s && n == 0 && mode != DB_READ)
		s = furnish(c, mode == DB_MEMORY, e);
	if (s) {
		crm_close(c, NULL);
		return s;
	}
	c->today = env->have_today ? env->today : crm_day(c, c->env.now);
	*out = c;
	return CRM_OK;
}

enum crm_status crm_open(struct crm **c, const struct crm_env *env, struct crm_error *e)
{
	if (env->write)
		return open_as(c, env, env->must_exist ? DB_WRITE : DB_CREATE, e);
	if (!env->must_exist && !db_exists(env->path))
		return open_as(c, env, DB_MEMORY, e);
	return open_as(c, env, DB_READ, e);
}

enum crm_status crm_close(struct crm *c, struct crm_error *e)
{
	enum crm_status s;

	if (!c)
		return CRM_OK;
	s = db_close(c->db, e);
	s = s ? s : c->broken;
	lookup_forget(c, KIND_HOLIDAY);
	arena_free(&c->arena);
	free(c);
	return s;
}

enum crm_status crm_init(const struct crm_env *env, struct crm_error *e)
{
	struct crm *c;
	bool created;
	enum crm_status s = open_as(&c, env, DB_CREATE, e);

	/* a file that is empty or was left half made is finished */
	if (s)
		return s;
	created = c->created;
	if ((s = crm_close(c, e)) || created)
		return s;
	return crm_fail_at(e, CRM_CANTCREATE, env->path, 0, 0, NULL, "cannot be created: it exists");
}

int crm_today(const struct crm *c)
{
	return c->today;
}

const struct settings *crm_settings(const struct crm *c)
{
	return &c->set;
}

char crm_decimal(const struct crm *c)
{
	return value_decimal(&c->set);
}
