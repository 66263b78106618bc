"""The status line at the foot of the window: up to four plain facts; the one that needs a hand is amber and says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from stationdesk.ui.parts.labels import literal
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT, SEPARATOR, tone_color

LEFT_MARGIN = 20
NOTED = 12_000
"""Milliseconds a note stays."""
BETWEEN = 2.6
"""Room of the dot between two facts, in em."""


class StatusLine(QWidget):
    """Facts as (text, tone, page), parted by dots; the last ones are cut where there is no room. A click goes to a fact's page."""

    wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.facts: tuple[tuple[str, str, str], ...] = ()
        self._places: list[tuple[int, int, str]] = []
        self.noted = ""
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(NOTED)
        self._forget.timeout.connect(self._forgotten)
        self.setObjectName("status_line")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFixedHeight(self.look.sizes.status_line)

    def say(self, facts: Sequence[tuple[str, str, str]]) -> None:
        """Show these facts."""
        self.facts = tuple(facts)
        whole = f" {SEPARATOR} ".join(text for text, _tone, _page in self.facts)
        self.setAccessibleName(whole)
        self.setToolTip(literal(whole))
        self.update()

    def note(self, sentence: str) -> None:
        """Show what was just done at the right end, for a while."""
        self.noted = sentence
        self.update()
        self._forget.start()

    def _forgotten(self) -> None:
        self.noted = ""
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the facts."""
        super().paintEvent(event)
        painter, look = QPainter(self), self.look
        painter.fillRect(self.rect(), look.color("rail"))
        painter.fillRect(QRect(0, 0, self.width(), 1), look.color("line"))
        painter.setFont(look.font("small"))
        metrics, x = QFontMetrics(look.font("small")), LEFT_MARGIN
        self._places = []
        for number, (text, tone, page) in enumerate(self.facts):
            if number:
                room = round(look.sizes.small * BETWEEN)
                painter.setPen(look.color("ink3"))
                painter.drawText(QRect(x, 0, room, self.height()), int(Qt.AlignmentFlag.AlignCenter), SEPARATOR)
                x += room
            painter.setPen(tone_color(look, "ink2" if tone in {"", "plain"} else tone))
            cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, self.width() - x - LEFT_MARGIN))
            painter.drawText(QRect(x, 0, self.width() - x, self.height()), LEFT, cut)
            wide = metrics.horizontalAdvance(cut)
            self._places.append((x, x + wide, page))
            x += wide
        if self.noted:
            rest = QRect(x + LEFT_MARGIN, 0, self.width() - x - 2 * LEFT_MARGIN, self.height())
            painter.setPen(look.color("ink"))
            painter.drawText(rest, RIGHT, metrics.elidedText(self.noted, Qt.TextElideMode.ElideRight, rest.width()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go to the page of the fact that was clicked."""
        at = event.position().x()
        page = next((page for left, right, page in self._places if left <= at <= right), "")
        if page:
            self.wanted.emit(page)
