"""Papers and sheets of the page of wishes; each room is loaded when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationdesk.ui.wishes_page import WishesPage


def cards(page: WishesPage) -> None:
    """Print wish cards: of the marked wishes, else of all that wait to be claimed."""
    from stationdesk.ui.wishes_paper import print_cards

    print_cards(page.desk, page.pane.listed("free"), page.window())


def wall(page: WishesPage) -> None:
    """Print the list for the wall: the marked wishes, else all that wait to be claimed or are taken."""
    from stationdesk.ui.wishes_paper import print_wall

    print_wall(page.desk, page.pane.listed("free", "held"), page.window(), whole=not page.pane.board.marked)


def form(page: WishesPage) -> None:
    """Print a claim form: filled in for the marked wishes or for those of a taker, else blank."""
    from stationdesk.ui.wishes_paper import print_form

    marked = sorted(page.pane.board.marked)
    narrowed = page.pane.listed("held") if page.pane.claimers.chosen() else []
    print_form(page.desk, marked or narrowed, page.window())


def route(page: WishesPage) -> None:
    """Print the delivery list of what is to be brought."""
    from stationdesk.ui.wishes_paper import print_route

    print_route(page.desk, page.pane.listed("held"), page.window())


def thanks(page: WishesPage) -> None:
    """Print thank-you sheets: of the marked wishes, else of all that were brought or came true and whose giver nobody has thanked."""
    from stationdesk.ui.wishes_paper import print_thanks

    listed = page.pane.listed("brought", "true")
    print_thanks(page.desk, listed, page.window(), waiting=not page.pane.board.marked.intersection(listed))


def export(page: WishesPage) -> None:
    """Write the sheet on which departments take wishes."""
    from stationdesk.ui.wishes_sheet import write_sheet

    write_sheet(page.desk, page.pane.listed("free"), page.window())


def take_in(page: WishesPage) -> None:
    """Take a sheet in that came back."""
    from stationdesk.ui.wishes_sheet import take_sheet_in

    take_sheet_in(page.desk, page.window())


BY_NAME: Mapping[str, Callable[[WishesPage], None]] = MappingProxyType(
    {
        "wishes.cards": cards,
        "wishes.wall": wall,
        "wishes.form": form,
        "wishes.route": route,
        "wishes.thanks": thanks,
        "wishes.export": export,
        "wishes.take_in": take_in,
    }
)
"""What opens elsewhere, by the name of its key."""
MENU = tuple(BY_NAME)
