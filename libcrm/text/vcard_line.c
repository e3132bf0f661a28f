/* vcard_line.c - properties to canonical lines, canonical lines to those of 3.0 and 4.0. */
#include "vcard.h"

#include <stdlib.h>
#include <strings.h>
#include "../base/ascii.h"

static bool one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (strcasecmp(name, *list) == 0)
			return true;
	return false;
}

/* Properties 4.0 has no more: X- stands before them there. */
static const char *const dropped[] = {"AGENT", "CLASS", "LABEL", "MAILER", "NAME", "PROFILE", "SORT-STRING", NULL};
static const char *const dates[] = {"BDAY", "ANNIVERSARY", "DEATHDATE", NULL};
/* Whose value is a URI in 4.0 unless something else is said. */
static const char *const uris[] = {"PHOTO",  "LOGO",    "SOUND", "KEY",    "URL",       "SOURCE", "IMPP",
                                   "MEMBER", "RELATED", "FBURL", "CALURI", "CALADRURI", "GEO",    NULL};
static const char *const binaries[] = {"PHOTO", "LOGO", "SOUND", "KEY", NULL};
/* Types that say the usual, or what 4.0 has no more. */
static const char *const usual_types[] = {"internet", "voice", "msg", "dom", "intl", "postal", "parcel", NULL};
static const char *const typed[] = {"TEL", "EMAIL", "ADR", NULL};
static const char *const places[] = {"home", "work", "pref", "other", NULL};

/* ---- media types of binary values ---- */

static const struct {
	const char *type, *media;
} media[] = {{"jpeg", "image/jpeg"},
             {"jpg", "image/jpeg"},
             {"basic", "audio/basic"},
             {"wave", "audio/wav"},
             {"x509", "application/pkix-cert"},
             {"pgp", "application/pgp-keys"}};

static void add_media(struct strbuf *out, const char *name, const char *type)
{
	const char *family = strcmp(name, "PHOTO") == 0 || strcmp(name, "LOGO") == 0 ? "image"
	                     : strcmp(name, "SOUND") == 0                            ? "audio"
	                                                                             : "application";

	for (size_t i = 0; type && i < sizeof media / sizeof *media; i++)
		if (strcasecmp(type, media[i].type) == 0) {
			sb_adds(out, media[i].media);
			return;
		}
	if (!type || !strchr(type, '/'))
		sb_printf(out, "%s/", type ? family : "application");
	for (type = type ? type : "octet-stream"; *type; type++)
		sb_addc(out, (unsigned char)*type <= ' ' || strchr(";,\\\"\177", *type) ? '-' : ascii_lower(*type));
}

/* The TYPE of 3.0 for a media type, in capitals. */
static void add_media_type(struct strbuf *out, const char *p, size_t n)
{
	const char *slash = memchr(p, '/', n);
	size_t from = out->len;

	for (size_t i = 0; i < sizeof media / sizeof *media; i++)
		if (strncmp(p, media[i].media, n) == 0 && !media[i].media[n]) {
			sb_adds(out, media[i].type);
			n = 0;
			break;
		}
	if (n && slash)
		sb_add(out, slash + 1, n - (size_t)(slash + 1 - p));
	for (size_t i = from; i < out->len; i++)
		if (ascii_alpha(out->buf[i]))
			out->buf[i] = (char)(out->buf[i] & ~0x20);
}

/* ---- writing parts ---- */

static void add_name(struct strbuf *out, const struct vcard_property *p)
{
	const char *s = p->written;
	bool x = strncasecmp(p->name, "X-", 2) == 0;

	sb_printf(out, "%s%s", p->group, *p->group ? "." : "");
	if (x && one_of(p->name + 2, dropped))
		s = p->name + 2;
	else if (!x)
		s = p->name;
	sb_adds(out, s);
}

static void add_param_value(struct strbuf *out, const char *s)
{
	bool quote = strpbrk(s, ":;,") != NULL;

	if (quote)
		sb_addc(out, '"');
	for (; *s; s++) {
		if (*s == '\n')
			sb_adds(out, "^n");
		else if (*s == '"')
			sb_adds(out, "^'");
		else if (*s == '^')
			sb_adds(out, "^^");
		else
			sb_addc(out, *s);
	}
	if (quote)
		sb_addc(out, '"');
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Types in small letters, sorted, each once; *pref: one of them was pref. */
static char **sorted_types(struct arena *a, const struct vcard_property *p, size_t *n, bool *pref)
{
	char **t = arena_alloc(a, (p->nparam + 1) * sizeof *t);
	size_t all = 0;

	for (size_t i = 0; i < p->nparam; i++) {
		char *s;

		if (strcmp(p->param[i].name, "TYPE") != 0 || !*p->param[i].value)
			continue;
		s = arena_strdup(a, p->param[i].value);
		for (char *c = s; *c; c++)
			*c = ascii_lower(*c);
		if (strcmp(s, "pref") == 0)
			*pref = true;
		else if (!one_of(p->name, typed) || !one_of(s, usual_types))
			t[all++] = s;
	}
	if (all)
		qsort(t, all, sizeof *t, by_text);
	*n = 0;
	for (size_t i = 0; i < all; i++)
		if (!*n || strcmp(t[*n - 1], t[i]) != 0)
			t[(*n)++] = t[i];
	return t;
}

static void add_types(struct strbuf *out, char *const *types, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		sb_adds(out, i ? "," : ";TYPE=");
		add_param_value(out, types[i]);
	}
}

