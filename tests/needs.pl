#!/usr/bin/perl
# needs.pl FILE... - lines of test scripts that touch the database as a file without saying `needs file`, as FILE:LINE: the line. Touched is what is
# called NAME.db, NAME.db-wal, "$CRM_DB", by another program than the tools.
use strict;
use warnings;

my $db = qr/(?:[^\s;|&()'"]*\.db(?:-wal|-shm|-journal)?\b|\\?\$\{?CRM_DB\b)/;
my $program = qr/(?:^|[;|&({`'"]|\b(?:do|then|else|if|!))\s*(?:cp|mv|rm|ln|dd|chmod|chown|truncate|touch|od|cmp|cksum|strings|stat|ls|head|tail|cat|wc|test|du|\[)\s/;
for my $file (@ARGV) {
  open my $f, '<', $file or die "$file: $!\n";
  my ($section, $command, $here) = (0, 0, '');
  while (my $line = <$f>) {
    chomp $line;
    if ($here ne '') { $here = '' if $line eq $here; next }
    last if $line =~ /^all_need file\b/;
    if ($line =~ /^\s*needs (file|nothing)\s*(?:#.*)?$/) { $section = $1 eq 'file'; next }
    # what a test says goes on until the next one begins
    if ($line =~ /^\s*(needs file )?(?:t|ok|no|is|r|result)\s/) { $command = defined $1 }
    elsif ($line =~ /^\s*needs file /) { $command = 1 }
    elsif ($line =~ /^(?:\w+=|for |while |if |\w+\(\)|cp |rm |mv |crm|printf |cat |\{|sqlite3 )/) { $command = 0 }
    $here = $1 if $line =~ /<<\s*'?(\w+)'?\s*$/;
    next if $section || $command || $line =~ /^\s*#|\bhas file\b/;
    print "$file:$.: $line\n" if $line =~ /\bsqlite3 / || $line =~ /$program(?:[^;|&']*\s)?['"]?$db/ || $line =~ /[<>]\s*['"]?$db/;
  }
}
