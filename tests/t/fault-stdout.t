#!/bin/sh
# Standard output that takes nothing, or whose reader is gone, for every tool and verb; streams that are closed.
. "$(dirname "$0")/../lib.sh"
. "$top/tests/fault/lib.sh"

make_steps 200
CRM_DB=$work/crm.db
export CRM_DB
printf 'value\tprobability\texpected_close\n100\t50\t2026-05-01\n' >rows.tsv
printf 'name\n' >named.tsv
printf 'kind\tcontacts\tsubject\ncall\tc1,c2\tNew\nnote\tc3\tNewer\n' >events.tsv
for i in 1 2 3; do echo "New $i"; done >>named.tsv
printf '#!/bin/sh\nsed "s/Number/Nr/" "$1" >"$1.new" && cat "$1.new" >"$1" && rm "$1.new"\n' >editor && chmod +x editor
VISUAL=$work/editor
export VISUAL
crm-db dump -d base.db >base.dump

# One command for every verb: `text` prints, `done` has done its work although it couldn't say so, `none` prints nothing.
cat >commands <<'END'
text crm-contact list
text crm-contact show c1
done crm-contact add name=New
done crm-contact set c1 city=Ulm
done crm-contact rm c40 ; crm-offer list contact=c40 | crm-offer rm -q - && crm-contact rm c40
done crm-contact edit c1
done crm-contact import named.tsv
text crm-contact export
text crm-contact vcard
done crm-contact link c1 c2 co5
done crm-contact unlink c1 c2 co1 ; crm-contact link -q c1 c2 co1 && crm-contact unlink c1 c2 co1
text crm-contact companies ; crm-contact link -q c1 co5 && crm-contact companies
done crm-contact consent c1 newsletter
done crm-contact withdraw c1 newsletter ; crm-contact consent -q c1 newsletter && crm-contact withdraw c1 newsletter
text crm-contact consents ; crm-contact consent -q c1 newsletter && crm-contact consents
text crm-contact dupes ; crm-contact add -q --force name=Twin company=co1 email=c1@x.example && crm-contact add -q --force name=Twin company=co1 && crm-contact dupes
done crm-contact merge c1 c2
text crm-contact dossier c1
done crm-contact forget --yes c1
text crm-contact fields
text crm-company list
text crm-company show co1
done crm-company add name=New
done crm-company set co1 city=Ulm
done crm-company rm co21 ; crm-company add -q name=Gone && crm-company rm co21
done crm-company edit co1 ; VISUAL="sed -i s/Company/Firm/" crm-company edit co1
done crm-company import named.tsv
text crm-company export
text crm-company contacts ; crm-contact link -q c1 co5 && crm-company contacts
text crm-company tree ; crm-company set -q co2 parent=co1 && crm-company tree
text crm-company dupes ; crm-company add -q name=Twin && crm-company add -q --force name=Twin && crm-company dupes
done crm-company merge co1 co2
text crm-company fields
text crm-product list
text crm-product show p1
done crm-product add name=New
done crm-product set p1 price=12
done crm-product rm p51 ; crm-product add -q name=Gone && crm-product rm p51
done crm-product edit p1 ; VISUAL="sed -i s/Product/Thing/" crm-product edit p1
done crm-product import named.tsv
text crm-product export
text crm-product fields
text crm-offer list
text crm-offer show o1
done crm-offer add title=New
done crm-offer set o1 o2 campaign=x
done crm-offer rm o1 o2
done crm-offer edit o1 ; VISUAL="sed -i s/Offer/Deal/" crm-offer edit o1
done crm-offer import offers.tsv
text crm-offer export
text crm-offer fields
text crm-user list
text crm-user show user1
done crm-user add name=new
done crm-user set user1 team=west
done crm-user rm gone ; crm-user add -q name=gone && crm-user rm gone
done crm-user edit user1 ; VISUAL="sed -i s/north/west/" crm-user edit user1
done crm-user import named.tsv
text crm-user export
text crm-user fields
text crm-stage list
text crm-stage history o1
done crm-stage move - negotiation <open.ids
done crm-stage next - ; crm-stage move -q - offer <open.ids && crm-stage next - <open.ids
done crm-stage back - stage=offer ; crm-stage move -q - follow-up <open.ids && crm-stage back - <open.ids
done crm-stage win - <open.ids
done crm-stage lose - reason=price <open.ids
done crm-stage reopen - ; crm-stage win -q - <open.ids && crm-stage reopen - <open.ids
text crm-task list ; crm-task add -q title=New && crm-task list
text crm-task show t1 ; crm-task add -q title=New && crm-task show t1
done crm-task add title=New
done crm-task set t1 ; crm-task add -q title=New && crm-task set t1 due=today
done crm-task rm t1 ; crm-task add -q title=New && crm-task rm t1
done crm-task edit t1 ; crm-task add -q title=New && VISUAL="sed -i s/New/Newer/" crm-task edit t1
done crm-task import tasks.tsv ; sed s/name/title/ named.tsv >tasks.tsv && crm-task import tasks.tsv
text crm-task export
text crm-task fields
done crm-task done t1 ; crm-task add -q title=New due=today every=1w && crm-task done t1
done crm-task reopen t1 ; crm-task add -q title=New done=today && crm-task reopen t1
done crm-task snooze t1 ; crm-task add -q title=New && crm-task snooze t1 +3d
text crm-task ical
none crm-task feed tasks.ics
text crm-lead list ; crm-lead add -q title=New && crm-lead list
text crm-lead show o201 ; crm-lead add -q title=New && crm-lead show o201
done crm-lead add title=New
done crm-lead set o201 ; crm-lead add -q title=New && crm-lead set o201 name=New
done crm-lead rm o201 ; crm-lead add -q title=New && crm-lead rm o201
done crm-lead edit o201 ; crm-lead add -q title=New && VISUAL="sed -i s/New/Newer/" crm-lead edit o201
done crm-lead import leads.tsv ; sed s/name/title/ named.tsv >leads.tsv && crm-lead import leads.tsv
text crm-lead export ; crm-lead add -q title=New && crm-lead export
text crm-lead fields
done crm-lead intake named.tsv
text crm-lead score o1 ; echo 'scoring: [{when: [state!=lead], points: 1}]' >score.yaml && crm-workflow apply -q score.yaml && crm-lead score o1
done crm-lead qualify o201 ; crm-lead add -q title=New name=New && crm-lead qualify o201
done crm-lead convert o201 ; crm-lead add -q title=New name=New && crm-lead convert o201
done crm-lead disqualify o201 ; crm-lead add -q title=New && crm-lead disqualify o201 reason=spam
done crm-lead assign o201 ; crm-lead add -q title=New && crm-lead assign o201 user3
text crm-lead response
text crm-forecast show
text crm-forecast show - <rows.tsv
text crm-report revenue
text crm-report winrate --by channel
text crm-report pipeline
text crm-report cycle
text crm-report complete
text crm-search number1
text crm-log list ; crm-log note -q c1 text=New && crm-log list
text crm-log show e1 ; crm-log note -q c1 text=New && crm-log show e1
done crm-log call c1 subject=New
done crm-log meeting o1 contacts+=c2
done crm-log email c1 direction=in
done crm-log letter c1 subject=New
done crm-log visit co1 text=New
done crm-log note - text=New <open.ids
done crm-log correct e1 ; crm-log note -q c1 text=New && crm-log correct e1 text=Newer
text crm-log files ; crm-log note -q c1 files+=rows.tsv && crm-log files
done crm-log import events.tsv
text crm-log export
text crm-log fields
text crm-log changes
text crm-log batches
done crm-log undo
done crm-log redo ; crm-log undo -q && crm-log redo
none crm-workflow check more.yaml
done crm-workflow apply more.yaml
text crm-workflow show
text crm-workflow terms ; crm-company set -q co1 industry=Bau && crm-workflow terms
done crm-workflow rename-term Bau Building ; crm-company set -q co1 industry=Bau && crm-workflow rename-term Bau Building
done crm-workflow join-terms Bau Building ; crm-company set -q co1 industry=Bau && crm-company set -q co2 industry=Building && crm-workflow join-terms Bau Building
text crm-db info
none crm-db init ; rm -f new.db && crm-db init new.db
none crm-db check
none crm-db reindex
none crm-db backup ; rm -f new.db && crm-db backup new.db
none crm-db restore --yes backup.db
text crm-db dump
none crm-db load ; rm -f new.db && crm-db init -q new.db && crm-db load -d new.db base.dump
END
sed 's/ ; / \& /' commands | awk -F ' & ' -v OFS='\t' '{ n = split($1, w, " "); print w[1], w[2] " " w[3], (NF > 1 ? $2 : substr($1, 6)) }' >table

