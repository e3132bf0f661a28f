#!/bin/sh
# who is the same: each line of the table (crm(7)) by each way in: add, CSV, address book, card, and what a file may say of one record.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-workflow apply - -q <<'YAML'
settings: {country: DE, currency: EUR}
YAML
copy_db "$CRM_DB" empty.db
new() { copy_db empty.db "$CRM_DB"; }

# ---- contacts: who is there, who comes, what it is: same, refused, note, new ----
# name|email|phone|company of the one who comes
fields() { # -> add operands
  printf '%s' "$1" | awk -F'|' '{ n = split("name email phone company", f, " "); for (i = 1; i <= n; i++) if ($i != "") printf "%s=\047%s\047 ", f[i], $i }'
}
come() { # way, person
  name=${2%%|*} rest=${2#*|}; email=${rest%%|*} rest=${rest#*|}; phone=${rest%%|*} company=${rest#*|}
  case $1 in
  add) eval "crm-contact add $(fields "$2")" ;;
  csv) printf 'name,email,phone,company\n"%s",%s,%s,"%s"\n' "$name" "$email" "$phone" "$company" >in.csv; crm-contact import in.csv ;;
  from) printf 'First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Organization Name\n"%s","%s",%s,%s,"%s"\n' "${name% *}" "$([ "$name" = "${name#* }" ] || echo "${name##* }")" "$email" "$phone" "$company" >in.csv; crm-contact import --from=google in.csv ;;
  card) { printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%s\r\n' "$name"; [ -z "$email" ] || printf 'EMAIL:%s\r\n' "$email"; [ -z "$phone" ] || printf 'TEL:%s\r\n' "$phone"; [ -z "$company" ] || printf 'ORG:%s\r\n' "$company"; printf 'END:VCARD\r\n'; } >in.vcf; crm-contact import in.vcf ;;
  esac
}
people() { # what it is, who is there (an operand list), who comes
  for way in add csv from card; do
    new
    crm-company add -q name='Muster GmbH' city=Ulm
    eval "crm-contact add -q $2"
    come $way "$3" >out 2>err
    got=$?
    n=$(crm-contact list | wc -l)
    case $1 in
    same) [ $way = add ] && want='4 1' || want='0 1' ;;
    refused) [ $way = add ] && want='4 1' || want='65 1' ;;
    note) want='0 2' ;;
    new) want='0 2' ;;
    esac
    noted=$(grep -c 'taken for another' err)
    is "$1, $way: $3 where there is $2" "$got $n $([ $1 = note ] && echo $noted || echo 1)" "$want 1"
    [ "$1" != refused ] || is 'the one is named' "$(grep -c 'contact c1 ' err)" 1
    crm-contact list 1 -c name >stays
    is 'the name stays' "$(cat stays)" "$(head -n 1 stays)"
  done
}
people same "name='Erika Muster' email=e@x.example" 'Erika Muster|e@x.example||'
people same "name='Erika Muster' email=e@x.example" 'ERIKA MUSTER|E@x.example||'
people same "name='Erika Muster' email=e@x.example" 'E. Muster|e@x.example||'
people same "name='Erika Maria Muster' email=e@x.example" 'Erika Muster|e@x.example||'
people same "email=e@x.example" 'Erika Muster|e@x.example||'
people same "name='Jörg Müller' email=e@x.example" 'Joerg Mueller|e@x.example||'
people refused "name='Erika Muster' email=fam@x.example" 'Ina Muster|fam@x.example||'
people refused "name='Erika Muster' email=fam@x.example" 'Erika Schmidt|fam@x.example||'
people note "name='Erika Muster' email=info@x.example" 'Udo Test|info@x.example||'
people same "name='Erika Muster' phone='0221 1234567'" 'Erika Muster||+49 221 1234567|'
people new "name='Erika Muster' phone='0221 1234567'" 'Udo Test||0221 1234567|'
people new "name='Erika Müller' phone='0221 1234567'" 'Erika Muller||0221 1234567|'
people same "name='Erika Muster' company=co1" 'Erika Muster|||Muster GmbH'
people refused "name='Erika Muster' company=co1 email=a@x.example" 'Erika Muster|b@x.example||Muster GmbH'
people same "name='Erika Muster' company=co1 email=a@x.example" 'Erika Muster|a@x.example||Muster GmbH'
people new "name='Erika Muster'" 'Erika Muster|e@x.example||'
people new "name='Erika Muster' email=e@x.example" 'Erika Muster|||'
people same "name='Erika Muster'" 'Erika Muster|||'

