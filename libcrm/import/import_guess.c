/* import_guess.c - what the columns of a header may be, as --map options: names in German and
 * English, and those of Odoo.
 *
 * A guess is printed, not made: who pastes it has read it. What has no entry is named, never
 * guessed by likeness. */
#include "import_impl.h"

#include "../base/ascii.h"
#include "../base/utf8.h"
#include "../edit/rules.h"

#define KEY_MAX 64

/* Names of columns, words apart by one blank; the field is the first of the list that the
 * kind has. */
static const struct { const char *field, *names; } known[] = {
	{"sku", "artikelnummer|artikel nr|artikelnr|art nr|artnr|artikelcode|produktnummer|produkt nr|produktcode|materialnummer|"
		"item number|item no|product code|product number|part number|internal reference|default code|barcode|ean|gtin"},
	{"number", "nummer|nr|no|angebotsnummer|angebots nr|angebotsnr|angebot nr|belegnummer|beleg nr|vorgangsnummer|vorgang|"
		"auftragsnummer|offer number|quote number|quotation number|deal number|order reference|reference|referenz"},
	{"title,name", "titel|betreff|bezeichnung|opportunity|opportunity name|opportunitat|deal|deal name|deal title|subject|"
		"verkaufschance|projekt|projektname|thema|vorhaben|aufgabe|task|task name|topic|artikelbezeichnung|artikelname|"
		"artikel|produktbezeichnung|produktname|product name|item name|kurztext"},
	{"given", "vorname|vornamen|rufname|first name|firstname|given name|forename"},
	{"family", "nachname|familienname|zuname|last name|lastname|surname|family name"},
	{"full", "vollstandiger name|voller name|klarname|full name|fullname|anzeigename|display name"},
	{"contact", "ansprechpartner|kontakt|kontaktperson|contact|contact name|contact person|person|teilnehmer|attendee"},
	{"name", "vollstandiger name|voller name|full name|fullname|anzeigename|display name|complete name|contact name|"
		"ansprechpartner|kontaktperson|kontakt|benutzer|benutzername|login|user|username|person"},
	{"company,company_name,name", "firma|firmenname|firmierung|unternehmen|unternehmensname|organisation|organization|"
		"organisationsname|betrieb|kunde|kundenname|arbeitgeber|account|account name|company|company name|customer|"
		"customer name|client|partner|partner id|parent id|parent id name|partner name|employer|related company"},
	{"role", "position|funktion|rolle|stellung|berufsbezeichnung|job|job title|job position|function|rolle im unternehmen"},
	{"title", "akad titel|akademischer titel|academic title|anredetitel|title id"},
	{"email", "e mail|email|mail|e mail adresse|email adresse|emailadresse|mailadresse|e mail address|email address|work email|"
		"e mail geschaftlich|geschaftliche e mail|e mail 1|email 1|email from|primary email|kontakt e mail"},
	{"emails+", "e mail 2|email 2|e mail 3|weitere e mail|zweite e mail|e mail privat|private e mail|home email|other email|"
		"secondary email"},
	{"phone", "telefon|tel|telefonnummer|telefon nr|telefonnr|rufnummer|festnetz|telefon geschaftlich|telefon dienstlich|"
		"geschaftlich|telefon firma|telefon buro|telefon 1|phone|phone number|telephone|work phone|business phone|"
		"office phone|durchwahl"},
	{"phones+", "mobil|mobiltelefon|mobilnummer|mobil nr|mobiltel|handy|handynummer|mobile|mobile phone|mobile number|cell|"
		"cell phone|telefon 2|telefon mobil|telefon privat|phone 2|home phone|other phone"},
	{"street", "strasse|str|strasse und hausnummer|strasse hausnummer|strasse nr|anschrift|adresse|street|street address|address|"
		"address 1|address line 1|strasse geschaftlich"},
	{"postal_code", "plz|postleitzahl|postcode|post code|zip|zip code|zipcode|postal code"},
	{"city", "ort|stadt|wohnort|firmensitz|sitz|gemeinde|city|town"},
	{"region", "bundesland|region|kanton|provinz|state|state id|state province|province|county|fed state"},
	{"country", "land|staat|landerkennzeichen|lkz|country|country id|country code|country id code|country name|nation"},
	{"website", "webseite|website|web site|homepage|internet|internetadresse|internetseite|url|web|www|domain|"
		"company domain name|website link"},
	{"vat_id", "ust id|ustid|ust idnr|ust id nr|ustidnr|umsatzsteuer id|umsatzsteuer identifikationsnummer|uid|uid nummer|uid nr|"
		"mwst nr|vat|vat id|vat no|vat number|vat reg no|tax id|tin|steuernummer"},
	{"industry", "branche|industrie|wirtschaftszweig|geschaftsfeld|industry|industry id|sector|line of business"},
	{"employees", "mitarbeiter|mitarbeiterzahl|mitarbeiteranzahl|anzahl mitarbeiter|beschaftigte|anzahl beschaftigte|employees|"
		"number of employees|no of employees|employee count|headcount|company size"},
	{"founded", "gegrundet|grundung|grundungsjahr|founded|year founded|founding year|foundation"},
	{"revenue", "umsatz|jahresumsatz|annual revenue|revenue|turnover"},
	{"parent", "muttergesellschaft|konzern|konzernmutter|parent|parent company|parent account"},
	{"birthday", "geburtstag|geburtsdatum|geb|geb datum|geboren|birthday|birthdate|birth date|date of birth|dob"},
	{"value", "wert|betrag|summe|gesamtsumme|angebotswert|angebotssumme|auftragswert|netto|nettobetrag|nettosumme|netto betrag|"
		"volumen|umsatz|erwarteter umsatz|wert netto|amount|value|total|deal value|deal amount|expected revenue|"
		"untaxed amount|amount untaxed|revenue|net amount"},
	{"price", "preis|verkaufspreis|listenpreis|einzelpreis|stuckpreis|nettopreis|vk|vk preis|price|unit price|list price|"
		"sales price|sale price|lst price"},
	{"cost", "kosten|einkaufspreis|ek|ek preis|selbstkosten|cost|standard price|purchase price"},
	{"tax", "steuer|steuersatz|mwst|mwst satz|ust|ust satz|mehrwertsteuer|tax|tax rate|vat rate"},
	{"unit", "einheit|mengeneinheit|me|unit|unit of measure|uom|uom id"},
	{"currency", "wahrung|waehrung|currency|currency id|currency code|whg"},
	{"pin,probability", "wahrscheinlichkeit|probability|chance|abschlusswahrscheinlichkeit|win probability"},
	{"pipeline", "pipeline|pipeline id|vertriebspipeline|verkaufstrichter|funnel"},
	{"stage", "phase|stufe|verkaufsphase|vertriebsphase|angebotsphase|stage|stage id|deal stage|sales stage|pipeline stage"},
	{"expected_close", "erwarteter abschluss|erwartetes abschlussdatum|geplanter abschluss|geplantes abschlussdatum|"
		"abschlussdatum|abschluss|abschlusstermin|voraussichtlicher abschluss|expected close|expected closing|"
		"expected close date|expected closing date|close date|closing date|date deadline"},
	{"closed", "abgeschlossen|abgeschlossen am|geschlossen am|gewonnen am|verloren am|closed|closed on|closed date|date closed"},
	{"inquired", "anfrage|anfragedatum|anfrage vom|angefragt|angefragt am|eingangsdatum|eingang|inquiry|inquiry date|inquired on|"
		"date of inquiry"},
	{"valid_until", "gultig bis|gultigkeit|bindefrist|angebot gultig bis|valid until|validity|validity date|expiration|"
		"expiration date"},
	{"reason", "verlustgrund|grund|ablehnungsgrund|lost reason|lost reason id|loss reason|closed lost reason"},
	{"competitor", "wettbewerber|mitbewerber|konkurrent|konkurrenz|competitor"},
	{"product", "produkt|artikel|ware|leistung|product|product id|item"},
	{"due", "fallig|fallig am|falligkeit|falligkeitsdatum|frist|termin|deadline|due date|due on|date deadline"},
	{"done", "erledigt|erledigt am|done on|completed|completed on|completion date"},
	{"priority", "prioritat|prio|wichtigkeit|priority"},
	{"at", "datum|zeitpunkt|datum uhrzeit|wann|date|datetime|date time|timestamp|start|start date|create date"},
	{"kind", "art|typ|aktivitat|aktivitatstyp|type|activity type|activity|activity type id"},
	{"subject", "betreff|thema|subject|titel|summary|title"},
	{"text,message,notes", "text|inhalt|nachricht|mitteilung|beschreibung|anfragetext|message|body|content|description|details"},
	{"duration", "dauer|duration|lange"},
	{"outcome", "ergebnis|resultat|outcome|result"},
	{"notes", "notiz|notizen|bemerkung|bemerkungen|anmerkung|anmerkungen|kommentar|kommentare|hinweis|hinweise|note|comment|"
		"comments|remarks|internal notes|memo|info|zusatzinfo"},
	{"source", "quelle|herkunft|lead quelle|leadquelle|ursprung|source|source id|lead source|original source"},
	{"medium", "medium|medium id|utm medium"},
	{"campaign", "kampagne|aktion|campaign|campaign id|utm campaign"},
	{"channel", "kanal|channel|eingangskanal"},
	{"tags", "schlagwort|schlagworte|schlagworter|stichwort|stichworte|stichworter|tag|tag ids|label|labels|etikett|etiketten|"
		"keywords|merkmale|category id"},
	{"category", "kategorie|kategorien|kundenart|produktkategorie|produktgruppe|warengruppe|artikelgruppe|categ id|"
		"product category|categories|lifecycle stage"},
	{"language", "sprache|korrespondenzsprache|language|lang|locale"},
	{"owner", "besitzer|zustandig|zustandiger|betreuer|kundenbetreuer|verantwortlich|verantwortlicher|verkaufer|"
		"vertriebsmitarbeiter|vertriebler|bearbeiter|sachbearbeiter|owner|account owner|contact owner|deal owner|"
		"company owner|lead owner|salesperson|sales rep|account manager|assigned to|assigned|user id|responsible"},
	{"team", "team|abteilung|vertriebsteam|sales team|team id|department"},
	{"manager", "vorgesetzter|vorgesetzte|leiter|manager|supervisor|reports to"},
};

