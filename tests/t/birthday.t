#!/bin/sh
# Birthdays whose year isn't known: in, out, asked for, due.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db CRM_TODAY=2027-06-10
export CRM_DB CRM_TODAY
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
crm-contact add -q name='Ina Test' birthday=--06-22
crm-contact add -q name='Udo Test' birthday=--0229
crm-contact add -q name='Eva Test' birthday=1.1.
crm-contact add -q name='Max Test' birthday=1980-06-22
crm-contact add -q name='Lea Test' birthday=1975-12-30
crm-contact add -q name='Kai Test'
r 'kept and due' 'crm-contact list -c id,birthday,next_birthday' 'c1|--06-22|2027-06-22
c2|--02-29|2028-02-29
c3|--01-01|2028-01-01
c4|1980-06-22|2027-06-22
c5|1975-12-30|2027-12-30
c6||'
is 'on the 28th in other years' "$(crm-contact list 2 -c next_birthday --today=2028-03-01) $(crm-contact list 2 -c next_birthday --today=2027-02-28)" '2029-02-28 2027-02-28'
r 'shown' 'crm-contact show 1 | grep birth' 'c1|birthday|--06-22
c1|next_birthday|2027-06-22'
r 'as JSON and CSV' 'crm-contact list 1 -c birthday -f json; crm-contact list 1 -c birthday -f csv' '{"birthday":"--06-22"}
birthday
--06-22'
r 'units of it' 'crm-contact list 1 4 -c birthday:day,birthday:week,birthday:month,birthday:quarter,birthday:year' '--06-22||--06||
1980-06-22|1980-W25|1980-06|1980-Q2|1980'
r 'sorted' 'crm-contact list -s birthday -c id | paste -sd" " -; crm-contact list -s -birthday -c id | paste -sd" " -' 'c3 c2 c1 c5 c4 c6
c4 c5 c1 c2 c3 c6'
c() { is "birthday$1" "$(crm-contact list "birthday$1" -c id | paste -sd' ' -)" "$2"; }
c =--06-22 'c1 c4'
c =--0622 'c1 c4'
c !=--06-22 'c2 c3 c5 c6'
c =--02-29 c2
c =--02-28 ''
c =--06-22,--01-01 'c1 c3 c4'
c =--06-01..--06-30 'c1 c4'
c =--12-24..--01-06 'c3 c5'
c =--02-01..--03-01 c2
c =--12-01.. c5
c =..--02-28 c3
c =1980-06-22 c4
c =1980 c4
c =..1979 c5
c =1979.. c4
c =..1990-01-01 'c4 c5'
c = c6
c != 'c1 c2 c3 c4 c5'
no 'no such day' 64 'crm-contact list birthday=--02-30'
r 'no such day set' 'crm-contact set 1 birthday=--02-30; crm-contact set 1 birthday=--13-01; crm-contact set 1 birthday=--06' "crm-contact: birthday: '--02-30' is not a day without a year: write --MM-DD
crm-contact: birthday: '--13-01' is not a day without a year: write --MM-DD
crm-contact: birthday: '--06' is not a day without a year: write --MM-DD
? 65"
no 'other dates have a year' 64 'crm-task add title=x due=--06-22'
is 'in the history' "$(crm-contact set -q 1 birthday=1970-06-22; crm-log changes field=birthday -n 1 -c old,new)" "--06-22${tab}1970-06-22"
is 'taken back' "$(crm-log undo -q; crm-contact list 1 -c birthday)" --06-22

# ---- files ----
is 'out and in again' "$(crm-contact export >all.tsv; crm-contact import --key=id all.tsv 2>&1 >/dev/null)" 'crm-contact: 0 added, 0 changed, 6 same, 0 rejected'
is 'a file' "$(printf 'name;birthday\nA;--03-04\nB;4.3.\nC;04.03.1990\n' | crm-contact import -q --dates=dmy -; crm-contact list birthday=--03-04 -c name,birthday | paste -sd' ' -)" "A${tab}--03-04 B${tab}--03-04 C${tab}1990-03-04"
v() { crm-contact vcard "$@" | tr -d '\r' | grep ^BDAY; }
r 'cards' 'crm-contact vcard 1 | tr -d "\r" | grep ^BDAY; crm-contact vcard --vcard=4.0 1 | tr -d "\r" | grep ^BDAY' 'BDAY;X-APPLE-OMIT-YEAR=1604:1604-06-22
BDAY:--0622'
crm-contact vcard >all.vcf
is 'cards in again' "$(crm-contact import all.vcf 2>&1 >/dev/null)" 'crm-contact: 0 added, 0 changed, 9 same, 0 rejected'
crm-db init -q -d other.db
is 'into another database' "$(crm-contact import -q -d other.db all.vcf; crm-contact list -d other.db -s name -c name,birthday)" "$(crm-contact list -s name -c name,birthday)"
crm-db init -q -d cards.db
CRM_DB=$work/cards.db
printf 'BEGIN:VCARD\nVERSION:3.0\nFN:P\nBDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:Q\nBDAY:--0621\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:R\nBDAY:--06\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:S\nBDAY:--06-23\nEND:VCARD\n' >b.vcf
r 'cards of others' 'crm-contact import -q b.vcf; crm-contact list -c name,birthday; crm-contact vcard | tr -d "\r" | grep ^BDAY' 'P|--02-29
Q|--06-21
R|
S|--06-23
BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29
BDAY;X-APPLE-OMIT-YEAR=1604:1604-06-21
BDAY:--06
BDAY;X-APPLE-OMIT-YEAR=1604:1604-06-23'
is 'changed here, it is written anew' "$(crm-contact set -q 1 birthday=--03-01; v 1)" 'BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-01'
is 'address books' "$(printf 'First Name,Last Name,Birthday\nLea,Google,--06-23\nMia,Google,1990-06-24\n' >g.csv; crm-contact import -q --from=google g.csv; crm-contact list Google -c name,birthday | paste -sd' ' -; crm-contact import --from=google g.csv 2>&1 >/dev/null)" "Lea Google${tab}--06-23 Mia Google${tab}1990-06-24
crm-contact: 0 added, 0 changed, 2 same, 0 rejected"
is 'in parts' "$(printf 'First Name,Last Name,Primary Email,Birth Year,Birth Month,Birth Day\nOtto,Bird,o@x.example,,6,25\n' >t.csv; crm-contact import -q --from=thunderbird t.csv; crm-contact list Bird -c birthday)" --06-25
is 'two of one day may be one' "$(crm-contact add -q name='Anna Doppelt' birthday=1980-05-05 city=Köln; crm-contact add -q --force name='Anna Doppelt' birthday=--05-05 city=Bonn; crm-contact dupes -c reasons | grep -c same-birthday)" 1
is 'sound' "$(crm-db check 2>&1)" ''
finish
