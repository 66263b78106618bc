"""When everybody was last reached, last visited and last tried: one row each, kept right by the database in the same transaction.

TEMP triggers on the writing connection follow every visit that is written, moved to another person or taken back, whoever writes it
(ORM, Core, plain SQL, an undo, a package that is read); a step that writes the table `visit` anew drops no trigger with it. A day's
list then looks at one row for each person instead of at a thousand visits.
"""

from __future__ import annotations

from sqlcipher3 import dbapi2

_OF = "FROM main.visit v WHERE v.resident_id = {row}.resident_id AND v.removed_at IS NULL"
_KEPT = ("reached", "mode", "home", "tried", "outcome")
_LAST = "ORDER BY v.visited_on DESC, v.key DESC LIMIT 1"
_MET, _HOME, _MISSED = "AND v.outcome = 'met'", "AND v.outcome = 'met' AND v.mode = 'home'", "AND ifnull(v.outcome, '') <> 'met'"


def _counted(row: str, source: str = "") -> str:
    """Return the statement that counts a person's row anew; `source` names where `row` comes from outside a trigger."""
    of, others = _OF.format(row=row), (("visited_on", _MET), ("mode", _MET), ("visited_on", _HOME), ("visited_on", _MISSED))
    asked = [f"(SELECT v.{column} {of} {which} {_LAST})" for column, which in (*others, ("outcome", _MISSED))]
    return (
        "INSERT INTO last_contact (resident_id, reached, mode, home, tried, outcome) "
        f"SELECT {row}.resident_id, {', '.join(asked)} {source} WHERE {row}.resident_id IS NOT NULL "
        f"ON CONFLICT (resident_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _KEPT)}"
    )


def _newer(columns: tuple[str, ...], day: str) -> str:
    """Return the columns that a newer visit replaces."""
    return ", ".join(f"{name} = CASE WHEN excluded.{day} >= ifnull({day}, '') THEN excluded.{name} ELSE {name} END" for name in columns)


_ADDED = f"""
INSERT INTO last_contact (resident_id, reached, mode, home, tried, outcome)
SELECT new.resident_id,
  CASE WHEN new.outcome = 'met' THEN new.visited_on END, CASE WHEN new.outcome = 'met' THEN new.mode END,
  CASE WHEN new.outcome = 'met' AND new.mode = 'home' THEN new.visited_on END,
  CASE WHEN ifnull(new.outcome, '') <> 'met' THEN new.visited_on END, CASE WHEN ifnull(new.outcome, '') <> 'met' THEN new.outcome END
WHERE true
ON CONFLICT (resident_id) DO UPDATE SET {_newer(("mode", "reached"), "reached")}, {_newer(("home",), "home")},
  {_newer(("outcome", "tried"), "tried")}
"""
_COLUMNS = ("resident_id", "visited_on", "outcome", "mode", "removed_at")
_MOVED = " OR ".join(f"new.{name} IS NOT old.{name}" for name in _COLUMNS)
_THERE = "new.resident_id IS NOT NULL AND new.removed_at IS NULL"
_NAMES = ", ".join(_COLUMNS)
_BOTH = f"{_counted('old')}; {_counted('new')};"
TRIGGERS = (
    f"CREATE TEMP TRIGGER last_contact_added AFTER INSERT ON main.visit WHEN {_THERE} BEGIN {_ADDED}; END",
    f"CREATE TEMP TRIGGER last_contact_moved AFTER UPDATE OF {_NAMES} ON main.visit WHEN {_MOVED} BEGIN {_BOTH} END",
    f"CREATE TEMP TRIGGER last_contact_gone AFTER DELETE ON main.visit BEGIN {_counted('old')}; END",
)


def attach(connection: dbapi2.Connection) -> None:
    """Give the writing `connection` the TEMP triggers that keep the table; `visit` must be there."""
    for trigger in TRIGGERS:
        connection.execute(trigger)


def rebuild(connection: dbapi2.Connection) -> None:
    """Count the whole table anew from the visits, inside the caller's transaction."""
    connection.execute("DELETE FROM last_contact")
    connection.execute(_counted("one", "FROM (SELECT DISTINCT resident_id FROM visit WHERE removed_at IS NULL) one"))
