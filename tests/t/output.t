#!/bin/sh
# Files that are written: never one of our own by any name, whole or not at all, no wider than what they are made of.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
crm-company add -q name=A
crm-task add -q title=Call due=today
printf 'name\temployees\nB\t5\nC\tx\n' >in.tsv
crm-db dump >before
whole() { crm-db check 2>&1 && crm-db dump | cmp - before; }
ls -A >names
same_names() { ls -A | grep -vx -e names -e err -e out | diff - names | grep '^[<>]'; }

# ---- our own files ----
refused() { # title status path
  for c in "crm-company import -q in.tsv --reject='$3'" "crm-task feed '$3'" "crm-db backup '$3'"; do
    no "$1: ${c%% -q*}" "$2" "$c"
  done
  is "$1: the database is whole" "$(whole)" ''
}
needs file
ln -s crm.db link
ln -s link link2
ln crm.db hard
mkdir dir
ln -s ../crm.db dir/link
ln -s "$work" there
refused 'the database' 64 crm.db
refused 'another way' 64 dir/../crm.db
refused 'a link' 64 link
refused 'a link to a link' 64 link2
refused 'a hard link' 64 hard
refused 'from another directory' 64 dir/link
refused 'by a directory that is a link' 64 there/crm.db
for f in wal shm journal; do
  refused "what is not yet there: -$f" 64 crm.db-$f
  refused "through a link: -$f" 64 "there/crm.db-$f"
  is "-$f is not made" "$(ls crm.db-$f 2>&1 | grep -c 'No such')" 1
done
ln -s crm.db-wal dangling
refused 'a link to what is not yet there' 64 dangling
is 'what it is given for' "$(crm-company -d link import -q in.tsv --reject=crm.db 2>&1; crm-company -d link import -q in.tsv --reject=crm.db-wal 2>&1)" 'crm-company: crm.db: is the database itself
crm-company: crm.db-wal: belongs to the database'
{ sqlite3 crm.db 'BEGIN IMMEDIATE; SELECT 1;' '.shell sleep 1' >out; } &
sleep 0.3
refused 'while others write: the log' 64 crm.db-wal
wait
is 'appended to by the shell' "$(crm-task feed /dev/stdout 2>&1 >>crm.db; crm-db check)" 'crm-task: /dev/stdout: is the database itself'
cp in.tsv keep.tsv
ln in.tsv in2.tsv
for c in 'in.tsv --reject=in.tsv' 'in.tsv --reject=in2.tsv' '- --reject=in.tsv <in.tsv' '--reject=in2.tsv - <in.tsv' './in.tsv --reject=there/in.tsv'; do
  no "what is read: $c" 64 "crm-company import -q $c"
done
no 'what is read: ids' 64 'crm-task list -c id >ids; crm-task feed ids - <ids'
is 'it is whole' "$(cmp in.tsv keep.tsv; whole)" ''
rm -f link link2 hard dir/link there dangling in2.tsv ids keep.tsv out
rmdir dir
needs nothing

# ---- files of others ----
echo 'a letter' >letter
printf 'name\tcity\nD\tUlm\n' >other.tsv
for f in letter other.tsv; do
  cp $f kept
  r "not replaced: $f" "crm-company import -q in.tsv --reject=$f; echo \$?; crm-task feed $f" "crm-company: $f: another file is there: remove it, or name a new one
73
crm-task: $f: another file is there: remove it, or name a new one
? 73"
  is "as it was: $f" "$(cmp $f kept; whole)" ''
done
printf 'name\temployees' >half # a first line without an end is a first line
: >empty
for f in half empty new; do
  ok "replaced: $f" "crm-company import -q in.tsv --reject=$f 2>err && crm-log undo -q"
  is "by the bad lines: $f" "$(cat $f)" "name${tab}employees
