#!/bin/sh
# Completions: the generated files parse, and the shells offer what they should. CRM_FULL=1: every value that is hard to complete in every way to begin
# it; else all of them in each shell, and a third, another each time, in its further quotes.
full=${CRM_FULL:-}
. "$(dirname "$0")/../lib.sh"
dir=$work/completions

B=$BUILD
export B
ok 'are generated' "sh '$top/completions/generate' '$dir'"
is 'one file a tool and shell' "$(cd "$dir" && ls bash zsh fish | grep -c crm)" "$(($(ls "$BUILD"/bin/crm* | wc -l) * 3))"
crm-user add name=ben -q
crm-offer add title='Rack' channel=web reason=price -q
printf 'fields: {offer: [{name: stated, type: "low|high"}]}\n' | crm-workflow apply - -q

for shell in bash zsh fish; do
  if command -v $shell >/dev/null; then
    ok "parse: $shell" "for f in '$dir'/$shell/*; do $shell -n \$f || exit 1; done"
  else
    skip "parse: $shell" "no $shell"
  fi
done

# ---- bash: the line is split as bash splits it, at blanks and at COMP_WORDBREAKS ----
cat >"$work/drive.bash" <<'END'
line=$1
. "$DIR/bash/${line%% *}"
COMP_LINE=$line COMP_POINT=${#line} COMP_WORDS=() word=
for ((i = 0; i < ${#line}; i++)); do
	c=${line:i:1}
	case $c in
	' ') [[ $word ]] && COMP_WORDS+=("$word"); word= ;;
	[=:@]) [[ $word && $word != [=:@]* ]] && { COMP_WORDS+=("$word"); word=; }; word+=$c ;;
	*) [[ $word == [=:@]* ]] && { COMP_WORDS+=("$word"); word=; }; word+=$c ;;
	esac
done
COMP_WORDS+=("$word")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
f=$(complete -p "${COMP_WORDS[0]}")
f=${f#*-F } f=${f%% *}
"$f" "${COMP_WORDS[0]}" "${word##*[=:@]}"
printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' '
END

b() { # line expected
  is "bash: $1" "$(DIR=$dir bash --norc "$work/drive.bash" "$1")" "$2"
}

if command -v bash >/dev/null; then
  b 'crm-offer li' 'list '
  b 'crm-offer ex' 'expected_close= expired= export ext= '
  b 'crm-offer list sta' 'stage= stage_since= state= stated= '
  b 'crm-offer list stated=' 'high low '
  b 'crm-offer set 1 stated=h' 'high '
  b 'crm-offer list state=' 'lead lost open won '
  b 'crm-offer list state=l' 'lead lost '
  b 'crm-offer list state=won,l' 'won,lead won,lost '
  b 'crm-offer list -c id,ti' 'id,title '
  b 'crm-offer list --format=j' 'json '
  b 'crm-offer list --format j' 'json '
  b 'crm-offer list -f t' 'table tsv '
  b 'crm-offer add --k' '--key= '
  b 'crm-offer set 1 sta' 'stage= stated= '
  b 'crm-offer set 1 stage=ne' 'negotiation new '
  b 'crm-offer set 1 channel=' 'web '
  b 'crm-offer set 1 owner=b' 'ben '
  b 'crm-stage list stage=ne' 'negotiation new '
  b 'crm-stage move 1 neg' 'negotiation '
  b 'crm-user show b' 'ben '
  b 'crm-report revenue --by prod' 'product '
  b 'crm-report win' 'winrate '
  b 'crm of' 'offer '
  b 'crm offer li' 'list '
  b 'crm offer list state=w' 'won '
  touch offers.tsv
  b 'crm-offer import off' 'offers.tsv '
  b 'crm-offer set 1 notes@=off' 'offers.tsv '
  b 'crm-db backup off' 'offers.tsv '
  touch 'pri ces$(x).csv' "$HOME/prices.csv"
  mkdir -p 'a dir'
  b 'crm-offer import pri' 'pri\ ces\$\(x\).csv '
  b 'crm-offer import ~/pri' '~/prices.csv '
  b 'crm-offer import a' 'a\ dir/ '
  b 'crm-offer set 1 notes@=pri' 'pri\ ces\$\(x\).csv '
  b 'crm-offer add --key=num' 'number '
  b 'crm-offer set 1 ta' 'tags+= tags= '
  b 'crm-offer add ta' 'tags+= tags= '
  b 'crm-offer import x ta' 'tags= '
  b 'crm-forecast --' '--band= --by= --color= --columns= --db= --format= --header --period= --quiet --today= --total --user= '
  b 'crm-forecast show --b' '--band= --by= '
  b 'crm-report --' '--all --color= --columns= --db= --dry-run --format= --header --limit= --quiet --sort= --today= --user= '
  b 'crm-stage win 1 --s' ' '
  b 'crm-stage --s' '--sort= '
  b 'crm-offer rm 1 -' '--color= --db= --dry-run --format= --header --quiet --today= --user= -H -N -d= -f= -q '
else
  skip 'bash' 'no bash'
fi

# ---- fish: one for all lines ----
cat >lines.fish <<'END'
for f in $DIR/fish/*.fish
    source $f
end
set n 0
while read -l line
    set n (math $n + 1)
    complete -C $line >fish.$n 2>&1
end
END
cat >lines <<'END'
crm-offer li|list
crm-offer list sta|stage= stage_since= state= stated=
crm-offer list state=l|state=lead state=lost
crm-offer list -f j|json
crm-offer list --format=j|--format=json
crm-offer add --ke|--key
crm-forecast --b|--band --by
crm-forecast --s|
crm-offer set 1 tag|tags+= tags=
crm-offer set 1 stage=nego|stage=negotiation
crm-stage move 1 nego|negotiation
crm offer li|list
crm of|offer
END

if command -v fish >/dev/null; then
  cut -d '|' -f 1 lines | DIR=$dir fish --no-config lines.fish
  n=0
  while IFS='|' read -r line expected; do
    n=$((n + 1))
    is "fish: $line" "$(cut -f 1 fish.$n | sort | tr '\n' ' ')" "${expected:+$expected }"
  done <lines
else
  skip 'fish' 'no fish'
fi

# ---- zsh, in a terminal of its own ----
cat >"$work/drive.zsh" <<'END'
zmodload zsh/zpty || exit 2
zpty z zsh -f -i
read_until() { local out; zpty -r z out "*$1*"; print -r -- "$out"; }
zpty -w z "PROMPT=; unsetopt zle_bracketed_paste 2>/dev/null; fpath=($DIR/zsh \$fpath); autoload -Uz compinit; compinit -u -D; zstyle ':completion:*' list-prompt ''; LISTMAX=10000; setopt no_beep; print RE''ADY"
read_until READY >/dev/null
zpty -w z "bindkey '^X' print_buffer; print_buffer() { zle -I; print \"BUF[\$BUFFER]END\"; BUFFER=; }; zle -N print_buffer; print RE''ADY2"
read_until READY2 >/dev/null
for line; do
	zpty -w -n z "$line"$'\t'
	sleep 0.4
	zpty -w -n z $'\x18'
	read_until ']END' | sed -n 's/.*BUF\[\(.*\)\]END.*/\1/p'
done
zpty -d z
END
cat >lines <<'END'
crm-offer li|crm-offer list |
crm-offer list exp|crm-offer list exp|
crm-offer list state=wo|crm-offer list state=won |
crm-offer list --head|crm-offer list --header |
crm-forecast --tot|crm-forecast --total |
crm-forecast --so|crm-forecast --so|
crm-stage move 1 nego|crm-stage move 1 negotiation |
crm offer li|crm offer list |
END

if command -v zsh >/dev/null; then
  set --
  while IFS='|' read -r line expected; do set -- "$@" "$line"; done <lines
  DIR=$dir TERM=dumb timeout 60 zsh -f "$work/drive.zsh" "$@" >picked 2>/dev/null
  n=0
  while IFS='|' read -r line expected; do
    n=$((n + 1))
    is "zsh: $line" "$(sed -n "${n}p" picked)" "${expected%|}"
  done <lines
else
  skip 'zsh' 'no zsh'
fi

# ---- what a candidate holds is data: picked, it is one word, just this, and nothing is run ----
# a tool that says what it knows, and else notes what it was given; every byte, and what shells make something of
mkdir stub
cat >stub/crm-lead <<'END'
#!/bin/sh
case "$*" in
*--values=fields*) ;;
*--null*) exec cat "$WORK/values" ;;
*) { printf '%s\0' "$@"; printf '\n'; } >>"$WORK/args" ;;
esac
END
cat >stub/crm <<'END'
#!/bin/sh
[ "$1" = help ] && exit
t=$1
shift
exec "crm-$t" "$@"
END
chmod +x stub/crm-lead stub/crm
perl -e '
my @v = map { my $k = $_; sprintf("b%02d_%sz", $k, join "", map { chr($_) . "-" } grep { $_ } 8 * $k .. 8 * $k + 7) } 0 .. 31;
my $n = 0;
push @v, map { sprintf("v%02d%s", ++$n, $_) } "\$(touch PWNED)", "`touch PWNED`", "; touch PWNED", "\ntouch PWNED\n", "| touch PWNED #", "&& touch PWNED", "\x27; touch PWNED; \x27",
  "\"; touch PWNED; \"", "\\", "\\\\", "\\n", "a b", "  two", "\ttab", "*", "?[a]*", "{a,b}", "~", ":~/x", "=~/x", "!!", "a!b", "\x27!\x27\"!\"", "\$HOME", "\${HOME}", "\x1b]0;x\a", "\r\n", "<(touch PWNED)",
  ">PWNED", "#x", " #x", "(x)", "^a^b", "%1", "a:b", "a=b=c", "a\@b", "\xc3\xa4\xe6\xbc\xa2\xf0\x9f\x98\x80", "\xe2\x80\xae", "\x7f\x01\x02\x03", "\$\x27\\n\x27", "\x27\x27\x27", "\"\"\"", "end ", "end\n", "-q --yes";
