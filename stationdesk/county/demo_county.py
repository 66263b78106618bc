"""An invented county of twelve villages to practise the clerk's window on: some quiet, one with two computers, one file that is damaged."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import text

from stationdesk.county import answers, intake
from stationdesk.county.demo_claims import claim, publish
from stationdesk.county.demo_pair import keep_demo_operator
from stationdesk.county.demo_people import ask_photos, have_otherwise, send_people
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.stations import enrol_station, revoke
from stationdesk.county.word import ALL, say
from stationdesk.i18n import _
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.report_template import ReportTemplateDraft, TemplateRow
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import StationDraft
from stationdesk.registers.task import TaskDraft
from stationdesk.services.demo_village import sample
from stationdesk.services.front_door import FrontDoor, write_front_door
from stationdesk.services.stations import open_station
from stationdesk.settings import resource
from stationdesk.store.clock import Clock, local_day, now
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder, FolderLock
from stationdesk.sync import outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment

TWO, ASIDE, DAMAGED, QUIET, QUIETER, SILENT = range(6)
"""Which of the villages has which trouble; all the others are well."""
STOLEN = 10
"""The village whose computer is trusted no more."""
QUIET_FOR = {QUIET: 52, QUIETER: 40}
LATER = range(6, 10)
"""The villages whose next files lie on the stick to be taken."""


@dataclass(frozen=True)
class Village:
    """One of the county's villages while the demo is made."""

    code: str
    name: str
    desk: Database


@cache
def words() -> dict[str, Any]:
    """Return the words the county is made of; nobody is called so."""
    found: dict[str, Any] = json.loads(resource("samples/county.json").read_text(encoding="utf-8"))
    return found


def make_county(folder: Path, state: Path, passphrase: str, clock: Clock = now) -> int:
    """Make the county's desk in `folder`/county, and files to be taken in `folder`/stick; returns how many villages there are."""
    stick, at_county, clerk = folder / "stick", sample()["county"], str(words()["clerk"])
    stick.mkdir(parents=True)
    made = set_up_county(DataFolder(folder / "county", state), passphrase, code=at_county["code"], name=at_county["name"], clock=clock)
    with made.database as database, CountyDesk(database) as county, ExitStack() as stack:
        keep_demo_operator(database, clerk, made.slot.id)
        scratch = folder / ".villages"
        there = [stack.enter_context(village(county, scratch, row, clock)) for row in words()["stations"]]
        wishes = [publish(one.desk, one.name, who, what) for one, (who, what) in zip(there[LATER[0] :], words()["wishes"], strict=False)]
        sent = send_people(database, clerk, words())
        have_otherwise(there[LATER[-1]].desk, there[LATER[-1]].name, words(), sent)
        _live(county, there, scratch, stick, clock)
        claim(database, clerk, wishes, words()["units"])
        _speak(database, clerk)
        ask_photos(database, clerk, words())
        write_front_door(folder / "county", FrontDoor(demo=True))
    shutil.rmtree(scratch)
    return len(there)


@contextmanager
def village(county: CountyDesk, scratch: Path, row: list[str], clock: Clock) -> Iterator[Village]:
    """Enrol a village, and set its desk up for as long as the demo is made."""
    code, name, town, leader = row
    (scratch / "road").mkdir(parents=True, exist_ok=True)
    path = enrol_station(county, str(words()["clerk"]), code=code, name=name, town=town, to=scratch)
    folder = DataFolder(scratch / code, scratch / f"{code}-state")
    with set_up(folder, "no one ever opens it again", side="station", author=code, clock=clock).database as desk:
        enrol(desk, leader, read_enrolment(path))
        with desk.writing(leader, _("Set the station up"), final=True) as session:
            fields = {"code": code, "name": name, "village": name, "town": town, "leader_name": leader, "duty_phone": words()["phone"]}
            open_station(session, StationDraft.model_validate(fields))
        yield Village(code, name, desk)


def settle(one: Village, *names: str, id_no: str = "") -> None:
    """Write people down in a village."""
    with one.desk.writing(one.name, _("Set the station up")) as session:
        for name in names:
            person = ResidentDraft(name=name, id_no=id_no or None)
            session.add(Resident.model_validate(person, update={"author": one.code}))


def _live(county: CountyDesk, there: list[Village], scratch: Path, stick: Path, clock: Clock) -> None:
    """Let the villages report, each with its trouble; what comes next lies on the stick."""
    clerk, road, people = str(words()["clerk"]), scratch / "road", words()["people"]
    twin = _twin(there[TWO], scratch)
    with twin.desk:
        for at, one in enumerate(there):
            if at == SILENT:
                continue
            back = timedelta(days=QUIET_FOR.get(at, 1))
            one.desk.clock = county.database.clock = lambda back=back: clock() - back  # type: ignore[misc]
            settle(one, *people[: 2 + at % 3])
            _trouble(at, one)
            path = outbox.export(one.desk, clerk, road).path
            one.desk.clock = clock
            if at == DAMAGED:
                path.write_bytes(path.read_bytes()[:-40])
            intake.take_and_note(county, clerk, path)
            if at not in {TWO, DAMAGED, QUIET}:
                answers.answer(county, clerk, one.code, road)
        county.database.clock = clock
        settle(twin, people[-1])
        intake.take_and_note(county, clerk, outbox.export(twin.desk, clerk, road).path)
    revoke(county, clerk, there[STOLEN].code)
    for at in LATER:
        settle(there[at], people[0])
        outbox.export(there[at].desk, clerk, stick)


def _trouble(at: int, one: Village) -> None:
    """Give a village what the county does not accept, or somebody whom another one has too."""
    twice = words()["twice"]
    if at in {LATER[0], LATER[1]}:
        settle(one, twice["name"], id_no=twice["id_no"])
    if at == ASIDE:
        with one.desk.writing(one.name, _("Set the station up")) as session:
            long_name = str(words()["bad_name"]) * 80
            changed = "UPDATE resident SET name = :name WHERE key = (SELECT max(key) FROM resident)"
            session.connection().execute(text(changed), {"name": long_name})


def _twin(one: Village, scratch: Path) -> Village:
    """Return a village's desk as another computer has it: a copy of the folder, which has found out that it is one."""
    for engine in (one.desk._reader, one.desk._writer):
        engine.dispose()
    copy = DataFolder(scratch / "twin", scratch / "twin-state")
    shutil.copytree(one.desk.folder.path, copy.path)
    desk = Database(copy, one.desk.key, FolderLock(copy.path), one.desk.clock)
    desk.take_new_copy()
    return Village(one.code, one.name, desk)


def _speak(database: Database, clerk: str) -> None:
    """Say a task and an announcement to all."""
    on = local_day(database.clock())
    task, told = words()["task"], words()["announcement"]
    with database.writing(clerk, _("Task for stations: {title}").format(title=task["title"])) as session:
        due = (on + timedelta(days=9)).isoformat()
        say(session, TaskDraft(title=task["title"], given_on=on.isoformat(), due_on=due, asks_for=tuple(task["figures"])), ALL, on)
    report = words()["report"]
    with database.writing(clerk, _("Report for stations: {name}").format(name=report["name"])) as session:
        rows = tuple(TemplateRow(figure=figure) for figure in report["figures"])
        say(session, ReportTemplateDraft(name=report["name"], period="month", rows=rows, valid_from=on.isoformat()), ALL, on)
    with database.writing(clerk, _("Announcement: {title}").format(title=told["title"])) as session:
        say(session, AnnouncementDraft(title=told["title"], text=told["text"], valid_from=on.isoformat(), must_be_read=True), ALL, on)
