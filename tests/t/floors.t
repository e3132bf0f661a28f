#!/bin/sh
# The house keeps to the rules of HACKING.md: libcrm/rooms lists its rooms from the ground up, and nothing reaches up. Read are includes, the symbols of
# the objects, and what the engine's files say. Each rule is then broken once, in a small house made for it.
. "$(dirname "$0")/../lib.sh"

# house DIR NM: what is wrong with the house in DIR, whose symbols NM lists as "OBJECT TYPE NAME", a line each, sorted
house() {
  awk '/^[a-z]/ { print $1, ++n }' "$1/rooms" >"$work/rooms"
  (cd "$1" && ls ./*/*.c | sed 's/^\.\/\(.*\)\/\(.*\)\.c$/\2.o \1/') >"$work/objects"
  (cd "$1" && grep -HoE '^#[[:space:]]*include[[:space:]]*"[^"]*"' ./*/*.[ch] | sed 's/^\.\///; s/:#[^"]*"/ /; s/"$//') >"$work/includes" # FILE HEADER
  {
    awk 'NR == FNR { at[$1] = $2; next }
      { split($1, own, "/"); header = $2; sub(/.*\//, "", header) }
      $2 ~ /crm\.h$/ { print "include: " $1 ": the public face is for cmd"; next }
      $2 !~ /\// { next }
      $2 !~ /^\.\.\/[a-z]+\/[a-z0-9_]+\.h$/ { print "include: " $1 ": " $2 ": by a path that hides its room"; next }
      { split($2, to, "/"); room = to[2] }
      at[room] > at[own[1]] { print "include: " $1 ": " $2 " is above" }
      header ~ /_impl\.h$/ && room != own[1] { print "private: " $1 ": " $2 }' "$work/rooms" "$work/includes"
    (cd "$1" && grep -HoE '^#[[:space:]]*include[[:space:]]*<[a-z]+/[^>]*>' ./*/*.[ch] | sed 's/^\.\///; s/:#[^<]*</ /; s/>$//') |
      awk 'NR == FNR { at[$1] = 1; next } { split($2, to, "/") } at[to[1]] { print "include: " $1 ": " $2 ": by a path that hides its room" }' "$work/rooms" -
    (cd "$1" && ls -d ./*/ | sed 's/^\.\///; s/\/$//') | awk 'NR == FNR { at[$1] = 1; next } $1 != "defaults" && !at[$1] { print "room: " $1 " is not in the list" }' "$work/rooms" -
    awk '{ n[$2]++ } END { for (r in n) if (n[r] > 20) print "room: " r " has " n[r] " files" }' "$work/objects"
    # what is above is handed down: in the row of a kind, in the list of observers
    awk 'FILENAME == ARGV[1] { at[$1] = $2; next } FILENAME == ARGV[2] { room[$1] = $2; rooms[$2] = rooms[$2] " " $1; next } $2 ~ /^[TDBRC]$/ { def[$3] = $1 } $2 == "U" { use[$1 " " $3] }
      END {
        for (k in use) {
          split(k, p, " "); d = def[p[2]]; r = room[p[1]]
          if (!d || !r || !room[d]) continue
          if (at[room[d]] > at[r]) print "call: " r " -> " room[d] ": " p[1] " uses " p[2]
          else if (room[d] == r && d != p[1]) reach[p[1] " " d] = 1
        }
        for (r in rooms) {
          n = split(rooms[r], f, " ")
          for (k = 1; k <= n; k++) for (i = 1; i <= n; i++) if (reach[f[i] " " f[k]]) for (j = 1; j <= n; j++) if (reach[f[k] " " f[j]]) reach[f[i] " " f[j]] = 1
          for (i = 1; i <= n; i++) if (!done[f[i]]) {
            circle = f[i]; size = 1
            for (j = 1; j <= n; j++) if (j != i && reach[f[i] " " f[j]] && reach[f[j] " " f[i]]) { circle = circle " " f[j]; size++; done[f[j]] = 1 }
            if (size > 3) print "circle: " r ": " circle
          }
        }
      }' "$work/rooms" "$work/objects" "$2"
    (cd "$1" && for room in model ask figure edit verb; do
      [ -d $room ] || continue
      trade='OFFER|LINE|ROLE|TOUCH|CONTACT|COMPANY|EVENT|TASK|PRODUCT|AFFILIATION|CONSENT|PARTY|ATTACHMENT'
      tables='offer|line|role|touch|contact|company|event|task|product|affiliation|consent|party|attachment|stage_move'
      grep -HE "\\bKIND_($trade)\\b" $room/*.[ch] | sed 's/^/engine: a kind: /'
      grep -HE "\\bkind_($tables)\\b" $room/*.[ch] | sed 's/^/engine: a kind'"'"'s row: /'
      grep -HE 'case KIND_' $room/*.[ch] | sed 's/^/engine: a case: /'
      grep -HE '(->|\.)(no|kind|ref) *[=!]= *[0-9]|\bkind_by_no\([0-9]|\bkind\[[0-9]|\bcrm_kinds\[[0-9]' $room/*.[ch] | sed 's/^/engine: a number: /'
      grep -HE "str(case|n|ncase)?cmp\([^,]*(\\bk|kind)->name,|\bkind_by_letters\(\"|\"(lead|$tables)\"" $room/*.[ch] | sed 's/^/engine: a name: /'
      grep -HE "\"[^\"]*\\b((FROM|JOIN|INTO|UPDATE) ($tables)\\b|FROM [^\"]*, *($tables)\\b)" $room/*.[ch] | sed 's/^/engine: a table: /'
      grep -HE '"[^"]*\bkind *= *[0-9]' $room/*.[ch] | sed 's/^/engine: a number in SQL: /'
    done)
  } | sort
}

nm -A "$BUILD/libcrm.a" 2>/dev/null | sed 's/^[^:]*:\([^:]*\):[0-9a-f]* */\1 /; s/@.*//' | grep -vE ' U (crm_kinds|edit_observers)$' >"$work/nm"
is 'symbols are there to be read' "$(awk '$2 == "T"' "$work/nm" | wc -l | awk '{ print ($1 > 200) }')" 1
house "$top/libcrm" "$work/nm" >"$work/wrong"
is 'the house keeps its rules, and nothing is excused' "$(cat "$work/wrong")" ''
# a name that SQL() doesn't know stands in the statement as it is
is 'numbers that SQL names have their headers' "$(LC_ALL=C grep -aoE '[=|(,] ?(KIND|BATCH|STATE|COMMON|OFFER|TASK|CONTACT|EMAIL|PHONE|AFFILIATION)_[A-Z_]+' "$BUILD/libcrm.a" | sort -u)" ''

# ---- each rule, broken once ----
broken() { # TITLE WHAT IS SAID; standard input builds it: a small house of base, ask and offer, sound but for that
  rm -rf "$work/small"
  mkdir -p "$work/small/base" "$work/small/ask" "$work/small/offer"
  (
    cd "$work/small" || exit 1
    printf 'The list\n\nbase  ground\n\n  engine\n\nask  questions\noffer  offers\n  parts.c  all\n' >rooms
    for f in base/error ask/ref offer/offer_kind; do printf '/* */\n' >$f.c; printf '/* */\n' >$f.h; done
    printf '#include "../base/error.h"\n#include "ref.h"\n' >ask/ref.c
    printf 'error.o T fail\nref.o T find\nref.o U fail\noffer_kind.o D kind_offer\noffer_kind.o U find\n' >nm
    . /dev/stdin
  )
  is "$1" "$(house "$work/small" "$work/small/nm")" "$2"
}
broken 'a sound house' '' </dev/null
broken 'an include that reaches up' 'include: ask/ref.c: ../offer/offer_kind.h is above' <<'END'
echo '#include "../offer/offer_kind.h"' >>ask/ref.c
END
broken 'an include that hides where it goes' 'include: ask/ref.c: ../../libcrm/offer/offer_kind.h: by a path that hides its room' <<'END'
echo '#include "../../libcrm/offer/offer_kind.h"' >>ask/ref.c
END
broken 'an include by the way of the compiler' 'include: ask/ref.c: offer/offer_kind.h: by a path that hides its room' <<'END'
printf '#include <sys/stat.h>\n#include <offer/offer_kind.h>\n' >>ask/ref.c
END
broken 'the public face' 'include: offer/offer_kind.c: the public face is for cmd' <<'END'
echo '#  include "../crm.h"' >>offer/offer_kind.c
END
broken 'what is private to another room' 'private: offer/offer_kind.h: ../ask/ref_impl.h' <<'END'
echo '#include "../ask/ref_impl.h"' >>offer/offer_kind.h
END
broken 'a room that is not in the list' 'room: sales is not in the list' <<'END'
mkdir sales
END
broken 'a room of 21 files' 'room: base has 21 files' <<'END'
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do echo >base/f$i.c; done
END
broken 'a call that reaches up' 'call: ask -> offer: ref.o uses kind_offer' <<'END'
echo 'ref.o U kind_offer' >>nm
END
broken 'a circle of three files is allowed' '' <<'END'
for f in a b c; do echo >ask/$f.c; echo "$f.o T $f" >>nm; done
printf 'a.o U b\nb.o U c\nc.o U a\n' >>nm
END
broken 'a circle of four, by a detour' 'circle: ask: a.o b.o c.o d.o' <<'END'
for f in a b c d; do echo >ask/$f.c; echo "$f.o T $f" >>nm; done
printf 'a.o U b\nb.o U c\nc.o U d\nd.o U b\nc.o U a\n' >>nm
END
broken 'a kind in the engine' "engine: a case: ask/ref.c:	case KIND_OFFER: break;
engine: a kind's row: ask/ref.c:	return &kind_offer;
engine: a kind: ask/ref.c:	case KIND_OFFER: break;
engine: a kind: ask/ref.c:	if (no == KIND_OFFER)
engine: a name: ask/ref.c:	if (strcmp(k->name, \"offer\") == 0)
engine: a name: ask/ref.c:	if (strcmp(name, \"offer\") == 0)
engine: a name: ask/ref.c:	k = kind_by_letters(\"o\", 1);
engine: a name: ask/ref.c:	k = kind_by_name(\"offer\");
engine: a number in SQL: ask/ref.c:	\"DELETE FROM tag WHERE kind = 5\"
engine: a number: ask/ref.c:	if (f->ref == 5)
engine: a number: ask/ref.c:	if (k->no == 5)
engine: a number: ask/ref.c:	k = crm_kinds[4];
engine: a number: ask/ref.c:	k = kind_by_no(5);
engine: a table: ask/ref.c:	\"SELECT id FROM offer\"
engine: a table: ask/ref.c:	\"SELECT t.id FROM tag t, offer o\"" <<'END'
cat >>ask/ref.c <<'C'
	if (no == KIND_OFFER)
	case KIND_OFFER: break;
	return &kind_offer;
	if (k->no == 5)
	if (strcmp(k->name, "offer") == 0)
	if (strcmp(name, "offer") == 0)
	k = kind_by_name("offer");
	k = kind_by_letters("o", 1);
	k = kind_by_no(5);
	k = crm_kinds[4];
	if (f->ref == 5)
	"SELECT t.id FROM tag t, offer o"
	"SELECT id FROM offer"
	"DELETE FROM tag WHERE kind = 5"
C
END
finish
