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

static void suffixes(void **state)
{
	(void)state;
	splits("Hal Muster III", "|Hal Muster III|Hal|Muster III");
	splits("John Muster Jr.", "|John Muster Jr.|John|Muster Jr.");
	splits("John Muster, Jr.", "|John Muster, Jr.|John|Muster Jr.");
	splits("hans von berg jun.", "|hans von berg jun.|hans|von berg jun.");
	splits("Muster Jr., John", "|John Muster Jr.|John|Muster Jr.");
	splits("Muster, John Jr.", "|John Muster Jr.|John|Muster Jr.");
	splits("Muster, John, Jr.", "|John Muster Jr.|John|Muster Jr.");
	splits("Muster, John, Jr., MBA", "|John Muster Jr. MBA|John|Muster Jr.");
	splits("John Muster Jr., MBA, M.Sc.", "|John Muster Jr., MBA, M.Sc.|John|Muster Jr.");
	splits("Erika Muster, PhD, MBA", "|Erika Muster, PhD, MBA|Erika|Muster");
	splits("Muster, Erika, MBA", "|Erika Muster MBA|Erika|Muster");
	splits("Erika Muster MBA", "|Erika Muster MBA|Erika|Muster");
	splits("Dr. Max Muster PhD, MBA", "Dr.|Max Muster PhD, MBA|Max|Muster");
	splits("Max Muster IV M.Sc.", "|Max Muster IV M.Sc.|Max|Muster IV");
	splits("Erika Muster M. Sc.", "|Erika Muster M. Sc.|Erika|Muster");
	splits("Erika Muster, Ph. D., MBA", "|Erika Muster, Ph. D., MBA|Erika|Muster");
	splits("John Muster II.", "|John Muster II.|John|Muster II.");
	splits("Karl Muster d. Ä.", "|Karl Muster d. Ä.|Karl|Muster");
	splits("John M. Muster", "|John M. Muster|John M.|Muster");
	splits("Max Muster MD", "|Max Muster MD|Max|Muster");
	splits("Md Rahman", "|Md Rahman|Md|Rahman");
	splits("Rahman Md", "|Rahman Md|Rahman|Md");
	splits("Muster MBA", "|Muster MBA||Muster");
	splits("MBA", "|MBA||MBA");
	splits("Jr.", "|Jr.||Jr.");
	splits("Amartya Sen", "|Amartya Sen|Amartya|Sen");
	splits("Jack Ma", "|Jack Ma|Jack|Ma");
	splits("Max Muster Dipl.-Ing.", "|Max Muster Dipl.-Ing.|Max|Muster");
	splits("Max Muster Dr.", "|Max Muster Dr.|Max|Muster");
	splits("Prof. Max Muster, Dr. MBA", "Prof.|Max Muster, Dr. MBA|Max|Muster");
	splits("Muster, Dr.", "Dr.|Muster||Muster");
	splits("Muster, Dr. med.", "Dr. med.|Muster||Muster");
}

static void salutations(void **state)
{
	(void)state;
	splits("Frau Erika Muster", "|Erika Muster|Erika|Muster");
	splits("Herr Dr. Max Muster", "Dr.|Max Muster|Max|Muster");
	splits("Herrn Prof. Dr.-Ing. Max Muster", "Prof. Dr.-Ing.|Max Muster|Max|Muster");
	splits("Mr. John Muster Jr.", "|John Muster Jr.|John|Muster Jr.");
	splits("Mrs Muster", "|Muster||Muster");
	splits("Mme Anne Dupont", "|Anne Dupont|Anne|Dupont");
	splits("Muster, Frau Erika", "|Erika Muster|Erika|Muster");
	splits("Frau Dr. Muster, Erika", "Dr.|Erika Muster|Erika|Muster");
	splits("Frau", "|Frau||Frau");
	splits("Herr", "|Herr||Herr");
	splits("Max Herr", "|Max Herr|Max|Herr");
	splits("Herr Herr", "|Herr||Herr");
	splits("Herr und Frau Muster", "|Herr und Frau Muster|Herr|und Frau Muster");
	splits("M. Muster", "|M. Muster|M.|Muster");
	splits("Herr Dr.", "|Herr Dr.||Herr");
}

