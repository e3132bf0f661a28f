#!/bin/sh
# add, set, rm: what they print, change and refuse; dry runs.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q

# ---- add ----
r 'add prints the id' "crm-company add name='Muster GmbH' city=Köln country=DE employees=120 category=customer tags=a,b" co1
r 'a person' "crm-contact add name='Erika Muster' company='Muster GmbH' email=erika@muster.example phone='0221 123456'" c1
r 'a product' 'crm-product add sku=S-1 name=Server price=2890' p1
r 'an offer' 'crm-offer add number=A-1 title=Server contact=1 value=12000 channel=web' o1
r 'a user prints the name' 'crm-user add name=ben' ben
r '-c' 'crm-company add name=Zwei -c id,name,owner' 'co2|Zwei|'
r '-q' 'crm-company add name=Drei -q' ''
r '-f json' 'crm-company add name=Vier -f json -c id,name' '{"id":"co4","name":"Vier"}'
r '-H' 'crm-company add name=Fünf -H' 'id
co5'
r 'what is set by itself' "crm-offer show 1 | grep -v -e created -e updated" 'o1|number|A-1
o1|title|Server
o1|contact|c1
o1|company|co1
o1|pipeline|sales
o1|stage|offer
o1|state|open
o1|estimate|12000.00
o1|value|12000.00
o1|currency|EUR
o1|probability|20
o1|psource|stage
o1|weighted|2400.00
o1|opened|2026-03-31
o1|channel|web
o1|inquired|2026-03-31
o1|expired|no
o1|idle|0
o1|age|0
o1|stage_since|2026-03-31
o1|days_in_stage|0
o1|pushes|0
o1|qualified|yes
o1|overdue|no
o1|rotting|no
o1|owner|anna'
r 'name is split, given and family build it' "crm-contact add given=Zoë family=Groß; crm-contact list 1 2 -c name,given,family" 'c2
Erika Muster|Erika|Muster
Zoë Groß|Zoë|Groß'
r 'setting family rebuilds the name' 'crm-contact set 2 family=Klein -q; crm-contact list 2 -c name,given,family' 'Zoë Klein|Zoë|Klein'
r 'setting the name leaves given and family' "crm-contact set 2 name='Z. Klein' -q; crm-contact list 2 -c name,given,family" 'Z. Klein|Zoë|Klein'
r 'the owner of an offer is the user' 'crm-offer add title=Mine --user=ben -q; crm-offer list title=Mine -c owner' ben
no 'add nothing' 64 'crm-company add'
no 'add without what is required' 5 'crm-company add city=Bonn'
no 'an offer without a title' 5 'crm-offer add value=1'
no 'an empty name' 5 'crm-company add name='
no 'a bare word' 64 'crm-company add Muster'
no 'an unknown field' 64 'crm-company add nmae=x'
no 'a field that is not set by hand' 64 'crm-offer add title=x state=open'
no 'a dotted field' 64 'crm-offer add title=x company.name=y'
no 'the same field twice' 64 'crm-company add name=x name=y'
r 'an unknown field: the nearest' "crm-company add nmae=x 2>&1 | grep -c \"'name'\"" 1
before=$(crm-company list | wc -l)

# ---- duplicates ----
d() { no "$1" 4 "$2"; }
d 'company: name and town' "crm-company add name='MUSTER  gmbh' city=koln"
d 'company: name, one has no town' "crm-company add name='Muster GmbH'"
r 'company: name in another town' "crm-company add name='Muster GmbH' city=Bonn -c id" "co6
crm-company: company co1 has the name 'Muster GmbH' in another town: taken for another"
crm-company set 1 vat_id=DE123456789 website=https://muster.example -q
d 'company: VAT number' 'crm-company add name=Neu vat_id=DE123456789'
d 'company: website' 'crm-company add name=Neu website=https://muster.example'
for w in https://www.muster.example/ http://muster.example www.muster.example muster.example HTTPS://Muster.Example; do
  d "company: website $w" "crm-company add name=Neu website=$w"
