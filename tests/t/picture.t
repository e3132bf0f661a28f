#!/bin/sh
# The picture: what `show` draws on a terminal, of persons, companies and offers.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
CRM_NOW=2026-01-01T08:00:00Z
TZ=Europe/Berlin LC_ALL=de_DE.UTF-8 crm-db init -q
CRM_NOW=2026-03-20T08:00:00Z
crm-company add name='Muster GmbH' street='Hafenstr. 3' postal_code=50667 city=Köln country=DE phone='0221 999' website=muster.example category=customer employees=120 \
  industry=Bau -q
crm-company add name='Muster Holding' -q
crm-company set 1 parent=2 -q
crm-contact add name='Erika Muster' title=Dr. role=Einkaufsleiterin company=1 emails=work:erika@muster.example,home:erika@home.example phone='0221 123456' city=Köln \
  language=de tags=messe,vip notes='Mag Briefe.' -q
crm-contact add name='Max Muster' company=1 role=Lager -q
crm-offer add title='ERP rollout' contact=1 value=12000 expected_close=2026-05-30 roles=decider:c1 -q
crm-offer add title='Old one' contact=1 value=5 -q
CRM_NOW=2026-03-31T12:00:00Z
crm-stage move 1 follow-up -q
crm-stage lose 2 reason=price -q
crm-log call o1 subject=Termin outcome=reached at='2026-03-30 10:00' -q
crm-log note c1 text='Prefers
mail.' at='2026-03-29 10:00' -q
crm-task add o1 title=Nachfassen due=2026-04-02 -q
crm-contact consent c1 newsletter evidence=form -q

is 'a person' "$(crm-contact show 1 -f table)" 'c1        Dr. Erika Muster
company   Muster GmbH (co1), Einkaufsleiterin
emails    work:erika@muster.example,home:erika@home.example
phones    +49221123456
address   Köln
consents  newsletter  given  2026-03-31
offers    o1  ERP rollout  12000.00  EUR  follow-up  40 %  2026-05-30
events    b10  2026-03-31  stage  offer → lost, 5.00 EUR           Old one
          b9   2026-03-31  stage  offer → follow-up, 12000.00 EUR  ERP rollout
          e1   2026-03-30  call   Termin                           ERP rollout  reached
          e2   2026-03-29  note   Prefers mail.
tasks     t1  2026-04-02  Nachfassen  normal  anna
more      language=de  last_contact=2026-03-30  idle=1  complete=100  tags=messe,vip  created=2026-03-20T08:00:00Z  updated=2026-03-20T08:00:00Z
notes     Mag Briefe.'
is 'a company' "$(crm-company show 1 -f table)" 'co1       Muster GmbH
phone     +49221999
website   muster.example
address   Hafenstr. 3, 50667 Köln, DE
parent    Muster Holding (co2)
contacts  c1  Erika Muster  Einkaufsleiterin  +49221123456  erika@muster.example
          c2  Max Muster    Lager
offers    o1  ERP rollout  12000.00  EUR  follow-up  40 %  2026-05-30
events    b10  2026-03-31  stage  offer → lost, 5.00 EUR           Old one
          b9   2026-03-31  stage  offer → follow-up, 12000.00 EUR  ERP rollout
          e1   2026-03-30  call   Termin                           ERP rollout  reached
          e2   2026-03-29  note   Prefers mail.
tasks     t1  2026-04-02  Nachfassen  normal  anna
more      category=customer  industry=Bau  employees=120  size=50-249  last_contact=2026-03-30  idle=1  complete=100  created=2026-03-20T08:00:00Z  updated=2026-03-20T08:00:00Z'
is 'companies below it' "$(crm-company show 2 -f table | sed -n 1,3p)" 'co2       Muster Holding
below it  co1  Muster GmbH  Köln
missing   category,industry,phone,city,employees,website,country (0 % complete)'
is 'an offer' "$(crm-offer show 1 -f table | grep -v '^more')" 'o1        ERP rollout
contact   Erika Muster (c1), Muster GmbH (co1)
reach     +49221123456, erika@muster.example
value     12000.00 EUR, weighted 4800.00
stage     follow-up, 40 %, since 2026-03-31
expected  2026-05-30
roles     decider:Erika Muster (c1)
events    b9  2026-03-31  stage  offer → follow-up, 12000.00 EUR
          e1  2026-03-30  call   Termin                           reached
tasks     t1  2026-04-02  Nachfassen  normal  anna'
needs file
sqlite3 "$CRM_DB" "INSERT INTO line(id, offer, position, text, quantity, unit, net) VALUES(1, 1, 1, 'Setup', 20000, 'd', 56050)"
is 'with lines' "$(crm-offer show 1 -f table | grep '^lines')" 'lines     l1  2  d  Setup  560.50'
sqlite3 "$CRM_DB" "DELETE FROM line"
needs nothing
crm-lead intake name='Kim Neu' email=kim@neu.example company_name='Neu AG' message='Was kostet das?' source=web -q
is 'a lead: who inquired, and the message' "$(crm-lead show 3 -f table | grep -e '^name' -e '^email' -e '^message')" 'name     Kim Neu, Neu AG
email    kim@neu.example
message  Was kostet das?'

