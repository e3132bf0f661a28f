/* lead_inquiry.h - one inquiry as its row tells it: who, what, when, and which message it is. For
 * the files lead_in*.c. */
#ifndef CRM_LEAD_LEAD_INQUIRY_H
#define CRM_LEAD_LEAD_INQUIRY_H

#include "../import/import_use.h"
#include "lead_impl.h"
#include "../offer/offer_kinds.h"

#define N_OWN 3
/* Columns beside the fields of offers: system, message_id, referrer. */
extern const struct crm_field inquiry_fields[N_OWN];

struct intake {
	bool separate;             /* every inquiry is a lead of its own */
	struct assign *a; size_t na, aa; /* of the record to be written */
	struct strbuf id;          /* message id */
	struct strbuf title;       /* made out of the message */
	struct strbuf left, text;  /* of a touch: what became no field; the text of its event */
};

/* One inquiry; texts are those of the row. */
struct inquiry {
	struct import *imp;
	struct intake *in;
	struct crm_error *e;
	struct lead_who who;
	struct lead_text message, title, system;
	struct lead_match match;
	int64_t received;          /* now when it isn't given, or ahead of it */
	char received_text[32], inquired[16], referrer[32];
};

static inline const struct crm_field *offer_field(const char *name)
{
	return kind_field(&kind_offer, name);
}

/* The cell of a column that isn't custom, NULL = it is empty or there is none. By its name, as many
 * are asked for. */
static inline struct given *inquiry_cell(const struct inquiry *q, const char *name)
{
	for (size_t i = 0; i < q->imp->ncells; i++) {
		struct given *cell = &q->imp->cells[i];
		const struct crm_field *f = cell->col->field;

		if (cell->col->use == USE_FIELD && !(f->flags & F_CUSTOM) &&
		    strcmp(f->name, name) == 0)
			return cell->n ? cell : NULL;
	}
	return NULL;
}

static inline struct lead_text inquiry_text(const struct inquiry *q, const char *name)
{
	const struct given *cell = inquiry_cell(q, name);

	return cell ? (struct lead_text){cell->p, cell->n} : (struct lead_text){"", 0};
}

/* Fill q, whose imp, in and e are set, from the cells of the row; their ends are trimmed. CRM_DATA
 * and every fault told: an address, a number or a time that is none, nothing to tell who it is
 * from. */
enum crm_status inquiry_read(struct inquiry *q);
/* Who it is from, as the cells say: q->who. */
void inquiry_who(struct inquiry *q);
/* Which message it is, into q->in->id: the id given, else the hash of system, address and text. */
void inquiry_message_id(struct inquiry *q);
/* The lead that has the message already, 0 = none. Where nobody gave it an id the same words may
 * come from two people of one mailbox, whose names have nothing in common: then the name is part of
 * it. */
enum crm_status inquiry_known(struct inquiry *q, int64_t *lead);
/* A title, in q->in->title: the first line of the message behind the greeting, else who it is from
 * (lead_title.c). */
struct lead_text inquiry_title(struct inquiry *q);

#endif
