/* timeline_ask.c - operands of the timeline: whose it is, and which conditions hold for events and
 * for what the system notes */
#include "timeline_impl.h"

#include "../model/catalog.h"
#include "../ask/cond_test.h"
#include "../model/kinds.h"
#include "../ask/ref.h"
#include "../model/day.h"
#include "../model/value.h"
#include "../event/event_kind.h"

const char *const timeline_words[] = {"created", "stage", "changed", "done", "removed", "merged", NULL};

/* A condition that names records: company=…, contact=…, offer=… */
struct refs {
	int kind;
	struct spans ids;
	const char *operand;
};

struct asking {
	struct crm *c;
	struct tl_asked *a;
	struct refs *refs;
	size_t nrefs;
	bool others; /* records named that are no events */
	struct crm_error *e;
};

/* ---- kinds ---- */

static const char *const *kind_names(struct crm *c)
{
	const char **names = arena_alloc(&c->arena, (8 + TL_WORDS) * sizeof *names);
	size_t n = 0;

	names[n++] = "event";
	for (size_t i = 0; words_event[i]; i++)
		names[n++] = words_event[i];
	for (size_t i = 0; i < TL_WORDS; i++)
		names[n++] = timeline_words[i];
	names[n] = NULL;
	return names;
}

static enum crm_status kinds(struct asking *k, const struct cond *cd)
{
	const char *s = cd->s, *word;
	size_t n = cd->n, len;
	unsigned events = 0, system = 0;

	if (cd->op != OP_EQ && cd->op != OP_NE)
		return cond_usage(cd, "takes = and != only");
	while (n && cond_next(&s, &n, &word, &len)) {
		int event = word_index(words_event, word, len), own = word_index(timeline_words, word, len);
		if (len == 5 && memcmp(word, "event", 5) == 0)
			events |= TL_EVENTS;
		else if (event >= 0)
			events |= 1u << event;
		else if (own >= 0)
			system |= 1u << own;
		else
			return value_unknown(k->c, CRM_USAGE, cd->name, "word", word, len, kind_names(k->c), k->e);
	}
	k->a->events &= cd->op == OP_NE ? ~events : events;
	k->a->system &= cd->op == OP_NE ? ~system : system;
	return CRM_OK;
}

static void event_kinds(struct tl_asked *a)
{
	const char *comma = "";

	if (a->events == TL_EVENTS)
		return;
	sb_adds(&a->event, " AND q.kind IN (");
	for (int i = 0; i < 32; i++)
		if (a->events >> i & 1) {
			sb_printf(&a->event, "%s%d", comma, i);
			comma = ",";
		}
	sb_addc(&a->event, ')');
}

/* ---- records named by conditions ---- */

static int ref_kind(const struct cond *cd)
{
	static const struct {
		const char *field;
		int kind;
	} fields[] = {{"offer", KIND_OFFER},
	              {"contact", KIND_CONTACT},
	              {"contacts", KIND_CONTACT},
	              {"company", KIND_COMPANY}};

	for (size_t i = 0; i < sizeof fields / sizeof *fields && cd->op == OP_EQ && cd->n; i++)
		if (strcmp(cd->name, fields[i].field) == 0)
			return fields[i].kind;
	return KIND_NONE;
}

static enum crm_status named_records(struct asking *k, struct cond *cd, int kind, const char *operand)
{
	struct refs *r;

	ARRAY_ROOM(k->refs, k->nrefs);
	r = &k->refs[k->nrefs++];
	*r = (struct refs){.kind = kind, .operand = operand};
	return cond_references(cd, kind_field(&kind_event, kind_by_no(kind)->name), &r->ids);
}

static void id_list(struct strbuf *sql, const struct spans *ids)
{
	for (size_t i = 0; i < ids->n; i++)
		sb_printf(sql, "%s%lld", i ? "," : "", (long long)ids->v[i].lo);
}

