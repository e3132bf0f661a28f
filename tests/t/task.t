#!/bin/sh
# Follow-ups: links, day and time, series, done, reopen, snooze, stake, offers without a next step, calendars.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-company add -q name='Muster GmbH' phone='+49 221 999000'
crm-company add -q name='Other AG'
crm-contact add -q name='Erika Muster' company=co1 phone=+49221123456
crm-contact add -q name='Max Other' company=co2
crm-offer add -q title=Tank value=12000 contact=c1 number=A-17
crm-offer add -q title=Pump value=3000 stage=negotiation company=co2
crm-offer add -q title=Open value=0

# ---- adding and links ----
t 'a task for each id, with what the offer is linked to' "crm-offer list state=open next_task= | crm-task add - title=Nachfassen due=+3d; crm-task list -c id,due,priority,owner,offer,contact,company" <<END
t1
t2
t3
t1	2026-04-03	normal	anna	o1	c1	co1
t2	2026-04-03	normal	anna	o2		co2
t3	2026-04-03	normal	anna	o3		
END
is 'no offer is without a next step' "$(crm-offer list state=open next_task=)" ''
is 'of a contact the company' "$(crm-task add c1 title=Call -c contact,company)" "c1${tab}co1"
is 'of a company' "$(crm-task add co2 title=Visit -c contact,company,due)" "${tab}co2$tab"
is 'what is given counts' "$(crm-task add o1 title=Call company=co2 contact= owner= priority=high -c contact,company,owner,priority)" "${tab}co2$tab${tab}high"
is 'a new offer brings its own' "$(crm-task set t4 offer=o2 -c offer,contact,company)" "o2${tab}c1${tab}co2"
is 'a new contact too' "$(crm-task set t5 contact=c1 -c contact,company)" "c1${tab}co1"
crm-user add -q name=ben
crm-user add -q name=carla
is 'of a pipe of offers, who looks after each' "$(crm-offer set -q 2 owner=ben; crm-offer set -q 3 owner=; crm-offer list 1 2 3 | crm-task add - title=Each -c offer,owner | paste -sd' ' -; crm-log undo -q)" "o1${tab}anna o2${tab}ben o3${tab}anna"
is 'of one that is named, who adds it' "$(crm-task add o2 title=One -c owner; crm-log undo -q)" anna
is 'what is given counts there too' "$(crm-offer list 2 | crm-task add - title=Given owner=carla -c owner; crm-log undo -q; crm-offer list 2 | crm-task add - title=None owner= -c title,owner; crm-log undo -q; crm-offer set -q 2 3 owner=anna)" "carla
None$tab"
is 'nobody is linked twice' "$(echo o1 | crm-task add - o1 title=Once | wc -l)" 1
no 'no title' 5 'crm-task add due=today'
no 'not to be linked to' 65 'echo p1 | crm-task add - title=x'
is 'no ids, no tasks' "$(crm-task add - title=x </dev/null)" ''
crm-task list --all -c id | crm-task rm -q -
is 'the next step is gone' "$(crm-offer list state=open next_task= -c id | tr '\n' ' ')" 'o1 o2 o3 '

