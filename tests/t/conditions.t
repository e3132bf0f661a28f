#!/bin/sh
# Conditions: every operator on every type, and none that quietly selects nothing.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
cat >fields.yaml <<'END'
fields:
  offer:
    - {name: risk, type: "low|mid|high"}
    - {name: area, type: decimal}
    - {name: seats, type: integer}
    - {name: share, type: percent}
    - {name: budget, type: money}
    - {name: start, type: date}
    - {name: met, type: instant}
    - {name: hot, type: boolean}
    - {name: topic, type: term}
    - {name: partner, type: reference to company}
    - {name: effort, type: duration}
    - {name: remark, type: long}
    - {name: code, type: text}
END
crm-workflow apply fields.yaml -q
crm-user add name=ben -q
printf 'name\tcity\tcountry\temployees\tcategory\nMuster GmbH\tKöln\tDE\t120\tcustomer\nAcme, Inc.\t\tUS\t9\tcustomer,partner\nBeispiel AG\tKoeln\tAT\t\t\n' | crm-company import - -q
cat >offers.tsv <<'END'
title	company	value	currency	stage	closed	expected_close	tags	owner	channel	risk	area	seats	share	budget	start	met	hot	topic	partner	effort	remark	code	entered.offer
Alpha	co1	1000.00	EUR	negotiation		2026-04-10	messe,a	anna	web	low	1.5	-3	12.5	10	2026-01-31	2026-03-01T10:00:00Z	yes	ERP	co1	1h30m	Erste Anfrage	A..B	
Beta	co2	5000.00	EUR	offer		2026-05-31	messe	ben	phone	mid	2	0	40	20	2026-03-31	2026-03-31T21:59:59Z	no	ERP	co2	15m	zweite	x,y	
Gamma	co3	10000	JPY	won	2026-03-31	2026-03-31	b	ben	web	high	10.25	7	100		2026-04-01	2026-03-31T22:00:00Z		CRM	co3	2d		100%	
Delta		12.345	BHD	lost	2025-12-31			anna						0									2025-12-01
END
crm-offer import offers.tsv -q
crm-offer add title=Lead stage=new -q

