/* sink_impl.h - what out.c, sink.c and the writers sink_*.c share. Not for others. */
#ifndef CRM_TEXT_SINK_IMPL_H
#define CRM_TEXT_SINK_IMPL_H

#include "../base/array.h"
#include "sink.h"

#define OUT_SIZE    (256 * 1024) /* bytes of a write */
#define OUT_RESERVE (64 * 1024)  /* most out_reserve gives */

enum out_state {
	OUT_RUNNING,  /* buffers go to the writer */
	OUT_SPOOLING, /* buffers go to the spool */
	OUT_GONE,     /* the reader has closed: everything is dropped */
	OUT_FAILED    /* a write failed: everything is dropped */
};

struct out {
	char *next;   /* next free byte of the buffer */
	/* behind its last one; equal to buf when stopped, so that there is never room */
	char *end;
	char *buf;
	enum out_state state;
	int spool;       /* -1: none */
	bool no_spool;   /* the writer has none to give */
	char *problem;   /* of OUT_FAILED */
	enum out_mask mask;
	struct strbuf masked; /* the buffer, masked */
	struct crm_writer w;
};

/* Make room for n ≤ OUT_RESERVE bytes at o->next; false when stopped. */
bool out_make_room(struct out *o, size_t n);
static inline bool out_room(struct out *o, size_t n)
{
	return (size_t)(o->end - o->next) >= n || out_make_room(o, n);
}

/* A format. cell gets the column's index; end_row comes after exactly s->n cells. begin and end may
 * be NULL, free too. */
struct sink_ops {
	void (*begin)(struct sink *s);
	void (*cell)(struct sink *s, size_t at, enum cell type, const char *p, size_t n);
	void (*end_row)(struct sink *s);
	void (*end)(struct sink *s);
	void (*free)(struct sink *s); /* format's own memory */
};

struct sink {
	const struct sink_ops *ops;
	struct out *out;
	struct sink_options opt;     /* footer is owned */
	struct sink_column *columns; /* n, names owned */
	size_t n;
	size_t at;     /* cells of the row so far */
	size_t tables; /* sink_begin calls */
	struct picker *pick; /* sink_pick was asked for, NULL = all columns as they come */
	void *format;  /* memory of the format */
};

/* sink_pick.c */
/* The columns picked out of n, in an array the caller frees, or NULL when one isn't there. */
struct sink_column *pick_begin(struct picker *k, const struct sink_column *columns, size_t n,
                               size_t *picked);
void pick_cell(struct picker *k, enum cell type, const char *p, size_t n);
void pick_end_row(struct picker *k, struct sink *s); /* hands the row's cells on by sink_put */
bool pick_failed(const struct picker *k);
void pick_free(struct picker *k);
/* sink.c: a cell of the format's row */
void sink_put(struct sink *s, enum cell type, const char *p, size_t n);

extern const struct sink_ops sink_tsv, sink_csv, sink_json, sink_table, sink_sheet;

#endif
