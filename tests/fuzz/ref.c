/* ref.c - fuzzes references: any text names one record that is there, or is refused with a message. The first byte picks the kind. */
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct crm_kind *kinds[] = {&kind_contact, &kind_company,  &kind_offer, &kind_product, &kind_user,
	                                  &kind_stage,   &kind_pipeline, &kind_term,  &kind_task,    &kind_line};
	const struct crm_kind *k;
	int64_t id = 0, same;
	bool yes = false;
	enum crm_status s;

	if (size < 1)
		return 0;
	make_world();
	k = kinds[data[0] % (sizeof kinds / sizeof *kinds)];
	s = ref_resolve(&crm, k, (const char *)data + 1, size - 1, &id, &err);
	if ((s == CRM_OK) != (err.failures == 0) || s == CRM_INTERNAL)
		abort();
	same = id;
	if (!s && (ref_exists(&crm, k, &same, &yes, &err) || !yes || same != id))
		abort();
	crm_error_clear(&err);
	return 0;
}
