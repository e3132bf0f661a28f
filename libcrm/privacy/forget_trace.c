/* forget_trace.c - what is looked for is kept with the database, as keyed hashes, from the
 * moment a person is forgotten until no trace is left: whoever asks again, and whatever came
 * between, looks for the same.
 *
 * The key stands beside the hashes: they hide the names from whoever reads the file, not from
 * whoever guesses a name and tries it. They go as soon as nothing is left to look for. */
#include "forget_impl.h"

#include "../base/sha256.h"

#define OF_KEY 0 /* form of the row that holds the key; the others are key_form + 1 */

static void set_key(struct forget *f, const unsigned char key[KEYED_KEY])
{
	f->keyed = keyed_new(key);
	memcpy(&f->seed, key, sizeof f->seed);
	memcpy(f->key, key, KEYED_KEY);
}

static enum crm_status read_key(struct forget *f, bool *found)
{
	unsigned char key[KEYED_KEY];
	struct query q = query(f->c->db, f->e, "SELECT hash FROM trace WHERE contact=$1 AND form=" SQL(OF_KEY), f->id);
	size_t n;
	const char *hex;

	*found = false;
	if (query_row(&q) && (hex = db_text(q.st, 0, &n)) && hex_read(key, KEYED_KEY, hex, n)) {
		set_key(f, key);
		*found = true;
	}
	return query_end(&q);
}

static enum crm_status read_hashes(struct forget *f)
{
	struct query q = query(f->c->db, f->e,
	                       "SELECT form, hash, words, sieve FROM trace WHERE contact=$1 AND form<>" SQL(OF_KEY)
	                       " ORDER BY form, hash",
	                       f->id);

	while (query_row(&q)) {
		struct forget_key k = {.form = (enum key_form)(db_int(q.st, 0) - 1),
		                       .words = (unsigned char)db_int(q.st, 2),
		                       .sieve = (unsigned short)db_int(q.st, 3)};
		size_t n;
		const char *hex = db_text(q.st, 1, &n);

		if (hex && hex_read(k.hash, KEYED_BYTES, hex, n))
			forget_take_key(f, &k);
	}
	return query_end(&q);
}

enum crm_status forget_load_trace(struct forget *f)
{
	unsigned char key[KEYED_KEY];
	bool found;
	enum crm_status s = read_key(f, &found);

	if (!s && found)
		return read_hashes(f);
	if (!s && !keyed_new_key(key))
		s = crm_fail(f->e, CRM_IO, "the system gives no random numbers");
	if (!s)
		set_key(f, key);
	return s;
}

static enum crm_status put(struct forget *f, int form, const unsigned char *bytes, size_t n, int words, int sieve)
{
	char hex[2 * KEYED_KEY + 1];
	struct query q = query(f->c->db, f->e,
	                       "INSERT INTO trace(contact, form, hash, words, sieve) VALUES ($1, $2, $5, $3, $4) "
	                       "ON CONFLICT(contact, form, hash) DO NOTHING",
	                       f->id, form, words, sieve);

	hex_write(hex, bytes, n);
	query_text(&q, 5, hex, 2 * n);
	return query_run(&q);
}

enum crm_status forget_save_trace(struct forget *f)
{
	enum crm_status s = f->nkeys ? put(f, OF_KEY, f->key, KEYED_KEY, 0, 0) : CRM_OK;

	for (size_t i = 0; i < f->nkeys && !s; i++)
		s = put(f, (int)f->keys[i].form + 1, f->keys[i].hash, KEYED_BYTES, f->keys[i].words, f->keys[i].sieve);
	return s;
}

enum crm_status forget_drop_trace(struct forget *f)
{
	enum crm_status s = db_begin_write(f->c->db, f->e);

	if (s)
		return s;
	s = db_run(f->c->db, f->e, "DELETE FROM trace WHERE contact=$1", 1, f->id);
	if (!s)
		return db_commit(f->c->db, f->e);
	db_rollback(f->c->db);
	return s;
}
