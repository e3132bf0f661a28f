# lib.sh - what every test script shares: a clean environment, a directory of its own, TAP out. Sourced by tests/t/*.t with sh (dash).
#
#   t 'title' 'shell command' <<'END'      runs the command, compares everything it says
#   expected standard output
#   ! expected standard error
#   ? expected status                      (0 when there is no such line)
#   END
#   ok 'title' 'shell command'             succeeds, whatever it prints
#   no 'title' STATUS 'shell command'      ends with STATUS, whatever it prints
#   is 'title' 'got' 'expected'
#   r 'title' 'shell command' 'all it says, messages too, | for tabs, last line "? status" unless 0'
#   tty COLUMNS 'shell command'            what it draws on a terminal of that width
#   skip 'title' 'why'
#   needs file r 'title' …                 a test that reads or changes the database by other means than the tools: sqlite3, chmod, cmp, -wal
#   needs file … needs nothing             all tests between; has file: for what prepares them
#   all_need file                          the whole script, before its first test
#   copy_db FROM TO; drop_db NAME          what a database in a file is copied and removed by
#   finish                                 last line of a script
#
# CRM_TEST_NO_FILE=1: as if the database were none that has a file; those tests are skipped and counted, and sqlite3 opens nothing.
#
# Alone: sh tests/t/NAME.t (BUILD=build-asan for another build).

set -u
umask 022
top=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$top/$BUILD ;; esac
shared=${CRM_SHARED:-$top/../shared}

no_file=${CRM_TEST_NO_FILE:-}
for v in $(env | sed -n 's/^\(CRM_[A-Z]*\|LC_[A-Z]*\|XDG_[A-Z_]*\)=.*/\1/p'); do unset "$v"; done
unset LANGUAGE VISUAL EDITOR POSIXLY_CORRECT ARGP_HELP_FMT COLUMNS TERM NO_COLOR CDPATH 2>/dev/null
LANG=C LC_ALL=C TZ=UTC PATH=$BUILD/bin:$PATH LOGNAME=anna USER=anna
CRM_NOW=2026-03-31T12:00:00Z
ASAN_OPTIONS=detect_leaks=1:abort_on_error=0:exitcode=99 UBSAN_OPTIONS=halt_on_error=1:exitcode=98
LSAN_OPTIONS=use_tls=0:print_suppressions=0:suppressions=$top/tests/leaks.txt # the leak checker stumbles over libraries that were loaded for a while
export LANG LC_ALL TZ PATH LOGNAME USER CRM_NOW ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS
# make check: what the tools ask is written down for make check-sql
[ -z "${SQL_LOG:-}" ] || { LD_PRELOAD=$SQL_LOG SQL_LOG_TO=${SQL_LOG%/*}/now; export LD_PRELOAD SQL_LOG_TO; }
case ${TMPDIR:-/tmp} in *[!A-Za-z0-9._/+-]*) TMPDIR=/tmp ;; esac # the scripts put the path into commands as it is
work=$(mktemp -d "${TMPDIR:-/tmp}/crm-test.XXXXXX") || exit 1
trap 'cd /; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$work/home
mkdir "$HOME" && cd "$work" || exit 1
export HOME
tab=$(printf '\t')
tests=0 failed=0 needed=nothing lacked=0
if [ "$no_file" ]; then
  trap 'cd /; rm -rf "$work" "$work.bin"' EXIT
  mkdir "$work.bin"
  printf '#!/bin/sh\nexit 99\n' >"$work.bin/sqlite3"
  chmod +x "$work.bin/sqlite3"
  PATH=$work.bin:$PATH
fi

lacking() { # title: skipped where what it needs is not there
  ! has $needed || return 1
  lacked=$((lacked + 1))
  skip "$1" 'needs the database as a file'
}

needs() { # what [test…]
  if [ $# = 1 ]; then
    needed=$1
  else
    outer=$needed needed=$1
    shift
    "$@"
    needed=$outer
  fi
}

has() { # what: for what prepares such tests and can't be done without
  ! { [ "$no_file" ] && [ "$1" = file ]; }
}

all_need() {
  ! has "$1" || return 0
  echo '1..0 # SKIP all tests need the database as a file'
  exit 0
}

drop_db() { rm -f "$1" "$1-wal" "$1-shm" "$1-journal"; }
copy_db() { drop_db "$2" && cp "$1" "$2"; }

result() { # good? title
  lacking "$2" && return
  tests=$((tests + 1))
  if [ "$1" = 0 ]; then
    echo "ok $tests - $2"
  else
    failed=$((failed + 1))
    echo "not ok $tests - $2"
  fi
}

t() {
  lacking "$1" && return
  cat >"$work/.want"
  sed -n '/^[!?] /!p' "$work/.want" >"$work/.want.out"
  sed -n 's/^! //p' "$work/.want" >"$work/.want.err"
  want=$(sed -n 's/^? //p' "$work/.want")
  sh -c "$2" >"$work/.out" 2>"$work/.err" </dev/null
  got=$?
  if cmp -s "$work/.out" "$work/.want.out" && cmp -s "$work/.err" "$work/.want.err" && [ "$got" = "${want:-0}" ]; then
    result 0 "$1"
  else
    result 1 "$1"
    echo "# $2" | sed '2,$s/^/# /'
    [ "$got" = "${want:-0}" ] || echo "# status $got, expected ${want:-0}"
    diff -u --label 'expected output' --label output "$work/.want.out" "$work/.out" | sed 's/^/# /'
    diff -u --label 'expected messages' --label messages "$work/.want.err" "$work/.err" | sed 's/^/# /'
  fi
}

ok() { no "$1" 0 "$2"; }

no() {
  lacking "$1" && return
  sh -c "$3" >"$work/.out" 2>"$work/.err" </dev/null
  got=$?
  [ "$got" = "$2" ]
  result $? "$1"
  [ "$got" = "$2" ] || { echo "# status $got, expected $2: $3"; sed 's/^/# /' "$work/.out" "$work/.err" | head -40; }
}

is() {
  lacking "$1" && return
  [ "$2" = "$3" ]
  result $? "$1"
  [ "$2" = "$3" ] || { printf '%s\n' "$2" | sed 's/^/# got      /'; printf '%s\n' "$3" | sed 's/^/# expected /'; }
}

r() { lacking "$1" || is "$1" "$({ sh -c "$2" 2>&1 || echo "? $?"; } </dev/null | tr '\t' '|')" "$3"; }

tty() {
  TERM=xterm script -qec "stty cols $1; $2" /dev/null </dev/null | tr -d '\r'
}

skip() {
  tests=$((tests + 1))
  echo "ok $tests # SKIP $1: $2"
}

finish() {
  [ $lacked = 0 ] || echo "# $lacked tests need the database as a file and were skipped"
  echo "1..$tests"
  [ "$failed" = 0 ] || exit 1
  exit 0
}
