"""The one search box (Ctrl+K): finds people as one types and opens the one that is chosen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from stationdesk.i18n import _
from stationdesk.services.find_lines import FoundLine, found_lines, wanted_lines
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition, SettledText
from stationdesk.ui.parts.labels import Label, set_property, shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT, elided, paint_row
from stationdesk.ui.parts.tags import Key

MOST = 50
ROWS = 9
"""Rows of the list that are seen at once."""
LOCK = 16
"""Pixels of the mark of a child's record."""
Index = QModelIndex | QPersistentModelIndex


class FoundModel(QAbstractListModel):
    """The people found, the closest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[FoundLine] = []

    def show(self, lines: list[FoundLine]) -> None:
        """Show these people."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's manner)
        """Return how many were found."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a person's line; as one sentence for the ear."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(line.name)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            child = _("child, locked") if line.locked else _("child|found") if line.child else ""
            return shown(_(", ").join(part for part in (line.name, child, line.age, line.group, line.phone, line.why) if part))
        return None


class FoundDelegate(QStyledItemDelegate):
    """Paints name, age, group, masked phone and why the person was found."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the height of a row."""
        return QSize(200, self.look.sizes.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one person."""
        box: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        model: FoundModel = index.model()  # type: ignore[assignment]
        line, em = model.lines[index.row()], self.look.sizes.body
        chosen, over = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        paint_row(painter, box, self.look, chosen=chosen, over=over)
        at = box.left() + 14
        for text, width, bold, tone in (
            (line.name, 24.6 if line.page else 7.5, True, "ink"),
            (line.age, 3.6, False, "ink2"),
            (line.group, 5.5, False, "ink2"),
            (line.phone, 8.0, False, "ink2"),
        ):
            painter.setFont(self.look.font("body", bold=bold))
            painter.setPen(self.look.color(tone))
            room = round(width * em) - 8
            elided(painter, QRect(at, box.top(), room, box.height()), text, LEFT)
            if line.child and text == line.name:
                x = at + min(painter.fontMetrics().horizontalAdvance(shown(text)) + 4, room - LOCK)
                painter.drawPixmap(x, box.center().y() - LOCK // 2, self.look.pixmap("lock", "ink2", LOCK))
            at += round(width * em)
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.color("ink2" if chosen else "ink3"))
        elided(painter, QRect(at, box.top(), box.right() - at - 12, box.height()), line.why, RIGHT)


class FoundList(QFrame):
    """The list under the box."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.setObjectName("found")
        self.setProperty("part", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else the page under it is painted too, at every key
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        self.view = QListView(self)
        self.view.setProperty("ground", "surface")
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(_("People found"))
        self.model = FoundModel(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(FoundDelegate(look, self))
        box.addWidget(self.view)
        self.nobody = Label("", "body", "ink2", wrap=True)
        self.nobody.setContentsMargins(14, 10, 14, 10)
        box.addWidget(self.nobody)
        self.hide()

    def show_lines(self, lines: list[FoundLine], asked: str, box: QRect) -> None:
        """Show these people under the place of the search box."""
        self.model.show(lines)
        self.view.setVisible(bool(lines))
        self.nobody.setVisible(not lines)
        self.nobody.setText(
            _("Nobody is found for «{asked}». Try the surname, the initials, or the last digits of a phone.").format(
                asked=shown(asked)[:40]
            )
        )
        if lines:
            self.view.setCurrentIndex(self.model.index(0))
        wide = max(box.width(), round(34 * self.look.sizes.body))
        rows = max(1, min(ROWS, len(lines)))
        height = rows * self.look.sizes.row + 6 if lines else self.nobody.heightForWidth(wide) + 6
        self.setGeometry(box.left(), box.bottom() + 4, wide, height)
        self.show()
        self.raise_()


class SearchBox(QFrame):
    """The field, its list, and the keys between them; `chosen(resident id)` when a person is opened."""

    chosen = Signal(str)

    def __init__(self, desk: OpenDesk, composition: Composition, window: QWidget) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.setProperty("part", "field")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 10, 0)
        line.setSpacing(8)
        self.glass = QLabel()
        line.addWidget(self.glass)
        self.field = QLineEdit()
        self.field.setProperty("part", "bare")
        self.field.setAccessibleName(_("Find somebody"))
        self.field.installEventFilter(self)
        line.addWidget(self.field, 1)
        line.addWidget(Key(key_map.shown("everywhere.search")))
        self.list = FoundList(self.look, window)
        self.list.view.clicked.connect(lambda _index: self._open())
        self.settled = SettledText(self.field, composition)
        self.settled.changed.connect(self.search)
        self.look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        sizes = self.look.sizes
        self.setFixedSize(sizes.search_width, sizes.button)
        self.glass.setPixmap(self.look.pixmap("search", "ink2"))
        whole = sizes.body < 18
        self.field.setPlaceholderText(
            _("Find: name, pinyin, nickname, last digits of a phone") if whole else _("Find: name, pinyin, nickname")
        )

    def focus(self) -> None:
        """Put the keyboard into the box, all that stands there chosen."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def search(self, text: str) -> None:
        """Show whom `text` may mean; nothing for an empty box."""
        if not text.strip():
            self.list.hide()
            return
        with self.desk.reading() as session:
            on, sees = self.desk.today(), self.desk.sees_children
            lines = found_lines(session, text, on, may_see_children=sees, limit=MOST)
            wanted = wanted_lines(session, text, on, may_see_children=sees)
            lines = [*lines[: MOST - len(wanted)], *wanted]
        place = QRect(self.mapTo(self.window(), self.rect().topLeft()), self.size())
        self.list.show_lines(lines, text, place)

    def person(self) -> str:
        """Return the id of the person who is chosen in the list, while it is seen."""
        at = self.list.view.currentIndex().row()
        there = self.list.isVisible() and 0 <= at < len(self.list.model.lines) and not self.list.model.lines[at].page
        return self.list.model.lines[at].id if there else ""

    def clear(self) -> None:
        """Empty the box and forget whom it found."""
        self.field.clear()
        self.list.model.show([])
        self.list.hide()

    def _open(self) -> None:
        at = self.list.view.currentIndex().row()
        if self.list.isVisible() and 0 <= at < len(self.list.model.lines):
            line = self.list.model.lines[at]
            self.clear()
            if line.page:
                self.desk.open_page.emit(line.page, line.id)
            else:
                self.chosen.emit(line.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Move in the list while the keyboard stays in the box; leave with Esc."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            set_property(self, "state", "typing" if event.type() == QEvent.Type.FocusIn else "")
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, lambda: None if self.field.hasFocus() else self.list.hide())
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if any(key_map.pressed(event, one.name) for one in key_map.of_place("search")):
                event.accept()  # Esc and Enter are the box's own while it has the keyboard
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
                if not self.list.isVisible():
                    self.search(self.field.text())
                step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}[Qt.Key(event.key())]
                last = self.list.model.rowCount() - 1
                if last >= 0:
                    self.list.view.setCurrentIndex(self.list.model.index(max(0, min(last, self.list.view.currentIndex().row() + step))))
                return True
            if key_map.pressed(event, "search.open"):
                self._open()
                return True
            if key_map.pressed(event, "search.leave"):
                self.clear()
                return True
        return super().eventFilter(watched, event)
