#!/bin/sh
# Values are read by one reader of each kind, whatever way they come in: operands, files, cards, address books, inquiries.
. "$(dirname "$0")/../lib.sh"
LC_ALL=C.UTF-8
export LC_ALL CRM_DB="$PWD/v.db" CRM_TODAY=2026-11-28
# fresh [LOCALE]: an empty database
cat >fresh <<'END'
rm -f "$CRM_DB"*; LC_ALL=${1:-de_DE}.UTF-8 TZ=${2:-Europe/Berlin} crm-db init -q
END

# ---- what is not seen around a value ----
n=0
for at in ' ' '\302\240' '\342\200\257' '\342\200\207' '\342\200\213' '\342\200\214' '\342\200\215' '\342\201\240' '\357\273\277' '\t' ' \302\240\342\200\213 '; do
  printf "$at" >at; n=$((n + 1)); at=$(cat at; echo .); at=${at%.}
  sh ./fresh
  crm-company add -q name="${at}Muster GmbH$at" city="$at" employees="${at}12$at" country="${at}DE$at" source="${at}fair$at" tags="${at}a$at,${at}b" email="${at}i@m.example$at"
  printf '"name","city","employees","country","founded","source","email"\n"%sB GmbH%s","%sKöln%s","%s7%s","%sSchweiz%s","%s1990%s","fair%s","%sb@m.example%s"\n' \
    "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" >f.csv
  crm-company import -q f.csv
  is "$n: operands, cells" "$(crm-company list -c name,city,employees,country,source,tags,email,founded | tr '\t' '|')" \
    'Muster GmbH||12|DE|fair|a,b|i@m.example|
B GmbH|Köln|7|CH|fair||b@m.example|1990'
  printf '"title","value","expected_close","stage"\n"%sT%s","%s12.50%s","%s2026-12-31%s","offer%s"\n' "$at" "$at" "$at" "$at" "$at" "$at" "$at" >o.csv
  crm-offer import -q o.csv
  is "$n: amount, day, stage" "$(crm-offer list -c title,value,expected_close,stage | tr '\t' '|')" 'T|12.50|2026-12-31|offer'
  printf '"name","email","phone","message"\n"%sIna Test%s","%sina@t.example%s","%s0221 123456%s","Frage"\n' "$at" "$at" "$at" "$at" "$at" "$at" >l.csv
  crm-lead intake -q l.csv
  is "$n: an inquiry" "$(crm-lead list -c name,email | tr '\t' '|')" 'Ina Test|ina@t.example'
  case $at in *'	'*) ;; *)
    printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%sUdo Test%s\r\nEMAIL:%sudo@t.example%s\r\nADR;TYPE=WORK:;;Ring 1;%sWien%s;;1010;%sÖsterreich%s\r\nEND:VCARD\r\n' \
      "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" >c.vcf
    crm-contact import -q c.vcf
    is "$n: a card" "$(crm-contact list name~udo -c name,email,city,country | tr '\t' '|')" 'Udo Test|udo@t.example|Wien|AT'
    printf 'First Name,Last Name,E-mail 1 - Value,Address 1 - City,Address 1 - Country\n%sUlf%s,Test%s,%sulf@t.example%s,%sBern%s,%sSuisse%s\n' \
      "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" "$at" >g.csv
    crm-contact import -q --from=google g.csv
    is "$n: an address book" "$(crm-contact list name~ulf -c name,email,city,country | tr '\t' '|')" 'Ulf Test|ulf@t.example|Bern|CH' ;;
  esac
done
r 'what is found again is found by the value' 'sh ./fresh; crm-contact add -q name="Udo Test" email=udo@t.example
printf "name,email,city\n Udo Test ,udo@t.example\302\240,Ulm\n" | crm-contact import -q - && crm-contact list -c id,name,email,city' 'c1|Udo Test|udo@t.example|Ulm'
r 'long texts stay as they are' 'sh ./fresh; crm-contact add -q name=A notes="  two
 lines  "; crm-contact list -c notes -f json' '{"notes":"  two\n lines  "}'
