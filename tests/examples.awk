# examples.awk - the examples of a manual page (mdoc) or of a Markdown file, as a shell script.
#
#   awk -v out=DIRECTORY -f examples.awk PAGE >SCRIPT
#
# Examples stand in `.Bd -literal` blocks, in Markdown between lines that begin with ```. A line that begins with `$ ` is a command, `> ` continues it,
# the lines up to the next command or the end of the block are what it prints; a line `...` stands for any rest. Blocks without a command are none.
# The script runs the commands one behind the other in one shell, standard output and messages of the Nth into DIRECTORY/N.got and N.err. What is expected
# goes to N.want, and DIRECTORY/index gets a line `N<tab>line of the page<tab>command`.

function literal(s) {
  gsub(/\\&/, "", s)
  gsub(/\\-/, "-", s)
  gsub(/\\\(aq/, "'", s)
  gsub(/\\\(ti/, "~", s)
  gsub(/\\\(ha/, "^", s)
  gsub(/\\\(ga/, "`", s)
  gsub(/\\\(rs|\\e/, "\\", s)
  return s
}

function end_expected() {
  if (n && want)
    close(out "/" n ".want")
  want = 0
}

function line_of_block(s) {
  if (s ~ /^\$ /) {
    end_expected()
    n++
    print n "\t" FNR "\t" substr(s, 3) >(out "/index")
    printf "" >(out "/" n ".want")
    print "exec >\"$out/" n ".got\" 2>\"$out/" n ".err\""
    print substr(s, 3)
    want = 1
  } else if (want && s ~ /^> /) {
    print substr(s, 3)
  } else if (want) {
    print s >(out "/" n ".want")
  }
}

BEGIN {
  printf "" >(out "/index")
}

FNR == 1 {
  markdown = FILENAME ~ /\.md$/
}

!markdown && /^\.Ed/ || markdown && inside && /^```/ {
  end_expected()
  inside = 0
  next
}

inside {
  line_of_block(markdown ? $0 : literal($0))
  next
}

!markdown && /^\.Bd -literal/ || markdown && /^```/ {
  inside = 1
}
