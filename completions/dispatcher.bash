# Completion of crm for bash: the tools, then what the tool's own completion says.
_crm_dispatch() {
	local tool=crm-${COMP_WORDS[1]} line here=${BASH_SOURCE[0]%/*}
	COMPREPLY=()
	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W "help $(crm help 2>/dev/null)" -- "${COMP_WORDS[1]}")
		return
	fi
	if [[ ${COMP_WORDS[1]} == help ]]; then
		((COMP_CWORD == 2)) && mapfile -t COMPREPLY < <(compgen -W "$(crm help 2>/dev/null)" -- "${COMP_WORDS[2]}")
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
	"_crm_complete_${tool#crm-}" "$tool"
}
complete -F _crm_dispatch crm
