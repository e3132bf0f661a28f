/* tsv.c - libFuzzer: any bytes as crm-tsv; the rows that can be read survive the way through the writer. */
#include "roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	for (int bare = 0; bare < 2; bare++)
		round_trip(data, size, &(struct reader_options){.format = READER_TSV, .no_header = bare}, SINK_TSV, READER_TSV);
	return 0;
}
