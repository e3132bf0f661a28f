#!/bin/sh
# One person in many companies: link, unlink, both listings, the field companies, the main company; company trees; several e-mails and telephones.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 crm-db init -q
for n in 'Muster GmbH' 'Beispiel AG' Nordwind 'Ärzte eG'; do crm-company add -q name="$n"; done
crm-contact add -q name='Erika Muster' company=co1 role=Einkauf
crm-contact add -q name='Max Muster'

# ---- link ----

t 'dry run' 'crm-contact link -N c1 "Beispiel AG" role=Beirat from=2025-01-01 && crm-contact companies c1' <<'END'
add		contact		c1
add		company		co2
add		role		Beirat
add		from		2025-01-01
c1	co1	Muster GmbH	Einkauf	2026-03-31		yes	yes
END
t 'link' 'crm-contact link c1 "Beispiel AG" role=Beirat from=2025-01-01 && crm-contact companies c1 -H' <<'END'
c1
contact	company	name	role	from	to	current	main
c1	co1	Muster GmbH	Einkauf	2026-03-31		yes	yes
c1	co2	Beispiel AG	Beirat	2025-01-01		yes	no
END
t 'the same again changes nothing' 'crm-contact link c1 co2 role=Beirat && crm-contact link c1 co2 && crm-log batches | wc -l' <<'END'
c1
c1
8
END
t 'a role changes in place' 'crm-contact link c1 co2 role=Vorsitz && crm-contact companies c1 -c company,role,from' <<'END'
c1
co1	Einkauf	2026-03-31
co2	Vorsitz	2025-01-01
END
t 'that of the main company is the contact'\''s' 'crm-contact link c1 co1 role=Leitung && crm-contact show c1 -c company,role' <<'END'
c1
co1	Leitung
END
t 'the first company becomes the main one' 'crm-contact link c2 Nordwind role=Vertrieb && crm-contact show c2 -c company,role,companies' <<'END'
c2
co3	Vertrieb	co3
END
t 'an earlier one does not' 'crm-contact link c2 co4 from=2010-01-01 to=2015-12-31 && crm-contact link c2 co4 from=2010-01-01 to=2015-12-31 && crm-contact companies c2' <<'END'
c2
c2
c2	co3	Nordwind	Vertrieb	2026-03-31		yes	yes
c2	co4	Ärzte eG		2010-01-01	2015-12-31	no	no
END
t 'many at once, out of a pipe' 'crm-contact list | crm-contact link - co4 role=Mitglied && crm-company contacts co4' <<'END'
c1
c2
co4	c1	Erika Muster	Mitglied	2026-03-31		yes	no
co4	c2	Max Muster	Mitglied	2026-03-31		yes	no
co4	c2	Max Muster		2010-01-01	2015-12-31	no	no
END
t 'one that begins later is not yet current' 'crm-contact link c2 co1 from=2026-06-01 && crm-contact companies c2 -c company,current | grep co1; crm-contact list c2 -c companies' <<'END'
c2
co1	no
co3,co4
END

# ---- conditions, columns, reports ----

is 'companies=' "$(crm-contact list -c id companies='Ärzte eG' | tr '\n' ' ')" 'c1 c2 '
is 'one of' "$(crm-contact list -c id companies=co1,co2)" c1
is 'none of' "$(crm-contact list -c id 'companies!=co3')" c1
is 'by a part of the name' "$(crm-contact list -c id companies~wind)" c2
is 'the main one comes first' "$(crm-contact list c1 -c companies)" co1,co2,co4
is 'in a table by name' "$(crm-contact list c1 -c companies -f table | tail -1)" 'Muster GmbH,Beispiel AG,Ärzte eG'
no 'a company that is none' 1 'crm-contact list companies=Nix'
no 'not set like a field' 64 'crm-contact set c1 companies=co2'
t 'in a report a person counts under each' 'crm-report complete --by=companies -c companies,records' <<'END'
Ärzte eG	2
Beispiel AG	1
Muster GmbH	1
Nordwind	1
END

# ---- unlink ----

