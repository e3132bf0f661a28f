/* utf8.h - validation, display width, masking, folding, nearest word. Uses utf8proc. */
#ifndef CRM_BASE_UTF8_H
#define CRM_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "strbuf.h"

/* Offset of the first byte that is not valid UTF-8 (surrogates, overlong forms, > U+10FFFF are not
 * valid), or n when all is. */
size_t utf8_valid(const char *s, size_t n);

/* Cut off what is not seen at both ends: white space of any kind (also no-break, figure and narrow
 * blanks), marks without width (U+200B..U+200F, U+2060), a byte order mark. */
void utf8_trim(const char **s, size_t *n);
/* Length of such a character at s, 0 = none. n > 0. */
size_t utf8_unseen(const char *s, size_t n);

/* Length of the valid sequence at s and its code point; 0 when the first byte begins none. n >
 * 0. */
size_t utf8_decode(const char *s, size_t n, int32_t *cp);

/* Columns a terminal needs for s; invalid bytes and control characters count as the one '?' they
 * are shown as. */
size_t utf8_width(const char *s, size_t n);

/* Bytes of the longest prefix of s that needs at most `columns` columns (never splits a character
 * or a combining sequence: ends where a grapheme cluster ends). */
size_t utf8_clip(const char *s, size_t n, size_t columns);

/* Append s with everything that could drive a terminal or hide on it replaced by '?': C0, DEL, C1
 * control characters, invalid UTF-8, bidirectional controls (marks, U+202A-202E, U+2066-2069), line
 * and paragraph separators, what has no width (U+200B, U+2060-2064, U+FEFF, tags; joiners but where
 * a script or a picture needs them). Used for tables and for messages. */
void utf8_mask(struct strbuf *out, const char *s, size_t n);

/* The same for text in lines, whose ends (LF, CR LF) stay: what separates fields of TSV stays too,
 * what stands in a string of JSON is escaped as \u there. May be given text piece by piece: returns
 * the bytes done, n but for up to 3 that begin a character (or a line's end) when it isn't the
 * end. */
enum utf8_masking { UTF8_MASK_TEXT, UTF8_MASK_TSV, UTF8_MASK_JSON };
size_t utf8_mask_lines(struct strbuf *out, const char *s, size_t n, enum utf8_masking as, bool end);

/* Append the search key of s: NFKD, combining marks off, case folded, sharp s to ss, ae/oe/ue
 * written as a/o/u (so "Müller", "Mueller" and "MULLER" are one key; all e after a, o, u go, so
 * that the key of a key is itself), letters with a stroke and their like as they are spelled
 * without (ł l, ø o, đ and dj before a vowel d, ı i, æ ae, œ oe, þ th, ð d, ħ h, ŋ ng), runs of
 * white space to one space, ends trimmed. An e-mail address is a code, see below: nadja@ isn't
 * nada@, mueller@ isn't muller@.
 * Deterministic on every system.
 * Invalid UTF-8 bytes are taken over as they are. */
void utf8_fold(struct strbuf *out, const char *s, size_t n);
/* The same of what is spelled in one way: letters stay (ae, dj, ø), case and marks go. */
void utf8_fold_code(struct strbuf *out, const char *s, size_t n);

/* The word of list (NULL-terminated) nearest to s by edit distance, or NULL when none is near
 * (distance > 1 + length/3, the length of s). In characters; a swap of neighbours is one edit, case
 * counts; the first of equally near ones; words over 64 characters are near to none. */
const char *utf8_nearest(const char *s, const char *const *list);

#endif
