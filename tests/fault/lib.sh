# lib.sh - what the fault tests share: a small world, a tool with a fault in it, another user. Sourced behind tests/lib.sh.

inject=$BUILD/fault/inject.so
pace=$BUILD/fault/pace
ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 # the preloaded library comes before the sanitizer's
awk=$(command -v mawk || command -v awk)

# a database of $2 offers with their history
make_world() {
  crm-db init -q "$1" && "$awk" -v N="$2" -f "$top/tests/bench/world.awk" </dev/null | crm-db load -q -d "$1" -
}

# The world with a command of this user behind it, the files the commands of these tests read, and the steps themselves.
make_steps() {
  make_world base.db "$1" || exit 1
  printf 'title\tvalue\tstage\tcontact\tchannel\n' >offers.tsv
  "$awk" 'BEGIN { for (i = 1; i <= 40; i++) print "Imported " i "\t" i * 100 "\toffer\tc" 1 + i % 8 "\tweb" }' >>offers.tsv
  crm-offer list -d base.db state=open -n 12 >open.ids
  printf 'fields:\n  offer: [{name: risk, type: "low|mid|high"}]\n' >more.yaml
  cp base.db other.db && crm-offer add -q -d other.db title=Other value=1 stage=offer && crm-db backup -d other.db backup.db || exit 1
  crm-offer set -q -d base.db - channel=phone campaign=autumn <open.ids || exit 1
}

steps='import add set move rm undo restore apply'
step() { # name
  case $1 in
  import) echo 'crm-offer import offers.tsv' ;;
  add) echo 'crm-offer add title=New value=1200 stage=follow-up contact=c3' ;;
  set) echo 'crm-contact set c1 c2 c3 city=Bonn emails=work:x@y.example' ;;
  move) echo 'crm-stage move - negotiation expected_close=2026-05-01 <open.ids' ;;
  rm) echo 'crm-offer rm - <open.ids' ;;
  undo) echo 'crm-log undo' ;;
  restore) echo 'crm-db restore --yes backup.db' ;;
  apply) echo 'crm-workflow apply more.yaml' ;;
  esac
}

# Everything in the database, as text.
dump() { crm-db dump -d "${1:-$CRM_DB}"; }

fresh() { # file: a copy of the base, nothing beside it
  rm -f "$1" "$1-wal" "$1-shm" "$1-journal" && cp base.db "$1"
}

# faulty 'FAULT_AT=3 FAULT_DO=EIO' 'command': the command with the fault in each of its programs named crm-*
faulty() (
  eval "export $1 LD_PRELOAD='$inject'; $2"
) </dev/null

# whether crm.db is the base to the byte and at rest: then it is sound, and holds what the base holds, without asking
intact() {
  ! [ -e crm.db-wal ] && ! [ -e crm.db-journal ] && cmp -s crm.db base.db
}

# every call from 1 to n in the long form, else $2 of them
places() { # n most
  if [ -n "$full" ] || [ "$1" -le "$2" ]; then
    seq 1 "$1"
  else
    seq 1 "$2" | awk -v n="$1" -v k="$2" '{ print int(($1 - 1) * (n - 1) / (k - 1)) + 1 }'
  fi
}

# Another user without a passwd entry, or nothing when this isn't root. The directory has to be handed over first: own DIR.
if [ "$(id -u)" = 0 ] && setpriv --reuid 65533 --regid 65533 --clear-groups test -x "$BUILD/bin/crm-db" 2>/dev/null; then
  plain='setpriv --reuid 65533 --regid 65533 --clear-groups'
else
  plain=
fi
own() { [ -z "$plain" ] || chown -R 65533:65533 "$@"; }
