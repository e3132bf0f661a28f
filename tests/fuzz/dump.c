/* dump.c - libFuzzer: any bytes as a dump are refused with a message and nothing is changed, or loaded: then what is dumped loads again and is
 * dumped the same. */
#include <stdlib.h>

#include "bytes.h"
#include "store/db.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum crm_status load(struct db *db, const char *p, size_t n, size_t piece, struct crm_error *e)
{
	struct bytes b;
	const struct crm_source src = source_of(&b, p, n);

	b.piece = piece;
	return db_load(db, &src, e);
}

static struct strbuf dumped(struct db *db)
{
	struct strbuf text = STRBUF_INIT;
	struct crm_error e = CRM_ERROR_INIT;
	struct out *o = out_to(&text);

	if (db_dump(db, o, &e) || out_finish(o, &e))
		abort();
	out_free(o);
	return text;
}

static struct db *empty(void)
{
	struct crm_error e = CRM_ERROR_INIT;
	struct db *db;

	if (db_open(&db, "", DB_MEMORY, NULL, &e))
		abort();
	return db;
}

static void compare(struct strbuf a, struct strbuf b)
{
	if (a.len != b.len || memcmp(a.buf, b.buf, a.len))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct db *first;
	struct crm_error e = CRM_ERROR_INIT;
	struct strbuf before, after;
	enum crm_status s;

	first = first ? first : empty();
	before = dumped(first);
	s = load(first, (const char *)data, size, size % 5 ? SIZE_MAX : 3, &e);
	if ((s == CRM_OK) != !e.failures || (s != CRM_OK && s != CRM_DATA && s != CRM_UNAVAILABLE))
		abort();
	crm_error_clear(&e);
	after = dumped(first);
	if (s != CRM_OK) {
		compare(before, after);
	} else {
		struct db *second = empty();
		struct strbuf again;
		if (load(second, after.buf, after.len, SIZE_MAX, &e))
			abort();
		again = dumped(second);
		compare(after, again);
		sb_release(&again);
		db_close(second, NULL);
		db_close(first, NULL);
		first = NULL;
	}
	sb_release(&before);
	sb_release(&after);
	return 0;
}
