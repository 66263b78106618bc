"""The visit sheet (走访单): six people a page, in the order of the visit form, ticked on the road and typed back afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout, spaced_phone
from stationdesk.printing.page import Measure, Page, Qr
from stationdesk.printing.qr_code import qr_size
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, foot, new_side, tick_boxes

A_PAGE = 6
TOP, BLOCK = 30.7, 40.6
NAME, MIDDLE, THIRD = 25.0, 89.0, 152.0
STEP = 15.0
ASK_ROOM, ASK_SIZE = 24.0, 9.0
"""Millimetres below which nothing is said of what to ask after; points of its type."""
MARKS = {"red": "●", "orange": "◆", "yellow": "◑", "blue": "◎", "green": "○", "paused": "—"}
"""The grade's marks, told apart without colour."""


@dataclass(frozen=True, slots=True)
class VisitPerson:
    """Whom to visit, as the sheet shows them; everything may be empty."""

    name: str = ""
    age: str = ""
    due: str = ""
    """Why they are on the sheet, such as 每周上门，过期 2 天."""
    grade: str = ""
    """Code of the grade, for its mark."""
    grade_word: str = ""
    place: str = ""
    phone: str = ""
    code: str = ""
    """Three characters that the screen repeats, so that a slipped line is noticed."""
    ask: tuple[str, ...] = ()
    """What to look at or ask after; as many as there is room for, the others are counted."""
    figure: int = 0
    """The figure before the person; 0: the place on the sheet."""


@dataclass(frozen=True, slots=True)
class VisitHeading:
    """What stands at the head of the sheet."""

    about: str = ""
    """Which people and in which order: 岭下组，按路线排."""
    station: str = ""
    number: str = ""
    """The number of the sheet; a blank one has none."""
    visitors: str = ""
    """Who goes, where it is known beforehand."""


def blank_people(pages: int = 1) -> tuple[VisitPerson, ...]:
    """Return as many empty places as `pages` pages have."""
    return (VisitPerson(),) * (A_PAGE * pages)


