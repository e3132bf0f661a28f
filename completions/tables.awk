# tables.awk - what a tool takes (crm-X --dump-options) as the tables of its completion. -v shell=bash, zsh or fish.
# bash and zsh: a function that sets `reply` to lines `word:help`; a word that wants a value ends in `=`. fish: its own complete commands.

function quote(s) {
  gsub(/'/, shell == "fish" ? "\\'" : "'\\''", s)
  return "'" s "'"
}

function add(list, word, help) {
  table[list] = table[list] (table[list] == "" ? "" : "\n") word ":" help
  if (!(list in seen)) {
    seen[list] = 1
    order[++lists] = list
  }
}

function fish(rest) {
  print "complete -c " tool " " rest
}

# An option of the verbs in `when`, "" in quotes for the place before the verb.
function fish_option(when, long, short, arg, help,   s) {
  s = "-n '__crm_verb_is" when "' -l " substr(long, 3) (short == "-" ? "" : " -s " substr(short, 2)) " -d " quote(help)
  if (arg == "FILE")
    s = s " -r -F"
  else if (arg != "")
    s = s " -x -a \"(__crm_option_values " tool " " substr(long, 3) " | string split0)\""
  fish(s)
}

# Whether a verb takes a common option: bits of the last field of its line, as in enum takes of cmd/cli.h.
function takes(verb, long,   bit) {
  bit = long in bits ? bits[long] : 0
  return !bit || int(mask[verb] / bit) % 2
}

# The place before the verb takes what the verb does that is meant when there is none; without such a verb what all might take.
function before_verb(long) {
  return standard == "" || takes(standard, long)
}

function add_option(verb, i) {
  add("options " verb, long[i] (arg[i] == "" ? "" : "="), help[i])
  if (short[i] != "-")
    add("options " verb, short[i] (arg[i] == "" ? "" : "="), help[i])
}

function option_of(i,   when, v) {
  when = of[i] == standard || of[i] == "*" && before_verb(long[i]) ? " \"\"" : ""
  if (when != "")
    add_option("", i)
  if (of[i] == "*")
    add_option("*", i)
  for (v = 1; v <= verbs; v++)
    if (of[i] == verb[v] || of[i] == "*" && takes(verb[v], long[i])) {
      when = when " " verb[v]
      add_option(verb[v], i)
    }
  if (shell == "fish")
    fish_option(when, long[i], short[i], arg[i], help[i])
}

BEGIN {
  FS = "\t"
  bits["--columns"] = 1
  bits["--sort"] = 2
  bits["--limit"] = 4
  bits["--header"] = bits["--format"] = 8
  bits["--dry-run"] = 16
  bits["--all"] = 32
}

$1 == "tool" {
  tool = $2
  kind = $3
  standard = $5
  if (shell == "fish")
    fish("-f")
}

$1 == "option" {
  options++
  of[options] = $2
  long[options] = $3
  short[options] = $4
  arg[options] = $5
  help[options] = $6
}

$1 == "verb" {
  verb[++verbs] = $2
  mask[$2] = $5
  add("verbs", $2, $4)
  table["operands " $2] = $3
  order[++lists] = "operands " $2
  if (shell == "fish")
    fish("-n __crm_no_verb -a " $2 " -d " quote($4))
}

# The one verb of a tool without verbs: nobody writes it.
$1 == "bare" {
  mask[$2] = $5
}

$1 == "field" {
  add("fields", $2, $6)
  if ($3 == "set")
    add("settable", $2, $6)
  if ($3 == "set" && $7 == "list")
    add("lists", $2 "+", $6)
  if ($5 != "") {
    table["words " $2] = $5
    order[++lists] = "words " $2
  }
}

END {
  for (i = 1; i <= options; i++)
    option_of(i)
  if (shell == "fish") {
    fish("-a \"(__crm_operands " tool " | string split0)\"")
    print "function __crm_tables_" substr(tool, 5)
    print "    switch \"$argv\""
    for (i = 1; i <= lists; i++)
      if (order[i] !~ /^options|^verbs/) {
        print "        case " quote(order[i])
        print "            printf '%s\\n' " quote(table[order[i]])
      }
    print "    end"
    print "end"
    exit
  }
  print "_crm_tables_" substr(tool, 5) "() {"
  print "\tcase $1 in"
  for (i = 1; i <= lists; i++)
    print "\t" quote(order[i]) ") reply=" quote(table[order[i]]) " ;;"
  print "\t*) reply= ;;"
  print "\tesac"
  print "}"
}
