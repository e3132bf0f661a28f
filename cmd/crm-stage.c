/* crm-stage.c - pipelines: where offers stand, and moving them */
#include "verbs.h"

static enum crm_status move(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	return crm_stage(cli->crm, (enum crm_stage_verb)cli->verb->tag, cli->words, cli->nwords, ids, w, &cli->err);
}

static enum crm_status run_move(struct cli *cli) { return verb_write_records(cli, move); }
static enum crm_status run_list(struct cli *cli) { return verb_read(cli, cli->kind, crm_stage_list, false); }
static enum crm_status run_history(struct cli *cli) { return verb_read(cli, cli->kind, crm_stage_history, false); }

#define MOVE(name_, tag_, args_, doc_) {name_, run_move, TAKES_WRITE, true, args_, doc_, NULL, tag_}
static const struct verb verbs[] = {
	{"list", run_list, TAKES_LIST, false, "[ID...|-] [CONDITION...]", "the pipeline: stages, probability, offers, total, weighted",
		NULL, 0},
	MOVE("move", STAGE_MOVE, "OFFER...|- STAGE [FIELD=VALUE...]", "move offers to a stage"),
	MOVE("next", STAGE_NEXT, "OFFER...|- [FIELD=VALUE...]", "one stage on, never into won or lost"),
	MOVE("back", STAGE_BACK, "OFFER...|- [FIELD=VALUE...]", "one stage back"),
	MOVE("win", STAGE_WIN, "OFFER...|- [FIELD=VALUE...]", "won: closed=DATE gives the day"),
	MOVE("lose", STAGE_LOSE, "OFFER...|- [FIELD=VALUE...]", "lost: reason=WHY competitor=WHO closed=DATE"),
	MOVE("reopen", STAGE_REOPEN, "OFFER...|- [FIELD=VALUE...]", "a closed offer back to the stage it stood in"),
	{"history", run_history, TAKES_LIST, false, "[OFFER...|-] [CONDITION...]", "every move of the offers", NULL, 0},
	VERB_END,
};

static const struct tool tool = {"crm-stage", "pipelines: where offers stand, and moving them", "offer", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
