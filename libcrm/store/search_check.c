/* search_check.c - whether the index holds just the words of its documents: both sides are summed
 * up, word by word with their places. */
#include "search.h"

#include "db_impl.h"

#define HASH_START UINT64_C(0xcbf29ce484222325)
#define HASH_PRIME UINT64_C(0x100000001b3)

static uint64_t hash(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * HASH_PRIME;
	return h;
}

/* A word at a place, as a number whose sum over all of them doesn't depend on their order. */
static uint64_t entry(int64_t document, int64_t part, int64_t place, const char *s, size_t n)
{
	uint64_t h = hash(HASH_START, &document, sizeof document);

	h = hash(h, &part, sizeof part);
	h = hash(h, &place, sizeof place);
	h = hash(h, s, n);
	return (h ^ h >> 32) * UINT64_C(0x9e3779b97f4a7c15);
}

static uint64_t sum_words(int64_t document, int part, const char *s, size_t n)
{
	const char *end = s + n, *blank;
	int64_t place = 0;
	uint64_t sum = 0;

	for (; s < end; s = blank + 1) {
		blank = memchr(s, ' ', (size_t)(end - s));
		if (!blank)
			blank = end;
		sum += entry(document, part, place++, s, (size_t)(blank - s));
	}
	return sum;
}

static uint64_t sum_document(struct stmt *st)
{
	uint64_t sum = 0;
	size_t n;

	for (int i = 0; i < SEARCH_PARTS; i++) {
		const char *s = db_text(st, i + 1, &n);

		if (s)
			sum += sum_words(db_int(st, 0), i, s, n);
	}
	return sum;
}

static uint64_t sum_entry(struct stmt *st)
{
	size_t n;
	const char *s = db_text(st, 3, &n);

	return entry(db_int(st, 0), db_int(st, 1), db_int(st, 2), s ? s : "", n);
}

/* False when it cannot be read to the end. */
static bool sum_up(struct db *db, const char *sql, uint64_t (*row)(struct stmt *st), uint64_t *sum)
{
	struct crm_error why = CRM_ERROR_INIT;
	struct query q = query_built(db, &why, sql);

	*sum = 0;
	while (query_row(&q))
		*sum += row(q.st);
	crm_error_clear(&why);
	return !query_end(&q);
}

enum crm_status search_check(struct db *db, struct crm_error *e)
{
	static const char words[] = DB_OWN "SELECT doc, CASE col WHEN 'name' THEN 0 WHEN 'more' THEN 1 ELSE 2 END, "
	                            "\"offset\", term FROM search_words";
	uint64_t documents, index;
	enum crm_status s = db_exec(
	        db,
	        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', 'search', 'instance')",
	        e);

	if (s)
		return s;
	if (sum_up(db, "SELECT id, name, more, text FROM search_doc", sum_document, &documents) &&
	    sum_up(db, words, sum_entry, &index) && documents == index)
		return CRM_OK;
	return crm_fail_at(
	        e, CRM_NO, db->path, 0, 0, NULL,
	        "the search index does not hold the words of its documents: 'crm-db reindex' makes it afresh");
}
