/* import_from_tables.c - the columns of address books of other programs, in English and German.
 * Data only. */
#include "import_from.h"

/* clang-format off */
#define FIELD(names_, f) {names_, IS_FIELD, f, 0, NULL}
#define PART(names_, part_) {names_, part_, 0, 0, NULL}
#define EMAIL(names_, n, label_) {names_, IS_EMAIL, 0, n, label_}
#define PHONE(names_, n, label_) {names_, IS_PHONE, 0, n, label_}
#define ADDRESS(part_, names_, n, label_) {names_, part_, 0, n, label_}
#define NO_MORE {NULL, IS_FIELD, 0, 0, NULL}

/* Google Contacts: the form until 2024 (E-mail 1 - Type) and the one since (E-mail 1 - Label). */
static const struct from_field google[] = {
	FIELD("Name|File As", P_NAME), FIELD("Given Name|First Name", P_GIVEN), PART("Additional Name|Middle Name", IS_MIDDLE),
		FIELD("Family Name|Last Name", P_FAMILY),
	FIELD("Name Prefix", P_TITLE), PART("Name Suffix", IS_SUFFIX), PART("Nickname", IS_NICKNAME), PART("Birthday", IS_DATE),
		FIELD("Notes", P_NOTES), FIELD("Language", P_LANGUAGE),
	PART("Group Membership|Labels", IS_TAGS),
	PART("E-mail # - Type|Email # - Type|E-mail # - Label|Email # - Label", IS_EMAIL_LABEL),
		PART("E-mail # - Value|Email # - Value", IS_EMAIL),
	PART("Phone # - Type|Phone # - Label", IS_PHONE_LABEL), PART("Phone # - Value", IS_PHONE),
	PART("Address # - Type|Address # - Label", IS_ADDRESS_LABEL), PART("Address # - Street", IS_STREET),
		PART("Address # - PO Box", IS_BOX),
	PART("Address # - Extended Address", IS_EXTENDED), PART("Address # - City", IS_CITY), PART("Address # - Region", IS_REGION),
		PART("Address # - Postal Code", IS_CODE),
	PART("Address # - Country", IS_COUNTRY), PART("Address # - Formatted", IS_ADDRESS),
	FIELD("Organization 1 - Name|Organization Name", P_COMPANY), FIELD("Organization 1 - Title|Organization Title", P_ROLE),
	PART("Organization 1 - Department|Organization Department", IS_DEPARTMENT), PART("Website # - Value", IS_URL), NO_MORE};

static const struct from_field outlook[] = {
	FIELD("Name|Full Name", P_NAME), FIELD("First Name|Vorname", P_GIVEN), PART("Middle Name|Weitere Vornamen", IS_MIDDLE),
		FIELD("Last Name|Nachname", P_FAMILY),
	FIELD("Title|Anrede", P_TITLE), PART("Suffix", IS_SUFFIX), PART("Nickname|Spitzname", IS_NICKNAME),
		FIELD("Company|Firma", P_COMPANY), PART("Department|Abteilung", IS_DEPARTMENT),
	FIELD("Job Title|Position", P_ROLE), PART("Birthday|Geburtstag", IS_DATE), FIELD("Notes|Notizen", P_NOTES),
		FIELD("Language|Sprache", P_LANGUAGE),
	{"Categories|Kategorien", IS_TAG_LIST, 0, 0, NULL}, PART("Web Page|Webseite|Personal Web Page|Business Homepage", IS_URL),
	EMAIL("E-mail Address|E-Mail-Adresse", 1, NULL), PART("E-mail # Address|E-Mail #: Adresse", IS_EMAIL),
	PHONE("Business Phone|Telefon geschäftlich|Telefon (geschäftlich)", 1, "work"),
		PHONE("Business Phone 2|Telefon geschäftlich 2|Telefon (geschäftlich 2)", 2, "work"),
	PHONE("Mobile Phone|Mobiltelefon", 3, "mobile"), PHONE("Mobiltelefon 2", 4, "mobile"),
		PHONE("Home Phone|Telefon privat|Telefon (privat)", 5, "home"),
	PHONE("Home Phone 2|Telefon privat 2|Telefon (privat 2)", 6, "home"), PHONE("Primary Phone|Haupttelefon", 7, NULL),
	PHONE("Company Main Phone|Telefon Firma", 8, "work"), PHONE("Other Phone|Weiteres Telefon", 9, "other"),
		PHONE("Car Phone|Autotelefon", 10, "mobile"),
	PHONE("Business Fax|Fax geschäftlich|Fax (geschäftlich)", 11, "fax"), PHONE("Home Fax|Fax privat|Fax (privat)", 12, "fax"),
		PHONE("Other Fax|Weiteres Fax", 13, "fax"),
	PHONE("Pager", 14, "other"),
	ADDRESS(IS_STREET, "Business Street|Straße geschäftlich", 1, "work"),
		ADDRESS(IS_STREET2, "Business Street 2|Straße geschäftlich 2", 1, "work"),
	ADDRESS(IS_STREET3, "Business Street 3|Straße geschäftlich 3", 1, "work"),
		ADDRESS(IS_CITY, "Business City|Ort geschäftlich", 1, "work"),
	ADDRESS(IS_REGION, "Business State|Region geschäftlich|Bundesland/Kanton geschäftlich", 1, "work"),
		ADDRESS(IS_CODE, "Business Postal Code|Postleitzahl geschäftlich", 1, "work"),
	ADDRESS(IS_COUNTRY, "Business Country/Region|Business Country|Land/Region geschäftlich", 1, "work"),
		ADDRESS(IS_BOX, "Business Address PO Box|Postfach geschäftlich", 1, "work"),
	ADDRESS(IS_ADDRESS, "Business Address|Adresse geschäftlich", 1, "work"),
	ADDRESS(IS_STREET, "Home Street|Straße privat", 2, "home"), ADDRESS(IS_STREET2, "Home Street 2|Straße privat 2", 2, "home"),
	ADDRESS(IS_STREET3, "Home Street 3|Straße privat 3", 2, "home"), ADDRESS(IS_CITY, "Home City|Ort privat", 2, "home"),
	ADDRESS(IS_REGION, "Home State|Region privat|Bundesland/Kanton privat", 2, "home"),
		ADDRESS(IS_CODE, "Home Postal Code|Postleitzahl privat", 2, "home"),
	ADDRESS(IS_COUNTRY, "Home Country/Region|Home Country|Land/Region privat", 2, "home"),
		ADDRESS(IS_BOX, "Home Address PO Box|Postfach privat", 2, "home"),
	ADDRESS(IS_ADDRESS, "Home Address|Adresse privat", 2, "home"),
	ADDRESS(IS_STREET, "Other Street|Weitere Straße", 3, "other"), ADDRESS(IS_STREET2, "Other Street 2|Weitere Straße 2", 3, "other"),
	ADDRESS(IS_STREET3, "Other Street 3|Weitere Straße 3", 3, "other"), ADDRESS(IS_CITY, "Other City|Weiterer Ort", 3, "other"),
	ADDRESS(IS_REGION, "Other State|Weitere Region|Weiteres/r Bundesland/Kanton", 3, "other"),
		ADDRESS(IS_CODE, "Other Postal Code|Weitere Postleitzahl", 3, "other"),
	ADDRESS(IS_COUNTRY, "Other Country/Region|Other Country|Weiteres/e Land/Region|Weiteres Land/Region", 3, "other"),
	ADDRESS(IS_BOX, "Other Address PO Box|Weiteres Postfach", 3, "other"),
		ADDRESS(IS_ADDRESS, "Other Address|Weitere Adresse", 3, "other"), NO_MORE};

