#!/bin/sh
# crm-forecast: weighted, band, won and landing; what is overdue or undated; what-if from standard input.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
crm-user add name=ben team=sales -q
cat >offers.tsv <<'END'
title	value	currency	stage	expected_close	closed	owner	channel	pin
April	10000.00	EUR	negotiation	2026-04-30		anna	web	
April 2	333.33	EUR	presentation	2026-04-01		ben	web	33.33
May	2000.00	EUR	follow-up	2026-05-15		ben		
Overdue	500.00	EUR	offer	2026-03-30		anna		
Today	70.00	EUR	offer	2026-03-31		anna		
Undated	800.00	EUR	offer			anna		
No value		EUR	offer	2026-04-10		anna		
Yen	100000	JPY	negotiation	2026-04-15		ben		
Won March	5000.00	EUR	won		2026-03-15	anna		
Won February	900.00	EUR	won		2026-02-15	ben		
Lost	9999.00	EUR	lost		2026-03-15	ben		
END
crm-offer import offers.tsv -q
crm-offer add title=Lead stage=new value=77 expected_close=2026-04-20 -q
# currency, offers, total, weighted; won, landing
sums() { awk -F'\t' -v OFS='|' '{ print $1, $2, $3, $4, $5, $8, $9 }'; }
f() { title=$1; shift; is "$title" "$(crm-forecast "$@" 2>err | sums)" "$(cat)"; }
f 'by month; overdue, undated, total' <<'END'
overdue|EUR|1|500.00|100.00|0.00|100.00
2026-03|EUR|1|70.00|14.00|5000.00|5014.00
2026-04|EUR|3|10333.33|8111.10|0.00|8111.10
2026-04|JPY|1|100000|80000|0|80000
2026-05|EUR|1|2000.00|800.00|0.00|800.00
undated|EUR|1|800.00|160.00|0.00|160.00
total|EUR|7|13703.33|9185.10|5000.00|14185.10
total|JPY|1|100000|80000|0|80000
END
r 'header' 'crm-forecast -H 2>/dev/null | head -n 1' 'period|currency|offers|total|weighted|low|high|won|landing'
r 'what has no value is counted and named' 'crm-forecast 2>&1 >/dev/null | grep -c "1 .*no value.*o7"' 1
f 'by quarter: won since the quarter began' --by=quarter currency=EUR <<'END'
overdue|EUR|1|500.00|100.00|0.00|100.00
2026-Q1|EUR|1|70.00|14.00|5900.00|5914.00
2026-Q2|EUR|4|12333.33|8911.10|0.00|8911.10
undated|EUR|1|800.00|160.00|0.00|160.00
total|EUR|7|13703.33|9185.10|5900.00|15085.10
END
f 'by owner' --by owner currency=EUR <<'END'
anna|EUR|5|11370.00|8274.00|5000.00|13274.00
ben|EUR|2|2333.33|911.10|0.00|911.10
total|EUR|7|13703.33|9185.10|5000.00|14185.10
END
f 'a period' --period=2026-Q2 currency=EUR --total <<'END'
total|EUR|6|13633.33|9171.10|0.00|9171.10
END
f 'conditions' channel=web --total <<'END'
total|EUR|2|10333.33|8111.10|0.00|8111.10
END
f 'won in a period' --period=2026-02 --total currency=EUR <<'END'
total|EUR|2|1300.00|260.00|900.00|1160.00
END
is 'ids from standard input' "$(printf 'o1\no3\n' | crm-forecast --total - | sums)" 'total|EUR|2|12000.00|8800.00|0.00|8800.00'
is 'all groupings add up to the same' "$(for b in month quarter year week owner channel stage company owner.team expected_close:month; do crm-forecast --by=$b currency=EUR 2>/dev/null | awk -F'\t' '{ k = $(NF - 7); if ($1 == "total") t = $(NF - 4); else s += $(NF - 4) } END { printf "%.2f %.2f\n", s, t }'; done | sort -u)" '9185.10 9185.10'
is 'today can be another day' "$(crm-forecast --today=2026-05-01 title=April | sums)" 'overdue|EUR|1|10000.00|8000.00|0.00|8000.00
total|EUR|1|10000.00|8000.00|0.00|8000.00'

# ---- the band: quantiles of the sum ----
b() { crm-forecast show --total "$@" 2>/dev/null | cut -f 6,7 | tr '\t' ' '; }
is 'one offer of 80 %: 80 % band' "$(b o1)" '0.00 10000.00'
is 'one offer of 80 %: 50 % band' "$(b o1 --band=50)" '10000.00 10000.00'
is 'one offer of 80 %: 30 % band' "$(b o1 --band=30)" '10000.00 10000.00'
is 'one offer of 40 %: 10 % band' "$(b o3 --band=10)" '0.00 0.00'
is 'two of 80 and 40 %: 80 % band' "$(b o1 o3)" '0.00 12000.00'
is 'none' "$(crm-forecast --total title=Lost 2>/dev/null | cut -f 3-7)" "$(printf '0\t0.00\t0.00\t0.00\t0.00')"
is 'a wider band is wider' "$(for w in 20 50 80 95 99; do b --band=$w currency=EUR; done | awk '{ if (NR > 1 && ($1 > l || $2 < h)) print NR; l = $1; h = $2 }')" ''
is 'a hundred equal offers: as the normal law says' "$(seq 100 | awk 'BEGIN { print "value\tprobability\texpected_close" } { print "100\t50\t2026-05-01" }' | crm-forecast --total - | cut -f 4-7 | awk '{ print $1, $2, ($3 >= 4200 && $3 <= 4500), ($4 >= 5500 && $4 <= 5800) }')" '10000.00 5000.00 1 1'
no 'a band of 0' 64 'crm-forecast --band=0'
no 'a band of 100' 64 'crm-forecast --band=100'
no 'a band of words' 64 'crm-forecast --band=wide'

