#!/bin/sh
# Who may be there twice: pairs with a score and the reasons; how many of the known ones are found, how many found are right.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
data=$top/tests/data/dupes

r 'nobody is there twice' 'crm-contact dupes; crm-company dupes; crm-contact dupes -H' 'a|b|score|reasons|name_a|name_b'
crm-company add name='Muster GmbH' city=Köln postal_code=50667 website=https://www.muster.example/ phone='0221 1234567' vat_id=DE123456789 country=DE -q
crm-company add name='Beispiel AG' city=Bonn -q
# add FIELD=VALUE...: another contact, whoever is there
add() { crm-contact add --force -q "$@"; }
add name='Erika Muster' company=co1 city=Köln
r 'adding somebody who is there names the candidate' "crm-contact add name='ERIKA Muster' company=co1; crm-company add name='MUSTER GMBH'" "crm-contact: name: contact c1 has the same company and the name 'Erika Muster', --force adds it all the same
crm-company: name: company co1 has the name 'Muster GmbH', --force adds it all the same
? 4"

# pair TITLE 'fields of one' 'fields of the other' 'score|reasons', of contacts far from all others
n=0
pair() {
  n=$((n + 1))
  drop_db p.db
  CRM_DB=p.db crm-db init -q
  CRM_DB=p.db crm-company add name='Eins GmbH' -q
  CRM_DB=p.db crm-company add name='Zwei GmbH' -q
  eval "CRM_DB=p.db crm-contact add --force -q $2; CRM_DB=p.db crm-contact add --force -q $3"
  is "$1" "$(CRM_DB=p.db crm-contact dupes --min=1 | cut -f 3,4 | tr '\t' '|')" "$4"
}
pair 'same e-mail and name' 'name="Erika Muster" email=e@x.example' 'name="Erika Muster" emails=y@x.example,E@X.example' '100|same-email,same-name'
pair 'an e-mail alone' 'email=e@x.example' 'name="Erika Muster" email=e@x.example' '70|same-email'
pair 'one e-mail of two who share the family name' 'name="Erika Muster" email=e@x.example' 'name="Max Muster" email=e@x.example' '15|same-email,other-name'
pair 'a mailbox of many' 'name="Erika Muster" email=info@x.example' 'name="Erika Muster" email=info@x.example' '60|shared-email,same-name'
pair 'a telephone number in two spellings' 'name="Erika Muster" phone="+49 221 12345"' 'name="Erika Muster" phone="0049221/12345"' '80|same-phone,same-name'
pair 'accents and case' 'name="Jürgen Groß" phone=+4922112345' 'name="JUERGEN GROSS" phone=+4922112345' '80|same-phone,same-name'
pair 'same name in one company' 'name="Erika Muster" company=co1' 'name="Erika Muster" company=co1' '70|same-name,same-company'
pair 'namesakes in two companies' 'name="Erika Muster" company=co1 city=Köln' 'name="Erika Muster" company=co2 city=Köln' '45|same-name,same-city,other-company'
pair 'another company now, same telephone' 'name="Erika Muster" company=co1 phone=+49171555' 'name="Erika Muster" company=co2 phone=+49171555' '65|same-phone,same-name,other-company'
pair 'same name and town, and nobody else has it' 'name="Erika Muster" city=Köln' 'name="Erika Muster" city=Köln' '60|same-name,same-city'
pair 'two addresses speak against it' 'name="Erika Muster" city=Köln email=a@x.example' 'name="Erika Muster" city=Köln email=b@x.example' '58|same-name,same-city'
pair 'transposed' 'given=Erika family=Muster company=co1' 'given=Muster family=Erika company=co1' '68|transposed,same-company'
pair 'family name first, with a comma' 'name="Erika Muster" company=co1' 'name="Muster, Erika" company=co1' '70|same-name,same-company'
pair 'nickname, German' 'name="Hans Muster" company=co1' 'name="Johannes Muster" company=co1' '65|nickname,same-company'
pair 'nickname, English' 'name="Bill Sample" company=co1' 'name="William Sample" company=co1' '65|nickname,same-company'
pair 'a title' 'name="Dr. Erika Muster" company=co1' 'name="Erika Muster" company=co1' '70|same-name,same-company'
pair 'initials' 'name="E. Muster" company=co1' 'name="Erika Muster" company=co1' '62|initials,same-company'
pair 'a slip in the family name' 'name="Erika Mustre" company=co1' 'name="Erika Muster" company=co1' '64|near-name,same-company'
pair 'a slip in an uncommon given name' 'name="Arkadij Muster" company=co1' 'name="Arkadi Muster" company=co1' '64|near-name,same-company'
pair 'two common given names that look alike' 'name="Andreas Muster" company=co1' 'name="Andrea Muster" company=co1' ''
pair 'a second given name' 'name="Anna Muster" company=co1' 'name="Anna Lena Muster" company=co1' '65|part-of-name,same-company'
pair 'a double name' 'name="Erika Muster" company=co1' 'name="Erika Muster-Beispiel" company=co1' '64|part-of-name,same-company'
pair 'sounds alike' 'name="Erika Meyer" company=co1' 'name="Erika Maier" company=co1' '64|near-name,same-company'
pair 'married' 'name="Erika Muster" email=e@x.example' 'name="Erika Beispiel" email=e@x.example' '62|same-email,same-given'
pair 'a household' 'name="Erika Muster" street="Weg 1" postal_code=50667 phone=+492211' 'name="Max Muster" street="Weg 1" postal_code=50667 phone=+492211' '20|same-phone,same-address,other-name'
pair 'father and son' 'name="Max Muster" street="Weg 1" postal_code=50667 birthday=1950-01-01' 'name="Max Muster" street="Weg 1" postal_code=50667 birthday=1980-01-01' '30|same-name,same-address,other-birthday'
pair 'the same day of birth' 'name="Erika Muster" birthday=1980-01-01' 'name="Erika Muster" birthday=1980-01-01' '80|same-name,same-birthday'
pair 'nothing but the name' 'name="Erika Muster"' 'name="Erika Muster"' '50|same-name'
pair 'in two countries' 'name="Erika Muster" country=DE phone=+492211' 'name="Erika Muster" country=FR phone=+492211' '65|same-phone,same-name,other-country'
pair 'another script' 'name="Оксана Иванова" postal_code=50667' 'name="Оксана Ивановa" postal_code=50667' '59|near-name,same-postal-code'
pair 'no one twice: a name like 200 letters' "name=$(printf 'x%.0s' $(seq 400))" "name=$(printf 'x%.0s' $(seq 399))" ''

