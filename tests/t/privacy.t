#!/bin/sh
# Privacy: what is stored about a person, and forgetting: every table, the history, the index of words, the file itself.
. "$(dirname "$0")/../lib.sh"
export CRM_DB=$work/crm.db
crm-db init 2>/dev/null
file() { # is the text in the database or its log?
  cat "$CRM_DB" "$CRM_DB-wal" 2>/dev/null | grep -a -c -i -F -e "$1"
}

crm-company add name='Muster GmbH' notes='Ansprechpartnerin im Einkauf' -q >/dev/null
crm-contact add name='Erika Musterfrau' company=co1 email=erika@muster.example emails+=home:erika@privat.example phone='+49 221 123456' role=Einkauf \
  street='Lange Gasse 7' birthday=1980-02-03 ext=old:EM-77 notes='mag Kaffee' tags=messe -q >/dev/null
crm-contact add name='Max Beispiel' email=max@muster.example company=co1 -q >/dev/null
crm-offer add title='Server fuer Erika Musterfrau' contact=c1 value=1000 closed=2026-03-01 stage=won -q >/dev/null
crm-offer add title='Rack' contact=c1 value=500 notes='Frau erika musterfrau anrufen' -q >/dev/null
crm-contact set 1 family=Musterfrau-Altmann -q >/dev/null
crm-contact set 1 name='Erika Musterfrau' email=erika.neu@muster.example -q >/dev/null
crm-contact set 1 emails-=erika@privat.example street= -q >/dev/null
crm-log call c1 subject='Termin mit Erika Musterfrau' text='erzählte vom Urlaub auf Juist' at=2026-03-20 -q >/dev/null
crm-log meeting o2 contacts+=c2 subject='Runde' text='Erika Musterfrau war dagegen' at=2026-03-21 -q >/dev/null
crm-task add o2 title='Erika Musterfrau anrufen' due=2026-04-02 -q >/dev/null

crm-contact dossier 1 >dossier.tsv
is 'dossier: sections' "$(cut -f 1 dossier.tsv | uniq | tr '\n' ' ')" 'contact affiliation offer task event history '
is 'dossier: the person' "$(awk -F'\t' '$1=="contact" && $3=="email" {print $2, $4}' dossier.tsv)" 'c1 erika.neu@muster.example'
is 'dossier: words of talks' "$(grep -c 'Juist' dossier.tsv)" 1
is 'dossier: the past too' "$(grep -c 'erika@privat.example' dossier.tsv | sed 's/[1-9].*/yes/')" yes
is 'dossier: nothing of others' "$(grep -c 'max@muster' dossier.tsv)" 0
ok 'dossier: as objects' "crm-contact dossier 1 -f json | grep -q '\"section\":\"event\",\"id\":\"e1\",\"field\":\"text\",\"value\":\"erzählte vom Urlaub auf Juist\"'"
ok 'dossier: as a text, nothing shortened' "crm-contact dossier 1 -f table | grep -q 'erzählte vom Urlaub auf Juist'"
is 'dossier: by ids of a pipe' "$(crm-contact list name='Erika Musterfrau' -c id | crm-contact dossier - | cksum)" "$(cksum <dossier.tsv)"
no 'dossier: nobody there' 1 'crm-contact dossier c99'
no 'dossier: of whom' 64 'crm-contact dossier'

no 'forget: not without a word' 64 'crm-contact forget 1'
no 'forget: nobody there' 1 'crm-contact forget --yes c99'
cp "$CRM_DB" before.db
r 'forget: a dry run shows' 'crm-contact forget 1 -N | grep c1.name' 'set|c1|name|Erika Musterfrau|forgotten c1'
is 'forget: and leaves all as it was' "$(crm-contact list id=1 -c name)" 'Erika Musterfrau'
t 'forget' 'crm-contact forget --yes 1' <<'END'
c1
! crm-contact: c1: 1 closed offer is kept with figures and dates, for the accounts, without the person
! crm-contact: c1: 1 offer is still open
! crm-contact: backups and dumps made earlier, and files of your own, are not touched
END
for text in 'Erika Musterfrau' 'Musterfrau-Altmann' 'erika@muster' 'erika.neu@muster' 'erika@privat' '221 123456' '221123456' 'Lange Gasse' 'EM-77' 'Juist' 'mag Kaffee' musterfrau; do
  is "forget: the file has no '$text'" "$(file "$text")" 0