r 'nothing that is seen is nothing' 'sh ./fresh; crm-company add name="$(printf "\302\240")"; crm-company list' 'crm-company: company needs a name'
r 'the parts of a name are trimmed as well: an export read back changes nothing' 'sh ./fresh; crm-contact add -q name="$(printf "Ina\342\200\213 Muster")"; crm-contact export >x; crm-contact import --key=id x >/dev/null; crm-contact list given=Ina -c id' 'crm-contact: 0 added, 0 changed, 1 same, 0 rejected
c1'
r 'no mark hides inside an address' 'sh ./fresh; crm-contact add name=A email="$(printf "a@b\342\200\213c.example")" 2>&1 | grep -c "is not an e-mail address"' 1
r '--translate reads FROM as the cells' 'printf "name,category\nA , Kunde \n" | crm-company import -q --translate "category:Kunde=customer" - && crm-company list -c name,category' 'A|customer'

# ---- addresses with a name ----
r 'a name before an address' 'sh ./fresh; crm-contact add -q name=A email="Ina Test <ina@t.example>" emails+="work: Büro < b@t.example >" && crm-company add -q name=F email="<f@t.example>" && crm-contact list -c emails && crm-company list -c email' 'ina@t.example,work:b@t.example
f@t.example'
r 'in a file; it finds the person' 'printf "name,email,city\nA,\"Test, Ina <ina@t.example>\",Ulm\n" | crm-contact import -q - && crm-contact list -c id,email,city' 'c1|ina@t.example|Ulm'
r 'in an inquiry' 'printf "name,email,message\nUdo,Udo <udo@t.example>,Frage\n" | crm-lead intake -q - && crm-lead list -c email' udo@t.example
r 'what is in the brackets must be one' 'crm-contact add name=B email="B <b>" 2>&1' "crm-contact: email: 'b' is not an e-mail address
? 65"

# ---- countries ----
for x in DE de DEU deu Deutschland Germany Allemagne BRD 'Federal Republic of Germany'; do
  r "country=$x" "sh ./fresh; crm-company add -q name=X country='$x'; crm-company list country='$x' -c country" DE
done
for x in 'AT Österreich' 'AT Oesterreich' 'AT Autriche' 'CH Schweiz' 'CH Suisse' 'US États-Unis' 'GB Großbritannien' 'GB Royaume-Uni' 'XK Kosovo' 'XK XKX' 'TR Türkei' 'CZ Tschechien' 'KR Südkorea' 'NL Pays-Bas'; do
  r "country=${x#* }" "sh ./fresh; crm-contact add -q name=X country='${x#* }'; crm-contact list -c country" "${x%% *}"
done
r 'a condition takes them too' 'sh ./fresh; crm-company add -q name=A country=AT; crm-company add -q name=B country=CH; crm-company list country=Österreich,Suisse -c name; crm-company list "country=$(printf "Schweiz\302\240")" -c name' 'A
B
B'
r 'one that is none' 'crm-company add name=C country=Schwyz 2>&1' "crm-company: country: 'Schwyz' is not a country (ISO 3166 code, or English, German or French name)
? 65"

