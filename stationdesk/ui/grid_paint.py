"""How the grid of contacts looks: one character a cell, what was missed the only red, weekends a shade darker."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QLine, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap, QPolygon
from PySide6.QtWidgets import QSizePolicy, QWidget

from stationdesk.i18n import _
from stationdesk.services.contact_grid import GridRow, Section
from stationdesk.services.contact_marks import KIND, LATE, RESTING, SEVERAL, Mark, character, legend
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import FAMILIES, Look
from stationdesk.ui.parts.paint import BAR, LEFT, SLOT, elided, paint_grade, width_of
from stationdesk.ui.parts.tokens import SIZES, TextSize

CENTRE = int(Qt.AlignmentFlag.AlignCenter)
CELLS = {TextSize.STANDARD: (30, 28, 31), TextSize.LARGE: (34, 34, 23), TextSize.EXTRA_LARGE: (39, 39, 18)}
"""Width and height of a cell in pixels, and how many days are seen at most."""
GRADE_EM, NAME_EM, AGE_EM = 5.1, 4.8, 2.4
"""Room of grade, name and age, in em of the body type."""
MISSED_EM = 4.0
GAP = 8
STRONG = frozenset({Mark.HOME, Mark.VIDEO})
DOUBTFUL = frozenset({Mark.TRIED, Mark.ANSWERED})
RING = 8.0


@lru_cache(maxsize=8)
def _type(size: TextSize, bold: bool) -> QFont:
    font = QFont(FAMILIES)
    font.setPixelSize(SIZES[size].body)
    font.setBold(bold)
    return font


def tone_of(mark: Mark) -> tuple[str, str, bool]:
    """Return the tokens of a mark's ink and ground (none: empty), and whether it is bold."""
    if mark is Mark.MISSED:
        return "red", "red_bg", True
    if mark in DOUBTFUL:
        return "amber", "amber_bg", True
    if mark in STRONG:
        return "ink", "", True
    return ("ink3" if mark in RESTING else "ink2"), "", False