t 'the main company: another takes its place, with its role' 'crm-contact unlink c1 "Muster GmbH" && crm-contact show c1 -c company,role,companies && crm-contact companies c1' <<'END'
c1
co4	Mitglied	co4,co2
c1	co4	Ärzte eG	Mitglied	2026-03-31		yes	yes
c1	co2	Beispiel AG	Vorsitz	2025-01-01		yes	no
c1	co1	Muster GmbH	Leitung	2026-03-31	2026-03-31	no	no
END
t 'undo and redo' 'crm-log undo -q && crm-contact show c1 -c company,role,companies && crm-db check && crm-log redo -q && crm-contact show c1 -c company,role && crm-db check' <<'END'
co1	Leitung	co1,co2,co4
co4	Mitglied
END
t 'what has ended stays so' 'crm-contact unlink c1 co1 to=2026-03-30 && crm-contact companies c1 -c company,to | grep co1' <<'END'
c1
co1	2026-03-31
END
t 'the last one leaves none' 'crm-contact unlink c1 co2 -q && crm-contact unlink c1 co4 -q && crm-contact show c1 -c id,company,role,companies' <<'END'
c1			
END
t 'a day ahead: until then it holds' 'crm-contact unlink c2 co3 to=2026-12-31 && crm-contact show c2 -c company,companies && crm-contact set c2 company=co3 && crm-contact companies c2 -c company,to,current | grep co3' <<'END'
c2
co3	co3,co4
c2
co3	2026-12-31	yes
END
t 'setting another company ends it today' 'crm-contact set -q c2 company=co1 && crm-contact companies c2 -c company,from,to,current,main | sort' <<'END'
co1	2026-03-31		yes	yes
co3	2026-03-31	2026-03-31	no	no
co4	2010-01-01	2015-12-31	no	no
co4	2026-03-31		yes	no
END

# ---- errors ----

t 'which one' 'crm-contact link' <<'END'
! crm-contact: which contact? name one, or - for ids on standard input
? 64
END
t 'which company' 'crm-contact link c1' <<'END'
! crm-contact: which company? it is the last word
? 64
END
t 'never linked' 'crm-contact unlink c1 co3' <<'END'
! crm-contact: c1: is not linked to co3
? 1
END
t 'no such company' 'crm-contact link c1 Nix' <<'END'
! crm-contact: no company 'Nix'
? 1
END
t 'no such contact in a pipe' 'printf "c1\nc99\n" | crm-contact link - co3; crm-contact companies c1 -c company | grep co3 | wc -l' <<'END'
0
! crm-contact: stdin:2: no contact c99
END
t 'a field of something else' 'crm-contact link c1 co3 rolle=x' <<'END'
! crm-contact: 'rolle' cannot be given here, nearest is 'role'
? 64
END
t 'the wrong way round' 'crm-contact link c1 co3 from=2026-02-01 to=2026-01-01' <<'END'
! crm-contact: to: c1: 2026-01-01 is before it began, 2026-02-01
? 65
END
no 'no date' 64 'crm-contact link c1 co3 from=soon'
no 'no value' 64 'crm-contact link c1 co3 role+=x'
no 'an empty word' 64 'crm-contact link c1 ""'
t 'nothing out of an empty pipe' 'crm-contact list name=Nobody | crm-contact link - co3' <<'END'
END
is 'listing: nobody' "$(crm-contact companies c1 name=Nobody)" ''
no 'listing: no such contact' 1 'crm-contact companies c99'
is 'listing: all, limited' "$(crm-contact companies -n 2 | wc -l)" 2

# ---- trees ----

crm-company set -q co2 parent=co1 city=Kiel category=partner
crm-company set -q co4 parent=co1
crm-company set -q co3 parent=co2
crm-company add -q name=Alone
t 'tree' 'crm-company tree -H' <<'END'
depth	id	name	parent	category	city
0	co1	Muster GmbH			
1	co4	Ärzte eG	co1		
1	co2	Beispiel AG	co1	partner	Kiel
2	co3	Nordwind	co2		
END
t 'a part of it, and those that stand alone' 'crm-company tree "Beispiel AG" -c depth,id && crm-company tree --all -c id -n 2' <<'END'
0	co2
1	co3
co5
co1
END
t 'out of a pipe' 'crm-company list city=Kiel | crm-company tree - -c depth,name && crm-company tree city=Kiel -c depth' <<'END'
0	Beispiel AG
1	Nordwind
0
1
END
t 'tables indent' 'crm-company tree -f table -c name,id' <<'END'
name           id
Muster GmbH    co1
  Ärzte eG     co4
  Beispiel AG  co2
    Nordwind   co3
