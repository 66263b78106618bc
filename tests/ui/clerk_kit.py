"""A real county with four villages, made once in a run: what lies on its sticks was written by real desks."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import text
from sqlmodel import select

from stationdesk.county import answers, intake
from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.stations import enrol_station
from stationdesk.registers.operator import Operator, OperatorDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import StationDraft
from stationdesk.services.operators import keep_first
from stationdesk.services.stations import open_station
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder, FolderLock
from stationdesk.sync import inbox, outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.sync.package_name import packages
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_page import ClerkPage
from stationdesk.ui.clerk_window import ClerkWindow
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from tests.county.claims_kit import consent, person, wish
from tests.ui.keys import key

COUNTY, CLERK, PASSPHRASE = "360202", "黎春梅", "a county's passphrase"
UPPER, LOWER, BROKEN, SILENT = "360202101209", "360202101210", "360202101211", "360202101212"
VILLAGES = {UPPER: "上徐村", LOWER: "山下村", BROKEN: "河背村", SILENT: "石门村"}
TOWNS = {UPPER: "鲇鱼山镇", LOWER: "鲇鱼山镇", BROKEN: "丽阳镇", SILENT: "丽阳镇"}


@dataclass(frozen=True)
class County:
    """Where the county's folder lies as it was before anything came, its key, and what lies on the sticks."""

    base: Path
    key: bytes
    stick: Path
    """上徐村 and 山下村 (one record the county does not accept), a damaged file of 河背村, a file that is no package's."""
    gap: Path
    """The next package of 上徐村, which begins after the first."""
    twin: Path
    """A package of 上徐村's other computer, with another story."""
    upper: bytes
    """The key of 上徐村's desk."""


MADE: list[County] = []


def the_county(factory: pytest.TempPathFactory) -> County:
    """Return the county of this run, made when it is first asked for; nobody changes it."""
    if not MADE:
        MADE.append(make_county(factory.mktemp("county")))
    return MADE[0]


def make_county(base: Path) -> County:
    """Make county, villages and sticks."""
    made = set_up_county(DataFolder(base / "county", base / "county-state"), PASSPHRASE, code=COUNTY, name="昌江区")
    draft = OperatorDraft(name=CLERK, may_see_children=True, may_change_settings=True)
    keep_first(made.database, draft, made.slot.id)
    folders = {name: base / name for name in ("stick", "gap", "twin", "elsewhere")}
    for folder in folders.values():
        folder.mkdir()
    with made.database as database, CountyDesk(database) as county:
        desks = {code: station(base, county, code) for code in VILLAGES}
        close(county, *desks.values())
        shutil.copytree(base / "county", base / "before")
        shutil.copytree(base / "county-state", base / "before-state")
        shutil.copytree(base / UPPER, base / "other")
        who = person(desks[UPPER], "吴奶奶", birth_date="1948-03-05", birth_precision="day")
        consent(desks[UPPER], who, given_by="self")
        wish(desks[UPPER], who, "一双棉鞋", spec="38 码", wish_no="心愿12")
        first = write(desks[UPPER], UPPER, "汪厚行", folders["stick"])
        write(desks[LOWER], LOWER, "李爱萍", folders["stick"], bad=True)
        damaged = write(desks[BROKEN], BROKEN, "程金水", folders["stick"])
        damaged.write_bytes(damaged.read_bytes()[:-40])
        intake.take(county, CLERK, first)
        inbox.receive(desks[UPPER], CLERK, answers.answer(county, CLERK, UPPER, folders["elsewhere"]).path)
        write(desks[UPPER], UPPER, "汪小军", folders["gap"])
        with other(base, desks[UPPER].key) as twin:
            twin.take_new_copy()  # as a desk does that finds itself on another computer
            write(twin, UPPER, "吴秀英", folders["twin"])
        found = County(base, database.key, folders["stick"], folders["gap"], folders["twin"], desks[UPPER].key)
    for desk in desks.values():
        desk.close()
    return found


def station(base: Path, county: CountyDesk, code: str) -> Database:
    """Enrol a village and set its desk up."""
    path = enrol_station(county, CLERK, code=code, name=VILLAGES[code], town=TOWNS[code], to=base)
    desk = set_up(DataFolder(base / code, base / f"{code}-state"), "a station's passphrase", side="station", author=code).database
    enrol(desk, CLERK, read_enrolment(path))
    with desk.writing(CLERK, "建站", final=True) as session:
        there = StationDraft(code=code, name=f"{VILLAGES[code]}站", village=VILLAGES[code], town=TOWNS[code])
        open_station(session, there.model_copy(update={"leader_name": "李爱萍", "duty_phone": "0798-0120208"}))
    return desk


