#!/bin/sh
# The SQL in the sources keeps to the rules of HACKING.md, so that a server can stand behind store/. tests/sql/rules.pl reads it; each rule is then broken once.
# What reading can't see, make check-sql asks PostgreSQL.
. "$(dirname "$0")/../lib.sh"

is 'the house keeps the rules of SQL, and nothing is excused' "$(perl "$top/tests/sql/rules.pl" "$top/libcrm")" ''

# says FILE 'what is said, each behind FILE:1: ' ; standard input is the file
says() {
  rm -rf "$work/house"
  mkdir -p "$work/house/${1%/*}"
  cat >"$work/house/$1"
  is "$2" "$(perl "$top/tests/sql/rules.pl" "$work/house" | sed "s|^$1:[0-9]*: ||")" "$3"
}

says ask/a.c 'IS with a value' "IS stands before NULL and DISTINCT FROM alone: IS
IS stands before NULL and DISTINCT FROM alone: IS" <<'END'
	"WHERE a.optional IS 1" "", f("x IS NOT %s", "y IS %sNULL"), "z IS NOT DISTINCT FROM $1 AND y IS NULL AND x IS NOT NULL",
	"w IS "
	"NULL", "x IS " /* "IS 3" */ "DISTINCT FROM 3", "IS"
END
says ask/a.c 'CAST AS INTEGER' "CAST AS BIGINT: CAST(c.new AS INTEGER)
CAST AS BIGINT: CAST(coalesce(a, (b)) AS INT)" <<'END'
	"SELECT CAST(c.new AS INTEGER), CAST(c.old AS BIGINT)", "CAST(coalesce(a, (b)) AS INT)", "CAST(NULL AS TEXT)"
END
says ask/a.c 'ORDER BY what says nothing' "no bare NULL or constant in ORDER BY: ORDER BY (NULL)
no bare NULL or constant in ORDER BY: ORDER BY id, NULL DESC
no bare NULL or constant in ORDER BY: ORDER BY 1, 2" <<'END'
	"ORDER BY (NULL)", "ORDER BY id, NULL DESC", "ORDER BY 1, 2", "ORDER BY CAST(NULL AS TEXT), id NULLS LAST LIMIT 1", "ORDER BY at1, x NULLS FIRST"
END
says ask/a.c 'LIKE without ESCAPE' "every LIKE has ESCAPE: LIKE
every LIKE has ESCAPE: LIKE" <<'END'
	"a LIKE $1 AND b LIKE $2 ESCAPE '!'", "x LIKE 'a b%'", "x LIKE 'a b%' ESCAPE '!'", "%s LIKE $%zu ESCAPE '!'"
END
says ask/a.c 'sums in expressions' "sum and avg in an expression are cast: sum(
sum and avg in an expression are cast: avg(
sum and avg in an expression are cast: sum(
sum and avg in an expression are cast: sum(" <<'END'
	"SELECT sum(a) / 100 FROM x", "SELECT id, avg(a) * 2 FROM x", "coalesce((SELECT sum(a) FROM b), 0)", "HAVING sum(a) > 7"
	, "SELECT sum(a), sum(b) FILTER (WHERE (c)) FROM x", "SELECT CAST(sum(a) AS BIGINT) / 2", "SELECT id, sum(a) AS s"
END
says ask/a.c 'parameters that stand alone' "a parameter that stands alone is cast: SELECT \$1 UNION
a parameter that stands alone is cast: SELECT DISTINCT \$2,
a parameter that stands alone is cast: \$1 = \$2" <<'END'
	"SELECT $1 UNION SELECT id FROM a", "SELECT DISTINCT $2, id FROM a", "WHERE $1 = $2", "SELECT CAST($1 AS BIGINT) UNION", "WHERE a = $1"
END
says ask/a.c 'substr from 0 or before' "substr begins at 1 or behind: substr(a, 0
substr begins at 1 or behind: substr(a || f(b), -
substr begins at 1 or behind: substr(x.a, length(x.a) -" <<'END'
	"substr(a, 0)", "substr(a || f(b), -3)", "substr(x.a, length(x.a) - 6)", "substr(a, 2)", "CASE WHEN length(a) > 6 THEN substr(a, length(a) - 6) END"
END
says ask/a.c 'the catalogue' "the catalogue is asked in store/: pragma_table_info
the catalogue is asked in store/: sqlite_schema
the catalogue is asked in store/: PRAGMA" <<'END'
	"SELECT 1 FROM pragma_table_info('a')", "FROM sqlite_schema", "PRAGMA user_version"
END
says ask/a.c 'temporary tables' "temporary tables are made in store/: TEMP
temporary tables are made in store/: INTO selected
temporary tables are made in store/: FROM bound" <<'END'
	"CREATE TEMP TABLE t(a)", "INSERT INTO selected(id)", "SELECT s FROM bound"
END
says ask/a.c 'words of one library' "not in both: ifnull(
not in both: group_concat(
not in both: LIMIT -
not in both: rowid
not in both: INSERT OR
not in both: max of two: max(a," <<'END'
	"SELECT ifnull(a, 1), group_concat(b)", "LIMIT -1", "WHERE rowid=1", "INSERT OR REPLACE", "max(a, b)", "max(a)", "min(coalesce(a, b))"
END
says ask/a.c 'a plus before a column' "an index is left out by DB_NO_INDEX: AND +k
an index is left out by DB_NO_INDEX: WHERE +%" <<'END'
	"WHERE a=$1 AND +kind=$2", "WHERE +%s", "AND " DB_NO_INDEX "kind=$2", "AND a + b > 1"
END
says ask/a.c 'the library and its door' "the library is called in store/: sqlite3_step(st->s);
the library is called in store/: query(db, e, DB_OWN \"\");
several statements, DDL and texts without parameters are run in store/: db_exec(db, \"\", e);" <<'END'
	sqlite3_step(st->s);
	query(db, e, DB_OWN "SELECT 1");
	db_exec(db, "DELETE FROM a", e);
	/* sqlite3_step */
END
says store/load.c 'what another store shares' "what another store would share asks db.h: if (sqlite3_step(l->insert->s) != SQLITE_DONE)" <<'END'
	if (sqlite3_step(l->insert->s) != SQLITE_DONE)
	sqlite3_stmt *s;
END
says store/db.c 'and what it does not' '' <<'END'
	sqlite3_step(st->s); "PRAGMA user_version" "CREATE TEMP TABLE"
END
says database/open.c 'a database looked for as a file' "whether there is a database is asked by db_exists: if (stat(env->path, &st) == 0)" <<'END'
	if (stat(env->path, &st) == 0)
END
finish
