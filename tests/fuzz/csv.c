/* csv.c - libFuzzer: any bytes as CSV, in several encodings; the rows that can be read survive the way through the writer. */
#include "roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = {NULL, "cp1252", "UTF-16", "SHIFT_JIS"};
	struct reader_options opt = {.format = READER_CSV};

	if (size < 3)
		return 0;
	opt.no_header = data[0] & 1;
	if (data[0] & 2)
		opt.format = READER_AUTO;
	opt.encoding = encodings[data[0] >> 2 & 3];
	round_trip(data + 1, size - 1, &opt, SINK_CSV, READER_CSV);
	return 0;
}
