#!/bin/sh
# crm-lead: intake and what it matches, scores, qualifying, converting, turning down, owners.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 crm-db init -q
crm-company add -q name='Muster GmbH' employees=120 email=info@muster.example
crm-company add -q name='Zwilling AG'
crm-company add -q --force name='Zwilling AG' city=Ulm
crm-contact add -q name='Erika Muster' email=erika@muster.example phone='+49 221 12345' company=co1
crm-contact add -q name='Otto Zwei' email=otto@zwei.example
crm-contact add -q --force name='Olga Zwei' email=otto@zwei.example
crm-contact add -q name='Nora Namen' company=co1
clean() { ok "check is clean: $1" 'crm-db check'; }
row() { printf '%s\n' "$1" | tr '|' '\t'; }

# ---- leads by hand ----
r 'add: in the first stage of leads' "crm-lead add title='By hand' name='Ida Idee'; crm-lead show 1 -c stage,state,opened,owner,inquired" 'o1
new|lead||anna|2026-03-31'
r 'an offer begins in the first open stage as before' "crm-offer add title=Offer; crm-offer list -c id,stage; crm-offer rm -q 2" 'o2
o2|offer'
r 'list is of leads, crm-offer list is not' 'crm-lead list -c id,title; crm-offer list -q' 'o1|By hand'
r 'default columns' 'crm-lead list -H' 'id|title|score|age|stage|name|company_name|email|phone|source|owner
o1|By hand||0|new|Ida Idee|||||anna'
r 'set, a word, show' "crm-lead set 1 phone='0221 999' message='Guten Tag'; crm-lead list tag -c id; crm-lead show 1 -c message" 'o1
o1
Guten Tag'
r 'export is of leads' 'crm-offer add -q title=Open; crm-lead export | cut -f 1,4; crm-lead export --all | cut -f 1 | wc -l; crm-offer rm -q Open' 'id|title
o1|By hand
3'
r 'import makes leads' "printf 'title\tname\nImported\tIva\n' | crm-lead import - 2>/dev/null; crm-lead list -c title,stage name=Iva; crm-lead rm -q Imported" 'o4
Imported|new'
r 'edit' "VISUAL='sed -i s/hand/pen/' crm-lead edit 1; crm-lead show 1 -c title; crm-log undo -q" 'o1
By pen'
r 'a reference of another kind' 'crm-lead show c1' "crm-lead: 'c1' is of kind contact, not lead
? 65"
crm-lead rm -q 1

# ---- intake: matching ----
{
  row 'name|email|phone|company_name|message|source|medium|campaign|referrer|received'
  row 'Erika M.|ERIKA@Muster.example||Muster GmbH|Please call me\nsoon|web|search|spring|https://search.example/q|2026-03-30T09:15:00Z'
  row 'Erika Muster||0221/12345||By telephone|web|||c2|2026-03-30T10:00:00Z'
  row 'Nora Namen|nora@else.example||muster gmbh|Name and company|fair||||'
  row 'Nora Namen|nora@third.example|||A name alone|fair||||'
  row 'Otto Zwei|otto@zwei.example|||Two have it|web||||'
  row 'O. Zwei|otto@zwei.example|||Who?|web||||'
  row 'Zoe|zoe@zwilling.example||Zwilling AG|Two firms|web||||'
  row 'Fritz|fritz@muster.example||Muster GmbH|New at a firm we know||||otto@nobody.example|'
} >form.tsv
t 'intake' 'crm-lead intake form.tsv' <<'END'
o5
o5
o6
o7
o8
o8
o9
o10
! crm-lead: form.tsv:7: e-mail 'otto@zwei.example' is that of c2, c3: not linked
! crm-lead: form.tsv:8: company name 'Zwilling AG' is that of co2, co3: not linked
! crm-lead: 6 added, 2 touched, 0 same, 0 rejected
END
r 'contact and company' 'crm-lead list -s id -c id,name,contact,company' 'o5|Erika M.|c1|co1
o6|Nora Namen|c4|co1
o7|Nora Namen||
o8|Otto Zwei|c2|
o9|Zoe||
o10|Fritz||co1'
r 'first touch stays, last touch moves' "crm-lead list 5 -c source,medium,campaign,referrer,last_touch,last_source,last_campaign" 'web|search|spring||2026-03-30T10:00:00Z|web|'
r 'title, received, inquired, owner' 'crm-lead list 5 6 -c title,received,inquired,owner,age' 'Please call me|2026-03-30T09:15:00Z|2026-03-30||1
Name and company|2026-03-31T12:00:00Z|2026-03-31||0'
needs file is 'the second message is an incoming mail' "$(sqlite3 crm.db "SELECT kind, direction, text, offer, contact, at FROM event")" '2|0|By telephone|5|1|1774864800000
2|0|Who?|8|2|1774958400000'
needs file is 'touches' "$(sqlite3 crm.db "SELECT offer, count(*) FROM touch GROUP BY offer")" '5|2
6|1
7|1
8|2
9|1
10|1'
r 'gaps are filled' 'crm-lead list 5 -c phone | sed "s/^+49/0/; s,/,,"' '022112345'
clean intake
t 'again: nothing is added' 'crm-lead intake form.tsv -c id' <<'END'
o5
o5
o6
o7
o8
o8
o9
o10
! crm-lead: 0 added, 0 touched, 8 same, 0 rejected
END
batches=$(crm-log batches | wc -l)
r 'nor is a batch' 'crm-lead intake form.tsv -q; crm-log batches | wc -l' "$batches"
r 'undo takes all of it back' 'crm-log undo -q; crm-lead list' ''
needs file is 'and touches and messages' "$(sqlite3 crm.db 'SELECT (SELECT count(*) FROM touch) + (SELECT count(*) FROM event)')" 0
clean undo
r 'redo' 'crm-log redo -q; crm-lead list -s id -c id,last_touch | head -n 1; crm-lead intake form.tsv 2>&1 | tail -n 1' 'o5|2026-03-30T10:00:00Z
crm-lead: 0 added, 0 touched, 8 same, 0 rejected'
clean redo

