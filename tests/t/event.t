#!/bin/sh
# Events: the verbs of crm-log that record and correct, lists whose elements are records, attached files, the history of other systems.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
world() {
  drop_db crm.db
  crm-db init -q
  crm-company add name='Muster GmbH' -q
  crm-company add name='Bau AG' -q
  crm-contact add name='Erika Muster' company=co1 email=erika@muster.example -q
  crm-contact add name='Max Muster' company=co1 -q
  crm-contact add name='Jo Bau' company=co2 emails=jo@bau.example -q
  crm-contact add name='Kim Frei' -q
  crm-offer add title=Anlage contact=c1 stage=offer value=1000 -q
  crm-offer add title=Anfrage contact=c3 stage=new -q
}
world
sound() { is "$1: the database is sound" "$(crm-db check 2>&1; echo $?)" 0; }

# ---- roles: a list of references with labels ----
r 'roles by id, e-mail, name, number; without a role, too' \
  'crm-offer set 1 roles="decider:c1, user:erika@muster.example,blocker:Jo Bau,4" -q; crm-offer list -c id,roles' 'o1|decider:c1,user:c1,blocker:c3,c4'
r 'names in tables' 'crm-offer list -c roles -f table | tail -n 1' 'decider:Erika Muster,user:Erika Muster,blocker:Jo Bau,Kim Frei'
r 'an array in JSON' 'crm-offer list -c roles -f json' '{"roles":["decider:c1","user:c1","blocker:c3","c4"]}'
r 'show names both' 'crm-offer show o1 -f table | grep -o "blocker:.*,"' 'blocker:Jo Bau (c3),'
for c in roles=decider:c1 roles=decider roles=c3 'roles=Jo Bau' roles=user:erika@muster.example roles~bau roles!=buyer roles= roles!= roles=buyer roles=decider:c3 roles=buyer,c4; do
  echo "$c" $(crm-offer list --all -c id "$c")
done >got
cat >want <<'END'
roles=decider:c1 o1
roles=decider o1
roles=c3 o1
roles=Jo Bau o1
roles=user:erika@muster.example o1
roles~bau o1
roles!=buyer o1 o2
roles= o2
roles!= o1
roles=buyer
roles=decider:c3
roles=buyer,c4 o1
END
is 'conditions on roles' "$(cat got)" "$(cat want)"
r 'a dry run' 'crm-offer set 1 roles-=c1 roles+=buyer:c2 -N' 'set|o1|roles|decider:c1,user:c1,blocker:c3,c4|blocker:c3,c4,buyer:c2'
r 'one role goes, the person stays in the other' 'crm-offer set 1 roles-=user:c1 -q; crm-offer list -c roles' 'decider:c1,blocker:c3,c4'
r 'added again changes nothing' 'crm-offer set 1 roles+=c1 roles+=blocker:c3 -N' ''
r 'the history names them' 'crm-log changes field=roles what=set -c old,new | grep "^user:c1"' 'user:c1|'
r 'and finds the record by them' 'crm-offer set 1 roles+=user:c2 -q; crm-log undo -q; crm-offer list -c roles; crm-log redo -q; crm-offer list -c roles' 'decider:c1,blocker:c3,c4
decider:c1,blocker:c3,c4,user:c2'
no 'nobody of that name' 1 'crm-offer set 1 roles+=decider:nobody@x.example'
no 'no such role' 65 'crm-offer set 1 roles+=boss:c1'
no 'a role of nobody' 65 'crm-offer set 1 roles+=decider:'
no 'of another kind' 65 'crm-offer set 1 roles+=decider:co1'
no 'two of that name' 3 'crm-contact add -q name="Max Muster" --force; crm-offer set 1 roles+="Max Muster"'
no 'in a condition, too' 3 'crm-offer list roles="Max Muster"'
r 'in a file the line is told' 'printf "number\ttitle\troles\nA1\tx\tuser:c1\nA2\ty\tuser:nobody\n" | crm-offer import -' "crm-offer: stdin:3:6: roles: no contact 'nobody'
crm-offer: nothing is imported; --reject=FILE takes the bad lines aside
? 65"
is 'who has a role is not removed' "$(crm-contact rm c4 2>&1)" 'crm-contact: 1 role refers to c4'
r 'sorted by' 'crm-offer list --all -s -roles -c id' 'o1
o2'
sound roles

