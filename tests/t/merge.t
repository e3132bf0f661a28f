#!/bin/sh
# Several records become one: nothing is lost, the old id goes on naming it, undo brings all of it back.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=C crm-db init -q
cat >w.yaml <<'END'
fields:
  contact:
    - {name: hobby, type: text}
    - {name: size, type: integer}
    - {name: boss, type: reference to contact}
    - {name: story, type: long}
  company: [{name: rival, type: reference to company}, {name: worth, type: money}]
  offer: [{name: expert, type: reference to contact}, {name: cost, type: money}]
END
crm-workflow apply -q w.yaml || { echo 'Bail out! no fields of our own'; exit 1; }

# what there is but for the history, times of change and counters of it
state() {
  crm-db dump | awk -F '\t' -v OFS='\t' '
    $1 == "table" { out = $2 !~ /^(batch|undoing|change|added|removed|counter|stage_move)$/ && $2 !~ /^search/; n = 0
      for (i = 3; i <= NF; i++) if ($i == "updated") n = i - 2 }
    out && n { $n = "" }
    out && $1 != "end"'
}

# ---- two contacts with all that can hang on them ----
crm-company add name='Muster GmbH' city=Köln x.rival= -q
crm-company add name='Beispiel AG' city=Bonn -q
crm-company set co1 x.rival=co2 -q
crm-contact add given=Erika family=Muster company=co1 role=Leiterin emails=work:erika@muster.example,info@muster.example phones=work:+4922112345 tags=a,b category=customer \
  city=Köln notes=eins hobby=Rudern story=lang owner=anna ext=old:1 -q
crm-contact add name='E. Muster' company=co2 role=Beraterin emails=home:erika@web.example,ERIKA@muster.example phones=mobile:+49171555,+4922112345 tags=b,c category=customer,partner \
  street='Weg 1' postal_code=53111 city=Bonn birthday=1980-01-01 notes=zwei hobby=Segeln size=7 story='noch mehr' ext=crm:7,new:7 --force -q
