/* picture.h - what a record looks like on one screen, as data in the row of its kind: lines of its
 * fields, and the first rows of what concerns it. show/ draws it; what no part shows stands behind
 * `more`, so that nothing is lost. Internal. */
#ifndef CRM_MODEL_PICTURE_H
#define CRM_MODEL_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

struct crm;
struct crm_query;
struct sink;
struct crm_error;

/* A list as its verb prints it. */
typedef enum crm_status picture_list(struct crm *c, const struct crm_query *q, struct sink *s,
                                     struct crm_error *e);

/* A part of a picture. Either a line of fields: {field} is its value; what stands in [] is left out
 * when a field in it has none, the line when one outside has none. Or the first rows of a list. */
struct picture_part {
	const char *label;     /* NULL: the name of the line's first field that has a value */
	const char *line;      /* NULL: a list */
	int kind;              /* of the rows */
	picture_list *list;    /* NULL: the timeline's */
	const char *operands[3]; /* @ stands for the record's id */
	const char *columns, *sort;
	bool picks;            /* the list prints all its columns: those wanted are picked out */
	size_t limit, least;   /* rows shown at most; fewer than least are not worth showing */
	const char *more;      /* the command that shows all of them; NULL: none is needed */
};

struct picture {
	const char *heading;   /* as a line */
	const struct picture_part *part; size_t n;
	const char *elsewhere; /* fields that lists show, or parts of others: "given,family" */
};

#define PICTURE_PARTS(p) .part = (p), .n = sizeof(p) / sizeof((p)[0])
#define PICTURE_LINE(label_, line_) {.label = (label_), .line = (line_)}
#define PICTURE_LIST(label_, list_, kind_, ...) .label = (label_), .list = (list_), .kind = (kind_), .operands = {__VA_ARGS__}

#endif