# ---- companies and products, by add and by CSV ----
firms() { # what, kind, who is there, header, row
  for way in add csv; do
    new
    eval "crm-$2 add -q $3"
    printf '%s\n%s\n' "$4" "$5" >in.csv
    if [ $way = csv ]; then
      crm-$2 import in.csv >out 2>err
    else
      eval "crm-$2 add $(awk -F, 'NR == 1 { split($0, f) } NR == 2 { for (i = 1; i <= NF; i++) if ($i != "") printf "%s=\047%s\047 ", f[i], $i }' in.csv)" >out 2>err
    fi
    got=$?
    case $1$way in sameadd | refusedadd) want='4 1' ;; samecsv) want='0 1' ;; refusedcsv) want='65 1' ;; *) want='0 2' ;; esac
    is "$1, $way: $5 where there is $3" "$got $(crm-$2 list | wc -l) $([ $1 = note ] && grep -c 'taken for another' err || echo 1)" "$want 1"
  done
}
firms same company "name='Köhler AG' city=Ulm" name,city 'KÖHLER  ag,Ulm'
firms same company "name='Köhler AG' city=Ulm" name,city 'Koehler AG,'
firms same company "name='Köhler AG'" name,city 'Köhler AG,Ulm'
firms note company "name='Köhler AG' city=Ulm" name,city 'Köhler AG,Bonn'
firms note company "name='Köhler AG' city=Ulm" name,city 'Kohler AG,Ulm'
firms note company "name='Köhler AG' city=Ulm" name,city 'Köhler GmbH,Ulm'
firms note company "name=Köhler city=Ulm" name,city 'Köhler GmbH & Co. KG,Ulm'
firms new company "name='Köhler AG' city=Ulm" name,city 'Köhler Bau AG,Ulm'
firms same company "name=A vat_id=DE1" name,vat_id B,DE1
firms note company "name=A vat_id=DE1" name,vat_id A,DE2
firms refused company "name=A website=https://a.example" name,website B,www.a.example
firms same company "name=A website=https://a.example" name,website A,a.example
firms same product "name=Stück" name,sku 'stück,S-1'
firms same product "name=Stück sku=S-1" name,sku 'Stück,'
firms same product "name=Stück sku=S-1" name,sku 'Schraube,s-1'
firms note product "name=Stück sku=S-1" name,sku 'Stück,S-2'
firms new product "name=Stück" name,sku 'Stuck,'
firms same offer "title=A number=N-1" title,number 'B,n-1'

# ---- several, two keys ----
new
crm-company add -q name=Acme city=Bonn ext=s:1
crm-company add -q name=Acme city=Kiel vat_id=DE9 2>/dev/null
r 'several of a name' 'crm-company add name=Acme' "crm-company: name: company co1, co2 have the name 'Acme': --key=id or a key of its own says which
? 4"
r 'two keys, two records' 'crm-company add name=X ext=s:1 vat_id=DE9; printf "name,ext,vat_id\nX,s:1,DE9\n" | crm-company import -' 'crm-company: company co1, co2 have keys of it: merge them, or leave out the one that is wrong
crm-company: stdin:2: company co1, co2 have keys of it: merge them, or leave out the one that is wrong
crm-company: nothing is imported; --reject=FILE takes the bad lines aside
? 65'
r 'a reference that several have' 'printf "name,company\nIna,Acme\n" | crm-contact import - 2>&1 | sed 1q' "crm-contact: stdin:2:5: company: 'Acme' is more than one company, use an id"
crm-contact add -q name=Jo company=co2 email=jo@x.example
r 'what the record has already is meant' 'crm-contact vcard 2>/dev/null | crm-contact import - 2>&1 >/dev/null | tail -n 1' 'crm-contact: 0 added, 0 changed, 1 same, 0 rejected'

