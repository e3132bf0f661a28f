/* dump.c - what a tool takes, as TSV: completions are made of it, and tests hold the manual pages
 * against it. */
#include "cli.h"

static void dump_options(const char *verb, const struct argp_option *o)
{
	for (; o && (o->name || o->key || o->doc); o++)
		if (o->name && !(o->flags & OPTION_HIDDEN))
			printf("option\t%s\t--%s\t%s%c\t%s\t%s\n", verb, o->name, o->key < 0x80 ? "-" : "",
			       o->key < 0x80 ? o->key : '-', o->arg ? o->arg : "", o->doc ? o->doc : "");
}

static void dump_fields(const struct crm_kind *k)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		if (f->flags & F_INTERNAL)
			continue;
		printf("field\t%s\t%s\t%s\t", f->name, f->flags & F_SET ? "set" : "",
		       f->type == T_REF && f->ref ? kind_by_no(f->ref)->name : "");
		for (const char *const *w = f->words; w && *w; w++)
			printf("%s%s", w == f->words ? "" : ",", *w);
		printf("\t%s\t%s\n", f->help, f->type == T_LIST ? "list" : "");
	}
}

void cli_dump_options(const struct tool *tool, const struct argp_option *common)
{
	printf("tool\t%s\t%s\t%s\t%s\n", tool->name, tool->kind ? tool->kind : "", tool->doc,
	       tool->default_verb ? tool->default_verb : "");
	dump_options("*", common);
	for (const struct verb *v = tool->verbs; v->name; v++) {
		printf("%s\t%s\t%s\t%s\t%d\n", v->takes & BARE ? "bare" : "verb", v->name, v->args ? v->args : "",
		       v->doc, v->takes);
		dump_options(v->name, v->options);
	}
	if (tool->kind)
		dump_fields(kind_by_name(tool->kind));
}

/* The first column for shells: whatever a value holds, it ends at its NUL byte. */
static enum crm_status print_null(struct cli *cli, const char *what)
{
	struct grid g = GRID_INIT;
	struct sink *sink = sink_new_grid(&g);
	enum crm_status s = crm_values(cli->crm, what, sink, &cli->err);
	for (size_t r = 0; r < g.rows; r++) {
		const struct grid_cell *c = &g.cells[r * g.n];
		out_write(cli_out(cli), g.text.buf + c->from, c->n);
		out_putc(cli_out(cli), '\0');
	}
	sink_free(sink);
	grid_free(&g);
	return s;
}

enum crm_status cli_print_values(struct cli *cli, const char *field)
{
	static const struct verb values = {"values", NULL, TAKES_FORMAT, false, NULL, NULL, NULL, 0};
	const char *what;
	enum crm_status s;
	cli->verb = &values;
	cli->env.keeps_version = true; /* a key was pressed, no command was given */
	cli->format = cli->format < 0 ? SINK_TSV : cli->format;
	if (!cli->kind)
		return cli_usage(cli, "values: %s has no fields", cli->tool->name);
	what = strcmp(field, "fields") == 0 ? arena_printf(&cli->arena, "fields:%s", cli->kind->name)
	                                    : arena_printf(&cli->arena, "values:%s.%s", cli->kind->name, field);
	if ((s = cli_open(cli)) != CRM_OK)
		return s;
	return cli->null ? print_null(cli, what) : crm_values(cli->crm, what, cli_sink(cli, false), &cli->err);
}
