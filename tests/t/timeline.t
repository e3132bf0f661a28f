#!/bin/sh
# crm-log list: events together with what the system notes, whose timeline it is, in which order, under which conditions.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
CRM_NOW=2026-02-28T12:00:00Z
TZ=Europe/Berlin LC_ALL=de_DE.UTF-8 crm-db init -q

# on DAY TIME COMMAND: at that time, quietly
on() {
  CRM_NOW=2026-03-$1T$2:00Z
  export CRM_NOW
  shift 2
  sh -c "$*" >/dev/null 2>err || sed "s/^/# $*: /" err
}
on 01 09:00 "crm-company add name='Muster GmbH' city=Köln"
on 01 09:01 "crm-contact add name='Erika Muster' company=1 email=erika@muster.example"
on 01 09:02 'crm-offer add title=Server contact=1 value=10000'
on 02 10:00 'crm-stage move 1 follow-up'
on 03 10:00 'crm-log call o1 subject=Termin outcome=reached duration=15m'
on 04 10:00 'crm-offer set 1 value=12000 expected_close=2026-05-30'
on 05 10:00 'crm-task add o1 title=Nachfassen due=2026-03-06'
on 06 10:00 'crm-task done 1'
on 09 10:00 'crm-stage move 1 negotiation at=2026-03-07'
on 10 10:00 'crm-contact set 1 role=Einkauf tags=messe,vip'
on 11 10:00 'crm-contact set 1 tags-=messe'
on 12 10:00 "crm-log note c1 text='Mag Briefe.' at=2026-03-08"
on 20 10:00 true

# ---- whose ----
all='id,at,kind,subject,offer,contact,company,by'
r 'all of it, newest first' 'crm-log list' 'b12|2026-03-11T10:00:00Z|changed|tags: -messe||c1|co1|anna
b11|2026-03-10T10:00:00Z|changed|role: (empty) → Einkauf, tags: +messe, tags: +vip||c1|co1|anna
e2|2026-03-07T23:00:00Z|note|||c1|co1|anna
b10|2026-03-06T23:00:00Z|stage|follow-up → negotiation, 12000.00 EUR|o1|c1|co1|anna
b9|2026-03-06T10:00:00Z|done|Nachfassen|o1|c1|co1|anna
b7|2026-03-04T10:00:00Z|changed|value: 10000.00 → 12000.00, expected_close: (empty) → 2026-05-30|o1|c1|co1|anna
e1|2026-03-03T10:00:00Z|call|Termin|o1|c1|co1|anna
b5|2026-03-02T10:00:00Z|stage|offer → follow-up, 10000.00 EUR|o1|c1|co1|anna
b4|2026-03-01T09:02:00Z|created|Server|o1|c1|co1|anna
b3|2026-03-01T09:01:00Z|created|Erika Muster||c1|co1|anna
b2|2026-03-01T09:00:00Z|created|Muster GmbH|||co1|anna'
crm-log list >everything
is 'no verb: the timeline' "$(crm-log)" "$(cat everything)"
is "a company's holds that of its contacts and offers" "$(crm-log list co1)" "$(cat everything)"
is "a contact's that of his offers" "$(crm-log list c1)" "$(grep -v '^b2' everything)"
is "an offer's is its own" "$(crm-log list o1 | cut -f 1 | tr '\n' ' ')" 'b10 b9 b7 e1 b5 b4 '
is "a task's" "$(crm-log list t1 -c id,kind,subject | tr '\t' '|')" 'b9|done|Nachfassen
b9|changed|done: (empty) → 2026-03-06
b8|created|Nachfassen'
is 'by condition' "$(crm-log list company='muster gmbh')" "$(cat everything)"
is 'by condition, a contact' "$(crm-log list contact=erika@muster.example)" "$(grep -v '^b2' everything)"
is 'by condition, an offer' "$(crm-log list offer=o1)" "$(crm-log list o1)"
is 'from standard input' "$(crm-offer list -c id | crm-log list -)" "$(crm-log list o1)"
is 'several, what concerns both is there once' "$(crm-log list o1 c1 co1)" "$(cat everything)"
is 'events by their ids' "$(crm-log list e1 2 -c id | tr '\n' ' ')" 'e2 e1 '
is 'batches by their ids' "$(crm-log list b7 b4 -c id | tr '\n' ' ')" 'b7 b4 '
r 'no ids: no rows' 'crm-log list - </dev/null' ''
no 'no such record' 1 'crm-log list c99'
no 'no such batch' 1 'crm-log list b99'
no 'no such record in a stream' 65 'echo c99 | crm-log list -'
no 'no such company' 1 'crm-log list company=nobody'
r 'both of two conditions' 'crm-log list company=co1 contact=c1 kind=created -c id; crm-log list contact=c1 offer=o1 kind=created -c id' 'b4
b3
b4'

