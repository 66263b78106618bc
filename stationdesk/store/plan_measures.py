"""The measures of care plans in force, each with the day it was done last and the first day on which it may be due again.

TEMP triggers on the writing connection keep them in the same transaction, whoever writes a plan, a tick, a visit or a reading (as
`last_contact` follows the visits). The day's list then looks at the few measures whose day has come instead of at everything that
happened. What a call settles, and what a helper by name, is not followed here: such a measure is never kept as done too late, it is
only looked at once more by the list (`services/plans_today.py`).
"""

from __future__ import annotations

from sqlcipher3 import dbapi2

_NAMED = "EXISTS (SELECT 1 FROM json_each({names}) n WHERE n.value <> '' AND instr(plan_measure.who, n.value))"
_VISITORS = "ifnull(v.visitors, '[]')"
_VISITED = """EXISTS (
      SELECT 1 FROM (SELECT json_extract(v.visitors, i.fullkey || '.name') AS name FROM json_each(ifnull(v.visitors, '[]')) i) n
      WHERE n.name <> '' AND instr(plan_measure.who, n.name))"""
_MEASURED = _NAMED.format(names="'[' || replace(json_quote(h.measured_by), '、', '\",\"') || ']'")
_TICKED = """SELECT max(s.done_on) FROM main.plan_step s
    WHERE s.resident_id = plan_measure.resident_id AND s.measure = plan_measure.measure AND s.removed_at IS NULL"""
_MET = f"""SELECT v.visited_on FROM main.visit v
    WHERE v.resident_id = plan_measure.resident_id AND v.removed_at IS NULL AND v.outcome = 'met'
      AND plan_measure.helper_id = '' AND (plan_measure.kind = 'contact' OR plan_measure.kind = 'home' AND v.mode = 'home')
      AND (plan_measure.who = '' OR {_VISITED} OR {_VISITORS} = '[]' AND v.recorder <> '' AND instr(plan_measure.who, v.recorder))
    ORDER BY v.visited_on DESC LIMIT 1"""  # noqa: S608 - our own words
_READ = f"""SELECT h.taken_on FROM main.health_reading h
    WHERE h.resident_id = plan_measure.resident_id AND h.removed_at IS NULL
      AND plan_measure.helper_id = '' AND plan_measure.kind = 'health' AND (plan_measure.who = '' OR {_MEASURED})
    ORDER BY h.taken_on DESC LIMIT 1"""  # noqa: S608 - our own words
_DONE = f"nullif(max(ifnull(({_TICKED}), ''), ifnull(({_MET}), ''), ifnull(({_READ}), '')), '')"
_WAKES = """CASE
    WHEN kind = 'once' THEN iif(done IS NULL, max(begin, ifnull(date(until, '-3 days'), begin)), '9999-12-31')
    WHEN kind = 'weather' THEN max(begin, ifnull(date(done, '+1 day'), begin))
    WHEN weekday > 0 THEN max(begin, ifnull(date(done, '+1 day', 'weekday ' || (weekday % 7)), begin))
    WHEN every > 0 THEN max(begin, ifnull(date(done, '+' || every || ' days'), begin))
    ELSE '9999-12-31' END"""
_COLUMNS = "resident_id, plan_id, place, measure, kind, who, helper_id, begin, until, every, weekday"
_FIELDS = (
    "ifnull(m.value ->> '$.kind', 'other'), ifnull(m.value ->> '$.who', ''), ifnull(m.value ->> '$.helper_id', ''), "
    "ifnull(nullif(m.value ->> '$.from_date', ''), {plan}.made_on), ifnull(m.value ->> '$.until', ''), "
    "ifnull(m.value ->> '$.every_days', 0), ifnull(m.value ->> '$.weekday', 0)"
)


def _put(plan: str, source: str = "") -> str:
    """Return the statement that puts a plan's measures there; `source` names where `plan` comes from outside a trigger."""
    return f"""INSERT OR REPLACE INTO plan_measure ({_COLUMNS})
  SELECT {plan}.resident_id, {plan}.id, m.key, ifnull(m.value ->> '$.key', ''), {_FIELDS.format(plan=plan)}
  FROM {source}json_each(ifnull({plan}.measures, '[]')) m
  WHERE m.type = 'object' AND {plan}.ended_on IS NULL AND {plan}.removed_at IS NULL"""  # noqa: S608 - our own words


def _counted(row: str = "") -> tuple[str, ...]:
    """Return the statements that work out anew when somebody's measures were done and when they are due; without `row` everybody's."""
    whose = f" WHERE resident_id = {row}.resident_id" if row else ""
    return tuple(f"UPDATE plan_measure SET {what}{whose}" for what in (f"done = {_DONE}", f"wakes = {_WAKES}"))  # noqa: S608 - ours


def _moved(*columns: str) -> str:
    return " OR ".join(f"new.{name} IS NOT old.{name}" for name in columns)


_PLAN = ("id", "resident_id", "made_on", "measures", "ended_on", "removed_at")
_AWAY = "DELETE FROM plan_measure WHERE resident_id = old.resident_id AND plan_id = old.id"
_SOURCES = {
    "plan_step": ("resident_id", "measure", "done_on", "removed_at"),
    "visit": ("resident_id", "visited_on", "outcome", "mode", "visitors", "recorder", "removed_at"),
    "health_reading": ("resident_id", "taken_on", "measured_by", "removed_at"),
}


def _triggers() -> dict[str, str]:
    put, new, old = _put("new"), "; ".join(_counted("new")) + ";", "; ".join(_counted("old")) + ";"
    found = {
        "care_plan_added": f"AFTER INSERT ON main.care_plan BEGIN {put}; {new} END",
        "care_plan_moved": f"AFTER UPDATE OF {', '.join(_PLAN)} ON main.care_plan WHEN {_moved(*_PLAN)} BEGIN {_AWAY}; {put}; {new} END",
        "care_plan_gone": f"AFTER DELETE ON main.care_plan BEGIN {_AWAY}; END",
    }
    for kind, columns in _SOURCES.items():
        found[f"{kind}_added"] = f"AFTER INSERT ON main.{kind} BEGIN {new} END"
        found[f"{kind}_moved"] = f"AFTER UPDATE OF {', '.join(columns)} ON main.{kind} WHEN {_moved(*columns)} BEGIN {old} {new} END"
        found[f"{kind}_gone"] = f"AFTER DELETE ON main.{kind} BEGIN {old} END"
    return found


def attach(connection: dbapi2.Connection) -> None:
    """Give the writing `connection` the TEMP triggers that keep the table; the registers it is worked out from must be there."""
    for name, what in _triggers().items():
        connection.execute(f"CREATE TEMP TRIGGER plan_measure_{name} {what}")


def rebuild(connection: dbapi2.Connection) -> None:
    """Work the whole table out anew, inside the caller's transaction."""
    connection.execute("DELETE FROM plan_measure")
    for statement in (_put("p", "care_plan p, "), *_counted()):
        connection.execute(statement)