# ---- intake: one inquiry ----
r 'operands' "crm-lead intake name='Ute Neu' email=ute@neu.example message='Hallo' source=phone" 'o11
crm-lead: 1 added, 0 touched, 0 same, 0 rejected'
r 'the same once more' "crm-lead intake name='Ute Neu' email=UTE@neu.example message=Hallo 2>/dev/null" o11
r 'another text is a touch' "crm-lead intake email=ute@neu.example message='Noch da?' campaign=x; crm-lead list 11 -c campaign,last_campaign" 'o11
crm-lead: 0 added, 1 touched, 0 same, 0 rejected
|x'
r 'another system is another message' "crm-lead intake email=ute@neu.example message=Hallo system=chat" 'o11
crm-lead: 0 added, 1 touched, 0 same, 0 rejected'
r '--new keeps them apart' "crm-lead intake --new email=ute@neu.example message='Etwas anderes'; crm-lead list email=ute@neu.example -s id -c id" 'o12
crm-lead: 1 added, 0 touched, 0 same, 0 rejected
o11
o12'
r 'the newest open lead is touched' "crm-lead intake email=ute@neu.example message='Und?' 2>/dev/null" o12
r 'message_id tells' "crm-lead intake message_id='<1@x>' email=mid@x.example message=A 2>/dev/null; crm-lead intake message_id='<1@x>' email=other@x.example message=B 2>/dev/null" 'o13
o13'
r 'message from a file' "printf 'Zeile 1\nZeile 2\n' >m; crm-lead intake name=Mia message@=m 2>/dev/null; crm-lead show 14 -c title,message" 'o14
Zeile 1|Zeile 1\nZeile 2'
r 'one telephone, two addresses: two leads' "crm-lead intake email=a@firm.example phone=030555555 message=A 2>/dev/null; crm-lead intake email=b@firm.example phone=030555555 message=B 2>/dev/null; crm-lead intake phone='030/555 555' message=C 2>/dev/null" 'o15
o16
o16'
r 'a closed lead is not touched' "crm-lead disqualify 13 reason=x -q; crm-lead intake email=mid@x.example message=Later 2>/dev/null" o17
r 'no message: who it is' "crm-lead intake name='Jo Ne' company_name='Ne AG' 2>/dev/null; crm-lead show 18 -c title" 'o18
Jo Ne, Ne AG'
r 'a long message is cut at a word' "crm-lead intake name=L message='Wir suchen fuer unser Lager in Ulm ein neues Regalsystem mit allem Drum und Dran' 2>/dev/null; crm-lead show 19 -c title" 'o19
Wir suchen fuer unser Lager in Ulm ein neues Regalsystem mit …'
r 'received ahead of the clock' "crm-lead intake name=F received=2026-04-01T03:00:00Z 2>/dev/null; crm-lead show 20 -c received,inquired" 'o20
2026-03-31T12:00:00Z|2026-03-31'
r 'stage, owner and tags may be given' "crm-lead intake name=S stage=qualified owner=anna tags=fair 2>/dev/null; crm-lead show 21 -c stage,owner,tags" 'o21
qualified|anna|fair'
r '-N changes nothing' "crm-lead intake -N name=Dry message=run source=web 2>&1 | grep -v sha256; crm-lead list name=Dry" 'add||title||run
add||pipeline||sales
add||stage||new
add||currency||EUR
add||source||web
add||inquired||2026-03-31
add||name||Dry
add||message||run
add||received||2026-03-31T12:00:00Z
add||at||2026-03-31T12:00:00Z
add||source||web
crm-lead: 1 added, 0 touched, 0 same, 0 rejected'
clean 'single inquiries'

