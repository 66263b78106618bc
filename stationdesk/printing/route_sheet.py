"""The visiting route on A4: people by village group in the order of the way round, with boxes to tick and room to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout, spaced_phone
from stationdesk.printing.page import Measure, Page
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, box, foot, new_side, tick_boxes
from stationdesk.printing.visit_blank import MARKS
from stationdesk.services.routes import Route, Stop

TOP, GROUP, STOP = 31.0, 9.5, 19.8
NAME, PHONE, TICKS = 31.0, 86.0, 31.0


@dataclass(frozen=True, slots=True)
class _Row:
    group: str
    height: float
    number: int = 0
    stop: Stop | None = None
    """None: the heading of the group."""
    again: bool = False


def route_pages(paper: Route, imprint: Imprint, measure: Measure) -> Printout:
    """Lay out `paper`; breaks between people only, the group's heading again at the top of a page; what was cut is named."""
    sheet = Sheet()
    parts = _portions(paper, sheet)
    pages: list[Page] = []
    left_out: list[LeftOut] = []
    for number, rows in enumerate(parts, start=1):
        side = new_side(measure, _("Visiting route"))
        _head(side, sheet, paper)
        y = TOP
        for row in rows:
            if row.stop is None:
                _group(side, y, row)
            else:
                _stop(side, sheet, y, row.number, row.stop)
            y += row.height
        side.rule(LEFT, sheet.right, y, 0.5)
        foot(side, sheet, imprint, (paper.station, _("only for those who visit, take it back afterwards")), number, len(parts))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _portions(paper: Route, sheet: Sheet) -> list[list[_Row]]:
    """Spread the route over pages; a heading never stands alone at the foot."""
    parts: list[list[_Row]] = [[]]
    room = sheet.bottom - TOP
    for row, needed in _rows(paper):
        if needed > room and parts[-1]:
            parts.append([])
            room = sheet.bottom - TOP
            if row.stop is not None:
                parts[-1].append(_Row(row.group, GROUP, again=True))
                room -= GROUP
        parts[-1].append(row)
        room -= row.height
    return parts


def _rows(paper: Route) -> Iterator[tuple[_Row, float]]:
    """Yield headings and people with the room each needs at least: a heading needs its first person too."""
    number = 0
    for group, stops in paper.groups:
        yield _Row(group, GROUP), GROUP + STOP
        for stop in stops:
            number += 1
            yield _Row(group, STOP, number, stop), STOP


def _head(side: Side, sheet: Sheet, paper: Route) -> None:
    title = side.text(LEFT, 18.9, _("Visiting route"), 20, "bold", room=60)
    people = _("{count} people, in the order of the way round").format(count=paper.people())
    children = _("{count} children are not printed here").format(count=paper.children) if paper.children else ""
    about = _(" · ").join(part for part in (people, children) if part)
    side.text(LEFT + title + 6, 18.7, about, 11.4, room=sheet.right - LEFT - title - 6, floor=7.5)
    day = _("{year}/{month}/{day}|day").format(year=paper.on.year, month=paper.on.month, day=paper.on.day)
    labels: Sequence[tuple[str, float, float]] = ((_("Day of the visit"), LEFT, 75.0), (_("Who went"), 80.0, sheet.right))
    for at, (label, x, end) in enumerate(labels):
        width = side.text(x, 26, label, 10.8, room=30)
        blank_line(side, x + width + 2, end, 26)
        if at == 0:
            side.text(x + width + 4, 26, day, 10.8, room=end - x - width - 4)
    side.rule(LEFT, sheet.right, TOP - 1.2, 0.8)


def _group(side: Side, y: float, row: _Row) -> None:
    name = row.group or _("Group not written down")
    width = side.text(LEFT, y + 6.4, name, 13, "bold", room=100)
    if row.again:
        side.text(LEFT + width + 3, y + 6.4, _("continued"), 9, room=30)


def _stop(side: Side, sheet: Sheet, y: float, number: int, stop: Stop) -> None:
    """Set one person: who, why and where; boxes for how it went; room for what is to be done."""
    side.rule(LEFT, sheet.right, y, 0.2)
    side.marks.append(box(LEFT, y + 6.2))
    side.text(NAME - 3, y + 6.2, str(number), 11, "bold", "right", room=8)
    name = side.text(NAME, y + 6.2, stop.listed or stop.name, 14.5, "bold", room=36, floor=8)
    side.text(NAME + name + 2.5, y + 6.2, stop.age, 10, room=PHONE - NAME - name - 4, floor=7)
    phone = spaced_phone(stop.phone) if stop.phone else _("no phone, please ask for one")
    said = side.text(PHONE, y + 6.2, phone, 11.4, "bold" if stop.phone else "regular", room=42, floor=8)
    side.text(PHONE + said + 4, y + 6.2, stop.address, 10, room=sheet.right - PHONE - said - 4, floor=7, lines=1)
    grade = f"{MARKS.get(stop.grade, '')} {stop.grade_label}".strip()
    graded = side.text(NAME, y + 11.2, grade, 9.6, room=24)
    side.text(NAME + graded + (4 if graded else 0), y + 11.2, stop.reason, 9.6, room=PHONE + 22 - NAME - graded, floor=7)
    tick_boxes(
        side, 118.0, y + 11.2, (_("the person|paper"), _("family|paper"), _("nobody|paper"), _("away|paper"), _("hospital|paper")), 13.0, 9
    )
    width = side.text(TICKS, y + 16.4, _("To be done"), 9.6, "bold", room=22)
    blank_line(side, TICKS + width + 2, 138, y + 16.4)
    signed = side.text(142, y + 16.4, _("Signature"), 9.6, "bold", room=20)
    blank_line(side, 142 + signed + 2, sheet.right, y + 16.4)
