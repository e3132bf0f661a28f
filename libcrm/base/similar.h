/* similar.h - how alike two texts are, for finding what was written twice. Integers only, the same
 * on every system. Texts are UTF-8 and best folded (utf8_fold) before; what is beyond SIMILAR_MAX
 * characters is not looked at. */
#ifndef CRM_BASE_SIMILAR_H
#define CRM_BASE_SIMILAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

#endif