# ---- intake: what is wrong ----
{
  row 'name|email|phone|message|received'
  row 'Good|good@x.example||fine|'
  row 'Bad|not an address||x|'
  row '|||   |2026-03-01'
  row '|||   |'
  row 'Bad|b@x.example|abc|x|yesterday-ish'
} >bad.tsv
t 'everything wrong is told, nothing taken in' 'crm-lead intake bad.tsv; crm-lead list name=Good' <<'END'
! crm-lead: bad.tsv:3:5: email: 'not an address' is not an e-mail address
! crm-lead: bad.tsv:4: an inquiry needs a name, an e-mail address, a telephone number or a message
! crm-lead: bad.tsv:6:17: phone: 'abc' is not a telephone number
! crm-lead: bad.tsv:6:23: received: 'yesterday-ish': a number is missing after '-'
! crm-lead: nothing is taken in; --reject=FILE takes the bad lines aside
END
no 'status of bad rows' 65 'crm-lead intake bad.tsv'
r '--reject' 'crm-lead intake bad.tsv --reject=rest.tsv 2>&1 | grep -v bad.tsv; wc -l <rest.tsv; crm-lead list name=Good -c email' 'o22
crm-lead: 1 added, 0 touched, 0 same, 3 rejected
4
good@x.example'
t 'a column nobody knows' "printf 'name\tmesage\nA\tB\n' | crm-lead intake -" <<'END'
! crm-lead: stdin:1:6: no field 'mesage', nearest is 'message'; --map FIELD=COLUMN says what a column is
? 65
END
r '--map' "printf 'Wer,Was,Rest\nMapped,Text,x\n' | crm-lead intake - --map name=Wer --map message=Was -c name,message" "Mapped|Text
crm-lead: stdin: left out: column 'Rest'
crm-lead: 1 added, 0 touched, 0 same, 0 rejected"
no 'nothing to take in' 64 'crm-lead intake'
no 'an empty file' 65 'crm-lead intake /dev/null'
r 'only a header' "printf 'name\n' | crm-lead intake -" 'crm-lead: 0 added, 0 touched, 0 same, 0 rejected'
no 'no file to reject of' 64 'crm-lead intake name=x --reject=rest.tsv'
no 'operands that are wrong' 65 'crm-lead intake email=x'
no 'an unknown operand' 64 'crm-lead intake nmae=x'
no 'given twice' 64 'crm-lead intake system=a system=b name=x'
no 'no such file' 66 'crm-lead intake nowhere.tsv'
r 'a referrer who is a contact' "crm-lead intake name=R referrer=c1 2>/dev/null; crm-lead list 24 -c referrer; crm-lead intake name=P referrer=erika@muster.example message=p -c id,referrer 2>/dev/null; crm-lead list 25 -c referrer" 'o24
c1
o25|c1
c1'
no 'a referrer who is not there' 65 'crm-lead intake name=R message=y referrer=c99'
clean 'bad rows'

# ---- score ----
config() { # rules
  printf 'scoring:\n' >config.yaml
  printf '  - {%s}\n' "$@" >>config.yaml
  crm-workflow apply -q config.yaml
}
r 'no rules: no score' 'crm-lead list 5 -c score; crm-lead score 5' "
crm-lead: there are no scoring rules: 'scoring:' of the configuration gives them"
config 'when: [company.employees=50..], points: 20' 'when: [source=web], points: 30, title: from the web' 'when: [message~telephone], points: -5' \
  'when: [state=lead, email~muster], points: 7'
r 'score' 'crm-lead list 5 6 9 -c id,score' 'o5|57
o6|20
o9|30'
r 'with reasons' 'crm-lead score 5 9' 'o5|20|company.employees=50..
o5|30|from the web
o5|7|state=lead, email~muster
o5|57|total
o9|30|from the web
o9|30|total'
r '--all' 'crm-lead score 6 --all -H' 'id|points|reason
o6|20|company.employees=50..
o6|0|from the web
o6|0|message~telephone
o6|0|state=lead, email~muster
o6|20|total'
r 'ranked' 'crm-lead list -n 3 -c id,score' 'o5|57
o8|30
o9|30'
r 'as a condition, through a pipe' 'crm-lead list score=31.. -c id | crm-lead score - -c id,points | tail -n 1; crm-offer list --all score=..20 source=fair -c id -s id | tr "\n" " "' 'o5|57
o6 o7 '
r 'show and fields' "crm-lead show 5 | grep score; crm-lead fields -q | grep '^score' | cut -f 1-3" 'o5|score|57
score|integer|no'
needs file r 'a read-only database' 'cp crm.db ro.db; chmod a-w ro.db; mkdir -p ro; cp crm.db ro/x.db; chmod a-w ro/x.db ro; crm-lead list -d ro.db 5 -c score; crm-lead list -d ro/x.db score=57 -c id; chmod u+w ro' '57
o5'
r 'of a column and the order at once, twice' "crm-lead list -c id,score -s -score,id score=1.. -n 2" 'o5|57
o8|30'
no 'who is not there' 1 'crm-lead score 999'
r 'others are shown all the same' 'crm-lead score 999 9 2>/dev/null | tail -n 1' 'o9|30|total'
needs file
conditions() { sqlite3 crm.db "UPDATE scoring SET conditions='$1' WHERE position=3"; }
conditions risk=high
t 'a rule that is broken is told, the others count' 'crm-lead list 5 -c score' <<'END'
57
! crm-lead: scoring: 'risk=high': offer has no field 'risk', 'crm-offer fields' lists them; 'crm-workflow apply' a configuration that mends it
? 78
END
no 'score says so too' 78 'crm-lead score 5'
ok 'what needs no score goes on' 'crm-lead list -c id -s id'
conditions score=1..
no 'a score cannot hang on itself' 78 'crm-lead list -c score'
sqlite3 crm.db 'UPDATE scoring SET conditions=NULL WHERE position=3'
r 'a rule without conditions holds' 'crm-lead list 5 -c score' 52
conditions "message~it''s \$1"
crm-lead set -q 9 message="That's it's \$1!"
r 'values with quotes and dollars are values' 'crm-lead list 9 5 -c id,score; crm-lead score 9 -c points,reason | sed -n 2p' "o9|25
o5|57
-5|message~it's \$1"
conditions message~telephone
needs nothing


