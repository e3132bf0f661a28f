/* strbuf.c - tests of the memory floor: strbuf, arena, error object, allocation */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/strbuf.h"

/* Allocations that must fail have to come back as NULL under AddressSanitizer too. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

static uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void empty_buffer(void **state)
{
	struct strbuf b = STRBUF_INIT;
	size_t len = 9;
	char *p;

	(void)state;
	assert_string_equal(b.buf, "");
	sb_reset(&b);
	sb_setlen(&b, 0);
	sb_add(&b, NULL, 0);
	sb_adds(&b, "");
	sb_printf(&b, "%s", "");
	assert_int_equal(b.len, 0);
	sb_release(&b);
	sb_release(&b);
	p = sb_detach(&b, &len);
	assert_string_equal(p, "");
	assert_int_equal(len, 0);
	free(p);
	assert_int_equal(sb_empty[0], 0);
}

static void append_and_detach(void **state)
{
	struct strbuf b = STRBUF_INIT;
	size_t len;
	char *p;

	(void)state;
	sb_adds(&b, "a");
	sb_addc(&b, '\0');
	sb_add(&b, "xyz", 2);
	sb_addint(&b, -42);
	sb_printf(&b, "%05d|%s", 7, "end");
	assert_int_equal(b.len, 16);
	assert_memory_equal(b.buf, "a\0xy-4200007|end", 17);
	sb_setlen(&b, 4);
	assert_int_equal(b.buf[4], 0);
	p = sb_detach(&b, &len);
	assert_int_equal(len, 4);
	assert_memory_equal(p, "a\0xy", 5);
	free(p);
	assert_ptr_equal(b.buf, sb_empty);
	sb_adds(&b, "again");
	p = sb_detach(&b, NULL);
	assert_string_equal(p, "again");
	free(p);
}

static void written_in_place(void **state)
{
	struct strbuf b = STRBUF_INIT;

	(void)state;
	sb_grow(&b, 0);
	assert_int_equal(b.buf[0], 0);
	sb_grow(&b, 1000);
	assert_true(b.alloc >= 1001);
	memset(b.buf, 'x', 1000);
	sb_setlen(&b, 1000);
	assert_int_equal(strlen(b.buf), 1000);
	sb_reset(&b);
	assert_string_equal(b.buf, "");
	sb_release(&b);
}

static void cap_bounds(void **state)
{
	struct strbuf b;
	char *p;

	(void)state;
	sb_init(&b, 5);
	sb_adds(&b, "abc");
	assert_false(b.over);
	sb_adds(&b, "defg");
	assert_true(b.over);
	assert_string_equal(b.buf, "abcde");
	sb_addc(&b, 'x');
	sb_printf(&b, "%d", 1);
	assert_string_equal(b.buf, "abcde");
	sb_reset(&b);
	assert_false(b.over);
	sb_printf(&b, "%s", "123456789");
	assert_true(b.over);
	assert_string_equal(b.buf, "12345");
	sb_setlen(&b, 3);
	sb_printf(&b, "%s", "xyz"); /* fits the memory, not the cap */
	assert_string_equal(b.buf, "123xy");
	p = sb_detach(&b, NULL);
	free(p);
	assert_int_equal(b.cap, 5);
	assert_false(b.over);
	sb_adds(&b, "12345");
	assert_false(b.over);
	sb_release(&b);
}

/* Random appends agree with a plain array, whatever the growth, with and without a cap. */
static void random_appends(void **state)
{
	static char expected[70000], chunk[300];
	uint64_t seed = 20260331;

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct strbuf b;
		size_t len = 0, cap = round % 2 ? random_next(&seed) % 20000 + 1 : 0;
		sb_init(&b, cap);
		for (int i = 0; i < 200; i++) {
			size_t n = random_next(&seed) % (sizeof(chunk) - 1);
			memset(chunk, 'a' + (int)(random_next(&seed) % 26), n);
			chunk[n] = '\0';
			memcpy(expected + len, chunk, n);
			len += n;
			if (i % 3 == 0)
				sb_add(&b, chunk, n);
			else if (i % 3 == 1)
				sb_adds(&b, chunk);
			else
				sb_printf(&b, "%s", chunk);
		}
		assert_int_equal(b.over, cap && len > cap);
		if (cap && len > cap)
			len = cap;
		assert_int_equal(b.len, len);
		assert_memory_equal(b.buf, expected, len);
		assert_int_equal(b.buf[len], 0);
		sb_release(&b);
	}
}

static void integers(void **state)
{
	static const int64_t edges[] = {0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, INT64_MAX, INT64_MIN, INT64_MIN + 1};
	uint64_t seed = 7;
	char out[32], expected[32];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t v = i < (int)(sizeof(edges) / sizeof(*edges)) ? edges[i] : (int64_t)random_next(&seed) >> (i % 64);
		for (int sign = 0; sign < 2; sign++, v = v == INT64_MIN ? v : -v) {
			int n = snprintf(expected, sizeof(expected), "%" PRId64, v);
			assert_int_equal(fmt_int(out, v), n);
			assert_memory_equal(out, expected, (size_t)n);
		}
	}
}