done
is 'forget: others stay' "$(file 'max@muster.example' | sed 's/[1-9].*/yes/')" yes
r 'forget: what is left of the contact' 'crm-contact list id=1 -c name,given,family,email,phone,company,role,tags,notes,birthday' 'forgotten c1|||||||messe||'
is 'forget: figures stay' "$(crm-report revenue 2>/dev/null | cut -f 2-3)" "1${tab}1000.00"
r 'forget: titles are masked' 'crm-offer list -c id,title,notes' 'o1|Server fuer …|
o2|Rack|Frau … anrufen'
r 'forget: talks with others too, those alone are emptied' 'crm-log list kind=call,meeting -c id,subject,text' 'e2|Runde|… war dagegen
e1||'
is 'forget: not found any more' "$(crm-search musterfrau | wc -l)" 0
ok 'forget: the database is sound' 'crm-db check'
no 'forget: it is for good' 1 'crm-log undo b12 && false || crm-contact list name="Erika Musterfrau" | grep -q Erika'
no 'forget: nor by undo' 5 "crm-log undo \$(crm-log batches -c id,verb -n 1 | cut -f 1)"
r 'forget: twice changes nothing' 'crm-contact forget --yes 1 2>/dev/null' 'c1'
is 'forget: dossier afterwards has no name' "$(crm-contact dossier 1 | grep -c -i musterfrau)" 0

# texts of others that name the person are listed
crm-contact add name='Karl Klammer' email=karl@klammer.example -q >/dev/null
crm-company set 1 notes='Karl Klammer ist weg' -q >/dev/null
t 'a dry run says what would be left' 'crm-contact forget c3 -N >/dev/null' <<'END'
! crm-contact: co1: notes still names the person
! crm-contact: history of co1: notes still names the person
? 1
END
t 'places that are left are listed' 'crm-contact forget --yes c3' <<'END'
c3
! crm-contact: co1: notes still names the person
! crm-contact: history of co1: notes still names the person
! crm-contact: backups and dumps made earlier, and files of your own, are not touched
? 1
END
t 'and found later by the name itself' 'crm-contact forget --yes c3 --also="Karl Klammer"' <<'END'
c3
! crm-contact: co1: notes still names the person
! crm-contact: history of co1: notes still names the person
! crm-contact: backups and dumps made earlier, and files of your own, are not touched
? 1
END
t 'masked everywhere' 'crm-contact forget --yes c3 --also="Karl Klammer" --everywhere' <<'END'
c3
! crm-contact: backups and dumps made earlier, and files of your own, are not touched
END
is 'in the present' "$(crm-company list -c notes)" '… ist weg'
is 'and in the past' "$(file 'Karl Klammer')" 0
ok 'the database is sound' 'crm-db check'

# a namesake keeps his name
crm-contact add name='Anna Doppel' email=anna1@doppel.example -q >/dev/null
crm-contact add name='Anna Doppel' email=anna2@doppel.example -q >/dev/null
ok 'a namesake' 'crm-contact forget --yes c4'
r 'keeps his name' 'crm-contact list id=c5 -c name,email' 'Anna Doppel|anna2@doppel.example'
is 'and the address is gone' "$(file anna1@doppel)" 0

# merged into another: the old record's history is his too
crm-contact add name='Petra Erstling' email=petra@alt.example -q >/dev/null
crm-contact add name='Petra Zweitling' email=petra@neu.example -q >/dev/null
ok 'merge' 'crm-contact merge c7 c6'
ok 'forget the survivor' 'crm-contact forget --yes c7'
is 'the merged one has gone too' "$(file Erstling) $(file petra@alt)" '0 0'
ok 'the database is sound' 'crm-db check'
r 'ids of a pipe, several at once' 'printf "c2\n" | crm-contact forget --yes - 2>/dev/null' 'c2'
r 'none' 'printf "" | crm-contact forget --yes -' ''
finish
