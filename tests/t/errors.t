#!/bin/sh
# Exit statuses and messages: every status of crm(7) occurs, in one form, and wrong use changes nothing.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-company add name='Muster GmbH' city=Köln -q
crm-contact add name='Erika Muster' company=1 email=erika@muster.example -q
crm-contact add name='Erika Muster' city=Bonn -q
crm-offer add title=Server contact=1 value=1000 -q
crm-offer add title=Rack -q
batches=$(crm-log batches | wc -l)
tools='company contact product offer user stage report forecast log workflow db'

# ---- every status, with its message ----
t '0: done' 'crm-company list -c id' <<'END'
co1
END
t '0: an empty list is done' 'crm-company list city=Bonn' <<'END'
END
t '1: not there' 'crm-offer show 99' <<'END'
! crm-offer: no offer o99
? 1
END
t '1: nothing to undo' 'crm-log undo --user=nobody' <<'END'
! crm-log: nothing to undo
? 1
END
t '1: a reference that is not there' 'crm-offer add title=x company=Nobody' <<'END'
! crm-offer: company: no company 'Nobody'
? 1
END
no '3: ambiguous' 3 "crm-contact show 'erika muster'"
t '4: there already' 'crm-contact add name=Erika email=erika@muster.example' <<'END'
! crm-contact: email: contact c1 has the e-mail 'erika@muster.example', --force adds it all the same
? 4
END
t '5: in use' 'crm-company rm 1' <<'END'
! crm-company: 1 contact, 1 offer refer to co1
? 5
END
no '5: an illegal move' 5 'crm-stage move 1 negotiation at=2020-01-01'
t '64: an unknown field' 'crm-company list nmae=x' <<'END'
! crm-company: company has no field 'nmae', nearest is 'name'
? 64
END
t '64: an unknown word' 'crm-offer list state=opne' <<'END'
! crm-offer: state: no word 'opne', nearest is 'open'
? 64
END
no '64: an unknown verb' 64 'crm-company lst'
no '64: an unknown option' 64 'crm-company list --nope'
t '65: bad data in a value' 'crm-company set 1 employees=many' <<'END'
! crm-company: employees: 'many' is not a number
? 65
END
printf 'name\temail\nNeu\tfoo\n' >leads.tsv
t '65: bad data in a file: file, line, column, field' 'crm-contact import leads.tsv' <<'END'
! crm-contact: leads.tsv:2:5: email: 'foo' is not an e-mail address
! crm-contact: nothing is imported; --reject=FILE takes the bad lines aside
? 65
END
needs file
copy_db crm.db damaged.db
sqlite3 damaged.db 'DELETE FROM stage'
for c in 'set 1 title=x' 'set 1 pin=50' 'set 1 value=5'; do
  no "65: an offer whose stage is gone: $c" 65 "crm-offer $c -d damaged.db"
done
needs nothing
t '65: bad data on standard input' "printf 'o1\nx\n' | crm-offer rm -" <<'END'
! crm-offer: stdin:2:1: 'x' is no id; the first field of a line must be one, such as o9 or c12
? 65
END
t '66: no such file' 'crm-contact import missing.tsv' <<'END'
! crm-contact: missing.tsv: No such file or directory
? 66
END
t '66: no such database' 'crm-contact list -d missing.db' <<'END'
! crm-contact: missing.db: no such database, run 'crm-db init'
? 66
END
no '66: no such database, by CRM_DB' 66 'CRM_DB=missing.db crm-contact list'
no '66: no such database to write' 66 'crm-contact add name=x -d missing.db'
needs file is '66: and none is made' "$(ls missing.db 2>/dev/null)" ''
needs file
echo 'not a database, but long enough to be looked at as if it were one' >text.db
no '69: not a database' 69 'crm-contact list -d text.db'
copy_db crm.db new.db
sqlite3 new.db 'PRAGMA user_version = 9999'
no '69: of a newer version' 69 'crm-contact list -d new.db'
copy_db crm.db other.db
sqlite3 other.db 'PRAGMA application_id = 1'
no '69: of another program' 69 'crm-contact list -d other.db'
head -c 5000 crm.db >half.db
no '69: cut off' 69 'crm-contact list -d half.db'
: >empty.db
no '69: an empty file' 69 'crm-contact list -d empty.db'
needs nothing
if [ "$(nm "$BUILD/bin/crm-company" 2>/dev/null | grep -c __asan_init)" = 0 ]; then
  no '70: out of memory' 70 'ulimit -v 60000; head -c 100000000 /dev/zero | tr "\0" x | crm-company set 1 notes@=-'
