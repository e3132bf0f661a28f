#!/bin/sh
# crm-contact import --from: address books of other programs, their columns, kinds, character sets.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
data=$top/tests/data/import
columns=name,given,family,title,role,company.name,emails,phones,birthday
more=street,postal_code,city,region,country,tags,notes

new() {
  drop_db "$CRM_DB"
  LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
}

# title, program, file, messages of the first import, contacts, the rest of their fields, cards
book() {
  new
  r "$1" "cd '$data'; crm-contact import --from=$2 --create=company $3 2>&1 >/dev/null" "$4"
  r "$1: who they are" "crm-contact list -c $columns" "$5"
  r "$1: more of them" "crm-contact list -c $more" "$6"
  r "$1: again changes nothing" "crm-contact import --from=$2 '$data/$3' 2>&1 >/dev/null | tail -n 1" "crm-contact: 0 added, 0 changed, $(crm-contact list | wc -l) same, 0 rejected"
  r "$1: so does what goes out as cards" "crm-contact vcard | crm-contact import - 2>&1 >/dev/null | tail -n 1" "crm-contact: 0 added, 0 changed, $(crm-contact list | wc -l) same, 0 rejected"
  ok "$1: the database is sound" 'crm-db check'
}

book 'Google' google google-new.csv "crm-contact: google-new.csv: left out: columns 'Photo', 'Website 1 - Label', 'Custom Field 1 - Label', 'Custom Field 1 - Value'
crm-contact: google-new.csv: 1 of those added have no key, and are found again only as they are: --key=FIELD says what tells them apart
crm-contact: 3 added, 0 changed, 0 same, 0 rejected, 1 company made" 'Erika Maria Muster|Erika|Muster|Dr.|Einkauf|Muster GmbH|work:erika@muster.example,home:e.muster@mail.example,home:eri@mail.example|mobile:+491701234567,fax:+49221123499|1980-03-22
Max Beispiel|Max|Beispiel||||max@beispiel.example||--04-16
Nur Name|Nur|Name||||||' 'Weg 1|50667|Köln|NRW|DE|Kunden|Zeile 1\nZeile 2
||||||
||||||'
r 'Google: what has no field is in the card' 'crm-contact vcard 1 2 | grep -E "^(N|ORG|ADR|NICKNAME|URL|BDAY)[:;]" | tr -d "\r"' 'N:Muster;Erika;Maria;Dr.;
ORG:Muster GmbH;Technik
ADR;TYPE=work:;;Weg 1;Köln;NRW;50667;Germany
BDAY:1980-03-22
NICKNAME:Eri
URL:https://muster.example
N:Beispiel;Max;;;
BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-16'

book 'Google, the older form' google google-old.csv "crm-contact: google-old.csv: 'unbekannt' is neither an e-mail address nor a telephone number, and is kept for crm-contact vcard only
crm-contact: 1 added, 0 changed, 0 same, 0 rejected, 1 company made" 'Erika Muster|Erika|Muster||Einkauf|Muster GmbH|home:e.muster@mail.example|mobile:+491701234567,mobile:+491707654321|1980-03-22' 'Weg 1||Köln|||Messe|'
r 'Google: the other address is kept' 'crm-contact vcard | grep ^ADR | tr -d "\r"' 'ADR;TYPE=work:;;Weg 1;Köln;;;
ADR;TYPE=home:;;Gasse 2;Bonn;;53111;Deutschland'

book 'Outlook, German, CP1252' outlook outlook-de.csv "crm-contact: outlook-de.csv: read as cp1252
crm-contact: outlook-de.csv: left out: columns 'E-Mail-Typ', 'Jahrestag'
crm-contact: 4 telephone numbers are not valid, the first is '0221 1': kept as given
crm-contact: 2 added, 0 changed, 0 same, 0 rejected, 1 company made" 'Bärbel Größe|Bärbel|Größe||Geschäftsführerin|Jörg & Söhne – Köln|baerbel@soehne.example,b@privat.example|work:0221 1,mobile:0170 1,home:0228 5,fax:0221 99|1980-03-22
Jürgen Übel|Jürgen|Übel||||juergen@uebel.example||' 'Große Straße 1\nHinterhaus|50667|Köln||DE|Kunde,Messe|Schöne Grüße
||||||'

book 'Outlook, English' outlook outlook-en.csv 'crm-contact: 2 added, 0 changed, 0 same, 0 rejected, 2 companies made' \
  'Erika Muster|Erika|Muster||Buyer|1&1 Muster|erika@muster.example|work:+12175550100,mobile:+12175550101|1980-03-22
Max Beispiel|Max|Beispiel|||o9|max@beispiel.example||' '1 Main St|62701|Springfield|IL|US|vip|it’s ok
||||||'
r 'companies are names, whatever they look like' 'crm-company list -c id,name' 'co1|1&1 Muster
co2|o9'
crm-contact export | cut -f 3- >utf8
for f in outlook-utf16 outlook-utf16-bare; do
  new
  r "$f" "crm-contact import --from=outlook --create=company $data/$f.csv -q; crm-contact export | cut -f 3- | cmp - utf8" ''
