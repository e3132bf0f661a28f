/* list.c - crm_list and crm_export: many records, one a row */
#include "crm_ask.h"
#include "../model/catalog.h"
#include "rows.h"
#include "select.h"

static struct select from_query(const struct crm_query *q, const struct sink *s)
{
	return (struct select){
		.kind = q->kind,
		.columns = q->columns,
		.sort = q->sort,
		.limit = q->limit,
		.operands = q->operands,
		.noperands = q->noperands,
		.ids = q->ids,
		.all = q->all,
		.names = sink_is_table(s),
	};
}

enum crm_status crm_list(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	struct select sel = from_query(q, s);

	return select_run(c, &sel, s, e);
}

/* What reading back must see: id and ext name the record; what the program makes of other fields
 * stays out. */
static bool is_exported(const struct crm_field *f)
{
	return (f->flags & (F_SET | F_TAKEN)) && !(f->flags & F_INSTEAD) && !f->first_of && f->ref != KIND_EXT;
}

enum crm_status export_columns(struct crm *c, const struct crm_kind *k, struct strbuf *out, struct crm_error *e)
{
	enum crm_status s = catalog_load(c, e);
	const struct crm_field *f;

	sb_adds(out, kind_field(k, "ext") ? "id,ext" : "id");
	for (size_t i = 0; !s && (f = catalog_at(c, k, i)); i++)
		if (is_exported(f))
			sb_printf(out, ",%s", catalog_name(c, k, f));
	return s;
}

enum crm_status crm_export(struct crm *c, const struct crm_query *q, struct sink *sink, struct crm_error *e)
{
	struct strbuf columns = STRBUF_INIT;
	struct select sel = from_query(q, sink);
	enum crm_status s = export_columns(c, q->kind, &columns, e);

	if (!q->columns)
		sel.columns = columns.buf;
	/* an export that leaves things out by itself is no export; a view is just the records it
	 * shows, and events that were corrected would come back as if they hadn't been */
	sel.all = q->all || (kind_by_no(q->kind->no) == q->kind && !(q->kind->flags & K_UNSAID));
	sel.names = false;
	if (!s)
		s = select_run(c, &sel, sink, e);
	sb_release(&columns);
	return s;
}