/* Several values of one parameter stand together. */
static void add_params(struct strbuf *out, const struct vcard_property *p, const char *const *without)
{
	const char *last = "";

	for (size_t i = 0; i < p->nparam; i++) {
		const struct vcard_param *q = &p->param[i];

		if (one_of(q->name, without) || !*q->name)
			continue;
		if (strcmp(last, q->name) == 0) {
			sb_addc(out, ',');
		} else {
			sb_printf(out, ";%s=", last = q->name);
		}
		add_param_value(out, q->value);
	}
}

/* ---- canonical values ---- */

static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_digit(s[i]))
			return false;
	return true;
}

/* 1980-03-22 to 19800322, times likewise; a year left out as Apple does, or 1604 that stands for
 * none, becomes --0322. False: it is no date. */
static bool add_date(struct strbuf *out, const struct vcard_property *p)
{
	const char *s = p->value;
	size_t n = strlen(s), time = strcspn(s, "Tt "), from = out->len;
	bool date = n >= 4 && strspn(s, "0123456789-") >= time && strspn(s + time, "Tt 0123456789:.+-Zz") == n - time;
	bool whole = time == 10 && s[4] == '-' && s[7] == '-',
	     no_year = time == 7 && strncmp(s, "--", 2) == 0 && s[4] == '-';

	if (!date)
		return false;
	for (size_t i = 0; i < time; i++)
		if (!(whole && (i == 4 || i == 7)) && !(no_year && i == 4))
			sb_addc(out, s[i]);
	if (out->len - from == 8 && strncmp(out->buf + from, "1604", 4) == 0) {
		char rest[5];

		memcpy(rest, out->buf + from + 4, 5);
		sb_setlen(out, from);
		sb_printf(out, "--%s", rest);
		return true;
	}
	for (s += time; *s; s++)
		if (*s != ':')
			sb_addc(out, *s == ' ' || *s == 't' ? 'T' : *s);
	return true;
}

static void add_uri(struct strbuf *out, const char *s)
{
	bool data = strncmp(s, "data:", 5) == 0;

	for (; *s; s++)
		if ((*s != '\\' || !s[1] || s[1] == 'n') && !(data && (unsigned char)*s <= ' '))
			sb_addc(out, *s);
}

static bool has_scheme(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

	return n > 1 && ascii_alpha(*s) && s[n] == ':';
}

static void add_geo(struct strbuf *out, const char *s)
{
	bool uri = has_scheme(s), first = true;

	sb_adds(out, uri ? "" : "geo:");
	for (; *s; s++) {
		if (*s == ';' && first && !uri)
			sb_addc(out, ',');
		else if (*s != '\\')
			sb_addc(out, *s);
		first = first && *s != ';' && *s != ',';
	}
}

/* Text with no other escapes than there are. In one that is neither list nor parts, signs that
 * would divide it are escaped; 2.1 doesn't, and others forget it. */
static void add_text(struct strbuf *out, const char *name, const char *s)
{
	static const char *const whole[] = {"FN", "TITLE", "ROLE", "NOTE", "LABEL", NULL}, *const parts[] = {
	                                                                                           "ORG", "ADR", NULL};
	const char *divides = one_of(name, whole) ? ",;" : one_of(name, parts) ? "," : "";

	for (; *s; s++) {
		if (*s == '\\' && s[1] && !strchr(";,\\nN", s[1]))
			continue;
		if (strchr(divides, *s))
			sb_addc(out, '\\');
		sb_addc(out, *s);
		if (*s == '\\' && s[1])
			sb_addc(out, *++s == 'N' ? 'n' : *s);
	}
}

