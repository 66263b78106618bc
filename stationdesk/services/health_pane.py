"""What stands under a person's tab of health: the latest figures with what they remind of, how they went, medicines, who the doctor is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.health_reading import MEASURES, HealthReading
from stationdesk.registers.health_record import HealthRecord
from stationdesk.registers.medicine import Medicine
from stationdesk.services.consents import Allowed, allowed
from stationdesk.services.day_words import day_words, narrow_day
from stationdesk.services.health_lines import doubts, measures, prompts
from stationdesk.services.health_words import medicine_words, reading_words
from stationdesk.services.health_writing import illnesses_of, open_follow_ups, readings_of
from stationdesk.services.medicines import SOON, medicines_of, record_of
from stationdesk.services.person_writing import own_resident
from stationdesk.services.sheet_line import SheetLine

ROWS = 20
"""Readings listed at first; the rest when asked for."""
EVERY = 10_000
"""Readings listed when all are asked for."""
POINTS = 12
"""Readings in the picture of how a figure went."""
TONE = {"urgent": "red", "high": "amber", "low": "amber"}


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest value of one measure."""

    label: str
    value: str
    unit: str
    day: str
    tone: str = ""
    note: str = ""
    """Why the value is doubtful, or how it stands to its line."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A sentence about the latest figures, and the text its line is from."""

    tone: str
    says: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One reading of the list."""

    id: str
    day: str
    words: str
    where: str
    by: str
    tone: str


@dataclass(frozen=True, slots=True)
class Point:
    """One measured value of the picture: its day in words, and one or two figures."""

    day: str
    values: tuple[int, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """How one thing went, the oldest first."""

    title: str
    points: tuple[Point, ...]
    labels: tuple[str, ...] = ()
    """The figures of each point as they are written."""

    def spoken(self) -> str:
        """Return the picture as a sentence: 血压：11月3日 150/90，11月18日 152/88."""
        told = (f"{point.day} {label}" for point, label in zip(self.points, self.labels, strict=True))
        return _("{title}: {values}").format(title=self.title, values=_(", ").join(told))


@dataclass(frozen=True, slots=True)
class HealthPane:
    """Everything under the tab."""

    consent: Allowed
    latest: tuple[Latest, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    trends: tuple[Trend, ...] = ()
    rows: tuple[ReadingRow, ...] = ()
    count: int = 0
    medicines: tuple[SheetLine, ...] = ()
    head: tuple[SheetLine, ...] = ()


def pane_of(session: Session, resident_id: str, on: date, *, rows: int = ROWS) -> HealthPane:
    """Return what the tab shows, at most `rows` readings in its list. Raises NoSuchResident."""
    resident = own_resident(session, resident_id)
    readings, illnesses = readings_of(session, resident_id), illnesses_of(resident)
    medicines = medicines_of(session, resident_id, on)
    return HealthPane(
        allowed(session, resident_id, "health", on),
        _latest(readings, illnesses, on),
        _reminders(readings, illnesses, medicines, on),
        _trends(readings, on),
        tuple(_row(one, illnesses, on) for one in readings[:rows]),
        len(readings),
        tuple(_medicine(one, on) for one in medicines),
        tuple(head_lines(record_of(session, resident_id))),
    )


def _latest(readings: Sequence[HealthReading], illnesses: frozenset[str], on: date) -> tuple[Latest, ...]:
    newest: dict[str, HealthReading] = {}
    for one in readings:
        for name in one.measured():
            newest.setdefault(name, one)
    found = []
    for name in MEASURES:
        if name not in newest or (name == "diastolic" and newest.get("systolic") is newest[name]):
            continue
        reading, measure = newest[name], measures()[name]
        values = reading.measured()
        pressure = name == "systolic" and "diastolic" in values
        shown = f"{values['systolic']}/{values['diastolic']}" if pressure else measure.shown(values[name])
        asked = {"systolic": values["systolic"], "diastolic": values["diastolic"]} if pressure else {name: values[name]}
        odd, crossed = doubts(asked), prompts(asked, illnesses)
        tone = "amber" if odd else TONE[crossed[0].tone] if crossed else ""
        note = next(iter(odd.values()), "") or (crossed[0].word if crossed else "")
        label = _("Blood pressure") if pressure else measure.label
        found.append(Latest(label, shown, measure.unit, day_words(date.fromisoformat(reading.taken_on), on), tone, note))
    return tuple(found)


def _reminders(
    readings: Sequence[HealthReading], illnesses: frozenset[str], medicines: Sequence[Medicine], on: date
) -> tuple[Reminder, ...]:
    found: list[Reminder] = []
    seen: set[str] = set()
    for one in readings:
        for line in prompts(one.measured(), illnesses):
            if line.about not in seen and one.taken_on == _newest_day(readings, line.about):
                found.append(Reminder("red" if line.tone == "urgent" else "amber", line.says, line.source))
            seen.add(line.about)
    for one in open_follow_ups(readings)[:1]:
        day = date.fromisoformat(one.follow_up_due or "")
        late = (on - day).days
        said = _("Measure again by {day}").format(day=day_words(day, on))
        said += "，" + _("{days} days late").format(days=late) if late > 0 else ""
        found.append(Reminder("red" if late > 0 else "amber", said))
    for medicine in medicines:
        days = _days_left(medicine, on)
        if days is not None and days <= SOON:
            found += [Reminder("red" if days < 0 else "amber", refill_words(medicine, on))]
    return tuple(found)


def _days_left(medicine: Medicine, on: date) -> int | None:
    return (date.fromisoformat(medicine.next_refill) - on).days if medicine.next_refill else None


def _newest_day(readings: Sequence[HealthReading], about: str) -> str:
    from stationdesk.services.health_lines import ABOUT

    return next((one.taken_on for one in readings if any(name in one.measured() for name in ABOUT[about])), "")


def refill_words(medicine: Medicine, on: date) -> str:
    """Say that a medicine is to be fetched: 药快吃完了：氨氯地平，12月1日 前要拿，女儿去拿."""
    day = date.fromisoformat(medicine.next_refill or on.isoformat())
    late = (on - day).days
    when = (
        _("{days} days late").format(days=late)
        if late > 0
        else _("to be fetched today")
        if not late
        else _("to be fetched by {day}").format(day=day_words(day, on))
    )
    who = _("{who} fetches it").format(who=medicine.fetched_by) if medicine.fetched_by else ""
    return _("Medicine runs out: {name}").format(name="，".join(filter(None, (medicine.name, when, who))))


def _trends(readings: Sequence[HealthReading], on: date) -> tuple[Trend, ...]:
    found = []
    for title, names in (
        (_("Blood pressure"), ("systolic", "diastolic")),
        (measures()["glucose_fasting"].label, ("glucose_fasting",)),
    ):
        mine = [one for one in readings if all(getattr(one, name) is not None for name in names)]
        mine = [one for one in mine if not set(names) & set(doubts(one.measured()))]
        if len(mine) < 2:
            continue
        points, labels = [], []
        for one in reversed(mine[:POINTS]):
            values = tuple(int(getattr(one, name)) for name in names)
            crossed = prompts(dict(zip(names, values, strict=True)))
            day = narrow_day(date.fromisoformat(one.taken_on), on)
            points.append(Point(day, values, TONE[crossed[0].tone] if crossed else ""))
            labels.append("/".join(measures()[name].shown(value) for name, value in zip(names, values, strict=True)))
        found.append(Trend(title, tuple(points), tuple(labels)))
    return tuple(found)


def _row(one: HealthReading, illnesses: frozenset[str], on: date) -> ReadingRow:
    crossed, odd = prompts(one.measured(), illnesses), doubts(one.measured())
    tone = "amber" if odd else TONE[crossed[0].tone] if crossed else ""
    words = "；".join(filter(None, (reading_words(one), one.advice)))
    if odd:
        words += "（" + _("please look at it again") + "）"
    return ReadingRow(
        one.id,
        narrow_day(date.fromisoformat(one.taken_on), on),
        words,
        table("reading_place").label(one.place),
        one.measured_by or "",
        tone,
    )


def _medicine(one: Medicine, on: date) -> SheetLine:
    if not one.taken(on.isoformat()):
        ended = _("until {day}").format(day=day_words(date.fromisoformat(one.to_date), on)) if one.to_date else _("begins later")
        return SheetLine(one.name, "，".join(filter(None, (ended, one.end_reason))), "ink3")
    told = medicine_words(one).removeprefix(one.name).lstrip("，")
    next_ = refill_words(one, on) if one.next_refill and (date.fromisoformat(one.next_refill) - on).days <= SOON else ""
    if one.next_refill and not next_:
        next_ = _("to be fetched by {day}").format(day=day_words(date.fromisoformat(one.next_refill), on))
    return SheetLine(one.name, "，".join(filter(None, (told, next_))) or _("no dose written down"), "amber" if "：" in next_ else "")


def head_lines(record: HealthRecord | None) -> list[SheetLine]:
    """Return what is known at the head of the record, allergies first."""
    if record is None:
        return []
    doctor = "，".join(filter(None, (record.doctor_name, record.doctor_phone)))
    told = (
        (_("Allergies"), record.allergies, "red"),
        (_("Family or village doctor"), doctor, ""),
        (_("Usual hospital"), record.hospital, ""),
        (_("Health insurance"), table("insurance").label(record.insurance), ""),
        (_("Blood type"), table("blood_type").label(record.blood_type), ""),
        (_("Remark"), record.remark, ""),
    )
    return [SheetLine(label, text, tone) for label, text, tone in told if text]
