#!/bin/sh
# crm-db: making, telling, checking, copying, dumping and loading a database.
. "$(dirname "$0")/../lib.sh"
unset CRM_DB
# ---- where it is ----
r 'reading before there is one: the empty pipeline, and nothing is made' 'crm-stage list -c name | wc -l; crm-offer list; ls -A "$HOME"' 8
r 'only the default one is made by writing' "crm-company add name=x 2>&1; ls \"\$HOME/.local/share/crm\"" "co1
crm-company: new database $HOME/.local/share/crm/crm.db: currency EUR, country none, language en, timezone UTC
crm.db"
r 'XDG_DATA_HOME' 'XDG_DATA_HOME=$PWD/xdg crm-company add name=y -q; ls xdg/crm; crm-company list -c name' 'crm.db
x'
needs file r 'nobody else reads it' 'stat -c %a xdg xdg/crm xdg/crm/crm.db | grep -v "0$"' '? 1'
r '-d before CRM_DB before the personal configuration' 'mkdir -p "$HOME/.config/crm"; crm-db init conf.db -q; crm-db init env.db -q; crm-db init opt.db -q
echo "database: $PWD/conf.db" >"$HOME/.config/crm/config.yaml"
crm-db info | sed -n "s/^path.*\///p"; CRM_DB=env.db crm-db info | sed -n "s/^path.//p"; CRM_DB=env.db crm-db info -d opt.db | sed -n "s/^path.//p"; rm "$HOME/.config/crm/config.yaml"' 'conf.db
env.db
opt.db'
r 'personal configuration: user' 'echo "user: ben" >"$HOME/.config/crm/config.yaml"; crm-db info | grep user; CRM_USER=carl crm-db info | grep ^user; CRM_USER=carl crm-db info --user=dora | grep ^user; rm "$HOME/.config/crm/config.yaml"; crm-db info | grep ^user' 'user|ben
records.user|1
user|carl
user|dora
user|anna'

# ---- init ----
r 'init says what it has set' 'LC_ALL=de_AT.UTF-8 TZ=Europe/Vienna crm-db init a.db' 'crm-db: new database a.db: currency EUR, country AT, language de, timezone Europe/Vienna'
r 'LC_MONETARY, LANG' 'unset LC_ALL; LANG=en_US.UTF-8 LC_MONETARY=de_CH.UTF-8 TZ=Asia/Tokyo crm-db init b.db 2>&1 | sed "s/.*: //"; LANG=ja_JP.UTF-8 crm-db init c.db 2>&1 | sed "s/.*: //"; LANG=en_GB@euro TZ=:Europe/London crm-db init d.db 2>&1 | sed "s/.*: //"' 'currency CHF, country CH, language de, timezone Asia/Tokyo
currency JPY, country JP, language ja, timezone UTC
currency GBP, country GB, language en, timezone Europe/London'
no 'one that exists is left alone' 73 'crm-db init a.db'
needs file r 'init of -d, of CRM_DB' 'crm-db init -d e.db -q; CRM_DB=f.db crm-db init -q; ls e.db f.db' 'e.db
f.db'
no 'init of two' 64 'crm-db init x.db y.db'
r 'makes the directories above' 'crm-db init deep/er/crm.db -q; ls deep/er' crm.db

