"""The test page: two thick lines to measure with a ruler, so that cards are cut where they are printed."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.card_sheet import COLUMNS, LEFT, ROWS, SHEET_HEIGHT, SHEET_WIDTH, TOP
from stationdesk.printing.contact_card import HEIGHT, WIDTH, Imprint
from stationdesk.printing.duplex import Offset
from stationdesk.printing.page import Line, Measure, Page
from stationdesk.printing.sheet_parts import Sheet, blank_line, foot, new_side

EXPECTED_A, EXPECTED_B = LEFT, TOP
"""Millimetres from the left and the upper edge of the paper to the outer edge of the thick lines."""
FARTHEST = 20.0
THICK, THIN = 0.6, 0.15
RIGHT, BOTTOM = LEFT + COLUMNS * WIDTH, TOP + ROWS * HEIGHT
RULER = 100
"""Millimetres of the line that tells whether the printer shrinks the page."""


def offset_of(a: float, b: float) -> Offset | None:
    """Return how far pages must be moved where `a` and `b` millimetres were measured; None if no printer is that far off."""
    right, down = round(EXPECTED_A - a, 2), round(EXPECTED_B - b, 2)
    return Offset(right, down) if max(abs(right), abs(down)) <= FARTHEST else None


def calibration_pages(imprint: Imprint, measure: Measure) -> tuple[Page, ...]:
    """Lay out the page to measure; it is printed without any offset."""
    side = new_side(measure)
    side.marks += [
        Line(LEFT + THICK / 2, TOP, LEFT + THICK / 2, BOTTOM, THICK),
        Line(LEFT, TOP + THICK / 2, RIGHT, TOP + THICK / 2, THICK),
        Line(RIGHT, TOP, RIGHT, BOTTOM, THIN),
        Line(LEFT, BOTTOM, RIGHT, BOTTOM, THIN),
    ]
    _rulers(side)
    _words(side)
    _check_line(side)
    foot(side, Sheet(), imprint, (_("Test page"),), 1, 1)
    return (Page(SHEET_WIDTH, SHEET_HEIGHT, tuple(side.marks)),)


def turning_pages(imprint: Imprint, measure: Measure) -> tuple[Page, ...]:
    """Lay out two sheets, front and back, that show whether backs meet their fronts and stand the same way up."""
    pages: list[Page] = []
    for sheet in (1, 2):
        for name in (_("front|paper"), _("back|paper")):
            side = new_side(measure)
            middle = SHEET_WIDTH / 2
            side.marks += [
                Line(middle, 60, middle, 130, 2.0),
                Line(middle, 60, middle - 14, 78, 2.0),
                Line(middle, 60, middle + 14, 78, 2.0),
            ]
            side.text(middle, 165, _("sheet {number}, {side}").format(number=sheet, side=name), 40, "bold", "centre", room=180)
            asked = (
                _("Hold the sheet against the light: both arrows point the same way, and both sides have the same number."),
                _("If the arrows point in different ways, change how the back is turned in the settings."),
                _("If the numbers differ, change the order of the backs."),
            )
            for line, words in enumerate(asked):
                side.text(middle, 190 + 9 * line, words, 12, align="centre", room=180, floor=9)
            foot(side, Sheet(), imprint, (_("Test of both sides"),), len(pages) + 1, 4)
            pages.append(Page(SHEET_WIDTH, SHEET_HEIGHT, tuple(side.marks)))
    return tuple(pages)


def _rulers(side: Side) -> None:
    """Set a millimetre ruler along the upper and the left line."""
    for place in range(1, round(RIGHT - LEFT)):
        side.marks.append(Line(LEFT + place, TOP, LEFT + place, TOP + _tick(place), THIN))
    for place in range(1, round(BOTTOM - TOP)):
        side.marks.append(Line(LEFT, TOP + place, LEFT + _tick(place), TOP + place, THIN))
    for place in range(20, round(RIGHT - LEFT), 20):
        side.text(LEFT + place, TOP + 9.2, str(place), 7.5, align="centre", room=12)
    for place in range(20, round(BOTTOM - TOP), 20):
        side.text(LEFT + 6.6, TOP + place + 0.9, str(place), 7.5, room=12)


def _tick(place: int) -> float:
    return 5.5 if place % 10 == 0 else 3.5 if place % 5 == 0 else 2.0


def _words(side: Side) -> None:
    """Set what to measure, each beside its line, with room to write the figure down."""
    middle = SHEET_WIDTH / 2
    side.text(middle, 60, _("Test page for the printer"), 22, "bold", "centre", room=150)
    side.text(middle, 71, _("Measure with a ruler and enter both figures in the settings, page Printer."), 12, align="centre", room=150)
    for y, letter, words, expected in (
        (100, "A", _("From the left edge of the paper to the outer side of the thick line"), EXPECTED_A),
        (124, "B", _("From the upper edge of the paper to the outer side of the thick line"), EXPECTED_B),
    ):
        side.text(46, y, letter, 26, "bold", room=12)
        side.text(60, y, words, 12, room=120, floor=9)
        blank_line(side, 60, 90, y + 9)
        side.text(93, y + 9, _("mm, should be {figure:g}").format(figure=expected), 12, room=80)
    middle_y = 152.0
    side.marks += [Line(middle - 9, middle_y, middle + 9, middle_y, THIN), Line(middle, middle_y - 9, middle, middle_y + 9, THIN)]


def _check_line(side: Side) -> None:
    """Set the line that tells whether the page was shrunk."""
    left, y = SHEET_WIDTH / 2 - RULER / 2, 190.0
    side.rule(left, left + RULER, y, 0.4)
    side.marks += [Line(end, y - 3, end, y + 3, 0.4) for end in (left + 0.2, left + RULER - 0.2)]
    words = _("This line is {length} mm long. If yours is not, the printer shrinks the page: choose «actual size» in its settings.")
    side.text(SHEET_WIDTH / 2, y + 11, words.format(length=RULER), 11, align="centre", room=165, floor=9)
