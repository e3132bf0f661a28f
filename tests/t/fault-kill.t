#!/bin/sh
# kill -9 at any moment: all of a command's work is there or none of it, nothing needs repair, and the next command works.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
all_need file
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
  intact && { echo before >>seen; return; }
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
      for at in $(places "$n" 7); do
        fresh crm.db
        faulty "FAULT_AT=$at FAULT_DO=$what" "$command" >out 2>err
        check_killed $? $((at % 3)) >said 2>&1
        ! [ -s said ] || sed "s/^/# $name, $what, call $at ($(sed -n "${at}p" calls)): /" said
      done
    done >wrong
    ! [ -s wrong ]
    result $? "$name, $journal: $n places, $(grep -c before seen) before, $(grep -c after seen) after"
    head -n 20 wrong
  done
done
sqlite3 base.db "PRAGMA journal_mode=wal" >out

# ---- between commit and print ----

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
done

# what is told is on the disk: all that was written is synced before the first byte of output
for name in add import move undo; do
  fresh crm.db
  rm -f calls
  sh -c "export FAULT_LOG=calls FAULT_FILE='*' LD_PRELOAD='$inject'; $(step $name) | cat" >out 2>err
  is "$name: synced before it is told" "$(awk '$2 == "stdout" { exit } $2 ~ /-shm$/ { next } $1 == "write" { dirty[$2] = 1 } $1 == "sync" { delete dirty[$2]; n++ }
    END { for (f in dirty) print f; print (n > 0 ? "synced" : "no sync") }' calls)" synced
done

# ---- stopped, not dead ----

fresh crm.db
FAULT_AT=4 FAULT_DO=STOP FAULT_ON=write FAULT_FILE=-wal LD_PRELOAD=$inject crm-offer import offers.tsv >out 2>err &
pid=$!
for wait in $(seq 100); do
  case $(ps -o stat= -p $pid) in T*) break ;; esac
  sleep 0.05
done
ok 'a reader beside a writer that hangs' 'timeout 5 crm-offer list >now.list && timeout 5 crm-forecast >out'
crm-offer list -d base.db >before.list
ok 'sees what was committed' 'cmp now.list before.list'
if [ -n "$full" ]; then
  no 'a writer beside it waits a minute, and says who is in the way' 75 'timeout 90 crm-offer add title=Waiting'
fi
crm-offer add title=Patient >out 2>err.patient &
other=$!
sleep 0.2
kill -CONT $pid
wait $pid
is 'the writer goes on' "$?" 0
wait $other
is 'and the one that waited too' "$?,$(cat err.patient)" 0,
ok 'check' crm-db\ check
is 'both are there' "$(crm-offer list title~imported | wc -l),$(crm-offer list -c title title=Patient)" 40,Patient

# ---- at any time ----

make_offers() { "$awk" -v n="$1" 'BEGIN { print "title\tvalue\tstage\tcontact"; for (i = 1; i <= n; i++) print "Many " i "\t" i "\toffer\tc" 1 + i % 12 }'; }
make_offers 8000 >many.tsv
dump base.db >before.tsv
fresh crm.db
start=$(date +%s%N)
crm-offer import -q many.tsv
took=$(($(date +%s%N) - start))
fresh crm.db
for signal in ${full:+$(seq 1 40 | sed 's/.*/KILL/')} KILL TERM INT KILL HUP; do
  crm-offer import -q many.tsv >out 2>&1 &
  pid=$!
  sleep "$(awk -v seed="$$$(date +%N)" -v took=$took 'BEGIN { srand(seed); print rand() * took / 1e9 }')"
  kill -$signal $pid 2>/dev/null
  wait $pid 2>/dev/null
  st=$?
  n=$(crm-offer list title~many | wc -l)
  case $n in
  0)
    [ $st != 0 ] || echo 'status 0, and nothing done'
    dump | cmp - before.tsv 2>&1
    ;;
  8000) fresh crm.db ;;
  *) echo "$n rows of 8000" ;;
  esac
  crm-db check 2>&1
  [ -e crm.db-wal ] && echo 'a log is left at rest'
done >wrong
is 'an import ended by a signal at some moment: all or nothing' "$(cat wrong)" ''
finish