# ---- a database with something in it ----
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
printf 'fields: {offer: [{name: risk, type: "low|high"}, {name: area, type: decimal}], company: [{name: note2, type: text}]}\n' | crm-workflow apply - -q
crm-company add name='Muster "A" GmbH' city=Köln tags=a,b category=customer notes='tab	back\slash
line' phone='0221 1' ext=maven:1 note2='' -q
crm-contact add name='Erika Muster' company=1 emails=work:e@muster.example,home:e@home.example -q
crm-product add sku=S name=Server price=1.5 currency=BHD -q
crm-offer add title=x contact=1 product=1 value=10 risk=high area=1.5 channel=web -q
crm-offer add title=weg value=10 -q
crm-stage win 1 -q
crm-stage next 2 -q && crm-log undo -q
crm-offer rm 2 -q
crm-user add name=ben manager=anna -q
r 'info' 'crm-db info | cut -f 1 | tr "\n" " "; crm-db info | sed -n "/^schema/p;/^today/p;/^timezone/p;/^currency/p;/^country/p;/^language/p;/^user/p;/^records.company/p;/^records.offer/p"; crm-db | head -n 1' "path version schema user today timezone currency country language journal size records.user records.company records.contact records.product records.offer records.line records.task records.event records.tag records.email records.phone records.category records.affiliation records.ext records.alias records.party records.role records.consent records.touch records.attachment records.property records.batch schema|3
user|anna
today|2026-03-31
timezone|Europe/Berlin
currency|EUR
country|DE
language|de
records.company|1
records.offer|1
path|$CRM_DB"
# fields that are declared and have no values yet
crm-db init -q -d plain.db
printf 'fields: {company: [{name: a, type: text}], offer: [{name: b, type: integer}, {name: c, type: "x|y"}]}\n' | crm-workflow apply - -q -d plain.db
crm-db init -q -d again.db
crm-db dump -d plain.db | crm-db load - -q -d again.db
r 'dump | load: fields without values' 'crm-db check -d again.db; crm-company add name=x a=1 -q -d again.db && crm-offer add title=x b=2 c=y -q -d again.db; crm-company list -c name,a -d again.db; crm-offer list -c b,c -d again.db; crm-company list a=1 -c id -d again.db' 'x|1
2|y
co1'
needs file
if command -v sqlite3 >/dev/null; then
  sqlite3 plain.db 'DROP TABLE company_x; ALTER TABLE offer_x DROP COLUMN x_3'
  r 'check: a missing side table, a missing column' 'crm-db check -d plain.db' 'crm-db: plain.db: table company_x has no column x_1
crm-db: plain.db: table offer_x has no column x_3
? 1'
fi
needs nothing
t 'check: sound, and says nothing' 'crm-db check' <<'END'
END
state() { for k in company contact product offer user; do crm-$k list --all -f json -c "$(crm-$k fields 2>/dev/null | cut -f 1 | paste -sd,)"; done; crm-stage list; crm-stage history --all; crm-workflow show; crm-log batches | grep -v restore; crm-log changes; }
state >want

# ---- backup, restore ----
r 'backup' 'crm-db backup copy.db' ''
is 'is the same' "$(CRM_DB=copy.db state | cmp - want 2>&1)" ''
no 'not over a file' 73 'crm-db backup copy.db'
no 'of what is not there' 66 'crm-db backup x.db -d missing.db'
crm-company set 1 city=Bonn -q
crm-company add name=Neu -q
r 'restore is asked for' 'crm-db restore copy.db' 'crm-db: restoring drops 2 commands since the backup: --yes does it
? 64'
r 'restore' 'crm-db restore --yes copy.db' 'crm-db: 2 commands since the backup are dropped'
is 'is as it was' "$(state | cmp - want 2>&1)" ''
ok 'and sound' 'crm-db check'
r 'ids given since the backup are not given again' 'crm-company add name=Neu; crm-log undo -q' co3
no 'restore of what is not there' 66 'crm-db restore --yes missing.db'
no 'restore of what is no database' 69 'echo x >text; crm-db restore --yes text'
no 'restore of itself' 64 'crm-db restore --yes "$CRM_DB"'
crm-db restore --yes -q copy.db

# ---- dump, load ----
crm-db dump >dump.tsv
r 'a dump: first and last line' "head -n 1 dump.tsv; tail -n 1 dump.tsv | cut -f 1; file=\$(wc -l <dump.tsv); test \$file -gt 20 && echo more" 'crm-dump|1|3
end
more'
crm-db init load.db -q
r 'load' 'crm-db load dump.tsv -d load.db' ''
is 'is the same' "$(CRM_DB=load.db state | cmp - want 2>&1)" ''
r 'its dump is the same, byte for byte' 'crm-db dump -d load.db | cmp - dump.tsv' ''
ok 'and sound' 'crm-db check -d load.db'
r 'from standard input' 'crm-db init load2.db -q; crm-db dump | crm-db load - -d load2.db; crm-db dump -d load2.db | cmp - dump.tsv' ''
r 'numbers go on' 'crm-offer add title=y -d load.db' o3
no 'not into one that holds records' 5 'crm-db load dump.tsv -d load.db'
no 'a file that is not there' 66 'crm-db init load3.db -q; crm-db load missing -d load3.db'
bad() { # title, sed script
  sed "$2" dump.tsv >bad.tsv
  crm-db load bad.tsv -d load3.db >out 2>err
  is "a dump $1" "$? $(grep -c '^crm-db: bad.tsv' err)" '65 1'
}
bad 'that is cut off' '$d'
bad 'without its first line' '1d'
bad 'with a row that lacks a field' '/^table	company/{n;s/	[^	]*$//;}'
bad 'with a table nobody knows' 's/^table	company	/table	companies	/'
bad 'with a column nobody knows' '/^table	company/s/	city/	town/'
bad 'with a number that is none' '/^table	users/{n;s/^1	/x	/;}'
bad 'with the wrong number of rows' '$s/[0-9]*$/1/'
bad 'with an unknown escape' 's/back\\\\slash/back\\qslash/'
printf 'crm-dump\t1\t999\nend\t0\n' >newer.tsv
no 'a dump of a newer version' 69 'crm-db load newer.tsv -d load3.db'
: >nothing
no 'nothing at all' 65 'crm-db load nothing -d load3.db'
r 'none of them has left anything' 'crm-company list -d load3.db; crm-db check -d load3.db && crm-db load dump.tsv -d load3.db && crm-db dump -d load3.db | cmp - dump.tsv' ''

