/* crm_import.h - rows of a file to records. Public. */
#ifndef CRM_IMPORT_CRM_IMPORT_H
#define CRM_IMPORT_CRM_IMPORT_H

#include "../verb/crm_verb.h"

/* What is read, and how. Everything in it is borrowed during the call. */
struct crm_import {
	const struct crm_source *src; /* of crm_lead_intake NULL: the constants are the one row */
	struct reader_options reader; /* encoding NULL: with `from` CP1252 is recognised, too */
	const char *const *map; size_t nmap;             /* FIELD=COLUMN, entered.STAGE=COLUMN */
	const char *const *translate; size_t ntranslate; /* FIELD:FROM=TO */
	const char *create;      /* kinds whose missing records are added: "company,product" */
	const char *ext;         /* SYSTEM:COLUMN: identity, and the ext of what is added */
	const char *from;        /* vcard, or the built-in map of an address book: google,
	                          * outlook, …; NULL: a file of vCards is recognised */
	char decimal;            /* '.' or ',' */
	enum date_order dates;
	const char *const *constants; size_t nconstants; /* FIELD=VALUE operands */
	/* What the file is an edited copy of (`id field value` lines), or NULL: lines that stand
	 * there too are no assignments, so that what others have changed meanwhile stays. */
	const char *before; size_t nbefore;
	/* Bad lines taken aside: written as they came, header first, before the others are
	 * committed; one that cannot be written fails the import. NULL = any bad line fails it. */
	enum crm_status (*reject)(void *arg, const char *p, size_t n, struct crm_error *e);
	void *reject_arg;
	void (*progress)(void *arg, int64_t rows); void *progress_arg; /* NULL = none */
};

/* Add or set a record of kind k for each row, by id, ext, w->key or the kind's own keys, in one
 * transaction. w counts rows added, changed, same and rejected; w->touched: the record of each, in
 * runs of ids. CRM_DATA with line and column for each bad row, also for a file without a header;
 * CRM_USAGE for options, columns and kinds that can't be imported; CRM_IO. */
enum crm_status crm_import_rows(struct crm *c, const struct crm_kind *k,
                                const struct crm_import *im, struct crm_write *w,
                                struct crm_error *e);

#endif
