# Completion of crm for bash: the tools, then what the tool's own completion says.
_crm_tools() { # begun word...
	local w begun=$1
	shift
	while IFS= read -r w; do
		[[ $w == "$begun"* ]] && COMPREPLY+=("$w")
	done < <(printf '%s\n' "$@" && crm help 2>/dev/null)
}

_crm_dispatch() {
	local tool=crm-${COMP_WORDS[1]} line here=${BASH_SOURCE[0]%/*}
	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		_crm_tools "${COMP_WORDS[1]}" help
		return
	fi
	if [[ ${COMP_WORDS[1]} == help ]]; then
		((COMP_CWORD == 2)) && _crm_tools "${COMP_WORDS[2]}"
		return
	fi
	declare -F "_crm_complete_${tool#crm-}" >/dev/null || { [[ -r $here/$tool ]] && . "$here/$tool"; }
	declare -F "_crm_complete_${tool#crm-}" >/dev/null || return
	line=${COMP_LINE#*"${COMP_WORDS[0]}"}
	line=$tool${line#*"${COMP_WORDS[1]}"}
	COMP_POINT=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
	COMP_LINE=$line
	COMP_WORDS=("$tool" "${COMP_WORDS[@]:2}")
	((COMP_CWORD--))
	"_crm_complete_${tool#crm-}" "$tool" "$2"
}
complete -F _crm_dispatch crm
