#!/bin/sh
# Terms: the words of industry, source, reason and their like listed, renamed, joined; taken back, in the history, dry.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
r 'none yet' 'crm-workflow terms -H' 'term|kind|field|n'
cat >w.yaml <<'END'
fields:
  company:
    - {name: sector, type: term}
scoring:
  - {when: ["source=Messe,Web", "value=100.."], points: 10, title: Source}
  - {when: ["company.industry!=Messe"], points: 5, title: Other}
pipelines:
  sales:
    title: Sales
    for: [source=Messe]
    stages:
      - {name: new, kind: lead, probability: 5}
      - {name: offer, probability: 20}
      - {name: won, probability: 100}
      - {name: lost, probability: 0}
END
crm-workflow apply -q w.yaml
crm-company add -q name=A industry=Bau source=Messe sector=Bau
crm-company add -q name=B industry=Bauwesen
crm-company add -q name=C industry='Bau, Gewerbe'
crm-contact add -q name=P source=messe email=p@x.example
crm-offer add -q title=O source=Messe channel=Telefon
crm-offer add -q title=Q source=Web
crm-stage lose -q 2 reason=price
crm-lead intake -q email=m@x.example message=hi source=Messe
crm-contact consent -q 1 Newsletter 2>/dev/null

# ---- listed ----
r 'where they stand, how often' 'crm-workflow terms' 'Bau|company|industry|1
Bau|company|sector|1
Bau, Gewerbe|company|industry|1
Bauwesen|company|industry|1
Messe|company|source|1
Messe|contact|source|1
Messe|offer|source|2
Messe|touch|source|1
Newsletter|consent|purpose|1
price|offer|reason|1
Telefon|offer|channel|1
Web|offer|source|1'
r 'of one field, the most frequent first' 'crm-workflow terms source -s -n,kind -c n,term,kind -n 3' '2|Messe|offer
1|Messe|company
1|Messe|contact'
r 'of a field of one kind' 'crm-workflow terms offer.source company.sector' 'Bau|company|sector|1
Messe|offer|source|2
Web|offer|source|1'
r 'JSON' 'crm-workflow terms reason -f json' '{"term":"price","kind":"offer","field":"reason","n":1}'
r 'no such field' 'crm-workflow terms value' "crm-workflow: 'value' is no field that holds terms, such as industry or offer.source
? 64"

# ---- renamed ----
copy_db crm.db before.db
r 'dry' 'crm-workflow rename-term Messe Fair -N; crm-workflow terms offer.source' 'set|w1|word|Messe|Fair
set|sc1|conditions|source=Messe,Web\nvalue=100..|source=Fair,Web\nvalue=100..
set|sc2|conditions|company.industry!=Messe|company.industry!=Fair
set|pl1|conditions|source=Messe|source=Fair
Messe|offer|source|2
Web|offer|source|1'
r 'everywhere' 'crm-workflow rename-term messe Fair -q; crm-workflow terms source; crm-company list source=Fair -c name,source; crm-lead list -c last_source; crm-workflow show | grep -E "Fair|Messe"' 'Fair|company|source|1
Fair|contact|source|1
Fair|offer|source|2
Fair|touch|source|1
Web|offer|source|1
A|Fair
Fair
    for: ["source=Fair"]
  - {when: ["source=Fair,Web", "value=100.."], points: 10, title: Source}
  - {when: ["company.industry!=Fair"], points: 5, title: Other}'
r 'the configuration is still one' 'crm-workflow show | crm-workflow check - && crm-workflow show | crm-workflow apply -' ''
r 'the points too' 'crm-lead list -c score' 5
r 'in the history' 'crm-log changes -c verb,field,old,new -n 1; crm-log batches -n 1 -c tool,verb' 'rename-term|word|Messe|Fair
crm-workflow|rename-term'
ok 'sound' 'crm-db check'
r 'taken back' 'crm-log undo -q; crm-workflow terms contact.source; crm-workflow show | grep -c Messe; crm-db check' 'Messe|contact|source|1
3'
r 'another case' 'crm-workflow rename-term Bauwesen bauwesen' 'set|w4|word|Bauwesen|bauwesen'
r 'the same: nothing' 'crm-workflow rename-term bauwesen bauwesen; crm-log batches -n 1 -c verb' rename-term
r 'one that is there' 'crm-workflow rename-term bauwesen BAU' "crm-workflow: there is a term 'Bau' already: crm-workflow join-terms 'bauwesen' 'Bau' makes one of both
? 4"
r 'none that is there' 'crm-workflow rename-term Priec price' "crm-workflow: no term 'Priec', nearest is 'price'
? 1"
for w in ' x' 'x ' "$(printf 'a\tb')"; do
  no "no word: '$w'" 65 "crm-workflow rename-term price '$w'"
