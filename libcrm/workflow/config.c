/* config.c - personal settings: a flat YAML map of texts. */
#include "crm_workflow.h"
#include "workflow_yaml.h"

enum crm_status crm_config_read(const char *name, const char *text, size_t n,
                                void (*set)(void *arg, const char *key, const char *value), void *arg,
                                struct crm_error *e)
{
	struct arena arena = ARENA_INIT;
	struct yaml_node *root;
	enum crm_status s = yaml_read(&arena, name, text, n, &root, e);

	if (!s && root && root->is != YAML_MAP && !(root->is == YAML_TEXT && !root->s[0]))
		s = crm_fail_at(e, CRM_CONFIG, name, root->line, root->column, NULL,
		                "lines 'key: value' are wanted here");
	for (const struct yaml_node *v = !s && root && root->is == YAML_MAP ? root->first : NULL; v; v = v->next)
		if (v->is != YAML_TEXT)
			s = crm_fail_at(e, CRM_CONFIG, name, v->line, v->column, v->key->s,
			                "a single value is wanted here");
	for (const struct yaml_node *v = !s && root && root->is == YAML_MAP ? root->first : NULL; v; v = v->next)
		set(arg, v->key->s, v->s);
	arena_free(&arena);
	return s;
}
