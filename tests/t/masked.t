#!/bin/sh
# Nothing that is stored or given drives a terminal: every verb that prints, in every format, with hostile values, on one; in a pipe they stay
# byte for byte.
. "$(dirname "$0")/../lib.sh"
if ! script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  skip 'terminals' 'no script(1)'
  finish
fi
CRM_DB=$work/crm.db LC_ALL=C.UTF-8
export CRM_DB LC_ALL
crm-db init -q
# a clipboard, a bell, CSI as C1, text turned round, marks of direction, nothing one can see, a tag, a tab, a bare return
V=$(printf 'A\033]52;c;cHc=\007\302\233 31m\342\200\256B\330\234\342\200\213C\357\273\277D\342\201\240E\342\200\215F\363\240\201\201G\tH\rI\177J')
printf 'name\temail\tmessage\tsource\n%s\te@x.example\t%s\t%s\n' "$(printf %s "$V" | tr '\t\r' '  ')" "$(printf %s "$V" | tr '\t\r' '  ')" "$(printf %s "$V" | tr '\t\r' '  ')" | crm-lead intake -q -
crm-user add -q name=ben full="$V"
crm-company add -q name="$V" city="$V" notes="$V" source="$V"
crm-contact add -q name="$V" company=1 notes="$V" email=a@x.example
crm-contact add -q name="$V" --force email=b@x.example company=1
crm-contact consent -q c2 news evidence="$V"
crm-product add -q name="$V" sku=S1
crm-offer add -q title="$V" contact=2 product=S1 competitor="$V" value=100
crm-offer add -q title="$V" contact=2 value=100 stage=offer
crm-task add -q o2 title="$V" notes="$V" due=today
echo "$V" >"attach$V" 2>/dev/null || : >attach
crm-log note -q o2 subject="$V" text="$V" files="$(ls -d "$PWD"/attach*)" 2>/dev/null || crm-log note -q o2 subject="$V" text="$V"
crm-stage move -q o2 negotiation
crm-stage lose -q o3 reason=price competitor="$V"
printf 'fields: {offer: [{name: own, type: text, title: "\\e]0;x\\a\\u009b\\u202e"}]}\n' >more.yaml
crm-workflow apply -q more.yaml
crm-offer set -q o2 own="$V"
copy_db crm.db keep.db

