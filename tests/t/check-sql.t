#!/bin/sh
# make check-sql: what the tools ask is written down, and PostgreSQL says what it thinks of it. Without it, or without the log's library, parts are skipped.
. "$(dirname "$0")/../lib.sh"
entries() { tr '\0' '\n' <log/log; }

# ---- writing down ----
if [ -s "$BUILD/sql/log.so" ]; then
  mkdir log
  printf 'fields: {company: [{name: risk, type: text}]}\n' | crm-workflow apply - -q
  crm-company add name=Muster risk=high -q
  logged() { LD_PRELOAD=$BUILD/sql/log.so SQL_LOG_TO=$work/log "$@"; }
  logged crm-company list -c name,risk >out
  is 'the tool says what it says without' "$(cat out)" "Muster${tab}high"
  is 'what it asked for, with the table of custom fields as it is' "$(entries | grep -A1 'FROM company q' | grep -o 'x_1 TEXT')" 'x_1 TEXT'
  is 'parameters and texts as they went to the library' "$(logged crm-company list name=Muster >out; entries | grep -c 'name_key=?1')" 1
  n=$(entries | wc -l)
  is 'the same again is no news' "$(logged crm-company list -c name,risk >out; entries | wc -l)" "$n"
  is 'words of the library alone stay out' "$(logged crm-db info >out; logged crm-search muster >out; entries | grep -ciE 'pragma|MATCH|search_idx')" 0
  is 'nor is it in the way where files have a limit' "$(ulimit -f 1; logged crm-company list name~u -c name 2>&1; entries | grep -c "LIKE ?1")" 'Muster
0'
else
  skip 'writing down' "there is no $BUILD/sql/log.so: make check"
fi

# ---- asking PostgreSQL ----
asked() { sh "$top/tests/sql/check" "$1" >out 2>err; st=$?; }
left() { ls -d /tmp/crm-sql.* 2>/dev/null; ps -eo args | grep '^[^ ]*postgres -D /tmp/crm-sql' | grep -v grep; }
left >before
printf '%s\0%s\0' 'SELECT o.name FROM company o WHERE o.name_key=?1 AND o.id IN (SELECT s.id FROM selected s)' '' \
  "SELECT x.x_1, '?2' FROM company c JOIN company_x x ON x.id=c.id WHERE crm_fold(x.x_1)=?1" 'CREATE TABLE company_x(id INTEGER PRIMARY KEY, x_1 TEXT) STRICT; ' \
  'UPDATE company_x SET x_1=?1 + 1' 'CREATE TABLE company_x(id INTEGER PRIMARY KEY, x_1 INTEGER) STRICT; ' >good
asked good
if grep -q skipped out; then
  skip 'asking PostgreSQL' "$(cat out)"
else
  is 'it takes what it takes' "$st $(sed 's/PostgreSQL [0-9.]*/PostgreSQL/' out)$(cat err)" '0 check-sql: PostgreSQL takes all 3 statements'
  printf '%s\0%s\0' 'SELECT ifnull(name, 1) FROM company' '' 'SELECT id FROM company' '' 'SELECT full FROM users' '' >bad
  asked bad
  is 'a refusal is a failure' "$st $(sed 's/PostgreSQL .*/PostgreSQL/' err)" '1 check-sql: of 3 statements these are refused by PostgreSQL'
  is 'with the statement and what was said' "$(grep -c '^refused: .' out) $(grep '^  SELECT' out)" '2   SELECT full FROM users;
  SELECT ifnull(name, 1) FROM company;'
  : >none
  asked none
  is 'nothing to ask is no success' "$st $(cat err)" '1 check-sql: no statement was written down'
  sh "$top/tests/sql/check" good >out 2>err &
  p=$!
  for i in 1 2 3 4 5 6 7 8 9 10; do ls -d /tmp/crm-sql.*/data/postmaster.pid >ls.out 2>&1 && break; sleep 0.3; done
  kill -TERM $p
  wait $p
  left | cmp -s - before
  result $? 'neither a server nor its directory is left, though it was ended half way'
fi
finish
