"""The rows of the list of residents, asked for by the page from the roll and the store."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, Protocol

from PySide6.QtGui import QResizeEvent

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.grade_scheme import Grade, default_scheme
from stationdesk.services.finding import MOST, find
from stationdesk.services.gaps import TITLES
from stationdesk.services.resident_list import ResidentRow, category_word, rows
from stationdesk.services.resident_roll import Order, Roll, Wanted, only, roll_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable


class ResidentsSource:
    """Whom the filters, the order and the typed words leave, and their rows."""

    def __init__(self, desk: OpenDesk, roll: Roll) -> None:
        self.desk, self.roll = desk, roll
        self.wanted, self.order, self.backwards, self.typed = Wanted(), Order.DUE, False, ""
        self.among: Collection[str] | None = None
        """Only these, whatever the filters say; None for everybody."""

    def ids(self) -> Sequence[str]:
        """Return everybody the list shows, in its order."""
        sees = self.desk.sees_children
        found = self.roll.ids(self.wanted, self.order, backwards=self.backwards, may_see_children=sees)
        if self.among is not None:
            found = [one for one in only(found, self.among) if sees or not self._is_child(one)]
        if self.typed:
            with self.desk.reading() as session:
                meant = {one.id for one in find(session, self.typed, MOST)}
            found = [one for one in only(found, meant) if sees or not self._is_child(one)]
        return found

    def _is_child(self, resident_id: str) -> bool:
        line = self.roll.line(resident_id)
        return line is not None and line.child

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, ResidentRow]:
        """Return the rows of `ids`."""
        with self.desk.reading() as session:
            return rows(
                session,
                [str(one) for one in ids],
                self.desk.today(),
                may_see_children=self.desk.sees_children,
                covered=self.desk.faces_visitors,
                roll=self.roll,
            )

    def sort(self, order: str) -> None:
        """Sort by a column; the same once more turns the order round."""
        self.backwards = not self.backwards if order == self.order else False
        self.order = Order(order)


LARGE = 5000
"""Residents from which the first reading of the roll does not hold the window up."""


def is_large(desk: OpenDesk) -> bool:
    """Tell whether reading everybody takes so long that it is better done beside the window."""
    with desk.reading() as session:
        return int(session.connection().exec_driver_sql("SELECT coalesce(max(key), 0) FROM resident").scalar_one()) > LARGE


def read_roll(desk: OpenDesk, report: Report) -> None:
    """Read the roll, in a job."""
    report(_("Reading the list"))
    with desk.reading_everybody(report) as session:
        roll_of(desk.database).make_ready(session, desk.today())


GRADE, NAME, AGE, CATEGORIES, GROUP, DUE = range(6)


class ResidentsTable(RecordTable):
    """The list; where there is no room for the categories, the name takes what is left."""

    def resize_columns(self) -> None:
        """Give every column its width."""
        super().resize_columns()
        self._stretch_name()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Give the free column what room there is."""
        super().resizeEvent(event)
        self._stretch_name()

    def neighbour(self, step: int) -> str:
        """Return the id of the one `step` rows below the current one, empty beyond the ends."""
        other = self.model().id_at(self.currentIndex().row() + step)
        return "" if other is None else str(other)

    def name_of(self, resident_id: str) -> str:
        """Return how the list calls somebody."""
        row = self.model().row(self.model().row_of(resident_id)) if resident_id else None
        return str(row.name) if row is not None else ""

    def listed(self) -> list[str]:
        """Return those to print or export: the marked ones, else everybody shown, in the list's order."""
        marked = self.marked()
        return [str(one) for one in self.model().ids() if not marked or one in marked]

    def _stretch_name(self) -> None:
        if self.isColumnHidden(CATEGORIES):
            taken = sum(self.columnWidth(column) for column in (GRADE, AGE, GROUP, DUE) if not self.isColumnHidden(column))
            self.setColumnWidth(NAME, max(60, self.viewport().width() - taken))


class Marking(Protocol):
    """What the columns ask while they paint."""

    @property
    def marked(self) -> Collection[object]:
        """The ids marked."""

    @property
    def names_only(self) -> bool:
        """Whether there is no column of categories, so that a child's lock stands by the name."""


def name_icon(row: ResidentRow, pane: Marking) -> str:
    """Return what stands after a name: that it is marked, else a child's lock where no other column has it."""
    return "check" if row.id in pane.marked else "lock" if row.child and pane.names_only else ""


def columns(pane: Marking) -> list[Column]:
    """Return the columns of the list."""
    return [
        Column(_("Grade|column"), lambda row: row.grade_word, 4.8, grade=lambda row: row.grade, spoken=lambda row: row.sentence),
        Column(_("Name|column"), lambda row: row.name, 7.4, bold=True, sort="name", icon=lambda row: name_icon(row, pane)),
        Column(_("Age|column"), lambda row: "" if row.age is None else str(row.age), 2.8, right=True, sort="age"),
        Column(_("Categories|column"), lambda row: row.categories, None, icon=lambda row: "lock" if row.child else ""),
        Column(_("Group|column"), lambda row: row.group, 4.6, sort="group", tone=lambda _row: "ink2"),
        Column(_("Next|column"), lambda row: row.due, 5.8, right=True, tone=lambda row: row.due_tone, sort="due"),
    ]


def grade_choices(grades: Sequence[Grade] = ()) -> list[tuple[str, str]]:
    """Return the grades to filter by: those of the scheme in use."""
    return [(grade.code, grade.label) for grade in grades or default_scheme().grades] + [("none", _("no grade"))]


def category_choices(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Return the categories to filter by: those somebody is in, without restricted ones."""
    known = table("resident_category")
    return [(code, category_word(code)) for code in codes if not known.is_restricted(code)]


def standing_choices() -> list[tuple[str, str]]:
    """Return where somebody is, to filter by."""
    return [("here", _("in the village")), ("away", _("away|filter")), ("hospital", _("in hospital|filter")), ("gone", _("left or died"))]


def due_choices() -> list[tuple[str, str]]:
    """Return how soon something is due, to filter by."""
    return [("late", _("late|filter")), ("today", _("due by today")), ("week", _("due in 7 days")), ("month", _("due in 30 days"))]


def gap_choices() -> list[tuple[str, str]]:
    """Return what may be missing, to filter by: the gaps of the day's page, and two that only lists ask for."""
    return [
        *((code, _(title)) for code, title in TITLES.items()),
        ("no_group", _("no group")),
        ("no_category", _("no category")),
    ]
