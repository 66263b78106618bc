"""What the rhythm asks for on each day of a stretch, as it stood in the morning of that day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.services.contacts import as_day, chunks, grade_of, schemes
from stationdesk.services.due import Care, Contacts, Known, State, standing
from stationdesk.store.database import author_of


class DayState(NamedTuple):
    """How somebody stood to the rhythm on one day."""

    due_contact: bool = False
    due_home: bool = False
    settled: bool = False
    missed: bool = False
    late: bool = False
    paused: str = ""

    @property
    def due(self) -> bool:
        """Tell whether anything was to be done."""
        return self.due_contact or self.due_home

    @property
    def nothing(self) -> bool:
        """Tell whether nothing was to be done and nothing rested."""
        return not (self.due or self.paused)


NOTHING = DayState()
_GRADES = """
SELECT resident_id, scheme_code, grade, from_date, to_date FROM care_grade INDEXED BY care_grade_force
WHERE resident_id IN ({marks}) AND author = ? AND removed_at IS NULL ORDER BY resident_id, from_date, key
"""
_MOVES = """
SELECT resident_id, happened_on, from_status, to_status FROM status_change
WHERE resident_id IN ({marks}) AND author = ? AND removed_at IS NULL AND wrong_on IS NULL ORDER BY resident_id, happened_on, key
"""
_STATUS = """
SELECT id, residency_status, residency_since, closed_on FROM resident INDEXED BY resident_care
WHERE id IN ({marks}) AND author = ? AND removed_at IS NULL
"""
_REACHED = """
SELECT resident_id, visited_on, mode FROM visit INDEXED BY visit_contact
WHERE resident_id IN ({marks}) AND removed_at IS NULL AND outcome = 'met' AND visited_on <= ? ORDER BY resident_id, visited_on
"""


def states_of(session: Session, ids: Iterable[str], first: date, last: date, on: date) -> dict[str, list[DayState]]:
    """Return what is asked for each of the own residents `ids` on each day from `first` to `last`."""
    found: dict[str, list[DayState]] = {}
    rules, days = schemes(session, last.isoformat()), [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for some in chunks(list(ids)):
        marks, own, connection = ",".join("?" * len(some)), author_of(session), session.connection()
        rows: dict[str, dict[str, list[Sequence[str | None]]]] = {one: {"g": [], "m": [], "v": []} for one in some}
        for name, sql, more in (("g", _GRADES, own), ("m", _MOVES, own), ("v", _REACHED, last.isoformat())):
            for row in connection.exec_driver_sql(sql.format(marks=marks), (*some, more)):
                rows[row[0]][name].append(row[1:])
        for resident, status, since, closed in connection.exec_driver_sql(_STATUS.format(marks=marks), (*some, own)):
            kept = rows[resident]
            found[resident] = [_asked(kept, rules, (status, since, closed), day, on) for day in days]
    return found


def _asked(
    kept: dict[str, list[Sequence[str | None]]], rules: object, now: tuple[str | None, str | None, str | None], day: date, on: date
) -> DayState:
    text = day.isoformat()
    held = [g for g in kept["g"] if (g[2] is None or g[2] <= text) and (g[3] is None or g[3] >= text)]
    grade = grade_of(rules, held[-1][0] or "", held[-1][1] or "") if held else None  # type: ignore[arg-type]
    status, since = _status(kept["m"], now, text)
    closed = bool(now[2] and now[2] < text)
    morning, evening = (
        standing(Known(grade, as_day(held[-1][2] if held else None), status, as_day(since), closed, _contacts(kept["v"], until)), day)
        for until in ((day - timedelta(days=1)).isoformat(), text)
    )
    if morning.state is State.PAUSED:
        return DayState(paused=status or "away")
    if morning.care is None or morning.days < 0:
        return NOTHING
    settled = evening.days < 0
    missed = day < on and not settled and (morning.days == 0 or morning.every == 1)
    home = morning.care is Care.HOME
    return DayState(not home, home, settled, missed, morning.days > 0 and morning.every > 1)


def _contacts(visits: list[Sequence[str | None]], until: str) -> Contacts:
    reached = [v for v in visits if (v[0] or "") <= until]
    home = [v for v in reached if v[1] == "home"]
    return Contacts(as_day(reached[-1][0] if reached else None), "", as_day(home[-1][0] if home else None))


def _status(moves: list[Sequence[str | None]], now: tuple[str | None, str | None, str | None], day: str) -> tuple[str | None, str | None]:
    status, since, _closed = now
    if (not moves and since is None) or (since is not None and since <= day):
        return status, since
    before = [one for one in moves if (one[0] or "") <= day]
    if before:
        return before[-1][2], before[-1][0]
    return (moves[0][1], None) if moves else ("living", None)
