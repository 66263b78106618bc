"""The list for the wall (心愿墙): wishes by their number on the wall, nobody's name, and the day it is taken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, Printout, spaced_phone
from stationdesk.printing.page import Measure, Page
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, foot, new_side
from stationdesk.printing.wish_card import Stationed, WishFace, cell
from stationdesk.services.day_words import day_words

TOP, ROW, MOST = 68.5, 15.2, 10
"""Millimetres where the rows begin and how high each is; rows on a sheet."""
COLUMNS = (LEFT, 31.0, 61.0, 86.0, 127.0, 162.0)
END = 223.0
"""Where the rows of a full sheet end."""


@dataclass(frozen=True, slots=True)
class WallNotice:
    """How long a list hangs, which one it is, and whom to tell about it."""

    first: date
    last: date
    """The last day it hangs; it is taken down on the next."""
    down: date
    edition: str = ""
    """Which list of the year it is, in words."""
    county: str = ""
    county_phone: str = ""


def wall_list(wishes: Sequence[WishFace], notice: WallNotice, station: Stationed, imprint: Imprint, measure: Measure) -> Printout:
    """Lay the list out, ten wishes a sheet; every sheet carries the number to ring and the day it comes down."""
    sheet = Sheet()
    parts = [wishes[start : start + MOST] for start in range(0, len(wishes), MOST)] or [()]
    pages, left_out = [], []
    for number, part in enumerate(parts, 1):
        side = new_side(measure, _("Wish wall|paper"))
        _head(side, sheet, notice, station, len(wishes))
        for at, one in enumerate(part):
            _row(side, sheet, TOP + at * ROW, one)
        if not part:
            side.text(LEFT, TOP + 10, _("No wish is on the wall now."), 14, room=sheet.right - LEFT)
        _end(side, sheet, notice)
        what = (_("Wish wall|paper"), notice.edition, _("fit for a wall: no name, phone or address of anybody"))
        foot(side, sheet, imprint, what, number, len(parts))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _head(side: Side, sheet: Sheet, notice: WallNotice, station: Stationed, count: int) -> None:
    title = side.text(LEFT, 27.0, _("Wish wall|paper"), 36, "bold", room=90)
    beside = sheet.right - LEFT - title - 6
    side.text(sheet.right, 19.5, station.name, 13, align="right", room=beside, floor=8)
    said = "，".join(filter(None, (notice.edition, _("{count} wishes in all|paper").format(count=count))))
    side.text(sheet.right, 26.5, said, 13, align="right", room=beside, floor=8)
    side.rule(LEFT, sheet.right, 31.5, 0.7)
    how = _("Take down its number on the wall, ring us or come to the station|paper")
    side.text(LEFT, 39.5, how, 14, room=sheet.right - LEFT)
    aside = _("or tear off the wish card beside it|paper")
    wide = side.text(sheet.right, 51.5, aside, 13, align="right", room=60)
    if station.phone:
        side.phone(LEFT, 54.5, spaced_phone(station.phone), 40, room=sheet.right - LEFT - wide - 5, floor=20)
    side.rule(LEFT, sheet.right, 61.0, 0.45)
    first = (_("on the wall|column"), _("Whose|column"), _("Age|wall"))
    words = (*first, _("Would like|column"), _("What kind|column"), _("Hoped for|column"))
    for x, word in zip(COLUMNS, words, strict=True):
        side.text(x, 66.2, word, 10, room=26)
    side.rule(LEFT, sheet.right, TOP, 0.45)


def _row(side: Side, sheet: Sheet, y: float, one: WishFace) -> None:
    """Set one wish; somebody may have it already, then the list says so."""
    middle = y + 9.0
    stops = (*COLUMNS[1:], sheet.right + 2)
    cells = (
        (one.wall, (18.0, 13.0, 9.0), True),
        (one.called, (14.0, 12.0, 9.0), False),
        (one.age, (12.0, 10.0), False),
        (one.wish, (17.0, 13.0, 10.0, 8.5), True),
        (one.spec, (12.0, 10.0, 8.5), False),
    )
    for x, stop, (text, sizes, bold) in zip(COLUMNS, stops, cells, strict=False):
        cell(side, x, middle, text, sizes, "bold" if bold else "regular", room=stop - x - 2)
    up = 2.4 if one.taken else 0.0
    side.text(COLUMNS[5], middle - up, one.wanted_by, 13, room=sheet.right - COLUMNS[5], floor=8)
    if one.taken:
        side.text(COLUMNS[5], middle + (3.2 if one.wanted_by else 0), _("taken already|wall"), 10.5, "bold", room=sheet.right - COLUMNS[5])
    side.rule(LEFT, sheet.right, y + ROW, 0.2)


def _end(side: Side, sheet: Sheet, notice: WallNotice) -> None:
    said = _("Children go by another name; the family agreed in writing. The station hands over what is brought, no address is given.")
    side.text(LEFT, 230.0, said, 11.5, room=sheet.right - LEFT, floor=8)
    side.rule(LEFT, sheet.right, 234.5, 0.7)
    begun = side.text(LEFT, 243.5, _("Hangs|paper"), 12.5, room=20)
    year = notice.first
    days = _("{first} to {last}|days").format(first=day_words(notice.first, year), last=day_words(notice.last, year))
    side.text(LEFT + begun + 5, 243.5, days, 17, "bold", room=95)
    down = _("taken down on {day}|paper").format(day=day_words(notice.down, year))
    side.text(sheet.right, 243.5, down, 17, "bold", align="right", room=70)
    if notice.county_phone:
        told = side.text(LEFT, 253.0, _("Something to say|paper"), 12.5, room=40)
        rung = side.phone(LEFT + told + 5, 253.0, notice.county_phone, 15, room=60, floor=11)
        side.text(LEFT + told + rung + 12, 253.0, notice.county, 12.5, room=sheet.right - LEFT - told - rung - 12, floor=8)
    for x, end, words in (
        (LEFT, 95.0, _("Where it hangs|paper")),
        (99.0, 145.0, _("Put up by|paper")),
        (149.0, sheet.right, _("Taken down by|paper")),
    ):
        wide = side.text(x, 263.0, words, 12, room=30)
        blank_line(side, x + wide + 2, end, 263.0)
    say = _("Please take it down on the day; the desk reminds of it on {day}. Fill in the three lines and bring it back.|paper")
    side.text(LEFT, 273.0, say.format(day=day_words(notice.down, year)), 9.6, room=sheet.right - LEFT, floor=7)
