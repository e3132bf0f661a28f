/* crm_edit.h - files of the host that values are read from, or that are attached. Public. */
#ifndef CRM_EDIT_CRM_EDIT_H
#define CRM_EDIT_CRM_EDIT_H

#include "../base/error.h"
#include "../base/strbuf.h"

/* Files and standard input for `FIELD@=FILE`, given by the host; and files to be attached or held
 * against what was attached. */
struct crm_files {
	/* Append a whole file to out; "-" = standard input. Fails with a message that names it. */
	enum crm_status (*read)(void *arg, const char *name, struct strbuf *out,
	                        struct crm_error *e);
	void *arg;
	/* Hand a regular file over in blocks. CRM_NOINPUT (also a directory or a device),
	 * CRM_PERM, CRM_IO, with the file's name. NULL = nothing can be attached. */
	enum crm_status (*scan)(void *arg, const char *name,
	                        void (*block)(void *to, const char *p, size_t n), void *to,
	                        struct crm_error *e);
	/* Append the name as an absolute path, without symbolic links where the file is there;
	 * false: the place where it counts from isn't known. */
	bool (*path)(void *arg, const char *name, struct strbuf *out);
};

#endif