# ---- --key and --force ----
new
crm-contact add -q name='Erika Muster' email=e@x.example
printf 'name,email\nErika Schmidt,e@x.example\n' >in.csv
r '--key: the address is the person, who is renamed, which is counted' 'crm-contact import --key=email in.csv 2>&1; crm-contact list -c id,name' 'c1
crm-contact: in.csv: 1 of those changed have another name now
crm-contact: 0 added, 1 changed, 0 same, 0 rejected
c1|Erika Schmidt'
printf 'name,email\nIna Schmidt,e@x.example\n' >in.csv
r '--force: it is another' 'crm-contact import --force -q in.csv; crm-contact list -c id,name' 'c1|Erika Schmidt
c2|Ina Schmidt'
r 'and each of them is known by name' 'crm-contact import -q in.csv; crm-contact list | wc -l' 2
crm-company add -q name='Köhler AG'
r '--key=name takes an equal name only' 'printf "name,city\nKohler AG,Bonn\n" | crm-company import --key=name -q - 2>/dev/null; crm-company list -c name,city' 'Köhler AG|
Kohler AG|Bonn'

# ---- what is written ----
new
crm-contact add -q name='Erika Muster' email=e@x.example phone='0221 1234567'
printf 'name,email,phone,city\nerika muster,neu@x.example,0221 1234567,Ulm\n' >in.csv
r 'by less than a key: the name stays, the address is added' 'crm-contact import -q in.csv; crm-contact list -c name,emails,city' 'Erika Muster|e@x.example,neu@x.example|Ulm'
crm-contact add -q email=n@x.example
printf 'name,email\nUdo Test,n@x.example\n' >in.csv
r 'a name where there was none' 'crm-contact import -q in.csv; crm-contact list 2 -c name' 'Udo Test'

# ---- two lines, one record ----
m() { # title, file, expected
  new
  printf "$2" >in.csv
  r "$1" 'crm-contact import in.csv 2>&1; crm-contact list -c name,email,city' "$3"
}
m 'a line that changes nothing' 'name,email\nIna Test,i@x.example\nIna Test,i@x.example\n' 'c1
c1
crm-contact: 1 added, 0 changed, 1 same, 0 rejected
Ina Test|i@x.example|'
m 'a line that fills' 'name,email,city\nIna Test,i@x.example,\nIna Test,i@x.example,Ulm\n' 'c1
c1
crm-contact: 1 added, 1 changed, 0 same, 0 rejected
Ina Test|i@x.example|Ulm'
m 'lines that say different things' 'name,email,city\nIna Test,i@x.example,Bonn\nIna Test,i@x.example,Ulm\n' 'crm-contact: in.csv:3: city: lines 2 and 3 are one contact and say different things of it: leave one out, or tell them apart by a key
crm-contact: nothing is imported; --reject=FILE takes the bad lines aside'
r 'both are set aside' 'echo "Udo,u@x.example,Kiel" >>in.csv; crm-contact import --reject=bad.csv in.csv 2>&1; cat bad.csv; crm-contact list -c name' 'c1
crm-contact: in.csv:2:0: lines 2 and 3 are one contact and say different things of it: leave one out, or tell them apart by a key
crm-contact: in.csv:3:0: lines 2 and 3 are one contact and say different things of it: leave one out, or tell them apart by a key
crm-contact: 1 added, 0 changed, 0 same, 2 rejected
name,email,city
Ina Test,i@x.example,Bonn
Ina Test,i@x.example,Ulm
Udo'
m 'three persons of one mailbox are not one' 'name,email\nIna Test,f@x.example\nUdo Test,f@x.example\n' "crm-contact: in.csv:3:10: email: contact c1 has the e-mail 'f@x.example' and another name: --key=email says it is the same, --force that it is another
crm-contact: nothing is imported; --reject=FILE takes the bad lines aside"
new
r 'one that --create made is free for a line' 'printf "name,parent,city\nTochter,Mutter,\nMutter,,Ulm\n" | crm-company import --create=company -q -; crm-company list -c name,city,parent.name' 'Mutter|Ulm|
Tochter||Mutter'

