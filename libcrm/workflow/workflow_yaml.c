/* workflow_yaml.c - YAML events to a tree, and text to a YAML scalar. */
#include "workflow_yaml.h"

#include <yaml.h>
#include "../base/ascii.h"
#include "../base/utf8.h"

struct build {
	yaml_parser_t parser;
	struct arena *arena;
	const char *name;
	struct crm_error *e;
	struct yaml_node *stack[YAML_DEPTH_MAX];
	struct yaml_node *key[YAML_DEPTH_MAX]; /* of a map: a key whose value has not come yet */
	size_t depth, nodes, documents;
	struct yaml_node *root;
	enum crm_status s;
};

static enum crm_status __attribute__((format(printf, 3, 4)))
bad(struct build *b, const yaml_mark_t *mark, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&text, fmt, ap);
	va_end(ap);
	b->s = crm_fail_at(b->e, CRM_CONFIG, b->name, (long)mark->line + 1, (long)mark->column + 1, NULL, "%s",
	                   text.buf);
	sb_release(&text);
	return b->s;
}

static void check_double(struct build *b, const struct yaml_node *map, const struct yaml_node *key)
{
	for (const struct yaml_node *v = map->first; v; v = v->next)
		if (strcmp(v->key->s, key->s) == 0) {
			b->s = crm_fail_at(b->e, CRM_CONFIG, b->name, key->line, key->column, NULL,
			                   "'%s' stands there twice, first in line %ld", key->s, v->key->line);
			return;
		}
}

static void append(struct yaml_node *parent, struct yaml_node *node)
{
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
	parent->n++;
}

/* A node takes its place: the root, an element, a key, or a value. */
static void place(struct build *b, struct yaml_node *node, const yaml_mark_t *mark)
{
	struct yaml_node *parent = b->depth ? b->stack[b->depth - 1] : NULL;

	if (!parent) {
		b->root = node;
	} else if (parent->is == YAML_LIST) {
		append(parent, node);
	} else if (!b->key[b->depth - 1]) {
		if (node->is != YAML_TEXT) {
			bad(b, mark, "a key must be a word");
			return;
		}
		check_double(b, parent, node);
		b->key[b->depth - 1] = node;
	} else {
		node->key = b->key[b->depth - 1];
		b->key[b->depth - 1] = NULL;
		append(parent, node);
	}
}

static struct yaml_node *new_node(struct build *b, enum yaml_is is, const yaml_event_t *ev)
{
	struct yaml_node *node = arena_alloc(b->arena, sizeof *node);

	node->is = is;
	node->line = (long)ev->start_mark.line + 1;
	node->column = (long)ev->start_mark.column + 1;
	if (++b->nodes > YAML_NODES_MAX)
		bad(b, &ev->start_mark, "too many entries");
	return node;
}

static bool is_tagged(const yaml_event_t *ev)
{
	switch (ev->type) {
	case YAML_SCALAR_EVENT: return ev->data.scalar.anchor || ev->data.scalar.tag;
	case YAML_SEQUENCE_START_EVENT: return ev->data.sequence_start.anchor || ev->data.sequence_start.tag;
	case YAML_MAPPING_START_EVENT: return ev->data.mapping_start.anchor || ev->data.mapping_start.tag;
	default: return ev->type == YAML_ALIAS_EVENT;
	}
}

static void scalar(struct build *b, const yaml_event_t *ev)
{
	struct yaml_node *node = new_node(b, YAML_TEXT, ev);
	const char *s = (const char *)ev->data.scalar.value;
	size_t n = ev->data.scalar.length;

	if (memchr(s, '\0', n)) {
		bad(b, &ev->start_mark, "a NUL character");
		return;
	}
	node->s = arena_strndup(b->arena, s, n);
	node->plain = ev->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	place(b, node, &ev->start_mark);
}

static void open_node(struct build *b, const yaml_event_t *ev)
{
	struct yaml_node *node = new_node(b, ev->type == YAML_MAPPING_START_EVENT ? YAML_MAP : YAML_LIST, ev);

	place(b, node, &ev->start_mark);
	if (b->depth == YAML_DEPTH_MAX) {
		bad(b, &ev->start_mark, "nested too deeply");
		return;
	}
	b->key[b->depth] = NULL;
	b->stack[b->depth++] = node;
}

static void event(struct build *b, const yaml_event_t *ev)
{
	if (is_tagged(ev)) {
		bad(b, &ev->start_mark,
		    "anchors, aliases (&, *) and tags (!) are not taken here: put a text that begins so in quotes");
		return;
	}
	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (b->documents++)
			bad(b, &ev->start_mark, "a second document");
		break;
	case YAML_SCALAR_EVENT:
		scalar(b, ev);
		break;
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		open_node(b, ev);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		b->depth--;
		break;
	default:
		break;
	}
}

