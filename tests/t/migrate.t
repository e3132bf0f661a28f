#!/bin/sh
# migrate.t - databases of earlier schema versions: brought up to date by the first command, with all they hold
. "$(dirname "$0")/../lib.sh"
all_need file

for sql in "$top"/tests/data/schema/v*.sql; do
  v=$(basename "$sql" .sql) CRM_DB=$work/$(basename "$sql" .sql).db
  export CRM_DB
  sqlite3 "$CRM_DB" <"$sql" || exit 1
  for table in $(sqlite3 "$CRM_DB" "SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name"); do
    printf '%s %s\n' "$table" "$(sqlite3 "$CRM_DB" "SELECT count(*) FROM $table")"
  done >"$v.before"
  sqlite3 "$CRM_DB" 'SELECT id, name, company, email, phone FROM contact ORDER BY id' >"$v.contacts"
  sqlite3 "$CRM_DB" 'SELECT id, title, value, stage, state, closed FROM offer ORDER BY id' >"$v.offers"
  cp "$CRM_DB" "$v.read.db"
  now="brought up to date (schema 3, was ${v#v}), older programs can't open it any more; ł, ø, đ, ı, æ and their like are found by plain letters now"
  r "$v: a completion leaves it alone" "crm-offer -d $v.read.db list --values=title" "crm-offer: $v.read.db: made by an older crm (schema ${v#v}, this is 3): any command brings it up to date
? 69"
  ok "$v: to the byte" "cmp $CRM_DB $v.read.db"
  r "$v: a command that reads brings it up to date, and says so" "crm-offer -d $v.read.db list -c id,title o1 o2" "$(sqlite3 -separator '|' "$CRM_DB" "SELECT 'o' || id, title FROM offer WHERE id IN (1, 2) ORDER BY id")
crm-offer: $v.read.db: $now"
  r "$v: the second finds it done" "crm-offer -d $v.read.db list -c id o1" o1
  ok "$v: it is sound" "crm-db check -d $v.read.db"
  r "$v: a command that writes does too" "crm-offer set 1 tags+=moved" "o1
crm-offer: $CRM_DB: $now"
  r "$v: the second finds it done" "crm-offer set 1 tags+=moved" o1
  is "$v: its version" "$(sqlite3 "$CRM_DB" 'PRAGMA user_version')" 3
  ok "$v: it is sound" 'crm-db check'
  sqlite3 "$CRM_DB" 'SELECT id, name, company, email, phone FROM contact ORDER BY id' | cmp -s - "$v.contacts"
  result $? "$v: contacts are as they were"
  sqlite3 "$CRM_DB" 'SELECT id, title, value, stage, state, closed FROM offer ORDER BY id' | cmp -s - "$v.offers"
  result $? "$v: offers are as they were"
  awk '$1 != "batch" && $1 != "tag" && $1 != "added" && $1 != "counter" && $1 !~ /^search/' "$v.before" >"$v.kept"
  while read -r table count; do
    [ "$(sqlite3 "$CRM_DB" "SELECT count(*) FROM $table")" = "$count" ] || echo "$table"
  done <"$v.kept" >"$v.lost"
  is "$v: no row is lost" "$(cat "$v.lost")" ''
  is "$v: columns are those of a new database" "$(sqlite3 "$CRM_DB" "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type='table' AND t.name NOT LIKE '%\_x' ESCAPE '\' AND t.name NOT LIKE 'search%' ORDER BY 1, 2" | cksum)" \
    "$(crm-db -d "$work/new$v.db" init >/dev/null 2>&1; sqlite3 "$work/new$v.db" "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type='table' AND t.name NOT LIKE '%\_x' ESCAPE '\' AND t.name NOT LIKE 'search%' ORDER BY 1, 2" | cksum)"
  ok "$v: custom fields go on" 'test "$(crm-offer list -c risk id=o3)" = mid'
  ok "$v: its history is undone as before" 'crm-log undo && crm-log undo'
  ok "$v: and sound" 'crm-db check'
  ok "$v: dump and load" "crm-db dump >$v.dump && crm-db -d $work/$v.2.db init 2>/dev/null && crm-db -d $work/$v.2.db load $v.dump && crm-db -d $work/$v.2.db check"
done

# ---- what version 3 names otherwise: users.full is full_name, a word that joins don't use; the field is full as before ----
users='name|full
anna|Anna Kessler
ben|Ben H. Hartwig
carla|Carla Meurer
dora|Dora Aal'
for v in v2.db v2-loaded.db; do
  [ $v = v2.db ] || { crm-db -d $v init -q && crm-db -d $v load "$top/tests/data/schema/v2.dump" || exit 1; }
  ok "$v: a user who was removed before comes back" "crm-log -d $v undo b16"
  r "$v: with the full name" "crm-user -d $v list -c name,full -H" "$users"
  ok "$v: and sound" "crm-db -d $v check"
