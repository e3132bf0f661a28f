#!/bin/sh
# The manual pages say what the programs take: tools, verbs, options, fields, exit statuses, in both directions; and every page is sound mdoc.
. "$(dirname "$0")/../lib.sh"
man=$top/man

words() { tr -s ' ,' '\n\n' | sed '/^$/d' | sort -u | tr '\n' ' '; }

# words behind the macros `Fl Fl` of a page
page_options() { sed -n 's/^\.//p' "$@" | grep -o 'Fl Fl [a-z-]*' | cut -d ' ' -f 3 | sort -u; }
tool_options() { "$1" --dump-options | awk -F'\t' '$1 == "option" && $2 != "*" {print substr($3, 3)}' | sort -u; }
common_options() { crm-offer --dump-options | awk -F'\t' '$1 == "option" && $2 == "*" {print substr($3, 3)}' | sort -u; }

is 'every tool has a page, every page of section 1 a tool' "$(cd "$man" && ls ./*.1 | sed 's/\.1$//')" "$(cd "$top/cmd" && ls ./crm*.c | sed 's/\.c$//')"

for page in "$man"/*.[157]; do
  name=${page##*/}
  if command -v mandoc >/dev/null; then
    is "$name: lint" "$(mandoc -Tlint -Wwarning "$page" | grep -v 'referenced manual not found')" ''
  else
    skip "$name: lint" 'no mandoc'
  fi
done

common_options >"$work/common"
printf '%s\n' help usage version >>"$work/common"
for tool in $(cd "$BUILD/bin" && ls crm-*); do
  page=$man/$tool.1
  "$tool" --dump-options >"$work/dump"
  is "$tool: verbs" "$(awk '$1 == ".It" && $2 == "Cm" {print $3}' "$page" | words)" "$(awk -F'\t' '$1 == "verb" {print $2}' "$work/dump" | words)"
  tool_options "$tool" >"$work/own"
  page_options "$page" >"$work/said"
  is "$tool: options" "$(sort -u "$work/common" >"$work/c"; comm -23 "$work/said" "$work/c" | words)" "$(comm -23 "$work/own" "$work/c" | words)"
  is "$tool: every verb in the synopsis" "$(for v in $(awk -F'\t' '$1 == "verb" {print $2}' "$work/dump"); do
    sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$page" | grep -qw -e "$v" || echo "$v"; done)" ''
done

# options described once for all
sed -n '/^\.Ss Options of all tools/,/^\.Ss Verbs/p' "$man/crm.7" | sed -n 's/^\.It.*Fl Fl \([a-z-]*\).*/\1/p' | sort >"$work/said"
is 'crm.7: common options' "$(words <"$work/said")" "$(words <"$work/common")"
is 'crm.7: letters of common options' "$(sed -n 's/^\.It Fl \([a-zA-Z]\) , Fl Fl \([a-z-]*\).*/\2 \1/p' "$man/crm.7" | sort | grep -v version)" \
  "$(crm-offer --dump-options | awk -F'\t' '$1 == "option" && $2 == "*" && $4 != "-" {print substr($3, 3), substr($4, 2)}' | sort)"
sed -n '/^\.Ss Verbs of records/,/^\.Ss Output/p' "$man/crm.7" >"$work/verbs"
is 'crm.7: verbs of records' "$(awk '$1 == ".It" && $2 == "Cm" {print $3}' "$work/verbs" | words)" \
  "$(crm-product --dump-options | awk -F'\t' '$1 == "verb" {print $2}' | words)"
is 'crm.7: their options' "$(sed -n 's/^\.It Fl Fl \([a-z-]*\).*/\1/p' "$work/verbs" | sort -u | words)" "$(tool_options crm-product | words)"

# the table of fields: name, type, set
for kind in company contact product user offer task log; do
  sed -n '/^\.Ss Fields/,/^\.El/s/^\.It Va \([a-z_]*\) Ta \([a-z]*\) Ta \([^ ]*\) Ta .*/\1 \2 \3/p' "$man/crm-$kind.1" | sed 's/\\&/no/;s/ set$/ yes/' >"$work/said"
  "crm-$kind" fields 2>/dev/null | awk -F'\t' '{print $1, $2, $3}' >"$work/have"
  is "crm-$kind: fields" "$(sort "$work/said")" "$(sort "$work/have")"
  is "crm-$kind: their order" "$(cut -d ' ' -f 1 "$work/said" | tr '\n' ' ')" "$(cut -d ' ' -f 1 "$work/have" | tr '\n' ' ')"
done

# every exit status promised is tested somewhere, in the form `? N` or no 'title' N
for status in $(sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/s/^\.It \([0-9]*\)$/\1/p' "$man/crm.7"); do
  [ "$status" = 0 ] && continue
  grep -qE "^\? $status\$|^ *no '[^']*' $status |^ *no \"[^\"]*\" $status " "$top"/tests/t/*.t
  result $? "exit status $status is tested"
done
is 'crm.7: exit statuses are those of the library' "$(sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/s/^\.It \([0-9]*\)$/\1/p' "$man/crm.7" | words)" \
  "$(sed -n 's/.*CRM_[A-Z]* = \([0-9]*\),*.*/\1/p' "$top/libcrm/base/error.h" | words)"

# what the environment is asked for is documented
is 'crm.7: environment' "$(grep -oh 'getenv("[A-Z_]*")\|xdg_path(cli, "[A-Z_]*"\|locale\[\] = {[^}]*' "$top"/cmd/*.c | grep -o '"[A-Z_]*"' | tr -d '"' | sort -u |
  while read -r v; do grep -qw "$v" "$man/crm.7" "$man/crm.1" || echo "$v"; done)" ''
finish
