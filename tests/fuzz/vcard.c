/* vcard.c - libFuzzer: any bytes as vCards; every property that can be read survives the way out in 3.0 and 4.0 and back, and no line is
 * longer than it may be. */
#include <stdio.h>
#include <stdlib.h>

#include "bytes.h"
#include "crm.h"
#include "text/vcard.h"

/* Small pieces show what hangs on their borders. */
#define SHORT 512
#define PIECE 7

static void fail(const char *what, const char *was, const char *is)
{
	fprintf(stderr, "%s\nwas %s\nis  %s\n", what, was, is);
	abort();
}

static void check_lines(const struct strbuf *b)
{
	size_t from = 0;

	for (size_t i = 0; i < b->len; i++)
		if (b->buf[i] == '\n') {
			if (i - from > VCARD_FOLD + 1 || i == from || b->buf[i - 1] != '\r' ||
			    utf8_valid(b->buf + from, i - from) != i - from)
				fail("line", b->buf, "");
			from = i + 1;
		}
	if (from != b->len)
		fail("end", b->buf, "");
}

/* One property out in a card of the version and back. */
static void check_way(const char *canonical, enum vcard_version version)
{
	struct strbuf card = STRBUF_INIT, again = STRBUF_INIT;
	struct bytes in;
	struct crm_source src;
	struct crm_error e = CRM_ERROR_INIT;
	struct vcard_reader *r;
	const struct vcard *back;

	sb_printf(&card, "BEGIN:VCARD\r\nVERSION:%d.0\r\n", version / 10);
	vcard_write(&card, canonical, version);
	sb_adds(&card, "END:VCARD\r\n");
	check_lines(&card);
	src = source_of(&in, card.buf, card.len);
	in.piece = card.len < SHORT ? PIECE : 0;
	if (vcard_open(&r, &src, NULL, &e) != CRM_OK || vcard_next(r, &back, &e) != CRM_OK || !back || back->n != 1)
		fail(e.n ? e.list[0].text : "no card", canonical, card.buf);
	vcard_canonical(&again, &back->p[0]);
	if (strcmp(again.buf, canonical) != 0)
		fail(card.buf, canonical, again.buf);
	vcard_free(r);
	crm_error_clear(&e);
	sb_release(&card);
	sb_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes in;
	struct crm_source src = source_of(&in, (const char *)data, size);
	struct crm_error e = CRM_ERROR_INIT;
	struct strbuf line = STRBUF_INIT;
	struct vcard_reader *r;
	const struct vcard *card;
	enum crm_status st;

	in.piece = size < SHORT ? PIECE : 0;
	if (vcard_open(&r, &src, NULL, &e) != CRM_OK)
		abort();
	while ((st = vcard_next(r, &card, &e)) == CRM_DATA || (st == CRM_OK && card)) {
		if (card->last < card->first || (st == CRM_DATA && (card->n || !e.failures)))
			abort();
		for (size_t i = 0; i < card->n; i++) {
			sb_reset(&line);
			vcard_canonical(&line, &card->p[i]);
			if (utf8_valid(line.buf, line.len) != line.len)
				fail("text", line.buf, "");
			check_way(line.buf, VCARD_30);
			check_way(line.buf, VCARD_40);
		}
		crm_error_clear(&e);
	}
	if (st != CRM_OK)
		abort();
	vcard_free(r);
	crm_error_clear(&e);
	sb_release(&line);
	return 0;
}
