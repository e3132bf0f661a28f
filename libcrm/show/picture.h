/* picture.h - a record on one screen: lines of its fields, the first rows of what concerns it, and whatever else has a value. Internal. */
#ifndef CRM_SHOW_PICTURE_H
#define CRM_SHOW_PICTURE_H

#include "../ask/crm_ask.h"

/* A part of a picture. Either a line of fields: {field} is its value; what stands in [] is left out when a field in it has none, the line
 * when one outside has none. Or the first rows of a list. */
struct picture_part {
	const char *label;            /* NULL: the name of the line's first field that has a value */
	const char *line;
	/* a list: @ stands for the record's id */
	enum crm_status (*list)(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);
	const struct crm_kind *kind;
	const char *operands[3];
	const char *columns, *sort;
	bool picks;                   /* the function prints all its columns: those wanted are picked out */
	size_t limit, least;          /* rows shown at most; fewer than least are not worth showing */
	const char *more;             /* the command that shows all of them; NULL: none is needed */
};

struct picture {
	const char *heading;          /* as a line */
	const struct picture_part *part; size_t n;
	const char *elsewhere;        /* fields that lists show, or parts of others: "given,family" */
};

/* The picture of a kind, or NULL: then it is its fields, one a line. */
const struct picture *picture_of(const struct crm_kind *k);
/* Draw one. In a transaction. */
enum crm_status picture_draw(struct crm *c, const struct crm_kind *k, int64_t id, struct sink *s, struct crm_error *e);


/* ---- picture_rows.c ---- */
/* The first rows of a table as lines of at most room columns: aligned, without columns that are empty, texts shortened. line is called for each. */
void picture_rows(struct grid *g, size_t rows, size_t room, void (*line)(void *arg, size_t row, const char *s, size_t n), void *arg);

#endif
