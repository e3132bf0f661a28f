#!/bin/sh
# What measures: tests/bench/pair.c splits commands as the shell does, executes them directly, and judges what can be judged.
. "$(dirname "$0")/../lib.sh"

cc -O2 -Wall -Wextra -Werror -o pair "$top/tests/bench/pair.c" || exit 1
PATH=$work:$PATH

# ---- words ----
s() { pair -s "$1" | tr '\n' '|'; }
is 'words' "$(s 'a  b	c ')" 'a|b|c|'
is 'single quotes' "$(s "a 'b  \$c \"d\" \\e' f")" "a|b  \$c \"d\" \\e|f|"
is 'double quotes' "$(s 'a "b '"'c'"' \"d\" \\ \e" f')" "a|b 'c' \"d\" \\ \\e|f|"
is 'a backslash' "$(s 'a\ b \"c \\')" 'a b|"c|\|'
is 'quotes within a word' "$(s "a'b c'd\"e f\"")" 'ab cde f|'
is 'an empty word' "$(s "a '' \"\"")" 'a|||'
is 'a line break within quotes' "$(pair -s "a 'b
c'" | wc -l | tr -d ' ')" 3
is 'standard input' "$(s "a <b c")" 'a|c|<b|'
is 'standard input, quoted' "$(s "a < 'b c'")" 'a|<b c|'
for w in 'a|b' 'a;b' 'a&b' 'a >b' 'a (b)' 'a *' 'a ?' 'a $b' 'a `b`' 'a "$b"' 'a "`b`"'; do
  t "a shell is not started silently: $w" "pair -s '$w'" <<END
! pair: this needs a shell: $w
? 64
END
done
t 'an open quote' "pair -s 'a \"b'" <<'END'
! pair: a quote is not closed: a "b
? 64
END
t 'nothing' "pair -s ''" <<'END'
! pair: no command: 
? 64
END

# ---- running ----
cat >who <<'END'
#!/bin/sh
# appends its arguments and what it reads to a file
out=$1; shift
{ printf '<%s>' "$@"; cat; } >>"$out"
END
chmod +x who
echo input >in
row() { pair -n 1 -N 1000000 "$@"; }
row label - "who one 'a b' \"c\" <in" 'who two x\ y' >row
is 'once to warm up and once for each pair, words and input as given' "$(cat one)" "$(printf '<a b><c>input\n<a b><c>input')"
is 'the other side likewise' "$(cat two)" '<x y><x y>'
is 'eleven columns' "$(awk -F'\t' '{ print NF, $1, $2, $8, $9, $10 }' row)" '11 label - 1 - '
is 'its parent is pair, no shell between' "$(pair -n 1 l - "sh -c 'cat /proc/\$PPID/comm >parent'" true >/dev/null; cat parent)" pair
row -r 'who reset r' label - true true >/dev/null
is 'the reset before each of both' "$(cat reset)" '<r><r><r><r>'
no 'a command that fails' 1 'pair -n 1 l - false true'
no 'a peer that fails' 1 'pair -n 1 l - true false'
no 'a command that is not there' 1 'pair -n 1 l - ./nowhere true'
no 'an input that is not there' 1 'pair -n 1 l - "cat <nowhere" true'
no 'no pairs' 64 'pair -n 0 l - true true'
no 'too few words' 64 'pair l - true'

# ---- verdicts ----
v() { pair -n 3 "$@" | cut -f9,10 | tr '\t' ' '; }
is 'no goal' "$(v l - true true)" '- '
is 'within the goal' "$(v -N 1000000 l 1000000 true true)" 'ok '
is 'beyond the goal' "$(v -N 1000000 l 0.000001 true true)" 'over '
is 'noisy: neither' "$(v -N 0 l 1000000 true true; v -N 0 l 0.000001 true true)" "$(printf 'noisy \nnoisy ')"
is 'a peak within bounds' "$(v -m 1000000 l - true true)" 'ok 1000000'
is 'a peak beyond them' "$(v -N 1000000 -m 1 l 1000000 true true)" 'large 1'
is 'a peak is judged on a noisy machine too' "$(v -N 0 -m 1 l 1000000 true true)" 'large 1'
is 'noise is a number' "$(pair -n 3 l - true true | cut -f11 | grep -cE '^[0-9]+$')" 1
finish
