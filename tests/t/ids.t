#!/bin/sh
# Ids on standard input and as operands: what is no id of the right kind stops a command before it changes anything.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-company add name='Muster GmbH' city=Köln postal_code=50667 -q
crm-company add name='Beispiel AG' city=Bonn -q
crm-contact add name='Erika Muster' company=co1 postal_code=40 -q
crm-contact add name='Max Beispiel' postal_code=1 -q
crm-product add sku=1 name=Server price=40 -q
crm-product add sku=2 name=Rack price=60 -q
crm-offer add title=40 value=1 company=co1 -q
crm-offer add title=2 value=2 contact=c2 -q
crm-offer add title=Three stage=negotiation value=3 -q
crm-user add name=ben team=1 -q
printf 'pipelines: {other: {title: Other, stages: [{name: a, probability: 50}, {name: won, probability: 100}, {name: lost, probability: 0}]}}\n' >other.yaml

batches() { crm-log batches -c batch | wc -l; }
before=$(batches)

# every verb that takes ids, by the letters it takes
verbs='o crm-stage move - negotiation
o crm-stage next -
o crm-stage back -
o crm-stage win -
o crm-stage lose - reason=price
o crm-stage reopen -
o crm-stage history -
o crm-stage list -
o crm-offer list -
o crm-offer show -
o crm-offer set - value=7
o crm-offer rm -
o crm-offer export -
c crm-contact list -
c crm-contact show -
c crm-contact set - city=Ulm
c crm-contact rm -
c crm-contact export -
c crm-contact dupes -
c crm-contact merge c1 -
co crm-company list -
co crm-company show -
co crm-company set - city=Ulm
co crm-company rm -
co crm-company export -
co crm-company dupes -
co crm-company merge co1 -
p crm-product list -
p crm-product show -
p crm-product set - price=1
p crm-product rm -
p crm-product export -
c,co,p crm-offer add - title=linked
co crm-contact add - name=Linked
o crm-report revenue -
o crm-report pipeline -
o crm-report winrate -
o crm-report cycle -
o crm-forecast show -'

# refuse LINE COMMAND FILE: it takes the file for wrong in that line
refuse() {
  eval "$2" <"$3" >out 2>err
  got=$?
  read -r said <err
  case $got,$said in 65,"crm-"*": stdin:$1:"*) [ -s out ] || return 0 ;; esac
  echo "# $2 <<'$(head -c 60 "$3" | tr '\n\t' '~|')': status $got, expected 65; says $said$(head -c 100 out)" >>wrong
}
unchanged() { [ "$(batches)" = "$before" ] || echo "# $1: $(($(batches) - before)) batches more" >>wrong; }

# ---- streams that are no ids of this kind ----
crm-contact list >s-contact
crm-company list >s-company
crm-product list >s-product
crm-offer list >s-offer
crm-offer list -c probability,title >s-probability
crm-offer list -c title >s-title
crm-contact list -c postal_code >s-postal_code
crm-offer list -c value >s-value
crm-contact list -c name >s-name
crm-company list -H -c city,id >s-city
crm-report revenue --by stage >s-none
crm-offer add title=Won stage=won value=9 -q
crm-report revenue --by stage >s-report
crm-forecast >s-forecast
crm-offer set o1 value=77 -N >s-dry-set
crm-stage move o1 negotiation -N >s-dry-move
crm-offer rm o1 -N >s-dry-rm
crm-offer add title=x -N >s-dry-add
crm-log batches >s-batches
crm-user list >s-user
crm-offer list -f csv >s-csv
crm-offer list -f json >s-json
crm-offer list -f table >s-table
before=$(batches)
is 'a report of nothing has no rows' "$(cat s-none)" ''

: >wrong
while read -r takes verb; do
  for s in s-contact s-company s-product s-offer s-probability s-title s-postal_code s-value s-name s-city s-report s-dry-set s-dry-move s-dry-rm s-dry-add s-batches s-user s-json; do
    case $s in
    s-contact | s-company | s-product | s-offer)
      read -r id rest <$s
      case ,$takes, in *,"${id%1}",*) continue ;; esac
      ;;
    *) case $verb in crm-forecast*) continue ;; esac ;; # to it a first line that is no id is a header
    esac
    refuse 1 "$verb" $s
  done
done <<END
$verbs
END
unchanged 'one of them'
is 'every wrong stream into every verb is 65 with its line' "$(cat wrong)" ''
r 'a forecast of rows wants value and probability' 'crm-contact list -c name,city | crm-forecast - 2>&1 >/dev/null | cut -d: -f 1-2 | uniq; crm-contact list -c name | crm-forecast - 2>/dev/null; test $? = 65' 'crm-forecast: stdin'

# ---- ids that are none ----
: >wrong
while read -r takes verb; do
  case $verb in crm-forecast*) continue ;; esac
  l=${takes%%,*}
  printf '%s\n' "${l}1" "${l}0" "${l}01" "${l}99999999999999999999" "${l}9223372036854775808" "${l}-1" "$l" "${l}1x" "${l}1 " " ${l}1" "$l 1" 1 ID "${l}1,${l}2" '*' "$(printf 'o\001')" >in
  refuse 2 "$verb" in
  [ "$(cut -d : -f 3 err | tr '\n' ' ')" = '2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 ' ] || echo "# $verb: $(cat err)" >>wrong
done <<END
$verbs
END
unchanged 'one of them'
is 'what is no id is 65, and every such line is named' "$(cat wrong)" ''

