/* out.c - a buffer before the host's write function, and the spool for readers that have stopped
 * reading. */
#include <errno.h>
#include <unistd.h>
#include "../base/utf8.h"
#include "sink_impl.h"

struct out *out_new(const struct crm_writer *w)
{
	struct out *o = crm_calloc(1, sizeof *o);

	o->w = *w;
	o->buf = crm_malloc(OUT_SIZE);
	o->next = o->buf;
	o->end = o->buf + OUT_SIZE;
	o->spool = -1;
	sb_init(&o->masked, 0);
	return o;
}

void out_mask(struct out *o, enum out_mask mask)
{
	o->mask = mask;
}

void out_free(struct out *o)
{
	if (!o)
		return;
	if (o->spool >= 0)
		close(o->spool);
	free(o->problem);
	sb_release(&o->masked);
	free(o->buf);
	free(o);
}

static void stop(struct out *o, enum out_state state, const char *problem)
{
	o->state = state;
	o->next = o->end = o->buf;
	if (problem)
		o->problem = crm_strdup(problem);
}

static void to_spool(struct out *o, const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(o->spool, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			stop(o, OUT_FAILED, k ? strerror(errno) : "cannot write to the temporary file");
			return;
		}
		p += k;
		n -= (size_t)k;
	}
}

/* Does a blocked writer have a spool to give? Asked once. */
static bool open_spool(struct out *o)
{
	if (o->no_spool || !o->w.spool)
		return false;
	o->spool = o->w.spool(o->w.arg);
	o->no_spool = o->spool < 0;
	return !o->no_spool;
}

/* All n bytes to the writer; when it is blocked and may_spool, the rest to the spool. */
static void to_writer(struct out *o, const char *p, size_t n, bool may_spool)
{
	while (n) {
		size_t done = 0;
		enum out_result r = o->w.write(o->w.arg, p, n, &done);
		p += done;
		n -= done;
		if (r == OUT_ERROR) {
			const char *why = o->w.problem ? o->w.problem(o->w.arg) : NULL;
			stop(o, OUT_FAILED, why ? why : "write error");
			return;
		}
		if (r == OUT_CLOSED) {
			stop(o, OUT_GONE, NULL);
			return;
		}
		if (r == OUT_BLOCKED && n && may_spool && open_spool(o)) {
			o->state = OUT_SPOOLING;
			to_spool(o, p, n);
			return;
		}
	}
}

static void pass_on(struct out *o, const char *p, size_t n, bool may_spool)
{
	if (o->state == OUT_RUNNING)
		to_writer(o, p, n, may_spool);
	else if (o->state == OUT_SPOOLING)
		to_spool(o, p, n);
}

/* A character cut in two waits for its other half, but at the end. */
static void flush(struct out *o, bool end)
{
	static const enum utf8_masking as[] = {[OUT_MASK_TEXT] = UTF8_MASK_TEXT, [OUT_MASK_TSV] = UTF8_MASK_TSV,
	                                       [OUT_MASK_JSON] = UTF8_MASK_JSON};
	size_t n = (size_t)(o->next - o->buf), done;

	o->next = o->buf;
	if (o->mask == OUT_RAW) {
		pass_on(o, o->buf, n, !end);
		return;
	}
	sb_reset(&o->masked);
	done = utf8_mask_lines(&o->masked, o->buf, n, as[o->mask], end);
	pass_on(o, o->masked.buf, o->masked.len, !end);
	if (!out_stopped(o)) {
		memmove(o->buf, o->buf + done, n - done);
		o->next = o->buf + (n - done);
	}
}

bool out_make_room(struct out *o, size_t n)
{
	if (out_stopped(o))
		return false;
	if ((size_t)(o->end - o->next) < n)
		flush(o, false);
	return !out_stopped(o);
}

void out_write(struct out *o, const char *p, size_t n)
{
	size_t room = (size_t)(o->end - o->next);

	while (n > room) {
		memcpy(o->next, p, room);
		o->next += room;
		p += room;
		n -= room;
		if (!out_make_room(o, 1))
			return;
		room = (size_t)(o->end - o->next);
	}
	memcpy(o->next, p, n);
	o->next += n;
}

void out_writes(struct out *o, const char *s)
{
	out_write(o, s, strlen(s));
}

void out_putc(struct out *o, char c)
{
	if (out_room(o, 1))
		*o->next++ = c;
}

char *out_reserve(struct out *o, size_t n)
{
	return out_room(o, n) ? o->next : NULL;
}

void out_commit(struct out *o, size_t n)
{
	o->next += n;
}

bool out_stopped(const struct out *o)
{
	return o->state == OUT_GONE || o->state == OUT_FAILED;
}

bool out_spooling(const struct out *o)
{
	return o->state == OUT_SPOOLING;
}

/* The spool, from its start, through the buffer to the writer. */
static void empty_spool(struct out *o)
{
	off_t at = 0;

	while (!out_stopped(o)) {
		ssize_t k = pread(o->spool, o->buf, OUT_SIZE, at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			stop(o, OUT_FAILED, strerror(errno));
		if (k <= 0)
			break;
		at += k;
		to_writer(o, o->buf, (size_t)k, false);
	}
	close(o->spool);
	o->spool = -1;
	if (!out_stopped(o))
		o->state = OUT_RUNNING;
}

enum crm_status out_finish(struct out *o, struct crm_error *e)
{
	flush(o, true);
	if (o->state == OUT_SPOOLING)
		empty_spool(o);
	if (o->state == OUT_FAILED)
		return crm_fail(e, CRM_IO, "cannot write: %s", o->problem);
	return CRM_OK;
}
