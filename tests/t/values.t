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
r 'a condition takes them too' 'sh ./fresh; crm-company add -q name=A country=AT; crm-company add -q name=B country=CH; crm-company list country=Österreich,Suisse -c name' 'A
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
finish
