#!/bin/sh
# crm-log: what was changed, and taking it back: every kind of command, and every refusal.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
# what the tables hold but for when it was written; bookkeeping of the history is another matter
state() {
  crm-db dump | awk -F '\t' -v OFS='\t' '
    $1 == "table" { out = $2 !~ /^(batch|undoing|change|added|removed|counter|stage_move)$/ && $2 !~ /^search/; n = 0
      for (i = 3; i <= NF; i++) if ($i == "updated") n = i - 2 }
    out && n { $n = "" }
    out && $1 != "end"'
}
# u TITLE COMMAND: the command changes something, undo takes all of it back, redo brings all of it again, undo takes it back once more
u() {
  state >s0
  sh -c "$2" >out 2>err || sed 's/^/# /' err
  state >s1
  crm-log undo -q 2>err || sed 's/^/# undo: /' err
  state >s2
  crm-log redo -q 2>err || sed 's/^/# redo: /' err
  state >s3
  crm-log undo -q 2>err || sed 's/^/# undo: /' err
  state >s4
  ! cmp -s s0 s1 && cmp -s s0 s2 && cmp -s s1 s3 && cmp -s s0 s4 && crm-db check >check 2>&1
  result $? "undo, redo, undo: $1"
  cmp s0 s1 >/dev/null && echo '# it changed nothing'
  diff s0 s2 | sed 's/^/# undone: /' | head -n 6
  diff s1 s3 | sed 's/^/# redone: /' | head -n 6
  diff s0 s4 | sed 's/^/# undone again: /' | head -n 6
  sed 's/^/# check: /' check 2>/dev/null | head -n 6
  rm -f check
}
crm-company add name='Muster GmbH' city=Köln category=customer,partner tags=a,b notes=n ext=maven:1 industry=Bau -q
crm-company add name='Zwei AG' parent=1 -q
crm-contact add name='Erika Muster' company=1 emails=work:e@muster.example,home:e@home.example phones='0221 1,mobile:0170 1' -q
crm-contact add name='Max Beispiel' -q
crm-product add sku=S-1 name=Server price=10 -q
crm-offer add number=A-1 title=Server contact=1 value=100 product=1 expected_close=2026-05-01 tags=x -q
crm-offer add title=Rack stage=negotiation value=5 -q
crm-offer add title=Lead stage=new -q
printf 'name\tcity\temployees\nMuster GmbH\tBonn\t7\nDrei\t\t\nVier\tUlm\t\n' >import.tsv
printf 'number\ttitle\tentered.offer\tstage\tclosed\tvalue\nI-1\tx\t2026-01-01\twon\t2026-02-01\t5\nI-2\ty\t\t\t\t\n' >offers.tsv
cat >pipe.yaml <<'END'
settings: {currency: CHF, country: CH}
pipelines:
  sales: {title: Sales, stages: [{name: new, kind: lead, probability: 5}, {name: qualified, kind: lead, probability: 10}, {name: offer, title: Offer!, probability: 25}, {name: follow-up, probability: 40}, {name: presentation, probability: 60}, {name: negotiation, probability: 80}, {name: won, probability: 100}, {name: lost, probability: 0}]}
  other: {title: Other, stages: [{name: a, probability: 50}, {name: won, probability: 100}, {name: lost, probability: 0}]}
fields:
  company: [{name: risk, type: "low|high"}]
END