static const struct from_field thunderbird[] = {
	FIELD("Display Name|Anzeigename", P_NAME), FIELD("First Name|Vorname", P_GIVEN), FIELD("Last Name|Nachname", P_FAMILY),
		PART("Nickname|Spitzname", IS_NICKNAME),
	FIELD("Organization|Organisation", P_COMPANY), PART("Department|Abteilung", IS_DEPARTMENT),
		FIELD("Job Title|Arbeitstitel|Titel", P_ROLE), FIELD("Notes|Notizen", P_NOTES),
	EMAIL("Primary Email|Primäre E-Mail-Adresse", 1, NULL), EMAIL("Secondary Email|Sekundäre E-Mail-Adresse|Weitere E-Mail-Adresse", 2,
		NULL),
	PHONE("Work Phone|Tel. dienstlich", 1, "work"), PHONE("Mobile Number|Mobil-Tel.-Nr.|Mobil", 2, "mobile"),
		PHONE("Home Phone|Tel. privat", 3, "home"),
	PHONE("Fax Number|Fax-Nummer|Fax", 4, "fax"), PHONE("Pager Number|Pager-Nummer|Pager", 5, "other"),
	ADDRESS(IS_STREET, "Work Address|Dienstlich: Adresse", 1, "work"),
		ADDRESS(IS_STREET2, "Work Address 2|Dienstlich: Adresse 2", 1, "work"),
	ADDRESS(IS_CITY, "Work City|Dienstlich: Ort", 1, "work"), ADDRESS(IS_REGION, "Work State|Dienstlich: Bundesland", 1, "work"),
	ADDRESS(IS_CODE, "Work ZipCode|Dienstlich: PLZ", 1, "work"), ADDRESS(IS_COUNTRY, "Work Country|Dienstlich: Land", 1, "work"),
	ADDRESS(IS_STREET, "Home Address|Privat: Adresse", 2, "home"), ADDRESS(IS_STREET2, "Home Address 2|Privat: Adresse 2", 2, "home"),
	ADDRESS(IS_CITY, "Home City|Privat: Ort", 2, "home"), ADDRESS(IS_REGION, "Home State|Privat: Bundesland", 2, "home"),
	ADDRESS(IS_CODE, "Home ZipCode|Privat: PLZ", 2, "home"), ADDRESS(IS_COUNTRY, "Home Country|Privat: Land", 2, "home"),
	PART("Web Page 1|Webseite 1|Web Page 2|Webseite 2", IS_URL), PART("Birth Year|Geburtsjahr", IS_YEAR),
		PART("Birth Month|Geburtsmonat", IS_MONTH),
	PART("Birth Day|Geburtstag", IS_DAY), NO_MORE};

