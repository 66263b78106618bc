"""Words on a page: always plain text, so that a name with markup in it is shown as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

POINT = " · "
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
"""Marks that turn the direction of writing: they could make a line read other than it is kept."""


def shown(text: str) -> str:
    """Return `text` on one line and without marks that turn the direction of writing, as it may stand on a page."""
    return " ".join(TURNING.sub("", text).split())


def literal(text: str) -> str:
    """Return `text` as a tooltip shows it literally: a tooltip has no plain text, and takes markup in a name for its own."""
    return f"<span>{escape(text).replace(chr(10), '<br>')}</span>" if "<" in text or "&" in text else text


def unturned(text: str) -> str:
    """Return `text` without marks that turn the direction of writing, its lines as they are."""
    return TURNING.sub("", text)


def restyle(widget: QWidget) -> None:
    """Let the stylesheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Set a property the stylesheet goes by, and let it look again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        restyle(widget)


class Label(QLabel):
    """A text in a role (name, title, strong, body, body_bold, small, small_bold) and a tone (ink, ink2, ink3, teal, amber, red, green)."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "ink", *, wrap: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(unturned(text), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Show `text` as it is written, from left to right."""
        super().setText(unturned(text))

    def set_tone(self, tone: str) -> None:
        """Change the tone."""
        set_property(self, "tone", tone)

    def say(self, text: str, tone: str = "") -> None:
        """Change the text, and the tone with it."""
        self.setText(text)
        if tone:
            self.set_tone(tone)


class ElidedLabel(Label):
    """A text that is cut with … where there is no room; the whole of it stands in the tooltip."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "ink", *, parent: QWidget | None = None) -> None:
        super().__init__("", role, tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 (Qt's name)
        """Show `text`, on one line."""
        clean = shown(text)
        super().setText(clean)
        self.setAccessibleName(clean)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return a width of one character: the layout may take the rest."""
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def cut(self, width: int) -> str:
        """Return what is shown in `width` pixels."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint as much as there is room for."""
        room = self.contentsRect()
        cut = self.cut(room.width())
        self.setToolTip(literal(self.text()) if cut != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setFont(self.font())
        painter.drawText(room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), cut)


class PiecesLabel(ElidedLabel):
    """Words with a point between them; where there is no room the last are left out whole, and the first alone is cut."""

    def set_pieces(self, pieces: Iterable[str]) -> None:
        """Show these words."""
        self.setText(POINT.join(filter(None, pieces)))

    def cut(self, width: int) -> str:
        """Return as many words as fit into `width` pixels."""
        pieces = self.text().split(POINT)
        while len(pieces) > 1 and self.fontMetrics().horizontalAdvance(POINT.join(pieces)) > width:
            pieces.pop()
        return self.fontMetrics().elidedText(POINT.join(pieces), Qt.TextElideMode.ElideRight, width)


def rule(*, upright: bool = False) -> QFrame:
    """Return a hairline, one pixel, level or upright."""
    frame = QFrame()
    frame.setProperty("part", "upright" if upright else "rule")
    return frame


def ground(widget: QWidget, token: str) -> QWidget:
    """Give a widget its ground (paper, surface, rail) and return it."""
    widget.setProperty("ground", token)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget
