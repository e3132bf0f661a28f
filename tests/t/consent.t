#!/bin/sh
# Consent by purpose, with day and evidence: given, withdrawn, run out; the field may, which fails closed; nothing is overwritten.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
crm-db init -q
for n in Erika Max Nina; do crm-contact add -q name="$n"; done

t 'a purpose nobody was asked about selects nobody' 'crm-contact list may=newsletter' <<'END'
! crm-contact: may: no purpose 'newsletter'
? 64
END
t 'nor everybody else' "crm-contact list 'may!=newsletter'" <<'END'
! crm-contact: may: no purpose 'newsletter'
? 64
END

# ---- consent ----

t 'dry run' 'crm-contact consent -N c1 newsletter day=2026-01-05 evidence="form 17" && crm-contact consents' <<'END'
set	c1	may		newsletter:given:2026-01-05:form 17
END
t 'given' 'crm-contact consent c1 newsletter day=2026-01-05 evidence="form 17" && crm-contact consents -H' <<'END'
c1
contact	purpose	status	day	until	evidence	may
c1	newsletter	given	2026-01-05		form 17	yes
END
t 'the same again is nothing' 'crm-contact consent c1 newsletter && crm-contact consent c1 newsletter day=2026-01-05 && crm-contact consent c1 newsletter evidence="form 17" && crm-contact consents | wc -l' <<'END'
c1
c1
c1
1
END
t 'with new evidence it is an entry of its own' 'crm-contact consent c1 newsletter evidence="form 18" && crm-contact consents c1' <<'END'
c1
c1	newsletter	given	2026-01-05		form 17	no
c1	newsletter	given	2026-03-31		form 18	yes
END
t 'out of a pipe, until a day' 'crm-contact list | crm-contact consent - phone until=2026-04-30 && crm-contact list -c id,may' <<'END'
c1
c2
c3
c1	newsletter,phone
c2	phone
c3	phone
END
t 'evidence out of a file' 'printf "a\nb\n" >mail.txt && crm-contact consent -q c2 profiling evidence@=mail.txt && crm-contact consents c2 purpose=x 2>/dev/null; crm-contact consents c2 -c evidence' <<'END'

a\nb
END

# ---- conditions ----

is 'may=' "$(crm-contact list -c id may=newsletter)" c1
is 'one of' "$(crm-contact list -c id may=newsletter,profiling | tr '\n' ' ')" 'c1 c2 '
is 'both' "$(crm-contact list -c id may=newsletter may=phone)" c1
is 'may!=' "$(crm-contact list -c id 'may!=newsletter' | tr '\n' ' ')" 'c2 c3 '
is 'any' "$(crm-contact list -c id 'may!=' | wc -l)" 3
is 'case is folded' "$(crm-contact list -c id may=Newsletter)" c1
t 'a slip of the pen' 'crm-contact list may=newsleter' <<'END'
! crm-contact: may: no purpose 'newsleter', nearest is 'newsletter'
? 64
END
no 'one of several is wrong' 64 'crm-contact list may=newsletter,fone'
t 'an empty variable selects nobody' 'crm-contact list may=$PURPOSE' <<'END'
! crm-contact: may: which purpose? those without one are may!=PURPOSE, those with any may!=
? 64
END
no 'purposes are whole' 64 'crm-contact list may~news'
no 'a word of another list is none' 64 'crm-contact set -q c1 source=web && crm-contact list may=web'
is 'over a reference' "$(crm-offer add -q title=A contact=c1 && crm-offer add -q title=B contact=c2 && crm-offer add -q title=C && crm-offer list contact.may=newsletter -c id)" o1
no 'and closed there too' 64 'crm-offer list contact.may=nix'
is 'sorted, grouped' "$(crm-contact list -s may -c id | wc -l) $(crm-report complete --by may -c may,records | tr '\t\n' '= ')" '3 newsletter=1 phone=3 profiling=1 '

# ---- it ends ----

