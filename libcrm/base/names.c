/* names.c - given names with their short forms, titles, legal forms, shared mailboxes: German and
 * English ones mostly */
#include "names.h"

#include <stdint.h>
#include <stdlib.h>
#include "array.h"
#include "utf8.h"

/* Common given names in Germany, Austria, Switzerland, Britain and the United States, as their
 * registries publish them every year, each with the short and other forms in general use; gathered
 * by hand for this program. A name may stand in several lines. Two names that are known and share
 * no line are two people's, however alike they look (Andrea, Andreas). */
static const char *const given[] = {
	/* German */
	"alexander alex sascha sandro xander", "alexandra alex sandra sascha", "andreas andi andy", "andrea", "angela angelika geli",
		"anna anne anni annika anja antje",
	"annette anett", "anneliese liesel", "anton toni", "antonia toni", "armin", "arne arndt", "arnold", "axel", "barbara bärbel babsi",
		"benjamin ben benni", "bernd bernhard berni bernard",
	"bettina betty tina", "birgit birgitta biggi gitta", "björn", "brigitte gitta gitti", "burkhard", "carina karina", "carl karl",
		"carla karla", "carmen", "carsten karsten", "caroline carolin karoline lina",
	"charlotte lotte charly", "christa", "christian chris", "christina christine chrissi tina chris kristina",
		"christoph chris christof christopher kit", "claudia", "claus klaus nikolaus nico", "cornelia conny nele",
	"corinna", "daniel dani danny dan", "daniela dani", "dagmar", "david dave davy", "denise", "dennis denny", "detlef detlev",
		"dieter", "dietmar", "dietrich", "dirk", "dominik nick domi", "doris", "dorothea doro thea dorothee",
	"eberhard", "edith", "elena helena", "elisabeth elsbeth lisa liesel elli sissi betty liz beth elise", "elke", "ellen", "emil",
		"emilia emily emmi milla", "emma", "erhard", "erik eric", "erich", "erika", "ernst", "eva evi", "evelyn eveline",
	"fabian fabi", "felix", "ferdinand ferdi", "finn", "florian flo", "frank", "franz franzl", "franziska franzi sissi",
		"frederik fred", "frieda", "friedhelm", "friedrich fritz fred", "gabriele gabi gaby gabriela", "georg jörg schorsch",
		"gerd gerhard gert",
	"gertrud trudi", "gisela gisi", "gottfried", "gregor greg", "gudrun", "guido", "günter günther", "gustav", "hannah hanna johanna",
		"hannelore hanne lore", "hannes johannes johann hans hanno jan", "hartmut", "harald harry", "heike", "heiko",
		"heiner heinrich heinz hein",
	"helga", "helmut helmuth", "henning", "henrik hendrik", "herbert", "hermann", "hildegard hilde", "holger", "horst",
		"hubert hubertus", "hugo", "ilona", "ilse", "ina", "ines", "inge ingeborg inga", "ingo", "ingrid", "irene", "iris",
		"irmgard irma", "isabel isabell isabella isa bella",
	"jakob jacob jake", "jana", "janina", "jannik yannick yannik", "jasmin yasmin", "jens", "joachim achim jochen jo", "jochen",
		"johanna jo hanna", "jonas", "jonathan jon jonny", "jörg", "josef joseph sepp jupp beppo joe", "josefine josephine josi",
		"judith", "julia jule", "julian jul", "jürgen jörg",
	"jutta", "kai kay", "karin carin", "katharina kathrin katrin kathi katja käthe kati nina", "katja", "kerstin kirstin", "kevin",
		"kirsten", "konrad conrad", "kristin", "kurt curt", "lars", "laura", "lea", "lena magdalena helena", "leni", "leon leo",
		"leonhard leo", "leonie", "lina", "linda", "lothar", "luca luka",
	"ludwig lutz", "luise louise", "lukas lucas", "lutz", "magdalena lena magda", "maik mike", "manfred manni fred", "manuel",
		"manuela manu ela", "marc mark marcus markus", "marco marko", "margarete margarethe grete gretel margret margit grit",
		"maria mia marie mitzi", "marianne", "mario", "marion", "marlene", "martha", "martin",
	"martina", "marvin", "mathilde tilda", "matthias mathias matze hias", "max maximilian", "melanie mel",
		"michael michi micha mike michel mick", "michaela michi ela", "mirko", "miriam mirjam", "monika moni monica", "moritz mo",
		"nadine", "nadja", "natalie nathalie natascha", "nicole niki", "niklas nicolas nicholas nick nico", "nils niels",
	"nina", "norbert nobbi", "olaf", "oliver olli oli", "oskar oscar", "otto", "paul", "paula", "peter pete pit", "petra",
		"philipp philip phillip phil", "pia", "rainer reiner", "ralf ralph rolf", "ramona", "raphael rafael", "rebecca becky becca",
		"regina gina", "reinhard", "reinhold", "renate", "rene", "richard richi rick dick rich", "rita",
	"robert rob bob bobby robby bert", "robin", "roland", "rolf rudolf rudi", "roman", "ronald ron ronny", "rosa rosi rosemarie",
		"rudolf rudi", "rüdiger", "ruth", "sabine bine", "sabrina", "samuel sam", "sandra", "sara sarah", "sebastian basti seb",
		"siegfried siggi", "sigrid", "silke", "silvia sylvia", "simon", "simone", "sofia sophia sofie sophie", "sonja",
	"stefan stephan steffen", "stefanie stephanie steffi", "susanne susi sanne susanna", "svenja", "sven", "tanja", "tatjana",
		"theodor theo", "theresa teresa therese resi", "thomas tom tommy", "thorsten torsten", "tim timo", "tobias tobi toby",
		"udo", "ulf", "ulrich uli ulli", "ulrike uli rike ulla", "ursula uschi ulla", "ute uta", "uwe", "valentin",
	"vanessa", "verena vreni", "vera", "veronika vroni", "viktor victor vic", "viktoria victoria vicky", "volker", "walter walther",
		"waltraud traudl", "werner", "wilhelm willi willy", "wilhelmine minna", "wolfgang wolf wolfi", "yvonne",
	/* English */
	"aaron", "abigail abby gail", "adam", "albert al bert", "alfred alf fred al", "alice", "alison ali", "allan alan allen",
		"amanda mandy", "amy", "andrew andy drew", "angela angie", "anthony tony", "arthur art", "ashley ash", "barbara barb",
		"benjamin ben", "bernard bernie", "bradley brad", "brandon", "brenda", "brian bryan",
	"bruce", "cameron cam", "carol caroline", "catherine cathy katherine kathryn kate katie kathy kat kitty",
		"charles charlie chuck chas", "cheryl", "christine chris christina", "christopher chris", "craig", "cynthia cindy",
		"deborah debbie deb debra", "dennis", "diana diane di", "donald don donnie", "donna", "dorothy dot dottie", "douglas doug",
	"edward ed eddie ted ned", "edwin ed", "eleanor ellie nell nora", "elizabeth liz lizzie beth betsy betty eliza lisa libby",
		"emily em", "eugene gene", "evan", "frances fran", "francis frank", "frederick fred freddie", "gary", "george",
		"gerald gerry jerry", "gordon", "grace", "gregory greg", "harold harry hal", "heather", "helen", "henry harry hank",
	"howard", "ian", "jack john", "jacqueline jackie", "james jim jimmy jamie", "jane", "janet jan", "jason",
		"jeffrey jeff geoffrey geoff", "jennifer jen jenny", "jeremy jerry", "jessica jess jessie", "joan", "john johnny jack jon",
		"jordan", "joseph joe joey", "joshua josh", "joyce", "judith judy", "justin", "karen", "keith", "kenneth ken kenny",
	"kimberly kim", "kyle", "larry lawrence", "leonard len lenny", "lillian lily", "louis lou", "lucy",
		"margaret maggie meg peggy peg marge greta rita", "marilyn", "mary molly polly", "matthew matt", "megan meg", "melissa mel",
		"michelle shelly", "mildred millie", "nancy", "nathan nathaniel nate", "nicholas nick nicky", "olivia liv", "pamela pam",
		"patricia pat patty tricia",
	"patrick pat paddy", "philip phil", "rachel rach", "randall randy", "raymond ray", "rebecca becky", "richard rick rich dick ricky",
		"ronald ron ronnie", "roger rodger", "russell russ", "ruth", "ryan", "samantha sam", "samuel sam sammy", "scott",
		"sean shaun shawn", "sharon", "shirley", "stephen steven steve", "stuart stewart stu", "susan sue susie suzanne",
		"terence terry",
	"teresa theresa terry tess", "thomas tom tommy", "timothy tim", "tyler", "vincent vince", "virginia ginny", "walter walt", "wayne",
		"william will bill billy liam willy", "zachary zach zack",
};

static const char *const titles[] = {"dipl", "dr", "frau", "herr", "hr", "ing", "jr", "mag", "med", "miss", "mme", "mr", "mrs", "ms", "phd",
	"prof", "professor", "rer", "sir", "sr"};
static const char *const particles[] = {"da", "de", "del", "den", "der", "di", "du", "la", "of", "van", "vom", "von", "zu", "zum", "zur"};
static const char *const legal_forms[] = {"ab", "ag", "aktiengesellschaft", "aps", "as", "asa", "beschrankter", "bv", "bvba", "co",
	"company", "corp", "corporation", "doo", "eg", "ek", "ev",
	"gbr", "gesellschaft", "ggmbh", "gmbh", "haftung", "haftungsbeschrankt", "inc", "incorporated", "kft", "kg", "kgaa",
		"kommanditgesellschaft", "limited", "llc", "llp", "lp", "ltd", "mbh", "mit", "nv",
	"ohg", "ooo", "ou", "oy", "oyj", "plc", "pte", "pty", "sa", "sarl", "sas", "se", "sia", "snc", "spa", "spzoo", "srl", "sro", "uab",
		"ug", "zrt"};
static const char *const mailboxes[] = {"accounts", "admin", "anfrage", "bestellung", "billing", "buchhaltung", "buro", "contact",
	"einkauf", "email", "empfang", "hallo", "hello", "help", "hr", "info", "invoice",
	"jobs", "kanzlei", "kontakt", "mail", "marketing", "no-reply", "noreply", "office", "post", "postmaster", "praxis", "presse",
		"rechnung", "rechnungen", "sales", "sekretariat", "service", "support",
	"team", "vertrieb", "verwaltung", "webmaster", "zentrale"};