done
r 'another website' 'crm-company add name=Neu website=https://muster.example/shop -N | cut -f 1 | uniq; crm-company show website=www.muster.example | sed -n 1p | cut -f 1' 'add
co1'
d 'contact: e-mail, a part of the name' 'crm-contact add name=Muster email=ERIKA@muster.example'
d 'contact: e-mail, no name' 'crm-contact add email=ERIKA@muster.example'
d 'contact: e-mail among several' 'crm-contact add name="Muster, Erika" emails=home:x@home.example,work:erika@muster.example'
d 'contact: e-mail, another given name' 'crm-contact add name="Ina Muster" email=erika@muster.example'
d 'contact: name and company' "crm-contact add name='erika muster' company=1"
d 'contact: name and telephone' "crm-contact add name='Erika Muster' phone='+49 221 123456'"
r 'contact: only the name' "crm-contact add name='Erika Muster'" c3
d 'product: sku' 'crm-product add sku=s-1 name=Neu'
d 'offer: number' 'crm-offer add title=Neu number=a-1'
d 'user: name' 'crm-user add name=ben'
crm-company set 1 ext=maven:17 -q
d 'any: ext' 'crm-company add name=Neu ext=maven:17'
r 'the same key of another kind' 'crm-contact add name=Neu ext=maven:17' c4
r 'who it is like is said' "crm-contact add name='Udo Muster' email=erika@muster.example 2>&1 | grep -c c1" 1
r '--force adds it all the same' "crm-contact add --force name='Udo Muster' email=erika@muster.example" c5
for f in "crm-company add name=Neu ext=maven:17" "crm-product add sku=S-1 name=Neu" "crm-offer add title=Neu number=A-1" "crm-user add name=ben"; do
  no "not what has to be unique: $f" 4 "$f --force"
done
no 'set makes no duplicates of what is unique' 4 'crm-company set 2 ext=maven:17'
no 'set to another product'"'"'s sku' 4 'crm-product add sku=S-2 name=Zwei -q && crm-product set 2 sku=S-1'
no '--key: several have it' 3 'crm-contact add --key=email email=erika@muster.example role=Einkauf'
r '--key sets the record found' "crm-contact set 2 email=zoe@muster.example -q; crm-contact add --key=email email=ZOE@muster.example role=Einkauf; crm-contact list 2 -c role,email" 'c2
Einkauf|ZOE@muster.example'
r '--key adds one' 'crm-product add --key=sku sku=S-9 name=Neun' p3
r '--key sets' 'crm-product add --key=sku sku=s-9 price=9; crm-product list 3 -c sku,name,price' 'p3
s-9|Neun|9.00'
no '--key that is not given' 64 'crm-product add --key=sku name=x'

# ---- set ----
r 'set prints every record named, changed or not' 'crm-company set 2 1 city=Köln' 'co2
co1'
batches=$(crm-log batches | wc -l) updated=$(crm-company list 1 -c updated)
CRM_NOW=2026-04-01T08:00:00Z crm-company set 1 city=Köln -q
is 'nothing changed: no batch, not updated' "$(crm-log batches | wc -l) $(crm-company list 1 -c updated)" "$batches $updated"
CRM_NOW=2026-04-01T08:00:00Z crm-company set 1 2 employees=120 -q
is 'only what changed is updated' "$(crm-company list 1 2 -c updated)" '2026-03-31T12:00:00Z
2026-04-01T08:00:00Z'
r 'clearing' 'crm-company set 1 employees= -q; crm-company list 1 -c employees,size' '|'
r 'tags+= and -=' 'crm-company set 1 tags+=c,a -q; crm-company list 1 -c tags; crm-company set 1 tags-=b,zz -q; crm-company list 1 -c tags; crm-company set 1 tags=x -q; crm-company list 1 -c tags; crm-company set 1 tags= -q; crm-company list 1 -c id,tags' 'a,b,c
a,c
x
co1|'
r 'category' 'crm-company set 1 category+=partner -q; crm-company list 1 -c category; crm-company set 1 category-=customer -q; crm-company list 1 -c category' 'customer,partner
partner'
r 'email is the first of emails' 'crm-contact set 2 emails=work:z@a.example,home:z@b.example -q; crm-contact set 2 email=neu@a.example -q; crm-contact list 2 -c email,emails; crm-contact set 2 emails-=neu@a.example -q; crm-contact list 2 -c email,emails; crm-contact set 2 emails+=other:q@c.example -q; crm-contact list 2 -c email,emails' 'neu@a.example|work:neu@a.example,home:z@b.example
z@b.example|home:z@b.example
z@b.example|home:z@b.example,other:q@c.example'
r 'phone is the first of phones' "crm-contact set 2 phones='mobile:0170 1,0221 2' -q; crm-contact set 2 phone=0171/1 -q; crm-contact list 2 -c phone,phones" '0171/1|mobile:0171/1,0221 2'
r 'a file as value' "printf 'one\ntwo' >notes; crm-company set 1 notes@=notes -q; crm-company list 1 -c notes; printf 'in' | crm-company set 1 notes@=- -q; crm-company list 1 -c notes" 'one\ntwo
in'
no 'a file that is not there' 66 'crm-company set 1 notes@=missing'
r 'the value is taken byte for byte' "crm-company set 1 notes=@notes -q; crm-company list 1 -c notes; crm-company set 1 notes=- -q; crm-company list 1 -c notes; crm-company set 1 notes='  a = b  ' -q; crm-company list 1 -c notes" '@notes
-
  a = b  '
