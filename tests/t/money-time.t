#!/bin/sh
# Money in its currency's decimals, one row a currency; days and instants across time zones; what is counted in days.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q

# ---- money ----
a() { # currency value printed
  r "$2 $1" "id=\$(crm-offer add title=x currency=$1 value=$2); crm-offer list \$id -c value,currency" "$3|$1"
}
a EUR 12000 12000.00
a EUR 0.1 0.10
a EUR -5 -5.00
a EUR 0 0.00
a JPY 1000 1000
a BHD 1.5 1.500
a BHD 0.001 0.001
a KWD 12.345 12.345
a CLF 1.2345 1.2345
a EUR 9000000000000.00 9000000000000.00
a JPY 900000000000000 900000000000000
for v in EUR,1.005 JPY,1.5 BHD,0.0001 EUR,9000000000000.01 EUR,1e3 EUR,1,000 EUR,0x10 EUR,nan EUR,. EUR,- EUR,1,50 'EUR,1 000' EUR,1.125; do
  no "${v#*,} ${v%%,*} is none" 65 "crm-offer add title=x currency=${v%%,*} value='${v#*,}'"
done
r 'forms of a number' 'crm-offer set 1 value=+5 -q 2>/dev/null; crm-offer set 1 value=.5 -q 2>/dev/null; crm-offer set 1 value=007.50 -q; crm-offer list 1 -c value' 7.50
no 'a currency changes only together with the amounts' 5 'crm-offer set 1 value=1.50 -q; crm-offer set 1 currency=JPY'
r 'together with the amount it does' 'crm-offer set 1 currency=JPY value=150; crm-offer list 1 -c value,currency' 'o1
150|JPY'
r 'weighted is rounded once, half away from zero' 'crm-offer set 1 currency=EUR value=0.05 pin=50 -q; crm-offer list 1 -c weighted; crm-offer set 1 value=-0.05 -q; crm-offer list 1 -c weighted; crm-offer set 1 value=0.10 pin=33.33 -q; crm-offer list 1 -c weighted' '0.03
-0.03
0.03'
r 'percent' 'crm-offer set 1 pin=12.5 -q; crm-offer list 1 -c pin; crm-offer set 1 pin=100 -q; crm-offer list 1 -c pin; crm-offer set 1 pin=0 -q; crm-offer list 1 -c pin,probability,weighted' '12.5
100
0|0|0.00'
no 'percent with three decimals' 65 'crm-offer set 1 pin=1.005'
r 'decimal' 'crm-company add name=D revenue=12.5000 -q; crm-company list D -c revenue; crm-company set D revenue=-0.0001 -q; crm-company list D -c revenue' '12.5
-0.0001'
no 'decimal with five decimals' 65 'crm-company set D revenue=0.00001'

