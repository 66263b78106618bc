"""Up to six choices side by side, chosen by a figure, an arrow or a click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from stationdesk.ui.parts.buttons import FocusRing
from stationdesk.ui.parts.look import Look

INSIDE = 11
GAP = 6
LINES = 4
"""Pixels between two lines of choices."""


class Segments(QWidget):
    """One choice out of a few; `tones` names those that are amber when chosen (留意, 异常)."""

    changed = Signal(str)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        look: Look,
        *,
        numbered: bool = True,
        tones: Mapping[str, str] | None = None,
        small: bool = False,
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.choices, self.look, self.numbered, self.tones, self.small = tuple(choices), look, numbered, dict(tones or {}), small
        self.wraps = wraps
        self.unnumbered: frozenset[str] = frozenset()
        """Choices without a figure of their own."""
        self.before = 0
        """By how much the figures shown and taken begin later than with 1."""
        self._value: str | None = None
        self._over = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum if wraps else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wraps)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self._ring: FocusRing | None = None
        look.changed.connect(self.updateGeometry)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices; what was chosen stays chosen if it is among them."""
        self.choices = tuple(choices)
        if self._value not in dict(self.choices):
            self._value = None
        self.updateGeometry()
        self.update()

    def value(self) -> str | None:
        """Return the code chosen, None if none is."""
        return self._value

    def set_value(self, code: str | None) -> None:
        """Choose a code; says nothing to listeners."""
        self._value = code
        self.setAccessibleDescription(dict(self.choices).get(code or "", ""))
        self.update()

    def choose(self, code: str) -> None:
        """Choose a code as the operator does."""
        if code != self._value:
            self.set_value(code)
            self.changed.emit(code)

    def _widths(self) -> list[int]:
        metrics, small = QFontMetrics(self.look.font("body", bold=True)), QFontMetrics(self.look.font("small"))
        widths = []
        for number, (code, label) in enumerate(self.choices, 1):
            figure = GAP + small.horizontalAdvance(str(number + self.before)) if self.numbered and code not in self.unnumbered else 0
            widths.append(2 * INSIDE + metrics.horizontalAdvance(label) + figure)
        return widths

    def _line(self) -> int:
        sizes = self.look.sizes
        return int(sizes.small_button + 2 if self.small else sizes.button)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of all choices."""
        return QSize(sum(self._widths()) + 1, self._line())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the same room, or that of the widest choice where they may stand in several lines."""
        return QSize(max(self._widths()) + 1, self._line()) if self.wraps else self.sizeHint()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """Return the height of the lines the choices take."""
        return self._boxes(width)[-1].top() + self._line()

    def _boxes(self, room: int = 0) -> list[QRect]:
        """Return where each choice stands: side by side, and in a next line where the room ends."""
        boxes, x, y, line, room = [], 0, 0, self._line(), room or self.width()
        for width in self._widths():
            if self.wraps and x and x + width > room:
                x, y = 0, y + line + LINES
            boxes.append(QRect(x, y, width, line - 1))
            x += width
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint every choice; the chosen one is tinted, framed and bold."""
        painter = QPainter(self)
        look, boxes = self.look, self._boxes()
        painter.setPen(QPen(look.color("edge" if self.isEnabled() else "line"), 1))
        painter.setBrush(look.color("surface" if self.isEnabled() else "disabled_bg"))
        for top in sorted({box.top() for box in boxes}):
            line = [box for box in boxes if box.top() == top]
            painter.drawRoundedRect(line[0].united(line[-1]), 4, 4)
        chosen = None
        for number, (box, (code, label)) in enumerate(zip(boxes, self.choices, strict=True), 1):
            if box.left():
                painter.setPen(look.color("line"))
                painter.drawLine(box.left(), box.top() + 1, box.left(), box.bottom())
            if code == self._value:
                chosen = (number, box, code, label)
            else:
                self._paint_choice(painter, box, number, label, "ink" if self.isEnabled() else "disabled", over=number - 1 == self._over)
        if chosen is not None:
            number, box, code, label = chosen
            amber = self.tones.get(code) == "amber"
            painter.setPen(QPen(look.color("amber" if amber else "teal"), 1))
            painter.setBrush(look.color("amber_bg" if amber else "sel"))
            painter.drawRoundedRect(box, 3, 3)
            self._paint_choice(painter, box, number, label, "amber" if amber else "teal", bold=True)

    def _paint_choice(
        self, painter: QPainter, box: QRect, number: int, label: str, tone: str, *, bold: bool = False, over: bool = False
    ) -> None:
        if over and self.isEnabled():
            painter.fillRect(box.adjusted(1, 1, 0, 0), self.look.color("hover"))
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        font = self.look.font("body", bold=bold)
        figure = str(number + self.before) if self.numbered and self.choices[number - 1][0] not in self.unnumbered else ""
        small = self.look.font("small")
        taken = QFontMetrics(font).horizontalAdvance(label) + (GAP + QFontMetrics(small).horizontalAdvance(figure) if figure else 0)
        x = box.left() + (box.width() - taken) // 2
        painter.setFont(font)
        painter.setPen(self.look.color(tone))
        painter.drawText(QRect(x, box.top(), box.width(), box.height()), flags, label)
        if figure:
            painter.setFont(small)
            painter.setPen(self.look.color("ink2" if bold else "ink3"))
            painter.drawText(QRect(x + taken - QFontMetrics(small).horizontalAdvance(figure), box.top(), 40, box.height()), flags, figure)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Choose by figure, or move with the arrows."""
        codes = [code for code, _label in self.choices]
        at = codes.index(self._value) if self._value in codes else -1
        text = event.text()
        if text.isascii() and text.isdigit() and 1 <= int(text) - self.before <= len(codes):
            self.choose(codes[int(text) - self.before - 1])
        elif event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Left}:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self.choose(codes[max(0, min(len(codes) - 1, at + step))])
        elif event.key() == Qt.Key.Key_Space and at < 0:
            self.choose(codes[0])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Choose what was clicked."""
        for box, (code, _label) in zip(self._boxes(), self.choices, strict=True):
            if box.contains(event.position().toPoint()):
                self.setFocus(Qt.FocusReason.MouseFocusReason)
                self.choose(code)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Note what the pointer is over."""
        over = next((n for n, box in enumerate(self._boxes()) if box.contains(event.position().toPoint())), -1)
        if over != self._over:
            self._over = over
            self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Show the ring."""
        super().focusInEvent(event)
        if self._ring is None:
            self._ring = FocusRing(self, self.look)
        self._ring.follow()
