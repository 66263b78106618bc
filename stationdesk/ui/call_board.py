"""The week of calls as seven lists side by side: arrows go from day to day and from booking to booking."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QGridLayout, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stationdesk.i18n import _
from stationdesk.services.call_week import Booked, Week
from stationdesk.services.day_words import day_words
from stationdesk.services.free_hours import weekday_names
from stationdesk.ui.call_day_head import INSIDE, DayHead
from stationdesk.ui.parts.labels import literal
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import elided, paint_row

Index = QModelIndex | QPersistentModelIndex
BOOKED = int(Qt.ItemDataRole.UserRole) + 1
AIR = 7
"""Pixels over the first and under the last line of a booking."""


class DayModel(QAbstractListModel):
    """The calls of one day."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.calls: Sequence[Booked] = ()

    def show(self, calls: Sequence[Booked]) -> None:
        """Show these."""
        self.beginResetModel()
        self.calls = calls
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.calls)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Answer for one call: itself, or all of it in a sentence for eye and ear."""
        if not index.isValid():
            return None
        call = self.calls[index.row()]
        if role == BOOKED:
            return call
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return literal(call.sentence) if role == Qt.ItemDataRole.ToolTipRole else call.sentence
        return None


class BookingDelegate(QStyledItemDelegate):
    """Paints a booking on five lines: when, who, with whom, where, and whether the other end has agreed."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def lines(self) -> list[int]:
        """Return the heights of the five lines."""
        sizes = self.look.sizes
        return [round(sizes.body * 1.45), round(sizes.body * 1.45), *[round(sizes.small * 1.42)] * 3]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the height of five lines."""
        return QSize(0, sum(self.lines()) + 2 * AIR)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one booking."""
        view: DayList = option.widget  # type: ignore[attr-defined]
        box, look = QRect(option.rect), self.look  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        call: Booked = index.data(BOOKED)
        chosen, over = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        paint_row(painter, box, look, chosen=chosen, over=over, focus=chosen and view.hasFocus())
        done = call.state in {"completed", "no_answer"} and not chosen
        tones = ("ink2" if done else "ink", "ink2" if done else "ink", "ink2", "ink2", call.tone)
        roles = (("body", True), ("body", True), ("small", False), ("small", False), ("small", call.tone == "amber"))
        y = box.top() + AIR
        texts = (call.at, call.who, call.whom, call.where, call.said)
        for text, tone, (role, bold), high in zip(texts, tones, roles, self.lines(), strict=True):
            painter.setFont(look.font(role, bold=bold))
            painter.setPen(look.color(tone))
            elided(painter, QRect(box.left() + INSIDE, y, box.width() - INSIDE - 3, high), text)
            y += high
        painter.setPen(look.color("line"))
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        painter.restore()