# ---- a second run ----
twice() { # title, kind, file (printf), records, options
  new
  printf "$3" >in.csv
  crm-$2 import ${5-} in.csv >first 2>/dev/null
  r "a second run: $1" "crm-$2 import ${5-} in.csv 2>&1 >second | tail -n 1; cmp first second; crm-$2 list --all \`[ $2 = log ] && echo kind=note\` | wc -l" "crm-$([ $2 = event ] && echo log || echo $2): 0 added, 0 changed, $4 same, 0 rejected
$4"
}
twice 'name and telephone' contact 'name,phone,city\nIna Test,0171 2345678,Ulm\nUdo Test,0171 2345679,Ulm\n' 2
twice 'names only, one of them twice' contact 'name\nIna Test\nUdo Test\nIna Test\n' 3
twice 'a title before the name' contact 'name,phone\nDr. Ina Test,0171 2345678\n' 1
twice 'names alone that are taken apart' contact 'name;city\nDe La Cruz, Ana;Bonn\nFrau Dr. Erika Muster;Ulm\nHerr Max Neu;Ulm\nMuster, Udo;\n' 4
twice 'names taken apart, with keys of another system' contact 'name;ext\nFrau Dr. Lisa Klar;x:1\nVega, Rosa;x:2\nMax Bau (Einkauf);x:3\n' 3
twice 'and by their addresses' contact 'name;email\nFrau Dr. Lisa Klar;a@x.example\nVega, Rosa;b@x.example\n' 2 --key=email
twice 'with a title of its own' contact 'name;title;email\nDr. Lisa Klar;Prof. Dr.;a@x.example\nDr. Udo Klar;;b@x.example\n' 2 --key=email
twice 'empty cells beside what was taken apart' contact 'name;given;family;title;email\nFrau Dr. Lisa Klar;;;;a@x.example\nVega, Rosa;;;;b@x.example\n' 2
twice 'one of them' contact 'name;given;email\nFrau Dr. Lisa Klar;;a@x.example\nVega, Rosa;Rosa;b@x.example\n' 2
twice 'telephone numbers only' contact 'phone\n0171 2345678\n0171 2345679\n' 2
twice 'name and company' contact 'name,company\nIna Test,Alpha AG\nUdo Test,Alpha AG\n' 2 --create=company
twice 'offers without a number' offer 'title,value,company\nTank,100,Alpha AG\nTank,100,Alpha AG\nTank,200,\nTank,,\n' 4 --create=company
twice 'offers with their moves' offer 'title,stage,entered.offer,closed\nTank,won,2026-01-02,2026-02-01\nTor,lost,2026-01-02,2026-02-01\n' 2
twice 'tasks' task 'title,due,priority\nAnruf,2027-01-05,\nAnruf,2027-01-06,high\nAnruf,2027-01-05,\n' 3
twice 'events' log 'at,kind,text,company\n2026-01-02T10:00:00Z,note,x,Alpha AG\n2026-01-02T10:00:00Z,note,y,Alpha AG\n2026-01-02T10:00:00Z,note,x,Alpha AG\n' 3 --create=company
twice 'products of one name, with and without umlaut' product 'name,price\nStück,1\nStuck,2\n' 2
twice 'products without currency, or whether they are sold' product 'sku;name;price;currency;active\nA;Eins;1.50;;\nB;Zwei;2;USD;no\nC;Drei;3;;yes\n' 3
twice 'offers without currency' offer 'number;title;value;currency\nO-1;T;100;\nO-2;U;;\nO-3;V;5;USD\n' 3
twice 'offers without stage, pipeline, owner' offer 'number;title;stage;pipeline;owner\nO-1;T;;;\nO-2;U;won;;\n' 2
twice 'offers of their contact'"'"'s company' offer 'number;title;contact;company\nO-1;T;Ina Test;\n' 1 --create=contact
for who in 'Dr. Erika Muster' 'De La Cruz, Ana' 'Muster, Erika' 'erika muster'; do
  twice "offers of $who" offer "number;title;contact\\nO-1;T;$who\\n" 1 --create=contact
  r "  is one person" 'crm-contact list | wc -l; crm-offer list -c contact' '1
