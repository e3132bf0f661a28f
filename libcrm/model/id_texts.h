/* id_texts.h - texts by ids: labels of records, lists as they are printed. Internal. */
#ifndef CRM_MODEL_ID_TEXTS_H
#define CRM_MODEL_ID_TEXTS_H

#include <stddef.h>
#include <stdint.h>
#include "../base/strbuf.h"

/* Ids ascend. Begins with zeroes and text = STRBUF_INIT. */
struct id_text { int64_t id; size_t at, len; };
struct id_texts { struct id_text *of; size_t n, alloc; struct strbuf text; };

/* A new id behind all others, with an empty text; what is added to `text` then is the text of the
 * last one, when id_texts_close has been called. */
void id_texts_open(struct id_texts *x, int64_t id);
void id_texts_close(struct id_texts *x);
/* The text of an id, NULL (and 0) when it is not there; valid until the next one is added. */
const char *id_texts_find(const struct id_texts *x, int64_t id, size_t *n);
void id_texts_reset(struct id_texts *x);
void id_texts_free(struct id_texts *x);

#endif