/* tel: goes, but with an extension the value is a URI. */
static void add_tel(struct strbuf *out, const char *s)
{
	struct strbuf text = STRBUF_INIT;

	vcard_text(&text, s, strlen(s));
	s = strncasecmp(text.buf, "tel:", 4) == 0 ? text.buf + 4 : text.buf;
	if (strstr(s, ";ext=")) {
		sb_adds(out, ";VALUE=uri:tel:");
		for (; *s; s++)
			if (*s != '\\' && *s != '\n')
				sb_addc(out, *s);
	} else {
		sb_addc(out, ':');
		vcard_escape(out, s, strlen(s));
	}
	sb_release(&text);
}

static bool keeps_value(const struct vcard_property *p)
{
	const char *v = vcard_param(p, "VALUE");

	if (!v || strncasecmp(p->name, "X-", 2) == 0)
		return v != NULL;
	if (strcasecmp(v, "inline") == 0 || strcasecmp(v, "binary") == 0)
		return false;
	if (one_of(p->name, uris))
		return strcasecmp(v, "uri") != 0 && strcasecmp(v, "url") != 0;
	if (one_of(p->name, dates) || strcmp(p->name, "TZ") == 0 || strcmp(p->name, "TEL") == 0)
		return false;
	return strcasecmp(v, "text") != 0;
}

static void add_value(struct strbuf *out, const struct vcard_property *p, const char *type)
{
	size_t at = out->len;

	if (strcmp(p->name, "TEL") == 0) {
		add_tel(out, p->value);
		return;
	}
	sb_addc(out, ':');
	if (p->base64) {
		if (!one_of(p->name, binaries)) {
			sb_setlen(out, at);
			sb_adds(out, ";VALUE=uri:");
		}
		sb_adds(out, "data:");
		add_media(out, p->name, type);
		sb_printf(out, ";base64,%s", p->value);
	} else if (strcmp(p->name, "GEO") == 0 && !vcard_has(p, "VALUE", "text")) {
		add_geo(out, p->value);
	} else if (one_of(p->name, dates)) {
		if (vcard_has(p, "VALUE", "text") || !add_date(out, p)) {
			sb_setlen(out, at);
			sb_printf(out, ";VALUE=text:%s", p->value);
		}
	} else if (!vcard_has(p, "VALUE", "text") && (one_of(p->name, uris) || vcard_has(p, "VALUE", "uri"))) {
		add_uri(out, p->value);
	} else {
		add_text(out, p->name, p->value);
	}
}

static bool binary(const struct vcard_property *p)
{
	return p->base64 || (one_of(p->name, binaries) && strncmp(p->value, "data:", 5) == 0);
}

void vcard_canonical(struct strbuf *out, const struct vcard_property *p)
{
	static const char *const handled[] = {"TYPE", "PREF", "VALUE", "X-APPLE-OMIT-YEAR", NULL}, *const with_value[] = {
	                                                                                               "TYPE", "PREF", "X-APPLE-OMIT-YEAR",
	                                                                                               NULL};
	struct arena a = ARENA_INIT;
	const char *type = NULL, *rank = vcard_param(p, "PREF");
	bool pref = false;
	size_t n;
	char **types = sorted_types(&a, p, &n, &pref);

	if (binary(p)) { /* the types say what kind of picture it is */
		size_t left = 0;

		for (size_t i = 0; i < p->nparam && !type; i++)
			if (strcmp(p->param[i].name, "TYPE") == 0 && *p->param[i].value &&
			    !one_of(p->param[i].value, places))
				type = p->param[i].value;
		for (size_t i = 0; i < n; i++)
			if (one_of(types[i], places))
				types[left++] = types[i];
		n = left;
	}
	add_name(out, p);
	add_types(out, types, n);
	if (rank && *rank && all_digits(rank, strlen(rank)))
		sb_printf(out, ";PREF=%s", rank);
	else if (pref)
		sb_adds(out, ";PREF=1");
	add_params(out, p, keeps_value(p) && !p->base64 ? with_value : handled);
	add_value(out, p, type);
	arena_free(&a);
}

/* ---- out ---- */

void vcard_fold(struct strbuf *out, const char *s, size_t n)
{
	size_t room = VCARD_FOLD;

	while (n > room) {
		size_t cut = room;

		while (cut > 1 && (s[cut] & 0xC0) == 0x80)
			cut--;
		sb_add(out, s, cut);
		sb_adds(out, "\r\n ");
		s += cut;
		n -= cut;
		room = VCARD_FOLD - 1;
	}
	sb_add(out, s, n);
	sb_adds(out, "\r\n");
}

static void add_date_30(struct strbuf *line, const char *value)
{
	size_t n = strlen(value);

	if (n == 6 && strncmp(value, "--", 2) == 0 && all_digits(value + 2, 4))
		sb_printf(line, ";X-APPLE-OMIT-YEAR=1604:1604-%.2s-%.2s", value + 2, value + 4);
	else if (n == 8 && all_digits(value, 8))
		sb_printf(line, ":%.4s-%.2s-%.2s", value, value + 4, value + 6);
	else
		sb_printf(line, ":%s", value);
}

