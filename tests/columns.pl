# columns.pl FILE... - lines of C that are too wide, as FILE:LINE: WIDTH of LIMIT (what).
# A tab goes to the next multiple of 8. Comments and headers may have 100 columns, code 120, tables (lines between one that ends with
# "= {" and its "};", and macros) 140. Other files (text) 100.
use strict;
use warnings;
use open qw(:std :utf8);

for my $file (@ARGV) {
	open(my $in, '<', $file) or die "$file: $!\n";
	my ($comment, $table, $macro) = (0, 0, 0);
	while (my $line = <$in>) {
		chomp $line;
		1 while $line =~ s/^([^\t]*)\t/$1 . ' ' x (8 - length($1) % 8)/e;
		my ($what, $limit) = ('text', 100);
		if ($file =~ /\.[ch]$/) {
			my $begins = $line =~ m{^\s*/\*};
			my $within = $comment;
			my ($open, $shut) = (rindex($line, '/*'), rindex($line, '*/'));
			$comment = 1 if $open > $shut;
			$comment = 0 if $shut > $open;
			$table = 1 if !$within && $line =~ /= \{$|^(static |extern )?const struct .* = \{|^static const .*\] = \{/;
			($what, $limit) = $within || ($begins && ($comment || $line =~ m{\*/$})) ? ('comment', 100)
				: $table || $macro || $line =~ /^#define/ ? ('table', 140)
				: $file =~ /\.h$/ ? ('header', 100)
				: ('code', 120);
			$macro = ($macro || $line =~ /^#define/) && $line =~ /\\$/;
			$table = 0 if $line =~ m{\};\s*(/\*.*)?$};
		}
		printf "%s:%d: %d of %d (%s)\n", $file, $., length $line, $limit, $what if length $line > $limit;
	}
	close $in;
}
