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

function fish_option(   s) {
  s = "-l " substr($3, 3) ($4 == "-" ? "" : " -s " substr($4, 2)) " -d " quote($6)
  if ($2 != "*")
    s = "-n '__crm_verb_is " $2 "' " s
  if ($5 == "FILE")
    s = s " -r -F"
  else if ($5 != "")
    s = s " -x -a \"(__crm_option_values " tool " " substr($3, 3) ")\""
  fish(s)
}

BEGIN {
  FS = "\t"
}

$1 == "tool" {
  tool = $2
  kind = $3
  if (shell == "fish")
    fish("-f")
}

$1 == "option" {
  if (shell == "fish")
    fish_option()
  mark = $5 == "" ? "" : "="
  add("options " $2, $3 mark, $6)
  if ($4 != "-")
    add("options " $2, $4 mark, $6)
}

$1 == "verb" {
  add("verbs", $2, $4)
  table["operands " $2] = $3
  order[++lists] = "operands " $2
  if (shell == "fish")
    fish("-n __crm_no_verb -a " $2 " -d " quote($4))
}

$1 == "field" {
  add("fields", $2, $6)
  if ($3 == "set")
    add("settable", $2, $6)
  if ($5 != "") {
    table["words " $2] = $5
    order[++lists] = "words " $2
  }
}

END {
  if (shell == "fish") {
    fish("-a \"(__crm_operands " tool ")\"")
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
