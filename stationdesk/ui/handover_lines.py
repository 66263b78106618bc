"""The lines of the form by which a helper hands over: who it is about, to whom it goes, and why that one."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyledItemDelegate, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.handover import Passing
from stationdesk.ui.parts.fields import ComboField
from stationdesk.ui.parts.labels import ElidedLabel, Label, rule
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, elided

OFFERED = 40
"""Helpers offered for one line, the best of them."""
WORDS = int(Qt.ItemDataRole.UserRole) + 1


class ReasonDelegate(QStyledItemDelegate):
    """A line of a combo box: the name, and behind it the reason in small."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the room of a line."""
        return QSize(320, self.look.sizes.small_button + 2)

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint name and reason."""
        box: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, self.look.color("sel" if chosen else "surface"))
        name, words = str(index.data() or ""), str(index.data(WORDS) or "")
        painter.setFont(self.look.font("body"))
        painter.setPen(self.look.color("ink"))
        wide = QFontMetrics(painter.font()).horizontalAdvance(name)
        elided(painter, box.adjusted(10, 0, -8, 0), name, LEFT)
        painter.setFont(self.look.font("small"))
        painter.setPen(self.look.color("ink2"))
        elided(painter, box.adjusted(20 + wide, 0, -8, 0), words, LEFT)


class PassingRow(QWidget):
    """One line: who it is about, and to whom it goes."""

    changed = Signal()

    def __init__(self, look: Look, line: Passing) -> None:
        super().__init__()
        self.line = line
        self.words_of = {one.helper_id: one.words for one in line.candidates}
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 6, 0, 8)
        box.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(line.name, "strong"))
        facts = "，".join(filter(None, (line.facts, _("answers at {level}").format(level=line.role) if line.role else "")))
        head.addWidget(ElidedLabel(facts, "body", "ink2"), 1)
        box.addLayout(head)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(Label(_("goes to|handover"), "body", "ink2"))
        self.combo = ComboField([("", _("nobody yet"))], look)
        for at, one in enumerate(line.candidates[:OFFERED], 1):
            self.combo.addItem(one.name, one.helper_id)
            self.combo.setItemData(at, one.words, WORDS)
        self.combo.setItemDelegate(ReasonDelegate(look, self.combo))
        self.combo.view().setMinimumWidth(340)
        self.combo.setFixedWidth(round(8 * look.sizes.body))
        self.combo.setAccessibleName(_("{name} goes to").format(name=line.name))
        self.combo.set_value(line.proposed)
        below.addWidget(self.combo)
        self.why = ElidedLabel("", "small", "ink2")
        below.addWidget(self.why, 1)
        box.addLayout(below)
        box.addWidget(rule())
        self.combo.currentIndexChanged.connect(lambda _at: self._say())
        self._say()

    def _say(self) -> None:
        chosen = self.combo.value()
        if chosen:
            self.why.say(self.words_of.get(chosen, ""), "ink2")
        elif self.line.role:
            self.why.say(_("nobody fits: the level stays open"), "amber")
        else:
            self.why.say(_("nobody fits: hangs under «nobody helps»"), "amber")
        self.changed.emit()
