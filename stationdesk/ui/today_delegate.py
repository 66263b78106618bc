"""Paints the list of the day: headings, lines, and the current line on two lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from stationdesk.i18n import _
from stationdesk.services.due import DOT, Part
from stationdesk.services.today_lines import Line
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import LEFT, RIGHT, SLOT, elided, paint_grade, paint_parts, paint_row, width_of
from stationdesk.ui.today_rows import ROW, Heading, More, Row

Index = QModelIndex | QPersistentModelIndex
NAME_EM, REASON_EM, PLACE_EM = 5.5, 16.3, 9.0
"""Where name and reason begin and how much the place may take, in em of the body type."""
GAP = 8
SECOND = 8
"""Pixels under the buttons of the current line."""


class TodayDelegate(QStyledItemDelegate):
    """Knows the heights and paints what a row of the list says."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.current = QPersistentModelIndex()
        self.bar_width = 0
        """How far the buttons of the current line reach from the left."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802 (Qt's name)
        """Return the row's height, which goes by the text size, not by the text."""
        sizes = self.look.sizes
        row = index.data(ROW)
        if isinstance(row, Heading):
            return QSize(0, sizes.heading)
        return QSize(0, sizes.current_row if self._is_current(index) else sizes.row)

    def _is_current(self, index: Index) -> bool:
        return self.current.isValid() and self.current.row() == index.row()

    def first_line(self) -> int:
        """Return how much of the current row stands above its buttons."""
        return int(self.look.sizes.current_row - self.look.sizes.small_button - SECOND)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a heading, a line or the words under a long section."""
        row: Row = index.data(ROW)
        box = QRect(option.rect)  # type: ignore[attr-defined]
        painter.save()
        if isinstance(row, Heading):
            paint_heading(painter, box, row, self.look)
        elif isinstance(row, More):
            painter.setFont(self.look.font("small"))
            painter.setPen(self.look.color("ink2"))
            elided(painter, box.adjusted(self._reason_x(), 0, -self.look.sizes.page_margin, 0), row.text)
        else:
            current = self._is_current(index)
            state = option.state  # type: ignore[attr-defined]
            focus = current and bool(state & QStyle.StateFlag.State_HasFocus)
            paint_row(painter, box, self.look, chosen=current, over=bool(state & QStyle.StateFlag.State_MouseOver), focus=focus)
            self._line(painter, box, row, current=current)
        painter.restore()

    def _reason_x(self) -> int:
        return round(self.look.sizes.page_margin + REASON_EM * self.look.sizes.body)

    def _line(self, painter: QPainter, box: QRect, line: Line, *, current: bool) -> None:
        look, margin = self.look, self.look.sizes.page_margin
        first = QRect(box.left(), box.top(), box.width(), self.first_line() if current else box.height())
        x = first.left() + margin
        name_x, reason_x = x + round(NAME_EM * look.sizes.body), first.left() + self._reason_x()
        self._mark(painter, QRect(x, first.top(), name_x - x - GAP, first.height()), line)
        age = _("{years} years").format(years=line.age) if line.age is not None else ""
        age_width = width_of(look.font("body"), age)
        painter.setFont(look.font("strong"))
        painter.setPen(look.color("ink"))
        lock = look.sizes.icon - 4 if line.child else 0
        room = reason_x - 2 * GAP - name_x - (age_width + GAP if age else 0) - (lock + 4 if lock else 0)
        if lock and width_of(look.font("strong"), shown(line.name)) > room:
            room, age = room + age_width + GAP, ""  # that it is an alias is never cut, rather the age
        name = QFontMetrics(painter.font()).elidedText(shown(line.name), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(name_x, first.top(), room + 2, first.height()), LEFT, name)
        at = name_x + width_of(painter.font(), name) + GAP
        if lock:
            painter.drawPixmap(at - 4, first.center().y() - lock // 2, look.pixmap("lock", "ink2", lock))
            at += lock + 4
        painter.setFont(look.font("body"))
        painter.setPen(look.color("ink2"))
        painter.drawText(QRect(at, first.top(), age_width + 2, first.height()), LEFT, age)
        right = first.right() - margin
        place = min(width_of(look.font("body"), line.place), round(PLACE_EM * look.sizes.body))
        elided(painter, QRect(right - place, first.top(), place + 1, first.height()), line.place, RIGHT)
        reason = QRect(reason_x, first.top(), right - place - 2 * GAP - reason_x, first.height())
        paint_parts(painter, reason, fitting(line.reasons, reason.width(), look, bold=current), look)
        if current:
            self._second(painter, QRect(first.left(), first.bottom(), box.width(), look.sizes.small_button), line)

    def _mark(self, painter: QPainter, box: QRect, line: Line) -> None:
        """Paint what the line is about: the grade with its word, or that it was promised."""
        look, middle = self.look, box.center().y() + 0.5
        if line.lead or line.visit_id or not line.grade:
            size = look.sizes.icon - 2
            painter.drawPixmap(
                box.left() + (SLOT - size) // 2, round(middle - size / 2), look.pixmap(line.icon or "clipboard", "ink2", size)
            )
        else:
            paint_grade(painter, box.left(), middle, line.grade, look, 12 * look.sizes.body / 15)
        painter.setFont(look.font("body"))
        painter.setPen(look.color("ink2" if line.lead or line.visit_id else "ink"))
        word = line.lead or (_("follow-up") if line.visit_id else line.grade_label)
        start = box.left() + SLOT + round(look.sizes.body / 3)
        elided(painter, QRect(start, box.top(), box.right() - start, box.height()), word)

    def _second(self, painter: QPainter, box: QRect, line: Line) -> None:
        """Paint at the right of the buttons how the person is reached."""
        parts = [part for part in (line.phone, line.kin) if part]
        if not parts:
            return
        said: list[Part] = [(parts[0], "ink2")]
        if len(parts) > 1:
            said += [("·", "ink2"), (parts[1], "ink2")]
        width = parts_width(said, self.look)
        right = box.right() - self.look.sizes.page_margin
        room = max(0, right - box.left() - self.bar_width)
        if width > room and len(said) > 1:
            said, width = said[:1], parts_width(said[:1], self.look)
        paint_parts(painter, QRect(right - min(width, room), box.top(), min(width, room) + 2, box.height()), said, self.look)


def paint_heading(painter: QPainter, box: QRect, row: Heading, look: Look) -> None:
    """Paint a section's heading with its count over a hairline."""
    margin = look.sizes.page_margin
    font = look.font("body", bold=True)
    painter.setFont(font)
    painter.setPen(look.color("ink"))
    text = box.adjusted(margin, 0, -margin, -2)
    elided(painter, text, row.title)
    count = text.adjusted(min(width_of(font, row.title), text.width()) + GAP, 1, 0, 0)
    painter.setFont(look.font("small"))
    painter.setPen(look.color("ink2"))
    elided(painter, count, row.count)
    painter.setPen(look.color("line"))
    painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())


def fitting(parts: Sequence[Part], room: int, look: Look, *, bold: bool) -> list[Part]:
    """Return as many parts of a reason as have room, at least the first three; what is late is bold on the current line."""
    shown = [(text, "late" if bold and tone == "red" else tone) for text, tone in parts]
    while len(shown) > 3 and parts_width(shown, look) > room:
        shown.pop()
        while shown and shown[-1] == DOT:
            shown.pop()
    return shown


def parts_width(parts: Sequence[Part], look: Look) -> int:
    """Return how wide the parts of a sentence are when painted."""
    width = 0
    for text, tone in parts:
        metrics = QFontMetrics(look.font("body", bold=tone == "late"))
        width += round(metrics.height() / 1.4 * 0.95) if text.strip() == "·" else metrics.horizontalAdvance(text)
    return width + 2
