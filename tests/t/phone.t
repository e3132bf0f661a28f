#!/bin/sh
# Telephone numbers are stored in international form where libphonenumber knows them as valid, and as given else.
. "$(dirname "$0")/../lib.sh"
if ! test -s "$BUILD/lib/crm/phonenumber.so"; then
  skip 'numbers in international form' 'built without libphonenumber'
  finish
fi
LC_ALL=C.UTF-8
export LC_ALL
LC_ALL=de_DE.UTF-8 crm-db init 2>/dev/null

r 'national form: the country of the settings' 'crm-contact add name=A phone="0221 123456" && crm-contact list id=1 -c phone' 'c1
+49221123456'
r 'the country of the record' 'crm-contact add name=B country=FR phone="01 42 68 53 00" && crm-contact list id=2 -c phone' 'c2
+33142685300'
r 'international form, any spelling' 'crm-contact add name=C phone="+49 (0)221 / 555-123" && crm-contact list id=3 -c phone' 'c3
+49221555123'
r 'an extension stays' 'crm-contact add name=D phone="0221 555124 ext. 7" && crm-contact list id=4 -c phone' 'c4
+49221555124 ext. 7'
r 'one that is not valid is kept as given, and said' 'crm-contact add name=E phone="0221 1" && crm-contact list id=5 -c phone' "c5
crm-contact: '0221 1' is no valid telephone number: kept as given
0221 1"
r 'kinds of numbers stay' 'crm-contact add name=F phones=mobile:0171-2345678,work:0221/555125 && crm-contact list id=6 -c phone,phones' 'c6
+491712345678|mobile:+491712345678,work:+49221555125'
r 'companies' 'crm-company add name=G phone="030 901820" && crm-company list id=1 -c phone' 'co1
+4930901820'
r 'leads' 'crm-offer add title=H phone="030 901821" && crm-offer list id=1 --all -c phone' 'o1
+4930901821'
r 'the changes say what is stored' 'crm-contact set 1 phone="0221 999888" -N' 'set|c1|phone|+49221123456|+49221999888'
r 'many of an import are one message' 'printf "name\tphone\nI\t0221 2\nJ\t0221 3\nK\t0221 777666\n" | crm-contact import - && crm-contact list name=I -c phone && crm-contact list name=K -c phone' "c7
c8
c9
crm-contact: 2 telephone numbers are not valid, the first is '0221 2': kept as given
crm-contact: 3 added, 0 changed, 0 same, 0 rejected
0221 2
+49221777666"
r 'first number and further ones in one command: none is lost' 'crm-contact add name=L phone="0221 444333" phones+=mobile:0171-2345679 && crm-contact list id=10 -c phone,phones' 'c10
+49221444333|+49221444333,mobile:+491712345679'
r 'a number beside a whole list goes before it' 'crm-contact set 10 phone=0221777888 phones=0221999111,0221777889 && crm-contact list id=10 -c phones' 'c10
+49221777888,+49221999111,+49221777889'
r 'found by any spelling' 'crm-contact list phone="0221/123456" -c id; crm-contact show "(0221) 123 456" -c id' 'c1
c1'
r 'export and import change nothing' 'crm-contact export | crm-contact import --key=id - >/dev/null' 'crm-contact: 0 added, 0 changed, 10 same, 0 rejected'

