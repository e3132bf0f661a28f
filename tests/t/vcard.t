#!/bin/sh
# vCards in and out: what becomes which field, what is kept and given back, damage, round trips in both versions, the cards of other programs.
. "$(dirname "$0")/../lib.sh"
CRM_DB=$work/crm.db
export CRM_DB
LC_ALL=de_DE.UTF-8 TZ=Europe/Berlin crm-db init -q "$work/empty.db"

new() {
  drop_db "$CRM_DB"
  copy_db "$work/empty.db" "$CRM_DB"
}

card() { # version, lines (printf) to card.vcf
  printf "BEGIN:VCARD\r\nVERSION:$1\r\n$2END:VCARD\r\n"
}

# ---- in ----
new
{
  card 3.0 'FN:Dr. Erika Muster\r\nN:Muster;Erika;Maria;Dr.;jr.\r\nORG:Muster GmbH;Einkauf\r\nTITLE:Leiterin\r\nROLE:Chefin\r\nEMAIL;TYPE=INTERNET,HOME:e@home.example\r\nEMAIL;TYPE=WORK,pref:erika@muster.example\r\nTEL;TYPE=CELL,VOICE:+49 170 1234567\r\nTEL;TYPE=WORK,FAX:0221 123499\r\nTEL;TYPE=HOME:unbekannt\r\nADR;TYPE=HOME:;;Gasse 2;Bonn;;53111;Deutschland\r\nADR;TYPE=WORK:Postfach 1;;Weg 1\\nHof;K\303\266ln;NRW;50667;Germany\r\nBDAY:1980-03-22\r\nNOTE:eins\\nzwei\\, drei\r\nNOTE:vier\r\nURL:https://muster.example\r\nCATEGORIES:messe,kunde\r\nPHOTO;ENCODING=b;TYPE=JPEG:aGFsbG8=\r\nitem1.X-ABDATE:2010-01-01\r\nitem1.X-ABLabel:Hochzeit\r\nLANG:de\r\nUID:abc,1\r\nREV:2020-01-01T00:00:00Z\r\nPRODID:x\r\n'
  card 2.1 'N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller;J=C3=B6=\r\nrg\r\nTEL;CELL;PREF:0170 7654321\r\nTEL;HOME:0228 123456\r\n'
  card 4.0 'FN:Max Beispiel\r\nBDAY:--0416\r\nEMAIL;PREF=2:b@x.example\r\nEMAIL;PREF=1:a@x.example\r\nTEL;VALUE=uri;TYPE="work,voice":tel:+49-221-1234567;ext=12\r\nUID:urn:uuid:1\r\n'
} >in.vcf
r 'import' 'crm-contact import in.vcf --create=company' "c1
c2
c3
crm-contact: in.vcf: 'unbekannt' is neither an e-mail address nor a telephone number, and is kept for crm-contact vcard only
crm-contact: 3 added, 0 changed, 0 same, 0 rejected, 1 company made"
r 'names' 'crm-contact list -c name,given,family,title,role,company.name' 'Dr. Erika Muster|Erika|Muster|Dr.|Leiterin|Muster GmbH
Jörg Müller|Jörg|Müller|||
Max Beispiel|Max|Beispiel|||'
r 'addresses and numbers, the preferred first' 'crm-contact list -c emails,phones' 'work:erika@muster.example,home:e@home.example|mobile:+491701234567,fax:+49221123499
|mobile:+491707654321,home:+49228123456
a@x.example,b@x.example|work:+492211234567'
r 'the rest' 'crm-contact list -c street,postal_code,city,region,country,birthday,language,notes,tags,ext' 'Weg 1\nHof|50667|Köln|NRW|DE|1980-03-22|de|eins\nzwei, drei\n\nvier|kunde,messe|vcard:abc%2C1
|||||||||
|||||--04-16||||vcard:urn:uuid:1'
r 'again: the same' 'crm-contact import in.vcf 2>&1 >/dev/null | tail -n 1' 'crm-contact: 0 added, 0 changed, 3 same, 0 rejected'
r 'by a pipe, too' 'cat in.vcf | crm-contact import --from=vcard - 2>&1 >/dev/null | tail -n 1' 'crm-contact: 0 added, 0 changed, 3 same, 0 rejected'

