"""Pictures of the county clerk's window: an invented county with every trouble, one without a station, and its first run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from sqlmodel import select

from installers.shots_stage import ALL, LIGHT, USUAL, Dress, Stage, settle
from stationdesk.county.demo_county import make_county, words
from stationdesk.county.demo_pair import keep_demo_operator
from stationdesk.county.desk import set_up_county
from stationdesk.county.standings import State
from stationdesk.county.stations import enrol_station
from stationdesk.registers.operator import Operator
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder
from stationdesk.ui.clerk_acts import EnrolStation
from stationdesk.ui.clerk_claims import EndDialog
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_first_run import CountyFirstRun
from stationdesk.ui.clerk_paper import ring_job, to_ring
from stationdesk.ui.clerk_say import AnnounceDialog, CorrectDialog, DayDialog, TaskDialog
from stationdesk.ui.clerk_settings import CLERK_PARTS
from stationdesk.ui.clerk_template import TemplateDialog
from stationdesk.ui.clerk_window import ClerkWindow
from stationdesk.ui.clerk_work import Brought
from stationdesk.ui.print_preview import PrintPreview

PASSPHRASE = "a county's passphrase"  # noqa: S105 - of an invented county
FREE = 5_200_000_000
PAGES = ("came", "aside", "word", "claims", "people", "settings")
EMPTY = ("came", "aside", "word", "claims", "people")


NASTY = (
    (
        "999901203391",
        "<b>土家族苗族自治乡</b>&amp;第一新时代文明实践社区居民委员会筹备组（暂名）",
        "某某某某土家族苗族自治乡人民政府驻地镇",
    ),
    ("999901203392", "=1+1", "一"),
)
SAYS = (
    ("task", TaskDialog),
    ("announce", AnnounceDialog),
    ("correct", CorrectDialog),
    ("template", TemplateDialog),
    ("day", DayDialog),
)


@contextmanager
def desk_of(stage: Stage, database: Database) -> Iterator[ClerkDesk]:
    """Open a county's desk."""
    with database.reading() as session:
        operator = session.exec(select(Operator)).one()
    settings = Settings(database.folder.path, database.folder.state, county=True)
    desk = ClerkDesk(database, operator, stage.look, settings)
    yield desk
    settle(desk.jobs)
    desk.close()


@contextmanager
def window(stage: Stage, desk: ClerkDesk, dress: Dress, *, demo: bool = False) -> Iterator[ClerkWindow]:
    """Open the clerk's window in a dress, and close it afterwards."""
    stage.wear(dress)
    there = ClerkWindow(desk, stage.composition, demo=demo)
    there.resize(1366, 728)
    there.show()
    there.activateWindow()
    QTest.qWait(30)
    settle(desk.jobs)
    yield there
    settle(desk.jobs)
    there.standing.stop()
    for signal in (desk.did, desk.saved, desk.board_read, desk.work_changed):
        signal.disconnect()
    there.hide()
    there.deleteLater()
    stage.application.processEvents()


def stick_in(there: ClerkWindow, stick: Path | None) -> Any:
    """Let the page believe that a stick is plugged in, of a size that is the same on every machine."""
    page: Any = there.page("stations")
    settle(page.desk.jobs)
    page.watch.stop()
    page.watch.pause(True)
    page.watch.carrier = None if stick is None else Brought(stick, True, "城北镇小黎", FREE, files=5, stations=4, known=1)
    page.watch.looked = True
    page.watch.pause = lambda _paused: None  # what is plugged in stays plugged in
    page.show_stick()
    return page


def clerk(stage: Stage) -> None:
    """Take everything."""
    first_run(stage)
    empty(stage)
    folder = stage.room / "clerk"
    make_county(folder, folder / "state", PASSPHRASE)
    database, _slot = unlock_desk(DataFolder(folder / "county", folder / "state"), PASSPHRASE)
    with desk_of(stage, database) as desk:
        for dress in ALL:
            full(stage, desk, dress, folder / "stick")
        dialogs(stage, desk)
        nasty(stage, desk, folder)
        at_work(stage, desk, folder / "stick")


def full(stage: Stage, desk: ClerkDesk, dress: Dress, stick: Path) -> None:
    """Take every page, and the station beside the list in each of its states."""
    with window(stage, desk, dress) as there:
        page = stick_in(there, stick)
        stage.shoot("clerk", dress, there)
        for state in State if dress in USUAL else ():
            code = next((one.code for one in desk.board.stations if one.state is state), None)
            if code is not None and page.table.go_to(code):
                stage.shoot(f"clerk-{state}", dress, there)
        for name in PAGES:
            there.open(name)
            stage.shoot(f"clerk-{name}", dress, there, desk.jobs)


