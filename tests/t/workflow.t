#!/bin/sh
# crm-workflow: check, apply, show; fields of one's own in every verb; undo of a configuration.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
ok 'database' 'LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init'

t 'the ready-made configuration is what a German database begins with' "crm-workflow apply '$top/libcrm/defaults/crm.yaml' && crm-log batches | wc -l" <<'END'
1
END
crm-workflow show >ready.yaml
t 'show can be applied and changes nothing' 'crm-workflow check ready.yaml && crm-workflow apply ready.yaml && crm-workflow show | cmp - ready.yaml && crm-log batches | wc -l' <<'END'
1
END

cat >wrong.yaml <<'END'
settings: {currency: EUX, languge: de}
rules: []
pipelines:
  sales:
    stages:
      - {name: offer, probability: 20, require: [valu]}
      - {name: 12, probability: 100}
    for: [stage=offer,follow-up]
fields:
  offer: [{name: risk, type: enum}, {name: Risk, type: text}]
END
t 'every error is told with its place' 'crm-workflow check wrong.yaml' <<'END'
! crm-workflow: wrong.yaml:1:27: settings: no key 'languge', nearest is 'language'
! crm-workflow: wrong.yaml:1:22: currency: 'EUX' is no ISO 4217 code
! crm-workflow: wrong.yaml:2:1: this version does not know 'rules'
! crm-workflow: wrong.yaml:7:16: stage: '12' is no name: small letters, digits, _ and -, a letter first, and not like an id
! crm-workflow: wrong.yaml:4:3: pipeline 'sales' needs a stage with probability 0: lost
! crm-workflow: wrong.yaml:10:30: type: write the choices: "low|mid|high"
! crm-workflow: wrong.yaml:10:44: field: 'Risk' is no name: small letters, digits and _, a letter first, at most 32
! crm-workflow: wrong.yaml:8:23: for: 'follow-up' is no condition: write FIELD=VALUE, in quotes where a value holds a comma
! crm-workflow: wrong.yaml:6:50: require: offer has no field 'valu', nearest is 'value'
? 78
END
no 'apply refuses it too' 78 'crm-workflow apply wrong.yaml'
t 'syntax' 'printf "settings: {a: b\n" | crm-workflow check -' <<'END'
! crm-workflow: stdin:2:1: did not find expected ',' or '}' while parsing a flow mapping
? 78
END
no 'no such file' 66 'crm-workflow check nowhere.yaml'
t 'anchors are refused' 'printf "settings: &a {country: DE}\n" | crm-workflow apply -' <<'END'
! crm-workflow: stdin:1:11: anchors, aliases (&, *) and tags (!) are not taken here: put a text that begins so in quotes
? 78
END

# ---- fields of one's own ----

cat >fields.yaml <<'END'
fields:
  company:
    - {name: rating, type: integer, title: from 1 to 9}
  offer:
    - {name: risk, type: "low|mid|high", title: how risky it is, feature: true}
    - {name: note2, type: text}
    - {name: story, type: long}
    - {name: seats, type: integer}
    - {name: factor, type: decimal}
    - {name: chance, type: percent}
    - {name: budget, type: money}
    - {name: demo, type: date}
    - {name: called, type: instant}
    - {name: vip, type: boolean}
    - {name: area, type: term}
    - {name: partner, type: reference to company}
    - {name: boss, type: reference to user}
    - {name: effort, type: duration}
    - {name: value, type: integer}
