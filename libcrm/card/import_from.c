/* import_from.c - rows of address books of other programs to persons. */
#include "import_from.h"

#include <stdlib.h>
#include <strings.h>
#include "../base/ascii.h"
#include "../base/utf8.h"

/* ---- a row ---- */

struct address {
	const char *label, *street, *more, *more2, *box, *extended, *city, *region, *code, *country, *whole;
	bool any;
	long line, column;
};

struct item {
	const char *label, *text;
	long line, column;
};

struct row_person {
	struct import *imp;
	struct person *p;
	struct arena *a;
	const char *middle, *suffix, *department, *year, *month, *day;
	struct item email[FROM_ITEMS], phone[FROM_ITEMS];
	struct address address[FROM_ITEMS];
};

/* Words that tell the kind, in any language met so far; what is looked for is anywhere in the
 * label. */
static int label_of(const char *label)
{
	static const struct {
		const char *word;
		int label;
	} words[] = {{"fax", 3},     {"mobil", 2},  {"cell", 2},     {"handy", 2},   {"iphone", 2},
	             {"work", 0},    {"arbeit", 0}, {"geschaft", 0}, {"dienst", 0},  {"business", 0},
	             {"office", 0},  {"buro", 0},   {"firma", 0},    {"home", 1},    {"privat", 1},
	             {"zuhause", 1}, {"other", 4},  {"andere", 4},   {"sonstig", 4}, {"weitere", 4}};
	struct strbuf key = STRBUF_INIT;
	int found = -1;

	utf8_fold(&key, label ? label : "", label ? strlen(label) : 0);
	for (size_t i = 0; i < sizeof words / sizeof *words && found < 0; i++)
		if (strstr(key.buf, words[i].word))
			found = words[i].label;
	sb_release(&key);
	return found;
}

/* A line in the syntax of 4.0, in its canonical form. */
static void keep_line(struct row_person *r, const char *line, bool shadow, long no)
{
	struct vcard_property p;
	struct strbuf b = STRBUF_INIT;
	const char *problem;

	if (vcard_parse(r->a, NULL, line, strlen(line), VCARD_40, &p, &problem)) {
		vcard_canonical(&b, &p);
		person_keep(r->imp, b.buf, shadow, no);
	}
	sb_release(&b);
}

static void kept(struct row_person *r, const char *fmt, const char *text)
{
	struct strbuf line = STRBUF_INIT;

	sb_adds(&line, fmt);
	vcard_escape(&line, text, strlen(text));
	keep_line(r, line.buf, false, r->p->line);
	sb_release(&line);
}

/* Google writes several into one cell. */
static void each(struct row_person *r, const char *text,
                 void (*to)(struct row_person *r, const char *one, const void *arg), const void *arg)
{
	const char *next;

	do {
		next = strstr(text, ":::");
		to(r, card_clean(r->a, text, next ? (size_t)(next - text) : strlen(text)), arg);
		text = next ? next + 3 : "";
	} while (next);
}

struct entry_place {
	const char *name;
	int label;
	long line, column;
};

static void take_entry(struct row_person *r, const char *one, const void *arg)
{
	const struct entry_place *e = arg;
	bool email = strcmp(e->name, "EMAIL") == 0;
	struct strbuf line = STRBUF_INIT;

	if (*one && !(email ? person_email : person_phone)(r->p, e->label, one, false, e->line, e->column)) {
		card_labelled(&line, e->name, e->label, one, strlen(one));
		keep_line(r, line.buf, false, e->line);
	}
	sb_release(&line);
}

static void take_label_word(struct row_person *r, const char *one, const void *arg)
{
	(void)arg;
	while (*one == '*' || *one == ' ')
		one++;
	if (*one && strcasecmp(one, "mycontacts") != 0 && strcasecmp(one, "starred") != 0)
		person_tag(r->p, one, strlen(one), r->p->line, 0);
}

static void take_url(struct row_person *r, const char *one, const void *arg)
{
	struct strbuf line = STRBUF_INIT;

	(void)arg;
	sb_printf(&line, "URL:%s", one);
	if (*one)
		keep_line(r, line.buf, false, r->p->line);
	sb_release(&line);
}