# ---- day and time ----
due() { crm-task add title=x "$@" -c due,time; }
is 'day and time' "$(due due='tomorrow 14:30')" "2026-04-01${tab}14:30"
is 'in ISO form' "$(due due=2026-04-01T14:30)" "2026-04-01${tab}14:30"
is 'an hour of one digit, many blanks' "$(due due='friday   9:00')" "2026-04-03${tab}09:00"
is 'seconds are cut' "$(due due='2026-04-01 09:05:59')" "2026-04-01${tab}09:05"
is 'the time alone' "$(due due=+2d time=7:05)" "2026-04-02${tab}07:05"
is 'a time without a day is today' "$(due time=18:00)" "2026-03-31${tab}18:00"
is 'an instant is a local time' "$(due due=2026-04-01T23:30:00+02:00)" "2026-04-01${tab}21:30"
is 'no day' "$(due)" "$tab"
id=$(crm-task add title=Timed due='tomorrow 14:30')
is 'another day keeps the time' "$(crm-task set "$id" due=friday -c due,time)" "2026-04-03${tab}14:30"
is 'the time goes' "$(crm-task set "$id" time= -c due,time)" "2026-04-03$tab"
is 'and comes' "$(crm-task set "$id" time=9:15 -c due,time)" "2026-04-03${tab}09:15"
is 'both go' "$(crm-task set "$id" due= -c due,time)" "$tab"
t 'an hour that is none' 'crm-task add title=x due="today 24:00"' <<'END'
! crm-task: due: '24:00' is not a time of day: write HH:MM
? 65
END
t 'a time that is none' 'crm-task add title=x time=noon' <<'END'
! crm-task: time: 'noon' is not a time of day: write HH:MM
? 65
END
no 'the time twice' 64 'crm-task add title=x due="today 9:00" time=10:00'
no 'a time and no day' 5 'crm-task add title=x due= time=10:00'
no 'no such day' 64 'crm-task add title=x due="2026-02-30 9:00"'
printf 'title\tdue\tdone\nOld\t31.12.2025 14:30\t\nDay\t30.12.2025 00:00:00\t\nClosed\t29.12.2025\t30.12.2025\n' >old.tsv
is 'from a file' "$(crm-task import -q old.tsv --dates=dmy && crm-task list --all due=..2025-12-31 -c title,due,time,done | tr '\t' '|')" "Closed|2025-12-29||2025-12-30
Day|2025-12-30||
Old|2025-12-31|14:30|"
ok 'export and import change nothing' 'crm-task export >all.tsv && crm-task import --key=id all.tsv 2>&1 | grep -q " 0 added, 0 changed, [0-9]* same, 0 rejected"'
crm-task list --all -c id | crm-task rm -q -

# ---- list ----
crm-task add -q o1 title=Late due=2026-03-30
crm-task add -q o1 title=Low due=today priority=low
crm-task add -q o1 title=High due=today priority=high
crm-task add -q o3 title=Least due=today
crm-task add -q title=None due=today
crm-task add -q o1 title=Less due=today
crm-task add -q o2 title=Far due=+9d
crm-task add -q title=Someday
is 'order: due, priority, stake' "$(crm-task list -c title | tr '\n' ' ')" 'Late High Less Least None Low Far Someday '
is 'due until today' "$(crm-task list due=..today -c title | wc -l)" 6
is 'overdue' "$(crm-task list overdue=yes -c title)" Late
is 'not overdue' "$(crm-task list overdue=no -c title | wc -l)" 7
is 'at the end of today' "$(crm-task list overdue=yes --today=2026-04-01 -c title | wc -l)" 6
is 'columns' "$(crm-task list -H | head -n 1 | tr '\t' ' ')" 'id title due done priority owner offer contact company time'
is 'value times p times 1 - p' "$(crm-task list offer=o1 title=Late -c stake) $(crm-task list offer=o2 -c stake) $(crm-task list offer=o3 -c stake)$(crm-task list title=None -c stake)" '1920.00 480.00 0.00'
crm-offer set -q o1 value=0.13 pin=50
is 'rounded once, half away from zero' "$(crm-task list title=Late -c stake)" 0.03
crm-offer set -q o1 value=-0.02
is 'negative ones too' "$(crm-task list title=Late -c stake)" -0.01
crm-offer set -q o1 value=9000000000000 pin=50
is 'the largest amounts' "$(crm-task list title=Late -c stake)" 2250000000000.00
crm-offer set -q o1 value=12000 pin=
is 'by stake' "$(crm-task list -s -stake,title -n 2 -c title | tr '\n' ' ')" 'High Late '
crm-stage win -q o1
is 'nothing hangs on what is won' "$(crm-task list title=Late -c stake)" ''
crm-stage reopen -q o1

