# Completion of crm for fish: the tools, then what the tool's own completion says.
complete -c crm -f
complete -c crm -n 'test (count (commandline -opc)) = 1' -a '(crm help; echo help)'
complete -c crm -n 'test (count (commandline -opc)) = 2; and contains help (commandline -opc)' -a '(crm help)'
# Escaped, for lines end at newlines, which values may hold; one at the end of a value is more than this way can tell.
function __crm_of_tool
    for line in (complete -C --escape (commandline -cp | string collect | string replace -r '^\s*crm\s+' crm-))
        set -l part (string split -m 1 \t -- $line)
        string match -qr '(?<!\\\\)(\\\\\\\\)*\\\\n$' -- $part[1]
        or printf '%s\t%s\0' (string unescape -- $part[1] | string collect) "$part[2]"
    end
end

complete -c crm -n 'test (count (commandline -opc)) -gt 1; and not contains help (commandline -opc)' -a '(__crm_of_tool | string split0)'
