#!/bin/sh
# crm-search: what is found, in which order, how it is shown, and that the index keeps in step with everything that writes.
. "$(dirname "$0")/../lib.sh"
LC_ALL=de_DE.UTF-8 crm-db init -q crm.db 2>/dev/null
CRM_DB=$work/crm.db
export CRM_DB

# ids found, blank separated
found() { crm-search -c id "$@" 2>&1 | tr '\n' ' ' | sed 's/ $//'; }
sound() { is "$1" "$(crm-db check 2>&1)" ''; }

# ---- an empty database, no words ----
is 'nothing to be found in an empty database' "$(crm-search anything; echo $?)" 0
r 'no word' 'crm-search' 'crm-search: what to look for? no word was given
? 64'
r 'only what must not occur' 'crm-search -- -a' 'crm-search: what to look for? there are only words that must not occur
? 64'
r 'another condition' 'crm-search a city=x' "crm-search: 'city=x': the only condition is kind=…; for others send the ids on: crm-search … | crm-offer list - city=x
? 64"
r 'an unknown kind' 'crm-search a kind=contakt' "crm-search: kind: unknown word 'contakt', nearest is 'contact'
? 64"
no 'a kind that is not searched' 64 'crm-search a kind=user'
no 'no kind' 64 'crm-search a kind='
no 'ids are not read' 64 'echo c1 | crm-search a -'
no 'no sorting' 64 'crm-search a -s id'
r 'an unknown column' 'crm-search a -c lable' "crm-search: no column 'lable', nearest is 'label'
? 64"
no 'too many words' 64 "crm-search '$(seq -s ' x' 1 80)'"

# ---- every kind ----
crm-company add -q name='Straußenhof Groß GmbH' city=Düsseldorf website=https://www.strauss.example vat_id=DE123456789 notes='Rechnung an die Zentrale' tags=stammkunde ext=erp:K-77
crm-contact add -q name='Jörg Müller-Lüdenscheidt' company=co1 emails=work:joerg@strauss.example,home:jm@privat.example phone='0211 4567890' role=Einkäufer
crm-product add -q sku=RX-200 name='Rüttelplatte' price=900
crm-offer add -q title='Rüttelplatte samt Zubehör' number=2026-0815 contact=c1 value=900
crm-lead add -q title='Anfrage' name='Ágnes Kovács' email=agnes@kovacs.example phone='+36 1 234 5678' company_name='Kovács és Társa' message='Wir suchen eine gebrauchte Walze, möglichst bald.' 2>/dev/null ||
  crm-offer add -q stage=new title='Anfrage' name='Ágnes Kovács' email=agnes@kovacs.example phone='+36 1 234 5678' company_name='Kovács és Társa' message='Wir suchen eine gebrauchte Walze, möglichst bald.'