# ---- what if ----
w() { is "$1" "$(printf "$2" | crm-forecast $3 - 2>err | sums)" "$4"; }
w 'rows with a header, in any order, others ignored' 'foo\tprobability\texpected_close\tvalue\nx\t50\t2026-04-02\t100\ny\t10\t\t10.05\n' '' '2026-04|EUR|1|100.00|50.00|0.00|50.00
undated|EUR|1|10.05|1.01|0.00|1.01
total|EUR|2|110.05|51.01|0.00|51.01'
w 'currency' 'value\tprobability\texpected_close\tcurrency\n100\t50\t\tJPY\n1.005\t50\t\tBHD\n' --total 'total|BHD|1|1.005|0.503|0.000|0.503
total|JPY|1|100|50|0|50'
w 'state: won and lost' 'value\tprobability\texpected_close\tstate\tclosed\n100\t100\t\twon\t2026-03-30\n7\t0\t\tlost\t2026-03-30\n5\t20\t\topen\t\n' --total 'total|EUR|1|5.00|1.00|100.00|101.00'
w 'by what the rows say' 'value\tprobability\towner\n100\t50\tzoe\n10\t50\t\n' '--by=owner' 'zoe|EUR|1|100.00|50.00|0.00|50.00
|EUR|1|10.00|5.00|0.00|5.00
total|EUR|2|110.00|55.00|0.00|55.00'
w 'no rows' 'value\tprobability\texpected_close\n' --total 'total|EUR|0|0.00|0.00|0.00|0.00'
is 'CSV too' "$(printf 'value,probability\n"100",50\n' | crm-forecast --total - | sums)" 'total|EUR|1|100.00|50.00|0.00|50.00'
is 'what the list gives comes out as the database does' "$(crm-offer list state=open -H -c id,value,probability,expected_close,currency 2>/dev/null | crm-forecast - 2>/dev/null | sed 's/^id/&/' | cut -f 1-7)" "$(crm-forecast state=open 2>/dev/null | cut -f 1-7)"
for bad in 'value\tprobability\nmuch\t5\n' 'value\tprobability\n5\t101\n' 'value\tprobability\texpected_close\n5\t5\t2026-02-30\n' 'value\tprobability\n5\n' 'value\n5\n' 'value\tprobability\tcurrency\n5\t5\tEURO\n'; do
  no "bad rows: $(printf %s "$bad" | tr -cd a-z0-9)" 65 "printf '$bad' | crm-forecast -"
done
r 'bad rows: line and column' "printf 'value\tprobability\texpected_close\n5\t5\t\nmuch\t5\t\n' | crm-forecast -" "crm-forecast: stdin:3:1: value: 'much' is not a number
? 65"
no 'what is no dimension' 64 'crm-forecast --by=chanel'
no 'a dimension rows do not have' 65 "printf 'value\tprobability\n5\t5\n' | crm-forecast --by=owner -"
ok 'without a database' "unset CRM_DB; printf 'value\tprobability\n5\t5\n' | crm-forecast --total -"
# ---- words, columns, rows without a currency ----
crm-db init words.db -q
r 'a word is no condition' 'crm-forecast show foo -d words.db; crm-forecast show next-quarter -d words.db; crm-forecast show owner -d words.db' "crm-forecast: 'foo' is no condition
crm-forecast: 'next-quarter' is no condition, did you mean --period=next-quarter?
crm-forecast: 'owner' is no condition, did you mean --by=owner?
? 64"
r 'rows without a currency are remarked upon; a total needs no expected close' "printf 'value\\tprobability\\n100\\t50\\n' | crm-forecast --total - -H -c total,weighted -d words.db" "total|weighted
100.00|50.00
crm-forecast: no column 'currency': all amounts are taken for EUR"
r 'rows with one are not' "printf 'value\\tprobability\\tcurrency\\n100\\t50\\tUSD\\n' | crm-forecast --total - -c currency,total -d words.db" 'USD|100.00'
r 'a period needs the expected close, with a total too' "printf 'value\\tprobability\\tcurrency\\n100\\t50\\tUSD\\n' | crm-forecast --total --period=ytd - -d words.db" "crm-forecast: stdin:1: no column 'expected_close'
? 65"
r '-c' 'crm-forecast -d words.db -H -c landing,nothing' "crm-forecast: no column 'nothing'
? 64"
finish
