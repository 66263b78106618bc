"""The day's list: one line after the other, the current one open with its buttons, all by single keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from stationdesk.i18n import _
from stationdesk.services.contacts import How
from stationdesk.services.today import Day
from stationdesk.services.today_lines import Line
from stationdesk.ui import key_map
from stationdesk.ui.parts.look import Look
from stationdesk.ui.today_buttons import LineButtons, takes_contacts
from stationdesk.ui.today_delegate import TodayDelegate, paint_heading
from stationdesk.ui.today_rows import Heading, Key, TodayModel, key_of

Index = QModelIndex | QPersistentModelIndex
PAGE = 8
"""Lines that PgDn goes on by."""


class TopHeading(QWidget):
    """The heading of the section one is in, while its own row is scrolled away."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.row: Heading | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_row(self, row: Heading | None, width: int) -> None:
        """Stand at the top with this heading, or not at all."""
        self.row = row
        self.setGeometry(0, 0, width, self.look.sizes.heading)
        self.setVisible(row is not None)
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the heading on its own ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.color("paper"))
        if self.row is not None:
            paint_heading(painter, self.rect(), self.row, self.look)


class TodayList(QListView):
    """Shows a day; figures and X say how the current person was reached, Enter opens him."""

    recorded = Signal(object, object)
    """How, Line."""
    done = Signal(object, str)
    """Line, and in which way where there is a choice."""
    opened = Signal(object)
    """Line."""
    turned = Signal(int)
    """How many days on the list is wanted."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.to_come = look, False
        self.rows = TodayModel(self)
        self.painter = TodayDelegate(look, self)
        self.top = TopHeading(look, self.viewport())
        self.setModel(self.rows)
        self.setItemDelegate(self.painter)
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setAccessibleName(_("What is to be done today"))
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._stick())
        look.changed.connect(self._relook)
        self.doubleClicked.connect(lambda _index: self._open())

    # -- what is shown

    def show_day(self, day: Day | None, wanted: Sequence[Key] = (), *, to_come: bool = False) -> None:
        """Show a day and open the first of the `wanted` lines that is still there, or the first line; of a day to come nothing is done."""
        self.to_come = to_come
        self.rows.show(day)
        rows = [row for key in wanted if (row := self.rows.row_of(key)) >= 0] or self.rows.line_rows()
        self._choose(rows[0] if rows else -1)
        self._stick()

    def current_line(self) -> Line | None:
        """Return the line that is open."""
        index = self.currentIndex()
        return self.rows.line(index.row()) if index.isValid() else None

    def following(self) -> list[Key]:
        """Return the lines after the current one, then those before it, nearest first: where to go when it leaves."""
        line, keys = self.current_line(), self.rows.keys()
        if line is None:
            return keys
        at = keys.index(key_of(line))
        return keys[at + 1 :] + keys[:at][::-1]

    def go_to(self, resident_id: str) -> None:
        """Open the first line of a resident, if there is one."""
        row = next((row for row in self.rows.line_rows() if (line := self.rows.line(row)) and line.resident_id == resident_id), -1)
        if row >= 0:
            self._choose(row)

    def _choose(self, row: int) -> None:
        index = self.rows.index(row, 0) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Open the new line and close the old one."""
        super().currentChanged(current, previous)
        self._take_buttons(previous)
        self.painter.current = QPersistentModelIndex(current)
        for index in (previous, current):
            if index.isValid():
                self.painter.sizeHintChanged.emit(index)
        self._put_buttons()
        self.scrollTo(current)

    def _take_buttons(self, index: Index) -> None:
        bar = self.indexWidget(index) if index.isValid() else None
        if bar is not None:
            bar.hide()
            self.setIndexWidget(index, None)  # type: ignore[arg-type]

    def _put_buttons(self) -> None:
        line = self.current_line()
        if line is None:
            return
        bar = LineButtons(self.look, line, self.painter.first_line(), self.viewport(), to_come=self.to_come)
        bar.chosen.connect(self._record)
        bar.done.connect(self._done)
        bar.opened.connect(self._open)
        self.painter.bar_width = bar.reach()
        self.setIndexWidget(self.currentIndex(), bar)
        before: QWidget = self
        for button in bar.buttons:
            QWidget.setTabOrder(before, button)
            before = button
        self.top.raise_()

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the keys of this place; everything else is the list's own."""
        if (way := way_of(self.current_line(), event)) is not None:
            if not event.isAutoRepeat():
                self._done(way)
            return
        for how in How:
            if key_map.pressed(event, f"today.{how.value}"):
                if not event.isAutoRepeat():
                    self._record(how)
                return
        if key_map.pressed(event, "today.done"):
            if not event.isAutoRepeat():
                self._done()
            return
        if key_map.pressed(event, "today.open"):
            self._open()
            return
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if event.key() in turns:
            self.turned.emit(turns[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Letters mean what the strip says, not a name to jump to."""

    def _record(self, how: How) -> None:
        line = self.current_line()
        if line is not None and takes_contacts(line):
            self.setFocus()
            self.recorded.emit(how, line)

    def _done(self, way: str = "") -> None:
        line = self.current_line()
        if line is not None and (way or line.done_words):
            self.setFocus()
            self.done.emit(line, way)

    def _open(self) -> None:
        line = self.current_line()
        if line is not None:
            self.opened.emit(line)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002, N802 (Qt's name)
        """Go from line to line, past the headings."""
        rows = self.rows.line_rows()
        if not rows:
            return QModelIndex()
        here = self.currentIndex().row()
        at = rows.index(here) if here in rows else 0
        move = QAbstractItemView.CursorAction
        steps = {
            move.MoveUp: -1,
            move.MovePrevious: -1,
            move.MoveDown: 1,
            move.MoveNext: 1,
            move.MovePageUp: -PAGE,
            move.MovePageDown: PAGE,
        }
        to = {move.MoveHome: 0, move.MoveEnd: len(rows) - 1}.get(action, at + steps.get(action, 0))
        return self.rows.index(rows[max(0, min(len(rows) - 1, to))], 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave headings alone."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.rows.line(index.row()) is not None:
            super().mousePressEvent(event)

    # -- how it stands

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:  # noqa: N802 (Qt's name)
        """Bring a line into view, clear of the heading at the top."""
        super().scrollTo(index, hint)
        if not index.isValid():
            return
        covered = self.look.sizes.heading - self.visualRect(index).top()
        if covered > 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - covered)

    def _stick(self) -> None:
        """Keep the heading of the section at the top while its row is scrolled away."""
        first = self.indexAt(self.viewport().rect().topLeft())
        over = self.rows.heading_over(first.row()) if first.isValid() else -1
        away = over >= 0 and self.visualRect(self.rows.index(over, 0)).top() < 0
        row = self.rows.rows[over] if away else None
        self.top.show_row(row if isinstance(row, Heading) else None, self.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Follow the window."""
        super().resizeEvent(event)
        self._stick()

    def _relook(self) -> None:
        """Take the new sizes."""
        self.scheduleDelayedItemsLayout()
        self._take_buttons(self.currentIndex())
        self._put_buttons()
        self.scrollTo(self.currentIndex())
        self._stick()


def way_of(line: Line | None, event: QKeyEvent) -> str | None:
    """Return which way of a line a key chooses, where the line asks for one."""
    ways = line.ways if line is not None else ()
    kind = line.kind if line is not None else ""
    return next((code for code, _text in ways if key_map.pressed(event, f"{kind}.{code}")), None)
