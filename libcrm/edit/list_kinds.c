/* list_kinds.c - what a record of any kind may have several of: tags, keys in other systems, former ids. */
#include "list_kinds.h"

static const struct crm_field tag_fields[] = {ID(""), OWNER_FIELDS, STORED(3, "word", T_TEXT, F_SET, "the tag")};
static const char *const tag_indexes[] = {"UNIQUE tag_record ON tag(kind, record, word)", "tag_word ON tag(word, kind, record)", NULL};
const struct crm_kind kind_tag = {KIND_TAG, "tag", "tg", "tag", K_CHILD, FIELDS(tag_fields), .columns = "id,word", .order = "", .label = "word", .indexes = tag_indexes};

static const struct crm_field ext_fields[] = {ID(""), OWNER_FIELDS, STORED(3, "system", T_TEXT, F_SET, "the other system"), STORED(4, "key", T_TEXT, F_SET | F_PERSON, "the record's key there")};
static const char *const ext_indexes[] = {"UNIQUE ext_key ON ext(kind, system, key)", "ext_record ON ext(record, kind)", NULL};
const struct crm_kind kind_ext = {KIND_EXT, "ext", "x", "ext", K_CHILD, FIELDS(ext_fields), .columns = "id,system,key", .order = "", .label = "key", .indexes = ext_indexes};

static const struct crm_field alias_fields[] = {ID(""), INTERNAL(1, "kind", T_INT, 0, 0), INTERNAL(2, "old", T_INT, 0, 0), INTERNAL(3, "record", T_REF, F_OWNER, 0)};
static const char *const alias_indexes[] = {"UNIQUE alias_old ON alias(kind, old)", "alias_record ON alias(record, kind)", NULL};
const struct crm_kind kind_alias = {KIND_ALIAS, "alias", "al", "alias", K_CHILD, FIELDS(alias_fields), .columns = "id", .order = "", .label = "id", .indexes = alias_indexes};
