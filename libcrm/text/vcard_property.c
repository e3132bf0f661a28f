/* vcard_property.c - a line of a card: group, name, parameters, value; encodings and character
 * sets. */
#include "vcard_impl.h"

#include <strings.h>
#include "../base/ascii.h"
#include "../base/utf8.h"

/* ---- values ---- */

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

/* Newlines in it, and in 2.1 backslashes that escape nothing, are escaped; other control characters
 * become blanks. */
static char *as_escaped(struct arena *a, const char *p, size_t n, enum vcard_version version)
{
	struct strbuf b = STRBUF_INIT;
	char *s;

	for (size_t i = 0; i < n; i++) {
		bool last = i + 1 == n;

		if (p[i] == '\r' && !last && p[i + 1] == '\n')
			continue;
		if (p[i] == '\n' || p[i] == '\r')
			sb_adds(&b, "\\n");
		else if (p[i] == '\\' &&
		         (last || is_control(p[i + 1]) || (version == VCARD_21 && !strchr(";,:\\nN", p[i + 1]))))
			sb_adds(&b, "\\\\");
		else if (p[i] == '\\')
			sb_add(&b, &p[i++], 2);
		else
			sb_addc(&b, is_control(p[i]) && p[i] != '\t' ? ' ' : p[i]);
	}
	s = arena_strndup(a, b.buf, b.len);
	sb_release(&b);
	return s;
}

static bool is_text(const struct strbuf *b)
{
	for (size_t i = 0; i < b->len; i++)
		if ((unsigned char)b->buf[i] < ' ' && !strchr("\t\r\n", b->buf[i]))
			return false;
	return !memchr(b->buf, '\0', b->len);
}

/* ---- parameters ---- */

struct parse {
	struct arena *a;
	struct vcard_property *p;
	enum vcard_version version;
	const char *at, *end;
	const char *charset;
	bool quoted_printable;
	const char *problem;
};

/* Letters, digits and -; anything else becomes that. */
static char *proper(struct arena *a, const char *s, size_t n)
{
	char *out = arena_strndup(a, s, n);

	for (size_t i = 0; i < n; i++)
		out[i] = (char)(ascii_alpha(out[i]) || ascii_digit(out[i]) ? out[i] : '-');
	return out;
}

static char *capitals(struct arena *a, const char *s, size_t n)
{
	char *out = proper(a, s, n);

	for (size_t i = 0; i < n; i++)
		out[i] = (char)(out[i] >= 'a' && out[i] <= 'z' ? out[i] - ('a' - 'A') : out[i]);
	return out;
}

static void add_param(struct parse *s, const char *name, const char *value)
{
	struct vcard_property *p = s->p;

	if (strcmp(name, "ENCODING") == 0) {
		s->quoted_printable |= strcasecmp(value, "quoted-printable") == 0;
		p->base64 |= strcasecmp(value, "b") == 0 || strcasecmp(value, "base64") == 0;
		return;
	}
	if (strcmp(name, "CHARSET") == 0) {
		s->charset = value;
		return;
	}
	ARENA_PUSH(s->a, p->param, p->nparam, (struct vcard_param){name, value});
}

/* ^n ^^ ^' of RFC 6868. */
static char *unhat(struct arena *a, const char *p, size_t n, bool hats)
{
	char *s = arena_alloc(a, n + 1), *to = s;

	for (size_t i = 0; i < n; i++) {
		char next = i + 1 < n ? p[i + 1] : 0;

		if (hats && p[i] == '^' && next && strchr("n^'", next)) {
			*to++ = next == 'n' ? '\n' : next == '^' ? '^' : '"';
			i++;
		} else {
			*to++ = (unsigned char)p[i] < ' ' || p[i] == 0x7f ? ' ' : p[i];
		}
	}
	return s;
}

static void add_values(struct parse *s, const char *name, const char *p, size_t n)
{
	while (strcmp(name, "TYPE") == 0 && memchr(p, ',', n)) { /* "work,voice" means two, whatever the quotes */
		size_t len = (size_t)((const char *)memchr(p, ',', n) - p);

		if (len)
			add_param(s, name, unhat(s->a, p, len, false));
		p += len + 1;
		n -= len + 1;
	}
	if (n || strcmp(name, "TYPE") != 0)
		add_param(s, name, unhat(s->a, p, n, s->version != VCARD_21));
}

