/* error.h - status codes and the error object every fallible function fills.
 *
 * A status is the exit status a tool ends with (sysexits where one fits). A function that returns
 * another status than CRM_OK has put at least one message into the error object it was given.
 * Notes are messages beside success: candidates, columns left out, settings chosen. */
#ifndef CRM_BASE_ERROR_H
#define CRM_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

enum crm_status {
	CRM_OK = 0,           /* done */
	CRM_NO = 1,           /* the answer is no: record not found, check found something */
	CRM_AMBIGUOUS = 3,    /* a reference matches more than one record */
	CRM_DUPLICATE = 4,    /* the record is there already */
	CRM_FORBIDDEN = 5,    /* a rule forbids it: illegal move, record in use, undo collision */
	CRM_USAGE = 64,       /* wrong command line */
	CRM_DATA = 65,        /* bad data in a file, a stream or a value */
	CRM_NOINPUT = 66,     /* no such file or database */
	CRM_UNAVAILABLE = 69, /* database unusable: corrupt, foreign, too new */
	CRM_INTERNAL = 70,    /* a fault of this program */
	CRM_CANTCREATE = 73,  /* cannot create a file */
	CRM_IO = 74,          /* read or write error, disk full */
	CRM_BUSY = 75,        /* others hold the database too long, or it moved: try again */
	CRM_PERM = 77,        /* not permitted */
	CRM_CONFIG = 78       /* bad configuration */
};

/* One line for standard error. Strings are owned by the error object. line and column are 1-based,
 * 0 = unknown. */
struct crm_message {
	char *file;   /* file or "stdin", or NULL */
	long line, column;
	char *field;  /* field or NULL */
	/* what is wrong: lower case, no full stop, may hold any bytes (the printer masks) */
	char *text;
	bool note;    /* beside success, printed without being a failure */
};

#define CRM_MESSAGES_MAX 100 /* of failures, and of notes; further ones are only counted */

struct crm_error {
	enum crm_status status;    /* of the first failure, CRM_OK when there are only notes */
	struct crm_message *list;  /* in the order they came */
	size_t n;                  /* messages kept */
	size_t failures;           /* all failures, also those beyond CRM_MESSAGES_MAX */
	size_t notes;              /* all notes, likewise */
};

#define CRM_ERROR_INIT {CRM_OK, NULL, 0, 0, 0}

/* Free the messages; the object can be used again. */
void crm_error_clear(struct crm_error *e);

/* Add a failure without a place. Returns s (so `return crm_fail(...)`). The first failure decides
 * e->status. e may be NULL. */
enum crm_status crm_fail(struct crm_error *e, enum crm_status s, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

/* Add a failure at a place: any of file, field may be NULL, line and column 0. Returns s. */
enum crm_status crm_fail_at(struct crm_error *e, enum crm_status s, const char *file, long line,
                            long column, const char *field, const char *fmt, ...)
        __attribute__((format(printf, 7, 8)));

/* Add a note: printed to standard error, no failure. */
void crm_note(struct crm_error *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What has been said so far, and back to it: what was said since is forgotten. */
struct crm_error_mark { enum crm_status status; size_t n, failures, notes; };
struct crm_error_mark crm_error_mark(const struct crm_error *e);
void crm_error_back(struct crm_error *e, struct crm_error_mark m);

/* Memory: allocation in libcrm never returns NULL. When it fails, the handler runs; it must not
 * return. Without one set, the program is aborted. cmd sets one that prints a line and exits 70. */
void crm_set_oom_handler(void (*handler)(void));
void *crm_malloc(size_t n);              /* n bytes, n = 0 allowed; free with free() */
void *crm_calloc(size_t n, size_t size); /* zeroed */
void *crm_realloc(void *p, size_t n);
char *crm_strdup(const char *s);
char *crm_strndup(const char *s, size_t n); /* n bytes and a NUL */

#endif
