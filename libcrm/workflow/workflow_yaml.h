/* workflow_yaml.h - YAML as a tree of texts that know their places. No anchors, no tags, no types:
 * every scalar is text. Internal. */
#ifndef CRM_WORKFLOW_WORKFLOW_YAML_H
#define CRM_WORKFLOW_WORKFLOW_YAML_H

#include <stdbool.h>
#include "../base/arena.h"
#include "../base/error.h"
#include "../base/strbuf.h"

#define YAML_SIZE_MAX (1024 * 1024) /* bytes of a document */
#define YAML_DEPTH_MAX 16
#define YAML_NODES_MAX 50000

enum yaml_is { YAML_TEXT, YAML_MAP, YAML_LIST };

struct yaml_node {
	enum yaml_is is;
	const char *s;                 /* YAML_TEXT: NUL-terminated, holds no NUL */
	bool plain;                    /* YAML_TEXT: not quoted */
	long line, column;             /* 1-based; the column in characters */
	struct yaml_node *first, *last; /* children */
	struct yaml_node *next;        /* of the same parent */
	struct yaml_node *key;         /* child of a map: its key */
	size_t n;                      /* children */
};

/* Parse one document into the arena; *root = NULL when it is empty. CRM_CONFIG with name, line and
 * column: syntax, a key that comes twice, an anchor, alias, tag or second document, too big or too
 * deep. */
enum crm_status yaml_read(struct arena *a, const char *name, const char *text, size_t n,
                          struct yaml_node **root, struct crm_error *e);
/* The value of a key, NULL = not there or no map. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);
/* Append s as a scalar that reads as the same text, also between , and ]: plain where that is safe,
 * else in double quotes. */
void yaml_scalar(struct strbuf *out, const char *s);

#endif
