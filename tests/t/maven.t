#!/bin/sh
# Real data: 8,800 sales opportunities imported through the tools; every figure of the reference tables comes out to the last digit.
. "$(dirname "$0")/../lib.sh"
data=$shared/data/maven-crm
truth=$data/truth
if [ ! -d "$truth" ]; then
  skip 'imported opportunities against the reference tables' "no $data"
  finish
fi
CRM_DB=$work/maven.db CRM_NOW=2018-01-15T12:00:00Z
export CRM_DB CRM_NOW

cat >maven.yaml <<'END'
settings: {currency: USD, country: US}
pipelines:
  maven:
    title: Maven
    stages:
      - {name: prospecting, title: Prospecting, probability: 10}
      - {name: engaging, title: Engaging, probability: 60}
      - {name: won, title: Won, probability: 100}
      - {name: lost, title: Lost, probability: 0}
END
ok 'database' 'crm-db init'
ok 'pipeline' 'crm-workflow check maven.yaml && crm-workflow apply maven.yaml'

users() { crm-user import --map=name=sales_agent --map=region=regional_office --create=user "$data/sales_teams.csv"; }
products() { crm-product import --map=name=product --map=category=series --map=price=sales_price "$data/products.csv"; }
companies() {
  crm-company import --map=name=account --map=industry=sector --map=founded=year_established --map=country=office_location --map=parent=subsidiary_of \
    --create=company --translate=country:Philipines=PH --translate=country:Korea=KR "$data/accounts.csv"
}
offers() {
  crm-offer import --ext=maven:opportunity_id --map=title=opportunity_id --map=owner=sales_agent --map=product=product --map=company=account \
    --map=stage=deal_stage --map=entered.engaging=engage_date --map=closed=close_date --map=value=close_value \
    --translate='product:GTXPro=GTX Pro' "$data/sales_pipeline.csv"
}
count() { # function, what it says expected
  "$1" >ids 2>said
  is "$1" "$(sed 's/^[^:]*: //' said)" "$2"
}
count users '35 added, 0 changed, 0 same, 0 rejected, 6 users made'
count products '7 added, 0 changed, 0 same, 0 rejected'
count companies '80 added, 5 changed, 0 same, 0 rejected, 5 companies made'
count offers '8800 added, 0 changed, 0 same, 0 rejected'
is 'an id for each offer, in the order of the file' "$(sed -n '1p;$p' ids | tr '\n' ' ')$(wc -l <ids)" 'o1 o8800 8800'

batches=$(crm-log batches | wc -l)
count users '0 added, 0 changed, 35 same, 0 rejected'
count products '0 added, 0 changed, 7 same, 0 rejected'
count companies '0 added, 0 changed, 85 same, 0 rejected'
count offers '0 added, 0 changed, 8800 same, 0 rejected'
is 'a second run leaves no batch' "$(crm-log batches | wc -l)" "$batches"
offers_from_pipe() { sed -n '1,$p' "$data/sales_pipeline.csv" | crm-offer import --ext=maven:opportunity_id --map=title=opportunity_id --map=owner=sales_agent \
  --map=product=product --map=company=account --map=stage=deal_stage --map=entered.engaging=engage_date --map=closed=close_date --map=value=close_value \
  --translate='product:GTXPro=GTX Pro' -; }
count offers_from_pipe '0 added, 0 changed, 8800 same, 0 rejected'
t 'the database holds together' 'crm-db check' <<'END'
END

