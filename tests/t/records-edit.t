#!/bin/sh
# edit: the settable fields through an editor that is a script.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db TMPDIR=$work/tmp
export CRM_DB TMPDIR
mkdir tmp
crm-db init -q
crm-company add name='Muster GmbH' city=Köln tags=a,b notes='eins' ext=maven:17 category=customer -q
crm-company add name='Zwei AG' -q
crm-contact add name='Erika Muster' company=1 emails=work:e@muster.example,home:e@home.example phone='+49 221 1' birthday=1980-02-29 -q
crm-product add sku=S-1 name=Server price=10.50 tax=19 interval=month -q
crm-offer add number=A-1 title=Server contact=1 value=1000 channel=web expected_close=2026-05-30 -q
crm-user add name=ben full='Ben Hartwig' -q
batches() { crm-log batches -c batch | wc -l; }

# e TITLE EDITOR-SCRIPT COMMAND EXPECTED; the script finds the file in $1
e() {
  printf '#!/bin/sh\n%s\n' "$2" >editor
  chmod +x editor
  r "$1" "VISUAL=$work/editor $3" "$4"
}
before=$(batches)
for k in company contact product offer; do
  e "$k: nothing changed" ':' "crm-$k edit 1" "crm-$k: nothing changed"
  e "$k: saved again, byte for byte" 'cp "$1" x && cat x >"$1"' "crm-$k edit 1" "crm-$k: nothing changed"
done
e 'user: nothing changed' ':' 'crm-user edit ben' 'crm-user: nothing changed'
is 'no batch' "$(batches)" "$before"
is 'no text is left behind' "$(ls tmp)" ''
e 'what the editor gets: every settable field, a line each' 'cat "$1" >text' 'crm-product edit 1 -q' ''
is 'text of a product' "$(tr '\t' '|' <text)" 'p1|ext|
p1|sku|S-1
p1|name|Server
p1|category|
p1|unit|
p1|price|10.50
p1|currency|EUR
p1|tax|19
p1|cost|
p1|interval|month
p1|active|yes
p1|owner|
p1|tags|
p1|notes|'
for k in company contact product offer; do
  e "$k: fields" 'cut -f 2 "$1" >text' "crm-$k edit 1 -q" ''
  is "$k: those of export in their order" "$(cat text)" "$(crm-$k export | head -n 1 | tr '\t' '\n' | sed 1d)"
done
e 'the file is private' 'ls -l "$1" | cut -c 1-10 >mode' 'crm-company edit 1 -q' ''
is 'mode' "$(cat mode)" '-rw-------'

s() { echo "sed -i '$1' \"\$1\""; }
e 'changed' "$(s 's/\tKöln$/\tBonn/')" 'crm-company edit 1' co1
r 'it is' 'crm-company list 1 -c city,name,notes,tags,ext' 'Bonn|Muster GmbH|eins|a,b|maven:17'
e 'cleared' "$(s '/\tcity\t/s/\t[^\t]*$/\t/')" 'crm-company edit 1 -q' ''
r 'it has no town' 'crm-company list 1 -c city,notes' '|eins'
e 'a line taken out: its field is left alone' "$(s '/\tnotes\t/d;s/\tcity\t/\tcity\tUlm/')" 'crm-company edit 1 -q' ''
r 'it has' 'crm-company list 1 -c city,notes' 'Ulm|eins'
e 'several lines, a tab, a backslash' "$(s '/\tnotes\t/s/eins/eins\\\\n\\\\tzwei\\\\\\\\drei/')" 'crm-company edit 1 -q' ''
r 'they stay' 'crm-company list 1 -c notes' 'eins\n\tzwei\\drei'
e 'two records at once' "$(s 's/\tcity\t.*/\tcity\tKiel/')" 'crm-company edit 1 2' 'co1
co2'
r 'both' 'crm-company list 1 2 -c city' 'Kiel
Kiel'
e 'a user' "$(s 's/Ben Hartwig/B. Hartwig/')" 'crm-user edit ben' ben
r 'the user' 'crm-user list ben -c full' 'B. Hartwig'
e 'a reference by name' "$(s '/\tcompany\t/s/co1/Zwei AG/')" 'crm-contact edit 1 -q' ''
r 'the company' 'crm-contact list 1 -c company,emails' 'co2|work:e@muster.example,home:e@home.example'
e 'a move' "$(s 's/\tstage\toffer/\tstage\tnegotiation/')" 'crm-offer edit 1 -q' ''
r 'it is a move' 'crm-stage history 1 -c from,to' '|offer
offer|negotiation'

