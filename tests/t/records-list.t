#!/bin/sh
# list, show and fields: columns, order, formats, the same for all kinds.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
crm-company import - owner=anna -q <<'END'
name	city	country	employees	founded	category	industry	notes
Muster GmbH	Köln	DE	120	1998	customer,partner	Maschinenbau	eins\tzwei\nzurück\\slash
Ärzte-Haus	Bonn	DE	9				
zebra AG	bonn	AT					
Adler "KG", Wien	Wien	AT	120		customer		
ÖKO	Köln		50				
apfel			9				
END
printf 'name\tcompany\temails\tphones\tcity\nErika Müller\tco1\twork:erika@muster.example,home:e@home.example\t0221 555123\tKöln\nMax Beispiel\t\t\t\t\n' | crm-contact import - -q
printf 'sku\tname\tcategory\tprice\tcurrency\tunit\nGTX-1\tGTX Pro\tServer\t550\t\tpiece\nY-1\tYen\t\t1000\tJPY\t\nD-1\tDinar\t\t1.5\tBHD\t\nF-1\tFree\t\t\t\t\n' | crm-product import - -q
crm-user add name=ben full='Ben Hartwig' team=sales manager=anna -q
crm-offer add number=A-1 title=Server contact=1 value=12000 expected_close=2026-05-30 owner=ben -q
crm-offer add title=Yen value=1000 currency=JPY stage=won -q
crm-offer add title=Lead stage=new -q

# ---- default columns, -H ----
r 'company' 'crm-company list -H -n 2' 'id|name|category|city|country|industry|owner
co1|Muster GmbH|customer,partner|Köln|DE|Maschinenbau|anna
co2|Ärzte-Haus||Bonn|DE||anna'
r 'contact' 'crm-contact -H' 'id|name|company|email|phone|city|owner
c1|Erika Müller|co1|erika@muster.example|+49221555123|Köln|
c2|Max Beispiel|||||'
r 'product: decimals of the currency' 'crm-product list -H' 'id|sku|name|category|price|currency|unit
p1|GTX-1|GTX Pro|Server|550.00|EUR|piece
p2|Y-1|Yen||1000|JPY|
p3|D-1|Dinar||1.500|BHD|
p4|F-1|Free|||EUR|'
r 'user' 'crm-user list -H' 'name|full|team|manager
anna|||
ben|Ben Hartwig|sales|anna'
r 'offer' 'crm-offer -H' 'id|number|title|value|currency|stage|probability|expected_close|contact|company|owner|state
o1|A-1|Server|12000.00|EUR|offer|20|2026-05-30|c1|co1|ben|open
o2||Yen|1000|JPY|won|100||||anna|won'
r 'no verb, no words: list' 'crm-company | wc -l' 6
r 'no verb, a condition: list' 'crm-company city=Wien -c id' co4
r 'no verb, options before: list' 'crm-company -n 1 -c id city=Köln' co1
r 'common options before the verb' 'crm-company -n 1 -c id list city=Köln' co1
r 'common options after operands' 'crm-company list city=Köln -n 1 -c id' co1
r '-- ends the options' 'crm-company list -c id -- city=Wien' co4
r 'an empty list is 0 and nothing' 'crm-company list city=Nirgends' ''
r 'an empty list with -H is the header' 'crm-company list city=Nirgends -H -c id,city' 'id|city'

# ---- columns ----
r '-c' 'crm-company list 1 -c city,id,city' 'Köln|co1|Köln'
r '-c +field' 'crm-contact list 2 -H -c +role,+company.city | head -n 1' 'id|name|company|email|phone|city|owner|role|company.city'
r '-c dotted, over two references' 'crm-offer list 1 -H -c contact.name,contact.company.city,owner.manager' 'contact.name|contact.company.city|owner.manager
Erika Müller|Köln|anna'
r '-c of an empty reference' 'crm-offer list 2 -c id,contact.name,contact.company.city' 'o2||'
r '-c id of a reference' 'crm-offer list 1 -c contact.id,contact' 'c1|c1'
r '-c --columns' 'crm-company list 1 --columns=id --columns=city' Köln
no '-c unknown' 64 'crm-company list -c nmae'
r '-c unknown names the nearest' "crm-company list -c nmae 2>&1 | grep -c \"'name'\"" 1
no '-c unknown, dotted' 64 'crm-offer list -c contact.nmae'
no '-c dotted through what is no reference' 64 'crm-offer list -c title.name'
no '-c empty' 64 'crm-company list -c ""'
no '-c with an empty part' 64 'crm-company list -c id,,name'
r 'every field of a kind is a column' 'for k in company contact product offer user; do for f in $(crm-$k fields 2>/dev/null | cut -f 1); do crm-$k list -c $f >/dev/null || echo $k $f; done; done' ''
r 'all fields at once' 'for k in company contact product offer user; do n=$(crm-$k fields 2>/dev/null | wc -l); crm-$k list -n 1 -c "$(crm-$k fields 2>/dev/null | cut -f 1 | paste -sd,)" | awk -F"\t" -v n=$n "NF != n { print NF, n }"; done' ''