c1'
done
new
r 'what is made on the way is counted' 'printf "title;company;contact\nT;A;Udo Test\nU;B;Test, Udo\n" | crm-offer import --create=company,contact - 2>&1 | grep -v no.key; crm-contact list -c name' 'o1
o2
crm-offer: 2 added, 0 changed, 0 same, 0 rejected, 2 companies made, 1 contact made
Udo Test'
twice 'tasks without priority' task 'ext;title;due;priority\nx:1;Anruf;2027-01-05;\nx:2;Brief;2027-01-05;high\n' 2
twice 'users' user 'name;full;active\nanna;Anna Muster;\n' 1
new
printf 'number;title;stage;pipeline\nO-1;T;;\n' >in.csv
r 'an empty cell moves no offer' 'crm-offer import -q in.csv; crm-stage win -q o1; crm-offer import in.csv; crm-offer list -c stage,pipeline --all' 'o1
crm-offer: 0 added, 0 changed, 1 same, 0 rejected
won|sales'
new
crm-company add -q name='Alpha AG' && crm-contact add -q name='Ina Test' co1
printf 'ext;title;offer;contact;company\nx:1;T;O-1;;\n' >tasks.csv
printf 'number;title;contact;company\nO-1;T;Ina Test;\n' >in.csv
r 'what a record takes from another it takes again' 'for i in 1 2; do crm-offer import in.csv; crm-task import tasks.csv; done 2>&1 | grep -a same; crm-task list -c contact,company; crm-offer list -c company' 'crm-offer: 1 added, 0 changed, 0 same, 0 rejected
crm-task: 1 added, 0 changed, 0 same, 0 rejected
crm-offer: 0 added, 0 changed, 1 same, 0 rejected
crm-task: 0 added, 0 changed, 1 same, 0 rejected
c1|co1
co1'
new
printf 'name,city\nAcme AG,Ulm\nAcme AG,Bonn\n' >in.csv
crm-company import -q in.csv 2>/dev/null
r '--key of a name that two have' 'printf "name,industry\nAcme AG,Bau\n" | crm-company import -q --key=name -' "crm-company: stdin:2: company co1, co2 have that name: another --key=FIELD or an id with --key=id says which
? 65"
printf 'First Name,Last Name,Organization Name\nIna,Test,Acme AG\n' >in.csv
r '--translate to an id in an address book' 'crm-contact import -q --from=google --create=company --translate="company:Acme AG=co2" in.csv; crm-contact list -c company; crm-company list | wc -l' 'co2
2'

# ---- digits ----
new
crm-product add -q name=Schraube sku=100
crm-product add -q name=Mutter sku=1
crm-company add -q name='Eins AG'
crm-company add -q name='Zwei AG'
crm-company add -q name=300
crm-contact add -q name='Ina Test'
d() { # title, kind, file (printf), options, expected
  printf "$3" >in.csv
  r "$1" "crm-$2 import in.csv $4 2>&1 | grep -v -e added -e nothing" "$5"
}
d 'digits are a sku' offer 'title,product\nA,1\n' '' o1
r 'that of the nut' 'crm-offer list -c product.name' Mutter
d 'and no id' offer 'title,product\nB,2\n' '' "crm-offer: in.csv:2:3: product: no product '2': ids are written p2"
d 'digits are a name' contact 'name,company\nUdo Test,300\n' '' c2
r 'of the company called so' 'crm-contact list 2 -c company.name' 300
d 'with --create too' contact 'name,company\nEva Test,2\n' --create=company c3
r 'a new company' 'crm-contact list 3 -c company,company.name' 'co4|2'
d 'ids are typed' contact 'name,company\nIda Test,co2\n' '' c4
r 'and link' 'crm-contact list 4 -c company.name' 'Zwei AG'
d 'an operand is the command line' contact 'name\nUwe Test\n' company=2 c5
r 'where digits are ids' 'crm-contact list 5 -c company.name' 'Zwei AG'
d 'roles and contacts too' offer 'title,roles\nC,decider:1\n' '' "crm-offer: in.csv:2:3: roles: no contact '1': ids are written c1"
d '--key=id with bare digits' contact 'id,city\n1,Ulm\n' --key=id 'crm-contact: in.csv:2:1: id: a bare number is no id, write c1'
d 'ids of another system' contact 'id,name\n17,Max\n' '' "crm-contact: in.csv:2:1: id: '17' is no id of ours: --ext=SYSTEM:id keeps it as a key of another system, ids are written c17 and taken with --key=id"
d 'are its keys' contact 'id,name\n17,Max\n' --ext=old:id c6
d 'typed ids are not looked at' contact 'id,name,email\nc1,Moritz,m@x.example\n' '' c7
r 'ids read by - are as they were' 'printf "c1\nco1\n" | crm-task add - title=T; crm-task list -c contact,company' 't1
t2
c1|
|co1'
ok 'the database is sound' crm-db check
finish
