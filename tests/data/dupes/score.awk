# score.awk - what `dupes` found (second file) against the pairs that are known (first file): pairs, found, right, precision and recall in percent
FNR == NR { want[$1, $2] = $3; known++; of[$3]++; next }
{ found++; if (($1, $2) in want) { right++; hit[want[$1, $2]]++ } else if (wrong) print >wrong }
END {
  printf "pairs %d, found %d, right %d, precision %.1f, recall %.1f\n", known, found, right, found ? 100 * right / found : 0, known ? 100 * right / known : 0
  if (by) for (k in of) printf "%s %d of %d\n", k, hit[k], of[k]
}