# ---- recording ----
world
r 'a call of an offer: with its contact and company, now, out' 'crm-log call o1 contacts+=c2 subject=Termin duration=15m outcome=reached text=Hallo; crm-log show e1 | grep -v "created\|updated"' \
'e1
e1|at|2026-03-31T12:00:00Z
e1|day|2026-03-31
e1|kind|call
e1|direction|out
e1|subject|Termin
e1|text|Hallo
e1|contact|c1
e1|company|co1
e1|offer|o1
e1|duration|15m
e1|outcome|reached
e1|by|anna
e1|contacts|c1,c2'
is 'the batch has the name of the verb' "$(crm-log batches -n 1 -c tool,verb,added)" "crm-log${tab}call${tab}1"
r 'of a contact: his company' 'crm-log note c2 text=x -c id,kind,direction,contacts,company,offer' 'e2|note||c2|co1|'
r 'by e-mail address' 'crm-log email jo@bau.example direction=in -c id,direction,contacts,company' 'e3|in|c3|co2'
r 'of a company' 'crm-log visit co2 -c contact,company' '|co2'
r 'of a lead' 'crm-log letter o2 -c contact,company,offer' 'c3|co2|o2'
r 'others than the contact of the offer' 'crm-log meeting o1 contacts=c2,c4 -c contact,contacts,company; crm-log meeting o1 contact=c4 -c contacts,company; crm-log meeting o1 contacts= company= -c contacts,company' 'c2|c2,c4|co1
c4|co1
|'
r 'a record together with others' 'crm-log call c3 offer=o1 company=co2 contacts+=c1 -c contact,contacts,company,offer' 'c3|c3,c1|co2|o1'
r 'the contact twice is there once' 'crm-log call o1 contacts+=c1,erika@muster.example -c contacts' 'c1'
is 'one event for each record' "$(crm-log note c1 c2 co1 c1 text=all)" 'e11
e12
e13'
is 'and for each id of standard input' "$(crm-contact list -c id company=co1 | crm-log note - text=pipe -c contacts | tr '\n' ' ')" 'c1 c2 '
is 'mixed kinds, too' "$(printf 'o1\nco2\nc4\n' | crm-log note - text=mixed -c contacts,company | tr '\t' '|' | tr '\n' ' ')" 'c1|co1 |co2 c4| '
ok 'none at all' 'crm-log note - text=x </dev/null >out && ! test -s out'
ok 'quiet' 'crm-log note c1 text=q -q >out && ! test -s out'
r 'a dry run' 'crm-log call o1 contacts+=c2 duration=1h30m -N | sort' 'add||at||2026-03-31T12:00:00Z
add||company||co1
add||contact||c1
add||contacts||c1,c2
add||direction||out
add||duration||1h30m
add||kind||call
add||offer||o1'
r 'text from standard input' 'printf "one\ntwo" | crm-log note c1 text@=- -q; crm-log list -c text -n 1 -s -id' 'one\ntwo'
no 'both from standard input' 64 'echo c1 | crm-log note - text@=-'
no 'no record at all' 64 crm-log\ call
no 'of nobody' 5 'crm-log call subject=x'
no 'no such record' 1 'crm-log call c99'
no 'a line that is none' 65 'echo c99 | crm-log call -'
no 'a record events are not of' 65 'crm-log call p1'
no 'a name nobody has' 1 'crm-log call Erika subject=x'
no 'an unknown address' 1 'crm-log call nobody@x.example'
no 'a kind beside that of the verb' 64 'crm-log call c1 kind=note'
no 'what the program keeps' 64 'crm-log call c1 corrects=e1'
no 'not a duration' 65 'crm-log call c1 duration=long'
for v in set rm edit add; do no "no $v" 64 "crm-log $v e1 subject=x"; done
r 'names in tables' 'crm-log list kind=event 9 -c contacts,company -f table | sed -n 2p' 'Jo Bau,Erika Muster  Bau AG'
for c in contacts=c2 'contacts=Max Muster' contacts~max contact=c3 contacts=c3,c4 contacts=; do
  echo "$c $(crm-log list -s id -c id at=2026-03-31 text= "$c" | tr '\n' ' ')"
