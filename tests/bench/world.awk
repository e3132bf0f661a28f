# world.awk - writes a database in the dump format for `crm-db load`: N offers (-v N=…), N/10 companies, N/5 contacts, 50 products, 20 users,
# about 3.5 moves an offer, 30 % open, the batches and changes of its history. The same N gives the same bytes (own random numbers).
# Usage: mawk -v N=100000 -f world.awk </dev/null | crm-db load -

function rnd(n) { # 0 … n-1, a linear congruential generator in exact doubles
  seed = (seed * 16807) % 2147483647
  return int(seed / 2147483647 * n)
}
function table(name, columns) { gsub(/ /, "\t", columns); print "table\t" name "\t" columns }
function row(s) { print s; rows++ }
function at(day) { return day * 86400000 + 43200000 }

BEGIN {
  CONVFMT = "%.0f"
  OFS = "\t"; seed = 42; today = 20543; rows = 0
  companies = int(N / 10); contacts = int(N / 5); products = 50; users = 20
  split("web phone email partner fair shop referral search retail finance health energy logistics trade server storage network desk service price time budget", w, " ")
  nw = 22
  print "crm-dump\t1\t1"

  table("counter", "kind last")
  row("0\t3"); row("1\t" users); row("2\t" companies); row("3\t" contacts); row("4\t" products); row("5\t" N); row("9\t1"); row("10\t8"); row("11\t" nw)
  row("13\t" contacts); row("19\t4")
  table("batch", "id at by tool verb flags undone")
  row("1\t" at(today - 1500) "\t\tcrm-db\tinit\t4\t"); row("2\t" at(today - 1500) "\t1\tcrm-offer\timport\t1\t"); row("3\t" at(today - 1) "\t1\tcrm-offer\tset\t0\t")
  table("added", "kind first last batch")
  row("1\t1\t" users "\t2"); row("2\t1\t" companies "\t2"); row("3\t1\t" contacts "\t2"); row("4\t1\t" products "\t2"); row("5\t1\t" N "\t2")
  row("9\t1\t1\t1"); row("10\t1\t8\t1"); row("11\t1\t" nw "\t2"); row("13\t1\t" contacts "\t2"); row("19\t1\t4\t1")

  table("setting", "id name value")
  row("1\tcurrency\tEUR"); row("2\tcountry\tDE"); row("3\tlanguage\ten"); row("4\ttimezone\tUTC")
  table("pipeline", "id name title position")
  row("1\tsales\tSales\t1")
  table("stage", "id pipeline position name title kind probability")
  row("1\t1\t1\tnew\tNew\t0\t500"); row("2\t1\t2\tqualified\tQualified\t0\t1000"); row("3\t1\t3\toffer\tOffer\t1\t2000"); row("4\t1\t4\tfollow-up\tFollow-up\t1\t4000")
  row("5\t1\t5\tpresentation\tPresentation\t1\t6000"); row("6\t1\t6\tnegotiation\tNegotiation\t1\t8000"); row("7\t1\t7\twon\tWon\t2\t10000"); row("8\t1\t8\tlost\tLost\t3\t0")
  table("term", "id word word_key")
  for (i = 1; i <= nw; i++) row(i "\t" w[i] "\t" w[i])
  common = "created updated created_day"
  first = at(today - 1500) "\t" at(today - 1500) "\t" (today - 1500)
  table("users", "id name full team active " common)
  for (i = 1; i <= users; i++) row(i "\tuser" i "\tUser " i "\t" (i % 2 ? "north" : "south") "\t1\t" first)
  table("product", "id sku sku_key name name_key category price currency active " common)
  for (i = 1; i <= products; i++) { price[i] = 10000 + rnd(500000); row(i "\tSKU-" i "\tsku-" i "\tProduct " i "\tproduct " i "\t" (15 + i % 5) "\t" price[i] "\t978\t1\t" first) }
  split("Berlin Hamburg Munich Bonn Essen Kiel Ulm Trier Mainz Jena", city, " ")
  table("company", "id name name_key industry employees founded city city_key country owner " common)
  for (i = 1; i <= companies; i++) {
    c = city[1 + rnd(10)]
    row(i "\tCompany " i "\tcompany " i "\t" (9 + rnd(6)) "\t" (1 + rnd(900)) "\t" (1900 + rnd(120)) "\t" c "\t" tolower(c) "\t" (rnd(5) ? "DE" : "AT") "\t" (1 + rnd(users)) "\t" first)
  }
  table("contact", "id name name_key given family company email city city_key owner " common)
  for (i = 1; i <= contacts; i++) {
    c = city[1 + rnd(10)]; co[i] = 1 + rnd(companies)
    row(i "\tPerson Number" i "\tperson number" i "\tPerson\tNumber" i "\t" co[i] "\tperson" i "@mail.example\t" c "\t" tolower(c) "\t" (1 + rnd(users)) "\t" first)
  }
  table("email", "id kind record pos label address address_key")
  for (i = 1; i <= contacts; i++) row(i "\t3\t" i "\t1\t\tperson" i "@mail.example\tperson" i "@mail.example")

  # offers and their moves, from the same numbers twice
  table("offer", "id title title_key contact company product pipeline stage state estimate value currency expected_close opened closed channel source inquired stage_since pushes campaign owner " common)
  start = seed
  for (i = 1; i <= N; i++) { offer(i)
    row(i "\tOffer " i "\toffer " i "\t" c1 "\t" co[c1] "\t" p "\t1\t" stage "\t" state "\t" value "\t" value "\t" currency "\t" expected "\t" day[1] "\t" closed "\t" (1 + i % 6) "\t" (1 + i % 8) "\t" inquired "\t" day[n] "\t0\t" (i % 10 ? "" : "spring") "\t" owner "\t" first) }
  seed = start
  table("stage_move", "offer seq day at from_stage to_stage by value currency expected_close batch")
  for (i = 1; i <= N; i++) { offer(i)
    for (k = 1; k <= n; k++) row(i "\t" k "\t" day[k] "\t" at(day[k]) "\t" (k > 1 ? st[k - 1] : "") "\t" st[k] "\t" owner "\t" value "\t" currency "\t" expected "\t2") }
  table("change", "batch seq kind id field old new")
  for (i = 10; i <= N; i += 10) row("3\t" (i / 10) "\t5\t" i "\t22\t\tspring")
  print "end\t" rows
}

function offer(i, k, d) { # sets c1 p owner value currency expected inquired stage state closed n st[] day[]
  c1 = 1 + rnd(contacts); p = 1 + rnd(products); owner = 1 + rnd(users)
  value = price[p] * (1 + rnd(12)); currency = rnd(20) ? 978 : 756
  if (rnd(10) < 3) { # open
    n = 1 + rnd(4); d = today - rnd(120) - 5 * n; inquired = d; state = 1; closed = ""
    for (k = 1; k <= n; k++) { st[k] = 2 + k; day[k] = d; d += rnd(8) }
    expected = today - 30 + rnd(400)
  } else {
    n = 2 + rnd(4); d = today - 1400 + rnd(1300); inquired = d
    for (k = 1; k < n; k++) { st[k] = 2 + k; day[k] = d; d += rnd(25) }
    state = rnd(100) < 45 ? 2 : 3; st[n] = state == 2 ? 7 : 8; day[n] = d; closed = d; expected = d + rnd(20) - 10
  }
  stage = st[n]
}
