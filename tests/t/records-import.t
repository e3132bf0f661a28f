#!/bin/sh
# import and export: round trips that change nothing, keys, mapping, formats, rejects.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
cat >own.yaml <<'END'
fields:
  company: [{name: risk, type: "low|mid|high"}, {name: score, type: percent}]
  contact: [{name: met, type: instant}, {name: lunch, type: duration}]
  product: [{name: weight, type: decimal}, {name: maker, type: reference to company}]
  offer: [{name: hot, type: boolean}, {name: budget, type: money}, {name: start, type: date}, {name: topic, type: term}, {name: remark, type: long}, {name: seats, type: integer}]
  user: [{name: desk, type: text}]
END
crm-workflow apply own.yaml -q

# ---- every field of every kind filled, some awkwardly ----
crm-user add name=ben full='Ben "B" Hartwig' email=ben@muster.example team='a\b' manager=anna region=Nord active=no owner=anna tags=x,y notes='eins
	zwei' ext=ldap:1,hr:b desk='  4 ' -q
crm-company add name='Muster, "Söhne" & Co' category=customer,partner industry=Bau employees=120 founded=1998 revenue=12.5 website=https://muster.example email=info@muster.example phone='0221 1' \
  street='Am Weg 1' postal_code=01067 city=Köln region=NRW country=DE vat_id=DE1 source=Messe language=de owner=ben tags=a,b notes='=1+1
\n' ext=maven:1,erp:2 risk=mid score=12.5 -q
crm-company add name=Tochter parent=1 -q
crm-contact add name='Erika Muster' title=Dr. role=Einkauf category=customer company=1 emails=work:e@muster.example,home:e@home.example,x@y.example phones='work:0221 1,mobile:0170 2' \
  street='Weg 2' postal_code=1 city=Bonn region=NRW country=AT language=de birthday=1980-02-29 source=Messe owner=me tags=t notes=n ext=maven:c1 met=2026-03-29T01:30:00Z lunch=1h30m -q
crm-contact set 1 name='E. Muster' -q
crm-product add sku=S-1 name=Server category=Rechner unit='Stück' price=1234.5 currency=CHF tax=7.75 cost=0 interval=year active=no owner=ben tags=p notes='
' ext=erp:9 weight=1.0625 maker=1 -q
crm-product add name=Yen currency=JPY price=1000 -q
crm-offer add number=A-1 title='Größe "XL"' contact=1 company=2 product=1 value=12000.5 currency=EUR pin=33.33 expected_close=2026-05-30 channel=web competitor='Foo, AG' campaign=c source=s referrer=1 \
  inquired=2026-01-01 valid_until=2026-04-30 language=de snoozed=2026-04-01 name='Ada B' email=ada@b.example phone='0221 4711' company_name='B AG' message='m\nn' medium=search received=2026-01-01T08:00:00Z roles=decider:c1 owner=ben tags=m,n notes='a\tb' ext=maven:o1 hot=yes budget=-5 start=2026-12-31 topic=ERP remark='r
