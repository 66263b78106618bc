"""The grid of contacts on the screen: arrows go from cell to cell, a figure writes how it was, all in one painting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from stationdesk.i18n import _
from stationdesk.services.contact_grid import Grid, GridRow, Section
from stationdesk.services.contact_marks import Mark
from stationdesk.services.contacts import How
from stationdesk.ui import key_map
from stationdesk.ui.grid_header import GridHeader
from stationdesk.ui.grid_model import WHO, GridModel
from stationdesk.ui.grid_paint import AGE_EM, CELLS, GRADE_EM, MISSED_EM, NAME_EM, Squares, paint_edge, paint_month, paint_section
from stationdesk.ui.parts.look import Look

# long: a view of Qt answers for keys, pointer, scrolling and painting at once
Index = QModelIndex | QPersistentModelIndex


class GridView(QTableView):  # long: a view of Qt answers for painting, keys, pointer and scrolling
    """Shows a month; the days that have no room are reached with ← and →."""

    recorded = Signal(object, object, int)
    """How, GridRow, place of the day."""
    opened = Signal(object)
    noted = Signal(object, int)
    cleared = Signal(object, int)
    moved = Signal()
    """Another cell is the current one."""
    WAYS: ClassVar[tuple[How, ...]] = tuple(How)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.rows, self.squares = GridModel(self), Squares(look)
        self.first_day = 0
        self.at_end = True
        """The last day in sight is today, as it is until one goes elsewhere."""
        self.rest_days: frozenset[int] = frozenset()
        self.setModel(self.rows)
        self.header = GridHeader(look, self, self.rows)
        self.setHorizontalHeader(self.header)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(8)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is scrolled is moved, not painted again
        self.setAccessibleName(_("Contacts of the month"))
        self.doubleClicked.connect(lambda _index: self.say("open"))
        look.changed.connect(self._resize)
        self._resize()

    # -- what is shown

    def show_grid(self, grid: Grid | None, rest_days: Iterable[int] = ()) -> None:
        """Show a grid, on the cell that was current if the person is still there; else on the first who waits."""
        before, here, people = self.rows.grid, self.place(), self.rows.lines
        self.rest_days = frozenset(rest_days)
        self.rows.show(grid)
        if grid is None:
            return
        if before is None or before.first != grid.first:
            self._begin(grid, here[0] if here else "")
        elif here is None or not (self.go_to(*here) or any(self.go_to(one, here[1]) for one in self._nearest(people, here[0]))):
            self._first_waiting()
        self._columns()
        if before is None or before.first != grid.first:
            self.viewport().update()

    @staticmethod
    def _nearest(lines: Sequence[Section | GridRow], resident_id: str) -> list[str]:
        """Return the people after somebody, then those before him, nearest first: where to go when he leaves."""
        people = [line.resident_id for line in lines if isinstance(line, GridRow)]
        at = people.index(resident_id) if resident_id in people else len(people)
        return people[at + 1 :] + people[:at][::-1]

    def show_waiting(self, *, only: bool) -> None:
        """Show everybody, or only who waits today."""
        self.rows.waiting_only = only
        self.rows.show(self.rows.grid)

    def _begin(self, grid: Grid, resident_id: str) -> None:
        """Stand at today (or at the month's last day), on the person one was at."""
        day, self.at_end = min(max(grid.today, 0), grid.days - 1), True
        self._columns()
        if not self.go_to(resident_id, day):
            self._first_waiting(day)

    def _first_waiting(self, day: int | None = None) -> None:
        grid, people = self.rows.grid, self.rows.people()
        if grid is None or not people:
            self.moved.emit()
            return
        at = day if day is not None else max(self.current_day(), min(max(grid.today, 0), grid.days - 1))
        row = next((one for one in people if (person := self.rows.person(one)) and person.waits), people[0])
        self._choose(row, at)

    def place(self) -> tuple[str, int] | None:
        """Return the resident and the day one is at."""
        row = self.current_row()
        return (row.resident_id, self.current_day()) if row is not None else None

    def current_row(self) -> GridRow | None:
        """Return the person one is at."""
        return self.rows.person(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def current_day(self) -> int:
        """Return the place of the day one is at, -1 where there is none."""
        return self.rows.day_at(self.currentIndex().column()) if self.currentIndex().isValid() else -1

    def go_to(self, resident_id: str, day: int) -> bool:
        """Go to a person's day; tells whether the person is shown."""
        row = self.rows.row_of(resident_id)
        if row >= 0 and self.rows.grid is not None:
            self._choose(row, min(max(day, 0), self.rows.grid.days - 1))
        return row >= 0

    def go_on(self) -> bool:
        """Go down to the next who still needs the day one is at, whom nobody has tried yet first; tells whether there is one."""
        day, grid = self.current_day(), self.rows.grid
        people, here = self.rows.people(), self.currentIndex().row()
        if grid is None or day < 0:
            return False
        after = [row for row in people if row > here] + [row for row in people if row < here]
        for marks in (frozenset({Mark.MISSED, Mark.DUE, Mark.NONE}), frozenset({Mark.TRIED, Mark.ANSWERED})):
            for row in after:
                person = self.rows.person(row)
                if person is not None and person.mark(day) in marks and self._needs(person, day):
                    self._choose(row, day)
                    return True
        return False

    def _needs(self, person: GridRow, day: int) -> bool:
        grid = self.rows.grid
        return person.waits if grid is not None and day == grid.today else person.mark(day) in {Mark.MISSED, Mark.DUE}

    def _choose(self, row: int, day: int) -> None:
        if day < self.first_day or day >= self.first_day + self.span():
            self.first_day, self.at_end = (day if day < self.first_day else day + 1 - self.span()), False
            self._columns()
        index = self.rows.index(row, day + 1)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Paint both rows again, and tell which cell is meant."""
        super().currentChanged(current, previous)
        for index in (previous, current):
            if index.isValid():
                top = self.rowViewportPosition(index.row())
                self.viewport().update(0, top - 1, self.viewport().width(), self.rowHeight(index.row()) + 1)
        self.moved.emit()

    def dataChanged(self, first: Index, last: Index, roles: Iterable[int] = ()) -> None:  # noqa: N802 (Qt's name)
        """Paint what changed again; of a heading that is scrolled away it is its copy at the top."""
        super().dataChanged(first, last, list(roles))
        if self.rowViewportPosition(first.row()) < 0 and self.rows.person(first.row()) is None:
            self.viewport().update(0, 0, self.viewport().width(), self.rowHeight(first.row()))

    # -- keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the keys of this place; everything else is the table's own."""
        for how in self.WAYS:
            if key_map.pressed(event, f"grid.{how.value}"):
                if not event.isAutoRepeat():
                    self.record(how)
                return
        for name in ("open", "note", "clear"):
            if key_map.pressed(event, f"grid.{name}"):
                if not event.isAutoRepeat():
                    self.say(name)
                return
        if event.key() in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            event.ignore()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Letters mean what the strip says, not a name to jump to."""

    def record(self, how: How) -> None:
        """Say how the person was reached on the day one is at."""
        if (row := self.current_row()) is not None and self.current_day() >= 0:
            self.recorded.emit(how, row, self.current_day())

    def say(self, what: str) -> None:
        """Say that the person is to be opened, or the cell to be cleared or to get a sentence."""
        row, day = self.current_row(), self.current_day()
        if row is not None and what == "open":
            self.opened.emit(row)
        elif row is not None and day >= 0:
            (self.noted if what == "note" else self.cleared).emit(row, day)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: ARG002, N802 (Qt's name)
        """Go from person to person past the headings, from day to day past the edges of what is seen."""
        people, grid, move = self.rows.people(), self.rows.grid, QAbstractItemView.CursorAction
        if not people or grid is None:
            return QModelIndex()
        here, day = self.currentIndex().row(), max(self.current_day(), 0)
        at = people.index(here) if here in people else 0
        at += {move.MoveUp: -1, move.MoveDown: 1, move.MoveHome: -len(people), move.MoveEnd: len(people)}.get(action, 0)
        day += {move.MoveLeft: -1, move.MoveRight: 1}.get(action, 0)
        self._choose(people[max(0, min(len(people) - 1, at))], max(0, min(grid.days - 1, day)))
        return self.currentIndex()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go to the cell; on a name, to the person's cell of the day one is at."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.rows.person(index.row()) is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            day = self.rows.day_at(index.column())
            self._choose(index.row(), day if day >= 0 else max(self.current_day(), 0))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Mark nothing by drawing over it."""
        event.accept()

    # -- how it stands

    def span(self) -> int:
        """Return how many days there is room for."""
        wide, _high, most = CELLS[self.look.text_size]
        em = self.look.sizes.body
        least = self.look.sizes.page_margin + round((GRADE_EM + NAME_EM + AGE_EM) * em)
        room = (self.viewport().width() - least - round(MISSED_EM * em)) // wide
        days = self.rows.grid.days if self.rows.grid is not None else most
        return max(1, min(most, days, room))

    def _columns(self) -> None:
        """Give the days in sight their squares, the missed their room, and the people what is left."""
        grid = self.rows.grid
        if grid is None:
            return
        span, (wide, _high, _most) = self.span(), CELLS[self.look.text_size]
        first = min(max(grid.today, 0), grid.days - 1) + 1 - span if self.at_end else self.first_day
        self.first_day = max(0, min(first, grid.days - span))
        for day in range(grid.days):
            seen = self.first_day <= day < self.first_day + span
            if self.isColumnHidden(day + 1) == seen:
                self.setColumnHidden(day + 1, not seen)
            if seen and self.columnWidth(day + 1) != wide:
                self.setColumnWidth(day + 1, wide)
        last = round(MISSED_EM * self.look.sizes.body)
        self.setColumnWidth(grid.days + 1, last)
        self.setColumnWidth(WHO, max(40, self.viewport().width() - span * wide - last))

    def _resize(self) -> None:
        """Take the sizes of the text."""
        _wide, high, _most = CELLS[self.look.text_size]
        self.verticalHeader().setDefaultSectionSize(high)
        self.header.setFixedHeight(round(3.2 * self.look.sizes.body))
        here = self.place()
        self._columns()
        if here is not None:
            self.go_to(*here)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Show as many days as there is room for now."""
        super().resizeEvent(event)
        self._resize()

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible) -> None:  # noqa: N802 (Qt's name)
        """Bring a row into view, clear of the heading at the top."""
        super().scrollTo(index, hint)
        covered = self.rowHeight(0) - self.rowViewportPosition(index.row()) if index.isValid() else 0
        if covered > 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - covered)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 (Qt's name)
        """Paint the heading at the top again, which stays, and what it was moved over; the rest is moved as it is."""
        super().scrollContentsBy(dx, dy)
        self.viewport().update(0, 0, self.viewport().width(), self.rowHeight(0) + max(dy, 0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint every row that has to be painted anew, in one go."""
        painter, grid = QPainter(self.viewport()), self.rows.grid
        painter.fillRect(event.rect(), self.look.color("paper"))
        if grid is None:
            return
        anew, height, first = event.region(), self.viewport().height(), max(self.rowAt(0), 0)
        over = self.rows.heading_over(first)
        covered = self.rowHeight(over) if over >= 0 and self.rowViewportPosition(over) < 0 else 0
        places = [(day, self.columnViewportPosition(day + 1)) for day in range(self.first_day, self.first_day + self.span())]
        shaded = self.rest_days
        for row in range(first, len(self.rows.lines)):
            top = self.rowViewportPosition(row)
            if top > height:
                break
            line, box = self.rows.lines[row], QRect(0, top, self.viewport().width(), self.rowHeight(row))
            current = row == self.currentIndex().row()
            new = anew.intersected(box.adjusted(0, -current, 0, 0)).boundingRect()  # the current cell's frame stands a pixel above
            if new.isEmpty() or box.bottom() < covered:  # under the heading that stays nothing is seen
                continue
            if isinstance(line, Section):
                paint_section(painter, box, line, self.look)
            else:
                here = self.current_day() if current else None
                if not current and new.top() == box.bottom():
                    paint_edge(painter, box, places, self.look)
                else:
                    paint_month(painter, box, line, places, shaded, grid.today, here, self.squares)
        section = self.rows.lines[over] if covered else None
        if isinstance(section, Section) and anew.intersects(QRect(0, 0, self.viewport().width(), covered)):
            paint_section(painter, QRect(0, 0, self.viewport().width(), covered), section, self.look)
