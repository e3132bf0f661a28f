/* crm.h - the public face of libcrm.
 *
 * Ownership: strings and structures handed in are copied or used during the call only, unless a comment says they must live longer. What a function returns in a
 * pointer to a pointer is the caller's, freed by the function named beside it; *_free(NULL) is legal. Text inside a handle (struct crm) lives as long as the handle.
 * Every fallible function returns enum crm_status and says why in the struct crm_error it is given; notes of success go there too.
 * libcrm never prints, exits, or reads the environment. One thread at a time per handle.
 * Units: money in minor units of its currency, dates in days since 1970-01-01, instants in milliseconds UTC, percents in 1/100. */
#ifndef CRM_H
#define CRM_H

#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/money.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "store/table.h"
#include "store/context.h"
#include "text/reader.h"
#include "text/sink.h"

/* ---- open.c ---- */
/* Open the database (env must live as long as the handle). !env->write: reads; a default path that doesn't exist yet gives an empty database in memory
 * with the ready-made pipeline. env->write: a default path is made, a named one must exist (CRM_NOINPUT, "run 'crm-db init'"). */
enum crm_status crm_open(struct crm **c, const struct crm_env *env, struct crm_error *e);
/* CRM_BUSY: the file changed under a read without locks; CRM_CONFIG: a rule of the configuration was left out, as told to the error object of crm_open. NULL legal */
enum crm_status crm_close(struct crm *c, struct crm_error *e);
enum crm_status crm_init(const struct crm_env *env, struct crm_error *e); /* crm-db init: make env->path; CRM_CANTCREATE when it exists */
int crm_today(const struct crm *c);
const struct settings *crm_settings(const struct crm *c);

/* ---- operands.c: what needs no database ---- */
bool crm_is_condition(const char *operand);   /* FIELD and an operator, by form */
bool crm_is_id(const char *word);             /* o9, c12, or digits without leading 0 */

/* Ids read from a stream or given as operands. */
struct crm_id { int kind; int64_t id; const char *name; /* users and other named kinds */ long line; /* 0 = operand */ int64_t more; /* touched: so many ids behind it too */ };
struct crm_ids { struct crm_id *v; size_t n; struct arena arena; };
/* First field of each line; blank lines and lines whose first field is `id` (or `name` for a named kind) skipped; doubles count once. kind: the only one allowed, NULL = any.
 * CRM_DATA with the line for anything else. Reads to the end. ids are freed with crm_ids_free. */
enum crm_status crm_ids_read(struct crm_ids *ids, const struct crm_kind *kind, const struct crm_source *src, struct crm_error *e);
void crm_ids_free(struct crm_ids *ids);

/* Files and standard input for `FIELD@=FILE`, given by the host; and files to be attached or held against what was attached. */
struct crm_files {
	enum crm_status (*read)(void *arg, const char *name, struct strbuf *out, struct crm_error *e); /* a whole file, "-" = standard input */
	void *arg;
	/* Hand a regular file over in blocks. CRM_NOINPUT (also a directory or a device), CRM_PERM, CRM_IO, with the file's name. NULL = nothing can be attached */
	enum crm_status (*scan)(void *arg, const char *name, void (*block)(void *to, const char *p, size_t n), void *to, struct crm_error *e);
	/* Append the name as an absolute path, without symbolic links where the file is there; false: the place where it counts from isn't known */
	bool (*path)(void *arg, const char *name, struct strbuf *out);
};

/* ---- records.c: the shared verbs ---- */
struct crm_query {
	const struct crm_kind *kind;
	const char *const *operands; size_t noperands; /* conditions, words, ids (list); references (show) */
	const struct crm_ids *ids;   /* from `-`; NULL = none given */
	const char *columns, *sort;  /* -c, -s or NULL */
	int64_t limit;               /* -1 = no limit */
	bool all;
};
enum crm_status crm_list(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);
/* One `id field value` row per field that has a value (TSV without columns), one record a row with columns or form != 0. picture: the terminal's form. What is not found is named, CRM_NO. */
/* SHOW_SETTABLE: like SHOW_FIELDS, but all settable fields, also empty ones (what `edit` opens). */
enum crm_show_form { SHOW_FIELDS, SHOW_ROWS, SHOW_PICTURE, SHOW_SETTABLE };
enum crm_status crm_show(struct crm *c, const struct crm_query *q, enum crm_show_form form, struct sink *s, struct crm_error *e);
enum crm_status crm_fields(struct crm *c, const struct crm_kind *k, struct sink *s, struct crm_error *e); /* name type set meaning values */
enum crm_status crm_export(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e); /* id, ext and settable fields */