r' seats=-3 stage=negotiation -q
crm-offer add title=Gewonnen value=3 currency=BHD stage=won reason=preis closed=2026-02-01 inquired=2026-01-01 -q 2>/dev/null || { crm-offer add title=Gewonnen value=3 currency=BHD inquired=2026-01-01 -q; crm-stage win 2 reason=preis -q; }
crm-offer add title=Verloren -q && crm-stage lose 3 reason=zeit -q
crm-offer add title=Lead stage=new -q
for k in company contact product offer user; do
  crm-$k export >$k.tsv
  empty=$(awk -F'\t' 'NR == 1 { n = split($0, name) } NR > 1 { for (i = 1; i <= n; i++) if ($i != "") full[i] = 1 } END { for (i = 1; i <= n; i++) if (!(i in full)) print name[i] }' $k.tsv)
  is "$k: every field is filled somewhere" "$empty" ''
  n=$(sed 1d $k.tsv | wc -l)
  [ $k = user ] && key=name || key=id
  for f in tsv csv; do
    r "$k: export | import changes nothing, $f" "crm-$k export --all -f $f 2>/dev/null >x || crm-$k export -f $f >x; crm-$k import --key=$key - <x 2>&1 >/dev/null" "crm-$k: 0 added, 0 changed, $(crm-$k list --all 2>/dev/null | wc -l) same, 0 rejected"
  done
  r "$k: by the default keys" "crm-$k list ext!= | crm-$k export - | cut -f 2- | crm-$k import - 2>&1 >/dev/null | sed 's/[0-9]* same/N same/'" "crm-$k: 0 added, 0 changed, N same, 0 rejected"
  r "$k: show in a pipe is read too" "crm-$k list -c $([ $k = user ] && echo name || echo id) | head -n 1 | crm-$k show - | crm-$k import --key=$key - 2>&1 >/dev/null | grep rejected" "crm-$k: 0 added, 0 changed, 1 same, 0 rejected"
  r "$k: a second export is the same" "crm-$k export | cmp - $k.tsv" ''
done
r 'export: a header, id, ext, then the settable fields' 'crm-product export | head -n 1' 'id|ext|sku|name|category|unit|price|currency|tax|cost|interval|active|owner|tags|notes|weight|maker'
r 'export: conditions and ids' 'crm-company export parent=1 | cut -f 1,3; echo co1 | crm-company export - | cut -f 1; crm-company export 2 | sed 1d | cut -f 1' 'id|name
co2|Tochter
id
co1
co2'
batches=$(crm-log batches | wc -l)
# ---- into an empty database ----
CRM_DB=$work/new.db
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
crm-workflow apply own.yaml -q
for k in user company contact product offer; do
  cut -f 2- $k.tsv >in.tsv
  crm-$k import in.tsv --create=company,contact,user >/dev/null 2>$k.err || cat $k.err | sed 's/^/# /'
done
for k in user company contact product; do
  r "$k: the same in another database" "crm-$k export -s id 2>/dev/null | cmp - $k.tsv || crm-$k export | cmp - $k.tsv" ''
done
r 'offers: the same in another database, but for the days of moves' 'crm-offer export | wc -l' "$(wc -l <offer.tsv)"
ok 'it is sound' 'crm-db check'
CRM_DB=$work/crm.db
is 'none of it made a batch' "$(crm-log batches | wc -l)" "$batches"