# ---- out ----
out() { crm-contact vcard "$@" 2>&1 | tr -d '\r'; }
is 'vcard: 3.0' "$(out 1)" 'BEGIN:VCARD
VERSION:3.0
FN:Dr. Erika Muster
N:Muster;Erika;Maria;Dr.;jr.
ORG:Muster GmbH;Einkauf
TITLE:Leiterin
EMAIL;TYPE=work,pref:erika@muster.example
EMAIL;TYPE=home:e@home.example
TEL;TYPE=cell,pref:+491701234567
TEL;TYPE=fax,work:0221 123499
ADR;TYPE=work:Postfach 1;;Weg 1\nHof;Köln;NRW;50667;Germany
BDAY:1980-03-22
LANG:de
CATEGORIES:messe,kunde
NOTE:eins\nzwei\, drei\n\nvier
ADR;TYPE=home:;;Gasse 2;Bonn;;53111;Deutschland
TEL;TYPE=home:unbekannt
ROLE:Chefin
URL:https://muster.example
PHOTO;ENCODING=b;TYPE=JPEG:aGFsbG8=
item1.X-ABDATE:2010-01-01
item1.X-ABLabel:Hochzeit
UID:abc\,1
REV:2026-03-31T12:00:00Z
END:VCARD'
is 'vcard: 4.0' "$(out --vcard=4.0 1 3)" 'BEGIN:VCARD
VERSION:4.0
FN:Dr. Erika Muster
N:Muster;Erika;Maria;Dr.;jr.
ORG:Muster GmbH;Einkauf
TITLE:Leiterin
EMAIL;TYPE=work;PREF=1:erika@muster.example
EMAIL;TYPE=home:e@home.example
TEL;TYPE=cell;PREF=1:+491701234567
TEL;TYPE=fax,work:0221 123499
ADR;TYPE=work:Postfach 1;;Weg 1\nHof;Köln;NRW;50667;Germany
BDAY:19800322
LANG:de
CATEGORIES:messe,kunde
NOTE:eins\nzwei\, drei\n\nvier
ADR;TYPE=home:;;Gasse 2;Bonn;;53111;Deutschland
TEL;TYPE=home:unbekannt
ROLE:Chefin
URL:https://muster.example
PHOTO:data:image/jpeg;base64,aGFsbG8=
item1.X-ABDATE:2010-01-01
item1.X-ABLabel:Hochzeit
UID;VALUE=text:abc\,1
REV:20260331T120000Z
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Max Beispiel
N:Beispiel;Max;;;
EMAIL;PREF=1:a@x.example
EMAIL:b@x.example
TEL;TYPE=work;VALUE=uri:tel:+49-221-1234567;ext=12
BDAY:--0416
UID:urn:uuid:1
REV:20260331T120000Z
END:VCARD'
r 'lines end with CR LF' 'crm-contact vcard | grep -vc "$(printf "\r")$"; crm-contact vcard | tail -c 2 | od -An -tx1' '0
 0d 0a'
r 'operands: references and conditions' 'crm-contact vcard "Max Beispiel" a@x.example 1 | grep ^FN | tr -d "\r"; crm-contact vcard birthday!= | grep -c BEGIN; crm-contact list 3 2 -c id | crm-contact vcard - | grep ^FN | tr -d "\r"; : | crm-contact vcard -' 'FN:Max Beispiel
FN:Dr. Erika Muster
2
FN:Max Beispiel
FN:Jörg Müller'
r 'who is not there is named, the others are written' 'crm-contact vcard c2 c99 2>&1 >out | sort; grep ^FN out | tr -d "\r"; crm-contact vcard c99 >/dev/null 2>&1' 'crm-contact: no contact c99
FN:Jörg Müller
? 1'
no 'a version that is none' 64 'crm-contact vcard --vcard=2.1'
for v in 3.0 4.0; do
  r "$v: export and import change nothing" "crm-contact vcard --vcard=$v | crm-contact import - 2>&1 >/dev/null | tail -n 1" 'crm-contact: 0 added, 0 changed, 3 same, 0 rejected'
done
crm-contact export | cut -f 3- >fields
for v in 3.0 4.0; do
  crm-contact vcard --vcard=$v >all-$v.vcf
  needs file r "$v: the same fields in another database" "cp '$work/empty.db' other.db; crm-contact import -d other.db --create=company all-$v.vcf -q 2>/dev/null; crm-contact export -d other.db | cut -f 3- | cmp - fields; crm-db check -d other.db" ''
