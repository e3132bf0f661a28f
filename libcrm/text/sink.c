/* sink.c - rows out: the part all formats have in common. */
#include "sink_impl.h"

static const struct {
	const char *name;
	enum sink_format format;
	const struct sink_ops *ops;
} formats[] = {
	{"tsv", SINK_TSV, &sink_tsv},
	{"table", SINK_TABLE, &sink_table},
	{"csv", SINK_CSV, &sink_csv},
	{"json", SINK_JSON, &sink_json},
	{"sheet", SINK_SHEET, &sink_sheet},
};

#define N_FORMATS (sizeof formats / sizeof *formats)

bool sink_format_parse(const char *s, enum sink_format *f)
{
	for (size_t i = 0; i < N_FORMATS; i++)
		if (!strcmp(s, formats[i].name)) {
			*f = formats[i].format;
			return true;
		}
	return false;
}

struct sink *sink_new(struct out *o, const struct sink_options *opt)
{
	struct sink *s = crm_calloc(1, sizeof *s);

	s->out = o;
	s->opt = *opt;
	s->opt.footer = opt->footer ? crm_strdup(opt->footer) : NULL;
	for (size_t i = 0; i < N_FORMATS; i++)
		if (formats[i].format == opt->format)
			s->ops = formats[i].ops;
	return s;
}

static void free_columns(struct sink *s)
{
	for (size_t i = 0; i < s->n; i++)
		free((char *)s->columns[i].name);
	free(s->columns);
	s->columns = NULL;
	s->n = 0;
}

void sink_free(struct sink *s)
{
	if (!s)
		return;
	if (s->ops->free)
		s->ops->free(s);
	free_columns(s);
	pick_free(s->pick);
	free((char *)s->opt.footer);
	free(s);
}

void sink_begin(struct sink *s, const struct sink_column *columns, size_t n)
{
	struct sink_column *picked = NULL;

	free_columns(s);
	if (s->pick) {
		columns = picked = pick_begin(s->pick, columns, n, &n);
		if (!picked)
			return;
	}
	s->columns = crm_calloc(n, sizeof *s->columns);
	for (size_t i = 0; i < n; i++) {
		s->columns[i] = columns[i];
		s->columns[i].name = crm_strdup(columns[i].name);
	}
	s->n = n;
	s->at = 0;
	s->tables++;
	free(picked);
	if (s->ops->begin)
		s->ops->begin(s);
}

void sink_put(struct sink *s, enum cell type, const char *p, size_t n)
{
	size_t at = s->at;

	if (at >= s->n)
		return;
	s->at = at + 1;
	if (type == CELL_NULL || !n) {
		p = ""; /* NULL is allowed where there is nothing */
		n = 0;
	}
	s->ops->cell(s, at, type, p, n);
}

void sink_cell(struct sink *s, enum cell type, const char *p, size_t n)
{
	if (s->pick)
		pick_cell(s->pick, type, p, n);
	else
		sink_put(s, type, p, n);
}

void sink_end_row(struct sink *s)
{
	if (pick_failed(s->pick))
		return;
	if (s->pick)
		pick_end_row(s->pick, s);
	while (s->at < s->n)
		sink_put(s, CELL_NULL, "", 0);
	s->ops->end_row(s);
	s->at = 0;
}

bool sink_stopped(const struct sink *s)
{
	return (s->out && out_stopped(s->out)) || pick_failed(s->pick);
}

bool sink_is_table(const struct sink *s)
{
	return s->opt.format == SINK_TABLE;
}

size_t sink_width(const struct sink *s)
{
	return s->opt.width;
}

bool sink_marks(const struct sink *s)
{
	return s->opt.format == SINK_TABLE && s->opt.color;
}

void sink_end(struct sink *s)
{
	if (s->ops->end && !pick_failed(s->pick))
		s->ops->end(s);
}