C${tab}x"
done
printf 'name\temployees longer\n' >longer
no 'a longer header' 73 'crm-company import -q in.tsv --reject=longer'
printf 'name\templ\n' >shorter
no 'a shorter header' 73 'crm-company import -q in.tsv --reject=shorter'
printf 'name\temployees\r\nold\r\n' >crlf
no 'lines that are not in the input' 73 'crm-company import -q in.tsv --reject=crlf'
printf 'name\temployees\r\nB\t5\r\n' >crlf
ok 'lines of the input with other line ends' 'crm-company import -q in.tsv --reject=crlf 2>err && crm-log undo -q'
printf 'BEGIN:VCARD\n' >card
no 'a card is no calendar' 73 'crm-task feed card'
printf 'BEGIN:VCALENDAR\r\nPRODID:-//other//EN\r\n' >cal
r 'a calendar of another program' 'crm-task feed cal' 'crm-task: cal: another file is there: remove it, or name a new one
? 73'
crm-task ical | sed '/^SUMMARY/d' >cal
ok 'one of ours' 'crm-task feed cal'
is 'all of it' "$(cksum <cal)" "$(crm-task ical | cksum)"
is 'no bad line: the file is left alone' "$(head -n 2 in.tsv >good.tsv; crm-company import -q good.tsv --reject=letter && cat letter; crm-log undo -q)" 'a letter'
# what is there goes only when it stands in the input
printf 'name\temployees\nDoris\t7\n' >work.tsv
cp work.tsv kept
no 'an export with the same header' 73 'crm-company import -q in.tsv --reject=work.tsv'
no '  through a pipe' 73 'cat in.tsv | crm-company import -q - --reject=work.tsv'
is '  is left alone, and nothing is imported' "$(cmp work.tsv kept; crm-company list -c name)" A
printf 'name\temployees\nC\tx\nD\ty\n' >two.tsv
crm-company import -q two.tsv --reject=rej2 2>err
r 'again with fewer bad lines' "printf 'name\temployees\nC\tx\nD\t4\n' >one.tsv; crm-company import -q one.tsv --reject=rej2; echo \$?; crm-company import -q two.tsv --reject=rej2; crm-company import -q - --reject=rej2 <two.tsv; cat two.tsv | crm-company import -q - --reject=rej2; cmp two.tsv rej2" 'crm-company: rej2: another file is there: remove it, or name a new one
73
crm-company: 2 rejected, in rej2
crm-company: 2 rejected, in rej2
crm-company: 2 rejected, in rej2'
printf 'name\temployees\nB\t5\n' >rej3
r 'no bad line any more: what was one of this input is emptied' 'crm-company import -q good.tsv --reject=rej3 && wc -c <rej3; crm-log undo -q; crm-company import -q good.tsv --reject=work.tsv && cmp work.tsv kept; crm-log undo -q' 0
printf 'BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n' >in.vcf
printf 'BEGIN:VCARD\nVERSION:3.0\nFN:Ina Muster\nEND:VCARD\n' >mine.vcf
no 'cards of others' 73 'crm-contact import -q in.vcf --reject=mine.vcf'
cp in.vcf rej.vcf
is 'of this input' "$(crm-contact import -q in.vcf --reject=rej.vcf 2>&1)" 'crm-contact: 1 rejected, in rej.vcf'
# a rehearsal writes nothing
rm -f rej
cp two.tsv rej2
r '-N: makes no file, and says what is bad' 'crm-company import -N in.tsv --reject=rej | cut -f 3; ls rej 2>&1 | wc -l; crm-company import -N in.tsv --reject=rej2 >out 2>&1; cmp rej2 two.tsv; crm-company import -N -q good.tsv --reject=rej2 >/dev/null; cmp rej2 two.tsv' "crm-company: in.tsv:3:3: employees: 'x' is not a number
crm-company: 1 added, 0 changed, 0 same, 1 rejected
name
employees
1"
r '  of inquiries' "printf 'name\temail\nX\tbad\n' >inq.tsv; crm-lead intake -N -q inq.tsv --reject=rej; ls rej 2>&1 | wc -l" 1
# read-only files
needs file
cp in.tsv ro.tsv && chmod 444 ro.tsv
crm-task ical | sed '/^SUMMARY/d' >ro.ics && chmod 444 ro.ics
r 'what may not be written is not replaced' 'crm-company import -q in.tsv --reject=ro.tsv; echo $?; crm-task feed ro.ics' 'crm-company: ro.tsv: Permission denied
77
crm-task: ro.ics: Permission denied
? 77'
needs nothing
r 'an id is no file' 'crm-task feed t1; echo $?; crm-task feed ./t1; ls t1; rm t1' 'crm-task: which file? it is the first word: feed FILE [CONDITION...]
64
t1'
no 'a directory' 73 'crm-company import -q in.tsv --reject=.'
no 'no such directory' 73 'crm-company import -q in.tsv --reject=none/rej'
no 'below a file' 73 'crm-company import -q in.tsv --reject=letter/rej'
ln -s loop loop
no 'a loop' 73 'crm-company import -q in.tsv --reject=loop'
is 'nothing is imported when the bad lines cannot be kept' "$(crm-company list -c name)" A
ln -s target dangle
ok 'a link that leads nowhere yet' 'crm-company import -q in.tsv --reject=dangle && crm-log undo -q'
is 'is followed' "$(test -h dangle && cat target | wc -l)" 2
is 'nothing is left beside' "$(ls -A | grep '^\.[^.]' | grep -vx -e .want -e '.want.*' -e .out -e .err)" ''