done

# ---- what was changed here is not brought back by a line that was kept ----
crm-contact set 1 company= street='Neuer Weg' role=Chefin phones-=0221123499 -q
is 'kept lines of fields count as long as they agree' "$(out 1 | grep -E '^(ORG|TITLE|ROLE|TEL|ADR)')" 'TITLE:Chefin
TEL;TYPE=cell:+491701234567
ADR;TYPE=work:;;Neuer Weg;Köln;NRW;50667;Germany
ADR;TYPE=home:;;Gasse 2;Bonn;;53111;Deutschland
TEL;TYPE=home:unbekannt
ROLE:Chefin'
r 'that too comes back the same' 'crm-contact vcard | crm-contact import - 2>&1 >/dev/null | tail -n 1' 'crm-contact: 0 added, 0 changed, 3 same, 0 rejected'

# ---- who is who ----
new
crm-contact add name='Erika Muster' email=erika@muster.example phone='+49 221 1234567' notes=hier -q
card 3.0 'FN:Erika Muster\r\nEMAIL:ERIKA@muster.example\r\nTITLE:Chefin\r\n' >same.vcf
r 'by e-mail' 'crm-contact import same.vcf; crm-contact list -c id,email,role,notes' 'c1
crm-contact: 0 added, 1 changed, 0 same, 0 rejected
c1|erika@muster.example|Chefin|hier'
card 3.0 'FN:erika muster\r\nTEL:0221 1234567\r\n' >phone.vcf
r 'by name and telephone' 'crm-contact import phone.vcf --key=phone 2>&1 >/dev/null; crm-contact import phone.vcf 2>&1' 'crm-contact: phone.vcf: 1 of those changed have another name now
crm-contact: 0 added, 1 changed, 0 same, 0 rejected
c1
crm-contact: 0 added, 0 changed, 1 same, 0 rejected'
card 3.0 'FN:Jemand anders\r\nEMAIL:erika@muster.example\r\nUID:zwei\r\n' >family.vcf
crm-contact set 1 ext+=vcard:eins -q
r 'one address, two persons with UIDs of their own' 'crm-contact import family.vcf 2>&1; crm-contact import family.vcf --force 2>&1' "c2
crm-contact: family.vcf:1: contact c1 has another UID: taken for another
crm-contact: 1 added, 0 changed, 0 same, 0 rejected
c2
crm-contact: 0 added, 0 changed, 1 same, 0 rejected"
r 'its UID is its key from now on' 'crm-contact import family.vcf 2>&1 >/dev/null' 'crm-contact: 0 added, 0 changed, 1 same, 0 rejected'
card 3.0 'EMAIL:erika@muster.example\r\n' >two.vcf
no 'an address of several' 65 'crm-contact import two.vcf'
card 3.0 'NOTE:niemand\r\n' >nobody.vcf
r 'a card of nobody alone is left out' 'crm-contact import nobody.vcf' 'crm-contact: nobody.vcf:3: contact needs a name, an e-mail address or a telephone number
crm-contact: 0 added, 0 changed, 0 same, 0 rejected'
card 3.0 'FN:Nur Name\r\n' >bare.vcf
r 'a name only' 'crm-contact import bare.vcf 2>&1 >/dev/null; crm-contact import bare.vcf 2>&1 >/dev/null' 'crm-contact: bare.vcf: 1 of those added have no key, and are found again only as they are: --key=FIELD says what tells them apart
crm-contact: 1 added, 0 changed, 0 same, 0 rejected
crm-contact: 0 added, 0 changed, 1 same, 0 rejected'
no 'a key that is none' 64 'crm-contact import bare.vcf --key=city'
no 'vCards have no columns' 64 'crm-contact import bare.vcf --map name=FN'
no 'companies are not persons' 64 'crm-company import bare.vcf'
r 'operands hold for all' 'card=1; crm-contact import bare.vcf source=Messe tags+=neu city=Ulm -q; crm-contact list "name=Nur Name" -c source,tags,city' 'Messe|neu|Ulm'
card 3.0 'FN:erika@x.example\r\nEMAIL:erika@x.example\r\n' >noname.vcf
r 'who has no name goes by an address' 'crm-contact import noname.vcf -q; crm-contact list email~x.example -c name,email; crm-contact vcard erika@x.example | grep ^FN | tr -d "\r"' '|erika@x.example
FN:erika@x.example'

