#!/bin/sh
# What ends outside of its transaction: taking in inquiries, forgetting a person, bringing an older database up to date, the calendar feed, a new
# index, a loaded dump. At every write, sync, truncation, removal and creation of a file the disk is full, broken, or the program killed: what is
# there is as before or as after, sound; and the command said once more comes to its end.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
all_need file
. "$top/tests/fault/lib.sh"

make_steps 60
mv base.db world.db
CRM_DB=$work/crm.db
export CRM_DB
printf 'name\temail\tphone\tcompany_name\tmessage\n' >inquiries.tsv
"$awk" 'BEGIN { for (i = 1; i <= 20; i++) print "Ada " i "\ta" i % 15 "@new.example\t0301234" 100 + i "\tFirm " i % 4 "\tQuestion " i }' >>inquiries.tsv

# a person whose name stands in many places
cp world.db person.db
{
  crm-contact add -q -d person.db name='Zwetschkenbaum, Ottilie' email=ottilie@zwetschkenbaum.example company=co1 notes='Zwetschkenbaum rang'
  who=$(crm-contact list -d person.db -c id name~zwetschkenbaum)
  crm-log call -q -d person.db "$who" subject='Frau Zwetschkenbaum' text='Ottilie Zwetschkenbaum fragt'
  crm-contact set -q -d person.db "$who" notes='Frau Z. fragt'
  crm-task add -q -d person.db title='Zwetschkenbaum anrufen' contact="$who" due=2026-05-01
} || echo '# the person is not made'
traces() { cat "$@" 2>/dev/null | LC_ALL=C grep -aic zwetschkenbaum; }
is 'there is a person to be forgotten' "$(test "$(traces person.db)" -gt 3 && echo yes)" yes

# an older database is brought up to date, and then the command does its work: there is a state between
sqlite3 old.db <"$top/tests/data/schema/v2.sql"
cp old.db between.db
no 'a refused command brings it up to date too' 64 'crm-offer set -d between.db o1 nosuch=1'
cp world.db tasks.db && crm-task add -q -d tasks.db title=Call due=2026-04-20 && crm-task add -q -d tasks.db title=Write due=2026-04-21 every=1w
crm-task feed -q -d tasks.db before.ics 2>/dev/null || crm-task feed -d tasks.db before.ics >out
crm-task add -q -d tasks.db title=Visit due=2026-04-22
cp world.db index.db && sqlite3 index.db "DELETE FROM search_doc WHERE id % 7 = 0"
crm-db dump -d world.db >world.dump
crm-db init -q empty.db

command() { # name: what is said
  case $1 in
  intake) echo 'crm-lead intake inquiries.tsv' ;;
  forget) echo "crm-contact forget --yes $who" ;;
  migrate) echo 'crm-offer set -q o1 campaign=moved' ;;
  upgrade) echo 'crm-offer list' ;;
  feed) echo 'crm-task feed tasks.ics' ;;
  reindex) echo 'crm-db reindex' ;;
  load) echo 'crm-db load world.dump' ;;
  esac
}
# begin NAME: the world the command finds
begin() {
  rm -f crm.db* tasks.ics*
  case $1 in
  intake) base=world.db ;;
  forget) base=person.db ;;
  migrate | upgrade) base=old.db ;;
  feed) base=tasks.db && cp before.ics tasks.ics ;;
  reindex) base=index.db ;;
  load) base=empty.db ;;
  esac
  cp $base crm.db
}
# whether all is to the byte as it was: it is what it was before, sound, and what the command does there was seen; the long form asks all the same
untouched() {
  [ -z "$full" ] && cmp -s crm.db $base && { [ ! -e tasks.ics ] || cmp -s tasks.ics before.ics; } && [ "$(ls -d crm.db* .crm.db* tasks.ics* .tasks.ics* 2>/dev/null)" = "$there" ]
}
# what there is now; of an older database what says that it is one
state() { # name
  case $1 in
  feed) cat tasks.ics ;;
  reindex) crm-db check; crm-search number1 -n 5 ;;
  forget) crm-db dump | awk -F "$tab" '$1 == "table" { hashes = $2 == "trace" } !hashes && $1 != "end"' ;; # what is looked for is kept till it is gone
  migrate | upgrade) crm-offer list --values=title -q && crm-db dump ;; # completions leave an older one alone
  *) crm-db dump ;;
  esac 2>&1
}

