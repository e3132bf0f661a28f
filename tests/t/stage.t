#!/bin/sh
# crm-stage: moving, winning, losing, reopening; the history; what stages require.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-offer add title=A value=100 -q
crm-offer add title=B value=200 stage=follow-up -q
crm-offer add title=C value=300 stage=new -q
crm-offer add title=D value=4000 currency=JPY stage=negotiation -q
stages() { crm-offer list "$@" --all -c stage | tr '\n' ' '; }

r 'the pipeline of a new database' 'crm-stage list -c name,title,kind,probability,position -d crm.db | head -n 8' 'new|New|lead|5|1
qualified|Qualified|lead|10|2
offer|Offer|open|20|3
follow-up|Follow-up|open|40|4
presentation|Presentation|open|60|5
negotiation|Negotiation|open|80|6
won|Won|won|100|7
lost|Lost|lost|0|8'
r 'German titles' 'LC_ALL=de_DE.UTF-8 crm-db init de.db -q; crm-stage list -d de.db -c pipeline,name,title' 'sales|new|Neu
sales|qualified|Qualifiziert
sales|offer|Angebotserstellung + Versand
sales|follow-up|Nachfassen
sales|presentation|Produktpräsentation
sales|negotiation|Verhandlung
sales|won|Abschluss
sales|lost|Verloren'
r 'list: a row a stage and currency' 'crm-stage list -H' 'pipeline|name|kind|probability|currency|offers|total|weighted
sales|new|lead|5|EUR|1|300.00|15.00
sales|qualified|lead|10|EUR|0|0.00|0.00
sales|offer|open|20|EUR|1|100.00|20.00
sales|follow-up|open|40|EUR|1|200.00|80.00
sales|presentation|open|60|EUR|0|0.00|0.00
sales|negotiation|open|80|JPY|1|4000|3200
sales|won|won|100|EUR|0|0.00|0.00
sales|lost|lost|0|EUR|0|0.00|0.00'
r 'no verb: list' 'crm-stage -c name,offers state=open | grep -v 0$' 'offer|1
follow-up|1
negotiation|1'
r 'list of offers and conditions' 'crm-stage list 1 2 -c name,offers | grep -v 0$; crm-offer list value=200 | crm-stage list - -c name,offers | grep -v 0$' 'offer|1
follow-up|1
follow-up|1'

# ---- move ----
r 'by name' 'crm-stage move 1 presentation' o1
r 'by title, folded' "crm-stage move 1 NEGOTIATION; crm-stage move 1 'follow-up' -q" o1
r 'several, moved or not, in their order' 'crm-stage move 2 1 follow-up' 'o2
o1'
batches=$(crm-log batches | wc -l)
r 'there already: no batch' 'crm-stage move 1 follow-up; crm-log batches | wc -l' "o1
$batches"
r 'references' 'crm-stage move A B offer' 'o1
o2'
r 'the last bare word is the stage, assignments behind it' 'crm-stage move 1 2 follow-up channel=web; crm-offer list 1 2 -c stage,channel' 'o1
o2
follow-up|web
follow-up|web'
r 'assignments before it' 'crm-stage move 1 value=150 offer -q; crm-offer list 1 -c stage,value' 'offer|150.00'
r 'set stage= is a move' 'crm-offer set 1 stage=presentation -q; crm-stage history 1 -c seq,from,to | tail -n 1' '8|offer|presentation'
r 'onto a lead, and back: nothing forbids it' 'crm-stage move 2 new -q; crm-offer list 2 -c state,opened; crm-stage move 2 follow-up -q; crm-offer list 2 -c state' 'lead|2026-03-31
open'
r '-c' 'crm-stage move 1 negotiation -c id,stage,probability' 'o1|negotiation|80'
r '-N says what would happen' 'crm-stage move 1 2 offer -N; crm-offer list 1 2 -c stage' 'move|o1|stage|negotiation|offer
move|o2|stage|follow-up|offer
negotiation
follow-up'

