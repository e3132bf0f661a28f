#!/bin/sh
# Tools that read and write one database at the same time, in one pipe or beside each other: nobody waits for himself, nothing is lost,
# nobody is told that it is locked. CRM_FULL=1: larger and longer, and how long a person waits is measured.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
. "$top/tests/fault/lib.sh"

N=${full:+100000}
N=${N:-20000}
CRM_DB=$work/crm.db
export CRM_DB
make_world crm.db $N && crm-user add -q name=anna || exit 1
copy_db crm.db slow.db
copy_db crm.db base.db
open=$(crm-offer list state=open | wc -l)

# every program of a pipe says how it ended
run() { # name command…
  name=$1
  shift
  timeout 100 "$@" 2>"err.$name"
  echo $? >"status.$name"
}
ended() { # title statuses; all of them quiet
  is "$1" "$(cat status.[a-z])$(cat err.[a-z])" "$2"
  rm -f status.[a-z] err.[a-z]
}

# ---- readers that stop reading ----

# Started first, looked at last: three whose output nobody takes for some seconds.
blocked=${full:+15}
blocked=${blocked:-6}
crm-offer list -d slow.db >slow.list
crm-offer export -d slow.db >slow.export
crm-db dump -d slow.db >slow.dump
for what in 'crm-offer list' 'crm-offer export' 'crm-db dump'; do
  verb=${what#* }
  { $what -d slow.db 2>"slow.err.$verb"; echo $? >"slow.status.$verb"; } | { sleep $blocked; cat >"slow.out.$verb"; } &
done
sleep 0.3
crm-offer list -d slow.db state=open -n 1000 >slow.ids
(
  end=$(($(date +%s) + blocked - 1))
  i=0
  while [ "$(date +%s)" -lt $end ]; do
    i=$((i + 1))
    crm-offer set -q -d slow.db - campaign="wave $i" <slow.ids || echo "write $i"
    sleep 0.1
  done
  echo $i >slow.writes
  crm-offer set -q -d slow.db - campaign=last <slow.ids || echo 'last write'
  has file && wc -c <slow.db-wal >slow.log
) >slow.writers 2>&1 &

# ---- pipes ----

run a crm-offer list state=open | awk -F '\t' '$4 >= 20000' | tee ids | run b crm-stage move - presentation >moved
ended 'reader | filter | writer' '0
0'
cut -f 1 ids | cmp -s - moved
result $? 'the writer prints what it was given, in order'
is 'and has moved it' "$(crm-offer list state=open stage=presentation value=20000.. | wc -l)" "$(wc -l <ids)"

head -n 1500 ids | run a crm-offer set - channel=web | run b crm-stage move - negotiation | run c crm-offer set - campaign=chain | run d crm-offer set - tags+=chain >chained
ended 'writer | writer | writer | writer' '0
0
0
0'
is 'all of them have done it' "$(crm-offer list stage=negotiation channel=web campaign=chain tags=chain | wc -l),$(wc -l <chained)" 1500,1500

mkfifo second
run a crm-offer set - source=referral <second >set.out &
run b crm-offer list state=open | tee second | run c crm-stage move - follow-up >move.out
wait $!
ended 'one reader, two writers' '0
0
0'
is 'both have done all' "$(crm-offer list state=open stage=follow-up source=referral | wc -l),$(wc -l <set.out),$(wc -l <move.out)" "$open,$open,$open"

run a crm-offer list state=open | run b crm-offer list - stage=follow-up | run c crm-offer export - | run d crm-offer import --key=id - >same.out
is 'reader | reader | reader | import changes nothing' "$(cat status.[a-z])$(cat err.[abc]),$(cut -d ' ' -f 2- err.d)" "0
0
0
0,0 added, 0 changed, $open same, 0 rejected"
rm -f status.[a-z] err.[a-z]

run a crm-offer list | run b crm-stage move - nowhere >out
is 'a consumer that refuses leaves its producer in peace' "$(cat status.a err.a)" 0
rm -f status.[a-z] err.[a-z]
run a crm-offer list | run b head -n 1 >out
ended 'a consumer that has enough too' '0
0'
run a crm-offer list state=open | run b crm-stage move - won | run c head -n 1 >out
ended 'a writer whose reader has enough is quiet' '0
0
0'
is 'and its work is done' "$(crm-offer list state=open | wc -l)" 0
crm-offer list >list
perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK); exec @ARGV' crm-offer list 2>err | { sleep 0.3; cat; } >out
is 'a pipe that does not wait' "$(cat err; cmp out list)" ''
{ sed 5q list; sleep 0.3; sed -n '6,$p' list; } | perl -MFcntl -e 'fcntl(STDIN, F_SETFL, O_RDONLY | O_NONBLOCK); exec @ARGV' crm-offer list - >out 2>err
is 'nor to read from' "$(cat err; cmp out list)" ''
ok 'check' crm-db\ check
crm-log undo -q
is 'and undo takes it back' "$(crm-offer list state=open | wc -l)" "$open"

# who waits for his input holds nobody up
mkfifo slowly
for command in 'crm-offer set - campaign=slow' 'crm-stage move - offer' 'crm-offer import -' 'crm-contact import -' 'crm-workflow apply -'; do
  $command <slowly >out 2>err &
  {
    case $command in
    *contact*) printf 'name\n' ;;
    *import*) printf 'title\tvalue\n' ;;
    esac
    sleep 0.3
    timeout 20 crm-offer add -q title=Quick value=1 && timeout 20 crm-offer set -q o1 campaign=quick && echo ok >quick
  } >slowly
  wait $!
  is "$command, waiting for its input" "$?,$(cat quick)" 0,ok
  rm -f quick