done >got
is 'conditions on contacts' "$(sed 's/ $//' got)" 'contacts=c2 e6
contacts=Max Muster e6
contacts~max e6
contact=c3 e3 e5 e9
contacts=c3,c4 e3 e5 e6 e7 e9
contacts= e4 e8'
r 'the contact of the offer stands first, wherever it was named' 'crm-log call o1 contacts+=c2,c1 -c contact,contacts' 'c1|c1,c2'
sound recording

# ---- when ----
r 'date and time, date, time, words' 'for at in 2026-03-30T10:00:00Z 2026-03-30T10:15 "2026-03-30 10:30" 2026-03-29 "yesterday 9:05" 11:50 now; do crm-log call c4 at="$at" -c at,day; done' '2026-03-30T10:00:00Z|2026-03-30
2026-03-30T10:15:00Z|2026-03-30
2026-03-30T10:30:00Z|2026-03-30
2026-03-29T00:00:00Z|2026-03-29
2026-03-30T09:05:00Z|2026-03-30
2026-03-31T11:50:00Z|2026-03-31
2026-03-31T12:00:00Z|2026-03-31'
no 'not in the future' 5 'crm-log call c4 at=2026-04-01'
no 'nor later today' 5 'crm-log call c4 at=13:00'
ok 'clocks differ' 'crm-log call c4 at=12:09 -q'
no 'no time' 64 'crm-log call c4 at=24:00'
r '--today is the day of it' 'crm-log --today=2026-03-20 call c4 -c at,day' '2026-03-20T12:00:00Z|2026-03-20'
echo 'settings: {timezone: Europe/Berlin}' | crm-workflow apply - -q
r 'the day is that of the time zone' 'CRM_NOW=2026-03-31T22:30:00Z crm-log call c4 -c at,day; crm-log call c4 at="yesterday 16:00" -c at,day; crm-log call c4 at=2026-01-15 -c at,day' '2026-03-31T22:30:00Z|2026-04-01
2026-03-30T14:00:00Z|2026-03-30
2026-01-14T23:00:00Z|2026-01-15'

# ---- what hangs on events ----
world
CRM_NOW=2026-03-01T12:00:00Z crm-log call o1 contacts+=c2 -q
idle() { for k in contact company offer; do crm-$k list --all -c idle | tr '\n' ' '; done; }
is 'days since the last event: all who took part, company, offer' "$(idle)" '30 30 0 0 30 0 30 0 '
CRM_NOW=2026-03-25T12:00:00Z crm-log note c2 text=x -q
is 'a later one' "$(idle)" '30 6 0 0 6 0 30 0 '
crm-log correct e2 contacts=c4 company= -q
is 'corrected, it was with somebody else' "$(idle)" '30 30 0 6 30 0 30 0 '
crm-log undo -q 2>/dev/null
is 'undone' "$(idle)" '30 6 0 0 6 0 30 0 '
crm-log redo -q 2>/dev/null
is 'and redone' "$(idle)" '30 30 0 6 30 0 30 0 '
crm-log correct e1 at=2026-03-11T12:00 contacts-=c2 -q
is 'another day, and one who was not there' "$(idle)" '20 0 0 6 20 0 20 0 '
sound 'roll-ups'
crm-log undo -q 2>/dev/null && crm-log undo -q 2>/dev/null
is 'all the way back' "$(idle)" '30 6 0 0 6 0 30 0 '
sound 'roll-ups undone'
r 'the first response to an inquiry' 'crm-offer add c4 title=Frage stage=new -q; crm-log note o3 text=x -q; crm-log email o3 direction=in -q; crm-offer list -c responded id=o3 --all; crm-log call o3 -q; crm-offer list --all -c responded id=o3' '
2026-03-31T12:00:00Z'
is 'whom events name is not removed' "$(crm-contact rm c2 2>&1; echo $?)" 'crm-contact: 2 events refer to c2
5'
crm-log undo -q 2>/dev/null
sound 'response'

