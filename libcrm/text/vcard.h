/* vcard.h - electronic business cards: vCard 2.1, 3.0 and 4.0 in, their lines out in 3.0 and 4.0.
 *
 * Inside the program a property stands in one form, whatever version it came in: the canonical line
 * `[group.]NAME[;TYPE=a,b][;PARAM=value…]:value`, UTF-8, unfolded, in the syntax of 4.0.
 * Quoted-printable and character sets are decoded, bare words of 2.1 are types or encodings, binary
 * values are data: URIs, types are in small letters and sorted, what only says the usual thing
 * (TYPE=voice, VALUE of the default type) is left out. So a line that went out in one version and
 * comes back in the other is the same line.
 *
 * Lines are kept in one canonical form, whatever version they came in, so that both versions
 * round-trip and compare; a line that says more than its field is given back only while the field
 * still says the same. */
#ifndef CRM_TEXT_VCARD_H
#define CRM_TEXT_VCARD_H

#include <stdbool.h>
#include <stddef.h>
#include "../base/arena.h"
#include "../base/error.h"
#include "../base/strbuf.h"
#include "reader.h"

#define VCARD_LINE_MAX (16 * 1024 * 1024) /* bytes of an unfolded line */
#define VCARD_CARD_MAX (64 * 1024 * 1024) /* bytes of a card */
#define VCARD_LINES_MAX 10000             /* lines of a card */
#define VCARD_FOLD 75                     /* octets of a line that is written */

enum vcard_version { VCARD_21 = 21, VCARD_30 = 30, VCARD_40 = 40 };

/* One value of a parameter: TYPE=a,b is two of them. The name is in capitals, the value as it is
 * meant (quotes and ^ taken away). */
struct vcard_param {
	const char *name, *value;
};

struct vcard_property {
	const char *group;         /* "item1", or "" */
	const char *name;          /* in capitals */
	const char *written;       /* the name as it stood */
	struct vcard_param *param; /* without ENCODING and CHARSET, which are obeyed */
	size_t nparam;
	/* UTF-8; text as 3.0 and 4.0 escape it (\n \, \; \\), of 2.1 too; base64 without blanks */
	const char *value;
	bool base64;       /* the value is binary, as base64 */
	bool damaged;      /* bytes that no character set explains stand as U+FFFD */
	long line;         /* 1-based, where it begins */
};

struct vcard {
	enum vcard_version version; /* 3.0 when the card doesn't say */
	struct vcard_property *p;   /* without BEGIN, VERSION and END */
	size_t n;
	long first, last; /* its lines in the file */
};

/* ---- vcard.c: cards of a file ---- */

struct vcard_reader;
/* Whether the source begins as vcard_begins says; reads its first block. CRM_USAGE, CRM_IO. */
enum crm_status vcard_recognize(const struct crm_source *src, const char *encoding, bool *yes,
                                struct crm_error *e);
/* Whether a text, of which p is the beginning, is a file of cards: BEGIN:VCARD in its first line
 * that isn't blank. */
bool vcard_begins(const char *p, size_t n);
/* encoding as in reader_options; without one a byte order mark and UTF-16 are recognised, and a
 * line that isn't UTF-8 is of the character set it names, else of CP1252. The source is borrowed
 * until vcard_free. CRM_USAGE for an unknown encoding, CRM_IO. */
enum crm_status vcard_open(struct vcard_reader **r, const struct crm_source *src,
                           const char *encoding, struct crm_error *e);
void vcard_free(struct vcard_reader *r);
/* The next card, valid until the next call; *card = NULL at the end. CRM_DATA: a damaged card, told
 * with file and line; *card has then its lines (first, last) and no properties, and the reader goes
 * on behind it. Damaged are: no END:VCARD, text outside a card, a line without a colon or with no
 * name, a NUL byte, an unknown version or character set, bytes not valid in the encoding given, and
 * what is beyond the limits above. CRM_IO ends it. */
enum crm_status vcard_next(struct vcard_reader *r, const struct vcard **card, struct crm_error *e);

/* ---- vcard_property.c: one line ---- */

struct charsets; /* character sets opened so far */
struct charsets *charsets_new(void);
void charsets_free(struct charsets *cs); /* NULL is legal */
/* An unfolded line; everything in *p lives in the arena or in line. cs NULL: the line is UTF-8.
 * False: *problem says what is wrong, in the arena. */
bool vcard_parse(struct arena *a, struct charsets *cs, const char *line, size_t n,
                 enum vcard_version version, struct vcard_property *p, const char **problem);

/* The value of a parameter, NULL when it isn't there; has: whether one of its values is `value`
 * (small letters), whatever the case. */
const char *vcard_param(const struct vcard_property *p, const char *name);
bool vcard_has(const struct vcard_property *p, const char *name, const char *value);
/* Append a text value, or a part of one, without its escapes; control characters but newlines
 * become blanks. */
void vcard_text(struct strbuf *out, const char *s, size_t n);
/* Append a text with escapes; carriage returns before newlines go. */
void vcard_escape(struct strbuf *out, const char *s, size_t n);
/* The next part of a value that separators (; or ,) divide: *p moves behind it. False at the end;
 * an empty value has one empty part. Begin with *p = value. */
bool vcard_part(const char **p, char separator, const char **part, size_t *n);

/* ---- vcard_line.c: lines in and out ---- */

/* Append the canonical line of a property. */
void vcard_canonical(struct strbuf *out, const struct vcard_property *p);
/* Append a canonical line as a card of the version (3.0 or 4.0) has it, folded, with CR LF. What
 * the version doesn't know is written so that it stays valid. */
void vcard_write(struct strbuf *out, const char *canonical, enum vcard_version version);
/* Append raw text as one folded line with CR LF. */
void vcard_fold(struct strbuf *out, const char *s, size_t n);

#endif
