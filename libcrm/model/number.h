/* number.h - telephone numbers as they are stored and looked for: what the host's library says of
 * the number that was written. Internal. */
#ifndef CRM_MODEL_NUMBER_H
#define CRM_MODEL_NUMBER_H

#include "../store/context.h"

#define NUMBER_MAX 80

/* What a text is: the first gives its form in E.164, the others stay as they were given. */
enum number_is {
	NUMBER_VALID,
	NUMBER_UNKNOWN, /* nobody can tell */
	NUMBER_ODD,     /* no valid number */
	NUMBER_WORDS,   /* beside the number stands what is no extension */
	NUMBER_EITHER   /* its first digits may be the calling code, or not */
};

/* Judge a text; country alpha-2 or NULL. out (valid): "+4922155512", "+4922155512 ext. 7". CRM_IO
 * when the host's library is there and can't be loaded. */
enum crm_status number_judge(struct crm *c, const char *s, size_t n, const char *country,
                             char out[NUMBER_MAX], enum number_is *is, struct crm_error *e);
/* The search key of what such a text is stored as: phone_key of it, *len as that one returns. */
enum crm_status number_key(struct crm *c, const char *s, size_t n, const char *country,
                           char key[48], size_t *len, struct crm_error *e);

#endif
