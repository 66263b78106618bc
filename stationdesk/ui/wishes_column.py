"""One column of the board of wishes: its cards, painted and never a widget each."""


# long: model, delegate and view of one list belong together

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stationdesk.i18n import _
from stationdesk.services.wish_board import Detail, Row
from stationdesk.services.wish_cards import Card, card_of
from stationdesk.ui.parts.labels import literal
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import BAR, RIGHT, elided, paint_parts

if TYPE_CHECKING:
    from stationdesk.ui.wishes_board import WishBoard

Index = QModelIndex | QPersistentModelIndex
Load = Callable[[Sequence[str]], Mapping[str, Detail]]
"""Reads what the cards of some wishes say."""
CARD = int(Qt.ItemDataRole.UserRole) + 1
MIME = "application/x-stationdesk-wish"
PORTION = 30
"""Cards that a column shows at first and takes in at a time when one comes to its end; its sums are those of all."""
AIR, INSIDE, BETWEEN = 8, 10, 9
"""Pixels over the first and under the last line of a card, at its sides, and between two cards."""


def heights(look: Look) -> list[int]:
    """Return how high the lines of a card are: what, who, note, term, what happens by itself."""
    sizes = look.sizes
    return [
        round(sizes.body * 1.5),
        round(sizes.body * 1.42),
        round(sizes.small * 1.45),
        round(sizes.small * 1.5),
        round(sizes.small * 1.45),
    ]


def card_height(look: Look, lines: int) -> int:
    """Return how high a card of so many lines is, the gap below it included."""
    what, who, note, term, after = heights(look)
    return what + who + term + (note if lines > 3 else 0) + (after if lines > 4 else 0) + 2 * AIR + BETWEEN