firms() {
  drop_db p.db
  CRM_DB=p.db crm-db init -q
  eval "CRM_DB=p.db crm-company add --force -q $2; CRM_DB=p.db crm-company add --force -q $3"
  is "$1" "$(CRM_DB=p.db crm-company dupes --min=1 | cut -f 3,4 | tr '\t' '|')" "$4"
}
firms 'same name' 'name="Muster GmbH"' 'name="Muster GmbH"' '60|same-name'
firms 'the legal form is nothing' 'name="Muster GmbH" city=Köln' 'name=Muster city=Köln' '60|legal-form,same-city'
firms 'all of it is nothing' 'name="Muster Gesellschaft mit beschränkter Haftung & Co. KG" city=Köln' 'name="MUSTER S.A.R.L." city=Köln' '53|legal-form,same-city'
firms 'und is nothing' 'name="Müller und Söhne" city=Köln' 'name="Müller & Söhne GmbH" city=Köln' '60|legal-form,same-city'
firms 'in two towns' 'name="Muster GmbH" city=Köln' 'name="Muster GmbH" city=Bonn' '30|same-name,other-city'
firms 'moved, with its telephone' 'name="Muster GmbH" city=Köln phone=+49221123' 'name="Muster GmbH" city=Bonn phone=+49221123' '70|same-phone,same-name,other-city'
firms 'same website in two spellings' 'name="Muster GmbH" website=https://www.muster.example/' 'name="Mustre GmbH" website=muster.example/de' '80|near-name,same-website'
firms 'website and e-mail' 'name="Muster GmbH" website=muster.example' 'name="Mustre GmbH" email=info@muster.example' '70|near-name,same-domain'
firms 'a provider says nothing' 'name="Muster GmbH" email=a@gmx.de' 'name="Mustre GmbH" email=b@gmx.de' '45|near-name'
firms 'VAT number, in two spellings' 'name="Muster GmbH" vat_id=DE123456789' 'name="Anders AG" vat_id="DE 123 456 789"' '60|same-vat,other-name'
firms 'two VAT numbers' 'name="Muster GmbH" vat_id=DE123456789' 'name="Muster GmbH" vat_id=DE987654321' ''
firms 'a street in two spellings' 'name="Muster GmbH" city=Köln street="Hauptstr. 1"' 'name="Muster AG" city=Köln street="Hauptstraße 1"' '70|legal-form,same-address'
firms 'words turned round' 'name="Maschinenbau Muster" city=Köln' 'name="Muster Maschinenbau" city=Köln' '56|transposed,same-city'
firms 'mother and daughter' 'name="Muster AG" city=Köln' 'name="Muster AG" city=Köln parent=co1' '13|same-name,same-city,parent'