# ---- conditions ----
r 'kinds' 'crm-log list kind=call,stage -c id | paste -sd" "; crm-log list kind=event -c id | paste -sd" "; crm-log list kind!=event,created,changed -c id | paste -sd" "' 'b10 e1 b5
e2 e1
b10 b9 b5'
r 'days and instants' 'crm-log list day=2026-03-07 -c id; crm-log list at=2026-03-02..2026-03-03 -c id; crm-log list at=..2026-03-01T09:01:30Z -c id | paste -sd" "' 'b10
e1
b5
b3 b2'
r 'a move with a past day is found by it, though it was recorded later' 'crm-log list at=2026-03-07 -c id; crm-log list at=2026-03-09 -c id; crm-log list at=..2026-03-07 kind=stage -c id | paste -sd" "' 'b10
b10 b5'
r 'words, in subjects and texts' 'crm-log list termin -c id; crm-log list briefe -c id; crm-log list NEGOTIATION -c id' 'e1
e2
b10'
r 'subject and text' 'crm-log list subject~einkauf -c id; crm-log list text~brief -c id; crm-log list text= kind!=created,changed -c id | paste -sd" "' 'b11
e2
b10 b9 e1 b5'
r 'what only events have' 'crm-log list outcome=reached -c id; crm-log list duration=10m.. -c id; crm-log list outcome= kind=event,stage -c id | paste -sd" "' 'e1
e1
e2 b10 b5'
r 'of the records referred to' 'crm-log list company.city=Köln kind=created -c id | paste -sd" "; crm-log list offer.title=Server kind=stage -c id | paste -sd" "; crm-log list contacts=c1 kind=stage,note -c id | paste -sd" "' 'b4 b3 b2
b10 b5
e2 b10 b5'
r 'fields that were changed' 'crm-log list field=value -c id; crm-log list field=tags,stage -c id | paste -sd" "' 'b7
b12 b11 b10 b5'
r 'by whom' 'crm-log list by=anna -n 1 -c id; crm-log list by= -c id' 'b12'
no 'an unknown kind' 64 'crm-log list kind=cal'
no 'an unknown field' 64 'crm-log list feld=x'
no 'an unknown changed field' 64 'crm-log list field=vale'
no 'a comparison' 64 'crm-log list "at>2026"'
r 'the nearest is named' 'crm-log list kind=chnged' "crm-log: kind: no word 'chnged', nearest is 'changed'
? 64"

# ---- columns, order, formats ----
r 'columns of both' 'crm-log list -n 6 -c id,day,direction,duration,outcome,contacts,batch,field,old,new o1' 'b10|2026-03-07||||c1|b10|stage|follow-up|negotiation
b9|2026-03-06||||c1|b9|done||2026-03-06
b7|2026-03-04||||c1|b7|value,expected_close||
e1|2026-03-03|out|15m|reached|c1|b6|||
b5|2026-03-02||||c1|b5|stage|offer|follow-up
b4|2026-03-01||||c1|b4|||'
r 'old and new of one field' 'crm-log list b12 -c field,old,new; crm-contact set 1 city=Ulm -q; crm-log list c1 -n 1 -c field,old,new' 'tags|messe|
city||Ulm'
r 'added to the default ones' 'crm-log list e1 -c +text,company.city' 'e1|2026-03-03T10:00:00Z|call|Termin|o1|c1|co1|anna||Köln'
r 'fields of records referred to' 'crm-log list b10 -c offer.title,company.name,contact.email' 'Server|Muster GmbH|erika@muster.example'
no 'an unknown column' 64 'crm-log list -c id,nothing'
no 'an empty column' 64 'crm-log list -c id,,at'
r 'JSON' 'crm-log list b10 -f json -c id,kind,subject,offer,old,text' '{"id":"b10","kind":"stage","subject":"follow-up → negotiation, 12000.00 EUR","offer":"o1","old":"follow-up","text":null}'
is 'a header' "$(crm-log list -H -n 0)" "$(echo "$all" | tr , '\t')"
is 'names in tables' "$(crm-log list b10 -f table -c offer,contact,company | sed -n 2p)" 'Server  Erika Muster  Muster GmbH'
is '-n' "$(crm-log list co1 -n 3 -c id | paste -sd' ')" 'b14 b12 b11'
is '-s: events alone' "$(crm-log list -s at -c id | paste -sd' ')" 'e1 e2'
is '-s, of a contact' "$(crm-log list contact=c1 kind=note,call -s -at -c id | paste -sd' ')" 'e2 e1'
no '-s of the rest' 64 'crm-log list kind=stage -s at'
no '-s of named records' 64 'crm-log list o1 -s at'
crm-log undo -q