# What a failure may leave, and that the command said again gets to its end.
left() { # name
  ! untouched || return 0
  state "$1" >now
  case $1 in
  reindex) ;; # a check of what it mends isn't content before
  migrate | upgrade)
    cmp -s now before || crm-db check 2>&1 || echo 'check'
    ;;
  *) crm-db check 2>&1 || echo 'check' ;;
  esac
  cmp -s now before || cmp -s now after || cmp -s now between || echo 'neither before nor after'
  if [ "$1" != load ] || cmp -s now before; then
    sh -c "$(command "$1")" >out 2>err || { [ "$1" = forget ] && cmp -s now after; } || echo "said again: $(head -n 1 err)"
  fi
  state "$1" >now
  cmp -s now after || echo 'said again it does not come to its end'
  [ "$1" != forget ] || [ "$(traces crm.db*),$(crm-db dump | grep -c "^table${tab}trace")" = 0,0 ] || echo 'said again it leaves traces'
  case $(ls) in *tasks.ics[.-]* | *crm.db-wal*) echo "left over: $(ls | grep -E 'tasks.ics.|crm.db-')" ;; esac
}

for name in intake forget migrate upgrade feed reindex load; do
  begin $name
  there=$(ls -d crm.db* .crm.db* tasks.ics* .tasks.ics* 2>/dev/null)
  state $name >before
  rm -f calls between
  faulty 'FAULT_LOG=calls' "$(command $name)" >out 2>err || { result 1 "$name: $(cat err)"; continue; }
  state $name >after
  [ -s calls ] || { result 1 "$name: the fault library sees no calls"; continue; }
  n=$(wc -l <calls)
  [ $name != migrate ] || { crm-offer list -d between.db --values=title -q && crm-db dump -d between.db; } >between
  for fault in 'FAULT_DO=ENOSPC FAULT_STAY=1' FAULT_DO=EIO FAULT_DO=KILL FAULT_DO=AFTER ${full:+FAULT_DO=TEAR}; do
    for at in $(places "$n" 6); do
      begin $name
      faulty "FAULT_AT=$at $fault" "$(command $name)" >out 2>err
      st=$?
      {
        case $fault,$st in
        *KILL,137 | *AFTER,137 | *TEAR,137 | *,0) ;;
        *ENOSPC*,7[34] | *EIO,7[34]) [ "$(grep -c . err)" -ge 1 ] || echo 'no message' ;;
        *) echo "status $st: $(head -n 1 err)" ;;
        esac
        [ $st != 0 ] || { state $name | cmp -s - after || echo 'status 0, and not done'; }
        left $name
      } >said
      ! [ -s said ] || sed "s/^/# call $at ($(sed -n "${at}p" calls)): /" said
    done >wrong
    ! [ -s wrong ]
    result $? "$name: ${fault#FAULT_DO=}, $n places"
    head -n 12 wrong
  done
  cp calls calls.$name
done

# ---- what is said ----

at=$(grep -n '^unlink crm.db-journal' calls.migrate | sed -n '1s/:.*//p')
begin migrate
faulty "FAULT_AT=$at FAULT_DO=KILL" "$(command migrate)" >out 2>err
r 'an older database whose update was killed: the first reader takes the journal back, sees that it is older, and updates it' \
  "crm-offer list -c id o1 2>&1 | sed 's/: brought .*/: brought up to date/'" "o1
crm-offer: $CRM_DB: brought up to date"
at=$(grep -n 'write crm.db$' calls.forget | sed -n '1s/:.*//p')
begin forget
faulty "FAULT_AT=$at FAULT_DO=EIO" "$(command forget)" >out 2>err
is 'a disk that fails when the file is written anew: status' $? 74
is 'and what it means' "$(sed "s,$work/,," err)" 'crm-contact: crm.db: read or write error: Input/output error
crm-contact: the person is taken out of the records, but not of the file, which could not be written anew: run this again'
finish