# ---- devices, pipes, what the shell has opened ----
for f in /dev/null /dev/stdout /dev/stderr /dev/fd/1 /dev/fd/3 /proc/self/fd/1; do
  ok "feed $f" "crm-task feed $f 3>three"
  ok "--reject=$f" "crm-company import -q in.tsv --reject=$f 3>>three && crm-log undo -q"
done
is '/dev/stdout' "$(crm-task feed /dev/stdout | cksum)" "$(crm-task ical | cksum)"
is '/dev/stdout, a file' "$(echo first >f; crm-task feed /dev/stdout >>f; sed 1d f | cksum) $(head -n 1 f)" "$(crm-task ical | cksum) first"
is 'a descriptor' "$(crm-task feed /dev/fd/7 7>f; cksum <f)" "$(crm-task ical | cksum)"
mkfifo pipe
{ cat pipe >got; } &
ok 'a named pipe' 'crm-task feed pipe'
wait
is 'all of it goes through' "$(cksum <got)" "$(crm-task ical | cksum)"
no 'a full device' 74 'crm-task feed /dev/full'

# ---- who may read them ----
needs file
mode() { stat -c %a "$1"; }
for m in 600 640 644 660 666; do
  for d in 600 640 644 666; do
    chmod $m in.tsv; chmod $d crm.db; rm -f rej new.ics copy.db
    crm-company import -q in.tsv --reject=rej 2>err; crm-log undo -q
    crm-task feed new.ics
    echo "$m $d $(mode rej) $(mode new.ics)"
  done
done >modes
is 'no wider than the input and the database, never for all' "$(cut -d ' ' -f 3 modes | sort -u | tr '\n' ' ')$(awk '{ print $2, $4 }' modes | sort -u | tr '\n' ' ')$(awk '$1 == 600 || $2 == 600' modes | cut -d ' ' -f 3 | sort -u)" \
  '600 640 600 600 640 640 644 640 666 640 600'
for m in 600 640 660 664 666 604 646; do
  for u in 000 027 077 002; do
    (umask $u; chmod $m crm.db; crm-db backup b.db 2>err; echo "$m/$u:$(mode b.db)"; rm b.db)
  done
done >modes
is 'a backup is read by the group at most, and as the database and the umask say' "$(cut -d : -f 2 modes | sort -u | tr '\n' ' ')$(grep :640 modes | cut -d : -f 1 | tr '\n' ' ')" \
  '600 640 640/000 640/027 640/002 660/000 660/027 660/002 664/000 664/027 664/002 666/000 666/027 666/002 646/000 646/027 646/002 '
chmod 644 in.tsv crm.db
needs nothing
is 'by standard input' "$(chmod 600 in.tsv; rm rej; crm-company import -q - --reject=rej <in.tsv 2>err; crm-log undo -q; mode rej)" 600
is 'by a pipe' "$(rm rej; cat in.tsv | crm-company import -q - --reject=rej 2>err; crm-log undo -q; mode rej)" 640
is 'one that was open to all is closed' "$(chmod 666 rej in.tsv; { cat in.tsv; printf 'D\tx\n'; } >in3.tsv; crm-company import -q in3.tsv --reject=rej 2>err; crm-log undo -q; mode rej)" 640
is 'the umask counts' "$(rm rej; umask 077; crm-company import -q in.tsv --reject=rej 2>err; crm-log undo -q; mode rej)" 600
is 'a calendar keeps the mode it was given' "$(chmod 604 new.ics; crm-task set -q t1 title=Other; crm-task feed new.ics; mode new.ics)" 604
is 'a text that is edited is nobody else'\''s' "$(VISUAL='sh -c "stat -c %a \$1 >m"' TMPDIR=$work crm-company edit A 2>err; VISUAL="stat -c %a" TMPDIR=$work crm-company edit A 2>err)" 600
long=$(printf '%0255d' 0)
is 'a name may be as long as the file system lets it' "$(crm-task feed "$long" 2>&1; crm-task set -q t1 title=Third; crm-task feed "$long" 2>&1; grep -c Third "$long"; ls -A | grep -c 000000)" '1
1'
finish
