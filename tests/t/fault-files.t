#!/bin/sh
# Files one may not read or write, files that are damaged, foreign, too new or not there: reads work where they can, and every refusal says why.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
all_need file
. "$top/tests/fault/lib.sh"

make_steps 60
cp base.db good.db
crm-offer list -d good.db >good.list
chmod 755 .
says() { # title status pattern command
  sh -c "$4" >out 2>err </dev/null
  st=$?
  [ "$st" = "$2" ] && grep -q -- "$3" err && [ "$(wc -l <err)" = 1 ]
  result $? "$1"
  [ "$st" = "$2" ] && grep -q -- "$3" err || { echo "# status $st, expected $2 and '$3': $4"; sed 's/^/# /' err; }
}

# ---- not writable ----

mkdir ro
cp good.db ro/crm.db
chmod 444 ro/crm.db
chmod 555 ro
own ro
CRM_DB=$work/ro/crm.db
export CRM_DB
if [ "$(id -u)" = 0 ] && [ -z "$plain" ]; then
  skip 'files one may not write' 'root may write everything, and there is no setpriv'
else
  for command in 'crm-offer list' 'crm-offer show o1' 'crm-forecast' 'crm-stage list' 'crm-report revenue' 'crm-log batches' 'crm-db info' 'crm-db check' 'crm-db dump' 'crm-offer export' \
    'crm-workflow show'; do
    says "read-only directory: $command" 0 '' "$plain $command >out 2>err; st=\$?; cat err >&2; test \$st = 0 && echo >&2"
  done
  is 'leaves nothing there' "$(ls ro)" crm.db
  for command in 'crm-offer add title=x' 'crm-stage move o1 won' 'crm-offer import offers.tsv' 'crm-log undo' 'crm-db restore --yes backup.db' 'crm-workflow apply more.yaml'; do
    says "read-only directory: $command" 77 'not writable' "$plain $command"
  done
  chmod 755 ro
  says 'read-only file in a directory of mine: reading' 0 '' "$plain crm-offer list >list && cmp list good.list && echo >&2"
  says 'writing' 77 'not writable' "$plain crm-offer add title=x"
  chmod 644 ro/crm.db
  chmod 555 ro
  says 'my file in a read-only directory: reading' 0 '' "$plain crm-offer list >list && cmp list good.list && echo >&2"
  says 'writing' 77 'directory is not writable' "$plain crm-offer add title=x"
  chmod 755 ro
  chmod 000 ro/crm.db
  says 'a file I may not read' 77 'permission denied' "$plain crm-offer list"
  says 'nor write' 77 'permission denied' "$plain crm-offer add title=x"
  chmod 644 ro/crm.db
  chmod 000 ro
  says 'a directory I may not enter' 77 'permission denied' "$plain crm-offer list"
  says 'nor write in' 77 'permission denied' "$plain crm-offer add title=x"
  chmod 755 ro

  # a reader without locks notices when the file moves under it; its output is more than the pipe holds
  rm -f ro/crm.db
  make_world ro/crm.db 3000
  own ro
  chmod 444 ro/crm.db
  chmod 555 ro
  mkfifo slow
  {
    $plain crm-offer export -f json >slow 2>err
    echo $? >status
  } &
  {
    read -r line
    sleep 0.3
    touch ro/crm.db
    cat
  } <slow >out
  wait
  is 'a file that moves while it is read without locks' "$(cat status),$(cut -d: -f3- err)" '75, changed while it was read without locks, try again'
  chmod 755 ro
fi

# ---- copies, and logs left behind ----

CRM_DB=$work/crm.db
fresh crm.db
crm-offer add -q title=Resting
is 'at rest the database is one file' "$(ls crm.db*)" crm.db
cp crm.db copy.db
is 'and its copy is whole' "$(crm-offer list -d copy.db -c title title=Resting)" Resting
ok 'checked' 'crm-db check -d copy.db'

