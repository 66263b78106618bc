"""Both sides of a sheet: which side is printed when, how the stack is turned by hand, and how far the printer is off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stationdesk.i18n import _
from stationdesk.printing.page import Line, Page, moved

Sides = Literal["one", "printer", "by_hand"]
"""One side only; both, the printer turns the sheet; both, a person turns the stack."""
Turn = Literal["long", "short"]
"""Over which edge the stack is turned: the long one (左右翻, like a leaf of a book) or the short one (上下翻)."""
Order = Literal["last_first", "first_first"]
"""Which sheet of the stack the printer takes first for its back."""

CUT_MARK, HAIRLINE = 5.0, 0.15
A4_SHORT, A4_LONG = 210.0, 297.0


@dataclass(frozen=True, slots=True)
class Offset:
    """How far everything is moved to the right and down, in millimetres, so that it comes out where it was laid out."""

    right: float = 0.0
    down: float = 0.0


NO_OFFSET = Offset()


@dataclass(frozen=True, slots=True)
class Imposed:
    """A page as it is put on its side of the sheet; `turned` puts its head at the sheet's foot."""

    page: Page
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What goes to the printer in one go; after all but the last the stack is turned by hand."""

    sides: tuple[Imposed, ...]
    turned_by_printer: bool = False


def runs(pages: Sequence[Page], sides: Sides, turn: Turn = "long", order: Order = "last_first") -> tuple[Run, ...]:
    """Spread `pages`, front, back, front, back…, over one or two runs.

    Backs are laid out for turning over the long edge; turned over the short one they stand on their head, so they are printed
    so. By hand the fronts come first, then the backs in the order in which the printer takes the stack; a last front without a
    back gets an empty one, so that the stack stays in step.
    """
    if sides == "one":
        return (Run(tuple(Imposed(page) for page in pages)),)
    if sides == "printer":
        return (Run(tuple(Imposed(page) for page in pages), turned_by_printer=True),)
    fronts, backs = list(pages[::2]), list(pages[1::2])
    if not backs:
        return (Run(tuple(Imposed(page) for page in fronts)),)
    backs += [Page(page.width, page.height, ()) for page in fronts[len(backs) :]]
    if order == "last_first":
        backs.reverse()
    return Run(tuple(map(Imposed, fronts))), Run(tuple(Imposed(page, turned=turn == "short") for page in backs))


def sheets(pages: int, sides: Sides) -> int:
    """Return how many sheets of paper `pages` pages take."""
    return pages if sides == "one" else -(-pages // 2)


def turning_sentence(turn: Turn, order: Order) -> str:
    """Say how the stack is turned between fronts and backs."""
    over = (
        _("Turn it over sideways, like a leaf of a book: the head stays at the head.")
        if turn == "long"
        else _("Turn it over head to foot, like a wall calendar.")
    )
    first = _("The backs come from the last sheet to the first.") if order == "last_first" else _("The backs come from the first sheet on.")
    keep = _("The fronts are printed. Take the whole stack out as it lies and leave the order of the sheets as it is.")
    return _("{taken} {turned} Put it back into the tray, then go on. {backs}").format(taken=keep, turned=over, backs=first)


def two_on_a4(pages: Sequence[Page]) -> tuple[Page, ...]:
    """Put A5 pages two by two on A4 sheets laid on their side, with marks to cut between them: offices have A4 paper only."""
    made = []
    middle = A4_LONG / 2
    cuts = (Line(middle, 0, middle, CUT_MARK, HAIRLINE), Line(middle, A4_SHORT - CUT_MARK, middle, A4_SHORT, HAIRLINE))
    for first in range(0, len(pages), 2):
        left, *right = pages[first : first + 2]
        beside = [mark for page in right for mark in moved(page.marks, A4_LONG - page.width, 0)]
        made.append(Page(A4_LONG, A4_SHORT, (*left.marks, *beside, *cuts)))
    return tuple(made)


def fits_twice_on_a4(page: Page) -> bool:
    """Tell whether two of `page` have room side by side on an A4 sheet."""
    return 2 * page.width <= A4_LONG and page.height <= A4_SHORT