/* The same events that a record's own timeline has: $ stands for the ids. */
static const struct {
	int kind;
	const char *sql;
} concerns[] = {
    {KIND_OFFER, "q.offer IN ($)"},
    {KIND_CONTACT, "(q.contact IN ($) OR EXISTS (SELECT 1 FROM party p WHERE p.record=q.id "
    "AND p.kind=" SQL(KIND_EVENT) " AND p.contact IN ($)) "
                   "OR q.offer IN (SELECT o.id FROM offer o WHERE o.contact IN ($)))"},
    {KIND_COMPANY, "(q.company IN ($) OR (q.company IS NULL AND (q.contact IN (SELECT k.id FROM contact k WHERE k.company IN ($)) "
                   "OR q.offer IN (SELECT o.id FROM offer o WHERE o.company IN ($)))))"},
};

static void concern(struct strbuf *sql, const struct refs *r)
{
	const char *p = "";

	for (size_t i = 0; i < sizeof concerns / sizeof *concerns; i++)
		if (concerns[i].kind == r->kind)
			p = concerns[i].sql;
	sb_adds(sql, " AND ");
	for (; *p; p++)
		if (*p == '$')
			id_list(sql, &r->ids);
		else
			sb_addc(sql, *p);
}

/* ---- conditions ---- */

/* What lies before and behind needn't be looked at. */
static enum crm_status bounds(struct asking *k, struct cond *cd)
{
	bool day = strcmp(cd->name, "day") == 0;
	struct spans l = {0};
	int64_t lo = INT64_MAX, hi = INT64_MIN;
	enum crm_status s;

	if (cd->op != OP_EQ || !cd->n || (!day && strcmp(cd->name, "at") != 0))
		return CRM_OK;
	s = cond_spans(cd, kind_field(&kind_event, cd->name), &l);
	for (size_t i = 0; i < l.n; i++) {
		int64_t from = l.v[i].lo, to = l.v[i].hi;
		if (day && from != INT64_MIN)
			from = crm_midnight(k->c, (int)from);
		if (day && to != INT64_MAX)
			to = crm_midnight(k->c, (int)to + 1) - 1;
		lo = from < lo ? from : lo;
		hi = to > hi ? to : hi;
	}
	spans_free(&l);
	k->a->lo = lo > k->a->lo ? lo : k->a->lo;
	k->a->hi = hi < k->a->hi ? hi : k->a->hi;
	return s;
}

/* Of what the system notes the one contact is all who took part. */
static const char *of_entry(struct crm *c, const char *operand)
{
	if (strncmp(operand, "contacts", 8) != 0 || !strchr("=!~", operand[8]))
		return operand;
	return arena_printf(&c->arena, "contact%s", operand + 8);
}

static enum crm_status plain(struct asking *k, const char *operand)
{
	struct tl_asked *a = k->a;
	enum crm_status s;

	sb_adds(&a->event, " AND (");
	s = cond_sql(k->c, &kind_event, "q", operand, &a->event, &a->event_binds, k->e);
	sb_adds(&a->event, ")");
	if (s)
		return s;
	sb_adds(&a->entry, " AND (");
	s = cond_sql(k->c, &kind_event, "q", of_entry(k->c, operand), &a->entry, &a->entry_binds, k->e);
	sb_adds(&a->entry, ")");
	return s;
}

/* Of fields that were changed: nothing else has any. */
static enum crm_status changed_field(struct asking *k, struct cond *cd, const char *operand)
{
	struct tl_asked *a = k->a;
	enum crm_status s = log_field_condition(cd, operand, &a->changes);

	if (s)
		return s;
	if (!cond_takes_null(cd)) {
		a->events = 0;
		a->system &= 1u << TL_CHANGED | 1u << TL_STAGE;
	}
	return CRM_OK;
}

static enum crm_status condition(struct asking *k, const char *operand, const struct operand *o)
{
	struct cond cd = {
	    .c = k->c, .name = arena_strndup(&k->c->arena, o->field, o->nfield), .op = o->op, .s = o->value, .n = o->nvalue, .e = k->e};
	int kind = ref_kind(&cd);
	enum crm_status s;