u 'add' 'crm-company add name=Neu city=Bonn tags=t,u category=other ext=e:1 owner=me'
u 'add of a person with all that hangs on it' "crm-contact add given=A family=B company='Zwei AG' emails=a@b.example,home:c@d.example phones=0221/9 birthday=1980-01-01"
u 'add of an offer' 'crm-offer add title=Neu contact=1 product=1 value=3 channel=neues-wort stage=negotiation'
u 'add of a user' 'crm-user add name=ben manager=anna'
u 'add of many' "crm-company list | crm-contact add - name=Viele"
u 'the first word of a term' 'crm-offer add title=Wort channel=ganz-neu'
u 'set' 'crm-company set 1 2 city=Ulm employees=5 notes= parent='
u 'set of lists' 'crm-company set 1 tags+=c tags-=a category=other ext='
u 'set of e-mails and phones' 'crm-contact set 1 email=neu@muster.example phones='
u 'another company' "crm-contact set 1 company='Zwei AG'"
u 'no company' 'crm-contact set 1 company='
u 'set of an offer' 'crm-offer set 1 value=7 currency=JPY expected_close=2026-06-01 pin=50 title=Neu number='
u 'set of a user' 'crm-user set anna full=Anna team=x active=no'
u 'set of the name a user is known by' 'crm-user set anna email=a@b.example'
u 'rm of a company with its tags' 'crm-company rm 2'
u 'rm of a person' 'crm-contact rm 2'
u 'rm of an offer with its moves' 'crm-offer rm 1 2'
crm-product add sku=S-2 name=Rack -q
u 'rm of a product' 'crm-product rm 2'
u 'move' 'crm-stage move 1 negotiation value=8'
u 'next and back' 'crm-stage next 1 3'
u 'back' 'crm-stage back 2'
u 'win' 'crm-stage win 1 reason=gut'
u 'lose of a lead' 'crm-stage lose 3'
u 'set stage=' 'crm-offer set 2 stage=follow-up'
crm-stage win 2 -q
u 'reopen' 'crm-stage reopen 2'
u 'import' 'crm-company import import.tsv'
u 'import of offers with their moves' 'crm-offer import offers.tsv'
u 'import that adds what is missing' "printf 'title\tcompany\towner\tproduct\nNeu\tGanz Neu AG\tcarl\tNeuware\n' | crm-offer import - --create=company,user,product"
u 'edit' "VISUAL='sed -i s/Bau/Handel/' crm-company edit 1"
u 'workflow apply' 'crm-workflow apply pipe.yaml'
crm-workflow apply pipe.yaml -q
crm-company set 1 risk=high -q
u 'workflow apply that retires a field' "printf 'fields: {company: []}\n' | crm-workflow apply -"
u 'workflow apply that renames a stage' "crm-workflow show | sed 's/name: follow-up/name: chase, was: follow-up/' | crm-workflow apply -"
u 'a field of one'"'"'s own' 'crm-company set 1 risk=low'

# ---- undo after undo, several, other users ----
CRM_DB=$work/two.db
crm-db init -q
crm-company add name=Eins -q
crm-company set 1 city=A -q
crm-company set 1 city=B -q
crm-company add name=Ben --user=ben -q
r 'undo takes the own newest, and says what' 'crm-log undo' 'co1
crm-log: undid b4 2026-03-31 12:00 crm-company set, 1 record'
r 'again, the one before' 'crm-log undo -q; crm-company list 1 -c id,city' 'co1|'
r 'again' 'crm-log undo -q; crm-company list -c name' Ben
r 'nothing more; others'"'"' and the first settings stay' 'crm-log undo; crm-company list -c name' 'crm-log: nothing to undo
Ben'
r 'redo, redo, redo' 'crm-log redo -q; crm-log redo -q; crm-company list 1 -c name,city; crm-log redo -q; crm-company list 1 -c city' 'Eins|A
B'
no 'redo of nothing' 1 'crm-log redo -q'
r 'a batch of another user, named' 'crm-log undo b5; crm-company list -c name; crm-log redo -q' 'ben
co2
crm-log: undid b5 2026-03-31 12:00 crm-company add, 2 records
Eins'
r 'several, all or none' 'crm-log undo b4 b3 -q; crm-company list 1 -c id,city' 'co1|'
no 'one of them is undone already' 5 'crm-log undo b4 b5'
r 'nothing is' 'crm-company list -c name' 'Eins
Ben'
no 'a batch that is not there' 1 'crm-log undo b99'
no 'the making of the database' 5 'crm-log undo b1'
r 'an undo is a batch: undone by its number' 'u=$(crm-log batches -n 1 -c batch); crm-log undo $u -q; crm-company list 1 -c city' B
r '-N says what would happen' 'crm-log undo -N; crm-company list 1 -c city' 'set|co1|city|B|A
crm-log: would undo b4 2026-03-31 12:00 crm-company set, 1 record
B'
r 'undo -q prints nothing' 'crm-log undo -q && crm-log redo -q' ''

