/* money.h - exact amounts: integers in minor units, currencies, rounding, allocation, decimals. No
 * floating point. */
#ifndef CRM_BASE_MONEY_H
#define CRM_BASE_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "error.h"

#define MONEY_LIMIT INT64_C(900000000000000) /* 9·10^14 minor units: amount × percent still fits 63 bits */

/* A currency is its ISO 4217 number (EUR 978). 0 = none. */
/* alphabetic code, any case; 0 = unknown. ANG is XCG since 2025 (one number) */
int currency_parse(const char *s, size_t n);
const char *currency_code(int number);           /* "EUR"; "" for 0 or unknown */
int currency_decimals(int number);               /* 2 for EUR, 0 for JPY, 3 for BHD; 2 for 0 */
/* The one that a sign or word alone means: €, Euro; of one that several have ($, kr) own, or 0. */
int currency_sign(const char *s, size_t n, int own);
/* Take the sign or code of a currency off an amount, before or behind it, with the dash of `12,-`:
 * what is left begins with a digit or a sign; *minus: one stood before it. Returns whose it is:
 * own, when the sign may mean that (kr, $), else the first it may mean; 0 = there is none, nothing
 * is changed but for the dash. */
int currency_take(const char **s, size_t *n, int own, bool *minus);
/* all codes, NULL-terminated, for completion and "nearest" */
const char *const *currency_codes(void);

/* A decimal number with at most `decimals` (0 to 18) places: optional sign, digits, `point`,
 * digits; a number with more places is refused unless they are zeros; no exponent. With point ','
 * dots may group thousands, with '.' commas may, with both blanks or apostrophes (also the no-break
 * and curly ones), only in threes, one sign throughout, the first group not beginning with 0. *v is
 * scaled by 10^decimals, within ± INT64_MAX. CRM_DATA says what is wrong; *v is left alone then. */
enum crm_status decimal_parse(const char *s, size_t n, int decimals, char point, int64_t *v,
                              struct crm_error *e);

/* The same where nobody said what the decimal sign is: the point. places: decimals the number's
 * kind has (1500 or 1.5 is meant by 1.500 and 1,500 when there are less than 3: refused, the
 * message says what to write). In a file (messages name --decimal) groups that can't be mistaken
 * for decimals are taken, as in 1,234.50; elsewhere none. CRM_DATA. */
enum crm_status decimal_parse_unsaid(const char *s, size_t n, int decimals, int places, bool file,
                                     int64_t *v, struct crm_error *e);

/* The same of an amount with its currency beside it, or in a file of a spreadsheet: point or comma,
 * grouped or not, as long as it can be read in one way only. CRM_DATA. */
enum crm_status decimal_parse_either(const char *s, size_t n, int decimals, int places, int64_t *v,
                                     struct crm_error *e);

/* v / 10^decimals with exactly `decimals` (0 to 18) places (money), into out (≥ 32 bytes,
 * NUL-terminated); returns the length. */
size_t decimal_format(char *out, int64_t v, int decimals);
/* The same without trailing zeros (decimals, percents): 40, 12.5. */
size_t decimal_format_short(char *out, int64_t v, int decimals);

/* a·b/c rounded half away from zero in 128 bits. c > 0. False when it does not fit ± INT64_MAX;
 * *out is left alone then. */
bool muldiv(int64_t a, int64_t b, int64_t c, int64_t *out);
/* amount × p (percent in 1/100: 4000 = 40 %, 0 to 10000), half away from zero. */
int64_t money_weighted(int64_t amount, int p);

/* Spread total over n weights (none negative, their sum > 0; all zero means equal shares): floor
 * toward zero, then the rest unit by unit to the largest remainders, ties to the first. Σ out =
 * total; no share has the wrong sign or is more than one unit off. n > 0. */
void allocate(int64_t total, const int64_t *weights, size_t n, int64_t *out);

/* Countries: ISO 3166-1 and Kosovo (XK), ordered by code. */
struct country {
	char code[3];
	short calling;
	char trunk;       /* national trunk prefix digit or 0 */
	const char *name; /* English short name */
};
/* Alpha-2 or alpha-3 code, or name in English, German or French, any case, with or without accents,
 * also common forms (UK, USA, Czech Republic, Schweiz); NULL = unknown or ambiguous (Korea, Virgin
 * Islands). */
const struct country *country_parse(const char *s, size_t n);
const struct country *country_table(size_t *n);

/* Search key of a phone number: digits in international form without +. country is the ISO code the
 * number is dialled from or NULL. 0221 123456 in DE → 49221123456; +49 (0)221 … and 0049221…
 * likewise; so with the trunk prefixes and exit codes of other countries (8 … in Russia, 011 … in
 * the US); the letters of 0800 FLOWERS are digits where such numbers are advertised. What follows
 * the number (a letter, a comma, ;ext=) does not count. Without country a number that is not in
 * international form is taken as it is. Returns the length, 0 when it holds fewer than 3 digits
 * (out is "" then). out ≥ 40 bytes. */
size_t phone_key(char *out, const char *s, size_t n, const char *country);

/* A text taken apart that names a number. */
struct phone_parts {
	char number[48]; /* + and international digits, else the digits as they are dialled */
	char ext[8];     /* digits of the extension, "" none */
	bool words;      /* beside it stands what is neither known nor an extension */
	bool home;       /* begins with its country's own calling code, but without + or 00 */
	bool apart;      /* that code can hardly be anything else: it stands apart */
};
/* country as for phone_key. False when it holds fewer than 3 digits. */
bool phone_take_apart(struct phone_parts *p, const char *s, size_t n, const char *country);

#endif
