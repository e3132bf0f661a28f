#!/bin/sh
# A backup is whole or not there; a restore asks, says what it drops and whom it brings back, and takes nothing that is damaged.
. "$(dirname "$0")/../lib.sh"
. "$top/tests/fault/lib.sh"
all_need file
full=${CRM_FULL:-}
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-company add -q name=Acme notes="$(head -c 9000 /dev/zero | tr '\0' x)"
crm-contact add -q name='Erika Muster' email=erika@muster.example company=co1
crm-contact add -q name='Max Zwei' email=max@zwei.example
crm-contact add -q name='Petra Drei' email=petra@drei.example
crm-contact add -q name='Petra Alt' email=petra@alt.example
crm-db backup saved.db

# ---- restore ----

cp crm.db before.db
no 'not without a word' 64 'crm-db restore saved.db'
ok '  nothing is done' 'cmp crm.db before.db'
r 'what the backup has is not lost' 'crm-db restore saved.db' 'crm-db: restoring drops 0 commands since the backup: --yes does it
? 64'
crm-company set -q co1 city=Bonn
r 'one command' 'crm-db restore saved.db' 'crm-db: restoring drops 1 command since the backup: --yes does it
? 64'
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  ask() { echo "$1" | TERM=xterm script -qec 'crm-db restore saved.db' /dev/null | tr -d '\r' | grep -o 'Restoring.*\[y/N\]\|nothing is restored\|1 command since the backup is .*'; }
  is 'on a terminal it asks' "$(ask n)" 'Restoring drops 1 command since the backup. Go on? [y/N]
nothing is restored'
  is '  no is no' "$(crm-company list -c city)" Bonn
  is '  yes is yes' "$(ask y)" 'Restoring drops 1 command since the backup. Go on? [y/N]
1 command since the backup is dropped'
  is '  done' "$(crm-company list -c city)" ''
else
  skip 'on a terminal it asks' 'no script'
fi
crm-db init -q empty.db
r 'an empty database is not asked for' 'crm-db restore -d empty.db saved.db && crm-company list -d empty.db -c name' 'Acme'
r 'what the backup lacks is counted, not what it has' 'crm-company add -q name=B; crm-company add -q name=C; crm-log undo -q; crm-db restore --yes saved.db' 'crm-db: 4 commands since the backup are dropped'

# who was forgotten comes back, which is said
crm-contact forget -q --yes c1 2>/dev/null
r 'forgotten since' 'crm-db restore saved.db' 'crm-db: restoring drops 2 commands since the backup and brings back who was forgotten, c1 (2026-03-31): --yes does it
? 64'
crm-contact merge -q c3 c4 2>/dev/null
crm-contact forget -q --yes c3
crm-contact rm -q c2
crm-contact forget -q --yes c2
crm-db backup later.db
r '  merged, removed' 'crm-db restore --yes saved.db; crm-contact list -c id,name' 'crm-db: 5 commands since the backup are dropped
crm-db: forgotten since, and back: c1 (2026-03-31), c2, c3 (2026-03-31), c4 (2026-03-31); '"'crm-contact forget' again"'
c1|Erika Muster
c2|Max Zwei
c3|Petra Drei
c4|Petra Alt'
ok '  sound' 'crm-db check'
r 'a backup from after it brings nobody back' 'crm-db restore --yes later.db' 'crm-db: 1 command since the backup is dropped'
crm-db restore -q --yes saved.db
crm-company set -q co1 notes='Erika Muster'
crm-contact forget --yes c1 >/dev/null 2>&1
crm-db backup traces.db
crm-contact forget --yes --everywhere c1 >/dev/null 2>&1
r 'one that still holds traces does' 'crm-db restore --yes traces.db' 'crm-db: 1 command since the backup is dropped
crm-db: forgotten since, and back: c1 (2026-03-31); '"'crm-contact forget' again"
no '  which is known there' 1 'crm-contact forget --yes c1'

# ---- damaged ----