crm-contact add name='Max Dritter' boss=c2 company=co1 -q
crm-contact set c1 boss=c2 -q
crm-contact set c2 boss=c3 -q
crm-contact link -q c2 co1
crm-offer add title=One contact=c2 company=co2 value=100 expert=c2 -q
crm-offer add title=Two contact=c1 referrer=c2 value=10 roles=decider:c1,decider:c2,user:c2 -q
crm-task add title=Call contact=c2 due=2026-04-01 -q
crm-log call contacts=c2,c3,c1 subject=Three -q
crm-log note contacts=c1,c2 text=Both -q
crm-contact consent -q c2 newsletter evidence=form
state >before
crm-log batches | wc -l >batches
t 'a dry run shows what becomes of it' 'crm-contact merge c1 c2 -N' <<'END'
conflict	c1	name	Erika Muster	E. Muster
conflict	c1	company	Muster GmbH	Beispiel AG
conflict	c1	role	Leiterin	Beraterin
conflict	c1	street		Weg 1
conflict	c1	postal_code		53111
conflict	c1	city	Köln	Bonn
conflict	c1	hobby	Rudern	Segeln
set	c3	boss	c2	c1
set	o1	contact	c2	c1
set	o2	referrer	c2	c1
set	o1	expert	c2	c1
set	t1	contact	c2	c1
set	e1	contact	c2	c1
set	c1	tags		c
set	c1	emails		home:erika@web.example
set	c1	phones		mobile:+49171555
set	c1	category		partner
set	c1	companies		co2
set	c1	ext		crm:7
set	c1	ext		new:7
set	e1	contacts		c1
set	o2	roles		user:c1
set	c1	may		newsletter:given:2026-03-31:form
rm	c2	name	E. Muster	
set	c1	birthday		1980-01-01
set	c1	notes	eins	eins\n\nzwei
set	c1	size		7
set	c1	boss	c2	c3
set	c1	story	lang	lang\n\nnoch mehr
! crm-contact: name: 'Erika Muster' of c1 stays; --take=name=B takes 'E. Muster' of c2
! crm-contact: company: 'Muster GmbH' of c1 stays; --take=company=B takes 'Beispiel AG' of c2
! crm-contact: role: 'Leiterin' of c1 stays; --take=role=B takes 'Beraterin' of c2
! crm-contact: street: 'Weg 1' of c2 does not go with the rest of c1; --take=street=B takes all of it
! crm-contact: postal_code: '53111' of c2 does not go with the rest of c1; --take=postal_code=B takes all of it
! crm-contact: city: 'Köln' of c1 stays; --take=city=B takes 'Bonn' of c2
! crm-contact: hobby: 'Rudern' of c1 stays; --take=hobby=B takes 'Segeln' of c2
END
state >now
ok 'and changes nothing' 'cmp before now && test "$(crm-log batches | wc -l)" = "$(cat batches)"'
r 'the id of the survivor is printed' 'crm-contact merge -q c1 c2; crm-log undo -q; crm-contact merge c1 c2 2>/dev/null' c1
state >after
r 'what both had is there' 'crm-contact list c1 -c emails,phones,tags,category,ext,may,birthday,notes,hobby,size,boss,story,companies | tr "\t" "\n"' 'work:erika@muster.example,info@muster.example,home:erika@web.example
work:+4922112345,mobile:+49171555
a,b,c
customer,partner
crm:7,new:7,old:1
newsletter
1980-01-01
eins\n\nzwei
Rudern
7
c3
lang\n\nnoch mehr
co1,co2'
r 'the first stays the first' 'crm-contact list c1 -c email,phone,name,city,street' 'erika@muster.example|+4922112345|Erika Muster|Köln|'
r 'who referred to the other refers to it' 'crm-offer list -c id,contact,referrer,roles,expert; crm-contact list c3 -c boss; crm-task list -c contact' 'o1|c1|||c1
o2|c1|c1|decider:c1,user:c1|
c1
c1'
r 'last contact and next task' 'crm-contact list c1 -c last_contact,next_task' '2026-03-31|2026-04-01'
r 'in one event once, in the first place' "crm-db dump | awk -F '\t' '\$1 == \"table\" { t = \$2 } t == \"event\" && \$1 != \"table\" { print \$8 } t == \"party\" && \$1 != \"table\" { print \$3, \$4, \$5 }'" '1
1
1 1 1
1 2 3
2 1 1'
ok 'the check is clean' 'crm-db check'
r 'its old id names it' 'crm-contact show c2 -c id,name; crm-contact list c2 -c id; printf "c2\n" | crm-contact list - -c id; crm-offer list contact=c2 -c id; crm-contact set c2 city=Ulm; crm-log undo -q' 'c1|Erika Muster
c1
c1
o1
o2
c1'
r 'its name is gone with it' "crm-contact show 'E. Muster' -c id" "crm-contact: no contact 'E. Muster', near: c1 Erika Muster
? 1"
crm-log undo -q
state >undone
ok 'undo brings everything back' 'cmp before undone'
ok 'the check is clean after undo' 'crm-db check'
crm-log redo -q
state >redone
# the alias is made again under its own number
ok 'redo merges again' 'cmp after redone'
ok 'the check is clean after redo' 'crm-db check'
r 'again it says so' 'crm-contact merge c1 c2; crm-contact merge c2 c1' 'c1
crm-contact: c2 is c1 already
c1
crm-contact: c2 is c1 already'

