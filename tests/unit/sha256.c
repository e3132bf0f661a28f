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

/* RFC 4231, the first two cases; the key there is shorter, which HMAC fills up with zeros */
static void keyed(void **state)
{
	static const struct { const char *key; size_t n; const char *text, *hex; } of[] = {
		{"\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b", 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b"},
		{"Jefe", 4, "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c7"},
	};
	unsigned char key[KEYED_KEY], other[KEYED_KEY], hash[KEYED_BYTES], back[KEYED_BYTES];
	char hex[2 * KEYED_BYTES + 1];

	(void)state;
	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		struct keyed *k;

		memset(key, 0, sizeof key);
		memcpy(key, of[i].key, of[i].n);
		k = keyed_new(key);
		for (int again = 0; again < 2; again++) {
			keyed_hash(k, of[i].text, strlen(of[i].text), hash);
			hex_write(hex, hash, sizeof hash);
			assert_string_equal(hex, of[i].hex);
		}
		keyed_free(k);
		assert_true(hex_read(back, sizeof back, hex, strlen(hex)));
		assert_memory_equal(back, hash, sizeof hash);
	}
	assert_false(hex_read(back, sizeof back, hex, strlen(hex) - 1));
	hex[3] = 'g';
	assert_false(hex_read(back, sizeof back, hex, strlen(hex)));
	assert_true(keyed_new_key(key) && keyed_new_key(other));
	assert_memory_not_equal(key, other, sizeof key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(published), cmocka_unit_test(blocks), cmocka_unit_test(keyed)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
