"""A sentence of several pieces, each in its tone, on one line; cut with … where there is no room, whole in the tooltip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stationdesk.ui.parts.labels import literal
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import SEPARATOR, SLOT, paint_grade, paint_parts, tidied

Parts = Sequence[tuple[str, str]]


def spoken(parts: Parts) -> str:
    """Return a sentence without its tones; the dot between two pieces is a comma to the ear."""
    return "".join("，" if text.strip() == SEPARATOR else tidied(text) for text, _tone in parts).strip()


def width_of_parts(look: Look, parts: Parts, role: str = "body") -> int:
    """Return the room a sentence takes, in pixels."""
    width = 0
    for text, tone in parts:
        metrics = QFontMetrics(look.font(role, bold=tone in {"late", "bold"}))
        width += round(metrics.height() / 1.4 * 0.95) if text.strip() == SEPARATOR else metrics.horizontalAdvance(tidied(text))
    return width


class PartsLine(QWidget):
    """Shows one sentence in pieces."""

    WIDEST = 640

    def __init__(self, look: Look, parts: Parts = (), *, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.role = look, role
        self.parts: Parts = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)
        self.set_parts(parts)

    def set_parts(self, parts: Parts) -> None:
        """Show another sentence."""
        self.parts = tuple(parts)
        self.setAccessibleName(spoken(self.parts))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return the sentence as it is read aloud."""
        return spoken(self.parts)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of the whole sentence, within reason."""
        height = QFontMetrics(self.look.font(self.role)).height()
        return QSize(min(width_of_parts(self.look, self.parts, self.role) + 3, self.WIDEST), height + 4)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the least room: a few characters."""
        return QSize(40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint as much as there is room for."""
        painter = QPainter(self)
        paint_parts(painter, QRect(0, 0, self.width(), self.height()), self.parts, self.look, self.role)
        cut = width_of_parts(self.look, self.parts, self.role) > self.width()
        self.setToolTip(literal(self.text()) if cut else "")


class GradeMark(QWidget):
    """The mark of a grade, alone: it always stands before the grade's word."""

    def __init__(self, look: Look, grade: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.grade = look, grade
        self.setFixedSize(SLOT, SLOT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the mark."""
        paint_grade(QPainter(self), 0, self.height() / 2, self.grade, self.look)