# ---- amounts with their currency ----
amount() { printf '%s' "$1" >amount; r "$1 in $2" "sh ./fresh; crm-offer add -q title=T currency=$2 value=\"\$(cat amount)\" && crm-offer list -c value" "$3"; }
amount '€ 12.00' EUR 12.00
amount '12 €' EUR 12.00
amount '12,00 EUR' EUR 12.00
amount '1.200,50 €' EUR 1200.50
amount 'EUR 1,200.50' EUR 1200.50
amount '12,5 Euro' EUR 12.50
amount '-€12' EUR -12.00
amount '€ -12' EUR -12.00
amount '12,-' EUR 12.00
amount '12,– €' EUR 12.00
amount "CHF 1'200.00" CHF 1200.00
amount "Fr. 1'200.–" CHF 1200.00
amount "SFr. 5.50" CHF 5.50
amount '$12.50' USD 12.50
amount 'US$ 12.50' USD 12.50
amount '$12.50' CAD 12.50
amount 'CA$12.50' CAD 12.50
amount '£12' GBP 12.00
amount '¥1200' JPY 1200
amount '1 200 kr' SEK 1200.00
amount '12 zł' PLN 12.00
r 'a sign names a currency, one that several have the own one only' 'sh ./fresh; crm-offer add -q title=A currency=€; crm-offer add -q title=B currency=euro; crm-offer add -q title=C currency="zł"; crm-offer list -c currency; crm-offer add title=D currency=kr 2>&1 | sed "s/, nearest.*//"' "EUR
EUR
PLN
crm-offer: currency: no currency 'kr'"
r 'in Sweden' 'sh ./fresh sv_SE Europe/Stockholm; crm-offer add -q title=D currency=kr; crm-offer list -c currency' SEK
r 'a percentage with a no-break blank' 'sh ./fresh; crm-offer add -q title=A pin="$(printf "40\302\240%%")"; crm-offer list -c pin' 40
other() { r "$1${2:+ in $2} is another's" "sh ./fresh; crm-offer add title=T currency=$2 value='$1' 2>&1; crm-offer list -c value" "crm-offer: value: '$1' is in $3, the record's amounts are in $2"; }
other '12 USD' EUR USD
other '$12' EUR USD
other '12 €' CHF EUR
other 'US$ 12' CAD USD
other '€ 12 USD' EUR USD
r 'what has two readings is refused with a currency, too' "sh ./fresh; crm-offer add title=T value='1.200 €' 2>&1" "crm-offer: value: '1.200' may be 1200 or 1.2: write 1200, or 1.20
? 65"
r 'no currency' "crm-offer add title=T value='12 Stück' 2>&1" "crm-offer: value: '12 Stück' is not a number
? 65"
r 'in a file: its own currency, that of the settings' "sh ./fresh; printf 'title,value,currency\nA,\"€ 1.200,00\",\nB,\"\$ 12.00\",USD\n' | crm-offer import -q - && crm-offer list -c title,value,currency" 'A|1200.00|EUR
B|12.00|USD'
r 'and --decimal' "printf 'name,price\nP,\"1.200 €\"\n' | crm-product import -q --decimal=, - && crm-product list -c price" 1200.00
r 'and of another: nothing is imported' "printf 'name,price\nQ,12.00 USD\n' | crm-product import - 2>&1 | sed 1q; crm-product list -c name" "crm-product: stdin:2:3: price: '12.00 USD' is in USD, the record's amounts are in EUR
P"
# ---- days that come as instants ----
# day VALUE [LOCALE ZONE]: as a cell, as an operand
cat >day <<'END'
sh ./fresh ${2:-de_DE} ${3:-Europe/Berlin}
printf 'title\texpected_close\nA\t%s\n' "$1" | crm-offer import -q - 2>&1 | sed 's/.*: //'; case $1 in *[ZC]|*[+-]??:??|*[+-]????|*:*[+-]??) crm-offer add -q title=B expected_close="$1" ;; *) crm-offer add title=B expected_close="$1" 2>/dev/null; test $? = 64 || echo "$1" ;; esac
crm-offer list -c expected_close | uniq
END
day() { r "a day given as $1${3:+ in $3}" "sh ./day '$1' ${2:-} ${3:-}" "$want"; }
want=2027-01-01
day 2026-12-31T23:00:00Z
day 2026-12-31T23:00:00.000Z
day '2026-12-31 23:00:00+00:00'
day '2026-12-31 23:00:00 UTC'
day 2027-01-01T00:00:00+01:00
day 2027-01-01T00:00:00+0100
day 2027-01-01T00:00:00
day '2027-01-01 23:59'
day 2027-01-01T04:30:00-02
want=2026-12-31
day 2027-01-01T02:00:00Z en_US America/New_York
day 2026-12-31T22:30:00Z
day '2026-12-31 23:59:59'
want=2027-07-01
day 2027-06-30T22:00:00Z
want=2027-06-30
day 2027-06-30T21:59:59Z
r 'what is no time is not cut off' 'sh ./fresh; for x in "2026-12-31 23:00 CET" "2026-12-31T25:00Z" "2026-12-31T23:00:00Zulu" "2026-12-31 abends"; do
  printf "title\texpected_close\nA\t%s\n" "$x" | crm-offer import -q - 2>/dev/null; echo $?; crm-offer add -q title=B expected_close="$x" 2>/dev/null; echo $?; done | sort | uniq -c | tr -s " "; crm-offer list' ' 4 64
 4 65'
