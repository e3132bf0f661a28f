#!/bin/sh
# What is left of a person who was forgotten: found in any spelling and in every place, by keyed hashes once the name is gone; 1 until nothing is left, whatever came between.
. "$(dirname "$0")/../lib.sh"
all_need file
. "$top/tests/fault/lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-company add -q name='Acme'
crm-contact add -q name='Jürgen Müller-Groß' email=j.mueller@gross.example phone='+49 221 5550123'
crm-contact add -q name='Erika Muster' email=erika@muster.example
crm-contact add -q name='山田太郎' email=taro@yamada.example
copy_db crm.db base.db
again() { copy_db "${1:-base.db}" crm.db; }
forget() { crm-contact forget --yes "$@" >out 2>err; }
file() { cat crm.db crm.db-wal 2>/dev/null | grep -a -c -i -F -e "$1"; }
traces() { sqlite3 crm.db 'SELECT count(*) FROM trace'; }

# ---- spellings ----

# each in the notes of a company, once more in its history: found at once, found again by the hashes alone, masked
trace() { # contact, text, what the file must not hold
  n=$((n + 1))
  printf 's%s\ta %s b\n' "$n" "$(printf %s "$2" | awk '{ gsub(/\t/, "\\t"); printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }')" >>notes.tsv
  printf '%s\n' "$3" >>needles
}
n=0
printf 'name\tnotes\n' >notes.tsv
trace c2 'erika@muster.example' erika@muster
trace c2 'ERIKA@Muster.Example' erika@muster
trace c2 'erika%40muster.example' erika%40
trace c2 'erika%40muster%2Eexample' erika%40
trace c2 'erika&#64;muster.example' 'erika&'
trace c2 'erika (at) muster.example' 'erika (at)'
trace c2 'erika(at)muster(dot)example' 'erika(at)'
trace c2 'erika [at] muster [dot] example' 'erika [at]'
trace c2 'erika at muster.example' 'erika at'
trace c2 'erika AT muster DOT example' 'erika AT'
trace c2 'erika @ muster . example' 'erika @'
trace c2 'erika＠muster.example' erika
trace c2 'Erika  Muster' 'Erika  M'
trace c2 "Erika${tab}Muster" 'Muster'
trace c2 'Erika
Muster' 'Muster'
trace c2 'ERIKA MUSTER' 'erika muster'
trace c2 'Muster, Erika' 'Muster,'
trace c2 'erika.muster' 'erika.muster'
trace c2 'Erika_Muster' 'Erika_'
trace c2 'Eri­ka Mus­ter' 'Mus­'
trace c2 'Erika​ Muster' muster
trace c2 'Erika%20Muster' 'Erika%20'
trace c2 'Erika Musters' 'Musters'
trace c1 'Jürgen Müller-Groß' Groß
trace c1 "$(printf 'Ju\314\210rgen Mu\314\210ller-Gro\303\237')" rgen
trace c1 'Juergen Mueller Gross' Juergen
trace c1 'JÜRGEN MÜLLER-GROSS' GROSS
trace c1 'J%C3%BCrgen%20M%C3%BCller-Gro%C3%9F' rgen
trace c1 'j.müller@groß.example' groß
trace c1 '+492215550123' 5550123
trace c1 '0221/555 01 23' '555 01 23'
trace c1 '0049 221 5550123' 5550123
trace c1 '+49 (0)221 555-0123' 0123
trace c1 '(0221) 5550123' 5550123
trace c1 '5550123' 5550123
trace c1 'J=C3=BCrgen M=C3=BCller-Gro=C3=9F' 'M=C3'
trace c1 'J=FCrgen=20M=FCller-Gro=DF' 'M=FC'
trace c1 'j.mueller=40gross.example' 'r=40gross'
trace c1 'Jürgen Mül=
ler-Groß' 'ler-Groß'
trace c1 'NAME=JÜRGEN MÜLLER-GROSS' GROSS
trace c2 'name=ADE%20ERIKA%20MUSTER' ERIKA
trace c1 'J%FCrgen+M%FCller-Gro%DF' 'M%FC'
trace c1 'J%25C3%25BCrgen%2520M%25C3%25BCller-Gro%25C3%259F' '259F'
trace c1 'J&uuml;rgen M&uuml;ller-Gro&szlig;' 'ller-Gro'
trace c1 'J&uuml;rgen=20M&uuml;ll=
er-Gro&szlig;' 'er-Gro'
trace c2 '&acute;&#x41;&xcaron;Erika Muster' Muster
trace c1 'J&#252;rgen&nbsp;M&#xFC;ller&ndash;Gro&#xdf;' '252;rgen'
trace c1 'J&amp;uuml;rgen M&amp;uuml;ller-Gro&amp;szlig;' '&amp;'
trace c1 'J\\u00fcrgen M\\u00FCller-Gro\\u00df' 'u00df'
trace c1 "$(printf 'J\342\200\252\303\274rgen M\303\274\342\201\246ller\342\200\221Gro\303\237')" Gro
trace c1 'j.mueller&commat;gross&period;example' '&commat'
trace c1 'ｊ．ｍｕｅｌｌｅｒ＠ｇｒｏｓｓ．ｅｘａｍｐｌｅ' 'ｇｒｏｓｓ'
trace c1 'Ｊｕｅｒｇｅｎ　Ｍｕｅｌｌｅｒ－Ｇｒｏｓｓ' 'Ｇｒｏｓｓ'
trace c1 '＋４９ ２２１ ５５５０１２３' '５５５'
trace c1 "$(printf '0221\302\2405\302\24055\342\200\21301\342\200\25723')" 0221
trace c1 '0221%205550123' 5550123
trace c1 '+49=20221=20555=\n0123' 555
trace c3 '山田太郎' 山田
again
crm-company import -q notes.tsv
crm-company list 'notes!=' | crm-company set -q - notes=
crm-company import -q --key=name notes.tsv
is 'spellings' "$(crm-company list 'notes!=' | wc -l)" "$n"
forget c1 c2 c3
first=$?
forget c1 c2 c3
is '  found, and found again' "$first $?" '1 1'
grep -q ' more like these' err || [ $(grep -c 'notes still names the person' err) -ge $n ]
result $? '  told'
forget c1 c2 c3 --everywhere
is '  masked' "$? $(traces) $(crm-company list 'notes!=' -c name,notes | grep -v "${tab}a \(NAME=\|&acute;&#x41;&xcaron;\|name=ADE%20\)*… b$")" '0 0 '
while read -r needle; do
  is "  gone: $needle" "$(file "$needle")" 0
done <needles
again
crm-company set -q co1 notes='担当は山田太郎です'
forget c3 --everywhere
is 'a name among words without blanks' "$? $(crm-company list -c notes)" '0 担当は…です'

again
for text in 'Erika Mustermann' 'Erika M.' 'Muster' 'musterfrau erika' 'max.erika@muster.example' 'erika@muster.test' 'erika muster example' '555012' '5550124' 'Erika und Muster' 'AT&T 100% x=3D &bogus; &#; &#x; &#99999999; \ud800 =' 'Erika%' '%2'; do
  crm-company add -q name="no: $text" notes="$text" --force
done
crm-company set -q co8 notes= name=other # that one holds the name
ok 'what only looks like it is none' 'crm-contact forget --yes --everywhere c2'
is '  and stays' "$(crm-company list -c notes | grep -c .)$(crm-company list -c notes | grep -c …)" 120

# ---- places ----

cat >fields.yaml <<'END2'
fields:
  company: [{name: remark, type: text}, {name: by, type: "someone|others"}]
  contact: [{name: hobby, type: text}]
END2
place() { # title, command, status of --everywhere
  again
  crm-workflow apply -q fields.yaml
  sh -c "$2" || echo "# $2"
  forget c2
  is "$1" "$?" 1
  forget c2 --everywhere
  is '  everywhere' "$?" "$3"
  [ "$3" = 1 ] || is '  gone' "$(file 'erika muster') $(file erika@muster) $(traces)" '0 0 0'
  ok '  sound' 'crm-db check'
}
place 'full name of a user' 'crm-user add -q name=em full="Erika Muster"' 0
place 'address of a user' 'crm-user add -q name=em email=erika@muster.example' 0
place 'both, in the history' 'crm-user add -q name=em full="Erika Muster" email=erika@muster.example; crm-user set -q em full=E email=' 0
place 'a user who is called so' 'crm-user add -q name=erika.muster full="Erika Muster"' 1
grep -q "^crm-contact: user erika.muster: name still names the person: 'crm-user set' gives another$" err
result $? '  and how that ends is said'
crm-user set -q u2 name=em
ok '  it does' 'crm-contact forget --yes --everywhere c2 && crm-db check'
is '  gone' "$(file 'erika.muster')" 0
place 'a source' 'crm-company set -q co1 source="Erika Muster"' 0
is '  which is one word still' "$(crm-company list -c source)" "… $(sqlite3 crm.db 'SELECT max(id) FROM term')"
place 'two sources' 'crm-company set -q co1 source="Erika Muster"; crm-company set -q co1 source="von Erika Muster"' 0
place 'a tag' 'crm-company set -q co1 tags="erika muster"' 0
place 'a field of ones own' 'crm-company set -q co1 remark="bei Erika Muster"' 0
place 'one that was given up' 'crm-company set -q co1 remark="bei Erika Muster"; sed /remark/d fields.yaml >fewer.yaml; crm-workflow apply -q fewer.yaml' 0
place 'of another contact' 'crm-contact set -q c1 hobby="mit Erika Muster"' 0
place 'a key of another system' 'crm-company set -q co1 ext=mail:erika@muster.example' 0
place 'an address of a company' 'crm-company set -q co1 email=erika@muster.example' 0
place 'a product' 'crm-product add -q name="Kurs Erika Muster" price=1' 1
place 'a task' 'crm-task add -q co1 title="Erika Muster fragen"' 0
place 'a note' 'crm-log note co1 text="mit Erika Muster" -q' 0
place 'a removed record' 'crm-company add -q name=Z notes="Erika Muster" && crm-company rm -q co2' 0
place 'a record taken back' 'crm-company add -q name=Z notes="Erika Muster" && crm-log undo -q' 0
place 'an address that another contact had' 'crm-contact set -q c1 emails+=erika@muster.example && crm-contact set -q c1 emails-=erika@muster.example' 0
is '  who keeps his own' "$(crm-contact list c1 -c name,email)" "Jürgen Müller-Groß${tab}j.mueller@gross.example"
place 'a word of the configuration' 'sed s/someone/erika-muster/ fields.yaml >words.yaml; crm-workflow apply -q words.yaml' 1
grep -q "^crm-contact: ch[0-9]*: word still names the person: 'crm-workflow edit' changes it$" err || sed 's/^/# /' err
result $? '  and how that ends is said'

# ---- fields of one's own that hold no text ----

cat >own.yaml <<'END2'
fields:
  contact: [{name: tax, type: integer}, {name: since, type: date}, {name: size, type: "s|m"}, {name: pay, type: decimal}]
END2
again
crm-workflow apply -q own.yaml
crm-contact set -q c2 tax=8642097531 since=1987-06-05 size=m pay=4711.25
crm-contact set -q c2 tax=8642097539
crm-workflow apply -q - <<'END2'
fields:
  contact: [{name: since, type: date}, {name: size, type: "s|m"}, {name: pay, type: decimal}]
END2
forget c2
is 'numbers, days and choices of one'"'"'s own go too' "$? $(crm-contact list c2 -c since,size,pay)$(crm-log changes c2 -c field,old,new | grep -c -e 4711 -e 1987)" "0 $tab${tab}0"
is '  given up ones too, and in the history' "$(crm-db dump | grep -c -e 864209753 -e 4711)" 0
ok '  sound' 'crm-db check'

# ---- what is looked for ----

again
crm-company set -q co1 notes='Erika Muster, alias Rika'
forget c2 --also=Rika
is 'what was named with --also' "$?" 1
crm-company set -q co1 notes='alias Rika'
forget c2
is '  is looked for later, too' "$? $(grep -c 'co1: notes' err)" '1 2'
is '  it is kept as hashes' "$(sqlite3 crm.db 'SELECT count(*) FROM trace WHERE length(hash)=32')" "$(sqlite3 crm.db 'SELECT count(*)-1 FROM trace')"
is '  which say no name' "$(crm-db dump | grep -ci 'erika')" 2
forget c2 --everywhere
is '  until nothing is left' "$? $(traces)" '0 0'
no 'a text without a word names nobody' 64 'crm-contact forget --yes c1 --also=...'
again
crm-company set -q co1 notes='Erika Muster'
forget c2
crm-db dump >pending.dump
drop_db crm.db
crm-db init -q
crm-db load -q pending.dump
forget c2
is 'a dump takes it along' "$?" 1
ok '  sound' 'crm-db check'

# ---- interrupted ----

again
crm-company set -q co1 notes='Erika Muster, erika@muster.example'
copy_db crm.db noted.db
again noted.db
rm -f calls
FAULT_LOG=calls LD_PRELOAD=$inject crm-contact forget --yes c2 >/dev/null 2>&1
n=$(wc -l <calls)
full=${CRM_FULL:-}
honest() { # after a run that was cut short: asked again, told, and cleaned
  st=$?
  forget c2
  again1=$?
  if [ "$again1" = 0 ] && [ "$(file erika@muster)" != 0 ]; then echo "0 while the address is there ($1)"; fi
  [ "$again1" = 1 ] || echo "status $again1 when asked again ($1): $(cat err)"
  forget c2 --everywhere || echo "not cleaned, $? ($1): $(cat err)"
  [ "$(file erika@muster) $(file 'erika muster') $(traces)" = '0 0 0' ] || echo "something is left ($1)"
  crm-db check >out 2>&1 || echo "check ($1): $(cat out)"
}
for fault in FAULT_DO=KILL FAULT_DO=TEAR FAULT_DO=EIO 'FAULT_DO=ENOSPC FAULT_STAY=1'; do
  for at in $(places "$n" 5); do
    again noted.db
    faulty "FAULT_AT=$at $fault" 'crm-contact forget --yes c2' >out 2>err
    st=$?
    case $fault in
    *KILL | *TEAR) [ $st = 137 ] || [ $st = 1 ] || echo "status $st, call $at" ;;
    *) [ $st = 74 ] || [ $st = 1 ] || echo "status $st, call $at: $(cat err)" ;;
    esac
    [ $st != 1 ] || grep -q 'co1: notes still names' err || echo "status 1 without a word, call $at"
    ! grep -q 'out of the records' err || ! grep 'nothing was changed' err || echo "two things at once, call $at"
    honest "$fault, call $at"
  done >wrong 2>&1
  ! grep -v Killed wrong
  result $? "forget, $fault: $n places"
done
for fault in FAULT_DO=KILL FAULT_DO=EIO 'FAULT_DO=ENOSPC FAULT_STAY=1'; do
  for at in $(places "$n" 4); do
    again noted.db
    forget c2
    faulty "FAULT_AT=$at $fault" 'crm-contact forget --yes c2 --everywhere' >out 2>err
    st=$?
    [ $st != 0 ] || [ "$(file erika@muster)" = 0 ] || echo "0, and the address is there, call $at"
    forget c2 --everywhere || echo "status $?, call $at: $(cat err)"
    [ "$(file erika@muster) $(traces)" = '0 0' ] || echo "something is left, call $at"
    crm-db check >out 2>&1 || echo "check, call $at: $(cat out)"
  done >wrong 2>&1
  ! grep -v Killed wrong
  result $? "everywhere, $fault: $n places"
done
finish
