-- server.sql - what a store over PostgreSQL brings along for the others' SQL; here as far as its names and types go.
-- store/db.h: db_use_fold, db_json_field, db_put_ids, db_put_text, DB_AMONG, DB_ROWS
CREATE FUNCTION crm_fold(TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT AS 'SELECT lower($1)';
CREATE FUNCTION crm_fold_code(TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT AS 'SELECT lower($1)';
CREATE FUNCTION json_extract(TEXT, TEXT) RETURNS BIGINT LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CAST(1 AS BIGINT)';
CREATE FUNCTION json_each(TEXT) RETURNS TABLE(value BIGINT) LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CAST(1 AS BIGINT)';
CREATE FUNCTION json_each(TEXT, TEXT) RETURNS TABLE(key BIGINT, value TEXT) LANGUAGE sql IMMUTABLE STRICT AS 'SELECT CAST(1 AS BIGINT), $1';
