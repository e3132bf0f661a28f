/* log_feed.c - the entries of the batches wanted, newest batch first, a block at a time: those of
 * some records, or all, by three cursors that go down the batches together. */
#include "log_impl.h"

#include <stdlib.h>

/* New words show in what uses them. */
static const struct { unsigned what; const char *sql; } cursors[LOG_CURSORS] = {
	{WHAT_ADD | WHAT_SET, "SELECT b.id, a.kind, a.first, %s FROM batch b JOIN added a ON a.batch=b.id WHERE %s "
	 "AND a.kind<>" SQL(KIND_TERM) " ORDER BY b.id DESC, a.kind, a.first"},
	{WHAT_SET | WHAT_MOVE, "SELECT b.id, d.kind, d.id, d.seq%.0s FROM batch b JOIN change d ON d.batch=b.id WHERE %s "
	 "ORDER BY b.id DESC, d.seq"},
	{WHAT_RM | WHAT_SET, "SELECT b.id, r.kind, r.id, 0%.0s FROM batch b JOIN removed r ON r.batch=b.id WHERE %s "
	 "ORDER BY b.id DESC, r.kind, r.id"},
};

/* As ADDED_LAST, of a. */
#define LAST_GIVEN "(SELECT c.last FROM counter c WHERE c.kind=a.kind)"
#define LAST "CASE WHEN a.last > " LAST_GIVEN " THEN " LAST_GIVEN " ELSE a.last END"

static bool row(struct log_cursor *cu)
{
	cu->row = query_row(&cu->q);
	if (cu->row)
		cu->id = db_int(cu->q.st, 2);
	return cu->row;
}

static enum crm_status open_cursors(struct log_feed *feed, const struct log_filter *f)
{
	enum crm_status s = CRM_OK;

	for (int i = 0; i < LOG_CURSORS && !s; i++) {
		struct log_cursor *cu = &feed->cursor[i];
		struct strbuf sql = STRBUF_INIT;

		if (!(f->what & cursors[i].what))
			continue;
		sb_printf(&sql, cursors[i].sql, LAST, f->where.buf);
		cu->q = query_built(feed->c->db, feed->e, sql.buf);
		binds_apply(&f->binds, cu->q.st);
		sb_release(&sql);
		row(cu);
		s = cu->q.s;
	}
	return s;
}

enum crm_status log_feed_open(struct log_feed *feed, struct crm *c, const struct log_filter *f, int64_t rows,
                              struct crm_error *e)
{
	enum crm_status s;

	*feed = (struct log_feed){.c = c, .e = e, .most = rows < 0 || rows > LOG_BLOCK ? LOG_BLOCK : (size_t)rows + 1};
	feed->block.entry = crm_malloc(LOG_BLOCK * sizeof *feed->block.entry);
	feed->head = crm_malloc(LOG_BLOCK * sizeof *feed->head);
	feed->records = f->records;
	s = f->records ? log_entries(c, f, &feed->entries, e) : open_cursors(feed, f);
	return s ? s : log_batches_open(&feed->batches, c, f, &feed->entries, e);
}

/* The next entry of the batch, which is the one whose turn it is. */
static bool take(struct log_feed *feed, int64_t batch, struct log_entry *x)
{
	if (feed->records) {
		while (feed->next < feed->entries.n && feed->entries.e[feed->next].batch > batch)
			feed->next++; /* of a batch that isn't wanted */
		if (feed->next == feed->entries.n || feed->entries.e[feed->next].batch != batch)
			return false;
		*x = feed->entries.e[feed->next++];
		return true;
	}
	for (int i = 0; i < LOG_CURSORS; i++) {
		struct log_cursor *cu = &feed->cursor[i];

		while (cu->row && db_int(cu->q.st, 0) == batch) {
			int kind = (int)db_int(cu->q.st, 1);
			int64_t more = db_int(cu->q.st, 3);

			*x = (struct log_entry){batch, i, i == 1 ? more : 0, kind, cu->id};
			if (i || cu->id >= more)
				row(cu);
			else
				cu->id++;
			if (i || x->id <= more)
				return true;
		}
	}
	return false;
}

static enum crm_status failed(const struct log_feed *feed)
{
	for (int i = 0; i < LOG_CURSORS; i++)
		if (feed->cursor[i].q.s)
			return feed->cursor[i].q.s;
	return CRM_OK;
}

bool log_feed_next(struct log_feed *feed, enum crm_status *s)
{
	struct log_block *b = &feed->block;

	b->n = 0;
	while (!*s && !b->n) {
		if (feed->at == feed->batches.n) {
			feed->at = 0;
			if (!log_batches_read(&feed->batches, feed->most, s))
				break;
		}
		while (feed->at < feed->batches.n && b->n < feed->most) {
			feed->head[b->n] = feed->at;
			if (take(feed, feed->batches.head[feed->at].batch, &b->entry[b->n]))
				b->n++;
			else
				feed->at++;
		}
		*s = failed(feed);
	}
	feed->most = 4 * feed->most < LOG_BLOCK ? 4 * feed->most : LOG_BLOCK;
	return !*s && b->n;
}

const struct log_head *log_feed_head(const struct log_feed *feed, size_t i)
{
	return &feed->batches.head[feed->head[i]];
}

enum crm_status log_feed_close(struct log_feed *feed, enum crm_status s)
{
	for (int i = 0; i < LOG_CURSORS; i++)
		query_end(&feed->cursor[i].q);
	log_batches_close(&feed->batches);
	free(feed->entries.e);
	free(feed->block.entry);
	free(feed->head);
	return s;
}
