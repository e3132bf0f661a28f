/* words.c - texts cut into words, and the words folded */
#include "words.h"

#include <utf8proc.h>
#include "ascii.h"
#include "utf8.h"

enum class { BETWEEN, LETTER, MARK, ALONE }; /* ALONE: a word by itself */

static bool stands_alone(int32_t cp)
{
	return (cp >= 0x3040 && cp <= 0x30ff) || (cp >= 0x3400 && cp <= 0x9fff) || (cp >= 0xf900 && cp <= 0xfaff) ||
	       (cp >= 0x20000 && cp <= 0x3ffff);
}

static enum class classify(int32_t cp)
{
	switch (utf8proc_category(cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return stands_alone(cp) ? ALONE : LETTER;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return MARK;
	default:
		return BETWEEN;
	}
}

/* The character at s and its bytes. */
static enum class character(const char *s, size_t n, size_t *len)
{
	utf8proc_int32_t cp;
	utf8proc_ssize_t k;

	*len = 1;
	if (!(*s & 0x80))
		return ascii_alpha(*s) || ascii_digit(*s) ? LETTER : BETWEEN;
	k = utf8proc_iterate((const utf8proc_uint8_t *)s, n > 4 ? 4 : (utf8proc_ssize_t)n, &cp);
	if (k <= 0)
		return BETWEEN;
	*len = (size_t)k;
	return classify(cp);
}

bool word_next(const char *s, size_t n, size_t *at, struct word *w)
{
	enum class c = BETWEEN, next;
	size_t i = *at, len = 0;

	for (; i < n && c != LETTER && c != ALONE; i += len)
		c = character(s + i, n - i, &len);
	*at = i;
	if (c != LETTER && c != ALONE)
		return false;
	w->from = i - len;
	for (; i < n; i += len) {
		next = character(s + i, n - i, &len);
		if (next != MARK && (next != LETTER || c == ALONE))
			break;
	}
	w->n = i - w->from;
	*at = i;
	return true;
}

/* Folding may have brought in what is no letter: it ends a word. */
static void scrub(struct strbuf *out, size_t from)
{
	size_t to = from, len;

	for (size_t i = from; i < out->len; i += len) {
		enum class c = character(out->buf + i, out->len - i, &len);

		if (c != BETWEEN) {
			memmove(out->buf + to, out->buf + i, len);
			to += len;
		} else if (to > from && out->buf[to - 1] != ' ') {
			out->buf[to++] = ' ';
		}
	}
	while (to > from && out->buf[to - 1] == ' ')
		to--;
	sb_setlen(out, to);
}

void word_fold(struct strbuf *out, const char *s, size_t n)
{
	size_t from = out->len;
	bool ascii = true;

	if (n > WORD_BYTES)
		for (n = WORD_BYTES; n && (s[n] & 0xc0) == 0x80;)
			n--;
	for (size_t i = 0; i < n && ascii; i++)
		ascii = !(s[i] & 0x80);
	utf8_fold(out, s, n);
	if (!ascii)
		scrub(out, from);
}

size_t words_fold(struct strbuf *out, const char *s, size_t n)
{
	size_t at = 0, before, count = 0;
	struct word w;

	while (word_next(s, n, &at, &w)) {
		before = out->len;
		if (before)
			sb_addc(out, ' ');
		word_fold(out, s + w.from, w.n);
		if (out->len > before + (before > 0))
			count++;
		else
			sb_setlen(out, before);
	}
	return count;
}