	if (strcmp(cd.name, "kind") == 0)
		return kinds(k, &cd);
	if (strcmp(cd.name, "field") == 0)
		return changed_field(k, &cd, operand);
	if (kind)
		return named_records(k, &cd, kind, operand);
	if (strncmp(cd.name, "corrected_by", 12) == 0)
		k->a->corrected = true;
	s = bounds(k, &cd);
	return s ? s : plain(k, operand);
}

/* at>2026 and the like: a person who writes it means a condition. */
static bool is_comparison(struct crm *c, const char *word)
{
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_.");

	return n && (word[n] == '<' || word[n] == '>') && catalog_step(c, &kind_event, &word, &n);
}

static enum crm_status word(struct asking *k, const char *text)
{
	struct tl_asked *a = k->a;
	enum crm_status s;

	if (is_comparison(k->c, text))
		return crm_fail(k->e, CRM_USAGE,
		                "'%s' is no condition: write FIELD=A.. for at least, FIELD=..B for at most, FIELD=A..B "
		                "for between",
		                text);
	sb_adds(&a->event, " AND ");
	s = cond_word(k->c, &kind_event, "q", text, &a->event, &a->event_binds, k->e);
	sb_adds(&a->entry, " AND ");
	return s ? s : cond_word(k->c, &kind_event, "q", text, &a->entry, &a->entry_binds, k->e);
}

/* ---- ids ---- */

static void add_scope(struct tl_asked *a, int kind, int64_t id)
{
	for (size_t i = 0; i < a->nscope; i++)
		if (a->scope[i].kind == kind && a->scope[i].id == id)
			return;
	ARRAY_PUSH(a->scope, a->nscope, (struct tl_scope){kind, id});
}

/* Also a record that was removed has its timeline. */
static enum crm_status scope(struct asking *k, const struct crm_kind *kind, int64_t id, long line)
{
	bool yes;
	int64_t removed = 0;
	char text[32];
	enum crm_status s = ref_exists(k->c, kind, &id, &yes, k->e);

	if (!s && !yes)
		s = db_get_int(k->c->db, k->e, &removed, 0, "SELECT 1 FROM removed WHERE kind=$1 AND id=$2", 2,
		               (int64_t)kind->no, id);
	if (s)
		return s;
	if (yes || removed) {
		k->others = k->others || kind->no != KIND_EVENT;
		k->a->corrected = k->a->corrected || kind->no == KIND_EVENT;
		add_scope(k->a, kind->no, id);
		return CRM_OK;
	}
	id_format(text, kind, id);
	return line ? crm_fail_at(k->e, CRM_DATA, "stdin", line, 0, NULL, "no %s %s", kind->name, text)
	            : crm_fail(k->e, CRM_NO, "no %s %s", kind->name, text);
}

static enum crm_status batch(struct asking *k, int64_t id)
{
	struct tl_asked *a = k->a;
	int64_t n;
	enum crm_status s = db_get_int(k->c->db, k->e, &n, 0, "SELECT 1 FROM batch WHERE id=$1", 1, id);

	if (s || !n)
		return s ? s : crm_fail(k->e, CRM_NO, "no batch b%lld", (long long)id);
	ARRAY_PUSH(a->batch, a->nbatch, id);
	return CRM_OK;
}

/* Ids: digits alone are those of events. *is = false: it is a word. */
static enum crm_status named(struct asking *k, const char *s, bool *is)
{
	const struct crm_kind *kind = &kind_event;
	size_t n = strlen(s), digits = n - (*s == 'b');
	int64_t id = 0;

	*is = true;
	if (id_parse(s, n, &kind, &id) && !(kind->flags & (K_CHILD | K_CONFIG)))
		return scope(k, kind, id, 0);
	*is = digits && digits < 19 && s[n - digits] != '0' && strspn(s + n - digits, "0123456789") == digits;
	if (!*is)
		return CRM_OK;
	for (const char *p = s + n - digits, *end = s + n; p < end; p++)
		id = p == s + n - digits ? *p - '0' : id * 10 + (*p - '0');
	return digits < n ? batch(k, id) : scope(k, &kind_event, id, 0);
}

