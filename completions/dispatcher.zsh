#compdef crm
# Completion of crm for zsh: the tools, then what the tool's own completion says.
if ((CURRENT == 2)); then
	compadd help ${(f)"$(crm help 2>/dev/null)"}
elif [[ $words[2] == help ]]; then
	compadd ${(f)"$(crm help 2>/dev/null)"}
else
	shift words
	words[1]=crm-$words[1]
	((CURRENT--))
	_normal
fi
