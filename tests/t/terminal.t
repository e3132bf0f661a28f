#!/bin/sh
# On a terminal: tables, pictures, colours, what writing verbs say. Not on one: none of that.
. "$(dirname "$0")/../lib.sh"
if ! script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  skip 'terminals' 'no script(1)'
  finish
fi
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
crm-company add name='Muster GmbH' city=Köln category=customer country=DE employees=120 -q
crm-company add name='田中商事' city=東京 employees=7 -q
crm-company add name='Ärzte' city=Bonn -q
crm-contact add name='Erika Muster' company=1 email=erika@muster.example -q
crm-offer add title=Server contact=1 value=12000 expected_close=2026-05-30 -q
crm-offer add title="$(printf 'A very long title that goes on and on, beyond any terminal %s' 'and further still')" value=5 -q
crm-offer add title=Lead stage=new -q
plain() { sed 's/\x1b\[[0-9;]*m//g'; }

# ---- tables ----
is 'aligned by width, not by bytes or characters' "$(tty 80 'crm-company list -c id,name,employees,city --color=never')" 'id   name         employees  city
co1  Muster GmbH        120  Köln
co2  田中商事             7  東京
co3  Ärzte                   Bonn'
is 'what does not fit is left out from the right, and named' "$(tty 40 'crm-company list --color=never')" 'id   name         category  city
co1  Muster GmbH  customer  Köln
co2  田中商事               東京
co3  Ärzte                  Bonn
not shown: country, industry, owner (-c picks columns)'
widths() { plain | perl -CS -ne 'chomp; $w = 0; for (split //) { $w += /\p{East_Asian_Width=Wide}|\p{East_Asian_Width=Fullwidth}/ ? 2 : 1 } print "$w: $_\n" if $w > '"$1"' && !/^not shown/'; }
for w in 20 30 50 79 80 200; do
  is "no line is wider than $w" "$(tty $w 'crm-offer list --all' | widths $w)" ''
done
is 'long values are shortened to the width' "$(tty 60 'crm-offer list 2 -c id,title --color=never' | tail -n 1 | widths 60)$(tty 60 'crm-offer list 2 -c id,title' | plain | grep -c further)" 0
is 'all of it where there is room' "$(tty 200 'crm-offer list 2 -c id,title' | plain | grep -c further)" 1
is 'an empty list' "$(tty 80 'crm-company list city=Ulm -c id,name --color=never')" 'id  name'
is '-f tsv on a terminal' "$(tty 80 'crm-company list 1 -f tsv -c id,name')" "co1${tab}Muster GmbH"
is '-n on a terminal' "$(tty 80 'crm-company list -n 1 -c id --color=never')" 'id
co1'
is 'what -c cannot pick is only named' "$(tty 24 'crm-offer set 2 value=6 competitor=Nobody -N --color=never' | grep 'not shown')" 'not shown: old, new'
is 'columns of a report' "$(tty 20 'crm-report revenue --color=never' | grep 'not shown'; tty 20 'crm-report revenue -c won,currency --color=never')" 'not shown: revenue, average, median (-c picks columns)
won  currency
  0  EUR'
is 'a report' "$(tty 80 'crm-report pipeline --by=owner --color=never' | head -n 2)" 'owner  currency  offers     total  weighted
anna   EUR            2  12005.00   2401.00'
is 'reports end with a row of totals' "$(tty 80 'crm-report pipeline --by=owner --color=never' | grep -c '^total .*12005.00')" 1
is 'not in a pipe' "$(crm-report pipeline --by=owner | grep -c total)" 0