class CardModel(QAbstractListModel):
    """The cards of one column; a card is worded when it is first looked at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self.seen = 0
        self.on, self.covered = date.min, False
        self._cards: dict[str, Card] = {}
        self.load: Load = lambda _ids: {}

    def show(self, rows: Sequence[Row], on: date, *, covered: bool, at_least: int = 0, moved: frozenset[str] | None = None) -> None:
        """Show these, as many as fit and at least as many as given; where nothing has moved nothing is painted anew."""
        kept = {} if moved is None or on != self.on or covered != self.covered else self._cards
        kept = {id_: card for id_, card in kept.items() if id_ not in (moved or ())}
        if rows == self.rows and (on, covered) == (self.on, self.covered):
            self._cards = kept
            return
        self.beginResetModel()
        self.rows, self.on, self.covered = rows, on, covered
        self.seen = min(len(rows), max(PORTION, at_least))
        self._cards = kept
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802 (Qt's name and default)
        """Return how many are shown so far."""
        return 0 if parent.isValid() else self.seen

    def canFetchMore(self, parent: Index) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """Tell whether there are more."""
        return self.seen < len(self.rows)

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Show the next portion."""
        self.reach(self.seen + PORTION)

    def reach(self, count: int) -> None:
        """Show at least so many."""
        count = min(len(self.rows), count)
        if count > self.seen:
            self.beginInsertRows(QModelIndex(), self.seen, count - 1)
            self.seen = count
            self.endInsertRows()

    def card(self, at: int) -> Card:
        """Return the card of a row."""
        card = self._cards.get(self.rows[at].id)
        if card is None:
            some = self.rows[at // PORTION * PORTION : (at // PORTION + 1) * PORTION]
            details = self.load([row.id for row in some if row.id not in self._cards])
            for row in (row for row in some if row.id not in self._cards):
                detail = details.get(row.id) or Detail(row.content)
                self._cards[row.id] = card_of(row, detail, self.on, covered=self.covered)
            card = self._cards[self.rows[at].id]
        return card

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Answer for one card: itself, or all of it in a sentence for eye and ear."""
        if not index.isValid() or index.row() >= self.seen:
            return None
        if role == CARD:
            return self.card(index.row())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.card(index.row()).sentence
        return literal(self.card(index.row()).sentence) if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let a card be dragged."""
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else found

    def mimeTypes(self) -> list[str]:  # noqa: N802 (Qt's name)
        """Return what a dragged card is."""
        return [MIME]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:  # noqa: N802 (Qt's name)
        """Give the id of the wish along, nothing that could be dropped into another program."""
        data = QMimeData()
        if indexes:
            data.setData(MIME, self.rows[indexes[0].row()].id.encode())
        return data


class CardDelegate(QStyledItemDelegate):
    """Paints a card: what and how much, who, a note, the term; of a late one what happens by itself."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the height that the number of lines asks for."""
        card: Card | None = index.data(CARD)
        return QSize(0, card_height(self.look, card.lines if card is not None else 3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        view: WishColumn = option.widget  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        card: Card | None = index.data(CARD)
        if card is None:
            return
        box = QRect(option.rect).adjusted(1, 1, -1, -BETWEEN)  # type: ignore[attr-defined]
        chosen, over = bool(state & QStyle.StateFlag.State_Selected), bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        self._ground(painter, box, card, chosen=chosen, over=over, focus=chosen and view.hasFocus(), marked=card.id in view.board.marked)
        self._lines(painter, box.adjusted(INSIDE, AIR - 1, -INSIDE, 0), card)
        painter.restore()

    def _ground(self, painter: QPainter, box: QRect, card: Card, *, chosen: bool, over: bool, focus: bool, marked: bool) -> None:
        look = self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("teal" if chosen or marked else "line"), 2 if focus or marked else 1))
        painter.setBrush(look.color("sel" if chosen else "hover" if over else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if card.late and not focus:
            painter.fillRect(QRect(box.left(), box.top() + 2, BAR, box.height() - 4), look.color("red"))
        if marked:
            size = look.sizes.icon - 6
            painter.fillRect(QRect(box.right() - size - 1, box.bottom() - size - 1, size, size), look.color("teal"))
            painter.drawPixmap(box.right() - size, box.bottom() - size, look.pixmap("check", "on_teal", size - 2))

    def _lines(self, painter: QPainter, box: QRect, card: Card) -> None:
        look = self.look
        what, who, note, term, after = heights(look)
        y = box.top()
        painter.setFont(look.font("body"))
        painter.setPen(look.color("ink"))
        wide = QFontMetrics(look.font("body")).horizontalAdvance(card.money) + 10 if card.money else 0
        painter.drawText(QRect(box.left(), y, box.width(), what), RIGHT, card.money)
        painter.setFont(look.font("body", bold=True))
        elided(painter, QRect(box.left(), y, box.width() - wide, what), card.title)
        y += what
        painter.setFont(look.font("body"))
        painter.setPen(look.color("ink2"))
        elided(painter, QRect(box.left(), y, box.width(), who), card.who)
        y += who
        painter.setFont(look.font("small"))
        if card.note:
            elided(painter, QRect(box.left(), y, box.width(), note), card.note)
            y += note
        paint_parts(painter, QRect(box.left(), y, box.width(), term), card.deadline, look, "small")
        y += term
        if card.after:
            painter.setFont(look.font("small"))
            painter.setPen(look.color("ink"))
            elided(painter, QRect(box.left(), y, box.width(), after), card.after)


class WishColumn(QListView):
    """The cards of one column; what is pressed sideways or is a letter goes to the board."""

    def __init__(self, look: Look, board: WishBoard, name: str, title: str) -> None:
        super().__init__(board)
        self.look, self.board, self.name, self.title = look, board, name, title
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self.setItemDelegate(board.painter)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setProperty("part", "day")
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def current(self) -> Row | None:
        """Return the wish the keyboard is on."""
        at = self.currentIndex().row()
        return self.cards.rows[at] if 0 <= at < self.cards.seen and self.selectionModel().hasSelection() else None

    def choose(self, row: int) -> None:
        """Make a row the current one; none for -1."""
        self.cards.reach(row + 1)
        index = self.cards.index(row, 0) if 0 <= row < self.cards.seen else QModelIndex()
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            self.selectionModel().clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Move up and down; everything else is the board's."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        steps = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
        if plain and event.key() in steps:
            super().keyPressEvent(event)
        elif plain and event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.board.go(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            event.ignore()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 (Qt's name)
        """Tell the board, and take more cards in at the end."""
        super().currentChanged(current, previous)
        if current.isValid():
            if current.row() >= self.cards.seen - 2:
                self.cards.fetchMore(QModelIndex())
            self.board.came_to(self)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Come to the first card of a column that has none chosen."""
        super().focusInEvent(event)
        if self.current() is None and self.cards.seen:
            self.choose(0)
        self.board.came_to(self)

    def mouseDoubleClickEvent(self, event: Any) -> None:  # noqa: N802 (Qt's name)
        """Open what was double-clicked."""
        if self.indexAt(event.position().toPoint()).isValid() and (row := self.current()) is not None:
            self.board.opened.emit(row)

    # -- a card that is dragged

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take a card in, nothing else."""
        event.setAccepted(event.mimeData().hasFormat(MIME))

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 (Qt's name)
        """Let a card be dropped anywhere in the column: where it stands is reckoned, not chosen."""
        event.setAccepted(event.mimeData().hasFormat(MIME))

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell the board which card came; it is moved only by the step that stands behind it."""
        if event.mimeData().hasFormat(MIME):
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()
            self.board.drop(bytes(event.mimeData().data(MIME).data()).decode(), self.name)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the cards; of an empty column say so."""
        if not self.cards.rows:
            painter = QPainter(self.viewport())
            painter.setFont(self.look.font("body"))
            painter.setPen(self.look.color("ink2"))
            box = QRect(2, AIR, self.viewport().width() - 4, self.look.sizes.row)
            elided(painter, box, _("nothing here|wishes"))
            if self.hasFocus():
                painter.setPen(QPen(self.look.color("teal"), 2))
                painter.drawRect(QRect(1, AIR - 2, self.viewport().width() - 3, self.look.sizes.row + 2))
            painter.end()
        super().paintEvent(event)
