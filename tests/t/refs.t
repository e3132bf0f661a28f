#!/bin/sh
# References: how a word names a record, in every form and in their order.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
cat >companies.tsv <<'END'
name	city	phone	email	ext
Muster GmbH	Köln	0221 1234567	info@muster.example	maven:17
O2	München	089 7654321		
Beispiel AG	Bonn			
Schmidt & Söhne KG	Kiel		info@schmidt.example	
12 Apostel GmbH				
c7	Hagen			
name=O2				
END
crm-company import companies.tsv -q
crm-company add name='beispiel ag' city=Ulm -q
cat >contacts.tsv <<'END'
name	emails	phones	company
Erika Müller	work:erika@muster.example,home:erika@home.example	work:+49 221 555123,mobile:0170 9876543	co1
Max Beispiel	max@beispiel.example	0228/4711-0	co3
Max Beispiel	max@home.example		co8
Zoë Groß		+1 (212) 555-0199	
Anton Amann		0221 123	
Bert Amann		0221-1 23	
END
crm-contact import contacts.tsv --force -q
crm-offer add number=2026-007 title='Lager' contact=c1 -q
crm-offer add number=A-1 title='A-2' -q
crm-offer add number=A-2 title='Über alles' -q
crm-offer add title='Doppelt' -q
crm-offer add title='DOPPELT' -q
crm-offer add title='4711' -q
crm-product add sku=GTX-1 name='GTX Pro' -q
crm-product add sku=X1 name='Straße' -q
crm-user add name=ben full='Ben Hartwig' -q

n=$(crm-offer list --all | wc -l)
# w KIND WORD EXPECTED: the id that show finds
w() {
  case $1 in user) c=name ;; *) c=id ;; esac
  got=$(crm-$1 show "$2" -c $c 2>err)
  is "$1 $2" "$got ? $?" "$3"
}
# typed ids, bare ids
w company co1 'co1 ? 0'
w company 1 'co1 ? 0'
w contact c4 'c4 ? 0'
w offer o1 'o1 ? 0'
w product 2 'p2 ? 0'
w user ben 'ben ? 0'
w user BEN 'ben ? 0'
w user me 'anna ? 0'
# an id before a name: the company named "c7" is reached by name= only, one named by digits is the id
w company c7 ' ? 65'
w company name=c7 'co6 ? 0'
w offer 4711 ' ? 1'
w offer title=4711 'o6 ? 0'
# e-mail
w contact erika@muster.example 'c1 ? 0'
w contact erika@home.example 'c1 ? 0'
w contact ERIKA@Muster.Example 'c1 ? 0'
w company info@muster.example 'co1 ? 0'
w contact nobody@muster.example ' ? 1'
w contact email=erika@home.example 'c1 ? 0'
# telephone, in any spelling
for p in '+49221555123' '+49 221 555123' '0049 221 555 123' '0221 555123' '0221-555123' '0221/555 12 3' '(0221) 555123' '0221.555.123' '+49 (0)221 555-123' \
  '01709876543' '+49 170 9876543' 'phone=+49 170/98 76 543' 'phone=0221555123'; do
  w contact "$p" 'c1 ? 0'
done
w contact '+1 212 5550199' 'c4 ? 0'
w contact '001-212-555-0199' 'c4 ? 0'
w contact '(212) 555-0199' 'c4 ? 0'
# the end of a number, when one of the two has no country or area code
w contact '555-0199' 'c4 ? 0'
w contact '0212 5550199' 'c4 ? 0'
w contact '987-6543' 'c1 ? 0'
w company '123 4567' 'co1 ? 0'
for p in '030 5550199' '+33 1 555 01 99' '0171-9876543' '+33 170 9876543' '00441709876543'; do
  w contact "$p" ' ? 1'
done
for p in '089 1234567' '+33 1 123 45 67' '0171-1234567'; do
  w company "$p" ' ? 1'
done
w contact '0228 4711-0' 'c2 ? 0'
w contact '0221 123' ' ? 3'
w contact '0221 999999' ' ? 1'
w company '0221 1234567' 'co1 ? 0'
w company '+49 89 7654321' 'co2 ? 0'
# numbers, names, titles: whole, folded
w offer 2026-007 'o1 ? 0'
w offer a-1 'o2 ? 0'
w offer A-2 'o3 ? 0'
w offer title=A-2 'o2 ? 0'
w offer number=A-2 'o3 ? 0'
w offer LAGER 'o1 ? 0'
w offer 'uber alles' 'o3 ? 0'
w offer 'UEBER ALLES' 'o3 ? 0'
w offer Lage ' ? 1'
w offer Doppelt ' ? 3'
w product gtx-1 'p1 ? 0'
w product 'gtx pro' 'p1 ? 0'
w product STRASSE 'p2 ? 0'
w contact 'erika muller' 'c1 ? 0'
w contact 'Erika Mueller' 'c1 ? 0'
w contact 'ZOE GROSS' 'c4 ? 0'
w contact '  erika   müller ' 'c1 ? 0'
w contact Erika ' ? 1'
w contact 'Max Beispiel' ' ? 3'
w company 'schmidt & soehne kg' 'co4 ? 0'
w company 'schmidt & sohne kg' 'co4 ? 0'
w company o2 ' ? 65'
w company name=O2 'co2 ? 0'
w company name=o2 'co2 ? 0'
w company name=name=O2 'co7 ? 0'
w company '12 Apostel GmbH' 'co5 ? 0'
w company ext=maven:17 'co1 ? 0'
w company ext=maven:18 ' ? 1'
w company 'Beispiel AG' ' ? 3'
w company city=Kiel 'co4 ? 0'

