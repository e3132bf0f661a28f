/* memory.c - allocation that never returns NULL */
#include "error.h"

static void (*oom_handler)(void);

static _Noreturn void out_of_memory(void)
{
	if (oom_handler)
		oom_handler();
	abort();
}

void crm_set_oom_handler(void (*handler)(void))
{
	oom_handler = handler;
}

void *crm_malloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *crm_calloc(size_t n, size_t size)
{
	void *p = n && size ? calloc(n, size) : calloc(1, 1);

	if (!p)
		out_of_memory();
	return p;
}

void *crm_realloc(void *p, size_t n)
{
	void *q = realloc(p, n ? n : 1);

	if (!q)
		out_of_memory();
	return q;
}

char *crm_strdup(const char *s)
{
	return crm_strndup(s, strlen(s));
}

char *crm_strndup(const char *s, size_t n)
{
	char *p = crm_malloc(n + 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}
