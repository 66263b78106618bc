"""Where one can go from the page of pairings: the helpers, the projects, the levels, the papers, the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.ui.pairings_page import PairingsPage


def person(page: PairingsPage) -> None:
    """Open the person."""
    if (row := page.actions_of.row) is not None:
        page.desk.open_page.emit("residents", row.id)


def away(page: PairingsPage) -> None:
    """Write down that the helper of the cell is away for a while and who stands in, or that he is back."""
    from stationdesk.ui.stand_in_dialog import StandInDialog

    if helper := page.actions_of.helper_of(_("Who is away?")):
        StandInDialog(page.desk, page.window(), helper).ask()


def helpers(page: PairingsPage) -> None:
    """Go to the helpers."""
    page.desk.open_page.emit("helpers", None)


def teams(page: PairingsPage) -> None:
    """Go to the teams."""
    page.desk.open_page.emit("teams", None)


def week(page: PairingsPage) -> None:
    """Go to what the helpers owe this week."""
    page.desk.open_page.emit("helper_week", None)


def projects(page: PairingsPage) -> None:
    """Show the projects, and change them."""
    from stationdesk.ui.projects_dialog import ProjectsDialog

    ProjectsDialog(page.desk, page.window()).ask()


def levels(page: PairingsPage) -> None:
    """Show the levels of responsibility, and change them."""
    from stationdesk.ui.levels_dialog import LevelsDialog

    LevelsDialog(page.desk, page.window()).ask()


def print_list(page: PairingsPage) -> None:
    """Show the responsibility list of those shown, as it will be printed."""
    from stationdesk.ui.pairing_paper import print_responsibility

    if listed := page.pane.table.listed():
        print_responsibility(page.desk, listed, page.pane.about(), page)


def print_ledger(page: PairingsPage) -> None:
    """Show the ledger of pairings, as it will be printed."""
    from stationdesk.ui.pairing_paper import print_ledger as show

    if listed := page.pane.table.listed():
        show(page.desk, listed, page.pane.about(), page)


def print_cards(page: PairingsPage) -> None:
    """Show the cards of the pairs of those shown, as they will be printed."""
    from stationdesk.ui.pair_cards import print_cards as show

    if listed := page.pane.table.listed():
        show(page.desk, listed, page)


def export(page: PairingsPage) -> None:
    """Write the list as a workbook."""
    from stationdesk.ui.pairing_paper import export as write

    if listed := page.pane.table.listed():
        write(page.desk, listed, page.pane.about(), page)


BY_NAME: Mapping[str, Callable[[PairingsPage], None]] = {
    "pairings.person": person,
    "pairings.away": away,
    "pairings.helpers": helpers,
    "pairings.teams": teams,
    "pairings.week": week,
    "pairings.projects": projects,
    "pairings.levels": levels,
    "pairings.print": print_list,
    "pairings.ledger": print_ledger,
    "pairings.cards": print_cards,
    "pairings.export": export,
}
