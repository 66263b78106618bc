"""The stations that are to be rung, on paper: whom to ask for, how the station stands, and room for what he said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget

from stationdesk.county.standings import State, StationStanding, state_words
from stationdesk.i18n import _, ngettext
from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
from stationdesk.services.day_words import day_words
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_words import entered, when
from stationdesk.ui.paper_job import PrintJob, list_job
from stationdesk.ui.print_preview import preview


def to_ring(stations: Sequence[StationStanding]) -> list[StationStanding]:
    """Return those of the stations about which something is to be done, in their order."""
    return [one for one in stations if one.state is not State.GOOD]


def ring_paper(stations: Sequence[StationStanding], county: str, on: date) -> ListPaper:
    """Lay the list out; the last column is for the pen."""
    columns = (
        ListColumn(_("Station"), 28.0, bold=True),
        ListColumn(_("Town"), 24.0),
        ListColumn(_("Leader|county"), 20.0, holds="name"),
        ListColumn(_("Phone"), 30.0, holds="phone"),
        ListColumn(_("Heard last"), 28.0),
        ListColumn(_("Has up to"), 22.0),
        ListColumn(_("How it stands|column"), 56.0),
        ListColumn(_("Rung on, and what was said"), 46.0),
    )
    rows = tuple(
        ListRow((one.name, one.town, one.leader, one.phone, when(one.heard_at, on), entered(one, on), state_words(one), ""))
        for one in stations
    )
    about = ngettext("{day}, {count} station", "{day}, {count} stations", len(rows)).format(day=day_words(on, on), count=len(rows))
    given = _("for the county's own use, put it away afterwards")
    return ListPaper(_("Stations to be rung"), columns, rows, about, county, whole=frozenset({"phone"}), given=given)


def ring_job(stations: Sequence[StationStanding], county: str, on: date) -> PrintJob:
    """Return the job of the list; the log counts no people for it."""
    return replace(list_job(ring_paper(stations, county, on)), people=0)


def print_ring_list(desk: ClerkDesk, stations: Sequence[StationStanding], parent: QWidget) -> int:
    """Show the list as it will be printed; where nobody is to be rung, say so."""
    wanted = to_ring(stations)
    if not wanted:
        desk.said(_("No station has to be rung."), undo=False)
        return 0
    with desk.reading() as session:
        county = desk.named(session)
    return preview(desk, ring_job(wanted, county, desk.today()), parent)