# measures KEYS BY [CONDITION...]: rows of a reference table: KEYS columns of the dimensions, then the eleven measures
measures() {
  keys=$1 by=$2
  shift 2
  crm-report winrate --by="$by" "$@" 2>/dev/null >win
  crm-report winrate --by="$by,stage" "$@" 2>/dev/null >stages
  crm-report revenue --by="$by" "$@" 2>/dev/null >revenue
  crm-report cycle --by="$by" "$@" 2>/dev/null >cycle
  awk -F'\t' -v OFS='\t' -v k="$keys" '
    function key(  s, i) { s = $1; for (i = 2; i <= k; i++) s = s OFS $i; return s }
    FILENAME == "win" { n[key()] = $(k + 1); won[key()] = $(k + 3); lost[key()] = $(k + 4); rate[key()] = $(k + 5) }
    FILENAME == "stages" { at[key(), $(k + 1)] = $(k + 2) }
    FILENAME == "revenue" && $(k + 2) > 0 { rev[key()] = $(k + 3); avg[key()] = $(k + 4); med[key()] = $(k + 5) }
    FILENAME == "cycle" { days[key(), $(k + 1)] = $(k + 3) }
    END {
      for (x in n) {
        sub(/\.00$/, "", rev[x])
        if (med[x] != "" && !sub(/000$/, "", med[x])) med[x] = "not one decimal: " med[x]
        print x, n[x], at[x, "prospecting"] + 0, at[x, "engaging"] + 0, won[x], lost[x], rate[x], rev[x] == "" ? 0 : rev[x], avg[x], med[x], \
          days[x, "won"], days[x, "lost"]
      }
    }' win stages revenue cycle | LC_ALL=C sort
}
same() { # title, reference table, ours
  sed 1d "$truth/$2" >want
  if cmp -s want "$3"; then
    result 0 "$1"
  else
    result 1 "$1"
    diff want "$3" | head -20 | sed 's/^/# /'
  fi
}

measures 1 currency | cut -f2- >got
same 'total' total.tsv got
measures 1 stage | awk '{print toupper(substr($0, 1, 1)) substr($0, 2)}' >got
same 'by stage' by_stage.tsv got
measures 1 product >got
same 'by product' by_product.tsv got
sed 's/^GTX Pro/GTXPro/' got | LC_ALL=C sort >raw
same 'by product, spelt as in the file' by_product_raw.tsv raw
measures 1 closed:month state=won,lost >got
same 'by month of closing' by_close_month.tsv got
measures 1 closed:quarter state=won,lost >got
same 'by quarter of closing' by_close_quarter.tsv got
measures 1 company.industry | sed "s/^$tab/(no account)$tab/" | LC_ALL=C sort >got
same 'by sector' by_sector.tsv got
cat >countries <<'END'
BE Belgium
BR Brazil
CN China
DE Germany
IT Italy
JO Jordan
JP Japan
KE Kenya
KR Korea
NO Norway
PA Panama
PH Philipines
PL Poland
RO Romania
US United States
END
measures 1 company.country | awk -F'\t' -v OFS='\t' 'NR == FNR { code = substr($0, 1, 2); name[code] = substr($0, 4); next } { $1 = $1 == "" ? "(no account)" : name[$1]; print }' \
  countries - | LC_ALL=C sort >got
same 'by country' by_country.tsv got
measures 3 owner,owner.manager,owner.region >rows
crm-user list -c name,manager,region manager!= | awk -F'\t' -v OFS='\t' '
  NR == FNR { row[$1] = $0; next }
  { print $1 in row ? row[$1] : $0 OFS "0\t0\t0\t0\t0\t\t0\t\t\t\t" }' rows - | LC_ALL=C sort >got
same 'by sales agent, those without offers too' by_sales_agent.tsv got
crm-offer list state=won -c product.name,product.price,value | awk -F'\t' '
  { n[$1]++; list[$1] = $2 + 0; sum[$1] += $3
    if (n[$1] == 1 || $3 < min[$1]) min[$1] = $3 + 0
    if (n[$1] == 1 || $3 > max[$1]) max[$1] = $3 + 0
    if ($3 < $2) below[$1]++; else if ($3 > $2) above[$1]++; else at[$1]++ }
  END { for (p in n) printf "%s\t%d\t%d\t%d\t%d\t%.6f\t%d\t%d\t%d\n", p, list[p], n[p], min[p], max[p], sum[p] / (n[p] * list[p]), below[p], at[p], above[p] }' |
  LC_ALL=C sort >got
same 'price realisation' price_realisation.tsv got
crm-report cycle | awk -F'\t' -v OFS='\t' '{ print toupper(substr($1, 1, 1)) substr($1, 2), $2, $4, $5, $6, $7, $8, $9, $10, $3 }' >got
same 'days to close' cycle_days.tsv got
is 'a lost offer of value 0 has that value' "$(crm-offer list state=lost value=0 | wc -l)" 2473
is 'offers without account' "$(crm-offer list company= | wc -l)" 1425

ok 'undo of the import' 'crm-log undo'
is 'nothing is left of it' "$(crm-offer list --all | wc -l)" 0
ok 'redo' 'crm-log redo'
measures 1 currency | cut -f2- >got
same 'total again' total.tsv got
ok 'the database still holds together' 'crm-db check'
finish
