/* property_kind.c - lines of a vCard that have no field here, kept to be given back. */
#include "property_kind.h"

#include "../model/list.h"

static const struct crm_field property_fields[] = {ID(""), OWNER_FIELDS, INTERNAL(3, "pos", T_INT, 0, 0),
	STORED(4, "name", T_TEXT, F_PERSON, "its name, in capitals"),
	STORED(5, "line", T_LONG, F_PERSON, "the unfolded line as it stood in the card"),
	STORED(6, "shadow", T_BOOL, 0, "whether it says more of a field than the field holds, and counts as long as they agree")};
static const char *const property_indexes[] = {"property_record ON property(record, kind, pos)", NULL};
static const struct list_form property_list = {.a = 5}; /* no list of its owner: merging tells lines apart */
const struct crm_kind kind_property = {KIND_PROPERTY, "property", "vp", "property", K_CHILD, FIELDS(property_fields), .columns = "id,name",
	.order = "", .label = "name",
	.list = &property_list, .indexes = property_indexes};