done
new
r '--encoding is obeyed' "crm-contact import --from=outlook --create=company --encoding=cp850 $data/outlook-de.csv -q >/dev/null 2>&1; crm-contact list -c name | tail -n 1" 'J³rgen ▄bel'

book 'Thunderbird, German' thunderbird thunderbird-de.csv "crm-contact: thunderbird-de.csv: left out: column 'Benutzerdef. 1'
crm-contact: 4 telephone numbers are not valid, the first is '0221 1': kept as given
crm-contact: 2 added, 0 changed, 0 same, 0 rejected, 1 company made" 'Dr. Erika Muster|Erika|Muster||Einkauf|Muster GmbH|erika@muster.example,e@privat.example|work:0221 1,mobile:0170 1,home:0228 5,fax:0221 99|1980-03-22
Max Beispiel|Max|Beispiel||||max@beispiel.example||--04-16' 'Gasse 2|53111|Bonn||DE||Notiz
||||||'
r 'a birthday without its year is in the card' 'crm-contact vcard 2 --vcard=4.0 | grep ^BDAY | tr -d "\r"' 'BDAY:--0416'
book 'Thunderbird, English' thunderbird thunderbird-en.csv 'crm-contact: 1 added, 0 changed, 0 same, 0 rejected, 1 company made' \
  'Erika Muster|Erika|Muster||Buyer|Muster Inc.|erika@muster.example|work:+12175550100|1980-03-22' '1 Main St|62701|Springfield|IL|US||'
book 'HubSpot' hubspot hubspot.csv "crm-contact: hubspot.csv: left out: column 'Lead Status'
crm-contact: 2 telephone numbers are not valid, the first is '0221 1': kept as given
crm-contact: 2 added, 0 changed, 0 same, 0 rejected, 1 company made" 'Erika Muster|Erika|Muster||Einkauf|Muster GmbH|erika@muster.example|0221 1,mobile:0170 1|
Max Beispiel|Max|Beispiel||||||' 'Weg 1|50667|Köln|NRW|DE||
||||||'
r 'the key there is the key here' 'crm-contact list -c ext' 'hubspot:101
hubspot:102'
book 'Pipedrive' pipedrive pipedrive.csv "crm-contact: 2 telephone numbers are not valid, the first is '0221 1': kept as given
crm-contact: 1 added, 0 changed, 0 same, 0 rejected, 1 company made" 'Erika Muster|Erika|Muster|||Muster GmbH|work:erika@muster.example,home:e@privat.example|work:0221 1,mobile:0170 1|' '|||||Kunde,Messe|'
book 'Salesforce' salesforce salesforce.csv "crm-contact: salesforce.csv: left out: column 'Contact Owner'
crm-contact: 1 added, 0 changed, 0 same, 0 rejected, 1 company made" 'Erika Muster|Erika|Muster||Buyer|Muster Inc.|erika@muster.example|work:+12175550100,mobile:+12175550101|1980-03-22' '1 Main St|62701|Springfield|IL|US||'

# ---- as the programs write them ----
new
printf 'Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value
A A,,a1@a.example ::: a2@a.example,,a3@a.example,* ,+49 221 111111 ::: +49 221 222222
B B,Home,b1@b.example,* Work,b2@b.example ::: b3@b.example,,
' >order.csv
r 'the order of the file stays, what is marked comes first' 'crm-contact import --from=google -q order.csv; crm-contact list -c email,emails,phones' 'a1@a.example|a1@a.example,a2@a.example,a3@a.example|+49221111111,+49221222222
b2@b.example|work:b2@b.example,work:b3@b.example,home:b1@b.example|'
new
printf 'Anrede,Vorname,Nachname,Geburtstag,Kategorien
Herr,A,A,0.0.00,VIP;Messe
Frau Dr.,B,B,0/0/00,"VIP; Messe, C"
Dr.,C,C,00.00.0000,;
MR.,D,D,00.00.0000 00:00:00,
Herrmann,E,E,22.3.1980,
' >outlook.csv
r 'empty dates, lists of categories, titles without Mr. and Ms.' 'crm-contact import --from=outlook -q outlook.csv; crm-contact list -c name,title,birthday,tags' 'A A|||Messe,VIP
B B|Dr.||C,Messe,VIP
C C|Dr.||
D D|||
E E|Herrmann|1980-03-22|'
r 'an empty date is one in any table' "printf 'name,Geburtstag\nX X,0.0.00\nY Y,0/0/00\nZ Z,2001-02-03\n' | crm-contact import --map birthday=Geburtstag -q -; crm-contact list name='X X' -c birthday; crm-contact list name='Z Z' -c birthday" '
2001-02-03'
r '--translate goes before' "printf 'name,birthday\nV V,0.0.00\n' | crm-contact import --translate birthday:0.0.00=1999-09-09 -q -; crm-contact list name='V V' -c birthday" '1999-09-09'
no 'but no operand' 64 'crm-contact set c1 birthday=0.0.00'
for f in google-new google-old outlook-en thunderbird-de thunderbird-en hubspot pipedrive salesforce; do
  is=${f%-*}
  r "$f.csv is known by its columns" "crm-contact import '$data/$f.csv' 2>&1 >/dev/null | grep -v 'no field'" "crm-contact: $data/$f.csv: the columns are those of $is: try --from=$is"
