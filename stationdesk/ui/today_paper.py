"""The day on paper: visit sheets of those whom it sends a visitor to, or the plain route with boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.routes import route, to_visit
from stationdesk.services.today import Day
from stationdesk.ui.open_desk import OpenDesk


def print_day(desk: OpenDesk, day: Day, parent: QWidget) -> None:
    """Ask how, and show the sheets of everybody to be visited as they will be printed. Raises NobodyToVisit."""
    from stationdesk.ui.sheet_paper import print_sheets

    with desk.reading() as session:
        ids = to_visit(session, day)
        route(session, ids, day.on, may_see_children=bool(desk.operator.may_see_children))
    if print_sheets(desk, ids, _("visits of the day"), parent, route=True) == "route":
        print_route(desk, ids, parent)


def print_route(desk: OpenDesk, ids: Sequence[str], parent: QWidget) -> None:
    """Show the plain visiting route as it will be printed."""
    from stationdesk.printing.route_sheet import route_pages
    from stationdesk.ui.paper_job import PrintJob, type_at_hand
    from stationdesk.ui.print_preview import preview

    with desk.reading() as session:
        found = route(session, ids, desk.today(), may_see_children=bool(desk.operator.may_see_children))
    title = _("Visiting route")
    job = PrintJob(
        title=title,
        about=f"{title} {day_words(found.on, found.on)}",
        lay_out=lambda imprint: route_pages(found, imprint, type_at_hand()),
        document="visiting-route",
        people=found.people(),
        reprint=False,
    )
    preview(desk, job, parent)
