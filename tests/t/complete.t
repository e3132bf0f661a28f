#!/bin/sh
# Completeness: the fields complete and missing in lists, conditions, orders, exports and reports; weights of the configuration.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-user add -q name=ben

crm-company add -q name='Muster GmbH' category=customer,partner industry=Bau city=Köln phone='0221 123456' employees=120 website=muster.example country=DE owner=anna
crm-company add -q name=Nordwind
crm-contact add -q name='Erika Muster' company=co1 role=Einkauf city=Köln emails=work:erika@muster.example phone='0221 123456' owner=anna
crm-contact add -q name='Max Muster' emails=home:max@muster.example company=co2 owner=ben
crm-contact add -q name=Nobody
crm-contact add -q name=Phone phone='0221 99999'

# ---- the ready-made weights ----

t 'fields' 'crm-contact list -c id,complete,missing && crm-company list -c id,complete,missing' <<'END'
c1	100	
c2	60	phone,role,city
c3	0	company,email,phone,role,city
c4	20	company,email,role,city
co1	100	
co2	0	category,industry,phone,city,employees,website,country
END
t 'the work list, the emptiest first' 'crm-contact list complete=..79 -s complete -c id,name,missing' <<'END'
c3	Nobody	company,email,phone,role,city
c4	Phone	company,email,role,city
c2	Max Muster	phone,role,city
END
is 'largest first' "$(crm-contact list -s -complete -c id | tr '\n' ' ')" 'c1 c2 c4 c3 '
is 'an exact value' "$(crm-contact list complete=60 -c id)" c2
is 'a range' "$(crm-contact list complete=20..60 -c id | tr '\n' ' ')" 'c2 c4 '
is 'in percent' "$(crm-contact list complete=100% -c id)" c1
is 'one of the missing' "$(crm-contact list missing=email -c id | tr '\n' ' ')" 'c3 c4 '
is 'one of several' "$(crm-contact list missing=email,phone -c id | tr '\n' ' ')" 'c2 c3 c4 '
is 'not missing' "$(crm-contact list 'missing!=email' -c id | tr '\n' ' ')" 'c1 c2 '
is 'a part of a name' "$(crm-contact list missing~MAI -c id | tr '\n' ' ')" 'c3 c4 '
is 'nothing missing' "$(crm-contact list missing= -c id)" c1
is 'something missing' "$(crm-contact list missing!= -c id | tr '\n' ' ')" 'c2 c3 c4 '
t 'a field there is none of' 'crm-contact list missing=emial' <<'END'
! crm-contact: contact has no field 'emial', nearest is 'email'
? 64
END
is 'over a reference' "$(crm-contact list company.complete=100 -c id,company.missing,company.complete)" "c1${tab}${tab}100"
is 'over two' "$(crm-offer add -q title=A contact=c2 && crm-offer list contact.company.missing=city -c id)" o1
is 'in JSON' "$(crm-contact list c2 -c complete,missing -f json)" '{"complete":60,"missing":"phone,role,city"}'
is 'shown' "$(crm-contact show c2 | grep -e complete -e missing)" "c2${tab}complete${tab}60
c2${tab}missing${tab}phone,role,city"
is 'not exported, for it cannot be set' "$(crm-contact export | head -1 | grep -c -e complete -e missing)" 0
r 'not set' 'crm-contact set c1 complete=3' "crm-contact: 'complete' is kept by the program and cannot be set
? 64"
r 'it follows a change' "crm-contact set c3 email=n@muster.example && crm-contact list c3 -c complete,missing" 'c3
30|company,phone,role,city'
crm-log undo -q

# ---- reports ----

t 'by owner' 'crm-report complete -H' <<'END'
owner	records	complete	full	low
anna	1	100.00	1	0
ben	1	60.00	0	1
	2	10.00	0	2
END
t 'of companies, by category' 'crm-report complete --of company --by category -H' <<'END'
category	records	complete	full	low
customer	1	100.00	1	0
partner	1	100.00	1	0
	1	0.00	0	1
END
t 'a table counts each once' 'crm-report complete --of=company --by=category -f table' <<'END'
category  records  complete  full  low
customer        1    100.00     1    0
partner         1    100.00     1    0
                1      0.00     0    1
total           2     50.00     1    1
END
t 'in all, with conditions, ids, columns' 'crm-report complete --by= owner=ben -H && crm-contact list city=Köln | crm-report complete --by=company.city - -c records,full' <<'END'
records	complete	full	low
1	60.00	0	1
1	1
END
is 'sorted' "$(crm-report complete -s -records,owner -c owner,records | head -1)" "${tab}2"
is 'users without any' "$(crm-user add -q name=zoe && crm-report complete --all | tail -2 | cut -f1,2)" "zoe${tab}0
${tab}2"
r 'none selected' 'crm-report complete city=Nowhere' ''
no 'of another kind' 64 'crm-report complete --of=offer'
no 'by a field of another kind' 64 'crm-report complete --by=stage'
no 'it has no period' 64 'crm-report complete --period=2026'
no 'ids of another kind' 65 'crm-offer list | crm-report complete -'

# ---- weights ----

cat >weights.yaml <<'END'
fields: {contact: [{name: hobby, type: text}]}
complete:
  contact: {emails: 1, tags: 1, next_task: 0, hobby: 5, last_contact: 2}
END
ok 'weights' 'crm-workflow apply -q weights.yaml'
t 'lists, fields of one'\''s own, computed ones' 'crm-contact set c2 c4 tags=vip && crm-contact set c4 hobby=Chess && crm-contact list -c id,complete,missing' <<'END'
c2
c4
c4
c1	11	hobby,last_contact,tags
c2	22	hobby,last_contact
c3	0	hobby,last_contact,emails,tags
c4	66	last_contact,emails
END
is 'companies keep the ready-made ones' "$(crm-company list co1 -c complete)" 100
is 'rounded down' "$(echo 'complete: {contact: {email: 999, tags: 1}}' | crm-workflow apply -q - && crm-contact list c1 -c complete)" 99
is 'no weight at all' "$(echo 'complete: {contact: {email: 0}}' | crm-workflow apply -q - && crm-contact list -c id,complete,missing c1)" "c1$tab$tab"
r 'without a value in reports' 'crm-report complete --by=' '4||0|0'
ok 'undo' 'crm-log undo 2>/dev/null >&2 && crm-log undo 2>/dev/null >&2'
is 'brings the weights back' "$(crm-contact list c4 -c complete)" 66
is 'a retired field counts no longer' "$(printf 'fields: {}\ncomplete: {contact: {tags: 1}}\n' | crm-workflow apply -q - && crm-contact list c1 -c complete)" 0
r 'nothing is missing of who was forgotten' 'crm-contact list c3 -c complete,missing; crm-contact list missing=tags -c id; crm-report complete --by=; crm-contact forget -q --yes c3 2>/dev/null; crm-contact list c3 -c name,complete,missing; crm-contact list missing=tags -c id; crm-report complete --by=' '0|tags
c1
c3
4|50.00|2|2
forgotten c3||
c1
3|66.67|2|1'
t 'the database is sound' 'crm-db check' <<'END'
END
finish