# ---- next, back ----
crm-stage move 1 2 offer -q
r 'next' 'crm-stage next 1; crm-offer list 1 -c stage' 'o1
follow-up'
r 'back' 'crm-stage back 1; crm-offer list 1 -c stage' 'o1
offer'
r 'back into the leads' 'crm-stage back 1 -q; crm-offer list 1 -c stage; crm-stage next 1 -q' qualified
r 'next from a lead' 'crm-stage next 3 -q; crm-stage next 3 -q; crm-offer list 3 -c stage,opened' 'offer|2026-03-31'
t 'next never wins' 'crm-stage next 4' <<'END'
! crm-stage: o4: 'negotiation' is the last stage before won and lost: win or lose it
? 5
END
no 'back from the first' 5 'crm-stage move 3 new -q && crm-stage back 3'
no 'all or none' 5 'crm-stage next 1 4'
r 'none' 'crm-offer list 1 -c stage' offer
crm-stage move 3 offer -q

# ---- win, lose, reopen ----
r 'win' 'crm-stage win 1; crm-offer list 1 -c state,stage,probability,closed,weighted' 'o1
won|won|100|2026-03-31|150.00'
r 'lose, with assignments' "crm-stage lose 2 reason=price competitor='Foo AG'; crm-offer list 2 -c state,probability,closed,reason,competitor,weighted" 'o2
lost|0|2026-03-31|price|Foo AG|0.00'
no 'next of a closed one' 5 'crm-stage next 1'
no 'back of a closed one' 5 'crm-stage back 2'
r 'won twice' 'crm-stage win 1; crm-stage history 1 -c to | tail -n 2' 'o1
offer
won'
r 'reopen goes back to the stage before' 'crm-stage reopen 1 2; crm-offer list 1 2 -c stage,closed,state' 'o1
o2
offer||open
offer||open'
r 'what is open is left alone' 'crm-stage reopen 1; crm-offer list 1 -c stage' 'o1
offer'
r 'a day that has passed' 'crm-stage win 4 closed=2026-03-31 -q; crm-offer list 4 -c closed,stage_since' '2026-03-31|2026-03-31'
no 'before its last move' 5 'crm-stage lose 1 closed=2026-03-01'
no 'a move before its last move' 5 'crm-stage move 1 negotiation at=2026-03-30'
no 'at= a day to come' 5 'crm-stage move 1 negotiation at=2026-04-02'
CRM_NOW=2026-04-03T08:00:00Z
r 'at= a later day' 'crm-stage move 1 negotiation at=2026-04-02 -q; crm-stage history 1 -c day,to | tail -n 1' '2026-04-02|negotiation'
r 'at= an instant' 'crm-stage move 1 offer at=2026-04-02T23:30:00Z -q; crm-stage history 1 -c day,to | tail -n 1' '2026-04-02|offer'
no 'closed= of a move that closes nothing' 5 'crm-stage move 1 negotiation closed=2026-04-03'
r 'a pin ends with the sale' 'crm-offer set 3 pin=50 -q; crm-stage win 3 -q; crm-offer list 3 -c probability,psource' '100|stage'
no 'a stage of another pipeline' 64 'crm-stage move 1 nowhere'
r 'from a stream' 'crm-stage reopen 3 -q; crm-offer list state=open | crm-stage move - presentation' 'o1
o2
o3'
is 'they stand there' "$(stages 1 2 3)" 'presentation presentation presentation '

