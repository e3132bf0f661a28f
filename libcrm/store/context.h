/* context.h - an open database with all a command knows: who, which day, settings, names of the
 * small tables. Internal to libcrm. */
#ifndef CRM_STORE_CONTEXT_H
#define CRM_STORE_CONTEXT_H

#include "../base/arena.h"
#include "../base/date.h"
#include "../base/error.h"
#include "db.h"
#include "table.h"

/* What a host knows of a telephone number: the first gives its form in E.164. Unknown: no country,
 * or the host has no means to tell. */
enum phone_verdict { PHONE_VALID, PHONE_INVALID, PHONE_UNKNOWN };

/* What the host (cmd or a test) hands in. Strings must live as long as the handle. */
struct crm_env {
	const char *path;        /* database file */
	bool must_exist;         /* the path was named: never made on first write */
	bool write;              /* open to write */
	bool keeps_version;      /* to read: an older database is refused, not brought up to date */
	int64_t now;             /* instant of recorded time, milliseconds UTC */
	bool have_today;         /* today was given, else it is the local day of now */
	int today;
	const char *user;        /* login of who runs the command */
	const char *user_full;   /* full name or NULL: used when the user record is made */
	/* asked when user_full is NULL, only then; may be NULL, may give NULL */
	const char *(*full_name)(const char *user);
	/* LC_ALL/LC_MONETARY form such as "de_DE.UTF-8" or "C": first settings */
	const char *locale;
	const char *timezone;    /* IANA zone of the machine: first settings */
	const char *tool;        /* "crm-offer": batches name it */
	const struct crm_zone *zone;
	/* Judge a number of n bytes (digits, + before them), country alpha-2 or "": out gets its
	 * international form, terminated. NULL = numbers are kept as given. CRM_IO: what judges
	 * numbers is there and can't be loaded. */
	enum crm_status (*phone)(const char *s, size_t n, const char *country, char *out,
	                         size_t size, enum phone_verdict *verdict, struct crm_error *e);
};

struct settings {
	int currency;            /* ISO number */
	char country[3];         /* alpha-2 or "" */
	char language[16];       /* "de" */
	char timezone[64];
};

/* A name table read once: users, pipelines, terms. */
struct name_entry { int64_t id; const char *name; const char *key; /* folded */ };
struct names { struct name_entry *e; size_t n; bool loaded; }; /* sorted by id */

struct stage_info {
	int64_t id, pipeline;
	int position, kind;      /* kind: STATE_… */
	int probability;         /* 1/100 percent */
	int rot;                 /* working days, 0 = none */
	const char *name, *title;
};
/* Kinds of stages, states of offers; SQL() may name them. */
#define STATE_LEAD 0
#define STATE_OPEN 1
#define STATE_WON 2
#define STATE_LOST 3
#define STATES_ALIVE "(" SQL(STATE_LEAD) "," SQL(STATE_OPEN) ")"
#define STATES_CLOSED "(" SQL(STATE_WON) "," SQL(STATE_LOST) ")"

struct crm_catalog;          /* kinds with their custom fields: model/catalog.h */

struct crm {
	struct db *db;
	struct crm_env env;
	bool created;            /* the database was made by this command */
	int today;
	struct settings set;
	struct names users, pipelines, terms;
	struct stage_info *stages; /* by pipeline, position; NULL until lookup_stages */
	size_t nstages;
	struct crm_catalog *catalog;
	struct calendar *calendar; /* public holidays, NULL until lookup_calendar */
	struct arena arena;      /* lives as long as the handle */
	struct attached *attached; /* files read to be attached: edit/edit_file.c; in arena */
	/* CRM_CONFIG when a rule of the configuration could not be used: told to notes, and what
	 * crm_close returns */
	enum crm_status broken;
	/* where notes of success go, set by crm_open: the error object given there */
	struct crm_error *notes;
};

#endif
