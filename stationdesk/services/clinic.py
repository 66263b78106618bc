"""A free clinic (义诊): whom to ask to come, and what was measured, person by person in the order of the list (domain 1.7, 7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.health_reading import HealthReading, HealthReadingDraft
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.contacts import chunks
from stationdesk.services.health_lines import measures
from stationdesk.services.health_writing import add_reading, take_out_reading
from stationdesk.services.shown_person import Person, details_of
from stationdesk.store.database import author_of

FIGURES = ("systolic", "diastolic", "heart_rate", "glucose_fasting", "glucose_after_meal")
"""What a free clinic measures, in the order of the paper."""
ELDER = 65
"""From this age on the public-health rules give a yearly check (基本公共卫生服务规范)."""
_OPEN = """
SELECT DISTINCT resident_id FROM health_reading WHERE author = ? AND removed_at IS NULL AND follow_up_due <= ? AND followed_up_on IS NULL
"""
_DAYS = """
SELECT occasion_id, min(taken_on), max(measured_by), count(*) FROM health_reading
WHERE author = ? AND removed_at IS NULL AND place = 'clinic_day' AND occasion_id IS NOT NULL GROUP BY occasion_id ORDER BY 2 DESC, 1 DESC
"""


@dataclass(frozen=True, slots=True)
class ClinicLine:
    """One person of the list; of a child the alias and no group."""

    resident_id: str
    name: str
    age: str
    group: str
    phone: str
    child: bool


@dataclass(frozen=True, slots=True)
class ClinicDay:
    """A clinic that was held: its readings share an occasion."""

    occasion: str
    day: str
    by: str
    people: int


def to_ask(session: Session, on: date, kind: str) -> list[str]:
    """Return the own residents to be asked: `chronic` (a lasting illness), `follow_up` (to be measured again) or `elder` (65 and over)."""
    mine = select(Resident).where(Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    waiting = set(session.connection().exec_driver_sql(_OPEN, (author_of(session), on.isoformat())).scalars())
    found = []
    for one in session.exec(mine.order_by(col(Resident.key))):
        years = one.age(on.isoformat())
        fits = {"chronic": bool(one.chronic), "follow_up": one.id in waiting, "elder": years is not None and years >= ELDER}[kind]
        if fits and one.residency_status not in GONE and one.closed_on is None:
            found.append(one.id)
    return found


def lines_of(session: Session, ids: Iterable[str], on: date, *, may_see_children: bool = False, as_given: bool = False) -> list[ClinicLine]:
    """Return people as the list shows them, in the order of the way round or `as_given`.

    Who died, left or is a child out of sight is not on it.
    """
    wanted = list(dict.fromkeys(ids))
    there = _there(session, wanted)
    found = details_of(session, wanted)
    people = [found[one] for one in wanted if one in there and one in found]
    seen = [one for one in people if may_see_children or not one.is_child(on)]
    return [_line(one, on) for one in (seen if as_given else sorted(seen, key=Person.route))]


def _there(session: Session, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for some in chunks(ids):
        rows = session.exec(select(Resident.id, Resident.residency_status, Resident.closed_on).where(col(Resident.id).in_(some)))
        found |= {one for one, status, closed in rows if status not in GONE and closed is None}
    return found


def _line(person: Person, on: date) -> ClinicLine:
    child, years = person.is_child(on), person.age(on)
    group = "" if child else person.village_group or ""
    return ClinicLine(person.id, person.shown(on), str(years) if years is not None else "", group, person.phone(), child)


def write_line(session: Session, draft: HealthReadingDraft, on: date, by: str, *, before: str = "") -> HealthReading:
    """Write what was measured of one person; `before` is the reading that stood there and is put right.

    Raises NoSuchResident, ReadingImpossible, NoSuchReading.
    """
    if before:
        take_out_reading(session, before)
    return add_reading(session, draft, on, by)


def readings_of_day(session: Session, occasion: str) -> dict[str, HealthReading]:
    """Return what was measured on a clinic, by resident; the one written last counts."""
    mine = select(HealthReading).where(
        HealthReading.occasion_id == occasion, HealthReading.author == author_of(session), col(HealthReading.removed_at).is_(None)
    )
    return {one.resident_id: one for one in session.exec(mine.order_by(col(HealthReading.key)))}


def clinics(session: Session) -> list[ClinicDay]:
    """Return the clinics that were held, the last one first."""
    return [ClinicDay(*row) for row in session.connection().exec_driver_sql(_DAYS, (author_of(session),))]


def measured_words(reading: Mapping[str, int] | HealthReading | None) -> str:
    """Return the figures of a line as one reads them: 146/88，心率 72，空腹血糖 6.8."""
    if reading is None:
        return ""
    values = reading.measured() if isinstance(reading, HealthReading) else dict(reading)
    said = []
    if "systolic" in values or "diastolic" in values:
        said.append(f"{values.get('systolic', '—')}/{values.get('diastolic', '—')}")
    said += [f"{measures()[name].label} {measures()[name].shown(values[name])}" for name in FIGURES[2:] if name in values]
    return _(", (list)").join(said)
