#!/bin/sh
# Letters with a stroke, without a dot, and two in one: found, sorted and compared as people write them who have no such key.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q

# name, then every way to write it
while IFS='|' read -r name ways; do
  crm-contact add -q --force name="$name" city=Köln
  IFS=,
  for w in $ways; do
    is "$name as $w" "$(crm-search "$w" -c label) $(crm-contact list "name~$w" -c name) $(crm-contact show "$w" -c name 2>&1)" "$name $name $name"
  done
done <<'END'
Łukasz Wójcik|lukasz wojcik,LUKASZ WÓJCIK,Łukasz Wojcik
Søren Ærø|soren aero,soeren aeroe,SØREN ÆRØ
Đorđe Šarić|dorde saric,djordje saric,Djorđe Sarić,ĐORĐE ŠARIĆ
Işık Ilgaz|isik ilgaz,Işik Ilgaz
Þór Guðmundsson|thor gudmundsson,Thór Gudmundsson
Cœur Müßig|coeur muessig,cour mussig,CŒUR MÜSSIG
Għajn Ħaż|ghajn haz
Ŋaŋa Ŧuomas|nganga tuomas,Nganga Tuomas
Ǿystein Bjørn|oystein bjorn,Øystein Bjoern
END
unset IFS
is 'sorted among the plain ones' "$(crm-company add -q name=Zabel; crm-company add -q name=Łabel; crm-company add -q name=Lack; crm-company add -q name=Øl; crm-company add -q name=Omega; crm-company list -s name -c name | paste -sd' ' -)" 'Łabel Lack Øl Omega Zabel'
is 'two spellings are one person' "$(crm-contact add -q name='Soeren Aeroe' city=Köln; crm-contact dupes | grep -c Soeren)" 1
is 'dj stays where no vowel follows' "$(crm-company add -q name='DJ Muster'; crm-company add -q name='D Muster'; crm-company list name~dj -c name; crm-company show 'd muster' -c name)" 'DJ Muster
D Muster'
is 'marked in what is shown' "$(crm-contact set -q 1 notes='das Straßenschild bei Łódź'; crm-search lodz -c snippet -f table --color=always | grep -c '1mŁódź.*0m')" 1
is 'addresses are spelled in one way' "$(crm-contact add -q name='Nadja Post' email=nadja@x.example; crm-contact add -q name='Nada Post' email=nada@x.example; printf 'name\temail\tcity\nNada Post\tnada@x.example\tUlm\n' | crm-contact import -q --key=email -; crm-contact list Post -c name,email,city | tr '\t' '|')" 'Nadja Post|nadja@x.example|
Nada Post|nada@x.example|Ulm'
is 'part of one' "$(crm-contact list email~nadja -c name; crm-contact list emails~nadja@ -c name; crm-contact list nadja@x -c name; crm-contact show nada@x.example -c name)" 'Nadja Post
Nada Post
Nadja Post
Nadja Post
Nada Post'
crm-contact add -q name='Anna Mueller' email=mueller@y.example && crm-contact add -q name='Berta Muller' email=muller@y.example
is 'umlauts of addresses too' "$(crm-contact show muller@y.example -c name; crm-contact list email=mueller@y.example -c name)" 'Berta Muller
Anna Mueller'

# ---- numbers are spelled in one way: whoever has BAE1 isn't BA1 ----
crm-product add -q sku=BAE1 name=Eins && crm-product add -q sku=DJA7 name=Sieben && crm-product add -q sku=Ø9 name=Neun
r 'in a file: others' "printf 'sku\tname\nBA1\tZwei\nDA7\tAcht\nO9\tZehn\nbae1\tEins\n' | crm-product import -q --key=sku - && crm-product list -c sku,name -s id" 'bae1|Eins
DJA7|Sieben
Ø9|Neun
BA1|Zwei
DA7|Acht
O9|Zehn'
r 'without a key too' "printf 'sku\tname\nBAE2\tA\nBA2\tB\n' | crm-product import -q - && printf 'sku\tname\nBAE2\tA\nBA2\tB\n' | crm-product import - && crm-product list sku~2 -c sku,name" 'p7
p8
crm-product: 0 added, 0 changed, 2 same, 0 rejected
BAE2|A
BA2|B'
r 'by hand' 'crm-product add sku=BUE1 name=C && crm-product add sku=BU1 name=D && crm-product add sku=bue1 name=E' "p9
p10
crm-product: sku: product p9 has the article number 'BUE1'
? 4"
r 'of offers' 'crm-offer add -q title=X number=2026-DJA1 && crm-offer add -q title=Y number=2026-DA1 && crm-offer show 2026-da1 -c title && crm-offer list number=2026-DJA1 -c title && crm-offer list number~dja -c title' 'Y
X
X'
is 'found, in part' "$(crm-product list sku~bae -c sku | paste -sd' ' -) $(crm-product list sku~dj -c sku) $(crm-product show ba2 -c name) $(crm-product show sku=bae2 -c name)" 'bae1 BAE2 DJA7 B A'
r 'taken back and again' 'crm-product set -q p7 sku=W1 && crm-product set -q p8 sku=BAE2 && crm-log undo -q && crm-log undo -q && crm-product list -c sku p7 p8' 'BAE2
BA2'

is 'a town' "$(crm-contact list city=Koeln -c id | wc -l) $(crm-contact set -q 1 city=Łódź; crm-contact list city~lodz -c id)" "0 c1"
is 'a term once' "$(crm-company set -q 1 industry=Gærtneri; crm-company set -q 2 industry=Gaertneri; crm-company list industry=gartneri -c id | paste -sd' ' -)" 'co1 co2'
is 'sound' "$(crm-db check 2>&1)" ''
finish