# ---- corrections ----
world
crm-log call o1 contacts+=c2 subject=A text=B duration=5m outcome=reached tags=fair notes=N owner=anna ext=x:1 message_id='<1@x>' -q
CRM_NOW=2026-03-31T12:30:00Z
r 'the new one has the content and the changes' 'crm-log --user=bert correct e1 subject=C contacts+=c4 2>/dev/null; crm-log show e2 | grep -v "created\|updated\|day"' \
'e2
e2|at|2026-03-31T12:00:00Z
e2|kind|call
e2|direction|out
e2|subject|C
e2|text|B
e2|contact|c1
e2|company|co1
e2|offer|o1
e2|duration|5m
e2|outcome|reached
e2|by|bert
e2|contacts|c1,c2,c4
e2|corrects|e1
e2|owner|anna
e2|tags|fair
e2|notes|N'
r 'the old one stays as it was' 'crm-log list kind=event --all -c id,subject,contacts,message_id,ext,corrected_by' 'e2|C|c1,c2,c4|||
e1|A|c1,c2|<1@x>|x:1|e2'
r 'is left out of lists' 'crm-log list kind=event -c id; crm-log list kind=event -c id corrected_by!=; crm-log list kind=event -c id 1; crm-log export | cut -f 1' 'e2
e1
e1
id
e2'
r 'not corrected twice' 'crm-log correct e1 subject=D' 'crm-log: e1: was corrected already: correct e2
? 5'
r 'but its correction is' 'crm-log correct e2 subject=D kind=visit; crm-log list kind=event -c id,kind,subject,corrects; crm-log list kind=event --all -c id,corrected_by' 'e3
e3|visit|D|e2
e3|
e2|e3
e1|e2'
batches=$(crm-log batches | wc -l)
r 'where nothing would change it stays' 'crm-log correct e3 subject=D contacts+=c2 tags=fair; crm-log list kind=event -c id' 'e3
e3'
is 'and makes no batch' "$(crm-log batches | wc -l)" "$batches"
r 'fields are cleared' 'crm-log correct e3 text= outcome= tags= -c id,text,outcome,tags' 'e4|||'
r 'a dry run' 'crm-log correct e4 subject=E -N | grep subject' 'add||subject||E'
crm-log note c1 c2 text=old -q
r 'several, and from standard input' 'crm-log correct e5 e6 text=new; crm-log list text=new -c id -s id | crm-log correct - subject=S; crm-log list kind=event subject=S -c text' 'e7
e8
e9
e10
new
new'
no 'one of them not' 5 'crm-log correct e9 e5 text=x'
is 'then none' "$(crm-log list kind=event text=x -c id)" ''
no 'nothing to correct' 64 'crm-log correct e9'
no 'no event' 64 'crm-log correct subject=x'
no 'not there' 1 'crm-log correct e99 subject=x'
no 'to the future' 5 'crm-log correct e9 at=tomorrow'
no 'to nobody' 5 'crm-log correct e9 contacts= company= offer='
sound corrections
r 'the corrected one cannot be undone alone' 'crm-log undo $(crm-log batches tool=crm-log verb=call -c batch)' 'crm-log: event e1: event e2 refers to it since b11 by bert
? 5'
printf 'fields:\n  event:\n    - {name: weather, type: text}\n' >y.yaml
crm-workflow apply y.yaml -q
r 'fields of one'"'"'s own are copied' 'crm-log note c1 text=w weather=rain -q; crm-log correct "$(crm-log list kind=event text=w -c id)" text=v -c weather; crm-log correct "$(crm-log list kind=event text=v -c id)" weather=sun -c text,weather' 'rain
v|sun'
sound 'fields of events'
CRM_NOW=2026-03-31T12:00:00Z