static void parser_failed(struct build *b)
{
	const yaml_parser_t *p = &b->parser;

	if (p->error == YAML_READER_ERROR) /* the mark is not kept then */
		b->s = crm_fail_at(b->e, CRM_CONFIG, b->name, 0, 0, NULL, "%s at byte %zu",
		                   p->problem ? p->problem : "unreadable", p->problem_offset);
	else if (p->error == YAML_MEMORY_ERROR)
		b->s = crm_fail_at(b->e, CRM_INTERNAL, b->name, 0, 0, NULL, "out of memory");
	else
		bad(b, &p->problem_mark, "%s%s%s", p->problem ? p->problem : "not YAML", p->context ? " " : "",
		    p->context ? p->context : "");
}

enum crm_status yaml_read(struct arena *a, const char *name, const char *text, size_t n, struct yaml_node **root,
                          struct crm_error *e)
{
	struct build b = {.arena = a, .name = name, .e = e, .s = CRM_OK};
	bool end = false;

	*root = NULL;
	if (n > YAML_SIZE_MAX)
		return crm_fail_at(e, CRM_CONFIG, name, 0, 0, NULL, "larger than %d bytes", YAML_SIZE_MAX);
	if (!yaml_parser_initialize(&b.parser))
		return crm_fail(e, CRM_INTERNAL, "out of memory");
	yaml_parser_set_input_string(&b.parser, (const unsigned char *)text, n);
	while (!end && !b.s) {
		yaml_event_t ev;

		if (!yaml_parser_parse(&b.parser, &ev)) {
			parser_failed(&b);
			break;
		}
		end = ev.type == YAML_STREAM_END_EVENT;
		event(&b, &ev);
		yaml_event_delete(&ev);
	}
	yaml_parser_delete(&b.parser);
	if (!b.s)
		*root = b.root;
	return b.s;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
	for (const struct yaml_node *v = map && map->is == YAML_MAP ? map->first : NULL; v; v = v->next)
		if (strcmp(v->key->s, key) == 0)
			return v;
	return NULL;
}

/* ---- writing ---- */

/* Words that other readers of YAML take for something else than text. */
static bool is_reserved(const char *s)
{
	static const char *const words[] = {"true", "false", "yes", "no", "on", "off", "y", "n", "null", NULL};

	for (const char *const *w = words; *w; w++)
		if (ascii_same(s, strlen(s), *w))
			return true;
	return false;
}

static bool is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n && n < 10 && !s[n];
}

static bool is_plain(const char *s)
{
	size_t n = strlen(s);

	if (is_number(s))
		return true;
	if (!n || !(ascii_alpha(s[0]) || (unsigned char)s[0] >= 0xc3) || s[n - 1] == ' ' || is_reserved(s))
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		/* of the others just letters of Europe; 0x80 to 0xbf continue one */
		if (c < 0x80 ? !ascii_alpha(s[i]) && !ascii_digit(s[i]) && !strchr(" _-./+()", s[i])
		             : (c >= 0xc0 && c < 0xc3) || c >= 0xcd)
			return false;
	}
	return true;
}

void yaml_scalar(struct strbuf *out, const char *s)
{
	if (is_plain(s)) {
		sb_adds(out, s);
		return;
	}
	sb_addc(out, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			sb_printf(out, "\\%c", c);
		else if (c == '\n')
			sb_adds(out, "\\n");
		else if (c == '\t')
			sb_adds(out, "\\t");
		else if (c < ' ' || c == 0x7f)
			sb_printf(out, "\\x%02X", c);
		else if (c == 0xc2 && (unsigned char)s[1] < 0xa0)
			sb_printf(out, "\\x%02X", (unsigned char)*++s); /* C1 characters */
		else if (c == 0xe2 && (unsigned char)s[1] == 0x80 &&
		         ((unsigned char)s[2] == 0xa8 || (unsigned char)s[2] == 0xa9)) {
			sb_printf(out, "\\u20%02X", (unsigned char)s[2] - 0x80); /* line and paragraph separators */
			s += 2;
		} else if (c == 0xef && ((unsigned char)s[1] == 0xbb || (unsigned char)s[1] == 0xbf)) {
			/* a byte order mark, and characters at the end of the plane, which YAML
			 * doesn't take as they are */
			sb_printf(out, "\\u%04X",
			          (unsigned)(c & 0xf) << 12 | ((unsigned)(unsigned char)s[1] & 0x3f) << 6 |
			                  ((unsigned)(unsigned char)s[2] & 0x3f));
			s += 2;
		} else
			sb_addc(out, *s);
	}
	sb_addc(out, '"');
}
