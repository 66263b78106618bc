"""The delivery list (送达单): what is brought to whom, in the order of the way round, with boxes to tick, the phone large, and a signature.

It is for the station's own people on the road: names and addresses of grown-ups stand whole, a child's family is asked for at the
station, so a child goes by alias here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, Printout
from stationdesk.printing.page import Measure, Page
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, box, foot, new_side, tick_boxes

TOP, GROUP, STOP = 38.0, 10.0, 29.0
NAME, GOODS, SIGNED = 31.0, 108.0, 122.0


@dataclass(frozen=True, slots=True)
class Drop:
    """One wish to be brought."""

    group: str
    name: str
    phone: str
    """The number to ring on the way, whole; of a child the family's."""
    address: str
    number: str
    goods: str
    giver: str
    child: bool = False


def delivery_list(drops: Sequence[Drop], day: str, station: str, imprint: Imprint, measure: Measure) -> Printout:
    """Lay the list out in the order given; breaks between wishes only, the group's name again at the top of a sheet."""
    sheet = Sheet()
    parts = _portions(drops, sheet)
    pages, left_out, at = [], [], 0
    for number, rows in enumerate(parts, 1):
        side = new_side(measure, _("Delivery list|paper"))
        _head(side, sheet, day, len(drops))
        y = TOP
        for row in rows:
            if isinstance(row, str):
                side.text(LEFT, y + 7.0, row or _("Group not written down"), 13.5, "bold", room=120)
                y += GROUP
                continue
            at += 1
            _drop(side, sheet, y, at, row)
            y += STOP
        side.rule(LEFT, sheet.right, y, 0.5)
        what = (station, _("only for those who deliver, take it back afterwards|paper"))
        foot(side, sheet, imprint, what, number, len(parts))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _portions(drops: Sequence[Drop], sheet: Sheet) -> list[list[Drop | str]]:
    """Spread the list over sheets; a group's name never stands alone at the foot."""
    parts: list[list[Drop | str]] = [[]]
    room = sheet.bottom - TOP
    for heading, drop in _rows(drops):
        full = (GROUP if heading else 0) + STOP > room
        if full:
            parts.append([])
            room = sheet.bottom - TOP
        if heading or full:
            parts[-1].append(drop.group)
            room -= GROUP
        parts[-1].append(drop)
        room -= STOP
    return parts


def _rows(drops: Sequence[Drop]) -> Iterator[tuple[bool, Drop]]:
    """Yield each wish and whether its group begins with it."""
    before: str | None = None
    for drop in drops:
        yield drop.group != before, drop
        before = drop.group


def _head(side: Side, sheet: Sheet, day: str, count: int) -> None:
    title = side.text(LEFT, 20.0, _("Delivery list|paper"), 20, "bold", room=60)
    about = _("{count} wishes, in the order of the way round|paper").format(count=count)
    side.text(LEFT + title + 6, 19.8, about, 11.4, room=sheet.right - LEFT - title - 6, floor=7.5)
    for label, x, end, value in ((_("Day of the delivery|paper"), LEFT, 85.0, day), (_("Who went"), 92.0, sheet.right, "")):
        width = side.text(x, 29.0, label, 11, "bold", room=34)
        blank_line(side, x + width + 2, end, 29.0)
        side.text(x + width + 4, 29.0, value, 11.4, room=end - x - width - 5)
    side.rule(LEFT, sheet.right, TOP - 2.5, 0.8)


def _drop(side: Side, sheet: Sheet, y: float, number: int, one: Drop) -> None:
    """Set one wish: whom, the number to ring, what it is and from whom; boxes for how it went, and a line to sign on."""
    side.rule(LEFT, sheet.right, y, 0.2)
    side.marks.append(box(LEFT, y + 7.0))
    side.text(NAME - 3, y + 7.0, str(number), 11.5, "bold", "right", room=8)
    side.text(NAME, y + 7.2, one.name, 15, "bold", room=GOODS - NAME - 4, floor=9)
    side.text(GOODS, y + 7.2, one.goods, 15, "bold", room=sheet.right - GOODS, floor=8)
    phone = "" if one.child else _("no phone, please ask for one")
    if one.phone:
        side.phone(NAME, y + 14.2, one.phone, 17, room=GOODS - NAME - 4, floor=11)
    else:
        side.text(NAME, y + 14.2, phone, 10.6, room=GOODS - NAME - 4, floor=7.5)
    given = _("from {giver}|paper").format(giver=one.giver) if one.giver else ""
    told = "，".join(filter(None, (one.number, given)))
    side.text(GOODS, y + 14.0, told, 10.4, room=sheet.right - GOODS, floor=7.5)
    where = _("ask the station where|paper") if one.child else one.address
    side.text(NAME, y + 20.0, where, 10.4, room=GOODS - NAME - 4, floor=7.5, lines=1)
    tick_boxes(side, NAME, y + 25.0, (_("handed over|paper"), _("nobody there|paper"), _("not right, broken|paper")), 20.0, 9.8)
    wide = side.text(SIGNED, y + 25.0, _("Received by|paper"), 10.6, "bold", room=30)
    blank_line(side, SIGNED + wide + 2, sheet.right, y + 25.0)