# ---- ids of records that are gone ----
crm-offer rm o3 -q
crm-log undo b"$(crm-log batches -n 1 -c batch | tr -d b)" -q
crm-offer rm o3 -q
before=$(batches)
: >wrong
while read -r takes verb; do
  l=${takes%%,*}
  case $l in o) id=o3 ;; *) id=${l}999 ;; esac
  printf '%s\n' "${l}1" "$id" >in
  case $verb in crm-*show*) continue ;; esac
  refuse 2 "$verb" in
done <<END
$verbs
END
unchanged 'one of them'
is 'a record that is gone is 65 with its line' "$(cat wrong)" ''
r 'show prints what it found and names the rest' "printf 'o3\no1\n' | crm-offer show - -c id,title" 'o1|40
crm-offer: stdin:1: no offer o3
? 65'
r 'show of operands: 1' 'crm-offer show o3 o2 77 o1 -c id' 'o2
o1
crm-offer: no offer o3
crm-offer: no offer o77
? 1'
r 'a number that was used is not used again' 'crm-offer add title=Next' o5

# ---- streams that are fine ----
before=$(batches)
: >wrong
while read -r takes verb; do
  for s in '' '\n\n' 'id\n' '\nid\ttitle\n\n'; do
    case $verb,$s in crm-forecast*,*id*) continue ;; esac
    printf "$s" | eval "$verb" >out 2>err || echo "# $verb <<'$s': status $?, $(cat err)"
    case $verb in *report* | *forecast* | *stage\ list* | *export*) ;; *) [ -s out ] && echo "# $verb <<'$s' prints $(cat out)" ;; esac
  done >>wrong
done <<END
$verbs
END
unchanged 'one of them'
is 'no ids are no records, never all' "$(cat wrong)" ''
r 'a report of no ids has no rows' 'printf "" | crm-report winrate --by stage -; printf "" | crm-report pipeline --by owner -' ''
r 'exporting none is the header' "printf '' | crm-company export - | cut -f 1" id
r 'no ids: stages are listed without offers' "printf '' | crm-stage list - -c name,offers nosuch=won 2>/dev/null || printf '' | crm-stage list - -c name,offers | grep won" 'won|0'

r 'blank lines, headers anywhere and doubles are skipped, the rest of a line is ignored' \
  "printf '\nid\ttitle\no2\tx\ty\n\no1\nid\no2\n' | crm-offer set - tags+=a" 'o2
o1'
r 'no newline at the end' "printf o2 | crm-offer list - -c id" o2
r 'carriage returns at line ends' "printf 'o2\r\no1\r\n' | crm-offer list - -c id" 'o2
o1'
r 'the order is that of the stream' "printf 'o2\no1\n' | crm-offer list - -c id" 'o2
o1'
r '-s orders it all the same' "printf 'o2\no1\n' | crm-offer list - -c id -s id" 'o1
o2'
r 'conditions hold for a stream too' "crm-offer list --all | crm-offer list - value=2.. -c id" 'o2
o4'
r 'a default condition falls away for ids' "crm-offer add title=Lead stage=new -q; printf 'o6\n' | crm-offer list - -c id" o6
r 'operands and a stream together' "printf 'o1\n' | crm-offer set o2 - tags+=b | sort" 'o1
o2'
r 'unsorted, sorted by sort -V' "crm-offer list --all -c id | sort -Vr | head -n 1" o6
r 'each id once, as operands too' 'crm-offer set o1 1 o1 tags+=c' o1

# ---- operands ----
r 'a bare number is taken for an id of the kind' 'crm-offer list 2 -c id,title; crm-offer show 2 -c id; crm-offer set 2 title=2' 'o2|2
o2
o2'
no 'an id of another kind' 65 'crm-offer show c1'
no 'an id of another kind, first verb word' 65 'crm-stage win c1'
no 'o0' 1 'crm-offer set o0 value=1'
no 'o01' 1 'crm-offer set o01 value=1'
no 'o99999999999999999999' 1 'crm-offer set o99999999999999999999 value=1'
no '99999999999999999999' 1 'crm-offer set 99999999999999999999 value=1'
no '0' 1 'crm-offer set 0 value=1'
no 'one of several is not there' 1 'crm-offer set o1 o999 value=5'
r 'and the other is not changed' 'crm-offer list 1 -c value' 1.00
no 'standard input twice' 64 'crm-offer list - -'
no 'standard input for ids and for a text' 64 'crm-offer set - notes@=-'
r 'ids of users are their names' "crm-user list -c name | crm-user set - team=x" 'anna
ben'
no 'a user who is not there' 65 "printf 'anna\ncarl\n' | crm-user set - team=y"
r 'and nobody is changed' 'crm-user list -c team' 'x
x'
no 'ids of batches' 1 'crm-log undo b999'
no 'a batch named wrongly' 64 'crm-log undo 5x'
r 'in add, ids say what the new record is linked to' "printf 'co1\nc1\np1\n' | crm-offer add - title=linked; crm-offer list title=linked -c contact,company,product" 'o7
o8
o9
|co1|
c1|co1|
||p1'
r 'a chain' "crm-offer list title=linked | crm-stage move - negotiation | crm-offer set - tags+=chain | crm-offer list - -c id,stage,tags" 'o7|negotiation|chain
o8|negotiation|chain
o9|negotiation|chain'
no 'the chain of a dry run stops' 65 'crm-offer list title=linked | crm-stage move - offer -N | crm-stage win -'
no 'a long line' 65 "head -c 3000000 /dev/zero | tr '\\0' x | crm-offer set - value=1"
no 'a NUL byte' 65 "printf 'o1\\0\n' | crm-offer set - value=1"
ok 'the database is sound' 'crm-db check'
finish
