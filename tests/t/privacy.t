#!/bin/sh
# Privacy: what is stored about a person, and forgetting: every table, the history, the index of words, the file itself.
. "$(dirname "$0")/../lib.sh"
export CRM_DB=$work/crm.db
crm-db init 2>/dev/null
file() { # is the text in the database or its log?
  has file && cat "$CRM_DB" "$CRM_DB-wal" 2>/dev/null | grep -a -c -i -F -e "$1"
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
is 'dossier: what it refers to, by name' "$(awk -F'\t' '$1 == "contact" && $3 == "company" || $1 == "task" && $3 ~ /^(contact|offer|owner)$/ || $1 == "offer" && $2 == "o1" && $3 == "contact" {print $4}' dossier.tsv)" 'Muster GmbH (co1)
Erika Musterfrau (c1)
Erika Musterfrau (c1)
Rack (o2)
anna'
is 'dossier: in the history, too' "$(grep -c 'Erika Musterfrau (c1)' dossier.tsv | sed 's/[1-9][0-9]*/yes/')" yes
is 'dossier: no id of its own' "$(cut -f 4 dossier.tsv | grep -cE '^(c|co|o|t|e|u)[0-9]+$')" 0
is 'dossier: words of talks' "$(grep -c 'Juist' dossier.tsv)" 1
is 'dossier: the past too' "$(grep -c 'erika@privat.example' dossier.tsv | sed 's/[1-9].*/yes/')" yes
is 'dossier: nothing of others' "$(grep -c 'max@muster' dossier.tsv)" 0
ok 'dossier: as objects' "crm-contact dossier 1 -f json | grep -q '\"section\":\"event\",\"id\":\"e1\",\"field\":\"text\",\"value\":\"erzählte vom Urlaub auf Juist\"'"
ok 'dossier: as a text, nothing shortened' "crm-contact dossier 1 -f table | grep -q 'erzählte vom Urlaub auf Juist'"
is 'dossier: by ids of a pipe' "$(crm-contact list name='Erika Musterfrau' -c id | crm-contact dossier - | cksum)" "$(cksum <dossier.tsv)"
no 'dossier: nobody there' 1 'crm-contact dossier c99'
no 'dossier: of whom' 64 'crm-contact dossier'
no 'dossier: all of it, no columns chosen' 64 'crm-contact dossier -c id 1'

no 'forget: not without a word' 64 'crm-contact forget 1'
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  is 'forget: it asks, with the name' "$(echo n | TERM=xterm script -qec 'crm-contact forget 1 c2' /dev/null | tr -d '\r' | grep '?\|:')" 'Forget Erika Musterfrau (c1), Max Beispiel (c2) for good? This cannot be undone. [y/N] crm-contact: nothing is forgotten'
else
  skip 'forget: it asks, with the name' 'no script'
fi
no 'forget: nobody there' 1 'crm-contact forget --yes c99'
copy_db "$CRM_DB" before.db
r 'forget: a dry run shows' 'crm-contact forget 1 -N | grep c1.name' 'set|c1|name|Erika Musterfrau|forgotten c1'
is 'forget: and leaves all as it was' "$(crm-contact list id=1 -c name)" 'Erika Musterfrau'
t 'forget' 'crm-contact forget --yes 1' <<'END'
c1
! crm-contact: c1: 1 closed offer is kept with figures and dates, for the accounts, without the person
! crm-contact: c1: 1 offer is still open
! crm-contact: not reached: backups, dumps and exports made earlier, attached files, mails, calendar files
END
for text in 'Erika Musterfrau' 'Musterfrau-Altmann' 'erika@muster' 'erika.neu@muster' 'erika@privat' '221 123456' '221123456' 'Lange Gasse' 'EM-77' 'Juist' 'mag Kaffee' musterfrau; do
  needs file is "forget: the file has no '$text'" "$(file "$text")" 0
done
needs file is 'forget: others stay' "$(file 'max@muster.example' | sed 's/[1-9].*/yes/')" yes
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
! crm-contact: c3: --everywhere masks what others don't go by, also where a namesake is meant
? 1
END
t 'places that are left are listed' 'crm-contact forget --yes c3' <<'END'
c3
! crm-contact: co1: notes still names the person
! crm-contact: history of co1: notes still names the person
! crm-contact: c3: --everywhere masks what others don't go by, also where a namesake is meant
! crm-contact: not reached: backups, dumps and exports made earlier, attached files, mails, calendar files
? 1
END
t 'and found later by the name itself' 'crm-contact forget --yes c3 --also="Karl Klammer"' <<'END'
c3
! crm-contact: co1: notes still names the person
! crm-contact: history of co1: notes still names the person
! crm-contact: c3: --everywhere masks what others don't go by, also where a namesake is meant
! crm-contact: not reached: backups, dumps and exports made earlier, attached files, mails, calendar files
? 1
END
t 'masked everywhere' 'crm-contact forget --yes c3 --also="Karl Klammer" --everywhere' <<'END'
c3
! crm-contact: not reached: backups, dumps and exports made earlier, attached files, mails, calendar files
END
is 'in the present' "$(crm-company list -c notes)" '… ist weg'
needs file is 'and in the past' "$(file 'Karl Klammer')" 0
ok 'the database is sound' 'crm-db check'

# a namesake keeps his name
crm-contact add name='Anna Doppel' email=anna1@doppel.example -q >/dev/null
crm-contact add name='Anna Doppel' email=anna2@doppel.example -q >/dev/null
ok 'a namesake' 'crm-contact forget --yes c4'
r 'keeps his name' 'crm-contact list id=c5 -c name,email' 'Anna Doppel|anna2@doppel.example'
needs file is 'and the address is gone' "$(file anna1@doppel)" 0

# merged into another: the old record's history is his too
crm-contact add name='Petra Erstling' email=petra@alt.example -q >/dev/null
crm-contact add name='Petra Zweitling' email=petra@neu.example -q >/dev/null
ok 'merge' 'crm-contact merge c7 c6'
ok 'forget the survivor' 'crm-contact forget --yes c7'
needs file is 'the merged one has gone too' "$(file Erstling) $(file petra@alt)" '0 0'
ok 'the database is sound' 'crm-db check'
r 'ids of a pipe, several at once' 'printf "c2\n" | crm-contact forget --yes - 2>/dev/null' 'c2'
r 'none' 'printf "" | crm-contact forget --yes -' ''

# all of a person's: fields of one's own, given up ones too, leads without a contact, notes on them, single names, other spellings
drop_db "$CRM_DB"
cat >fields.yaml <<'END'
fields:
  contact:
    - {name: hobby, type: text}
    - {name: diary, type: long}
  offer:
    - {name: site, type: text}
  event:
    - {name: mood, type: text}
END
crm-db init 2>/dev/null
crm-workflow apply fields.yaml -q
crm-company add name='Muster GmbH' -q >/dev/null
crm-contact add name='Jürgen Müller' email=jm@mueller.example phone='+49 221 5550123' company=co1 role=Einkauf hobby=Angeln diary=Geheimnis -q >/dev/null
crm-contact add name='Uta Zeuge' email=uta@zeuge.example -q >/dev/null
crm-contact link c1 co1 role=Leitung -q
crm-contact set c1 hobby=Segeln -q
crm-lead add title='Anfrage' name='J. M.' email=JM@Mueller.example message='Bitte um Rueckruf bei Nacht' -q
crm-log note o1 text='wirkte gehetzt' -q
crm-offer add title='Boot, Müllers Wunsch' contact=c1 value=10 site='bei JUERGEN  MUELLER' ext='web:jürgen müller' -q
crm-task add o2 title='Müller anrufen' notes='0221 / 555 01 23, nicht vor 9' -q
crm-log meeting contacts+=c1 contacts+=c2 text='JÜRGEN MÜLLER kam, Juergen Mueller (0221) 5550123 ging zur Müllerei' mood='Müller froh' -q
crm-log call c1 text='allein' mood='sehr still' -q
sed '/hobby/d' fields.yaml >fewer.yaml
crm-workflow apply fewer.yaml -q
crm-contact dossier 1 >dossier.tsv
for text in Angeln Segeln Geheimnis Leitung Einkauf 'bei Nacht' gehetzt 'sehr still' 'nicht vor'; do
  is "dossier: '$text'" "$(grep -c "$text" dossier.tsv | sed 's/[1-9].*/yes/')" yes
done
t 'forget all of it' 'crm-contact forget --yes 1' <<'END'
c1
! crm-contact: c1: 1 offer is still open
! crm-contact: not reached: backups, dumps and exports made earlier, attached files, mails, calendar files
END
for text in Angeln Segeln Geheimnis Leitung Einkauf 'bei Nacht' gehetzt 'sehr still' jürgen JÜRGEN juergen 'm@mueller' '555 01 23' 5550123; do
  needs file is "the file has no '$text'" "$(file "$text")" 0
done
r 'single names as words, numbers in any spelling' 'crm-offer list o2 -c title,site,ext; crm-task list -c title,notes; crm-log list e2 -c text,mood' 'Boot, … Wunsch|bei …|
… anrufen|…, nicht vor 9
… kam, … … ging zur Müllerei|… froh'
ok 'the database is sound' 'crm-db check'
needs file is 'no free page is left' "$(sqlite3 "$CRM_DB" 'PRAGMA freelist_count')" 0

# what a merge that was undone gave to the other
crm-contact add name='Alte Adresse' email=alte@adresse.example street='Geheimweg 3' notes=Geheimnotiz -q >/dev/null
crm-contact add name='Neue Person' email=neue@person.example street='Neuer Weg 1' -q >/dev/null
ok 'merge, undo, redo, undo' 'crm-contact merge c4 c3 --take street=B -q && crm-log undo -q && crm-log redo -q && crm-log undo -q'
ok 'forget the one that was merged' 'crm-contact forget --yes c3'
needs file is 'its values left the history of the other' "$(file Geheimweg) $(file Geheimnotiz) $(file alte@adresse)" '0 0 0'
is 'which keeps its own' "$(crm-contact list c4 -c street)" 'Neuer Weg 1'
ok 'the database is sound' 'crm-db check'
no 'the merge does not come again' 1 'crm-log redo'

# a duplicate that was removed is nobody's name any more
crm-contact add name='Doppelt Da' email=dd@d.example -q >/dev/null
crm-contact add name='Doppelt Da' email=dd2@d.example -q >/dev/null
crm-contact rm c6 -q
t 'a removed duplicate is told' 'crm-contact forget --yes c5' <<'END'
c5
! crm-contact: history of c6: the removed record still names the person
! crm-contact: c5: --everywhere masks what others don't go by, also where a namesake is meant
! crm-contact: not reached: backups, dumps and exports made earlier, attached files, mails, calendar files
? 1
END
ok 'and masked' 'crm-contact forget --yes c5 --also="Doppelt Da" --everywhere'
needs file is 'so that it is gone' "$(file 'Doppelt Da')" 0

# short names; names of signs
crm-contact add name='Ede' -q >/dev/null
crm-contact add name='O"Neil 100%_\Pat' -q >/dev/null
crm-offer add contact=c7 title='Ede mag Edeka' -q
crm-offer add contact=c8 title='o"neil 100%_\pat' -q
crm-company set 1 notes='Ede, O"Neil 100%_\Pat' -q
crm-company set 1 notes='Ede!' -q
no 'both at once' 1 'crm-contact forget --yes c7 c8'
r 'masked as words' 'crm-offer list -s id -c title contact=c7; crm-offer list -s id -c title contact=c8' '… mag Edeka
…'
ok 'a short text is looked for when it is named' 'crm-contact forget --yes c7 --also="Ede!" --also=O\"Neil --everywhere'
r 'and found' 'crm-company list -c notes' ''
no 'an empty one is refused' 64 'crm-contact forget --yes c7 --also='

# a reader keeps what was there in the log: told, and repaired by doing it again
crm-contact add name='Rita Reader' email=rita@reader.example notes=Lesenotiz -q >/dev/null
needs file
mkfifo pipe
if has file; then
  sqlite3 "$CRM_DB" <pipe >reader.out 2>&1 &
  exec 9>pipe
  echo 'BEGIN; SELECT count(*) FROM contact;' >&9
  while ! [ -s reader.out ]; do :; done
fi
t 'a reader is in the way' 'crm-contact forget --yes c9 2>&1 | sed "s|$CRM_DB|DB|"' <<'END'
c9
crm-contact: DB: another program is reading: what was removed stays in the file and its log until it has ended and this is run again
crm-contact: DB: the file still holds 'Rita Reader'
crm-contact: not reached: backups, dumps and exports made earlier, attached files, mails, calendar files
END
! has file || { echo 'COMMIT;' >&9; exec 9>&-; }
wait
ok 'when it has ended' 'crm-contact forget --yes c9'
needs file is 'the file holds nothing' "$(file Lesenotiz) $(file rita@reader)" '0 0'
needs nothing

# a disk without room for the new file
crm-contact add name='Dora Disk' email=dora@disk.example notes=Plattennotiz -q >/dev/null
needs file
pages=0
has file && pages=$(($(sqlite3 "$CRM_DB" 'PRAGMA page_count') * 8 / 2)) # blocks of 512 bytes
trap '' XFSZ
is 'no room to write the file anew' "$(ulimit -f $pages; crm-contact forget --yes c10 2>&1 | grep -c 'run this again')" 1
trap - XFSZ
ok 'when there is room' 'crm-contact forget --yes c10'
needs file is 'the file holds nothing' "$(file Plattennotiz) $(file dora@disk)" '0 0'
needs nothing
ok 'the database is sound' 'crm-db check'
# removed, or taken back: the history forgets too
crm-contact add name='Rita Rausgeworfen' email=rita@raus.example phone='+49 221 778899' notes='wohnt am Eck' -q >/dev/null
gone=$(crm-contact list name='Rita Rausgeworfen' -c id)
crm-contact rm "$gone" -q >/dev/null
ok 'one that was removed' "crm-contact forget --yes $gone"
needs file is 'is in the file no more' "$(file Rausgeworfen) $(file rita@raus) $(file 221778899) $(file 'am Eck')" '0 0 0 0'
no 'and the removal cannot be taken back' 5 'crm-log undo $(crm-log batches verb=rm -n 1 -c batch 2>/dev/null || crm-log batches verb=rm -n 1 | cut -f 1)'
crm-contact add name='Paul Zurueck' email=paul@zurueck.example -q >/dev/null
gone=$(crm-contact list name='Paul Zurueck' -c id)
crm-log undo -q
ok 'one whose adding was taken back' "crm-contact forget --yes $gone"
needs file is 'is in the file no more either' "$(file Zurueck) $(file paul@zurueck)" '0 0'
no 'nor does redo bring anybody back' 5 'crm-log undo $(crm-log batches verb=undo -n 1 | cut -f 1)'
ok 'the database is sound' 'crm-db check'
no 'never there' 1 'crm-contact forget --yes c9999'
ok 'forgotten already: what is looked for must be named' "crm-contact forget --yes c1 2>&1 | grep -q 'c1: nothing is known any more that could be looked for; --also=TEXT names it'"

# consents end with the person, also by a merge, and whatever came ahead of today
crm-contact add name='Carla Zusage' email=carla@zusage.example -q >/dev/null
carla=$(crm-contact list name='Carla Zusage' -c id)
crm-contact add name='Dieter Anders' email=dieter@anders.example -q >/dev/null
dieter=$(crm-contact list name='Dieter Anders' -c id)
crm-contact consent "$carla" ads evidence='Formular Carla' -q
crm-contact consent "$carla" phone day=2025-01-01 -q
crm-contact consent "$carla" letter -q
crm-contact withdraw "$carla" letter -q
is 'a dry run says which consents end' "$(crm-contact forget -N "$carla" 2>/dev/null | grep "${tab}may${tab}" | cut -f 5 | cut -d : -f 1,2 | tr '\n' ' ')" 'ads:withdrawn phone:withdrawn '
ok 'consents of one who is forgotten' "crm-contact forget --yes $carla"
is 'nothing may be done any more' "$(crm-contact list may=ads -c id)$(crm-contact list may=phone -c id)$(crm-contact list "$carla" -c may)" ''
is 'that it was given stays, without evidence' "$(crm-contact consents "$carla" -c purpose,status,evidence,may | sort | tr '\t\n' ': ')" 'ads:given::no ads:withdrawn::no letter:given::no letter:withdrawn::no phone:given::no phone:withdrawn::no '
r 'twice withdraws once' "crm-contact forget --yes $carla -N 2>/dev/null" ''
ok 'a merge of one who was forgotten' "crm-contact merge $dieter $carla -q"
is 'hands on no consent' "$(crm-contact list may=ads -c id)$(crm-contact list may=phone -c id)" ''
ok 'the database is sound' 'crm-db check'

# words that records share, and tags: a part of the name is enough in those of the person's own records
drop_db "$CRM_DB"
crm-db init -q
crm-contact add -q name='Zebulon Quast' tags=quast-freund,messe
crm-company add -q name='Quast Stahl' source='Quast bleibt'
crm-offer add -q contact=c1 title=Boot reason='Quast unzufrieden' channel='Herr Quast' value=1 stage=won closed=2026-01-02
crm-offer set -q o1 reason=egal
crm-contact consent -q c1 'Quast Brief'
crm-log call -q c1 outcome='Quast sauer' tags=quast
crm-user add -q name=zq full='Zebulon Quast'
crm-contact merge -q c1 "$(crm-contact add name='Zeb Quast' email=zeb@quast.example | cut -f 1)" 2>/dev/null
merged=$(crm-log batches verb=merge -n 1 | cut -f 1)
t 'words and tags of its records are told' 'crm-contact forget --yes c1 2>&1' <<'END3'
c1
crm-contact: c1: 1 closed offer is kept with figures and dates, for the accounts, without the person
crm-contact: user zq: full still names the person
crm-contact: word 'Quast unzufrieden' still names the person: 'crm-workflow rename-term' changes it
crm-contact: word 'Herr Quast' still names the person: 'crm-workflow rename-term' changes it
crm-contact: word 'Quast Brief' still names the person: 'crm-workflow rename-term' changes it
crm-contact: word 'Quast sauer' still names the person: 'crm-workflow rename-term' changes it
crm-contact: c1: --everywhere masks what others don't go by, also where a namesake is meant
crm-contact: not reached: backups, dumps and exports made earlier, attached files, mails, calendar files
? 1
END3
is '  own tags that name it are gone' "$(crm-contact list c1 -c tags)$(crm-log list -c tags)" messe
t 'why what was rewritten stays' "crm-log undo $merged 2>&1 | sed 's/b[0-9]*/B/'" <<'END3'
crm-log: B cannot be undone: its history was rewritten when a person was forgotten
END3
crm-workflow rename-term -q 'Quast sauer' sauer
is 'a word that was renamed is told of the history' "$(crm-contact forget --yes c1 2>&1 | grep -c "history of word 'Quast sauer' still names the person$")" 1
ok 'everywhere' 'crm-contact forget --yes --everywhere c1'
needs file is '  words are masked' "$(crm-offer list -c channel; crm-log list kind=call -c outcome)" "… $(sqlite3 "$CRM_DB" "SELECT id FROM term WHERE word LIKE '… %' AND id=(SELECT channel FROM offer)")
sauer"
is '  those of others are theirs' "$(crm-company list -c name,source)" "Quast Stahl${tab}Quast bleibt"
ok 'the database is sound' 'crm-db check'

# what others are called by stays, and is told
crm-contact add -q name='Zebulon Quast'
zeb=$(crm-contact list name='Zebulon Quast' -c id)
crm-company add -q name='Zebulon Quast' notes='gehört Zebulon Quast'
crm-product add -q name=Zebulon-Quast-Edition price=1
t 'names of companies and products' "crm-contact forget --yes --everywhere $zeb 2>&1 >/dev/null | grep names" <<'END3'
crm-contact: co2: name still names the person: 'crm-company set' gives another
crm-contact: p1: name still names the person: 'crm-product set' gives another
END3
is '  stay' "$(crm-company list name='Zebulon Quast' -c name,notes; crm-product list -c name)" "Zebulon Quast${tab}gehört …
Zebulon-Quast-Edition"
crm-company set -q co2 name='Stahl und Eisen'
crm-product set -q p1 name=Edition
ok '  called otherwise, nothing is left' "crm-contact forget --yes --everywhere $zeb"
ok 'the database is sound' 'crm-db check'
finish