else
  skip '70: out of memory' 'a sanitizer wants more'
fi
needs file
no '73: the file is there already' 73 "crm-db init '$CRM_DB'"
no '73: a backup that is there already' 73 'crm-db backup text.db'
no '73: nowhere to make it' 73 'crm-db init text.db/x/crm.db'
no '73: nowhere to make a backup' 73 'crm-db backup text.db/y.db'
needs nothing
no '74: the disk is full' 74 'crm-company list >/dev/full'
no '74: a message with nothing listed' 74 'crm-company --help >/dev/full'
needs file
if [ "$(id -u)" != 0 ]; then
  copy_db crm.db locked.db && chmod 0 locked.db
  no '77: not permitted' 77 'crm-company list -d locked.db'
else
  skip '77: not permitted' 'root may read everything'
fi
needs nothing
printf 'settings: {currency: EURO}\n' >bad.yaml
no '78: the configuration is wrong' 78 'crm-workflow check bad.yaml'
no '78: applying it too' 78 'crm-workflow apply bad.yaml'
mkdir -p "$HOME/.config/crm"
echo 'colour: always' >"$HOME/.config/crm/config.yaml"
no '78: personal settings' 78 'crm-company list'
rm "$HOME/.config/crm/config.yaml"
no '71: a tool that cannot be run' 71 'mkdir bin; printf "#!/tmp\n" >bin/crm-broken; chmod +x bin/crm-broken; PATH=$PWD/bin:$PATH crm broken'
no '64: no such tool' 64 'crm nosuch'

# ---- the form: one line, tool first, no full stop, nothing that drives a terminal ----
form() { # title, command: every line of standard error
  sh -c "$2" 2>err >out </dev/null
  bad=$(grep -avE "^crm(-[a-z]+)?: [^A-Z].*[^.]$" err | head -n 1)
  [ -s err ] && [ -z "$bad" ] && [ "$(LC_ALL=C tr -d '\n' <err | LC_ALL=C grep -c '[[:cntrl:]]')" = 0 ]
  result $? "form: $1"
  [ -s err ] || echo '# nothing was said'
  [ -z "$bad" ] || printf '# %s\n' "$bad"
}
esc=$(printf '\033[31m')
nl='a
b'
form 'a field value with an escape sequence' "crm-offer list 'state=${esc}'"
form 'a name with an escape sequence' "crm-company show '${esc}red'"
form 'a value of several lines' "crm-offer list 'owner=$nl'"
form 'a file with an escape sequence in its name' "crm-company import '${esc}'"
form 'bidirectional controls' "crm-company show '$(printf 'a\342\200\256b')'"
is 'bidirectional controls are masked' "$(grep -c "$(printf '\342\200\256')" err)" 0
form 'bytes that are not UTF-8' "crm-company show '$(printf '\377\376')'"
form 'an unknown verb' 'crm-company lst'
form 'an empty operand' 'crm-company ""'
form 'several' "crm-company add nmae=x; crm-offer list closed=never; crm-contact add; crm-stage move 1 nowhere; crm-report revenue --by=nothing; crm-forecast --band=x"
form 'a duplicate' "crm-contact add name=Erika email=erika@muster.example"
form 'candidates' "crm-contact show 'erika muster'"
form 'a bad database' 'crm-contact list -d text.db'
long=$(head -c 100000 /dev/zero | tr '\0' x)
form 'a very long word' "crm-company show '$long'"

# ---- wrong use: 64, and nothing happens ----
u() { no "64: $1" 64 "$1"; }
for k in company contact product offer user; do
  u "crm-$k set"
  u "crm-$k set -n 1 1 notes=x"
  u "crm-$k rm"
  u "crm-$k rm 1 -n 1"
  u "crm-$k rm 1 -s id"
  u "crm-$k show"
  u "crm-$k show 1 -s notes"
  u "crm-$k show 1 -n 1"
  u "crm-$k add"
  u "crm-$k edit"
  u "crm-$k import"
  u "crm-$k list ''"
  u "crm-$k list - -"
  u "crm-$k fields x"
  u "crm-$k export -N"
  u "crm-$k list -N"
  u "crm-$k nosuchverb"
  u "crm-$k --key=name list"
  u "crm-$k list --key=name"