# ---- qualify ----
r 'qualify: found' 'crm-lead qualify 5 6; crm-lead list 5 6 -c stage,contact,company; crm-contact list -c id | wc -l' 'o5
o6
qualified|c1|co1
qualified|c4|co1
4'
r 'qualify: made' 'crm-lead qualify 10; crm-contact show 5 -c name,email,company,owner; crm-lead list 10 -c contact,company,stage' 'o10
Fritz|fritz@muster.example|co1|
c5|co1|qualified'
r 'with its company' "crm-lead qualify 18; crm-company show 4 -c name; crm-contact list name~'Jo Ne' -c id,company; crm-lead list 18 -c contact,company" 'o18
Ne AG
c6|co4
c6|co4'
r 'again: nothing' 'crm-lead qualify 18; crm-contact list | wc -l' 'o18
6'
t 'several fit' 'crm-lead qualify 9' <<'END'
! crm-lead: o9: company name 'Zwilling AG' is that of co2, co3: company= says which
? 3
END
r 'it is said which' 'crm-lead qualify 9 company=co3; crm-lead list 9 -c contact,company,stage' 'o9
c7|co3|qualified'
crm-lead add -q title=Nobody
t 'nobody to be found' 'crm-lead qualify Nobody' <<'END'
! crm-lead: o26: there is neither a name, an e-mail address nor a telephone number: give one, or contact=
? 5
END
r 'the contact is given' 'crm-lead qualify Nobody contact=c2; crm-lead list Nobody -c id -q >/dev/null; crm-lead list 26 -c contact,stage' 'o26
c2|qualified'
no 'all or none' 5 "crm-lead add -q title=Void; crm-lead qualify 12 Void"
r 'none it was' 'crm-lead list 12 -c stage,contact' 'new|'
r '-N: its events go along' 'crm-lead qualify 12 -N' 'add||email||ute@neu.example
set|o12|contact||c8
move|o12|stage|new|qualified
set|o12|owner||anna
set|e5|contact||c8'
r 'undo' 'crm-lead qualify 11 -q; crm-log undo -q; crm-lead list 11 -c stage,contact; crm-contact list -c id | wc -l' 'new|
7'
r 'through a pipe' 'crm-lead list source=phone -c id | crm-lead qualify -' o11
clean qualify

# ---- convert ----
r 'convert' 'crm-lead convert 5 value=1200 expected_close=+30d; crm-offer list 5 -c id,stage,state,value,opened,contact' 'o5
o5|offer|open|1200.00|2026-03-31|c1'
r 'straight from new' 'crm-lead convert 15; crm-offer list 15 -c stage,contact.email' 'o15
offer|a@firm.example'
r 'again: nothing' 'crm-lead convert 15; crm-stage history 15 | wc -l' 'o15
2'
r 'undo' 'crm-log undo -q; crm-lead list 15 -c stage,contact,opened' 'new||'
crm-stage win 5 -q
t 'not what is won' 'crm-lead convert 5' <<'END'
! crm-lead: o5: is won: only leads are converted
? 5
END
no 'nor qualify' 5 'crm-lead qualify 5'
no 'nor what is open' 5 'crm-offer add -q title=Deal; crm-lead disqualify Deal reason=x'
clean convert

# ---- what was recorded before anybody was known ----
copy_db crm.db before.db
crm-lead intake -q name='Fee Folge' email=fee@folge.example company_name='Folge AG' message='First'
crm-lead intake -q name='Fee Folge' email=fee@folge.example message='Second'
fee=$(crm-lead list email=fee@folge.example -c id)
crm-log call -q $fee subject=Answered
crm-log call -q $fee contact=c1 subject=Another
r 'events of nobody' "crm-log list offer=$fee kind=call,email -c kind,subject,contact.name,company.name -s subject" 'call|Another|Erika Muster|Muster GmbH
call|Answered||
email|||'
crm-lead qualify -q $fee
r 'qualify: they are with the contact and its company, those with others are not' "crm-log list offer=$fee kind=call,email -c kind,subject,contact.name,company.name -s subject" 'call|Another|Erika Muster|Muster GmbH
call|Answered|Fee Folge|Folge AG
email||Fee Folge|Folge AG'
needs file r 'the contact was spoken to' "crm-contact list name='Fee Folge' -c last_contact; sqlite3 crm.db \"SELECT v.subject FROM party q JOIN event v ON v.id=q.record JOIN contact k ON k.id=q.contact WHERE k.name='Fee Folge' AND v.kind=0\"" '2026-03-31
Answered'
clean 'events that followed'
r 'undo' "crm-log undo -q; crm-log list offer=$fee subject=Answered -c contact,contacts,company" '||'
clean 'undone'
r 'redo' "crm-log redo -q; crm-log list offer=$fee subject=Answered -c contact.name" 'Fee Folge'
clean 'redone'
crm-log undo -q
r 'set: contact first, company later' "crm-lead set -q $fee contact=c2; crm-log list offer=$fee subject=Answered -c contact,company; crm-lead set -q $fee company=co1; crm-log list offer=$fee subject=Answered -c contact,company" 'c2|
c2|co1'
clean 'set'
copy_db before.db crm.db

