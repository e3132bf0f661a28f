/* roundtrip.h - what is read is written, and what was written reads the same. Included by the fuzz targets tsv.c, csv.c and sheet.c. */
#ifndef CRM_FUZZ_ROUNDTRIP_H
#define CRM_FUZZ_ROUNDTRIP_H

#include <stdlib.h>
#include "bytes.h"

/* Rows that were read go to the sink and, each field behind its length, to what. False when something could not be read. */
static int copy_rows(struct bytes *b, const struct reader_options *opt, struct sink *s, struct strbuf *what)
{
	struct crm_source src = {.name = "in", .read = bytes_read, .arg = b};
	struct reader *r;
	const struct row *row;
	enum crm_status status;
	int good = 1, begun = 0;

	if (reader_open(&r, &src, opt, NULL))
		return 0;
	while ((status = reader_next(r, &row, NULL)) == CRM_DATA || row) {
		good &= !status;
		if (status)
			continue;
		if (s && !begun++) {
			struct sink_column *columns = crm_calloc(row->n, sizeof *columns);
			for (size_t i = 0; i < row->n; i++)
				columns[i].name = "x";
			sink_begin(s, columns, row->n);
			free(columns);
		}
		for (size_t i = 0; i < row->n; i++) {
			if (row->line < 1 || row->f[i].line < row->line || row->f[i].column < 1)
				abort();
			if (s)
				sink_cell(s, CELL_TEXT, row->f[i].p, row->f[i].n);
			sb_printf(what, "%zu:", row->f[i].n);
			sb_add(what, row->f[i].p, row->f[i].n);
		}
		if (s)
			sink_end_row(s);
		sb_addc(what, '\n');
	}
	reader_free(r);
	return good;
}

static void compare(const struct strbuf *a, const struct strbuf *b)
{
	if (a->len != b->len || memcmp(a->buf, b->buf, a->len))
		abort();
}

/* data in any form the options allow, read as a whole and in pieces of a size the first byte gives; back goes only what the sink's
 * format wrote. */
static void round_trip(const uint8_t *data, size_t size, const struct reader_options *opt, enum sink_format format, enum reader_format back)
{
	struct bytes in = {.p = (const char *)data + 1, .n = size - 1};
	struct strbuf text = STRBUF_INIT, first = STRBUF_INIT, second = STRBUF_INIT;
	struct out *o = out_to(&text);
	struct sink *s = sink_new(o, &(struct sink_options){.format = format, .header = true});
	struct bytes again;

	copy_rows(&in, opt, s, &first);
	in.at = 0;
	in.piece = data[0] % 8 + 1;
	copy_rows(&in, opt, NULL, &second);
	compare(&first, &second);
	if (first.len) {
		sb_reset(&second);
		sink_end(s);
		out_finish(o, NULL);
		again = (struct bytes){.p = text.buf, .n = text.len, .piece = in.piece};
		if (!copy_rows(&again, &(struct reader_options){.format = back, .delimiter = back == READER_CSV ? ',' : 0}, NULL, &second))
			abort();
		compare(&first, &second);
	}
	sink_free(s);
	out_free(o);
	sb_release(&text);
	sb_release(&first);
	sb_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
