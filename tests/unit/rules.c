/* rules.c - tests that the tables of kinds fit the writer: its limits, the fields that rules name, the order of the observers */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "edit/rules.h"
#include "same/identity.h"

static void each_kind(void (*check)(const struct crm_kind *k))
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		check(*k);
}

/* ---- limits ---- */

static void fits(const struct crm_kind *k)
{
	int columns = 0, lists = 0;

	assert_in_range(k->no, 1, KIND_NUMBERS - 1);
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];

		if (field_is_column(f)) {
			columns++;
			if (!edit_slot_of(f->no))
				fail_msg("%s.%s: the writer has no slot for number %d", k->name, f->name, f->no);
		}
		lists += f->type == T_LIST && (f->flags & F_SET);
	}
	if (columns > EDIT_COLUMNS)
		fail_msg("%s has %d columns, the writer holds %d", k->name, columns, EDIT_COLUMNS);
	if (lists > EDIT_LISTS)
		fail_msg("%s has %d lists, a draft holds %d", k->name, lists, EDIT_LISTS);
}

static void limits(void **state)
{
	(void)state;
	assert_in_range(EDIT_COLUMNS, 1, 64); /* bits of a mask */
	each_kind(fits);
}

/* Two columns never share a slot. */
static void slots(void **state)
{
	bool used[EDIT_SLOTS] = {false};

	(void)state;
	for (int no = -1; no < 2000; no++) {
		int slot = edit_slot_of(no);

		assert_in_range(slot, 0, EDIT_SLOTS - 1);
		assert_true(slot == 0 || !used[slot]);
		used[slot] = true;
	}
	assert_int_equal(edit_slot_of(0), 0);
	assert_int_equal(edit_slot_of(-1), 0);
	assert_int_not_equal(edit_slot_of(COMMON_CREATED_DAY), 0);
}

/* ---- lists ---- */

static void form(const struct crm_kind *k, const struct crm_field *f)
{
	const struct crm_kind *child = kind_by_no(f->ref);
	const struct list_form *l = child ? child->list : NULL;

	if (!l || !l->test || !list_value(child))
		fail_msg("%s.%s: its elements have no form, or cannot be asked for", k->name, f->name);
	if ((f->flags & F_SET) && !l->parse)
		fail_msg("%s.%s can be set, but its elements cannot be read", k->name, f->name);
	if (l->word && !f->words)
		fail_msg("%s.%s: its elements have words, the field has none", k->name, f->name);
	for (size_t i = 0; i < 6; i++) {
		int no = ((const int[]){l->word, l->a, l->b, l->pos, l->ref, l->size})[i];
		const struct crm_field *of = no ? kind_field_no(child, no) : NULL;

		if (no && (!of || !field_is_column(of)))
			fail_msg("%s: its form names %d, which is no column", child->name, no);
	}
}

static void in_columns(const struct crm_kind *k)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i], *list = f->first_of ? kind_field_no(k, f->first_of) : NULL;

		if (f->type == T_LIST)
			form(k, f);
		if (f->first_of && (!list || list->type != T_LIST || !field_is_column(f)))
			fail_msg("%s.%s: the first element of %d, which is no list", k->name, f->name, f->first_of);
		if ((f->flags & (F_FIND_NAME | F_FIND_MORE | F_FIND_TEXT)) && !field_is_column(f) && f->type != T_LIST)
			fail_msg("%s.%s is found by, but has no text that is stored", k->name, f->name);
		if ((f->flags & F_BESIDE) && (f->type != T_REF || !f->ref))
			fail_msg("%s.%s is told beside its record, but refers to none", k->name, f->name);
	}
}

static void lists(void **state)
{
	(void)state;
	each_kind(in_columns);
}

/* ---- rules ---- */

static void column(const struct crm_kind *k, int no, const char *what)
{
	const struct crm_field *f = no ? kind_field_no(k, no) : NULL;

	if (no && (!f || !field_is_column(f)))
		fail_msg("%s: %s names %d, which is no column", k->name, what, no);
}

static void named(const struct crm_kind *k)
{
	const struct kind_rules *r = rules_of(k);
	bool taken = false;

	column(k, r->currency, "currency");
	column(k, r->country, "country");
	column(k, r->stage, "stage");
	for (const struct kind_unique *u = r->unique; u && u->sql; u++)
		column(k, u->field, "unique");
	for (const struct identity_rule *i = k->identity ? k->identity->rule : NULL; i && i->by; i++) {
		assert_non_null(kind_field_no(k, i->field));
		assert_non_null(i->what);
	}
	for (const struct rolled *o = r->owners; o && o->column; o++) {
		column(k, o->column, "owners");
		assert_true(o->kind ? kind_by_no(o->kind) != NULL : (k->flags & K_CHILD) != 0);
	}
	for (size_t i = 0; i < k->nfields; i++)
		taken = taken || (k->fields[i].flags & F_TAKEN);
	assert_int_equal(taken, r->takes != NULL);
	if (k->view)
		assert_ptr_equal(k->view->rules, k->rules);
}

static void rules(void **state)
{
	(void)state;
	each_kind(named);
}

static void observers(void **state)
{
	size_t n = 0;

	(void)state;
	while (edit_observers[n])
		n++;
	assert_in_range(n, 1, EDIT_OBSERVERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits), cmocka_unit_test(slots), cmocka_unit_test(lists), cmocka_unit_test(rules), cmocka_unit_test(observers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