def paint_cell(painter: QPainter, box: QRect, cell: int, look: Look) -> None:
    """Paint what stands in a cell: its ground, character or ring, a corner where it was filled in late, a bar for several."""
    mark = Mark(cell & KIND)
    if mark is Mark.NONE:
        return
    ink, ground, bold = tone_of(mark)
    if ground:
        painter.fillRect(box, look.color(ground))
    if mark is Mark.DUE:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("ink3"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = QRectF(box).center()
        painter.drawEllipse(QRectF(middle.x() - RING / 2, middle.y() - RING / 2, RING, RING))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        return
    painter.setFont(_type(look.text_size, bold))
    painter.setPen(look.color(ink))
    painter.drawText(box, CENTRE, character(mark))
    if cell & LATE:
        paint_corner(painter, box, look)
    if cell & SEVERAL:
        painter.fillRect(QRect(box.center().x() - 5, box.bottom() - 3, 11, 2), look.color("ink3"))


class Squares:
    """The squares of the grid, each painted once: the same mark on the same ground is then only put down."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._painted: dict[tuple[int, str, float], QPixmap] = {}
        look.changed.connect(self._painted.clear)

    def put(self, painter: QPainter, box: QRect, cell: int, ground: str) -> None:
        """Put down what stands in a cell on its ground, a token."""
        ratio = painter.device().devicePixelRatioF()
        if ratio != int(ratio):  # between the pixels a picture would be blurred
            painter.fillRect(box, self.look.color(ground))
            paint_cell(painter, box, cell, self.look)
            return
        if (cell, ground, ratio) not in self._painted:
            self._painted[cell, ground, ratio] = self._paint(box, cell, ground, ratio)
        painter.drawPixmap(box.topLeft(), self._painted[cell, ground, ratio])

    def _paint(self, box: QRect, cell: int, ground: str, ratio: float) -> QPixmap:
        picture = QPixmap(box.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self.look.color(ground))
        painter = QPainter(picture)
        paint_cell(painter, QRect(0, 0, box.width(), box.height()), cell, self.look)
        painter.end()
        return picture


def paint_corner(painter: QPainter, box: QRect, look: Look) -> None:
    """Paint the corner that says: filled in later."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("ink3"))
    at = QPoint(box.right(), box.top())
    painter.drawPolygon(QPolygon([at - QPoint(6, 0), at + QPoint(1, 0), at + QPoint(1, 7)]))


def paint_current(painter: QPainter, box: QRect, look: Look) -> None:
    """Paint the ground and the frame of the current cell."""
    painter.fillRect(box, look.color("teal"))
    painter.fillRect(box.adjusted(3, 3, -3, -3), look.color("surface"))


def paint_person(painter: QPainter, box: QRect, row: GridRow, look: Look, *, bar: bool) -> None:
    """Paint who the row is about: grade, name, age, and the group where there is room."""
    if bar:
        painter.fillRect(QRect(box.left(), box.top(), BAR, box.height()), look.color("teal"))
    em, x = look.sizes.body, box.left() + look.sizes.page_margin
    paint_grade(painter, x, box.center().y() + 0.5, row.grade, look, 12 * em / 15)
    painter.setFont(look.font("body"))
    painter.setPen(look.color("ink"))
    start = x + SLOT + round(em / 3)
    word = QRect(start, box.top(), x + round(GRADE_EM * em) - start - 4, box.height())
    elided(painter, word, row.grade_label)
    x += round(GRADE_EM * em)
    lock = look.sizes.icon - 4 if row.child else 0
    age = "" if row.age is None else str(row.age)
    room = box.right() - x - GAP - round(AGE_EM * em)
    name_font = look.font("body", bold=True)
    wide = width_of(name_font, shown(row.name)) + (lock + 4 if lock else 0)
    if wide > room:  # that it is an alias is never cut, rather the age
        room, age = box.right() - x - 4, ""
    painter.setFont(name_font)
    name = QRect(x, box.top(), min(wide, room) - (lock + 4 if lock else 0) + 1, box.height())
    elided(painter, name, row.name)
    x = name.right() + 4
    if lock:
        painter.drawPixmap(x, box.center().y() - lock // 2, look.pixmap("lock", "ink2", lock))
        x += lock
    painter.setFont(look.font("body"))
    painter.setPen(look.color("ink2"))
    age_x = max(x + 6, box.left() + look.sizes.page_margin + round((GRADE_EM + NAME_EM) * em))
    if age and age_x + width_of(look.font("body"), age) <= box.right():
        painter.drawText(QRect(age_x, box.top(), box.right() - age_x, box.height()), LEFT, age)
    rest = QRect(age_x + round(AGE_EM * em), box.top(), box.right() - age_x - round(AGE_EM * em) - GAP, box.height())
    if row.group and rest.width() > 3 * em:
        painter.setFont(look.font("small"))
        elided(painter, rest, row.group)


def paint_section(painter: QPainter, box: QRect, section: Section, look: Look) -> None:
    """Paint a heading: the rhythm, who they are, how they stand today."""
    painter.fillRect(box, look.color("paper"))
    font, x = look.font("body", bold=True), box.left() + look.sizes.page_margin
    painter.setFont(font)
    painter.setPen(look.color("ink"))
    painter.drawText(QRect(x, box.top(), box.width(), box.height()), LEFT, section.title)
    x += width_of(font, section.title) + GAP
    painter.setFont(look.font("small"))
    painter.setPen(look.color("ink2"))
    elided(painter, QRect(x, box.top() + 1, box.right() - x, box.height()), section.told)
    painter.setPen(look.color("line"))
    painter.drawLine(box.left() + look.sizes.page_margin, box.bottom(), box.right(), box.bottom())


class Legend(QWidget):
    """What the characters mean, as many as there is room for."""

    BOX = 22

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("，".join(f"{character(mark) or word} {word}" for mark, word in self.items()))
        look.changed.connect(self.updateGeometry)

    @staticmethod
    def items() -> Sequence[tuple[int, str]]:
        """Return the cells explained, each with its word."""
        return [*legend(), (Mark.PHONE | LATE, _("filled in later"))]

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of the words."""
        return QSize(40, self.look.sizes.small_button)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the boxes and words, to the right; the last ones give way."""
        painter, look = QPainter(self), self.look
        size, font = max(self.BOX, look.sizes.body + 6), look.font("small")
        items = list(self.items())
        wide = [size + 6 + QFontMetrics(font).horizontalAdvance(word) + 14 for _cell, word in items]
        while items and sum(wide[: len(items)]) > self.width():
            items.pop()
        x, top = self.width() - sum(wide[: len(items)]) + 14, (self.height() - size) // 2
        for (cell, word), room in zip(items, wide, strict=False):
            box = QRect(x, top, size, size)
            painter.setPen(look.color("line"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
            paint_cell(painter, box.adjusted(1, 1, 0, 0), cell, look)
            painter.setFont(font)
            painter.setPen(look.color("ink2"))
            painter.drawText(QRect(x + size + 6, 0, room, self.height()), LEFT, word)
            x += room


def paint_edge(painter: QPainter, box: QRect, places: Sequence[tuple[int, int]], look: Look) -> None:
    """Paint the line under a person's days, where nothing else of the row is to be painted anew."""
    painter.setPen(look.color("line"))
    painter.drawLine(places[0][1], box.bottom(), places[-1][1] + CELLS[look.text_size][0], box.bottom())


def paint_month(
    painter: QPainter,
    box: QRect,
    row: GridRow,
    places: Sequence[tuple[int, int]],
    shaded: frozenset[int],
    today: int,
    here: int | None,
    squares: Squares,
) -> None:
    """Paint a person's days at their `places` (day, x), the person before them and what was missed behind; `here` is the current day."""
    look, current = squares.look, here is not None
    wide = CELLS[look.text_size][0]
    start, end = places[0][1], places[-1][1] + wide
    if current:
        painter.fillRect(box, look.color("sel"))
    for day, x in places:
        inner = QRect(x + 1, box.top(), wide - 1, box.height() - 1)
        ground = "sel" if current or day == today else "hover" if day in shaded else "paper"
        if day == here:
            paint_current(painter, QRect(x, box.top() - 1, wide + 1, box.height() + 1), look)
            paint_cell(painter, inner.adjusted(3, 3, -3, -3), row.cells[day], look)
        elif row.cells[day] or not (current or ground == "paper"):
            squares.put(painter, inner, row.cells[day], ground)
    painter.setPen(look.color("line"))
    edges = [(day, x) for day, x in (*places, (places[-1][0] + 1, end)) if here is None or day not in {here, here + 1}]
    painter.drawLines([*(QLine(x, box.top(), x, box.bottom()) for _day, x in edges), QLine(start, box.bottom(), end, box.bottom())])
    if here is not None and places[0][0] <= here <= places[-1][0]:  # the frame stands over the line below
        x = start + (here - places[0][0]) * wide
        painter.fillRect(QRect(x, box.bottom(), wide + 1, 1), look.color("teal"))
    paint_person(painter, QRect(0, box.top(), start, box.height()), row, look, bar=current)
    painter.setFont(_type(look.text_size, row.missed > 0))
    painter.setPen(look.color("red" if row.missed else "ink3"))
    painter.drawText(QRect(end, box.top(), box.right() - end + 1, box.height()), CENTRE, str(row.missed))