# ---- the same mail twice ----
world
r 'a message_id is there once' 'crm-log email c1 message_id="<a@x>" -q; crm-log email c2 message_id="<a@x>"' "crm-log: message_id: event e1 has the message id '<a@x>'
? 4"
is 'also with those named in one command' "$(crm-log email c1 c2 message_id='<b@x>' 2>&1; echo $?; crm-log list kind=event message_id='<b@x>' -c id)" "crm-log: message_id: event e2 has the message id '<b@x>'
4"

# ---- attached files ----
printf hello >a.txt
mkdir sub
printf '' >sub/empty
sum=$(sha256sum <a.txt | cut -d ' ' -f 1)
r 'path, size and digest' 'crm-log letter c1 files+=a.txt,./sub/../sub/empty -q; crm-log files | sed "s|$PWD||"' "e2|/a.txt|5|$sum|ok
e2|/sub/empty|0|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855|ok"
r 'a digest from elsewhere finds the event' "crm-log list kind=event files=$sum -c id; crm-log list kind=event files=a.txt -c id; crm-log list kind=event files=\$PWD/a.txt -c id; crm-log list kind=event files~SUB/ -c id; crm-log list kind=event files=b.txt -c id; crm-log list kind=event files!= -c id" 'e2
e2
e2
e2
e2'
r 'changed, missing' 'printf HELLO >a.txt; rm sub/empty; crm-log files -c event,state' 'e2|changed
e2|missing
? 1'
r 'of another size; all files of the events selected' 'printf hello! >a.txt; crm-log files files=a.txt -c state -H' 'state
changed
missing
? 1'
ln -s a.txt link
r 'a link is followed' 'crm-log note c2 files=link -q; crm-log files 3 -c path,state | sed "s|$PWD/||"' 'a.txt|ok'
r 'as the old one was' 'printf hello >a.txt; printf "" >sub/empty; crm-log files e2 -c state' 'ok
ok'
r 'JSON' 'crm-log files e3 -c event,size,state -f json' '{"event":"e3","size":6,"state":"changed"}
? 1'
no 'not there' 66 'crm-log note c1 files+=nothing'
no 'a directory' 66 'crm-log note c1 files+=sub'
no 'not a file' 66 'mkfifo pipe; crm-log note c1 files+=pipe'
no 'nor a device' 66 'crm-log note c1 files+=/dev/null'
mkdir 'x,y'
printf 1 >'x,y/c'
no 'a comma in the path' 65 'cd x,y && crm-log note c1 files+=c'
no 'in the name it stands between files' 66 'crm-log note c1 files+=x,y/c'
if [ "$(id -u)" = 0 ]; then
  skip 'not readable' 'root reads everything'
else
  printf 1 >secret && chmod 0 secret
  no 'not readable' 77 'crm-log note c1 files+=secret'
