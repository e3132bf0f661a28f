# ---- what all tools share ----
# Candidates come with a NUL byte behind each, for values hold newlines; fish quotes what it inserts.

# The verb: the first word that is neither an option nor the value of one.
function __crm_verb
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
        else if string match -qr -- '^(-[dcsnf]|--(db|columns|sort|limit|format|color|today|user|by|period|band))$' $word
            set skip 1
        else if not string match -q -- '-?*' $word
            echo -- $word
            return
        end
    end
end

function __crm_no_verb
    set -l verb (__crm_verb)
    test -z "$verb"
end

function __crm_verb_is
    set -l verb (__crm_verb)
    contains -- "$verb" $argv
end

# The words of a table with something behind each, word<tab>help.
function __crm_table # tool table prefix suffix
    for line in ($argv[1] $argv[2])
        set -l part (string split -m 1 : -- $line)
        printf '%s%s%s\t%s\0' "$argv[3]" $part[1] "$argv[4]" "$part[2]"
    end
end

# The fields for conditions or assignments, those of one's own too.
function __crm_fields # tool table prefix suffix
    set -l tables __crm_tables_(string replace crm- '' $argv[1])
    set -l known (string replace -r ':.*' '' -- ($tables fields))
    __crm_table $tables $argv[2..-1]
    for field in ($argv[1] --values=fields --null 2>/dev/null | string split0)
        contains -- $field $known; or printf '%s%s%s\0' "$argv[3]" $field "$argv[4]"
    end
end

# Known values of a field: its words, else what the database knows.
function __crm_values # tool field prefix
    set -l tables __crm_tables_(string replace crm- '' $argv[1])
    set -l known (string split , -- ($tables words $argv[2]))
    if test -z "$known"
        set known ($argv[1] --values=$argv[2] --null 2>/dev/null | string split0)
    end
    for word in $known
        string match -q -- "*"\t"*" $word; or printf '%s%s\0' "$argv[3]" $word # behind a tab stands what fish shows only
    end
end

# The word up to the cursor as the tool will get it, quotes and backslashes taken away.
function __crm_typed
    set -l cur (commandline -ct | string collect)
    string unescape -- $cur
    or string unescape -- $cur"'"
    or string unescape -- $cur'"'
    or string replace -r '\\\\$' '' -- $cur
end

function __crm_option_values # tool option
    set -l tables __crm_tables_(string replace crm- '' $argv[1])
    switch $argv[2]
        case columns sort by
            __crm_fields $argv[1] fields (string replace -r '[^,+-]*$' '' -- (string replace -r '^--[a-z]+=' '' -- (__crm_typed)))
        case format
            printf '%s\0' tsv table csv json sheet
        case color
            printf '%s\0' auto always never
        case today
            printf '%s\0' today yesterday eom eoq eoy
        case period
            printf '%s\0' this-month this-quarter this-year last-month last-quarter last-12-months next-quarter ytd all
        case user
            __crm_values $argv[1] owner
        case key
            __crm_fields $argv[1] fields
        case map
            __crm_fields $argv[1] settable '' =
        case translate
            __crm_fields $argv[1] settable '' :
        case create
            printf '%s\0' company contact product user
        case dates
            printf '%s\0' iso dmy mdy
        case decimal
            printf '%s\0' . ,
        case delimiter
            printf '%s\0' , ';' '|' tab
        case input
            printf '%s\0' tsv csv sheet
        case from
            printf '%s\0' vcard google outlook thunderbird hubspot pipedrive salesforce
        case vcard
            printf '%s\0' 3.0 4.0
        case encoding
            printf '%s\0' utf-8 utf-16 cp1252 iso-8859-1 iso-8859-15
    end
end

function __crm_operands # tool
    set -l tables __crm_tables_(string replace crm- '' $argv[1])
    set -l verb (__crm_verb)
    set -l cur (__crm_typed | string collect)
    set -l operands
    if test -z "$verb"
        test -z "$cur"; and return
        set verb list
    end
    set operands ($tables operands $verb)
    set -l field (string match -r -- '(?s)^([a-z][a-z0-9_.]*)(@=|[!+-]?=|~)(.*,)?' $cur)
    if test (count $field) -gt 0
        if test "$field[3]" = '@='
            for path in (__fish_complete_path (string replace -r '^[^=]*=' '' -- $cur))
                printf '%s%s\0' $field[1] $path
            end
        else
            __crm_values $argv[1] $field[2] $field[1]
        end
        return
    end
    string match -q '*CONDITION*' -- "$operands"; and __crm_fields $argv[1] fields '' =
    string match -q '*FIELD=VALUE*' -- "$operands"; and __crm_fields $argv[1] settable '' =
    string match -q '*FIELD=VALUE*' -- "$operands"; and not string match -q '*FILE*' -- "$operands"; and __crm_table $tables lists '' =
    string match -q '*STAGE*' -- "$operands"; and __crm_values $argv[1] stage
    string match -q '*REF*' -- "$operands"; and test $argv[1] = crm-user; and __crm_values $argv[1] manager
    if string match -q '*FILE*' -- "$operands"
        for path in (__fish_complete_path $cur)
            printf '%s\0' $path
        end
    end
end