r 'other orders, too' 'sh ./fresh; printf "title,expected_close\nA,31.12.2026 23:30 Uhr\nB,\"31.12.2026, 23:30\"\n" | crm-offer import -q --dates=dmy - && printf "title,expected_close\nC,12/31/2026 11:30 PM\nD,12/31/26 11:30:00 p.m.\n" | crm-offer import -q --dates=mdy - && crm-offer list -c expected_close | uniq' 2026-12-31
r 'closed, entered, inquired: the quarter is right' 'sh ./fresh; printf "number\ttitle\tvalue\tinquired\tentered.offer\tstage\tclosed\n1\tT\t10\t2026-06-30T22:30:00Z\t2026-07-31T22:30:00Z\twon\t2026-09-30T22:30:00Z\n" | crm-offer import -q - &&
  crm-offer list --all -c inquired,closed && crm-stage history 1 -c day,to && crm-report revenue --period 2026-Q4 -c won' '2026-07-01|2026-10-01
2026-08-01|offer
2026-10-01|won
1'
r 'the day a stage was entered' 'sh ./fresh; printf "title\tentered.offer\nT\t2026-09-30T22:30:00Z\n" | crm-offer import -q - && crm-stage history o1 -c day' 2026-10-01
r 'a move by an instant' 'sh ./fresh; crm-offer add -q title=T --today=2026-08-01; crm-stage win -q o1 closed=2026-09-30T22:30:00Z && crm-offer list --all -c closed' 2026-10-01
r 'an inquiry of a form' 'sh ./fresh; printf "name,email,message,received\nA,a@t.example,x,2025-09-30T22:30:00Z\n" | crm-lead intake -q - && crm-lead list -c inquired,received' '2025-10-01|2025-09-30T22:30:00Z'
r 'a birthday of a card' 'sh ./fresh; for x in 1980-01-01T23:30:00Z 19800101T233000Z 1980-01-02T00:00:00 19800102; do printf "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A $x\r\nBDAY:$x\r\nEND:VCARD\r\n"; done >b.vcf; crm-contact import -q b.vcf && crm-contact list -c birthday' '1980-01-02
1980-01-02
1980-01-02
1980-01-02'
r 'one of an address book' 'sh ./fresh; printf "First Name,Last Name,Birthday\nIna,Test,1980-01-01T23:30:00Z\n" | crm-contact import -q --from=google - && crm-contact list -c birthday' 1980-01-02
r 'instants keep the time behind a foreign day' 'sh ./fresh; crm-contact add -q name=A; printf "kind,subject,at\ncall,a,31.12.2025 14:05\ncall,b,31.12.2025\n" | crm-log import -q --dates=dmy - contact=c1 && crm-log list kind=call -c subject,at | sort' 'a|2025-12-31T13:05:00Z
b|2025-12-30T23:00:00Z'

