#!/bin/sh
# No line is wider than its kind allows: comments, headers and HACKING.md 100 columns, code 120, tables 140 (tests/columns.pl says what is which).
. "$(dirname "$0")/../lib.sh"
cd "$top" || exit 1

wide() { perl tests/columns.pl "$@"; }
is 'HACKING.md and the list of rooms' "$(wide HACKING.md | head)" ''
is 'the library' "$(wide libcrm/*.[ch] libcrm/*/*.[ch] | head -20)" ''
is 'the tools' "$(wide cmd/*.[ch] | head -20)" ''

# ---- what is counted as what, a column too many each ----
cd "$work" || exit 1
pad() { awk -v s="$1" -v n="$2" -v e="${3-}" 'BEGIN { printf "%s", s; for (i = length(s) + length(e); i < n; i++) printf "x"; print e }'; }
{ pad 'int a; //' 120; pad 'int b; //' 121; } >code.c
is 'code: 120' "$(perl "$top/tests/columns.pl" code.c)" 'code.c:2: 121 of 120 (code)'
{ pad '/* ' 101 ' */'; echo '/*'; pad ' * ' 101; echo ' */'; pad 'f(); /* ' 120 ' */'; } >comment.c
is 'comments: 100, alone or of several lines' "$(perl "$top/tests/columns.pl" comment.c)" 'comment.c:1: 101 of 100 (comment)
comment.c:3: 101 of 100 (comment)'
{ echo 'static const int t[] = {'; pad '	"' 133 '",'; pad '	"' 134 '",'; echo '};'; pad '#define X ' 141; pad 'int a; //' 121; } >table.c
is 'tables and macros: 140, a tab goes to the next multiple of 8' "$(perl "$top/tests/columns.pl" table.c)" 'table.c:3: 141 of 140 (table)
table.c:5: 141 of 140 (table)
table.c:6: 121 of 120 (code)'
{ pad 'int a; //' 100; pad 'int b; //' 101; } >face.h
is 'headers: 100' "$(perl "$top/tests/columns.pl" face.h)" 'face.h:2: 101 of 100 (header)'
printf '%s…\n' "$(pad x 99)" >text.md
is 'characters are counted, not bytes' "$(perl "$top/tests/columns.pl" text.md)" ''
finish