# ---- done and reopen ----
is 'done today' "$(crm-task list due=..today title=Late | crm-task done - -c id,done)" "t$(crm-task list --all title=Late -c id | tr -d t)${tab}2026-03-31"
is 'and away' "$(crm-task list title=Late)" ''
is 'all of them' "$(crm-task list --all title=Late -c done)" 2026-03-31
crm-task done -q Late --today=2026-04-05
is 'done once' "$(crm-task list --all title=Late -c done)" 2026-03-31
is 'on another day' "$(crm-task done Late done=yesterday -c done)" 2026-03-30
is 'overdue no longer' "$(crm-task list --all title=Late -c overdue)" no
is 'with more said' "$(crm-task done Low notes=fine -c notes)" fine
is 'not done after all' "$(crm-task reopen Late -c done)" ''
is 'never done' "$(crm-task reopen Late -c done; crm-log batches -n 1 -c verb)" "
reopen"
t 'in the future' 'crm-task done Late done=tomorrow' <<END
! crm-task: done: $(crm-task list title=Late -c id): 2026-04-01 is in the future
? 5
END
no 'no day' 64 'crm-task done Late done='
no 'which' 64 'crm-task done'
no 'which, but for conditions' 64 'crm-task done done=today'
no 'no such task' 1 'crm-task done t999'
no 'not a task' 65 'echo o1 | crm-task done -'
is 'nothing to do' "$(crm-task done - </dev/null)" ''
is 'quiet' "$(crm-task done -q High; crm-task reopen -q High)" ''
r 'dry' 'crm-task done High -N' "set|$(crm-task list title=High -c id)|done||2026-03-31"
is 'and nothing happened' "$(crm-task list title=High -c done)" ''
id=$(crm-task list title=High -c id)
crm-task done -q "$id"
is 'undone' "$(crm-log undo -q && crm-task list "$id" -c done)" ''
is 'and redone' "$(crm-log redo -q && crm-task list "$id" -c done)" 2026-03-31
no 'none of them, when one cannot' 5 "crm-task done Less Late done=tomorrow"

# ---- what the records know ----
is 'next task of an offer, a contact, a company' "$(crm-offer show o2 -c next_task) $(crm-company show co2 -c next_task)" '2026-04-09 2026-04-09'
id=$(crm-task add c1 title=Earlier due=+1d)
is 'an earlier one' "$(crm-contact show c1 -c next_task) $(crm-company show co1 -c next_task)" '2026-03-30 2026-03-30'
crm-task done -q Late
crm-task list offer=o1 -c id | crm-task done -q -
is 'when those are done' "$(crm-contact show c1 -c next_task) $(crm-company show co1 -c next_task)" '2026-04-01 2026-04-01'
crm-task set -q "$id" contact=c2 company=co2
is 'when it moves' "$(crm-contact show c1 -c next_task)+$(crm-contact show c2 -c next_task) $(crm-company show co2 -c next_task)" '+2026-04-01 2026-04-01'
crm-task rm -q "$id"
is 'when it is removed' "$(crm-contact show c2 -c next_task)+$(crm-company show co2 -c next_task)" '+2026-04-09'
crm-task snooze -q Far 2026-05-01
is 'when it is put off' "$(crm-offer show o2 -c next_task)" 2026-05-01
is 'sound' "$(crm-db check 2>&1)" ''
crm-task list --all -c id | crm-task rm -q -