#define KNOWN (sizeof known / sizeof *known)

/* Keys of the record in the other system. */
static const char foreign_ids[] =
	"id|record id|external id|externe id|kundennummer|kunden nr|kundennr|kd nr|kdnr|debitor|debitorennummer|"
	"debitoren nr|lieferantennummer|adressnummer|personennummer|customer id|customer number|account id|"
	"contact id|company id|deal id|lead id|uuid|guid|mitgliedsnummer";

struct guess {
	const struct crm_kind *k;
	struct crm *c;
	char (*keys)[KEY_MAX];     /* by column */
	const char *names[KNOWN], *ids; /* folded, as the keys are */
	const struct crm_field **fed; size_t nfed;
	const struct crm_field **by_name;
};

/* Folded, and letters and digits only; a longer one is known to nobody. */
static void make_key(char key[KEY_MAX], const char *name, size_t n)
{
	struct strbuf b = STRBUF_INIT;
	size_t len = 0;

	utf8_fold(&b, name, n);
	for (size_t i = 0; i < b.len && len + 2 < KEY_MAX; i++) {
		bool word = ascii_alpha(b.buf[i]) || ascii_digit(b.buf[i]) || (b.buf[i] & 0x80);

		if (word)
			key[len++] = b.buf[i];
		else if (len && key[len - 1] != ' ')
			key[len++] = ' ';
	}
	while (len && key[len - 1] == ' ')
		len--;
	key[len] = '\0';
	sb_release(&b);
}

