/* restore.c - a backup takes the place of the database: what that does away with, whom it brings
 * back, and the batch that says so. */
#include "crm_database.h"

#include <stdlib.h>
#include "../model/day.h"
#include "../model/lookup.h"
#include "../model/value.h"
#include "../people/people_kinds.h"

struct restoring {
	struct crm *c;
	crm_agree *agree; void *arg;
	struct crm_loss loss;
	struct strbuf back, finding;
};

/* ---- what is lost ---- */

/* Commands that are in the database and not in the backup: of another number or another time. */
static enum crm_status count_changes(struct restoring *r, struct db *copy, struct crm_error *e)
{
	static const char batches[] = "SELECT id, at, CASE WHEN verb='init' THEN 0 ELSE 1 END FROM batch ORDER BY id";
	struct query here = query_built(r->c->db, e, batches), there = query_built(copy, e, batches);
	bool more = query_row(&there);
	enum crm_status s;

	r->loss.foreign = true;
	while (query_row(&here)) {
		int64_t id = db_int(here.st, 0), command = db_int(here.st, 2);

		r->loss.commands += command;
		while (more && db_int(there.st, 0) < id)
			more = query_row(&there);
		if (!more || db_int(there.st, 0) != id || db_int(there.st, 1) != db_int(here.st, 1))
			r->loss.changes += command;
		else
			r->loss.foreign = false;
	}
	s = query_end(&there);
	return query_end(&here) ? here.s : s;
}

/* ---- who comes back ---- */

struct forgotten { int64_t id, at; };

/* Who is forgotten here, with all that was merged into them, those whose record was removed, and
 * those of whom a trace is left; when. */
static enum crm_status find_forgotten(struct crm *c, struct forgotten **out, size_t *n, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;

	sb_adds(&sql, "WITH gone(id) AS (SELECT id FROM contact WHERE name='forgotten c' || CAST(id AS TEXT) "
	              "UNION SELECT r.id FROM removed r WHERE r.kind=" SQL(KIND_CONTACT) " AND CAST(");
	db_json_field(&sql, "r.row", "name");
	sb_adds(&sql, " AS TEXT) LIKE 'forgotten c%' ESCAPE '!' UNION SELECT t.contact FROM trace t), "
	              "those(id, of_id) AS (SELECT id, id FROM gone UNION SELECT a.old, g.id FROM gone g JOIN alias a "
	              "ON a.record=g.id AND a.kind=" SQL(KIND_CONTACT) ") "
	              "SELECT th.id, max(b.at) FROM those th LEFT JOIN change h ON h.kind=" SQL(KIND_CONTACT)
	              " AND h.id=th.of_id LEFT JOIN batch b ON b.id=h.batch AND b.verb='forget' "
	              "GROUP BY th.id ORDER BY th.id");
	q = query_built(c->db, e, sql.buf);
	sb_release(&sql);
	while (query_row(&q))
		ARRAY_PUSH(*out, *n, (struct forgotten){db_int(q.st, 0), db_int(q.st, 1)});
	return query_end(&q);
}

/* What the backup holds of them: who has a name there, or a trace that is gone here. */
static enum crm_status find_back(struct restoring *r, struct db *copy, const struct forgotten *f, size_t n,
                                 struct crm_error *e)
{
	struct query q = query_built(copy, e,
	                             "SELECT c.id AS id FROM contact c "
	                             "WHERE c.name IS DISTINCT FROM 'forgotten c' || CAST(c.id AS TEXT) "
	                             "UNION SELECT t.contact FROM trace t ORDER BY id");
	size_t i = 0;

	while (query_row(&q)) {
		char day[16], id[32];

		while (i < n && f[i].id < db_int(q.st, 0))
			i++;
		if (i == n || f[i].id != db_int(q.st, 0))
			continue;
		id_format(id, &kind_contact, f[i].id);
		sb_printf(&r->back, "%s%s", r->back.len ? ", " : "", id);
		if (f[i].at) {
			date_format(day, crm_day(r->c, f[i].at));
			sb_printf(&r->back, " (%s)", day);
		}
		r->loss.persons++;
	}
	return query_end(&q);
}

/* What crm_db_check would say of the backup. */
static enum crm_status find_findings(struct restoring *r, struct db *copy, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct crm c = {.env = r->c->env, .db = copy, .set = r->c->set, .today = r->c->today, .arena = ARENA_INIT,
	                .notes = &own};
	enum crm_status s = database_settings(&c, e);

	if (s)
		return s;
	if ((s = database_check(&c, &own)) == CRM_NO) {
		r->loss.findings = own.failures;
		sb_adds(&r->finding, own.list[0].text);
	} else if (s) {
		s = crm_fail(e, s, "%s", own.n ? own.list[0].text : "");
	}
	r->loss.finding = r->finding.buf;
	lookup_forget(&c, KIND_HOLIDAY);
	arena_free(&c.arena);
	crm_error_clear(&own);
	return s == CRM_NO ? CRM_OK : s;
}