# ---- headers and columns ----
i() { # title, standard input (printf), rest of the command, expected
  printf "$2" >in
  r "$1" "crm-company import $3" "$4"
}
i 'ids in the order of the file; counts on standard error' 'name\tcity\nNeu\tUlm\nTochter\tBonn\nTochter\tBonn\n' in 'co3
co2
co2
crm-company: 1 added, 1 changed, 1 same, 0 rejected'
i 'columns in any order; a constant for all rows' 'city\tname\nJena\tEins\n' 'in source=Netz tags=x' 'co4
crm-company: 1 added, 0 changed, 0 same, 0 rejected'
r 'it is so' 'crm-company list 4 -c name,city,source,tags' 'Eins|Jena|Netz|x'
i 'a column that is absent is left alone, an empty field clears' 'name\tcity\nEins\t\n' in 'co4
crm-company: 0 added, 1 changed, 0 same, 0 rejected, 1 value erased by empty cells'
r 'it has' 'crm-company list 4 -c city,source' '|Netz'
i 'an unknown column is an error' 'name\tort\nEins\tJena\n' in "crm-company: in:1:6: no field 'ort', nearest is 'ext'; --map FIELD=COLUMN says what a column is
? 65"
i '--map: the others are left out and named once' 'Firma\tOrt\tPLZ\nEins\tJena\t1\nZwei\tJena\t2\n' 'in --map name=Firma --map=city=Ort 2>&1 | sed "s/left out: .*PLZ.*/left out: PLZ/"' 'co4
co5
crm-company: in: left out: PLZ
crm-company: 1 added, 1 changed, 0 same, 0 rejected'
i '--map of a column that is not there' 'name\nEins\n' 'in --map city=Ort 2>/dev/null' '? 65'
i '--map of a field that is not there' 'name\nEins\n' 'in --map nmae=name 2>/dev/null' '? 64'
i 'the same column twice' 'name\tcity\tcity\nEins\ta\tb\n' 'in 2>/dev/null' '? 65'
i 'CSV: quotes, commas, lines, semicolons' 'name;city;notes\n"Sechs; ""6""";Ulm;"a\nb"\n' 'in && crm-company list 6 -c name,city,notes' 'co6
crm-company: 1 added, 0 changed, 0 same, 0 rejected
Sechs; "6"|Ulm|a\nb'
i 'CSV with commas' 'name,city\n"Sieben, 7",Ulm\n' 'in -q; crm-company list "name=Sieben, 7" -c city' Ulm
i 'a byte order mark, carriage returns' '\357\273\277name\tcity\r\nAcht\tUlm\r\n' 'in -q; crm-company list name=Acht -c city' Ulm
i '--encoding' 'name,city\nNeun,K\366ln\n' 'in --encoding=cp1252 -q; crm-company list name=Neun -c city' Köln
i '--encoding unknown' 'name\nx\n' 'in --encoding=klingon 2>/dev/null' '? 64'
i '--decimal and --dates' 'title,value,expected_close\nDez,"1.234,50",31.12.2026\n' 'in -q 2>/dev/null || crm-offer import in -q 2>/dev/null || crm-offer import in --decimal=, --dates=dmy -q; crm-offer list title=Dez -c value,expected_close' '1234.50|2026-12-31'
i '--dates=mdy' 'title,value,expected_close\nMdy,"1,234.50",12/31/2026\n' 'in -q 2>/dev/null || crm-offer import in -q 2>/dev/null || crm-offer import in --dates=mdy -q; crm-offer list title=Mdy -c value,expected_close' '1234.50|2026-12-31'
i '--delimiter' 'name|city\nZehn|Ulm\n' "in --delimiter='|' -q; crm-company list name=Zehn -c city" Ulm
i '--input' 'name\nElf\n' 'in --input=csv -q; crm-company list name=Elf -c name' Elf
i '--translate' 'name\tcountry\nZwoelf\tPhilipines\n' 'in --translate=country:Philipines=PH -q; crm-company list name=Zwoelf -c country' PH
i '--ext' 'Key\tname\nK1\tDreizehn\n' 'in --ext=sys:Key 2>&1; crm-company import in --ext=sys:Key; crm-company list ext=sys:K1 -c name,ext' 'co13
crm-company: 1 added, 0 changed, 0 same, 0 rejected
co13
crm-company: 0 added, 0 changed, 1 same, 0 rejected
Dreizehn|sys:K1'
i '--key=ext' 'ext\tname\nsys:K1\tDreizehn GmbH\n' 'in --key=ext 2>/dev/null; crm-company list 13 -c name' 'co13
Dreizehn GmbH'
i 'without --key=id ids are not looked at' 'id\tname\nco1\tVierzehn\n' 'in 2>/dev/null' co14
i '--key=id of what is gone' 'id\tname\nco999\tx\n' 'in --key=id 2>/dev/null' '? 65'
i '--key=id of another kind' 'id\tname\nc1\tx\n' 'in --key=id 2>/dev/null' '? 65'
i 'a key several have' 'email\tname\na@b.example\tx\n' 'in --key=email -q; crm-company add name=y email=a@b.example --force -q; crm-company import in --key=email 2>/dev/null' '? 65'
i 'a missing reference' 'name\tparent\nFuenfzehn\tNiemand AG\n' 'in 2>&1 | sed "s/, near.*//"' 'crm-company: in:2:11: parent: no company '"'Niemand AG'"'
crm-company: nothing is imported; --reject=FILE takes the bad lines aside'
i '--create adds it' 'name\tparent\nFuenfzehn\tNiemand AG\nSechzehn\tNiemand AG\n' 'in --create=company >/dev/null 2>&1; crm-company list parent.name="Niemand AG" -c name' 'Fuenfzehn
Sechzehn'
i '--create of no kind' 'name\nx\n' 'in --create=firm 2>/dev/null' '? 64'
i 'an unknown owner' 'name\towner\nx1\tcarl\n' 'in 2>/dev/null || crm-company import in --create=user -q; crm-company list owner=carl -c name' x1
i 'two lines of one company that say different things: both are refused' 'name\tcity\tvat_id\nSiebzehn\tUlm\tV1\nAchtzehn\tUlm\tV1\n' 'in -q; crm-company list vat_id=V1 -c name' "crm-company: in:3: name: lines 2 and 3 are one company and say different things of it: leave one out, or tell them apart by a key"
i 'only the header' 'name\n' in 'crm-company: 0 added, 0 changed, 0 same, 0 rejected'
i 'nothing at all' '' in 'crm-company: in: no header line
? 65'
r 'nothing at all on standard input' ':| crm-contact import -' 'crm-contact: stdin: no header line
? 65'
no 'no file' 64 'crm-company import'
no 'a file that is not there' 66 'crm-company import missing.tsv'
no 'two files' 64 'crm-company import in in'
no 'a constant that is a column too' 65 "printf 'name\tcity\nx\ty\n' | crm-company import - city=z"
no 'a constant of no field' 64 "printf 'name\nx\n' | crm-company import - ort=z"