crm-db backup good.db
pages=$(sqlite3 good.db 'PRAGMA page_count')
size=$(stat -c %s good.db)
cp good.db cut.db && truncate -s $((size / 2)) cut.db
no 'half a backup' 69 'crm-db restore --yes cut.db'
: >none.db
no 'an empty file' 69 'crm-db restore --yes none.db'
head -c 4096 /dev/zero | tr '\0' '\245' >rubbish
cp crm.db before.db
for page in $(places "$pages" 12); do
  [ "$page" -gt 1 ] || continue
  cp good.db bad.db
  dd if=rubbish of=bad.db bs=4096 seek=$((page - 1)) conv=notrunc 2>/dev/null
  crm-db restore --yes bad.db >out 2>&1
  st=$?
  [ $st = 69 ] || echo "restore, page $page: status $st: $(cat out)"
  cmp -s crm.db before.db || { echo "page $page: the database has changed"; cp before.db crm.db; }
  crm-db backup -d bad.db copy.db >out 2>&1
  st=$?
  [ $st = 69 ] || echo "backup, page $page: status $st: $(cat out)"
  [ "$(wc -l <out)" = 1 ] || echo "backup, page $page: $(cat out)"
  [ -z "$(ls copy.db* 2>/dev/null)" ] || { echo "page $page: a copy is left: $(ls copy.db*)"; rm -f copy.db*; }
done >wrong
! [ -s wrong ]
result $? 'a page that is damaged: neither restored nor copied'
head -n 20 wrong
for page in $(places "$pages" 8); do
  cp good.db bad.db
  [ "$page" -gt 1 ] && dd if=rubbish of=bad.db bs=4096 seek=$((page - 1)) conv=notrunc 2>/dev/null
  crm-db restore -d bad.db --yes -q good.db >out 2>&1
  st=$?
  case $st in 0) crm-db check -d bad.db >out 2>&1 || echo "page $page: $(cat out)" ;; 69) ;; *) echo "page $page: status $st: $(cat out)" ;; esac
done >wrong
! [ -s wrong ]
result $? 'over a damaged database'
head -n 20 wrong

# ---- the live database is cut; what the backup is ----

