/* heads.c - the beginnings of lines, read in blocks: all that streams of ids need. */
#include "reader.h"

#define BLOCK 65536

struct heads {
	char *head;
	size_t most, n;
	bool field, behind; /* only the first field is taken; it has ended */
	head_line *line;
	void *arg;
};

static void end_line(struct heads *h)
{
	h->line(h->arg, h->n);
	h->n = 0;
	h->behind = false;
}

static void take_block(struct heads *h, const char *p, const char *end)
{
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p)), *stop = nl ? nl : end;
		const char *tab = h->field && !h->behind ? memchr(p, '\t', (size_t)(stop - p)) : NULL;
		size_t n = (size_t)((tab ? tab : stop) - p), room = h->most - h->n;

		if (!h->behind) {
			memcpy(h->head + h->n, p, n < room ? n : room);
			h->n += n < room ? n : room;
			h->behind = tab != NULL;
		}
		if (nl)
			end_line(h);
		p = stop + (nl != NULL);
	}
}

enum crm_status heads_read(const struct crm_source *src, char *head, size_t most, bool field,
                           head_line *line, void *arg, struct crm_error *e)
{
	struct heads h = {.head = head, .most = most, .field = field, .line = line, .arg = arg};
	char *block = crm_malloc(BLOCK);
	bool open = false;
	long n;

	while ((n = src->read(src->arg, block, BLOCK)) > 0) {
		take_block(&h, block, block + n);
		open = block[n - 1] != '\n';
	}
	if (open)
		end_line(&h);
	free(block);
	return n < 0 ? crm_fail_at(e, CRM_IO, src->name, 0, 0, NULL, "cannot be read: %s",
	                           src->problem ? src->problem(src->arg) : "read error")
	             : CRM_OK;
}
