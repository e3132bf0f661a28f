/* sha256.c - digests against the published values, and blocks against the whole. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/error.h"
#include "base/sha256.h"

static void published(void **state)
{
	static const struct { const char *text, *hex; } of[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	};
	char hex[SHA256_HEX];

	(void)state;
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		crm_sha256(of[i].text, strlen(of[i].text), hex);
		assert_string_equal(hex, of[i].hex);
	}
}

static void blocks(void **state)
{
	enum { MILLION = 1000000 };
	char *a = crm_malloc(MILLION), hex[SHA256_HEX];

	(void)state;
	memset(a, 'a', MILLION);
	for (size_t block = 1; block <= MILLION; block = block * 7 + 3) {
		struct digest *d = digest_new();

		for (size_t at = 0; at < MILLION; at += block)
			digest_add(d, a + at, at + block < MILLION ? block : MILLION - at);
		digest_end(d, hex);
		assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	}
	free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(published), cmocka_unit_test(blocks)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
