# generate.awk - contacts and companies of which it is known who is there twice: companies.tsv, contacts.tsv (for import --ext=list:nr into an empty database: nr is
# the number of the id) and company-pairs.tsv, contact-pairs.tsv (a b how). The same bytes on every system.
#
#   LC_ALL=C awk -v n=5000 -v dir=. -f generate.awk     n persons, n / 4 firms; about one in seven of each is there twice
#
# Beside slips of the pen there is what only looks like the same: households, namesakes, brothers in one firm, switchboards, branches, sister firms.

function rnd(k) { seed = (seed * 16807) % 2147483647; return int(seed / 127) % k }
function often(percent) { return rnd(100) < percent }
function pick(list, count) { return list[1 + rnd(count)] }
function surname() { return often(55) ? common(family, nfamily) : pick(rare, nrare) }
function common(list, count) { return list[1 + int(rnd(count) * rnd(1000) / 1000)] } # the first ones more often
function split_list(text, list) { return split(text, list, " ") }

# ---- slips of the pen ----
function typo(s,   at, c, kind) {
  if (length(s) < 4 || substr(s, 2) !~ /[a-z][a-z]/) return s
  do at = 2 + rnd(length(s) - 2); while (substr(s, at, 2) !~ /^[a-z][a-z]$/) # never into a letter of two bytes
  kind = rnd(4); c = substr("abdefgiklmnorstu", 1 + rnd(16), 1)
  if (kind == 0) return substr(s, 1, at - 1) substr(s, at + 1)
  if (kind == 1) return substr(s, 1, at) c substr(s, at + 1)
  if (kind == 2) return substr(s, 1, at - 1) c substr(s, at + 1)
  return substr(s, 1, at - 1) substr(s, at + 1, 1) substr(s, at, 1) substr(s, at + 2)
}
function spelled(area, number,   k) {
  k = rnd(4)
  if (k == 0) return "+49 " substr(area, 2) " " number
  if (k == 1) return area "/" substr(number, 1, 3) "-" substr(number, 4)
  if (k == 2) return "0049" substr(area, 2) number
  return area " " substr(number, 1, 2) " " substr(number, 3)
}
function ascii(s) { gsub(/[^a-zA-Z0-9]/, "", s); return tolower(s) }
function up(s) { return toupper(substr(s, 1, 1)) substr(s, 2) }

# ---- firms ----
function write_firm() {
  nfirm++
  printf "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", nfirm, f_name, f_street, f_postal, f_city, "DE", f_web, f_phone, f_vat >companies
  web_of[nfirm] = f_host; city_of[nfirm] = f_place; phone_of[nfirm] = f_phone
  return nfirm
}
function new_firm(   stem, branch) {
  stem = up(pick(syllable, nsyllable) pick(syllable, nsyllable) (often(60) ? pick(syllable, nsyllable) : ""))
  while (stem in stems) stem = stem pick(syllable, nsyllable)
  stems[stem]; branch = pick(branches, nbranches)
  f_base = stem " " branch; f_legal = pick(legals, nlegals); f_name = f_base " " f_legal
  f_place = 1 + rnd(ncity); f_city = city[f_place]; f_postal = zip[f_place] + rnd(30); f_street = pick(street, nstreet) " " (1 + rnd(120))
  f_host = ascii(stem) ".example"; f_web = often(70) ? "https://www." f_host "/" : ""; f_area = area[f_place]; f_number = 100000 + rnd(899999)
  f_phone = often(70) ? f_area " " f_number : ""; f_vat = often(25) ? "DE" (100000000 + rnd(899999999)) : ""
  return stem
}
function firm_pair(a, b, how) { printf "co%d\tco%d\t%s\n", a, b, how >company_pairs }
function firm_again(a, stem,   k, was) {
  was = f_name; k = rnd(6)
  if (k == 0) f_name = f_base
  else if (k == 1) { f_name = f_base " " (f_legal == "GmbH" ? "AG" : "GmbH"); if (!often(40)) f_name = f_base }
  else if (k == 2) f_name = typo(stem) substr(f_base, length(stem) + 1) " " f_legal
  else if (k == 3) f_name = toupper(f_base) " " f_legal
  else if (k == 4) f_name = typo(stem) substr(f_base, length(stem) + 1)
  else f_name = f_base ", " f_legal
  if (often(50)) f_vat = ""
  if (often(30)) f_web = ""
  else if (f_web != "") f_web = f_host
  if (often(40)) f_phone = ""
  else if (f_phone != "") f_phone = spelled(f_area, f_number)
  if (often(30)) f_street = ""
  if (often(15)) { f_city = ""; f_postal = ""; f_street = "" }
  else if (often(8)) { f_place = 1 + rnd(ncity); f_city = city[f_place]; f_postal = zip[f_place]; f_street = "" } # moved
  firm_pair(a, write_firm(), "firm" k)
}
function branch(stem) { # another seat, another firm
  f_name = stem " " city[f_place = 1 + rnd(ncity)] " " f_legal; f_city = city[f_place]; f_postal = zip[f_place] + rnd(30)
  f_phone = area[f_place] " " (100000 + rnd(899999)); f_vat = ""; write_firm()
}
function sister(stem) { # same house, same domain, another firm
  f_name = stem " " pick(sisters, nsisters) " " f_legal; f_phone = ""; f_vat = "DE" (100000000 + rnd(899999999)); write_firm()
}

