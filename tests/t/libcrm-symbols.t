#!/bin/sh
# The library keeps to its rules: what it calls, what it shows. Which room may use which: floors.t.
. "$(dirname "$0")/../lib.sh"
cd "$top" || exit 1
lib=$BUILD/libcrm.a

nm -A "$lib" 2>/dev/null | sed 's/^[^:]*:\([^:]*\):[0-9a-f]* */\1 /' | sed 's/@.*//' >"$work/nm"
is 'symbols are there to be read' "$(awk '$2 == "T"' "$work/nm" | wc -l | awk '{ print ($1 > 200) }')" 1

# ---- it never prints, exits, or looks at its surroundings ----
forbidden='exit _exit _Exit quick_exit atexit getenv secure_getenv setenv putenv environ stdout stderr stdin isatty ttyname printf puts putchar fputs fputc perror
vprintf fprintf vfprintf dprintf vdprintf __printf_chk __fprintf_chk __vfprintf_chk __vprintf_chk __dprintf_chk psignal error err errx warn warnx verr verrx vwarn vwarnx syslog
fopen freopen popen system fork vfork execl execlp execle execv execvp execvpe execve signal sigaction raise kill setlocale nl_langinfo localeconv
getlogin getpwuid getpwnam getuid chdir umask strcpy strcat sprintf vsprintf gets atoi atol atoll atof strtok strtod strtof strtold tmpnam tempnam mktemp
time gettimeofday localtime localtime_r gmtime gmtime_r mktime tzset setrlimit'
for s in $forbidden; do
  awk -v s="$s" '$2 == "U" && $3 == s { print $3 " in " $1 }' "$work/nm"
done >"$work/called"
is 'no forbidden function is called' "$(cat "$work/called")" ''

# ---- the database library has one door ----
awk '$2 == "U" && $3 ~ /^sqlite3_/ { print $1 }' "$work/nm" | sort -u >"$work/sqlite"
for o in $(cat "$work/sqlite"); do [ -f "libcrm/store/${o%.o}.c" ] || echo "$o"; done >"$work/wrong"
is 'only the store refers to sqlite3' "$(cat "$work/wrong")" ''
is 'only the store names it' "$(grep -lE 'sqlite3' -r libcrm cmd --include='*.[ch]' | grep -v '^libcrm/store/')" ''
is 'only its .c files include it' "$(grep -lE '#[[:space:]]*include[[:space:]]*[<"]sqlite3' -r libcrm cmd | grep -vE '^libcrm/store/[a-z_]+\.c$|^libcrm/store/[a-z_]*impl\.h$')" ''
is 'YAML: only the configuration and the tools' "$(grep -lE 'include <yaml' -r libcrm | grep -v '^libcrm/workflow/')" ''

# ---- no doubtful names of object files, and every symbol is declared ----
is 'no two modules of one name' "$(ls libcrm/*/*.c libcrm/*.c 2>/dev/null | sed 's/.*\///' | sort | uniq -d)" ''
cat libcrm/*.h libcrm/*/*.h | tr -c 'A-Za-z0-9_' '\n' | sort -u >"$work/words"
awk '$2 ~ /^[TDBRCGSV]$/ { print $3 }' "$work/nm" | grep -v '^__' | sort -u | comm -23 - "$work/words" >"$work/wrong"
is 'every global symbol stands in a header' "$(cat "$work/wrong")" ''
# section .data or .bss; constants stand in .rodata or .data.rel.ro. sb_empty is the one byte that empty buffers share.
if grep -q ' U __asan_init$' "$work/nm"; then
  skip 'no global state is shown to others' 'a sanitizer moves constants'
else
  is 'no global state is shown to others' "$(nm -A -f sysv "$lib" 2>/dev/null | sed 's/^[^:]*://' | awk -F'|' '{ gsub(/ /, "") } $3 ~ /^[DBC]$/ && $7 ~ /^\.(data|bss)$/ { print $1 }')" 'strbuf.o:sb_empty'
fi

# ---- cmd: no SQL, and only what crm.h declares ----
is 'no SQL in cmd' "$(grep -nE '"[^"]*\b(SELECT|INSERT INTO|UPDATE [a-z]+ SET|DELETE FROM|PRAGMA|BEGIN IMMEDIATE|CREATE TABLE)\b' cmd/*.c cmd/*.h)" ''
is 'cmd includes the public face, nothing behind it' "$(grep -nE '^#[[:space:]]*include[[:space:]]*"' cmd/*.[ch] | grep -vE '"(cli|verbs|crm)\.h"')" ''
is 'SQL stands in the rooms from store on' "$(grep -lE '"[^"]*\b(SELECT .* FROM|INSERT INTO|DELETE FROM)\b' libcrm/base/*.c libcrm/text/*.c)" ''

# ---- form ----
is 'no module beyond 500 lines' "$(wc -l libcrm/*/*.c cmd/*.c | awk '$1 >= 500 && $2 != "total"')" ''
is 'no tool beyond 300 lines' "$(wc -l cmd/crm*.c | awk '$1 >= 300 && $2 != "total"')" ''
is 'every file says what it is' "$(for f in libcrm/*/*.[ch] libcrm/*.h cmd/*.[ch] tests/unit/*.[ch]; do head -n 1 "$f" | grep -qF "/* ${f##*/} - " || echo "$f"; done)" ''
is 'no floating point below probabilities' "$(grep -nE '\b(double|float)\b[ *]*[a-z_]+[ ,;=)(]' libcrm/*/*.[ch] | grep -vE '^libcrm/(figure|forecast)/' | grep -vE '/\*|^[^:]*:[0-9]+:[[:space:]]*\*')" ''
is 'nothing is left to do' "$(grep -nwE 'TODO|FIXME' -r libcrm cmd man completions Makefile)" ''
finish