/* ---- birthdays ---- */

static enum crm_status bad_date(struct row_person *r, const char *s, const char *why, long line, long column)
{
	return crm_fail_at(&r->imp->row_error, CRM_DATA, NULL, line, column, "birthday", "'%s' %s", s, why);
}

/* 6/3/2005 is told by nothing but --dates; a point means day, month, year. 0/0/00 and 0.0.00 are
 * Outlook's empty field. */
static void take_birthday(struct row_person *r, const char *s, long line, long column)
{
	enum date_order order = strchr(s, '.') ? DATE_DMY : r->imp->im->dates;
	char out[CARD_DATE];
	int day, other;

	if (card_date(s, out)) {
		person_text(r->p, P_BIRTHDAY, out, line, column);
		return;
	}
	if (strspn(s, "0/.-: ") == strlen(s))
		return;
	while (*s == ' ')
		s++;
	if (date_parse_yearless(s, strlen(s), &day)) {
		date_format_yearless(out, day);
		person_text(r->p, P_BIRTHDAY, out, line, column);
		return;
	}
	if (strncmp(s, "--", 2) == 0) { /* a month, say */
		kept(r, "BDAY:", s);
		return;
	}
	if (order == DATE_ISO && date_parse_order(s, strlen(s), DATE_MDY, &day)) {
		if (date_parse_order(s, strlen(s), DATE_DMY, &other) && other != day) {
			bad_date(r, s, "may be month or day first: --dates=mdy or --dates=dmy says which", line,
			         column);
			return;
		}
	} else if (!date_parse_order(s, strlen(s), order == DATE_ISO ? DATE_DMY : order, &day)) {
		bad_date(r, s, "is not a date", line, column);
		return;
	}
	date_format(out, day);
	person_text(r->p, P_BIRTHDAY, out, line, column);
}

static void birthday_parts(struct row_person *r)
{
	int year = r->year ? ascii_number(r->year, strnlen(r->year, 5)) : -1,
	    month = r->month ? ascii_number(r->month, strnlen(r->month, 3)) : -1;
	int day = r->day ? ascii_number(r->day, strnlen(r->day, 3)) : -1;
	char out[16];

	bool known = year > 0 && year < 10000;

	if (month < 1 || month > 12 || day < 1 || day > 31)
		return;
	snprintf(out, sizeof out, "%04d-%02d-%02d", known ? year : DATE_YEARLESS, month, day);
	if (date_parse_iso(out, 10, &day))
		person_text(r->p, P_BIRTHDAY, known ? out : arena_printf(r->a, "-%s", out + 4), r->p->line, 0);
}

/* ---- cells ---- */

static void take_tags(struct row_person *r, const char *s, long line, long column)
{
	while (*s) {
		size_t n = strcspn(s, ";");

		person_tag(r->p, s, n, line, column);
		s += n + (s[n] == ';');
	}
}

/* clang-format off */
static const char **address_part(struct address *a, enum from_part part)
{
	switch (part) {
	case IS_STREET: return &a->street;
	case IS_STREET2: return &a->more;
	case IS_STREET3: return &a->more2;
	case IS_BOX: return &a->box;
	case IS_EXTENDED: return &a->extended;
	case IS_CITY: return &a->city;
	case IS_REGION: return &a->region;
	case IS_CODE: return &a->code;
	case IS_COUNTRY: return &a->country;
	case IS_ADDRESS: return &a->whole;
	default: return &a->label;
	}
}
/* clang-format on */

static void take_address(struct row_person *r, const struct from_cell *c, const char *s, const struct row_field *f)
{
	struct address *a = &r->address[c->number % FROM_ITEMS];

	*address_part(a, c->field->part) = s;
	if (c->field->label)
		a->label = c->field->label;
	a->any |= c->field->part != IS_ADDRESS_LABEL;
	a->line = a->line ? a->line : f->line;
	a->column = a->column ? a->column : f->column;
}