END
ok 'dry run' 'crm-workflow apply -N fields.yaml | grep -q offer.risk && ! crm-offer fields 2>/dev/null | grep -q risk'
ok 'apply' 'crm-workflow apply fields.yaml'
t 'a second time' 'crm-workflow apply fields.yaml' <<'END'
END
crm-workflow show >full.yaml
t 'show and apply again' 'crm-workflow apply full.yaml' <<'END'
END
t 'add with all of them' "crm-company add name='Foo AG' rating=7 && crm-offer add title=A risk=mid note2='a b' story='x
y' seats=12 factor=1.5 chance=12.5 budget=1000 demo=2026-05-01 called=2026-03-01T10:00:00Z vip=yes area=Nord partner='Foo AG' boss=me effort=1h30m x.value=7 company=co1 && crm-offer add title=B risk=low seats=3" <<'END'
co1
o1
o2
END
t 'show' "crm-offer show o1 | sed -n '/	risk	/,\$p'" <<'END'
o1	risk	mid
o1	note2	a b
o1	story	x\ny
o1	seats	12
o1	factor	1.5
o1	chance	12.5
o1	budget	1000.00
o1	demo	2026-05-01
o1	called	2026-03-01T10:00:00Z
o1	vip	yes
o1	area	Nord
o1	partner	co1
o1	boss	anna
o1	effort	1h30m
o1	x.value	7
END
for c in risk=mid 'risk!=low' seats=10.. factor=1.5 factor=1..2 chance=12.5 budget=..1000 demo=2026-Q2 called=2026-03 vip=yes area=Nord partner=co1 partner.name='Foo AG' \
  boss=me effort=1h.. x.value=7 note2='a b' note2~A 'story!=' 'company.rating=7'; do
  is "condition $c" "$(crm-offer list -c id "$c" 2>&1)" o1
done
is 'one of' "$(crm-offer list -c id risk=mid,low | tr '\n' ' ')" 'o1 o2 '
is 'empty' "$(crm-offer list -c id note2=)" o2
t 'a word that is none' 'crm-offer list risk=hihg' <<'END'
! crm-offer: risk: no word 'hihg', nearest is 'high'
? 64
END
for s in risk -risk seats factor chance budget demo called vip area partner boss effort x.value note2 story; do
  is "sort by $s" "$(crm-offer list -c id -s "$s" 2>&1 | wc -l)" 2
done
is 'sorted by number' "$(crm-offer list -c id -s seats | tr '\n' ' ')" 'o2 o1 '
is 'sorted, empty ones last' "$(crm-offer list -c id -s -demo | tr '\n' ' ')" 'o1 o2 '
t 'set and clear' 'crm-offer set o2 risk=high seats= demo=today vip=no && crm-offer list -c risk,seats,demo,vip o2' <<'END'
o2
high		2026-03-31	no
END
no 'a value that is none' 65 'crm-offer set o2 seats=many'
is 'in a report' "$(crm-report winrate --by=risk | cut -f1 | sort | tr '\n' ' ')" 'high mid '
is 'in a forecast' "$(crm-forecast --by=risk 2>/dev/null | cut -f1 | sort | head -2 | tr '\n' ' ')" 'high mid '
crm-offer export >export.tsv
t 'export and import change nothing' 'crm-offer import --key=id export.tsv' <<'END'
o1
o2
! crm-offer: 0 added, 0 changed, 2 same, 0 rejected
END
t 'import by a field of one'\''s own' "printf 'note2,risk,seats\na b,low,13\n' | crm-offer import --key=note2 - && crm-offer list -c risk,seats o1" <<'END'
o1
low	13
! crm-offer: 0 added, 1 changed, 0 same, 0 rejected
END
t 'bad values in a file' "printf 'title,risk,seats\nC,lo,1\nD,mid,x\n' | crm-offer import - 2>&1 | sed 's/^[^:]*: //' | cut -c1-30" <<'END'
stdin:2:3: risk: no word 'lo',
stdin:3:7: seats: 'x' is not a
nothing is imported; --reject=
END
t 'history' "crm-log changes o2 field=risk | cut -f4-" <<'END'
crm-offer	set	set	o2	risk	low	high
END
ok 'undo of a change' 'crm-offer set o2 risk=mid && crm-log undo && crm-offer list -c id risk=high | grep -qx o2'

# ---- retired and back ----

echo 'fields: {offer: [{name: risk, type: "low|high|extreme", title: how risky it is, feature: true}]}' >less.yaml
ok 'fewer fields' 'crm-workflow apply less.yaml'
no 'a field taken out is unknown' 64 'crm-offer list -c seats'
is 'show has what is left' "$(crm-workflow show | sed -n '/^fields/,/^scoring/p' | sed '$d')" 'fields:
  offer:
    - {name: risk, type: "low|high|extreme", title: how risky it is, feature: true}'
