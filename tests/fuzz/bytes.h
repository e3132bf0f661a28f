/* bytes.h - what fuzzers read from and write to: bytes as a source, in pieces if wanted, and a text as a sink. Included by them only. */
#ifndef TESTS_FUZZ_BYTES_H
#define TESTS_FUZZ_BYTES_H

#include <stdint.h>
#include <string.h>

#include "base/strbuf.h"
#include "text/reader.h"
#include "text/sink.h"

struct bytes { const char *p; size_t n, at, piece; }; /* piece: as many at most at once, 0 = all */

static long bytes_read(void *arg, char *p, size_t n)
{
	struct bytes *b = arg;
	size_t k = b->n - b->at < n ? b->n - b->at : n;

	k = b->piece && b->piece < k ? b->piece : k;
	memcpy(p, b->p + b->at, k);
	b->at += k;
	return (long)k;
}
static bool bytes_rewind(void *arg) { ((struct bytes *)arg)->at = 0; return true; }
static const char *bytes_problem(void *arg) { (void)arg; return ""; }

__attribute__((unused)) static struct crm_source source_of(struct bytes *b, const char *p, size_t n)
{
	*b = (struct bytes){p, n, 0, 0};
	return (struct crm_source){"fuzz", bytes_read, bytes_rewind, bytes_problem, b};
}

static enum out_result to_strbuf(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}

__attribute__((unused)) static struct out *out_to(struct strbuf *b) { return out_new(&(struct crm_writer){.write = to_strbuf, .arg = b}); }

#endif