# ---- when clocks are changed ----
at() { r "$1 is $2${4:+ in $4}" "sh ./fresh ${3:-de_DE} ${4:-Europe/Berlin}; crm-contact add -q name=A; crm-log call c1 -q at='$1' && crm-log list kind=call -c at" "$2"; }
at '2026-10-25 02:30' 2026-10-25T00:30:00Z
at '2026-10-25 01:59' 2026-10-24T23:59:00Z
at '2026-10-25 03:00' 2026-10-25T02:00:00Z
at '2026-03-29 02:30' 2026-03-29T01:30:00Z
at '2026-03-29 03:30' 2026-03-29T01:30:00Z
at '2026-11-01 01:30' 2026-11-01T05:30:00Z en_US America/New_York
at '2026-04-05 01:45' 2026-04-04T14:45:00Z en_AU Australia/Lord_Howe
at '2014-10-26 01:30' 2014-10-25T21:30:00Z ru_RU Europe/Moscow
r 'in whatever order they are asked for' 'sh ./fresh; crm-contact add -q name=A; printf "kind\tsubject\tat\ncall\ta\t2025-12-25 02:30\ncall\tb\t2025-10-26 02:30\ncall\tc\t2025-07-25 02:30\ncall\td\t2025-10-26 02:30\n" | crm-log import -q - contact=c1 && crm-log list kind=call -c subject,at | sort' 'a|2025-12-25T01:30:00Z
b|2025-10-26T00:30:00Z
c|2025-07-25T00:30:00Z
d|2025-10-26T00:30:00Z'
# ---- what spreadsheets leave behind ----
r 'rows of separators, of blanks; columns without a name' 'sh ./fresh; printf "\302\240name ;city;;\r\n;;;\r\nA GmbH;Köln;;\r\n ; ;\302\240;\r\n\r\n   \r\n\"\";\" \";;\r\nB GmbH;;;\r\n;\r\n;;;;;;\r\n" >s.csv; crm-company import s.csv >/dev/null; crm-company list -c name,city' 'crm-company: 2 added, 0 changed, 0 same, 0 rejected
A GmbH|Köln
B GmbH|'
r 'a TSV likewise' 'sh ./fresh; printf "name\tcity\t\nA\tB\t\n\t\t\n  \n\t\nC\t\t\n" | crm-company import - >/dev/null; crm-company list -c name,city' 'crm-company: 2 added, 0 changed, 0 same, 0 rejected
A|B
C|'
r 'a column without a name that holds something is not left out silently' 'printf "name,city,\nX,Y,\nZ,,5\n" | crm-company import -' 'crm-company: stdin:1:11: column 3 has no name and holds values
? 65'
r 'one column: an empty line is an empty value, as before' 'printf "name\n\nX\n" | crm-company import - 2>&1 | sed 1q' 'crm-company: stdin:2: company needs a name'
r 'inquiries' 'sh ./fresh; printf "name,email,message,\n,,,\nIna,ina@t.example,Frage,\n , ,\n" | crm-lead intake -q - && crm-lead list -c title,name' 'Frage|Ina'
r 'lines of messages count all of them' 'printf "name,city\n,\n\nA,B,C\n" | crm-company import - 2>&1 | sed 1q' 'crm-company: stdin:4:5: 3 fields where the header has 2'
for x in ';' ',' '|' '\\t' '\t'; do
  y=$x; test "$x" != '\\t' || y='\t'
  r "sep=$x" "sh ./fresh; printf 'sep=$x\r\nname${y}city\r\nA GmbH${y}K\303\266ln, a;b\r\n' | sed 's/, a;b//' | crm-company import -q - && crm-company list -c name,city" 'A GmbH|Köln'