# ---- check finds what is wrong ----
needs file
wrong() { # title, SQL, pattern
  copy_db copy.db bad.db
  sqlite3 bad.db "$2" || echo "# $2"
  crm-db check -d bad.db >out 2>err
  is "check: $1" "$? $(grep -c -e "$3" err)" '1 1'
  [ "$(grep -c "$3" err)" = 1 ] || sed 's/^/# /' err
}
wrong 'a value that is not kept' "UPDATE offer SET value = 1 WHERE id = 1" 'o1.*value'
wrong 'a state that is not its stage'"'"'s' "UPDATE offer SET state = 3 WHERE id = 1" 'o1.*state'
wrong 'a reference to nothing' "UPDATE contact SET company = 99 WHERE id = 1" 'c1.*company.*99'
wrong 'a search key' "UPDATE company SET name_key = 'x' WHERE id = 1" 'co1.*name'
wrong 'a telephone key' "UPDATE company SET phone_key = '1' WHERE id = 1" 'co1.*phone'
wrong 'a missing index' "DROP INDEX company_name" company_name
wrong 'a counter behind its records' "UPDATE counter SET last = 0 WHERE kind = 2" '^crm-db: company: .*counter'
wrong 'a move that does not follow' "UPDATE stage_move SET from_stage = 2 WHERE offer = 1 AND seq = 2" 'o1.*move'
wrong 'days of moves that fall' "UPDATE stage_move SET day = day + 1 WHERE offer = 1 AND seq = 1" 'o1.*'
wrong 'a history that leads elsewhere' "UPDATE company SET city = 'Ulm', city_key = 'ulm' WHERE id = 1; UPDATE change SET new = 'zz' WHERE batch = (SELECT max(batch) FROM change)" 'zz\|histor\|b[0-9]'
wrong 'a circle of parents' "UPDATE company SET parent = 1 WHERE id = 1" 'co1.*parent\|circle\|cycle'
needs nothing
copy_db copy.db bad.db
needs file
dd if=/dev/urandom of=bad.db bs=4096 seek=5 count=20 conv=notrunc 2>/dev/null
crm-db check -d bad.db >out 2>err
s=$?
[ $s = 1 ] || [ $s = 69 ]
result $? 'check: pages of rubbish'
no 'and reading them does no harm' 69 'crm-company list -d bad.db >/dev/null; crm-offer list -d bad.db >/dev/null; crm-log changes -d bad.db >/dev/null'
needs nothing
needs file r 'check changes nothing' "cp copy.db c1.db; crm-db check -d c1.db; cmp c1.db copy.db" ''

# ---- at rest it is one file; read-only media ----
needs file r 'no companions at rest' "ls crm.db*" crm.db
needs file
if [ "$(id -u)" != 0 ]; then
  chmod 444 copy.db
  r 'a file that cannot be written is read' 'crm-company list -d copy.db -c id' co1
  no 'not written' 77 'crm-company add name=x -d copy.db'
fi
# ---- a damaged history is named, and never walked through for ever ----
crm-db init -q damaged.db
CRM_DB=damaged.db crm-company add -q name=Eins
sqlite3 damaged.db 'UPDATE added SET last = 4000000000000 WHERE kind = 2'
r 'a run of additions beyond the counter' 'timeout 20 crm-db check -d damaged.db' 'crm-db: company: number 4000000000000 is beyond the counter, which stands at 1
? 1'
no 'the log of it ends' 0 'timeout 20 crm-log changes -d damaged.db'
needs nothing

finish