# what is said
r 'one that fits several: 3 and the candidates' "crm-contact show 'max beispiel' 2>&1 | grep -o 'c[0-9]* Max Beispiel'; crm-contact show 'max beispiel' 2>/dev/null" 'c2 Max Beispiel
c3 Max Beispiel
? 3'
r 'candidates of a telephone number' "crm-contact show '0221 123' 2>&1 | grep -o 'c[0-9]* [A-Z][a-z]* Amann'" 'c5 Anton Amann
c6 Bert Amann'
r 'one that is not there: near names' "crm-company show 'Schmitt & Söhne KG' 2>&1 | grep -c 'co4 Schmidt & Söhne KG'; crm-company show 'Schmitt & Söhne KG' 2>/dev/null" '1
? 1'
r 'near names of part of a name' "crm-contact show Erika 2>&1 | grep -c 'c1 Erika Müller'" 1
r 'near users' "crm-offer set 1 owner=bne 2>&1 | grep -c \"'ben'\"" 1

# as values of fields: the same
v() { # value expected-contact or status
  got=$(crm-offer set 6 contact="$1" -q 2>err; s=$?; [ $s = 0 ] && crm-offer list 6 -c contact || echo "? $s")
  is "contact=$1" "$got" "$2"
  crm-offer set 6 contact= company= -q
}
v c4 c4
v 4 c4
v erika@home.example c1
v '0221/555123' c1
v 'ERIKA MÜLLER' c1
v name='Zoë Groß' c4
v phone='0221 555123' c1
v 'Max Beispiel' '? 3'
v Nobody '? 1'
v c999 '? 1'
v co1 '? 65'
v me '? 1'
r 'a company whose name looks like an id' 'crm-offer set 6 company=name=c7 && crm-offer list 6 -c company && crm-offer set 6 company= -q' 'o6
co6'
r 'owner=me' "crm-offer set 6 owner=me --user=ben && crm-offer list 6 -c owner" 'o6
ben'
r 'a stage by name and by title' "crm-stage move 6 Verhandlung && crm-offer list 6 -c stage && crm-stage move 6 offer -q && crm-offer list 6 -c stage" 'o6
negotiation
offer'
r 'a pipeline by name' 'crm-offer list pipeline=sales -c id -n 1' o1

# in conditions
r 'contact= takes any form' "crm-offer list contact=erika@home.example -c id; crm-offer list contact='0221 555123' -c id; crm-offer list contact='erika mueller' -c id; crm-offer list contact=1 -c id; crm-offer list contact=c1 -c id" 'o1
o1
o1
o1
o1'
no 'a condition on nobody' 1 'crm-offer list contact=Nobody'
no 'a condition on several' 3 "crm-offer list contact='Max Beispiel'"
no 'several ids' 0 'crm-offer list contact=c1,c2'

# several at once, as operands
r 'several references, in their order' "crm-contact show 'zoe gross' erika@home.example -c id" 'c4
c1'
no 'a writing verb does all or none: one is missing' 1 "crm-contact set c1 Nobody city=Ulm"
no 'a writing verb does all or none: one fits several' 3 "crm-contact set c1 'Max Beispiel' city=Ulm"
r 'nothing is set' 'crm-contact list city=Ulm' ''
is 'no offer was made by all this' "$(crm-offer list --all | wc -l)" "$n"
ok 'the database is sound' 'crm-db check'
# ---- namesakes ----
crm-db init same.db -q
for n in Eins Zwei; do crm-company add name=$n -q -d same.db; done
for n in co2 co1; do crm-contact add name='Max Beispiel' company=$n -q -d same.db; done
r 'candidates in the order of their ids, with the company' "crm-contact show 'max beispiel' -d same.db" "crm-contact: 'max beispiel' is more than one contact, use an id
crm-contact: c1 Max Beispiel, Zwei
crm-contact: c2 Max Beispiel, Eins
? 3"
finish
