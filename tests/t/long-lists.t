#!/bin/sh
# Lists of many elements in one cell: what becomes of them, and that the work grows with their number only.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
# words FROM TO PREFIX: FROM..TO joined by commas
words() { awk -v a="$1" -v b="$2" -v p="${3-}" 'BEGIN { for (i = a; i <= b; i++) printf "%s%s%d", (i > a ? "," : ""), p, i }'; }
count() { crm-company list "$1" -c "${2:-tags}" | tr ',' '\n' | wc -l; }

is 'added' "$(crm-company add -q name=A tags="$(words 1 60 t),$(words 1 60 t)"; count 1)" 60
is 'some more, of which some are there' "$(crm-company set -q 1 tags+="$(words 40 80 t)"; count 1)" 80
is 'some less, of which some are not there' "$(crm-company set -q 1 tags-="$(words 11 100 t)"; crm-company list 1 -c tags | tr ',' '\n' | sort -V | paste -sd, -)" "$(words 1 10 t)"
is 'out and in again in one command' "$(crm-company set -q 1 tags="$(words 1 40 t)" tags-="$(words 1 39 t)" tags+="$(words 30 33 t)"; crm-company list 1 -c tags | tr ',' '\n' | sort -V | paste -sd, -)" "$(words 30 33 t),t40"
is 'the same again is no change' "$(crm-company set 1 tags="$(words 30 33 t),t40" -N)" ''
is 'addresses' "$(crm-contact add -q name=B emails="work:$(words 1 40 a@x.example.c | sed 's/,/,work:/g')" email=new@x.example; crm-contact list 1 -c emails | tr ',' '\n' | sed -n '1p;2p;$p')" 'new@x.example
work:a@x.example.c1
work:a@x.example.c40'
is 'one of them put first' "$(crm-contact set -q 1 email=A@x.example.c30; crm-contact list 1 -c emails | tr ',' '\n' | sed -n '1p;2p' ; crm-contact list 1 -c emails | tr ',' '\n' | wc -l)" 'work:A@x.example.c30
new@x.example
41'
is 'numbers in another spelling' "$(crm-contact set -q 1 phones="$(words 100 140 +49221100)"; crm-contact set -q 1 phones-='0221 100120,+49 221 100 121,(0221) 100122'; crm-contact list 1 -c phones | tr ',' '\n' | wc -l)" 38
is 'sound' "$(crm-db check 2>&1)" ''
is 'taken back' "$(crm-log undo -q 2>/dev/null; crm-contact list 1 -c phones | tr ',' '\n' | wc -l; crm-db check 2>&1)" 41

# a hundred and fifty thousand: minutes of the processor if each were compared with all, a second or two as it is; how long one waits for it is not asked
many() { printf 'name\ttags\nLong\t%s\n' "$(words "$1" "$2" t)" >many.tsv; (ulimit -t 40; exec crm-company import -q --key=name many.tsv); echo $?; }
is 'very many' "$(many 1 150000; count Long)" '0
150000'
is 'others in their place' "$(many 100001 250000; count Long)" '0
150000'
finish
