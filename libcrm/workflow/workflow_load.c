/* workflow_load.c - the configuration in force, out of its kinds. */
#include "workflow_impl.h"

#include "../people/complete.h"

const char *const wf_settings[] = {"currency", "country", "language", "timezone", NULL};

static const char *text(struct arena *a, struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	return s ? arena_strndup(a, s, n) : NULL;
}

static void read_setting(struct wf *wf, struct arena *a, struct stmt *st)
{
	const char *name = text(a, st, 1);

	for (int i = 0; name && i < SETTINGS; i++)
		if (strcmp(wf_settings[i], name) == 0)
			wf->settings[i] = (struct wf_setting){db_int(st, 0), text(a, st, 2), NULL};
}

static void read_pipeline(struct wf *wf, struct arena *a, struct stmt *st)
{
	ARENA_PUSH(a, wf->pipelines, wf->npipelines,
	           (struct wf_pipeline){.id = db_int(st, 0),
	                                .name = text(a, st, 1),
	                                .title = text(a, st, 2),
	                                .position = (int)db_int(st, 3),
	                                .conditions = text(a, st, 4)});
}

static void read_stage(struct wf *wf, struct arena *a, struct stmt *st)
{
	int64_t pipeline = db_int(st, 1);

	for (size_t i = 0; i < wf->npipelines; i++) {
		struct wf_pipeline *p = &wf->pipelines[i];

		if (p->id != pipeline)
			continue;
		ARENA_PUSH(a, p->stages, p->nstages,
		           (struct wf_stage){.id = db_int(st, 0),
		                             .position = (int)db_int(st, 2),
		                             .name = text(a, st, 3),
		                             .title = text(a, st, 4),
		                             .kind = (int)db_int(st, 5),
		                             .probability = (int)db_int(st, 6),
		                             .rot = (int)db_int(st, 7),
		                             .required = text(a, st, 8)});
	}
}

static void read_field(struct wf *wf, struct arena *a, struct stmt *st)
{
	const struct crm_kind *k = kind_by_no((int)db_int(st, 1));

	if (!k)
		return;
	ARENA_PUSH(a, wf->fields, wf->nfields,
	           (struct wf_field){.id = db_int(st, 0),
	                             .kind = k,
	                             .name = text(a, st, 2),
	                             .type = (int)db_int(st, 3),
	                             .ref = (int)db_int(st, 4),
	                             .title = text(a, st, 5),
	                             .feature = db_int(st, 6),
	                             .retired = db_int(st, 7),
	                             .position = (int)db_int(st, 8)});
}

static void read_choice(struct wf *wf, struct arena *a, struct stmt *st)
{
	int64_t field = db_int(st, 1);

	for (size_t i = 0; i < wf->nfields; i++) {
		struct wf_field *f = &wf->fields[i];

		if (f->id != field)
			continue;
		ARENA_PUSH(a, f->choices, f->nchoices,
		           (struct wf_choice){.id = db_int(st, 0),
		                              .number = db_int(st, 2),
		                              .word = text(a, st, 3),
		                              .position = (int)db_int(st, 4),
		                              .retired = db_int(st, 5)});
	}
}

static void read_score(struct wf *wf, struct arena *a, struct stmt *st)
{
	ARENA_PUSH(a, wf->scores, wf->nscores,
	           (struct wf_score){.id = db_int(st, 0),
	                             .position = (int)db_int(st, 1),
	                             .points = (int)db_int(st, 2),
	                             .conditions = text(a, st, 3),
	                             .title = text(a, st, 4)});
}

static void add_weight(struct wf *wf, struct arena *a, struct wf_weight w)
{
	ARENA_PUSH(a, wf->weights, wf->nweights, w);
}

static void read_weight(struct wf *wf, struct arena *a, struct stmt *st)
{
	const struct crm_kind *k = kind_by_no((int)db_int(st, 1));

	if (k)
		add_weight(wf, a, (struct wf_weight){.id = db_int(st, 0), .kind = k, .field = text(a, st, 2),
			.weight = (int)db_int(st, 3)});
}

static void ready_weights(struct wf *wf, struct arena *a)
{
	size_t configured = wf->nweights;

	for (const struct complete_weight *r = complete_ready; r->kind; r++) {
		size_t i = 0;

		while (i < configured && wf->weights[i].kind->no != r->kind)
			i++;
		if (i == configured)
			add_weight(wf, a, (struct wf_weight){.kind = kind_by_no(r->kind), .field = r->field,
				.weight = r->weight});
	}
}

static void read_holiday(struct wf *wf, struct arena *a, struct stmt *st)
{
	ARENA_PUSH(a, wf->holidays, wf->nholidays, (struct wf_holiday){.id = db_int(st, 0), .name = text(a, st, 1),
		.title = text(a, st, 2)});
}

enum crm_status wf_load(struct crm *c, struct wf *out, struct arena *a, struct crm_error *e)
{
	static const struct { const char *sql; void (*read)(struct wf *, struct arena *, struct stmt *); } tables[] = {
		{"SELECT id, name, value FROM setting ORDER BY id", read_setting},
		{"SELECT id, name, title, position, conditions FROM pipeline ORDER BY position, id", read_pipeline},
		{"SELECT id, pipeline, position, name, title, kind, probability, rot, required FROM stage ORDER BY pipeline, position, id",
			read_stage},
		{"SELECT id, kind, name, type, ref, title, feature, retired, position FROM field ORDER BY kind, position, id", read_field},
		{"SELECT id, field, number, word, position, retired FROM choice ORDER BY field, position, id", read_choice},
		{"SELECT id, position, points, conditions, title FROM scoring ORDER BY position, id", read_score},
		{"SELECT id, kind, field, weight FROM weight ORDER BY id", read_weight},
		{"SELECT id, name, title FROM holiday ORDER BY id", read_holiday},
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		struct query q = query(c->db, e, tables[i].sql);

		while (query_row(&q))
			tables[i].read(out, a, q.st);
		if (query_end(&q))
			return q.s;
	}
	ready_weights(out, a);
	return CRM_OK;
}
