/* assign.h - FIELD=VALUE as it was taken apart. Internal. */
#ifndef CRM_ASK_ASSIGN_H
#define CRM_ASK_ASSIGN_H

#include "cond.h"

/* One assignment. field may be a custom one. For T_LIST: OP_EQ replaces all, OP_ADD, OP_DEL. */
struct assign {
	const struct crm_field *field;
	enum op op;
	const char *s; size_t n; /* text, not yet parsed; n = 0 clears */
	long line, column;       /* where it stands in a file, 0 = operand */
};

#endif