is 'on the last day it holds' "$(crm-contact list --today=2026-04-30 -c id may=phone | wc -l)" 3
is 'on the next it does not' "$(crm-contact list --today=2026-05-01 -c id may=phone | wc -l)" 0
is 'nor before it was given' "$(crm-contact list --today=2026-03-30 -c id may=phone | wc -l)" 0
t 'given anew when it has run out' 'crm-contact consent -q --today=2026-05-02 c3 phone && crm-contact list --today=2026-05-02 -c id may=phone && crm-contact consents c3' <<'END'
c3
c3	phone	given	2026-03-31	2026-04-30		no
c3	phone	given	2026-05-02			no
END
crm-log undo -q
t 'withdrawn' 'crm-contact withdraw c1 newsletter evidence="she called" && crm-contact list -c id may=newsletter; crm-contact consents c1 --today=2026-04-01' <<'END'
c1
c1	newsletter	given	2026-01-05		form 17	no
c1	newsletter	given	2026-03-31		form 18	no
c1	newsletter	withdrawn	2026-03-31		she called	no
c1	phone	given	2026-03-31	2026-04-30		yes
END
is 'again is nothing' "$(crm-contact withdraw -q c1 newsletter && crm-contact consents c1 | wc -l)" 4
t 'an older consent does not count' 'crm-contact consent c1 newsletter day=2025-06-01 && crm-contact list -c id may=newsletter' <<'END'
c1
! crm-contact: c1: an entry of 2026-03-31 is newer and counts
END
t 'a later one does' 'crm-contact consent -q c1 newsletter && crm-contact list -c id may=newsletter' <<'END'
c1
END
t 'withdrawn without ever having been given' 'crm-contact withdraw -q c3 newsletter && crm-contact consents c3 -c purpose,status' <<'END'
newsletter	withdrawn
phone	given
END

# ---- history ----

t 'undo and redo' 'crm-contact withdraw -q c1 newsletter && crm-log undo -q && crm-contact list -c id may=newsletter && crm-db check && crm-log redo -q && crm-contact list -c id may=newsletter; crm-db check' <<'END'
c1
END
t 'history' 'crm-log changes c3 -n 1 | cut -f5-' <<'END'
withdraw	set	c3	may		newsletter:withdrawn:2026-03-31
END
ok 'it goes with its contact' 'crm-contact rm -q c3 && [ $(crm-contact consents | grep -c c3) = 0 ] && crm-db check'
is 'and comes back' "$(crm-log undo -q && crm-contact consents c3 | wc -l)" 2
is 'a purpose known only as withdrawn selects nobody' "$(crm-contact withdraw -q c3 post && crm-contact list may=post; echo $?)" 0

t 'a purpose much like another is remarked' 'crm-contact consent c2 newsleter && crm-contact consent c2 newsleter' <<'END'
! crm-contact: 'newsleter' is a new word, there is 'newsletter' already
c2
c2
END

# ---- errors ----

t 'which contact, which purpose' 'crm-contact consent; crm-contact consent c1; crm-contact consent c1 c2' <<'END'
! crm-contact: which contact? name one, or - for ids on standard input
! crm-contact: which purpose? it is the last word, as newsletter
! crm-contact: 'c2' is no purpose: it is the last word, as newsletter
? 64
END
t 'ahead' 'crm-contact consent c1 sms day=2026-04-01' <<'END'
! crm-contact: day: 2026-04-01 lies ahead: what has not happened is no evidence
? 65
END
no 'run out before it was given' 65 'crm-contact consent c1 sms day=2026-01-02 until=2026-01-01'
no 'a withdrawal does not run out' 64 'crm-contact withdraw c1 sms until=2027-01-01'
no 'no comma in a purpose' 64 'crm-contact consent c1 a,b'
no 'status is the verb' 64 'crm-contact consent c1 sms status=withdrawn'
no 'no such contact' 1 'crm-contact consent c9 sms'
t 'all or nobody' 'printf "c1\nc9\n" | crm-contact consent - sms; crm-contact list may=sms' <<'END'
! crm-contact: stdin:2: no contact c9
! crm-contact: may: no purpose 'sms'
? 64
END
no 'not a field to set' 64 'crm-contact set c1 may=sms'
no 'nor to add' 64 'crm-contact add name=X may=sms'
no 'nor to import' 65 'printf "id\tmay\nc1\tsms\n" | crm-contact import --key=id -'
t 'nothing out of an empty pipe' 'crm-contact list name=Nobody | crm-contact consent - sms' <<'END'
END
t 'the database is sound' 'crm-db check' <<'END'
END
finish
