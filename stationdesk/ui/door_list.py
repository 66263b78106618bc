"""The list of who may come in, on the unlock window: number, name, post, when they were last here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stationdesk.i18n import _
from stationdesk.services.front_door import AtTheDoor
from stationdesk.store.clock import local_time, now
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize

MOST_ROWS = {TextSize.STANDARD: 6, TextSize.LARGE: 5, TextSize.EXTRA_LARGE: 4}
"""Lines shown at once; more operators scroll. The window must stand on a screen of 768 pixels."""
ROW_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


def last_words(last: str, at: datetime) -> str:
    """Return when somebody was last here, as one says it: 上次 今天 08:40, 上次 11月20日; empty if never."""
    try:
        then, here = local_time(datetime.fromisoformat(last)), local_time(at)
    except ValueError:
        return ""
    if then.date() == here.date():
        return _("last today {time}").format(time=f"{then:%H:%M}")
    if then.date() == here.date() - timedelta(days=1):
        return _("last yesterday {time}").format(time=f"{then:%H:%M}")
    day = _("{month}/{day}").format(month=then.month, day=then.day)
    if then.year != here.year:
        day = _("{year}, {day}").format(year=then.year, day=day)
    return _("last {day}").format(day=day)


class DoorModel(QAbstractListModel):
    """The operators, in the order they were added."""

    def __init__(self, people: Sequence[AtTheDoor], parent: QWidget) -> None:
        super().__init__(parent)
        self.people, self.at = tuple(people), now()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's signature)
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.people)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the name, the whole line for the ear, or the operator himself."""
        one = self.people[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(one.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _(", ").join(filter(None, (shown(one.name), shown(one.post), last_words(one.last, self.at))))
        return one if role == ROW_ROLE else None


class DoorDelegate(QStyledItemDelegate):
    """Paints one line; what is too long ends in …"""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's signature)
        """Return the height of a line."""
        return QSize(0, self.look.sizes.row + 10)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint number, name, post and the last time."""
        one, rect = index.data(ROW_ROLE), QRect(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self.look.color("sel" if chosen else "hover"))
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), self.look.color("teal"))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.look.color("teal"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        self._words(painter, rect, one, index)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, one: AtTheDoor, index: Index) -> None:
        model = index.model()
        last = last_words(one.last, model.at) if isinstance(model, DoorModel) else ""
        body = self.look.sizes.body
        columns = [round(body * 0.8), round(body * 2.8), rect.width() - 12]
        taken = self._text(painter, rect, (columns[2] - self._width(painter, last, "small"), columns[2]), last, "small", "ink2")
        name_end = columns[1] + max(round(body * 5.6), min(self._width(painter, shown(one.name), "strong"), rect.width() // 2 - columns[1]))
        self._text(painter, rect, (columns[0], columns[1]), str(index.row() + 1), "body", "ink3")
        self._text(painter, rect, (columns[1], name_end), shown(one.name), "strong", "ink")
        self._text(painter, rect, (name_end + 8, taken - 12), shown(one.post), "body", "ink2")

    def _width(self, painter: QPainter, text: str, role: str) -> int:
        painter.setFont(self.look.font(role))
        return painter.fontMetrics().horizontalAdvance(text) + 1

    def _text(self, painter: QPainter, rect: QRect, span: tuple[int, int], text: str, role: str, tone: str) -> int:
        """Write `text` between two places of the line; returns where it begins."""
        left, right = span
        painter.setFont(self.look.font(role))
        painter.setPen(self.look.color(tone))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, right - left)
        painter.drawText(QRect(rect.left() + left, rect.top(), right - left, rect.height()), int(Qt.AlignmentFlag.AlignVCenter), cut)
        return left


class DoorList(QListView):
    """Who may come in; one is always chosen. Figures choose while the list has the keyboard."""

    chosen = Signal()

    def __init__(self, people: Sequence[AtTheDoor], look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setProperty("ground", "surface")
        self.setAccessibleName(_("Who is there?"))
        self.people = DoorModel(people, self)
        self.setModel(self.people)
        self.setItemDelegate(DoorDelegate(look, self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.fit()
        look.changed.connect(self.fit)
        self.selectionModel().currentChanged.connect(self._tell)

    def fit(self) -> None:
        """Be as high as the lines that are shown at once."""
        rows = min(len(self.people.people), MOST_ROWS[self.look.text_size])
        self.setFixedHeight(rows * (self.look.sizes.row + 10))
        self.scheduleDelayedItemsLayout()

    def _tell(self) -> None:
        self.chosen.emit()

    def operator(self) -> AtTheDoor | None:
        """Return who is chosen, None in an empty list."""
        found = self.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, AtTheDoor) else None

    def choose(self, slot: str) -> None:
        """Choose the operator with this slot, the first one if there is none."""
        slots = [one.slot for one in self.people.people]
        self.setCurrentIndex(self.people.index(slots.index(slot) if slot in slots else 0))

    def step(self, down: int) -> None:
        """Choose the next operator, or the one before."""
        row = max(0, min(self.people.rowCount() - 1, self.currentIndex().row() + down))
        self.setCurrentIndex(self.people.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Choose by figure."""
        text = event.text()
        if text.isascii() and text.isdigit() and 1 <= int(text) <= self.people.rowCount():
            self.setCurrentIndex(self.people.index(int(text) - 1))
        else:
            super().keyPressEvent(event)