# ---- what doesn't count ----
on 21 10:00 'crm-stage move 1 presentation'
on 21 11:00 'crm-log undo'
r 'undone: left out' 'crm-log list o1 -n 1 -c id,at; crm-log list at=2026-03-21 -c id' 'b10|2026-03-06T23:00:00Z'
r 'undone and voided: with --all' 'crm-log list o1 --all -n 1 -c kind,subject,undone; crm-log list at=2026-03-21 --all -c kind,subject,undone' 'stage|negotiation → presentation, 12000.00 EUR|b17
stage|negotiation → presentation, 12000.00 EUR|b17'
r 'redone: there again' 'crm-log redo -q; crm-log list o1 -n 1 -c subject; crm-log undo -q' 'negotiation → presentation, 12000.00 EUR'
on 21 12:00 "crm-log correct e1 subject='Termin, verschoben'"
r 'corrected events' 'crm-log list o1 kind=call -c id,subject; crm-log list o1 kind=call --all -c id,corrected_by; crm-log list e1 -c id; crm-log list corrected_by!= -c id' 'e3|Termin, verschoben
e3|
e1|e3
e1
e1'

# ---- many persons, other companies, events that name none ----
on 22 09:00 "crm-company add name='Zwei AG'"
on 22 09:01 "crm-contact add name='Max Zwei' company=2"
on 22 09:02 "crm-contact add name='Jo Frei'"
on 22 09:03 'crm-log meeting c1 contacts+=c2 subject=Messe'
on 22 09:04 'crm-log call c3 subject=Vorher'
on 22 09:05 'crm-offer add title=Rack contact=c3'
on 22 09:06 'crm-log call o2 subject=Rack'
on 22 09:07 'crm-contact set 3 company=2'
on 22 09:08 'crm-log call o2 contacts=c1 company=1 subject=Dritter'
r 'persons who took part, not only the first' 'crm-log list c2 kind=event -c subject; crm-log list contacts=c2 kind=event -c subject' 'Messe
Messe'
r "of a contact's offers, though he wasn't there" 'crm-log list c3 kind=event -c subject | paste -sd" "' 'Dritter Rack Vorher'
r "a company's: what was recorded of it, and of its people before they were known as such" 'crm-log list co2 kind=event -c subject | paste -sd" "; crm-log list company=co2 contact=c3 kind=event -c subject | paste -sd" "' 'Rack Vorher
Rack Vorher'
r 'the change of company' 'crm-log list c3 field=company -c subject,old,new' 'company: (empty) → co2||co2'
r 'a second company' 'crm-contact link c2 co1 role=Beirat -q; crm-log list c2 -n 1 -c subject; crm-log list co1 -n 1 -c subject; crm-contact unlink c2 co1 -q; crm-log list c2 -n 1 -c subject' 'companies: +Muster GmbH
contacts: +Max Zwei
companies: -Muster GmbH'