# ---- which pairs, in which order ----
add name='Erika Muster' company=co1 city=Köln email=e@x.example
add name='E. Muster' company=co1
add name='Max Dritter' email=m@x.example
add name='Max Dritter' email=m@x.example
t 'the surest first' 'crm-contact dupes' <<'END'
c4	c5	100	same-email,same-name	Max Dritter	Max Dritter
c1	c2	80	same-name,same-company,same-city	Erika Muster	Erika Muster
c1	c3	62	initials,same-company	Erika Muster	E. Muster
c2	c3	62	initials,same-company	Erika Muster	E. Muster
END
r 'the first ones' 'crm-contact dupes -n 1 -c a,b' 'c4|c5'
r 'of a score' 'crm-contact dupes --min=78 -c score,b' '100|c5
80|c2'
r 'those with a record that is selected' 'crm-contact dupes c3 -c a,b; crm-contact dupes email=m@x.example -c a,b; printf "c2\n" | crm-contact dupes - -c a,b; crm-contact dupes Dritter -c a' 'c1|c3
c2|c3
c4|c5
c1|c2
c2|c3
c4'
r 'of none' 'printf "" | crm-contact dupes -; crm-contact dupes city=Nirgends' ''
r 'formats' 'crm-contact dupes -n 1 -f csv; crm-contact dupes -n 1 -f json -c a,score,reasons' 'a,b,score,reasons,name_a,name_b
c4,c5,100,"same-email,same-name",Max Dritter,Max Dritter
{"a":"c4","score":100,"reasons":["same-email","same-name"]}'
for score in 0 101 x -1 ''; do no "no score: '$score'" 64 "crm-contact dupes --min='$score'"; done
no 'a score that is none' 64 'crm-contact dupes --min=60x'
no 'a condition that is none' 64 'crm-contact dupes nosuch=1'
no 'a stream of another kind' 65 'echo co1 | crm-contact dupes -'
r 'a pipe makes one of each' "crm-contact dupes | awk '\$3 >= 75' | crm-contact merge -q -; crm-contact list -c id; crm-contact dupes -c a,b; crm-db check" 'c1
c3
c4
c1|c3'
r 'and one undo brings all back' 'crm-log undo -q; crm-contact list -c id | wc -l' 5
r 'all of a cluster' "crm-contact dupes | crm-contact merge - 2>/dev/null; crm-contact list -c id; crm-log undo -q" 'c4
c1
c1
c4'
r 'pairs known to be two' "crm-contact dupes | awk '\$2 == \"c3\"' >known; crm-contact dupes | grep -vxFf known -c" 2

