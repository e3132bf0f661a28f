#!/bin/sh
# What stands in the manual pages and in README.md runs as printed: with dash and mawk, in the C locale and in a German one.
. "$(dirname "$0")/../lib.sh"

mkdir "$work/bin"
ln -s "$(command -v dash || command -v sh)" "$work/bin/sh"
if command -v mawk >/dev/null; then
  ln -s "$(command -v mawk)" "$work/bin/awk"
fi
PATH=$work/bin:$PATH

# as much of the output as stands before a line `...`, if there is one
same() { # got want
  if [ "$(tail -n 1 "$2")" = ... ]; then
    k=$(($(wc -l <"$2") - 1))
    head -n "$k" "$2" >"$2.part"
    head -n "$k" "$1" | cmp -s - "$2.part"
  else
    cmp -s "$1" "$2"
  fi
}

# Every page has a directory, a home and a database of its own, which is made in the C locale: the titles of stages are in the language of the first day.
run_page() { # locale page
  name=${2##*/}
  out=$work/$1/$name
  mkdir -p "$out/home" "$out/here"
  awk -v out="$out" -f "$top/tests/examples.awk" "$2" >"$out/script"
  HOME=$out/home LC_ALL=C LANG=C crm-db init -q || return
  if [ "$1" = C ]; then
    (cd "$out/here" && HOME=$out/home out=$out sh "$out/script" </dev/null >/dev/null 2>"$out/sh.err")
  else
    (cd "$out/here" && unset LC_ALL && HOME=$out/home out=$out LANG=$1 LOCPATH=$work/locale LC_NUMERIC=C sh "$out/script" </dev/null >/dev/null 2>"$out/sh.err")
  fi
}

# a page whose examples all print what they should is one line
check_page() { # locale page
  run_page "$1" "$2"
  good=0 count=0
  while IFS=$tab read -r n line command; do
    count=$((count + 1))
    [ -e "$out/$n.got" ] && same "$out/$n.got" "$out/$n.want" && continue
    good=1
    echo "# $name:$line: $command"
    if [ -e "$out/$n.got" ]; then
      diff -u --label expected --label printed "$out/$n.want" "$out/$n.got" | sed 1,2d | sed 's/^/# /'
      sed 's/^/# message: /' "$out/$n.err"
    else
      sed 's/^/# not run: /' "$out/sh.err"
    fi
  done <"$out/index"
  result $good "$name, $1: $count examples"
}

for page in "$top"/man/*.[157] "$top/README.md"; do
  check_page C "$page"
  [ "$count" -ge 3 ]
  result $? "${page##*/}: at least three examples"
done

if ! command -v localedef >/dev/null || ! [ -e /usr/share/i18n/locales/de_DE ]; then
  skip 'examples in a German locale' 'no localedef, or no sources of locales'
  finish
fi
mkdir "$work/locale"
localedef -i de_DE -f UTF-8 "$work/locale/de_DE.UTF-8" >/dev/null 2>&1
for page in "$top"/man/*.[157] "$top/README.md"; do
  check_page de_DE.UTF-8 "$page"
done
finish