done
for f in Name,Email,Phone,City Name,Notes,Birthday vorname,e-mail 'Company Name,Name,Phone Number,Notes'; do
  r "$f is of no program" "echo '$f' | crm-contact import - 2>&1 | sed -n /from=/p" ''
done
r 'with --map nobody is told' "crm-contact import --map name=Nam $data/google-old.csv 2>&1 | sed -n /from=/p" ''
r 'nor of companies' "crm-company import $data/google-old.csv 2>&1 | sed -n /from=/p" ''

# ---- options ----
new
r 'a company that is not there' "cd '$data'; crm-contact import --from=google google-old.csv 2>&1" "crm-contact: google-old.csv:2:143: company: no company 'Muster GmbH'
crm-contact: google-old.csv: 'unbekannt' is neither an e-mail address nor a telephone number, and is kept for crm-contact vcard only
crm-contact: --create=company adds the companies that are missing
crm-contact: nothing is imported; --reject=FILE takes the bad lines aside
? 65"
r 'operands hold for all, --map for more columns' "crm-contact import --from=google --create=company --map owner=Photo --translate owner:https://photos.example/1=anna $data/google-new.csv source=Messe city=Ulm tags=neu -q; crm-contact list -c name,owner,source,city,tags" 'Erika Maria Muster|anna|Messe|Ulm|Kunden,neu
Max Beispiel||Messe|Ulm|neu
Nur Name||Messe|Ulm|neu'
printf 'First Name,Last Name,E-mail Address,Birthday\nA,B,a@b.example,6/3/2005\nC,D,c@d.example,6/13/2005\nE,F,e@f.example,31.2.2005\n' >dates.csv
r 'dates that can be read two ways are refused' 'crm-contact import --from=outlook dates.csv 2>&1' "crm-contact: dates.csv:2:17: birthday: '6/3/2005' may be month or day first: --dates=mdy or --dates=dmy says which
crm-contact: dates.csv:4:17: birthday: '31.2.2005' is not a date
crm-contact: nothing is imported; --reject=FILE takes the bad lines aside
? 65"
r '--dates, --reject' 'crm-contact import --from=outlook --dates=dmy dates.csv --reject=bad.csv 2>&1 >/dev/null; crm-contact list email~b.example -c birthday; cat bad.csv' "crm-contact: dates.csv:3:17: birthday: '6/13/2005' is not a date
crm-contact: dates.csv:4:17: birthday: '31.2.2005' is not a date
crm-contact: 1 added, 0 changed, 0 same, 2 rejected
2005-03-06
First Name,Last Name,E-mail Address,Birthday
C,D,c@d.example,6/13/2005
E,F,e@f.example,31.2.2005"
r 'a spare delimiter at the end of lines' "printf 'Display Name,Primary Email\nG H,g@h.example,\n' | crm-contact import --from=thunderbird - 2>&1 >/dev/null" 'crm-contact: 1 added, 0 changed, 0 same, 0 rejected'
r 'more than that is an error' "printf 'Display Name,Primary Email\nA B,a@b.example,x\n' | crm-contact import --from=thunderbird - 2>&1 >/dev/null | head -n 1" 'crm-contact: stdin:2:17: 3 fields where the header has 2'
r 'a file of another program' 'printf "x\ty\nx\ty\n" | crm-contact import --from=google - 2>&1' 'crm-contact: stdin:1: no column is one of google
? 65'
r 'no such map' 'crm-contact import --from=gogle dates.csv 2>&1' "crm-contact: from: no built-in map 'gogle', nearest is 'google'
? 64"
r 'nothing near' 'crm-contact import --from=x dates.csv 2>&1' "crm-contact: from: no built-in map 'x': vcard, google, outlook, thunderbird, hubspot, pipedrive, salesforce; --map FIELD=COLUMN says what a column is
? 64"
no 'companies have no address book' 64 'crm-company import --from=google dates.csv'
new
r 'a dry run' "crm-contact import --from=hubspot --create=company -N $data/hubspot.csv 2>/dev/null | cut -f 1,3- | grep -c ^add; crm-contact list ext~hubspot" '18'
r 'undo takes it all back' "crm-contact import --from=hubspot --create=company $data/hubspot.csv -q >/dev/null 2>&1; crm-log undo -q >/dev/null; crm-contact list ext~hubspot; crm-log redo -q >/dev/null; crm-contact list ext~hubspot -c ext; crm-db check" 'hubspot:101
hubspot:102'
finish