class DayList(QListView):
    """One day of the week; what is pressed sideways or is a letter goes to the board."""

    def __init__(self, look: Look, board: CallBoard) -> None:
        super().__init__(board)
        self.look, self.board = look, board
        self.rows = DayModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(board.painter)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setProperty("part", "day")

    def current(self) -> Booked | None:
        """Return the call the keyboard is on."""
        at = self.currentIndex().row()
        return self.rows.calls[at] if 0 <= at < len(self.rows.calls) and self.selectionModel().hasSelection() else None

    def choose(self, row: int) -> None:
        """Make a row the current one; none for -1."""
        index = self.rows.index(row, 0) if 0 <= row < len(self.rows.calls) else QModelIndex()
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.selectionModel().clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Move up and down; everything else is the board's."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}:
            super().keyPressEvent(event)
        elif plain and event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.board.go(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            event.ignore()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Tell the board."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.board.came_to(self)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Come to the first call of a day that has none chosen."""
        super().focusInEvent(event)
        if self.current() is None and self.rows.calls:
            self.choose(0)
        self.board.came_to(self)

    def mouseDoubleClickEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Open what was double-clicked."""
        if self.indexAt(event.position().toPoint()).isValid() and self.current() is not None:
            self.board.opened.emit(self.current())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the calls; of a day without one say so."""
        painter = QPainter(self.viewport())
        if self.board.is_weekend(self):
            painter.fillRect(self.viewport().rect(), self.look.color("hover"))
        if not self.rows.calls:
            painter.setFont(self.look.font("body"))
            painter.setPen(self.look.color("ink2"))
            elided(painter, QRect(INSIDE, AIR, self.viewport().width() - INSIDE, round(self.look.sizes.body * 1.6)), _("nothing booked"))
            if self.hasFocus():
                paint_row(painter, QRect(0, 0, self.viewport().width(), self.look.sizes.row), self.look, chosen=False, focus=True)
        painter.end()
        super().paintEvent(event)
        if self.board.days[-1] is not self:
            line = QPainter(self.viewport())
            line.setPen(self.look.color("line"))
            line.drawLine(self.viewport().width() - 1, 0, self.viewport().width() - 1, self.viewport().height())
            line.end()


class CallBoard(QWidget):
    """Seven days; `chosen` follows the keyboard, `opened` is Enter on a call."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.week: Week | None = None
        self.at = 0
        self.filling = False
        self.heads = [DayHead(look) for _day in range(7)]
        self.painter = BookingDelegate(look, self)
        self.days = [DayList(look, self) for _day in range(7)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for column in range(7):
            grid.addWidget(self.heads[column], 0, column)
            grid.addWidget(self.days[column], 1, column)
            grid.setColumnStretch(column, 1)
        self.setFocusProxy(self.days[0])

    def booking_height(self) -> int:
        """Return how high one booking is."""
        return sum(self.painter.lines()) + 2 * AIR

    def is_weekend(self, view: DayList) -> bool:
        """Tell whether a list is a Saturday's or a Sunday's."""
        return self.days.index(view) > 4

    def show_week(self, week: Week, on: date, wanted: str = "") -> None:
        """Show a week, on the call with id `wanted` or where the keyboard was."""
        current = self.current()
        wanted = wanted or (current.id if current else "")
        before = self.days[self.at].currentIndex().row()
        self.filling = True
        self.week = week
        for column, calls in enumerate(week.days):
            day = week.first + timedelta(days=column)
            self.heads[column].show_day(day, today=day == on)
            self.days[column].rows.show(calls)
            name = "，".join((weekday_names()[column], day_words(day, on), _("{count} calls booked").format(count=len(calls))))
            self.days[column].setAccessibleName(name)
        found = next(((at, row) for at, calls in enumerate(week.days) for row, call in enumerate(calls) if call.id == wanted), None)
        if found is None and not wanted and week.first <= on <= week.first + timedelta(days=6):
            found = (on.weekday(), 0)
        at, row = found or (self.at, max(0, min(before, len(week.days[self.at]) - 1)))
        self.filling = False
        self._move(at, row)

    def current(self) -> Booked | None:
        """Return the call the keyboard is on."""
        return self.days[self.at].current()

    def day(self) -> date | None:
        """Return the day the keyboard is on."""
        return self.week.first + timedelta(days=self.at) if self.week else None

    def go(self, step: int) -> None:
        """Go to the next day or the one before, to the booking at the same height."""
        to = self.at + step
        if 0 <= to < 7:
            row = max(0, self.days[self.at].currentIndex().row())
            self._move(to, min(row, max(0, len(self.days[to].rows.calls) - 1)))
            self.days[to].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, call_id: str) -> bool:
        """Go to a call; tells whether it is in this week."""
        for at, view in enumerate(self.days):
            for row, call in enumerate(view.rows.calls):
                if call.id == call_id:
                    self._move(at, row)
                    return True
        return False

    def _move(self, at: int, row: int) -> None:
        self.at = at
        for number, view in enumerate(self.days):
            view.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == at else Qt.FocusPolicy.ClickFocus)
            if number != at:
                view.choose(-1)
        self.setFocusProxy(self.days[at])
        self.days[at].choose(row)
        self.chosen.emit(self.current())

    def came_to(self, view: DayList) -> None:
        """Know that the keyboard or the pointer came to a day."""
        if self.filling:
            return
        at = self.days.index(view)
        if at != self.at:
            self._move(at, view.currentIndex().row())
        else:
            self.chosen.emit(self.current())
