"""The heading of a column of the board of wishes."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.wish_board import Column
from stationdesk.services.wish_cards import plain_yuan
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT, elided


class ColumnHead(QWidget):
    """The name of a column over its cards, how many they are and what they come to."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self.look, self.title, self.said = look, title, ""
        look.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(self.look.sizes.heading + 6)

    def show_sum(self, column: Column) -> None:
        """Say what a column comes to."""
        count = _("{count} wishes|sum").format(count=column.count)
        money = _("{yuan} yuan").format(yuan=plain_yuan(column.money))
        self.said = _(" · ").join((count, money))
        self.setAccessibleName(f"{self.title}，{count}，{money}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint it; the name is never cut for the sum."""
        painter, look = QPainter(self), self.look
        box = self.rect().adjusted(0, 0, 0, -6)
        painter.setFont(look.font("strong", bold=True))
        painter.setPen(look.color("ink"))
        painter.drawText(box, LEFT, self.title)
        taken = painter.fontMetrics().horizontalAdvance(self.title) + 8
        painter.setFont(look.font("small"))
        painter.setPen(look.color("ink2"))
        elided(painter, box.adjusted(taken, 2, 0, 2), self.said, RIGHT)
        painter.fillRect(QRect(0, self.height() - 6, self.width(), 1), look.color("edge"))
