"""Two people and the one they become, line by line: ← → choose the side of the current line, Space keeps both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.merge_fields import BOTH, LEFT, RIGHT
from stationdesk.services.merge_view import Row, Sides
from stationdesk.ui import key_map
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.labels import ElidedLabel, Label, set_property, shown
from stationdesk.ui.parts.look import Look

WORDS, SIDE, RESULT = 6.2, 20.0, 32.6
"""Widths of the columns, in em."""
INSIDE = 12
RING, OUT = 2, 5
"""Pixels of the frame around the current line, and how far out it stands."""


class Line(NamedTuple):
    """What the page gives the grid for one line: the row, the side chosen, what comes of it and what is kept beside."""

    row: Row
    side: str
    text: str
    note: str


class Cell(QFrame):
    """One side of a line: a mark where there is something to choose, and the words; amber until chosen."""

    clicked = Signal()

    def __init__(self, look: Look, row: Row, text: str, *, chosen: bool) -> None:
        super().__init__()
        self.mark: QRadioButton | QCheckBox | None = None
        set_property(self, "part", "merge_cell")
        set_property(self, "tone", ("chosen" if chosen else "open") if row.choice else "plain")
        line = QHBoxLayout(self)
        line.setContentsMargins(INSIDE, 0, 8, 1)
        line.setSpacing(2)
        if row.choice:
            self.mark = QCheckBox() if row.choice == "both" else QRadioButton()
            self.mark.setAutoExclusive(False)
            self.mark.setChecked(chosen)
            self.mark.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.mark.setAccessibleName(shown(f"{row.label} {text}"))
            self.mark.setFixedWidth(look.sizes.body + 7)
            line.addWidget(self.mark)
        line.addWidget(ElidedLabel(text or empty_words(row), "body", "ink" if text else "ink3"), 1)
        self.setFixedHeight(look.sizes.row + 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Choose this side by the pointer."""
        self.clicked.emit()
        super().mousePressEvent(event)


def empty_words(row: Row) -> str:
    """Return what stands where a side says nothing."""
    return {"grade": _("no grade|merge"), "categories": _("no category|merge")}.get(row.name) or _("left empty|merge")