# ---- what stands in the way ----
r 'a record and itself' 'crm-contact merge c1 c1' "crm-contact: 'c1' and 'c1' are the same contact
? 64"
r 'by two names' "crm-contact merge c3 'Max Dritter'" "crm-contact: 'c3' and 'Max Dritter' are the same contact
? 64"
r 'one alone' 'crm-contact merge c1' 'crm-contact: which ones? name the contact that stays, then those that go; or - for pairs on standard input
? 64'
r 'nobody' 'crm-contact merge' 'crm-contact: which ones? name the contact that stays, then those that go; or - for pairs on standard input
? 64'
r 'one that is not there' 'crm-contact merge c1 c99 c98' 'crm-contact: no contact c99
crm-contact: no contact c98
? 1'
r 'another kind' 'crm-contact merge c1 co1' "crm-contact: 'co1' is of kind company, not contact
? 65"
r 'take: no such field' 'crm-contact merge c1 c3 --take=cty=B' "crm-contact: contact has no field 'cty', nearest is 'city'
? 64"
r 'take: neither A nor B' 'crm-contact merge c1 c3 --take=city=C' 'crm-contact: --take=city=C: write FIELD=A or FIELD=B
? 64'
r 'take: a list' 'crm-contact merge c1 c3 --take=tags=B' 'crm-contact: --take=tags=B: what is in a list is kept of both
? 64'
r 'take: a computed field' 'crm-contact merge c1 c3 --take=idle=B' "crm-contact: --take=idle=B: 'idle' cannot be chosen
? 64"
r 'what was done to it before cannot be undone' 'crm-log undo -q b7 2>&1 | grep merged' "crm-log: contact c2: was merged into c1 in $(crm-log batches -n 1 -c batch) by anna"
no 'the old id is refused like the new one' 5 'crm-contact rm c2'

# ---- choosing ----
crm-log undo -q
r 'an address goes as a whole, a name too' 'crm-contact merge -q c1 c2 --take=street=B --take given=B --take=hobby=A --take=company=B; crm-contact list c1 -c name,given,family,street,postal_code,city,hobby,company' 'E. Muster|E.|Muster|Weg 1|53111|Bonn|Rudern|co2'
crm-log undo -q
r 'whose e-mail and telephone come first' 'crm-contact merge -q c1 c2 --take=email=B --take=phone=B; crm-contact list c1 -c email,emails,phone,phones' 'erika@web.example|home:erika@web.example,work:erika@muster.example,info@muster.example|+49171555|mobile:+49171555,work:+4922112345'
ok 'places are in order' 'crm-db check'
crm-log undo -q
state >undone
ok 'undone too' 'cmp before undone'
r 'long texts: one of the two' 'crm-contact merge -q c1 c2 --take=notes=B --take=story=A; crm-contact list c1 -c notes,story' 'zwei|lang'
crm-log undo -q
r 'the other way round' 'crm-contact merge -q c2 c1; crm-contact list c1 -c id,name,email,boss; crm-db check' 'c2|E. Muster|erika@web.example|c3'
crm-log undo -q
crm-contact add name='Erika Muster' notes=eins -q --force
r 'a text within the other is not joined' "crm-contact merge -q c1 c4; crm-contact list c1 -c notes" eins
crm-contact add name='Nur Name' -q
crm-contact add name='Nur Name' street='Weg 2' city=Köln -q
r 'an address that agrees is filled in' 'crm-contact set -q c5 city=Köln; crm-contact merge c5 c6; crm-contact list c5 -c street,city' 'c5
Weg 2|Köln'

crm-contact add name='Zwei Stellen' company=co1 -q
crm-contact add name='Zwei Stellen' company=co2 role=Chefin -q
r 'a function is one in a company' 'crm-contact merge c7 c8 2>/dev/null; crm-contact list c7 -c company,role; crm-contact companies c7 -c company,role,main; crm-log undo -q' 'c7
co1|
co1||yes
co2|Chefin|no'
r 'which goes with it' 'crm-contact set -q c7 role=Bote; crm-contact merge c7 c8 --take=company=B; crm-contact companies c7 -c company,role,main; crm-db check; crm-log undo -q; crm-contact rm -q c7 c8' 'c7
co2|Chefin|yes
co1|Bote|no'