static enum crm_status stream(struct asking *k, const struct crm_ids *ids)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < ids->n && !s; i++)
		s = scope(k, ids->v[i].kind ? kind_by_no(ids->v[i].kind) : &kind_event, ids->v[i].id, ids->v[i].line);
	return s;
}

/* ---- all of it ---- */

/* Records named by conditions are the ones looked through, the fewest of them, when no others are;
 * what is left of such conditions is asked of each row. */
static enum crm_status settle_refs(struct asking *k)
{
	const struct refs *lead = NULL;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < k->nrefs && !k->a->scoped; i++)
		if (!lead || k->refs[i].kind > lead->kind) /* offers, then contacts, then companies */
			lead = &k->refs[i];
	for (size_t i = 0; lead && i < lead->ids.n; i++)
		add_scope(k->a, lead->kind, lead->ids.v[i].lo);
	k->a->scoped = k->a->scoped || lead;
	for (size_t i = 0; i < k->nrefs && !s; i++) {
		if (&k->refs[i] == lead)
			continue;
		concern(&k->a->event, &k->refs[i]);
		sb_adds(&k->a->entry, " AND ");
		s = cond_sql(k->c, &kind_event, "q", of_entry(k->c, k->refs[i].operand), &k->a->entry,
		             &k->a->entry_binds, k->e);
	}
	return s;
}

/* With a sort the events are a list like others; nothing else is wanted unless it was named. */
static enum crm_status sortable(struct asking *k)
{
	if (k->others || k->a->nbatch || (k->a->system && k->a->system != TL_SYSTEM))
		return crm_fail(k->e, CRM_USAGE,
		                "the timeline is in the order of time; only events alone can be sorted, of records "
		                "named by conditions (offer=o9)");
	return CRM_OK;
}

enum crm_status timeline_ask(struct crm *c, const struct crm_query *q, struct tl_asked *a, struct crm_error *e)
{
	struct asking k = {.c = c, .a = a, .e = e};
	struct operand o;
	enum crm_status s = catalog_load(c, e), one;

	*a = (struct tl_asked){.events = TL_EVENTS,
	                       .system = TL_SYSTEM,
	                       .all = q->all,
	                       .corrected = q->all,
	                       .lo = INT64_MIN,
	                       .hi = INT64_MAX,
	                       .event = STRBUF_INIT,
	                       .entry = STRBUF_INIT,
	                       .changes = {.where = STRBUF_INIT, .what = WHAT_ALL, .records = true}};
	for (int i = 1; i < TL_BOUND; i++)
		binds_text(&a->entry_binds, "", 0);
	sb_adds(&a->event, "1=1");
	sb_adds(&a->entry, "1=1");
	for (size_t i = 0; i < q->noperands && (!s || s == CRM_NO); i++) {
		bool id = false;
		if (!q->operands[i][0])
			one = crm_fail(e, CRM_USAGE, "an empty operand: an empty variable in a script?");
		else if (operand_split(q->operands[i], &o))
			one = condition(&k, q->operands[i], &o);
		else if (!(one = named(&k, q->operands[i], &id)) && !id)
			one = word(&k, q->operands[i]);
		s = s ? s : one;
	}
	if (!s && q->ids)
		s = stream(&k, q->ids);
	a->scoped = q->ids || a->nscope || a->nbatch;
	if (!s)
		s = settle_refs(&k);
	if (!s && q->sort)
		s = sortable(&k);
	event_kinds(a);
	if (!a->corrected)
		sb_adds(&a->event, " AND q.corrected_by IS NULL");
	for (size_t i = 0; i < k.nrefs; i++)
		spans_free(&k.refs[i].ids);
	free(k.refs);
	return s;
}

void timeline_ask_free(struct tl_asked *a)
{
	sb_release(&a->event);
	sb_release(&a->entry);
	binds_free(&a->event_binds);
	binds_free(&a->entry_binds);
	log_filter_free(&a->changes);
	free(a->scope);
	free(a->batch);
}