/* A word without a name, as 2.1 writes them. */
static void add_bare(struct parse *s, const char *word)
{
	static const struct {
		const char *word, *name, *value;
	} meaning[] = {{"quoted-printable", "ENCODING", "quoted-printable"},
	               {"base64", "ENCODING", "b"},
	               {"b", "ENCODING", "b"},
	               {"7bit", "ENCODING", "7bit"},
	               {"8bit", "ENCODING", "8bit"},
	               {"url", "VALUE", "uri"},
	               {"uri", "VALUE", "uri"},
	               {"inline", "VALUE", "inline"},
	               {"content-id", "VALUE", "content-id"}};

	for (size_t i = 0; i < sizeof meaning / sizeof *meaning; i++)
		if (strcasecmp(word, meaning[i].word) == 0) {
			add_param(s, meaning[i].name, meaning[i].value);
			return;
		}
	add_values(s, "TYPE", word, strlen(word));
}

/* NAME=value,"value",…, up to the next ; or : */
static bool parse_values(struct parse *s, const char *name)
{
	do {
		const char *from = ++s->at, *to;
		bool quoted = s->at < s->end && *s->at == '"';

		if (quoted) {
			from++;
			to = memchr(from, '"', (size_t)(s->end - from));
			if (!to) {
				s->problem = arena_printf(s->a, "parameter %s has an open quote", name);
				return false;
			}
			s->at = to + 1;
		}
		while (s->at < s->end && *s->at != ',' && *s->at != ';' && *s->at != ':')
			s->at++;
		add_values(s, name, from, (size_t)((quoted ? to : s->at) - from));
	} while (s->at < s->end && *s->at == ',');
	return true;
}

static bool parse_params(struct parse *s)
{
	while (s->at < s->end && *s->at == ';') {
		const char *from = ++s->at;

		while (s->at < s->end && *s->at != '=' && *s->at != ';' && *s->at != ':')
			s->at++;
		if (s->at < s->end && *s->at == '=') {
			if (!parse_values(s, capitals(s->a, from, (size_t)(s->at - from))))
				return false;
		} else {
			add_bare(s, arena_strndup(s->a, from, (size_t)(s->at - from)));
		}
	}
	if (s->at < s->end && *s->at == ':') {
		s->at++;
		return true;
	}
	s->problem = arena_printf(s->a, "no colon behind the parameters of %s", s->p->written);
	return false;
}

/* ---- a line ---- */

/* Letters, digits and - by the book; / _ and blanks at the end are met. */
static bool name_ok(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_alpha(s[i]) && !ascii_digit(s[i]) && !strchr("-_/.", s[i]))
			return false;
	return n > 0;
}

static bool parse_name(struct parse *s)
{
	const char *from = s->at, *dot;
	size_t n;

	while (s->at < s->end && *s->at != ';' && *s->at != ':')
		s->at++;
	n = (size_t)(s->at - from);
	while (n && (from[n - 1] == ' ' || from[n - 1] == '\t'))
		n--;
	if (s->at == s->end || !name_ok(from, n)) {
		s->problem = arena_printf(s->a, s->at == s->end ? "no colon in '%.*s%s'" : "'%.*s%s' is no property",
		                          (int)(n < 40 ? n : 40), from, n > 40 ? "…" : "");
		return false;
	}
	dot = memchr(from, '.', n);
	s->p->group = dot ? proper(s->a, from, (size_t)(dot - from)) : "";
	if (dot) {
		n -= (size_t)(dot + 1 - from);
		from = dot + 1;
	}
	s->p->written = proper(s->a, from, n);
	s->p->name = capitals(s->a, from, n);
	return n > 0;
}

static void find_charset(struct parse *s, const char *p, const char *end)
{
	for (; end - p > 8 && *p != ':'; p++)
		if (ascii_same(p, 8, "charset=")) {
			const char *to = p += 8;

			while (to < end && *to != ';' && *to != ':')
				to++;
			s->charset = arena_strndup(s->a, p, (size_t)(to - p));
			return;
		}
}