# no verb is left out
for tool in "$BUILD"/bin/crm-*; do
  t=${tool##*/}
  "$tool" --dump-options | awk -F '\t' -v t="$t" '$1 == "verb" { print t " " $2 }'
done | sort >verbs
cut -f 2 table | sort -u | comm -13 - verbs >missing
is 'every verb has its command here' "$(cat missing)" ''

mkfifo gate
dead() { # command; standard output's reader has gone before it begins
  {
    read -r go <gate
    (eval "$1") 2>err
    echo $? >status
  } | {
    exec <&-
    echo >gate
  }
}

# What the database holds, compared with what the command does to it; a base to the byte needs no dump.
same() { # title
  if [ -n "$untouched" ] && intact; then return; fi
  dump >now.tsv
  [ -z "$untouched" ] || dump base.db >after.tsv
  cmp now.tsv after.tsv 2>&1 | sed "s/^/# $1: /" >>wrong
}

while IFS=$tab read -r sort verb command; do
  intact || fresh crm.db
  drop_db new.db
  sh -c "$command" >out 2>err </dev/null
  st=$?
  case $sort,$(test -s out && echo some) in text,some | done,some | none,) ;; *) echo "# prints: $(head -c 300 out)" ;; esac >wrong
  [ $st = 0 ] || { echo "# status $st"; sed 's/^/# /' err; } >>wrong
  mv err notes
  if intact; then untouched=1; else untouched=; dump >after.tsv; fi

  intact || fresh crm.db
  sh -c "$command" >/dev/full 2>err </dev/null
  st=$?
  if [ $sort = none ]; then [ $st = 0 ]; else [ $st = 74 ] && grep -q 'No space left on device' err; fi || { echo "# full: status $st"; sed 's/^/# full: /' err; } >>wrong
  same full

  intact || fresh crm.db
  rm -f err status
  dead "$command"
  [ "$(cat status)" = 0 ] || echo "# reader gone: status $(cat status)" >>wrong
  diff notes err | sed 's/^/# reader gone: /' >>wrong
  same 'reader gone'

  ! [ -s wrong ]
  result $? "$verb"
  cat wrong
