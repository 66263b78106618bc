"""A grade as a widget: mark and word, always both."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, SLOT, paint_grade, width_of


class GradeMark(QWidget):
    """The mark of a grade and its word beside it."""

    def __init__(self, look: Look, grade: str, word: str, *, bold: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.grade, self.word, self.bold = look, grade, word, bold
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of mark and word."""
        font = self.look.font("body", bold=self.bold)
        word = 5 + width_of(font, self.word) if self.word else 0
        return QSize(SLOT + word + 2, round(self.look.sizes.body * 1.5))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint both."""
        painter = QPainter(self)
        paint_grade(painter, 0, self.height() / 2, self.grade, self.look)
        painter.setFont(self.look.font("body", bold=self.bold))
        painter.setPen(self.look.color("ink"))
        painter.drawText(self.rect().adjusted(SLOT + 5, 0, 0, 0), LEFT, self.word)
