/* place.h - where a message belongs: line and column of the file that a value came from.
 * Internal. */
#ifndef CRM_MODEL_PLACE_H
#define CRM_MODEL_PLACE_H

#include "../base/error.h"

/* Where messages began, so that what follows can be given its place. */
struct place { size_t n, failures; };
struct place place_here(const struct crm_error *e);
/* Give the failures since `from` that have no line this one; file NULL = none. Line 0 and file
 * NULL: nothing. */
void place_mark(struct crm_error *e, struct place from, const char *file, long line, long column);
/* The same for a value out of a file: with a line CRM_NO and CRM_USAGE become CRM_DATA. Returns the
 * status. */
enum crm_status place_fix(struct crm_error *e, struct place from, enum crm_status s, long line,
                          long column);

#endif