# ---- snooze ----
crm-task add -q title=A due=2026-03-20
crm-task add -q title=B due='2026-04-10 9:00'
crm-task add -q title=C
crm-task add -q title=D due=today
crm-task done -q D
is 'from today when the day has passed' "$(crm-task snooze A +3d -c due)" 2026-04-03
is 'from its own day when that is later' "$(crm-task snooze B +1w -c due,time)" "2026-04-17${tab}09:00"
is 'with a time' "$(crm-task snooze B '+1wd 14:30' -c due,time)" "2026-04-20${tab}14:30"
is 'to a day' "$(crm-task snooze B friday -c due)" 2026-04-03
is 'to a day and time' "$(crm-task snooze B 2026-04-02T8:00 -c due,time)" "2026-04-02${tab}08:00"
is 'without a day so far' "$(crm-task snooze C tomorrow -c due)" 2026-04-01
is 'many' "$(crm-task list -c id | crm-task snooze - eom+1d | wc -l) $(crm-task list -c due | sort -u | wc -l)" '3 1'
is 'nothing to put off' "$(crm-task snooze - tomorrow </dev/null)" ''
is 'on the same day' "$(crm-task snooze A 2026-04-01 -N)" ''
t 'what is done' 'crm-task snooze D +3d' <<END
! crm-task: $(crm-task list --all title=D -c id): is done: reopen it first
? 5
END
no 'no day' 64 'crm-task snooze A'
no 'an id is no day' 64 'crm-task snooze t1 t2'
no 'an empty day' 64 'crm-task snooze A ""'
no 'no such day' 64 'crm-task snooze A soon'
no 'in the past' 64 'crm-task snooze A yesterday'
no 'backwards' 64 'crm-task snooze A -- -1d'
no 'said twice' 64 'crm-task snooze A due=today +3d'
no 'which' 64 'crm-task snooze +3d'
no 'all or none' 5 'crm-task snooze A D 2026-06-01'
is 'none' "$(crm-task list title=A -c due)" 2026-04-01
crm-task list --all -c id | crm-task rm -q -