# ---- many, and streams ----
for i in 1 2 3 4 5 6 7 8; do crm-contact add name="P $i" tags=t$i email=p$i@x.example; done >ids
r 'several into one' 'crm-contact merge -q c9 c10 c11 c11; crm-contact list c9 -c emails; crm-db check; crm-log undo -q' 'p1@x.example,p2@x.example,p3@x.example'
r 'ids of a stream into one' 'sed 3q ids | crm-contact merge -q c9 -; crm-contact list c11 -c id,emails; crm-log undo -q' 'c9|p1@x.example,p2@x.example,p3@x.example'
r 'pairs: chains, doubles, more fields, blanks, a header' "printf 'a\tb\tscore\nc9\tc10\t90\nc10 c11\nc9\tc11\n\nc13\tc11\r\nc14\tc15' | crm-contact merge -q -; crm-contact list c9 c15 -c id,emails; crm-db check" 'c13|p5@x.example,p1@x.example,p2@x.example,p3@x.example
c14|p6@x.example,p7@x.example'
r 'their ids' "crm-log undo -q; printf 'c9\tc10\nc10\tc11\nc13\tc11\nc14\tc15\n' | crm-contact merge - 2>/dev/null" 'c13
c14'
r 'no chains of aliases' "crm-db dump | awk -F '\t' '\$1 == \"table\" { t = \$2 } t == \"alias\" && \$1 != \"table\" && \$4 == 13 { n++ } END { print n }'; for i in c9 c10 c11; do crm-contact show \$i -c id; done" '3
c13
c13
c13'
ok 'the same stream again changes nothing' "crm-log batches | wc -l >n; printf 'c9\tc10\nc10\tc11\nc13\tc11\n' | crm-contact merge -q - && test \$(crm-log batches | wc -l) = \$(cat n)"
crm-log undo -q
r 'all of them or none' "printf 'c9\tc10\nc11\tc99\nc98\tc97\n' | crm-contact merge -q -" 'crm-contact: stdin:2: no contact c99
crm-contact: stdin:3: no contact c98
crm-contact: stdin:3: no contact c97
? 65'
r 'which are all there' 'crm-contact list c10 -c id' c10
r 'lines that are no pairs' "printf 'c9\nc9\tc9\no1\tc9\nx\ty\nc9\tco1\n' | crm-contact merge -" "crm-contact: stdin:1:1: there is only one id; a line of pairs begins with two, as c1 c2
crm-contact: stdin:2:1: 'c9' is there twice: a record cannot be merged with itself
crm-contact: stdin:3:1: 'o1' is of kind offer, not contact
crm-contact: stdin:4:1: 'x' is no id; a line of pairs begins with two, as c1 c2
crm-contact: stdin:5:1: 'co1' is of kind company, not contact
? 65"
r 'no pairs' "printf '' | crm-contact merge -; printf '\n' | crm-contact merge -" ''
no 'a long line' 65 "head -c 100000 /dev/zero | tr '\\0' x | crm-contact merge -"
no 'two streams' 64 'crm-contact merge - -'

crm-contact add name=Leer -q --force
one=$(crm-log batches -n 1 -c batch)
crm-contact add name=Leer -q --force
r 'what it was merged into stays' "crm-contact merge c17 c18; crm-log undo $one" "c17
crm-log: contact c17: c18 was merged into it in b$(($(crm-log batches -n 1 -c batch | tr -d b) + 1)) by anna
? 5"
r 'a reference to what was merged away meanwhile' "crm-contact set -q c16 boss=c18; crm-log undo -q; crm-log undo -q; crm-contact set -q c16 boss=c18; crm-contact set -q c16 boss=; crm-contact merge -q c17 c18; crm-log undo -q \$(crm-log batches -n 2 -c batch | tail -n 1)" "crm-log: contact c16: boss c18 was merged into c17 in b$(($(crm-log batches -n 1 -c batch | tr -d b) + 6)) by anna
? 5"

