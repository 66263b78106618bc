"""Everything that happened to a person, one line an event, the newest first; older ones are read when asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.timeline import Event
from stationdesk.ui.parts.labels import literal
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import RIGHT, elided, paint_parts, paint_row
from stationdesk.ui.parts_line import spoken, width_of_parts

Index = QModelIndex | QPersistentModelIndex
EVENT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ICONS = {
    "phone": "phone",
    "home": "house",
    "video": "video",
    "station": "flag",
    "visit": "person",
    "grade": "clock",
    "category": "people",
    "status": "route",
    "card": "card",
    "duty": "check",
    "pairing": "rings",
    "wish": "gift",
    "health": "heart",
    "plan": "clipboard",
    "request": "clipboard",
    "incident": "warning",
    "consent": "check",
    "note": "document",
    "import": "import",
    "enrolled": "person_add",
}
ROOMY = 28
"""Width in em below which the author of an event is left to the tooltip."""
TONES = {"red": "late", "amber": "soon", "dot": "ink3"}
Ask = Callable[[int], Sequence[Event]]
"""Returns the events from number `start` on."""


class HistoryModel(QAbstractListModel):
    """Events in pages; the last row is a link while there are more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.events: list[Event] = []
        self.total = 0
        self.on = date.min
        self._ask: Ask | None = None

    def show(self, total: int, ask: Ask | None, on: date) -> None:
        """Show a person's events; `total` is how many there are, `ask` reads a page of them."""
        self.beginResetModel()
        self.total, self._ask, self.on = total, ask, on
        self.events = list(ask(0)) if ask and total else []
        self.endResetModel()

    def more(self) -> None:
        """Read the next page."""
        if self._ask is not None and len(self.events) < self.total:
            fresh = list(self._ask(len(self.events)))
            self.beginResetModel()
            self.events += fresh
            self.total = self.total if fresh else len(self.events)
            self.endResetModel()

    def older(self) -> int:
        """Return how many events are not shown yet."""
        return max(0, self.total - len(self.events))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's manner)
        """Return how many lines there are, the link included."""
        return 0 if parent.isValid() else len(self.events) + bool(self.older())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return an event, or its line in words."""
        if index.row() >= len(self.events):
            return self.link() if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None
        event = self.events[index.row()]
        if role == EVENT_ROLE:
            return event
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "，".join(part for part in (self.day(event), spoken(event.parts), event.author) if part)
        return None

    def link(self) -> str:
        """Return the words of the link to older events."""
        return _("See the {count} earlier ones").format(count=self.older())

    def day(self, event: Event) -> str:
        """Return an event's day in words."""
        return day_words(date.fromisoformat(event.day), self.on) if len(event.day) == 10 else event.day


DAY_WIDTH = 4.9
"""Room for a day, in em: a day of another year stands there in small figures, whole."""


class EventDelegate(QStyledItemDelegate):
    """Paints day, mark, words and author."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the room of a line: it comes from the text size, never from the text."""
        return QSize(100, self.look.sizes.row - 4)

    def boxes(self, box: QRect, author: str) -> tuple[QRect, QRect, QRect, QRect]:
        """Return where day, mark, words and author stand."""
        look, body = self.look, self.look.sizes.body
        day = QRect(box.left(), box.top(), round(body * DAY_WIDTH), box.height())
        mark = QRect(day.right() + 8, box.top(), look.sizes.icon, box.height())
        roomy = box.width() > ROOMY * body
        wide = min(QFontMetrics(look.font("small")).horizontalAdvance(author) + 4, box.width() // 4) if author and roomy else 0
        who = QRect(box.right() - wide, box.top(), wide, box.height())
        words = QRect(mark.right() + 10, box.top(), who.left() - mark.right() - 22, box.height())
        return day, mark, words, who

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        box: QRect = option.rect  # type: ignore[attr-defined]
        view: HistoryView = option.widget  # type: ignore[attr-defined]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and view.hasFocus()  # type: ignore[attr-defined]
        paint_row(painter, box, self.look, chosen=chosen, focus=chosen)
        event: Event | None = index.data(EVENT_ROLE)
        inner = box.adjusted(6, 0, 0, 0) if chosen else box
        if event is None:
            _day, _mark, words, _who = self.boxes(inner, "")
            paint_parts(painter, words, [(view.model().link(), "teal")], self.look)
            return
        day, mark, words, who = self.boxes(inner, event.author)
        other_year = event.day[:4] != str(view.model().on.year)
        painter.setFont(self.look.font("small" if other_year else "body"))
        painter.setPen(self.look.color("ink2"))
        elided(painter, day, event.day if other_year else view.model().day(event), RIGHT)
        icon = self.look.pixmap(ICONS[event.kind], "ink2", self.look.sizes.icon - 2)
        painter.drawPixmap(mark.left(), box.center().y() - (self.look.sizes.icon - 2) // 2, icon)
        paint_parts(painter, words, toned(event), self.look)
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.color("ink2" if chosen else "ink3"))
        elided(painter, who, event.author, RIGHT)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:  # noqa: N802
        """Show the whole line where it was cut."""
        one: Event | None = index.data(EVENT_ROLE)
        if one is not None:
            _day, _mark, words, _who = self.boxes(option.rect, one.author)  # type: ignore[attr-defined]
            cut = width_of_parts(self.look, toned(one)) > words.width()
            QToolTip.showText(event.globalPos(), literal(spoken(one.parts)) if cut else "", view)
            return True
        return super().helpEvent(event, view, option, index)


def toned(event: Event) -> list[tuple[str, str]]:
    """Return an event's words in the tones they are painted in."""
    return [(part.text, TONES.get(part.tone, part.tone)) for part in event.parts]


class HistoryView(QListView):
    """The list of events; Enter or a click on the last line reads older ones."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setModel(HistoryModel(self))
        self.setItemDelegate(EventDelegate(look, self))
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("History"))
        look.changed.connect(self.doItemsLayout)

    def model(self) -> HistoryModel:
        """Return the model."""
        found: HistoryModel = super().model()  # type: ignore[assignment]
        return found

    def more(self) -> None:
        """Read older events, staying where one is."""
        at = self.currentIndex().row()
        self.model().more()
        self.setCurrentIndex(self.model().index(max(at, 0), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Read older events with Enter on the last line."""
        on_link = self.currentIndex().row() >= len(self.model().events)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid() and on_link:
            self.more()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Read older events with a click on the last line."""
        super().mouseReleaseEvent(event)
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and at.row() >= len(self.model().events):
            self.more()

    def sentences(self) -> list[str]:
        """Return every line shown, as it is read aloud."""
        model = self.model()
        return [str(model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]
