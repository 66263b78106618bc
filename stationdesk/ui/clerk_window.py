"""The county clerk's window: the same window with another rail (`stationdesk --county`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from PySide6.QtCore import QObject, QTimer, Signal
from sqlmodel import Session

from stationdesk.county.standings import State
from stationdesk.i18n import N_, _, ngettext
from stationdesk.services.status_line import backup_fact
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_search import ClerkSearch
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.rail import Rail
from stationdesk.ui.parts.status_line import StatusLine

CLERK_PAGES: Mapping[str, tuple[str, str, str, str]] = {
    "stations": ("house", N_("Stations"), "stationdesk.ui.clerk_page", "ClerkPage"),
    "came": ("import", N_("What came"), "stationdesk.ui.clerk_came", "CamePage"),
    "aside": ("flag", N_("To look into"), "stationdesk.ui.clerk_aside", "AsidePage"),
    "word": ("clipboard", N_("What the county says"), "stationdesk.ui.clerk_word", "WordPage"),
    "claims": ("heart", N_("Wishes|claims"), "stationdesk.ui.clerk_claims", "ClaimsPage"),
    "people": ("people", N_("People and teams|clerk"), "stationdesk.ui.clerk_people", "PeoplePage"),
    "photos": ("picture", N_("Photos|clerk"), "stationdesk.ui.clerk_photos", "PhotosPage"),
    "settings": ("sliders", N_("Settings"), "stationdesk.ui.clerk_settings", "ClerkSettings"),
}
CLERK_RAIL = ("stations", "came", "aside", "", "word", "claims", "people", "photos", "", "settings")
FRESH = 60_000
"""Milliseconds between two looks at the clock and the stations."""


class ClerkWindow(DeskWindow):
    """What the county clerk works in."""

    there: ClassVar[Mapping[str, tuple[str, str, str, str]]] = CLERK_PAGES
    rail_of: ClassVar[tuple[str, ...]] = CLERK_RAIL
    under: ClassVar[Mapping[str, str]] = {}
    begins: ClassVar[str] = "stations"
    desk: ClerkDesk

    def _search(self, composition: Composition) -> Any:  # noqa: ARG002 - stations are few: no index is asked
        box = ClerkSearch(self.look, self)
        box.wanted.connect(lambda words: self.open("stations", words))
        return box

    def _standing(self) -> Any:
        return ClerkStanding(self.desk, self.status, self.rail, self)

    def whose(self, session: Session) -> str:
        """Return the county's name."""
        return self.desk.named(session)

    def _saved(self, registers: frozenset[str]) -> None:
        super()._saved(registers)
        if "setting" in registers:
            with self.desk.reading() as session:
                self.station_name.setText(self.whose(session))

    def page_keys(self) -> dict[str, str]:
        """Return the clerk's pages by their keys."""
        return {f"clerk_window.{name}": name for name in CLERK_PAGES}


class ClerkStanding(QObject):
    """Keeps the status line and the rail true, and notices a new day."""

    new_day = Signal()

    def __init__(self, desk: ClerkDesk, status: StatusLine, rail: Rail, parent: QObject) -> None:
        super().__init__(parent)
        self.desk, self.status, self.rail, self.today = desk, status, rail, desk.today()
        self.clock = QTimer(self)
        self.clock.setInterval(FRESH)
        self.clock.timeout.connect(self.tick)
        self.clock.start()
        desk.board_read.connect(self.tell)
        desk.watchman.changed.connect(self.tell)
        self.tell()
        desk.watchman.follow()
        desk.look_again()

    def tell(self) -> None:
        """Say in the status line and in the rail how everything stands."""
        board, desk = self.desk.board, self.desk
        facts = [(_("Works without a network"), "", "")]
        if desk.trouble:
            facts.append((desk.trouble, "amber", "stations"))
        elif desk.known:
            good = sum(one.state is State.GOOD for one in board.stations)
            said = ngettext("{all} station, {good} all taken", "{all} stations, {good} all taken", len(board.stations))
            facts.append((said.format(all=len(board.stations), good=good), "", "stations"))
            if board.owing:
                owed = ngettext("{count} answer is not written yet", "{count} answers are not written yet", board.owing)
                facts.append((owed.format(count=board.owing), "", "stations"))
        watched = self.watchman_fact()
        if watched:
            facts.append(watched)
        backup = backup_fact(desk.database.folder.backups, desk.now())
        self.status.say([*facts, (backup.text, backup.tone, "settings")])
        self.rail.buttons["stations"].set_count(board.to_ring)
        self.rail.buttons["aside"].set_count(sum(one.held for one in board.stations))

    def watchman_fact(self) -> tuple[str, str, str] | None:
        """Say which folder is watched, or why it cannot be."""
        man = self.desk.watchman
        if man.folder is None:
            return None
        if man.trouble:
            return _("The watched folder: {why}").format(why=man.trouble), "amber", "settings"
        return _("Watching {folder}").format(folder=man.folder.name or str(man.folder)), "", "settings"

    def tick(self) -> None:
        """Look at the clock, and at the stations: another clerk may take packages into the same server."""
        if self.desk.today() != self.today:
            self.today = self.desk.today()
            self.new_day.emit()
        self.desk.look_again()

    def stop(self) -> None:
        """Look no more: the desk is about to be closed."""
        self.clock.stop()


def clerk(desk: object) -> ClerkDesk:
    """Return the open desk as a county's: the clerk's pages are given no other."""
    return cast("ClerkDesk", desk)
