#!/bin/sh
# How many questions a command puts to the database (db_statements of libcrm/store/db.h): on a server each is a trip.
. "$(dirname "$0")/../lib.sh"
counter=$BUILD/fault/inject.so
ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0 # the counter comes before the sanitizer's

# statements COMMAND…: their number; what the command says goes nowhere
statements() {
  rm -f .count
  LD_PRELOAD=$counter FAULT_COUNT=$work/.count "$@" >.said 2>&1 </dev/stdin || { echo "status $?"; sed 's/^/# /' .said >&2; return; }
  cat .count
}

tsv() { # N HEADER AWK-LIST: a header and N lines, i is the line's number
  seq "$1" | awk -v h="$2" 'BEGIN { OFS = "\t"; gsub(/ /, "\t", h); print h } { i = $1; print '"$3"' }'
}

# The same world of n records of each kind, each with lists, references, events and changes of its own.
world() {
  n=$1 CRM_DB=$work/$2.db
  export CRM_DB
  crm-db init -q
  crm-workflow apply -q "$work/fields.yaml"
  tsv $n 'name full team manager' '"user" i, "User " i, "t" i % 3, (i > 3 ? "user" i % 3 + 1 : "")' | crm-user import -q -
  tsv $n 'sku name category price tags' '"S" i, "Thing " i, "cat" i % 4, 10 * i, "p" i % 2' | crm-product import -q -
  tsv $n 'name category industry city country parent owner tags grade email' \
    '"Firm " i, (i % 2 ? "customer" : "customer,partner"), "ind" i % 3, "Town" i, "DE", (i > 1 ? "co1" : ""), "user" i, "a" i % 3 ",b", i, "f" i "@f.example"' |
    crm-company import -q -
  tsv $n 'given family company emails phones role city tags category' \
    '"Ann" i, "Berg" i, "co" i, "a" i "@x.example,b" i "@x.example", "030 12345" 100 + i, "head", "Town" i, "vip", "customer"' | crm-contact import -q -
  tsv $n 'title company contact product value owner channel stage expected_close colour tags closed inquired' \
    '"Deal " i, "co" i, "c" i, "p" i, 100 * i, "user" i, "web", (i % 4 == 0 ? "won" : i % 4 == 1 ? "lost" : "offer"), "2026-05-01", "red", "hot,x" i % 5,
     (i % 4 < 2 ? "2026-03-01" : ""), "2026-01-05"' | crm-offer import -q -
  tsv $n 'kind contact company offer at subject' '(i % 2 ? "call" : "note"), "c" i, "co" i, "o" i, "2026-03-10 10:00", "Talk " i' | crm-log import -q -
  tsv $n 'title due offer company contact owner tags' '"Do " i, "2026-04-10", "o" i, "co" i, "c" i, "user" i, "t" i % 2' | crm-task import -q -
  tsv $n 'name email company_name message source' '"Lea Lead" i, "lead" i "@l.example", "Lead Firm " i, "wants", "web form"' | crm-lead intake -q - 2>/dev/null
  crm-contact consent -q $(seq -f c%g $n) newsletter
  crm-contact link -q $(seq -f c%g 2 $n) co1 role=adviser
  seq -f co%g $n | crm-company set -q - employees=7 city=Newtown
  seq -f c%g $n | crm-contact set -q - tags+=new role=boss
  seq -f o%g $n | crm-offer set -q - value=300 tags+=z roles+=user:c1
  for i in $(seq 2 4 $n); do
    crm-stage move -q o$i negotiation
    crm-task done -q t$i
  done
  for i in $(seq 7 9 $n); do
    crm-task rm -q t$i
    crm-company merge -q co$i co$((i + 1))
  done
}

cat >fields.yaml <<'END'
fields:
  offer: [{name: colour, type: text, title: Colour}]
  company: [{name: grade, type: integer, title: Grade}]
END
(world 20 few) && (world 200 many) || exit 1
for k in company contact offer lead product task user log; do
  CRM_DB=$work/few.db crm-$k fields 2>/dev/null | cut -f1 | paste -sd, - >all.$k
done

# ---- reading: the number of questions does not depend on the number of records ----
# NUMBER COMMAND; @KIND are all columns of a kind, KIND| all its ids on standard input