done
no 'no word: a blank without a break' 65 "crm-workflow rename-term price '$(printf '\302\240')'"
no 'no word: it ends in one' 65 "crm-workflow rename-term price 'x$(printf '\302\240')'"
no 'one word' 64 'crm-workflow rename-term price'
no 'three words' 64 'crm-workflow rename-term price a b'

# ---- joined ----
r 'dry' 'crm-workflow join-terms bauwesen "Bau, Gewerbe" Bau -N; crm-workflow terms industry' 'set|co2|industry|bauwesen|Bau
rm|w4|word|bauwesen|
set|co3|industry|Bau, Gewerbe|Bau
rm|w5|word|Bau, Gewerbe|
Bau|company|industry|1
Bau, Gewerbe|company|industry|1
bauwesen|company|industry|1'
r 'one of three' 'crm-workflow join-terms -q bauwesen "Bau, Gewerbe" Bau; crm-workflow terms industry; crm-company list industry=Bau -c name' 'Bau|company|industry|3
A
B
C'
r 'the history calls them as they were' 'crm-log changes field=industry -n 2 -c id,old,new' 'co2|bauwesen|Bau
co3|Bau, Gewerbe|Bau'
ok 'sound' 'crm-db check'
r 'a new record with the old word' 'crm-company add -q name=D industry=Bauwesen; crm-workflow terms industry' 'Bau|company|industry|3
Bauwesen|company|industry|1'
r 'taken back' 'crm-log undo -q; crm-log undo -q; crm-company list -c name,industry; crm-db check' 'A|Bau
B|bauwesen
C|Bau, Gewerbe'
r 'and again' 'crm-log redo -q; crm-workflow terms industry; crm-db check' 'Bau|company|industry|3'
r 'in lists, touches, conditions' 'crm-workflow join-terms -q Messe Web; crm-lead list -c source,last_source; crm-workflow terms source; crm-workflow show | grep -E "Web|Messe"; crm-db check' 'Web|Web
Web|company|source|1
Web|contact|source|1
Web|offer|source|3
Web|touch|source|1
    for: ["source=Web"]
  - {when: ["source=Web", "value=100.."], points: 10, title: Source}
  - {when: ["company.industry!=Web"], points: 5, title: Other}'
crm-log undo -q
ok 'sound' 'crm-db check'
r 'a field that was retired holds its words too' "printf 'fields: {}\n' >none.yaml; crm-workflow apply -q none.yaml; crm-company add -q name=E industry=Hoch; crm-workflow join-terms Bau Hoch -q; crm-db check; printf 'fields:\n  company:\n    - {name: sector, type: term}\n' >again.yaml; crm-workflow apply -q again.yaml; crm-company list 1 -c sector" Hoch
r 'with itself: nothing' 'crm-workflow join-terms Hoch hoch; crm-log batches -n 1 -c verb' apply
r 'one that is not there: nothing at all' 'crm-workflow join-terms Web Nix Messe; crm-workflow terms offer.source' "crm-workflow: no term 'Nix'
Messe|offer|source|2
Web|offer|source|1"
no 'one word' 64 'crm-workflow join-terms Web'
r 'a word that nothing has' 'crm-company set -q 5 industry=; crm-company set -q 1 2 3 industry=; crm-company set -q 1 sector=; crm-workflow terms | grep Hoch' 'Hoch|||0'
ok 'dump and load' 'crm-db dump >d && crm-db init -q -d e.db && crm-db load -d e.db d && crm-db check -d e.db'
finish
