# Completion of crm for fish: the tools, then what the tool's own completion says.
complete -c crm -f
complete -c crm -n 'test (count (commandline -opc)) = 1' -a '(crm help; echo help)'
complete -c crm -n 'test (count (commandline -opc)) = 2; and contains help (commandline -opc)' -a '(crm help)'
complete -c crm -n 'test (count (commandline -opc)) -gt 1; and not contains help (commandline -opc)' -a '(complete -C (commandline -cp | string replace -r "^\s*crm\s+" crm-))'