/* clang-format off */
static void take_part(struct row_person *r, const struct from_cell *c, const char *s, const struct row_field *f)
{
	size_t i = (size_t)c->number % FROM_ITEMS;
	const struct from_field *d = c->field;

	switch (d->part) {
	case IS_MIDDLE: r->middle = s; break;
	case IS_SUFFIX: r->suffix = s; break;
	case IS_DEPARTMENT: r->department = s; break;
	case IS_YEAR: r->year = s; break;
	case IS_MONTH: r->month = s; break;
	case IS_DAY: r->day = s; break;
	case IS_NICKNAME: kept(r, "NICKNAME:", s); break;
	case IS_URL: each(r, s, take_url, NULL); break;
	case IS_TAGS: each(r, s, take_label_word, NULL); break;
	case IS_TAG_LIST: take_tags(r, s, f->line, f->column); break;
	case IS_DATE: take_birthday(r, s, f->line, f->column); break;
	case IS_KEY:
		r->p->system = r->p->map->name;
		r->p->uid = s;
		r->p->uid_line = f->line;
		break;
	case IS_EMAIL_LABEL: r->email[i].label = s; break;
	case IS_PHONE_LABEL: r->phone[i].label = s; break;
	case IS_EMAIL:
		r->email[i] = (struct item){d->label ? d->label : r->email[i].label, s, f->line, f->column};
		break;
	case IS_PHONE:
		r->phone[i] = (struct item){d->label ? d->label : r->phone[i].label, s, f->line, f->column};
		break;
	case IS_FIELD: person_text(r->p, d->field, d->field == P_TITLE ? card_title(s) : s, f->line, f->column); break;
	default: take_address(r, c, s, f);
	}
}
/* clang-format on */

/* ---- parts put together ---- */

/* Those marked with * come first; else the order of the file stays. */
static void entries(struct row_person *r, const char *property, const struct item items[FROM_ITEMS])
{
	for (int i = 0; i < 2 * FROM_ITEMS; i++) {
		const struct item *it = &items[i % FROM_ITEMS];
		bool preferred = it->label && *it->label == '*';
		struct entry_place e = {property, label_of(it->label), it->line, it->column};

		if (it->text && preferred == (i < FROM_ITEMS))
			each(r, it->text, take_entry, &e);
	}
}

static void name(struct row_person *r)
{
	struct person_entry *t = r->p->text;
	const char *family = t[P_FAMILY].text, *n_parts[CARD_PARTS] = {family, [CARD_SUFFIX] = r->suffix};
	const char *part[] = {t[P_GIVEN].text, r->middle, family};
	struct strbuf b = STRBUF_INIT;

	if (family && r->suffix) {
		card_suffix(r->a, t[P_NAME].text, n_parts);
		part[2] = t[P_FAMILY].text = n_parts[0];
	}
	for (int i = 0; i < 3; i++)
		if (part[i])
			sb_printf(&b, "%s%s", b.len ? " " : "", part[i]);
	person_text(r->p, P_NAME, b.buf, r->p->line, 0);
	if (r->middle || r->suffix) { /* what the fields don't hold */
		const char *n[] = {family, t[P_GIVEN].text, r->middle, t[P_TITLE].text, r->suffix};

		sb_reset(&b);
		for (int i = 0; i < 5; i++) {
			sb_adds(&b, i ? ";" : "N:");
			vcard_escape(&b, n[i] ? n[i] : "", n[i] ? strlen(n[i]) : 0);
		}
		keep_line(r, b.buf, true, r->p->line);
	}
	if (r->department) {
		const char *company = t[P_COMPANY].text ? t[P_COMPANY].text : "";

		sb_reset(&b);
		sb_adds(&b, "ORG:");
		vcard_escape(&b, company, strlen(company));
		sb_addc(&b, ';');
		vcard_escape(&b, r->department, strlen(r->department));
		keep_line(r, b.buf, *company != '\0', r->p->line);
	}
	sb_release(&b);
}

static const char *or_none(const char *s)
{
	return s ? s : "";
}

