/* property_kind.h - the lines a record keeps of its vCard, as a kind. */
#ifndef CRM_CARD_PROPERTY_KIND_H
#define CRM_CARD_PROPERTY_KIND_H

#include "../model/kinds.h"

extern const struct crm_kind kind_property;

#endif