done
r 'a column that lost its name is none of a dump of this version' "sed '1s/2\$/3/' '$top/tests/data/schema/v2.dump' >v3.dump; crm-db -d v3.db init -q && crm-db -d v3.db load v3.dump" "crm-db: v3.dump:2:21: table users has no column 'full'
? 65"
# numbers without their beginning are found by an index of another expression than before: it has been made anew
r 'the indexes are those of a new database' "crm-db -d new.db init -q; for d in v2.db new.db; do sqlite3 \$d \"SELECT name, sql FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL ORDER BY 1\" | cksum; done | uniq | wc -l" 1

# ---- where it may not be written, and several at once ----
v2="$top/tests/data/schema/v2.sql"
now="brought up to date (schema 3, was 2), older programs can't open it any more; ł, ø, đ, ı, æ and their like are found by plain letters now"
mkdir shut && sqlite3 shut/old.db <"$v2" && chmod 644 shut/old.db && chmod 755 . shut
other=
[ "$(id -u)" != 0 ] || other='setpriv --reuid 65533 --regid 65533 --clear-groups'
cp shut/old.db shut.db
chmod a-w shut/old.db shut
if [ -z "$other" ] || $other test -x "$BUILD/bin/crm-db" 2>/dev/null; then
  r 'not writable: who must come first' "$other crm-offer -d shut/old.db list" "crm-offer: shut/old.db: made by an older crm (schema 2, this is 3) and not writable here: any command of one who may write to it brings it up to date
? 69"
  ok 'it is as it was, and nothing beside it' 'cmp shut.db shut/old.db && test "$(ls shut)" = old.db'
  chmod u+w shut
  crm-db -d fresh.db init -q
  r 'it can be restored into another' 'crm-db -d fresh.db restore --yes shut/old.db; crm-offer -d fresh.db list -c id o1' "crm-db: fresh.db: $now
o1"
else
  skip 'not writable' 'needs setpriv'
fi
chmod u+w shut shut/old.db
for i in 1 2 3; do
  sqlite3 at-once.db <"$v2"
  for j in 1 2 3 4; do crm-offer -d at-once.db list -c id o1 >out.$j 2>&1 & done
  wait
  cat out.1 out.2 out.3 out.4 | sort
  drop_db at-once.db
done >outs
is 'four readers at once: one does it' "$(sort outs | uniq -c | sed 's/^ *//')" "3 crm-offer: at-once.db: $now
12 o1"
r 'quietly with -q' "sqlite3 quiet.db <'$v2'; crm-offer -q -d quiet.db list -c id o1" o1

# ---- a backup of an older version ----
sqlite3 old-backup.db <"$top/tests/data/schema/v2.sql"
crm-db init -q -d restored.db
r 'restored, it is brought up to date, and says so' 'crm-db -d restored.db restore old-backup.db; crm-db -d restored.db check' "crm-db: restored.db: brought up to date (schema 3, was 2), older programs can't open it any more; ł, ø, đ, ı, æ and their like are found by plain letters now"

# ---- before version 3 letters with a stroke stood in the keys as they are ----
CRM_DB=$work/keys.db
sqlite3 "$CRM_DB" <"$top/tests/data/schema/v2.sql"
sqlite3 "$CRM_DB" "UPDATE contact SET name = 'Łukasz Wójcik', name_key = 'łukasz wojcik' WHERE id = 1;
UPDATE contact SET name = 'Đorđe Šarić', name_key = 'đorđe saric' WHERE id = 2; UPDATE offer SET title = 'Æble', title_key = 'æble' WHERE id = 1;
INSERT INTO product(id, sku, sku_key, name, name_key) VALUES(1, 'X10', 'x', 'A', 'a'), (2, 'x10', 'y', 'B', 'b'), (3, 'Ø11', 'ø11', 'C', 'c'), (4, 'BAE1', 'ba1', 'D', 'd');
INSERT INTO counter VALUES(4, 4) ON CONFLICT(kind) DO UPDATE SET last = 4"
find() { crm-contact list "name~$1" -c name; crm-search "$1" -c label kind=contact; }
is 'a number that has to be alone, and is another one by now, keeps its key, which is said' "$(crm-contact set 1 tags+=x 2>&1 >/dev/null)" "crm-contact: 1 search keys are those of other records and stay as they were: 'crm-db check' names them
crm-contact: $CRM_DB: brought up to date (schema 3, was 2), older programs can't open it any more; ł, ø, đ, ı, æ and their like are found by plain letters now"
is 'found by plain letters afterwards' "$(find lukasz; find djordje; crm-search aeble -c label kind=offer)" 'Łukasz Wójcik
Łukasz Wójcik
Đorđe Šarić
Đorđe Šarić
Æble'
is 'where a key stayed' "$(crm-db check 2>&1 | grep 'search key')" "crm-db: product p2: the search key of its sku is 'y', should be 'x10'"
is 'mended' "$(crm-product set -q 2 sku=O11; crm-db reindex; crm-db check 2>&1 | grep 'search key')" ''
finish
