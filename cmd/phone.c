/* phone.c - telephone numbers as libphonenumber knows them: loaded when the first one is written,
 * as it is large */
#include "cli.h"

#include <dlfcn.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#define PLUGIN "lib/crm/phonenumber.so"

typedef int normal_fn(const char *s, size_t n, const char *country, char *out, size_t size);

/* Beside the tools: bin/crm-contact, lib/crm/phonenumber.so. */
static bool plugin_path(char path[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - sizeof PLUGIN);
	for (int up = 0; up < 2 && n > 0; up++)
		while (n > 0 && path[--n] != '/')
			;
	if (n < 0)
		return false;
	snprintf(path + n, PATH_MAX - (size_t)n, "/" PLUGIN);
	return true;
}

/* Where the build had no libphonenumber there is none, or an empty file. */
static enum crm_status load(normal_fn **fn, struct crm_error *e)
{
	char path[PATH_MAX];
	struct stat st;
	void *plugin;
	*fn = NULL;
	if (!plugin_path(path) || stat(path, &st) != 0 || st.st_size == 0)
		return CRM_OK;
	plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (plugin)
		*(void **)fn = dlsym(plugin, "crm_phone_normal");
	return *fn ? CRM_OK : crm_fail(e, CRM_IO, "telephone numbers cannot be judged: %s", dlerror());
}

enum crm_status cli_phone(const char *s, size_t n, const char *country, char *out, size_t size,
                          enum phone_verdict *verdict, struct crm_error *e)
{
	static normal_fn *fn;
	static bool tried;
	int is;
	*verdict = PHONE_UNKNOWN;
	if (!tried) {
		enum crm_status st = load(&fn, e);
		if (st)
			return st;
	}
	tried = true;
	is = fn ? fn(s, n, country, out, size) : PHONE_UNKNOWN;
	if (is < 0)
		return crm_fail(e, CRM_IO, "telephone numbers cannot be judged: no memory");
	*verdict = (enum phone_verdict)is;
	return CRM_OK;
}
