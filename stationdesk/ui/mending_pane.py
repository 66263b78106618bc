"""Kinds of what is missing at the left, the people of one kind at the right, the question open in the current line."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.gaps import Gap
from stationdesk.services.mending import MendLine, ask, lines
from stationdesk.services.mending_ask import Fill
from stationdesk.services.stations import own_station
from stationdesk.ui.mending_editor import MendEditor
from stationdesk.ui.mending_list import MendList, MendSource
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.labels import ground
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

KINDS_EM = 17.5
"""Width of the column of kinds, in em of the body type."""


class KindSource:
    """The kinds that somebody has."""

    def __init__(self, found: Sequence[Gap]) -> None:
        self.found = {gap.code: gap for gap in found}

    def ids(self) -> Sequence[Hashable]:
        """Return the kinds, the most harmful first."""
        return tuple(self.found)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Gap]:
        """Return the kinds of `ids`."""
        return {one: self.found[str(one)] for one in ids if one in self.found}


class MendingPane(QWidget):
    """What the page of missing facts is made of; it reads questions and writes nothing."""

    counted = Signal()
    """How many things are missing has changed."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.found: list[Gap] = []
        self.kinds = RecordTable(
            self.look,
            (
                Column(_("What is missing|column"), lambda gap: gap.title, None),
                Column(_("People|column"), lambda gap: str(gap.count), 3.4, right=True, tone=lambda _gap: "ink2"),
            ),
        )
        self.kinds.setAccessibleName(_("Kinds of what is missing"))
        self.list = MendList(self.look)
        with desk.reading() as session:
            county = own_station(session).region_code or ""
        self.editor = MendEditor(desk, county, self.list.viewport())
        self._lay_out()
        self.kinds.current_changed.connect(lambda gap: self._show_kind(gap.code) if gap is not None else None)
        self.kinds.activated_row.connect(lambda _gap: self.editor.take_focus())
        self.list.current_changed.connect(self.open_now)
        self.list.activated_row.connect(lambda _row: self.editor.take_focus())
        self.list.moved.connect(self._place)
        self.editor.stepped.connect(self.step)
        self.look.changed.connect(self._measure)

    def _lay_out(self) -> None:
        middle = QHBoxLayout(self)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.kinds)
        right = ground(QWidget(), "surface")
        right.setProperty("edge_left", "true")
        column = QVBoxLayout(right)
        column.setContentsMargins(1, 0, 0, 0)
        column.addWidget(self.list)
        middle.addWidget(right, 1)
        self.kinds.setFixedWidth(round(KINDS_EM * self.look.sizes.body))

    def _measure(self) -> None:
        self.kinds.setFixedWidth(round(KINDS_EM * self.look.sizes.body))
        self.list.open_row = -1
        self.editor.measure()
        if self.editor.ask is not None:
            self.list.open_at(self.list.currentIndex().row(), self.editor.wanted_height())

    def kind(self) -> str:
        """Return the kind whose people are shown."""
        found = self.kinds.current_id()
        return "" if found is None else str(found)

    def gap(self) -> Gap | None:
        """Return the kind whose people are shown, with them."""
        return next((gap for gap in self.found if gap.code == self.kind()), None)

    def show_found(self, found: list[Gap], wanted: str = "") -> None:
        """Show the kinds and their people, at the kind `wanted`, else staying at the kind and the person one is at."""
        here, self.found = self.kind(), found
        self._show_kinds(wanted if any(gap.code == wanted for gap in found) else here, 0)
        self._show_kind(self.kind())
        self.counted.emit()

    def _show_kinds(self, wanted: str, otherwise: int) -> None:
        self.kinds.blockSignals(True)
        self.kinds.show(KindSource(self.found))
        if not self.kinds.go_to(wanted):
            self.kinds.go_to_row(max(0, min(otherwise, len(self.found) - 1)))
        self.kinds.blockSignals(False)

    def _show_people(self, ids: Sequence[str], who: Hashable | None, otherwise: int) -> None:
        self.list.blockSignals(True)
        self.list.model().show(MendSource(ids, self._read))
        self.list.open_row = -1
        if who is None or not self.list.go_to(who):
            self.list.go_to_row(max(0, min(otherwise, len(ids) - 1)))
        self.list.blockSignals(False)
        self.open_now(self.list.current_row())

    def _show_kind(self, code: str) -> None:
        gap, open_one = self.gap(), self.editor.ask
        ids = gap.ids if gap else ()
        same = open_one is not None and open_one.gap == code
        if same and tuple(self.list.model().ids()) == ids:
            return
        self._show_people(ids, self.list.current_id() if same else None, self.list.currentIndex().row() if same else 0)

    def _read(self, ids: Sequence[str]) -> Mapping[str, MendLine]:
        with self.desk.reading() as session:
            return lines(session, self.kind(), ids, self.desk.today())

    # -- the question

    def open_now(self, row: MendLine | None) -> None:
        """Open the question about the current person; one in which something is typed stays as it is."""
        kind, open_one = self.kind(), self.editor.ask
        if row is None or not kind:
            self.editor.ask = None
            self.list.open_at(-1, 0)
            return
        if open_one is None or (open_one.gap, open_one.resident_id) != (kind, row.id) or not self.editor.begun():
            focus = self.editor.holds_focus() or self.list.hasFocus()
            with self.desk.reading() as session:
                question = ask(session, kind, row.id, self.desk.today())
            if question is None:
                self.leave_out(row.id)
                return
            if question.value and question.fill is Fill.ID_NO:
                self.desk.log("shown", resident_id=row.id, about=_("What is missing"))
            self.editor.resize(self.list.viewport().width() - 3, self.editor.height())
            self.editor.show_ask(question, row.name)
            if focus:
                self.editor.take_focus()
        self.list.open_at(self.list.currentIndex().row(), self.editor.wanted_height())

    def _place(self) -> None:
        """Let the question stand in its row."""
        room = self.list.room()
        self.editor.setVisible(self.editor.ask is not None and not room.isEmpty())
        if not room.isEmpty():
            self.editor.setGeometry(room)
            self.editor.raise_()

    def done(self) -> None:
        """Go on after an answer: to another question about the same person, else to the next person."""
        question, self.editor.ask = self.editor.ask, None
        if question is None:
            return
        with self.desk.reading() as session:
            again = ask(session, question.gap, question.resident_id, self.desk.today()) if question.about is not None else None
        if again is not None:
            self.open_now(self.list.current_row())
        else:
            self.leave_out(question.resident_id)
        self.editor.take_focus()

    def leave_out(self, who: str) -> None:
        """Take somebody out of the list shown, before everybody is looked at again; a kind without anybody goes too."""
        kind, row = self.kind(), self.list.currentIndex().row()
        at = self.kinds.currentIndex().row()
        left = [Gap(gap.code, gap.title, tuple(one for one in gap.ids if gap.code != kind or one != who)) for gap in self.found]
        self.found = [gap for gap in left if gap.ids]
        self._show_kinds(kind, at)
        gap = self.gap()
        self._show_people(gap.ids if gap else (), None, row if self.kind() == kind else 0)
        self.counted.emit()

    # -- moving

    def step(self, by: int) -> None:
        """Go to the line above or below."""
        if self.list.go_to_row(self.list.currentIndex().row() + by):
            self.editor.take_focus()

    def step_kind(self, by: int) -> None:
        """Go to another kind."""
        if self.kinds.go_to_row(self.kinds.currentIndex().row() + by):
            self.editor.take_focus()