# ---- damage, and all or nothing ----
new
{
  card 3.0 'FN:Gut\r\n'
  card 3.0 'FN:Schlecht\r\nkein Doppelpunkt\r\n'
  card 3.0 'NOTE:niemand\r\n'
  printf 'verirrt\r\n'
  card 3.0 'FN:Auch gut\r\nORG:Fehlt AG\r\n'
  printf 'BEGIN:VCARD\r\nFN:offen\r\n'
} >bad.vcf
r 'all that is wrong is named, and nothing is imported' 'crm-contact import bad.vcf; crm-contact list' "crm-contact: bad.vcf:8: no colon in 'kein Doppelpunkt'
crm-contact: bad.vcf:12: contact needs a name, an e-mail address or a telephone number
crm-contact: bad.vcf:14: text outside a card
crm-contact: bad.vcf:18: company: no company 'Fehlt AG'
crm-contact: bad.vcf:20: the card has no END:VCARD
crm-contact: --create=company adds the companies that are missing
crm-contact: nothing is imported; --reject=FILE takes the bad lines aside"
sed -n '5,14p;20,$p' bad.vcf >want
r '--reject takes whole cards aside' 'crm-contact import bad.vcf --create=company --reject=rejected.vcf 2>&1; cmp rejected.vcf want; crm-contact list -c name' "c1
c2
crm-contact: bad.vcf:8: no colon in 'kein Doppelpunkt'
crm-contact: bad.vcf:12: contact needs a name, an e-mail address or a telephone number
crm-contact: bad.vcf:14: text outside a card
crm-contact: bad.vcf:20: the card has no END:VCARD
crm-contact: bad.vcf: 1 of those added have no key, and are found again only as they are: --key=FIELD says what tells them apart
crm-contact: 2 added, 0 changed, 0 same, 4 rejected, 1 company made
Gut
Auch gut"
r 'no card at all' ': | crm-contact import --from=vcard -' 'crm-contact: stdin: there is no card in it
? 65'
r 'an encoding that is none' 'crm-contact import bad.vcf --encoding=klingon 2>/dev/null' '? 64'
head -c 1100000 /dev/zero | base64 -w 0 >photo
{ printf 'BEGIN:VCARD\nVERSION:3.0\nFN:Bild\nPHOTO;ENCODING=b:'; cat photo; printf '\nEND:VCARD\n'; } >photo.vcf
r 'a photo that is too large' 'crm-contact import photo.vcf 2>&1 >/dev/null; crm-contact vcard name=Bild | grep -c PHOTO' 'crm-contact: photo.vcf:4: PHOTO is left out: 1432 KiB, where 1024 are kept
crm-contact: photo.vcf: 1 of those added have no key, and are found again only as they are: --key=FIELD says what tells them apart
crm-contact: 1 added, 0 changed, 0 same, 0 rejected
0
? 1'
card 2.1 'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:a=FF\r\n' >odd.vcf
r 'bytes that are no text' 'crm-contact import odd.vcf 2>&1 >/dev/null' 'crm-contact: odd.vcf:3: FN: bytes that are no text are replaced
crm-contact: odd.vcf: 1 of those added have no key, and are found again only as they are: --key=FIELD says what tells them apart
crm-contact: 1 added, 0 changed, 0 same, 0 rejected'
ok 'the database is sound' 'crm-db check'