done

# ---- beside each other ----

copy_db base.db crm.db
seconds=${full:+30}
seconds=${seconds:-2}
until_end() { # name command; again and again until the end, counts what it did
  i=0
  end=$(($(date +%s) + seconds))
  while [ "$(date +%s)" -lt $end ]; do
    i=$((i + 1))
    eval "$2" || echo "$1 $i failed"
  done
  echo $i >"count.$1"
}
until_end anna 'crm-offer add -q --user=anna title="anna $i" value=1 tags=anna' >said.anna 2>&1 &
a=$!
until_end ben 'crm-offer set -q --user=ben o1 tags+=t$i && crm-offer add -q title="ben $i" value=1' >said.ben 2>&1 &
b=$!
until_end dora 'drop_db kept.db; crm-db backup kept.db && crm-db check -d kept.db && crm-db backup -d kept.db other.db && drop_db other.db' >said.dora 2>&1 &
d=$!
until_end carl 'n=$(crm-offer list tags=anna | wc -l); [ "$n" -ge "${last:-0}" ] && last=$n && crm-stage list >stages && crm-forecast >forecast' >said.carl 2>&1 &
wait $a $b $d $!
is 'two writers, a reader and backups at once: none is refused' "$(cat said.* | head -n 5)" ''
is 'no write is lost' "$(crm-offer list title~anna | wc -l),$(crm-offer list title~ben | wc -l),$(crm-offer show o1 -c tags | tr , '\n' | grep -c '^t')" \
  "$(cat count.anna),$(cat count.ben),$(cat count.ben)"
needs file is 'each is a batch of its own' "$(crm-log batches | awk -F '\t' '$1 != "" && $4 == "crm-offer" && $5 ~ /^(add|set)$/' | wc -l)" "$(($(cat count.anna) + 2 * $(cat count.ben) + $(crm-log batches -d base.db | awk -F '\t' '$4 == "crm-offer" && $5 ~ /^(add|set)$/' | wc -l)))"
ok 'check' crm-db\ check
needs file is 'one file at rest' "$(ls crm.db*)" crm.db
echo "# $(cat count.anna) and $(cat count.ben) times, read $(cat count.carl) times, $(cat count.dora) backups"

# restore, while others read and write: they see the one or the other
restores=${full:+30}
restores=${restores:-3}
crm-offer rm -q o1 o2 o3
crm-offer list -n 50 >part
copy_db crm.db three.db
: >go
for command in 'crm-offer set -q o7 campaign="$(date +%N)"' 'test "$(crm-offer list o1 o2 o3 2>/dev/null | wc -l)" != 1 && crm-offer list >all'; do
  while [ -e go ]; do eval "$command" || echo "$command: failed"; done >>said.restore 2>&1 &
done
for i in $(seq $restores); do
  crm-db restore --yes -q base.db || echo "restore $i: $?"
  crm-db restore --yes -q three.db || echo "restore $i: $?"
done >said.restored 2>&1
rm go
sleep 0.5
is 'restore while others read and write' "$(cat said.restored said.restore | head -n 5)" ''
ok 'check' crm-db\ check
copy_db base.db crm.db

# two jobs that write without a pause, and a person
head -n 20 slow.ids >few
runs=${full:+200}
runs=${runs:-20}
: >go
for job in one two; do
  while [ -e go ]; do crm-offer set -q - campaign="$job $(date +%N)" <few || echo "$job failed"; done >said.$job 2>&1 &
  eval "$job=$!"
done
sleep 0.2
"$pace" $runs 10 crm-offer add title=Person >paced 2>said.person
"$pace" $runs 10 crm-offer list -n 10 >paced.list 2>>said.person
rm go
wait $one $two
is 'two jobs and a person: none is refused' "$(cat said.one said.two said.person | head -n 5)" ''
echo "# runs, failed, median, p95 and longest in ms: writing $(cat paced), reading $(cat paced.list)"
is 'all of hers are there' "$(crm-offer list title=Person | wc -l)" "$(cut -d ' ' -f 1 paced)"
if [ -n "$full" ]; then
  [ "$(awk '{ print ($4 < 100) }' paced paced.list | sort -u)" = 1 ]
  result $? 'she waits less than 100 ms, 19 times of 20'
fi

# many at once
for i in $(seq 40); do
  crm-offer add -q title="At once $i" 2>"err.$i" &
done
for i in $(seq 100); do
  [ "$(crm-offer list title~'at once' | wc -l)" = 40 ] && break
  sleep 0.1
done
is 'forty at once' "$(crm-offer list title~'at once' | wc -l)$(cat err.[0-9]*)" 40

# ---- the readers that stopped reading ----

wait
is 'writers beside readers that are blocked go on' "$(cat slow.writers)" ''
echo "# $(cat slow.writes) writes of 1000 offers, a log of $(cat slow.log) bytes"
[ "$(cat slow.log)" -lt 8000000 ]
needs file result $? 'and the log does not grow behind them'
for verb in list export dump; do
  is "$verb: the end" "$(cat "slow.status.$verb" "slow.err.$verb")" 0
  cmp "slow.$verb" "slow.out.$verb"
  result $? "$verb: complete, and of one moment"
done
needs file is 'at rest it is one file' "$(ls slow.db*)" 'slow.db'
ok 'check' 'crm-db check -d slow.db'
finish