# ---- bad lines ----
n=$(crm-company list | wc -l)
{
  printf 'name\temployees\n'
  seq 150 | awk '{ print "Bad" $1 "\tx" }'
  printf 'Gut\t1\n'
} >bad.tsv
crm-company import bad.tsv >out 2>err
is 'bad lines: 65' "$? $(wc -l <out)" '65 0'
is 'the first 100 one by one, then a count' "$(grep -c "^crm-company: bad.tsv:[0-9]*:[0-9]*: employees: 'x' is not a number$" err) $(sed -n 1p err) $(sed 1,100d err | wc -l) $(grep -c 'and 50 more' err) $(grep -c ': nothing is imported; --reject=FILE' err)" \
  "100 crm-company: bad.tsv:2:6: employees: 'x' is not a number 2 1 1"
is 'and nothing is imported' "$(crm-company list | wc -l)" "$n"
crm-company import bad.tsv --reject=rejected.tsv >out 2>err
is '--reject: the others are' "$? $(wc -l <out) $(grep -c "is not a number$" err) $(grep -c 'and 50 more' err) $(grep -c '^crm-company: 1 added, 0 changed, 0 same, 150 rejected$' err)" '0 1 100 1 1'
sed '$d' bad.tsv >want
is 'the bad lines as they came, with the header' "$(cmp rejected.tsv want 2>&1)" ''
is '--reject: who may read the database and the file may read it' "$(stat -c %a rejected.tsv) $(chmod 600 bad.tsv; crm-company import bad.tsv --reject=r60.tsv -q 2>/dev/null; stat -c %a r60.tsv; chmod 644 bad.tsv) $(umask 077; crm-company import bad.tsv --reject=r27.tsv -q 2>/dev/null; stat -c %a r27.tsv)" '640 600 600'
printf 'name,notes\n"a ""b"", c","x\ny"\n,z\n"d\n",""\n' >bad.csv
r '--reject of CSV' 'crm-company import bad.csv --reject=r.csv >/dev/null 2>&1; cat r.csv' 'name,notes
,z'
# a row is taken as a whole: the moves of o1 and the company of a bad line go back with it
before=$CRM_DB
CRM_DB=$work/whole.db
crm-db init -q
crm-offer add title=eins number=W-1 -q && crm-offer add title=zwei number=W-2 -q
printf 'id\tnumber\ttitle\tcompany\tentered.negotiation\tvalue\no1\tW-2\teins\tWeder GmbH\t2026-03-31\t\n\tW-3\tdrei\tNoch GmbH\t2026-01-01\tx\n\tW-4\tvier\tSehr GmbH\t2026-01-01\t7\n\tW-6\tfuenf\tWeder GmbH\t\ty\n' >whole.tsv
r '--reject: a bad row leaves nothing behind' "crm-offer import --key=id --create=company --reject=r.tsv whole.tsv 2>&1 >/dev/null; crm-offer list number=W-1 -c number,stage; crm-offer list number=W-4 -c stage,company.name; crm-company list -c name | grep -c -e Weder -e Noch; cut -f 2 r.tsv | tr '\n' ' '" "crm-offer: whole.tsv:2:0: number: offer o2 has the number 'W-2'
crm-offer: whole.tsv:3:32: value: 'x' is not a number
crm-offer: whole.tsv:5:24: value: 'y' is not a number
crm-offer: 1 added, 0 changed, 0 same, 3 rejected, 1 company made
W-1|offer
negotiation|Sehr GmbH
0
number W-2 W-3 W-6 "
r '--reject: a dry run tells of the good rows only' "sed 's/W-4\tvier/W-5\tvier/' whole.tsv | crm-offer import --key=id --create=company --reject=r.tsv -N - 2>/dev/null | cut -f 1,3,5 | grep -e number -e name" 'add|number|W-5'
ok 'the database is sound' 'crm-db check'
CRM_DB=$before
printf 'name\temployees\nVoll GmbH\t1\nLeer GmbH\tx\n' >full.tsv
no '--reject where there is no room' 74 'crm-company import full.tsv --reject=/dev/full'
no '--reject into what is read' 64 'crm-company import full.tsv --reject=./full.tsv'
no '--reject into what is read, by standard input' 64 'crm-company import - --reject=full.tsv <full.tsv'
r 'nothing is imported, nothing lost' "crm-company list name~Voll; wc -l <full.tsv" 3
no '--reject where nothing can be made' 73 'crm-company import bad.tsv --reject=/nonexistent/r.tsv'
r 'that imports nothing' 'crm-company list "name=a \"b\", c" | wc -l' 1
for bad in 'name\tcity\nonly\n' 'name\tcity\na\tb\tc\n' 'name\tcity\na\\qb\t\n' 'name\tcity\na\377\t\n' 'name\tcity\na\000b\t\n' 'name\tcity\na\rb\t\n' 'name\tcity\nb\ta\\\n' 'name,city\n"a,b\n'; do
  printf "$bad" >in
  crm-company import in >out 2>err
  is "malformed: $(printf %s "$bad" | tr -cd 'a-z0-9')" "$? $(cat out)$(grep -c '^crm-company: in:2:[0-9]*: ' err)" '65 1'
