"""The care plan of one person (一人一策), one A4 page: what is hard, what is aimed at, who does what, who answers, when to look again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout, spaced_phone
from stationdesk.printing.fitting import fit
from stationdesk.printing.page import MM_PER_POINT, Measure, Page, printable
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, box, foot, new_side
from stationdesk.printing.visit_blank import MARKS

SIZE, SMALL = 11.0, 10.3
"""Points: the text of the plan, and the heads of its table."""
FLOOR = 7.9
"""Points: 2.8 mm, the smallest type of this paper."""
TIGHTEST = 0.72
"""How much the lines may be drawn together before something is left out and named."""
HEADS = (0.0, 61.0, 93.0, 121.0, 161.0)
"""Where the columns of the measures begin, millimetres from the left margin."""
CHARGE = (0.0, 21.0, 45.0, 93.0)
ROW, CHARGED = 8.7, 6.8
"""Millimetres of a measure, and of one who answers."""
FOOT_ROOM = 50.0
"""Millimetres that the day to look again, the signatures and the line below them need."""
LINES = 2


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A plan as it is printed: texts as they shall stand there, covered already for whom it is printed."""

    name: str
    facts: tuple[str, ...]
    """Age, sex, address."""
    grade: str
    """Code, for its mark."""
    grade_words: str
    situation: str
    version: str
    """第 2 版."""
    made: str
    before: str
    """上一版 8月12日; empty of a first version."""
    problems: tuple[str, ...]
    goals: tuple[str, ...]
    measures: tuple[tuple[str, str, str, str], ...]
    """What, who, how often, from when to when."""
    charge: tuple[tuple[str, str, str, str], ...]
    """Who answers: level, name, organisation, number."""
    review_day: str
    review_when: str
    station: str


def plan_pages(papers: Sequence[PlanPaper], imprint: Imprint, measure: Measure) -> Printout:
    """Lay out one page a plan; what does not fit on it is named, never set on a second page."""
    pages: list[Page] = []
    left_out: list[LeftOut] = []
    for paper in papers:
        side, sheet = _fitted(paper, measure), Sheet()
        foot(side, sheet, imprint, (paper.station,), 1, 1)
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _fitted(paper: PlanPaper, measure: Measure) -> Side:
    """Return the page with its lines as far apart as there is room for."""
    tight, work = 1.0, _Work(paper, measure, 1.0)
    while work.y > work.end and tight > TIGHTEST:
        tight = max(TIGHTEST, tight - 0.04)
        work = _Work(paper, measure, tight)
    return work.side