ask() { # NUMBER COMMAND
  for k in company contact offer lead product task user log; do
    case $2 in *@$k*) set -- "$1" "${2%@$k*}$(cat all.$k)${2#*@$k}" ;; esac
  done
  title=$(printf '%s\n' "$2" | cut -c1-70) got=
  for db in few many; do
    CRM_DB=$work/$db.db
    export CRM_DB
    command=$2
    : >.in
    case $2 in *'| '*)
      crm-${2%%|*} list --all -c id >.in 2>/dev/null
      command=${2#*| } ;;
    esac
    got="$got $(statements $command <.in)"
  done
  is "$title" "$got" " $1 $1"
}

while read -r number command; do
  ask "$number" "$command"
done <<'END'
7 crm-company list
7 crm-company list -f table
7 crm-company list -s -city,name
6 crm-company list parent.name~Firm owner.name=u3
7 crm-company list tags=b category=customer
7 crm-company list city=Newtown -c +parent.name,owner.name,owner.team
14 crm-company list -c @company
14 crm-company list -f json -c @company
12 crm-company export
16 crm-company show co2
8 company| crm-company list -
16 company| crm-company show -
8 company| crm-company list - -s name
6 crm-company contacts co2
7 crm-company tree
9 crm-company tree co2
4 crm-company fields
5 crm-contact list
5 crm-contact list -f table
18 crm-contact list -c @contact
5 crm-contact list company.city~Town -s company.name
6 crm-contact list companies=co2
14 crm-contact export
20 crm-contact show c1
125 crm-contact show c1 -f table
6 crm-contact companies c1
5 contact| crm-contact companies -
11 crm-contact vcard
132 crm-log list co1
135 crm-log list --all co2
151 crm-company show co1 -f table
16 crm-company show co1
4 crm-contact consents
6 crm-contact consents c1
6 crm-contact dupes
5 crm-company dupes
140 crm-contact dossier c1
6 crm-offer list
6 crm-offer list -f table
15 crm-offer list -c @offer
6 crm-offer list -s -weighted,company.name
7 crm-offer list company.name~Firm contact.city=Town3 product.sku=S5
14 crm-offer export
17 crm-offer show o1
74 crm-offer show o1 -f table
10 crm-lead list
16 crm-lead list -c @lead
5 crm-lead response
17 crm-lead show o22
5 crm-product list
8 crm-product list -c @product
11 crm-product show p1
11 crm-product export
6 crm-task list
8 crm-task list --all -c @task
11 crm-task show t1
11 crm-task export
6 crm-task ical
6 crm-task list offer.title~Deal contact.company.city~Town owner.name~User
6 crm-task list company.industry=ind1 -s company.name -c +contact.name
5 crm-user list
7 crm-user list -c @user
10 crm-user show u1
10 crm-user export
50 crm-log list -n 5
62 crm-log list o1
6 crm-log list kind=call -s at
13 crm-log export
13 crm-log show e1
4 crm-log files
54 crm-log changes co2
29 crm-log changes -n 5
11 crm-log batches
9 crm-log list kind=call
15 crm-log list kind=stage
36 crm-log list -n 5 kind=changed
3 crm-search thing -c id
7 crm-search thing
17 crm-search Firm
7 crm-search firm kind=company
5 crm-search firm kind=company -c id,label
6 crm-stage list
6 crm-stage list --all
6 crm-stage history
8 crm-stage history o1
7 offer| crm-stage history -
6 crm-forecast
6 crm-forecast --total
5 crm-report revenue
5 crm-report revenue --by company.city
6 crm-report winrate --by channel
6 crm-report winrate --by owner
5 crm-report pipeline
5 crm-report cycle
7 crm-report complete
28 crm-db info
73 crm-db dump
11 crm-workflow show
END

# ---- the history is read by a thousand of its lines: a few questions more for each of them ----

CRM_DB=$work/many.db
for c in 'crm-log list' 'crm-log list -f table -c +batch,contacts,company.city,tags' 'crm-log changes'; do
  n=$(statements $c </dev/null)
  [ "$n" -lt 120 ]
  result $? "$c: $n"
done

# ---- writing: one command, and what each further record costs ----

CRM_DB=$work/few.db
export CRM_DB
while read -r number command; do
  is "$command" "$(statements $command </dev/null)" "$number"
