#!/bin/sh
# Completions: the generated files parse, and the shells offer what they should.
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
"$f" "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}"
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

# ---- fish ----
f() { # line expected
  is "fish: $1" "$(fish --no-config -c "for f in '$dir'/fish/*.fish; source \$f; end; complete -C '$1'" 2>&1 | cut -f 1 | sort | tr '\n' ' ')" "$2"
}

if command -v fish >/dev/null; then
  f 'crm-offer li' 'list '
  f 'crm-offer list sta' 'stage= stage_since= state= stated= '
  f 'crm-offer list state=l' 'state=lead state=lost '
  f 'crm-offer list -f j' 'json '
  f 'crm-offer list --format=j' '--format=json '
  f 'crm-offer add --ke' '--key '
  f 'crm-forecast --b' '--band --by '
  f 'crm-forecast --s' ''
  f 'crm-offer set 1 tag' 'tags+= tags= '
  f 'crm-offer set 1 stage=nego' 'stage=negotiation '
  f 'crm-stage move 1 nego' 'negotiation '
  f 'crm offer li' 'list '
  f 'crm of' 'offer '
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
zpty -w -n z "$1"$'\t'
sleep 0.4
zpty -w -n z $'\x18'
read_until ']END' | sed -n 's/.*BUF\[\(.*\)\]END.*/\1/p'
zpty -d z
END
z() { # line expected
  is "zsh: $1" "$(DIR=$dir TERM=dumb timeout 20 zsh -f "$work/drive.zsh" "$1" 2>/dev/null)" "$2"
}

if command -v zsh >/dev/null; then
  z 'crm-offer li' 'crm-offer list '
  z 'crm-offer list exp' 'crm-offer list exp'
  z 'crm-offer list state=wo' 'crm-offer list state=won '
  z 'crm-offer list --head' 'crm-offer list --header '
  z 'crm-forecast --tot' 'crm-forecast --total '
  z 'crm-forecast --so' 'crm-forecast --so'
  z 'crm-stage move 1 nego' 'crm-stage move 1 negotiation '
  z 'crm offer li' 'crm offer list '
else
  skip 'zsh' 'no zsh'
fi
finish
