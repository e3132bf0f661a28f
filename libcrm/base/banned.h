/* banned.h - functions that do not compile here. Included by every .c of libcrm and cmd, last (the
 * Makefile sees to it with -include). */
#ifndef CRM_BASE_BANNED_H
#define CRM_BASE_BANNED_H
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <stdlib.h>
#define CRM_BANNED(f) f##_is_banned_see_banned_h
#undef strcpy
#define strcpy(x, y) CRM_BANNED(strcpy)
#undef strcat
#define strcat(x, y) CRM_BANNED(strcat)
#undef strncpy
#define strncpy(x, y, n) CRM_BANNED(strncpy)
#undef strncat
#define strncat(x, y, n) CRM_BANNED(strncat)
#undef sprintf
#define sprintf(...) CRM_BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) CRM_BANNED(vsprintf)
#undef gets
#define gets(x) CRM_BANNED(gets)
#undef localtime
#define localtime(x) CRM_BANNED(localtime)
#undef gmtime
#define gmtime(x) CRM_BANNED(gmtime)
#undef ctime
#define ctime(x) CRM_BANNED(ctime)
#undef atoi
#define atoi(x) CRM_BANNED(atoi)
#undef atol
#define atol(x) CRM_BANNED(atol)
#undef atof
#define atof(x) CRM_BANNED(atof)
#undef strtok
#define strtok(x, y) CRM_BANNED(strtok)
#endif
