#!/bin/sh
# Verbs that write files of their own, and those the other sweeps leave out: a fault at any call leaves the database as it was, or done, and a
# file old or new, never a part; the same when the program is killed there.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
. "$top/tests/fault/lib.sh"

needs file
make_steps 40
{ cat offers.tsv; printf 'Bad\tmuch\toffer\tc1\tweb\n'; } >some-bad.tsv
{ head -n 1 offers.tsv; printf 'Bad\tmuch\toffer\tc1\tweb\n'; } >want.rej
printf 'name\temail\tphone\tmessage\tsource\nEve Roth\teve@x.example\t+49 228 1\thello\tfair\nBob\tbob@x.example\t\thi\tweb\n' >form.tsv
printf 'BEGIN:VCARD\nVERSION:3.0\nFN:Eva Stein\nORG:Stein KG\nEMAIL:eva@stein.example\nEND:VCARD\n' >cards.vcf
crm-task add -q -d base.db title=First due=2026-04-01 o1
crm-task ical -d base.db >old.ics
crm-task set -q -d base.db t1 title=Second
crm-task ical -d base.db >new.ics
crm-db init -q empty.db
crm-db dump -d base.db >all.dump
sqlite3 v1.db <"$top/tests/data/schema/v1.sql"
CRM_DB=$work/crm.db
export CRM_DB

# name, database it starts from, command
verbs='intake|base.db|crm-lead intake form.tsv
reject|base.db|crm-offer import some-bad.tsv --reject=rej
vcard|base.db|crm-contact import cards.vcf --create=company
feed|base.db|crm-task feed feed.ics
load|empty.db|crm-db load all.dump
migrate|v1.db|crm-offer set 1 tags+=moved
merge|base.db|crm-contact merge c1 c2
done|base.db|crm-task done t1
event|base.db|crm-log call c1 notes=Hi'

begin() { # database
  rm -f crm.db crm.db-wal crm.db-shm crm.db-journal rej .rej.* .feed.ics.* .crm.db*
  cp "$1" crm.db && cp old.ics feed.ics
}
content() { sqlite3 crm.db .dump 2>&1 | grep -v '^PRAGMA'; } # of a database of any version
# whether all is to the byte as it was: then the database holds what it did, and what the command does there was seen; the long form asks all the same
untouched() { [ -z "$full" ] && cmp -s crm.db "$db" && cmp -s feed.ics old.ics && [ "$(ls -A)" = "$there" ]; }

# What a fault may leave; $1 status, 137 killed
judge() {
  if untouched; then cp start now; else content >now; fi
  # an older database may be brought up to date, and no more
  if [ "$1" != 0 ] && cmp -s now between; then cp before now; fi
  if ! cmp -s now before && ! cmp -s now after; then echo "status $1: the data is neither as before nor as after"; fi
  [ "$1" != 0 ] || cmp -s now after || echo 'done, and the data is not changed'
  case $1 in 0 | 137) ;; *) cmp -s now before || [ "$2" ] || echo "status $1, and the data is changed" ;; esac
  cmp -s feed.ics old.ics || cmp -s feed.ics new.ics || echo "status $1: the calendar is neither old nor new"
  [ ! -e rej ] || cmp -s rej want.rej || echo "status $1: the bad lines are a part: $(wc -c <rej)"
  case $1,$command in 0,*reject*) [ -e rej ] || echo 'done, and no bad lines' ;; 0,*feed*) cmp -s feed.ics new.ics || echo 'done, and the calendar is old' ;; esac
}

runs=0
while IFS='|' read -r name db command; do
  begin $db
  rm -f calls
  FAULT_LOG=calls LD_PRELOAD=$inject sh -c "$command" >out 2>err || { result 1 "$name: $(cat err)"; continue; }
  content >after
  begin $db
  content >before
  cp before start
  : >wrong
  : >now
  there=$(ls -A)
  crm-offer set o9999 title=x 2>err
  content >between
  for fault in 'FAULT_DO=ENOSPC FAULT_STAY=1 FAULT_ON=write,create' FAULT_DO=EIO 'FAULT_DO=EIO FAULT_ON=rename,sync,create,unlink' FAULT_DO=KILL FAULT_DO=TEAR; do
    on=$(echo "$fault" | sed -n 's/.*FAULT_ON=//p' | tr , '|')
    n=$(grep -Ec "^($on)" calls)
    for at in $(places "$n" 6); do
      begin $db
      runs=$((runs + 1))
      faulty "FAULT_AT=$at $fault" "$command" >out 2>err
      st=$?
      case $fault,$st in
      *KILL,137 | *TEAR,137) : ;;
      *,0) ;;
      *,73 | *,74) tail -n 1 err | grep -Eq 'disk full|disk I/O error|No space left|Input/output error'  || echo "call $at, $fault: message: $(cat err)" ;;
      *) echo "call $at, $fault: status $st: $(cat err)" ;;
      esac
      judge $st "$(case $fault in *sync*) echo maybe ;; esac)" | sed "s/^/call $at, $fault: /"
      # files that were being made are gone, but of who was killed
      [ $st = 137 ] || case $fault in *unlink*) ;; *) ls -d .rej.* .feed.ics.* 2>/dev/null | sed "s/^/call $at, $fault: left: /" ;; esac
      [ $st = 0 ] || untouched || sh -c "$command" >out 2>err || case $command in *reject*) ;; *) content | cmp -s - after || echo "call $at, $fault: said again: $(cat err)" ;; esac
    done
  done </dev/null >wrong
  [ ! -s wrong ]
  result $? "$name: $(wc -l <calls) calls"
  sed 's/^/# /' wrong | head -n 20
done <<END2
$verbs
END2
echo "# $runs runs"
finish
