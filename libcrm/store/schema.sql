-- schema.sql - the database of crm, schema version 3, as schema_sql() writes it out of the kind tables
PRAGMA application_id = 1668443441;
PRAGMA user_version = 3;

-- users
CREATE TABLE users(
	id INTEGER PRIMARY KEY, -- typed id, u1
	name TEXT, -- login, the key
	full_name TEXT, -- full name
	email TEXT, -- e-mail address
	team TEXT, -- team
	manager INTEGER, -- the user this one reports to; id in users
	region TEXT, -- region or office
	active INTEGER, -- works here now; 0 or 1
	owner INTEGER, -- the user who looks after it; id in users
	notes TEXT, -- free text
	created INTEGER, -- when it was recorded; ms UTC
	updated INTEGER, -- when it was last changed; ms UTC
	created_day INTEGER -- days since 1970-01-01
) STRICT;
CREATE UNIQUE INDEX users_name ON users(name);

-- company
CREATE TABLE company(
	id INTEGER PRIMARY KEY, -- typed id, co1
	name TEXT, -- name with legal form
	name_key TEXT, -- search key of name
	industry INTEGER, -- line of business; id in term
	employees INTEGER, -- number of employees
	founded INTEGER, -- year of foundation
	revenue INTEGER, -- revenue a year, in millions; 10^-4
	website TEXT, -- web address
	email TEXT, -- e-mail address
	email_key TEXT, -- search key of email
	phone TEXT, -- telephone
	phone_key TEXT, -- search key of phone
	street TEXT, -- street and number
	postal_code TEXT, -- postal code
	city TEXT, -- town
	city_key TEXT, -- search key of city
	region TEXT, -- state or region
	country TEXT, -- ISO 3166 code, or English, German or French name
	vat_id TEXT, -- VAT number
	parent INTEGER, -- the company it belongs to; id in company
	source INTEGER, -- where it came from; id in term
	language TEXT, -- language of documents
	last_event INTEGER, -- days since 1970-01-01
	owner INTEGER, -- the user who looks after it; id in users
	notes TEXT, -- free text
	created INTEGER, -- when it was recorded; ms UTC
	updated INTEGER, -- when it was last changed; ms UTC
	created_day INTEGER -- days since 1970-01-01
) STRICT;
CREATE INDEX company_name ON company(name_key);
CREATE INDEX company_email ON company(email_key) WHERE email_key IS NOT NULL;
CREATE INDEX company_phone ON company(phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX company_phone_end ON company(substr('       ' || phone_key, length(phone_key) + 1)) WHERE phone_key IS NOT NULL;
CREATE INDEX company_vat ON company(vat_id) WHERE vat_id IS NOT NULL;
CREATE INDEX company_website ON company(replace(replace(replace('|' || rtrim(lower(website), '/'), '|https://', '|'), '|http://', '|'), '|www.', '|')) WHERE website IS NOT NULL;
CREATE INDEX company_parent ON company(parent) WHERE parent IS NOT NULL;
CREATE INDEX company_owner ON company(owner) WHERE owner IS NOT NULL;
CREATE INDEX company_last ON company(last_event) WHERE last_event IS NOT NULL;

-- contact
CREATE TABLE contact(
	id INTEGER PRIMARY KEY, -- typed id, c1
	name TEXT, -- full name; setting given or family rebuilds it
	name_key TEXT, -- search key of name
	given TEXT, -- given name
	family TEXT, -- family name
	title TEXT, -- academic or other title
	role TEXT, -- function in the company
	company INTEGER, -- main company now; setting it ends the old affiliation today and begins the new one; id in company
	email TEXT, -- first of emails; setting it replaces that one, or puts another of them first
	phone TEXT, -- first of phones; setting it replaces that one, or puts another of them first
	street TEXT, -- street and number
	postal_code TEXT, -- postal code
	city TEXT, -- town
	city_key TEXT, -- search key of city
	region TEXT, -- state or region
	country TEXT, -- ISO 3166 code, or English, German or French name
	language TEXT, -- language of documents
	birthday INTEGER, -- day of birth; --06-22 where the year isn't known; days since 1970-01-01
	source INTEGER, -- where the contact came from; id in term
	last_event INTEGER, -- days since 1970-01-01
	next_task INTEGER, -- day the next open task is due; days since 1970-01-01
	owner INTEGER, -- the user who looks after it; id in users
	notes TEXT, -- free text
	created INTEGER, -- when it was recorded; ms UTC
	updated INTEGER, -- when it was last changed; ms UTC
	created_day INTEGER -- days since 1970-01-01
) STRICT;
CREATE INDEX contact_name ON contact(name_key);
CREATE INDEX contact_company ON contact(company) WHERE company IS NOT NULL;
CREATE INDEX contact_owner ON contact(owner) WHERE owner IS NOT NULL;
CREATE INDEX contact_last ON contact(last_event) WHERE last_event IS NOT NULL;

-- product
CREATE TABLE product(
	id INTEGER PRIMARY KEY, -- typed id, p1
	sku TEXT, -- article number, unique
	sku_key TEXT, -- search key of sku
	name TEXT, -- name
	name_key TEXT, -- search key of name
	category INTEGER, -- product group; id in term
	unit TEXT, -- unit of quantity
	price INTEGER, -- list price of one unit; minor units
	currency INTEGER, -- ISO 4217 code; the settings' when not given; ISO 4217 number
	tax INTEGER, -- tax rate in percent; 1/100 percent
	cost INTEGER, -- what one unit costs us; minor units
	interval INTEGER, -- how often it is charged: once, month, year; 0 once, 1 month, 2 year
	active INTEGER, -- still sold; 0 or 1
	owner INTEGER, -- the user who looks after it; id in users
	notes TEXT, -- free text
	created INTEGER, -- when it was recorded; ms UTC
	updated INTEGER, -- when it was last changed; ms UTC
	created_day INTEGER, -- days since 1970-01-01
	CHECK (price IS NULL OR currency IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX product_sku ON product(sku_key) WHERE sku_key IS NOT NULL;
CREATE INDEX product_name ON product(name_key);

-- offer
CREATE TABLE offer(
	id INTEGER PRIMARY KEY, -- typed id, o1
	number TEXT, -- offer number, unique
	number_key TEXT, -- search key of number
	title TEXT, -- what it is about
	title_key TEXT, -- search key of title
	contact INTEGER, -- the person it is for; id in contact
	company INTEGER, -- the company it is for; copied from the contact at add; id in company
	product INTEGER, -- main product; with lines that of the largest line; id in product
	pipeline INTEGER, -- the pipeline it runs through; id in pipeline
	stage INTEGER, -- where it stands; setting it is a move; id in stage
	state INTEGER, -- lead, open, won or lost: the kind of its stage; 0 lead, 1 open, 2 won, 3 lost
	estimate INTEGER, -- expected value while there are no lines; minor units
	value INTEGER, -- net of its lines, else the estimate; setting it sets the estimate; minor units
	currency INTEGER, -- ISO 4217 code; the settings' when not given; ISO 4217 number
	pin INTEGER, -- probability set by hand, in percent; empty means none; not in won and lost; 1/100 percent
	expected_close INTEGER, -- day the decision is expected; days since 1970-01-01
	opened INTEGER, -- day it first entered an open or won stage; days since 1970-01-01
	closed INTEGER, -- day it was won or lost; given with win, lose, move or by an import; days since 1970-01-01
	reason INTEGER, -- why it was won or lost; id in term
	competitor TEXT, -- who else offered
	channel INTEGER, -- sales channel; id in term
	campaign TEXT, -- campaign it came from
	source INTEGER, -- where it came from; id in term
	referrer INTEGER, -- who recommended us; id in contact
	inquired INTEGER, -- day of the inquiry; today at add, never at import; days since 1970-01-01
	valid_until INTEGER, -- last day the offer stands; days since 1970-01-01
	language TEXT, -- language of documents
	last_event INTEGER, -- days since 1970-01-01
	stage_since INTEGER, -- day it entered its stage; days since 1970-01-01
	pushes INTEGER, -- how often its expected close was put off while it was open
	next_task INTEGER, -- day the next open task is due; days since 1970-01-01
	snoozed INTEGER, -- set aside until this day; days since 1970-01-01
	name TEXT, -- who inquired, as it came in
	email TEXT, -- e-mail address of the inquiry
	email_key TEXT, -- search key of email
	phone TEXT, -- telephone of the inquiry
	phone_key TEXT, -- search key of phone
	company_name TEXT, -- company of the inquiry, as it came in
	message TEXT, -- text of the inquiry
	medium INTEGER, -- medium of the first touch: search, mail, referral; id in term
	received INTEGER, -- when the inquiry came in; ms UTC
	responded INTEGER, -- first outgoing call, meeting, mail, letter or visit after the inquiry; ms UTC
	last_touch INTEGER, -- when the person last came to us; ms UTC
	last_source INTEGER, -- source of the last touch; id in term
	last_campaign TEXT, -- campaign of the last touch
	owner INTEGER, -- the user who looks after it; id in users
	notes TEXT, -- free text
	created INTEGER, -- when it was recorded; ms UTC
	updated INTEGER, -- when it was last changed; ms UTC
	created_day INTEGER, -- days since 1970-01-01
	CHECK ((closed IS NOT NULL) = (state IN (2, 3))),
	CHECK (value IS NULL OR currency IS NOT NULL),
	CHECK (pin BETWEEN 0 AND 10000)
) STRICT;
CREATE INDEX offer_open ON offer(expected_close, currency, stage, pin, stage_since, value, owner, state, product) WHERE state=1;
CREATE INDEX offer_closed ON offer(closed, state, product, currency, value, opened, inquired) WHERE closed IS NOT NULL;
CREATE INDEX offer_company ON offer(company) WHERE company IS NOT NULL;
CREATE INDEX offer_contact ON offer(contact) WHERE contact IS NOT NULL;
CREATE INDEX offer_referrer ON offer(referrer) WHERE referrer IS NOT NULL;
CREATE INDEX offer_owner ON offer(owner, state);
CREATE UNIQUE INDEX offer_number ON offer(number_key) WHERE number_key IS NOT NULL;
CREATE INDEX offer_idle ON offer(last_event, stage) WHERE state=1;
CREATE INDEX offer_email ON offer(email_key) WHERE email_key IS NOT NULL;
CREATE INDEX offer_phone ON offer(phone_key) WHERE phone_key IS NOT NULL;
CREATE INDEX offer_phone_end ON offer(substr('       ' || phone_key, length(phone_key) + 1)) WHERE phone_key IS NOT NULL;

-- line
CREATE TABLE line(
	id INTEGER PRIMARY KEY, -- typed id, l1
	offer INTEGER, -- the offer it belongs to; id in offer
	position INTEGER, -- place in the offer
	product INTEGER, -- the product; id in product
	text TEXT, -- what is printed
	quantity INTEGER, -- how many; 10^-4
	unit TEXT, -- unit of quantity
	price INTEGER,
	discount_rate INTEGER, -- 1/100 percent
	discount_amount INTEGER, -- minor units
	tax INTEGER, -- tax rate in percent; 1/100 percent
	optional INTEGER, -- not part of the total; 0 or 1
	net INTEGER, -- quantity times price less discount; minor units
	share INTEGER -- its part of the offer's value; minor units
) STRICT;
CREATE INDEX line_offer ON line(offer, position);
CREATE INDEX line_product ON line(product) WHERE product IS NOT NULL;

-- task
CREATE TABLE task(
	id INTEGER PRIMARY KEY, -- typed id, t1
	title TEXT, -- what is to be done
	title_key TEXT, -- search key of title
	due INTEGER, -- day it is due; days since 1970-01-01
	done INTEGER, -- day it was done; days since 1970-01-01
	priority INTEGER, -- high, normal, low; 0 high, 1 normal, 2 low
	contact INTEGER, -- the person concerned; id in contact
	company INTEGER, -- the company concerned; id in company
	offer INTEGER, -- the offer concerned; id in offer
	time TEXT, -- time of day it is due, HH:MM in the settings' time zone
	every TEXT, -- how often it comes again: 1d, 5wd, 1w, 2m, 1y, eom; empty: once
	series INTEGER, -- the first task of its series; id in task
	occurrence INTEGER,
	planned INTEGER, -- days since 1970-01-01
	monthday INTEGER,
	owner INTEGER, -- the user who looks after it; id in users
	notes TEXT, -- free text
	created INTEGER, -- when it was recorded; ms UTC
	updated INTEGER, -- when it was last changed; ms UTC
	created_day INTEGER -- days since 1970-01-01
) STRICT;
CREATE INDEX task_due ON task(due, offer, contact, company) WHERE done IS NULL;
CREATE INDEX task_offer ON task(offer) WHERE offer IS NOT NULL;
CREATE INDEX task_contact ON task(contact) WHERE contact IS NOT NULL;
CREATE INDEX task_company ON task(company) WHERE company IS NOT NULL;
CREATE UNIQUE INDEX task_series ON task(series, occurrence) WHERE series IS NOT NULL;

-- event
CREATE TABLE event(
	id INTEGER PRIMARY KEY, -- typed id, e1
	at INTEGER, -- when it happened; now when not given; ms UTC
	day INTEGER, -- the day of it, in the settings' time zone; days since 1970-01-01
	kind INTEGER, -- call, meeting, email, letter, visit, note; 0 call, 1 meeting, 2 email, 3 letter, 4 visit, 5 note
	direction INTEGER, -- in or out; out when not given, but for notes; 0 in, 1 out
	subject TEXT, -- subject
	text TEXT, -- text
	contact INTEGER, -- the first of contacts; setting it replaces that one; id in contact
	company INTEGER, -- the company; that of the offer, else of the contact, when not given; id in company
	offer INTEGER, -- the offer or lead; its contact takes part when none is given; id in offer
	duration INTEGER, -- how long it took; seconds
	outcome INTEGER, -- what came of it; id in term
	by INTEGER, -- who recorded it; id in users
	message_id TEXT, -- identifier of a mail as its header has it, unique
	corrects INTEGER, -- the event this one takes the place of; id in event
	corrected_by INTEGER, -- the event that took its place; id in event
	owner INTEGER, -- the user who looks after it; id in users
	notes TEXT, -- free text
	created INTEGER, -- when it was recorded; ms UTC
	updated INTEGER, -- when it was last changed; ms UTC
	created_day INTEGER -- days since 1970-01-01
) STRICT;
CREATE INDEX event_at ON event(at);
CREATE INDEX event_offer ON event(offer, day) WHERE offer IS NOT NULL;
CREATE INDEX event_contact ON event(contact, day) WHERE contact IS NOT NULL;
CREATE INDEX event_company ON event(company, day) WHERE company IS NOT NULL;
CREATE UNIQUE INDEX event_message ON event(message_id) WHERE message_id IS NOT NULL;
CREATE INDEX event_corrects ON event(corrects) WHERE corrects IS NOT NULL;

-- pipeline
CREATE TABLE pipeline(
	id INTEGER PRIMARY KEY, -- typed id, pl1
	name TEXT, -- name, the key
	title TEXT, -- as shown to people
	position INTEGER, -- order; the first is the default one
	conditions TEXT -- which offers take it by themselves, one condition a line
) STRICT;
CREATE UNIQUE INDEX pipeline_name ON pipeline(name);

-- stage
CREATE TABLE stage(
	id INTEGER PRIMARY KEY, -- typed id, sg1
	pipeline INTEGER, -- its pipeline; id in pipeline
	position INTEGER, -- place in the pipeline
	name TEXT, -- name, unique in the pipeline
	title TEXT, -- as shown to people
	kind INTEGER, -- lead, open, won or lost; 0 lead, 1 open, 2 won, 3 lost
	probability INTEGER, -- percent of offers here that are won; 1/100 percent
	rot INTEGER, -- working days after which an untouched offer is rotting
	required TEXT, -- fields an offer needs to enter, comma separated
	CHECK ((kind = 2) = (probability = 10000)),
	CHECK ((kind = 3) = (probability = 0)),
	CHECK (probability BETWEEN 0 AND 10000)
) STRICT;
CREATE UNIQUE INDEX stage_name ON stage(pipeline, name);

-- term
CREATE TABLE term(
	id INTEGER PRIMARY KEY, -- typed id, w1
	word TEXT, -- the word
	word_key TEXT -- search key of word
) STRICT;
CREATE UNIQUE INDEX term_word ON term(word);
CREATE INDEX term_key ON term(word_key);

-- tag
CREATE TABLE tag(
	id INTEGER PRIMARY KEY, -- typed id, tg1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	word TEXT -- the tag
) STRICT;
CREATE UNIQUE INDEX tag_record ON tag(kind, record, word);
CREATE INDEX tag_word ON tag(word, kind, record);

-- email
CREATE TABLE email(
	id INTEGER PRIMARY KEY, -- typed id, em1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	pos INTEGER,
	label INTEGER, -- work, home, other; 0 work, 1 home, 2 mobile, 3 fax, 4 other
	address TEXT, -- the address
	address_key TEXT -- search key of address
) STRICT;
CREATE INDEX email_record ON email(record, kind, pos);
CREATE INDEX email_key ON email(address_key);

-- phone
CREATE TABLE phone(
	id INTEGER PRIMARY KEY, -- typed id, ph1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	pos INTEGER,
	label INTEGER, -- work, home, mobile, fax, other; 0 work, 1 home, 2 mobile, 3 fax, 4 other
	number TEXT, -- the number as given
	number_key TEXT -- search key of number
) STRICT;
CREATE INDEX phone_record ON phone(record, kind, pos);
CREATE INDEX phone_key ON phone(number_key);
CREATE INDEX phone_end ON phone(substr('       ' || number_key, length(number_key) + 1));

-- category
CREATE TABLE category(
	id INTEGER PRIMARY KEY, -- typed id, ca1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	word INTEGER -- the category; 0 customer, 1 prospect, 2 partner, 3 supplier, 4 competitor, 5 other
) STRICT;
CREATE UNIQUE INDEX category_record ON category(kind, record, word);
CREATE INDEX category_word ON category(word, kind, record);

-- affiliation
CREATE TABLE affiliation(
	id INTEGER PRIMARY KEY, -- typed id, a1
	contact INTEGER, -- the person; id in contact
	company INTEGER, -- the company; id in company
	role TEXT, -- function there
	from_day INTEGER, -- first day; days since 1970-01-01
	to_day INTEGER, -- last day; days since 1970-01-01
	CHECK (from_day <= to_day)
) STRICT;
CREATE INDEX affiliation_contact ON affiliation(contact);
CREATE INDEX affiliation_company ON affiliation(company);

-- ext
CREATE TABLE ext(
	id INTEGER PRIMARY KEY, -- typed id, x1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	system TEXT, -- the other system
	key TEXT -- the record's key there
) STRICT;
CREATE UNIQUE INDEX ext_key ON ext(kind, system, key);
CREATE INDEX ext_record ON ext(record, kind);

-- alias
CREATE TABLE alias(
	id INTEGER PRIMARY KEY, -- typed id, al1
	kind INTEGER, -- number of the kind
	old INTEGER,
	record INTEGER -- id of a record of the kind in column kind
) STRICT;
CREATE UNIQUE INDEX alias_old ON alias(kind, old);
CREATE INDEX alias_record ON alias(record, kind);

-- setting
CREATE TABLE setting(
	id INTEGER PRIMARY KEY, -- typed id, st1
	name TEXT, -- currency, country, language, timezone
	value TEXT -- its value
) STRICT;
CREATE UNIQUE INDEX setting_name ON setting(name);

-- field
CREATE TABLE field(
	id INTEGER PRIMARY KEY, -- typed id, f1
	kind INTEGER, -- number of the kind
	name TEXT, -- name, unique among the kind's custom fields
	type INTEGER, -- its type; 0 text, 1 long, 2 integer, 3 decimal, 4 percent, 5 money, 6 date, 7 instant, 8 boolean, 9 enum, 10 term, 11 reference, 12 list, 13 duration
	ref INTEGER,
	title TEXT, -- one line of help
	feature INTEGER, -- a feature of the learnt model; 0 or 1
	retired INTEGER, -- taken out of the configuration, data kept; 0 or 1
	position INTEGER -- order among the kind's custom fields
) STRICT;
CREATE UNIQUE INDEX field_name ON field(kind, name);

-- choice
CREATE TABLE choice(
	id INTEGER PRIMARY KEY, -- typed id, ch1
	field INTEGER, -- the custom field; id in field
	number INTEGER, -- the number stored for it, never reused in its field
	word TEXT, -- the word
	position INTEGER, -- order
	retired INTEGER -- no longer offered; 0 or 1
) STRICT;
CREATE UNIQUE INDEX choice_number ON choice(field, number);

-- party
CREATE TABLE party(
	id INTEGER PRIMARY KEY, -- typed id, pa1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	pos INTEGER,
	contact INTEGER -- the person; id in contact
) STRICT;
CREATE INDEX party_record ON party(record, kind, pos);
CREATE INDEX party_contact ON party(contact, record);

-- role
CREATE TABLE role(
	id INTEGER PRIMARY KEY, -- typed id, ro1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	pos INTEGER,
	label INTEGER, -- decider, user, blocker, influencer, buyer, other; 0 decider, 1 user, 2 blocker, 3 influencer, 4 buyer, 5 other
	contact INTEGER -- the person; id in contact
) STRICT;
CREATE INDEX role_record ON role(record, kind, pos);
CREATE INDEX role_contact ON role(contact);

-- consent
CREATE TABLE consent(
	id INTEGER PRIMARY KEY, -- typed id, cs1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	purpose INTEGER, -- what for: newsletter, phone, profiling; id in term
	status INTEGER, -- given or withdrawn; 0 given, 1 withdrawn
	day INTEGER, -- day it was given or withdrawn; days since 1970-01-01
	evidence TEXT, -- how it can be proved
	until INTEGER -- last day it holds; empty: until withdrawn; days since 1970-01-01
) STRICT;
CREATE INDEX consent_record ON consent(record, kind, purpose, day);
CREATE INDEX consent_purpose ON consent(purpose);

-- touch
CREATE TABLE touch(
	id INTEGER PRIMARY KEY, -- typed id, th1
	offer INTEGER, -- the lead or offer; id in offer
	at INTEGER, -- when; ms UTC
	source INTEGER, -- where from; id in term
	medium INTEGER, -- search, mail, referral; id in term
	campaign TEXT, -- campaign
	channel INTEGER, -- sales channel; id in term
	referrer TEXT, -- page or person that sent them
	message_id TEXT -- the message it came with, or a hash of system, address and text
) STRICT;
CREATE INDEX touch_offer ON touch(offer, at);
CREATE UNIQUE INDEX touch_message ON touch(message_id) WHERE message_id IS NOT NULL;

-- attachment
CREATE TABLE attachment(
	id INTEGER PRIMARY KEY, -- typed id, at1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	pos INTEGER,
	path TEXT, -- where the file was
	sha256 TEXT, -- SHA-256 of its bytes, in hexadecimal digits
	size INTEGER -- its bytes
) STRICT;
CREATE INDEX attachment_record ON attachment(record, kind, pos);
CREATE INDEX attachment_sha256 ON attachment(sha256);

-- property
CREATE TABLE property(
	id INTEGER PRIMARY KEY, -- typed id, vp1
	kind INTEGER, -- number of the kind
	record INTEGER, -- id of a record of the kind in column kind
	pos INTEGER,
	name TEXT, -- its name, in capitals
	line TEXT, -- the unfolded line as it stood in the card
	shadow INTEGER -- whether it says more of a field than the field holds, and counts as long as they agree; 0 or 1
) STRICT;
CREATE INDEX property_record ON property(record, kind, pos);

-- scoring
CREATE TABLE scoring(
	id INTEGER PRIMARY KEY, -- typed id, sc1
	position INTEGER, -- order of the reasons
	points INTEGER, -- points of a lead for which the conditions hold; may be negative
	conditions TEXT, -- one condition a line; all have to hold
	title TEXT -- the reason as shown; else the conditions
) STRICT;

-- weight
CREATE TABLE weight(
	id INTEGER PRIMARY KEY, -- typed id, wt1
	kind INTEGER, -- number of the kind
	field TEXT, -- a field that should be known
	weight INTEGER -- how much it counts
) STRICT;
CREATE UNIQUE INDEX weight_field ON weight(kind, field);

-- holiday
CREATE TABLE holiday(
	id INTEGER PRIMARY KEY, -- typed id, hd1
	name TEXT, -- the day: 2026-05-01, 12-25 of every year, easter-2, easter+39
	title TEXT -- what is celebrated
) STRICT;
CREATE UNIQUE INDEX holiday_name ON holiday(name);

-- counter: the last id of each kind
CREATE TABLE counter(
	kind INTEGER PRIMARY KEY, -- number of the kind; 0 counts batches
	last INTEGER NOT NULL -- the last id given out; ids are never used again
) STRICT;

-- batch: one row per command that changed something
CREATE TABLE batch(
	id INTEGER PRIMARY KEY, -- typed id, b41
	at INTEGER NOT NULL, -- when it was recorded, ms UTC; never before the batch before
	by INTEGER, -- the user
	tool TEXT NOT NULL, -- crm-offer
	verb TEXT NOT NULL, -- add
	flags INTEGER NOT NULL, -- sum of 1 import, 2 undo or redo, 4 cannot be undone
	undone INTEGER -- the effective undo batch that took it back
) STRICT;

-- undoing: which batches an undo batch undid, kept for ever
CREATE TABLE undoing(
	batch INTEGER NOT NULL, -- an undo batch
	target INTEGER NOT NULL, -- a batch it undid
	PRIMARY KEY(batch, target)
) STRICT, WITHOUT ROWID;

-- added: runs of new records
CREATE TABLE added(
	kind INTEGER NOT NULL,
	first INTEGER NOT NULL, -- first id of the run
	batch INTEGER NOT NULL,
	last INTEGER NOT NULL, -- last id of the run
	PRIMARY KEY(kind, first, batch)
) STRICT, WITHOUT ROWID;
CREATE INDEX added_batch ON added(batch);

-- change: changed cells
CREATE TABLE change(
	batch INTEGER NOT NULL,
	seq INTEGER NOT NULL, -- from 1 in each batch
	kind INTEGER NOT NULL,
	id INTEGER NOT NULL,
	field INTEGER NOT NULL, -- number in the kind's table; 1000 + id of a custom field
	old TEXT, -- the stored value before, integers as digits
	new TEXT, -- the stored value after
	PRIMARY KEY(batch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_record ON change(kind, id, batch);

-- removed: removed records
CREATE TABLE removed(
	batch INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	id INTEGER NOT NULL,
	row TEXT NOT NULL, -- the whole row as a JSON object of stored values
	PRIMARY KEY(batch, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX removed_record ON removed(kind, id);

-- stage_move: every move of every offer
CREATE TABLE stage_move(
	offer INTEGER NOT NULL,
	seq INTEGER NOT NULL, -- from 1 in each offer
	day INTEGER NOT NULL, -- when it happened, days since 1970-01-01; does not fall among the moves that count
	at INTEGER NOT NULL, -- when it was recorded, ms UTC
	from_stage INTEGER, -- empty for the entry
	to_stage INTEGER NOT NULL,
	by INTEGER, -- the user
	value INTEGER, -- of the offer after the move
	currency INTEGER, -- of the offer after the move
	expected_close INTEGER, -- of the offer after the move
	batch INTEGER NOT NULL,
	void INTEGER, -- the undo batch that voided it; empty: it counts
	PRIMARY KEY(offer, seq)
) STRICT, WITHOUT ROWID;

-- trace: what is left to look for of persons who are forgotten
CREATE TABLE trace(
	contact INTEGER NOT NULL, -- who is forgotten; id in contact
	form INTEGER NOT NULL, -- 0 the key of the hashes, 1 name, 2 part of a name, 3 e-mail address, 4 telephone number
	hash TEXT NOT NULL, -- keyed hash of it as it is looked for, hexadecimal digits; of form 0 the key
	words INTEGER NOT NULL, -- words or digits it has
	sieve INTEGER NOT NULL, -- 16 bits of its first word, what is sifted by
	PRIMARY KEY(contact, form, hash)
) STRICT, WITHOUT ROWID;

-- search: the words of records, folded; id: kind * 2^40 + the record's
CREATE TABLE search_doc(id INTEGER PRIMARY KEY, name TEXT, more TEXT, text TEXT) STRICT;
CREATE VIRTUAL TABLE search USING fts5(name, more, text, content='search_doc', content_rowid='id', columnsize=0, tokenize="ascii tokenchars '_'");