# ---- a block of many ----
drop_db b.db
CRM_DB=b.db crm-db init -q
{
  printf 'nr\tname\tphone\temail\n'
  awk 'BEGIN { for (i = 1; i <= 300; i++) printf "%d\tPerson%c%c Nummer%d\t+49221777\tp%d@x.example\n", i, 97 + i % 26, 97 + int(i / 26), i, i }'
  printf '301\tErika Muster\t+49221777\te@x.example\n302\tErika Muster\t+49221777\t\n'
} >many.tsv
CRM_DB=b.db crm-contact import -q --force --ext=t:nr many.tsv
r 'a block that is too large is told' 'CRM_DB=b.db crm-contact dupes' "c301|c302|60|shared-phone,same-name|Erika Muster|Erika Muster
crm-contact: 302 contacts share the telephone number of c1 'Personba Nummer1': each is compared with the 20 next to it by name only"
r 'not with -q' 'CRM_DB=b.db crm-contact dupes -q -c a' c301

# ---- contacts and companies of which it is known who is there twice ----
LC_ALL=C awk -v n=5000 -v dir="$work" -f "$data/generate.awk"
is 'the generator makes the same everywhere' "$(cat companies.tsv contacts.tsv company-pairs.tsv contact-pairs.tsv | cksum)" '2078256732 669434'
drop_db d.db
CRM_DB=d.db LC_ALL=C crm-db init -q
CRM_DB=d.db crm-company import -q --force --ext=list:nr companies.tsv || echo '# companies'
CRM_DB=d.db crm-contact import -q --force --ext=list:nr contacts.tsv || echo '# contacts'
CRM_DB=d.db crm-contact dupes >found
is 'contacts: precision and recall' "$(awk -F '\t' -f "$data/score.awk" contact-pairs.tsv found)" 'pairs 754, found 695, right 683, precision 98.3, recall 90.6'
CRM_DB=d.db crm-company dupes >found-companies
is 'companies: precision and recall' "$(awk -F '\t' -f "$data/score.awk" company-pairs.tsv found-companies)" 'pairs 191, found 179, right 177, precision 98.9, recall 92.7'
r 'what is sure may be merged by itself' "CRM_DB=d.db crm-contact dupes --min=80 >sure; awk -F '\t' -f $data/score.awk contact-pairs.tsv sure" 'pairs 754, found 568, right 566, precision 99.6, recall 75.1'
ok 'all of it at once' 'CRM_DB=d.db crm-contact merge -q - <found'
ok 'and the database is sound' 'CRM_DB=d.db crm-db check'
r 'nobody is lost' "CRM_DB=d.db crm-db dump | awk -F '\t' '\$1 == \"table\" { t = \$2 } \$1 != \"table\" && (t == \"contact\" || t == \"alias\") { n++ } END { print n }'; awk 'END { print NR - 1 }' contacts.tsv" "$(awk 'END { print NR - 1 }' contacts.tsv)
$(awk 'END { print NR - 1 }' contacts.tsv)"
ok 'undone' 'CRM_DB=d.db crm-log undo -q && CRM_DB=d.db crm-db check'
CRM_DB=d.db crm-contact dupes >again
ok 'the same pairs as before' 'cmp found again'

if [ -f "$shared/data/maven-crm/accounts.csv" ]; then
  CRM_DB=m.db crm-db init -q
  CRM_DB=m.db crm-company import "$shared/data/maven-crm/accounts.csv" --map name=account --map industry=sector --map founded=year_established --map country=office_location --translate=country:Philipines=PH --translate=country:Korea=KR -q >/dev/null 2>&1
  is 'the accounts of a real firm: none is taken for another' "$(CRM_DB=m.db crm-company list | wc -l | tr -d ' ') $(CRM_DB=m.db crm-company dupes)" '85 '
else
  skip 'the accounts of a real firm' "no $shared/data/maven-crm"
fi
finish
