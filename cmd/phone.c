/* phone.c - telephone numbers as libphonenumber knows them: loaded when the first one is written,
 * as it is large */
#include "cli.h"

#include <dlfcn.h>
#include <limits.h>
#include <unistd.h>

#define PLUGIN "lib/crm/phonenumber.so"

typedef int normal_fn(const char *s, size_t n, const char *country, char *out, size_t size);

/* It stands beside the tools: bin/crm-contact, lib/crm/phonenumber.so. Where the build had no
 * libphonenumber there is none. */
static normal_fn *load(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof PLUGIN);
	normal_fn *fn = NULL;
	void *plugin;
	for (int up = 0; up < 2 && n > 0; up++)
		while (n > 0 && path[--n] != '/')
			;
	if (n < 0)
		return NULL;
	snprintf(path + n, sizeof path - (size_t)n, "/" PLUGIN);
	plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (plugin)
		*(void **)&fn = dlsym(plugin, "crm_phone_normal");
	return fn;
}

enum phone_verdict cli_phone(const char *s, size_t n, const char *country, char *out, size_t size)
{
	static normal_fn *fn;
	static bool tried;
	if (!tried)
		fn = load();
	tried = true;
	return fn ? (enum phone_verdict)fn(s, n, country, out, size) : PHONE_UNKNOWN;
}
