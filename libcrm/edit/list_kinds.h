/* list_kinds.h - the lists of every kind of record, as kinds. */
#ifndef CRM_EDIT_LIST_KINDS_H
#define CRM_EDIT_LIST_KINDS_H

#include "../model/kinds.h"

extern const struct crm_kind kind_tag, kind_ext, kind_alias;
enum { TAG_WORD = 3 };

#endif