e 'what is kept by the program is left out' "$(s '1s/.*/p1\tcreated\t2026-01-01T00:00:00Z/')" 'crm-product edit 1 2>&1 | grep -c created; crm-product list 1 -c created' '1
2026-03-31T12:00:00Z'

crm-product add name='a "quoted" name' ext='a:"b"' -q
e 'quotes are no CSV' "$(s 's/quoted/QUOTED/')" 'crm-product edit 2 && crm-product list 2 -c name,ext' 'p2
a "QUOTED" name|a:"b"'

# ---- what goes wrong ----
before=$(batches)
wrong() { # title, script, kind, status, pattern of the message; the text is kept
  printf '#!/bin/sh\n%s\n' "$2" >editor
  chmod +x editor
  rm -f tmp/*
  VISUAL=$work/editor crm-$3 edit 1 >out 2>err
  is "$1: status" "$?" "$4"
  grep -q -e "$5" err
  result $? "$1: is said"
  kept=$(sed -n 's/.*text is kept in //p' err)
  [ -s "$kept" ]
  result $? "$1: the text is kept, and its file named"
  sed 's/^/# /' out err >"$work/.said"
}
wrong 'a value' "$(s 's/\tproduct\t/&/;s/\tprice\t.*/\tprice\tmuch/')" product 65 'tsv:6:.*price: .much'
wrong 'a field' "$(s 's/\tprice\t/\tpreis\t/')" product 65 "tsv:6:.*preis"
wrong 'an id that is not there' "$(s 's/^p1/p9/')" product 65 'tsv:1:.*p9'
wrong 'a line without tabs' 'echo oops >>"$1"' product 65 'tsv:15:'
wrong 'an escape' "$(s '/\tunit\t/s/$/a\\\\qb/')" product 65 'tsv:5:'
wrong 'not UTF-8' "printf 'p1\\tunit\\t\\377\\n' >>\"\$1\"" product 65 'tsv:15:'
wrong 'what is required' "$(s 's/\tname\t.*/\tname\t/')" product 65 name
wrong 'the editor fails' 'exit 3' company 74 editor
wrong 'there is no editor' 'kill -9 $$' company 74 editor
is 'nothing has changed' "$(batches)" "$before"
r 'no editor of that name' 'VISUAL=/nonexistent/editor crm-company edit 1 2>&1 >/dev/null | grep -c "^crm-company: editor ./nonexistent/editor. failed"; VISUAL=/nonexistent/editor crm-company edit 1 >/dev/null 2>&1' '1
? 74'
r 'EDITOR, when there is no VISUAL' "printf '#!/bin/sh\nfor f; do :; done; echo \$# >>count; sed -i s/Kiel/Jena/ \"\$f\"\n' >ed; chmod +x ed; EDITOR=$work/ed crm-company edit 1; VISUAL= EDITOR='$work/ed' crm-company edit 1" 'co1
crm-company: nothing changed'
e 'others work meanwhile' "crm-company set 1 street='Am Markt 1' notes=neu -q; $(s 's/Jena/Gera/')" 'crm-company edit 1; crm-company list 1 -c city,street,notes' 'co1
Gera|Am Markt 1|neu'
r 'only what was edited is changed' 'crm-log changes -n 1 -c what,field,old,new' 'set|city|Jena|Gera'
crm-company set 1 city=Jena -q
e 'lines in another order' "sort -r \"\$1\" >x; sed 's/Jena/Suhl/' x >\"\$1\"" 'crm-company edit 1; crm-log changes -n 1 -c what,field,old,new; crm-company set 1 city=Jena -q' 'co1
set|city|Jena|Suhl'
no 'no record' 64 'crm-company edit'
no 'one that is not there' 1 'VISUAL=true crm-company edit 99'
no 'standard input' 64 'crm-company edit -'
e 'a dry run' "$(s 's/Jena/Hof/')" 'crm-company edit 1 -N' 'set|co1|city|Jena|Hof'
r 'changes nothing' 'crm-company list 1 -c city' Jena
e 'an empty text changes nothing' ': >"$1"' 'crm-company edit 1 2>/dev/null; crm-company list 1 -c city,name' 'Jena|Muster GmbH'
ok 'the database is sound' 'crm-db check'
finish
