"""日联络 on A4 lying on its side: people down, days across, the same characters as on the screen; empty, it is filled by pen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout
from stationdesk.printing.list_sheet import Purpose
from stationdesk.printing.page import Measure, Page, Rect
from stationdesk.printing.sheet_parts import Sheet, foot, new_side
from stationdesk.registers.mask import masked_name

LEFT, RIGHT = 11.0, 286.0
"""Millimetres: narrower margins than other sheets, for 31 days have to stand side by side."""
TOP, TOP_AGAIN, HEAD = 25.5, 19.0, 10.0
ROW, SECTION = 6.4, 7.2
GRADE, NAME, AGE, GROUP = 11.5, 19.0, 7.0, 17.5
COUNT, RATE = 8.5, 11.0
DAYS = 31
BOTTOM = 210.0 - 21.0
"""Where the rows end: legend and foot stand below."""
SIZE = 9.6


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A person's line; a cell is the character that stands in it."""

    grade: str
    name: str
    age: str
    group: str
    cells: tuple[str, ...]
    missed: str
    rate: str
    child: bool = False


@dataclass(frozen=True, slots=True)
class SheetSection:
    """The people of one rhythm."""

    title: str
    told: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class GridPaper:
    """A month to print."""

    first: date
    days: int
    sections: tuple[SheetSection, ...]
    legend: tuple[tuple[str, str], ...]
    """Characters and their words."""
    summary: str
    """What the month comes to, at the foot; empty on an empty sheet."""
    station: str = ""
    about: str = ""
    rest: frozenset[int] = frozenset()
    """Places of the days that are not worked."""
    purpose: Purpose = "desk"
    empty: bool = False

    def people(self) -> int:
        """Return how many people stand on it."""
        return sum(len(section.rows) for section in self.sections)

    def day(self, at: int) -> date:
        """Return the day at a place."""
        return self.first + timedelta(days=at)


def grid_pages(paper: GridPaper, imprint: Imprint, measure: Measure) -> Printout:
    """Lay out `paper`; breaks between people only, a section's heading again at the top of a page; what was cut is named."""
    sheet, (shown, left_out) = Sheet(wide=True), covered(paper)
    parts, pages = _portions(shown), []
    for number, lines in enumerate(parts, start=1):
        side = new_side(measure, _title(shown))
        y = _heads(side, shown, first=number == 1)
        for line in lines:
            if isinstance(line, SheetSection):
                _section(side, line, y)
                y += SECTION
            else:
                _row(side, shown, line, y)
                y += ROW
        side.rule(LEFT, RIGHT, y, 0.3)
        _legend(side, shown, last=number == len(parts))
        foot(side, sheet, imprint, (_title(shown), _purpose(shown)), number, len(parts))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def covered(paper: GridPaper) -> tuple[GridPaper, list[LeftOut]]:
    """Return `paper` as it may hang: on a wall no child, names covered, no group; and the names of what was left out."""
    if paper.purpose != "wall":
        return paper, []
    children = sum(row.child for section in paper.sections for row in section.rows)
    sections = []
    for section in paper.sections:
        rows = tuple(replace(row, name=masked_name(row.name), age="", group="") for row in section.rows if not row.child)
        if rows:
            sections.append(replace(section, told="", rows=rows))
    said = [LeftOut(_title(paper), _("children: {count}").format(count=children), "not_for_walls")] if children else []
    return replace(paper, sections=tuple(sections)), said


def _title(paper: GridPaper) -> str:
    return _("Daily contacts {year}/{month}").format(year=paper.first.year, month=paper.first.month)


def _purpose(paper: GridPaper) -> str:
    if paper.purpose == "wall":
        return _("fit for a wall: names covered, no children")
    return _("for the station's own use, take it back afterwards")


Lines = list["SheetSection | SheetRow"]


def _portions(paper: GridPaper) -> list[Lines]:
    """Spread sections and people over pages; a heading never stands alone at the foot."""
    parts: list[Lines] = [[]]
    room = BOTTOM - TOP - HEAD
    for section in paper.sections:
        for at, row in enumerate(section.rows):
            needed = ROW + (SECTION if at == 0 else 0)
            if needed > room and parts[-1]:
                parts.append([])
                room = BOTTOM - TOP_AGAIN - HEAD
            if at == 0 or not parts[-1]:
                again = replace(section, told=_("continued|grid")) if at else section
                parts[-1].append(again)
                room -= SECTION
            parts[-1].append(row)
            room -= ROW
    return parts


def _columns(paper: GridPaper) -> tuple[float, float]:
    """Return where the days begin and how wide each is."""
    start = LEFT + GRADE + NAME + AGE + (0 if paper.purpose == "wall" else GROUP)
    return start, (RIGHT - COUNT - (0 if paper.empty else RATE) - start) / DAYS