ok 'back' 'crm-workflow apply full.yaml'
is 'its data was kept' "$(crm-offer list -c seats,area o1)" "13${tab}Nord"
t 'show as before' 'crm-workflow show | diff full.yaml -' <<'END'
END
t 'a field keeps its type' "echo 'fields: {offer: [{name: risk, type: integer}]}' | crm-workflow apply -" <<'END'
! crm-workflow: stdin:1:18: field 'risk' keeps its type 'enum': give one of another type another name
? 5
END
ok 'undo' 'crm-log undo'
is 'brings the fewer fields back' "$(crm-offer fields 2>/dev/null | grep -c '^seats')" 0
ok 'redo' 'crm-log redo'
is 'brings the others back' "$(crm-offer list -c seats,area o1)" "13${tab}Nord"

# ---- pipelines ----

cat >stages.yaml <<'END'
pipelines:
  sales:
    title: Verkauf
    stages:
      - {name: angebot, was: offer, title: Angebot, probability: 25, rot: 10, require: [value]}
      - {name: won, probability: 100}
      - {name: lost, probability: 0}
  second:
    title: "Zweite: [x] 'y' \"z\" # NO"
    for: ["product.category=Hard ware", "risk=low,high"]
    stages: [{name: a, probability: 1}, {name: won, probability: 100}, {name: lost, kind: lost}]
END
ok 'stages renamed, removed, a second pipeline' 'crm-workflow check stages.yaml && crm-workflow apply stages.yaml'
is 'offers keep their stage' "$(crm-offer list -c id,stage,pipeline)" "o1${tab}angebot${tab}sales
o2${tab}angebot${tab}sales"
ok 'round trip with odd texts' 'crm-workflow show >odd.yaml && crm-workflow apply odd.yaml && crm-workflow show | cmp - odd.yaml'
t 'a stage in use stays' "sed 's/name: angebot, was: offer/name: neu/' stages.yaml | crm-workflow apply -" <<'END'
! crm-workflow: stdin:2:3: stage 'angebot' of 'sales' cannot be removed: 2 offers are in it; a new name is given with 'was: angebot'
? 5
END
t 'a pipeline in use stays' "sed 's/^  sales:/  other:/; s/was: offer, //' stages.yaml | crm-workflow check -" <<'END'
! crm-workflow: stdin: pipeline 'sales' cannot be removed: 2 offers run through it; a new name is given with 'was: sales'
? 5
END
t 'a field that a pipeline needs stays' "echo 'fields: {}' | crm-workflow apply -" <<'END'
! crm-workflow: stdin: for: offer has no field 'risk', 'crm-offer fields' lists them
? 78
END
ok 'conditions choose the pipeline' "crm-product add name=P category='Hard ware' && crm-offer add title=C product=P risk=low value=1"
is 'it is the second' "$(crm-offer list -c pipeline,stage o3)" "second${tab}a"
no 'a stage may need a field' 5 'crm-offer add title=D'
t 'the database holds together' 'crm-db check' <<'END'
END

# ---- scoring, complete, holidays ----

CRM_DB=$work/lists.db
crm-db init -q
cat >lists.yaml <<'END'
scoring:
  - {when: ["company.employees=50..", "source=web,fair"], points: 20, title: Big and at hand}
  - {when: [phone=], points: -5}
complete:
  contact: {email: 3, phones: 2, company: 3, city: 1}
holidays:
  - 2026-05-01
  - {day: 12-25, title: Christmas}
  - EASTER+0
END
ok 'dry run' "crm-workflow apply -N lists.yaml | grep -q 'contact.phones' && crm-workflow show | grep -qx 'scoring: \[\]'"
ok 'apply' 'crm-workflow check lists.yaml && crm-workflow apply -q lists.yaml'
t 'show' "crm-workflow show | sed -n '/^scoring/,\$p'" <<'END'
scoring:
  - {when: ["company.employees=50..", "source=web,fair"], points: 20, title: Big and at hand}
  - {when: ["phone="], points: -5}
