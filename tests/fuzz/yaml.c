/* yaml.c - libFuzzer: any bytes as a configuration file and as personal settings; what is taken as a scalar survives the way through the writer. */
#include <stdlib.h>
#include <string.h>

#include "crm.h"
#include "workflow/workflow_yaml.h"

static void set(void *arg, const char *key, const char *value)
{
	size_t *n = arg;

	*n += strlen(key) + strlen(value);
}

static void check_scalar(const char *s)
{
	struct arena arena = ARENA_INIT;
	struct strbuf text = STRBUF_INIT;
	struct yaml_node *root;
	const struct yaml_node *v;

	sb_adds(&text, "{a: [");
	yaml_scalar(&text, s);
	sb_adds(&text, "], b: ");
	yaml_scalar(&text, s);
	sb_adds(&text, "}\nc");
	sb_setlen(&text, text.len - 1);
	if (yaml_read(&arena, "scalar", text.buf, text.len, &root, NULL) != CRM_OK)
		abort();
	v = yaml_get(root, "a");
	if (!v || v->is != YAML_LIST || v->n != 1 || strcmp(v->first->s, s) != 0)
		abort();
	v = yaml_get(root, "b");
	if (!v || v->is != YAML_TEXT || strcmp(v->s, s) != 0)
		abort();
	sb_release(&text);
	arena_free(&arena);
}

static void check_tree(const struct yaml_node *node)
{
	if (node->key)
		check_scalar(node->key->s);
	if (node->is == YAML_TEXT)
		check_scalar(node->s);
	for (const struct yaml_node *v = node->first; v; v = v->next)
		check_tree(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct crm *crm;
	struct crm_error e = CRM_ERROR_INIT;
	struct arena arena = ARENA_INIT;
	struct yaml_node *root;
	size_t n = 0;

	if (!crm) { /* the empty database in memory */
		static const struct crm_env env = {.path = "/nonexistent/crm.db", .user = "anna", .locale = "C", .timezone = "UTC", .tool = "fuzz"};

		if (crm_open(&crm, &env, &e) != CRM_OK)
			abort();
	}
	if (yaml_read(&arena, "in", (const char *)data, size, &root, &e) == CRM_OK && root)
		check_tree(root);
	else if (!root && e.status != CRM_OK && !e.failures)
		abort();
	crm_error_clear(&e);
	crm_config_read("in", (const char *)data, size, set, &n, &e);
	crm_error_clear(&e);
	if (crm_workflow_check(crm, "in", (const char *)data, size, &e) != CRM_OK && !e.failures)
		abort();
	crm_error_clear(&e);
	arena_free(&arena);
	return 0;
}