def dialogs(stage: Stage, desk: ClerkDesk) -> None:
    """Take the dialogs."""
    for dress in USUAL:
        with window(stage, desk, dress) as there:
            for name, kind in SAYS:
                dialog = kind(there, desk)
                dialog.show()
                stage.shoot(f"clerk-say-{name}", dress, dialog)
                dialog.hide()
            for name in CLERK_PARTS:
                there.open("settings", name)
                stage.shoot(f"clerk-settings-{name}", dress, there, desk.jobs)
            claims: Any = there.page("claims")
            there.open("claims")
            settle(desk.jobs)
            ending = EndDialog(there, stage.look, claims.found[0])
            ending.show()
            stage.shoot("clerk-claim-end", dress, ending)
            ending.hide()
            again = EnrolStation(there, desk, desk.board.stations[0])
            again.show()
            stage.shoot("clerk-enrol", dress, again)
            again.hide()
            paper = PrintPreview(desk, ring_job(to_ring(desk.board.stations), "昌江区", desk.today()))
            paper.show()
            stage.shoot("clerk-ring-list", dress, paper, desk.jobs)
            paper.leave()
            paper.deleteLater()


def nasty(stage: Stage, desk: ClerkDesk, folder: Path) -> None:
    """Take the list with names that are long or look like something else; this changes the county."""
    for code, name, town in NASTY:
        enrol_station(desk.room.desk(), desk.operator.name, code=code, name=name, town=town, to=folder)
    for dress in USUAL:
        with window(stage, desk, dress) as there:
            page = stick_in(there, None)
            for code, _name, _town in NASTY:
                page.table.go_to(code)
                stage.shoot(f"clerk-nasty-{code[-1]}", dress, there)


def at_work(stage: Stage, desk: ClerkDesk, stick: Path) -> None:
    """Take the page while a stick is taken, after it, and after the answers; this changes the county."""
    with window(stage, desk, LIGHT) as there:
        page = stick_in(there, stick)
        page.head = "正在收"
        page.progress("SD_999901203309_2_20261123.sdpkg", 3, 5)
        stage.shoot("clerk-running", LIGHT, there)
        damaged = next(iter(sorted(stick.iterdir())))
        damaged.write_bytes(damaged.read_bytes()[:-30])
        page.take_stick()
        done(page)
        for dress in ALL:
            stage.wear(dress)
            stage.shoot("clerk-taken", dress, there, desk.jobs)
        page.write_answers()
        done(page)
        stage.shoot("clerk-answered", LIGHT, there, desk.jobs)


def done(page: Any) -> None:
    """Wait until the work is done and the stations are read again."""
    settle(page.desk.jobs)
    QTest.qWait(50)
    settle(page.desk.jobs)


def empty(stage: Stage) -> None:
    """Take a county that has no station yet."""
    folder = DataFolder(stage.room / "none" / "county", stage.room / "none" / "state")
    made = set_up_county(folder, PASSPHRASE, code="999901", name="云溪县")
    keep_demo_operator(made.database, str(words()["clerk"]), made.slot.id)
    with desk_of(stage, made.database) as desk:
        for dress in USUAL:
            with window(stage, desk, dress) as there:
                stick_in(there, None)
                stage.shoot("clerk-empty", dress, there)
                for name in EMPTY:
                    there.open(name)
                    stage.shoot(f"clerk-empty-{name}", dress, there, desk.jobs)


def first_run(stage: Stage) -> None:
    """Take the county's first run, question by question."""
    for dress in USUAL:
        stage.wear(dress)
        settings = replace(stage.settings("clerk-first"), county=True)
        there = CountyFirstRun(settings, stage.look)
        there.show()
        step: Any = there.step
        step.name.setText("云溪县")
        step.code.setText("999901")
        stage.shoot("clerk-first-run", dress, there)
        there.go_on()
        step = there.step
        step.name.setText(str(words()["clerk"]))
        stage.shoot("clerk-first-run-2", dress, there)
        there.go_on()
        stage.shoot("clerk-first-run-3", dress, there)
        there.hide()
        there.deleteLater()
        shutil.rmtree(settings.data, ignore_errors=True)
