/* cards.c - libFuzzer: any bytes as vCards are taken in, or refused with a message and nothing written; what is taken in goes out as cards of both
 * versions, which come in again and change nothing, and go out the same. */
#include "bytes.h"
#include "world.h"

#include "crm.h"

static int64_t count(void)
{
	static const char rows[] = "SELECT (SELECT count(*) FROM contact) + (SELECT count(*) FROM company) + (SELECT count(*) FROM email) + "
	                           "(SELECT count(*) FROM phone) + (SELECT count(*) FROM batch) + (SELECT count(*) FROM change)";
	int64_t n = -1;

	if (db_begin_read(crm.db, &err) || db_get_int(crm.db, &err, &n, 0, rows, 0))
		abort();
	db_rollback(crm.db);
	return n;
}

static enum crm_status take_in(const char *p, size_t n, struct crm_write *w)
{
	struct bytes b;
	const struct crm_source src = source_of(&b, p, n);
	const struct crm_import im = {.src = &src, .from = "vcard", .create = "company"};

	return crm_import_rows(&crm, &kind_contact, &im, w, &err);
}

static struct strbuf given_out(int version)
{
	struct strbuf text = STRBUF_INIT;
	struct out *o = out_to(&text);
	const struct crm_query q = {.kind = &kind_contact, .limit = -1};

	if (crm_vcard(&crm, &q, version, o, &err) || out_finish(o, &err))
		abort();
	out_free(o);
	return text;
}

static void there_and_back(int version)
{
	struct strbuf cards = given_out(version), again;
	struct crm_write w = {0};
	int64_t before = count();

	if (take_in(cards.buf, cards.len, &w) != CRM_OK || w.added || w.changed || count() != before) {
		fprintf(stderr, "%s\n%d added, %d changed; %s\n", cards.buf, (int)w.added, (int)w.changed, err.n ? err.list[0].text : "");
		abort();
	}
	again = given_out(version);
	if (again.len != cards.len || memcmp(again.buf, cards.buf, cards.len))
		abort();
	crm_error_clear(&err);
	crm_write_free(&w);
	sb_release(&cards);
	sb_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* the world has two firms of one name, a person who lacks what follows from the rest, and nobody has counted its records */
	static const char numbers[] = "DELETE FROM company WHERE id=8; UPDATE contact SET given='Erika', family='Muster', email='e@x.example' WHERE id=12; INSERT INTO counter(kind, last) VALUES(1, 1), (2, 8), (3, 12), (5, 1), (11, 1), (12, 1), (13, 1) ON CONFLICT(kind) DO NOTHING";
	struct crm_write w = {0};
	int64_t before;
	enum crm_status s;

	worlds = 0; /* a new world each time: what is found is found again */
	make_world();
	if (db_exec(crm.db, numbers, &err))
		abort();
	before = count();
	s = take_in((const char *)data, size, &w);
	if ((s == CRM_OK) != (err.failures == 0) || s == CRM_INTERNAL || (s != CRM_OK && count() != before))
		abort();
	crm_error_clear(&err);
	if (s == CRM_OK && w.added + w.changed) {
		there_and_back(30);
		there_and_back(40);
	}
	crm_write_free(&w);
	return 0;
}