static const char *const providers[] = {"aol.com", "arcor.de", "bluewin.ch", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.de",
	"gmx.net", "googlemail.com", "hotmail.com", "hotmail.de", "icloud.com",
	"live.com", "live.de", "mac.com", "mail.com", "mail.de", "mailbox.org", "me.com", "msn.com", "outlook.com", "outlook.de",
		"posteo.de", "proton.me", "protonmail.com", "t-online.de", "web.de", "yahoo.com", "yahoo.de"};

/* ---- lists of words ---- */

static bool in_list(const char *const *list, size_t count, const char *s, size_t n)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(list[middle], s, n);

		if (!order && !list[middle][n])
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

#define IN(list) in_list(list, sizeof list / sizeof list[0], s, n)
bool name_is_title(const char *s, size_t n) { return IN(titles); }
bool name_is_particle(const char *s, size_t n) { return IN(particles); }
bool name_is_legal_form(const char *s, size_t n) { return IN(legal_forms); }
bool mailbox_is_shared(const char *s, size_t n) { return IN(mailboxes); }
bool domain_is_provider(const char *s, size_t n) { return IN(providers); }

/* ---- given names ---- */

struct given_name { size_t at; short n, group; };
struct given_names {
	struct given_name *e;
	size_t n;
	struct strbuf text;
};

static int order(const struct given_names *g, const struct given_name *x, const char *s, size_t n)
{
	size_t least = (size_t)x->n < n ? (size_t)x->n : n;
	int d = memcmp(g->text.buf + x->at, s, least);

	return d ? d : (x->n > (short)n) - (x->n < (short)n);
}

static int by_name(const void *a, const void *b, void *arg)
{
	const struct given_names *g = arg;
	const struct given_name *x = a, *y = b;
	int d = order(g, x, g->text.buf + y->at, (size_t)y->n);

	return d ? d : x->group - y->group;
}

struct given_names *given_names_new(void)
{
	struct given_names *g = crm_calloc(1, sizeof *g);
	size_t count = sizeof given / sizeof given[0];

	sb_init(&g->text, 0);
	for (size_t i = 0; i < count; i++)
		for (const char *p = given[i]; *p; p += strcspn(p, " "), p += *p == ' ') {
			size_t at = g->text.len;

			utf8_fold(&g->text, p, strcspn(p, " "));
			ARRAY_PUSH(g->e, g->n, (struct given_name){at, (short)(g->text.len - at), (short)i});
		}
	qsort_r(g->e, g->n, sizeof *g->e, by_name, g);
	return g;
}

void given_names_free(struct given_names *g)
{
	if (!g)
		return;
	sb_release(&g->text);
	free(g->e);
	free(g);
}

size_t given_names_groups(const struct given_names *g, const char *s, size_t n, short *out, size_t max)
{
	size_t low = 0, high = g->n, found = 0;

	if (n > 64)
		return 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order(g, &g->e[middle], s, n) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < g->n && order(g, &g->e[low], s, n) == 0; low++)
		if (found++ < max)
			out[found - 1] = g->e[low].group;
	return found;
}

/* Words of the table are folded only where they may be the same. */
static bool holds(const char *words, const struct strbuf *key, struct strbuf *one)
{
	for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ') {
		if (p[0] != key->buf[0] && !(p[0] & 0x80))
			continue;
		sb_reset(one);
		utf8_fold(one, p, strcspn(p, " "));
		if (strcmp(one->buf, key->buf) == 0)
			return true;
	}
	return false;
}

bool name_is_given(const char *s, size_t n)
{
	struct strbuf key = STRBUF_INIT, one = STRBUF_INIT;
	bool found = false;

	if (n <= 64)
		utf8_fold(&key, s, n);
	for (size_t i = 0; key.len && !found && i < sizeof given / sizeof given[0]; i++)
		found = holds(given[i], &key, &one);
	sb_release(&key);
	sb_release(&one);
	return found;
}
