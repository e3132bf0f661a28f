#!/bin/sh
# The library keeps to its rules: what it calls, what it shows, which floor includes which.
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
is 'YAML: only the sales floor and the tools' "$(grep -lE 'include <yaml' -r libcrm | grep -v '^libcrm/sales/')" ''

# ---- no doubtful names of object files, and every symbol is declared ----
is 'no two modules of one name' "$(ls libcrm/*/*.c | sed 's/.*\///' | sort | uniq -d)" ''
cat libcrm/*.h libcrm/*/*.h | tr -c 'A-Za-z0-9_' '\n' | sort -u >"$work/words"
awk '$2 ~ /^[TDBRCGSV]$/ { print $3 }' "$work/nm" | grep -v '^__' | sort -u | comm -23 - "$work/words" >"$work/wrong"
is 'every global symbol stands in a header' "$(cat "$work/wrong")" ''
# section .data or .bss; constants stand in .rodata or .data.rel.ro. sb_empty is the one byte that empty buffers share.
if grep -q ' U __asan_init$' "$work/nm"; then
  skip 'no global state is shown to others' 'a sanitizer moves constants'
else
  is 'no global state is shown to others' "$(nm -A -f sysv "$lib" 2>/dev/null | sed 's/^[^:]*://' | awk -F'|' '{ gsub(/ /, "") } $3 ~ /^[DBC]$/ && $7 ~ /^\.(data|bss)$/ { print $1 }')" 'strbuf.o:sb_empty'
fi

# ---- floors: a file includes only from its own floor or below ----
floor() { case $1 in base) echo 1 ;; text) echo 2 ;; store) echo 3 ;; record) echo 4 ;; sales) echo 5 ;; *) echo 9 ;; esac; }
for f in libcrm/*/*.[ch]; do
  own=${f#libcrm/}
  own=${own%%/*}
  sed -n 's/^#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$f" | while read -r inc; do
    case $inc in
    ../crm.h) [ "$(floor "$own")" -ge 4 ] || echo "$f: $inc: the public face is for cmd and the floors that make it" ;;
    ../*/*) to=${inc#../} && to=${to%%/*} && [ "$(floor "$own")" -gt "$(floor "$to")" ] || echo "$f: $inc" ;;
    */*) echo "$f: $inc: of another floor by a path that hides it" ;;
    *) [ -f "libcrm/$own/$inc" ] || echo "$f: $inc is not of this floor" ;;
    esac
  done
done >"$work/wrong"
is 'floors' "$(cat "$work/wrong")" ''
# and in the objects: a symbol is defined on the own floor or below
for o in $(ar t "$lib"); do
  for d in base text store record sales; do [ -f "libcrm/$d/${o%.o}.c" ] && echo "$o $(floor $d)"; done
done >"$work/floors"
awk 'NR == FNR { floor[$1] = $2; next } $2 ~ /^[TDBRC]$/ { def[$3] = floor[$1]; next } $2 == "U" { use[$3 " " $1] = $1 }
  END { for (k in use) { split(k, p, " "); if (p[1] in def && def[p[1]] > floor[p[2]]) print p[2] " uses " p[1] } }' "$work/floors" "$work/nm" >"$work/up"
is 'no object reaches up' "$(grep -v -e ' uses crm_kinds$' -e ' uses kind_by_' -e ' uses kind_field' "$work/up" | sort)" ''

# ---- cmd: no SQL, and only what crm.h declares ----
is 'no SQL in cmd' "$(grep -nE '"[^"]*\b(SELECT|INSERT INTO|UPDATE [a-z]+ SET|DELETE FROM|PRAGMA|BEGIN IMMEDIATE|CREATE TABLE)\b' cmd/*.c cmd/*.h)" ''
is 'cmd includes the public face, nothing behind it' "$(grep -nE '^#[[:space:]]*include[[:space:]]*"' cmd/*.[ch] | grep -vE '"(cli|verbs|crm)\.h"')" ''
is 'SQL stands on the floors from store on' "$(grep -lE '"[^"]*\b(SELECT .* FROM|INSERT INTO|DELETE FROM)\b' libcrm/base/*.c libcrm/text/*.c)" ''

# ---- form ----
is 'no module beyond 500 lines' "$(wc -l libcrm/*/*.c cmd/*.c | awk '$1 >= 500 && $2 != "total"')" ''
is 'no tool beyond 300 lines' "$(wc -l cmd/crm*.c | awk '$1 >= 300 && $2 != "total"')" ''
is 'every file says what it is' "$(for f in libcrm/*/*.[ch] libcrm/*.h cmd/*.[ch] tests/unit/*.[ch]; do head -n 1 "$f" | grep -qF "/* ${f##*/} - " || echo "$f"; done)" ''
is 'no floating point below probabilities' "$(grep -nE '\b(double|float)\b[ *]*[a-z_]+[ ,;=)(]' libcrm/base/*.[ch] libcrm/store/*.[ch] libcrm/text/*.[ch] libcrm/record/*.[ch] | grep -vE '/\*|^[^:]*:[0-9]+:[[:space:]]*\*')" ''
is 'nothing is left to do' "$(grep -nwE 'TODO|FIXME' -r libcrm cmd man completions Makefile)" ''
finish
