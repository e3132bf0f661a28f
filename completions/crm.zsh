
# ---- what all tools share ----

# Lines word:help of a table into the array `list`, with something behind each word.
_crm_list() { # table suffix
	local reply line
	"$tables" "$1"
	list=()
	for line in ${(f)reply}; do
		list+=("${line%%:*}$2:${${line#*:}//:/\\:}")
	done
}

# The fields for conditions or assignments, those of one's own too, into the array `list`.
_crm_fields() { # table
	local reply line
	_crm_list $1 ''
	"$tables" fields
	for line in ${(0)"$($tool $db --values=fields --null 2>/dev/null)"}; do
		[[ $'\n'$reply == *$'\n'"$line:"* ]] || list+=("$line")
	done
}

_crm_wants() { # option
	local reply
	"$tables" 'options *'
	[[ $'\n'$reply == *$'\n'"$1=:"* ]] && return 0
	"$tables" "options $verb"
	[[ $'\n'$reply == *$'\n'"$1=:"* ]]
}

_crm_values() { # field
	local reply
	local -a known
	"$tables" "words $1"
	if [[ -n $reply ]]; then
		known=(${(s:,:)reply})
	else
		known=(${(0)"$($tool $db --values=$1 --null 2>/dev/null)"})
	fi
	compadd -a known
}

_crm_option_values() { # option
	local -a list
	case $1 in
	-c|--columns|-s|--sort|--by) compset -P '*[,+-]'; _crm_fields fields; _describe field list -S '' ;;
	-f|--format) compadd tsv table csv json sheet ;;
	--color) compadd auto always never ;;
	--today) compadd today yesterday eom eoq eoy ;;
	--period) compadd this-month this-quarter this-year last-month last-quarter last-12-months next-quarter ytd all ;;
	--user) _crm_values owner ;;
	--key) _crm_fields fields; _describe field list ;;
	--map) _crm_fields settable; _describe field list -S = ;;
	--translate) _crm_fields settable; _describe field list -S : ;;
	--create) compadd company contact product user ;;
	--dates) compadd iso dmy mdy ;;
	--decimal) compadd . , ;;
	--delimiter) compadd , ';' '|' tab ;;
	--input) compadd tsv csv sheet ;;
	--from) compadd vcard google outlook thunderbird hubspot pipedrive salesforce ;;
	--vcard) compadd 3.0 4.0 ;;
	--encoding) compadd utf-8 utf-16 cp1252 iso-8859-1 iso-8859-15 ;;
	--db|-d|--reject) _files ;;
	esac
}

_crm_operands() {
	local reply operands field
	local -a list
	"$tables" "operands $verb"
	operands=$reply
	if compset -P '[a-z][a-z0-9_.]#@='; then
		_files
		return
	fi
	field=${PREFIX%%[^a-z0-9_.]*}
	if compset -P '[a-z][a-z0-9_.]#([!+-]|)=' || compset -P '[a-z][a-z0-9_.]#\~'; then
		compset -P '*,'
		_crm_values $field
		return
	fi
	if [[ $operands == *CONDITION* ]]; then
		_crm_fields fields
		_describe field list -S =
	elif [[ $operands == *FIELD=VALUE* ]]; then
		_crm_fields settable
		_describe field list -S =
		[[ $operands == *FILE* ]] || { _crm_list lists ''; _describe field list -S =; }
	fi
	[[ $operands == *STAGE* ]] && _crm_values stage
	[[ $operands == *REF* && $tool == *crm-user ]] && _crm_values manager
	[[ $operands == *FILE* ]] && _files
}

_crm_complete() { # tool
	setopt localoptions extendedglob
	local tool=$1 tables=_crm_tables_${1#crm-} verb= word i
	local -a db list
	for ((i = 2; i < CURRENT; i++)); do
		word=$words[i]
		case $word in
		-d|--db) db=(-d ${(Q)words[i + 1]}) ;;
		--db=*) db=(${(Q)word}) ;;
		esac
		if [[ $word == -?* ]]; then
			_crm_wants $word && ((i++))
		elif [[ -z $verb ]]; then
			verb=$word
		fi
	done
	if [[ $PREFIX == --*=* ]]; then
		word=${PREFIX%%=*}
		compset -P '--[a-z-]#='
		_crm_option_values $word
	elif [[ $words[CURRENT-1] == -?* ]] && _crm_wants $words[CURRENT-1]; then
		_crm_option_values $words[CURRENT-1]
	elif [[ $PREFIX == -* ]]; then
		_crm_list "options $verb" ''
		_describe -o option list
	elif [[ -z $verb ]]; then
		_crm_list verbs ''
		_describe verb list
		verb=list
		[[ -n $PREFIX ]] && _crm_operands
	else
		_crm_operands
	fi
}

