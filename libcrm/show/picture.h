/* picture.h - a record on one screen: its picture, and whatever else has a value. Internal. */
#ifndef CRM_SHOW_PICTURE_H
#define CRM_SHOW_PICTURE_H

#include "../ask/crm_ask.h"
#include "../model/picture.h"

/* Draw the picture of a kind that has one. In a transaction. */
enum crm_status picture_draw(struct crm *c, const struct crm_kind *k, int64_t id, struct sink *sink,
                             struct crm_error *e);

/* ---- picture_rows.c ---- */
/* The first rows of a table as lines of at most room columns: aligned, without columns that are
 * empty, texts shortened. line is called for each. */
void picture_rows(struct grid *g, size_t rows, size_t room,
                  void (*line)(void *arg, size_t row, const char *s, size_t n), void *arg);

#endif