# l CONDITION... : ids listed, blank separated; the status when it fails
l() {
  got=$(crm-offer list -c id "$@" 2>err)
  s=$?
  [ $s = 0 ] || { echo "? $s"; return; }
  echo "$got" | tr '\n' ' ' | sed 's/ $//'
}
# x EXPECTED CONDITION...
x() {
  want=$1
  shift
  is "$*" "$(l "$@")" "$want"
}
# ---- equal, not equal, empty ----
x o1 title=Alpha
x '' title=alpha
x 'o2 o3 o4' 'title!=Alpha'
x o1 'code=A..B'
x o2 'code=x,y'
x o3 'code=100%'
x 'o2 o3 o4' 'code!=A..B'
x o4 code=
x 'o1 o2 o3' 'code!='
x 'o3 o4' remark=
x o4 company=
x 'o1 o2 o3' 'company!='
x o1 company=co1
x o1 company=1
x 'o1 o3' company=co1,co3
x 'o2 o3 o4' 'company!=co1'
x '' company=co1 company=co2
x o2 'company=Acme, Inc.'
x 'o2 o3' owner=ben
x 'o1 o2 o3 o4' owner=ben,anna
x 'o1 o4' 'owner!=ben'
x 'o1 o4' owner=me
# ---- words: enum, stage, term, tag, currency ----
x 'o1 o2' state=open
x 'o3 o4' state=won,lost
x 'o1 o2 o4 o5' 'state!=won'
x 'o1 o2' stage=offer,negotiation
x o1 stage=Verhandlung
x 'o1 o3' channel=web
x 'o1 o2 o3' channel=web,phone
x 'o2 o4' 'channel!=web'
x o4 channel=
x 'o1 o2' tags=messe
x 'o1 o2 o3' tags=messe,b
x o1 tags=messe tags=a
x 'o3 o4' 'tags!=messe'
x o4 tags=
x 'o1 o2 o3' 'tags!='
x '' tags=mess
x o3 currency=JPY
x 'o3 o4' currency=JPY,BHD
x 'o1 o3' risk=low,high
x 'o1 o3 o4' 'risk!=mid'
x o4 risk=
x o1 hot=yes
x o1 hot=true
x o2 hot=no
x 'o3 o4' hot=
x 'o1 o2' topic=ERP
# ---- contains ----
x 'o1 o2 o3 o4' 'title~a'
x o1 'title~ALPH'
x o2 'remark~ZWEI'
x o3 'code~%'
x '' 'title~_'
x o1 'company.name~m' 'company.name!=Acme, Inc.' 'company!=co3'
x 'o1 o2' 'tags~ess'
# ---- ranges: numbers, money, dates, instants, durations ----
x 'o2 o3' value=5000..
x 'o1 o4' value=..1000
x 'o1 o2' value=1000..5000
x o1 value=1000
x o1 value=1000.00
x 'o1 o2' value=1000,5000
x o3 value=10000
x o4 value=12.3450
no 'value=12.345 may be 12345' 64 'crm-offer list value=12.345'
r 'an amount that may be read two ways' 'crm-offer list value=5.000.. 2>&1' "crm-offer: value: '5.000' may be 5000 or 5: write 5000, or 5.00
? 64"
r 'a comma lists' 'crm-offer list value=1,000 --all 2>&1' ''
x o4 value=12.34..12.35
x o3 'value=5000.01..'
x 'o1 o2 o3 o4' 'value!='
x '' value=
x 'o2 o3' area=2..
x o1 area=1.5
x 'o1 o2' seats=..0
x o1 seats=-5..-1
x 'o2 o3' share=40..
x o1 share=12.5
x o4 budget=..5
x 'o1 o2 o4' budget=0,10,20
x 'o1 o2' effort=..2h
x o3 effort=1d..
x o1 effort=90m
x 'o1 o2 o3' start=2026-01-31..2026-04-01
x o1 start=2026-01
x o2 start=2026-03-31
x 'o1 o2' start=2026-Q1
x 'o2 o3' start=2026-W14
x 'o1 o2' start=..today
x 'o2 o3' start=today..
x 'o2 o3' start=today,tomorrow
x 'o1 o3 o4' 'start!=2026-03-31'
x o4 start=
x o3 closed=this-month
x 'o3 o4' closed=last-1-year..this-year
x o4 closed=last-12-months
x o3 closed=ytd
x 'o3 o4' closed=all
x 'o1 o2' closed=
x o1 expected_close=+10d
x o1 expected_close=..+3w expected_close=tomorrow..
x 'o1 o3' expected_close=..2026-04
x o2 expected_close=eom+2m
x o2 expected_close=next-2-months expected_close=2026-05..
# an instant's day begins and ends at local midnight: 22:00Z is April in Berlin
x 'o1 o2' met=2026-03
x o2 met=2026-03-31
x o3 met=2026-04-01
x 'o1 o2' met=..2026-03-31
x o2 met=2026-03-31T20:00:00Z..2026-03-31T21:59:59Z
x 'o1 o2 o3 o4 o5' created=today --all
x '' created=..yesterday
# ---- computed ----
x 'o1 o2' probability=20,80
x o1 probability=50..99
x o3 probability=100
x o1 weighted=800
x o2 weighted=1000..2000
x 'o1 o2 o3 o4' idle=..0
x '' idle=1..
x o1 overdue=no title=Alpha
x '' overdue=yes
x 'o1 o2 o3' qualified=yes state=open,won
x 'o1 o2' expired=no state=open
x 'o1 o2' days_in_stage=0 state=open
# ---- references ----
x o1 company.city=Köln
x o3 company.city=Koeln
x 'o2 o3 o4' 'company.city!=Köln'
x 'o1 o3' company.city~koln
x 'o2 o4' company.city=
x o2 company.category=partner
x 'o1 o2' company.category=customer
x 'o3 o4' company.category=
x o1 company.employees=50..
x 'o1 o3' company.country=DE,AT
x o1 company.country=Germany
x o1 'company.name=Muster GmbH'
x 'o2 o3' owner.name=ben
x o2 'partner.name=Acme, Inc.'
x o1 partner=co1
# ---- default condition, words, ids ----
x 'o1 o2 o3 o4'
x 'o1 o2 o3 o4 o5' --all
x o5 state=lead
x o5 stage=new
x o5 qualified=no state=lead
x o5 opened=
x o5 o5
x 'o5 o2' o5 2
x o1 Alph
x '' alph erste
x o1 lph ALPHA
x '' alph zweite
x o5 lead --all

