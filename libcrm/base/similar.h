/* similar.h - how alike two texts are, for finding what was written twice. Integers only, the same
 * on every system. Texts are UTF-8 and best folded (utf8_fold) before; what is beyond SIMILAR_MAX
 * characters is not looked at. */
#ifndef CRM_BASE_SIMILAR_H
#define CRM_BASE_SIMILAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "strbuf.h"

#define SIMILAR_MAX 64

/* Edits that make one of the other, or max + 1 when there are more than max: a character added,
 * left out, replaced, or two neighbours swapped, none of them touched twice (optimal string
 * alignment: Damerau 1964, Boytsov 2011). max ≤ 64. */
int similar_edits(const char *a, size_t na, const char *b, size_t nb, int max);

/* Jaro-Winkler similarity in 1/1000: 1000 equal, 0 nothing in common (Winkler 1990: prefix of 4
 * counts, weight 0.1). Two empty texts are equal. */
int similar_winkler(const char *a, size_t na, const char *b, size_t nb);

/* Cologne phonetics (Postel 1969) of the ASCII letters of a folded word: digits into out (≥ 33
 * bytes, terminated), at most 32; returns their number. Other characters part nothing and count as
 * nothing; a word without ASCII letters gives "". */
size_t similar_sound(char *out, const char *s, size_t n);

/* Append what equal texts have in common: case, runs of blanks and control characters, and ä for
 * ae, ß for ss don't count; any other mark does, so that Müller and Mueller are equal, Muller is
 * not. */
void similar_equal(struct strbuf *out, const char *s, size_t n);

/* How the names of two persons go together. */
enum name_fit {
	FIT_NONE,  /* no word in common */
	FIT_WORD,  /* a word in common: Erika Muster, Erika Schmidt */
	FIT_WHOLE, /* one is empty, or all words of one are among the other's: E. Muster */
	FIT_EQUAL  /* equal (similar_equal) */
};
/* Titles and the order of words don't count, an initial is any word it begins. */
enum name_fit similar_names(const char *a, size_t na, const char *b, size_t nb);

/* Bytes of the folded name of a firm before the legal form at its end, at least its first word. */
size_t similar_firm(const char *folded, size_t n);

#endif