faulty 'FAULT_AT=1 FAULT_DO=KILL FAULT_FILE=stdout' 'crm-offer add title=Logged' >out 2>&1
is 'a killed writer leaves its log' "$(ls crm.db*)" 'crm.db
crm.db-shm
crm.db-wal'
mkdir left
cp crm.db crm.db-wal left
is 'the copy with its log has everything' "$(crm-offer list -d left/crm.db -c title title=Logged)" Logged
is 'and is one file again' "$(ls left)" crm.db
rm -f left/*
cp crm.db left
is 'the copy without its log has what was there before' "$(crm-offer list -d left/crm.db -c title title=Resting)$(crm-offer list -d left/crm.db -c title title=Logged)" Resting
ok 'and is whole' 'crm-db check -d left/crm.db'
rm -f left/*
cp crm.db crm.db-wal left
chmod 444 left/*
chmod 555 left
own left
if [ -n "$plain" ] || [ "$(id -u)" != 0 ]; then
  CRM_DB=$work/left/crm.db
  says 'a log left in a read-only directory: reading' 69 "ask the owner to run 'crm-db check'" "$plain crm-offer list"
  says 'writing' 77 'not writable' "$plain crm-offer add title=x"
  chmod 755 left
  chmod 644 left/crm.db
  chmod 000 left/crm.db-wal
  says 'a log I may not open: reading' 77 "its log .* may not be opened" "$plain crm-offer list"
  says 'writing' 77 "its log .* may not be opened" "$plain crm-offer add title=x"
  chmod 644 left/crm.db-wal
  says 'the remedy' 0 '' "$plain crm-db check && echo >&2"
  is 'helps' "$($plain crm-offer list -c title title=Logged)" Logged
  : >left/crm.db-wal
  chmod 444 left/*
  chmod 555 left
  says 'an empty log in a read-only directory is none' 0 '' "$plain crm-offer list >list && echo >&2"
  chmod 755 left
else
  skip 'logs one may not open' 'root may open everything'
fi
CRM_DB=$work/crm.db

# ---- what is no database ----

for tool in 'crm-offer list' 'crm-offer add title=x' 'crm-db check' 'crm-db info' 'crm-forecast'; do
  rm -rf crm.db*
  says "not there: $tool" 66 "no such database, run 'crm-db init'" "$tool"
  : >crm.db
  says "an empty file: $tool" 69 'an empty file' "$tool"
  cp "$top/Makefile" crm.db
  says "some text: $tool" 69 'not a crm database' "$tool"
  head -c 100 good.db >crm.db
  says "a header alone: $tool" 69 '' "$tool"
  rm -f crm.db && sqlite3 crm.db 'CREATE TABLE t(a); INSERT INTO t VALUES(1)'
  says "another program's database: $tool" 69 'not a crm database' "$tool"
  cp good.db crm.db && printf '\0\0\020\0' | dd of=crm.db bs=1 seek=60 conv=notrunc 2>out
  says "a newer version: $tool" 69 'made by a newer crm' "$tool"
  rm -f crm.db && mkdir crm.db
  says "a directory: $tool" 69 'it is a directory' "$tool"
  rmdir crm.db
  ln -s crm.db crm.db
  says "a link to itself: $tool" 74 '' "$tool"
  rm -f crm.db && mkfifo crm.db
  says "a pipe: $tool" 69 'not a crm database' "timeout 10 $tool"
  rm -f crm.db
  says "a device: $tool" 69 'not a crm database' "CRM_DB=/dev/null timeout 10 $tool"
  says "below a file: $tool" 66 'no such database' "CRM_DB=good.db/crm.db $tool"
done
says 'init over a database' 73 'it exists' 'crm-db init good.db'
says 'init over another program'\''s file' 69 'not a crm database' "cp '$top/Makefile' text && crm-db init text"
says 'init where there is no directory to make' 73 '' 'crm-db init good.db/crm.db'
: >empty.db
ok 'init of an empty file' 'crm-db init -q empty.db && crm-db check -d empty.db'
says 'restore of what is not there' 66 'no such' 'crm-db restore --yes -d good.db none.db'
says 'restore of what is no database' 69 'not a crm database' "crm-db restore --yes -d good.db '$top/Makefile'"
says 'backup to where something is' 73 'it exists' 'crm-db backup -d good.db other.db'
says 'backup to where no directory is' 73 'No such file' 'crm-db backup -d good.db none/x.db'
says 'import of what is not there' 66 'No such file' 'crm-offer import -d good.db none.tsv'
says 'import of a directory' 66 'Is a directory' 'crm-offer import -d good.db left'
is 'none of them has touched the database' "$(crm-offer list -d good.db | cmp - good.list && crm-db check -d good.db)" ''

# ---- damage ----

# every page in turn: never a crash, and check says so (but for pages that hold nothing)
pages=$(sqlite3 good.db 'PRAGMA page_count')
free=$(sqlite3 good.db 'PRAGMA freelist_count')
head -c 4096 /dev/zero | tr '\0' '\245' >rubbish
missed=0
step=$([ -n "$full" ] && echo 1 || echo $((pages / 40 + 1)))
for page in $(seq 0 "$step" $((pages - 1))); do
  for what in rubbish zeros; do
    rm -f crm.db* && cp good.db crm.db
    [ $what = rubbish ] && dd if=rubbish of=crm.db bs=4096 seek=$page conv=notrunc 2>out || dd if=/dev/zero of=crm.db bs=4096 count=1 seek=$page conv=notrunc 2>out
    for command in 'crm-db check' 'crm-offer list' 'crm-offer show o1 o2' 'crm-forecast' 'crm-stage move o1 o2 won' 'crm-db dump' 'crm-log undo'; do
      timeout 20 $command >out 2>err
      st=$?
      case $command,$st in
      crm-db\ check,0) missed=$((missed + 1)) ;;
      *,0 | *,1 | *,5 | *,69) ;;
      *) echo "# page $page $what: $command: status $st: $(head -n 1 err)" ;;
      esac
      [ $st = 0 ] || [ -s err ] || echo "# page $page $what: $command: status $st without a word"
    done
  done
done >wrong
! [ -s wrong ]
result $? "each of $pages pages overwritten: no crash, and a message"
head -n 20 wrong
[ $missed -le $((2 * free)) ]
result $? "check sees them all ($missed missed, $free pages unused)"
size=$(wc -c <good.db)
for n in $(seq 1 20); do
  rm -f crm.db* && head -c $((size * n / 21)) good.db >crm.db
  crm-db check >out 2>err && echo "$n of 21 parts: check is content"
  st=$(crm-offer list >out 2>err; echo $?)
  case $st in 0 | 69) ;; *) echo "$n of 21 parts: list: status $st: $(cat err)" ;; esac
done >wrong
is 'a file cut short' "$(cat wrong)" ''
rm -f crm.db* && cp good.db crm.db && printf 'Sqlite' | dd of=crm.db conv=notrunc 2>out
says 'a damaged header' 69 'not a crm database' crm-offer\ list
cp good.db crm.db && dd if=rubbish of=crm.db bs=4096 seek=3 conv=notrunc 2>out
crm-db check >out 2>err
is 'check of a damaged file says no or unusable' "$(case $? in 1 | 69) echo said ;; esac)" said

# ---- the default database ----

unset CRM_DB
rm -rf "$HOME/.local" "$HOME/.config"
cd "$HOME" || exit 1
t 'reading before anything is there' 'crm-offer list && ls -A' <<'END'
END
mkdir -p "$HOME/.local/share/crm"
: >"$HOME/.local/share/crm/crm.db"
ok 'reading while another program begins to make it' crm-offer\ list
rm -rf "$HOME/.local"
t 'the first write makes it' 'crm-offer add title=First && stat -c "%a %n" .local .local/share/crm' <<END
o1
700 .local
700 .local/share/crm
! crm-offer: new database $HOME/.local/share/crm/crm.db: currency EUR, country none, language en, timezone UTC
END
cd "$work" || exit 1
runs=${full:+100}
for i in $(seq "${runs:-15}"); do
  rm -rf "$HOME/.local"
  for j in 1 2 3 4; do
    { crm-offer add title="Race $j" >"out.$j" 2>"err.$j"; echo $? >"status.$j"; } &
  done
  crm-stage list >out.5 2>err.5
  echo $? >status.5
  wait
  [ "$(cat status.?)" = "0
0
0
0
0" ] || { echo "run $i: status"; cat err.?; }
  [ "$(crm-offer list | wc -l),$(crm-stage list | wc -l),$(cat err.[1-4] | grep -c 'new database')" = 4,8,1 ] || echo "run $i: $(crm-offer list | wc -l) offers, $(crm-stage list | wc -l) stages, $(cat err.?)"
  crm-db check 2>&1
done >wrong
is 'four writers and a reader at once make one database' "$(cat wrong)" ''

# ---- the surroundings of cron ----

rm -rf "$HOME/.local"
clean="env -i PATH=/usr/bin:/bin"
t 'with a home only' "$clean HOME='$HOME' CRM_NOW=$CRM_NOW '$BUILD/bin/crm-offer' add title=Cron && $clean HOME='$HOME' '$BUILD/bin/crm-offer' list -c title" <<END
o1
Cron
! crm-offer: new database $HOME/.local/share/crm/crm.db: currency EUR, country none, language en, timezone $(env -i HOME="$HOME" PATH="$PATH" crm-db info 2>/dev/null | sed -n 's/^timezone\t//p')
END
ok 'without a path, by the dispatcher' "env -i HOME='$HOME' '$BUILD/bin/crm' offer list"
ok 'without a directory that exists' "mkdir gone && cd gone && rmdir ../gone && crm-offer list"
says 'a home that cannot be written' 73 'cannot be created' "HOME=/proc crm-offer add title=x"
says 'a home that is a file' 73 'cannot be created' "HOME='$work/good.list' crm-offer add title=x"
ok 'reading there' "HOME=/proc crm-offer list"
says 'XDG_DATA_HOME is heard' 73 'cannot be created' "XDG_DATA_HOME=/proc crm-offer add title=x"
says 'a named one must be there' 66 "run 'crm-db init'" "CRM_DB='$work/none.db' crm-offer add title=x"
says 'by -d too' 66 "run 'crm-db init'" "crm-offer add -d none.db title=x"
if [ -n "$plain" ]; then
  says 'neither home nor passwd entry: writing' 64 'no home directory' "$plain $clean $BUILD/bin/crm-offer add title=x"
  says 'and reading' 64 'no home directory' "$plain $clean $BUILD/bin/crm-offer list"
  cp good.db open.db && chmod 666 open.db && mkdir -m 777 shared && mv open.db shared
  is 'with a database named' "$($plain $clean CRM_DB="$work/shared/open.db" "$BUILD/bin/crm-offer" add title=Nobody 2>err)" o61
  mkdir home/locked && chmod 555 home/locked
  says 'a home of somebody else' 77 'permission denied\|not permitted\|cannot be created: Permission' "$plain $clean HOME='$HOME/locked' '$BUILD/bin/crm-offer' add title=x"
else
  skip 'without a home' 'needs root and setpriv'
fi
finish
