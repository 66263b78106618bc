"""Under the comparison: what moves together, what looks entered twice, and that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.entered_twice import Twice
from stationdesk.services.merge_view import Sides
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.look import Look

MOST = 4
"""Lines of what was entered twice that are shown; the rest is counted."""


class Once(QWidget):
    """One thing that stands on both sides, and whether it is kept once."""

    turned = Signal(str, str)

    def __init__(self, look: Look, one: Twice, *, once: bool) -> None:
        super().__init__()
        self.one = one
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        words = ElidedLabel(one.words, "body", "ink3" if once else "ink")
        words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        line.addWidget(words)
        self.button = LinkButton(_("keep both") if once else _("keep one only"), look)
        self.button.setAccessibleName(f"{one.words} {self.button.text()}")
        self.button.clicked.connect(self._turn)
        line.addWidget(self.button)
        line.addStretch(1)

    def _turn(self) -> None:
        self.turned.emit(self.one.kind, self.one.right_id)


class MergeBlocks(QWidget):
    """Three columns of lines; `turned` names a record of the right side that shall be kept or dropped."""

    turned = Signal(str, str)
    kept_apart_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        box = QGridLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setHorizontalSpacing(28)
        box.setVerticalSpacing(2)
        self.columns: list[QVBoxLayout] = []
        for column, title in enumerate((_("Comes together"), _("Looks entered twice"), _("Nothing is lost"))):
            box.addWidget(Label(title, "strong"), 0, column)
            lines = QVBoxLayout()
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(4)
            box.addLayout(lines, 1, column, Qt.AlignmentFlag.AlignTop)
            box.setColumnStretch(column, 1)
            self.columns.append(lines)
        self.buttons: list[LinkButton] = []

    def show_sides(self, sides: Sides, once: Iterable[tuple[str, str]], apart: int) -> None:
        """Show what comes together; `once` are the records kept once, `apart` how many pairs were said to be two."""
        for lines in self.columns:
            clear(lines)
        self.buttons = []
        for count in sides.counts[:MOST]:
            self.columns[0].addWidget(_rich(count.words, count.total, "ink"))
        if sides.cards:
            self.columns[0].addWidget(
                _rich(_("cards: the old ones|merge"), _("{count} to be taken back").format(count=sides.cards), "amber")
            )
        if not sides.counts and not sides.cards:
            self.columns[0].addWidget(Label(_("Nothing was written about either of them."), "body", "ink2"))
        chosen = set(once)
        for one in sides.twice[:MOST]:
            line = Once(self.look, one, once=(one.kind, one.right_id) in chosen)
            line.turned.connect(self.turned)
            self.columns[1].addWidget(line)
            self.buttons.append(line.button)
        if not sides.twice:
            self.columns[1].addWidget(Label(_("Nothing stands on both sides."), "body", "ink2"))
        elif len(sides.twice) > MOST:
            self.columns[1].addWidget(Label(_("and {count} more, kept as they are").format(count=len(sides.twice) - MOST), "body", "ink2"))
        self._nothing_lost(apart)

    def focused(self) -> int:
        """Return which of the buttons has the keyboard, -1 for none."""
        return next((at for at, button in enumerate(self.buttons) if button.hasFocus()), -1)

    def focus(self, at: int) -> None:
        """Give the keyboard to a button."""
        if 0 <= at < len(self.buttons):
            self.buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _nothing_lost(self, apart: int) -> None:
        for words in (_("Both records are kept as they were,"), _("and can be taken apart at any time.")):
            self.columns[2].addWidget(Label(words, "body", "ink2"))
        if apart:
            link = LinkButton(_("Said to be two people: {count}").format(count=apart), self.look)
            link.clicked.connect(self.kept_apart_wanted)
            holder = QHBoxLayout()
            holder.addWidget(link)
            holder.addStretch(1)
            around = QWidget()
            around.setLayout(holder)
            holder.setContentsMargins(0, 0, 0, 0)
            self.columns[2].addWidget(around)
            self.buttons.append(link)


def _rich(words: str, bold: str, tone: str) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(4)
    parts: tuple[QLabel, ...] = (Label(words, "body"), Label(bold, "body_bold", tone))
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    holder.setAccessibleName(f"{words} {bold}")
    return holder