# ---- series ----
id=$(crm-task add o1 title=Report due='2026-01-31 9:00' every=1M tags=b,a notes=n priority=low)
t 'the next one is made, after today, from the first day' "crm-task done $id" <<END
$id
! crm-task: $id comes again as t$((${id#t} + 1)), due 2026-04-30
END
next=t$((${id#t} + 1))
is 'like the one before' "$(crm-task list "$next" -c title,due,time,priority,offer,contact,company,every,tags,notes,series,owner,done | tr '\t' '|')" \
  "Report|2026-04-30|09:00|low|o1|c1|co1|1m|a,b|n|$id|anna|"
is 'done early' "$(crm-task done "$next" -q --today=2026-04-20; crm-task list series="$id" -c due)" 2026-05-31
is 'back to the day it began with' "$(crm-task list series="$id" -c id | crm-task done -q - --today=2026-06-01; crm-task list series="$id" -c due)" 2026-06-30
is 'all of a series' "$(crm-task list --all series="$id" -c due | tr '\n' ' ')" '2026-01-31 2026-04-30 2026-05-31 2026-06-30 '
is 'not twice: reopened and done' "$(crm-task reopen -q "$next"; crm-task done "$next" 2>&1 >/dev/null; crm-task list --all series="$id" | wc -l)" 4
is 'sound so far' "$(crm-db check 2>&1)" ''
last=$(crm-task list series="$id" -c id)
crm-task done -q "$last" --today=2026-07-01
is 'undo takes the next one back' "$(crm-log undo -q; crm-task list --all series="$id" -c due | tail -n 1)" 2026-06-30
is 'redo brings it' "$(crm-log redo -q; crm-task list --all series="$id" -c due | tail -n 1)" 2026-07-31
is 'not twice: undone, done again' "$(crm-log undo -q; crm-task done -q "$last" --today=2026-07-02; crm-task list --all series="$id" | wc -l)" 5
no 'nor redone then' 1 'crm-log redo -q'
last=$(crm-task list series="$id" -c id)
is 'a snooze moves one' "$(crm-task snooze -q "$last" 2026-08-05; crm-task done -q "$last" --today=2026-08-06; crm-task list series="$id" -c due)" 2026-08-31
last=$(crm-task list series="$id" -c id)
is 'a day that is set moves the series' "$(crm-task set -q "$last" due=2026-08-10; crm-task done -q "$last" --today=2026-08-10; crm-task list series="$id" -c due)" 2026-09-10
last=$(crm-task list series="$id" -c id)
is 'the end' "$(crm-task set -q "$last" every= && crm-task done -q "$last" --today=2026-09-10 && crm-task list series="$id")" ''
is 'what the program keeps for itself is not told' "$(crm-log changes -c field | grep -cx due) $(crm-log changes -c field | grep -cx -e planned -e monthday -e occurrence)" "$(crm-log changes field=due | wc -l) 0"
is 'the first one goes, the others stay together' "$(crm-task rm -q "$id"; crm-task list --all series="$next" -c id | wc -l)" 6
is 'and comes back' "$(crm-log undo -q; crm-task list --all series="$id" -c id | wc -l)" 7
is 'sound' "$(crm-db check 2>&1)" ''
next_of() { crm-task rm -q - <<END
$(crm-task list --all -c id)
END
  i=$(crm-task add title=s due="$1" every="$2") && crm-task done -q "$i" --today="${3:-2026-03-31}" && crm-task list series="$i" -c due; }
is 'each day' "$(next_of 2026-03-01 1d)" 2026-04-01
is 'each second week' "$(next_of 2026-03-02 2w)" 2026-04-13
is 'done early, the next one' "$(next_of 2026-04-10 1w)" 2026-04-17
is 'on the day' "$(next_of 2026-03-31 1w)" 2026-04-07
is 'five working days' "$(next_of 2026-03-31 5wd)" 2026-04-07
is 'a working day, after a weekend' "$(next_of 2026-04-03 1wd)" 2026-04-06
is 'each year, on the leap day' "$(next_of 2024-02-29 1y)" 2027-02-28
is 'which comes again' "$(next_of 2024-02-29 4y)" 2028-02-29
is 'at the end of days' "$(next_of 9999-12-01 1y)" ''
is 'a last day of February given as such' "$(next_of eom-1m 1m 2026-02-28) $(next_of eom-1m 1y 2027-03-01)" '2026-03-31 2028-02-29'
is 'a quarter to the next' "$(next_of eoq-1m 3m 2026-02-28) $(next_of eoy-10m 4m 2026-02-28) $(next_of eoq 3m)" '2026-05-31 2026-06-30 2026-06-30'
is 'a day that is the last one by chance' "$(next_of 2026-02-28 1m 2026-02-28) $(next_of eom-1m+0d 1m 2026-02-28)" '2026-03-28 2026-03-28'
is 'every last day' "$(next_of 2026-02-10 eom 2026-02-10) $(next_of 2026-02-28 EOM 2026-02-28) $(next_of 2026-01-31 eom)" '2026-02-28 2026-03-31 2026-04-30'
is 'at the end of days, too' "$(next_of 9999-12-31 eom 9999-12-31)" ''
is 'a series that is moved to a last day' "$(i=$(crm-task add title=s due=2026-02-10 every=1m); crm-task set -q "$i" due=eom --today=2026-02-11; crm-task done -q "$i" --today=2026-02-28; crm-task list series="$i" -c due,every)" "2026-03-31${tab}1m"
for every in 0d 1 w 1q 1w2d 99999d -1d 'every day'; do
  no "not '$every'" 65 "crm-task add title=x due=today every='$every'"
done
no 'a series without a day' 5 'crm-task add title=x every=1w'
id=$(crm-task add title=x due=today every=1w)
no 'nor later' 5 "crm-task set $id due="
is 'a task becomes a series' "$(crm-task set "$(crm-task add title=y due=today)" every=1w -c id,series | awk '$1 == $2' | wc -l)" 1
r 'dry' "crm-task done $id -N | cut -f 1,3-" "set|done||2026-03-31
add|title||x
add|due||2026-04-07
add|priority||normal
add|every||1w
add|owner||anna"
is 'by set too' "$(crm-task set -q "$id" done=today; crm-task list series="$id" -c due)" 2026-04-07
is 'not what was done when it came' "$(crm-task add -q title=z due=2026-03-01 every=1d done=2026-03-01; crm-task list title=z)" ''
is 'sound after all' "$(crm-db check 2>&1)" ''
crm-task list --all -c id | crm-task rm -q -

# ---- calendars ----
crm-task add -q o1 title='Call, then "write"; soon' due=2026-04-01T14:30 priority=high tags=x,y notes='first line
second'
crm-task add -q title=Later
crm-task add -q title=Gone due=2026-03-30
crm-task done -q Gone
id=$(crm-task list title~Call -c id)
crm-task ical "$id" | tr -d '\r' >one.ics
is 'to-do' "$(cat one.ics)" "BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//crm//crm-task//EN
X-WR-CALNAME:crm
BEGIN:VTODO
UID:$id-19d43c3d200@crm
DTSTAMP:20260331T120000Z
CREATED:20260331T120000Z
LAST-MODIFIED:20260331T120000Z
SEQUENCE:0
DUE:20260401T143000Z
SUMMARY:Call\\, then \"write\"\\; soon
DESCRIPTION:first line\\nsecond\\n\\nOffer: A-17 Tank\\nContact: Erika 
 Muster\\nPhone: +49221123456\\nCompany: Muster GmbH
PRIORITY:1
STATUS:NEEDS-ACTION
CATEGORIES:x
CATEGORIES:y
END:VTODO
END:VCALENDAR"
is 'lines end as the format wants' "$(crm-task ical | tr -cd '\r' | wc -c)" "$(crm-task ical | wc -l)"
is 'open ones' "$(crm-task ical | grep -c BEGIN:VTODO)" 2
is 'all' "$(crm-task ical --all | tr -d '\r' | grep -e BEGIN:VTODO -e COMPLETE | tr '\n' ' ')" 'BEGIN:VTODO STATUS:COMPLETED COMPLETED:20260331T120000Z PERCENT-COMPLETE:100 BEGIN:VTODO BEGIN:VTODO '
is 'those that match' "$(crm-task ical due=..today | grep -c BEGIN:VTODO)" 0
is 'ids' "$(echo "$id" | crm-task ical - | grep -c BEGIN:VTODO)" 1
is 'no ids' "$(crm-task ical - </dev/null | grep -c BEGIN:)" 1
is 'events' "$(crm-task ical --events --all | tr -d '\r' | grep -e BEGIN:V -e DTSTART -e DUR -e TRANSP | tr '\n' ' ')" \
  'BEGIN:VCALENDAR BEGIN:VEVENT DTSTART;VALUE=DATE:20260330 TRANSP:TRANSPARENT BEGIN:VEVENT DTSTART:20260401T143000Z DURATION:PT30M '
crm-task set -q "$id" priority=low
is 'a change counts' "$(CRM_NOW=2026-04-01T07:00:00Z crm-task set -q "$id" priority=normal; crm-task ical "$id" | tr -d '\r' | grep -e UID -e SEQ -e STAMP -e MODIF -e PRIO | tr '\n' ' ')" \
  "UID:$id-19d43c3d200@crm DTSTAMP:20260401T070000Z LAST-MODIFIED:20260401T070000Z SEQUENCE:2 PRIORITY:5 "
crm-db backup copy.db
crm-db dump >dump.tsv
crm-db init -q -d loaded.db
crm-db load -d loaded.db dump.tsv
is 'a copy has the same ids' "$(crm-task ical -d copy.db | grep UID | cksum)" "$(crm-task ical | grep UID | cksum)"
is 'one that was loaded too' "$(crm-task ical -d loaded.db | grep UID | cksum)" "$(crm-task ical | grep UID | cksum)"
cat >zone.yaml <<'END'
settings: {timezone: Europe/Berlin, language: de}
END
crm-workflow apply -q zone.yaml
is 'local times, German words' "$(crm-task ical "$id" | tr -d '\r' | grep -A 1 -e DUE -e DESC | grep -o -e 'DUE.*' -e 'Angebot: A' -e 'Kontakt: E' | tr '\n' ' ')" 'DUE:20260401T123000Z Angebot: A Kontakt: E '

# ---- feed ----
umask 022
ok 'a feed' 'crm-task feed feed.ics'
is 'is what ical prints' "$(cksum <feed.ics)" "$(crm-task ical | cksum)"
is 'who may read the database may read it, nobody else' "$(ls -l feed.ics | cut -c 1-10)" -rw-r-----
touch -d 2020-01-01 feed.ics
inode=$(ls -i feed.ics)
crm-task feed feed.ics
is 'left alone when nothing changed' "$(ls -i feed.ics) $(find feed.ics -newermt 2021-01-01)" "$inode "
chmod 644 feed.ics
crm-task add -q title=More
crm-task feed feed.ics
is 'replaced, with its mode, and nothing beside it' "$(grep -c BEGIN:VTODO feed.ics) $(ls -l feed.ics | cut -c 1-10) $(ls -A | grep -c 'feed.ics')" '3 -rw-r--r-- 1'
is 'of some, as events' "$(crm-task feed --events some.ics due=2026-04-01 && grep -c BEGIN:VEVENT some.ics)" 1
is 'as the umask says' "$(umask 077; crm-task feed own.ics; ls -l own.ics | cut -c 1-10)" -rw-------
ln -s feed.ics link.ics
is 'through a link' "$(crm-task feed link.ics title=More; test -h link.ics && grep -c BEGIN:VTODO feed.ics)" 1
no 'no file' 64 'crm-task feed'
no 'a condition is no file' 64 'crm-task feed due=today'
no 'no such directory' 73 'crm-task feed none/feed.ics'
no 'a directory' 73 'crm-task feed .'
ok 'a device' 'crm-task feed /dev/null'
no 'bad condition' 64 'crm-task feed new.ics due=soon'
is 'makes no file' "$(ls new.ics 2>&1 | grep -c 'No such')" 1

# ---- by title ----
copy_db crm.db title.db
crm-task add -q -d title.db title=Pay due=2026-03-01 every=1w
crm-task done -q Pay -d title.db 2>/dev/null
is 'of a series the open one is meant' "$(crm-task done pay -d title.db 2>/dev/null; crm-task snooze Pay +1d -d title.db; crm-task list --all title=Pay -d title.db -c due,done | tr '\t' '|' | sort)" "$(crm-task list --all title=Pay -d title.db -c id -s id | sed -n 2,3p)
$(crm-task list --all title=Pay -d title.db -c due,done | tr '\t' '|' | sort)"
needs file is 'the first two are done' "$(crm-task list --all title=Pay -d title.db done!= -c id | wc -l) $(crm-task list title=Pay -d title.db -c id | wc -l)" '2 1'
crm-task add -q -d title.db title=Pay
no 'two that are open' 3 'crm-task done Pay -d title.db'

# ---- by cron: no environment, no terminal, no input ----
is 'mail of the day' "$(env -i PATH="$PATH" crm-task -d "$CRM_DB" --today=2026-04-01 list due=..today -c title 2>&1 <&-)" 'Call, then "write"; soon'
is 'and none' "$(env -i PATH="$PATH" crm-task -d "$CRM_DB" --today=2026-03-01 list due=..today 2>&1 <&-)" ''
is 'feed' "$(env -i PATH="$PATH" crm-task -d "$CRM_DB" feed "$work/cron.ics" 2>&1 <&-; grep -c BEGIN:VTODO cron.ics)" 3
is 'sound at last' "$(crm-db check 2>&1)" ''
is 'notes alone end without a line break' "$(crm-task ical $(crm-task add title=Alone notes=only) | tr -d '\r' | grep DESCRIPTION)" 'DESCRIPTION:only'
finish
