/* environment.c - environment, personal settings, clock and time zones: everything a command needs
 * to know of its host. */
#include "cli.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

/* ---- time zones, by the C library ---- */

static void use_zone(const char *zone)
{
	static char current[64] = "\001";
	if (strcmp(current, zone) != 0) {
		snprintf(current, sizeof current, "%s", zone);
		setenv("TZ", zone[0] ? zone : "UTC", 1);
		tzset();
	}
}

static int zone_day(void *arg, const char *zone, int64_t ms)
{
	struct tm tm;
	time_t t = (time_t)(ms / 1000 - (ms % 1000 < 0));
	(void)arg;
	use_zone(zone);
	if (!localtime_r(&t, &tm) || tm.tm_year > 9999 - 1900 || tm.tm_year < -1900)
		return ms < 0 ? DATE_MIN : DATE_MAX;
	return date_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

/* Seconds east of UTC at an instant. */
static int64_t offset_at(int64_t t)
{
	const time_t at = (time_t)t;
	struct tm tm;
	return localtime_r(&at, &tm) ? tm.tm_gmtoff : 0;
}

/* An hour that comes twice, when clocks are put back, is the first. One that is left out, when they
 * are put forward, is counted from the old time: 2:30 is 3:30. What the zone has a day before and a
 * day after tells, where mktime would go by what it was asked before. */
static int64_t zone_instant(void *arg, const char *zone, int day, int64_t ms_of_day)
{
	const int64_t wall = (int64_t)day * 86400 + ms_of_day / 1000;
	int64_t old, new;
	bool is_old, is_new;
	(void)arg;
	use_zone(zone);
	old = wall - offset_at(wall - 86400);
	new = wall - offset_at(wall + 86400);
	is_old = old + offset_at(old) == wall;
	is_new = new + offset_at(new) == wall;
	return (is_new && (!is_old || new < old) ? new : old) * 1000 + ms_of_day % 1000;
}

static int64_t zone_start(void *arg, const char *zone, int day) { return zone_instant(arg, zone, day, 0); }

static bool zone_known(void *arg, const char *zone)
{
	char path[256];
	(void)arg;
	if (strcmp(zone, "UTC") == 0)
		return true;
	if (zone[0] == '/' || zone[0] == '\0' || strstr(zone, "..") ||
	    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", zone) >= (int)sizeof path)
		return false;
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

const struct crm_zone cli_zone = {zone_day, zone_start, zone_instant, zone_known, NULL};

/* ---- files ---- */

/* $VAR/crm/NAME, or ~/FALLBACK/crm/NAME; relative values of XDG variables are ignored, as its
 * specification says. NULL without a home. */
static const char *xdg_path(struct cli *cli, const char *var, const char *fallback, const char *name)
{
	const char *base = getenv(var), *home = getenv("HOME");
	if (base && base[0] == '/')
		return arena_printf(&cli->arena, "%s/crm/%s", base, name);
	if (!home || home[0] != '/') {
		const struct passwd *pw = getpwuid(getuid());
		home = pw ? pw->pw_dir : NULL;
	}
	return home ? arena_printf(&cli->arena, "%s/%s/crm/%s", home, fallback, name) : NULL;
}

static void config_set(void *arg, const char *key, const char *value)
{
	static const char *const keys[] = {"color", "database", "user", NULL};
	struct cli *cli = arg;
	const char **slot = strcmp(key, "database") == 0 ? &cli->db
	                    : strcmp(key, "user") == 0   ? &cli->user
	                    : strcmp(key, "color") == 0  ? &cli->color
	                                                 : NULL;
	const char *near = slot ? NULL : utf8_nearest(key, keys);
	if (!slot)
		crm_fail_at(&cli->err, CRM_CONFIG, "config.yaml", 0, 0, key,
		            near ? "no such setting, did you mean '%s'?"
		                 : "no such setting: database, user and color are",
		            near);
	else if (slot == &cli->color && !cli_color_word(value))
		crm_fail_at(&cli->err, CRM_CONFIG, "config.yaml", 0, 0, key, "'%s' is not auto, always or never",
		            value);
	else if (!*slot)
		*slot = arena_strdup(&cli->arena, value);
}

static enum crm_status read_config(struct cli *cli)
{
	const char *path = xdg_path(cli, "XDG_CONFIG_HOME", ".config", "config.yaml");
	struct strbuf text = STRBUF_INIT;
	enum crm_status s = CRM_OK;
	if (path && access(path, F_OK) == 0) {
		s = cli_slurp(path, &text, &cli->err);
		if (!s)
			s = crm_config_read(path, text.buf, text.len, config_set, cli, &cli->err);
		if (!s)
			s = cli->err.status;
	}
	sb_release(&text);
	return s;
}

/* The login: what the shell says of it first, as asking the system costs as much as a small
 * command. */
static const char *login(struct cli *cli)
{
	const char *name = getenv("LOGNAME");
	const struct passwd *pw;
	if (!name || !*name)
		name = getenv("USER");
	if (name && *name)
		return name;
	pw = getpwuid(getuid());
	return pw ? arena_strdup(&cli->arena, pw->pw_name) : arena_printf(&cli->arena, "uid%ld", (long)getuid());
}

/* Asked only when the record of the user is made. */
static const char *full_name(const char *user)
{
	static char name[256];
	const struct passwd *pw = getpwnam(user);
	size_t n = pw && pw->pw_gecos ? strcspn(pw->pw_gecos, ",") : 0;
	if (n == 0 || n >= sizeof name)
		return NULL;
	memcpy(name, pw->pw_gecos, n);
	name[n] = '\0';
	return name;
}

static const char *first_set(const char *const *names)
{
	for (; *names; names++) {
		const char *v = getenv(*names);
		if (v && *v)
			return v;
	}
	return "C";
}

/* The machine's zone as an IANA name. */
static const char *machine_zone(struct cli *cli)
{
	const char *tz = getenv("TZ");
	char link[PATH_MAX];
	ssize_t n;
	if (tz && *tz == ':')
		tz++;
	if (tz && *tz && zone_known(NULL, tz))
		return arena_strdup(&cli->arena, tz);
	n = readlink("/etc/localtime", link, sizeof link - 1);
	if (n > 0) {
		link[n] = '\0';
		const char *p = strstr(link, "zoneinfo/");
		if (p && zone_known(NULL, p + 9))
			return arena_strdup(&cli->arena, p + 9);
	}
	return "UTC";
}

static enum crm_status parse_now(struct cli *cli)
{
	const char *now = getenv("CRM_NOW");
	bool local = false;
	struct timeval tv;
	if (now && *now) {
		if (!instant_parse(now, strlen(now), &cli->env.now, &local) || local)
			return cli_usage(cli, "CRM_NOW: '%s' is not an instant such as 2026-03-31T14:05:00Z", now);
		return CRM_OK;
	}
	gettimeofday(&tv, NULL);
	cli->env.now = (int64_t)tv.tv_sec * 1000 + tv.tv_usec / 1000;
	return CRM_OK;
}

/* --today may be an expression such as yesterday: it counts from the machine's day, in UTC (the
 * database's zone isn't known yet). */
static enum crm_status parse_today(struct cli *cli)
{
	const char *t = cli->today_text ? cli->today_text : getenv("CRM_TODAY");
	if (!t || !*t)
		return CRM_OK;
	cli->env.have_today = true;
	return date_parse(t, strlen(t), (int)(cli->env.now / 86400000), &cli->env.today, &cli->err);
}

enum crm_status cli_environment(struct cli *cli)
{
	static const char *const locale[] = {"LC_ALL", "LC_MONETARY", "LANG", NULL};
	const char *db = getenv("CRM_DB"), *user = getenv("CRM_USER");
	enum crm_status s;
	if (!cli->db && db && *db)
		cli->db = db;
	if (!cli->user && user && *user)
		cli->user = user;
	if ((s = read_config(cli)) != CRM_OK || (s = parse_now(cli)) != CRM_OK || (s = parse_today(cli)) != CRM_OK)
		return s;
	cli->env.must_exist = cli->db != NULL;
	cli->env.path = cli->db ? cli->db : xdg_path(cli, "XDG_DATA_HOME", ".local/share", "crm.db");
	if (!cli->env.path)
		return cli_usage(cli, "no home directory: name the database with -d or CRM_DB");
	cli->env.user = cli->user ? cli->user : login(cli);
	cli->env.full_name = full_name;
	cli->env.locale = first_set(locale);
	cli->env.timezone = machine_zone(cli);
	cli->env.tool = cli->tool->name;
	cli->env.zone = &cli_zone;
	cli->env.phone = cli_phone;
	return CRM_OK;
}

bool cli_color_word(const char *word)
{
	return strcmp(word, "auto") == 0 || strcmp(word, "always") == 0 || strcmp(word, "never") == 0;
}

bool cli_color(const struct cli *cli)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	if (cli->color && strcmp(cli->color, "always") == 0)
		return true;
	if (cli->color && strcmp(cli->color, "never") == 0)
		return false;
	return cli->terminal && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

size_t cli_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize w;
	char *end;
	if (columns && *columns) {
		unsigned long n = strtoul(columns, &end, 10);
		if (*end == '\0' && n > 0 && n < 100000)
			return n;
	}
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col > 0)
		return w.ws_col;
	return isatty(STDOUT_FILENO) ? 80 : 0;
}
