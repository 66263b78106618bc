"""The demo village and its demo county, side by side: one package has gone there and its receipt has come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from stationdesk.county import answers, intake, stations
from stationdesk.county.demo_return import move_somebody, take_wish, wish_in_public
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.i18n import _
from stationdesk.registers.operator import OperatorDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.demo_calls import arrange_calls
from stationdesk.services.demo_duty import keep_watch
from stationdesk.services.demo_month import LIVED, live_a_month
from stationdesk.services.demo_pairings import pair_up
from stationdesk.services.demo_requests import arrange_requests
from stationdesk.services.demo_sheets import leave_sheet
from stationdesk.services.demo_stories import people_told_of, tell_stories
from stationdesk.services.demo_teams import gather
from stationdesk.services.demo_town import found_town
from stationdesk.services.demo_village import demo_station, furnish, note_visits, sample, settle
from stationdesk.services.demo_wishes import tell_wishes
from stationdesk.services.front_door import FrontDoor, renewed, write_front_door
from stationdesk.services.operators import keep_first
from stationdesk.services.stations import open_station
from stationdesk.store.clock import local_day, local_time
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import Enrolment, read_enrolment


def make_village(folder: Path, state: Path, passphrase: str, residents: int, seed: int) -> int:
    """Set county and station up in `folder`, settle the people, and send one package there and its receipt back.

    The station's desk is `desk`, the county's `county`, what goes between them `road`. Returns how many residents there are.
    """
    station, at_county, road = demo_station(), sample()["county"], folder / "road"
    road.mkdir(parents=True)
    clerk = _("county clerk")
    made = set_up_county(DataFolder(folder / "county", state), passphrase, code=at_county["code"], name=at_county["name"])
    with made.database, CountyDesk(made.database) as county:
        keep_demo_operator(made.database, clerk, made.slot.id)
        with made.database.writing(clerk, _("Write the demo's towns down")) as session:
            found_town(session)
        path = stations.enrol_station(county, clerk, code=station.code, name=station.name, town=station.town or "", to=road)
        with make_desk(DataFolder(folder / "desk", state), passphrase, read_enrolment(path)) as database:
            count = settled(database, residents, seed)
            wish = wish_in_public(database, demo_operator())
            package = outbox.export(database, demo_operator(), road)
            intake.take(county, clerk, package.path)
            take_wish(made.database, clerk, wish)
            inbox.receive(database, demo_operator(), answers.answer(county, clerk, station.code, road).path)
            visit_some(database, seed)
            move_somebody(database, demo_operator())
            with database.reading() as session:
                write_front_door(folder / "desk", replace(renewed(session, FrontDoor()), demo=True))
    return count


def demo_operator() -> str:
    """Return the name of the demo's operator."""
    return str(sample()["station"]["leader_name"])


def keep_demo_operator(database: Database, name: str, slot: str) -> None:
    """Keep an operator with both rights."""
    keep_first(database, OperatorDraft(name=name, may_see_children=True, may_change_settings=True), slot)


def make_desk(folder: DataFolder, passphrase: str, enrolment: Enrolment) -> Database:
    """Set the demo station's desk up, enrolled, with its directory of services; returns it open."""
    made = set_up(folder, passphrase, side="station", author=enrolment.station)
    keep_demo_operator(made.database, demo_operator(), made.slot.id)
    with made.database.writing(demo_operator(), _("Set the station up")) as session:
        open_station(session, demo_station())
        furnish(session)
    enrol(made.database, demo_operator(), enrolment)
    return made.database


def settled(database: Database, residents: int, seed: int) -> int:
    """Fill the register and the month behind it, which the county will get."""
    with database.writing(demo_operator(), _("Settle the demo village")) as session:
        on = local_day(database.clock())
        crowd = settle(session, max(0, residents - people_told_of()), on - timedelta(days=LIVED), seed)
        told = tell_stories(session, on, since=on - timedelta(days=LIVED))
        arrange_calls(session, on, demo_operator())
        session.flush()
        pair_up(session, on, seed)
        gather(session, on)
        tell_wishes(session, on, demo_operator())
        live_a_month(session, on, demo_operator(), seed)
        keep_watch(session, on, demo_operator())
        arrange_requests(session, local_time(database.clock()), demo_operator())
        return crowd + told


def visit_some(database: Database, seed: int) -> None:
    """Note a few visits after the package, so that there is something left to report."""
    with database.writing(demo_operator(), _("Note visits")) as session:
        on = local_day(database.clock())
        note_visits(session, list(session.exec(select(Resident).limit(12))), on, seed)
        session.flush()
        leave_sheet(session, on, demo_operator())