END
no 'no such company' 1 'crm-company tree Nix'
no 'a circle is refused' 5 'crm-company set co1 parent=co3'

# ---- several e-mails and telephones ----

t 'the first, others, and another first' 'crm-contact set -q c1 email=work:a@muster.example && crm-contact set -q c1 emails+=home:h@muster.example,other:o@muster.example &&
  crm-contact set -q c1 email=o@muster.example && crm-contact show c1 -c email,emails' <<'END'
o@muster.example	other:o@muster.example,work:a@muster.example,home:h@muster.example
END
t 'in another order, under another kind' 'crm-contact set -q c1 emails=h@muster.example,work:o@muster.example,a@muster.example && crm-contact show c1 -c email,emails && crm-contact set -q c1 email=home:h@muster.example emails-=A@Muster.example &&
  crm-contact show c1 -c emails' <<'END'
h@muster.example	h@muster.example,work:o@muster.example,a@muster.example
home:h@muster.example,work:o@muster.example
END
t 'telephones' 'crm-contact set -q c1 phones=mobile:+491701234567,work:+49221123456 && crm-contact set -q c1 phone="0221 123456" && crm-contact show c1 -c phone | tr -d " " && crm-contact list phones=mobile:01701234567 -c id' <<'END'
+49221123456
c1
END
t 'a role there is kept when the company becomes the main one, the one left keeps its own' 'c=$(crm-contact add name="Karla Muster" company=co1 role=Leitung) && crm-contact link -q "$c" co2 role=Beirat && crm-contact set -q "$c" company=co2 &&
  crm-contact show "$c" -c role && crm-contact companies "$c" | cut -f 2,4,7,8' <<'END'
Beirat
co2	Beirat	yes	yes
co1	Leitung	no	no
END
t 'unless one is given; a role changed meanwhile is the one that ends' 'crm-contact link -q "Karla Muster" co3 role=Gast && crm-contact set -q "Karla Muster" role=Vorsitz && crm-contact set -q "Karla Muster" company=co3 role=Leitung &&
  crm-contact companies "Karla Muster" | cut -f 2,4,7,8 | sort' <<'END'
co1	Leitung	no	no
co2	Vorsitz	no	no
co3	Leitung	yes	yes
END
t 'one without a role there has none' 'crm-contact link -q "Karla Muster" co4 && crm-contact set -q "Karla Muster" company=co4 && crm-contact companies "Karla Muster" | head -n 1 | cut -f 2,4; crm-log undo -q; crm-contact show "Karla Muster" -c company,role' <<'END'
co4	
co3	Leitung
END
t 'names: family name first, titles, particles' 'for n in "Muster, Erna" "Prof. Dr. Elke Muster" "Hans von Berg" "Dr. Berg, Karl von" "Eva Muster, MBA"; do crm-contact add -q name="$n" && crm-contact list -c name,title,given,family | tail -n 1; done
  crm-contact add -q name="Dr. Ida Muster" title=Prof. && crm-contact list -c name,title,given,family | tail -n 1' <<'END'
Erna Muster		Erna	Muster
Elke Muster	Prof. Dr.	Elke	Muster
Hans von Berg		Hans	von Berg
Karl von Berg	Dr.	Karl	von Berg
Eva Muster, MBA		Eva	Muster
Dr. Ida Muster	Prof.	Ida	Muster
END
t 'names: only where given and family were empty' 'crm-contact set -q "Erna Muster" name="Beispiel, Dr. Erna" && crm-contact list name~Beispiel -c name,title,given,family' <<'END'
Beispiel, Dr. Erna		Erna	Muster
END
t 'the database is sound' 'crm-db check' <<'END'
END
finish
