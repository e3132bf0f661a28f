/* person_name.c - tests of full names taken apart */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/person_name.h"

/* TITLE|NAME|GIVEN|FAMILY */
static void splits(const char *s, const char *want)
{
	struct strbuf text = STRBUF_INIT, got = STRBUF_INIT;
	struct person_name p;
	char *copy = malloc(strlen(s) + 1); /* no byte behind it may be read */
	size_t n = strlen(s);

	memcpy(copy, s, n);
	person_name_split(copy, n, &text, &p);
	const struct person_part *parts[] = {&p.title, &p.name, &p.given, &p.family};
	for (size_t i = 0; i < 4; i++) {
		sb_adds(&got, i ? "|" : "");
		sb_add(&got, parts[i]->s, parts[i]->n);
	}
	assert_string_equal(got.buf, want);
	free(copy);
	sb_release(&text);
	sb_release(&got);
}

static void plain(void **state)
{
	(void)state;
	splits("", "|||");
	splits("   ", "|||");
	splits("Muster", "|Muster||Muster");
	splits("Erika Muster", "|Erika Muster|Erika|Muster");
	splits("  Erika  Maria   Muster ", "|  Erika  Maria   Muster |Erika  Maria|Muster");
}

static void particles(void **state)
{
	(void)state;
	splits("Hans von Berg", "|Hans von Berg|Hans|von Berg");
	splits("Hans Peter von der Heide", "|Hans Peter von der Heide|Hans Peter|von der Heide");
	splits("Karl von und zu Berg", "|Karl von und zu Berg|Karl|von und zu Berg");
	splits("von Berg", "|von Berg||von Berg");
	splits("Nguyen Van An", "|Nguyen Van An|Nguyen Van|An");
	splits("Erika de", "|Erika de|Erika|de");
}

static void titles(void **state)
{
	(void)state;
	splits("Dr. Erika Muster", "Dr.|Erika Muster|Erika|Muster");
	splits("Prof. Dr. Erika Muster", "Prof. Dr.|Erika Muster|Erika|Muster");
	splits("Prof. Dr. rer. nat. Hans von Berg", "Prof. Dr. rer. nat.|Hans von Berg|Hans|von Berg");
	splits("Dipl.-Ing. Muster", "Dipl.-Ing.|Muster||Muster");
	splits("Dr. h.c.", "|Dr. h.c.|Dr.|h.c.");
	splits("Erika Dr. Muster", "|Erika Dr. Muster|Erika Dr.|Muster");
	splits("Drago Muster", "|Drago Muster|Drago|Muster");
}

static void commas(void **state)
{
	(void)state;
	splits("Muster, Erika", "|Erika Muster|Erika|Muster");
	splits("Muster,Erika", "|Muster,Erika||Muster"); /* no blank: it may be anything */
	splits("0, 00", "|0, 00||0");
	splits("Erika Muster, Einkauf", "|Erika Muster, Einkauf|Erika|Muster");
	splits(" Muster , Erika Maria ", "|Erika Maria Muster|Erika Maria|Muster");
	splits("Muster, Dr. Erika", "Dr.|Erika Muster|Erika|Muster");
	splits("Dr. Muster, Erika", "Dr.|Erika Muster|Erika|Muster");
	splits("von Berg, Hans", "|Hans von Berg|Hans|von Berg");
	splits("Berg, Hans von", "|Hans von Berg|Hans|von Berg");
	splits("Heide, Hans von der", "|Hans von der Heide|Hans|von der Heide");
	splits("Erika Muster, MBA", "|Erika Muster, MBA|Erika|Muster");
	splits("Dr. Erika Muster, M.A.", "Dr.|Erika Muster, M.A.|Erika|Muster");
	splits("Muster, Erika, Bonn", "|Muster, Erika, Bonn||Muster");
	splits("Muster,", "|Muster,||Muster");
	splits(", Erika", "|, Erika|,|Erika");
	splits(",", "|,||,");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(particles), cmocka_unit_test(titles), cmocka_unit_test(commas)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