complete:
  contact: {email: 3, company: 3, phones: 2, city: 1}
  company: {category: 2, industry: 2, phone: 2, city: 2, employees: 1, website: 1, country: 1}
holidays:
  - 2026-05-01
  - {day: 12-25, title: Christmas}
  - easter
END
t 'show changes nothing' 'crm-workflow show >shown.yaml && crm-workflow apply shown.yaml && crm-workflow apply lists.yaml && crm-workflow show | cmp - shown.yaml && crm-log batches | wc -l' <<'END'
2
END
t 'a section that is not there stays' "echo 'holidays: [01-01]' | crm-workflow apply -N - | cut -f1-4" <<'END'
rm	hd1	name	2026-05-01
rm	hd2	name	12-25
rm	hd3	name	easter
add	hd4	name	
END
t 'a part of a rule' "sed 's/points: 20/points: 25/; s/email: 3/email: 4/; s/Christmas/Weihnachten/' lists.yaml | crm-workflow apply -N -" <<'END'
set	sc1	scoring.points	20	25
set	wt1	contact.email.weight	3	4
set	hd2	12-25.title	Christmas	Weihnachten
END
ok 'undo' "crm-log undo && crm-workflow show | sed -n '/^scoring/,\$p' | grep -c . | grep -qx 5 && crm-db check"
ok 'redo' 'crm-log redo && crm-workflow show | cmp - shown.yaml && crm-db check'
cat >bad.yaml <<'END'
scoring:
  - {when: [company.employes=50..], points: 20}
  - {when: [web], points: 20000}
  - {when: [score=5..], points: 1}
complete:
  contact: {emial: 3, complete: 2}
  offer: {value: 3}
holidays: [2026-02-30, 12-25, {day: 12-25}]
END
t 'every error has its place' 'crm-workflow check bad.yaml' <<'END'
! crm-workflow: bad.yaml:3:27: points: a whole number from -1000 to 1000 is wanted here
! crm-workflow: bad.yaml:7:3: complete: 'offer' has no weights: contact and company have
! crm-workflow: bad.yaml:8:12: holidays: '2026-02-30' is no holiday: write 2026-05-01, 12-25 for every year, easter-2 or easter+39
! crm-workflow: bad.yaml:8:37: holidays: '12-25' stands there twice
! crm-workflow: bad.yaml:2:13: when: company has no field 'employes', nearest is 'employees'
! crm-workflow: bad.yaml:3:13: when: 'web' is no condition: write FIELD=VALUE, in quotes where a value holds a comma
! crm-workflow: bad.yaml:4:13: when: 'score=5..': points cannot hang on the score
! crm-workflow: bad.yaml:6:13: complete: contact has no field 'emial', nearest is 'email'
! crm-workflow: bad.yaml:6:23: complete: contact.complete has no value of its own
? 78
END

# ---- amounts of one's own are in the record's currency, else in that of the settings ----
CRM_DB=$work/money.db
crm-db init -q
cat >money.yaml <<'END'
fields:
  offer: [{name: budget, type: money}]
  company: [{name: limit, type: money}]
END
ok 'amounts' 'crm-workflow apply money.yaml && crm-offer add title=A budget=12.50 && crm-company add name=C limit=12.50'
t 'not in another currency as they stand' 'crm-offer set 1 currency=JPY' <<'END'
! crm-offer: currency: JPY has another number of decimals than EUR: give the amounts too
? 5
END
no 'nor in none' 5 'crm-offer set 1 currency='
ok 'given too' 'crm-offer set 1 currency=JPY budget=1250'
is 'they are' "$(crm-offer list -c budget,currency)" "1250${tab}JPY"
t 'settings: no other decimals' "echo 'settings: {currency: JPY}' | crm-workflow apply -" <<'END'
! crm-workflow: stdin:1:22: currency: JPY has another number of decimals than EUR, and company.limit holds amounts
? 5
END
ok 'the same decimals' "echo 'settings: {currency: USD}' | crm-workflow apply -"
is 'amounts stand' "$(crm-company list -c limit)" 12.50
ok 'the database is sound' 'crm-db check'
finish