# ---- removed, merged ----
on 23 09:00 'crm-offer add title=Weg contact=c2'
on 23 09:01 'crm-offer rm o3'
r 'removed: of the company, the contact, by its own id' 'crm-log list co2 kind=removed -c kind,subject,offer,contact; crm-log list c2 kind=removed -c subject; crm-log list o3 -c kind,subject; crm-log list kind=removed -c subject' 'removed|Weg|o3|c2
Weg
removed|Weg
created|Weg
Weg'
on 24 09:00 "crm-contact add name='M. Zwei' company=2 --force"
on 24 09:01 'crm-contact merge c2 c4'
r 'merged: of the survivor, by either id, of the company' 'crm-log list c2 kind=merged -c kind,subject,contact,old,new; crm-log list c4 -n 1 kind=merged -c subject; crm-log list co2 kind=merged -c subject; crm-log list kind=merged -c subject; crm-log list kind=removed -n 1 -c subject' 'merged|M. Zwei (c4)|c2|c4|c2
M. Zwei (c4)
M. Zwei (c4)
M. Zwei (c4)
Weg'
r 'undone: neither' 'crm-log undo -q; crm-log list kind=merged -c subject; crm-log list c4 -c kind' 'created'

# ---- imports: created once, moves on their days ----
cat >offers.tsv <<'END'
title	contact	value	entered.offer	entered.follow-up
Alt	c1	5	2026-01-10	2026-02-01
END
on 25 09:00 'crm-offer import offers.tsv'
r 'an import' 'crm-log list o4 -c at,kind,subject' '2026-03-25T09:00:00Z|created|Alt
2026-01-31T23:00:00Z|stage|offer → follow-up, 5.00 EUR
2026-01-09T23:00:00Z|stage|→ offer, 5.00 EUR'
r 'among all others' 'crm-log list at=2026-01..2026-02 -c subject' 'offer → follow-up, 5.00 EUR
→ offer, 5.00 EUR'
on 26 09:00 'crm-contact list -c id | crm-contact set - language=de'
is 'one change of many records is a row for each' "$(crm-log list kind=changed -n 4 -c contact,subject | tr '\t\n' '| ')" 'c4|language: (empty) → de c3|language: (empty) → de c2|language: (empty) → de c1|language: (empty) → de '
on 27 09:00 'crm-task add c1 title=Spät due=2026-03-20'
on 28 09:00 'crm-task done t2 done=2026-03-19'
r 'a task done on an earlier day stands there' 'crm-log list kind=done -c at,subject; crm-log list at=2026-03-19 -c subject; crm-log list c1 at=2026-03-19 -c subject' '2026-03-18T23:00:00Z|Spät
2026-03-06T10:00:00Z|Nachfassen
Spät
Spät'
r 'long values are shortened in the subject' "crm-company set 1 notes=\"\$(printf '%0200d' 0)\" -q; crm-log list co1 -n 1 -c subject,new | awk -F '\t' '{ print length(\$2), length(\$1) < 100 }'" '200 1'