fi
is 'nothing is recorded then' "$(crm-log list -n 1 -s -id -c id)" e3
r 'a dry run' 'crm-log note c1 files=a.txt -N | grep files | sed "s|$PWD/||"' 'add||files||a.txt'
r 'one reading for many events' 'crm-log note c1 c2 co1 files+=a.txt -q; crm-log files files=a.txt -c event,state' 'e6|ok
e5|ok
e4|ok
e3|changed
e2|ok
e2|ok
? 1'
r 'a correction keeps the files as they were' 'printf new >a.txt; crm-log correct e4 text=x; crm-log files e7 -c state' 'e7
changed
? 1'
r 'or takes them as they are' 'crm-log correct e7 files+=a.txt; crm-log files e8 -c state' 'e8
ok'
r 'or leaves them' 'crm-log correct e8 files-=a.txt -c id,files; rm a.txt; crm-log correct e5 files-=$PWD/a.txt -c files' 'e9|'
r 'the history has the path' 'crm-log changes e6 field=files -c field,new | sed "s|$PWD/||"' 'files|a.txt'
is 'conditions, words and ids' "$(crm-log files contacts=c1 -c event | tr '\n' ' '; crm-log files word 2>&1 | tail -n 1)" "e2 e2 crm-log: 'word' is no condition"
head -c 3000000 /dev/zero >big
ok 'a large one' 'crm-log note c1 files+=big -q && crm-log files files=big -c state | grep -qx ok'
sound files

# ---- the history of other systems ----
world
cat >history.tsv <<'END'
No	When	What	With	About	Mail	Way
1	2025-11-03 09:00	call	erika@muster.example	First	
2	2025-11-04	email	erika@muster.example, max@muster.example	Re: First	<m2@x>
3	2026-01-15T08:30:00Z	meeting	Jo Bau	Plans	
END
sed -i '2s/$/\tin/;3s/$/\tout/;4s/$/\t/' history.tsv
import='crm-log import --ext=old:No --map=at=When --map=kind=What --map=contacts=With --map=subject=About --map=message_id=Mail --map=direction=Way'
r 'persons who are missing are told' "$import history.tsv || echo \"? \$?\"; crm-log list kind=event" "crm-log: history.tsv:3:20: contacts: no contact 'max@muster.example'
crm-log: nothing is imported; --reject=FILE takes the bad lines aside
? 65"
r 'or added' "$import --create=contact history.tsv; crm-log list kind=event -c id,at,kind,direction,contacts,company,message_id,ext" "e1
e2
e3
crm-log: 3 added, 0 changed, 0 same, 0 rejected, 1 contact made
e3|2026-01-15T08:30:00Z|meeting||c3|co2||old:3
e2|2025-11-04T00:00:00Z|email|out|c1,c5|co1|<m2@x>|old:2
e1|2025-11-03T09:00:00Z|call|in|c1|co1||old:1"
batches=$(crm-log batches | wc -l)
r 'a second run changes nothing' "$import --create=contact history.tsv 2>&1 >/dev/null" 'crm-log: 0 added, 0 changed, 3 same, 0 rejected'
is 'at all' "$(crm-log batches | wc -l)" "$batches"
is 'what hangs on them' "$(crm-contact list last_contact!= -c id,last_contact | tr '\t\n' '| ')" 'c1|2025-11-04 c3|2026-01-15 c5|2025-11-04 '
r 'what an event says stays' "sed s/Plans/Plan/ history.tsv | $import - | cat" "crm-log: stdin:4: subject: e3 stays as it was recorded: 'crm-log correct e3' puts another in its place
crm-log: nothing is imported; --reject=FILE takes the bad lines aside"
r 'persons, too' "sed 's/Jo Bau/Jo Bau,c1/' history.tsv | $import -" "crm-log: stdin:4: contacts: e3 stays as it was recorded: 'crm-log correct e3' puts another in its place
crm-log: nothing is imported; --reject=FILE takes the bad lines aside
? 65"
r 'what is kept about it does not' "$import history.tsv tags=old owner=anna notes=n 2>&1 >/dev/null; crm-log list kind=event tags=old -c id,owner" 'crm-log: 0 added, 3 changed, 0 same, 0 rejected
e3|anna
e2|anna
e1|anna'
r 'a corrected one stays corrected' "crm-log correct e3 subject=Plan -q; $import history.tsv 2>&1 >/dev/null; crm-log list kind=event subject~plan -c id" 'crm-log: 0 added, 0 changed, 3 same, 0 rejected
e4'
r 'by the mail itself' 'printf "kind\tcontacts\tmessage_id\nemail\tc1,c5\t<m2@x>\n" | crm-log import -' 'e2
crm-log: 0 added, 0 changed, 1 same, 0 rejected'
r 'bad lines' 'printf "kind\tcontacts\tat\ncall\tc1\t2027-01-01\ncall\tc99\t\ntalk\tc1\t\ncall\t\t\n" | crm-log import -' "crm-log: stdin:2: at: 2027-01-01T00:00:00Z is in the future: an event is recorded when it has happened, a task before
crm-log: stdin:3:6: contacts: no contact c99
crm-log: stdin:4:1: kind: no word 'talk', nearest is 'call'
crm-log: stdin:5: event needs a contact, a company or an offer
crm-log: nothing is imported; --reject=FILE takes the bad lines aside
? 65"
printf one >f.txt
printf 'kind\tcontacts\text\tfiles\nnote\tc1\tz:1\t%s\n' "$PWD/f.txt" >f.tsv
r 'files, which may be gone the second time' 'for i in 1 2; do crm-log import f.tsv 2>&1 >/dev/null; rm -f f.txt; done; crm-log files -c event,state' 'crm-log: 1 added, 0 changed, 0 same, 0 rejected
crm-log: 0 added, 0 changed, 1 same, 0 rejected
e5|missing
? 1'
r 'but not the first' "sed 's/z:1/z:2/' f.tsv | crm-log import - | cat" "crm-log: stdin:2:13: files: '$PWD/f.txt': No such file or directory
crm-log: nothing is imported; --reject=FILE takes the bad lines aside"
sound import
printf two >f.txt
r 'export and import make the same' 'crm-log export >all.tsv; crm-log import --key=id all.tsv 2>&1 >/dev/null; cut -f 2- all.tsv >some.tsv
crm-log list kind=event -c at,kind,contacts,subject,company,ext >was; crm-db init -q other.db
for t in company contact; do crm-$t export | cut -f 2- | crm-$t import -q -d other.db - 2>/dev/null; done
crm-log import -d other.db some.tsv 2>&1 >/dev/null; crm-log list kind=event -d other.db -c at,kind,contacts,subject,company,ext >is; diff was is && echo same' 'crm-log: 0 added, 0 changed, 4 same, 0 rejected
crm-log: some.tsv: 1 of those added have no key, and are found again only as they are: --key=FIELD says what tells them apart
crm-log: 4 added, 0 changed, 0 same, 0 rejected
same'