done <<'END'
19 crm-company add name=Zed
24 crm-contact add given=Zoe family=Zed company=co2
24 crm-offer add title=Zed company=co2
23 crm-task add title=Zed offer=o2
28 crm-log call c2 subject=Zed
20 crm-offer set o2 value=5
22 crm-stage move o3 negotiation
22 crm-stage win o3
23 crm-stage reopen o3
22 crm-task done t4
24 crm-contact consent c2 phone
19 crm-contact withdraw c2 phone
54 crm-task rm t3
59 crm-log undo
83 crm-log redo
63 crm-lead qualify o21
129 crm-company merge co2 co3
END

# per NUMBER COMMAND: of 10 and of 30 records, @ is a file of them or their ids on standard input
per() {
  got=
  for n in 10 30; do
    seq $n | awk -v n=$n 'BEGIN { OFS = "\t"; print "name", "city" } { print "Made " n " " $1, "X" }' >companies.tsv
    seq $n | awk -v n=$n 'BEGIN { OFS = "\t"; print "name", "email", "message" } { print "Asks " n " " $1, n "q" $1 "@q.example", "hello" }' >inquiries.tsv
    seq $n | awk -v n=$n 'BEGIN { OFS = "\t"; print "title", "company", "value" } { print "Offer " n " " $1, "Firm " 1 + $1 % 6, 10 * $1 }' >offers.tsv
    seq $n | awk -v n=$n 'BEGIN { OFS = "\t"; print "given", "family", "email", "company" } { print "Eve" $1, "Of" n, n "e" $1 "@e.example", "Firm " 1 + $1 % 6 }' >contacts.tsv
    seq $n | awk -v n=$n 'BEGIN { print "First Name,Last Name,E-mail 1 - Value" } { print "Gus" $1 ",Of" n "," n "g" $1 "@g.example" }' >book.csv
    seq $n | awk -v n=$n '{ print "BEGIN:VCARD\nVERSION:3.0\nN:Of" n ";Kim" $1 ";;;\nFN:Kim" $1 " Of" n "\nEMAIL:" n "k" $1 "@k.example\nEND:VCARD" }' >cards.vcf
    tsv $n 'name email company' '"Per'$n' Son" i, "per'$n'-" i "@x.example", "Firm " 9 * ((i - 1) % 22) + 1 + (i > 22)' >people.tsv
    tsv $n 'number title contact product' '"N'$n'-" i, "Deal", "a" i "@x.example", "S" i' >deals.tsv
    crm-offer list --all -c id -n $n >.in
    command=$(printf '%s\n' "$2" | sed "s/@/$n/g")
    got="$got $(statements $command <.in)"
  done
  set -- "$1" "$2" $got
  is "each: $2" "$((($4 - $3) / 20))" "$1"
}
CRM_DB=$work/many.db
while read -r number command; do
  per "$number" "$command"
done <<'END'
1 crm-company import companies.tsv
5 crm-offer set - value=@
4 crm-offer set - tags+=t@
4 crm-stage lose - reason=price
5 crm-stage reopen -
8 crm-lead intake inquiries.tsv
2 crm-offer import offers.tsv
3 crm-contact import contacts.tsv
3 crm-contact import --from=google book.csv
3 crm-contact import cards.vcf
3 crm-contact import people.tsv
2 crm-contact import people.tsv
4 crm-offer import deals.tsv
2 crm-offer import deals.tsv
END

# ---- an import is taken back in bulk: without the indexes meanwhile, which are there again afterwards ----

CRM_DB=$work/bulk.db
export CRM_DB
crm-db init -q
crm-offer add -q title=Before
seq 20001 | awk 'BEGIN { OFS = "\t"; print "title", "value" } { print "Deal " $1, $1 }' | crm-offer import -q -
r 'an import of 20,001 offers is taken back' 'crm-log undo | sed -n "1p;\$p"; crm-offer list --all -c id,title; crm-db check' 'crm-log: undid b3 2026-03-31 12:00 crm-offer import, 20001 records
o2
o20002
o1|Before'
r 'and done again' 'crm-log redo -q; crm-offer list --all -c id | wc -l; crm-db check' '20002'
r 'and taken back once more' 'crm-log undo -q; crm-offer list --all -c id; crm-db check' 'o1'

finish
