/* kinds.h - the kinds of all rooms. */
#ifndef CRM_TESTS_KINDS_H
#define CRM_TESTS_KINDS_H

#include "card/property_kind.h"
#include "edit/list_kinds.h"
#include "event/event_kind.h"
#include "offer/offer_kinds.h"
#include "people/people_kinds.h"
#include "task/task_kind.h"
#include "workflow/kinds_config.h"

#endif
