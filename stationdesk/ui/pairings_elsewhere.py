"""Where one can go from the page of pairings: the helpers, the projects, the levels, the papers, the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stationdesk.ui.pairings_page import PairingsPage


def helpers(page: PairingsPage) -> None:
    """Go to the helpers."""
    page.desk.open_page.emit("helpers", None)


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


def export(page: PairingsPage) -> None:
    """Write the list as a workbook."""
    from stationdesk.ui.pairing_paper import export as write

    if listed := page.pane.table.listed():
        write(page.desk, listed, page.pane.about(), page)


BY_NAME: Mapping[str, Callable[[PairingsPage], None]] = {
    "pairings.helpers": helpers,
    "pairings.week": week,
    "pairings.projects": projects,
    "pairings.levels": levels,
    "pairings.print": print_list,
    "pairings.ledger": print_ledger,
    "pairings.export": export,
}