# ---- persons ----
function write_person() {
  nperson++
  printf "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", nperson, p_given, p_family, p_firm ? "co" p_firm : "", p_mail, p_phone, p_street, p_postal, p_city, "DE", p_birth >contacts
  return nperson
}
function mail_at(host,   k, m) {
  k = rnd(3)
  m = k == 0 ? ascii(p_given) "." ascii(p_family) : k == 1 ? substr(ascii(p_given), 1, 1) "." ascii(p_family) : ascii(p_family)
  while ((m "@" host) in mails) m = m rnd(10) # nobody else's
  mails[m "@" host]
  return m "@" host
}
function new_person(   i) {
  i = 1 + int(rnd(ngiven) * rnd(1000) / 1000); p_given = given[i]; p_family = surname()
  if (often(5)) p_family = p_family "-" surname()
  p_firm = often(75) ? 1 + rnd(nfirm) : 0
  p_place = p_firm && often(70) ? city_of[p_firm] : 1 + rnd(ncity)
  p_city = city[p_place]; p_postal = zip[p_place] + rnd(30); p_street = often(50) ? pick(street, nstreet) " " (1 + rnd(120)) : ""
  p_area = often(50) ? pick(mobile, nmobile) : area[p_place]; p_number = 1000000 + rnd(8999999)
  p_phone = often(70) ? p_area " " p_number : ""
  p_mail = often(75) ? mail_at(p_firm && often(75) ? web_of[p_firm] : pick(free, nfree)) : ""
  p_birth = often(25) ? sprintf("%d-%02d-%02d", 1950 + rnd(55), 1 + rnd(12), 1 + rnd(28)) : ""
  if (p_firm && often(6)) p_mail = "info@" web_of[p_firm]
  if (p_firm && !p_phone && often(30)) p_phone = phone_of[p_firm]
}
function person_pair(a, b, how) { printf "c%d\tc%d\t%s\n", a, b, how >contact_pairs }
function less() { # a second record knows other things
  if (often(45)) p_mail = ""
  else if (p_mail != "" && often(15)) p_mail = mail_at(pick(free, nfree))
  if (often(35)) p_phone = ""
  else if (p_phone != "" && p_phone != phone_of[p_firm]) p_phone = spelled(p_area, p_number)
  if (often(60)) p_street = ""
  if (often(20)) { p_street = ""; p_postal = "" }
  if (often(50)) p_birth = ""
  if (often(25)) p_firm = 0
}
function person_again(a,   k, s) {
  k = rnd(10); less()
  if (k == 0) p_family = typo(p_family)
  else if (k == 1) p_given = typo(p_given)
  else if (k == 2 && (p_given in nick)) p_given = nick[p_given]
  else if (k == 3) { s = p_given; p_given = p_family; p_family = s }
  else if (k == 4) p_given = substr(p_given, 1, 1) "."
  else if (k == 5) p_given = "Dr. " p_given
  else if (k == 6) { p_family = toupper(p_family); p_given = tolower(p_given) }
  else if (k == 7) { p_firm = 1 + rnd(nfirm); p_place = city_of[p_firm]; p_city = city[p_place]; p_postal = zip[p_place]; p_street = "" } # another firm now
  else if (k == 8) p_family = often(50) ? p_family "-" surname() : surname() # married
  else k = 9
  person_pair(a, write_person(), "person" k)
}
function household(   k) { # one address, one telephone, several persons
  if (p_street == "") p_street = pick(street, nstreet) " " (1 + rnd(120))
  if (p_phone == "") p_phone = p_area " " p_number
  k = p_given; p_mail = ""; p_birth = ""; p_firm = 0
  do p_given = pick(given, ngiven); while (p_given == k)
  write_person()
}
function colleague(   k) { # brothers in one firm, and the classic Andrea and Andreas
  k = p_given; p_mail = ""; p_birth = ""; p_phone = ""; p_street = ""
  do p_given = pick(given, ngiven); while (p_given == k)
  write_person()
}
function namesake(   g, f) {
  g = p_given; f = p_family; new_person(); p_given = g; p_family = f
  p_mail = ""; write_person()
}