push @v, "~", "~/x", "#x", "-n", "=ls", "\$(touch PWNED)";
open my $f, ">", "values"; print $f map { "$_\0" } @v;
open $f, ">", "prefixes"; print $f map { /^([bv]\d+)/ ? "$1\n" : () } @v;
open $f, ">", "want"; print $f map { /^[bv]\d/ ? "list\0source=$_\0\n" : () } @v;
'
WORK=$work DIR=$dir
export WORK DIR
same_args() { # title prefixes...: the stub was given the values of the prefixes, in their order
  perl -e '
    sub rows { open my $f, "<", $_[0]; local $/; my $t = <$f>; split /(?<=\0)\n/, $t // "" }
    my @got = rows("args"); my %want = map { /source=([bv]\d+)/s ? ($1, $_) : () } rows("want"); my $bad = 0;
    for my $p (@ARGV) { my $g = shift @got; $g eq $want{$p} and next if defined $g; $bad++; printf "%s: got %s want %s\n", $p, map { defined $_ ? s/([^ -~])/sprintf "\\%03o", ord $1/ger : "nothing" } $g, $want{$p} if $bad < 6 }
    print scalar @got, " more\n" if @got; ' $2 >wrong 2>&1
  [ ! -s wrong ] && [ ! -e PWNED ]
  result $? "$1"
  sed 's/^/# /' wrong
  rm -f args PWNED
}
all=$(cat prefixes)
# of the values every third, from the Kth; in the long form all
some() { if [ -n "$full" ]; then cat prefixes; else awk -v k="$1" 'NR % 3 == k % 3' prefixes; fi; }

cat >"$work/bytes.bash" <<'END'
. "$DIR/bash/crm-lead"
pick() { # typed open: what the line is when the only candidate for what is typed has been picked
	local typed=$1 quote=${2#\$} text
	COMP_LINE=$typed COMP_POINT=${#typed} COMP_WORDS=(crm-lead) # the rest is read from the line
	if [[ $2 ]]; then text=${typed##*"$quote"}; else text=$typed; while [[ $text == *[$breaks]* ]]; do text=${text#*[$breaks]}; done; fi
	_crm_complete_lead crm-lead "$text"
	[[ ${#COMPREPLY[@]} == 1 ]] || { echo "${#COMPREPLY[@]} candidates for $typed"; return; }
	local start=$((${#typed} - ${#text}))
	[[ $quote && ${COMPREPLY[0]} == "$quote"* ]] && ((start--)) # as readline does
	eval "${typed:0:start}${COMPREPLY[0]}"
}
for breaks in $' \t=:@' $' \t'; do
	COMP_WORDBREAKS=$breaks from=$2
	[[ $breaks == *=* ]] && from=$1
	while read -r p; do
		pick "crm-lead list source=$p" ''
		pick "crm-lead list source=\\$p" ''
		pick "crm-lead list source='$p" "'"
		pick "crm-lead list source=\"$p" '"'
		pick "crm-lead list source=\$'$p" "\$'"
		pick "crm-lead list \"source=$p" '"'
		pick "crm-lead list 'source'=\"\"$p" ''
		[[ $breaks == *=* ]] || pick "crm-lead list s'ou'rce=\"${p:0:1}\"${p:1}" ''
	done <"$from"
done
END
old=$PATH PATH=$work/stub:$PATH
if command -v bash >/dev/null; then
  each() { for p in $(cat $2); do k=$1; while [ "$k" -gt 0 ]; do echo "$p"; k=$((k - 1)); done; done; }
  for l in C C.UTF-8; do
    some 1 >first
    some 2 >second
    [ $l = C ] || cp prefixes first
    LC_ALL=$l bash --norc "$work/bytes.bash" first second >out 2>&1
    is "bash, $l: one candidate each" "$(head -c 300 out)" ''
    same_args "bash, $l: every byte and every trick, in every quote" "$(each 7 first; each 8 second)"
  done
fi

# with the shell's own editor, on a terminal
cat >rc.bash <<'END'
. "$DIR/bash/crm-lead"
. "$DIR/bash/crm"
PS1='> '
bind 'set bell-style none'
bind 'set enable-bracketed-paste off'
END
typed() { # how a value is begun, of which values, by which tool: lines that complete and run it
  for p in $2; do
    printf '%s list %s\t\r' "${3:-crm-lead}" "$1$p"
  done
}
if command -v bash >/dev/null && script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  k=0
  for begin in source= "source='" 'source="' "source=\$'" "'source="; do
    some $k >some
    [ $k != 0 ] || cp prefixes some
    k=$((k + 1))
    { sleep 0.3; typed "$begin" "$(cat some)"; printf 'exit\r'; } | TERM=dumb LC_ALL=C.UTF-8 timeout 60 script -qec "bash --noprofile --rcfile rc.bash -i" /dev/null >out 2>&1
    same_args "bash on a terminal: $begin" "$(cat some)"
  done
  { sleep 0.3; typed source= "$(some 2)" 'crm lead'; printf 'exit\r'; } | TERM=dumb LC_ALL=C.UTF-8 timeout 60 script -qec "bash --noprofile --rcfile rc.bash -i" /dev/null >out 2>&1
  same_args 'bash on a terminal: crm lead' "$(some 2)"
else
  skip 'bash on a terminal' 'no bash or no script(1)'
fi

cat >rc.zsh <<'END'
PROMPT='> '
fpath=($DIR/zsh $fpath)
autoload -Uz compinit
compinit -u -D
setopt no_beep no_bang_hist
unset zle_bracketed_paste
unsetopt zle_bracketed_paste 2>/dev/null
END
if command -v zsh >/dev/null && script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  mkdir zdot && cp rc.zsh zdot/.zshrc
  k=0
  for begin in source= "source='" 'source="'; do
    some $k >some
    [ $k != 0 ] || cp prefixes some
    k=$((k + 1))
    { sleep 1; typed "$begin" "$(cat some)"; printf 'exit\r'; } | ZDOTDIR=$work/zdot TERM=dumb LC_ALL=C.UTF-8 timeout 60 script -qec "zsh -d -i" /dev/null >out 2>&1
    same_args "zsh on a terminal: $begin" "$(cat some)"
  done
else
  skip 'zsh on a terminal' 'no zsh or no script(1)'
fi

cat >bytes.fish <<'END'
source $DIR/fish/crm-lead.fish
source $DIR/fish/crm.fish
for p in (grep -vx -e b01 -e v14 prefixes)
    for begin in source= "source='" 'source="'
        for word in (complete -C --escape "crm-lead list $begin$p")
            eval crm-lead list (string split -m 1 \t -- $word)[1]
        end
    end
    for word in (complete -C --escape "crm lead list source=$p")
        eval crm lead list (string split -m 1 \t -- $word)[1]
    end
end
END
if command -v fish >/dev/null; then
  LC_ALL=C.UTF-8 fish --no-config bytes.fish >out 2>&1
  is 'fish: no word' "$(head -c 300 out)" ''
  # a value with a tab can't be said to fish, it is left out
  same_args 'fish: every byte and every trick' "$(for p in $all; do case $p in b01 | v14) continue ;; v04 | v27 | v45) ;; *) echo "$p" ;; esac; for i in 1 2 3; do echo "$p"; done; done)"
fi
PATH=$old
finish