def other(base: Path, desk_key: bytes) -> Database:
    """Open 上徐村's folder as it was at first on another computer."""
    return Database(DataFolder(base / "other", base / "other-state"), desk_key, FolderLock(base / "other"))


def write(desk: Database, code: str, name: str, to: Path, *, bad: bool = False) -> Path:
    """Write somebody down, with a value the county does not accept if `bad`, and the package."""
    person = Resident.model_validate(ResidentDraft(name=name), update={"author": code})
    with desk.writing(CLERK, f"登记 {name}") as session:
        session.add(person)
    if bad:
        with desk.writing(CLERK, "改名") as session:
            session.connection().execute(text("UPDATE resident SET name = :name WHERE id = :id"), {"name": "名" * 80, "id": person.id})
    return outbox.export(desk, CLERK, to).path


def close(county: CountyDesk, *desks: Database) -> None:
    """Let go of the files, that they can be copied."""
    for engine in (county.ledger, *(e for one in (county.database, *desks) for e in (one._reader, one._writer))):
        engine.dispose()


class Seat:
    """The clerk's window over a county."""

    def __init__(self, qtbot: QtBot, database: Database, room: Path, look: Look, composition: Composition) -> None:
        self.qtbot, self.database, self.room = qtbot, database, room
        with self.database.reading() as session:
            operator = session.exec(select(Operator)).one()
        self.settings = replace(Settings(database.folder.path, database.folder.state), county=True)
        self.desk = ClerkDesk(self.database, operator, look, self.settings)
        self.window = ClerkWindow(self.desk, composition)
        qtbot.addWidget(self.window)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        self.settle()

    def close(self) -> None:
        """Close window and desk."""
        self.window.standing.stop()
        self.desk.close()

    def settle(self) -> None:
        """Wait until nothing is read or written any more."""
        self.qtbot.waitUntil(lambda: not self.desk.jobs.busy() and self.desk.work is None and not self.desk._reading, timeout=30_000)

    @property
    def page(self) -> ClerkPage:
        """The page of the stations."""
        found: Any = self.window.page("stations")
        return found  # type: ignore[no-any-return]

    def use(self, folder: Path) -> None:
        """Work with a folder, a copy of one of the sticks."""
        copy = self.room / folder.name
        if folder.exists() and not copy.exists():
            shutil.copytree(folder, copy)
        self.page.watch.use_folder(str(copy), "从文件夹收")
        self.settle()

    def press(self, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key in the window, and wait until all is done."""
        key(self.window, which, modifier)
        self.settle()

    def take(self, folder: Path) -> None:
        """Take a stick with Ctrl+Enter."""
        self.use(folder)
        self.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def lines(self) -> dict[str, str]:
        """Return the stations that are shown, each with how it stands."""
        model = self.page.table.model()
        found = [model.row(number) for number in range(model.rowCount())]
        return {one.name: model.columns[-1].text(one) for one in found}

    def stand_on(self, code: str) -> None:
        """Go to a station in the list."""
        assert self.page.table.go_to(code)


class Clerk(Seat):
    """The clerk's window over a copy of the county as it was before anything came."""

    def __init__(self, qtbot: QtBot, county: County, room: Path, look: Look, composition: Composition) -> None:
        self.county = county
        for name in ("before", "before-state"):
            shutil.copytree(county.base / name, room / name)
        self.room = room
        super().__init__(qtbot, self.reopened(), room, look, composition)

    def reopened(self) -> Database:
        """Open the county's store."""
        folder = DataFolder(self.room / "before", self.room / "before-state")
        return Database(folder, self.county.key, FolderLock(folder.path))

    def read_and_report(self, answers_in: Path, to: Path) -> None:
        """Let 上徐村 read the county's answer, and report again."""
        for name in (UPPER, f"{UPPER}-state"):
            shutil.copytree(self.county.base / name, self.room / name)
        folder = DataFolder(self.room / UPPER, self.room / f"{UPPER}-state")
        with Database(folder, self.county.upper, FolderLock(folder.path)) as desk:
            (answer,) = [path for path in packages(answers_in) if f"_to_{UPPER}_" in path.name]
            inbox.receive(desk, CLERK, answer)
            to.mkdir()
            outbox.export(desk, CLERK, to)
