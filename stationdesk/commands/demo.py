"""`demo` and `demo-day`: an invented village, to practise on and to be shown."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin
from stationdesk.errors import DeskError
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.sync.enrolment import Enrolment

PASSPHRASE = "stationdesk-demo"  # noqa: S105 - of invented people, and told to everybody
MADE_HERE = ".stationdesk-demo"
PARTS = ("desk", "county", "road", "state")


class NotADemo(DeskError):
    """The folder holds something that no demo has put there."""


def fresh_folder(out: Path) -> Path:
    """Return `out`, empty or holding only what a demo is about to replace.

    Raises NotADemo, NoSpace or NotWritable.
    """
    from stationdesk.store.files import spoken_errors

    out = out.absolute()
    with spoken_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()) and not (out / MADE_HERE).exists():
            raise NotADemo(
                _("{folder} is not empty and was not made by a demo. Nothing was changed; please name a new folder.").format(folder=out)
            )
        (out / MADE_HERE).touch()
        for part in PARTS:
            shutil.rmtree(out / part, ignore_errors=True)
    return out


def demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help=_("Folder for the demo: a station's desk and a county's beside it."))],
    residents: Annotated[int, typer.Option(min=1, max=1_000_000, help=_("How many invented residents."))] = 200,
    seed: Annotated[int, typer.Option(help=_("Another number gives other people."))] = 1,
    as_json: JsonFlag = False,
) -> None:
    """Make a demo village with a demo county."""
    run = begin(ctx, as_json)
    folder = fresh_folder(out)
    passphrase = os.environ.get("STATIONDESK_PASSPHRASE") or PASSPHRASE
    count = make_village(run, folder, passphrase, residents, seed)
    run.answer(
        {"desk": folder / "desk", "county": folder / "county", "residents": count, "passphrase": passphrase},
        _("{count} invented residents live in {folder}. Open it with --data {folder} and this passphrase: {passphrase}").format(
            count=count, folder=folder / "desk", passphrase=passphrase
        ),
        _("The demo county beside it: --data {folder}").format(folder=folder / "county"),
    )


def make_village(run: Run, folder: Path, passphrase: str, residents: int, seed: int) -> int:
    """Set county and station up, settle the people, and send one package there and its receipt back."""
    from stationdesk.county import answers, intake, stations
    from stationdesk.county.desk import CountyDesk, set_up_county
    from stationdesk.services.demo_village import demo_station, sample
    from stationdesk.store.folder import DataFolder
    from stationdesk.sync import inbox, outbox
    from stationdesk.sync.enrolment import read_enrolment

    station, at_county, road = demo_station(), sample()["county"], folder / "road"
    road.mkdir()
    clerk = _("county clerk")
    made = set_up_county(DataFolder(folder / "county", run.settings.state), passphrase, code=at_county["code"], name=at_county["name"])
    with made.database, CountyDesk(made.database) as county:
        keep_demo_operator(made.database, clerk, made.slot.id)
        path = stations.enrol_station(county, clerk, code=station.code, name=station.name, town=station.town or "", to=road)
        database = make_desk(run, folder, passphrase, read_enrolment(path))
        with database:
            count = settled(database, residents, seed)
            package = outbox.export(database, demo_operator(), road)
            intake.take(county, clerk, package.path)
            inbox.receive(database, demo_operator(), answers.answer(county, clerk, station.code, road).path)
            visit_some(database, seed)
    return count


def demo_operator() -> str:
    """Return the name of the demo's operator."""
    from stationdesk.services.demo_village import sample

    return str(sample()["station"]["leader_name"])


def keep_demo_operator(database: Database, name: str, slot: str) -> None:
    """Keep an operator with both rights."""
    from stationdesk.registers.operator import OperatorDraft
    from stationdesk.services.operators import keep_first

    keep_first(database, OperatorDraft(name=name, may_see_children=True, may_change_settings=True), slot)


def make_desk(run: Run, folder: Path, passphrase: str, enrolment: Enrolment) -> Database:
    """Set the demo station's desk up, enrolled, with its directory of services; returns it open."""
    from stationdesk.services.demo_village import demo_station, furnish
    from stationdesk.services.stations import open_station
    from stationdesk.store.desk import set_up
    from stationdesk.store.folder import DataFolder
    from stationdesk.sync.enrolling import enrol

    made = set_up(DataFolder(folder / "desk", run.settings.state), passphrase, side="station", author=enrolment.station)
    keep_demo_operator(made.database, demo_operator(), made.slot.id)
    with made.database.writing(demo_operator(), _("Set the station up")) as session:
        open_station(session, demo_station())
        furnish(session)
    enrol(made.database, demo_operator(), enrolment)
    return made.database


def settled(database: Database, residents: int, seed: int) -> int:
    """Fill the register, and note a few visits that the county will get."""
    from stationdesk.services.demo_village import settle
    from stationdesk.store.clock import local_day

    with database.writing(demo_operator(), _("Settle the demo village")) as session:
        return settle(session, residents, local_day(database.clock()), seed)


def visit_some(database: Database, seed: int) -> None:
    """Note a few visits after the package, so that there is something left to report."""
    from sqlmodel import select

    from stationdesk.registers.resident import Resident
    from stationdesk.services.demo_village import note_visits
    from stationdesk.store.clock import local_day

    with database.writing(demo_operator(), _("Note visits")) as session:
        note_visits(session, list(session.exec(select(Resident).limit(12))), local_day(database.clock()), seed)
