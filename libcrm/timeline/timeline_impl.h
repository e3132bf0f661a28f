/* timeline_impl.h - the timeline at work: what timeline*.c share. Private to them.
 *
 * What may be listed waits in a queue by its time, newest first. What stands for more than one row
 * (a stream of events, a batch, a record whose history hasn't been read) has the time of its newest
 * row, and is taken apart when its turn comes: so that the newest rows cost what they are, not what
 * lies behind them. Nothing of a batch is later than the batch: a move with a past day goes back
 * into the queue. */
#ifndef CRM_TIMELINE_TIMELINE_IMPL_H
#define CRM_TIMELINE_TIMELINE_IMPL_H

#include "../log/log.h"
#include "../ask/rows.h"

/* ---- what is asked for ---- */

enum tl_word { TL_CREATED, TL_STAGE, TL_CHANGED, TL_DONE, TL_REMOVED, TL_MERGED, TL_WORDS };
extern const char *const timeline_words[]; /* by enum tl_word */
#define TL_SYSTEM ((1u << TL_WORDS) - 1)
#define TL_EVENTS 0x3fu /* of words_event */

struct tl_scope { int kind; int64_t id; };

struct tl_asked {
	unsigned events, system;         /* kinds wanted: bits by words_event, by enum tl_word */
	bool all;                        /* what was undone and voided too */
	bool corrected;                  /* events that were corrected too */
	/* instants outside which nothing is wanted; INT64_MIN, INT64_MAX = open */
	int64_t lo, hi;
	struct strbuf event; struct binds event_binds;  /* WHERE of events, alias q */
	/* of what the system notes, as rows of the same columns; parameters from TL_BOUND on */
	struct strbuf entry; struct binds entry_binds;
	struct log_filter changes;       /* of the changes of records; its conditions on fields */
	bool scoped;                     /* only what concerns these: */
	struct tl_scope *scope; size_t nscope;
	int64_t *batch; size_t nbatch;
};

/* Rows of what the system notes are one parameter; conditions have those behind it. */
enum { TL_ROWS = 1, TL_BOUND };

/* ---- the queue ---- */

enum tl_type {
	TL_STREAM,     /* id: the event in turn, source: its stream */
	TL_EVENT,      /* id */
	TL_RECORD,     /* kind, id: its history, when it has been read */
	TL_LOST,       /* rows that are gone, from a batch on */
	TL_BATCHES,    /* all batches from the next one on */
	TL_ADDED,      /* kind, id down to last */
	TL_MOVE,       /* id: the offer, last: seq */
	TL_FINISHED,   /* id: a task, last: its day */
	TL_GONE,       /* kind, id: removed */
	TL_GROUP       /* kind, id: the owner; n entries from first on */
};

struct tl_item {
	int64_t time, batch;  /* batch: INT64_MAX before all others of its time */
	enum tl_type type;
	int kind;
	int64_t id, last;
	size_t first, n, source;
};

struct tl_child; /* how rows that belong to records are found: timeline_record.c */
struct tl_columns; /* timeline_row.c */

struct timeline {
	struct crm *c;
	struct crm_error *e;
	struct tl_asked ask;
	struct tl_item *heap; size_t n, alloc;
	struct query *stream; size_t nstreams;
	struct stmt *of[2][2];        /* of timeline_events_of, made when one is wanted */
	struct query batches; bool more; size_t together; /* on the next one; how many are opened */
	struct query lost; int64_t lost_batch;
	struct tl_owner *owner; size_t nowners; bool ready; /* of timeline_owners */
	struct tl_child *child; size_t nchildren;
	struct log_entries entries;   /* of the groups that wait */
	struct tl_columns *columns;
	struct tl_chunk *chunk; size_t nchunks; /* batches known: timeline_queue.c */
	struct tl_item popped;        /* the last row */
	struct tl_item *row; size_t nrows; /* rows that are printed next, TL_BLOCK at most */
};

static inline bool timeline_wants(const struct timeline *t, enum tl_word w)
{
	return t->ask.system >> w & 1;
}

/* ---- timeline_queue.c ---- */
void timeline_push(struct timeline *t, struct tl_item item);
struct tl_item timeline_pop(struct timeline *t); /* the newest; there must be one */
int timeline_order(const struct tl_item *a, const struct tl_item *b); /* as qsort wants it */
/* The instant something of a day stands at that was recorded at an instant: this one, if it is of
 * that day, else the day's beginning. */
int64_t timeline_time(struct crm *c, int day, int64_t recorded);
/* at, by, what undid it, and whether what it did counts (or all is wanted). In e: CRM_UNAVAILABLE
 * when there is no such batch. Read by the chunk of numbers. */
struct tl_batch { int64_t at, by, undone; bool there, counts; };
enum crm_status timeline_batch(struct timeline *t, int64_t batch, struct tl_batch *b);
void timeline_chunks_free(struct timeline *t);

/* ---- timeline_ask.c ---- */
enum crm_status timeline_ask(struct crm *c, const struct crm_query *q, struct tl_asked *a,
                             struct crm_error *e);
void timeline_ask_free(struct tl_asked *a);

/* ---- timeline_event.c ---- */
/* SQL: the batch that recorded event e. */
#define TL_EVENT_BATCH(e) "(SELECT a.batch FROM added a WHERE a.kind=" SQL(KIND_EVENT) " AND a.first <= " e ".id " \
	"ORDER BY a.first DESC LIMIT 1)"