/* Names and notes come as base64, too; what comes so and is no text stays as it is. */
static bool binary_name(const char *name)
{
	static const char *const names[] = {"PHOTO", "LOGO", "SOUND", "KEY"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return strncmp(name, "X-", 2) == 0;
}

static bool decode_text(struct parse *s, struct charsets *cs, const struct strbuf *bytes)
{
	struct strbuf text = STRBUF_INIT;
	bool good = charset_text(cs, s->charset, &text, bytes->buf, bytes->len, &s->p->damaged);

	if (!good)
		s->problem = arena_printf(s->a, "unknown character set '%s'", s->charset);
	s->p->value = as_escaped(s->a, text.buf, text.len, s->version);
	sb_release(&text);
	return good;
}

static bool decode_value(struct parse *s, struct charsets *cs)
{
	struct vcard_property *p = s->p;
	size_t n = (size_t)(s->end - s->at);
	struct strbuf bytes = STRBUF_INIT;
	bool good = true;

	if (n >= 5 && memcmp(s->at, "data:", 5) == 0)
		p->base64 = false;
	if (p->base64) {
		p->value = only_base64(s->a, s->at, n);
		p->base64 = binary_name(p->name);
		if (!p->base64 && unbase64(&bytes, p->value) && is_text(&bytes))
			good = decode_text(s, cs, &bytes);
	} else if (s->quoted_printable) {
		unquote_printable(&bytes, s->at, n);
		good = decode_text(s, cs, &bytes);
	} else {
		p->value = as_escaped(s->a, s->at, n, s->version);
	}
	sb_release(&bytes);
	return good;
}

bool vcard_parse(struct arena *a, struct charsets *cs, const char *line, size_t n, enum vcard_version version,
                 struct vcard_property *p, const char **problem)
{
	struct parse s = {.a = a, .p = p, .version = version, .at = line, .end = line + n};
	struct strbuf text = STRBUF_INIT;
	bool good = true;

	*p = (struct vcard_property){.group = "", .name = "", .written = "", .value = ""};
	if (memchr(line, '\0', n)) {
		*problem = "NUL byte";
		return false;
	}
	if (utf8_valid(line, n) < n) {
		find_charset(&s, s.at, s.end);
		good = charset_text(cs, s.charset, &text, line, n, &p->damaged);
		if (!good)
			s.problem = arena_printf(a, "unknown character set '%s'", s.charset);
		s.at = arena_strndup(a, text.buf, text.len);
		s.end = s.at + text.len;
		sb_release(&text);
	}
	good = good && parse_name(&s) && parse_params(&s) && decode_value(&s, cs);
	*problem = good ? NULL : s.problem ? s.problem : "a line without a name";
	return good;
}

/* ---- reading properties ---- */

const char *vcard_param(const struct vcard_property *p, const char *name)
{
	for (size_t i = 0; i < p->nparam; i++)
		if (strcmp(p->param[i].name, name) == 0)
			return p->param[i].value;
	return NULL;
}

bool vcard_has(const struct vcard_property *p, const char *name, const char *value)
{
	for (size_t i = 0; i < p->nparam; i++)
		if (strcmp(p->param[i].name, name) == 0 && strcasecmp(p->param[i].value, value) == 0)
			return true;
	return false;
}

void vcard_text(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (c == '\\' && i + 1 < n) {
			c = s[++i];
			c = c == 'n' || c == 'N' ? '\n' : c;
		}
		sb_addc(out, ((unsigned char)c < ' ' && c != '\n') || c == 0x7f ? ' ' : c);
	}
}

void vcard_escape(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\r' && i + 1 < n && s[i + 1] == '\n')
			continue;
		if (s[i] == '\n' || s[i] == '\r') {
			sb_adds(out, "\\n");
			continue;
		}
		if (s[i] == '\\' || s[i] == ';' || s[i] == ',')
			sb_addc(out, '\\');
		sb_addc(out, ((unsigned char)s[i] < ' ' && s[i] != '\t') || s[i] == 0x7f ? ' ' : s[i]);
	}
}

bool vcard_part(const char **p, char separator, const char **part, size_t *n)
{
	const char *s = *p;

	if (!s)
		return false;
	*part = s;
	while (*s && *s != separator)
		s += s[0] == '\\' && s[1] ? 2 : 1;
	*n = (size_t)(s - *part);
	*p = *s ? s + 1 : NULL;
	return true;
}