class _Work:
    """The page while it is laid out, and how far down it is; `tight` draws the lines together."""

    def __init__(self, paper: PlanPaper, measure: Measure, tight: float) -> None:
        self.paper, self.tight, self.sheet = paper, tight, Sheet()
        self.side = new_side(measure, paper.name)
        self.end = self.sheet.bottom - 3
        self.size = max(SIZE * (1 - (1 - tight) * 0.7), FLOOR)
        self.y = 0.0
        self._head()
        self._texts(_("1|plan"), _("What is hard|plan"), paper.problems, numbered=True)
        self._texts(_("2|plan"), _("What we want to reach|plan"), paper.goals, numbered=len(paper.goals) > 1)
        self._measures()
        self._charge()
        self._review()
        self._signed()

    def _down(self, millimetres: float) -> None:
        self.y += millimetres * self.tight

    def _room(self, needed: float) -> bool:
        """Tell whether a line still fits above what must stand at the foot of the page."""
        return self.tight > TIGHTEST or self.y + needed * self.tight <= self.end - FOOT_ROOM * self.tight

    def _head(self) -> None:
        side, sheet, paper = self.side, self.sheet, self.paper
        side.text(LEFT, 20.3, _("Care plan"), 20.5, "bold", room=70)
        dated = [part for part in (paper.version, paper.made, paper.before) if part]
        wide = sum(side.width(part, SMALL) for part in dated) + 3.6 * (len(dated) - 1)
        side.parts(sheet.right - wide, 18.2, dated, SMALL, 3.6, room=wide + 0.1)
        side.rule(LEFT, sheet.right, 23.6, 0.5)
        wide = side.text(LEFT, 35.8, paper.name, 24.5, "bold", room=82, floor=10)
        grade = f"{MARKS.get(paper.grade, '')} {paper.grade_words}".strip()
        graded = min(side.width(grade, 12.8), 46.0)
        room = sheet.right - LEFT - wide - 5.5 - graded - 4
        said = sum(side.width(fact, 12.8) for fact in paper.facts) + 4.4 * max(len(paper.facts) - 1, 0)
        size = min(12.8, max(8.0, 12.8 * room / said)) if said else 12.8
        side.parts(LEFT + wide + 5.5, 34.6, paper.facts, size, 4.4 * size / 12.8, room=room)
        at = min(max(LEFT + wide + 5.5 + min(said, room) + 10, 107.0), sheet.right - graded)
        side.text(at, 34.6, grade, 12.8, room=sheet.right - at + 0.1, floor=8)
        self.y = 43.8
        self._wrapped(LEFT, paper.situation, sheet.right - LEFT, 10.7)
        self._down(3.6)

    def _wrapped(self, x: float, text: str, room: float, size: float, lines: int = LINES) -> None:
        """Set a text from the line one is at, on as many lines as it needs; one is below it then."""
        size = min(size, self.size + 0.3)
        fitted = fit(printable(text), room, size, max(FLOOR, size * 0.86), self.side.measure, "regular", lines)
        step = max(fitted.size, FLOOR) * MM_PER_POINT * 1.45
        below = (len(fitted.lines) - 1) * fitted.size * MM_PER_POINT * 1.15 if fitted.lines else 0.0
        self.side.text(x, self.y + below, text, size, room=room, floor=max(FLOOR, size * 0.86), lines=lines)
        self.y += below + max(step, 6.7 * self.tight)

    def _section(self, number: str, title: str) -> None:
        self._down(3.6)
        size = max(13.0 * (1 - (1 - self.tight) * 0.5), 10.5)
        self.side.text(LEFT, self.y, number, size, "bold", room=8)
        self.side.text(LEFT + 8, self.y, title, size, "bold", room=90)
        self.side.rule(LEFT, self.sheet.right, self.y + 2.5, 0.25)
        self.y += 2.5

    def _texts(self, number: str, title: str, texts: Sequence[str], *, numbered: bool) -> None:
        self._section(number, title)
        self._down(6.0)
        for at, text in enumerate(texts, start=1):
            if not self._room(26 + ROW * min(len(self.paper.measures), 7) + CHARGED * len(self.paper.charge)):
                self.side.name(text, "no_room")
                continue
            if numbered:
                self.side.text(LEFT, self.y, str(at), self.size, room=5)
            self._wrapped(LEFT + 5, text, self.sheet.right - LEFT - 5, self.size)
        if not texts:
            blank_line(self.side, LEFT + 5, self.sheet.right, self.y)
            self._down(6.7)

    def _measures(self) -> None:
        side, right = self.side, self.sheet.right
        self._section(_("3|plan"), _("How|plan"))
        self._down(5.2)
        heads = (_("what|plan"), _("who|plan"), _("how often|plan"), _("from when to when|plan"), _("done?|plan"))
        for title, x in zip(heads, HEADS, strict=True):
            side.text(LEFT + x, self.y, title, min(SMALL, self.size), room=40)
        self.y += 2.3
        side.rule(LEFT, right, self.y, 0.25)
        for row in (*self.paper.measures, *((("", "", "", ""),) if not self.paper.measures else ())):
            if not self._room(14 + ROW + CHARGED * max(1, len(self.paper.charge))):
                side.name("，".join(filter(None, row)), "no_room")
                continue
            self._row(row)
        self._down(6.4)

    def _row(self, row: Sequence[str]) -> None:
        side, high = self.side, ROW * self.tight
        for text, x, end in zip(row, HEADS, HEADS[1:], strict=False):
            room = end - x - 2
            lines = len(fit(printable(text), room, self.size, FLOOR, side.measure, "regular", LINES).lines)
            lower = (lines - 1) * FLOOR * MM_PER_POINT * 0.58 if lines > 1 else 0.0
            side.text(LEFT + x, self.y + high * 0.66 + lower, text, self.size, room=room, floor=FLOOR, lines=LINES)
        side.marks.append(box(LEFT + HEADS[-1] + 3.5, self.y + high * 0.66 + 0.1))
        self.y += high
        side.rule(LEFT, self.sheet.right, self.y, 0.25)

    def _charge(self) -> None:
        self._section(_("4|plan"), _("Who answers for it|plan"))
        self._down(6.0)
        for row in self.paper.charge:
            if not self._room(CHARGED):
                self.side.name(" ".join(filter(None, row)), "no_room")
                continue
            for at, (text, x, end) in enumerate(zip(row, CHARGE, (*CHARGE[1:], self.sheet.right - LEFT), strict=True)):
                shown, bold = spaced_phone(text) if at == len(CHARGE) - 1 else text, at in (1, 3)
                room = end - x - 2
                self.side.text(LEFT + x, self.y, shown, self.size, "bold" if bold else "regular", room=room, floor=FLOOR)
            self._down(CHARGED)
        if not self.paper.charge:
            blank_line(self.side, LEFT, self.sheet.right, self.y)
            self._down(6.8)

    def _review(self) -> None:
        side, right, paper = self.side, self.sheet.right, self.paper
        self._section(_("5|plan"), _("Looking again|plan"))
        self._down(6.0)
        x = LEFT + side.text(LEFT, self.y, _("Which day|plan"), self.size, room=30) + 3.5
        if paper.review_day:
            x += side.text(x, self.y, paper.review_day, self.size, "bold", room=50)
        else:
            blank_line(side, x, x + 40, self.y)
            x += 41
        if paper.review_when:
            side.text(x, self.y, _(", or when: {when}|plan").format(when=paper.review_when), self.size, room=right - x, floor=FLOOR)
        self._down(7.8)
        side.text(LEFT, self.y, _("Result|plan"), self.size, room=14)
        x = LEFT + 13.2
        for word in (_("better|plan"), _("the same|plan"), _("harder|plan")):
            side.marks.append(box(x, self.y))
            x += 4.6 + side.text(x + 4.6, self.y, word, self.size, room=20) + 3.4
        blank_line(side, x + 2, right, self.y + 1)
        self._down(8.4)
        blank_line(side, LEFT + 11, right, self.y)

    def _signed(self) -> None:
        side, right = self.side, self.sheet.right
        self._down(12.0)
        third = (right - LEFT) / 3
        for at, word in enumerate((_("The person or family|plan"), _("Who answers|plan"), _("Written by|plan"))):
            begin = LEFT + at * third
            wide = side.text(begin, self.y, word, self.size, room=third - 20)
            blank_line(side, begin + wide + 2, begin + third - (4 if at < 2 else 0), self.y + 0.6)
        self._down(9.8)
        side.text(
            LEFT, self.y, _("Two copies: one at home, one at the station. What cannot be done is changed: a new version."), 9.6, room=180
        )
        self.y += 1.0
