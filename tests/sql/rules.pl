#!/usr/bin/perl
# rules.pl - what the SQL in C files breaks of the rules in HACKING.md. Usage: rules.pl ROOT, where ROOT/*/*.c and *.h are the rooms; a line for each
# finding: FILE:LINE: RULE: the text. Read are string literals, those that stand side by side as one; a macro or a call between them is a '@'.
use strict;
use warnings;

my $root = shift // 'libcrm';
my $inner = qr/(\((?:[^()]++|(?-1))*+\))/; # balanced
# files of the store that another store would share
my $shared = qr{/store/(?:dump|load|schema|schema_index|db_temp|db_query|table)\.c$};

# [rule, where it holds, what breaks it]; the texts have keywords in capitals
my @text = (
  ['IS stands before NULL and DISTINCT FROM alone', qr/./, qr/(?<=[\w)'@] )IS\b(?!\s+(?:NOT\s+|%s)?(?:NULL|DISTINCT\s+FROM)\b)/],
  ['CAST AS BIGINT', qr/./, qr/\bCAST$inner/, sub { $_[2] =~ /\bAS\s+INT(?:EGER)?\s*\)$/ }],
  ['no bare NULL or constant in ORDER BY', qr/./, qr/\bORDER\s+BY\s+(?:[^()]*,\s*)?\(*(?:NULL|[0-9']+)\)*\s*(?:,|\)|$|LIMIT|ASC|DESC|NULLS)/],
  ['every LIKE has ESCAPE', qr/./, qr/\bLIKE\b(?!\s+(?:'[^']*'|\S+)\s+ESCAPE\b)/],
  ['sum and avg in an expression are cast', qr/./, qr/\b(?:sum|avg)\(/,
    sub { # the text before it, and behind: alone in the outermost select list
      my ($before, $after) = @_;
      return 0 if $before =~ /CAST\($/;
      return 1 if ($before =~ tr/(//) > ($before =~ tr/)//);
      return !($before =~ /(?:\bSELECT |, )$/ && $after =~ /^$inner\s*(?:FILTER\s*$inner\s*)?(?:,|FROM\b|AS\b|$)/);
    }],
  ['a parameter that stands alone is cast', qr/./, qr/\bSELECT\s+(?:DISTINCT\s+)?\$(?:\d+|%\w+)\s*(?:,|FROM|UNION|WHERE|\)|$)|\$\d+\s*(?:[=<>]+|IS\s+(?:NOT\s+)?DISTINCT\s+FROM)\s*\$\d+/],
  ['substr begins at 1 or behind', qr/./, qr/(?<!THEN )\bsubstr\((?:[^(),]++|$inner)+,\s*(?:0|-|length\([^()]*\)\s*-)/],
  ['the catalogue is asked in store/', qr{^(?!.*/store/)}, qr/\bPRAGMA\b|\bpragma_\w+|\bsqlite_\w+|\binformation_schema\b/],
  ['temporary tables are made in store/', qr{^(?!.*/store/)}, qr/\bTEMP(?:ORARY)?\b|\bINTO\s+(?:selected|bound)\b|\bFROM\s+(?:selected|bound)\b/],
  ['not in both', qr{^(?!.*/store/)}, qr/\b(?:ifnull|group_concat|instr|iif|total|julianday|strftime|printf)\(|\bLIMIT\s+-|\bGLOB\b|\browid\b|\bINSERT\s+OR\b|\bREPLACE\s+INTO\b|\bAUTOINCREMENT\b/],
  ['an index is left out by DB_NO_INDEX', qr/./, qr/\b(?:AND|OR|WHERE|ON|NOT)\s+\+\s*[\w%]/],
  ['not in both: max of two', qr{^(?!.*/store/)}, qr/\b(?:max|min)\((?:[^(),]++|$inner)+,/],
);
my @code = (
  ['the library is called in store/', qr{^(?!.*/store/)}, qr/\bsqlite3_\w+|\bSQLITE_\w+|\bDB_OWN\b/],
  ['several statements, DDL and texts without parameters are run in store/', qr{^(?!.*/store/)}, qr/\bdb_exec\(/],
  ['what another store would share asks db.h', $shared, qr/\bsqlite3_(?!stmt\b)\w+\(|\bSQLITE_\w+/],
  ['whether there is a database is asked by db_exists', qr{/database/open\.c$}, qr/\b(?:stat|access|open)\(/],
);

# Comments and literals out of the way: the code, with blanks for them, and [line, text] of the literals that stand together.
sub parts {
  my ($s) = @_;
  my ($code, @runs, $open, $line) = ('', undef, 0, 1);
  @runs = ();
  my ($run, $start, $gap) = (undef, 0, '');
  my $end = sub { push @runs, [$start, $run] if defined $run; undef $run; };
  pos($s) = 0;
  while (pos($s) < length $s) {
    if ($s =~ m{\G(/\*.*?\*/|//[^\n]*|\\\n)}gcs) {
      my $c = $1;
      my $n = ($c =~ tr/\n//);
      $line += $n;
      $code .= "\n" x $n;
    } elsif ($s =~ /\G"((?:[^"\\]|\\.)*)"/gcs) {
      my $t = $1;
      $t =~ s/\\(["'\\])/$1/g;
      $t =~ s/\\[nt]/ /g;
      if (defined $run) { $run .= $gap =~ /\S/ ? "\@$t" : $t } else { $run = $t; $start = $line }
      $gap = '';
      $code .= '""';
    } elsif ($s =~ /\G'(?:[^'\\]|\\.)'/gc) {
      $code .= "' '";
      $gap .= ' ';
      $end->();
    } elsif ($s =~ /\G(\w+\s*$inner|\w+)/gcs && defined(my $word = $1)) {
      # a macro between two literals; its own literals are not read
      $code .= $word;
      $line += ($word =~ tr/\n//);
      if ($word =~ /"/ || $word =~ /^[a-z]/) { # a call or a name in small letters: the text ends, and what is in the brackets is read
        $end->();
        if ($word =~ /^(\w+)(\s*\(.*)$/s) { pos($s) -= length $2; $code = substr($code, 0, length($code) - length $2); $line -= ($2 =~ tr/\n//); }
      } else { $gap .= $word }
    } elsif ($s =~ /\G(\s+)/gc) {
      $line += ($1 =~ tr/\n//);
      $code .= $1;
    } else {
      $s =~ /\G(.)/gcs;
      $code .= $1;
      $end->();
    }
  }
  $end->();
  return ($code, @runs);
}

for my $file (sort(glob("$root/*/*.c $root/*/*.h"))) {
  open my $f, '<', $file or die "$file: $!\n";
  my ($code, @runs) = parts(do { local $/; <$f> });
  (my $name = $file) =~ s{^\Q$root\E/}{};
  my $say = sub { my ($line, $rule, $what) = @_; $what =~ s/\s+/ /g; print "$name:$line: $rule: ", substr($what, 0, 70), "\n" };
  for my $run (@runs) {
    my ($line, $text) = @$run;
    for my $rule (@text) {
      my ($title, $where, $breaks, $only) = @$rule; # only: by the text before, from its last character on, and what was found
      next unless "/$name" =~ $where;
      while ($text =~ /$breaks/g) {
        my ($all, $from, $to) = ($&, $-[0], $+[0]);
        next if $only && !$only->(substr($text, 0, $from), substr($text, $to - 1), $all);
        $say->($line, $title, $all);
      }
    }
  }
  my $n = 0;
  for my $text (split /\n/, $code) {
    $n++;
    for my $rule (@code) {
      my ($title, $where, $breaks) = @$rule;
      $say->($n, $title, $text =~ s/^\s+//r) if "/$name" =~ $where && $text =~ $breaks;
    }
  }
}
