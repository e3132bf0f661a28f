/* parts.c - all there is: the only file that knows every room. A new kind is a file in the room of
 * its noun and a line here. */
#include "people/people_kinds.h"
#include "offer/offer_kinds.h"
#include "event/event_kind.h"
#include "task/task_kind.h"
#include "edit/edit_rows.h"
#include "edit/list_kinds.h"
#include "card/property_kind.h"
#include "search/search.h"
#include "workflow/kinds_config.h"

/* Who writes is there before anything else; roll-ups come after all that is written, the search
 * index after the roll-ups. */
const struct edit_observer *const edit_observers[] = {&observe_users, &observe_offers, &observe_events, &observe_rollups, &observe_search,
	NULL};

const struct crm_kind *const crm_kinds[] = {
	&kind_user, &kind_company, &kind_contact, &kind_product, &kind_offer, &kind_line, &kind_task, &kind_event, &kind_pipeline,
		&kind_stage,
	&kind_term, &kind_tag, &kind_email, &kind_phone, &kind_category, &kind_affiliation, &kind_ext, &kind_alias, &kind_setting,
		&kind_field_def,
	&kind_choice, &kind_party, &kind_role, &kind_consent, &kind_touch, &kind_attachment, &kind_property, &kind_score, &kind_weight,
		&kind_holiday, NULL,
};