done <table

# ---- help ----

for tool in "$BUILD"/bin/crm "$BUILD"/bin/crm-*; do
  t=${tool##*/}
  for words in --help --version --usage $([ "$t" = crm ] && echo help || { echo --dump-options; "$tool" --dump-options | awk -F '\t' '$1 == "verb" { print $2 }'; }); do
    case $t,$words in crm,--usage) continue ;; crm,*) ;; *,--*) ;; *) words="$words --help" ;; esac
    "$tool" $words >/dev/full 2>err
    st=$?
    { read -r said; read -r more; } <err
    case $st,$said,$more in 74,"$t: standard output: No space left on device"*,) ;; *) echo "# $t $words >/dev/full: $st"; cat err ;; esac
    dead "$tool $words"
    read -r st <status
    [ "$st" = 0 ] && ! [ -s err ] || { echo "# $t $words | (gone): $st"; cat err; }
  done >wrong
  ! [ -s wrong ]
  result $? "$t: help and version, every verb's"
  cat wrong
done

# ---- streams that are closed ----

fresh crm.db
no 'standard output closed, reading' 74 'crm-offer list >&-'
no 'standard output closed, writing' 74 'crm-offer add title=Closed >&-'
is 'what was written is kept' "$(crm-offer list -c title title=Closed)" Closed
no 'standard output closed, importing a file' 74 'crm-offer import offers.tsv >&-'
no 'standard output closed, and another file to write' 74 'printf "title\nx\n" | crm-offer import --reject=reject.tsv - >&-'
ok 'a message with standard error closed' 'crm-offer show o99999 2>&-; test $? = 1'
ok 'all three closed' 'crm-offer add title=Dark <&- >&- 2>&-; test $? = 74'
no 'standard input closed' 74 'crm-stage move - won <&-'
no 'standard input a directory' 66 'crm-stage move - won <.'
ok 'none of them has hurt the database' crm-db\ check
fresh crm.db
no '--reject on a full disk' 74 'printf "title\tvalue\nx\tmuch\ny\t5\n" | crm-offer import --reject=/dev/full -'
is 'imports nothing' "$(crm-offer list -c title title=x; crm-offer list -c title title=y)" ''
finish