def _heads(side: Side, paper: GridPaper, *, first: bool) -> float:
    """Set title, station and the heads of the columns; return where the rows begin."""
    y, size = (17.5, 17.0) if first else (14.0, 11.0)
    width = side.text(LEFT, y, _title(paper), size, "bold", room=110)
    side.text(RIGHT, y, paper.station, 10 if first else 9, align="right", room=80, floor=7.5)
    told = _(" · ").join(part for part in (paper.about, _("{count} people|paper").format(count=paper.people())) if part)
    side.text(LEFT + width + 5, y, told, 10 if first else 9, room=RIGHT - LEFT - width - 90, floor=7.5)
    top = TOP if first else TOP_AGAIN
    side.rule(LEFT, RIGHT, top - 2.0, 0.5)
    x, base = LEFT, top + HEAD - 4.4
    for room, word in ((GRADE, _("Grade|column")), (NAME, _("Name|column")), (AGE, "" if paper.purpose == "wall" else _("Age|column"))):
        side.text(x, base, word, 8, room=room)
        x += room
    if paper.purpose != "wall":
        side.text(x, base, _("Group|column"), 8, room=GROUP)
    start, wide = _columns(paper)
    names = [_("Mon|grid"), _("Tue|grid"), _("Wed|grid"), _("Thu|grid"), _("Fri|grid"), _("Sat|grid"), _("Sun|grid")]
    for at in range(paper.days):
        middle = start + (at + 0.5) * wide
        rests = at in paper.rest
        side.text(middle, top + 1.6, names[paper.day(at).weekday()], 7, "bold" if rests else "regular", "centre", room=wide)
        if rests:  # black on white prints everywhere, a shade does not
            side.marks.append(Rect(middle - 1.6, top - 1.1, 3.2, 3.4, 0.2))
        side.text(middle, base, str(at + 1), 8.6, "bold", "centre", room=wide)
    end = start + paper.days * wide
    side.text(RIGHT - (0 if paper.empty else RATE) - COUNT / 2, base, _("missed|cell"), 8, align="centre", room=COUNT)
    if not paper.empty:
        side.text(RIGHT, base, _("Rate|grid"), 8, align="right", room=RATE)
    side.rule(LEFT, max(end, RIGHT), top + HEAD - 2.4, 0.3)
    return top + HEAD - 2.4


def _section(side: Side, section: SheetSection, y: float) -> None:
    width = side.text(LEFT, y + 5.0, section.title, 10.5, "bold", room=60)
    side.text(LEFT + width + 4, y + 5.0, section.told, 8.6, room=150, floor=7.5)


def _row(side: Side, paper: GridPaper, row: SheetRow, y: float) -> None:
    base, x = y + ROW - 1.9, LEFT
    for room, text, weight in ((GRADE, row.grade, "regular"), (NAME, row.name, "bold"), (AGE, row.age, "regular")):
        side.text(x, base, text, SIZE, "bold" if weight == "bold" else "regular", room=room - 1.2, floor=7.0)
        x += room
    if paper.purpose != "wall":
        side.text(x, base, row.group, 8.6, room=GROUP - 1.2, floor=6.8)
    start, wide = _columns(paper)
    for at in range(paper.days):
        left = start + at * wide
        side.marks.append(Rect(left, y, wide, ROW, 0.12))
        text = row.cells[at] if at < len(row.cells) else ""
        if text:
            strong = text in _strong()
            side.text(left + wide / 2, base, text, SIZE, "bold" if strong else "regular", "centre", room=wide - 0.4)
            if text == _("missed|cell"):
                side.marks.append(Rect(left + 0.45, y + 0.45, wide - 0.9, ROW - 0.9, 0.35))
    right = RIGHT - (0 if paper.empty else RATE)
    side.text(right - COUNT / 2, base, row.missed, SIZE, "bold" if row.missed not in {"", "0"} else "regular", "centre", room=COUNT)
    if not paper.empty:
        side.text(RIGHT, base, row.rate, SIZE, align="right", room=RATE)
    side.rule(LEFT, start, y + ROW, 0.12)


def _strong() -> frozenset[str]:
    """Return the characters that are set bold."""
    return frozenset({_("missed|cell"), _("nobody|cell"), _("door|cell"), _("video|cell")})


def _legend(side: Side, paper: GridPaper, *, last: bool) -> None:
    """Set what the characters mean, and on the last page what the month comes to or where to sign."""
    y, x = BOTTOM + 5.2, LEFT
    for sign, word in paper.legend:
        side.marks.append(Rect(x, y - 3.4, 4.4, 4.4, 0.12))
        side.text(x + 2.2, y - 0.1, sign, 8.4, "bold" if sign in _strong() else "regular", "centre", room=4.2)
        x += 5.6 + side.text(x + 5.6, y, word, 8, room=40) + 3.6
    if paper.empty:
        side.text(RIGHT - 60, y, _("Written down by|paper"), 8.6, align="right", room=40)
        side.rule(RIGHT - 58, RIGHT, y + 1.0, 0.2)
    elif last:
        side.text(RIGHT, y, paper.summary, 9, "bold", "right", room=RIGHT - x - 4, floor=7)


def sheet_cells(rows: Sequence[SheetRow], days: int) -> list[tuple[str, ...]]:
    """Return the rows as a workbook takes them: grade, name, age, group, the days, missed, rate."""
    return [(row.grade, row.name, row.age, row.group, *row.cells[:days], row.missed, row.rate) for row in rows]
