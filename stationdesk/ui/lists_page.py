"""三张清单: who is cared for, what is asked for, who answers; as each stood on its cut-off day, on the screen, on paper, in a sheet."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.requests import settle
from stationdesk.services.three_lists import LISTS, TITLES, CareList, CareRow
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.lists_paper import export_care_list, print_care_list
from stationdesk.ui.lists_parts import GroupFilters, empty_words
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.segments import Segments

LEAST, PER_MM = 2.0, 0.2
"""Em of the body type that a column gets, and what it gets more for a millimetre of its width on paper."""
READS = frozenset(
    {"resident", "category_tag", "care_grade", "kin", "household", "status_change", "service_request", "request_event"}
    | {"pairing", "helper", "project", "responsibility_level"}
)


class CareRows:
    """The rows of a list, all at hand."""

    def __init__(self, rows: Sequence[CareRow]) -> None:
        self.by_id = {row.id: row for row in rows}

    def ids(self) -> Sequence[Hashable]:
        """Return every row's id in the order of the list."""
        return tuple(self.by_id)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`."""
        return {one: self.by_id[str(one)] for one in ids if one in self.by_id}


def _cell(at: int, row: CareRow) -> str:
    return row.cells[at]


def _tone(at: int, row: CareRow) -> str:
    return row.tones.get(at, "")


class CareTable(RecordTable):
    """A list's table; D says that a need was met."""

    settled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take D; the rest is the table's."""
        if key_map.pressed(event, "lists.settle"):
            if not event.isAutoRepeat():
                self.settled.emit()
            return
        super().keyPressEvent(event)


class ListsPage(Page):
    """One list at a time; its day and its filters stand over it."""

    name: ClassVar[str] = "lists"
    reads: ClassVar[frozenset[str]] = READS

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.cut_off = desk.today()
        self.read: CareList | None = None
        self.shown: CareList | None = None
        self.table: CareTable | None = None
        self._lay_out()
        key_map.attach(self, "lists.print", self.print)
        key_map.attach(self, "lists.export", self.export)
        key_map.attach(self, "lists.back", lambda: desk.open_page.emit("residents", None))

    def _lay_out(self) -> None:
        margin = self.look.sizes.page_margin
        self.summary = ElidedLabel("", "body", "ink2")
        self.print_button = Button(_("Print this list"), self.look, key=key_map.shown("lists.print"), icon="printer")
        self.print_button.clicked.connect(self.print)
        self.export_button = Button(_("Export this list"), self.look, key=key_map.shown("lists.export"), icon="export")
        self.export_button.clicked.connect(self.export)
        head = QHBoxLayout()
        head.setContentsMargins(margin, 12, margin, 4)
        head.setSpacing(12)
        head.addWidget(Label(_("Three lists"), "title"))
        head.addWidget(self.summary, 1)
        head.addWidget(self.print_button)
        head.addWidget(self.export_button)
        self.empty = EmptyState(self.look, "", "")
        nothing = QWidget()
        box = QVBoxLayout(nothing)
        box.setContentsMargins(margin, 16, margin, 16)
        box.addWidget(self.empty)
        box.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(nothing)
        self.strip = KeyStrip(self.look)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(self._over(margin))
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.strip)
        self.begin_at(self.kind)

    def _over(self, margin: int) -> QHBoxLayout:
        """Lay out what stands over the list: which one, of which day, of whom."""
        words = {"baseline": _("People cared for"), "needs": _("Needs|list"), "responsibility": _("Responsibilities|list")}
        self.kind = Segments(list(words.items()), self.look)
        self.kind.setAccessibleName(_("Which list"))
        self.kind.set_value("baseline")
        self.kind.changed.connect(lambda _kind: self.refresh())
        self.day = DayField(self.look, self.cut_off)
        self.day.set_day(self.cut_off.isoformat())
        self.day.setFixedWidth(round(9.5 * self.look.sizes.body))
        self.day.setAccessibleName(_("Cut-off day"))
        self.day.editingFinished.connect(self._day_typed)
        self.filters = GroupFilters(self.look)
        self.filters.changed.connect(self._narrow)
        over = QHBoxLayout()
        over.setContentsMargins(margin, 2, margin, 8)
        over.setSpacing(12)
        over.addWidget(self.kind)
        over.addWidget(Label(_("As it stood on"), "body", "ink2"))
        over.addWidget(self.day)
        over.addWidget(self.filters)
        over.addStretch(1)
        return over

    # -- what is shown

    def refresh(self) -> None:
        """Read the list again, beside the window."""
        desk, kind, day, sees = self.desk, self.kind.value() or "baseline", self.cut_off, self.desk.sees_children

        def work(report: Report) -> CareList:
            with desk.reading_everybody(report) as session:
                return LISTS[kind](session, day, may_see_children=sees)

        self.desk.jobs.start(work, self.show_list)

    def show_list(self, found: CareList) -> None:
        """Show a list that was read, unless another one is wanted by now."""
        if (found.kind, found.cut_off) != (self.kind.value(), self.cut_off):
            return
        fresh = self.read is None or self.read.kind != found.kind or self.read.columns != found.columns
        self.read = found
        if fresh:
            self._new_table(found)
        self.filters.offer(found)
        self._narrow()

    def _new_table(self, found: CareList) -> None:
        """Make the table of another kind of list."""
        before, had = self.table, self.table is not None and self.table.hasFocus()
        columns = []
        for at, column in enumerate(found.columns):
            widest = column.width == max(one.width for one in found.columns)
            width = None if widest else LEAST + column.width * PER_MM
            grade = (lambda row: row.grade) if at == 0 else None
            columns.append(
                Column(
                    column.title,
                    partial(_cell, at),
                    width,
                    bold=column.holds == "name",
                    grade=grade,
                    tone=partial(_tone, at),
                )
            )
        self.table = CareTable(self.look, columns)
        self.table.setAccessibleName(_(TITLES[found.kind]))
        self.table.activated_row.connect(lambda _id: self.open_person())
        self.table.settled.connect(self.settle)
        self.stack.addWidget(self.table)
        if before is not None:
            self.stack.removeWidget(before)
            before.deleteLater()
        if had:
            self.table.setFocus()

    def _narrow(self) -> None:
        """Show what the filters leave."""
        if self.read is None or self.table is None:
            return
        self.shown = self.read.only(groups=self.filters.groups(), categories=self.filters.categories())
        self.table.show(CareRows(self.shown.rows))
        if self.shown.rows and self.table.current_id() is None:
            self.table.go_to_row(0)
        some = bool(self.shown.rows)
        if not some:
            self.empty.say(*empty_words(self.read, narrowed=bool(self.read.rows)))
        self.stack.setCurrentWidget(self.table) if some else self.stack.setCurrentIndex(0)
        self.print_button.setEnabled(some)
        self.export_button.setEnabled(some)
        self.summary.setText(self.about(self.shown))
        self.strip.set_keys(self.keys())

    def about(self, found: CareList) -> str:
        """Say how many the list has, and as of when."""
        words = _("as of {day} · {people} people · {lines} lines")
        return words.format(day=day_words(found.cut_off, self.desk.today()), people=found.people(), lines=len(found.rows))

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of the list."""
        named = [("↑|↓", _("choose|strip")), (key_map.shown("residents.open"), _("open|strip"))]
        if self.kind.value() == "needs":
            named.append((key_map.shown("lists.settle"), _("done|strip")))
        return [*named, ("1|2|3", _("which list|strip")), (key_map.shown("lists.back"), _("back|strip"))]

    def take(self, argument: Any) -> None:
        """Show the list called so: baseline, needs or responsibility."""
        if argument in LISTS:
            self.kind.set_value(str(argument))
            self.refresh()

    def place(self) -> Any:
        """Return which list is shown."""
        return self.kind.value()

    def _day_typed(self) -> None:
        """Take another cut-off day, which may not lie ahead."""
        if self.day.wrong():
            return
        typed = date.fromisoformat(self.day.day() or self.desk.today().isoformat())
        if typed > self.desk.today():
            self.day.say("error", _("This day has not come yet."))
        elif typed != self.cut_off:
            self.cut_off = typed
            self.refresh()

    # -- what is done

    def open_person(self) -> None:
        """Open the person of the current line."""
        row = self.table.current_row() if self.table is not None else None
        if row is not None:
            self.desk.open_page.emit("residents", row.resident_id)

    def settle(self) -> None:
        """Write that the need of the current line was met; what stands in the person's record is changed there."""
        row = self.table.current_row() if self.table is not None else None
        if row is None or self.kind.value() != "needs":
            return
        if not row.record_id:
            self.desk.said(_("This need stands in the person's record: Enter opens it, F3 changes it there."), undo=False)
            return
        sentence = _("Need met: {name}").format(name=row.cells[1])
        with self.desk.writing(sentence) as session:
            settle(session, row.record_id, "solved", self.desk.today(), by=self.desk.operator.name)
        self.desk.said(sentence)

    def print(self) -> None:
        """Show the list as it will be printed."""
        if self.shown is not None and self.shown.rows:
            print_care_list(self.desk, self.shown, self.about(self.shown), self)

    def export(self) -> None:
        """Write the list as a workbook."""
        if self.shown is not None and self.shown.rows:
            export_care_list(self.desk, self.shown, self.about(self.shown), self)