# ---- refusals name every place ----
CRM_DB=$work/three.db
crm-db init -q
crm-company add name=Eins city=A -q
crm-company add name=Zwei city=A -q
crm-company set 1 2 city=B notes=x -q
set_batch=$(crm-log batches -n 1 -c batch)
crm-company set 1 city=C -q
crm-company set 2 notes=y -q
r 'cells that were changed since: each is named' "crm-log undo $set_batch 2>&1 | grep -c -e 'co1.*city' -e 'co2.*notes'; crm-log undo $set_batch 2>/dev/null" '2
? 5'
r 'and nothing is taken back' 'crm-company list -c city,notes' 'C|x
B|y'
r 'in the right order it goes' 'crm-log undo -q; crm-log undo -q; crm-log undo -q; crm-company list -c city,notes' 'A|
A|'
crm-contact add name=Erika company=1 -q
crm-offer add title=x company=2 -q
r 'what others refer to: each is named' "crm-log undo b2 2>&1 | grep -c 'co1.*c1'; crm-log undo b2 b3 2>&1 | grep -c -e 'co1.*c1' -e 'co2.*o1'; crm-log undo b3 2>/dev/null" '1
2
? 5'
crm-offer rm 1 -q
r 'a record that is gone since' 'crm-company set 2 city=D -q; b=$(crm-log batches -n 1 -c batch); crm-company rm 2 -q; crm-log undo $b 2>/dev/null' '? 5'
crm-log undo -q
crm-product add sku=S-1 name=x -q
crm-product set 1 sku=S-2 -q
crm-product add sku=S-1 name=y -q
no 'a value that has to be unique and is taken by now' 5 'crm-log undo '"$(crm-log batches -c batch | sed -n 2p)"
crm-offer add title=m stage=offer -q
crm-stage move 2 follow-up -q
first=$(crm-log batches -n 1 -c batch)
crm-stage move 2 negotiation -q
no 'a move behind which another has come' 5 "crm-log undo $first"
ok 'both at once' "crm-log undo $first $(crm-log batches -n 1 -c batch)"
r 'is where it was' 'crm-offer list 2 -c stage' offer
r 'moves stay in the history, void' "crm-stage history 2 -c to,void | awk -F'\t' '{ print \$1, \$2 != \"\" }'" 'offer 0
follow-up 1
negotiation 1'
crm-workflow show | sed '/^fields/i\  more: {title: More, stages: [{name: a, probability: 50}, {name: won, probability: 100}, {name: lost, probability: 0}]}' | crm-workflow apply - -q
more=$(crm-log batches -n 1 -c batch)
crm-offer add title=z pipeline=more -q
no 'a pipeline offers run through' 5 "crm-log undo $more"

# ---- amounts ----
CRM_DB=$work/amounts.db
crm-db init -q
crm-offer add title=Cent value=0.05 -q
crm-offer set 1 currency=JPY value=5 -q
r 'another currency, the same number of minor units' 'crm-log undo -q; crm-offer list 1 -c value,currency; crm-log redo -q; crm-offer list 1 -c value,currency; crm-db check' '0.05|EUR
5|JPY'
crm-offer set 1 value=7 -q
no 'the currency of an amount that was set since' 5 'crm-log undo b3'
CRM_DB=$work/amounts-later.db
crm-db init -q
crm-offer add title=Cent value=0.05 -q
crm-offer set 1 value=0.07 -q
crm-offer set 1 currency=JPY value=7 -q
r 'an amount whose currency was changed since, the number is the same' 'crm-log undo b3' 'crm-log: offer o1: currency was changed again in b4 by anna
? 5'
r 'both at once' 'crm-log undo b3 b4 -q; crm-offer list 1 -c value,currency; crm-db check' '0.05|EUR'