static bool is_among(const char *names, const char *key)
{
	size_t n = strlen(key);

	for (const char *p = names; n && *p; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == n && memcmp(p, key, n) == 0)
			return true;
	return false;
}

static bool is_fed(const struct guess *g, const struct crm_field *f)
{
	for (size_t i = 0; i < g->nfed; i++)
		if (g->fed[i] == f)
			return true;
	return false;
}

/* The first field of a list that the kind has, that can be set and that nothing feeds yet; after a
 * + lists, which several feed. */
static const struct crm_field *field_of(const struct guess *g, const char *fields)
{
	size_t n;

	for (const char *p = fields; *p; p += n, p += strcspn(p, ",") + (p[strcspn(p, ",")] == ',')) {
		const struct crm_field *f;

		n = strcspn(p, ",+");
		f = catalog_field(g->c, g->k, p, n);
		if (f && field_assignable(f) && (p[n] == '+' ? f->type == T_LIST : !is_fed(g, f)))
			return f;
	}
	return NULL;
}

static bool has_key(const struct guess *g, size_t n, const char *field)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < KNOWN; k++)
			if (strcmp(known[k].field, field) == 0 && is_among(g->names[k], g->keys[i]))
				return true;
	return false;
}

/* What a column is; *adds: to a list. A second telephone goes to the further ones. */
static const struct crm_field *guess_key(const struct guess *g, const char *key, size_t n, bool *adds)
{
	const struct crm_field *f;
	bool known_word = false;

	/* beside first names a name is the last one */
	if (strcmp(key, "name") == 0 && kind_field(g->k, "family") && has_key(g, n, "given") &&
	    !has_key(g, n, "family"))
		key = "family name";
	*adds = false;
	for (size_t i = 0; i < KNOWN; i++) {
		if (!is_among(g->names[i], key))
			continue;
		known_word = true;
		*adds = strchr(known[i].field, '+') != NULL;
		f = field_of(g, known[i].field);
		if (f)
			return f;
	}
	f = catalog_field(g->c, g->k, key, strlen(key)); /* E-Mail is none, Name is */
	if (f && field_assignable(f) && !is_fed(g, f))
		return f;
	for (size_t i = 0; known_word && i < KNOWN; i++) {
		const char *list = is_among(g->names[i], key) && strcmp(known[i].field, "email") == 0   ? "emails+"
		                   : is_among(g->names[i], key) && strcmp(known[i].field, "phone") == 0 ? "phones+"
		                                                                                           : NULL;

		*adds = list != NULL;
		if (list && (f = field_of(g, list)))
			return f;
	}
	return NULL;
}

