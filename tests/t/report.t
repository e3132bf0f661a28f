#!/bin/sh
# crm-report: every measure and dimension over offers whose figures are known.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
crm-user add name=ben team=sales -q
crm-user add name=carl team=sales -q
printf 'name\tcity\tcountry\tindustry\temployees\nMuster GmbH\tKöln\tDE\tBau\t120\nBeispiel AG\tBonn\tDE\tHandel\t9\nÄrzte\tWien\tAT\tBau\t\n' | crm-company import - -q
printf 'sku\tname\tcategory\nS\tServer\thardware\nT\tTraining\tservice\n' | crm-product import - -q
cat >offers.tsv <<'END'
number	title	company	product	owner	channel	tags	value	currency	inquired	entered.offer	stage	closed	expected_close
A-1	Server	co1	p1	anna	web	x,y	12000.00	EUR	2026-01-01	2026-01-05	won	2026-01-11	
A-2	Training	co2	p2	ben	phone	x	1800.00	EUR	2026-01-12	2026-01-12	lost	2026-02-02	
A-3	Storage	co1	p1	ben	web		4500.00	EUR		2026-01-20	won	2026-03-12	
A-4	Server	co3	p1	anna	fair	y	9500.00	EUR	2026-02-01	2026-02-01	lost	2026-03-20	
A-5	Care pack	co3		anna	web		600.00	EUR	2026-03-01	2026-03-01	offer		2026-04-15
A-6	Yen	co2	p1	ben			100000	JPY	2026-01-01	2026-01-01	won	2026-01-31	
A-7	No value	co2	p2	ben	phone			EUR	2026-02-10	2026-02-10	won	2026-02-20	
A-8	Big	co1	p2	anna	fair	x	1000.00	EUR	2026-03-05	2026-03-05	negotiation		2026-05-31
END
crm-offer import offers.tsv -q
crm-offer add title=Lead stage=new value=5 inquired=2026-03-01 -q
crm-offer add title='Lost lead' stage=new value=7 -q && crm-stage lose 10 -q

# ---- revenue ----
r 'revenue' 'crm-report revenue -H 2>/dev/null' 'currency|won|revenue|average|median
EUR|3|16500.00|8250.0000|8250.0000
JPY|1|100000|100000.00|100000.00'
r 'by month, by quarter, by year of closing' 'crm-report revenue --by=month 2>/dev/null; crm-report revenue --by closed:quarter -H 2>/dev/null; crm-report revenue --by=year 2>/dev/null' '2026-01|EUR|1|12000.00|12000.0000|12000.0000
2026-01|JPY|1|100000|100000.00|100000.00
2026-02|EUR|1|0.00||
2026-03|EUR|1|4500.00|4500.0000|4500.0000
closed:quarter|currency|won|revenue|average|median
2026-Q1|EUR|3|16500.00|8250.0000|8250.0000
2026-Q1|JPY|1|100000|100000.00|100000.00
2026|EUR|3|16500.00|8250.0000|8250.0000
2026|JPY|1|100000|100000.00|100000.00'
r 'by week and day' 'crm-report revenue --by=week 2>/dev/null | cut -f 1,2; crm-report revenue --by=day currency=JPY | cut -f 1,2' '2026-W02|EUR
2026-W05|JPY
2026-W08|EUR
2026-W11|EUR
2026-01-31|JPY'
r 'by product: names; what has none stands last, without a name' 'crm-report revenue --by product 2>/dev/null; crm-report winrate --by product | cut -f 1,2' 'Server|EUR|2|16500.00|8250.0000|8250.0000
Server|JPY|1|100000|100000.00|100000.00
Training|EUR|1|0.00||
Server|4
Training|3
|1'
r 'by a field of what it refers to' 'crm-report revenue --by company.industry,owner.team currency=EUR 2>/dev/null' 'Bau|sales|EUR|1|4500.00|4500.0000|4500.0000
Bau||EUR|1|12000.00|12000.0000|12000.0000
Handel|sales|EUR|1|0.00||'
r 'by tags: each of them, once in the total' 'crm-report winrate --by tags | cut -f 1,2; crm-report winrate | cut -f 1' 'x|3
y|2
|4
8'
r 'conditions, ids, a stream' "crm-report revenue owner=anna; crm-report revenue o1 3; crm-offer list channel=web | crm-report revenue -; crm-report revenue value=5000.. currency=EUR" 'EUR|1|12000.00|12000.0000|12000.0000
EUR|2|16500.00|8250.0000|8250.0000
EUR|2|16500.00|8250.0000|8250.0000
EUR|1|12000.00|12000.0000|12000.0000'
r '--period is the day of closing' 'crm-report revenue --period=2026-03; crm-report revenue --period=last-1-month 2>/dev/null; crm-report revenue --period=2026-01..2026-01-15' 'EUR|1|4500.00|4500.0000|4500.0000
EUR|1|0.00||
EUR|1|12000.00|12000.0000|12000.0000'
r 'nothing won' 'crm-report revenue --period=2020; crm-report revenue --period=2020 --by=owner' 'EUR|0|0.00||'
r 'no value: counted and named' 'crm-report revenue 2>&1 >/dev/null | grep -c "1 .*no value.*o7"' 1
r '-s, -n' 'crm-report revenue --by channel -s -revenue -n 1 2>/dev/null' '|JPY|1|100000|100000.00|100000.00'
is '-f json' "$(crm-report revenue --by channel -f json channel=web)" '{"channel":"web","currency":"EUR","won":2,"revenue":16500.00,"average":8250.0000,"median":8250.0000}'
r 'users without offers, with --all' 'crm-report winrate --by owner --all | cut -f 1,2; crm-report winrate --by owner | cut -f 1' 'anna|4
ben|4
carl|0
anna
ben'

