#!/bin/sh
# Random commands, seeded: the database stays sound, and undoing all of them leaves what was there before. CRM_FULL=1: thousands.
# A run is repeated with SEED=N; its commands stand in the output of a failure.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
if [ -n "$full" ]; then
  seeds=${SEED:-1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20} commands=250
else
  seeds=${SEED:-1 2 3} commands=70
fi

# awk draws the commands: each stands alone on its line, statuses 0 1 3 4 5 64 65 are all an answer
cat >draw.awk <<'END'
function pick(list,  v, n) { n = split(list, v, "|"); return v[1 + int(rand() * n)] }
function some(letters,  i, s) { for (i = 1 + int(rand() * 3); i > 0; i--) s = s " " letters (1 + int(rand() * 6)); return s }
function text() { return pick("Köln|Bonn|ä ö|x|a,b|'\\''|\"|\\|-|@x|%|_|=1") }
function day() { return sprintf("2026-%02d-%02d", 1 + int(rand() * 12), 1 + int(rand() * 28)) }
function money() { return pick("0|1|12000|-5|0.05|99.99|123456789.01|") }
function stage() { return pick("new|qualified|offer|follow-up|presentation|negotiation|won|lost") }
function company() { return pick("name=|name=|city=|notes=|street=|employees=|tags+=|tags-=|category=|parent=|ext=|phone=|owner=|industry=") }
function cvalue(f) {
  if (f == "employees=") return int(rand() * 300)
  if (f == "tags+=" || f == "tags-=") return pick("a|b|c")
  if (f == "category=") return pick("customer|partner|customer,partner|")
  if (f == "parent=") return pick("co1|co2|co3|")
  if (f == "ext=") return pick("s:1|s:2|s:1,t:1|")
  if (f == "phone=") return pick("0221 1|+49 30 7|")
  if (f == "owner=") return pick("me|ben|anna|")
  return text()
}
function ofield() { return pick("value=" money() "|title=" text() "|currency=" pick("EUR|JPY value=5|BHD value=1.5") "|pin=" pick("0|33.33|100|") "|expected_close=" pick(day() "|") "|contact=" pick("c1|c2|c3|") \
  "|company=" pick("co1|co2|") "|product=" pick("p1|p2|") "|stage=" stage() "|channel=" pick("web|fair|") "|number=" pick("N1|N2|N3|") "|tags+=" pick("a|b") "|owner=" pick("me|ben|")) }
