"""Where an operator begins who has just set the desk up."""

from __future__ import annotations

from stationdesk.services.stations import station_name
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk


def begin_with(window: DeskWindow, desk: OpenDesk, start: str) -> None:
    """Open what the first run's last answer asked for: `import`, `residents` (a new one's form), or `blank` visit sheets."""
    if start == "residents":
        window.open("residents", "new")
    elif start == "blank":
        print_blank_sheets(window, desk)
    else:
        window.open(start)


def print_blank_sheets(window: DeskWindow, desk: OpenDesk) -> None:
    """Show the preview of a blank visit sheet over today's page."""
    from stationdesk.printing.visit_blank import VisitHeading
    from stationdesk.ui.paper_job import visit_job
    from stationdesk.ui.print_preview import PrintPreview

    window.open("today")
    with desk.reading() as session:
        heading = VisitHeading(station=station_name(session))
    PrintPreview(desk, visit_job((), heading), window).open()