done
r 'sep= with a byte order mark, in quotes, in UTF-16, with bad lines' 'sh ./fresh; printf "\357\273\277\"sep=;\"\nname;city\nA;B\n" >s.csv; crm-company import -q s.csv; printf "SEP=;\nname;city\nC;D\n" | iconv -t UTF-16 | crm-company import -q -; printf "sep=;\nname;employees\nE;x\nF;5\n" >s.csv; crm-company import -q --reject=bad.csv s.csv 2>/dev/null; cat bad.csv; crm-company list -c name' 'sep=;
name;employees
E;x
A
C
F'
r 'it is a line: places of messages' 'printf "sep=;\nname;employees\nE;x\n" | crm-company import - 2>&1 | sed 1q' "crm-company: stdin:3:3: employees: 'x' is not a number"
r 'at intake' 'sh ./fresh; printf "sep=;\nname;message\nIna;Frage, bitte\n" | crm-lead intake -q - && crm-lead list -c title' 'Frage, bitte'
# ---- what can't be ----
no() { r "refused: $(echo "$2" | tail -n 1)" "sh ./fresh; $1" "$2
? ${3:-5}"; }
no 'crm-company add name=A employees=-5' 'crm-company: employees: -5 is less than there can be'
no 'crm-company add name=A founded=20226' 'crm-company: founded: 20226 is a year in the future'
no 'crm-company add name=A founded=0' 'crm-company: founded: 0 is less than there can be'
no 'crm-company add name=A founded=2027' 'crm-company: founded: 2027 is a year in the future'
no 'crm-contact add name=A birthday=2090-01-01' 'crm-contact: birthday: 2090-01-01 is in the future'
no 'crm-contact add -q name=A; crm-contact set 1 birthday=tomorrow' 'crm-contact: birthday: 2026-11-29 is in the future'
no 'crm-offer add title=A inquired=2026-11-29' 'crm-offer: inquired: 2026-11-29 is in the future'
no 'crm-offer add title=A stage=won inquired=2026-09-10 closed=2026-05-05' 'crm-offer: closed: the offer left a stage before the day it entered it'
no 'crm-offer add -q title=A stage=won closed=2026-05-05 --today=2026-05-05; crm-offer set 1 inquired=2026-09-10' 'crm-offer: inquired: 2026-09-10 is after closed, 2026-05-05'
no 'crm-offer add title=A inquired=2026-09-10 valid_until=2026-09-01' 'crm-offer: valid_until: 2026-09-01 is before inquired, 2026-09-10'
no 'printf "number\ttitle\tinquired\nN1\tT\t2062-01-05\n" | crm-offer import - 2>&1 | head -n 1 && false' 'crm-offer: stdin:2:6: inquired: 2062-01-05 is in the future' 1
no 'printf "number\ttitle\tinquired\tentered.offer\tstage\tclosed\nN1\tT\t2026-09-10\t2026-05-01\twon\t2026-05-05\n" | crm-offer import - 2>&1 | head -n 1 && false' 'crm-offer: stdin:2:32: closed: 2026-05-05 is before inquired, 2026-09-10' 1
no 'printf "name,employees,founded\nA,-1,3000\n" | crm-company import - 2>&1 | head -n 2 && false' 'crm-company: stdin:2:3: employees: -1 is less than there can be
crm-company: stdin:2:6: founded: 3000 is a year in the future' 1
r 'what is at the edge is taken' 'sh ./fresh; crm-company add name=A employees=0 founded=2026; crm-contact add name=A birthday=today; crm-offer add title=A inquired=today valid_until=today; crm-offer add title=B stage=won closed=2026-01-05 -c inquired,closed' 'co1
c1
o1
2026-01-05|2026-01-05'

# old data: stays, can be changed elsewhere and read back, is left out of statistics and counted
needs file
r 'old data' 'sh ./fresh; crm-offer add -q title=A stage=won closed=2026-11-20 inquired=2026-11-01 value=5; crm-offer add -q title=B stage=won closed=2026-11-20 inquired=2026-11-01 value=5
crm-company add -q name=A employees=5 founded=2000; crm-company add -q name=B employees=7 founded=2006
sqlite3 "$CRM_DB" "UPDATE offer SET inquired=inquired+60 WHERE id=2; UPDATE company SET employees=-5, founded=20226 WHERE id=1"
crm-offer set 2 notes=x && crm-company set 1 city=Ulm && for k in offer company; do crm-$k export --all >x; crm-$k import --key=id -q x >/dev/null; done
crm-report cycle -c n,mean,min; crm-report cycle --by owner -c n,min; crm-report revenue -c won; crm-company list -c id,age,size; crm-company list size=1-9 -c id; crm-offer list --all -c id,age' 'o2
co1
1|19.0000|19
crm-report: 1 offer is left out: closed before the inquiry
1|19
crm-report: 1 offer is left out: closed before the inquiry
2
co1||
co2|20|1-9
co2
o1|19
o2|' && :
needs nothing
finish
