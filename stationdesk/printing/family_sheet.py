"""The family table (家庭表), A4: who belongs to a household and where each is, who looks after whom, whom to ring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout
from stationdesk.printing.page import Measure, Page
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, foot, new_side

SIZE, ROW = 10.8, 8.2
FIRST, AGAIN = 40.0, 24.0


@dataclass(frozen=True, slots=True)
class FamilyPaper:
    """One household as it is printed: texts as the page shows them, children by alias."""

    title: str
    facts: str
    station: str
    members: tuple[tuple[str, str, str, str], ...]
    """Relation, name, age, where now."""
    guarding: tuple[tuple[str, str], ...] = ()
    callers: tuple[tuple[str, str, str], ...] = ()
    """Who, where, number."""
    hidden: int = 0


def family_pages(paper: FamilyPaper, imprint: Imprint, measure: Measure) -> Printout:
    """Lay the table out; a large family goes on on a second page with the heads repeated."""
    sheet = Sheet()
    work = _Work(paper, measure, sheet)
    work.block((_("Relation|column"), _("Name|column"), _("Age|column"), _("Where now|column")), (0, 26, 68, 84), paper.members)
    if paper.hidden:
        work.line(_("{count} children are not on this sheet.").format(count=paper.hidden))
    if paper.guarding:
        work.block((_("Who looks after whom"), ""), (0, 30), paper.guarding)
    rows = tuple((str(at), *one) for at, one in enumerate(paper.callers, start=1))
    work.block((_("Ring|paper"), _("Whom to ring first"), _("Where|paper"), _("Phone")), (0, 12, 70, 120), rows or (("", "", "", ""),))
    work.remarks()
    pages: list[Page] = []
    left_out: list[LeftOut] = []
    for number, side in enumerate(work.sides, start=1):
        foot(side, sheet, imprint, (paper.station, _("Family table")), number, len(work.sides))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


class _Work:
    """The pages so far, and how far down the last one is."""

    def __init__(self, paper: FamilyPaper, measure: Measure, sheet: Sheet) -> None:
        self.paper, self.measure, self.sheet = paper, measure, sheet
        self.sides: list[Side] = []
        self.y = 0.0
        self._page()

    def _page(self) -> None:
        side = new_side(self.measure, self.paper.title)
        first = not self.sides
        side.text(LEFT, 19, self.paper.title, 22 if first else 14, "bold", room=110, floor=10)
        side.text(self.sheet.right, 19, self.paper.station, 11, align="right", room=68, floor=8)
        if first:
            side.text(LEFT, 27, self.paper.facts, 11.5, room=180, floor=8)
            side.rule(LEFT, self.sheet.right, 31, 0.6)
        self.sides.append(side)
        self.y = FIRST if first else AGAIN + 6

    def _room(self, wanted: float) -> Side:
        if self.y + wanted > self.sheet.bottom:
            self._page()
        return self.sides[-1]

    def block(self, heads: Sequence[str], at: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
        """Set a table: heads, a rule, rows with a hairline below each."""
        side = self._room(3 * ROW)
        self._heads(side, heads, at)
        for row in rows:
            if self.y + ROW > self.sheet.bottom:
                side = self._room(self.sheet.height)
                self._heads(side, heads, at)
            for number, (text, x) in enumerate(zip(row, at, strict=True)):
                end = at[number + 1] if number + 1 < len(at) else self.sheet.right - LEFT
                weight = "bold" if number == 1 and len(at) > 2 else "regular"
                side.text(LEFT + x, self.y, text, SIZE, "bold" if weight == "bold" else "regular", room=end - x - 2, floor=7.5)
            side.rule(LEFT, self.sheet.right, self.y + 2.4, 0.15)
            self.y += ROW
        self.y += 5

    def _heads(self, side: Side, heads: Sequence[str], at: Sequence[float]) -> None:
        for title, x in zip(heads, at, strict=True):
            side.text(LEFT + x, self.y, title, 9, room=60)
        side.rule(LEFT, self.sheet.right, self.y + 2, 0.4)
        self.y += ROW

    def line(self, words: str) -> None:
        """Set a small line."""
        self._room(ROW).text(LEFT, self.y - 4, words, 9, room=180)
        self.y += 3

    def remarks(self) -> None:
        """Set lines to write on."""
        side = self._room(3 * ROW)
        side.text(LEFT, self.y, _("Remarks|paper"), 9, room=60)
        for down in (1, 2, 3):
            if self.y + down * 9 < self.sheet.bottom:
                blank_line(side, LEFT, self.sheet.right, self.y + down * 9)