# ---- history ----
CRM_NOW=2026-03-31T12:00:00Z
crm-offer add title=E value=10 -q
CRM_NOW=2026-04-05T10:00:00Z crm-stage move 5 negotiation value=20 expected_close=2026-05-01 -q
CRM_NOW=2026-04-10T10:00:00Z crm-stage win 5 -q
r 'history' 'crm-stage history 5 -H --today=2026-04-20' 'offer|seq|day|from|to|by|value|currency|expected_close|days|void
o5|1|2026-03-31||offer|anna|10.00|EUR||5|
o5|2|2026-04-05|offer|negotiation|anna|20.00|EUR|2026-05-01|5|
o5|3|2026-04-10|negotiation|won|anna|20.00|EUR|2026-05-01||'
crm-log undo -q
undo=$(crm-log batches -n 1 -c batch)
r 'history of an undone move: void, and days run on' 'crm-stage history 5 -c seq,to,days,void --today=2026-04-20' "1|offer|5|
2|negotiation|15|
3|won||$undo"
r 'history of conditions' 'crm-stage history title=E -c seq | wc -l' 3
r 'history of all, by offer and seq' 'crm-stage history -c offer,seq | sort -c -t"$(printf "\t")" -k1,1V -k2,2n && echo sorted' sorted
r 'a removed offer has none, until it is there again' 'crm-offer add title=Weg -c id,title; crm-offer rm Weg -q; crm-stage history | wc -l >n1; crm-log undo -q; crm-stage history | wc -l >n2; echo $(($(cat n2) - $(cat n1))); crm-offer rm Weg -q' 'o6|Weg
1'
no 'nor by its id' 1 'crm-stage history title=Weg; crm-stage history o6'

# ---- what a stage requires ----
cat >need.yaml <<'END'
pipelines:
  sales:
    stages:
      - {name: offer, title: Offer, probability: 20}
      - {name: talk, title: Talk, probability: 60, require: [value, expected_close]}
      - {name: won, title: Won, probability: 100, require: [reason]}
      - {name: lost, title: Lost, probability: 0}
END
CRM_DB=$work/need.db
crm-db init -q
crm-workflow apply need.yaml -q
crm-offer add title=X -q
t 'what is missing is named' 'crm-stage next 1' <<'END'
! crm-stage: stage: o1: 'talk' needs value, expected_close
? 5
END
t 'part of it' 'crm-stage move 1 talk value=5' <<'END'
! crm-stage: stage: o1: 'talk' needs expected_close
? 5
END
r 'given with the move' 'crm-stage next 1 value=5 expected_close=eom' o1
no 'by set too' 5 'crm-offer add title=Y -q && crm-offer set 2 stage=talk'
no 'adding into it too' 5 'crm-offer add title=Z stage=talk'
no 'winning too' 5 'crm-stage win 1'
r 'with what it wants' 'crm-stage win 1 reason=price -q; crm-offer list 1 -c state,reason' 'won|price'
ok 'the databases are sound' 'crm-db check && crm-db check -d crm.db'
# ---- words, messages ----
crm-db init said.db -q
crm-offer add title=Won stage=won -q -d said.db
r 'list: a word is no condition' 'crm-stage list foo -d said.db; crm-stage list owner -d said.db' "crm-stage: 'foo' is no condition
crm-stage: 'owner' is no condition, did you mean owner=VALUE?
? 64"
r 'an unknown verb: no hint at words' 'crm-stage lsit -d said.db' "crm-stage: 'lsit' is neither a verb nor a condition, did you mean 'list'
crm-stage: try 'crm-stage --help'
? 64"
r 'move: the stage is missing' 'crm-stage move 1 -d said.db' 'crm-stage: which stage? it is the last word: move OFFER... STAGE
? 64'
r 'the day of closing stays' 'crm-stage win 1 closed=2026-03-01 -d said.db' "crm-stage: closed: o1: the offer is closed already: 'crm-log undo' takes the closing back; or, for a later day, reopen it with at=DAY and close it again
? 5"
r 'a later day, as it says' 'crm-stage reopen 1 at=2026-03-31 --today=2026-04-20 -d said.db && crm-stage win 1 closed=2026-04-14 --today=2026-04-20 -d said.db && crm-offer list 1 -c closed -d said.db' 'o1
o1
2026-04-14'
r 'set: what leads to it' 'crm-offer set 1 state=won -d said.db; crm-offer set 1 state=open -d said.db; crm-offer set 1 probability=30 -d said.db' "crm-offer: 'state' is kept by the program and cannot be set: 'crm-stage win' wins an offer
crm-offer: 'state' is kept by the program and cannot be set: it is that of the stage, which 'crm-stage move' sets
crm-offer: 'probability' is kept by the program and cannot be set: pin= sets one by hand
? 64"
finish
