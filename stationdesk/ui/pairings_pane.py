"""The left part of the page of pairings: how many, which of them, the table, and the two gap lists that face each other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.pairing_board import Board, BoardRow, Room, left_alone
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.pairings_table import GapLine, GapList, GapRows, PairingsTable, Rows
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tokens import TextSize

LINES = {TextSize.STANDARD: 4, TextSize.LARGE: 3, TextSize.EXTRA_LARGE: 2}
"""Lines of the gap lists seen at once."""


class PairingsPane(QWidget):
    """Title, segments, filters, table, gap lists, keys."""

    shown = Signal()

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.board: Board | None = None
        self.rooms: Sequence[Room] = ()
        ground(self, "paper")
        self.setMinimumWidth(420)
        self._build()
        self._measure()
        self.look.changed.connect(self._measure)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.head = QVBoxLayout()
        self.head.setSpacing(10)
        self.head.addLayout(self._title_line())
        self.head.addLayout(self._filter_line())
        box.addLayout(self.head)
        self.table = PairingsTable(self.look)
        self.nobody = EmptyState(self.look, "", "")
        self.nobody.linked.connect(self.widen)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        empty = ground(QWidget(), "paper")
        lines = QVBoxLayout(empty)
        lines.setContentsMargins(4, 8, 0, 0)
        lines.addWidget(ground(self.nobody, "paper"))
        lines.addStretch(1)
        self.stack.addWidget(empty)
        box.addWidget(self.stack, 1)
        self.slack = QWidget()
        """What a half row would take: the table ends with a whole one."""
        box.addWidget(self.slack)
        self.gaps = QWidget()
        box.addWidget(self.gaps)
        self._gap_lists()
        self.strip = KeyStrip(self.look)
        box.addWidget(self.strip)

    def _title_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(_("Pairings"), "title"))
        self.count = ElidedLabel("", "body", "ink2")
        line.addSpacing(4)
        line.addWidget(self.count, 1)
        self.more = MoreButton(_("More|menu"), self.look, key_map.shown("pairings.menu"))
        line.addWidget(self.more)
        self.print_button = Button(
            _("Print the responsibility list"), self.look, "plain", key_map.shown("pairings.print"), "printer", small=True
        )
        line.addWidget(self.print_button)
        self.add_button = Button(_("Make a pair"), self.look, "plain", key_map.shown("pairings.new"), "plus", small=True)
        line.addWidget(self.add_button)
        return line

    def _filter_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.segment_room = QHBoxLayout()
        line.addLayout(self.segment_room)
        self.segments: Segments | None = None
        self.projects = FilterButton(_("Project|filter"), [], self.look, several=False)
        self.groups = FilterButton(_("Group|filter"), [], self.look, several=False)
        for button in (self.projects, self.groups):
            button.changed.connect(self.show_rows)
            line.addWidget(button)
        self.typed = LineField(self.look, _("person or helper…"))
        self.typed.setAccessibleName(_("Narrow the list by person or helper"))
        self.typed.textChanged.connect(lambda _text: self.show_rows())
        self.typed.setMaximumWidth(220)
        line.addWidget(self.typed, 1)
        line.addStretch(1)
        return line

    def _gap_lists(self) -> None:
        halves = QHBoxLayout(self.gaps)
        halves.setContentsMargins(14, 6, 14, 4)
        halves.setSpacing(20)
        self.alone = GapList(self.look, _("People nobody helps"), _("find|helper"))
        self.room = GapList(self.look, _("Helpers with room"), _("give|person"))
        self.heads: list[tuple[Label, ElidedLabel]] = []
        for table, small in ((self.alone, _("urgent first")), (self.room, _("those with the least first"))):
            column = QVBoxLayout()
            column.setSpacing(2)
            head = QHBoxLayout()
            head.setContentsMargins(10, 0, 0, 2)
            head.setSpacing(10)
            bold, quiet = Label("", "strong"), ElidedLabel(small, "small", "ink2")
            self.heads.append((bold, quiet))
            head.addWidget(bold)
            head.addWidget(quiet, 1)
            column.addLayout(head)
            column.addWidget(rule())
            column.addWidget(table)
            halves.addLayout(column, 1)

    def _measure(self) -> None:
        margin = self.look.sizes.page_margin
        self.head.setContentsMargins(margin, 14, 20, 6)
        rows = LINES[self.look.text_size]
        for table in (self.alone, self.room):
            table.setFixedHeight(rows * (self.look.sizes.row - 4) + 2)
        large = self.look.text_size is TextSize.EXTRA_LARGE
        keys = [("pairings.fill", _("find a helper|key")), ("pairings.end", _("end it|key")), ("pairings.rest", _("rest, go on|key"))]
        keys = [("pairings.person", _("open|key")), *keys, ("pairings.away", _("stand-in|key"))]
        keys.append(("pairings.leaving", _("the helper leaves|key")))
        self.strip.set_keys([(key_map.shown(name), word) for name, word in (keys[:4] if large else keys)])
        self.table.setColumnHidden(2, large)
        self.print_button.setVisible(not large)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """End the table with a whole row."""
        super().resizeEvent(event)
        self.end_whole()

    def end_whole(self) -> None:
        """Give what is left over below the last whole row to the space over the gap lists."""
        layout = self.layout()
        if layout is None:
            return
        layout.activate()
        row = self.look.sizes.row
        room = self.stack.height() + self.slack.height() - self.table.horizontalHeader().height()
        self.slack.setFixedHeight(room % row if room > row else 0)
        layout.activate()

    def make_narrow(self, *, narrow: bool) -> None:
        """Leave out what there is no room for while a form stands beside the list."""
        large = self.look.text_size is not TextSize.STANDARD
        self.print_button.setVisible(not narrow and self.look.text_size is not TextSize.EXTRA_LARGE)
        self.typed.setVisible(not narrow)
        self.groups.setVisible(not narrow or not large)
        self.table.set_levels(self.table.labels, narrow=narrow and not large)
        self.table.resize_columns()

    # -- what it shows

    def show_board(self, board: Board, rooms: Sequence[Room]) -> None:
        """Show the rows the filters leave, and the gap lists."""
        self.board, self.rooms = board, rooms
        self.table.set_levels(board.levels, narrow=self.table.narrow)
        self.projects.set_choices([(one, one) for one in sorted({name for row in board.rows for name in row.projects})])
        self.groups.set_choices([(one, one) for one in sorted({row.group for row in board.rows if row.group != "—"})])
        self._say_counts(board)
        alone = [GapLine(row.id, row.name, self._why(row)) for row in left_alone(board)]
        self.alone.show(GapRows(alone))
        self.room.show(GapRows([GapLine(one.id, one.name, one.words) for one in rooms]))
        self.heads[0][0].setText(_("{count} people nobody helps").format(count=len(alone)))
        self.heads[1][0].setText(_("{count} who can take somebody").format(count=len(rooms)))
        self.show_rows()

    def _why(self, row: BoardRow) -> str:
        parts = (row.grade_word if row.grade else "", "" if row.group == "—" else row.group, row.why)
        return "，".join(part for part in parts if part)

    def _say_counts(self, board: Board) -> None:
        if not board.rows:
            self.count.setText("")
        else:
            words = _("{need} should have a helper, {have} have one; all {levels} levels named for {whole} of {asked}")
            said = {"need": board.need, "have": board.helped, "levels": len(board.levels), "whole": board.answered, "asked": board.asked}
            self.count.setText(words.format(**said))
        choices = [
            ("", _("all {count}|pairings").format(count=len(board.rows))),
            ("alone", _("nobody helps {count}").format(count=board.alone)),
            ("holes", _("a level lacks {count}").format(count=board.incomplete)),
        ]
        if self.segments is not None and self.segments.choices == tuple(choices):
            return
        value = self.segments.value() if self.segments is not None else ""
        fresh = Segments(choices, self.look, numbered=False, small=True)
        fresh.setAccessibleName(_("Which people"))
        fresh.set_value(value)
        fresh.changed.connect(lambda _code: self.show_rows())
        if self.segments is not None:
            focused = self.segments.hasFocus()
            self.segment_room.removeWidget(self.segments)
            self.segments.hide()
            self.segments.deleteLater()
            if focused:
                fresh.setFocus()
        self.segments = fresh
        self.segment_room.addWidget(fresh)

    def show_rows(self) -> None:
        """Show the rows that segment, filters and the typed words leave."""
        if self.board is None:
            return
        which = self.segments.value() if self.segments else ""
        project, group = (next(iter(button.chosen()), "") for button in (self.projects, self.groups))
        typed = self.typed.value().strip()
        found = [
            row
            for row in self.board.rows
            if (which != "alone" or row.alone)
            and (which != "holes" or row.incomplete)
            and (not project or project in row.projects)
            and (not group or row.group == group)
            and (not typed or any(typed in text for text in (row.name, row.helper.said, *(cell.said for cell in row.levels))))
        ]
        at = self.table.currentIndex()
        column, place = at.column(), at.row()
        self.table.show(Rows(found))
        if self.table.current_id() is None and found:
            self.table.go_to_row(max(0, min(place, len(found) - 1)))
        elif column >= 0 and self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.table.model().index(self.table.currentIndex().row(), column))
        self.stack.setCurrentIndex(0 if found else 1)
        self.gaps.setVisible(bool(self.board.rows or self.rooms))
        self.end_whole()
        if not self.board.rows:
            self.nobody.say(
                _("Nobody here needs a helper yet."),
                _("Give people a grade or a category, or write down with {key} for whom the projects are.").format(
                    key=key_map.shown("pairings.projects")
                ),
            )
        elif not found:
            self.nobody.say(_("Nobody fits."), _("Widen the filters to see more."), _("See everybody"))
        self.shown.emit()

    def widen(self) -> None:
        """Take every filter off."""
        if self.segments is not None:
            self.segments.set_value("")
        self.projects.set_chosen(())
        self.groups.set_chosen(())
        self.typed.clear()
        self.show_rows()

    def go_to(self, resident: str) -> bool:
        """Go to a person; filters that hide him are taken off."""
        if not self.table.go_to(resident):
            self.widen()
            return self.table.go_to(resident)
        return True

    def about(self) -> str:
        """Return which part of the list is shown, in words."""
        which = self.segments.value() if self.segments else ""
        words = {"alone": _("nobody helps"), "holes": _("a level lacks a name")}.get(which or "", "")
        return "，".join(filter(None, (words, *(next(iter(button.chosen()), "") for button in (self.projects, self.groups)))))