# ---- history ----
new
crm-contact import in.vcf --create=company -q 2>/dev/null
crm-contact vcard >before
sed 's/aGFsbG8=/aGFsbG8h/;s/Leiterin/Direktorin/' in.vcf >newer.vcf
r 'a dry run' 'crm-contact import -N newer.vcf 2>/dev/null' 'set|c1|role|Leiterin|Direktorin
set|c1|vcard|PHOTO:data:image/jpeg;base64,aGFsbG8=|
set|c1|vcard||PHOTO:data:image/jpeg;base64,aGFsbG8h'
r 'which changes nothing' 'crm-contact vcard | cmp - before' ''
r 'a newer card' 'crm-contact import newer.vcf 2>&1 >/dev/null | tail -n 1; crm-contact vcard 1 | grep -c -e aGFsbG8h -e Direktorin' 'crm-contact: 0 added, 1 changed, 2 same, 0 rejected
2'
r 'undo, redo' 'crm-log undo -q >/dev/null; crm-contact vcard | cmp - before; crm-log redo -q >/dev/null; crm-contact vcard 1 | grep -c -e aGFsbG8h -e Direktorin; crm-db check' 2
r 'what is kept goes with the contact' 'crm-contact rm 1 -q; crm-db check; crm-log undo -q >/dev/null; crm-contact vcard 1 | grep -c PHOTO; crm-db check' 1
r 'a merge keeps what both had' 'crm-contact merge 3 1 -q 2>/dev/null; crm-contact vcard 3 | grep -E "^(N|ORG|TEL|PHOTO|UID)[:;]" | tr -d "\r"; crm-contact vcard 3 | crm-contact import - 2>&1 >/dev/null | tail -n 1; crm-log undo -q >/dev/null; crm-db check' 'N:Beispiel;Max;;Dr.;
ORG:Muster GmbH;Einkauf
TEL;TYPE=work,pref:+49-221-1234567\;ext=12
TEL;TYPE=cell:+491701234567
TEL;TYPE=fax,work:0221 123499
TEL;TYPE=home:unbekannt
PHOTO;ENCODING=b;TYPE=JPEG:aGFsbG8h
UID:abc\,1
crm-contact: 0 added, 0 changed, 1 same, 0 rejected'
ok 'dump and load keep it' "crm-db dump >d && crm-db init -q new.db && crm-db load -d new.db d && crm-contact vcard -d new.db >v && crm-contact vcard | cmp - v"

# ---- cards of other programs ----
cards=$shared/data/conformance/vcard
if [ -d "$cards" ]; then
  # contacts, file; 0: it is damaged, nobody: of nobody, which is left out and said
  while read -r n f; do
    new
    crm-contact import "$cards/$f" --create=company >/dev/null 2>err
    st=$?
    got=$(crm-contact list | wc -l)
    case $n in
    0 | nobody)
      [ $n = 0 ] && want=65 || want=0
      is "$f: damaged, or of nobody" "$st $got $(grep -c "^crm-contact: $cards/$f:[0-9]*: " err)" "$want 0 1"
      continue
      ;;
    esac
    again=$(crm-contact import "$cards/$f" 2>&1 >/dev/null | tail -n 1)
    for v in 3.0 4.0; do
      crm-contact vcard --vcard=$v >o.vcf
      again="$again $(crm-contact import o.vcf 2>&1 >/dev/null | tail -n 1)"
      awk 'length($0) > 76 || !/\r$/' o.vcf >long
      again="$again$(head -n 1 long)"
    done
    same="crm-contact: 0 added, 0 changed, $n same, 0 rejected"
    is "$f" "$st $got $again" "0 $n $same $same $same"
  done <<'END'
