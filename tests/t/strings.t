#!/bin/sh
# Awkward strings go into every text field and come back byte for byte; they never drive the terminal, and are never taken for anything but text.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q
blns=$shared/data/conformance/strings/big-list-of-naughty-strings/blns.txt

# one string a line
{
  cat <<'END'
undefined
NULL
-
--
--help
-n
@/etc/passwd
$(touch owned)
`touch owned`
; touch owned
| touch owned
../../../etc/passwd
'; DROP TABLE company; --
%s%n%x
*
?
{a,b}
~
~/
!!
o1
co1
c99999999999999999999
me
id
=1+1
a=b
name=x
name~x
tags+=x
2026-01-01..2026-12-31
a,b
a;b
"
'
""
"a","b"
a "b" c
\
\t
\n
\\
\0
two  blanks  within, before a mark  .
#
100%
_
<script>alert(1)</script>
&amp;
Ω≈ç√∫˜µ≤≥÷
田中さんにあげて下さい
ﷺ
👩‍👩‍👧‍👦 🇩🇪
Ｆｕｌｌｗｉｄｔｈ
ß ẞ ſ ŉ ǰ İ ı
END
  printf 'a\tb\n'
  printf 'carriage\rreturn\n'
  printf '\033[31mred\033[0m \033]0;title\007 \033[2J\033[H\n'
  printf '\001\002\003\004\005\006\010\013\014\016\017\020\021\022\023\024\025\026\027\030\031\032\033\034\035\036\037\177\n'
  printf '\302\200\302\205\302\233\302\237 c1\n'
  printf '\342\200\256\342\200\252\342\201\246\342\201\251\342\200\217 bidi\n'
  printf 'x\357\273\277bom \342\200\250 line \342\200\251 paragraph \302\240 nbsp \302\255 shy\n'
  printf 'e\314\201\314\202\314\203\314\204\314\205\314\206\314\207\314\210\314\211\314\212\314\213\314\214 combining\n'
  printf '\364\217\277\277 \357\277\277 \357\277\276 last\n'
} >own.txt
if [ -f "$blns" ]; then
  perl -ne 'print unless /^#/ || /^(?:\s|\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8\xa9\xaf]|\xe2\x81[\x9f\xa0]|\xe3\x80\x80|\xef\xbb\xbf)*$/' "$blns" >list.txt
  cat own.txt >>list.txt
else
  skip 'the big list of naughty strings' "no $blns"
  cp own.txt list.txt
fi