# ---- win rate: 4 of 6; Wilson 95 %: z = 1.959964 ----
wilson() { awk -v k="$1" -v n="$2" 'BEGIN { z = 1.959963984540054; p = k / n; d = 1 + z * z / n; c = p + z * z / (2 * n); s = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)); printf "%.6f|%.6f|%.6f", p, (c - s) / d < 0 ? 0 : (c - s) / d, (c + s) / d }'; }
r 'win rate' 'crm-report winrate -H' "offers|open|won|lost|rate|rate_low|rate_high
8|2|4|2|$(wilson 4 6)"
r 'by owner' 'crm-report winrate --by owner' "anna|4|2|1|1|$(wilson 1 2)
ben|4|0|3|1|$(wilson 3 4)"
r 'none decided: no rate' 'crm-report winrate title=Big' '1|1|0|0|||'
r 'a lead that was turned down does not count' "crm-report winrate title='Lost lead'" '0|0|0|0|||'

# ---- pipeline ----
r 'pipeline' 'crm-report pipeline -H' 'currency|offers|total|weighted
EUR|2|1600.00|920.00'
r 'by month of the expected close' 'crm-report pipeline --by=month; crm-report pipeline --period=2026-04' '2026-04|EUR|1|600.00|120.00
2026-05|EUR|1|1000.00|800.00
EUR|1|600.00|120.00'
r 'by stage: in the order of the stages' 'crm-report pipeline --by stage' 'offer|EUR|1|600.00|120.00
negotiation|EUR|1|1000.00|800.00'

# ---- cycle: days from the inquiry, else from the opening, to the closing ----
r 'cycle' 'crm-report cycle -H' 'result|n|mean|min|p10|p25|p50|p75|p90|max
won|4|25.2500|10|10|10|10|30|51|51
lost|2|34.0000|21|21|21|21|47|47|47'
r 'by owner' 'crm-report cycle --by owner state=won | cut -f 1-4' 'anna|won|1|10.0000
ben|won|3|30.3333'

# ---- what is refused ----
no 'no verb' 64 'crm-report'
no 'a dimension that is none' 64 'crm-report revenue --by=chanel'
r 'the nearest is named' "crm-report revenue --by=chanel 2>&1 | grep -c \"'channel'\"" 1
no 'a unit of what is no date' 64 'crm-report revenue --by=owner:month'
no 'a unit that is none' 64 'crm-report revenue --by=closed:moon'
no 'seventeen dimensions' 64 'crm-report revenue --by=owner,channel,title,number,company,contact,product,stage,state,currency,source,campaign,reason,language,inquired,closed,opened'
ok 'sixteen' 'crm-report revenue --by=owner,channel,title,number,company,contact,product,stage,state,source,campaign,reason,language,inquired,closed,opened'
no 'a period that is none' 64 'crm-report revenue --period=lately'
no 'a company that is not there' 1 'crm-report revenue company=Nobody'
no 'rows on standard input' 65 'crm-report revenue | crm-report revenue -'
no 'to sort by what is no column' 64 'crm-report revenue -s title'

# ---- every dimension works ----
r 'every field of an offer is a dimension' 'for f in $(crm-offer fields 2>/dev/null | cut -f 1); do crm-report winrate --by=$f >/dev/null 2>&1 || { crm-report winrate --by=$f 2>&1 | head -n 1; }; done' ''
r 'sums over any dimension are the total' 'for f in owner channel company product stage company.country owner.team closed:month inquired:quarter; do crm-report winrate --by=$f | awk -F"\t" "{ s += \$2 } END { print s }"; done | sort -u' 8
r 'not one day of --today matters to what is closed' 'crm-report revenue 2>/dev/null | cksum; crm-report revenue --today=2030-01-01 2>/dev/null | cksum' "$(crm-report revenue 2>/dev/null | cksum)
$(crm-report revenue 2>/dev/null | cksum)"
# ---- words, columns ----
crm-db init words.db -q
r 'a word is no condition: a period' 'crm-report revenue last-month -d words.db' "crm-report: 'last-month' is no condition, did you mean --period=last-month?
? 64"
r 'a word is no condition: fields' 'crm-report winrate pipeline -d words.db; crm-report winrate owner.team -d words.db' "crm-report: 'pipeline' is no condition, did you mean --by=pipeline?
crm-report: 'owner.team' is no condition, did you mean --by=owner.team?
? 64"
r 'a word is no condition: another word' 'crm-report cycle foo -d words.db' "crm-report: 'foo' is no condition
? 64"
r '-c' 'crm-report revenue -d words.db -H -c revenue,won; crm-report revenue -d words.db -H -c +won -f csv' 'revenue|won
0.00|0
currency,won,revenue,average,median,won
EUR,0,0.00,,,0'
r '-c: no such column' 'crm-report revenue -d words.db -H -c won,revnue' "crm-report: no column 'revnue', nearest is 'revenue'
? 64"
finish