done
u 'crm-stage move'
u 'crm-stage move 1'
u 'crm-stage move negotiation'
u 'crm-stage move 1 negotation'
u "crm-stage move 1 ''"
u 'crm-stage win'
u 'crm-stage lose -n 1 2'
u 'crm-stage win 1 --reason=x'
u 'crm-stage add 1'
u 'crm-stage history -s day'
u 'crm-report'
u 'crm-report reveneu'
u 'crm-report revenue --by=produkt'
u 'crm-report revenue --by=+owner'
u 'crm-forecast --by=month,+owner'
u 'crm-report revenue --period=sometime'
u 'crm-report revenue -N'
u 'crm-forecast --band=0'
u 'crm-forecast --band=100'
u 'crm-forecast --by=nothing'
u 'crm-log undo x'
u 'crm-log changes b1 nonsense=1'
u 'crm-log undo -n 1'
u 'crm-workflow check'
u 'crm-workflow apply'
u 'crm-db backup'
u 'crm-db restore'
u 'crm-db load'
u 'crm-db info x'
u 'crm-db nosuch'
u 'crm-company list --limit'
u 'crm-company list --color=sometimes'
u 'crm-company list -f xml'
u 'crm-company list --today=never'
u "crm-company list -d ''"
u "crm-company list --user=''"
u 'crm-company list --header=yes'
u 'CRM_TODAY=never crm-company list'
u 'CRM_NOW=never crm-company list'
r 'the nearest verb and the search are named' "crm-contact lst 2>&1 | head -n 1 | grep -c \"'list'.*crm-contact list WORD\"; crm-contact ad name=x 2>&1 | head -n 1 | grep -c \"'add'\"; crm-stage won 1 2>&1 | head -n 1 | grep -c \"'win'\"" '1
1
1'
is 'nothing has changed' "$(crm-log batches | wc -l)" "$batches"

# ---- options ----
r 'abbreviated long options' 'crm-company list --colu=id --lim=1; crm-company list --colum=id --form=csv' 'co1
id
co1'
no 'an ambiguous one' 64 'crm-company list --col=id'
r 'letters together' 'crm-company list -Hn1 -cid' 'id
co1'
r 'a value that looks like an option' 'crm-offer list -s -title -c id' 'o1
o2'
r 'operands that look like options, behind --' "crm-company add -q -- name=--help; crm-company list -c name -- name=--help" '--help'
no 'a word that looks like an option, before it' 64 'crm-company list -x'
for v in POSIXLY_CORRECT=1 ARGP_HELP_FMT=usage-indent=30,no-dup-args; do
  r "$v: options behind operands" "$v crm-company list city=Köln -c id -n 1" co1
  is "$v: help" "$(env $v crm-company --help | cksum)" "$(crm-company --help | cksum)"
done
is 'ARGP_HELP_FMT that is wrong says nothing' "$(ARGP_HELP_FMT=nonsense crm-company --help 2>&1 | cksum)" "$(crm-company --help | cksum)"
for t in $tools; do
  "crm-$t" --help >out 2>err
  is "crm-$t --help" "$? $(cat err) $(grep -c '^Usage: ' out)" '0  1'
  is "crm-$t -? --usage --version" "$(crm-$t -\? | cksum) $(crm-$t --usage | grep -c Usage) $(crm-$t --version)" "$(cksum <out) 1 crm-$t $(crm --version | sed 's/.* //')"
  is "crm-$t -V" "$(crm-$t -V)" "$(crm-$t --version)"
  for v in $(crm-$t --dump-options | awk -F'\t' '$1 == "verb" { print $2 }'); do
    crm-$t "$v" --help >out 2>err && [ ! -s err ] && grep -q "^Usage: crm-$t $v" out && ! [ "$(awk 'length > 80' out)" ] || echo "# $v: $(cat err out | head -n 3)"
    grep -q "^  $v " help.$t 2>/dev/null || crm-$t --help | grep -q "^  $v " || echo "# $v is not in --help"
  done >wrong
  is "crm-$t VERB --help" "$(cat wrong)" ''
done
r 'help changes and needs no database' 'CRM_DB=missing.db crm-company rm 1 --help >out; echo $?; CRM_DB=missing.db crm-company --version >out; echo $?' '0
0'

# ---- standard input is read once ----
no 'ids and text' 64 "echo co1 | crm-company set - notes@=-"
no 'file and text' 64 "echo name | crm-company import - notes@=-"
no 'twice' 64 "echo co1 | crm-company show - -"

# ---- nothing is asked ----
r 'no verb asks' 'crm-offer rm 2 </dev/null && crm-log undo -q </dev/null' o2
ok 'a closed pipe ends a tool quietly' 'crm-company add name=Pipe -q; yes co1 | head -n 1 | crm-company list - | true'
ok 'the database is sound' 'crm-db check'
finish
