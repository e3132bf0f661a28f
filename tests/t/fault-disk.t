#!/bin/sh
# A disk that is full or broken at any write: status 74 with one line that says so, and the database as it was before.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
all_need file
. "$top/tests/fault/lib.sh"

make_steps 60
CRM_DB=$work/crm.db
export CRM_DB
dump base.db >before.tsv

# One fault at one place: says what is wrong, if anything.
try() { # settings command
  fresh crm.db
  faulty "$1" "$2" >out 2>err
  st=$?
  case $st in
  0) want=after.tsv ;;
  74)
    want=before.tsv
    [ "$(wc -l <err)" = 1 ] && grep -Eq 'disk full|disk I/O error|No space left|Input/output error' err || echo "message: $(cat err)"
    ;;
  *) echo "status $st: $(cat err)"; want=before.tsv ;;
  esac
  [ $want = after.tsv ] || ! intact || return 0
  crm-db check >out 2>&1 || echo "check: $(head -n 3 out)"
  dump >now.tsv
  # a disk that fails for good when the log is synced keeps it, commit and all: that alone cannot be known
  [ "$1" = "${1% *} FAULT_STAY=1" ] && [ $st = 74 ] && cmp -s now.tsv after.tsv && want=after.tsv
  cmp -s now.tsv "$want" || echo "status $st, and the data isn't ${want%.tsv}"
  [ -e crm.db-wal ] && echo 'a log is left at rest'
}

for name in $steps; do
  command=$(step "$name")
  fresh crm.db
  rm -f calls
  ok "$name" "FAULT_LOG=calls LD_PRELOAD='$inject' $command"
  [ -s calls ] || { result 1 "$name: the fault library sees no calls"; continue; }
  dump >after.tsv
  for fault in 'FAULT_DO=ENOSPC FAULT_STAY=1 FAULT_ON=write,create' FAULT_DO=EIO ${full:+'FAULT_DO=EIO FAULT_STAY=1'}; do
    n=$(grep -Ec "^($(echo "$fault" | sed -n 's/.*FAULT_ON=//p' | tr , '|'))" calls)
    for at in $(places "$n" 7); do
      try "FAULT_AT=$at $fault" "$command" >said
      ! [ -s said ] || sed "s/^/# $name, call $at, $fault: /" said
    done >wrong
    ! [ -s wrong ]
    result $? "$name: ${fault#FAULT_DO=}, $n places"
    head -n 20 wrong
  done
done

# ---- making and copying files ----

# what a failed command has begun to make is no hindrance: it can be said again
unset CRM_DB
cp base.db keep.db
for command in 'crm-db init new.db' 'crm-db backup -d base.db new.db' 'crm-offer add -d base.db title=x' 'crm-offer add title=x'; do
  rm -rf calls new.db* "$HOME/.local"
  cp keep.db base.db
  FAULT_LOG=calls LD_PRELOAD=$inject sh -c "$command" >out 2>&1 || { result 1 "$command: $(cat out)"; continue; }
  n=$(grep -Ec '^(write|create)' calls)
  for at in $(places "$n" 8); do
    rm -rf new.db* "$HOME/.local"
    cp keep.db base.db
    faulty "FAULT_AT=$at FAULT_DO=ENOSPC FAULT_STAY=1 FAULT_ON=write,create" "$command" >out 2>err
    st=$?
    case $st in 0) continue ;; 73 | 74) ;; *) echo "# call $at: status $st" ;; esac
    [ "$(grep -vc ': new database' err)" = 1 ] || sed "s/^/# call $at: /" err
    sh -c "$command" >out 2>&1 || echo "# call $at: said again: $(cat out)"
  done >wrong
  ! [ -s wrong ]
  result $? "disk full, $command: can be said again, $n places"
  head -n 20 wrong
done
cp keep.db base.db
CRM_DB=$work/crm.db
export CRM_DB

# ---- limits ----

fresh crm.db
no 'a limit on the size of files is an error, not a signal' 74 'ulimit -f 100 && crm-offer import offers.tsv'
ok 'the database is whole behind it' crm-db\ check
dump >now.tsv
ok 'and unchanged' 'cmp now.tsv before.tsv'

# ---- a disk that is really full ----

mkdir disk
if ! [ "$(id -u)" = 0 ] || ! mount -t tmpfs -o size=2m crm-test disk 2>/dev/null; then
  skip 'a small disk' 'no right to mount one'
  finish
fi
trap 'cd /; umount "$work/disk"; rm -rf "$work"' EXIT
CRM_DB=$work/disk/crm.db

fill() { # leaves about $1 KiB
  rm -f disk/filler
  dd if=/dev/zero of=disk/filler bs=1k >/dev/null 2>&1
  truncate -s -"$1"K disk/filler
}

for room in 0 4 16 40 64 100 200; do
  rm -f disk/*
  cp base.db disk/crm.db
  fill $room
  crm-offer import offers.tsv >out 2>err
  st=$?
  case $st in 0) ;; 74) [ "$(wc -l <err)" = 1 ] && grep -q 'disk full\|No space' err || sed 's/^/# /' err ;; *) echo "# status $st" ; cat err ;; esac >wrong
  [ "$room" -gt 4 ] || [ "$st" = 74 ] || echo "# status $st on a full disk" >>wrong
  crm-offer list -c id,title >list 2>err || sed 's/^/# reading: /' err >>wrong
  rm disk/filler
  crm-db check >out 2>&1 || sed 's/^/# check: /' out >>wrong
  dump >now.tsv
  if [ $st = 0 ]; then [ "$(crm-offer list title~imported | wc -l)" = 40 ]; else cmp -s now.tsv before.tsv; fi || echo "# status $st and the data does not agree" >>wrong
  ! [ -s wrong ]
  result $? "a disk with $room KiB left"
  cat wrong
done

rm -f disk/*
cp base.db disk/crm.db
fill 0
ok 'on a full disk one can read' crm-offer\ list
ok 'and report' 'crm-forecast && crm-stage list && crm-report revenue'
ok 'and export' 'crm-offer export >all.tsv && crm-db dump >all.dump'
ok 'and copy it to another disk' "crm-db backup '$work/saved.db' && crm-db check -d '$work/saved.db'"
finish
