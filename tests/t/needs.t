#!/bin/sh
# Tests that open the database by themselves say `needs file`: a database on a server has none. tests/needs.pl reads the scripts, CRM_TEST_NO_FILE=1 runs
# them as if there were none.
. "$(dirname "$0")/../lib.sh"

is 'they say so' "$(cd "$top/tests/t" && perl ../needs.pl ./*.t)" ''

said() { # title 'line numbers that are found' ; standard input is the script
  cat >script.t
  is "$1" "$(perl "$top/tests/needs.pl" script.t | cut -d : -f 2 | paste -sd ' ' -)" "$2"
}
said 'those that do not are found' '1 2 3 4 5 6 7 8' <<'END'
sqlite3 crm.db 'DELETE FROM a'
r 'x' 'crm-db init; cp crm.db ro.db' ''
is 'x' "$(ls crm.db-wal)" ''
chmod 0 crm.db
echo garbage >crm.db
[ -s "$CRM_DB" ] && x
cat <crm.db
is 'x' "$(sqlite3 crm.db 'SELECT 1')" 1
END
said 'a test, a part, a whole script; what goes by the tools' '9' <<'END'
needs file is 'x' "$(sqlite3 crm.db 'SELECT
1')" "$(ls crm.db)"
needs file
chmod 0 crm.db
t 'x' 'cmp crm.db b.db' <<'END2'
cp crm.db b.db
END2
needs nothing
rm -f crm.db
has file && rm -f crm.db
copy_db crm.db b.db; crm-db backup copy.db; crm-db load -d x.db file # chmod 0 crm.db
all_need file
chmod 0 crm.db
END

# ---- a run without ----
mkdir -p tests/t
cp "$top/tests/lib.sh" "$top/tests/leaks.txt" tests
cat >tests/t/some.t <<'END'
. "$(dirname "$0")/../lib.sh"
crm-db init -q crm.db
needs file is 'one' "$(sqlite3 crm.db 'SELECT 5')" 5
r 'two' 'crm-db check -d crm.db' ''
needs file
sqlite3 crm.db 'PRAGMA user_version = 7' # changes nothing there
no 'three' 69 'crm-db check -d crm.db'
t 'four' 'crm-company list -d crm.db 2>&1 | wc -l' <<'END2'
1
END2
has file && sqlite3 crm.db 'PRAGMA user_version = 3'
needs nothing
ok 'five' 'crm-db check -d crm.db'
copy_db crm.db other.db
r 'six' 'crm-db check -d other.db' ''
ok 'seven' "test '$1' || ! sqlite3 crm.db .tables"
finish
END
printf '. "$(dirname "$0")/../lib.sh"\nall_need file\nok one true\nfinish\n' >tests/t/whole.t
run() { BUILD=$BUILD sh "tests/t/$1.t" "${2-}"; echo "? $?"; }
is 'with a file all are run' "$(run some with 2>&1)" 'ok 1 - one
ok 2 - two
ok 3 - three
ok 4 - four
ok 5 - five
ok 6 - six
ok 7 - seven
1..7
? 0'
is 'without, those that need it are skipped and counted' "$(CRM_TEST_NO_FILE=1 run some 2>&1)" 'ok 1 # SKIP one: needs the database as a file
ok 2 - two
ok 3 # SKIP three: needs the database as a file
ok 4 # SKIP four: needs the database as a file
ok 5 - five
ok 6 - six
ok 7 - seven
# 3 tests need the database as a file and were skipped
1..7
? 0'
is 'a whole script' "$(run whole; CRM_TEST_NO_FILE=1 run whole)" 'ok 1 - one
1..1
? 0
1..0 # SKIP all tests need the database as a file
? 0'
finish
