/* import_from_header.c - headers of address books of other programs: which column is which part of
 * a person, by its name. */
#include "import_from.h"

#include "../base/ascii.h"
#include "../base/utf8.h"

const char *const from_names[] = {"vcard",   "google",    "outlook",    "thunderbird",
                                  "hubspot", "pipedrive", "salesforce", NULL};

const struct from_map *from_find(const char *name)
{
	for (const struct from_map *m = from_maps; m->name; m++)
		if (strcmp(m->name, name) == 0)
			return m;
	return NULL;
}

/* Whether a folded name is one of a column's, which | divides; # stands for a number. */
static bool is_name(const char *names, const char *key, int *number)
{
	struct strbuf one = STRBUF_INIT;
	bool found = false;

	while (*names && !found) {
		size_t n = strcspn(names, "|");
		const char *p, *k = key;

		sb_reset(&one);
		utf8_fold(&one, names, n);
		*number = 0;
		for (p = one.buf; *p && *k; p++) {
			if (*p == '#' && ascii_digit(*k)) {
				for (; ascii_digit(*k) && *number < 1000; k++)
					*number = *number * 10 + (*k - '0');
			} else if (*p != *k++) {
				break;
			}
		}
		found = !*p && !*k;
		names += n + (names[n] == '|');
	}
	sb_release(&one);
	return found;
}

bool from_is_name(const char *names, const char *name, int *number)
{
	struct strbuf key = STRBUF_INIT;
	bool is;

	utf8_fold(&key, name, strlen(name));
	is = is_name(names, key.buf, number);
	sb_release(&key);
	return is;
}

static const struct from_field *field_of(const struct from_map *map, const char *name, int *number)
{
	const struct from_field *f = map->fields;

	while (f->names && !from_is_name(f->names, name, number))
		f++;
	return f->names ? f : NULL;
}

const char *from_guess(const char *const *names)
{
	const char *best = NULL;
	size_t most = 1, n = 0;

	while (names[n])
		n++;
	for (const struct from_map *m = from_maps; m->name; m++) {
		size_t known = 0, own = 0; /* Name and Email are columns of anything */

		for (size_t i = 0; i < n; i++) {
			int number, maps = 0;

			if (!field_of(m, names[i], &number))
				continue;
			for (const struct from_map *o = from_maps; o->name; o++)
				maps += field_of(o, names[i], &number) != NULL;
			known++;
			own += maps == 1;
		}
		if (known > 2 && 2 * known >= n && own > most) {
			best = m->name;
			most = own;
		}
	}
	return best;
}

void from_column(struct import *imp, size_t at, const char *name)
{
	struct person *p = person_of(imp);
	int number = 0;
	const struct from_field *f = field_of(p->map, name, &number);

	ARRAY_PUSH(p->cells, p->ncells,
	           (struct from_cell){.field = f,
	                              .at = at,
	                              .number = f && f->number ? f->number : number,
	                              .name = arena_strdup(&imp->arena, name)});
}

bool from_any(const struct person *p)
{
	for (size_t i = 0; i < p->ncells; i++)
		if (p->cells[i].field)
			return true;
	return false;
}