# ---- traps: never an empty list that looks like an answer ----
u() { # title-condition, nearest
  r "$1" "crm-offer list '$1' 2>&1 | grep -c \"$2\"; crm-offer list '$1' 2>/dev/null" "1
? 64"
}
u stage=negotation "nearest is 'negotiation'"
u 'stage!=negotation' "nearest is 'negotiation'"
u stage=offer,negotation "nearest is 'negotiation'"
u state=opened "nearest is 'open'"
u 'state!=opened' "nearest is 'open'"
u stat=open "nearest is 'state'"
u stat= "nearest is 'state'"
u company.citty=Bonn "nearest is 'city'"
u compny.city=Bonn "nearest is 'company'"
u risk=hihg "nearest is 'high'"
u owner=bne "nearest is 'ben'"
u currency=EURO 'EURO'
u company.country=Germania 'Germania'
u company.category=custmer "nearest is 'customer'"
u closed=last-12-moths 'last-12-moths'
u closed=yesteryear 'yesteryear'
u closed=2026-13 '2026-13'
u closed=2026-02-30 '2026-02-30'
u created=2026-Q5 '2026-Q5'
u value=much 'much'
u value=5000.1234567 '5000.1234567'
u value=.. 'A..B'
u value=1..2..3 '2..3'
u seats=1.5 '1.5'
u hot=maybe 'maybe'
u share=x x
u effort=long long
u pipeline=slaes "nearest is 'sales'"
u title~ title
u 'value~1' value
u 'closed~2026' closed
u 'title+=x' title
u 'tags-=x' tags
u 'notes@=x' notes
u 'owner.manager.nam=x' "nearest is 'name'"
u title.x=y title
u nosuch=1 nosuch
r 'a term that was never used' "crm-offer list channel=wbe 2>&1 | grep -c \"'web'\"; crm-offer list channel=wbe >/dev/null 2>&1" '1
? 64'
no 'a company that is not there' 1 'crm-offer list company=Nobody'
no 'one of two companies is not there' 1 'crm-offer list company=co1,co99'
no 'not equal to a company that is not there' 1 'crm-offer list company!=Nobody'
no 'a contact that is not there, by e-mail' 1 'crm-offer list contact=nobody@muster.example'
no 'an id that is not there' 1 'crm-offer list o99'
no 'a reference to a record beyond a reference' 1 'crm-offer list company.parent=Nobody'
no 'an empty operand' 64 'crm-offer list ""'
no 'an empty operand first' 64 'crm-offer ""'
w() { # condition, what to write instead
  r "$1 says what to write" "crm-offer list '$1'" "crm-offer: '$1' is no condition: write $2
? 64"
}
w title:Alpha 'title=Alpha for equal, title~Alpha for contains'
w company.city:Bonn 'company.city=Bonn for equal, company.city~Bonn for contains'
w 'title!~Alpha' 'title!=Alpha for not equal; none asks for what is not contained'
w 'value<>5' 'value!=5 for not equal; none asks for what is not contained'
w 'value>5' 'value=5.. for at least, value=A..B for between'
w 'value>=5' 'value=5.. for at least, value=A..B for between'
w 'value<5' 'value=..5 for at most, value=A..B for between'
w 'value<=5' 'value=..5 for at most, value=A..B for between'
x '' 'nofield:Alpha'
x '' https://muster.example
x '' 'title~=Alpha'
r 'a short list of words is told' "crm-log list direction=eingehend" "crm-log: direction: no word 'eingehend', one of in, out
? 64"
no 'in a report too' 64 'crm-report winrate owner:anna'
no 'a from beyond a to' 64 'crm-offer list value=5..1'
no 'a period turned round' 64 'crm-offer list closed=2026-04..2026-01'

# ---- unquoted in every shell: the operators arrive as they are ----
cat >line <<'END'
crm-offer list -c id email!= city!=Köln name~x value=..5000 tags+=x tags-=x closed=2026-01-01..2026-03-31 company.city=Köln notes@=f due=-2w value=-5.. stage=offer,won -s -value -c +age expected_close=+60d o9@1 --by closed:month
END
cat >want <<'END'
list
-c
id
email!=
city!=Köln
name~x
value=..5000
tags+=x
tags-=x
closed=2026-01-01..2026-03-31
company.city=Köln
notes@=f
due=-2w
value=-5..
stage=offer,won
-s
-value
-c
+age
expected_close=+60d
o9@1
--by
closed:month
END
mkdir bin
printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' >bin/crm-offer
chmod +x bin/crm-offer
for shell in 'dash' 'bash --norc' 'zsh -f' 'zsh -f -o extendedglob' 'zsh -f -o magicequalsubst' 'fish --no-config' 'busybox sh' mksh; do
  if command -v ${shell%% *} >/dev/null && { [ "$shell" != 'busybox sh' ] || busybox sh -c : 2>/dev/null; }; then
    is "unquoted in $shell" "$(PATH=$work/bin:$PATH $shell line 2>&1)" "$(cat want)"
  else
    skip "unquoted in $shell" "no $shell"
  fi
done
long=$(head -c 60000 /dev/zero | tr '\0' a)
no 'a text too long to look for' 64 "crm-company list name~$long"
no 'as a word' 64 "crm-company list $long"
ok 'equal to a long text' "crm-company list name=$long"
finish