function quoted(s) { gsub(/'/, "'\\''", s); return "'" s "'" }
function who() { return pick("|||| --user=ben") }
function assign(s,  v) { sub(/ value=/, "' 'value=", s); return "'" s "'" }
BEGIN {
  srand(seed)
  for (i = 0; i < n; i++) {
    r = rand()
    if (rand() < 0.25) print lead(rand())
    else if (r < 0.10) { print "crm-company add name=" quoted("Firma " int(rand() * 12)) " " quoted("city=" text()) pick("| --force") who() }
    else if (r < 0.17) print "crm-contact add name=" quoted("Person " int(rand() * 9)) pick("| company=co1| company=co2") pick("| emails=a" int(rand() * 9) "@x.example,home:b" int(rand() * 9) "@x.example") pick("| birthday=1980-02-29") who()
    else if (r < 0.21) print "crm-product add name=" quoted("Ware " int(rand() * 5)) " sku=S" int(rand() * 5) " price=" int(rand() * 100) who()
    else if (r < 0.33) print "crm-offer add title=" quoted("Angebot " int(rand() * 9)) pick("| contact=c1| contact=c2| company=co1") pick("| stage=" stage() "| number=N" int(rand() * 5)) pick("| value=" int(rand() * 9999)) who()
    else if (r < 0.36) print "crm-offer list state=open | head -n 3 | crm-offer add - title=kette"
    else if (r < 0.46) { f = company(); print "crm-company set" some("co") " " quoted(f cvalue(f)) who() }
    else if (r < 0.50) print "crm-contact set" some("c") " " pick("company=co1|company=co3|company=|emails+=n" int(rand() * 9) "@x.example|email=e" int(rand() * 9) "@x.example|emails=|phones=0221/1,mobile:0170/2|given=Gi family=Fa|name=" int(rand() * 9)) who()
    else if (r < 0.60) print "crm-offer set" some("o") " " assign(ofield()) who()
    else if (r < 0.72) print "crm-stage " pick("move" some("o") " " stage() "|next" some("o") "|back" some("o") "|win" some("o") "|lose" some("o") " reason=" pick("price|time") "|reopen" some("o")) pick("| value=" int(rand() * 99) "| expected_close=" day()) who()
    else if (r < 0.75) print "crm-" pick("company rm" some("co") "|contact rm" some("c") "|offer rm" some("o") "|product rm" some("p")) who()
    else if (r < 0.80) print "printf 'name\\tcity\\text\\n" quoted_tsv() "' | crm-company import - " pick("|--key=name|--key=ext|--force|--create=company") who()
    else if (r < 0.84) print "printf 'number\\ttitle\\tvalue\\tentered.offer\\tstage\\tclosed\\n" offers_tsv() "' | crm-offer import - " pick("|--key=number") who()
    else if (r < 0.86) print "crm-company export | sed '2s/Firma/Neu/' | crm-company import --key=id -" who()
    else if (r < 0.95) print "crm-log " pick("undo|undo|undo|redo|undo b" (4 + int(rand() * 40))) who()
    else if (r < 0.97) print "printf '" pick("fields: {company: [{name: risk, type: \"low#high\"}], offer: [{name: area, type: decimal}]}|fields: {company: []}|settings: {country: " pick("DE|AT|none") "}") "\\n' | tr '#' '|' | crm-workflow apply -" who()
    else print "crm-company set" some("co") " risk=" pick("low|high|") who()
  }
}
# inquiries and what becomes of them; events and their corrections
function inquiry(  k) { k = int(rand() * 7)
  return "name=" quoted("Person " int(rand() * 9)) pick("| email=a" k "@x.example| email=n" k "@x.example") pick("| phone=0221/" k "55555") pick("| company_name=" quoted("Firma " int(rand() * 14))) \
    " message=" quoted(pick("Hallo|Noch da?|" k)) pick("| source=web| campaign=x| referrer=c1| tags=a,b| value=5") }
function lead(r) {
  if (r < 0.30) return "crm-lead intake " inquiry() pick("|| --new") who()
  if (r < 0.36) return "printf 'name\\temail\\tmessage\\n" inquiries_tsv() "' | crm-lead intake - system=form" who()
  if (r < 0.46) return leads("qualify") pick("|| contact=c1") who()
  if (r < 0.58) return leads("convert") pick("| value=" int(rand() * 99) "| --into=o" (1 + int(rand() * 6))) who()
  if (r < 0.64) return leads("disqualify") " reason=" pick("price|spam") who()
  if (r < 0.70) return leads("assign") " " pick("ben|--round-robin|--round-robin=ben,anna|--by-load") who()
  if (r < 0.85) return "crm-log " pick("call|meeting|email|letter|visit|note") some(pick("o|c|co")) pick("| contacts+=c1,c2| offer=o1| contact=c3") " subject=" quoted(text()) pick("| direction=in| at=2026-03-0" (1 + int(rand() * 9))) pick("| message_id=m" int(rand() * 9)) who()
  return "crm-log correct e" (1 + int(rand() * 12)) " " pick("subject=" quoted(text()) "|contacts+=c1|contacts=|contacts=c3,c2|at=2026-02-11|kind=note|offer=|offer=o2|outcome=good") who()
}
function leads(verb) { return rand() < 0.7 ? "crm-lead list -c id -n " (1 + int(rand() * 2)) pick("| -s -id") " | crm-lead " verb " -" : "crm-lead " verb some("o") }
function inquiries_tsv(  s, k) { for (k = 1 + int(rand() * 3); k > 0; k--) s = s "Person " int(rand() * 9) "\\ta" int(rand() * 9) "@x.example\\tForm " int(rand() * 4) "\\n"; return s }
function quoted_tsv(  s, k) { for (k = 1 + int(rand() * 3); k > 0; k--) s = s "Firma " int(rand() * 14) "\\t" pick("Ulm|Hof|") "\\t" pick("|s:" int(rand() * 5)) "\\n"; return s }
function offers_tsv(  s, k) { for (k = 1 + int(rand() * 3); k > 0; k--) s = s "I" int(rand() * 6) "\\tImport\\t" int(rand() * 99) "\\t" pick("2026-01-05|2026-02-01|") "\\t" pick("offer|negotiation|won|lost") "\\t\\n"; return s }
END

state() { for k in company contact product offer user; do crm-$k list --all -f json -s id -c "$(crm-$k fields 2>/dev/null | cut -f 1 | grep -v -e updated -e created | paste -sd,)"; done; crm-stage list; crm-workflow show; }

for seed in $seeds; do
  CRM_DB=$work/$seed.db
  export CRM_DB
  crm-db init -q
  crm-user add name=ben -q --user=setup
  crm-user set anna full=Anna -q --user=setup
  state >empty
  # more than a beginning, so that most commands find something to work on; undone with the rest
  crm-company add name='Muster GmbH' -q && crm-company add name='Zwei AG' -q
  crm-contact add name='Erika Muster' company=1 -q && crm-product add name=Ware sku=S0 -q
  for i in 1 2 3; do crm-offer add title="Angebot $i" contact=1 -q; done
  awk -v seed="$seed" -v n="$commands" -f draw.awk >commands
  : >bad
  n=0
  while IFS= read -r command; do
    n=$((n + 1))
    eval "$command" >out 2>err </dev/null
    case $? in 0 | 1 | 3 | 4 | 5 | 64 | 65) ;; *) echo "# command $n: status: $command: $(head -n 1 err)" >>bad ;; esac
    [ $((n % 35)) = 0 ] || continue
    crm-db check >check 2>&1 || { sed "s/^/# after command $n: /" check >>bad; break; }
  done <commands
  crm-db check >check 2>&1 || sed 's/^/# check: /' check >>bad
  ! [ -s bad ]
  result $? "seed $seed: sound after $n commands"
  head -n 8 bad
  [ -s bad ] && sed 's/^/#   /' commands | head -n "$n"

  # everything back, the newest first, whoever did it
  : >bad
  crm-log batches undone= -c batch,verb,tool 2>/dev/null >open || crm-log batches -c batch,verb,tool,undone | awk -F'\t' '$4 == ""' >open
  for b in $(awk -F'\t' '$2 != "undo" && $2 != "redo" && $2 != "init" { print $1 }' open); do
    [ "${b#b}" -gt 3 ] || continue
    crm-log undo "$b" -q 2>err || sed "s/^/# undo $b: /" err >>bad
  done
  state >now
  cmp -s now empty || diff empty now | head -n 6 | sed 's/^/# left over: /' >>bad
  crm-db check >check 2>&1 || sed 's/^/# check: /' check >>bad
  ! [ -s bad ]
  result $? "seed $seed: undone to the beginning, and sound"
  head -n 12 bad

  # a dump of it all loads, and dumps the same
  crm-db dump >dump.tsv 2>bad
  (crm-db init loaded.db -q && crm-db load dump.tsv -d loaded.db && crm-db check -d loaded.db && crm-db dump -d loaded.db | cmp - dump.tsv) >>bad 2>&1
  result $? "seed $seed: dump, load"
  sed 's/^/# /' bad | head -n 6
  drop_db loaded.db
done
finish
