#!/bin/sh
# One database of several users: a group may write it whatever their umask, others are refused and told why.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
all_need file
. "$top/tests/fault/lib.sh"

if [ -z "$plain" ]; then
  skip 'several users' 'needs root and setpriv'
  finish
fi
umask 022
chmod 755 .
chmod 777 home
# anna and ben share a group, carl doesn't belong to it; each keeps what he makes to himself
as() { # user command
  case $1 in
  anna) ids='--reuid 65531 --regid 65531 --groups 65530' ;;
  ben) ids='--reuid 65532 --regid 65532 --groups 65530' ;;
  carl) ids='--reuid 65533 --regid 65533 --clear-groups' ;;
  esac
  LOGNAME=$1 setpriv $ids sh -c "umask 077; $2" </dev/null
}

for how in 'setgid directory' 'plain directory'; do
  rm -rf team
  mkdir team
  chown 65531:65530 team
  [ "$how" = 'plain directory' ] && chmod 770 team || chmod 2770 team
  CRM_DB=$work/team/crm.db
  export CRM_DB
  as anna 'crm-db init -q' 2>err
  is "$how: with umask 077 a new database is its maker's" "$(stat -c %a team/crm.db)" 600
  chown 65531:65530 team/crm.db
  as ben 'crm-offer list' >out 2>err
  is 'a colleague may not read it yet' "$?,$(cut -d ' ' -f 3- err)" '77,permission denied'
  chmod 660 team/crm.db
  as anna 'crm-user add -q name=ben' >out
  is 'with the mode of a group file he writes' "$(as ben 'crm-offer add title=Bens' 2>&1)" o1
  is 'and she' "$(as anna 'crm-offer add title=Annas' 2>&1)" o2
  as carl 'crm-offer list' >out 2>err
  is 'others are refused' "$?,$(cut -d ' ' -f 3- err)" '77,permission denied'

  as anna "FAULT_AT=1 FAULT_DO=KILL FAULT_FILE=stdout LD_PRELOAD='$inject' crm-offer add title=Killed" >out 2>&1
  is 'her log, left by a kill, has mode and group of the database' "$(stat -c '%a %g' team/crm.db-wal team/crm.db-shm)" '660 65530
660 65530'
  is 'he reads it' "$(as ben 'crm-offer list -c title title=Killed' 2>&1)" Killed
  is 'and nothing of it is left' "$(ls team)" crm.db
  as anna "FAULT_AT=1 FAULT_DO=KILL FAULT_FILE=stdout LD_PRELOAD='$inject' crm-offer add title=Killed" >out 2>&1
  is 'he writes behind it' "$(as ben 'crm-offer add title=Behind' 2>&1)" o5

  # both at once, each command making and removing the log
  n=${full:+150}
  n=${n:-25}
  for user in anna ben; do
    as $user "for i in \$(seq $n); do crm-offer add -q title=$user || echo 'add: failed'; crm-offer list >'$work/home/list.$user' || echo 'list: failed'; done" >said.$user 2>&1 &
    eval "$user=$!"
  done
  wait $anna $ben
  is "$how: both at once" "$(sort -u said.anna said.ben)" ''
  is 'nothing is lost' "$(as ben 'crm-offer list title=anna' | wc -l),$(as anna 'crm-offer list title=ben' | wc -l)" "$n,$n"
  is 'who did it is known' "$(as ben 'crm-log batches -c by -n 1000' | sort | uniq -c | awk '{ print $2 }' | grep -c '^anna$\|^ben$')" 2
  is 'check' "$(as anna 'crm-db check' 2>&1)" ''
  is 'one file at rest' "$(ls team)" crm.db
done

# a colleague who may only read
chmod 640 team/crm.db
as ben 'crm-offer list' >out 2>err
is 'a file the group may only read, in a directory it may write' "$?,$(cat err),$(wc -l <out)" "0,,$(as anna crm-offer\ list | wc -l)"
as ben 'crm-offer add title=x' >out 2>err
is 'writing is refused' "$?,$(cut -d ' ' -f 3- err)" '77,not writable'
is 'she writes on' "$(as anna 'crm-offer add -q title=On && crm-db check' 2>&1)" ''

# a calendar of a group he is in, and of one he is not in
ics() { printf 'BEGIN:VCALENDAR\r\nPRODID:-//crm//crm-task//EN\r\n' >team/$1.ics && chown 65532:$2 team/$1.ics && chmod 640 team/$1.ics; }
ics ours 65530
ics theirs 65534
is 'a file that is written anew keeps its group' "$(as ben 'crm-task feed team/ours.ics' 2>&1; stat -c '%a %g' team/ours.ics)" '640 65530'
as ben 'crm-task feed team/theirs.ics' >out 2>err
is 'what cannot be given to the group is open to none' "$?,$(cat err),$(stat -c '%a %u' team/theirs.ics)" '0,,600 65532'
finish
