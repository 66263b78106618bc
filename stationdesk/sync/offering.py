"""The offers of pictures brought up to date: before each report, and after each answer of the county."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.services.clock_check import clock_trouble
from stationdesk.services.photo_offers import plan, write_plan
from stationdesk.services.road import county_row
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database


def offer_photos(database: Database) -> None:
    """Write which pictures go to the county from now on, go no more, or are to come back; nothing where all is as it should be.

    The program writes it in its own name, so that an operator's last action stays what Ctrl+Z takes back. An older or retired copy
    writes nothing, and a computer whose clock cannot be right does not know whose time is over.
    """
    on = local_day(database.clock())
    with database.reading() as session:
        side = county_row(session)
        if side is None or side.retired or side.forked or not plan(session, on) or clock_trouble(session, database.clock()) is not None:
            return
    with database.writing(_("the program"), _("Photos for the county"), final=True) as session:
        write_plan(session, plan(session, on))
