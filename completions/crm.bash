
# ---- what all tools share ----

# The words up to the cursor as the tool will get them, quotes and backslashes taken away; of the last one `head`, which stands before
# the text the shell replaces, and `open`, the quote it stands in.
_crm_line() { # text
	local rest=${COMP_LINE:0:COMP_POINT} w='' in='' i n c
	rest=${rest#*"${COMP_WORDS[0]}"}
	n=${#rest}
	words=("${COMP_WORDS[0]}")
	for ((i = 0; i < n; i++)); do
		((i == n - ${#1})) && head=$w
		c=${rest:i:1}
		if [[ $open == "'" || $open == '"' || $open == "\$'" ]] && [[ $c == "${open#\$}" ]]; then
			open=
		elif [[ $open == "'" ]]; then
			w+=$c
		elif [[ $c == \\ ]]; then
			_crm_escape "${rest:i + 1:3}"
		elif [[ $open ]]; then
			w+=$c
		elif [[ $c == [[:blank:]] ]]; then
			[[ $in ]] && words+=("$w")
			w='' in=''
			continue
		elif [[ $c == [\'\"] ]]; then
			open=$c
		elif [[ $c == \$ && ${rest:i + 1:1} == \' ]]; then
			open="\$'"
			((i++))
		else
			w+=$c
		fi
		in=1
	done
	words+=("$w")
	((${#1} == 0)) && head=$w
}

# What follows a backslash, into the word.
_crm_escape() { # next three characters
	local c=${1:0:1}
	((i++))
	if [[ $open == "\$'" && $1 == [0-3][0-7][0-7] ]]; then
		printf -v c '%b' "\\0$1"
		((i += 2))
	elif [[ $open == "\$'" ]]; then
		case $c in n) c=$'\n' ;; t) c=$'\t' ;; r) c=$'\r' ;; esac
	elif [[ $open == '"' && $c != [\$\`\"\\] ]]; then
		c=\\$c
	fi
	w+=$c
}

# A text so that the shell reads just this, in the quote that is open: what a candidate holds is data, never a command.
_crm_quote() { # text
	local controls=$'\001\002\003\004\005\006\007\010\011\012\013\014\015\016\017\020\021\022\023\024\025\026\027\030\031\032\033\034\035\036\037\177'
	local q=${open#\$} i c code
	reply=$q
	for ((i = 0; i < ${#1}; i++)); do
		c=${1:i:1}
		if [[ $controls == *"$c"* ]]; then
			printf -v code '\\%03o' "'$c"
			case $c in $'\n') code='\n' ;; $'\t') code='\t' ;; $'\r') code='\r' ;; esac
			[[ $open == "\$'" ]] && reply+=$code || reply+=$q"\$'"$code"'"$q
			continue
		fi
		case $open$c in
		\'\') reply+="'\\''" ;;
		\"[\$\`\"\\]) reply+=\\$c ;;
		\"!) reply+='"\!"' ;;
		\$\'[\'\\]) reply+=\\$c ;;
		\$\'!) reply+='\041' ;;
		[\ \!\"\#\$\&\'\(\)\*\;\<\>\?\[\\\]\^\`\{\|\}\~]) reply+=\\$c ;;
		*) reply+=$c ;;
		esac
	done
	reply+=$q
}

# Whether an option of the tool or the verb wants a value.
_crm_wants() {
	local reply
	"$tables" "options *"
	[[ $'\n'$reply == *$'\n'"$1=:"* ]] && return
	"$tables" "options $verb"
	[[ $'\n'$reply == *$'\n'"$1=:"* ]]
}

# Adds BASE WORD for every WORD that fits what is typed.
_crm_add() { # base word...
	local base=$1 w
	shift
	for w; do
		[[ $base$w == "$cur"* ]] && found+=("$base$w")
	done
}

# The words of a table, each with something behind it.
_crm_add_table() { # base table suffix
	local reply line
	"$tables" "$2"
	while IFS= read -r line; do
		[[ $line ]] && _crm_add "$1" "${line%%:*}$3"
	done <<<"$reply"
}

# The fields for conditions or assignments, those of one's own too.
_crm_add_fields() { # base table suffix
	local reply line
	_crm_add_table "$@"
	"$tables" fields
	while IFS= read -r -d '' line; do
		[[ $line && $'\n'$reply != *$'\n'"$line:"* ]] && _crm_add "$1" "$line$3"
	done < <("$tool" "${db[@]}" --values=fields --null 2>/dev/null)
}

# Known values of a field: its words, else what the database knows.
_crm_add_values() { # base field
	local reply list line
	"$tables" "words $2"
	if [[ $reply ]]; then
		IFS=, read -ra list <<<"$reply"
		_crm_add "$1" "${list[@]}"
	else
		while IFS= read -r -d '' line; do
			_crm_add "$1" "$line"
		done < <("$tool" "${db[@]}" --values="$2" --null 2>/dev/null)
	fi
}

_crm_add_files() { # base
	local typed=${cur#"$1"} home='' f restore=''
	[[ ! $1 && ! $open && $typed == '~/'* ]] && home=$HOME typed=${typed#'~'} tilde='~'
	shopt -q nullglob || restore='shopt -u nullglob'
	shopt -s nullglob
	for f in "$home$typed"*; do
		[[ -d $f ]] && f+=/
		_crm_add "$1" "$tilde${f#"$home"}"
	done
	$restore
}

_crm_add_option_values() { # option base
	local base=$2 list
	case $1 in
	-c | --columns | -s | --sort | --by)
		list=${cur#"$base"}
		list=${list%"${list##*[,+-]}"}
		_crm_add_fields "$base$list" fields ''
		;;
	-f | --format) _crm_add "$base" tsv table csv json sheet ;;
	--color) _crm_add "$base" auto always never ;;
	--today) _crm_add "$base" today yesterday eom eoq eoy ;;
	--period) _crm_add "$base" this-month this-quarter this-year last-month last-quarter last-12-months next-quarter ytd all ;;
	--user) _crm_add_values "$base" owner ;;
	--key) _crm_add_fields "$base" fields '' ;;
	--map) _crm_add_fields "$base" settable = ;;
	--translate) _crm_add_fields "$base" settable : ;;
	--create) _crm_add "$base" company contact product user ;;
	--dates) _crm_add "$base" iso dmy mdy ;;
	--decimal) _crm_add "$base" . , ;;
	--delimiter) _crm_add "$base" , ';' '|' tab ;;
	--input) _crm_add "$base" tsv csv sheet ;;
	--from) _crm_add "$base" vcard google outlook thunderbird hubspot pipedrive salesforce ;;
	--vcard) _crm_add "$base" 3.0 4.0 ;;
	--encoding) _crm_add "$base" utf-8 utf-16 cp1252 iso-8859-1 iso-8859-15 ;;
	--db | -d | --reject) _crm_add_files "$base" ;;
	esac
}

_crm_add_operands() {
	local reply operands base
	"$tables" "operands $verb"
	operands=$reply
	if [[ $cur =~ ^([a-z][a-z0-9_.]*)@= ]]; then
		_crm_add_files "${BASH_REMATCH[0]}"
	elif [[ $cur =~ ^([a-z][a-z0-9_.]*)([!+-]?=|~) ]]; then
		base=${BASH_REMATCH[0]}
		[[ ${cur#"$base"} == *,* ]] && base=${cur%,*},
		_crm_add_values "$base" "${BASH_REMATCH[1]}"
	else
		[[ $operands == *CONDITION* ]] && _crm_add_fields '' fields =
		[[ $operands == *FIELD=VALUE* ]] && _crm_add_fields '' settable =
		[[ $operands == *FIELD=VALUE* && $operands != *FILE* ]] && _crm_add_table '' lists =
		[[ $operands == *STAGE* ]] && _crm_add_values '' stage
		[[ $operands == *REF* && $tool == *crm-user ]] && _crm_add_values '' manager
		[[ $operands == *FILE* ]] && _crm_add_files ''
	fi
}

# Where the verb stands, and the database if it is named.
_crm_scan() {
	local i w
	for ((i = 1; i < ${#words[@]} - 1; i++)); do
		w=${words[i]}
		case $w in
		-d | --db) db=(-d "${words[i + 1]}") ;;
		--db=*) db=("$w") ;;
		esac
		if [[ $w == -?* ]]; then
			_crm_wants "$w" && ((i++))
		elif [[ ! $verb ]]; then
			verb=$w
		fi
	done
}

# The candidates as they replace the text; none but a single value is followed by a blank.
_crm_reply() {
	local reply f t=''
	for f in "${found[@]}"; do
		f=${f#"$head"}
		[[ $tilde && ! $head ]] && t=$tilde
		_crm_quote "${f#"$t"}"
		COMPREPLY+=("$t$reply")
	done
	[[ ${#found[@]} == 1 && ${found[0]} == *[=:/] ]] && compopt -o nospace 2>/dev/null
	return 0
}

_crm_complete() { # tool text
	local tool=$1 tables=_crm_tables_${1##*crm-} words=() found=() verb='' db=() cur prev head='' open='' tilde=''
	COMPREPLY=()
	_crm_line "$2"
	cur=${words[${#words[@]} - 1]} prev=
	((${#words[@]} > 2)) && prev=${words[${#words[@]} - 2]}
	_crm_scan
	if [[ $cur == --*=* ]]; then
		_crm_add_option_values "${cur%%=*}" "${cur%%=*}="
	elif [[ $prev == -?* ]] && _crm_wants "$prev"; then
		_crm_add_option_values "$prev" ''
	elif [[ $cur == -* ]]; then
		_crm_add_table '' "options $verb" ''
	elif [[ ! $verb ]]; then
		_crm_add_table '' verbs ''
		[[ $cur ]] && verb=list && _crm_add_operands
	else
		_crm_add_operands
	fi
	_crm_reply
}