static void arena_memory(void **state)
{
	struct arena a = ARENA_INIT;
	uint64_t seed = 99;
	char *strings[2000];

	(void)state;
	arena_free(&a);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 2000; i++) {
			size_t n = i % 97 == 0 ? random_next(&seed) % 900000 : random_next(&seed) % 60;
			char *p = arena_alloc(&a, n);
			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t k = 0; k < n; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0xAA, n);
			strings[i] = i % 2 ? arena_printf(&a, "%d:%0*d", i, i % 700, 0) : arena_strndup(&a, "0123456789", (size_t)i % 11);
		}
		for (int i = 0; i < 2000; i++) {
			if (i % 2)
				assert_int_equal(strtol(strings[i], NULL, 10), i);
			else
				assert_int_equal(strlen(strings[i]), i % 11);
		}
		arena_free(&a);
		assert_null(a.head);
	}
	assert_string_equal(arena_strdup(&a, ""), "");
	assert_string_equal(arena_strndup(&a, NULL, 0), "");
	assert_string_equal(arena_printf(&a, "%s", ""), "");
	assert_non_null(arena_alloc(&a, 0));
	arena_free(&a);
}

static void failures(void **state)
{
	struct crm_error e = CRM_ERROR_INIT;

	(void)state;
	assert_int_equal(crm_fail(NULL, CRM_DATA, "%s", "nobody listens"), CRM_DATA);
	crm_note(NULL, "%s", "nor here");
	crm_error_clear(NULL);
	crm_note(&e, "chose '%s'", "a");
	assert_int_equal(e.status, CRM_OK);
	assert_int_equal(crm_fail_at(&e, CRM_DATA, "leads.tsv", 17, 3, "email", "'%s' is bad", "foo"), CRM_DATA);
	assert_int_equal(crm_fail(&e, CRM_USAGE, "second"), CRM_USAGE);
	assert_int_equal(crm_fail_at(&e, CRM_IO, NULL, 0, 0, NULL, "third"), CRM_IO);
	assert_int_equal(e.status, CRM_DATA);
	assert_int_equal(e.failures, 3);
	assert_int_equal(e.n, 4);
	assert_true(e.list[0].note);
	assert_string_equal(e.list[0].text, "chose 'a'");
	assert_string_equal(e.list[1].file, "leads.tsv");
	assert_string_equal(e.list[1].field, "email");
	assert_string_equal(e.list[1].text, "'foo' is bad");
	assert_int_equal(e.list[1].line, 17);
	assert_int_equal(e.list[1].column, 3);
	assert_false(e.list[1].note);
	assert_null(e.list[3].file);
	crm_error_clear(&e);
	assert_int_equal(e.n, 0);
	assert_int_equal(e.failures, 0);
	assert_int_equal(e.status, CRM_OK);
	assert_null(e.list);
	crm_error_clear(&e);
}

static void many_messages(void **state)
{
	struct crm_error e = CRM_ERROR_INIT;

	(void)state;
	for (int i = 0; i < 3 * CRM_MESSAGES_MAX; i++)
		crm_note(&e, "note %d", i);
	assert_int_equal(e.n, CRM_MESSAGES_MAX);
	for (int i = 0; i < 3 * CRM_MESSAGES_MAX; i++)
		crm_fail(&e, i ? CRM_IO : CRM_PERM, "failure %d", i);
	assert_int_equal(e.n, 2 * CRM_MESSAGES_MAX);
	assert_int_equal(e.failures, 3 * CRM_MESSAGES_MAX);
	assert_int_equal(e.status, CRM_PERM);
	assert_string_equal(e.list[CRM_MESSAGES_MAX].text, "failure 0");
	crm_note(&e, "one more");
	assert_int_equal(e.n, 2 * CRM_MESSAGES_MAX);
	crm_error_clear(&e);
}

static jmp_buf jump;

static void jump_out(void)
{
	longjmp(jump, 1);
}

static void out_of_memory(void **state)
{
	volatile size_t huge = SIZE_MAX / 2;
	volatile int caught = 0;
	struct strbuf b = STRBUF_INIT;

	(void)state;
	crm_set_oom_handler(jump_out);
	if (setjmp(jump) == 0)
		free(crm_malloc(huge));
	else
		caught++;
	if (setjmp(jump) == 0)
		free(crm_calloc(huge, 8));
	else
		caught++;
	if (setjmp(jump) == 0)
		free(crm_realloc(NULL, huge));
	else
		caught++;
	sb_adds(&b, "kept");
	if (setjmp(jump) == 0)
		sb_grow(&b, SIZE_MAX - 2);
	else
		caught++;
	crm_set_oom_handler(NULL);
	assert_int_equal(caught, 4);
	assert_string_equal(b.buf, "kept");
	sb_release(&b);
}

static void allocation(void **state)
{
	char *p;

	(void)state;
	free(crm_malloc(0));
	free(crm_calloc(0, 8));
	free(crm_realloc(NULL, 0));
	p = crm_strndup("abc\0def", 7);
	assert_memory_equal(p, "abc\0def", 8);
	free(p);
	p = crm_strdup("");
	assert_string_equal(p, "");
	p = crm_realloc(p, 100);
	assert_string_equal(p, "");
	free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty_buffer), cmocka_unit_test(append_and_detach), cmocka_unit_test(written_in_place),
		cmocka_unit_test(cap_bounds), cmocka_unit_test(random_appends), cmocka_unit_test(integers),
		cmocka_unit_test(arena_memory), cmocka_unit_test(failures), cmocka_unit_test(many_messages),
		cmocka_unit_test(out_of_memory), cmocka_unit_test(allocation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
