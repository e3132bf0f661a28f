/* event_kind.c - events: fields, columns, indexes; who took part, what is attached.
 *
 * Who took part in an event are rows of party; event.contact is the first of them, kept as
 * contact.email is, and checked by `crm-db check`. */
#include "../edit/import_kind.h"
#include "../edit/rules.h"
#include "../same/identity.h"
#include "event_kind.h"

#include "../ask/cond_test.h"
#include "../base/ascii.h"
#include "../edit/element.h"
#include "../people/people_kinds.h"

const char *const words_event[] = {"call", "meeting", "email", "letter", "visit", "note", NULL};
static const char *const words_direction[] = {"in", "out", NULL};

static const struct crm_field event_fields[] = {
	ID("typed id, e88"),
	STORED(1, "at", T_INSTANT, F_SET, "when it happened; now when not given"),
	STORED(2, "day", T_DATE, 0, "the day of it, in the settings' time zone"),
	ENUM(3, "kind", words_event, F_SET | F_REQUIRED, "call, meeting, email, letter, visit, note"),
	ENUM(4, "direction", words_direction, F_SET, "in or out; out when not given, but for notes"),
	STORED(5, "subject", T_TEXT, F_SET | F_PERSON | F_WORD | F_FIND_NAME, "subject"),
	STORED(6, "text", T_LONG, F_SET | F_PERSON | F_WORD | F_FIND_TEXT, "text"),
	{.no = 7, .name = "contact", .class = C_STORED, .type = T_REF, .ref = KIND_CONTACT, .flags = F_SET | F_LOOSE | F_FIND_SHOWN,
	 .first_of = EVENT_CONTACTS,
	 .help = "the first of contacts; setting it replaces that one"},
	REF(8, "company", KIND_COMPANY, F_SET | F_FIND_SHOWN, "the company; that of the offer, else of the contact, when not given"),
	REF(9, "offer", KIND_OFFER, F_SET, "the offer or lead; its contact takes part when none is given"),
	STORED(10, "duration", T_DURATION, F_SET, "how long it took"),
	STORED(11, "outcome", T_TERM, F_SET, "what came of it"),
	REF(12, "by", KIND_USER, 0, "who recorded it"),
	SET(13, "contacts", KIND_PARTY, NULL, F_SET, "the persons who took part"),
	SET(14, "files", KIND_ATTACHMENT, NULL, F_SET | F_FIND_MORE, "attached files, kept by path, size and SHA-256"),
	STORED2(15, "message_id", T_TEXT, F_SET, "identifier of a mail as its header has it, unique"),
	REF2(16, "corrects", KIND_EVENT, 0, "the event this one takes the place of"),
	{.no = 17, .name = "corrected_by", .class = C_ROLLED, .type = T_REF, .ref = KIND_EVENT, .flags = F_FIND_NONE, .since = 2,
	 .expr = "(SELECT max(x.id) FROM event x WHERE x.corrects=@.id)", .help = "the event that took its place"},
	COMMON_FIELDS,
};
static const char *const event_indexes[] = {"event_at ON event(at)", "event_offer ON event(offer, day) WHERE offer IS NOT NULL",
	"event_contact ON event(contact, day) WHERE contact IS NOT NULL",
	"event_company ON event(company, day) WHERE company IS NOT NULL",
		"UNIQUE event_message ON event(message_id) WHERE message_id IS NOT NULL",
	"event_corrects ON event(corrects) WHERE corrects IS NOT NULL", NULL};
static const struct import_kind event_import = {.bulk = true};
static const struct identity_kind event_identity = {.rule = {{IDENTITY_KEY, EVENT_MESSAGE_ID, "message id"}, {0}}};
const struct crm_kind kind_event = {KIND_EVENT, "event", "e", "event", K_COMMON | K_UNSAID | K_LINKS, FIELDS(event_fields),
	.columns = "id,at,kind,subject,offer,contact,company,by", .order = "-at",
	.condition = "corrected_by=", .key = "ext,message_id", .label = "subject", .tool = "log", .rules = &event_rules,
		.import = &event_import, .identity = &event_identity, .indexes = event_indexes};

/* ---- who took part ---- */

static const struct list_form party_list = {.pos = PARTY_POS, .ref = PARTY_CONTACT, .parse = person_parse, .test = person_test};
static const struct crm_field party_fields[] = {ID(""), OWNER_FIELDS,
	INTERNAL(3, "pos", T_INT, 0, 0), REF(5, "contact", KIND_CONTACT, F_SET, "the person")};
static const char *const party_indexes[] = {"party_record ON party(record, kind, pos)", "party_contact ON party(contact, record)", NULL};
static const struct rolled party_owners[] = {{5, KIND_CONTACT}, {0, 0}};
static const struct kind_rules party_rules = {.owners = party_owners, .counted = "event"}; /* for event.contact, too */
const struct crm_kind kind_party = {KIND_PARTY, "party", "pa", "party", K_CHILD, FIELDS(party_fields),
	.columns = "id,contact", .order = "", .label = "contact", .rules = &party_rules, .list = &party_list,
		.indexes = party_indexes};

/* ---- attached files ---- */

static bool is_sha256(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_digit(s[i]) && (s[i] < 'a' || s[i] > 'f'))
			return false;
	return n == 64;
}

/* A whole path, the name of the file, or its SHA-256; ~ looks into the path. */
static enum crm_status test_file(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	size_t parameter;

	(void)f;
	if (cd->op == OP_HAS)
		return cond_like(cd, "z.path", true);
	parameter = binds_text(cd->b, s, n);
	if (is_sha256(s, n))
		sb_printf(cd->sql, "z.sha256=$%zu", parameter);
	else
		sb_printf(cd->sql, "(z.path=$%zu OR CASE WHEN length(z.path) > length($%zu) THEN "
			"substr(z.path, length(z.path) - length($%zu)) END='/' || $%zu)",
		          parameter, parameter, parameter, parameter);
	return CRM_OK;
}

static const struct list_form attachment_list = {.a = 5, .b = 6, .pos = 3, .size = 7, .parse = parse_file, .test = test_file};
static const struct crm_field attachment_fields[] = {ID(""), OWNER_FIELDS,
	INTERNAL(3, "pos", T_INT, 0, 0), STORED(5, "path", T_TEXT, F_SET | F_PERSON, "where the file was"),
	STORED(6, "sha256", T_TEXT, 0, "SHA-256 of its bytes, in hexadecimal digits"), STORED(7, "size", T_INT, 0, "its bytes")};
static const char *const attachment_indexes[] = {"attachment_record ON attachment(record, kind, pos)",
	"attachment_sha256 ON attachment(sha256)", NULL};
const struct crm_kind kind_attachment = {KIND_ATTACHMENT, "attachment", "at", "attachment", K_CHILD, FIELDS(attachment_fields),
	.columns = "id,path,sha256,size", .order = "",
	.label = "path", .list = &attachment_list, .indexes = attachment_indexes};
