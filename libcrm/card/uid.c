/* uid.c - a name for a record that no other record in the world has: a UUID of this database's
 * first batch, the kind and the id.
 *
 * UIDs are made, not stored: a UUID of the first batch, kind and id. One that comes back is known
 * by it if the name or an address agrees. */
#include "person.h"

#include "../base/ascii.h"
#include "../base/sha256.h"

#define PREFIX "urn:uuid:"

enum crm_status uid_family(struct crm *c, int kind, char out[UID_FAMILY], struct crm_error *e)
{
	struct query q = query(c->db, e, "SELECT at, tool, verb FROM batch ORDER BY id LIMIT 1");
	struct strbuf text = STRBUF_INIT;
	char hex[SHA256_HEX];

	if (query_row(&q)) {
		size_t ntool, nverb;
		const char *tool = db_text(q.st, 1, &ntool), *verb = db_text(q.st, 2, &nverb);

		sb_printf(&text, "%lld %.*s %.*s", (long long)db_int(q.st, 0), (int)ntool, tool ? tool : "", (int)nverb,
		          verb ? verb : "");
	}
	crm_sha256(text.buf, text.len, hex);
	sb_release(&text);
	snprintf(out, UID_FAMILY, PREFIX "%.8s-%.4s-8%.3s-9%.1s%02x-", hex,
	         hex + 8, hex + 12, hex + 15, (unsigned)kind & 0xff);
	return query_end(&q);
}

void uid_of(char out[64], const char *family, int64_t id)
{
	snprintf(out, 64, "%s%012llx", family, (unsigned long long)id & 0xffffffffffffULL);
}

enum crm_status uid_parse(struct crm *c, int kind, const char *text, int64_t *id, struct crm_error *e)
{
	char first[UID_FAMILY];
	size_t n = strlen(PREFIX) + 24;
	enum crm_status s;

	*id = 0;
	if (strncmp(text, PREFIX, strlen(PREFIX)) != 0 || strlen(text) != n + 12)
		return CRM_OK;
	s = uid_family(c, kind, first, e);
	if (s || strncmp(text, first, n) != 0)
		return s;
	for (text += n; *text; text++) {
		char d = ascii_lower(*text);

		if (!ascii_digit(d) && (d < 'a' || d > 'f')) {
			*id = 0;
			break;
		}
		*id = *id * 16 + (ascii_digit(d) ? d - '0' : d - 'a' + 10);
	}
	return CRM_OK;
}
