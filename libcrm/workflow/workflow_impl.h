/* workflow_impl.h - what the files workflow*.c share: a configuration, as it stands in a file or in
 * the database. Not for others. */
#ifndef CRM_WORKFLOW_WORKFLOW_IMPL_H
#define CRM_WORKFLOW_WORKFLOW_IMPL_H

#include "crm_workflow.h"
#include "../edit/edit.h"
#include "../model/kinds.h"
#include "../model/value.h"
#include "workflow_yaml.h"

enum { SET_CURRENCY, SET_COUNTRY, SET_LANGUAGE, SET_TIMEZONE, SETTINGS };
extern const char *const wf_settings[]; /* names, NULL-terminated */

/* Positions in words_field_type. */
enum {
	FT_TEXT,
	FT_LONG,
	FT_INTEGER,
	FT_DECIMAL,
	FT_PERCENT,
	FT_MONEY,
	FT_DATE,
	FT_INSTANT,
	FT_BOOLEAN,
	FT_ENUM,
	FT_TERM,
	FT_REFERENCE,
	FT_LIST,
	FT_DURATION
};

/* Texts are NULL where there is none. at: where it stands in the file, NULL in the database. id: in
 * the database, 0 in a file. was: its old name. */
struct wf_setting { int64_t id; const char *value; const struct yaml_node *at; };
struct wf_stage {
	int64_t id;
	const char *name, *title, *required, *was;
	int kind, probability, rot; /* probability in 1/100 percent; rot 0 = none */
	int position;
	const struct yaml_node *at, *list; /* list: its `require` */
};
struct wf_pipeline {
	int64_t id;
	const char *name, *title, *conditions, *was; /* conditions: one a line */
	int position;
	struct wf_stage *stages; size_t nstages;
	const struct yaml_node *at, *list; /* list: its `for` */
};
struct wf_choice { int64_t id, number; const char *word; bool retired; int position; };
struct wf_field {
	int64_t id;
	const struct crm_kind *kind;
	const char *name, *title, *was;
	int type, position;      /* type: position in words_field_type */
	int ref;                 /* FT_REFERENCE: the kind */
	bool feature, retired;
	struct wf_choice *choices; size_t nchoices;
	const struct yaml_node *at;
};

struct wf_score {
	int64_t id;
	const char *conditions, *title; /* conditions: one a line */
	int points, position;
	const struct yaml_node *at, *list; /* list: its `when` */
};
/* In the database also the ready-made weights of a kind that has no others, with id 0. */
struct wf_weight {
	int64_t id;
	const struct crm_kind *kind;
	const char *field;
	int weight;
	const struct yaml_node *at;
};
struct wf_holiday { int64_t id; const char *name, *title; };

struct wf {
	struct wf_setting settings[SETTINGS];
	/* sections there */
	bool have_pipelines, have_fields, have_scores, have_weights, have_holidays;
	struct wf_pipeline *pipelines; size_t npipelines;
	struct wf_field *fields; size_t nfields;
	struct wf_score *scores; size_t nscores;
	struct wf_weight *weights; size_t nweights;
	struct wf_holiday *holidays; size_t nholidays;
};

/* A file at work. */
struct wf_file {
	struct crm *c;
	const char *name;
	struct crm_error *e;
	struct arena arena;
	struct wf want;          /* out of the file */
	struct wf have;          /* out of the database */
	enum crm_status s;      /* of the first failure */
	struct edit *ed;         /* NULL: only check */
	struct crm_write *w;
};

/* ---- workflow_node.c: what all sections of a file need ---- */
/* A failure at a node (NULL: of the whole file): CRM_CONFIG. */
void __attribute__((format(printf, 3, 4)))
wf_bad(struct wf_file *f, const struct yaml_node *at, const char *fmt, ...);
/* A failure of another status. */
void __attribute__((format(printf, 4, 5)))
wf_fail(struct wf_file *f, enum crm_status s, const struct yaml_node *at, const char *fmt, ...);
bool wf_same(const char *a, const char *b); /* NULL is equal to NULL */
/* A text of at most 200 bytes on one line (NULL with a failure); yes or no; every key of a map is
 * one of `words`. */
const char *wf_text(struct wf_file *f, const struct yaml_node *node);
bool wf_bool(struct wf_file *f, const struct yaml_node *node);
bool wf_keys(struct wf_file *f, const struct yaml_node *map, const char *what,
             const char *const *words);
/* Texts of a list joined by sep, none of which may hold it; NULL when there are none, or with a
 * failure that names `what`. */
const char *wf_joined(struct wf_file *f, const struct yaml_node *node, const char *what, char sep);

/* ---- workflow_read.c: tree to configuration ---- */
/* All of it, everything wrong is told; f->s says whether something was. Needs the catalog, no
 * transaction. */
void wf_read(struct wf_file *f, const struct yaml_node *root);
/* ---- workflow_fields.c: the section fields ---- */
void wf_read_fields(struct wf_file *f, const struct yaml_node *node);
/* ---- workflow_lists.c: the sections scoring, complete, holidays ---- */
void wf_read_scores(struct wf_file *f, const struct yaml_node *node);
void wf_read_weights(struct wf_file *f, const struct yaml_node *node);
void wf_read_holidays(struct wf_file *f, const struct yaml_node *node);

/* ---- workflow_load.c: the database's configuration, in a transaction ---- */
enum crm_status wf_load(struct crm *c, struct wf *out, struct arena *a, struct crm_error *e);

/* ---- workflow_check.c: what can't be told from the file alone ---- */
/* Conditions, required and weighed fields of the file against what the database knows; in a
 * transaction. With f->ed the file's fields are there already, and words that conditions name are
 * made; else both are taken for granted. */
void wf_check(struct wf_file *f);
/* The sections that the file has not, as they stand now: a field taken away may be one they
 * need. */
void wf_check_stored(struct wf_file *f);

/* ---- workflow_rows.c ---- */
/* Whether a call went well; else its message is told already, and f->s takes its status. */
bool wf_done(struct wf_file *f, enum crm_status s);
/* Positions only need to rise from *last (INT_MIN before the first): one that is there already
 * (`there`) and does stays as it is. */
int wf_next_position(int *last, bool there, int position);
/* One row: with history, and told to f->w. label: what a person calls it. Nothing is done without
 * f->ed. values: by field number, NULL-name ends. */
struct wf_cell { int no; struct value v; };
int64_t wf_row_add(struct wf_file *f, const struct crm_kind *k, const char *label,
                   const struct wf_cell *cells, size_t n);
/* Set one cell when it differs. */
void wf_row_set(struct wf_file *f, const struct crm_kind *k, int64_t id, const char *label, int no,
                struct value old, struct value v);
void wf_row_rm(struct wf_file *f, const struct crm_kind *k, int64_t id, const char *label);
static inline struct value wf_string(const char *s)
{
	return s && *s ? (struct value){V_TEXT, 0, s, strlen(s)} : VALUE_NULL;
}
/* 0 is no value. */
static inline struct value wf_number(int64_t v) { return v ? VALUE_INT(v) : VALUE_NULL; }

/* ---- workflow_apply.c, workflow_apply_fields.c, workflow_apply_lists.c: the differences, written
 * when f->ed is there ---- */
void wf_apply(struct wf_file *f);
void wf_apply_fields(struct wf_file *f);
void wf_apply_scores(struct wf_file *f);
void wf_apply_weights(struct wf_file *f);
void wf_apply_holidays(struct wf_file *f);

/* ---- workflow_show.c ---- */
void wf_show(const struct wf *wf, struct strbuf *out);

#endif