6 ez-vcard/John_Doe_ANDROID.vcf
1 ez-vcard/John_Doe_BLACK_BERRY.vcf
1 ez-vcard/John_Doe_EVOLUTION.vcf
1 ez-vcard/John_Doe_GMAIL.vcf
1 ez-vcard/John_Doe_IPHONE.vcf
1 ez-vcard/John_Doe_LOTUS_NOTES.vcf
1 ez-vcard/John_Doe_MAC_ADDRESS_BOOK.vcf
1 ez-vcard/John_Doe_MS_OUTLOOK.vcf
1 ez-vcard/fullcontact.vcf
3 ez-vcard/gmail-list.vcf
1 ez-vcard/gmail-single.vcf
1 ez-vcard/gmail-single2.vcf
1 ez-vcard/issue114.vcf
1 ez-vcard/outlook-2003.vcf
1 ez-vcard/outlook-2007.vcf
2 ez-vcard/rfc2426-example.vcf
1 ez-vcard/rfc6350-example.vcf
1 ez-vcard/thunderbird-MoreFunctionsForAddressBook-extension.vcf
1 ical.js/escape_semicolon.vcf
1 ical.js/vcard.vcf
1 ical.js/vcard21.vcf
1 ical.js/vcard3.vcf
1 ical.js/vcard_author.vcf
nobody ical.js/vcard_grouped.vcf
1 ical4j-vcard/4b62872a-849-0.vcf
1 ical4j-vcard/vcard-antoni-cardpicture.vcf
1 ical4j-vcard/vcard-antoni-kontact.vcf
1 ical4j-vcard/vcard-antoni-outlook2003-valueurl.vcf
1 ical4j-vcard/vcard-antoni-outlook2003.vcf
1 ical4j-vcard/vcard-dirk.vcf
2 ical4j-vcard/vcard-rfc2426.vcf
30 ical4j-vcard/vcard-vCards-SAP.vcf
1 ical4j-vcard/invalid/vcard-dirk-whitespaceafterbegin.vcf
1 ical4j-vcard/invalid/vcard-incompletenproperty.vcf
1 ical4j-vcard/valid/Denis_Hennessy.vcf
1 ical4j-vcard/valid/Frank_Dawson.vcf
1 ical4j-vcard/valid/Simon_Perreault.vcf
1 ical4j-vcard/valid/Simon_Perreault_03.vcf
1 ical4j-vcard/valid/Tony_Small.vcf
nobody ical4j-vcard/valid/vcard-group.vcf
1 ical4j-vcard/valid/vcard-lowercase.vcf
nobody ical4j-vcard/valid/vcard-url.vcf
1 khard/altid.vcf
1 khard/category.vcf
1 khard/contact1.vcf
1 khard/contact2.vcf
1 khard/individual.vcf
1 khard/issue249.vcf
1 khard/joe.vcf
1 khard/korean-c.vcf
1 khard/korean-j.vcf
1 khard/labels.vcf
1 khard/minimal.vcf
1 khard/nickname.vcf
1 khard/no-nickname.vcf
1 khard/org.vcf
1 khard/photov3.vcf
1 khard/photov4.vcf
1 khard/post.vcf
1 khard/tel-value-uri.vcf
1 khard/text-bday.vcf
0 khard/unparsable.vcf
1 py-vobject/radicale-1587.vcf
1 py-vobject/vcard40_full.vcf
1 py-vobject/vcard40_group.vcf
1 py-vobject/vcard40_location.vcf
1 py-vobject/vcard40_multilang.vcf
1 py-vobject/vcard40_org.vcf
1 py-vobject/vcard40_simple.vcf
1 radicale/broken-vcard.vcf
2 radicale/broken-vcards.vcf
2 radicale/broken-vcards2-no_uid.vcf
2 radicale/broken-vcards2.vcf
1 radicale/contact1.vcf
1 radicale/contact1_v4.vcf
1 radicale/contact2-with-bday.vcf
1 radicale/contact3-with-bday.vcf
1 radicale/contact4-with-bday-no-year.vcf
2 radicale/contact_multiple.vcf
2 radicale/contact_multiple_v4.vcf
1 radicale/contact_photo_with_data_uri.vcf
1 radicale/contact_photo_with_data_uri_v4.vcf
1 vcard4android/allfields-vcard3.vcf
1 vcard4android/strange-rev.vcf
1 vcard4android/unknown-properties-with-labels.vcf
1 vcard4android/vcard4.vcf
END
  new
  for f in ez-vcard/John_Doe_IPHONE vcard4android/allfields-vcard3 ez-vcard/rfc6350-example ical4j-vcard/4b62872a-849-0 ez-vcard/outlook-2007 radicale/contact4-with-bday-no-year; do
    crm-contact import "$cards/$f.vcf" --create=company -q >/dev/null 2>&1
  done
  r 'what they say' 'crm-contact list -c name,given,family,title,role,company.name,emails,birthday,street,city,country,language' 'Mr. John Richter James Doe Sr.|John|Doe Sr.||Money Counter|IBM|john.doe@ibm.com|2012-06-06|Street4\nBuilding 6\nFloor 8|New York|US|
Ämi Display|Firstname|Lastname|DDDr.|Director, Research and Development|ABC, Inc.|home:private@example.com,work:work@example.com|1996-04-15|6544 Battleford Drive|Raleigh|US|
Simon Perreault|Simon|Perreault|||Viagenie|work:simon.perreault@viagenie.ca|--02-03|2875 Laurier|Quebec|CA|fr
Franz M. Branntwein|Franz|Branntwein||||franz.m.branntwein@example.com||Medizinstraße 4711|Köln|DE|
Mr. Michael Angstadt Jr.|Michael|Angstadt Jr.||TheJobTitle|TheCompany|mike.angstadt@gmail.com|1922-03-10|222 Broadway|New York|US|
Test bday without year Thunderbird CardBook|Test bday without year Thunderbird|CardBook|||||--01-01||||'
  ok 'the database is sound' 'crm-db check'
else
  skip 'cards of other programs' "no $cards"
fi
finish