/* Betrag (netto): what stands in brackets may tell, or not. */
static const struct crm_field *guess_column(const struct guess *g, const char *name, size_t at, size_t n, bool *adds)
{
	const struct crm_field *f = guess_key(g, g->keys[at], n, adds);
	char key[KEY_MAX];

	if (f || !strchr(name, '('))
		return f;
	make_key(key, name, strcspn(name, "("));
	return guess_key(g, key, n, adds);
}

/* For a shell: in quotes, unless it has nothing to be quoted. */
static void quoted(struct strbuf *out, const char *s)
{
	bool plain = *s != '\0';

	for (const char *p = s; *p && plain; p++)
		plain = ascii_alpha(*p) || ascii_digit(*p) || strchr("-_=+./:,@%", *p) || (*p & 0x80);
	if (plain) {
		sb_adds(out, s);
		return;
	}
	sb_addc(out, '\'');
	for (const char *p = s; *p; p++)
		if (*p == '\'')
			sb_adds(out, "'\\''");
		else
			sb_addc(out, *p);
	sb_addc(out, '\'');
}

static void list_name(struct strbuf *out, const char *name)
{
	sb_printf(out, "%s'%s'", out->len ? ", " : "", name);
}

/* entered.STAGE is understood as it is. */
static bool is_word(const struct crm_kind *k, const char *name)
{
	const struct import_words *words = k->import ? k->import->words : NULL;

	return words && strncmp(name, words->prefix, strlen(words->prefix)) == 0;
}