/* The events of alias q that a condition (SQL, with a FROM of its own or NULL) selects: newest
 * first, one after the other. by_day: the condition has an index that ends with the day. */
enum crm_status timeline_stream(struct timeline *t, const char *from, const char *condition,
                                bool by_day);
/* Put the stream back with its next event; at its end it is closed. */
enum crm_status timeline_stream_next(struct timeline *t, size_t source);
/* The same, all at once: for few of them. */
enum crm_status timeline_events(struct timeline *t, const char *condition);
/* Those of an offer or a contact; alone: that name no company. */
enum crm_status timeline_events_of(struct timeline *t, int kind, int64_t id, bool alone);

/* ---- timeline_record.c ---- */
/* Put what concerns a record into the queue. CRM_NO when there never was one. */
enum crm_status timeline_scope(struct timeline *t, const struct tl_scope *r);
enum crm_status timeline_expand(struct timeline *t, const struct tl_item *record);
void timeline_children_free(struct timeline *t);
/* The lines of a record's history, those of batch `without` left out, into the queue. f: the rows
 * whose history it is. */
enum crm_status timeline_history(struct timeline *t, const struct tl_scope *r,
                                 const struct log_filter *f, int64_t without);
/* The moves of an offer into the queue: of a batch, or (0) all. */
enum crm_status timeline_moves(struct timeline *t, int64_t offer, int64_t batch);
/* How to find the owner of a row of a child kind; NULL = it is nothing of the timeline. */
struct tl_owner {
	const struct crm_kind *child;
	const char *column;
	int kind; /* of the owner, 0 = column kind */
};
const struct tl_owner *timeline_owners(struct timeline *t, size_t *n);

/* ---- timeline_lost.c ---- */
/* of contacts and offers that concern the records named; sorts these */
enum crm_status timeline_lost(struct timeline *t);
enum crm_status timeline_lost_next(struct timeline *t);

/* ---- timeline_batch.c ---- */
enum crm_status timeline_batches(struct timeline *t);      /* all of them, newest first */
enum crm_status timeline_batches_next(struct timeline *t);
enum crm_status timeline_some_batches(struct timeline *t, const int64_t *batch, size_t n,
                                      bool events);

/* ---- timeline_row.c ---- */
enum crm_status timeline_columns(struct timeline *t, const char *list, struct sink *sink);
void timeline_columns_free(struct timeline *t);
void timeline_begin(struct timeline *t);
/* Print the rows of t->row but those for which a condition doesn't hold, `most` of them; *printed:
 * how many it were. */
enum crm_status timeline_rows(struct timeline *t, int64_t most, int64_t *printed);

/* ---- timeline_known.c: what telling some entries needs ---- */
#define TL_BLOCK 1000 /* rows that are made ready together */
struct tl_card { int kind; int64_t id, offer, contact, company; size_t at, len; bool there; };
struct tl_move { int64_t offer, seq, from, to, by, value; int currency; bool no_value; };
struct tl_alias { int kind; int64_t old, record; };
/* A person and a company: the change that ended it, or the batch that made both, are no news. */
struct tl_tie { int64_t id, contact, company; };
struct tl_mark { int64_t batch, a, b; }; /* a seq; or a run of ids */
struct tl_known {
	struct tl_card *card; size_t ncards;
	struct tl_move *move; size_t nmoves;
	struct tl_alias *alias; size_t naliases;
	struct tl_tie *tie; size_t nties;
	struct tl_mark *ended; size_t nended; /* changes that gave a tie its end */
	struct tl_mark *made; size_t nmade;   /* contacts that were added */
	struct strbuf text;  /* the labels */
	struct peek peek;    /* of records that were removed */
};
/* Read it for n items, TL_BLOCK at most, in place of what was known. */
enum crm_status timeline_know(struct timeline *t, struct tl_known *w, const struct tl_item *x,
                              size_t n);
struct tl_card *timeline_card(const struct tl_known *w, int kind, int64_t id);
const struct tl_move *timeline_move(const struct tl_known *w, int64_t offer, int64_t seq);
const struct tl_tie *timeline_tie(const struct tl_known *w, int64_t id);
bool timeline_ended(const struct tl_known *w, int64_t batch, int64_t seq);
bool timeline_made(const struct tl_known *w, int64_t batch, int64_t contact);
int64_t timeline_survivor(const struct tl_known *w, int kind, int64_t old); /* 0 = none */
void timeline_forget(struct tl_known *w);
void timeline_known_free(struct tl_known *w);

/* ---- timeline_entry.c: what the system notes, in words ---- */
struct tl_entry {
	enum tl_word word;
	int64_t at, batch, by, contact, company, offer; /* 0 = none */
	struct strbuf subject, field, old, new;         /* empty = none */
};
struct tl_teller; /* reads the changes of groups, until the sink has enough */
enum crm_status timeline_teller(struct timeline *t, struct sink *sink, struct tl_teller **teller);
void timeline_teller_free(struct tl_teller *teller);
/* Read what telling n items needs. */
enum crm_status timeline_tell_ready(struct timeline *t, struct tl_teller *teller,
                                    const struct tl_item *x, size_t n);
/* *any = false: there is nothing to tell. */
enum crm_status timeline_tell(struct timeline *t, struct tl_teller *teller, const struct tl_item *x,
                              struct tl_entry *out, bool *any);

#endif