cat >strings.pl <<'END'
# strings.pl make FIELD... >TSV    a header and a record a string, which stands in every field; UNIQUE fields get its number in front
# strings.pl tsv|csv|json FIELD... <OUTPUT    compares: but in notes what can't be seen at the ends is no part of a value; strings of nothing else are left out
use strict;
use warnings;
my ($what, @fields) = @ARGV;
open my $f, '<:raw', 'list.txt' or die;
chomp(my @list = <$f>);
binmode STDIN;
binmode STDOUT;
my $unseen = qr/(?:[\t\n\x0b\f\r ]|\xc2\xa0|\xe1\x9a\x80|\xe2\x80[\x80-\x8f\xa8\xa9\xaf]|\xe2\x81[\x9f\xa0]|\xe3\x80\x80|\xef\xbb\xbf)/;
my %unique = map { $_ => 1 } split / /, $ENV{UNIQUE} || '';
sub value { my ($i, $field) = @_; return $unique{$field} ? "$i $list[$i]" : $list[$i] }
sub stored { my $v = value(@_); return $_[1] eq 'notes' ? $v : $v =~ s/\A$unseen+//r =~ s/$unseen+\z//r }
if ($what eq 'make') {
	my %escape = ("\t" => '\t', "\n" => '\n', "\r" => '\r', '\\' => '\\\\');
	print join("\t", 'ext', @fields), "\n";
	for my $i (0 .. $#list) {
		print join("\t", "list:$i", map { my $v = value($i, $_); $v =~ s/([\t\n\r\\])/$escape{$1}/g; $v } @fields), "\n";
	}
	exit;
}
local $/;
my $text = <STDIN>;
my @rows;
if ($what eq 'tsv') {
	my %plain = (t => "\t", n => "\n", r => "\r", '\\' => '\\');
	for my $line (split /\n/, $text, -1) {
		push @rows, [map { s/\\([tnr\\])/$plain{$1}/gr } split /\t/, $line, -1];
	}
	pop @rows;
} elsif ($what eq 'csv') {
	while (length $text) {
		my @row;
		while (1) {
			my $v;
			if ($text =~ s/\A"((?:[^"]|"")*)"//) { ($v = $1) =~ s/""/"/g } else { $text =~ s/\A([^,\r\n]*)// or die; $v = $1 }
			push @row, $v;
			last unless $text =~ s/\A,//;
		}
		$text =~ s/\A\r?\n// or die 'no end of line before ' . substr($text, 0, 40);
		push @rows, \@row;
	}
	shift @rows;
} else {
	require JSON::PP;
	my $json = JSON::PP->new->utf8;
	for my $line (split /\n/, $text) {
		my $o = $json->decode($line);
		push @rows, [map { my $v = $o->{$_} // ''; utf8::encode($v); $v } @fields];
	}
}
printf "%d rows, not %d\n", scalar @rows, scalar @list if @rows != @list;
my $bad = 0;
for my $i (0 .. $#list) {
	for my $k (0 .. $#fields) {
		my ($got, $want) = ($rows[$i][$k] // 'nothing', stored($i, $fields[$k]));
		next if $got eq $want || $bad++ > 4;
		s/([^ -~])/sprintf '<%02x>', ord $1/ge for $got, $want;
		print "$fields[$k], string $i: '$want' came back as '$got'\n";
	}
}
END
export UNIQUE='sku number'

round() { # kind [+option...]: fields to fill
  k=$1
  shift
  order=id
  perl strings.pl make "$@" >$k.tsv
  crm-$k import --force --key=ext $k.tsv >ids 2>said
  is "$k: $*: go in" "$? $(wc -l <ids) $(tail -n 1 said | sed 's/^[^:]*: //')" "0 $(wc -l <list.txt) $(wc -l <list.txt) added, 0 changed, 0 same, 0 rejected"
  columns=$(echo "$@" | tr ' ' ,)
  for f in tsv csv json; do
    crm-$k list -f $f -c "$columns" - <ids >$k.$f 2>err
    is "$k: come back as $f" "$(perl strings.pl $f "$@" <$k.$f 2>&1)$(cat err)" ''
  done
  crm-$k list -f table -c "$columns" - <ids >$k.table 2>err
  is "$k: a table holds no control characters" "$(perl -ne 'BEGIN { binmode STDIN } chomp; print "line $.\n" if /[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]/' <$k.table | head -n 3)" ''
  is "$k: a record is a line of the table" "$(wc -l <$k.table)" "$(($(wc -l <list.txt) + 1))"
  crm-$k show - <ids >$k.show 2>err
  is "$k: show: three columns a line" "$(awk -F'\t' 'NF != 3' $k.show | head -n 2)" ''
  crm-$k export - <ids >$k.export
  is "$k: export | import changes nothing" "$(crm-$k import --key=id $k.export 2>&1 >/dev/null)" "crm-$k: 0 added, 0 changed, $(wc -l <list.txt) same, 0 rejected"
  crm-$k export -f csv - <ids >$k.csv
  is "$k: through CSV too" "$(crm-$k import --key=id $k.csv 2>&1 >/dev/null)" "crm-$k: 0 added, 0 changed, $(wc -l <list.txt) same, 0 rejected"
}
round company name street postal_code city region language notes website vat_id
round contact name title role street postal_code city region language notes
round product sku name unit notes
round offer number title competitor campaign language notes
perl strings.pl make given family >given.tsv
sed 's/^list:/given:/' given.tsv | crm-contact import --force --key=ext - phone='0221 1' >ids 2>said
is 'given and family' "$? $(crm-contact list - -c given,family <ids | perl strings.pl tsv given family)" '0 '
crm-user add name=full -q
i=0
{
  printf 'name\t'
  perl strings.pl make full team region notes | sed -n 1p
  perl strings.pl make full team region notes | sed 1d | while IFS= read -r line; do i=$((i + 1)); printf 'user%d\t%s\n' $i "$line"; done
} >user.tsv
crm-user import user.tsv >ids 2>said
is 'users go in' "$? $(tail -n 1 said)" "0 crm-user: $(wc -l <list.txt) added, 0 changed, 0 same, 0 rejected"
for f in tsv csv json; do
  is "users come back as $f" "$(crm-user list -f $f -c full,team,region,notes - <ids | perl strings.pl $f full team region notes 2>&1)" ''
done
ok 'the history holds them too' 'crm-log changes >log.tsv && awk -F"\t" "NF != 10" log.tsv | grep . && exit 1; exit 0'

# ---- as operands: conditions, values, words, references, titles of a chain ----
printf 'settings: {country: DE}\n' | crm-workflow apply - -q
crm-company add name=probe -q
id=$(crm-company list name=probe -c id)
n=0
while IFS= read -r s; do
  crm-company set "$id" "notes=$s" "street=$s" -q 2>err || { echo "set: $s: $(cat err)"; continue; }
  crm-company list -f json -c notes,street "$id" >one.json 2>err
  STRING=$s perl -MJSON::PP -0777 -ne '$o = JSON::PP->new->utf8->decode($_); for (qw(notes street)) { $v = $o->{$_} // ""; utf8::encode($v); print "$_: $ENV{STRING} came back as $v\n" if $v ne $ENV{STRING} }' one.json
  [ "$(crm-company list -c id "$id" "notes=$s" "street=$s" 2>&1)" = "$id" ] || echo "condition: $s"
  [ "$(crm-company list -c id "$id" "notes!=$s" 2>&1)" = '' ] || echo "not equal: $s"
done <own.txt >wrong 2>&1
is 'each is a value and a condition, byte for byte' "$(cat wrong)" ''
while IFS= read -r s; do
  crm-company list -c id -- "$s" >/dev/null 2>err
  case $? in 0 | 1 | 3 | 64 | 65) ;; *) echo "word: $s: $(cat err)" ;; esac
  crm-company show -c id -- "$s" >/dev/null 2>err </dev/null
  case $? in 0 | 1 | 3 | 64 | 65) ;; *) echo "show: $s: $(cat err)" ;; esac
  crm-offer add -N title=x -- company="$s" >/dev/null 2>err
  case $? in 0 | 1 | 3 | 65) ;; *) echo "reference: $s: $(cat err)" ;; esac
  crm-company list name="$s" -c "$s" -s "$s" >/dev/null 2>err
  case $? in 0 | 64) ;; *) echo "columns: $s: $(cat err)" ;; esac
  crm-company add -- "$s" >/dev/null 2>err </dev/null
  case $?,$s in 64,* | 5,*=* | 0,name=x | 4,name=x | 65,*) ;; 0,-) ;; *) echo "add: $? $s: $(cat err)" ;; esac
  LC_ALL=C grep -q "[$(printf '\001-\010\013-\037\177')]" err && echo "controls in a message: $s"
done <own.txt >wrong 2>&1
is 'none is taken for anything else' "$(cat wrong)" ''
is 'nothing was run, no file made' "$(ls owned 2>&1 | grep -c 'No such')" 1
r 'a value that looks like a file is text' "crm-company set $id notes=@/etc/passwd -q; crm-company list $id -c notes; crm-company set $id notes=- -q; crm-company list $id -c notes" '@/etc/passwd
-'
no 'what is not UTF-8 is refused' 65 "crm-company set $id notes=\"\$(printf 'a\\377b')\""
no 'not UTF-8: half a character' 65 "crm-company set $id notes=\"\$(printf 'a\\303')\""
no 'not UTF-8: a surrogate' 65 "crm-company set $id notes=\"\$(printf '\\355\\240\\200')\""
no 'not UTF-8: too long' 65 "crm-company set $id notes=\"\$(printf '\\300\\200')\""
r 'a megabyte' "head -c 1000000 /dev/zero | tr '\\0' x | crm-company set $id notes@=- -q; crm-company list $id -c notes | wc -c" 1000001
ok 'the database is sound' 'crm-db check'
finish
