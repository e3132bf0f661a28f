/* workflow_node.c - what all sections of a file need: failures with their place, texts, lists and
 * keys out of nodes */
#include "workflow_impl.h"

#include "../base/ascii.h"
#include "../base/utf8.h"

#define TEXT_MAX 200

void wf_fail(struct wf_file *f, enum crm_status s, const struct yaml_node *at, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	crm_fail_at(f->e, s, f->name, at ? at->line : 0, at ? at->column : 0, NULL, "%s", b.buf);
	if (!f->s)
		f->s = s;
	sb_release(&b);
}

void wf_bad(struct wf_file *f, const struct yaml_node *at, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	wf_fail(f, CRM_CONFIG, at, "%s", b.buf);
	sb_release(&b);
}

bool wf_same(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

const char *wf_text(struct wf_file *f, const struct yaml_node *node)
{
	if (!node)
		return NULL;
	if (node->is != YAML_TEXT) {
		wf_bad(f, node, "a text is wanted here");
		return NULL;
	}
	if (strlen(node->s) > TEXT_MAX || strpbrk(node->s, "\n\r")) {
		wf_bad(f, node, "a text of one line and at most %d bytes is wanted here", TEXT_MAX);
		return NULL;
	}
	return node->s[0] ? node->s : NULL;
}

bool wf_bool(struct wf_file *f, const struct yaml_node *node)
{
	static const char *const yes[] = {"true", "yes", "on", "1"}, *const no[] = {"false", "no", "off", "0"};

	if (!node)
		return false;
	for (size_t i = 0; node->is == YAML_TEXT && i < 4; i++) {
		if (ascii_same(node->s, strlen(node->s), yes[i]))
			return true;
		if (ascii_same(node->s, strlen(node->s), no[i]))
			return false;
	}
	wf_bad(f, node, "true or false is wanted here");
	return false;
}

bool wf_keys(struct wf_file *f, const struct yaml_node *map, const char *what, const char *const *words)
{
	if (map->is != YAML_MAP) {
		wf_bad(f, map, "%s: keys with values are wanted here", what);
		return false;
	}
	for (const struct yaml_node *v = map->first; v; v = v->next) {
		const char *const *w = words, *near;

		while (*w && strcmp(*w, v->key->s) != 0)
			w++;
		if (*w)
			continue;
		near = utf8_nearest(v->key->s, words);
		wf_bad(f, v->key, near ? "%s: no key '%s', nearest is '%s'" : "%s: no key '%s'", what, v->key->s, near);
	}
	return true;
}

const char *wf_joined(struct wf_file *f, const struct yaml_node *node, const char *what, char sep)
{
	struct strbuf b = STRBUF_INIT;
	const char *text;

	if (!node)
		return NULL;
	if (node->is != YAML_LIST) {
		wf_bad(f, node, "%s: a list in [ ] is wanted here", what);
		return NULL;
	}
	for (const struct yaml_node *v = node->first; v; v = v->next) {
		const char *s = wf_text(f, v);

		if (s && strchr(s, sep))
			wf_bad(f, v, "%s: '%s' holds a '%c'", what, s, sep);
		else if (s)
			sb_printf(&b, "%s%s", b.len ? (char[]){sep, '\0'} : "", s);
	}
	text = b.len ? arena_strndup(&f->arena, b.buf, b.len) : NULL;
	sb_release(&b);
	return text;
}
