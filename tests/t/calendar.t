#!/bin/sh
# Working days: weekends and public holidays left out, wherever days are written; offers that rot by them.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
day() { crm-task add -q title=x due="$1" && crm-task list -c due | tail -n 1 && crm-task list -c id | crm-task rm -q -; }

# ---- without a configuration only weekends are left out ----
is 'three working days' "$(day +3wd)" 2026-04-03
is 'over a weekend' "$(day +4wd)" 2026-04-06

cat >days.yaml <<'END'
pipelines:
  sales:
    stages:
      - {name: new, kind: lead, probability: 5}
      - {name: offer, probability: 20, rot: 3}
      - {name: talk, probability: 50, rot: 10}
      - {name: final, probability: 80}
      - {name: won, probability: 100}
      - {name: lost, probability: 0}
holidays:
  - 2026-04-08
  - {day: 05-01, title: Labour Day}
  - easter-2
  - easter+1
END
ok 'holidays from the configuration' 'crm-workflow apply -q days.yaml'

# ---- wherever a day is written ----
is 'Good Friday and Easter Monday' "$(day +3wd)" 2026-04-07
is 'a single day off' "$(day +4wd)" 2026-04-09
is 'from the end of the quarter' "$(day eoq+3wd)" 2026-04-07
is 'every year' "$(day 2027-04-30+1wd)" 2027-05-03
is 'Easter of another year' "$(day 2027-03-25+1wd)" 2027-03-30
is 'backwards' "$(day 2026-04-10-2wd)" 2026-04-07
is 'calendar days know no holidays' "$(day +3d)" 2026-04-03
crm-offer add -q title=A value=100 expected_close=2026-04-07
crm-offer add -q title=B value=100 expected_close=2026-04-09
is 'in conditions' "$(crm-offer list expected_close=..+3wd -c title)" A
is 'in ranges' "$(crm-offer list expected_close=+4wd..+5wd -c title)" B
is 'in periods of a forecast' "$(crm-forecast --period=today..+3wd --total -c offers)" 1
is 'in instants' "$(crm-offer list created=-1wd.. -c title | tr '\n' ' ')" 'A B '
is 'from another day' "$(crm-offer list expected_close=..+3wd --today=2026-04-01 -c title | tr '\n' ' ')" 'A B '
no 'still no word' 64 'crm-offer list expected_close=..+3xd'

# ---- rotting ----
crm-offer rm -q o1 o2
at() { crm-offer add -q title="$1" stage="${3:-offer}" --today="$2"; }
rot() { crm-offer list rotting=yes -c title "$@" | tr '\n' ' '; }
at a 2026-03-25 # Wednesday
at b 2026-03-26
at c 2026-03-02 final
at d 2026-03-02 new
# 26, 27, 30, 31 March are four working days after the 25th, three after the 26th
is 'more working days than the stage allows' "$(rot)" 'a '
is 'a day later' "$(rot --today=2026-04-01)" 'a b '
is 'holidays do not count' "$(crm-offer add -q title=h stage=offer --today=2026-04-01; rot --today=2026-04-09)" 'a b '
is 'after three working days more than that' "$(rot --today=2026-04-10)" 'a b h '
is 'no' "$(crm-offer list rotting=no state=open -c title | tr '\n' ' ')" 'b c h '
task=$(crm-task add o3 title=next due=+90d)
is 'an open task saves it' "$(rot)" ''
crm-task done -q "$task"
is 'one that is done does not' "$(rot)" 'a '
crm-offer set -q o3 snoozed=2026-03-31
is 'set aside until today' "$(rot)" ''
is 'and no longer' "$(rot --today=2026-04-01)" 'a b '
crm-offer set -q o3 snoozed=
crm-offer set -q o3 notes=x
is 'a change is no touch' "$(rot)" 'a '
crm-stage move -q o3 talk
is 'a move is one, into a stage of its own measure' "$(rot) $(rot --today=2026-04-17)+$(rot --today=2026-04-20)" " b h +a b h "
crm-stage win -q o4
is 'won is beyond it' "$(rot --today=2026-04-30)" 'a h '
ok 'what is not known to rot cannot' "sed 's/, rot: [0-9]*//' days.yaml >none.yaml && crm-workflow apply -q none.yaml && ! crm-offer list rotting=yes --today=2027-01-01 | grep ."
is 'sound' "$(crm-db check 2>&1)" ''
finish
