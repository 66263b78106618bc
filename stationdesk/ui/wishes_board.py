"""The board of wishes: a column for each state side by side; arrows go from column to column and from card to card."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.services.wish_board import COLUMNS, Board, Column, Row
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.look import Look
from stationdesk.ui.wishes_column import CardDelegate, Load, WishColumn
from stationdesk.ui.wishes_head import ColumnHead

TITLES: Mapping[str, str] = {
    "judge": N_("To be approved|column"),
    "free": N_("To be claimed|column"),
    "held": N_("Claimed|column"),
    "brought": N_("Brought|column"),
    "true": N_("Come true|column"),
    "off": N_("Not granted|column"),
}
LEAST = 13.2
"""Width in em below which a column folds to its heading."""
GAP = 14


class WishBoard(QWidget):
    """The columns; `chosen` follows the keyboard, `opened` is a double click, `dropped` a card and the column it was dropped on."""

    chosen = Signal(object)
    opened = Signal(object)
    dropped = Signal(object, str)

    def __init__(self, look: Look, load: Load) -> None:
        super().__init__()
        self.look = look
        self.marked: set[str] = set()
        self.painter = CardDelegate(look, self)
        self.shown: Mapping[str, Column] = {}
        self.at, self.filling, self.first = "free", False, 0
        self.views = {name: WishColumn(look, self, name, _(title)) for name, title in TITLES.items()}
        for view in self.views.values():
            view.cards.load = load
        self.heads = {name: ColumnHead(look, _(title)) for name, title in TITLES.items()}
        self.parts: dict[str, QWidget] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        self.folded = QWidget()
        self.links = QHBoxLayout(self.folded)
        self.links.setContentsMargins(0, 0, 0, 0)
        self.links.setSpacing(18)
        self.link_of = {name: self._link(name) for name in TITLES}
        self.links.addStretch(1)
        box.addWidget(self.folded)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        for name in TITLES:
            part = self.parts[name] = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(self.heads[name])
            column.addWidget(self.views[name], 1)
            line.addWidget(part, 1)
        box.addLayout(line, 1)
        self.parts["off"].hide()
        self.setFocusProxy(self.views["free"])
        look.changed.connect(self.divide)

    def _link(self, name: str) -> LinkButton:
        """Return what stands for a folded column."""
        link = LinkButton("", self.look)
        link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        link.clicked.connect(lambda: self._unfold(name))
        self.links.addWidget(link)
        return link

    # -- what it shows

    def show_columns(
        self, board: Board, columns: Mapping[str, Column], wanted: str = "", *, covered: bool, moved: frozenset[str] | None = None
    ) -> None:
        """Show the columns, on the wish `wanted` or where the keyboard was; only the cards of `moved` are read anew, all for None."""
        current = self.current()
        wanted = wanted or (current.id if current is not None else "")
        before = max(0, self.views[self.at].currentIndex().row())
        self.filling, self.shown = True, columns
        for name, view in self.views.items():
            column = columns[name]
            view.cards.show(column.rows, board.on, covered=covered, at_least=before + 2 if name == self.at else 0, moved=moved)
            self.heads[name].show_sum(column)
            view.setAccessibleName(f"{view.title}，" + _("{count} wishes|sum").format(count=column.count))
        if self.marked:
            self.marked &= {row.id for column in columns.values() for row in column.rows}
        self.filling = False
        self._stand(wanted, before)
        self.divide()

    def _stand(self, wanted: str, before: int) -> None:
        """Stand on a wish, or near where the keyboard was, or on the first there is."""
        if wanted and self.go_to(wanted):
            return
        rows = len(self.shown[self.at].rows)
        if not rows:
            self.at = next((name for name in self.names() if self.shown[name].rows), self.at)
        self._move(self.at, min(before, len(self.shown[self.at].rows) - 1))

    def names(self) -> list[str]:
        """Return the columns that are there; the last one only where something stands in it."""
        return [name for name in COLUMNS if name != "off" or (self.shown and self.shown["off"].rows)]

    def current(self) -> Row | None:
        """Return the wish the keyboard is on."""
        return self.views[self.at].current()

    def go(self, step: int) -> None:
        """Go to the next column or the one before, to the card at the same place."""
        names = self.names()
        to = names.index(self.at) + step if self.at in names else 0
        if 0 <= to < len(names):
            row = max(0, self.views[self.at].currentIndex().row())
            self._move(names[to], min(row, len(self.shown[names[to]].rows) - 1))
            self.views[names[to]].setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, wish_id: str) -> bool:
        """Go to a wish; tells whether it is shown."""
        for name, column in self.shown.items():
            for row, one in enumerate(column.rows):
                if one.id == wish_id:
                    self._move(name, row)
                    return True
        return False

    def _move(self, at: str, row: int) -> None:
        had = self.window().focusWidget() in self.views.values()  # also while a dialog over the window has the keyboard
        self.at = at
        for name, view in self.views.items():
            view.setFocusPolicy(Qt.FocusPolicy.StrongFocus if name == at else Qt.FocusPolicy.ClickFocus)
            if name != at:
                view.choose(-1)
        self.setFocusProxy(self.views[at])
        self.divide()
        self.views[at].choose(row)
        if had and self.window().focusWidget() is not self.views[at]:
            self.views[at].setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self.current())

    def came_to(self, view: WishColumn) -> None:
        """Know that the keyboard or the pointer came to a column."""
        if self.filling:
            return
        if view.name != self.at:
            self._move(view.name, view.currentIndex().row())
        else:
            self.chosen.emit(self.current())

    def mark(self) -> None:
        """Mark the wish one stands on, or take the mark off, and go on to the next."""
        if (row := self.current()) is None:
            return
        self.marked ^= {row.id}
        view = self.views[self.at]
        at = view.currentIndex().row()
        if at + 1 < len(view.cards.rows):
            view.choose(at + 1)
        view.viewport().update()

    def drop(self, wish_id: str, column: str) -> None:
        """Tell the page that a card was dropped, once the dragging is over: a question over a drag would keep the mouse."""
        row = next((row for held in self.shown.values() for row in held.rows if row.id == wish_id), None)
        if row is not None and row.column != column:
            QTimer.singleShot(0, self, lambda: self.dropped.emit(row, column))

    # -- room

    def divide(self) -> None:
        """Show as many columns as have room, the one with the keyboard among them; the others fold to their headings."""
        names = self.names()
        room = max(1, int((self.width() + GAP) // (LEAST * self.look.sizes.body + GAP)))
        count = min(len(names), room)
        at = names.index(self.at) if self.at in names else 0
        self.first = max(0, min(max(self.first, at - count + 1), at, len(names) - count))
        seen = names[self.first : self.first + count]
        for name, part in self.parts.items():
            part.setVisible(name in seen)
        self._fold([name for name in names if name not in seen])

    def _fold(self, names: list[str]) -> None:
        self.folded.setVisible(bool(names))
        for name, link in self.link_of.items():
            link.setVisible(name in names)
            link.setText(f"{_(TITLES[name])} " + self.heads[name].said)

    def _unfold(self, name: str) -> None:
        self._move(name, 0 if self.shown[name].rows else -1)
        self.views[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fold or unfold columns."""
        super().resizeEvent(event)
        self.divide()
