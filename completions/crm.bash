
# ---- what all tools share ----

# The words up to the cursor as the tool will get them: bash splits the line at COMP_WORDBREAKS (= : @) too.
_crm_line() {
	local rest=${COMP_LINE:0:COMP_POINT} i w
	rest=${rest#*"${COMP_WORDS[0]}"}
	words=("${COMP_WORDS[0]}")
	for ((i = 1; i <= COMP_CWORD; i++)); do
		w=${COMP_WORDS[i]}
		if [[ $rest == [[:blank:]]* ]]; then
			rest=${rest#"${rest%%[![:blank:]]*}"}
			words+=('')
		fi
		[[ $rest == "$w"* ]] || w=$rest
		rest=${rest#"$w"}
		words[${#words[@]} - 1]+=$w
	done
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
		[[ $base$w == "$cur"* ]] && COMPREPLY+=("$base$w")
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
	while IFS= read -r line; do
		[[ $line && $'\n'$reply != *$'\n'"$line:"* ]] && _crm_add "$1" "$line$3"
	done < <("$tool" "${db[@]}" --values=fields 2>/dev/null)
}

# Known values of a field: its words, else what the database knows.
_crm_add_values() { # base field
	local reply list line
	"$tables" "words $2"
	if [[ $reply ]]; then
		IFS=, read -ra list <<<"$reply"
		_crm_add "$1" "${list[@]}"
	else
		while IFS= read -r line; do
			_crm_add "$1" "${line%%$'\t'*}"
		done < <("$tool" "${db[@]}" --values="$2" 2>/dev/null)
	fi
}

_crm_add_files() { # base
	local base=$1 f
	compopt -o filenames 2>/dev/null
	while IFS= read -r f; do
		_crm_add "$base" "$f"
	done < <(compgen -f -- "${cur#"$base"}")
}

_crm_add_option_values() { # option base
	local base=$2 list
	case $1 in
	-c | --columns | -s | --sort | --by)
		list=${cur#"$base"}
		list=${list%"${list##*[,+-]}"}
		_crm_add_fields "$base$list" fields ''
		;;
	-f | --format) _crm_add "$base" tsv table csv json ;;
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
	--input) _crm_add "$base" tsv csv ;;
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

_crm_complete() { # tool
	local tool=$1 tables=_crm_tables_${1##*crm-} words=() verb='' db=() cur prev breaks='' c
	COMPREPLY=()
	_crm_line
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
	[[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace 2>/dev/null
	for c in = : @; do
		[[ $COMP_WORDBREAKS == *$c* ]] && breaks+=$c
	done
	[[ $breaks && $cur == *[$breaks]* ]] && COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*[$breaks]}"}"}")
	return 0
}

