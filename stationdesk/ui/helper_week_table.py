"""The week of the helpers as a table: who goes to whom, for what, until when, and what became of it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from stationdesk.i18n import _
from stationdesk.services.day_words import narrow_day
from stationdesk.services.free_hours import weekday_names
from stationdesk.services.helper_week import Errand, HelperWeek
from stationdesk.ui import key_map
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

UNIT, LAST = 1, 6
"""Columns that give way at larger texts."""


@dataclass(frozen=True)
class WeekRow:
    """A line: an errand, and whose list it stands on; only the first of a list says whose."""

    id: str
    list_key: str
    errand: Errand
    first: bool
    on: date

    @property
    def who(self) -> str:
        """Who goes, where it is another than in the line above."""
        return self.errand.who if self.first else ""

    @property
    def sentence(self) -> str:
        """The line as it is read aloud."""
        one = self.errand
        parts = (one.who, instead_words(one), one.name, one.group, what_words(one), until_words(one, self.on), state_words(one, self.on))
        return "，".join(part for part in parts if part)


def rows_of(lists: Iterable[HelperWeek], on: date) -> list[WeekRow]:
    """Return the lines of lists."""
    found: list[WeekRow] = []
    for one in lists:
        before = ""
        for errand in one.errands:
            found.append(WeekRow(errand.id, one.key, errand, not found or found[-1].list_key != one.key or errand.who != before, on))
            before = errand.who
    return found


def what_words(one: Errand) -> str:
    """Return what is to be done: 上门走访, 联系, 联系 3 次."""
    said = _("visit at home|week") if one.home else _("be in touch|week")
    return _("{what}, {count} times").format(what=said, count=one.times) if one.times > 1 else said


def until_words(one: Errand, on: date) -> str:
    """Return the last day in time with its weekday: 11月27日 周五."""
    return f"{narrow_day(one.due_on, on)} {weekday_names()[one.due_on.weekday()]}"


def last_words(one: Errand, on: date) -> str:
    """Return when it was last kept."""
    return narrow_day(one.last, on) if one.last else _("not yet|last")


def state_words(one: Errand, on: date) -> str:
    """Return how it stands."""
    if one.times > 1 and one.done and one.state != "done":
        return _("{done} of {times} done").format(done=one.done, times=one.times)
    if one.state == "late":
        return _("{days} days late|week").format(days=(on - one.due_on).days)
    return {"done": _("done|week"), "missed": _("not done|week"), "due": _("still to do|week")}[one.state]


def instead_words(one: Errand) -> str:
    """Return for whom he goes."""
    return _("for {name}|stand-in").format(name=one.instead_of) if one.instead_of else ""


class WeekRows:
    """The lines that the filters leave."""

    def __init__(self, rows: Sequence[WeekRow]) -> None:
        self.by_id = {row.id: row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return the ids in the order shown."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, WeekRow]:
        """Return the lines of `ids`."""
        return {one: self.by_id[str(one)] for one in ids}


class WeekTable(RecordTable):
    """The list; P prints the sheet of the one whose line it is."""

    asked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look, _columns())
        self.setAccessibleName(_("Visits of the week"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the letter and the turning of weeks before the list scrolls by them."""
        for name in ("helper_week.one", "helper_week.next", "helper_week.previous", "helper_week.this"):
            if key_map.pressed(event, name):
                self.asked.emit(name)
                return
        super().keyPressEvent(event)


def _columns() -> tuple[Column, ...]:
    def quiet(_row: WeekRow) -> str:
        return "ink2"

    def tone(row: WeekRow) -> str:
        return "soon" if row.errand.state in ("late", "missed") else "ink2" if row.errand.state == "done" else ""

    return (
        Column(_("Helper of the pairing|column"), lambda row: row.who, 8.4, bold=True, spoken=lambda row: row.sentence),
        Column(_("Team or office|column"), lambda row: row.errand.unit if row.first else "", 8.0, tone=quiet),
        Column(_("Goes to|column"), lambda row: row.errand.name, None, icon=lambda row: "lock" if row.errand.child else ""),
        Column(_("Group|column"), lambda row: row.errand.group or "—", 5.0, tone=quiet),
        Column(_("What|column"), lambda row: what_words(row.errand), 7.6),
        Column(_("In time until|column"), lambda row: until_words(row.errand, row.on), 8.6),
        Column(_("Last|column"), lambda row: last_words(row.errand, row.on), 6.2, tone=quiet),
        Column(_("How far|week"), lambda row: state_words(row.errand, row.on), 6.4, tone=tone),
        Column(_("For whom|stand-in"), lambda row: instead_words(row.errand), 6.0, tone=quiet),
    )