def visit_pages(people: Sequence[VisitPerson], heading: VisitHeading, imprint: Imprint, measure: Measure) -> Printout:
    """Lay out the sheet for `people`, page breaks between people only; a page that is not full is filled with empty places."""
    count = max(-(-len(people) // A_PAGE), 1)
    places = [*people, *[VisitPerson()] * (count * A_PAGE - len(people))]
    pages: list[Page] = []
    left_out: list[LeftOut] = []
    for number in range(count):
        side, sheet = new_side(measure, heading.number or _("Visit sheet")), Sheet()
        _head(side, sheet, heading)
        for place, person in enumerate(places[number * A_PAGE : (number + 1) * A_PAGE]):
            added = bool(heading.number) and not person.name  # room for somebody met besides, who is not counted
            figure = "" if added else str(person.figure or number * A_PAGE + place + 1)
            _person(side, sheet, TOP + place * BLOCK, figure, person, first=place == 0)
        end = TOP + A_PAGE * BLOCK
        side.rule(LEFT, sheet.right, end, 0.8)
        side.text(LEFT, end + 6.2, _tip(heading), 10.4, room=sheet.right - LEFT, floor=7.5)
        what = (heading.station, _("only for those who visit, take it back afterwards") if people and people[0].name else "")
        foot(side, sheet, imprint, what, number + 1, count)
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def sheets_pages(sheets: Sequence[tuple[Sequence[VisitPerson], VisitHeading]], imprint: Imprint, measure: Measure) -> Printout:
    """Lay out several sheets one after the other, each with a number and pages of its own."""
    done = [visit_pages(people, heading, imprint, measure) for people, heading in sheets]
    left_out = dict.fromkeys(one for sheet in done for one in sheet.left_out)
    return Printout(tuple(page for sheet in done for page in sheet.pages), tuple(left_out))


def _tip(heading: VisitHeading) -> str:
    if heading.number:
        return _("Back at the station: press F6 on the page Visits, scan the code or type the number, and tick line by line.")
    return _("Back at the station: find each person on the page Residents and note the visit with F4, field by field as here.")


def _head(side: Side, sheet: Sheet, heading: VisitHeading) -> None:
    title = side.text(LEFT, 18.9, _("Visit sheet"), 20, "bold", room=50)
    right = sheet.right
    if heading.number:
        size = qr_size(heading.number, 19.8)
        side.marks.append(Qr(right - size, 10.7, size, heading.number))
        right -= size + 2.7
        side.text(right, 16.8, _("sheet no."), 10.6, align="right", room=30)
        right -= side.text(right, 22, heading.number, 13.4, "bold", "right", room=50) + 4
    side.text(LEFT + title + 7, 18.7, heading.about, 12.4, room=right - LEFT - title - 9, floor=8)
    for label, x, end in ((_("Day of the visit"), LEFT, 62.0), (_("Who went"), 66.0, 129.5)):
        width = side.text(x, 26, label, 10.8, room=30)
        blank_line(side, x + width + 2, end, 26)
        if heading.visitors and x > LEFT:
            side.text(x + width + 3.5, 26, heading.visitors, 10.8, room=end - x - width - 4, floor=7)
    side.rule(LEFT, sheet.right, TOP, 0.8)


def _person(side: Side, sheet: Sheet, y: float, figure: str, person: VisitPerson, *, first: bool) -> None:
    if not first:
        side.rule(LEFT, sheet.right, y, 0.2)
    side.text(LEFT, y + 10.2, figure, 24, "bold", room=9.5)
    if person.name:
        _known(side, sheet, y, person)
    else:
        _unknown(side, sheet, y)
    _ticks(side, y)
    width = side.text(NAME, y + 38, _("To be done"), 10.4, "bold", room=22)
    blank_line(side, NAME + width + 2, 133, y + 38)
    signed = side.text(137, y + 38, _("Signature or fingerprint"), 10.4, "bold", room=28)
    blank_line(side, 137 + signed + 2, sheet.right, y + 38)


def _known(side: Side, sheet: Sheet, y: float, person: VisitPerson) -> None:
    """Set who it is, why, where and how to reach them."""
    code = side.text(sheet.right, y + 8, person.code, 17, "bold", "right", room=20)
    name = side.text(NAME, y + 8, person.name, 19, "bold", room=48, floor=10)
    side.text(NAME + name + 3.5, y + 8, person.age, 11.4, room=MIDDLE - NAME - name - 5, floor=8)
    graded = side.text(MIDDLE, y + 8, f"{MARKS.get(person.grade, '')} {person.grade_word}".strip(), 11.6, room=26)
    start = MIDDLE + graded + (5 if graded else 0)
    side.text(start, y + 8, person.place, 11.6, room=sheet.right - code - 4 - start, floor=8)
    side.text(NAME, y + 14, person.due, 10.4, room=MIDDLE - NAME - 3, floor=7.5)
    label = side.text(MIDDLE, y + 14, _("Phone"), 10.4, room=20)
    phone = spaced_phone(person.phone) if person.phone else _("no phone, please ask for one")
    start = MIDDLE + label + 3.5
    said = side.text(start, y + 14, phone, 10.4, room=sheet.right - start - 0.5, floor=8)
    _ask(side, start + said + 5, sheet.right, y + 14, person.ask)


def _ask(side: Side, x: float, right: float, y: float, things: Sequence[str]) -> None:
    """Set what to look at: the first things whole, of the others how many there are."""
    if not things or right - x < ASK_ROOM:
        return
    x += side.text(x, y, _("Ask after|paper"), 10.4, "bold", room=14) + 2
    told = list(things)
    while len(told) > 1 and side.width(_told(told, len(things)), ASK_SIZE) > right - x:
        told.pop()
    words = told[0]
    while len(words) > 1 and side.width(_told(told, len(things)), ASK_SIZE) > right - x:
        words = words[:-1]
        told[0] = f"{words}…"
    side.text(x, y, _told(told, len(things)), ASK_SIZE, room=right - x + 0.1)


def _told(things: Sequence[str], of: int) -> str:
    words = _("; |ask").join(things)
    return words if len(things) == of else _("{words} and {more} more").format(words=words, more=of - len(things))


def _unknown(side: Side, sheet: Sheet, y: float) -> None:
    """Set lines to write on where no person is known yet."""
    for label, x, end, down in (
        (_("Name|paper"), NAME, 62.0, 7.0),
        (_("Age|paper"), 65.0, 85.0, 7.0),
        (_("Lives at|paper"), MIDDLE, sheet.right, 7.0),
        (_("Why|paper"), NAME, 85.0, 13.4),
        (_("Phone"), MIDDLE, sheet.right, 13.4),
    ):
        width = side.text(x, y + down, label, 10.4, room=24)
        blank_line(side, x + width + 2, end, y + down)


def _ticks(side: Side, y: float) -> None:
    """Set the fields of the visit form in its order: how and whom, body and spirit, safety and home."""
    ratings: tuple[str, ...] = (_("all right|paper"), _("watch|paper"), _("amiss|paper"))
    modes: tuple[str, ...] = (_("at home|paper"), _("by phone|paper"), _("by video|paper"))
    for down, left, choices in ((19.8, _("How|paper"), modes), (25.9, _("Body|paper"), ratings), (31.8, _("Safety|paper"), ratings)):
        width = side.text(NAME, y + down, left, 10.4, "bold", room=16)
        tick_boxes(side, NAME + max(width, 7.3) + 1.8, y + down, choices, STEP, 10.4)
    met: tuple[str, ...] = (_("the person|paper"), _("family|paper"), _("nobody|paper"), _("away|paper"), _("hospital|paper"))
    for down, label, choices in ((19.8, _("Met|paper"), met), (25.9, _("Spirit|paper"), ratings), (31.8, _("Home|paper"), ratings)):
        width = side.text(MIDDLE, y + down, label, 10.4, "bold", room=16)
        tick_boxes(side, MIDDLE + max(width, 7.3) + 1.8, y + down, choices, STEP, 10.4)
    side.text(THIRD, y + 25.9, _("Taken along|paper"), 10.4, "bold", room=9)
    blank_line(side, THIRD + 9, 195, y + 25.9)
    side.text(THIRD, y + 31.8, _("Pressure|paper"), 10.4, "bold", room=9)
    blank_line(side, THIRD + 9, 174, y + 31.8)
    side.text(175.2, y + 31.8, "/", 10.4, room=3)
    blank_line(side, 178, 195, y + 31.8)