# ---- what crm-db check looks at ----
world
crm-log call o1 contacts+=c2 -q
crm-log note c3 text=x -q
r 'merged persons took part once, in the first place they had' 'crm-log call c2 contacts+=c3,c4,c1 -q; crm-contact merge c1 c2 -q; crm-log list -s id -c id,contact,contacts' 'e1|c1|c1
e2|c3|c3
e3|c1|c1,c3,c4'
sound 'merged'
crm-log undo -q 2>/dev/null
sound 'merging undone'
needs file
sqlite3 crm.db 'UPDATE event SET contact=4 WHERE id=2; UPDATE party SET pos=1 WHERE record=1; UPDATE event SET corrected_by=2 WHERE id=1' </dev/null
r 'what does not fit together' 'crm-db check' "crm-db: event e2: its contact is not the first who took part
crm-db: party pa1: position 1 stands there 2 times
crm-db: offer o1: last_event is '2026-03-31', computed afresh ''
crm-db: offer o1: responded is '2026-03-31T12:00:00Z', computed afresh ''
crm-db: event e1: corrected_by is 'e2', computed afresh ''
? 1"
needs nothing

# ---- of whom, by name ----
world
crm-contact set -q 4 phone='0221-123456'
crm-company set -q 2 phone='0221 777777'
crm-offer set -q 1 number=2026-07
crm-contact add -q --force name='Kim Frei'
crm-contact add -q name='Bau AG'
r 'by telephone: the contact' "crm-log call 0221-123456 subject=a -c contact,company,offer; crm-log call +49221777777 -c contact,company" 'c4||
|co2'
r 'by name: a contact before a company' "crm-log note 'bau ag' text=b -c contact,company" 'c6|'
r 'a company' "crm-log note 'muster gmbh' text=b -c contact,company" '|co1'
r 'an offer by title or number, with contact and company' "crm-log note anlage 2026-07 text=b -c offer,contact,company" 'o1|c1|co1'
r 'one that is named twice counts once' "crm-log note 'Muster GmbH' co1 'muster gmbh' text=c" 'e6'
r 'more than one' "crm-log note 'Kim Frei' text=d" "crm-log: 'Kim Frei' is more than one contact, use an id
crm-log: c4 Kim Frei
crm-log: c5 Kim Frei
? 3"
r 'nobody, with names near' "crm-log note 'Muster Gmb' text=d" "crm-log: no contact, company or offer 'Muster Gmb', near: co1 Muster GmbH
? 1"
r 'nobody: nothing is recorded for the others either' "crm-log note Zzzzzz co1 text=d; crm-log list kind=note text=d" "crm-log: no contact, company or offer 'Zzzzzz'"
r 'a number alone is no name' "crm-log note 12 text=d" "crm-log: '12' is neither FIELD=VALUE nor a record to link to: an id such as c12, or a contact's e-mail address
? 64"
r 'tasks too' "crm-task add 'Muster GmbH' title=x -c company,offer; crm-task add Anlage title=y -c company,offer; crm-task add Zzzzzz title=z" "co1|
co1|o1
crm-task: no contact, company or offer 'Zzzzzz'
? 1"
r 'other kinds want ids' "crm-offer add 'Muster GmbH' title=x" "crm-offer: 'Muster GmbH' is neither FIELD=VALUE nor a record to link to: an id such as c12, or a contact's e-mail address
? 64"
sound 'by name'
r 'no set, no rm, no edit' 'for v in set rm edit; do crm-log $v e1; done 2>&1 | grep -v try' "crm-log: there is no 'set': 'crm-log correct' puts another event in the place of one, 'crm-log undo' takes back what was recorded by mistake
crm-log: there is no 'rm': 'crm-log correct' puts another event in the place of one, 'crm-log undo' takes back what was recorded by mistake
crm-log: there is no 'edit': 'crm-log correct' puts another event in the place of one, 'crm-log undo' takes back what was recorded by mistake"
r 'no such field: the tool that lists them is there' 'crm-log call co1 qqqqqqqqqq=1' "crm-log: event has no field 'qqqqqqqqqq', 'crm-log fields' lists them
? 64"
r 'a file with a comma in its name' 'touch a,b.txt; crm-log call co1 files+=a,b.txt' 'crm-log: a: No such file or directory
crm-log: files: a comma stands between files; a file with one in its name has to be renamed
? 66'
r 'a text that is read ends without a line end, one is dropped' "printf 'a\\nb\\n\\n' | crm-log note co1 text@=- subject=read -q; crm-log list subject=read -c text -f json; crm-log list subject=read -c text -f table | sed -n 2p" '{"text":"a\nb\n"}
a ⏎ b ⏎'

# ---- undo ----
world
crm-log call o1 contacts+=c2,c4 outcome=brandnew -q 2>/dev/null
crm-log undo -q 2>/dev/null
is 'an event taken back leaves nothing' "$(crm-log list kind=event --all; crm-contact list last_contact!=)" ''
crm-log redo -q 2>/dev/null
is 'and comes back whole' "$(crm-log list kind=event -c contacts,outcome,offer,company | tr '\t' '|')" 'c1,c2,c4|brandnew|o1|co1'
sound undo
is 'a terminal hears of no default condition: newer versions replace what it leaves out' "$(tty 100 'crm-log list' | grep -c 'default condition')" 0
finish
