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
sqlite3 "$HOME/.local/share/crm/crm.db" "UPDATE phone SET number='0221 123456' WHERE record=1; UPDATE contact SET phone='0221 123456' WHERE id=1"
r 'what was stored as given stays' 'crm-contact set 1 city=Ulm && crm-contact export id=1 | crm-contact import --key=id - && crm-contact list id=1 -c phone' 'c1
c1
crm-contact: 0 added, 0 changed, 1 same, 0 rejected
0221 123456'
ok 'the database is sound' 'crm-db check'
LC_ALL=C crm-db -d nowhere.db init 2>/dev/null
r 'without any country a national number cannot be judged' 'crm-contact -d nowhere.db add name=A phone="0221 123456" && crm-contact -d nowhere.db list -c phone' 'c1
0221 123456'
finish
