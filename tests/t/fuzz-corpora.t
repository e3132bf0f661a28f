#!/bin/sh
# Every fuzzer's checked-in inputs, replayed.
. "$(dirname "$0")/../lib.sh"
for f in "$top"/tests/fuzz/*.c; do
  name=$(basename "$f" .c)
  [ "$name" = replay ] && continue
  ok "$name" "'$BUILD/fuzz/$name' '$top/tests/fuzz/corpus/$name'"
done
finish
