"""What delegates paint: grade marks, cut text, sentences in several tones, the look of a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look

MARK = 12
SLOT = 18
BAR = 3
FILLED = {"orange": (-180, 270), "yellow": (-90, 180), "blue": (0, 90)}
"""Marks that are filled in part: from which angle, and how much of the disc."""
SEPARATOR = "·"
CUT = "…"
LEAST = 4
"""Signs of a part that are worth showing, the sign of the cut among them."""
BOLD = frozenset({"late", "bold"})
LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


def paint_grade(painter: QPainter, x: float, middle: float, grade: str, look: Look, size: float = MARK) -> None:
    """Paint a grade's mark in its slot from `x`: red a disc, orange three quarters, yellow a half, blue a quarter, green a ring.

    Anything else is a dash.

    The shapes differ, so the mark survives a black-only printer and colour-blind eyes.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(x + (SLOT - size) / 2, middle - size / 2, size, size)
    if grade == "red":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("red_dot"))
        painter.drawEllipse(box)
    elif grade in FILLED:
        color, begin, angle = look.color(f"{grade}_dot"), *FILLED[grade]
        painter.setPen(QPen(color, 1.7))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = box.adjusted(0.9, 0.9, -0.9, -0.9)
        painter.drawEllipse(inner)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPie(inner, begin * 16, angle * 16)
    elif grade == "green":
        painter.setPen(QPen(look.color("green_dot"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    else:
        painter.setPen(QPen(look.color("ink2"), 1.8))
        painter.drawLine(QPointF(box.left() + 1, middle), QPointF(box.right() - 1, middle))
    painter.restore()


def paint_term(painter: QPainter, x: float, middle: float, urgency: str, look: Look) -> None:
    """Paint the mark of a term in its slot from `x`: red a filled square, yellow a half, blue a hollow one; not judged yet, a dash.

    How soon something must be done is a square, how much care somebody needs a disc: a red square is not read as a red person.
    """
    size = MARK - 2
    box = QRectF(x + (SLOT - size) / 2, middle - size / 2, size, size)
    if urgency not in ("red", "yellow", "blue"):
        paint_grade(painter, x, middle, "", look)
        return
    color = look.color(f"{urgency}_dot")
    painter.save()
    painter.setPen(QPen(color, 1.7))
    painter.setBrush(color if urgency == "red" else Qt.BrushStyle.NoBrush)
    painter.drawRect(box.adjusted(0.9, 0.9, -0.9, -0.9))
    if urgency == "yellow":
        painter.fillRect(QRectF(box.center().x(), box.top(), box.width() / 2, box.height()), color)
    painter.restore()


def elided(painter: QPainter, box: QRect, text: str, flags: int = LEFT, end: str = "") -> bool:
    """Paint `text` in the painter's type and pen, cut with … where it does not fit, before its `end`; tells whether it was cut."""
    clean = shown(text)
    cut = fitted(QFontMetrics(painter.font()), clean, box.width(), shown(end))
    painter.drawText(box, flags, cut)
    return cut != clean


def fitted(metrics: QFontMetrics, text: str, width: int, end: str = "") -> str:
    """Return a text as far as it fits; its `end` stays whole while there is room for it, and what stands before it is cut."""
    room = width - metrics.horizontalAdvance(end)
    if end and text.endswith(end) and metrics.horizontalAdvance(text) > width and room > 0:
        return metrics.elidedText(text.removesuffix(end), Qt.TextElideMode.ElideRight, room) + end
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def paint_parts(painter: QPainter, box: QRect, parts: Sequence[tuple[str, str]], look: Look, role: str = "body") -> int:
    """Paint a sentence of several (text, tone) parts after each other, cut at the end; returns where it ended.

    Tone `late` is red and bold, `soon` amber, others are tokens (ink, ink2, teal…). A part that is the separator takes a fixed
    room of 0.95 em, because its width differs between typefaces.
    """
    x = box.left()
    for text, tone, start, width in laid_out(parts, box.right() - x, look, role):
        painter.setFont(look.font(role, bold=tone in BOLD))
        painter.setPen(look.color({"late": "red", "soon": "amber", "bold": "ink", "": "ink", "plain": "ink"}.get(tone, tone)))
        flags = int(Qt.AlignmentFlag.AlignCenter) if text == SEPARATOR else LEFT
        painter.drawText(QRect(box.left() + start, box.top(), width + (text != SEPARATOR) * 2, box.height()), flags, text)
        x = box.left() + start + width
    return x


def laid_out(parts: Sequence[tuple[str, str]], room: int, look: Look, role: str = "body") -> list[tuple[str, str, int, int]]:
    """Return what of a sentence is shown in `room` pixels: text, tone, where it begins and its width; the last is cut where need be.

    A separator is shown only with something after it: alone at the end it would be taken for a stain.
    """
    found: list[tuple[str, str, int, int]] = []
    x = 0
    for text, tone in parts:
        metrics = QFontMetrics(look.font(role, bold=tone in BOLD))
        if text.strip() == SEPARATOR:
            found.append((SEPARATOR, tone, x, round(metrics.height() / 1.4 * 0.95)))
            x += found[-1][3]
            continue
        clean = tidied(text)
        width = metrics.horizontalAdvance(clean)
        if x + width > room:
            cut = metrics.elidedText(clean, Qt.TextElideMode.ElideRight, max(0, room - x))
            if found and found[-1][0] == SEPARATOR and len(cut) < LEAST:
                x = found.pop()[2]
                cut = CUT if x + metrics.horizontalAdvance(CUT) <= room else ""
            return [*found, (cut, tone, x, max(0, room - x))] if cut else found
        found.append((clean, tone, x, width))
        x += width
    return found


def paint_row(
    painter: QPainter, box: QRect, look: Look, *, chosen: bool, over: bool = False, focus: bool = False, first: bool = True
) -> None:
    """Paint a row's ground: tinted with a teal bar at the left where it is chosen; the bar's place is free on every row."""
    if chosen:
        painter.fillRect(box, look.color("sel"))
        if first:
            painter.fillRect(QRect(box.left(), box.top(), BAR, box.height()), look.color("teal"))
    elif over:
        painter.fillRect(box, look.color("hover"))
    if focus:
        painter.setPen(QPen(look.color("teal"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -1, -1))


def width_of(font: QFont, text: str) -> int:
    """Return the width of `text` in `font`, in pixels."""
    return QFontMetrics(font).horizontalAdvance(text)


def tone_color(look: Look, tone: str) -> QColor:
    """Return the colour of a tone: late, soon, or a token."""
    return look.color({"late": "red", "soon": "amber", "bold": "ink", "": "ink", "plain": "ink"}.get(tone, tone))


def tidied(text: str) -> str:
    """Return a part's text without line breaks and turning marks; spaces at its ends stay, they part it from its neighbours."""
    left = text[: len(text) - len(text.lstrip(" "))]
    right = text[len(text.rstrip(" ")) :] if text.strip(" ") else ""
    return left + shown(text) + right