# ---- convert into an offer that is there ----
crm-offer add -q title='Big deal' contact=c1 company=co1 value=9000
big=$(crm-offer list title='Big deal' -c id)
crm-lead intake -q name='Cora Chef' email=cora@muster.example company_name='Muster GmbH' message='Me too' source=fair campaign=f
lead=$(crm-lead list email=cora@muster.example -c id)
crm-lead set -q $lead tags=urgent ext=form:77
crm-log call -q $lead subject=Answer
r 'into' "crm-lead convert $lead --into=$big | sed s/$big/BIG/; crm-offer list $big -c title,contact,roles,tags,ext,value" 'BIG
Big deal|c1|other:c11|urgent|form:77|9000.00'
r 'the text stands in its timeline' "crm-log list offer=$big kind=email -c direction,subject,text,contact.name,at; crm-search -q me too -c kind | sort; crm-offer list $big -c message,email,source" 'in|Me too|Me too|Cora Chef|2026-03-31T12:00:00Z
event
offer
Me too|cora@muster.example|fair'
needs file r 'the old id is an alias' "crm-lead show $lead -c title; crm-log list offer=$lead subject=Answer -c subject; sqlite3 crm.db \"SELECT count(*) FROM touch WHERE offer=${big#o}\"" 'Big deal
Answer
1'
r 'the same message is known there' "crm-lead intake email=cora@muster.example message='Me too' 2>/dev/null | sed s/$big/BIG/" BIG
r 'again: nothing' "crm-lead convert $lead into=$big | sed s/$big/BIG/; crm-log batches -n 1 -c verb" 'BIG
convert'
clean 'convert into'
r 'undo brings it back' "crm-log undo -q; crm-lead list $lead -c stage,email,contact,tags,ext; crm-offer list $big -c roles,tags" 'new|cora@muster.example||urgent|form:77
|'
clean 'undo of convert into'
r 'redo' "crm-log redo -q; crm-offer list $big -c contact,tags" 'c1|urgent'
crm-log undo -q
clean 'undone after redo'
crm-log redo -q
clean 'redone once more'
no 'not itself an offer' 5 "crm-offer add -q title=Other; crm-lead convert Other --into=$big"
no 'nowhere to go' 1 "crm-lead convert 14 --into=o999"
r 'with an assignment' "crm-lead convert 14 --into=$big value=9500 -q; crm-offer list $big -c value" 9500.00
clean 'all into one'

# ---- disqualify ----
no 'a reason is wanted' 64 'crm-lead disqualify 16'
r 'disqualify' "crm-lead disqualify 16 17 reason=spam; crm-lead list 16 --all -c state,opened,closed,reason,qualified; crm-offer list 16 state=lost -c id; crm-stage list -c name,offers | grep lost" 'o16
o17
lost||2026-03-31|spam|no
o16
lost|0'
r 'again: nothing' 'crm-lead disqualify 16 reason=spam; crm-stage history 16 | wc -l' 'o16
2'
r 'reopened: no reason is left' 'crm-stage reopen 16 -q; crm-lead list 16 -c stage,state,opened,reason' 'new|lead||'
r 'undo' 'crm-lead disqualify 16 reason=spam -q; crm-log undo -q; crm-lead list 16 -c state,reason' 'lead|'
clean disqualify

# ---- assign ----
for u in ben cleo; do crm-user add -q name=$u; done
crm-user add -q name=gone active=no
r 'to one' 'crm-lead assign 6 7 ben; crm-lead list 6 7 -c owner' 'o6
o7
ben
ben'
r 'through a pipe' "crm-lead list score=30.. -s id -c id | head -n 1 | crm-lead assign - anna; crm-lead list 8 -c owner" 'o8
anna'
r 'round robin begins with the first, goes on behind the last' 'crm-lead assign 9 10 11 --round-robin=cleo,ben -q; crm-lead assign 12 14 --round-robin=cleo,ben -q; crm-lead list 9 10 11 12 14 -c owner | tr "\n" " "' 'cleo ben cleo ben cleo '
r 'an undone assignment does not count' 'crm-log undo -q; crm-lead assign 12 --round-robin=cleo,ben -q; crm-lead list 12 -c owner' ben
r 'without names: all who are active' 'crm-lead assign 14 16 18 --round-robin -q; crm-lead list 14 16 18 -c owner | tr "\n" " "' 'cleo anna ben '
needs file
copy_db crm.db load.db
sqlite3 load.db 'UPDATE offer SET owner=NULL'
sqlite3 load.db "UPDATE offer SET owner=(SELECT id FROM users WHERE name='anna') WHERE id IN (6,7,8)"
sqlite3 load.db "UPDATE offer SET owner=(SELECT id FROM users WHERE name='ben') WHERE id=9"
r 'by load' 'crm-lead assign -d load.db 10 11 12 14 --by-load -q; crm-lead list -d load.db 10 11 12 14 -c owner | tr "\n" " "' 'cleo ben cleo ben '
r 'by load of some' 'crm-lead assign -d load.db 16 --by-load=anna,ben -q; crm-lead list -d load.db 16 -c owner' anna
r 'what he has goes out first' 'crm-lead assign -d load.db 16 --by-load=anna,ben; crm-lead list -d load.db 16 -c owner' 'o16
anna'
needs nothing
no 'who is not active' 5 'crm-lead assign 16 --by-load=gone'
no 'who is not there' 1 'crm-lead assign 16 nobody'
no 'who is not there, in turn' 1 'crm-lead assign 16 --round-robin=anna,nobody'
no 'named twice' 64 'crm-lead assign 16 --round-robin=anna,anna'
no 'no owner' 64 'crm-lead assign 16'
no 'no lead' 64 'crm-lead assign'
no 'both' 64 'crm-lead assign 16 --by-load --round-robin'
r 'nothing on standard input' 'crm-lead assign - ben </dev/null; crm-lead qualify - </dev/null; crm-lead score - </dev/null' ''
r '-N' 'crm-lead assign 16 ben -N' 'set|o16|owner|anna|ben'

# ---- response ----
r 'responded, response' 'CRM_NOW=2026-03-31T13:30:00Z crm-log call -q o6 outcome=reached; crm-lead list 6 -c received,responded,response' '2026-03-31T12:00:00Z|2026-03-31T13:30:00Z|1h30m'
r 'what comes in is no response' 'crm-log email -q o7 direction=in text=x; crm-lead list 7 -c responded' ''
r 'nor is what was before' 'crm-log call -q o7 at=2026-03-31T11:00:00Z direction=out; crm-lead list 7 -c responded' ''
r 'unanswered' 'crm-lead list responded= -c id,name -s id | grep Nora' 'o7|Nora Namen'
r 'a later one counts not, an earlier one does' 'CRM_NOW=2026-03-31T15:00:00Z; export CRM_NOW; crm-log email -q o6 direction=out; crm-log call -q o6 direction=out at=2026-03-31T12:30:00Z; crm-lead list 6 -c response' 30m
r 'undo' 'crm-log undo -q; crm-lead list 6 -c response' 1h30m
r 'report' 'crm-lead response 6 7 8 -H; crm-lead response 6 7 --by=source' 'inquiries|answered|waiting|p50|p90|max
3|1|2|1h30m|1h30m|1h30m
fair|2|1|1|1h30m|1h30m|1h30m'
r 'of a period' 'crm-lead response --period=2025; crm-lead response --by=inquired:month 5 6 -c inquired:month,inquiries' '0|0|0|||
2026-03|2'
no 'no such period' 64 'crm-lead response --period=nonsense'
clean response

# ---- who is who ----
drop_db crm.db
crm-db init -q
crm-company add -q name='Muster GmbH'
crm-contact add -q name='Erika Muster' email=erika@muster.example phone='+49 221 12345' company=co1
crm-contact add -q name='Kim Frei' email=kim@frei.example
crm-lead add -q title=Kim contact=c2 phone='+49 221 12345' email=desk@firm.example
r 'the lead of another contact with the same telephone is not touched' "crm-lead intake name=Erika email=erika@muster.example phone=+4922112345 message=hi -c id,contact 2>/dev/null" 'o2|c1'
r 'nor one with the same e-mail, when it is said who it is' "crm-lead rm -q 2; crm-lead intake contact=c1 email=desk@firm.example message=hi -c id,contact 2>/dev/null" 'o3|c1'
r 'a lead of nobody with that e-mail is' "crm-lead set -q 1 contact=; crm-lead rm -q 3; crm-lead intake contact=c1 email=desk@firm.example message=hi -c id,contact 2>/dev/null" 'o1|c1'
r 'without an e-mail the same words of two people are two messages' "for who in 'name=A phone=0221111111' 'name=B phone=0221222222' 'name=A phone=0221/111111' 'name=C' 'name=c'; do crm-lead intake \$who message='Please call' 2>/dev/null; done" 'o4
o5
o4
o6
o6'
r 'qualify: the company of the contact that is said, none is made' "crm-lead intake -q name=Q company_name='Neue AG' message=q; crm-lead qualify 7 contact=c1; crm-lead list 7 -c contact,company; crm-company list -c name" 'o7
c1|co1
Muster GmbH'
r 'one that has none: the company of the inquiry' "crm-lead intake -q name=R company_name='Neue AG' message=r; crm-lead qualify 8 contact=kim@frei.example -q; crm-lead list 8 -c contact,company; crm-company list -c name" 'c2|co2
Muster GmbH
Neue AG'
r 'a contact that is not there' "crm-lead qualify 4 contact=c99" 'crm-lead: contact: o4: no contact c99
? 1'
r 'into an offer, with the contact it gets: no part for him' "crm-offer add -q title=Deal contact=c2; crm-lead convert 4 --into=Deal contact=c1; crm-offer list title=Deal -c contact,roles" 'o9
c1|'
r 'points of who is not there, without rules' 'crm-lead score 999' "crm-lead: there are no scoring rules: 'scoring:' of the configuration gives them
crm-lead: no lead o999
? 1"
printf 'fields:\n  offer:\n    - {name: budget, type: integer}\n' >fields.yaml
crm-workflow apply -q fields.yaml
r 'a further inquiry fills every gap, also of fields of ones own' "crm-lead intake -q email=gap@x.example message=1 language=de; crm-lead intake -q email=gap@x.example message=2 language=en budget=5 tags=a,b company='Muster GmbH' value=9 source=web system=z; crm-lead intake -q email=gap@x.example message=3 budget=6 tags=c value=7; crm-lead list email=gap@x.example -c language,budget,tags,company,value,message,source,last_source" 'de|5|a,b|co1|9.00|1||'
r 'no amount in another currency' "crm-lead intake -q email=cur@x.example message=1; crm-lead intake -q email=cur@x.example message=2 value=9 currency=USD; crm-lead list email=cur@x.example -c value,currency" '|EUR'
for i in 10 11 12 13 14 15 16 17 18 19 20 21; do printf 'Person P%s\t0221 9000000\n' $i; done | { printf 'name\tphone\n'; cat; } | crm-contact import -q --force -
r 'behind a switchboard the name tells, however many have its number' "crm-lead intake -q name='Person P21' phone=0221/9000000 message=1; crm-lead list name='Person P21' -c contact.name" 'Person P21'
r 'and one lead is not that of the others' "crm-lead intake -q name='Person New' phone=0221/9000000 message=2; crm-lead intake -q name='Person P12' phone=0221/9000000 message=3; crm-lead intake -q name='PERSON  new' phone=0221/9000000 message=4; crm-lead list phone=0221/9000000 -s id -c name,contact.name" 'Person P21|Person P21
Person New|
Person P12|Person P12'
crm-company add -q --force name='Neue AG' city=Ulm
r 'no doubt about a company that is said' "crm-lead intake name=S company_name='Neue AG' company=co2 message=s -c company" 'co2
crm-lead: 1 added, 0 touched, 0 same, 0 rejected'
crm-user add -q name=ben
copy_db crm.db two.db
{ printf 'name\temail\tmessage\n'; for i in 1 2 3 4 5 6 7 8 9; do printf 'N%s\tn%s@two.example\tM\n' $i $i; done; } >two.tsv
r 'two at the same time add once' "crm-lead intake -d two.db -q two.tsv & crm-lead intake -d two.db -q two.tsv; wait; crm-lead list -d two.db email~two.example -c id | wc -l; crm-db check -d two.db" 9
clean 'who is who'

# ---- titles: what the message says behind the greeting ----
CRM_DB=$work/titles.db
crm-db init -q
for u in carla dora; do crm-user add -q name=$u; done
n=0
while IFS='|' read -r message title; do
  n=$((n + 1))
  printf '%b' "$message" >message.txt
  is "title $n: $title" "$(crm-lead intake -q email=a$n@x.example message@=message.txt; crm-lead list email=a$n@x.example -c title)" "$title"
done <<'END'
Sehr geehrte Damen und Herren,\n\nwir suchen 20 Pumpen.\nGruß|wir suchen 20 Pumpen.
Sehr geehrter Herr Dr. Müller, bitte ein Angebot|bitte ein Angebot
Hallo,\nich hätte gern ein Angebot|ich hätte gern ein Angebot
Hallo Frau Muster! Was kostet ein Dach?|Was kostet ein Dach?
Hallo ich suche eine Pumpe, können Sie liefern?|ich suche eine Pumpe, können Sie liefern?
Hallo. Bitte um Rückruf|Bitte um Rückruf
Hallo, Herr Müller, bitte melden|bitte melden
Hallo zusammen\n\nBitte um Rückruf|Bitte um Rückruf
HALLO, ANGEBOT BITTE|ANGEBOT BITTE
Liebes Team, wann?|wann?
Guten Tag,\nGuten Tag Herr Müller,\nAnfrage|Anfrage
Sehr geehrte Damen und Herren wir brauchen Hilfe|wir brauchen Hilfe
Hi there, how much is it?|how much is it?
Hi\nhow much|how much
Hi-Fi Anlage gesucht|Hi-Fi Anlage gesucht
Dear Sir or Madam,\r\n\r\nPlease send a quote|Please send a quote
Dear Sir/Madam: quote please|quote please
Dear Anna,\nThanks|Thanks
Bonjour, je voudrais un devis|je voudrais un devis
Bonjour Madame, Monsieur,\nUn devis svp|Un devis svp
Hallo|Hallo
Guten Tag!\n\n|Guten Tag!
Liebe auf den ersten Blick|Liebe auf den ersten Blick
Hinweis: Dach undicht|Hinweis: Dach undicht
END
is 'nothing of the message is lost' "$(crm-lead list email=a1@x.example -c message)" 'Sehr geehrte Damen und Herren,\n\nwir suchen 20 Pumpen.\nGruß'
is 'a greeting alone, and a name' "$(crm-lead intake -q email=b@x.example name=Bo; crm-lead list email=b@x.example -c title)" Bo

# ---- who looks after it ----
owner() { crm-offer list "$1" --all -c owner; }
is 'who qualifies a lead of nobody looks after it' "$(crm-lead qualify -q 1 --user=ben; owner 1)" ben
is 'its own owner stays' "$(crm-lead set -q 2 owner=carla; crm-lead convert -q 2; owner 2)" carla
is 'the one given counts' "$(crm-lead convert -q 3 owner=dora; owner 3)" dora
is 'nobody too' "$(crm-lead convert -q 4 owner=; owner 4)" ''
is 'when it is converted' "$(crm-lead convert -q 5; owner 5)" anna
is 'not when it is turned down' "$(crm-lead disqualify -q 6 reason=spam; owner 6)" ''
is 'again: nothing' "$(crm-lead qualify 1 -N)" ''
is 'into an offer of nobody: the one of the lead' "$(o=$(crm-offer add title=Deal owner=); crm-lead set -q 7 owner=carla; crm-lead convert -q 7 --into="$o"; owner "$o")" carla
is 'else who does it' "$(o=$(crm-offer add title=Deal2 owner=); crm-lead convert -q 8 --into="$o"; owner "$o")" anna
is 'the owner of the offer stays' "$(o=$(crm-offer add title=Deal3 owner=dora); crm-lead convert -q 9 --into="$o"; owner "$o")" dora

# ---- amounts of two currencies, into an offer that is there ----
into() { o=$(crm-offer add title=T $1); l=$(crm-lead add title=L email="$o@y.example" $2); crm-lead convert -q "$l" --into="$o"; crm-offer list "$o" -c currency,estimate,value | tr '\t' '|'; }
is 'an offer without an amount takes it, with its currency' "$(into currency=USD 'value=500 currency=EUR')" 'EUR|500.00|500.00'
is 'its own amount stays' "$(into 'currency=USD value=9' 'value=500 currency=EUR')" 'USD|9.00|9.00'
is 'nothing is an amount' "$(into 'currency=USD value=0' 'value=500 currency=EUR')" 'USD|0.00|0.00'
is 'of one currency' "$(into '' value=500)" 'EUR|500.00|500.00'
is 'its currency stays where there is no amount' "$(into currency=USD currency=EUR)" 'USD||'
is 'and taken back' "$(into currency=USD 'value=500 currency=EUR' >/dev/null; crm-log undo -q; crm-offer list title=T -s -id -n 1 -c currency,value; crm-lead list title=L -s -id -n 1 -c currency,value)" "USD$tab
EUR${tab}500.00"
is 'sound after all' "$(crm-db check 2>&1)" ''

# ---- who is the same: what comes in by a mailbox that many share ----
CRM_DB=$work/mailbox.db
crm-db init -q
r 'two inquiries of one mailbox by two names are two leads' "printf 'name\temail\tmessage\nIna Test\tinfo@x.example\teins\nUdo Probe\tinfo@x.example\tzwei\n' | crm-lead intake -q -; crm-lead list -s id -c name,email,message" 'Ina Test|info@x.example|eins
Udo Probe|info@x.example|zwei'
r 'each is touched by its own' "crm-lead intake name='Udo Probe' email=INFO@x.example message=drei 2>&1; crm-lead intake name='I. Test' email=info@x.example message=vier 2>&1" 'o2
crm-lead: 0 added, 1 touched, 0 same, 0 rejected
o1
crm-lead: 0 added, 1 touched, 0 same, 0 rejected'
r 'what becomes no field stays in the event' "crm-lead intake -q name='Ina Test' email=info@x.example phone='0221 1' company_name='Eins AG' message=a; crm-lead intake -q name='Ina Test' email=info@x.example phone='0221 2' company_name='Zwei AG' message=b; crm-lead list 1 -c phone,company_name; crm-log list offer=1 text~b -c text" '0221 1|Eins AG
b\n\nphone: 0221 2\ncompany_name: Zwei AG'
crm-contact add -q name='Erika Muster' email=fam@x.example phone='0221 777'
r 'the name shares a word: a lead of its own, not linked' "crm-lead intake name='Udo Muster' email=fam@x.example message=m -c contact 2>&1" '
crm-lead: e-mail '"'fam@x.example'"' is that of c1: not linked
crm-lead: 1 added, 0 touched, 0 same, 0 rejected'
r 'the name fits: linked' "crm-lead intake -q name='E. Muster' email=fam@x.example message=n; crm-lead list name='E. Muster' -c contact" c1
r 'name and telephone: linked; the telephone alone is nobody' "crm-lead intake -q name='ERIKA Muster' phone=0221/777 message=o --new; crm-lead list name='ERIKA Muster' -c contact; crm-lead intake -q phone=0221/777 message=p; crm-lead list message=p -c contact,phone" 'c1
|0221/777'
r 'the same words by another name are another inquiry, once' "printf 'name\\temail\\tmessage\\nA B\\tbox@x.example\\thallo\\nC D\\tbox@x.example\\thallo\\n' >box.tsv; crm-lead intake box.tsv 2>&1 >/dev/null; crm-lead intake box.tsv 2>&1 >/dev/null" 'crm-lead: 2 added, 0 touched, 0 same, 0 rejected
crm-lead: 0 added, 0 touched, 2 same, 0 rejected'
finish
