/* history_check.h - what the parts of the check share. Private to finding.c, history_check.c,
 * history_replay.c and history_state.c. */
#ifndef CRM_DATABASE_HISTORY_CHECK_H
#define CRM_DATABASE_HISTORY_CHECK_H

#include "../history/history.h"

struct check {
	struct crm *c;
	struct db *db;
	struct crm_error *e;
	struct peek peek;
	struct history_row row;
};

/* finding.c */

/* A finding about a record: "KIND ID: …". */
void check_finding(struct check *ck, const struct crm_kind *k, int64_t id, const char *fmt, ...)
        __attribute__((format(printf, 4, 5)));
/* Run a query and hand each row to found. */
typedef enum crm_status check_row(struct check *ck, struct stmt *st, void *arg);
enum crm_status check_query(struct check *ck, const char *sql, check_row *row, void *arg);

/* history_replay.c */
/* added and removed against the rows that are there */
enum crm_status check_presence(struct check *ck, const struct crm_kind *k);
/* each cell's changes one after the other, the last against the cell */
enum crm_status check_chains(struct check *ck);

/* history_state.c */
enum crm_status check_rolled(struct check *ck, const struct crm_kind *k);
enum crm_status check_pushes(struct check *ck);
enum crm_status check_moves(struct check *ck);

#endif