# ---- order ----
r '-s text: folded, whatever the case' 'crm-company list -c name -s name' 'Adler "KG", Wien
apfel
Ärzte-Haus
Muster GmbH
ÖKO
zebra AG'
r '-s descending' 'crm-company list -c name -s -name -n 2' 'zebra AG
ÖKO'
r '-s folded equals: bytes, then id; empty last' 'crm-company list -c id,city -s city' 'co2|Bonn
co3|bonn
co1|Köln
co5|Köln
co4|Wien
co6|'
r '-s descending: empty last' 'crm-company list -c id,city -s -city' 'co4|Wien
co1|Köln
co5|Köln
co3|bonn
co2|Bonn
co6|'
r '-s number, ties by id' 'crm-company list -c id,employees -s employees' 'co2|9
co6|9
co5|50
co1|120
co4|120
co3|'
r '-s number descending, ties by id, empty last' 'crm-company list -c id,employees -s -employees' 'co1|120
co4|120
co5|50
co2|9
co6|9
co3|'
r '-s two columns' 'crm-company list -c id -s -employees,-name -n 2' 'co1
co4'
r '-s -employees,name' 'crm-company list -c id -s -employees,name -n 2' 'co4
co1'
r '-s dotted' 'crm-offer list -c id -s contact.name' 'o1
o2'
r '-s computed' 'crm-company list -c id,age -s -age -n 1; crm-offer list -c id -s -probability' 'co1|28
o2
o1'
no '-s unknown' 64 'crm-company list -s nmae'
r '-n 0' 'crm-company list -n 0' ''
r '-n more than there are' 'crm-company list -n 99 | wc -l' 6
no '-n -1' 64 'crm-company list -n -1'
no '-n x' 64 'crm-company list -n x'
r '-n of a stream' 'crm-company list | crm-company list - -n 2 -c id' 'co1
co2'

# ---- formats ----
printf '%s\n' 'id,name,employees,notes' 'co1,Muster GmbH,120,"eins	zwei' 'zurück\slash"' >want.csv
crm-company list 1 -f csv -H -c id,name,employees,notes >got.csv
is '-f csv -H: quotes only where needed, lines kept' "$(cat got.csv)" "$(cat want.csv)"
r '-f csv has a header; doubles quotes' 'crm-company list 4 -f csv -c name' 'name
"Adler ""KG"", Wien"'
r '-f csv: an empty value is empty' 'crm-company list 6 -f csv -c id,city,employees' 'id,city,employees
co6,,9'
is '-f json: numbers, null, arrays, escapes' "$(crm-company list 1 3 -f json -c id,name,employees,category,notes,industry)" '{"id":"co1","name":"Muster GmbH","employees":120,"category":["customer","partner"],"notes":"eins\tzwei\nzurück\\slash","industry":"Maschinenbau"}
{"id":"co3","name":"zebra AG","employees":null,"category":null,"notes":null,"industry":null}'
is '-f json: money has the digits of the TSV' "$(crm-product list -f json -c price,currency)" '{"price":550.00,"currency":"EUR"}
{"price":1000,"currency":"JPY"}
{"price":1.500,"currency":"BHD"}
{"price":null,"currency":"EUR"}'
is '-f json: percent, boolean, date, reference, instant' "$(crm-offer list 1 -f json -c probability,overdue,expected_close,contact,owner,created)" \
  '{"probability":20,"overdue":false,"expected_close":"2026-05-30","contact":"c1","owner":"ben","created":"2026-03-31T12:00:00Z"}'
is '-f tsv: escapes' "$(crm-company list 1 -f tsv -c notes)" 'eins\tzwei\nzurück\\slash'
is '-f table: aligned, numbers right, header' "$(crm-company list -f table -c id,name,employees,city)" 'id   name              employees  city
co1  Muster GmbH             120  Köln
co2  Ärzte-Haus                9  Bonn
co3  zebra AG                     bonn
co4  Adler "KG", Wien        120  Wien
co5  ÖKO                      50  Köln
co6  apfel                     9'
is '-f table: references as names' "$(crm-offer list 1 -f table -c id,contact,company,owner,stage)" 'id  contact       company      owner  stage
o1  Erika Müller  Muster GmbH  ben    offer'
r 'COLUMNS makes a table narrow' 'COLUMNS=30 crm-offer list -f table 2>&1 | head -n 1; COLUMNS=30 crm-offer list -f table | awk "{ if (length(\$0) > 30 && !/not shown/) print }"' "$(COLUMNS=30 crm-offer list -f table | head -n 1)"
no '-f unknown' 64 'crm-company list -f xml'
r 'the same columns in all formats' 'for f in tsv csv; do crm-company list -H -n 0 -f $f | tr "\t" ,; done | uniq | wc -l; crm-company list -n 1 -f json | tr "{," "\n\n" | sed -n "s/^\"\([a-z]*\)\":.*/\1/p" | paste -sd, -' '1
id,name,category,city,country,industry,owner'

