/* sheet.c - libFuzzer: any rows written for a spreadsheet read the same, whether the reader is told or recognises them; and no cell begins
 * a formula. */
#include "roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reader_options opt = {.format = READER_CSV};

	if (size < 3)
		return 0;
	opt.format = data[0] & 2 ? READER_SHEET : READER_TSV;
	opt.no_header = true;
	round_trip(data + 1, size - 1, &opt, SINK_SHEET, data[0] & 1 ? READER_SHEET : READER_AUTO);
	return 0;
}