/* A write command: what goes in beside the operands, what comes out. */
struct crm_write {
	bool dry_run, force;
	const char *key;             /* --key=FIELD or NULL */
	const struct crm_files *files;
	/* results, owned by the struct, freed by crm_write_free */
	struct crm_ids touched;      /* every record addressed, changed or not, in input order; import's in runs of ids */
	struct crm_changelog { char *what, *kind_letters, *field, *old, *new; int64_t id; } *changes;
	size_t nchanges;
	bool want_changes;           /* collect changes (dry run, terminal) */
	int64_t added, changed, same, rejected; /* import's counts */
};
void crm_write_free(struct crm_write *w);
/* refs: operands that name records; assigns: FIELD=VALUE operands; ids: from `-`. Add: ids among the operands are like those from `-`, one record
 * is added for each and linked to what it names; one that comes twice counts once. */
enum crm_status crm_add(struct crm *c, const struct crm_kind *k, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
enum crm_status crm_set(struct crm *c, const struct crm_kind *k, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
enum crm_status crm_rm(struct crm *c, const struct crm_kind *k, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
/* Print touched: one column (id, or name of named kinds) or -c columns. k NULL: ids of any kind, no columns. In a read transaction of its own. */
enum crm_status crm_print_touched(struct crm *c, const struct crm_kind *k, const struct crm_write *w, const char *columns, struct sink *s, struct crm_error *e);
/* what id field old new, one row per change (-N) */
void crm_print_changes(const struct crm_write *w, struct sink *s);

/* ---- affiliation.c, affiliation_list.c, company_tree.c: persons and the companies they belong to ---- */
/* operands: contacts, then the company as the last word, and role= from= to=. An affiliation that holds is changed, else one begins (today, unless from or to is
 * given); the first company of a contact becomes the main one. */
enum crm_status crm_link(struct crm *c, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
/* operands: contacts, then the company, and to= (today). What is ended already stays so; CRM_NO for a contact that never was linked. When it was the main company,
 * the newest other one becomes that, or none. */
enum crm_status crm_unlink(struct crm *c, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
/* contact company name role from to current main (q->kind contact) or company contact name … (company), of the records named, selected, or all: main first, then those
 * that hold, the newest first. name is that of the other side. */
enum crm_status crm_affiliations(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);
/* depth id name parent category city: the companies named or selected, each with all below it, depth first, by name; without any all that stand above others, with
 * q->all also those that stand alone. Tables indent the name. */
enum crm_status crm_company_tree(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);

/* ---- consent.c, consent_list.c ---- */
/* operands: contacts, then the purpose as the last word, and day= (today; not ahead), evidence=, until= (given only). A new entry for each, never overwriting one;
 * nothing where the newest, or one of the day given, says the same. */
enum crm_status crm_consent(struct crm *c, bool given, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
/* contact purpose status day until evidence may: all entries of the contacts named, selected, or all, by purpose and day; may: this one gives it today. */
enum crm_status crm_consents(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);

/* ---- import.c ---- */
struct crm_import {
	const struct crm_source *src;
	struct reader_options reader; /* encoding NULL: with `from` CP1252 is recognised, too */
	const char *const *map; size_t nmap;             /* FIELD=COLUMN, entered.STAGE=COLUMN */
	const char *const *translate; size_t ntranslate; /* FIELD:FROM=TO */
	const char *create;      /* kinds whose missing records are added: "company,product,user" */
	const char *ext;         /* SYSTEM:COLUMN: identity, and the ext of what is added */
	const char *from;        /* vcard, or the built-in map of an address book: google, outlook, …; NULL: a file of vCards is recognised */
	char decimal;            /* '.' or ',' */
	enum date_order dates;
	const char *const *constants; size_t nconstants; /* FIELD=VALUE operands */
	/* What the file is an edited copy of (`id field value` lines), or NULL: lines that stand there too are no assignments, so that what others
	 * have changed meanwhile stays. */
	const char *before; size_t nbefore;
	/* bad lines taken aside: written as they came, header first, before the others are committed; one that cannot be written fails the import.
	 * NULL = any bad line fails it */
	enum crm_status (*reject)(void *arg, const char *p, size_t n, struct crm_error *e); void *reject_arg;
	void (*progress)(void *arg, int64_t rows); void *progress_arg; /* NULL = none */
};
enum crm_status crm_import_rows(struct crm *c, const struct crm_kind *k, const struct crm_import *im, struct crm_write *w, struct crm_error *e);

/* ---- vcard_out.c ---- */
/* Contacts as vCards into o, version 30 or 40. Operands: references and conditions, q->ids as ever; none = all contacts. Lines kept of the cards they came from are given
 * back; UID is that of the card, else one of this database. What isn't found is named, CRM_NO, and the rest is written. */
enum crm_status crm_vcard(struct crm *c, const struct crm_query *q, int version, struct out *o, struct crm_error *e);

/* ---- pipeline.c ---- */
enum crm_stage_verb { STAGE_MOVE, STAGE_NEXT, STAGE_BACK, STAGE_WIN, STAGE_LOSE, STAGE_REOPEN };
/* operands: offers, then (move) the stage as the last bare word, by name or title in the offer's own pipeline, and assignments (closed=, at=, reason=, value=, …); at=
 * is the day or instant of the move, closed= the day of a move into won or lost. next and back keep to the stages of leads and open offers; win and lose go to the
 * pipeline's first stage of that kind; reopen goes back to the last stage before the closing; a move out of won or lost
 * is a reopening too. Offers that stand there already stay as they are. All of them move or none; messages name the offer. */
enum crm_status crm_stage(struct crm *c, enum crm_stage_verb verb, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
/* pipeline name kind probability currency offers total weighted (also: position title) in the order of the pipelines: per stage one row for each currency in use there. The
 * conditions are those of offers. Leads that were turned down don't count as lost, unless q->all. */
enum crm_status crm_stage_list(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);
/* offer seq day from to by value currency expected_close days void: every move of the offers named or selected, leads too, in the order of offers. days: spent where the move
 * led; until today for the last one, empty for one that closed the offer and is the last, and for void ones. void: the batch that took the move back. q->sort is CRM_USAGE. */
enum crm_status crm_stage_history(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);

/* ---- lead*.c: offers in a lead stage ---- */
/* Inquiries to leads, in one transaction. im as for crm_import_rows; columns and operands are the fields of offers, and system, message_id and referrer (a
 * page, or a contact by id or e-mail, which becomes the offer's referrer too); im->src NULL: the operands are the one inquiry. An inquiry whose message_id, else the hash of
 * system, e-mail (without one telephone and name) and message, came in before adds nothing (w->same). One of the contact, e-mail or telephone of an open lead becomes a touch of it, its
 * message an incoming event (w->changed), unless separate. Any other is a new lead (w->added) in the first lead stage, with its first touch. Contact and company are
 * found by e-mail, then telephone, then name and company; where several fit none is taken and a note says so. w->touched: the lead of each row. */
enum crm_status crm_lead_intake(struct crm *c, const struct crm_import *im, bool separate, struct crm_write *w, struct crm_error *e);
enum crm_lead_verb { LEAD_QUALIFY, LEAD_CONVERT, LEAD_DISQUALIFY };
/* operands: leads, and assignments made in the same breath. qualify: to the pipeline's last lead stage; contact and company are found as at intake, else made of the lead's
 * fields. CRM_FORBIDDEN when there is neither contact, name, e-mail nor telephone, CRM_AMBIGUOUS when several contacts or companies fit and none is assigned.
 * convert: the same, into the first stage of open offers. into: a reference to the offer the leads are merged into, else NULL. disqualify: lost without ever
 * having been open; reason= must be assigned. Leads that are there already stay as they are. All or none; messages name the lead. */
enum crm_status crm_lead(struct crm *c, enum crm_lead_verb verb, const char *into, const char *const *operands, size_t n, const struct crm_ids *ids,
                         struct crm_write *w, struct crm_error *e);
enum crm_lead_turn { TURN_OWNER, TURN_ROUND_ROBIN, TURN_BY_LOAD };
/* Give leads an owner: the last operand (TURN_OWNER), or one of users (comma separated; "" = all active ones, by name) in turn: behind the one who was given one last, or
 * the one with the fewest leads and open offers, the first of equals. */
enum crm_status crm_lead_assign(struct crm *c, enum crm_lead_turn turn, const char *users, const char *const *operands, size_t n, const struct crm_ids *ids,
                                struct crm_write *w, struct crm_error *e);
/* id points reason: a row for each scoring rule that holds for the leads named, with q->all also the others with 0, then the reason `total`. CRM_CONFIG when a
 * rule cannot be asked. */
enum crm_status crm_lead_score(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);

/* ---- task.c, task_ical.c ---- */
enum crm_task_verb { CRM_TASK_DONE, CRM_TASK_REOPEN, CRM_TASK_SNOOZE };
/* operands: tasks and assignments; of snooze the last word is the day, with a time of day if need be: a date, or an offset from the later of today and
 * the day a task is due. done takes done=DAY, else it is today; what is done stays done on its day. Of a task that comes again (`every`), done adds the
 * next one in the same batch, which is a note, and snooze moves this one alone. Snoozing what is done is CRM_FORBIDDEN, to a day that has passed
 * CRM_USAGE. All of them or none; messages name the task. */
enum crm_status crm_task(struct crm *c, enum crm_task_verb verb, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
/* Append the tasks of the query (operands from the first on, ids, all) to out as an iCalendar: to-dos, or events of those that have a day. The text is the
 * same as long as the tasks are. UID: the task's id and the time the database was made, which copies and dumps of it keep. CRM_UNAVAILABLE: there
 * is no libical. */
enum crm_status crm_task_ical(struct crm *c, const struct crm_query *q, bool events, struct strbuf *out, struct crm_error *e);

/* ---- forecast.c ---- */
struct crm_forecast {
	const char *by;              /* month (default), quarter, year, week, day, or fields of the offer, or both: "month,owner" */
	const char *period;          /* --period or NULL */
	int band;                    /* percent, 80 */
	bool total;                  /* only the rows `total` */
	const char *const *operands; size_t noperands;
	const struct crm_ids *ids;
};
/* Open offers by period and currency: period (or the fields of `by`) currency offers total weighted low high won landing. Rows: `overdue`, the periods in order,
 * `undated`, then `total` with a law of its own, one per currency. weighted is rounded once per offer; low and high are of the open offers; won is what was
 * won and closed in the row's period; landing = won + weighted. Without `period` all open offers count, and won from the first of the current period (month, when `by`
 * names none) on; with it, offers expected and won in it, beside overdue and undated ones, which are never left out. Offers without a value are counted in `offers`
 * and named in a note. By a field with many values an offer counts under each, in the total once. */
enum crm_status crm_forecast(struct crm *c, const struct crm_forecast *f, struct sink *s, struct crm_error *e);
/* What if: the same from rows with a header. Columns: value, probability (percent), expected_close; optionally currency, id (names what has no
 * value), state (open when absent; won rows count as won on `closed`, else on expected_close, else today; lost and lead rows don't count), and any
 * column named by `by`. No database. currency: when there is no such column, which is a note, or it is empty. With `total` and no `period` expected_close
 * isn't needed. Every bad row is reported: CRM_DATA. */
enum crm_status crm_forecast_rows(const struct crm_forecast *f, const struct crm_source *src, int today, int currency, struct sink *s, struct crm_error *e);
/* Ids when the first field of the stream is one, else rows with a header. */
enum crm_status crm_forecast_stream(struct crm *c, const struct crm_forecast *f, const struct crm_source *src, struct sink *s, struct crm_error *e);

/* ---- report.c ---- */
struct crm_report {
	const char *name;            /* revenue, winrate, pipeline, cycle, complete */
	const char *of;              /* complete: contact or company; NULL = contact */
	const char *by;              /* FIELD[:unit][,FIELD…] or NULL (complete: the owner); a bare unit such as month is of the report's own date */
	const char *period;          /* on the report's own date or NULL = all: closed, of pipeline expected_close */
	bool all;                    /* users without offers too: `by` owner and fields of it */
	const char *sort; int64_t limit;
	const char *const *operands; size_t noperands;
	const struct crm_ids *ids;
};
/* One row per group, in the order of the groups or of `sort` (names of columns):
 * revenue: BY… currency won revenue average median, of won offers; average and median of those with a value, two places more than the currency has.
 * winrate: BY… offers open won lost rate rate_low rate_high, of offers that were ever open or won; rate = won / (won + lost), Wilson 95 %.
 * pipeline: BY… currency offers total weighted, of open offers.
 * cycle: BY… result n mean min p10 p25 p50 p75 p90 max, days from the inquiry, else the opening, to won and to lost.
 * response: BY… inquiries answered waiting p50 p90 max, of what was received: durations from the inquiry to the first response; waiting: leads and open offers without one.
 * complete: BY… records complete full low, of contacts or companies: the mean percent, how many have 100 and below 80; it has no period.
 * References are named, an empty group is an empty field. By a field with many values (tags) an offer counts under each; tables end with a row that counts it once.
 * Offers without a value are named in a note (revenue, pipeline).
 * Operands are conditions and ids; any other word is CRM_USAGE, of crm_forecast and crm_stage_list too. */
enum crm_status crm_report(struct crm *c, const struct crm_report *r, struct sink *s, struct crm_error *e);
const char *const *crm_report_names(void);
const struct crm_kind *crm_report_kind(const char *name, const char *of); /* what its operands are conditions on; NULL = no such report */

/* ---- event.c, event_files.c: the timeline, written ---- */
/* Record an event of a kind (call, meeting, email, letter, visit, note). operands: records it is of (ids, e-mail addresses of contacts), then assignments;
 * one event is recorded for each record, also of those of ids. With the offer come its contact and company, with a contact his company. */
enum crm_status crm_event(struct crm *c, const char *kind, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
/* operands: events, then assignments. For each a new event with its content and the changes takes its place, touched holds the new ones; one in which
 * nothing would change stays. CRM_FORBIDDEN: an event that was corrected before. */
enum crm_status crm_correct(struct crm *c, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);
/* event path size sha256 state, a row for each file attached to the events selected, newest event first: ok, changed, missing, unreadable. CRM_NO unless
 * all are ok. */
enum crm_status crm_event_files(struct crm *c, const struct crm_query *q, const struct crm_files *files, struct sink *s, struct crm_error *e);

/* ---- timeline.c: events together with what the system notes ---- */
/* id at kind subject offer contact company by, and by name all fields of events, batch, field, old, new, undone; newest first. Beside events: created, stage, changed, done
 * (tasks), removed, merged; id is then the batch. Operands: ids of records (whose timeline), of events and batches, words, conditions on fields of
 * events; q->ids of any kind. That of a company holds its contacts' and offers', that of a contact his offers' and the events he took part in. What was undone and
 * events that were corrected are left out, unless q->all. What has a day only stands at the day's beginning when it was recorded later. q->sort: events alone, CRM_USAGE
 * when others are wanted. */
enum crm_status crm_timeline(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);

/* ---- log.c: changes and undo ---- */
/* batch at by tool verb what id field old new, newest first; operands: batches (b41), records (o9), conditions at= by= tool= verb= field= what= */
enum crm_status crm_changes(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);
enum crm_status crm_batches(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e); /* batch at by tool verb added changed removed undoes undone */
/* Without batches: this user's newest batch that is neither an undo nor undone (redo: the newest undo not undone). The batch undone is a note. */
enum crm_status crm_undo(struct crm *c, const char *const *batches, size_t n, bool redo, struct crm_write *w, struct crm_error *e);

/* ---- dossier.c, forget.c: privacy ---- */
/* section id field value: everything stored about the persons named (q->operands, q->ids): the contact, what belongs to it, offers, tasks and events it takes
 * part in, and the history of the contact: id is then the batch, value "OLD → NEW". */
enum crm_status crm_dossier(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);
/* Forget persons, for good: the contact is emptied and called "forgotten c12"; its addresses, numbers, keys, affiliations and card lines are removed, its
 * company and role too; texts of its inquiries (also of leads without a contact that came from its address) and of talks with it alone are cleared, in texts of
 * other talks, of offers and tasks its names (each part as a word), addresses and numbers are masked; all of it in the history and the index of words as
 * well. Offers keep their figures. The file is written anew, so that its free pages hold nothing; CRM_NO when a reader is in the way. Then every text and the file are looked through: what still names the person is a failure each, CRM_NO (of a dry run too). Batches whose history was rewritten can't be undone.
 * Doing it again finishes what was interrupted. */
struct crm_forget {
	bool everywhere;             /* mask also texts of records the person has no part in: namesakes suffer too */
	const char *const *also; size_t nalso; /* further texts that name the person, none of them empty: a former name, a nickname */
};
enum crm_status crm_forget(struct crm *c, const char *const *refs, size_t n, const struct crm_ids *ids, const struct crm_forget *opt, struct crm_write *w,
                           struct crm_error *e);

/* ---- workflow.c ---- */
/* Parse and check the YAML against the database; every error with file:line:column; CRM_CONFIG. */
enum crm_status crm_workflow_check(struct crm *c, const char *name, const char *text, size_t n, struct crm_error *e);
enum crm_status crm_workflow_apply(struct crm *c, const char *name, const char *text, size_t n, struct crm_write *w, struct crm_error *e);
enum crm_status crm_workflow_show(struct crm *c, struct out *o, struct crm_error *e);
/* Personal settings: flat `key: value` YAML; calls set for each. */
enum crm_status crm_config_read(const char *name, const char *text, size_t n, void (*set)(void *arg, const char *key, const char *value), void *arg, struct crm_error *e);

/* ---- search_list.c ---- */
struct crm_search {
	const char *const *operands; size_t noperands;
	const char *columns;         /* of id kind label field snippet company contact; "+a" adds; NULL = the first five */
	int64_t limit;               /* -1 = no limit */
	bool brief;                  /* for a person: without a limit the first 20 rows, the others are counted in a note */
};
/* The records that hold all the words, best first, ties by kind and id: companies, contacts, products, offers and leads, lines, tasks, events that were not
 * corrected. Each operand is text as typed into a search box: words (found where a word begins so), "phrases" in quotes (as they stand), -words that must
 * not occur; what holds no blank, such as an address, is a phrase. Digits, four at least, are the end of a telephone number too, in any spelling. kind=contact,offer: only those.
 * Case, accents and the spelling of umlauts don't count. field and snippet: where most of the words stand. No record is no failure. CRM_USAGE: no
 * word to look for, another condition, more than 64 words. CRM_UNAVAILABLE: the index is damaged (crm_db_reindex). */
enum crm_status crm_search(struct crm *c, const struct crm_search *q, struct sink *s, struct crm_error *e);

/* ---- database.c ---- */
enum crm_status crm_db_info(struct crm *c, struct sink *s, struct crm_error *e);  /* name value */
enum crm_status crm_db_check(struct crm *c, struct crm_error *e);                 /* CRM_NO and one failure per finding */
enum crm_status crm_db_reindex(struct crm *c, struct crm_error *e);               /* the search index afresh out of the records */
enum crm_status crm_db_backup(struct crm *c, const char *to, struct crm_error *e);
enum crm_status crm_db_restore(struct crm *c, const char *from, struct crm_error *e);
enum crm_status crm_db_dump(struct crm *c, struct out *o, struct crm_error *e);
enum crm_status crm_db_load(struct crm *c, const struct crm_source *src, struct crm_error *e);

/* ---- merge_verb.c, dupes.c: records that are there twice ---- */
/* Pairs read from a stream: the first two fields of each line, parted by tabs or blanks, are ids of the kind; blank lines and a header (first field `a` or `id`) are skipped.
 * CRM_DATA with the line for anything else, and for an id twice. Reads to the end. */
struct crm_pair { int64_t a, b; long line; };
struct crm_pairs { struct crm_pair *v; size_t n; };
enum crm_status crm_pairs_read(struct crm_pairs *pairs, const struct crm_kind *kind, const struct crm_source *src, struct crm_error *e);
void crm_pairs_free(struct crm_pairs *pairs);
struct crm_merge {
	const struct crm_kind *kind;           /* contact or company */
	const char *const *refs; size_t nrefs; /* the record that stays, then those that go */
	const struct crm_ids *ids;             /* go too, the first one among them is skipped; NULL = none given */
	const struct crm_pairs *pairs;         /* instead: of each the first stays. NULL = none given */
	const char *const *take; size_t ntake; /* --take: FIELD=A, FIELD=B */
};
/* All of them or none (twin/merge.h says what becomes of the values). Conflicts are notes and, as changes, `conflict`. What is one record already counts as w->same. Touched: the
 * records that are left. CRM_USAGE: a record with itself. */
enum crm_status crm_merge(struct crm *c, const struct crm_merge *what, struct crm_write *w, struct crm_error *e);
/* a b score reasons name_a name_b: pairs of contacts or companies that may be one, of a score (0 to 100) of at least min, the surest first; a is the older id. With operands or
 * ids: pairs that have at least one of those selected. q's columns, sort and all aren't looked at. Memory: some 250 bytes a record. */
enum crm_status crm_dupes(struct crm *c, const struct crm_query *q, int min, struct sink *s, struct crm_error *e);

/* Live values for completions: what = stages, users, pipelines, fields:KIND, terms:FIELD … one word a row. */
enum crm_status crm_values(struct crm *c, const char *what, struct sink *s, struct crm_error *e);

#endif
