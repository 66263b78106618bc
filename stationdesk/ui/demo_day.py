"""A day nobody attends: the real windows from the first run to the county's receipt, worked by keys alone, with pictures and a report."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stationdesk.i18n import _
from stationdesk.services.road import RoadSummary, summary
from stationdesk.settings import Settings
from stationdesk.ui.demo_steps import steps
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.hand import DayStopped, Hand, Script
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from stationdesk.ui.starting import make_application
from stationdesk.ui.trouble import report_of


@dataclass
class Day:
    """The folder of the day, its windows, and what its report says so far."""

    folder: Path
    settings: Settings
    hand: Hand
    keeper: Doorkeeper
    report: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    def tell(self, sentence: str) -> None:
        """Add a sentence to the report."""
        self.report.append(sentence)

    @property
    def road(self) -> Path:
        """The folder that stands for the stick."""
        return self.folder / "road"

    @property
    def cards(self) -> Path:
        """The contact cards as they were printed."""
        return self.folder / _("contact-cards.pdf")

    def page(self) -> Any:
        """Return the page that is open in the desk's window. Raises DayStopped while there is none."""
        window = self.keeper.window
        if window is None or not window.here:
            raise DayStopped(_("The desk's window is not open."))
        return window.pages[window.here]

    def on_page(self, name: str) -> bool:
        """Tell whether a page is open and nothing is under way."""
        window, desk = self.keeper.window, self.keeper.desk
        return window is not None and desk is not None and window.here == name and not desk.jobs.busy()

    def road_now(self) -> RoadSummary:
        """Return how the register stands with the county."""
        desk = self.keeper.desk
        if desk is None:
            raise DayStopped(_("The desk's window is not open."))
        with desk.reading() as session:
            return summary(session)


def run_day(settings: Settings, folder: Path) -> Day:
    """Go through the day in `folder`; returns what it has left. Raises DayStopped, and what a step raises."""
    application = make_application(settings)
    pictures = folder / "screens"
    pictures.mkdir(parents=True, exist_ok=True)
    look = Look(application)
    keeper = Doorkeeper(application, settings, look, Composition(application))
    day = Day(folder, settings, Hand(pictures), keeper)
    ended: list[BaseException | None] = []

    def end(error: BaseException | None) -> None:
        if error is not None:
            day.hand.picture("stopped")
            day.hand.todo.pop()()
        ended.append(error)
        application.closeAllWindows()
        application.exit()

    script = Script(day.hand, steps(day), end)
    keeper.begin()
    application.exec()
    script.deleteLater()
    keeper.close()
    if ended and ended[0] is not None:
        raise ended[0] if isinstance(ended[0], DayStopped) else DayStopped(report_of(ended[0])) from ended[0]
    return day