# ---- --all ----
r 'leads are left out' 'crm-offer list -c id' 'o1
o2'
r '--all' 'crm-offer list -c id --all' 'o1
o2
o3'
r 'a condition on state shows them' 'crm-offer list -c id state=lead' o3
r 'ids show them' 'crm-offer list -c id 3' o3
r 'show ignores default conditions' 'crm-offer show Lead -c id' o3
no '--all for verbs that do not list' 64 'crm-offer set 1 title=x --all'

# ---- show ----
r 'show in a pipe: a line a field that has a value' 'crm-product show 2' 'p2|sku|Y-1
p2|name|Yen
p2|price|1000
p2|currency|JPY
p2|active|yes
p2|created|2026-03-31T12:00:00Z
p2|updated|2026-03-31T12:00:00Z'
r 'show -c: a record a line' 'crm-product show 2 1 -c id,price' 'p2|1000
p1|550.00'
r 'show -f csv' 'crm-product show 2 -f csv -c id,sku' 'id,sku
p2,Y-1'
is 'show -f json' "$(crm-user show ben -f json)" '{"id":"u2","name":"ben","full":"Ben Hartwig","email":null,"team":"sales","manager":"anna","region":null,"active":true,"owner":null,"tags":null,"notes":null,"ext":null,"created":"2026-03-31T12:00:00Z","updated":"2026-03-31T12:00:00Z"}'
r 'show -H' 'crm-company show co6 -H | head -n 2' 'id|field|value
co6|name|apfel'
r 'show escapes as TSV does' "crm-company show 1 | awk -F'\t' '\$2 == \"notes\" { print \$3 }'" 'eins\tzwei\nzurück\\slash'
no 'show nobody' 64 'crm-company show'
no 'show one that is not there' 1 'crm-company show Nobody'
no 'show -n' 64 'crm-company show 1 -n 1'
no 'show -s' 64 'crm-company show 1 -s name'

# ---- fields ----
r 'fields: name, type, set, values, meaning' 'crm-offer fields 2>/dev/null | sed -n "/^state\|^stage\t\|^probability/p"' 'stage|reference|yes|stage|where it stands; setting it is a move
state|enum|no|lead,open,won,lost|lead, open, won or lost: the kind of its stage
probability|percent|no||percent to win: the pin, else the stage'"'"'s'
r 'fields -H' 'crm-user fields -H | head -n 1' 'field|type|set|values|meaning'
r 'every line has five columns, every type and answer is known' "for k in company contact product offer user; do crm-\$k fields 2>/dev/null; done | awk -F'\t' 'NF != 5 || \$3 !~ /^(yes|no)\$/ || \$2 !~ /^(id|text|long|integer|decimal|percent|money|currency|country|date|instant|boolean|enum|term|reference|list|duration)\$/ || \$5 == \"\"'" ''
no 'fields takes no operands' 64 'crm-offer fields title'
printf 'fields: {company: [{name: risk, type: "low|high", title: what may go wrong}]}\n' | crm-workflow apply - -q
r 'a field of one'"'"'s own is among them' 'crm-company fields | grep ^risk' 'risk|enum|yes|low,high|what may go wrong'
r 'is no default column' 'crm-company list -H -n 0' 'id|name|category|city|country|industry|owner'
r 'is a column, an order, a condition' 'crm-company set 2 risk=high -q; crm-company list -c id,risk -s risk -n 1; crm-company list risk=high -c id' 'co2|high
co2'

# ---- the words of list ----
r 'a word is contained in a text, folded' 'crm-company list arzte -c id; crm-company list OKO -c id; crm-company list bonn -c id' 'co2
co5
co2
co3'
r 'several words all have to be' 'crm-company list adler wien -c id' co4
r 'words and conditions' 'crm-company list adler country=DE' ''
r 'a pattern sign is a sign' "crm-company list '%'; crm-company list _" ''
no 'a word without the verb' 64 'crm-company adler'
# ---- leads that would have been found, columns of fields and info ----
crm-db init leads.db -q
crm-offer add title=Rack stage=new -q -d leads.db
crm-offer add title=Tower stage=new -q -d leads.db
r 'leads left out are told when nothing is found' 'crm-offer list rack -d leads.db; crm-offer title~r -d leads.db; crm-offer list nothing -d leads.db; crm-offer list stage=won -d leads.db; crm-offer list rack -n 0 -d leads.db' 'crm-offer: 1 lead is left out (--all shows leads)
crm-offer: 2 leads are left out (--all shows leads)'
r 'fields: columns, and no remark on leads' 'crm-offer fields -c set,field -d leads.db | head -n 2; crm-offer fields -c fild -d leads.db; crm-offer fields -d leads.db 2>&1 | grep -c leads' "no|id
yes|number
crm-offer: no column 'fild', nearest is 'field'
0
? 1"
r 'info: columns' 'crm-db info -c value,name -d leads.db | sed -n 2p; crm-db -c valu -d leads.db' "$(crm-db --version | cut -d ' ' -f 2)|version
crm-db: no column 'valu', nearest is 'value'
? 64"
finish
