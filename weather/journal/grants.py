"""PostgreSQL grants: a role that can append to the journal and cannot take anything back."""

from .models import JournalEntry, JournalHead


def statements(*, role: str, schema: str = "public") -> str:
    """Return the SQL that the tables' owner runs, again after each migrate; docs/journal.md.

    It ends in an error, and changes nothing, if the role could still change the journal by other
    means: as a superuser, as the owner or as a member of a role that can.
    Raises ValueError for a name that is none.
    """
    names = {
        "role": _identifier(role),
        "role_text": _literal(role),
        "schema": _identifier(schema),
        "entries": f"{_identifier(schema)}.{_identifier(JournalEntry._meta.db_table)}",
        "head": f"{_identifier(schema)}.{_identifier(JournalHead._meta.db_table)}",
    }
    names["entries_text"] = _literal(names["entries"])
    return _SQL.format_map(names)


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

DO $check$
BEGIN
    IF has_table_privilege({role_text}, {entries_text}, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        OR has_any_column_privilege({role_text}, {entries_text}, 'UPDATE')
        OR pg_has_role({role_text}, (
            SELECT relowner FROM pg_class WHERE oid = {entries_text}::regclass
        ), 'MEMBER')
    THEN
        RAISE EXCEPTION 'the role % can still change the journal: is it a superuser, the owner '
            'of its tables, or a member of a role that can?', {role_text};
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
    if "\\" in text or "$" in text:
        raise ValueError(f"{text!r} is no name that can be written here")
    return "'" + text.replace("'", "''") + "'"