r 'dates count from today' 'crm-offer set 1 expected_close=+60d -q; crm-offer list 1 -c expected_close; crm-offer set 1 expected_close=eom+1m -q; crm-offer list 1 -c expected_close' '2026-05-30
2026-04-30'
r 'value sets the estimate' 'crm-offer set 1 value=500 -q; crm-offer list 1 -c estimate,value,weighted' '500.00|500.00|100.00'
r 'the pin counts until it is cleared' 'crm-offer set 1 pin=95 -q; crm-offer list 1 -c probability,psource,weighted; crm-offer set 1 pin= -q; crm-offer list 1 -c probability,psource' '95|pin|475.00
20|stage'
r 'pushes: to a later day, while open, once a command' 'crm-offer set 1 expected_close=2026-05-31 -q; crm-offer set 1 expected_close=2026-05-01 -q; crm-offer set 1 expected_close=2026-06-30 -q; crm-offer list 1 -c pushes' 2
r 'company of an offer follows its contact at add only' 'crm-offer set 1 contact=2 -q; crm-offer list 1 -c contact,company; crm-offer set 1 contact=1 -q' 'c2|co1'
no 'set nobody' 64 'crm-company set city=Bonn'
no 'set nothing' 64 'crm-company set 1'
no 'set what cannot be set' 64 'crm-offer set 1 weighted=5'
no 'clear what is required' 5 'crm-company set 1 name='
no 'a pin of a closed offer' 5 'crm-offer add title=Zu stage=won -q && crm-offer set 3 pin=50'
no 'a currency that is none' 65 'crm-offer set 1 currency=EURX'
no 'a parent of oneself' 5 'crm-company set 1 parent=1'
no 'a circle of parents' 5 'crm-company set 2 parent=1 -q && crm-company set 1 parent=2'
no 'a circle of managers' 5 'crm-user set ben manager=anna -q && crm-user set anna manager=ben'
no 'an e-mail address that is none' 65 'crm-company set 2 email=foo'
no 'a word of a list that is none' 64 'crm-company set 2 category=custmer'
no 'employees: not a number' 65 'crm-company set 2 employees=many'
no 'country: none' 65 'crm-company set 2 country=Nowhere'
no 'a percent above 100' 65 'crm-offer set 1 pin=101'
no 'more decimals than the currency has' 65 'crm-offer set 1 value=1.005'
no 'an amount beyond all measure' 65 'crm-offer set 1 value=99999999999999999999'
no 'a date that is none' 64 'crm-offer set 1 expected_close=2026-02-30'
no 'tags with a comma' 0 'crm-company set 2 tags=a,b'
r 'one wrong among several: nothing is set' "crm-company set 1 2 city=Ulm employees=x 2>/dev/null; crm-company list city=Ulm" ''

# ---- rm ----
r 'rm refuses what others refer to, with counts' 'crm-company rm 1' 'crm-company: 1 company, 1 contact, 1 offer refer to co1
? 5'
r 'rm of a person with offers' 'crm-contact rm 1 2>/dev/null' '? 5'
r 'rm of several: all or none' 'crm-company rm 3 1 2>/dev/null || crm-company list 3 -c id' co3
r 'rm prints the ids' 'crm-company rm 4 3' 'co4
co3'
no 'rm nobody' 64 'crm-company rm'
no 'rm with an assignment' 64 'crm-company rm city=Bonn'
no 'rm of what is gone' 1 'crm-company rm 3'
r 'rm together with what refers' 'crm-offer add title=Weg company=5 -q; crm-offer rm Weg -q && crm-company rm 5' co5
no 'a user records refer to' 5 'crm-user rm anna'
r 'what a record owns goes with it, and comes back' 'crm-contact rm 2 -q && crm-contact list email=z@b.example && crm-log undo -q && crm-contact list 2 -c email,phone' 'z@b.example|0171/1'