done
r 'columns count bytes from 1' "printf 'name\tcity\tcountry\nKöln\tÜ\tNirgends\n' | crm-company import - 2>&1 | sed 1q | cut -d: -f 2-4" ' stdin:2:10'

r 'a country that is none' "printf 'name\tcountry\nZ\tGermnay\n' | crm-company import - 2>&1 | sed 1q" "crm-company: stdin:2:3: country: 'Germnay' is not a country (ISO 3166 code, or English, German or French name), nearest is 'Germany'"

# ---- numbers without --decimal: nothing is guessed ----
r 'thousands or decimals' "printf 'sku;name;price\nB1;x;1.500\nB2;y;2,500\nB3;z;2,50\n' | crm-product import -" "crm-product: stdin:2:6: price: '1.500' may be 1500 or 1.5: write 1500, or 1.50, or say --decimal=, or --decimal=.
crm-product: stdin:3:6: price: '2,500' may be 2500 or 2.5: write 2500, or 2.50, or say --decimal=, or --decimal=.
crm-product: stdin:4:6: price: '2,50' is not a number while the decimal sign is '.': --decimal=, makes it a comma
crm-product: nothing is imported; --reject=FILE takes the bad lines aside
? 65"
for d in , .; do
  printf 'sku;name;price\nB1;x;1.500\nB2;y;2,500\n' | crm-product import - --decimal=$d --key=sku -q
  is "--decimal=$d" "$(crm-product list sku=B1,B2 -c price 2>/dev/null; crm-product list sku=B1 -c price; crm-product list sku=B2 -c price)" \
    "$([ $d = , ] && echo '1500.00