# ---- numbers follow the country of the settings ----
CRM_DB=$work/numbers.db
crm-db init -q
crm-company add name=A phone='0221 12345678' -q
crm-company add name=B country=DE phone='0221 12345679' -q
crm-contact add given=Erika family=M phones='0170 1234567' -q
crm-contact add given=Max family=N country=AT phones='0170 1234568' -q
printf 'settings: {country: CH}\n' | crm-workflow apply - -q
numbers='crm-db check; crm-company list phone~+41221 -c id; crm-company list phone~+49221 -c id; crm-contact list phones=+411701234567 -c id; crm-contact list phones=+431701234568 -c id'
r 'of records without a country of their own' "$numbers" 'co1
co2
c1
c2'
r 'undone' "crm-log undo -q; $numbers" 'co2
c2'
r 'and again' "crm-log redo -q; $numbers" 'co1
co2
c1
c2'
r 'another country, and none again' "printf 'settings: {country: DE}\n' | crm-workflow apply - -q; crm-db check; crm-company list phone~+49221 -c id; crm-log undo -q; crm-log undo -q; $numbers" 'co1
co2
co2
c2'

# ---- fields of one's own come and go ----
CRM_DB=$work/own.db
crm-db init -q
crm-company add name=x -q
printf 'fields: {company: [{name: risk, type: "low|high"}]}\n' | crm-workflow apply - -q
crm-company set 1 risk=low -q
r 'set, the field, the record: all taken back' 'crm-log undo -q && crm-log undo -q && crm-log undo -q && crm-db check' ''
r 'the last value is cleared, the record goes' 'crm-log redo -q && crm-log redo -q && crm-log redo -q && crm-company set 1 risk= -q && crm-db check && crm-company rm 1 -q && crm-db check; crm-log undo -q && crm-log undo -q && crm-db check; crm-log undo -q && crm-log undo -q && crm-log undo -q && crm-db check' ''
r 'all of it again' 'crm-log redo -q && crm-log redo -q && crm-log redo -q && crm-company list -c id,risk && crm-db check' 'co1|low'
r 'a record removed while its field is retired comes back with the value' "printf 'fields: {company: []}\n' | crm-workflow apply - -q; crm-company rm 1 -q; crm-log undo -q; crm-log undo -q; crm-company list -c id,risk; crm-db check" 'co1|low'

# ---- changes, batches ----
CRM_DB=$work/four.db
CRM_NOW=2026-03-31T12:00:00Z crm-db init -q
CRM_NOW=2026-04-01T08:00:00Z crm-company add name='Muster GmbH' city=Köln -q
CRM_NOW=2026-04-02T08:00:00Z crm-company set 1 city=Bonn notes='a
b' -q --user=ben
CRM_NOW=2026-04-03T08:00:00Z crm-offer add title=x company=1 -q
CRM_NOW=2026-04-04T08:00:00Z crm-stage move 1 negotiation value=5 -q
CRM_NOW=2026-04-05T08:00:00Z crm-company rm 1 2>/dev/null
CRM_NOW=2026-04-05T08:00:00Z crm-log undo -q
r 'changes of a record' 'crm-log changes co1 -H' 'batch|at|by|tool|verb|what|id|field|old|new
b3|2026-04-02T08:00:00Z|ben|crm-company|set|set|co1|city|Köln|Bonn
b3|2026-04-02T08:00:00Z|ben|crm-company|set|set|co1|notes||a\nb
b2|2026-04-01T08:00:00Z|anna|crm-company|add|add|co1|||'
r 'no verb: the timeline' 'crm-log -c batch,kind,field field=city' 'b3|changed|city'
r 'no verb, an id' 'crm-log co1 2>&1 | head -n 1; crm-log b3 2>/dev/null' "crm-log: 'co1' is neither a verb nor a condition: crm-log list co1
? 64"
r 'no verb, a batch' 'crm-log b3 2>&1 | head -n 1' "crm-log: 'b3' is neither a verb nor a condition: crm-log list b3"
r 'conditions' 'crm-log changes by=ben what=set -c id,field; crm-log changes tool=crm-stage what=move -c id,field,old,new; crm-log changes at=2026-04-01 what=add -c id' 'co1|city
co1|notes
o1|stage|offer|negotiation
co1'
r 'a batch' 'crm-log changes b4 -c what,id' 'add|o1'
r 'from a stream' 'crm-company list | crm-log changes - -n 1 -c id,field' 'co1|city'
r 'batches' 'crm-log batches -c batch,at,by,tool,verb,changed,removed,undoes,undone' 'b6|2026-04-05T08:00:00Z|anna|crm-log|undo|1|0|b5|
b5|2026-04-04T08:00:00Z|anna|crm-stage|move|1|0||b6
b4|2026-04-03T08:00:00Z|anna|crm-offer|add|0|0||
b3|2026-04-02T08:00:00Z|ben|crm-company|set|1|0||
b2|2026-04-01T08:00:00Z|anna|crm-company|add|0|0||
b1|2026-03-31T12:00:00Z|anna|crm-db|init|0|0||'
r 'batches: conditions, -n' 'crm-log batches by=ben -c batch; crm-log batches tool=crm-offer -c batch; crm-log batches verb=add -n 1 -c batch; crm-log batches at=2026-04-01..2026-04-02 -c batch' 'b3
b4
b4
b3
b2'
no 'an unknown condition' 64 'crm-log changes filed=city'
no 'an unknown what' 64 'crm-log changes what=chagne'
no 'a record that never was' 1 'crm-log changes co99'
CRM_NOW=2020-01-01T00:00:00Z crm-company set 1 city=Früh -q
r 'time never runs backwards' 'crm-log changes co1 -n 1 -c at,new' '2026-04-05T08:00:00Z|Früh'
r 'operands are never stored' 'crm-company list geheim >/dev/null; crm-company set 1 city~geheim 2>/dev/null; crm-log batches | grep -c geheim' '0
? 1'
r 'changes of a removed record' 'crm-company add name=Weg city=Ulm tags=x -q; crm-company rm Weg -q; crm-log changes co2 what=rm -c id,field,old,new' 'co2|name|Weg|
co2|city|Ulm|
co2|tags|x|'

