#!/bin/sh
# The database fails at one statement of a command, each in turn: the command says so, and a write changes nothing. A failed read is no empty answer.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
all_need file
. "$top/tests/fault/lib.sh"

make_steps 60
cat >workflow.yaml <<'END'
pipelines:
  sales:
    stages:
      - {name: new, kind: lead, probability: 5}
      - {name: offer, probability: 20, rot: 10}
      - {name: follow-up, probability: 40}
      - {name: presentation, probability: 60}
      - {name: negotiation, probability: 80, require: [expected_close]}
      - {name: won, probability: 100}
      - {name: lost, probability: 0}
fields:
  offer: [{name: risk, type: "low|mid|high"}]
scoring:
  - {when: [channel=web], points: 10}
complete:
  company: {city: 2, phone: 1}
holidays: [2026-04-03, 12-25]
END
CRM_DB=$work/base.db
export CRM_DB
crm-workflow apply -q workflow.yaml && crm-workflow apply -q more.yaml
printf 'name\temail\tphone\n' >people.tsv
printf 'Bob Miller\tbob@x.example\t+49 30 1234567\nAda\tada@x.example\t\n' >>people.tsv
printf 'name\ne-mail\n' >users.tsv
printf 'name\temail\nben\tben@x.example\ncarl\t\n' >users.tsv
crm-contact add -q name='Eva Roth' phone='01 234567' country=AT emails='work:eva@x.example' tags=vip company=co1
crm-offer set -q o7 expected_close= risk=high
{
  crm-offer add -q title='A lead' stage=new channel=web contact=c1
  crm-task add -q due=2026-04-20 title='Call back' offer=o6
  crm-log call -q c3 notes='We spoke of gasket'
  crm-contact consent -q c3 newsletter
  crm-company set -q co2 parent=co1
  crm-contact add -q name='No Offer' phone=0301234567
} || echo "# the world is not made" 
eva=$(crm-contact list -c id name='Eva Roth')
crm-contact rm -q "$eva"
CRM_DB=$work/crm.db
dump base.db >before.tsv

# One statement fails: says what is wrong, if anything. What left the database as it was leaves it for the next.
try() { # place command
  [ -n "$same" ] || fresh crm.db
  faulty "FAULT_AT=$1 FAULT_DO=EIO FAULT_ON=step ${3:+FAULT_FILE='$3'}" "$2" >out 2>err
  st=$? said=
  while read -r line; do said="$said$line "; done <err
  case $st,$said in 0,*) ;; *interrupted* | *'search index'*) st=said ;; esac
  [ $st = said ] || echo "status $st: $said"
  same=
  if intact; then same=1; else dump | cmp -s - before.tsv || echo 'and the data is changed'; fi
}
same=

# what is read by this SQL cannot be read
unread() { # title SQL command
  same=
  is "unread: $1" "$(try 1 "$3" "$2")" ''
}

unread 'what a stage requires' 'SELECT required FROM stage' 'crm-stage move o7 negotiation'
unread 'the country of a telephone number that comes back' 'country, language, birthday, source, last_event' 'crm-log undo'
unread 'the text of the record that is there already' 'SELECT sku FROM product' 'crm-product add name=Other sku=sku-1'
unread 'the name of a user that came in' 'SELECT name FROM users' 'crm-user import users.tsv'
unread 'a company of a tree' 'SELECT c.parent, c.id FROM below' 'crm-company tree'

# Every statement of a command, the first time it is run, unless a command before has failed at it (in the long form: all, each time). The library's
# own, its probes and the end of a transaction may fail.
own="PRAGMA|ROLLBACK|SELECT 1 FROM sqlite_schema$|.*'main'\."
sweep() { # command
  fresh crm.db
  rm -f calls
  ok "$1" "FAULT_ON=step FAULT_LOG=calls LD_PRELOAD='$inject' $1"
  [ -s calls ] || { result 1 "$1: the fault library sees no statements"; return; }
  grep -nEv "^step ($own)" calls | sed 's/:/ /' | awk -v full="$full" 'FILENAME == "tried" { tried[$0]++; next }
    { at = $1; sub(/^[0-9]* /, "") } full || !seen[$0]++ && !tried[$0] { print at; print >>"tried" }' tried - >at
  same= # by the first command itself
  while read -r at; do
    try "$at" "$1" >said
    ! [ -s said ] || sed "s/^/# statement $at, $(sed -n "${at}s/[^a-zA-Z0-9 ,.=?(*)]//gp" calls | cut -c 1-100): /" said
  done <at >wrong
  ! [ -s wrong ]
  result $? "$1: each statement fails"
  head -n 20 wrong
}

# libical keeps its error number with the thread, where the leak checker of tests/lib.sh does not look
: >tried
for name in $steps; do
  [ $name = restore ] || sweep "$(step "$name")" # whose error names another file
done
while read -r command; do
  sweep "$command"
done <<'END'
crm-contact import people.tsv
crm-user import users.tsv
crm-company add name=New city=Bonn country=AT phone=0151234567 tags=vip parent=co1
crm-contact rm c14
crm-contact merge c5 c6
crm-contact link c7 co3 role=advisor
crm-contact consent c7 newsletter
crm-contact withdraw c3 newsletter
crm-log call c3 notes=Hello offer=o7
crm-log correct e1 notes=Other
crm-task add due=+3wd title=Call offer=o7 every=1w
crm-task done t1
crm-lead qualify o61
crm-lead convert o61
crm-lead assign o61 user1
crm-stage win o6
crm-offer list -c +probability,rotting,risk,owner,tags
crm-offer list channel=web owner=user1 stage=offer expected_close=..+5wd
crm-offer show o7
crm-contact show c3
crm-company show co1
crm-contact list -c name,complete,owner,emails,may,next_birthday
crm-contact vcard c1 c3
crm-contact dupes
crm-contact companies c3
crm-contact consents c3
crm-contact dossier c3
crm-company contacts co1
crm-company tree
crm-stage list
crm-stage history o7
crm-task list
LSAN_OPTIONS=use_tls=1 crm-task ical
crm-lead list
crm-lead score o61
crm-lead response
crm-log list -n 20
crm-log list o7
crm-log list c3
crm-log show e1
crm-log changes
crm-log batches
crm-log files
crm-report revenue --by=owner,channel
crm-report winrate --by=company
crm-report pipeline
crm-report cycle
crm-report complete
crm-forecast
crm-search gasket
crm-workflow show
crm-db check
crm-db info
crm-db dump
crm-offer export
crm-contact export
END
finish