# ---- however it is asked, it is the same list: commands by chance, each an hour after the one before ----
CRM_DB=$work/chance.db
CRM_NOW=2026-01-01T00:00:00Z
crm-db init -q
awk 'function r(n) { return int(rand() * n) + 1 }
BEGIN {
  srand(20260331)
  print "crm-company add name=A; crm-company add name=B; crm-company add name=C"
  for (i = 1; i <= 6; i++) print "crm-contact add name=P" i " company=" r(3)
  for (i = 1; i <= 6; i++) print "crm-offer add title=O" i " contact=" r(6) " value=" r(1000)
  for (i = 0; i < 140; i++) {
    k = r(14)
    if (k == 1) print "crm-contact add name=Q" i (r(2) == 1 ? " company=" r(3) : "")
    if (k == 2) print "crm-offer add title=R" i " contact=" r(6) " value=" r(1000)
    if (k == 3) print "crm-stage move " r(6) " " (r(2) == 1 ? "negotiation" : "follow-up") (r(2) == 1 ? " at=today-" r(3) "d" : "")
    if (k == 4) print "crm-log call o" r(6) " subject=S" i (r(3) == 1 ? " at=today-" r(9) "d" : "")
    if (k == 5) print "crm-log note c" r(8) " contacts+=c" r(8) " text=T" i
    if (k == 6) print "crm-contact set " r(6) " company=" r(3)
    if (k == 7) print "crm-contact set " r(6) " tags+=t" r(5) " city=C" i
    if (k == 8) print "crm-offer set " r(6) " value=" r(1000)
    if (k == 9) print "crm-task add o" r(6) " title=T" i " due=today"
    if (k == 10) print "crm-task done " r(8) (r(2) == 1 ? " done=today-" r(4) "d" : "")
    if (k == 11) print "crm-log undo"
    if (k == 12) print "crm-log correct e" r(8) " subject=K" i
    if (k == 13) print "crm-company set " r(3) " city=D" i " category=customer"
    if (k == 14) print r(3) == 1 ? "crm-offer rm " r(12) : r(2) == 1 ? "crm-log redo" : "crm-contact merge " r(8) " " r(8)
  }
}' | awk '{ printf "CRM_NOW=2026-%02d-%02dT%02d:00:00Z %s -q\n", 1 + NR / 600, 2 + NR / 24, NR % 24, $0 }' >commands
sh commands >/dev/null 2>&1
CRM_NOW=2026-02-01T00:00:00Z
wide=id,at,kind,subject,offer,contact,contacts,company,by,text,batch,field,old,new,undone
is 'the chance database has enough in it' "$([ "$(crm-log list | wc -l)" -gt 80 ] && echo yes)" yes
bad=
for who in '' co1 co2 co3 c1 c2 c3 c4 c5 c6 o1 o2 o3 o4 o5 o6 'c1 c2' 'co1 o3 c2' 'company=co1 contact=c2' '--all' '--all co1' '--all c1' '--all o2'; do
  crm-log list $who -c $wide >full 2>/dev/null || continue
  cut -f 2 full | sort -r -c 2>/dev/null || bad="$bad;order: $who"
  [ -z "$(sort full | uniq -d)" ] || bad="$bad;twice: $who"
  for n in 1 2 3 5 8 13; do
    crm-log list $who -c $wide -n $n | cmp -s - "$(head -n $n full >part && echo part)" || bad="$bad;-n $n: $who"
  done
  for kind in event stage created changed done removed merged event,stage call,changed; do
    crm-log list $who -c $wide kind=$kind >got
    awk -F '\t' -v k=",$kind," 'BEGIN { sub(/event/, "call,meeting,email,letter,visit,note", k) } index(k, "," $3 ",")' full | cmp -s - got || bad="$bad;kind=$kind: $who"
  done
  for at in 2026-01-04 2026-01-03..2026-01-05 2026-01-06.. ..2026-01-03; do
    crm-log list $who -c $wide at=$at >got
    awk -F '\t' -v p=$at 'BEGIN { n = index(p, ".."); a = n ? substr(p, 1, n - 1) : p; b = n ? substr(p, n + 2) : p }
      { d = substr($2, 1, 10) } (a == "" || d >= a) && (b == "" || d <= b)' full | cmp -s - got || bad="$bad;at=$at: $who"
  done
done
is 'in order, nothing twice, -n is its beginning, conditions select of it' "$bad" ''
crm-log list -c "$wide" >full
for id in co1 co2 co3 c1 c2 c3 c4 c5 c6 o1 o2 o3 o4 o5 o6; do
  crm-log list $id -c "$wide" | grep -v -x -F -f full | sed "s/^/$id /"
done >more
is "what any record's timeline has is in that of all" "$(cat more)" ''
for id in co1 co2 co3 c1 c2 c3 o1 o2 o3; do
  case $id in co*) f=company ;; c*) f=contact ;; o*) f=offer ;; esac
  crm-log list $id >got1 && crm-log list $f=$id | cmp -s - got1 || echo "$id"
done >differ
is 'a condition that names a record lists what its id lists' "$(cat differ)" ''
for id in c1 c2 c3 c4 c5 c6 o1 o2 o3; do
  c=$(case $id in c*) crm-contact list $id -c company ;; *) crm-offer list $id -c company ;; esac)
  [ -n "$c" ] && crm-log list "$c" kind=created,stage,done -c "$wide" >of-company && crm-log list $id kind=created,stage,done company="$c" -c "$wide" | grep -v -x -F -f of-company
done >missing
is "what a contact or an offer has is in its company's" "$(cat missing)" ''
finish