2.50' || echo '1.50
2500.00')"
done
r 'decimals where there are three' "printf 'sku\tname\tprice\tcurrency\tweight\nB4\tx\t1.500\tBHD\t2.500\n' | crm-product import - -q; crm-product list sku=B4 -c price,weight" '1.500|2.5'

# ---- two columns into one list ----
printf 'name\tTelefon\tMobil\nZwei Nummern\t0221 77\t0170 88\nEine Nummer\t\t0170 99\nAndere\t0221 66\t\n' >two.tsv
r '--map FIELD+=COLUMN' 'crm-contact import two.tsv --map phones+=Mobil --map phones=Telefon -q; crm-contact list "name~Nummer" -c name,phones; crm-contact list name=Andere -c phones' 'Zwei Nummern|0221 77,0170 88
Eine Nummer|0170 99
0221 66'
r '--map FIELD+=COLUMN: once more' 'crm-contact import two.tsv --map phones+=Mobil --map phones+=Telefon --key=name 2>&1 >/dev/null' 'crm-contact: 0 added, 0 changed, 3 same, 0 rejected'
r '--map FIELD+=COLUMN: no list' 'crm-contact import two.tsv --map city+=Mobil 2>&1' "crm-contact: map: 'city' is no list: write city=COLUMN
? 64"

# ---- offers: stages and days ----
cat >offers.tsv <<'END'
number	title	value	currency	entered.new	entered.offer	entered.negotiation	stage	closed	inquired
I-1	Alles	100	EUR	2026-01-01	2026-01-05	2026-02-01	won	2026-03-01	2025-12-31
I-2	Offen	200	EUR		2026-01-10		offer		
I-3	Ohne Tage	300	EUR				lost		2026-01-20
I-4	Nur zu	5	JPY				won	2026-03-05	
END
r 'entered.STAGE and closed make the moves' 'crm-offer import offers.tsv -q; crm-stage history number~I- -c offer,day,from,to | awk -F"\t" -v OFS="\t" "{ print \$2, \$3, \$4 }"' '2026-01-01||new
2026-01-05|new|offer
2026-02-01|offer|negotiation
2026-03-01|negotiation|won
2026-01-10||offer
2026-01-20||offer
2026-01-20|offer|lost
2026-03-05||offer
2026-03-05|offer|won'
r 'days of the offers' 'crm-offer list number~I- --all -c number,opened,closed,state,inquired,age' 'I-1|2026-01-05|2026-03-01|won|2025-12-31|60
I-2|2026-01-10||open||0
I-3|2026-01-20|2026-01-20|lost|2026-01-20|0
I-4|2026-03-05|2026-03-05|won||'
r 'again: the same' 'crm-offer import offers.tsv 2>&1 >/dev/null' 'crm-offer: 0 added, 0 changed, 4 same, 0 rejected'
no 'days that fall' 65 "printf 'title\tentered.offer\tstage\tclosed\nx\t2026-03-01\twon\t2026-02-01\n' | crm-offer import -"
no 'entered.STAGE of no stage' 65 "printf 'title\tentered.nowhere\nx\t2026-03-01\n' | crm-offer import -"
ok 'the database is sound' 'crm-db check'
r 'undo takes a whole import back' 'crm-log undo -q && crm-offer list number~I- --all && crm-db check' ''

