/* operands.c - libFuzzer: commands as they are typed, one a line, `KIND VERB WORD…` with tabs between words, end to end: refused with a message and
 * nothing changed, or done, sound, and undone without a trace. */
#include "whole.h"

#define LINES 8
#define WORDS 12

static enum crm_status run(struct crm *c, const char *const *w, size_t n, struct crm_error *e, bool *writes)
{
	const struct crm_kind *k = kind_by_name(w[0]);
	const struct crm_query q = {.kind = k, .operands = w + 2, .noperands = n - 2, .limit = -1};
	struct crm_write out = {.force = w[1][0] == '!'};
	const char *verb = w[1] + out.force;
	struct strbuf text = STRBUF_INIT;
	struct out *o = out_to(&text);
	struct sink *sink = sink_new(o, &(struct sink_options){.format = SINK_JSON});
	enum crm_status s;

	*writes = true;
	if (!k)
		s = crm_fail(e, CRM_USAGE, "no kind");
	else if (strcmp(verb, "add") == 0)
		s = crm_add(c, k, w + 2, n - 2, NULL, &out, e);
	else if (strcmp(verb, "set") == 0)
		s = crm_set(c, k, w + 2, n - 2, NULL, &out, e);
	else if (strcmp(verb, "rm") == 0)
		s = crm_rm(c, k, w + 2, n - 2, NULL, &out, e);
	else if (strcmp(verb, "move") == 0)
		s = crm_stage(c, STAGE_MOVE, w + 2, n - 2, NULL, &out, e);
	else if (strcmp(verb, "link") == 0)
		s = crm_link(c, w + 2, n - 2, NULL, &out, e);
	else if (strcmp(verb, "consent") == 0)
		s = crm_consent(c, true, w + 2, n - 2, NULL, &out, e);
	else if (strcmp(verb, "done") == 0)
		s = crm_task(c, CRM_TASK_DONE, w + 2, n - 2, NULL, &out, e);
	else if (strcmp(verb, "note") == 0)
		s = crm_event(c, verb, w + 2, n - 2, NULL, &out, e);
	else {
		*writes = false;
		s = strcmp(verb, "show") == 0 ? crm_show(c, &q, SHOW_FIELDS, sink, e) : crm_list(c, &q, sink, e);
	}
	sink_free(sink);
	out_finish(o, NULL);
	out_free(o);
	sb_release(&text);
	crm_write_free(&out);
	return s;
}

static void command(struct crm *c, char *line)
{
	static struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct crm_error e = CRM_ERROR_INIT;
	const char *words[WORDS];
	enum crm_status s;
	size_t n = 0;
	bool writes;

	for (char *word = line, *tab; word && n < WORDS; word = tab) {
		tab = strchr(word, '\t');
		if (tab)
			*tab++ = '\0';
		if (*word)
			words[n++] = word;
	}
	if (n < 2)
		return;
	dump_whole(c, &before);
	s = run(c, words, n, &e, &writes);
	check_status(s, &e);
	if (s || !writes) {
		dump_whole(c, &after);
		same_text("nothing was to change", &before, &after);
	} else {
		check_whole(c);
	}
	crm_error_clear(&e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crm_error e = CRM_ERROR_INIT;
	struct crm *c = open_whole(&e);
	char *text = crm_strndup((const char *)data, size), *line = text;

	for (int i = 0; line && *line && i < LINES; i++) {
		char *end = strchr(line, '\n');

		if (end)
			*end++ = '\0';
		command(c, line);
		line = end;
	}
	crm_close(c, &e);
	crm_error_clear(&e);
	free(text);
	return 0;
}