CRM_DB=$work/sums.db
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
for c in 'EUR 100.50' 'EUR 0.50' 'JPY 1000' 'BHD 1.005'; do
  crm-offer add title=x currency=${c% *} value=${c#* } expected_close=2026-04-15 channel=web -q
done
crm-offer add title=leer -q
r 'sums: a row a currency: stages' 'crm-stage list -c name,currency,offers,total,weighted nosuch=x state=open 2>/dev/null || crm-stage list -c name,currency,offers,total,weighted state=open | grep ^offer' 'offer|BHD|1|1.005|0.201
offer|EUR|3|101.00|20.20
offer|JPY|1|1000|200'
r 'sums: pipeline' 'crm-report pipeline 2>/dev/null' 'BHD|1|1.005|0.201
EUR|3|101.00|20.20
JPY|1|1000|200'
r 'what has no value is counted and said' 'crm-report pipeline 2>&1 >/dev/null | grep -c "1 open offer has no value: o5"' 1
r 'sums: forecast' 'crm-forecast 2>/dev/null | cut -f 1-5 | sort' '2026-04|BHD|1|1.005|0.201
2026-04|EUR|2|101.00|20.20
2026-04|JPY|1|1000|200
total|BHD|1|1.005|0.201
total|EUR|3|101.00|20.20
total|JPY|1|1000|200
undated|EUR|1|0.00|0.00'
crm-offer list --all | crm-stage win - -q
r 'sums: revenue' 'crm-report revenue 2>/dev/null' 'BHD|1|1.005|1.00500|1.00500
EUR|3|101.00|50.5000|50.5000
JPY|1|1000|1000.00|1000.00'
r 'the locale makes no difference' 'for l in C de_DE.UTF-8; do LC_ALL=$l LC_NUMERIC=$l crm-report revenue 2>/dev/null; done | sort | uniq -c | awk "{ print \$1 }" | uniq' 2

# ---- today ----
CRM_DB=$work/time.db
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
r 'today by the clock, CRM_TODAY, --today' 'crm-db info | grep ^today; CRM_TODAY=2026-12-24 crm-db info | grep ^today; CRM_TODAY=2026-12-24 crm-db info --today=2025-01-01 | grep ^today' 'today|2026-03-31
today|2026-12-24
today|2025-01-01'
r '--today takes the words of dates' 'crm-db info --today=tomorrow | grep ^today; crm-db info --today=eom-1m | grep ^today' 'today|2026-04-01
today|2026-02-28'
r 'today is that of the settings, whatever TZ says' 'for z in UTC Pacific/Auckland America/Los_Angeles; do CRM_NOW=2026-03-31T22:30:00Z TZ=$z crm-db info | grep ^today; done' 'today|2026-04-01
today|2026-04-01
today|2026-04-01'
r 'an instant is by the clock, never --today' 'crm-company add name=x --today=2030-01-01 -q; crm-company list -c created; crm-log batches -n 1 -c at' '2026-03-31T12:00:00Z
2026-03-31T12:00:00Z'
r 'the words of dates' 'for d in today yesterday tomorrow friday tuesday eom eoq eoy +3d -2w today+1m 2026-01-31+1m eom+1m eoq+3wd friday+1wd 2024-02-29+1y today-1y +1w-1d; do crm-offer add title=$d expected_close=$d --today=2026-03-31 -q; done; crm-offer list -c title,expected_close' 'today|2026-03-31
yesterday|2026-03-30
tomorrow|2026-04-01
friday|2026-04-03
tuesday|2026-04-07
eom|2026-03-31
eoq|2026-03-31
eoy|2026-12-31
+3d|2026-04-03
-2w|2026-03-17
today+1m|2026-04-30
2026-01-31+1m|2026-02-28
eom+1m|2026-04-30
eoq+3wd|2026-04-03
friday+1wd|2026-04-06
2024-02-29+1y|2025-02-28
today-1y|2025-03-31
+1w-1d|2026-04-06'
for d in 2026-02-29 2026-13-01 2026-00-01 26-01-01 2026-1-1 31.03.2026 soon eow +3 +3x today+ 0000-01-01 10000-01-01 2026-03-31T10:00; do
  no "no date: $d" 64 "crm-offer set 1 expected_close='$d'"
done

# ---- periods ----
CRM_DB=$work/periods.db
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
for d in 2024-12-31 2025-01-01 2025-03-30 2025-06-30 2025-07-01 2025-12-31 2026-01-01 2026-02-28 2026-03-01 2026-03-29 2026-03-30 2026-03-31 2026-04-01 2026-04-05 2026-04-06 2026-04-30 2026-06-30 2026-07-01 2026-12-31 2027-01-01; do
  crm-offer add title=$d expected_close=$d -q
done
p() { r "expected_close=$1" "crm-offer list 'expected_close=$1' -c title | sed -n '1p;\$p' | uniq | paste -sd' ' -" "$2"; }
p 2026 '2026-01-01 2026-12-31'
p 2026-Q1 '2026-01-01 2026-03-31'
p 2026-03 '2026-03-01 2026-03-31'
p 2026-W14 '2026-03-30 2026-04-05'
p 2026-03-31 2026-03-31
p 2025..2026-Q1 '2025-01-01 2026-03-31'
p 2026-03-30..2026-04-01 '2026-03-30 2026-04-01'
p ..2025 '2024-12-31 2025-12-31'
p 2026-Q3.. '2026-07-01 2027-01-01'
p ytd '2026-01-01 2026-03-31'
p all '2024-12-31 2027-01-01'
p today 2026-03-31
p this-day 2026-03-31
p this-week '2026-03-30 2026-04-05'
p this-month '2026-03-01 2026-03-31'
p this-quarter '2026-01-01 2026-03-31'
p this-year '2026-01-01 2026-12-31'
p last-day 2026-03-30
p last-week 2026-03-29
p last-month 2026-02-28
p last-3-months '2025-12-31 2026-02-28'
p last-12-months '2025-03-30 2026-02-28'
p last-year '2025-01-01 2025-12-31'
p last-2-years '2024-12-31 2025-12-31'
p last-4-quarters '2025-01-01 2025-12-31'
p next-day 2026-04-01
p next-week 2026-04-06
p next-month '2026-04-01 2026-04-30'
p next-2-quarters '2026-04-01 2026-07-01'
p next-year 2027-01-01
p today-12m..today '2025-06-30 2026-03-31'
p -1w..+1w '2026-03-29 2026-04-06'
p eom 2026-03-31

# ---- local midnights ----
CRM_DB=$work/zone.db
CRM_NOW=2025-12-31T12:00:00Z
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
# before and after local midnight: winter +1, summer +2; the days the clock changes have 23 and 25 hours
for at in 2026-01-01T22:59:59Z 2026-01-01T23:00:00Z 2026-03-28T22:59:59Z 2026-03-28T23:00:00Z 2026-03-29T21:59:59Z 2026-03-29T22:00:00Z 2026-10-24T21:59:59Z 2026-10-24T22:00:00Z 2026-10-25T22:59:59Z 2026-10-25T23:00:00Z; do
  CRM_NOW=$at crm-company add name=$at -q
done
CRM_NOW=2026-11-01T12:00:00Z
d() { r "created=$1" "TZ=America/New_York crm-company list created=$1 -c name" "$2"; }
d 2026-01-01 2026-01-01T22:59:59Z
d 2026-01-02 2026-01-01T23:00:00Z
d 2026-03-28 2026-03-28T22:59:59Z
d 2026-03-29 '2026-03-28T23:00:00Z
2026-03-29T21:59:59Z'
d 2026-03-30 2026-03-29T22:00:00Z
d 2026-10-24 2026-10-24T21:59:59Z
d 2026-10-25 '2026-10-24T22:00:00Z
2026-10-25T22:59:59Z'
d 2026-10-26 2026-10-25T23:00:00Z
d 2026-03-29..2026-10-24 '2026-03-28T23:00:00Z
2026-03-29T21:59:59Z
2026-03-29T22:00:00Z
2026-10-24T21:59:59Z'
d 2026-10 '2026-10-24T21:59:59Z
2026-10-24T22:00:00Z
2026-10-25T22:59:59Z
2026-10-25T23:00:00Z'
d ..2026-01-01 2026-01-01T22:59:59Z
d 2026-10-26.. 2026-10-25T23:00:00Z
r 'instants print as UTC' 'crm-company list -c created -n 1; crm-company list -c created -n 1 -f json' '2026-01-01T22:59:59Z
{"created":"2026-01-01T22:59:59Z"}'
r 'another zone, other days' 'printf "settings: {timezone: Pacific/Auckland}\n" | crm-workflow apply - -q 2>/dev/null; crm-company list created=2026-01-02 -c name; crm-db info | grep ^timezone' '2026-01-01T22:59:59Z
2026-01-01T23:00:00Z
timezone|Pacific/Auckland'
no 'a zone that is none' 78 'printf "settings: {timezone: Europe/Atlantis}\n" | crm-workflow apply -'
no 'a zone that leads elsewhere' 78 'printf "settings: {timezone: ../../etc/passwd}\n" | crm-workflow apply -'

# ---- counted in days ----
CRM_DB=$work/days.db
CRM_NOW=2026-02-01T12:00:00Z
crm-db init -q
CRM_NOW=2026-03-01T12:00:00Z crm-offer add title=x expected_close=2026-04-01 valid_until=2026-03-20 inquired=2026-02-20 -q
CRM_NOW=2026-03-05T12:00:00Z crm-stage next 1 expected_close=2026-04-10 -q
CRM_NOW=2026-03-06T12:00:00Z crm-offer set 1 expected_close=2026-04-05 -q
CRM_NOW=2026-03-07T12:00:00Z crm-offer set 1 expected_close=2026-04-20 -q
CRM_NOW=2026-03-08T12:00:00Z crm-offer set 1 expected_close= -q
CRM_NOW=2026-03-09T12:00:00Z crm-offer set 1 expected_close=2026-05-20 -q
r 'idle, age, days in stage, pushes' 'crm-offer list 1 -c idle,age,days_in_stage,stage_since,pushes,expired,overdue --today=2026-03-25' '24|33|20|2026-03-05|2|yes|no'
r 'overdue the day after' 'crm-offer list 1 -c overdue --today=2026-05-20; crm-offer list 1 -c overdue --today=2026-05-21; crm-offer list overdue=yes -c id --today=2026-05-21' 'no
yes
o1'
r 'expired the day after' 'crm-offer list 1 -c expired --today=2026-03-20; crm-offer list expired=yes -c id --today=2026-03-21' 'no
o1'
r 'conditions are turned round' 'crm-offer list idle=24 -c id --today=2026-03-25; crm-offer list idle=25.. --today=2026-03-25; crm-offer list days_in_stage=14.. -c id --today=2026-03-25; crm-offer list age=33 -c id --today=2026-03-25' 'o1
o1
o1'
CRM_NOW=2026-03-30T12:00:00Z crm-stage win 1 -q
r 'age ends when it is closed; pushes stay' 'crm-offer list 1 -c age,pushes,closed,days_in_stage --today=2026-12-31' '38|2|2026-03-30|276'
CRM_NOW=2026-03-31T12:00:00Z
crm-offer set 1 expected_close=2026-12-01 -q
r 'putting off what is closed is no push' 'crm-offer list 1 -c pushes' 2
crm-offer add title=y expected_close=2026-04-01 -q
crm-stage move 2 negotiation expected_close=2026-05-01 -q
printf 'id\texpected_close\no2\t2026-06-01\no2\t2026-07-01\n' >twice.tsv
r 'two lines that put off one offer are refused, and push nothing' 'crm-offer import --key=id twice.tsv -q; crm-offer list 2 -c pushes' 'crm-offer: twice.tsv:3: expected_close: lines 2 and 3 are one offer and say different things of it: leave one out, or tell them apart by a key
1'
r 'one push a command' 'head -2 twice.tsv | crm-offer import --key=id - -q; crm-offer list 2 -c pushes' 2
r 'an age in years' 'crm-company add name=z founded=1998 -q; crm-company list -c age; crm-company list -c age --today=2030-01-01; crm-company list age=28 -c id' '28
32
co1'
r 'the next birthday, leap days too' 'crm-contact add name=a birthday=1980-02-29 -q; crm-contact add name=b birthday=1980-03-31 -q; crm-contact list -c next_birthday; crm-contact list -c next_birthday --today=2028-01-01; crm-contact list next_birthday=today..+7d -c name' '2027-02-28
2026-03-31
2028-02-29
2028-03-31
b'
ok 'all are sound' 'for d in crm sums time periods zone days; do crm-db check -d $d.db || exit 1; done'
finish
