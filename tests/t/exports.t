#!/bin/sh
# every export of every kind, read back, changes nothing: on records with values that are hard to write and to read.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-workflow apply - -q <<'YAML'
settings: {country: DE, currency: EUR}
fields:
  contact: [{name: remark, type: text}, {name: met, type: instant}]
  offer: [{name: topic, type: term}, {name: long_one, type: long}]
YAML
long=$(awk 'BEGIN { for (i = 0; i < 3000; i++) printf "lang %d ", i; print "Ende" }')
nbsp=$(printf 'vor\302\240nach') rtl=$(printf '\342\200\256txet\342\200\254') bell=$(printf 'a\001b')
hostile() { # every value, one a call of the command in "$@", which gets it as $V
  for V in "$(printf 'Tab\tim Text')" "$(printf 'Zeile 1\nZeile 2')" 'sagt "ja"' "it's" 'a;b,c|d' '4711' '0815' 'co17' 'c1' 'o2' '=1+1' '+49' '-3' '@home' 'Müller' 'Mueller' 'Muller' 'MÜLLER' 'back\slash' '\t' "$nbsp" "$rtl" "$bell" \
    '#kommentar' 'id' 'NULL' 'true' '2026-01-01' '1,5' '1.500' "$long" 'Straße' 'Strasse' 'Ωμέγα' '張偉' 'e=mc2' 'name=x' '100%' '$HOME' '`id`' '<b>x</b>' '&amp;'; do
    "$@"
  done
}
n=0
company() { crm-company add -q --force name="$V" city="$V" street="$V" notes="$V"; }
product() { n=$((n + 1)); crm-product add -q --force name="$V" unit="$V" notes="$V" price=$n.5; }
contact() {
  n=$((n + 1))
  crm-contact add -q --force name="$V" role="$V" street="$V" city="$V" notes="$V" remark="$V" company=co$((n % 30 + 1)) emails="work:p$n@x.example,home:q$n@x.example" phones="mobile:+49 170 55$((10000 + n)),fax:0221 33$((10000 + n))" birthday=1980-02-29 met=2026-03-29T01:30:00.123Z
}
offer() { n=$((n + 1)); crm-offer add -q --force title="$V" competitor="$V" notes="$V" long_one="$V" value=$n.25 contact=c$((n % 30 + 1)) roles=decider:c$((n % 20 + 1)) expected_close=2026-05-01; }
task() { n=$((n + 1)); crm-task add -q title="$V" notes="$V" due=2026-05-$((n % 28 + 1)) contact=c$((n % 30 + 1)); }
event() { n=$((n + 1)); CRM_NOW=2026-03-31T12:00:0$((n % 10)).789Z crm-log note -q c$((n % 30 + 1)) subject="$V" text="$V" notes="$V"; }
for k in company product contact offer task event; do n=0; hostile $k 2>>err; done
for i in 1 2 3; do crm-company add -q --force name='Zwilling GmbH' city=Ulm street="Allee $((i / 2))" notes="$i$((i / 3))"; done
for i in 1 2; do
  crm-product add -q --force name='Zwilling' price=7
  crm-contact add -q --force name='Zwilling Eins' phone='0221 7777' company=co3
  crm-contact add -q --force name='Zwilling Zwei' company=co4
  crm-contact add -q --force name='Zwilling Drei' email=drei@x.example role=same
done
crm-contact add -q email=nobody@x.example
crm-contact add -q phone='0221 4711'
crm-contact add -q name='Nur Name'
crm-contact add -q --force name='Nur Name'
crm-contact add -q --force name='Nur Name' phone='1-800-FLOWERS' 2>/dev/null
crm-contact add -q --force name='Erste Test' email=fam@x.example
crm-contact add -q --force name='Zweite Test' email=fam@x.example
crm-offer add -q title=Gleich value=1
crm-offer add -q title=Gleich value=1
crm-offer add -q title=Nummer number=17 value=1
crm-offer add -q title=Id number=o1 value=1
crm-task add -q title=Gleich
crm-task add -q title=Gleich
crm-lead add -q title=Lead name="$rtl" message="$long"
crm-stage win -q 3
crm-stage lose -q 4 reason='zu "teuer"; echt'
crm-user add -q name=ben full="B \"x\"	y"
total=$(crm-contact list | wc -l)
is 'all of them are there' "$total" $(($(crm-company list | wc -l) + 10))
crm-db dump >before
for k in company contact product offer lead task log user; do
  [ $k = user ] && key=name || key=id
  all=$(case $k in offer | lead | task | log) echo --all ;; esac)
  [ $k = log ] && all='kind=note,call'
  n=$(crm-$k export $all 2>/dev/null -f json | wc -l)
  for f in tsv csv; do
    r "$k, $f, --key=$key" "crm-$k export $all -f $f >e.$f; crm-$k import --key=$key e.$f 2>&1 >/dev/null" "crm-$k: 0 added, 0 changed, $n same, 0 rejected"
  done
  r "$k: and show, as edit reads it" "crm-$k list $all -c $([ $k = user ] && echo name || echo id) | crm-$k show - | crm-$k import --key=$key - 2>&1 >/dev/null | tail -n 1" "crm-$k: 0 added, 0 changed, $n same, 0 rejected"
done
# without --key=id: of several records of one name the nth such line is the nth that has all its values
for k in company contact product offer task log; do
  all=$(case $k in offer | task) echo --all ;; log) echo kind=note,call ;; esac)
  for f in tsv csv; do
    crm-$k export $all -f $f >e.$f
    crm-$k import e.$f >ids 2>msg
    is "$k, $f, by what is the same" "$? $(cat msg)" "0 crm-$k: 0 added, 0 changed, $(wc -l <ids) same, 0 rejected"
    is 'each line is the record it came from' "$(cat ids)" "$(crm-$k export $all | sed 1d | cut -f 1)"
  done
done
crm-company export | awk -F"$tab" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "name") n = i } NR == 1 || $n == "Zwilling GmbH"' >t.tsv
is 'two of one name' "$(wc -l <t.tsv)" 4
r 'in another order' "(sed 1q t.tsv; sed 1d t.tsv | tac) | crm-company import - 2>/dev/null | paste -sd' ' -" "$(sed 1d t.tsv | cut -f 1 | tac | paste -sd' ' -)"
sed 's/Allee/Gasse/' t.tsv | crm-company import - >/dev/null 2>msg
is 'with another value: refused' "$? $(grep -c 'have the name' msg)" '65 3'
# in a card a tab, a line end and a control character of a name or a town are blanks: c1, c2, c23, and who works for such a company
for v in 3.0 4.0; do
  crm-contact list -c id | grep -vxE 'c(1|2|23|30|31)' | crm-contact vcard --vcard=$v - >all.vcf
  r "cards of version $v" 'crm-contact import all.vcf 2>&1 >/dev/null | tail -n 1' "crm-contact: 0 added, 0 changed, $((total - 5)) same, 0 rejected"
done
r 'nothing of all that left a trace' 'crm-db dump | cmp - before' ''
ok 'the database is sound' crm-db check
finish
