#!/bin/sh
# How the tools are built: at a fixed place, which starts sooner; HARDEN=1 as packagers want them.
. "$(dirname "$0")/../lib.sh"

plain() { (cd "$top" && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u SANITIZE -u HARDEN -u CFLAGS -u LDFLAGS -u DEV make "$@"); }
type() { readelf -h "$1" | awk '$1 == "Type:" { print $2 }'; }

case $(basename "$BUILD")${HARDEN:-} in
build) is 'the tools stand at a fixed place' "$(for f in "$BUILD"/bin/*; do type "$f"; done | sort | uniq -c | awk '{ print $2 }')" EXEC ;;
*) skip 'the tools stand at a fixed place' 'another build' ;;
esac

# The commands of one small tool, as make would run them: compile and link.
one() { plain -n B="$work/$1" ${2:-} all | grep -E -- "-o $work/$1/(cmd/crm\.o|bin/crm) " >"$1.sh"; mkdir -p "$1/cmd" "$1/bin"; (cd "$top" && sh -e "$work/$1.sh"); }

one plain >plain.err 2>&1
is 'an ordinary build' "$(cat plain.err)" ''
is 'it compiles and links, no more' "$(wc -l <plain.sh)" 2
is 'is at a fixed place' "$(type plain/bin/crm)" EXEC
is 'and starts' "$(plain/bin/crm --version)" "$(crm --version)"

one hard HARDEN=1 >hard.err 2>&1
is 'a hardened build' "$(cat hard.err)" ''
is 'is at no fixed place' "$(type hard/bin/crm)" DYN
is 'all it needs is bound before main()' "$(readelf -d hard/bin/crm | grep -oE 'BIND_NOW|NOW|PIE' | sort -u | xargs)" 'BIND_NOW NOW PIE'
is 'what was bound is read-only then' "$(readelf -lW hard/bin/crm | awk '$1 == "GNU_RELRO" { print $7 }')" R
is 'the stacks are guarded' "$(readelf -sW hard/bin/crm | grep -c '__stack_chk_fail' | sed 's/[1-9].*/some/')" some
is 'functions of the C library check lengths' "$(readelf -sW hard/bin/crm | grep -cE '_chk(@|$)' | sed 's/[1-9].*/some/')" some
is 'and starts' "$(hard/bin/crm --version)" "$(crm --version)"
is 'every object is compiled so' "$(plain -n B="$work/h" HARDEN=1 all | grep -E -- ' -c -o ' | grep -vE -- '-fPIE .*-fstack-protector-strong -fstack-clash-protection .*-D_FORTIFY_SOURCE=2 ')" ''
is 'every tool is linked so' "$(plain -n B="$work/h" HARDEN=1 all | grep -E -- "-o $work/h/bin/" | grep -cvE -- ' -pie -Wl,-z,relro,-z,now ')" 0
is 'the sanitizers have their way' "$(plain -n B="$work/h" SANITIZE=-fsanitize=address all | grep -cE -- '-no-pie|-fno-pie')" 0
# What was built the one way is not taken for the other.
touch plain/.have && touch plain/cmd/crm.o
is 'plain, then hardened: all again' "$(plain -n B="$work/plain" HARDEN=1 "$work/plain/cmd/crm.o" | grep -c -- -fPIE)" 1
is 'plain, then plain: nothing' "$(plain -n B="$work/plain" "$work/plain/cmd/crm.o" | grep -c -- ' -c ')" 0
finish