# numbers stored as given by hand or by an earlier version stay until they are set again
needs file
sqlite3 "$HOME/.local/share/crm/crm.db" "UPDATE phone SET number='0221 123456' WHERE record=1; UPDATE contact SET phone='0221 123456' WHERE id=1"
r 'what was stored as given stays' 'crm-contact set 1 city=Ulm && crm-contact export id=1 | crm-contact import --key=id - && crm-contact list id=1 -c phone' 'c1
c1
crm-contact: 0 added, 0 changed, 1 same, 0 rejected
0221 123456'
needs nothing
ok 'the database is sound' 'crm-db check'
LC_ALL=C crm-db -d nowhere.db init 2>/dev/null
r 'without any country a national number cannot be judged' 'crm-contact -d nowhere.db add name=A phone="0221 123456" && crm-contact -d nowhere.db list -c phone' 'c1
0221 123456'
# ---- what stands beside a number ----
# stored TYPED [LOCALE]: what was said, what it is stored as, and what finds it: its own spelling and that stored, as condition and reference
cat >stored <<'END'
CRM_DB="$PWD/s.db"; export CRM_DB; rm -f s.db*; LC_ALL=${2:-de_DE}.UTF-8 crm-db init -q
crm-contact add -c id name=x phone="$1" 2>said >/dev/null; sed 's/.*: kept as given/(as given)/' said
is=$(crm-contact list -c phone)
printf '%s' "$is"; for f in "$1" "$is"; do printf ' %s' "$(crm-contact list phone="$f" -c id)" "$(crm-contact show phone="$f" -c id)"; done
crm-db check; echo
END
stored_as() { r "$2${3:+ ($3)} is $1" "sh ./stored '$2' ${3:-}" "$1 c1 c1 c1 c1"; }
given() { r "$1${2:+ ($2)} stays as it is" "sh ./stored '$1' ${2:-}" "(as given)
$1 c1 c1 c1 c1"; }
for x in 'App. 12' 'app 12' 'Apparat 12' 'DW 12' 'DW: 12' 'Durchw. 12' 'Durchwahl -12' 'NSt. 12' '(App. 12)' 'Nebenstelle 12' 'ext. 12' 'Ext 12' x12 \
  'poste 12' 'int. 12' 'anexo 12' '#12' ';ext=12' 'Kl. 12'; do
  stored_as '+49221123456 ext. 12' "0221 123456 $x"
done
stored_as +49221123456 'Tel.: 0221 / 123 456'
for x in neu Mo-Fr FAX 'or 123457' App. x 'App. 12345678' 'App. 12 Zimmer 3' '(privat)' ☎ /57; do given "0221 123456 $x"; done
given 'Fax 0221 123456'
given 'Büro: 0221 123456'
stored_as +4930123456712 '030 1234567-12'

# letters are digits in service numbers of countries that have such
stored_as +18003569377 '1-800-FLOWERS' en_US
stored_as +18003569377 '(800) FLOWERS' en_US
stored_as +18003569377 '+1 800 FLOWERS'
stored_as +18004633339 '1-800-GO-FEDEX' en_US
stored_as '+16175551234 ext. 12' '617-555-1234 x12' en_US
stored_as +4970082947837 '0700 TAXI RUFR'
given '617-555-1234 FAX' en_US
given '1-800-FLOWERS NOW' en_US
given '0221 BLUMEN'
given '0142 BONJOUR' fr_FR

# the own country's code without a plus
stored_as +491701234567 491701234567
stored_as +491701234567 49170-1234567
stored_as +491701234567 '49 (0) 170 1234567'
stored_as +491701234567 '49 0170 1234567'
stored_as +49221123456 '49 221 123456'
stored_as +49221123456 49-221-123456
stored_as +492211234567 492211234567
stored_as '+491701234567 ext. 7' '491701234567 App. 7'
given 49221123456
stored_as +436641234567 436641234567 de_AT
stored_as +41791234567 41791234567 de_CH
stored_as +33612345678 '33 6 12 34 56 78' fr_FR
stored_as +4747123456 '47 12 34 56' nb_NO
stored_as +4740612345 4740612345 nb_NO
stored_as +48481234567 '48 123 45 67' pl_PL
stored_as +74951234567 '7 495 123-45-67' ru_RU
stored_as +393471234567 393471234567 it_IT
stored_as +34612345678 34612345678 es_ES
stored_as +5491123456789 '011 15-2345-6789' es_AR
stored_as +16175551234 16175551234 en_US

r 'the key of an import is read as the number is' 'CRM_DB=$PWD/k.db; export CRM_DB; LC_ALL=de_DE.UTF-8 crm-db init -q; crm-contact add -q name=A phone="0170 1234567"
printf "name,phone,city\nA,491701234567,Ulm\n" | crm-contact import -q --key=phone - && crm-contact list -c id,phone,city; unset CRM_DB' 'c1|+491701234567|Ulm'

r 'stored in another spelling, it is one number' 'CRM_DB=$PWD/t.db; export CRM_DB; LC_ALL=de_DE.UTF-8 crm-db init -q; printf "name\tphones\nA\twork:491701234567,0221 123456\n" >t.tsv; crm-contact import -q t.tsv; crm-contact import --key=name t.tsv 2>&1 >/dev/null
crm-contact set 1 phones+="49 170 1234567,mobile:(0221) 123456" -N; crm-contact list -c phones; crm-db check; unset CRM_DB' 'crm-contact: 0 added, 0 changed, 1 same, 0 rejected
set|c1|phones|work:+491701234567,+49221123456|work:+491701234567,mobile:+49221123456
work:+491701234567,+49221123456'

# a library that is there and cannot be loaded is an error, nothing is written
if [ "$(nm "$BUILD/bin/crm-contact" 2>/dev/null | grep -c __asan_init)" = 0 ]; then
r 'too little memory for the library' '(ulimit -v 40000; exec crm-contact add name=Z phone="0221 999111") 2>err; echo $?; sed "s/: .*/: /" err; crm-contact list name=Z' '74
crm-contact: '
else
  skip 'too little memory for the library' 'a sanitizer wants more'
fi
r 'too few files for it' '(ulimit -n 6; exec crm-contact add name=Z phone="0221 999111") 2>err; echo $?; sed "s/: .*/: /" err; crm-contact list name=Z' '74
crm-contact: '
finish