static void add_geo_30(struct strbuf *line, const char *value)
{
	const char *comma = strchr(value, ',');

	if (strncmp(value, "geo:", 4) == 0 && comma && !strchr(value, ';'))
		sb_printf(line, ":%.*s;%s", (int)(comma - value - 4), value + 4, comma + 1);
	else
		sb_printf(line, ";VALUE=uri:%s", value);
}

static bool is_offset(const char *s)
{
	return (*s == '+' || *s == '-') && strspn(s + 1, "0123456789:") == strlen(s + 1) && strlen(s) >= 3;
}

/* From the colon on: 3.0 has other forms of binary values, dates, places and telephones. */
static void add_value_30(struct strbuf *line, const struct vcard_property *p)
{
	const char *v = p->value;

	if (one_of(p->name, dates) && !vcard_param(p, "VALUE"))
		add_date_30(line, v);
	else if (strcmp(p->name, "GEO") == 0 && !vcard_param(p, "VALUE"))
		add_geo_30(line, v);
	else if (one_of(p->name, binaries) && has_scheme(v) && !vcard_param(p, "VALUE"))
		sb_printf(line, ";VALUE=uri:%s", v);
	else if (strcmp(p->name, "TZ") == 0 && !is_offset(v))
		sb_printf(line, ";VALUE=text:%s", v);
	else if (strcmp(p->name, "TEL") == 0 && strncmp(v, "tel:", 4) == 0)
		sb_addc(line, ':'), vcard_escape(line, v + 4, strlen(v + 4));
	else
		sb_printf(line, ":%s", v);
}

/* Whether a data: URI can be written as ENCODING=b, with which TYPE, so that it comes back the
 * same: the body, or NULL. */
static const char *binary_body(const struct vcard_property *p, struct strbuf *type)
{
	static const char octets[] = "application/octet-stream";
	const char *media_at = p->value + 5, *end = strstr(p->value, ";base64,"),
	           *body = end ? end + strlen(";base64,") : NULL;
	struct strbuf back = STRBUF_INIT;
	size_t n;
	bool same;

	if (!body || strncmp(p->value, "data:", 5) != 0 || !(one_of(p->name, binaries) || vcard_has(p, "VALUE", "uri")))
		return NULL;
	n = (size_t)(end - media_at);
	if (n != strlen(octets) || memcmp(media_at, octets, n) != 0)
		add_media_type(type, media_at, n);
	add_media(&back, p->name, type->len ? type->buf : NULL);
	same = back.len == n && memcmp(back.buf, media_at, n) == 0;
	sb_release(&back);
	return same && strspn(body, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") == strlen(body)
	               ? body
	               : NULL;
}

static void write_30(struct strbuf *line, const struct vcard_property *p, struct arena *a)
{
	struct strbuf type = STRBUF_INIT;
	const char *body = binary_body(p, &type), *rank = vcard_param(p, "PREF");
	bool pref = false, first = rank && strcmp(rank, "1") == 0, tel = strcmp(p->name, "TEL") == 0;
	const char *const written[] = {"TYPE", first ? "PREF" : "TYPE", body || tel ? "VALUE" : "TYPE", NULL};
	size_t n;
	char **types = sorted_types(a, p, &n, &pref);

	add_name(line, p);
	if (body)
		sb_printf(line, ";ENCODING=b%s%s", type.len ? ";TYPE=" : "", type.buf);
	if (first)
		types[n++] = arena_strdup(a, "pref");
	add_types(line, types, n);
	add_params(line, p, written);
	if (body)
		sb_printf(line, ":%s", body);
	else
		add_value_30(line, p);
	sb_release(&type);
}

void vcard_write(struct strbuf *out, const char *canonical, enum vcard_version version)
{
	struct arena a = ARENA_INIT;
	struct strbuf line = STRBUF_INIT;
	struct vcard_property p;
	const char *problem;

	if (vcard_parse(&a, NULL, canonical, strlen(canonical), VCARD_40, &p, &problem)) {
		if (version == VCARD_30)
			write_30(&line, &p, &a);
		else if (one_of(p.name, dropped))
			sb_printf(&line, "%s%sX-%s", p.group, *p.group ? "." : "",
			          canonical + (*p.group ? strlen(p.group) + 1 : 0));
		else
			sb_adds(&line, canonical);
		vcard_fold(out, line.buf, line.len);
	}
	sb_release(&line);
	arena_free(&a);
}
