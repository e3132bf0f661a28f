/* crm.h - the public face of libcrm.
 *
 * How it is used. A host fills a struct crm_env (store/context.h): which database, to read or to
 * write, who it is, what time it is. crm_open gives a handle; one call does one command, wholly or
 * not at all; crm_close ends it. Rows come out of a sink (text/sink.h), which writes through a
 * function of the host; rows and ids go in by a struct crm_source (text/reader.h), which reads
 * through another. A verb that writes takes a struct crm_write, where it leaves what it did.
 *
 * Ownership: strings and structures handed in are copied or used during the call only, unless a
 * comment says they must live longer. What a function returns in a pointer to a pointer is the
 * caller's, freed by the function named beside it; *_free(NULL) is legal. Text inside a handle
 * (struct crm) lives as long as the handle.
 *
 * Statuses: every fallible function returns enum crm_status (base/error.h), which is the exit
 * status a tool ends with, and says why in the struct crm_error it is given; notes of success go
 * there too. What any call can meet is not said with each: CRM_UNAVAILABLE, CRM_IO, CRM_BUSY,
 * CRM_PERM of the database, CRM_INTERNAL.
 *
 * libcrm never prints, exits, or reads the environment. One thread at a time per handle.
 *
 * Units: money in minor units of its currency, dates in days since 1970-01-01, instants in
 * milliseconds UTC, percents in 1/100.
 *
 * What follows are the rooms of libcrm/rooms that offer something, from the ground up. */
#ifndef CRM_H
#define CRM_H

/* base - errors and memory, text, UTF-8, days and instants, money. */
#include "base/arena.h"
#include "base/date.h"
#include "base/error.h"
#include "base/money.h"
#include "base/strbuf.h"
#include "base/utf8.h"

/* text - rows in, and rows out as TSV, CSV, JSON or a table. */
#include "text/reader.h"
#include "text/sink.h"

/* store - the environment a database is opened with; the kinds of records and their fields. */
#include "store/context.h"
#include "store/table.h"

/* ask - the form of operands, ids from a stream; records listed and exported. */
#include "ask/crm_ask.h"

/* edit - files of the host that values are read from, or that are attached. */
#include "edit/crm_edit.h"

/* verb - what a writing verb takes and gives back; add, set, rm of every kind. */
#include "verb/crm_verb.h"

/* people - contacts linked to companies, trees of companies, consents. */
#include "people/crm_people.h"

/* offer - offers moved between stages; totals of stages, every move. */
#include "offer/crm_offer.h"

/* event - calls, mails and meetings recorded and corrected; the files attached to them. */
#include "event/crm_event.h"

/* task - follow-ups done, reopened, put off; their calendar. */
#include "task/crm_task.h"

/* search - the records that hold words. */
#include "search/crm_search.h"

/* database - made, opened and closed; checked, indexed, backed up, restored, dumped, loaded. */
#include "database/crm_database.h"

/* log - batches and changes; undo and redo. */
#include "log/crm_log.h"

/* twin - records that may be there twice, and merging them. */
#include "twin/crm_twin.h"

/* import - what a file of rows is read with. */
#include "import/crm_import.h"

/* card - rows of a file, vCards and address books to records; contacts as vCards. */
#include "card/crm_card.h"

/* lead - inquiries to leads, leads to offers; whose turn it is, what a lead scores. */
#include "lead/crm_lead.h"

/* forecast - what is coming, of offers or of rows. */
#include "forecast/crm_forecast.h"

/* report - how it went, by dimensions. */
#include "report/crm_report.h"

/* workflow - the configuration checked, applied, shown; personal settings. */
#include "workflow/crm_workflow.h"

/* timeline - what happened, newest first. */
#include "timeline/crm_timeline.h"

/* show - records on a screen; fields and live values. */
#include "show/crm_show.h"

/* privacy - everything stored about a person, and forgetting it. */
#include "privacy/crm_privacy.h"

#endif