# ---- dry runs ----
batches=$(crm-log batches | wc -l)
crm-db dump >before
r '-N add: no id yet' 'crm-company add name=Probe city=Ulm -N | sort' 'add||city||Ulm
add||name||Probe'
r '-N set' 'crm-company set 1 2 city=Ulm -N' 'set|co1|city|Köln|Ulm
set|co2|city|Köln|Ulm'
r '-N set clears' 'crm-offer set 1 channel= value=1 -N' 'set|o1|estimate|500.00|1.00
set|o1|value|500.00|1.00
set|o1|channel|web|'
r '-N of a stage is a move' 'crm-offer set 1 stage=negotiation -N' 'move|o1|stage|offer|negotiation'
r '-N move' 'crm-stage move 1 negotiation -N' 'move|o1|stage|offer|negotiation'
r '-N rm' 'crm-product rm 2 -N | cut -f 1,2 | sort -u' 'rm|p2'
r '-N of nothing to do' 'crm-company set 1 city=Köln -N' ''
r '-N -H' 'crm-company set 1 city=Ulm -N -H' 'what|id|field|old|new
set|co1|city|Köln|Ulm'
no '-N: the status of the real run: forbidden' 5 'crm-company rm 1 -N'
no '-N: the status of the real run: duplicate' 4 "crm-company add name='Muster GmbH' city=Köln -N"
no '-N: the status of the real run: data' 65 'crm-company set 1 employees=x -N'
no '-N: the status of the real run: not there' 1 'crm-company set 99 city=x -N'
r '-N import' "printf 'sku\tname\nS-1\tServer 2\nS-7\tNeu\n' | crm-product import - -N 2>/dev/null | grep name" 'set|p1|name|Server|Server 2
add||name||Neu'
no 'a dry run ends the chain' 65 'crm-stage next 1 -N | crm-stage move - offer'
no '-N for verbs that do not write' 64 'crm-company list -N'
crm-db dump >after
cmp before after >diff 2>&1
is 'nothing has changed' "$(cat diff)" ''
no '-n for verbs that write' 64 'crm-offer rm 1 -n 1'
r '-n for verbs that write: the remedy' 'crm-offer rm 1 -n 1 2>&1 | grep -c -e "for a dry run: -N"; crm-offer list 1 -c id' '1
o1'
no '-s for verbs that write' 64 'crm-offer set 1 title=x -s id'
no 'an option that swallows a word' 64 'crm-stage lose -n 1 2'
r 'quiet: errors all the same' 'crm-company add name= -q 2>&1 | wc -l' 1
ok 'the database is sound' 'crm-db check'
# ---- ids among the operands of add ----
crm-db init ids.db -q
for n in Eins Zwei; do crm-company add name=$n -q -d ids.db; done
crm-contact add name=Drei company=co2 -q -d ids.db
r 'add: one for each id, of whatever kind; twice counts once' 'crm-offer add co2 co1 c1 co2 title=T -d ids.db; crm-offer list -c company,contact -d ids.db' 'o1
o2
o3
co2|
co1|
co2|c1'
r 'add: ids of both sources' 'printf "co1\\nc1\\n" | crm-offer add co1 - title=T -d ids.db' 'o4
o5'
r 'add: what an id brings is given too' 'crm-offer add co1 company=co2 title=T -d ids.db' "crm-offer: 'company' is given twice
? 64"
r 'a new user is remarked upon' 'crm-user add name=ben -q -d ids.db; crm-offer add title=U --user=benn -d ids.db; crm-offer add title=V --user=benn -d ids.db; crm-offer add title=W --user=xaver -d ids.db' "o6
crm-offer: user 'benn' is new here, close to 'ben'
o7
o8
crm-offer: user 'xaver' is new here"
finish