# ---- rows that are all refused leave nothing behind, not even a number ----
drop_db crm.db && crm-db init -q && crm-db dump >before
ok 'no row is good' "printf 'name,email\nBar,bad\n' | crm-contact import -q --reject=bad -"
is 'and nothing has changed' "$(crm-db dump | diff before -)" ''
# ---- empty cells, columns left out, guesses ----
CRM_DB="$PWD/empty.db"; export CRM_DB; crm-db init -q
crm-contact add -q name='Ina Test' email=ina@t.example phone='0221 123456' role=Chefin notes=wichtig birthday=1980-01-02 tags=a,b
printf 'name,email,phone,role,city,notes,birthday,tags\nIna Test,ina@t.example,,,Bonn,,,\n' >e.csv
said() { crm-contact import "$@" 2>&1 >/dev/null; }
r '--keep-empty: an empty cell leaves the value alone' 'crm-contact import --keep-empty e.csv >/dev/null; crm-contact list -c city,phone,role,notes,birthday,tags' 'crm-contact: 0 added, 1 changed, 0 same, 0 rejected
Bonn|0221 123456|Chefin|wichtig|1980-01-02|a,b'
r '  an operand that is empty clears' 'crm-contact import --keep-empty e.csv role= 2>&1 | tail -n 1' "crm-contact: e.csv:1:18: 'role' is given as an operand too"
r '  for all rows' 'printf "name,email,city\nIna Test,ina@t.example,\n" | crm-contact import --keep-empty - role= >/dev/null; crm-contact list -c city,role; crm-log undo -q' 'crm-contact: 0 added, 1 changed, 0 same, 0 rejected, 1 value erased by empty cells
Bonn|'
is 'without it they clear, and how many is said: a rehearsal' "$(said -N e.csv)" 'crm-contact: 0 added, 1 changed, 0 same, 0 rejected, 5 values erased by empty cells'
is '  the run' "$(said e.csv)" 'crm-contact: 0 added, 1 changed, 0 same, 0 rejected, 5 values erased by empty cells'
is '  nothing more to erase' "$(said e.csv)" 'crm-contact: 0 added, 0 changed, 1 same, 0 rejected'
is '  a rehearsal of that' "$(said -N e.csv)" 'crm-contact: 0 added, 0 changed, 1 same, 0 rejected, 0 values erased by empty cells'
r '  it is undone' 'crm-log undo -q; crm-contact list -c phone,role,tags' '0221 123456|Chefin|a,b'
r '--skip: by name, several, with a comma in the name' 'printf "name,email,\"a,b\",x,y,z\nUdo,udo@t.example,1,2,3,4\n" >s.csv; crm-contact import -q s.csv --skip a,b --skip x,y --skip z && crm-contact list name=Udo -c name,email' 'Udo|udo@t.example'
r '--skip: a field is left alone' 'printf "name,email,phone\nUdo,udo@t.example,0221 99\n" | crm-contact import -q - --skip=phone && crm-contact list name=Udo -c phone' ''
r '--skip: a column that is not there' 'crm-contact import s.csv --skip=emial 2>&1 | head -n 1' "crm-contact: s.csv:1:1: skip: no column 'emial', nearest is 'email'"
r '--skip and --map of one column' 'crm-contact import s.csv --skip=x --map role=x 2>&1 | head -n 1' "crm-contact: s.csv:1:18: column 'x' is given with --map and --skip"
r 'with --map a field that cannot be set is left out and named' 'printf "Firma,age,created,size,city\nA GmbH,5,2020-01-01,1-9,Ulm\n" >c.csv; crm-company import c.csv --map name=Firma >/dev/null; crm-company list -c name,city' "crm-company: c.csv: left out: columns 'age', 'created', 'size'
crm-company: 1 added, 0 changed, 0 same, 0 rejected
A GmbH|Ulm"
r '  without it it is refused' 'printf "name,age\nB,5\n" | crm-company import -' "crm-company: stdin:1:6: 'age' is kept by the program and cannot be set
? 65"
r '  and left out with --skip' 'printf "name,age\nB,5\n" | crm-company import -q - --skip=age && crm-company list name=B -c name' B
guess() { tool=$1; shift; r "--guess: crm-$tool: $1" "printf '%s\n' '$1' | crm-$tool import --guess -" "$2"; }
guess contact 'Firma;Vorname;Nachname;Straße und Hausnummer;PLZ;Ort;Land;Telefon;Mobil;E-Mail;E-Mail 2;Geburtsdatum;Anrede' "--map company=Firma --map given=Vorname --map family=Nachname --map 'street=Straße und Hausnummer' --map postal_code=PLZ --map city=Ort --map country=Land --map phone=Telefon --map phones+=Mobil --map email=E-Mail --map 'emails+=E-Mail 2' --map birthday=Geburtsdatum
crm-contact: stdin: not guessed: 'Anrede'"
guess contact 'Name,Vorname' '--map family=Name --map given=Vorname'
guess contact 'First Name,Last Name,Job Title,Email Address,Phone 2,Zip Code' "--map 'given=First Name' --map 'family=Last Name' --map 'role=Job Title' --map 'email=Email Address' --map 'phones+=Phone 2' --map 'postal_code=Zip Code'"
guess contact 'name,parent_id/name,function,zip,country_id/code,mobile,category_id,user_id,lang' '--map company=parent_id/name --map role=function --map postal_code=zip --map country=country_id/code --map phones+=mobile --map tags=category_id --map owner=user_id --map language=lang'
guess company 'Kundennummer;Firma;Ust-IdNr.;Branche;Mitarbeiter;Webseite;Fax' "--map name=Firma --map vat_id=Ust-IdNr. --map industry=Branche --map employees=Mitarbeiter --map website=Webseite
crm-company: stdin: not guessed: 'Fax'
crm-company: stdin: keys in another system? --ext=SYSTEM:COLUMN: 'Kundennummer'"
guess offer 'External ID,Opportunity,Customer,Expected Revenue,Stage,Salesperson,Expected Closing' "--map title=Opportunity --map company=Customer --map 'value=Expected Revenue' --map stage=Stage --map owner=Salesperson --map 'expected_close=Expected Closing'
crm-offer: stdin: keys in another system? --ext=SYSTEM:COLUMN: 'External ID'"
guess offer 'Angebots-Nr.;Kunde;Bezeichnung;Betrag (netto);Status;entered.offer;number' "--map company=Kunde --map title=Bezeichnung --map 'value=Betrag (netto)'
crm-offer: stdin: not guessed: 'Angebots-Nr.', 'Status'"
guess product 'Artikelnummer;Bezeichnung;VK;Einheit;Steuersatz' '--map sku=Artikelnummer --map name=Bezeichnung --map price=VK --map unit=Einheit --map tax=Steuersatz'
guess task 'Fällig am,Aufgabe,Ansprechpartner' "--map 'due=Fällig am' --map title=Aufgabe --map contact=Ansprechpartner"
guess log 'Datum;Art;Betreff;Beschreibung' '--map at=Datum --map kind=Art --map subject=Betreff --map text=Beschreibung'
guess user 'Login;Vollständiger Name;Team' "--map name=Login --map 'full=Vollständiger Name' --map team=Team"
guess company 'name,city' 'crm-company: stdin: no column needs --map'
r '--guess: what it prints works' 'printf "Firma;Ort;Rest'"'"'s\nZ GmbH;Ulm;x\n" >g.csv; eval "crm-company import -q g.csv $(crm-company import --guess g.csv 2>/dev/null)" 2>/dev/null && crm-company list name="Z GmbH" -c city' Ulm
r '--guess: a name in quotes' 'printf "%s\n" "E-Mail;O'"'"'Name (Firma)" | crm-contact import --guess - 2>/dev/null' '--map email=E-Mail'
r '--guess makes no database, and imports nothing' 'env -u CRM_DB HOME="$PWD/nobody" XDG_DATA_HOME="$PWD/nobody" crm-company import --guess g.csv 2>/dev/null; find . -name nobody' '--map name=Firma --map city=Ort'
r '--guess of inquiries' 'printf "Ansprechpartner;Nachricht;E-Mail\n" | crm-lead intake --guess -' '--map contact=Ansprechpartner --map message=Nachricht --map email=E-Mail'
unset CRM_DB
finish