/* A database that can't be read any more is what backups are for. */
static enum crm_status look(struct restoring *r, struct db *copy, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct forgotten *f = NULL;
	size_t n = 0;
	enum crm_status s = db_begin_read(r->c->db, &own);

	if (!s)
		s = count_changes(r, copy, &own);
	if (!s)
		s = find_forgotten(r->c, &f, &n, &own);
	if (!s)
		s = find_back(r, copy, f, n, &own);
	db_rollback(r->c->db);
	free(f);
	crm_error_clear(&own);
	r->loss.back = r->back.buf;
	if (s)
		r->loss = (struct crm_loss){.commands = 1, .changes = -1, .back = ""};
	if ((s = find_findings(r, copy, e)))
		return s;
	return r->loss.commands || r->loss.findings ? r->agree(r->arg, &r->loss, e) : CRM_OK;
}

/* ---- the batch ---- */

/* The user of this command as the restored database knows him; 0: not at all. */
static enum crm_status find_user(struct crm *c, struct db *copy, int64_t *id, struct crm_error *e)
{
	struct query q;

	*id = 0;
	if (!c->env.user)
		return CRM_OK;
	q = query(copy, e, "SELECT id FROM users WHERE name = $1");
	query_text(&q, 1, c->env.user, strlen(c->env.user));
	return query_get(&q, id, 0);
}

/* Ids given since the backup are never given again: somebody may have written them down. */
static enum crm_status keep_counters(struct crm *c, struct db *copy, struct crm_error *e)
{
	struct query q = query_built(c->db, e, "SELECT kind, last FROM counter");

	while (query_row(&q))
		q.s = db_run(copy, e,
		             "INSERT INTO counter(kind, last) VALUES ($1, $2) ON CONFLICT(kind) DO UPDATE SET last = "
		             "excluded.last "
		             "WHERE counter.last < excluded.last",
		             2, db_int(q.st, 0), db_int(q.st, 1));
	return query_end(&q);
}

/* A batch that undo does not cross: what stood there before is not in this history. */
static enum crm_status note_restore(void *arg, struct db *copy, struct crm_error *e)
{
	struct restoring *r = arg;
	struct crm *c = r->c;
	int64_t user, last, at;
	enum crm_status s;

	if ((s = look(r, copy, e)) || (s = keep_counters(c, copy, e)) || (s = find_user(c, copy, &user, e)) ||
	    (s = db_get_int(copy, e, &last, 0, "SELECT last FROM counter WHERE kind=0", 0)) ||
	    (s = db_get_int(copy, e, &at, INT64_MIN, "SELECT max(at) FROM batch", 0)))
		return s;
	s = db_run(copy, e,
	           "INSERT INTO batch(id, at, by, tool, verb, flags) VALUES ($1, $2, nullif($3, 0), 'crm-db', "
	           "'restore', 4)",
	           3, last + 1, at > c->env.now ? at : c->env.now, user);
	if (!s)
		s = db_run(copy, e,
		           "INSERT INTO counter(kind, last) VALUES (0, $1) ON CONFLICT(kind) DO UPDATE SET last = "
		           "excluded.last",
		           1, last + 1);
	if (!s)
		db_note_migrated(copy, db_path(c->db), e);
	return s;
}

static void say(const struct restoring *r, struct crm_error *e)
{
	if (r->loss.changes > 0 && r->loss.foreign)
		crm_note(e, "it was no backup of this database: all its %lld commands are dropped",
		         (long long)r->loss.changes);
	else if (r->loss.changes > 0)
		crm_note(e, "%lld command%s since the backup %s dropped", (long long)r->loss.changes,
		         r->loss.changes == 1 ? "" : "s", r->loss.changes == 1 ? "is" : "are");
	if (r->loss.persons)
		crm_note(e, "forgotten since, and back: %s; 'crm-contact forget' again", r->loss.back);
}

enum crm_status crm_db_restore(struct crm *c, const char *from, crm_agree *agree, void *arg, struct crm_error *e)
{
	struct restoring r = {.c = c, .agree = agree, .arg = arg, .back = STRBUF_INIT,
		.finding = STRBUF_INIT};
	enum crm_status s = db_restore(c->db, from, note_restore, &r, e);

	if (!s)
		say(&r, e);
	sb_release(&r.back);
	sb_release(&r.finding);
	return s;
}
