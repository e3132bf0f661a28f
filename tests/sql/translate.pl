#!/usr/bin/perl
# translate.pl - files for psql.
#
#   translate.pl schema SCHEMA.SQL DB_TEMP.C >OUT   the tables and indexes of libcrm/store, those of a transaction too, in PostgreSQL's types
#   translate.pl prepare LOG >OUT             a PREPARE, on a line of its own, for each statement tests/sql/log.c wrote down
#   translate.pl report OUT MESSAGES          those that were refused, with what psql said of each; status 1 when there are any
use strict;
use warnings;

sub slurp { my ($file) = @_; open my $f, '<', $file or die "$file: $!\n"; local $/; return <$f> // '' }

sub ddl {
  my ($s) = @_;
  $s =~ s/--[^\n]*//g;
  $s =~ s/^PRAGMA[^\n]*\n//gm;
  $s =~ s/CREATE VIRTUAL TABLE.*?\);\n//s;
  $s =~ s/\bINTEGER\b/BIGINT/g;
  $s =~ s/\)\s*STRICT(?:,\s*WITHOUT ROWID)?/)/g;
  return $s;
}

# ?1 as $1, all on one line; what is quoted stays as it is
sub statement {
  my ($s) = @_;
  $s =~ s/('(?:[^']|'')*'|"[^"]*")|\?(\d+)/defined $1 ? $1 : "\$$2"/ge;
  $s =~ s/\n/ /g;
  $s =~ s/;\s*$//;
  return $s;
}

my $mode = shift // '';
if ($mode eq 'schema') {
  my $temporary = slurp($ARGV[1]);
  print ddl(slurp($ARGV[0]));
  print 'CREATE TABLE ', ddl($1), ";\n" while $temporary =~ /CREATE TEMP TABLE IF NOT EXISTS (\w+\([^)]*\))/g;
} elsif ($mode eq 'prepare') {
  my @parts = split /\0/, slurp($ARGV[0]), -1;
  pop @parts;
  my (%by, $n, $group);
  while (@parts) {
    my ($sql, $tables) = splice @parts, 0, 2;
    push @{$by{$tables}}, statement($sql);
  }
  # each set of custom fields has a schema of its own
  for my $tables (sort keys %by) {
    $group++;
    print "CREATE SCHEMA g$group; SET search_path = g$group, public; ", ddl($tables) =~ s/\n/ /gr, "\n" if $tables ne '';
    print "SET search_path = public;\n" if $tables eq '';
    for my $sql (sort @{$by{$tables}}) {
      print "PREPARE s", ++$n, " AS $sql;\n";
      print "DEALLOCATE ALL;\n" if $n % 200 == 0;
    }
  }
  printf STDERR "%d statements\n", $n // 0;
} elsif ($mode eq 'report') {
  my @lines = split /\n/, slurp($ARGV[0]);
  my ($refused, $at) = (0, 0);
  for my $message (split /\n/, slurp($ARGV[1])) {
    if ($message =~ /^psql:.*?:(\d+): ERROR:\s*(.*)/) {
      my ($line, $why) = ($1, $2);
      $refused++;
      print "refused: $why\n  ", $lines[$line - 1] =~ s/^PREPARE s\d+ AS //r, "\n";
    } elsif ($message =~ /^(HINT|DETAIL):/) {
      print "  $message\n";
    } elsif ($message =~ /^psql:/) {
      $refused++;
      print "$message\n";
    }
  }
  exit($refused ? 1 : 0);
} else {
  die "usage: translate.pl schema|prepare|report FILE...\n";
}