class MergeGrid(QWidget):
    """The comparison; `chosen` tells the side of a row, the page works out what comes of it."""

    chosen = Signal(str, str)
    """Name of the row and the side: left, right, both."""
    apart = Signal()
    following = Signal()
    below = Signal()
    """Down on the last line."""
    current_changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.lines: list[Line] = []
        self.at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box = QGridLayout(self)
        self.box.setContentsMargins(OUT, 0, OUT, 0)
        self.box.setSpacing(0)
        self.ring = Ring(self)

    # -- what it shows

    def show_lines(self, sides: Sides, lines: Sequence[Line]) -> None:
        """Show two people and what they become; the current line stays where it was."""
        self.lines = list(lines)
        clear(self.box)
        self._widths()
        self._head(sides)
        for place, line in enumerate(self.lines, 1):
            self._line(place, line)
        self.at = min(self.at, max(len(self.lines) - 1, 0))
        self._tell()

    def begin(self) -> None:
        """Go to the first line with something to choose."""
        self.at = next((at for at, line in enumerate(self.lines) if line.row.choice), 0)
        self._tell()

    def _widths(self) -> None:
        em = self.look.sizes.body
        room = self.width() - 2 * OUT
        words = round(WORDS * em)
        side = min(round(SIDE * em), (room - words) * 3 // 10) if room > words else round(SIDE * em)
        for column, wide in enumerate((words, side, side)):
            self.box.setColumnMinimumWidth(column, wide)
            self.box.setColumnStretch(column, 0)
        self.box.setColumnStretch(3, 1)
        self.side_width = side

    def _head(self, sides: Sides) -> None:
        hint = Label(_("Yellow is what the two sides say differently"), "small", "ink2", wrap=True)
        hint.setFixedWidth(self.box.columnMinimumWidth(0) - 6)
        self.box.addWidget(hint, 0, 0)
        for column, (name, words) in enumerate(((sides.left, sides.left_from), (sides.right, sides.right_from)), 1):
            self.box.addWidget(self._title(name, words), 0, column)
        self.box.addWidget(self._title(_("After the merge"), _("as chosen below; every line can be changed"), "surface"), 0, 3)

    def _title(self, name: str, words: str, ground: str = "") -> QFrame:
        frame = QFrame()
        set_property(frame, "part", "merge_head")
        set_property(frame, "tone", ground)
        box = QVBoxLayout(frame)
        box.setContentsMargins(INSIDE if not ground else 18, 4, 8, 5)
        box.setSpacing(0)
        box.addWidget(ElidedLabel(name, "strong"))
        box.addWidget(ElidedLabel(words, "small", "ink2"))
        if not ground:
            frame.setFixedWidth(self.side_width)
        return frame

    def _line(self, place: int, line: Line) -> None:
        row = line.row
        words = QFrame()
        set_property(words, "part", "merge_cell")
        box = QHBoxLayout(words)
        box.setContentsMargins(0, 0, 4, 1)
        box.addWidget(ElidedLabel(row.label, "body", "ink2"))
        words.setFixedSize(self.box.columnMinimumWidth(0), self.look.sizes.row + 2)
        self.box.addWidget(words, place, 0)
        for column, side, text in ((1, LEFT, row.left), (2, RIGHT, row.right)):
            cell = Cell(self.look, row, text, chosen=line.side in (side, BOTH))
            cell.setFixedWidth(self.side_width)
            cell.clicked.connect(Choosing(self, place - 1, side))
            self.box.addWidget(cell, place, column)
        self.box.addWidget(self._result(line), place, 3)

    def _result(self, line: Line) -> QFrame:
        frame = QFrame()
        set_property(frame, "part", "merge_cell")
        set_property(frame, "tone", "result")
        box = QHBoxLayout(frame)
        box.setContentsMargins(18, 0, INSIDE, 1)
        box.setSpacing(10)
        box.addWidget(
            ElidedLabel(line.text or empty_words(line.row), "body_bold" if line.text else "body", "ink" if line.text else "ink3"), 1
        )
        if line.note:
            box.addWidget(Label(line.note, "small", "ink2"))
        frame.setFixedHeight(self.look.sizes.row + 2)
        return frame

    # -- the current line

    def _tell(self) -> None:
        """Say the current line to the ear, and move the ring to it."""
        if self.lines:
            line = self.lines[self.at]
            said = _("{label}: left {left}, right {right}, together {text}")
            self.setAccessibleDescription(
                shown(said.format(label=line.row.label, left=line.row.left or "—", right=line.row.right or "—", text=line.text or "—"))
            )
        self.ring.follow()
        self.current_changed.emit()

    def place(self) -> QRect:
        """Return where the current line stands."""
        found = QRect()
        for column in range(4):
            item = self.box.itemAtPosition(self.at + 1, column)
            if item is not None:
                found = found.united(item.geometry())
        return found

    def choose(self, at: int, side: str) -> None:
        """Choose a side of a line by key or pointer; of a list a click on one that is chosen beside the other lets it go."""
        self.at = at
        row = self.lines[at].row
        if row.choice == "both" or (row.choice and side != BOTH):
            self.chosen.emit(row.name, side)
        else:
            self._tell()

    def toggled(self, at: int, side: str) -> None:
        """Answer a click on a side: one of two is taken, of a list it is added or left out."""
        line = self.lines[at]
        if line.row.choice == "both":
            other = RIGHT if side == LEFT else LEFT
            side = other if line.side == BOTH else BOTH if line.side == other else side
        self.choose(at, side)

    def event(self, event: QEvent) -> bool:
        """Take Tab for the next pair; Shift+Tab goes to the buttons as everywhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and key_map.pressed(event, "merge.next"):
            self.following.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Move, choose, or say that they are two."""
        if not self.lines:
            super().keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Down and self.at == len(self.lines) - 1:
            self.below.emit()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.at = max(0, min(len(self.lines) - 1, self.at + (1 if event.key() == Qt.Key.Key_Down else -1)))
            self._tell()
        elif key_map.pressed(event, "merge.left"):
            self.choose(self.at, LEFT)
        elif key_map.pressed(event, "merge.right"):
            self.choose(self.at, RIGHT)
        elif key_map.pressed(event, "merge.both"):
            self.choose(self.at, BOTH)
        elif key_map.pressed(event, "merge.apart"):
            self.apart.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Show which line is current."""
        super().focusInEvent(event)
        self.ring.follow()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Show no current line."""
        super().focusOutEvent(event)
        self.ring.follow()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep the ring where its line is."""
        super().resizeEvent(event)
        self.ring.follow()


class Choosing:
    """A click on a side of a line, kept without a lambda that holds the grid."""

    def __init__(self, grid: MergeGrid, at: int, side: str) -> None:
        self.grid, self.at, self.side = grid, at, side

    def __call__(self) -> None:
        """Choose the side."""
        self.grid.setFocus(Qt.FocusReason.MouseFocusReason)
        self.grid.toggled(self.at, self.side)


class Ring(QWidget):
    """Two pixels of teal around the current line while the grid has the keyboard."""

    def __init__(self, grid: MergeGrid) -> None:
        super().__init__(grid)
        self.grid = grid
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def follow(self) -> None:
        """Stand around the current line."""
        self.grid.box.activate()
        self.setGeometry(self.grid.place().adjusted(-OUT, 0, OUT, 0))
        self.setVisible(bool(self.grid.lines) and self.grid.hasFocus())
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the frame."""
        painter = QPainter(self)
        painter.setPen(QPen(self.grid.look.color("teal"), RING))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