# ---- companies ----
crm-company add name='Mutter AG' website=mutter.example -q
crm-company add name='Tochter AG' parent=co3 -q
crm-company add name='Enkel AG' parent=co4 -q
state >before
r 'a company and its mother' 'crm-company merge -q co4 co3; crm-company list co4 co5 -c id,parent,website; crm-db check' 'co4||mutter.example
co5|co4|'
crm-log undo -q
r 'the mother and the daughter' 'crm-company merge -q co3 co4; crm-company list co3 co5 -c id,parent; crm-db check' 'co3|
co5|co3'
crm-log undo -q
r 'a company and its granddaughter' 'crm-company merge -q co3 co5; crm-company list co3 co4 -c id,parent; crm-db check' 'co3|
co4|co3'
crm-log undo -q
r 'the granddaughter and the grandmother: no circle' 'crm-company merge -q co5 co3; crm-company list co5 co4 -c id,parent; crm-db check' 'co5|
co4|co5'
crm-log undo -q
state >now
ok 'undone, all of them' 'cmp before now'
r 'persons, offers and affiliations follow' 'crm-company merge -q co2 co1; crm-contact list c1 c2 -c id,company,companies; crm-offer list -c id,company; crm-company list co2 -c city,name,rival; crm-db check' 'c1|co2|co2
c2|co2|co2
o1|co2
o2|co2
Bonn|Beispiel AG|'
crm-log undo -q
state >now
ok 'and come back' 'cmp before now'
crm-company set -q co1 phone='0221 1234' country=DE
crm-company set -q co2 phone='0228 777'
r 'the key of a telephone number follows the country' 'crm-company merge -q co2 co1 --take=country=B; crm-company show "+49 228 777" -c id,country; crm-db check; crm-log undo -q; crm-db check' 'co2|DE'
r 'a pipe' "printf 'co1\nco2\n' | crm-company merge co3 - -q; crm-company list -c id" 'co3
co4
co5'

# ---- offers, by a lead that is converted into one that is there ----
crm-lead add title=Anfrage -q
crm-lead set o3 stage=qualified -q
r 'its moves stay under its id' 'crm-lead convert -q o3 --into=o1; crm-stage history o1 -c offer,seq,from,to,days; crm-stage history o3 -c offer | uniq; crm-stage history -c offer | sort | uniq -c | tr -d " "; crm-db check' 'o1|1||offer|0
o3|1||new|0
o3|2|new|qualified|
o1
o3
1o1
1o2
2o3'
r 'undone' 'crm-log undo -q; crm-stage history o1 -c offer; crm-stage history o3 -c offer,days; crm-db check' 'o1
o3|0
o3|0'
ok 'the database is sound' 'crm-db check'
a=$(crm-contact add --force name='Erika Zweifel' city=Bonn)
b=$(crm-contact add --force name='Erika Zweifle' street='Weg 9')
is 'on a terminal: what stays is no change' "$(tty 100 "crm-contact merge $a $b" 2>/dev/null | grep -c '→ Erika Zweifle')" 0
crm-log undo -q

# the beginning in a company of both: the earlier one; unknown is before all
drop_db "$CRM_DB"
crm-db init -q
crm-company add -q name=Weit
for n in 1 2 3 4 5 6; do crm-contact add -q name="Person Nr$n"; done
printf 'name\tcompany\nPerson Nr1\tWeit\nPerson Nr4\tWeit\n' >open.tsv
crm-contact import -q --key=name open.tsv
crm-contact link -q c2 co1 from=2020-01-01
crm-contact link -q c3 co1 from=2021-01-01
crm-contact link -q c5 co1 from=2019-01-01
crm-contact link -q c6 co1 from=2020-05-01
is 'imported, the beginning is unknown' "$(crm-contact companies c1 c4 -c contact,from | tr '\t\n' '= ')" 'c1= c4= '
crm-contact merge -q c1 c2 2>/dev/null
is 'it stays so' "$(crm-contact companies c1 -c company,from)" "co1$tab"
crm-contact merge -q c3 c4 2>/dev/null
is '  also when the other stays' "$(crm-contact companies c3 -c company,from)" "co1$tab"
crm-contact merge -q c6 c5 2>/dev/null
is '  of two that are known the earlier' "$(crm-contact companies c6 -c from)" 2019-01-01
ok '  sound' 'crm-db check'
crm-log undo -q && crm-log undo -q
is '  and taken back' "$(crm-contact companies c3 c4 -c contact,from | tr '\t\n' '= ')" 'c3=2021-01-01 c4= '
finish
