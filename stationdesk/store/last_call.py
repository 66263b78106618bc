"""When everybody spoke with the family last: one row each, kept right by the database in the same transaction.

TEMP triggers on the writing connection follow every call that was held, changed or taken back, and everybody who spoke in it, whoever
writes them (as `last_contact` follows the visits). The day's list then looks at one row for each person instead of at years of calls.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2

_LAST = """(SELECT max(c.call_on) FROM main.call_person p
  JOIN main.family_call c ON c.id = p.call_id AND c.author = p.author AND c.removed_at IS NULL AND c.state = 'completed'
  WHERE p.resident_id = {who} AND p.removed_at IS NULL AND p.dropped_on IS NULL)"""


def _counted(who: str, source: str = "") -> str:
    """Return the statement that counts a person's row anew; `source` names where `who` comes from outside a trigger's row."""
    return (
        f"INSERT INTO last_call (resident_id, called_on) SELECT {who}, {_LAST.format(who=who)} {source or 'WHERE true'} "
        "ON CONFLICT (resident_id) DO UPDATE SET called_on = excluded.called_on"
    )


def _in_call(row: str) -> str:
    """Return the statement that counts everybody anew who speaks in a call."""
    there = f"FROM (SELECT DISTINCT resident_id FROM main.call_person WHERE call_id = {row}.id) one WHERE true"  # noqa: S608 - ours
    return _counted("one.resident_id", there)


def _moved(*columns: str) -> tuple[str, str]:
    return ", ".join(columns), " OR ".join(f"new.{name} IS NOT old.{name}" for name in columns)


_PERSON, _PERSON_MOVED = _moved("resident_id", "call_id", "author", "dropped_on", "removed_at")
_CALL, _CALL_MOVED = _moved("id", "call_on", "author", "state", "removed_at")
_BOTH = f"{_counted('old.resident_id')}; {_counted('new.resident_id')};"
_CHANGED = f"{_in_call('old')}; {_in_call('new')};"
TRIGGERS = (
    f"CREATE TEMP TRIGGER last_call_person_added AFTER INSERT ON main.call_person BEGIN {_counted('new.resident_id')}; END",
    f"CREATE TEMP TRIGGER last_call_person_moved AFTER UPDATE OF {_PERSON} ON main.call_person WHEN {_PERSON_MOVED} BEGIN {_BOTH} END",
    f"CREATE TEMP TRIGGER last_call_person_gone AFTER DELETE ON main.call_person BEGIN {_counted('old.resident_id')}; END",
    f"CREATE TEMP TRIGGER last_call_added AFTER INSERT ON main.family_call BEGIN {_in_call('new')}; END",
    f"CREATE TEMP TRIGGER last_call_moved AFTER UPDATE OF {_CALL} ON main.family_call WHEN {_CALL_MOVED} BEGIN {_CHANGED} END",
    f"CREATE TEMP TRIGGER last_call_gone AFTER DELETE ON main.family_call BEGIN {_in_call('old')}; END",
)


def attach(connection: dbapi2.Connection) -> None:
    """Give the writing `connection` the TEMP triggers that keep the table; `family_call` and `call_person` must be there."""
    for trigger in TRIGGERS:
        connection.execute(trigger)


def rebuild(connection: dbapi2.Connection) -> None:
    """Count the whole table anew, inside the caller's transaction."""
    connection.execute("DELETE FROM last_call")
    connection.execute(_counted("one.resident_id", "FROM (SELECT DISTINCT resident_id FROM call_person) one WHERE true"))