BEGIN {
  seed = 20260331; if (!n) n = 5000; if (dir == "") dir = "."
  companies = dir "/companies.tsv"; contacts = dir "/contacts.tsv"; company_pairs = dir "/company-pairs.tsv"; contact_pairs = dir "/contact-pairs.tsv"
  printf "" >company_pairs; printf "" >contact_pairs
  print "nr\tname\tstreet\tpostal_code\tcity\tcountry\twebsite\tphone\tvat_id" >companies
  print "nr\tgiven\tfamily\tcompany\temail\tphone\tstreet\tpostal_code\tcity\tcountry\tbirthday" >contacts
  nsyllable = split_list("ba ben ber bro da del dor fa fen gal gar hel hol ka ker kol la len lor ma mer mon na nor pa per pol ra ren ros sa sel sol ta ter tor va ven vor wal wes zan", syllable)
  nbranches = split_list("Maschinenbau Logistik Software Elektrotechnik Metallbau Consulting Handel Bau Medizintechnik Verlag Druck Energie Textil Feinmechanik Systeme", branches)
  nsisters = split_list("Holding Service Immobilien Leasing Beteiligungen", sisters)
  nlegals = split_list("GmbH GmbH GmbH AG KG OHG UG e.K. GbR", legals); legals[++nlegals] = "GmbH & Co. KG"
  ncity = split_list("Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Hannover Nürnberg Duisburg Bochum Wuppertal Bielefeld Bonn Münster Mannheim Karlsruhe Augsburg Wiesbaden Kiel Lübeck Erfurt Mainz Rostock Kassel", city)
  split_list("10115 20095 80331 50667 60311 70173 40210 4103 44135 45127 28195 1067 30159 90402 47051 44787 42103 33602 53111 48143 68159 76131 86150 65183 24103 23552 99084 55116 18055 34117", zip)
  split_list("030 040 089 0221 069 0711 0211 0341 0231 0201 0421 0351 0511 0911 0203 0234 0202 0521 0228 0251 0621 0721 0821 0611 0431 0451 0361 06131 0381 0561", area)
  nmobile = split_list("0151 0160 0170 0171 0172 0175 0176 0179", mobile)
  nstreet = split_list("Hauptstraße Schulstraße Gartenstraße Bahnhofstraße Dorfstraße Bergstraße Birkenweg Lindenstraße Kirchstraße Waldstraße Ringstraße Amselweg Wiesenweg Jahnstraße Goethestraße Schillerstraße", street)
  nfree = split_list("gmx.de web.de gmail.com t-online.de posteo.de", free)
  ngiven = split_list("Michael Thomas Andreas Peter Stefan Christian Martin Frank Wolfgang Klaus Jürgen Maria Ursula Monika Petra Elisabeth Sabine Renate Helga Karin Brigitte Ingrid Erika Andrea Gisela Claudia Susanne Gabriele Christa Christine Alexander Daniel Matthias Markus Sebastian Florian Tobias Philipp Katharina Julia Anna Laura Sandra Stefanie Nicole Melanie Martina Birgit Angelika Johannes Josef Hans Bernd Uwe Ralf Dieter Manfred Horst Heinz Gerhard Werner Robert Benjamin Jan Lukas Max Felix Jonas Simon Patrick Sven Oliver Lars Jens Ulrich Volker Elena Sarah Lisa Lena Hannah Sophie Emma Mia Ayşe Mehmet Piotr Agnieszka Giovanni Ngoc Oksana Dmitri James William Elizabeth Margaret Robert Richard", given)
  nfamily = split_list("Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer", family)
  split_list("er mann ke ing ski berg dorf hauer stein feld", ending)
  for (i = 1; i <= nsyllable; i++) for (k = 1; k <= nsyllable; k++) if ((i * k) % 2) rare[++nrare] = up(syllable[i] syllable[k] ending[1 + (i + k) % 10])
  split_list("Michael Micha Thomas Tom Andreas Andi Stefan Steffen Christian Chris Klaus Nikolaus Jürgen Jörg Elisabeth Lisa Susanne Susi Gabriele Gabi Alexander Alex Daniel Dani Matthias Matze Sebastian Basti Florian Flo Tobias Tobi Katharina Kathi Stefanie Steffi Johannes Hans Josef Sepp Robert Bob Benjamin Ben Ulrich Uli Manfred Manni James Jim William Bill Elizabeth Betty Margaret Peggy Richard Dick Max Maximilian Angelika Geli Philipp Phil", x)
  for (i = 1; i in x; i += 2) nick[x[i]] = x[i + 1]

  for (i = 1; i <= n / 4; i++) {
    stem = new_firm(); a = write_firm(); k = rnd(100)
    if (k < 15) firm_again(a, stem)
    else if (k < 20) branch(stem)
    else if (k < 25) sister(stem)
  }
  for (i = 1; i <= n; i++) {
    new_person(); a = write_person(); k = rnd(100)
    if (k < 15) person_again(a)
    else if (k < 20) household()
    else if (k < 23) colleague()
    else if (k < 28) namesake()
  }
}
