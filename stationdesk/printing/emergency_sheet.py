"""The emergency sheet (紧急求助单), A4: whom it is about, what to say, whom to ring, what happened when, and who looks in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout
from stationdesk.printing.page import Measure, Page
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, foot, new_side

SIZE, LARGE, ROW = 11.0, 14.0, 8.4
FIRST, AGAIN = 38.0, 26.0
WHO = 12.0
SIGNED = 9.0
"""Millimetres of the lines to sign on."""
NOTHING: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Fit:
    """How large the numbers stand, and how close the lines."""

    number: float
    """Points of a number: it is dialled by an old man, at night, under a lamp."""
    row: float
    """Millimetres of a line of numbers."""
    story: float
    """Millimetres of a line of what happened."""


FITS = (Fit(20.0, 10.4, 7.8), Fit(19.0, 9.4, 7.0), Fit(18.0, 8.6, 6.4), Fit(17.0, 7.8, 5.8), Fit(16.0, 7.2, 5.4), Fit(16.0, 6.8, 5.0))
"""From the most roomy to the closest: the first in which all stands on one page."""


@dataclass(frozen=True, slots=True)
class EmergencyPaper:
    """One emergency as it is printed: texts as the page shows them, a child by alias."""

    name: str
    facts: str
    health: str
    allergies: str
    station: str
    began: str
    say: str
    way: str
    numbers: tuple[tuple[str, str, str, str], ...]
    """Who, a word about him, the number, how the call went."""
    lines: tuple[tuple[str, str], ...]
    look_in: str


def emergency_pages(paper: EmergencyPaper, imprint: Imprint, measure: Measure) -> Printout:
    """Lay the sheet out on one page, as roomy as it fits; what fits in no way goes on on a second page."""
    sheet = Sheet()
    work = next((one for one in (_laid_out(paper, measure, sheet, fit) for fit in FITS) if len(one.sides) == 1), None)
    work = work or _laid_out(paper, measure, sheet, FITS[0])
    pages: list[Page] = []
    left_out: list[LeftOut] = []
    for number, side in enumerate(work.sides, start=1):
        foot(side, sheet, imprint, (paper.station, _("Emergency sheet"), _("holds numbers: not for a wall")), number, len(work.sides))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _laid_out(paper: EmergencyPaper, measure: Measure, sheet: Sheet, fit: Fit) -> _Work:
    work = _Work(paper, measure, sheet)
    work.wrapped(_("Read aloud to 120"), paper.say, LARGE)
    if paper.way:
        work.wrapped(_("How to get there|emergency"), paper.way, SIZE)
    if paper.allergies or paper.health:
        allergic = _("allergic: {what}").format(what=paper.allergies) if paper.allergies else ""
        work.wrapped(_("What the doctor must know"), "；".join(filter(None, (allergic, paper.health))), SIZE)
    heads = (_("Ring|paper"), _("Whom to ring first"), _("Phone"), _("About it"), _("How the call went|paper"))
    rows = [(str(at), who, number, about, went) for at, (who, about, number, went) in enumerate(paper.numbers, start=1)]
    work.table(heads, (0, 10, 54, 116, 152), rows, fit.row, large={1: WHO, 2: fit.number})
    work.table((_("Time"), _("What happened|heading")), (0, 20), list(paper.lines), fit.story)
    work.wrapped(_("Afterwards"), paper.look_in or "　", SIZE, below=SIGNED)
    work.signed()
    return work


class _Work:
    """The pages so far, and how far down the last one is."""

    def __init__(self, paper: EmergencyPaper, measure: Measure, sheet: Sheet) -> None:
        self.paper, self.measure, self.sheet = paper, measure, sheet
        self.sides: list[Side] = []
        self.y = 0.0
        self._page()

    def _page(self) -> None:
        side, first = new_side(self.measure, self.paper.name), not self.sides
        title = _("Emergency sheet")
        side.text(LEFT, 19, f"{title}  {self.paper.name}", 20 if first else 13, "bold", room=118, floor=10)
        side.text(self.sheet.right, 19, self.paper.began, 11, align="right", room=58, floor=8)
        if first:
            side.text(LEFT, 27, self.paper.facts, 12, room=180, floor=8)
            side.rule(LEFT, self.sheet.right, 31, 0.6)
        self.sides.append(side)
        self.y = FIRST if first else AGAIN + 6

    def _room(self, wanted: float) -> Side:
        if self.y + wanted > self.sheet.bottom:
            self._page()
        return self.sides[-1]

    def wrapped(self, head: str, text: str, size: float, *, below: float = 0) -> None:
        """Set a heading and a text of as many lines as it needs, on one page with so much `below` it."""
        lead = size * 0.52
        lines = broken(self.sides[-1], text, size, self.sheet.right - LEFT)
        side = self._room(6 + lead * len(lines) + below)
        side.text(LEFT, self.y, head, 9, room=120)
        self.y += 0.8 + 0.42 * size
        for line in lines:
            self._room(lead).text(LEFT, self.y, line, size, "bold" if size == LARGE else "regular", room=self.sheet.right - LEFT, floor=6)
            self.y += lead
        self.y += 3.5

    def table(
        self, heads: Sequence[str], at: Sequence[float], rows: Sequence[Sequence[str]], high: float, large: Mapping[int, float] = NOTHING
    ) -> None:
        """Set a table: heads, a rule, rows `high` with a hairline below each; columns that are `large` in their size and bold."""
        self._heads(self._room(ROW + 2 * high), heads, at)
        self.y += max(0.0, high - ROW)
        for row in rows:
            if self.y + high > self.sheet.bottom:
                self._heads(self._room(self.sheet.height), heads, at)
            side = self.sides[-1]
            for number, (text, x) in enumerate(zip(row, at, strict=True)):
                end = at[number + 1] if number + 1 < len(at) else self.sheet.right - LEFT
                size = large.get(number, SIZE)
                side.text(LEFT + x, self.y, text, size, "bold" if number in large else "regular", room=end - x - 2, floor=6)
            side.rule(LEFT, self.sheet.right, self.y + 1.9, 0.15)
            self.y += high
        self.y += 3

    def _heads(self, side: Side, heads: Sequence[str], at: Sequence[float]) -> None:
        for title, x in zip(heads, at, strict=True):
            side.text(LEFT + x, self.y, title, 9, room=44)
        side.rule(LEFT, self.sheet.right, self.y + 2, 0.4)
        self.y += ROW

    def signed(self) -> None:
        """Set the lines to sign on."""
        side = self._room(SIGNED)
        for x, words in ((0.0, _("Handled by|paper")), (92.0, _("Family|paper"))):
            side.text(LEFT + x, self.y + 6, words, 10, room=30)
            blank_line(side, LEFT + x + 24, LEFT + x + 80, self.y + 6)


def broken(side: Side, text: str, size: float, room: float) -> list[str]:
    """Return a text broken into lines of at most `room` millimetres, between any two signs, as Chinese is."""
    lines, line = [], ""
    for sign in text.replace("\n", " "):
        if line and side.width(line + sign, size) > room and sign not in "，。；：、）":
            lines.append(line)
            line = sign
        else:
            line += sign
    return [*lines, line] if line else lines or [""]
