/* workflow.c - a configuration file checked, put into force, shown. */
#include "workflow_impl.h"

#include "../base/money.h"
#include "../model/catalog.h"
#include "../model/lookup.h"

/* The file's tree and what it wants; false when something is wrong with it. */
static bool read_file(struct wf_file *f, const char *text, size_t n)
{
	struct yaml_node *root;

	f->s = yaml_read(&f->arena, f->name, text, n, &root, f->e);
	if (!f->s)
		f->s = catalog_load(f->c, f->e);
	if (!f->s)
		wf_read(f, root);
	return !f->s;
}

static void compare(struct wf_file *f)
{
	enum crm_status s = wf_load(f->c, &f->have, &f->arena, f->e);

	if (s)
		f->s = s;
	else
		wf_apply(f);
}

enum crm_status crm_workflow_check(struct crm *c, const char *name, const char *text, size_t n, struct crm_error *e)
{
	struct wf_file f = {.c = c, .name = name, .e = e, .arena = ARENA_INIT};
	bool good = read_file(&f, text, n);
	enum crm_status s = db_begin_read(c->db, e);

	if (!s) {
		wf_check(&f); /* also where the file is wrong otherwise: all is told at once */
		if (good)
			compare(&f);
		db_rollback(c->db);
	}
	arena_free(&f.arena);
	return f.s ? f.s : s;
}

/* What the handle keeps of the configuration is out of date. */
static void forget(struct wf_file *f, bool written)
{
	const struct wf_setting *s = f->want.settings;
	struct crm *c = f->c;

	catalog_forget(c);
	lookup_forget(c, KIND_PIPELINE);
	lookup_forget(c, KIND_STAGE);
	if (!written)
		return;
	if (s[SET_CURRENCY].value)
		c->set.currency = currency_parse(s[SET_CURRENCY].value, strlen(s[SET_CURRENCY].value));
	if (s[SET_COUNTRY].at)
		snprintf(c->set.country, sizeof c->set.country, "%s", s[SET_COUNTRY].value ? s[SET_COUNTRY].value : "");
	if (s[SET_LANGUAGE].value)
		snprintf(c->set.language, sizeof c->set.language, "%s", s[SET_LANGUAGE].value);
	if (s[SET_TIMEZONE].value)
		snprintf(c->set.timezone, sizeof c->set.timezone, "%s", s[SET_TIMEZONE].value);
}

static void write_file(struct wf_file *f)
{
	compare(f);
	catalog_forget(f->c);
	if (!f->s)
		wf_check(f);
	if (!f->s)
		wf_check_stored(f);
}

enum crm_status crm_workflow_apply(struct crm *c, const char *name, const char *text, size_t n, struct crm_write *w,
                                   struct crm_error *e)
{
	struct wf_file f = {.c = c, .name = name, .e = e, .w = w, .arena = ARENA_INIT};
	const struct edit_options opt = {.verb = "apply", .dry_run = w->dry_run};
	bool written = false;

	if (!read_file(&f, text, n)) {
		if (db_begin_read(c->db, e) == CRM_OK) {
			wf_check(&f);
			db_rollback(c->db);
		}
		goto out;
	}
	f.s = edit_begin(&f.ed, c, &opt, e);
	if (f.s)
		goto out;
	write_file(&f);
	if (!f.s) {
		written = !w->dry_run;
		f.s = edit_commit(f.ed, e);
	} else {
		edit_abort(f.ed);
	}
	forget(&f, written && !f.s);
out:
	arena_free(&f.arena);
	return f.s;
}

enum crm_status crm_workflow_show(struct crm *c, struct out *o, struct crm_error *e)
{
	struct arena arena = ARENA_INIT;
	struct strbuf text = STRBUF_INIT;
	struct wf wf = {0};
	enum crm_status s = db_begin_read(c->db, e);

	if (!s) {
		s = wf_load(c, &wf, &arena, e);
		db_rollback(c->db);
	}
	if (!s) {
		wf_show(&wf, &text);
		out_write(o, text.buf, text.len);
	}
	sb_release(&text);
	arena_free(&arena);
	return s;
}
