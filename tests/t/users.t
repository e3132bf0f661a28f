#!/bin/sh
# Who runs a command gets a record with the first batch: also when that batch adds him, and when it is taken back.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
team='name\tfull\tmanager\nben\tBen B\tcarl\ncarl\tCarl C\t\n'
new() { drop_db crm.db && crm-db init -q; }

new
t 'one who is new adds himself' 'crm-user add --user=dora name=dora team=x && crm-user list && crm-db check' <<END
dora
anna$tab$tab$tab
dora$tab${tab}x$tab
! crm-user: user 'dora' is new here
END
t 'but only once' 'crm-user add --user=dora name=dora' <<'END'
! crm-user: name: there is a user 'dora' already
? 4
END

new
t 'one who is new and named comes before the one he adds, else behind' \
  'crm-user add -q --user=dora name=bob owner=me; crm-user add -q --user=emil name=cid; crm-user list -c id,name -s id' <<END
u1${tab}anna
u2${tab}dora
u3${tab}bob
u4${tab}cid
u5${tab}emil
END

new
ok 'one who is new imports his team and himself' "printf '$team' | crm-user import -q --user=ben --create=user - && crm-db check"
is 'all are there' "$(crm-user list)" "anna$tab$tab$tab
ben${tab}Ben B$tab${tab}carl
carl${tab}Carl C$tab$tab"
ok 'he takes it back and stays himself, for he has done something' 'crm-log undo --user=ben && crm-db check'
is 'with nothing of what it gave him' "$(crm-user list)" "anna$tab$tab$tab
ben$tab$tab$tab"
ok 'and does it again' 'crm-log redo --user=ben && crm-db check'
is 'all are there again' "$(crm-user list -c name,manager name=ben)" "ben${tab}carl"

new
printf "$team" | crm-user import -q --create=user -
crm-company add -q --user=ben name=Something
no 'one who has done something stays, and so does his manager' 5 'crm-log undo'
ok 'nothing is changed' 'test "$(crm-user list -c name,manager name=ben)" = "$(printf "ben\tcarl")" && crm-db check'
finish
