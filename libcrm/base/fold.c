/* fold.c - utf8_fold: search keys of texts. What is stored was made with it: another key for any
 * text wants a schema version, whose migration makes all of them anew (store/db_fold.c). */
#include <stdint.h>
#include <utf8proc.h>

#include "ascii.h"
#include "utf8.h"

/* A search key on its way. Keys are gathered in small pieces, so that the cap of the buffer holds
 * and appending costs little. */
struct fold {
	struct strbuf *out;
	size_t n;
	bool code; /* an e-mail address or a number, which are spelled in one way */
	bool begun; /* something but white space has come */
	bool space; /* white space has come since */
	bool vowel; /* a, o or u came last: e after it is the other spelling of an umlaut */
	char buf[256];
};

/* The last two bytes stay: what comes next may change them. */
static void fold_flush(struct fold *f)
{
	size_t n = f->n > 2 ? f->n - 2 : 0;

	sb_add(f->out, f->buf, n);
	memmove(f->buf, f->buf + n, f->n - n);
	f->n -= n;
}

static void fold_space(struct fold *f)
{
	f->space = f->begun;
	f->vowel = false;
}

/* What comes before the next byte that is no space, and room for that byte. */
static void fold_begin(struct fold *f)
{
	if (f->n > sizeof f->buf - 2)
		fold_flush(f);
	if (f->space)
		f->buf[f->n++] = ' ';
	f->space = false;
	f->begun = true;
}

/* A byte of a character beyond ASCII. */
static void fold_byte(struct fold *f, char c)
{
	fold_begin(f);
	f->buf[f->n++] = c;
	f->vowel = false;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* dj before a vowel is the other spelling of a d with a stroke (Djordje). */
static size_t without_j(char *buf, size_t k)
{
	if (!memchr("aeiou", buf[k - 1], 5))
		return k;
	buf[k - 2] = buf[k - 1];
	return k - 1;
}

/* ASCII up to a space or the end of the piece; returns how much of s it was. s does not begin with
 * a space. */
static size_t fold_ascii(struct fold *f, const char *s, size_t n)
{
	bool vowel = f->vowel;
	size_t i, k;

	fold_begin(f);
	k = f->n;
	for (i = 0; i < n && k < sizeof f->buf && !(s[i] & 0x80) && !is_space(s[i]); i++) {
		char c = ascii_lower(s[i]);
		/* all e's, not only the first: else ä and ae before another e would differ, and the
		 * key of a key */
		bool other = (c == 'e') & vowel & !f->code;
		f->buf[k] = c;
		k += !other;
		vowel = other | (c == 'a') | (c == 'o') | (c == 'u');
		if (k > 2 && f->buf[k - 2] == 'j' && f->buf[k - 3] == 'd' && !f->code)
			k = without_j(f->buf, k);
	}
	f->n = k;
	f->vowel = vowel;
	return i;
}

static bool is_wide_space(int32_t cp)
{
	utf8proc_category_t c = utf8proc_category(cp);

	if (cp < 0x80)
		return is_space((char)cp);
	return cp == 0x85 || c == UTF8PROC_CATEGORY_ZS || c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP;
}

/* Letters that nothing can be taken off from, because the stroke or the missing dot is no mark to
 * Unicode; lower case. As people write them who have no such key. NULL = it is none. */
static const char *plain_letters(int32_t cp)
{
	static const struct { int32_t cp; char plain[3]; } letters[] = {
		{0xE6, "ae"}, {0xF0, "d"}, {0xF8, "o"}, {0xFE, "th"}, {0x111, "d"}, {0x127, "h"}, {0x131, "i"}, {0x138, "k"}, {0x142, "l"},
		{0x14B, "ng"}, {0x153, "oe"}, {0x167, "t"}, {0x180, "b"}, {0x19A, "l"}, {0x1B6, "z"}, {0x1E5, "g"}, {0x237, "j"},
		{0x23C, "c"}, {0x247, "e"}, {0x249, "j"}, {0x24D, "r"}, {0x24F, "y"}, {0x256, "d"}, {0x268, "i"}, {0x289, "u"},
		{0x2C65, "a"}, {0x2C66, "t"},
	};
	size_t i = 0, n = sizeof letters / sizeof *letters;

	if (cp < letters[0].cp || cp > letters[n - 1].cp)
		return NULL;
	while (i < n && letters[i].cp < cp)
		i++;
	return letters[i].cp == cp ? letters[i].plain : NULL;
}

/* A character beyond ASCII. */
static void fold_char(struct fold *f, int32_t cp)
{
	utf8proc_int32_t parts[32]; /* the longest decomposition has 18 */
	utf8proc_uint8_t bytes[4];
	int boundclass = 0;
	utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
	utf8proc_ssize_t n = utf8proc_decompose_char(cp, parts, 32, how, &boundclass);

	for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
		char c = (char)parts[i];
		const char *plain = f->code ? NULL : plain_letters(parts[i]);
		if (plain) {
			for (; *plain; plain++)
				fold_ascii(f, plain, 1);
		} else if (parts[i] < 0x80 && !is_space(c)) {
			fold_ascii(f, &c, 1);
		} else if (is_wide_space(parts[i])) {
			fold_space(f);
		} else {
			utf8proc_ssize_t len = utf8proc_encode_char(parts[i], bytes);
			for (utf8proc_ssize_t k = 0; k < len; k++)
				fold_byte(f, (char)bytes[k]);
		}
	}
}

/* ASCII in one piece, with an @ in it. */
static bool is_address(const char *s, size_t n)
{
	while (n && is_space(*s))
		s++, n--;
	while (n && is_space(s[n - 1]))
		n--;
	if (!n || !memchr(s, '@', n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_space(s[i]) || (s[i] & 0x80))
			return false;
	return true;
}

static void fold(struct strbuf *out, const char *s, size_t n, bool code)
{
	struct fold f = {.out = out, .code = code};
	size_t len;
	int32_t cp;

	for (size_t i = 0; i < n; i += len) {
		len = 1;
		if (is_space(s[i])) {
			fold_space(&f);
		} else if (!(s[i] & 0x80)) {
			len = fold_ascii(&f, s + i, n - i);
		} else {
			len = utf8_decode(s + i, n - i, &cp);
			if (len)
				fold_char(&f, cp);
			else
				fold_byte(&f, s[i]);
			len += !len;
		}
	}
	sb_add(out, f.buf, f.n);
}

void utf8_fold(struct strbuf *out, const char *s, size_t n)
{
	fold(out, s, n, is_address(s, n));
}

void utf8_fold_code(struct strbuf *out, const char *s, size_t n)
{
	fold(out, s, n, true);
}