static const struct from_field hubspot[] = {
	PART("Record ID|Contact ID", IS_KEY), FIELD("First Name", P_GIVEN), FIELD("Last Name", P_FAMILY), FIELD("Salutation", P_TITLE),
		FIELD("Job Title", P_ROLE),
	FIELD("Company Name|Associated Company|Primary Associated Company", P_COMPANY), EMAIL("Email", 1, NULL),
		EMAIL("Work email", 2, "work"), EMAIL("Additional email addresses", 3, NULL),
	PHONE("Phone Number", 1, NULL), PHONE("Mobile Phone Number", 2, "mobile"), PHONE("Fax Number", 3, "fax"),
		PART("Date of birth", IS_DATE), FIELD("Preferred language", P_LANGUAGE),
	ADDRESS(IS_STREET, "Street Address", 1, "work"), ADDRESS(IS_CITY, "City", 1, "work"), ADDRESS(IS_REGION, "State/Region", 1, "work"),
		ADDRESS(IS_CODE, "Postal Code", 1, "work"),
	ADDRESS(IS_COUNTRY, "Country/Region|Country", 1, "work"), PART("Website URL", IS_URL), NO_MORE};

static const struct from_field pipedrive[] = {
	PART("Person - ID|ID", IS_KEY), FIELD("Person - Name|Name", P_NAME), FIELD("Person - First name|First name", P_GIVEN),
		FIELD("Person - Last name|Last name", P_FAMILY),
	FIELD("Person - Organization|Organization", P_COMPANY), FIELD("Person - Job title|Job title|Person - Title", P_ROLE),
	EMAIL("Person - Email - Work|Email - Work|Person - Email|Email", 1, "work"), EMAIL("Person - Email - Home|Email - Home", 2, "home"),
	EMAIL("Person - Email - Other|Email - Other", 3, "other"),
		PHONE("Person - Phone - Work|Phone - Work|Person - Phone|Phone", 1, "work"),
	PHONE("Person - Phone - Mobile|Phone - Mobile", 2, "mobile"), PHONE("Person - Phone - Home|Phone - Home", 3, "home"),
		PHONE("Person - Phone - Other|Phone - Other", 4, "other"),
	{"Person - Label|Person - Labels|Label|Labels", IS_TAG_LIST, 0, 0, NULL}, PART("Person - Birthday|Birthday", IS_DATE),
		FIELD("Person - Notes|Notes", P_NOTES),
	PART("Person - Website", IS_URL), NO_MORE};

static const struct from_field salesforce[] = {
	PART("Contact ID|Id", IS_KEY), FIELD("Salutation", P_TITLE), FIELD("First Name|FirstName", P_GIVEN),
		PART("Middle Name|MiddleName", IS_MIDDLE), FIELD("Last Name|LastName", P_FAMILY),
	PART("Suffix", IS_SUFFIX), FIELD("Full Name|Name", P_NAME), FIELD("Title", P_ROLE), PART("Department", IS_DEPARTMENT),
		FIELD("Account Name|Account.Name", P_COMPANY),
	EMAIL("Email", 1, NULL), PHONE("Phone|Business Phone", 1, "work"), PHONE("Mobile|MobilePhone|Mobile Phone", 2, "mobile"),
		PHONE("Home Phone|HomePhone", 3, "home"),
	PHONE("Other Phone|OtherPhone", 4, "other"), PHONE("Fax|Business Fax", 5, "fax"), PART("Birthdate", IS_DATE),
		FIELD("Description|Contact Description", P_NOTES),
	ADDRESS(IS_STREET, "Mailing Street|MailingStreet|Mailing Address Line 1", 1, "work"),
		ADDRESS(IS_STREET2, "Mailing Address Line 2", 1, "work"),
	ADDRESS(IS_STREET3, "Mailing Address Line 3", 1, "work"), ADDRESS(IS_CITY, "Mailing City|MailingCity", 1, "work"),
	ADDRESS(IS_REGION, "Mailing State/Province|Mailing State|MailingState", 1, "work"),
		ADDRESS(IS_CODE, "Mailing Zip/Postal Code|Mailing Zip|MailingPostalCode", 1, "work"),
	ADDRESS(IS_COUNTRY, "Mailing Country|MailingCountry", 1, "work"),
	ADDRESS(IS_STREET, "Other Street|OtherStreet", 2, "other"), ADDRESS(IS_CITY, "Other City|OtherCity", 2, "other"),
		ADDRESS(IS_REGION, "Other State/Province|OtherState", 2, "other"),
	ADDRESS(IS_CODE, "Other Zip/Postal Code|OtherPostalCode", 2, "other"),
		ADDRESS(IS_COUNTRY, "Other Country|OtherCountry", 2, "other"), NO_MORE};

const struct from_map from_maps[] = {{"google", google}, {"outlook", outlook}, {"thunderbird", thunderbird}, {"hubspot", hubspot},
	{"pipedrive", pipedrive},
	{"salesforce", salesforce}, {NULL, NULL}};