/* Lines of a street stand in one field. */
static const char *street(struct row_person *r, const struct address *a)
{
	struct strbuf b = STRBUF_INIT;
	const char *part[] = {a->street, a->more, a->more2}, *out;

	for (int i = 0; i < 3; i++)
		if (part[i])
			sb_printf(&b, "%s%s", b.len ? "\n" : "", part[i]);
	if (!b.len && !a->city && !a->code && a->whole)
		sb_adds(&b, a->whole);
	out = arena_strndup(r->a, b.buf, b.len);
	sb_release(&b);
	return out;
}

static void address_line(struct row_person *r, const struct address *a, bool chosen)
{
	static const char *const words[] = {"work", "home"};
	const char *c[] = {a->box, a->extended, street(r, a), a->city, a->region, a->code, a->country};
	int label = label_of(a->label);
	struct strbuf b = STRBUF_INIT;

	sb_adds(&b, "ADR");
	if (label == 0 || label == 1)
		sb_printf(&b, ";TYPE=%s", words[label]);
	for (int i = 0; i < 7; i++) {
		sb_addc(&b, i ? ';' : ':');
		vcard_escape(&b, or_none(c[i]), strlen(or_none(c[i])));
	}
	keep_line(r, b.buf, chosen, a->line);
	sb_release(&b);
}

/* The work address is the contact's, else the first; the others are kept. */
static void addresses(struct row_person *r)
{
	const struct address *best = NULL;

	for (int i = 0; i < FROM_ITEMS; i++) {
		const struct address *a = &r->address[i];

		if (a->any && (!best || (label_of(a->label) == 0 && label_of(best->label) != 0)))
			best = a;
	}
	for (int i = 0; i < FROM_ITEMS; i++)
		if (r->address[i].any && &r->address[i] != best)
			address_line(r, &r->address[i], false);
	if (!best)
		return;
	person_text(r->p, P_STREET,
	            *street(r, best) ? street(r, best)
	            : best->extended ? best->extended
	                             : best->box,
	            best->line, best->column);
	person_text(r->p, P_POSTAL_CODE, best->code, best->line, best->column);
	person_text(r->p, P_CITY, best->city, best->line, best->column);
	person_text(r->p, P_REGION, best->region, best->line, best->column);
	person_text(r->p, P_COUNTRY, best->country ? card_country(best->country, strlen(best->country)) : NULL,
	            best->line, best->column);
	if (best->box || best->extended || label_of(best->label) != 0 || (best->country && !r->p->text[P_COUNTRY].text))
		address_line(r, best, true);
}

void from_row(struct import *imp, const struct row *row)
{
	struct person *p = person_of(imp);
	struct row_person *r;

	person_begin(p, row->line);
	r = arena_alloc(&p->arena, sizeof *r);
	*r = (struct row_person){.imp = imp, .p = p, .a = &p->arena};
	for (size_t i = 0; i < p->ncells; i++) {
		struct from_cell *c = &p->cells[i];
		const struct row_field *f = &row->f[c->at];
		bool lines = c->field && (c->field->part == IS_STREET || c->field->part == IS_ADDRESS ||
		                          (c->field->part == IS_FIELD && c->field->field == P_NOTES));
		char *s = (lines ? card_lines : card_clean)(r->a, f->p, f->n);

		if (!*s)
			continue;
		c->held = true;
		if (c->field)
			take_part(r, c, s, f);
	}
	entries(r, "EMAIL", r->email);
	entries(r, "TEL", r->phone);
	birthday_parts(r);
	addresses(r);
	name(r);
	person_cells(imp);
}

void from_notes(struct import *imp)
{
	struct person *p = person_of(imp);
	struct strbuf b = STRBUF_INIT;

	for (size_t i = 0; i < p->ncells; i++)
		if (!p->cells[i].field && p->cells[i].held)
			sb_printf(&b, "%s'%s'", b.len ? ", " : "", p->cells[i].name);
	if (b.len)
		crm_note(imp->e, "%s: left out: column%s %s", import_file(imp), strchr(b.buf, ',') ? "s" : "", b.buf);
	sb_release(&b);
}