static void more_titles(void **state)
{
	(void)state;
	splits("Dipl.-Ing. (FH) Max Muster", "Dipl.-Ing. (FH)|Max Muster|Max|Muster");
	splits("Dipl.-Wirt.-Ing. Erika Muster", "Dipl.-Wirt.-Ing.|Erika Muster|Erika|Muster");
	splits("Dipl.-Betriebswirt (BA) Max Muster", "Dipl.-Betriebswirt (BA)|Max Muster|Max|Muster");
	splits("Dr.rer.nat. Erika Muster", "Dr.rer.nat.|Erika Muster|Erika|Muster");
	splits("Dr. med. univ. Erika Muster", "Dr. med. univ.|Erika Muster|Erika|Muster");
	splits("Dr.Muster", "|Dr.Muster||Dr.Muster");
}

static void remarks(void **state)
{
	(void)state;
	splits("Erika Muster (Einkauf)", "|Erika Muster (Einkauf)|Erika|Muster");
	splits("Erika (Rika) Muster", "|Erika (Rika) Muster|Erika|Muster");
	splits("Erika Muster [bis Ende Mai]", "|Erika Muster [bis Ende Mai]|Erika|Muster");
	splits("Muster, Erika (Einkauf)", "|Erika Muster (Einkauf)|Erika|Muster");
	splits("Dr. Erika Muster MBA (Einkauf, Lager)", "Dr.|Erika Muster MBA (Einkauf, Lager)|Erika|Muster");
	splits("(Einkauf) Erika Muster", "|(Einkauf) Erika Muster|Erika|Muster");
	splits("Erika Muster geb. Probe", "|Erika Muster geb. Probe|Erika|Muster");
	splits("Muster (geb. Probe), Erika", "|Erika Muster (geb. Probe)|Erika|Muster");
	splits("Frau Muster (Einkauf)", "|Muster (Einkauf)||Muster");
	splits("Erika Muster - Einkauf", "|Erika Muster - Einkauf|Erika|Muster");
	splits("Erika Muster / Vertrieb Nord", "|Erika Muster / Vertrieb Nord|Erika|Muster");
	splits("Erika Muster - Probe", "|Erika Muster - Probe|Erika Muster -|Probe");
	splits("(Einkauf)", "|(Einkauf)||");
	splits("Erika (Muster", "|Erika (Muster|Erika|(Muster");
	splits("Erika Muster)", "|Erika Muster)|Erika|Muster)");
}

static void several_words(void **state)
{
	(void)state;
	splits("De La Cruz, Ana", "|Ana De La Cruz|Ana|De La Cruz");
	splits("Van Der Berg, Jan", "|Jan Van Der Berg|Jan|Van Der Berg");
	splits("St. John, Olivia", "|Olivia St. John|Olivia|St. John");
	splits("García Márquez, Gabriel", "|Gabriel García Márquez|Gabriel|García Márquez");
	splits("Ana De La Cruz", "|Ana De La Cruz|Ana|De La Cruz");
	splits("Jan Van Der Berg", "|Jan Van Der Berg|Jan|Van Der Berg");
	splits("Maria Dos Santos", "|Maria Dos Santos|Maria|Dos Santos");
	splits("HANS VON BERG", "|HANS VON BERG|HANS|VON BERG");
	splits("Nguyen Van An", "|Nguyen Van An|Nguyen Van|An");
	splits("Erika Muster, Bonn", "|Erika Muster, Bonn|Erika|Muster");
	splits("Muster Beispiel, Einkauf", "|Muster Beispiel, Einkauf|Muster|Beispiel");
	splits("Muster, Einkauf", "|Muster, Einkauf||Muster");
	splits("Muster GmbH, Bonn", "|Muster GmbH, Bonn|Muster|GmbH");
	splits("Anna Muster, Erika", "|Anna Muster, Erika|Anna|Muster");
}

static void suffix_is(const char *s, const char *want)
{
	struct person_part p = person_suffix(s, strlen(s));
	char got[64] = "";

	memcpy(got, p.s, p.n);
	assert_string_equal(got, want);
}

static void suffix_of(void **state)
{
	(void)state;
	suffix_is("Muster III", "III");
	suffix_is("John Muster Jr., MBA", "Jr., MBA");
	suffix_is("John Muster", "");
	suffix_is("MBA", "");
	suffix_is("Muster,", "");
	suffix_is(",", "");
	suffix_is("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(plain), cmocka_unit_test(particles), cmocka_unit_test(titles), cmocka_unit_test(commas),
		cmocka_unit_test(suffixes), cmocka_unit_test(salutations), cmocka_unit_test(more_titles), cmocka_unit_test(remarks),
		cmocka_unit_test(several_words), cmocka_unit_test(suffix_of)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
