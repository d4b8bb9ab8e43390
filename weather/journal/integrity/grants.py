"""SQL grants for a PostgreSQL role that can append to the journal and nothing else."""

from weather.journal.models import JournalEntry, JournalHead

from .rows import registered


def statements(*, role: str, schema: str = "public") -> str:
    """Return the SQL that the tables' owner runs, again after each migrate; docs/journal.md.

    It ends in an error, and changes nothing, if the role could still change the journal by other
    means: as a superuser, as an owner, or as a member of any role that can.
    Raises ValueError for an invalid name.
    """
    names = {
        "role": _identifier(role),
        "role_text": _literal(role),
        "schema": _identifier(schema),
        "schema_text": _literal(schema),
        "entries": f"{_identifier(schema)}.{_identifier(JournalEntry._meta.db_table)}",
        "head": f"{_identifier(schema)}.{_identifier(JournalHead._meta.db_table)}",
    }
    names["entries_text"] = _literal(names["entries"])
    names["head_text"] = _literal(names["head"])
    names["guards"] = "".join(
        _GUARD.format_map(
            names
            | {
                "kind": _literal(rows.kind),
                "table": f"{_identifier(schema)}.{_identifier(rows.model._meta.db_table)}",
            }
        )
        for rows in registered()
    )
    return _SQL.format_map(names)


# A row written without a journal entry is refused at the end of its transaction: each entry names
# the version that the row then has. The tables' owner (migrations) is exempt.
_GUARD = """
DROP TRIGGER IF EXISTS journal_row_has_entry ON {table};
CREATE CONSTRAINT TRIGGER journal_row_has_entry AFTER INSERT OR UPDATE OR DELETE ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION {schema}.journal_row_has_entry({kind});
"""

# Writers need UPDATE on the head's position and digest (and SELECT … FOR UPDATE asks for UPDATE
# on some column); what was pruned and the epoch are the owner's.
_SQL = """\
BEGIN;

GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role};

-- The journal: append and read.
REVOKE ALL ON {entries}, {head} FROM PUBLIC, {role};
GRANT SELECT, INSERT ON {entries} TO {role};
GRANT SELECT, UPDATE (position, digest) ON {head} TO {role};

-- The rows that the journal tells of: none is written without its entry.
CREATE OR REPLACE FUNCTION {schema}.journal_row_has_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$function$
DECLARE
    key text;
    is_deleted boolean;
    told bigint;
    found bigint;
BEGIN
    IF pg_has_role(session_user, current_user, 'MEMBER') THEN
        RETURN NULL;  -- the owner
    END IF;
    IF TG_OP = 'DELETE' THEN key := OLD.id; ELSE key := NEW.id; END IF;
    SELECT type LIKE '%.deleted', text::jsonb #>> '{{data,version}}' INTO is_deleted, told
        FROM {entries} WHERE subject = TG_ARGV[0] || '/' || key ORDER BY position DESC LIMIT 1;
    EXECUTE format('SELECT version FROM %s WHERE id = $1::bigint', TG_RELID::regclass)
        INTO found USING key;
    IF found IS NULL AND coalesce(is_deleted, true) THEN
        RETURN NULL;
    END IF;
    IF found = told AND NOT is_deleted AND (TG_OP <> 'UPDATE' OR NEW.version > OLD.version) THEN
        RETURN NULL;
    END IF;
    RAISE insufficient_privilege USING MESSAGE =
        format('%s/%s was written without an entry of the journal', TG_ARGV[0], key);
END
$function$;
{guards}
DO $check$
DECLARE
    power text;
BEGIN
    -- Whatever the role is a member of it can be by SET ROLE, also where it inherits nothing.
    SELECT string_agg(rolname, ', ') INTO power FROM pg_roles r
    WHERE pg_has_role({role_text}, r.oid, 'MEMBER') AND (
        rolsuper OR rolcreaterole OR rolreplication
        OR has_table_privilege(r.oid, {entries_text}, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        OR has_any_column_privilege(r.oid, {entries_text}, 'UPDATE')
        OR has_table_privilege(r.oid, {head_text}, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
        OR has_any_column_privilege(r.oid, {head_text}, 'INSERT')
        OR EXISTS (
            SELECT FROM pg_attribute
            WHERE attrelid = {head_text}::regclass AND attnum > 0 AND NOT attisdropped
            AND attname NOT IN ('position', 'digest')
            AND has_column_privilege(r.oid, attrelid, attnum, 'UPDATE')
        )
        OR r.oid = (SELECT nspowner FROM pg_namespace WHERE nspname = {schema_text})
        OR r.oid IN (
            SELECT relowner FROM pg_class
            WHERE oid IN ({entries_text}::regclass, {head_text}::regclass)
        )
    );
    IF power IS NOT NULL THEN
        RAISE EXCEPTION 'the role % can still change the journal, as or through: %. Take from it '
            'what is not needed (superuser, ownership, membership, grants).', {role_text}, power;
    END IF;
END
$check$;

COMMIT;
"""


def _identifier(name: str) -> str:
    if not name or "\0" in name:
        raise ValueError(f"{name!r} is no name")
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    # Neither may appear in the text of a function, which is dollar-quoted.
    if "\\" in text or "$" in text:
        raise ValueError(f"{text!r} is no name that can be written here")
    return "'" + text.replace("'", "''") + "'"