# ---- lists and words ----
CRM_DB=$work/lists.db
crm-db init -q
crm-contact add name='Erika Muster' emails=work:e@muster.example phones='0221 1' -q
crm-offer add title=Server source=Messe contact=1 -q
crm-contact set 1 phone='0221 2' tags=a,b -q
crm-contact set 1 emails+=home:e@home.example tags-=a category=customer -q
r 'elements of lists are changes of their list' 'crm-log changes c1 batch=b4..b5 -c batch,what,id,field,old,new' 'b5|set|c1|emails||home:e@home.example
b5|set|c1|category||customer
b5|set|c1|tags|a|
b4|set|c1|tags||a
b4|set|c1|tags||b
b4|set|c1|phones|0221 1|0221 2'
r 'the first telephone under both names' 'crm-log changes c1 field=phone -c batch,old,new; crm-log changes c1 field=phones -c batch,old,new | wc -l' 'b4|0221 1|0221 2
b2||0221 1
2'
r 'no words among what was added' 'crm-log changes what=add b4 b3 -c id' o1
r 'but when named' 'crm-log changes w1 -c batch,what,id' 'b3|add|w1'
r 'batches count records' 'crm-log batches -c batch,added,changed,removed -n 4' 'b5|0|1|0
b4|0|1|0
b3|1|0|0
b2|1|0|0'
r 'so does undo' 'crm-log undo' 'c1
crm-log: undid b5 2026-03-31 12:00 crm-contact set, 1 record'

# ---- behind a restored backup ----
crm-db backup copy.db -q
crm-company add name=Neu -q
crm-db restore --yes copy.db -q
r 'a restore is not undone: name an older one' 'crm-log undo; crm-log undo b4 -q; crm-contact list 1 -c phone' 'crm-log: b8, your newest, cannot be undone; name an older batch: crm-log batches lists them
0221 1'

ok 'sound' 'crm-db check && crm-db check -d crm.db && crm-db check -d two.db && crm-db check -d three.db && crm-db check -d own.db && crm-db check -d numbers.db'
# ---- no database yet ----
mkdir empty-home
for v in undo redo; do
  r "$v makes no database" "unset CRM_DB; HOME=$work/empty-home crm-log $v; s=\$?; find empty-home -type f; exit \$s" "crm-log: nothing to $v
? 1"
done

finish
