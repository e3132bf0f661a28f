#!/bin/sh
# kill -9 at any moment: all of a command's work is there or none of it, nothing needs repair, and the next command works.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
. "$top/tests/fault/lib.sh"

make_steps 60
CRM_DB=$work/crm.db
export CRM_DB
dump base.db >before.tsv

check_killed() { # whether the command's own status says it was killed
  [ "$1" = 137 ] || echo "status $1 instead of a kill: $(cat err)"
  # whoever comes first finds it whole: a reader, a check or a writer
  case $2 in
  0) crm-offer list >list 2>err || echo "list: $(cat err)" ;;
  1) crm-db check >out 2>&1 || echo "check: $(head -n 3 out)" ;;
  2) crm-product add -q name=After 2>err && crm-log undo -q 2>err || echo "next write: $(cat err)" ;;
  esac
  dump >now.tsv
  if [ $2 = 2 ]; then
    crm-product list name=After >list && ! [ -s list ] || echo 'undo of the next write'
  elif cmp -s now.tsv before.tsv; then
    echo before >>seen
  elif cmp -s now.tsv after.tsv; then
    echo after >>seen
  else
    echo 'something between before and after'
  fi
  crm-db check >out 2>&1 || echo "check: $(head -n 3 out)"
  [ -e crm.db-wal ] && echo 'a log is left at rest'
}

places() { # n most
  if [ -n "$full" ] || [ "$1" -le "$2" ]; then
    seq 1 "$1"
  else
    seq 1 "$2" | awk -v n="$1" -v k="$2" '{ print int(($1 - 1) * (n - 1) / (k - 1)) + 1 }'
  fi
}

for journal in wal delete; do
  [ $journal = wal ] || sqlite3 base.db 'PRAGMA journal_mode=delete' >out || continue
  for name in $steps; do
    [ $journal = wal ] || [ -n "$full" ] || [ $name = import ] || [ $name = restore ] || continue
    command=$(step "$name")
    fresh crm.db
    rm -f calls seen
    sh -c "export FAULT_LOG=calls LD_PRELOAD='$inject'; $command" >out 2>err || { result 1 "$name: $(cat err)"; continue; }
    dump >after.tsv
    n=$(wc -l <calls)
    for what in KILL TEAR; do
      for at in $(places "$n" 9); do
        fresh crm.db
        faulty "FAULT_AT=$at FAULT_DO=$what" "$command" >out 2>err
        check_killed $? $((at % 3)) 2>&1 | sed "s/^/# $name, $what, call $at ($(sed -n "${at}p" calls)): /"
      done
    done >wrong
    ! [ -s wrong ]
    result $? "$name, $journal: $n places, $(grep -c before seen) before, $(grep -c after seen) after"
    head -n 20 wrong
  done
done
fresh base.db 2>/dev/null
sqlite3 base.db 'PRAGMA journal_mode=wal' >out

# ---- between commit and print ----

fresh crm.db
crm-offer add title=First >out
for name in add import move; do
  fresh crm.db
  sh -c "$(step $name)" >out 2>&1
  dump >after.tsv
  fresh crm.db
  rm -f calls
  faulty "FAULT_AT=1 FAULT_DO=KILL FAULT_FILE=stdout" "$(step $name)" >out 2>err
  is "$name, killed before it prints: nothing printed" "$?,$(cat out)" 137,
  dump >now.tsv
  ok 'and all done' 'cmp now.tsv after.tsv && crm-db check'
  fresh crm.db
  faulty "FAULT_LOG=calls FAULT_FILE=" "$(step $name)" >out 2>err
  fresh crm.db
  FAULT_LOG=prints FAULT_FILE=std LD_PRELOAD=$inject sh -c "$(step $name)" >out 2>err
done

# what is told is on the disk: the log is synced before the first byte of output
fresh crm.db
rm -f calls
FAULT_LOG=calls FAULT_FILE=t LD_PRELOAD=$inject crm-offer add title=Told | cat >out
finish