# ---- colours ----
has() { grep -c "$(printf '\033')\[" | sed 's/^[1-9][0-9]*$/yes/;s/^0$/no/'; }
is 'colours on a terminal' "$(tty 80 'crm-company list' | has)" yes
is 'NO_COLOR' "$(tty 80 'NO_COLOR=1 crm-company list' | has)" no
is 'NO_COLOR empty is none' "$(tty 80 'NO_COLOR= crm-company list' | has)" yes
is '--color=never' "$(tty 80 'crm-company list --color=never' | has)" no
is '--color=always before NO_COLOR' "$(tty 80 'NO_COLOR=1 crm-company list --color=always' | has)" yes
is 'TERM=dumb' "$(tty 80 'TERM=dumb crm-company list' | has)" no
is 'none in a pipe' "$(crm-company list -f table | has)" no
is '--color=always in a pipe, tables' "$(crm-company list -f table --color=always | has)" yes
is 'never in TSV' "$(crm-company list --color=always | has)" no
mkdir -p "$HOME/.config/crm"
echo 'color: never' >"$HOME/.config/crm/config.yaml"
is 'the personal configuration' "$(tty 80 'crm-company list' | has)" no
rm "$HOME/.config/crm/config.yaml"

# ---- writing verbs ----
is 'set: id, name, what changed' "$(tty 80 'crm-company set 1 city=Bonn employees= --color=never')" 'id   name         change
co1  Muster GmbH  employees: 120 → (empty), city: Köln → Bonn'
is 'unchanged records too' "$(tty 80 'crm-company set 1 2 city=Bonn --color=never' | wc -l)" 3
is 'add' "$(tty 80 'crm-company add name=Neu --color=never' | sed -n '2p' | cut -c 1-8)" 'co4  Neu'
is 'move' "$(tty 80 'crm-stage move 1 negotiation --color=never')" 'id  name    change
o1  Server  stage: offer → negotiation'
is 'rm' "$(tty 80 'crm-company rm 4 --color=never' | grep -c '^co4')" 1
is '-q' "$(tty 80 'crm-company set 1 city=Ulm -q')" ''
is '-c' "$(tty 80 'crm-company set 1 city=Hof -c id,city --color=never')" 'id   city
co1  Hof'
is '-f tsv: the id' "$(tty 80 'crm-company set 1 city=Jena -f tsv')" co1
is '-N: a table of changes' "$(tty 80 'crm-company set 1 city=Kiel -N --color=never')" 'what  id   field  old   new
set   co1  city   Jena  Kiel'

# ---- pictures ----
is 'show is a picture' "$(tty 80 'crm-company show 3 --color=never' | sed -n 1,2p)" 'co3      Ärzte
address  Bonn'
is 'references with names' "$(tty 80 'crm-contact show 1 --color=never' | grep '^company')" 'company  Muster GmbH (co1)'
is 'a line between records' "$(tty 80 'crm-company show 2 3 --color=never' | grep -c '^$')" 1
is 'show -f tsv' "$(tty 80 'crm-company show 3 -f tsv' | head -n 1)" "co3${tab}name${tab}Ärzte"
is 'show -f table in a pipe is the picture' "$(crm-company show 3 -f table | sed -n 1p)" 'co3      Ärzte'

# ---- data never drives the terminal ----
crm-company set 1 notes="$(printf 'a\033[31mred\033]0;t\007\302\233b\rc\tx')" name="$(printf 'Zei\001le\nzwei\342\200\256')" -q
for c in 'crm-company list' 'crm-company list -c id,notes' 'crm-company show 1' 'crm-company set 1 city=Ulm' 'crm-log changes co1' "crm-company set 1 notes=$(printf '\033[1m') -N"; do
  is "masked: $(printf %s "$c" | tr -cd ' -~')" "$(tty 100 "$c --color=never" | LC_ALL=C tr -d '\n' | LC_ALL=C grep -c "[$(printf '\001-\010\013-\037\177')]")" 0
done
is 'messages too' "$(tty 100 "crm-company show '$(printf 'x\033[31m')' --color=never" | LC_ALL=C grep -c "$(printf '\033')")" 0

# ---- help fits ----
for t in company contact product offer user stage report forecast log workflow db; do
  tty 80 "crm-$t --help" | widths 80
done >wide
is 'help is no wider than a terminal' "$(cat wide)" ''
finish