kept() { echo *.damaged-*; rm -f ./*.damaged-*; }
size=$(stat -c %s good.db)
for n in 20 100 5000 $((size / 2)); do
  head -c "$n" good.db >live.db
  no "$n bytes: not without a word" 69 'crm-db restore -d live.db good.db'
  is '  it is left alone' "$(head -c "$n" good.db | cmp - live.db; ls live.db*)" live.db
  cp live.db was.db
  is '  with --yes it is replaced, and kept' "$(crm-db restore -d live.db --yes good.db 2>&1 | sed "s|$work/||; s/damaged-.*/damaged/"; cmp live.db.damaged-2026-03-31-43200 was.db; kept; crm-db check -d live.db && crm-company list -d live.db -c name)" \
    "crm-db: the damaged database is kept as 'live.db.damaged
live.db.damaged-2026-03-31-43200
Acme"
done
is 'as wide as it was' "$(chmod 600 was.db; cp was.db live.db; chmod 600 live.db; crm-db restore -q -d live.db --yes good.db; stat -c %a live.db; kept)" '600
live.db.damaged-2026-03-31-43200'
cp was.db live.db
no 'not by a damaged backup' 69 'crm-db restore -d live.db --yes cut.db'
is '  it is left alone' "$(cmp was.db live.db; ls live.db*)" live.db
echo 'a text' >text
sqlite3 foreign.db 'CREATE TABLE x(y)'
no 'nor is a text replaced' 69 'crm-db restore -d text --yes good.db'
no 'nor a database of others' 69 'crm-db restore -d foreign.db --yes good.db'
is '  they are left alone' "$(cat text; sqlite3 foreign.db .schema; ls ./*.damaged* 2>/dev/null)" 'a text
CREATE TABLE x(y);'
sed 's/Acme/Acmf/' good.db >flip.db
r 'a backup that check rejects' 'crm-db restore --yes flip.db; echo $?; crm-company list -c name; crm-db restore --yes --force -q flip.db; crm-company list -c name; crm-db restore --yes -q good.db; crm-db check' \
  "crm-db: the backup does not agree with itself, 'crm-db check' finds 2: company co1: the search key of its name is 'acme', should be 'acmf'; --force takes it all the same
69
Acme
Acmf"
r '  also into an empty database' 'crm-db init -q empty2.db; crm-db restore -q -d empty2.db flip.db 2>&1 | cut -c 1-47; crm-company list -d empty2.db' 'crm-db: the backup does not agree with itself, '
r 'a name mistyped' 'crm-db restore --yes tpyo.db' 'crm-db: tpyo.db: there is no such backup
? 66'
r 'an empty file' 'crm-db restore --yes none.db' 'crm-db: none.db: an empty file, no backup
? 69'
CRM_NOW=2026-03-30T12:00:00Z crm-db init -q other.db
CRM_NOW=2026-03-30T12:00:01Z crm-company add -q -d other.db name=Other
n=$(crm-log batches -n 1000 -c verb | grep -vc -x init)
r 'a database of another history' 'crm-db restore other.db' "crm-db: it is no backup of this database: restoring drops all its $n commands: --yes does it
? 64"
r '  with --yes' 'crm-db restore --yes other.db && crm-db restore -q --yes good.db' "crm-db: it was no backup of this database: all its $n commands are dropped"
r 'a backup has a name' 'crm-db backup -; ls ./- 2>&1 | wc -l' 'crm-db: backup needs a file, not -: ./- is one of that name
1'
is 'a backup of what is only read can be written by its owner, and is never for all' "$(for m in 444 777 600 400; do cp good.db ro.db; chmod $m ro.db; crm-db backup -d ro.db ro.bk; stat -c %a ro.bk; rm -f ro.bk ro.db; done | tr '\n' ' ')" '640 640 600 600 '

# ---- interrupted ----

FAULT_LOG=calls LD_PRELOAD=$inject crm-db backup whole.db
n=$(wc -l <calls)
for fault in FAULT_DO=KILL FAULT_DO=TEAR FAULT_DO=EIO 'FAULT_DO=ENOSPC FAULT_STAY=1'; do
  for at in $(places "$n" 12); do
    rm -f new.db*
    faulty "FAULT_AT=$at $fault" 'crm-db backup new.db' >out 2>err
    st=$?
    if [ -e new.db ]; then
      crm-db check -d new.db >out 2>&1 || echo "call $at: status $st, and what is there is not sound: $(cat out)"
      rm -f new.db
    elif [ $st = 0 ]; then
      echo "call $at: status 0, and there is none"
    fi
    case $fault,$st in *KILL,137 | *TEAR,137 | *,74 | *,73 | *,0) ;; *) echo "call $at: status $st: $(cat err)" ;; esac
    crm-db backup new.db >out 2>&1 || echo "call $at: said again: $(cat out)"
  done >wrong 2>&1
  ! grep -v Killed wrong
  result $? "backup, $fault: $n places"
done
rm -f new.db*
crm-db dump >before.tsv
crm-db dump -d good.db >good.tsv
rm -f calls
cp crm.db keep.db
FAULT_LOG=calls LD_PRELOAD=$inject crm-db restore --yes -q good.db
n=$(wc -l <calls)
crm-db dump >after.tsv
for fault in FAULT_DO=KILL FAULT_DO=TEAR FAULT_DO=EIO 'FAULT_DO=ENOSPC FAULT_STAY=1'; do
  for at in $(places "$n" 12); do
    rm -f crm.db* && cp keep.db crm.db
    faulty "FAULT_AT=$at $fault" 'crm-db restore --yes -q good.db' >out 2>err
    st=$?
    crm-db check >out 2>&1 || echo "call $at: status $st, check: $(cat out)"
    crm-db dump >now.tsv
    case $st in 0) cmp -s now.tsv after.tsv ;; *) cmp -s now.tsv before.tsv || cmp -s now.tsv after.tsv ;; esac || echo "call $at: status $st, neither before nor after"
    case $fault,$st in *KILL,137 | *TEAR,137 | *,74 | *,0) ;; *) echo "call $at: status $st: $(cat err)" ;; esac
  done >wrong 2>&1
  ! grep -v Killed wrong
  result $? "restore, $fault: $n places"
done
finish
