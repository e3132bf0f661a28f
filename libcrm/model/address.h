/* address.h - the forms of e-mail addresses and telephone numbers. Internal. */
#ifndef CRM_MODEL_ADDRESS_H
#define CRM_MODEL_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

/* One @ with something on either side, no blanks, no commas. */
bool address_is_email(const char *s, size_t n);
/* Of `Ina Test <ina@x.example>` the address, of anything else all of it. */
void address_of(const char **s, size_t *n);
/* 3 to 20 digits, no comma. */
bool address_is_phone(const char *s, size_t n);

#endif
