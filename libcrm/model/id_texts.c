/* id_texts.c - texts by ids */
#include "id_texts.h"

#include <stdlib.h>
#include "../base/array.h"

void id_texts_open(struct id_texts *x, int64_t id)
{
	GROW(x->of, x->n, x->alloc);
	x->of[x->n++] = (struct id_text){id, x->text.len, 0};
}

void id_texts_close(struct id_texts *x)
{
	struct id_text *last = &x->of[x->n - 1];

	last->len = x->text.len - last->at;
}

const char *id_texts_find(const struct id_texts *x, int64_t id, size_t *n)
{
	const struct id_text *of = x->n ? bsearch(&id, x->of, x->n, sizeof *of, int64_compare) : NULL;

	*n = of ? of->len : 0;
	return of ? x->text.buf + of->at : NULL;
}

void id_texts_reset(struct id_texts *x)
{
	x->n = 0;
	sb_reset(&x->text);
}

void id_texts_free(struct id_texts *x)
{
	free(x->of);
	sb_release(&x->text);
	*x = (struct id_texts){.text = STRBUF_INIT};
}
