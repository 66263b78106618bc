"""The head of a day on the week of calls."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.free_hours import weekday_names
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT

INSIDE = 12


class DayHead(QWidget):
    """The name of a day over its calls: the weekday small, the day bold; today has a teal bar."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.day, self.today = date.min, False
        look.changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        self.setFixedHeight(self.look.sizes.heading + 4)

    def show_day(self, day: date, *, today: bool) -> None:
        """Show a day."""
        self.day, self.today = day, today
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint it."""
        painter, look = QPainter(self), self.look
        if self.today:
            painter.fillRect(self.rect(), look.color("sel"))
            painter.fillRect(QRect(0, 0, self.width(), 3), look.color("teal"))
        elif self.day.isoweekday() > 5:
            painter.fillRect(self.rect(), look.color("hover"))
        painter.setPen(look.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self.day.isoweekday() < 7:
            painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        word = _("today") if self.today else weekday_names()[self.day.weekday()]
        painter.setFont(look.font("small"))
        painter.setPen(look.color("teal" if self.today else "ink2"))
        at = INSIDE
        painter.drawText(QRect(at, 0, self.width(), self.height()), LEFT, word)
        at += painter.fontMetrics().horizontalAdvance(word) + 6
        painter.setFont(look.font("body", bold=True))
        painter.setPen(look.color("teal" if self.today else "ink"))
        painter.drawText(QRect(at, 0, self.width() - at, self.height()), LEFT, _("{day}|day of the month").format(day=self.day.day))
