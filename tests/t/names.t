#!/bin/sh
# Names of persons: what is given, family, title, suffix and none of these, by every entrance, and on cards.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
t() { is "$1" "$(crm-contact add -q --force name="$1"; crm-contact list -c name,given,family,title | tail -n 1 | tr '\t' '|')" "$2"; }
t 'John Muster Jr.' 'John Muster Jr.|John|Muster Jr.|'
t 'Muster III, Hal' 'Hal Muster III|Hal|Muster III|'
t 'Erika Muster, MBA' 'Erika Muster, MBA|Erika|Muster|'
t 'Frau Prof. Dr. Erika von Berg (Leitung)' 'Erika von Berg (Leitung)|Erika|von Berg|Prof. Dr.'
t 'Dipl.-Ing. (FH) Max Muster' 'Max Muster|Max|Muster|Dipl.-Ing. (FH)'
t 'Ms. Ana De La Cruz' 'Ana De La Cruz|Ana|De La Cruz|'
t 'Di Maria' 'Di Maria|Di|Maria|'
t 'DI Eva Muster' 'Eva Muster|Eva|Muster|DI'
t 'Marine Le Pen' 'Marine Le Pen|Marine|Le Pen|'
t "Vincent van 't Hoff" "Vincent van 't Hoff|Vincent|van 't Hoff|"
t "Vincent Van 't Hoff" "Vincent Van 't Hoff|Vincent|Van 't Hoff|"
t 'Peter St. John' 'Peter St. John|Peter|St. John|'
t 'David ben Muster' 'David ben Muster|David|ben Muster|'
t 'La Toya Muster' 'La Toya Muster|La Toya|Muster|'
t 'Nguyen Van Anh' 'Nguyen Van Anh|Nguyen Van|Anh|'
t 'Tanaka Jun' 'Tanaka Jun|Tanaka|Jun|'
t 'Tanaka, Jun' 'Jun Tanaka|Jun|Tanaka|'
t 'Hans Muster jun' 'Hans Muster jun|Hans|Muster jun|'
t 'Muster, Hans jun' 'Hans Muster jun|Hans|Muster jun|'
t 'Muster jun.' 'Muster jun.||Muster jun.|'
t 'Muster, jun' 'Muster, jun||Muster jun|'
t "Mary-Jane O'Neill-Jones III" "Mary-Jane O'Neill-Jones III|Mary-Jane|O'Neill-Jones III|"
t 'Dr. med. Dipl.-Psych. Anna Łęcka' 'Anna Łęcka|Anna|Łęcka|Dr. med. Dipl.-Psych.'
t MBA 'MBA||MBA|'
is 'changed by its parts' "$(crm-contact set -q 1 given=Jack; crm-contact list 1 -c name,family)" "Jack Muster Jr.${tab}Muster Jr."
is 'in a file' "$(printf 'name\nHerr Max Probe MBA\n"Probe Jr., Moritz"\n' | crm-contact import -q -; crm-contact list -c name,given,family Probe | tr '\t' '|')" 'Max Probe MBA|Max|Probe
Moritz Probe Jr.|Moritz|Probe Jr.'
is 'an inquiry' "$(crm-lead add -q name='Mrs Lea Probe PhD' email=lea@probe.example title=x && crm-lead qualify -q "$(crm-lead list -c id)" && crm-contact list email=lea@probe.example -c name,given,family | tr '\t' '|')" 'Lea Probe PhD|Lea|Probe'

# ---- on cards ----
n() { crm-contact vcard "$1" | tr -d '\r' | grep ^N:; }
is 'a suffix' "$(n 2)" 'N:Muster;Hal;;;III'
is 'degrees' "$(n 3)" 'N:Muster;Erika;;;MBA'
is 'both' "$(crm-contact add -q name='Ida Muster Jr., MBA, M.Sc.'; n 'Ida Muster Jr., MBA, M.Sc.')" 'N:Muster;Ida;;;Jr.,MBA,M.Sc.'
is 'neither' "$(n 4)" 'N:von Berg;Erika;;Prof. Dr.;'
crm-contact vcard >all.vcf
is 'out and in again' "$(crm-contact import all.vcf 2>&1 >/dev/null)" "crm-contact: 0 added, 0 changed, $(crm-contact list -c id | wc -l) same, 0 rejected"
crm-db init -q -d other.db
is 'into another database' "$(crm-contact import -q -d other.db all.vcf; crm-contact list -d other.db -c name,given,family,title | sort)" "$(crm-contact list -c name,given,family,title | sort)"
card() { printf 'BEGIN:VCARD\r\nVERSION:3.0\r\n%s\r\nEND:VCARD\r\n' "$(printf "$@")" >one.vcf; crm-contact import one.vcf -q; crm-contact list -c name,given,family,title | tail -n 1 | tr '\t' '|'; }
is 'a card without a full name' "$(card 'N:Karl;Max;;Herr Dr.;Jr.\,MBA'; n 'Max Karl Jr.')" 'Max Karl Jr.|Max|Karl Jr.|Dr.
N:Karl;Max;;Herr Dr.;Jr.\,MBA'
is 'a suffix that the full name has' "$(card 'N:Karl;Otto;;;IV,PhD\r\nFN:Otto Karl IV'; n 'Otto Karl IV')" 'Otto Karl IV|Otto|Karl IV|
N:Karl;Otto;;;IV,PhD'
is 'one that it has not' "$(card 'N:Karl;Emil;;;Jr.\r\nFN:Emil Karl'; n 'Emil Karl')" 'Emil Karl|Emil|Karl|
N:Karl;Emil;;;Jr.'
is 'given back as long as it holds' "$(crm-contact set -q 'Otto Karl IV' family='Karl III'; n 'Otto Karl III')" 'N:Karl;Otto;;;III'
is 'an address book' "$(printf 'First Name,Last Name,Name Prefix,Name Suffix,E-mail 1 - Value\nPaul,Google,Mr. Dr.,"Jr., MBA",paul@x.example\n' >g.csv; crm-contact import -q --from=google g.csv; crm-contact list email=paul@x.example -c name,given,family,title | tr '\t' '|'; crm-contact vcard paul@x.example | tr -d '\r' | grep ^N: ; crm-contact import --from=google g.csv 2>&1 >/dev/null)" 'Paul Google Jr.|Paul|Google Jr.|Dr.
N:Google;Paul;;Dr.;Jr.\, MBA
crm-contact: 0 added, 0 changed, 1 same, 0 rejected'
is 'sound' "$(crm-db check 2>&1)" ''
finish