static void guess_all(struct guess *g, const char *const *names, size_t n, const char *file, struct strbuf *out,
                      struct crm_error *e)
{
	struct strbuf option = STRBUF_INIT, rest = STRBUF_INIT, ids = STRBUF_INIT;

	for (size_t i = 0; i < n; i++) {
		const struct crm_field *f;
		bool adds;

		if (!*names[i] || g->by_name[i] || is_word(g->k, names[i]))
			continue;
		f = guess_column(g, names[i], i, n, &adds);
		if (!f) {
			list_name(is_among(g->ids, g->keys[i]) && kind_field(g->k, "ext") ? &ids : &rest, names[i]);
			continue;
		}
		if (!adds)
			g->fed[g->nfed++] = f;
		sb_reset(&option);
		sb_printf(&option, "%s%s=%s", f->name, adds ? "+" : "", names[i]);
		sb_adds(out, out->len ? " --map " : "--map ");
		quoted(out, option.buf);
	}
	if (out->len)
		sb_addc(out, '\n');
	else
		crm_note(e, "%s: no column needs --map", file);
	if (rest.len)
		crm_note(e, "%s: not guessed: %s", file, rest.buf);
	if (ids.len)
		crm_note(e, "%s: keys in another system? --ext=SYSTEM:COLUMN: %s", file, ids.buf);
	sb_release(&option);
	sb_release(&rest);
	sb_release(&ids);
}

static enum crm_status open_header(const struct crm_import *im, struct reader **r, struct crm_error *e)
{
	enum crm_status s = reader_open(r, im->src, &im->reader, e);

	if (!s && !reader_header(*r))
		s = crm_fail_at(e, CRM_DATA, im->src->name, 0, 0, NULL, "no header line");
	return s;
}

static const char *folded(struct arena *a, const char *names)
{
	struct strbuf b = STRBUF_INIT;
	const char *out;

	utf8_fold(&b, names, strlen(names));
	out = arena_strndup(a, b.buf, b.len);
	sb_release(&b);
	return out;
}

static void guess_header(struct crm *c, const struct crm_kind *k, const struct crm_import *im, const struct row *header,
                         struct strbuf *out, struct crm_error *e)
{
	struct arena a = ARENA_INIT;
	const char **names = arena_alloc(&a, (header->n + 1) * sizeof *names);
	struct guess g = {.k = k, .c = c, .keys = arena_alloc(&a, (header->n + 1) * sizeof *g.keys),
		.fed = arena_alloc(&a, (header->n + 1) * sizeof *g.fed),
		.by_name = arena_alloc(&a, (header->n + 1) * sizeof *g.by_name)};

	for (size_t i = 0; i < KNOWN; i++)
		g.names[i] = folded(&a, known[i].names);
	g.ids = folded(&a, foreign_ids);
	for (size_t i = 0; i < header->n; i++) {
		const char *name = header->f[i].p;
		size_t n = header->f[i].n;

		utf8_trim(&name, &n);
		names[i] = arena_strndup(&a, name, n);
		make_key(g.keys[i], name, n);
		/* what bears a field's own name needs no --map */
		g.by_name[i] = catalog_field(c, k, name, n);
		if (g.by_name[i] && g.by_name[i]->type != T_ID && !field_assignable(g.by_name[i]))
			g.by_name[i] = NULL;
		if (g.by_name[i] && g.by_name[i]->type != T_ID)
			g.fed[g.nfed++] = g.by_name[i];
	}
	guess_all(&g, names, header->n, im->src->name, out, e);
	arena_free(&a);
}

enum crm_status crm_import_guess(struct crm *c, const struct crm_kind *k, const struct crm_import *im,
                                 struct strbuf *out, struct crm_error *e)
{
	struct reader *r = NULL;
	enum crm_status s = open_header(im, &r, e);

	if (!s)
		s = catalog_load(c, e);
	if (!s)
		guess_header(c, k, im, reader_header(r), out, e);
	reader_free(r);
	return s;
}
