/* words.h - the words of a text as full-text search sees them: what is indexed, asked for and
 * marked is cut the same way.
 *
 * Words are cut and folded before the full-text index sees them, so that documents, questions and
 * snippets agree; its tokenizer only splits at blanks. A word `_` stands between fields: no phrase
 * spans them. Telephone numbers are the word `_` and the digits from the last to the first: the end
 * of a number is a prefix. */
#ifndef CRM_BASE_WORDS_H
#define CRM_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include "strbuf.h"

#define WORD_BYTES 64 /* what a word is longer doesn't count */

/* A word: letters and digits with the marks upon them. Chinese and Japanese, written without
 * blanks, have a word in each character, so that a phrase finds any part of them. Everything else,
 * invalid bytes too, stands between words. */
struct word { size_t from, n; };

/* The next word of s from offset *at on, which is moved behind it. False: there is none. */
bool word_next(const char *s, size_t n, size_t *at, struct word *w);

/* Append a word folded (utf8_fold): bytes a-z, 0-9 and those of characters beyond ASCII. Some make
 * several words, with a blank between them (½), or none. */
void word_fold(struct strbuf *out, const char *s, size_t n);

/* Append the folded words of a text, each behind a blank but where out is empty. Returns how many
 * words. */
size_t words_fold(struct strbuf *out, const char *s, size_t n);

#endif
