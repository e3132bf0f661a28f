/* crm_import.h - what a file of rows is read with. Public. */
#ifndef CRM_IMPORT_CRM_IMPORT_H
#define CRM_IMPORT_CRM_IMPORT_H

#include "../verb/crm_verb.h"

/* What is read, and how. Everything in it is borrowed during the call. */
struct crm_import {
	const struct crm_source *src; /* of crm_lead_intake NULL: the constants are the one row */
	struct reader_options reader; /* encoding NULL: with `from` CP1252 is recognised, too */
	const char *const *map; size_t nmap;             /* FIELD=COLUMN, entered.STAGE=COLUMN */
	const char *const *translate; size_t ntranslate; /* FIELD:FROM=TO */
	const char *const *skip; size_t nskip;           /* columns that are left out: A or A,B */
	bool keep_empty;         /* an empty cell leaves the value alone; else it clears it */
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
	/* Bad lines taken aside: written as they came, header first, then once with n = 0 behind
	 * the last, before the others are committed; one that cannot be written fails the import.
	 * NULL = any bad line fails it. */
	enum crm_status (*reject)(void *arg, const char *p, size_t n, struct crm_error *e);
	void *reject_arg;
	void (*progress)(void *arg, int64_t rows); void *progress_arg; /* NULL = none */
};

/* Read the header of im->src and append the --map options for its columns as one line for a shell,
 * by names known in German, English and of Odoo; nothing when none is needed. Columns that bear a
 * field's name need none; what could not be guessed is told in a note. Of im the source and the
 * reader count. CRM_DATA, CRM_IO. */
enum crm_status crm_import_guess(struct crm *c, const struct crm_kind *k,
                                 const struct crm_import *im, struct strbuf *out,
                                 struct crm_error *e);

#endif