# ---- found as the caller says it ----
for ref in '0221-123456' '+49 221 123456' '(0221) 12 34 56' 'erika@home.example' 'ERIKA MUSTER' c1 1; do
  is "the person who is $ref" "$(crm-contact show "$ref" -f table | head -n 1)" 'c1        Dr. Erika Muster'
done
is 'several, a line between them' "$(crm-contact show c1 c2 -f table | grep -n -e '^$' -e '^c[12]')" '1:c1        Dr. Erika Muster
15:
16:c2       Max Muster'
is 'from a stream' "$(crm-contact list -c id | crm-contact show - -f table | grep -c '^c[12]')" 2
is 'what is missing' "$(crm-contact show c2 -f table | grep '^missing')" 'missing  email,phone,city (40 % complete)'
is 'one that is not there is named, the others are shown' "$(crm-contact show c1 c9 -f table 2>&1 | grep -e '^c1' -e c9 | sort)" 'c1        Dr. Erika Muster
crm-contact: no contact c9'
no 'with its status' 1 'crm-contact show c1 c9 -f table'
is 'nothing of what has a value is lost' "$(crm-contact show c1 | cut -f 2 | while read -r f; do
  case $f in name | given | family | title | role | company | companies | email | emails | phone | phones | city | may | next_task | notes) continue ;; esac
  crm-contact show c1 -f table | grep -q "$f=" || echo "$f"
done)" ''

for k in contact company offer; do
  is "$k: on one screen" "$([ "$(COLUMNS=80 crm-$k show 1 -f table | wc -l)" -le 24 ] && echo yes)" yes
done

# ---- other companies, many rows ----
crm-contact link c1 co2 role=Beirat from=2026-02-01 -q
is 'companies, when there are more than one' "$(crm-contact show 1 -f table | sed -n '/^companies/,/^consents/p')" 'companies  co1  Muster GmbH     Einkaufsleiterin  2026-03-20
           co2  Muster Holding  Beirat            2026-02-01
consents   newsletter  given  2026-03-31'
for i in 1 2 3 4 5 6; do
  crm-offer add title="Offer $i" contact=1 value=$i expected_close=2026-06-0$i -q
  crm-log call c1 subject="Call $i" -q
  crm-task add c1 title="Task $i" due=2026-04-1$i -q
done
is 'the first rows, and the command that shows the others' "$(crm-contact show 1 -f table | grep -e 'Offer' -e 'more:' | sed 's/  */ /g')" ' o4 Offer 1 1.00 EUR offer 20 % 2026-06-01
 o5 Offer 2 2.00 EUR offer 20 % 2026-06-02
 o6 Offer 3 3.00 EUR offer 20 % 2026-06-03
 … more: crm-offer list state=lead,open contact=c1
 … more: crm-log list c1
 … more: crm-task list contact=c1'
crm-contact show 1 -f table | sed -n 's/.*… more: //p' >more
ok 'these commands run' 'while read -r c; do $c >/dev/null || exit 1; done <more'

# ---- on a terminal ----
if ! script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  skip 'terminals' 'no script(1)'
  finish
fi
plain() { sed 's/\x1b\[[0-9;]*m//g'; }
widths() { plain | perl -CS -ne 'chomp; $w = 0; for (split //) { $w += /\p{East_Asian_Width=Wide}|\p{East_Asian_Width=Fullwidth}/ ? 2 : 1 } print "$w: $_\n" if $w > '"$1"; }
for k in contact company offer; do
  for w in 40 60 80 120; do
    is "$k: no line is wider than $w" "$(tty $w "crm-$k show 1" | widths $w)" ''
  done
done
is 'the heading is bold, the rest is not' "$(tty 80 'crm-contact show 2' | cat -v | grep -c '\[1m')" 1
crm-offer add title='A title that goes on and on, beyond any terminal that is as wide as they are' contact=2 value=7 expected_close=2026-07-01 -q
is 'texts give way, dates and amounts do not' "$(tty 80 'crm-contact show 2 --color=never' | grep '^offers' | sed 's/  */ /g')" 'offers o10 A title that goes on and on… 7.00 EUR offer 20 % 2026-07-01'
crm-contact set 2 notes="$(printf 'one two three four five six seven eight nine ten eleven twelve thirteen\n\nnew \033[31mparagraph')" -q
is 'long texts are wrapped, control characters masked' "$(tty 40 'crm-contact show 2 --color=never' | sed -n '/^notes/,$p')" 'notes    one two three four five six
         seven eight nine ten eleven
         twelve thirteen

         new ?[31mparagraph'
is 'in a pipe it is one line a field' "$(crm-contact show 2 | head -n 1)" "c2${tab}name${tab}Max Muster"
is '-f json, csv, -c: one record a row' "$(crm-contact show 2 -f json -c id,name; crm-contact show 2 -c id,role; crm-contact show 2 -f csv -c id | tr -d '\r')" '{"id":"c2","name":"Max Muster"}
c2	Lager
id
c2'
is 'other kinds: all fields, one a line' "$(crm-task show 1 -f table | sed -n 1,2p)" 't1        Nachfassen
due       2026-04-02'
finish