crm-task add -q title='Prospekt schicken' notes='den neuen mit den Walzen'
is 'a name' "$(found straussenhof)" 'co1 o1 c1'
is 'given as in the file' "$(found STRAUSSENHOF)" 'co1 o1 c1'
is 'sharp s and ss' "$(found Straußenhof)" 'co1 o1 c1'
is 'ue for ü' "$(found mueller)" 'c1 o1'
is 'u for ü' "$(found muller)" 'c1 o1'
is 'ü' "$(found müller)" 'c1 o1'
is 'a combining mark' "$(found "$(printf 'mu\314\210ller')")" 'c1 o1'
is 'accents' "$(found agnes kovacs)" o2
is 'and with them' "$(found ÁGNES)" o2
is 'a beginning' "$(found rüttel)" 'p1 o1'
is 'a beginning, folded' "$(found ruettelpl)" 'p1 o1'
is 'not the middle of a word' "$(found platte)" ''
is 'an asterisk is no harm' "$(found 'rüttel*')" 'p1 o1'
is 'both parts of a double name' "$(found ludenscheidt)" 'c1 o1'
is 'an e-mail' "$(found joerg@strauss.example)" c1
is 'an e-mail of several' "$(found jm@privat.example)" c1
is 'a domain' "$(found strauss.example)" 'c1 co1'
is 'an offer by its number' "$(found 2026-0815)" o1
is 'the number by its parts' "$(found 0815)" o1
is 'an article number' "$(found rx-200)" p1
is 'a VAT number' "$(found de123456789)" co1
is 'a tag' "$(found stammkunde)" co1
is 'a key in another system' "$(found erp:k-77)" co1
is 'a note' "$(found zentrale)" co1
is 'the message of a lead' "$(found walze gebrauchte)" o2
is 'a task' "$(found prospekt)" t1
is 'all the words' "$(found walze prospekt)" t1
is 'one is missing' "$(found walze prospekt gebrauchte)" ''
is 'words in one operand' "$(found 'prospekt walzen')" t1
is 'a word that must not occur' "$(found 'walze -prospekt')" o2
is 'behind two dashes' "$(found walze -- -prospekt)" o2
is 'a phrase that must not occur' "$(found 'walze -"gebrauchte walze"')" t1
is 'a phrase' "$(found '"gebrauchte walze"')" o2
is 'a phrase in another order' "$(found '"walze gebrauchte"')" ''
is 'a phrase has whole words' "$(found '"gebrauchte walz"')" ''
is 'a phrase of one word is no beginning' "$(found '"walze"')" o2
is 'a phrase does not span fields' "$(found '"lüdenscheidt joerg"')" ''
is 'a phrase without an end' "$(found '"gebrauchte walze')" o2
is 'kinds' "$(found walze kind=task)" t1
is 'several kinds' "$(found walze kind=lead,task)" 'o2 t1'
is 'a lead is no offer' "$(found walze kind=offer)" ''
is 'an offer is no lead' "$(found rüttel kind=lead)" ''
is 'offers' "$(found rüttel kind=offer)" o1
is 'a condition before the words' "$(found kind=product rüttel)" p1
is 'CJK: any part' "$(crm-company add -q name='東京電力株式会社' 2>/dev/null; found 電力)" co2
is 'CJK: in that order' "$(found 力電)" ''
is 'the whole row' "$(crm-search rx-200)" "p1${tab}product${tab}Rüttelplatte${tab}sku${tab}RX-200"
is 'the kind of a lead' "$(crm-search gebrauchte -c kind,label)" "lead${tab}Anfrage"

# ---- telephones ----
for n in '0211 4567890' 0211/4567890 '+49 211 4567890' '+49 (0)211 45678-90' 00492114567890 2114567890 4567890 7890 '(0211) 456 78 90'; do
  is "a telephone as $n" "$(found "$n")" c1
done
is 'a telephone as several operands' "$(found 0211 456 78 90)" c1
is 'three digits are none' "$(found 890)" ''
is 'another country' "$(found '+43 211 4567890')" ''
is 'of a lead' "$(found '0036 12345678')" o2
is 'beside a word' "$(found müller 7890)" c1
is 'the country of the record counts' "$(crm-contact add -q name=Wien country=AT phone='01 5557777'; found '+43 1 5557777')" c2
sound 'the index is in step'