cat >see.pl <<'END2'
use strict; use Encode;
local $/; binmode STDIN; my $t = <STDIN>;
$t =~ s/\r+\n/\n/g; # the terminal's line ends
$t =~ s/\r\e\[K|\e\[[0-9;]*m//g; # our own: progress, colours
my $u = eval { decode('UTF-8', $t, Encode::FB_CROAK) };
my %n;
defined $u or $n{'invalid UTF-8'}++, $u = decode('latin-1', $t);
$n{sprintf 'U+%04X', ord $1}++ while $u =~ /([\x00-\x08\x0b-\x1f\x7f-\x9f\x{61c}\x{180e}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{feff}\x{e0000}-\x{e007f}])/g;
print "$_ $n{$_} times\n" for sort keys %n;
END2
V2=$V
export V2
clean() { # command: what it draws is harmless
  copy_db keep.db crm.db
  is "masked: $(printf %s "${1#*; }" | tr -cd ' -~' | cut -c 1-70)" "$(TERM=xterm script -qec "stty cols 200; $1" /dev/null </dev/null 2>&1 | perl see.pl)" ''
}

# messages are masked in pipes and files, too
e=$(printf '\033')
is 'a tool that is none' "$(crm "zz$e[31m" 2>&1)" "crm: there is no tool 'zz?[31m', 'crm help' lists them"
is 'an option that is none' "$(crm-contact "--zz$e[31m" 2>&1 | grep -c "$e") $(crm-contact "--zz$e[31m" 2>&1 | grep -c 'zz?\[31m')" '0 1'
is 'a login without control characters' "$(crm-user add "name=u$e[31m" 2>&1; echo $?; crm-company add name=Login --user "u$e" 2>&1; echo $?)" "crm-user: name: 'u?[31m' is not a login: it holds a control character
65
crm-company: name: 'u?' is not a login: it holds a control character
65"

# ---- verbs that print, by format ----
rows='
crm-company list
crm-company show 1
crm-company set 1 country=FR
crm-company contacts 1
crm-company tree
crm-company dupes
crm-contact list
crm-contact show 2
crm-contact companies 2
crm-contact consents 2
crm-contact dupes
crm-contact dossier 2
crm-contact merge 2 3
crm-contact set 2 notes= -N
crm-contact forget 2 --yes
crm-product list
crm-product show S1
crm-offer list -c id,title,own,competitor
crm-offer show o2
crm-offer set o2 value=5
crm-offer rm o2 -N
crm-offer add title="$V2" -N
crm-offer export
crm-company export
crm-contact export
crm-user export
crm-user list
crm-user show ben
crm-user set ben team="$V2"
crm-stage list
crm-stage history
crm-stage win o2
crm-task list
crm-task show 1
crm-task done 1
crm-lead list
crm-lead show o1
crm-lead export
crm-lead response --by=source
crm-lead score o1
crm-lead disqualify o1 reason=spam
crm-forecast --by=company
crm-report revenue --by=company,competitor
crm-report pipeline --by=title
crm-report winrate --by=competitor --all
crm-report cycle --by=competitor
crm-report complete --by=city
crm-search J
crm-log
crm-log show e1
crm-log changes
crm-log batches
crm-log files
crm-log undo
crm-db info
crm-offer fields
'
printf '%s\n' "$rows" | while read -r c; do
  [ "$c" ] || continue
  all=
  for f in '' '-f tsv' '-f csv' '-f json' '-f table'; do
    all="$all cp keep.db crm.db; $c --color=never $f;"
  done
  echo "$all"
done >all
cat >>all <<'END2'
crm-db dump
crm-contact vcard
crm-contact vcard --vcard=4.0
crm-task ical
crm-task ical --events
crm-task feed /dev/stdout
crm-task feed /dev/tty
crm-workflow show
crm-lead --values=source
crm-offer --values=fields
crm-log correct e1 subject="$V2" -f tsv --color=never
END2
while read -r c; do
  clean "$c"
done <all

# ---- what is said of what was given ----
while read -r c; do
  clean "$c"
done <<'END2'
crm-offer list -n "$V2"
crm-offer list -f "$V2"
crm-offer list --color="$V2"
crm-offer list --"$V2"
crm-offer list -"$V2"
crm-offer "$V2"
crm-offer list "$V2=1"
crm-offer list title~"$V2" value="$V2"
crm-offer list -c "$V2"
crm-offer list --columns="$V2" -s "$V2"
crm-offer list -d "$V2"
crm-offer list --today="$V2"
crm-offer show "$V2"
crm-offer set o2 value="$V2"
crm-offer import "$V2"
crm-offer import more.yaml --reject="/none/$V2"
crm-offer import more.yaml --map="$V2"
crm-task feed "/none/$V2"
crm-db backup "/none/$V2"
crm-db restore --yes -q "$V2"
crm-db load "$V2"
crm-workflow apply "$V2"
printf 'title\tvalue\n%s\tx\n' "$(printf %s "$V2" | tr '\t\r' '  ')" | crm-offer import -
printf 'title\tvalue\n%s\tx\n' "$(printf %s "$V2" | tr '\t\r' '  ')" | crm-offer import - --reject=/dev/stdout
printf 'title\tvalue\n%s\tx\n' "$(printf %s "$V2" | tr '\t\r' '  ')" | crm-offer import - --reject=/dev/tty
printf '%s: 1\n' "$V2" | crm-workflow check -
crm "$V2"
crm -"$V2"
crm help "$V2"
CRM_TODAY="$V2" crm-offer list
CRM_NOW="$V2" crm-offer list
END2

# ---- in a pipe, byte for byte ----
copy_db keep.db crm.db
RAW=$(printf '\033]52;c;cHc=\007\302\233 31m\342\200\256B')
TURNED=$(printf '\342\200\256B\330\234\342\200\213C')
export RAW TURNED
for c in 'crm-company list -c name' 'crm-company list -c name -f csv' 'crm-company list -c name -f tsv' 'crm-db dump' 'crm-company export'; do
  ok "raw in a pipe: $c" "$c | LC_ALL=C grep -qF \"\$RAW\""
done
ok 'JSON in a pipe keeps what is no control' 'crm-company list -c name -f json | LC_ALL=C grep -qF "$TURNED"'
is 'JSON on a terminal means the same' "$(TERM=xterm script -qec 'crm-company list -c name,notes -f json' /dev/null </dev/null | perl -MJSON::PP -e 'undef $/; $_ = <STDIN>; print JSON::PP->new->utf8->canonical->encode(decode_json($_))' | cksum)" \
  "$(crm-company list -c name,notes -f json | perl -MJSON::PP -e 'undef $/; $_ = <STDIN>; print JSON::PP->new->utf8->canonical->encode(decode_json($_))' | cksum)"
is 'messages in a pipe are masked, what the C library says, too' "$(crm-offer list --color="$V" 2>&1 | LC_ALL=C grep -c "$(printf '\302\233 31m')")" 0
crm-contact add -q name="$(printf 'Fatemeh \331\205\333\214\342\200\214\330\256\331\210\330\247\331\207\331\205')" --force
is 'joiners stay where a script needs them' "$(TERM=xterm script -qec "crm-contact list name~Fatemeh -c name -f tsv" /dev/null </dev/null | tr -d '\r')" "$(crm-contact list name~Fatemeh -c name)"
finish