# ---- order and snippet ----
crm-db init -q rank.db 2>/dev/null
CRM_DB=$work/rank.db
crm-contact add -q name='Erika Apfelbaum' notes='nichts'
crm-contact add -q name='Max Anders' notes='mag einen Apfel am Tag'
crm-contact add -q name='Apfel'
crm-company add -q name='Apfelhof' city=Apfelstadt
crm-offer add -q title='Apfel' contact=c3
crm-offer add -q title='Birnen' contact=c3
crm-contact add -q name='Mia Apfel'
is 'names before texts, whole words before beginnings, ties by kind and id' "$(found apfel)" 'c3 o1 c4 o2 co1 c1 c2'
is 'the first ones' "$(found apfel -n 2)" 'c3 o1'
is 'none' "$(found apfel -n 0)" ''
is 'of leads and offers the first' "$(found apfel kind=offer -n 1)" o1
is 'a telephone noted without country and area code' "$(crm-company set -q co1 phone=4711999; found '+49 221 4711999')" co1
crm-contact set -q c2 notes="$(printf 'Am Anfang steht viel, was hier nichts zur Sache tut, und dann noch etwas mehr.\nErst danach kommt der Apfel, den alle\tsuchen, und hinter ihm steht wieder sehr viel Text, der weg kann.')"
is 'a snippet' "$(crm-search apfel alle -c snippet)" '…mehr. Erst danach kommt der Apfel, den alle suchen, und hinter ihm steht wieder sehr viel Text, der…'
is 'in JSON' "$(crm-search mia -f json)" '{"id":"c4","kind":"contact","label":"Mia Apfel","field":"name","snippet":"Mia Apfel"}'
is 'with a header' "$(crm-search mia -H | head -n 1)" "id${tab}kind${tab}label${tab}field${tab}snippet"
is 'further columns' "$(crm-search birnen -c +contact)" "o2${tab}offer${tab}Birnen${tab}title${tab}Birnen${tab}c3"
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  is 'marked on a terminal only' "$(tty 80 'crm-search mia -c snippet' | sed -n 2p)" "$(printf 'Mia Apfel' | sed "s/Mia/$(printf '\033')[1mMia$(printf '\033')[0m/")"
  is 'not without colour' "$(tty 80 'crm-search --color=never mia -c snippet' | sed -n 2p)" 'Mia Apfel'
  is 'names in tables' "$(tty 80 'crm-search --color=never birnen -c id,contact' | sed -n 2p)" 'o2  Apfel'
else
  skip 'marks and names on a terminal' 'no pseudo-terminal'
fi
seq -f 'Zahl %g' 1 30 | sed '1i title' >many.tsv
crm-offer import -q many.tsv
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  is 'twenty for a person' "$(tty 80 'crm-search zahl -c id' | sed '1d' | grep -c '^o')" 20
  is 'and how many more' "$(tty 80 'crm-search zahl -c id' | tail -n 1)" 'crm-search: 10 more: -n 100 shows the first 100, a pipe takes all'
  is 'all with a limit' "$(tty 80 'crm-search zahl -c id -n 25' | grep -c '^o')" 25
else
  skip 'what a person is shown' 'no pseudo-terminal'
fi
is 'all into a pipe' "$(crm-search zahl | wc -l)" 30
is 'ids go on' "$(crm-search zahl kind=offer -n 3 | crm-offer list - -c title | tail -n 1)" 'Zahl 3'
is 'typed ids link' "$(crm-search birnen | crm-task add - title=x; crm-task list -c offer)" "t1
o2"

# ---- nothing in a question does harm ----
CRM_DB=$work/crm.db
for q in '"' '""' '*' '-' '--' ':' '(' ')' '^' '{' "$(printf '\377')" "$(printf '\001')" '+' '?!' "'"; do
  crm-search -- "$q" >out 2>err
  s=$?
  is "a question without a word: $(printf %s "$q" | od -An -c | tr -s ' ')" "$s $(wc -l <out) $(wc -l <err)" '64 0 1'
done
for q in 'NEAR(a b)' 'a AND' 'OR' 'a OR OR' 'NOT' 'name : a' '{name more}: a' '^a' 'a*b' 'a"b' '"a' 'a""b' 'a + b' "'; DROP TABLE search; --" 'x) OR (y' "$(printf 'a\377b')" "$(printf '\302a')" 'a\' "$(printf %070000d 1)"; do
  Q=$q
  export Q
  ok "any bytes: $(printf %.30s "$q" | tr -cd '[:print:]')" 'crm-search -- "$Q"'
done
sound 'and did none'

# ---- in step with everything that writes ----
in_step() { # title words ids
  is "$1" "$(found "$2")" "$3"
  sound "$1: check"
}
crm-contact add -q name='Paula Quitt' notes=erst
in_step 'added' quitt c3
crm-contact set -q c3 family=Anders
in_step 'renamed' quitt ''
is 'by the new name' "$(found paula anders)" c3
crm-log undo -q
in_step 'undone' quitt c3
crm-log redo -q
in_step 'redone' quitt ''
crm-contact set -q c3 tags+=messebesuch phone='030 1112223' emails+=home:paula@quelle.example
in_step 'lists' messebesuch c3
is 'a telephone of the list' "$(found 1112223)" c3
crm-log undo -q
in_step 'lists undone' messebesuch ''
is 'also the e-mail' "$(found quelle.example)" ''
crm-company set -q co1 name='Wachtelhof AG'
in_step 'a company renamed: contacts and offers too' wachtelhof 'co1 o1 c1'
is 'no more by the old name' "$(found straussenhof)" ''
crm-contact set -q c1 name='Jana Berg'
in_step 'a contact renamed: her offers too' berg 'c1 o1'
crm-offer set -q o1 contact=c3
in_step 'another contact' berg c1
crm-log undo -q
crm-task rm -q t1
in_step 'removed' prospekt ''
crm-log undo -q
in_step 'and back' prospekt t1
crm-contact set -N c1 name=Trockenlauf >/dev/null
in_step 'a dry run' trockenlauf ''
printf 'id\tname\nc1\tJana Tal\n' | crm-contact import -q --key=id -
in_step 'an import that changes' tal 'c1 o1'
printf 'name\ttags\temail\nAnton Import\tneu1\ta@import.example\nBerta Import\tneu2\tb@import.example\nkaputt\t\tkeine\n' | crm-contact import -q --reject=bad.tsv - 2>/dev/null
in_step 'an import that adds' import 'c4 c5'
is 'with its lists' "$(found neu2)" c5
is 'without what was rejected' "$(found kaputt)" ''
crm-log undo -q
in_step 'an import undone' import ''
cat >fields.yaml <<'YAML'
fields:
  contact:
    - {name: hobby, type: text}
YAML
if crm-workflow apply -q fields.yaml 2>err; then
  crm-contact set -q c1 hobby=Imkerei
  in_step 'a field of one'"'"'s own' imkerei c1
  is 'its name' "$(crm-search imkerei -c field)" hobby
  printf 'fields: {contact: []}\n' >none.yaml
  crm-workflow apply -q none.yaml 2>/dev/null && in_step 'retired' imkerei ''
  crm-workflow apply -q fields.yaml 2>/dev/null && in_step 'and declared again' imkerei c1
else
  is 'fields can be declared' "$(cat err)" ''
fi
if crm-log --dump-options | grep -q '^verb.call'; then
  crm-log call -q c1 subject='Termin vereinbart' text='nächste Woche im Kesselhaus'
  in_step 'an event' kesselhaus e1
  is 'its label' "$(crm-search kesselhaus -c label,field)" "Termin vereinbart${tab}text"
fi
if crm-contact --dump-options | grep -q '^verb.merge'; then
  crm-contact add -q name='Doppelt Eins' notes=linksherum
  crm-contact add -q --force name='Doppelt Zwei' notes=rechtsherum tags=wandert phone='0228 7654321' ext=alt:W-9 email=zwei@wandert.example
  a=$(crm-search '"doppelt eins"' -c id) b=$(crm-search '"doppelt zwei"' -c id)
  crm-offer add -q title='Angebot an zwei' contact="$b"
  crm-contact merge "$a" "$b" >/dev/null 2>&1
  is 'merged: one is left' "$(found doppelt kind=contact)" "$a"
  is 'merged: what the other had is found' "$(found wandert kind=contact) $(found 7654321) $(found w-9)" "$a $a $a"
  is 'merged: so is the offer, by the name of the one' "$(found angebot eins -c id,contact)" "$(crm-offer list --all contact="$a" -c id,contact)"
  sound 'merged: check'
  crm-log undo -q
  in_step 'merge undone' 'wandert' "$b"
  is 'merge undone: both' "$(found doppelt kind=contact | wc -w)" 2
  is 'merge undone: the number' "$(found 7654321)" "$b"
fi

# ---- copies, older databases, readers ----
crm-db dump >dump.tsv
is 'a dump has no index' "$(grep -c '^table.search' dump.tsv)" 0
crm-db init -q copy.db 2>/dev/null
crm-db load -d copy.db dump.tsv
is 'a load makes it' "$(found tal -d copy.db)" 'c1 o1'
is 'the same' "$(crm-db check -d copy.db 2>&1)" ''
crm-db backup saved.db
is 'a backup has it' "$(found tal -d saved.db)" 'c1 o1'
crm-contact set -q c1 name=Danach
crm-db restore --yes -q saved.db
in_step 'a restore' tal 'c1 o1'
needs file
sqlite3 v1.db <"$top/tests/data/schema/v1.sql"
is 'an older database, to read' "$(crm-search -q -d v1.db sudertor -c id | head -n 1)" co1
crm-contact add -q -d v1.db name='Neu hier'
is 'after a write it is found' "$(crm-search -d v1.db sudertor -c id,label | head -n 1)" "co1${tab}Brauhaus Südertor GmbH"
is 'and the new one' "$(crm-search -d v1.db neu hier -c label)" 'Neu hier'
is 'in step' "$(crm-db check -d v1.db 2>&1 | grep -i search)" ''
needs nothing
needs file
mkdir ro && cp crm.db ro/ && chmod a-w ro/crm.db ro
is 'a file that can only be read' "$(found tal -d ro/crm.db)" 'c1 o1'
chmod u+w ro
needs nothing
is 'no database yet' "$(HOME=$work/nobody; unset CRM_DB; export HOME; crm-search anything; echo $?)" 0

# ---- damage ----
needs file
tamper() { # title SQL finding
  copy_db crm.db bad.db
  sqlite3 bad.db "$2" || echo "# sqlite3 failed"
  crm-db check -d bad.db >out 2>err
  is "$1: status" $? 1
  grep -qF -e "$3" err
  result $? "$1: found"
  [ "$(grep -cF -e "$3" err)" -gt 0 ] || sed 's/^/# /' err
  ok "$1: reindex" 'crm-db reindex -d bad.db'
  is "$1: mended" "$(crm-db check -d bad.db 2>&1)" ''
  is "$1: found again" "$(found tal -d bad.db)" 'c1 o1'
}
key=$((3 * 1099511627776 + 1))
tamper 'a record that was changed' "UPDATE contact SET role='Hausmeister' WHERE id=1" 'contact c1: is found by other words than it has'
tamper 'a document that is gone' "DELETE FROM search_doc WHERE id=$key" 'contact c1: cannot be found'
tamper 'one too many' "INSERT INTO search_doc(id, name) VALUES($key+500, 'geist')" 'contact c501: is not there, but can be found'
tamper 'words that are not in the index' "INSERT INTO search(search, rowid, name, more, text) SELECT 'delete', id, name, more, text FROM search_doc WHERE id=$key" 'the search index does not hold the words of its documents'
tamper 'an index without contents' "DELETE FROM search_data WHERE id > 10" 'the search index'
copy_db crm.db bad.db
sqlite3 bad.db 'DROP TABLE search'
r 'no index' 'crm-search -d bad.db tal 2>&1 | sed "s/(.*)/(…)/"' "crm-search: bad.db: the search index cannot be used (…): 'crm-db reindex' makes it afresh"
no 'no index: status' 69 'crm-search -d bad.db tal'
no 'no index: nothing is written past it' 69 'crm-contact add -d bad.db name=X'
is 'no index: check' "$(crm-db check -d bad.db 2>&1)" "crm-db: bad.db: the search index is missing: 'crm-db reindex' makes it"
ok 'no index: reindex' 'crm-db reindex -d bad.db'
is 'no index: mended' "$(crm-db check -d bad.db 2>&1; found tal -d bad.db)" 'c1 o1'

# ---- whether all that match can be ranked is counted where more ids were given ----
copy_db crm.db many.db
sqlite3 many.db 'UPDATE counter SET last=1000000 WHERE kind > 0'
for q in tal 'tal kind=contact' 'tal kind=contact,offer -n 1' nirgends; do
  is "more ids than can be ranked: $q" "$(crm-search -d many.db $q; echo $?)" "$(crm-search $q; echo $?)"
done
needs nothing
no 'reindex takes no operands' 64 'crm-db reindex x'
finish
