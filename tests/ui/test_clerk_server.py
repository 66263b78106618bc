"""The clerk's window over a ledger on a server: three hundred packages, a server that is away, a bundle that cannot reach one."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from stationdesk.county import taking
from stationdesk.county.desk import LEDGER_SETTING, CountyDesk, set_up_county, write_setting
from stationdesk.county.intake import Taken, named_in, take_and_note
from stationdesk.county.ledger import journal
from stationdesk.county.people_sent import send_helper
from stationdesk.county.standings import State, what_came
from stationdesk.registers.operator import OperatorDraft
from stationdesk.services.desk_settings import DeskSettings
from stationdesk.services.operators import keep_first
from stationdesk.store.folder import DataFolder
from stationdesk.store.tables import peer
from stationdesk.sync.package_name import packages
from stationdesk.ui.backing_up import back_up_now
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from tests.benchmarks.many_stations import enrol_many, lines_of, package_of, template
from tests.county.test_many_packages import spoil
from tests.ui.clerk_kit import CLERK, COUNTY, PASSPHRASE, Seat

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
NOBODY = "postgresql+psycopg://desk@/postgres?host=/nowhere"
BEATS = 10
"""How often the screen is drawn at least while packages are taken; a window that waits for the work would not be drawn at all."""

Sit = Callable[[str], Seat]


@pytest.fixture
def sit(qtbot: QtBot, tmp_path: Path, look: Look, composition: Composition) -> Iterator[Sit]:
    """Give the window over a new county whose ledger is at an address, or in a file."""
    seats = list[Seat]()

    def at(url: str) -> Seat:
        folder = DataFolder(tmp_path / "county", tmp_path / "county-state")
        made = set_up_county(folder, PASSPHRASE, code=COUNTY, name="昌江区", url=url)
        keep_first(made.database, OperatorDraft(name=CLERK, may_see_children=True, may_change_settings=True), made.slot.id)
        seats.append(Seat(qtbot, made.database, tmp_path, look, composition))
        return seats[-1]

    yield at
    for seat in seats:
        seat.close()


def move(seat: Seat, url: str) -> None:
    """Let the ledger be at another address from now on."""
    seat.desk.room.close()
    with seat.database.writing(CLERK, "move", final=True) as session:
        write_setting(session, LEDGER_SETTING, url)


def road_of(seat: Seat, count: int) -> tuple[Path, list[Path]]:
    """Let villages report for the first time; one more than asked for is not this county's."""
    road = seat.room / "road"
    road.mkdir()
    lines = template(seat.room, 2)
    with CountyDesk(seat.database) as desk:
        made = [package_of(desk, one, lines_of(one, lines), road) for one in enrol_many(desk, count)]
    return road, made


def pause_at(monkeypatch: pytest.MonkeyPatch, number: int) -> threading.Event:
    """Let the taking wait before its n-th package (counted from 0) until the event is set, so that it can be stopped just there."""
    go_on, turns = threading.Event(), itertools.count()

    def take(*given: Any) -> Taken:
        if next(turns) == number:
            assert go_on.wait(60)
        return take_and_note(*given)

    monkeypatch.setattr(taking, "take_and_note", take)
    return go_on


@pytest.mark.parametrize("count", [40, pytest.param(300, marks=pytest.mark.proof)])
def test_a_stick_with_five_bad_files_is_taken_stopped_and_taken_to_its_end(
    sit: Sit, fresh_postgres: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = sit(fresh_postgres)
    road, made = road_of(seat, count + 1)
    stranger = made.pop()
    with seat.database.writing(CLERK, "forget") as session:
        session.connection().execute(peer.delete().where(peer.c.code == named_in(stranger)))
    bad = spoil(made, stranger)
    stranger.unlink()
    seat.use(road)
    assert f"{count} 份" in seat.page.blocks.take.under
    beats, heart = [0], QTimer()
    heart.timeout.connect(lambda: beats.__setitem__(0, beats[0] + (seat.desk.work is not None)))
    heart.start(20)
    go_on = pause_at(monkeypatch, count // 4)
    QTest.keyClick(seat.window, ENTER, CTRL)
    seat.qtbot.waitUntil(lambda: f"第 {count // 4} 份，共 {count} 份" in seat.page.stick.text.text(), timeout=60_000)
    QTest.keyClick(seat.window, ESC)
    go_on.set()
    seat.settle()
    left = count - len(what_came(seat.desk.room.desk()))
    assert left == count - count // 4 - 1  # what was in hand was taken to its end
    assert f"{left} 份没看：您停了" in seat.page.bar.said[-1].text()
    seat.press(ENTER, CTRL)
    heart.stop()
    assert beats[0] > BEATS
    came = what_came(seat.desk.room.desk())
    assert {one.file for one in came if one.outcome == "refused"} == bad
    assert sum(one.outcome == "taken" for one in came) == count - 5
    assert "5 份没收下" in seat.page.bar.said[0].text()
    seat.press(Qt.Key.Key_2, ALT)
    page: Any = seat.window.page("came")
    page.take("bad")
    assert {one.file for one in page.files()} == bad
    assert all(one.says for one in page.files())
    with seat.desk.room.desk().ledger.begin() as connection:
        assert connection.execute(select(func.count(journal.c.station.distinct()))).scalar_one() == count - 5


def test_answers_are_written_from_a_ledger_on_a_server(sit: Sit, fresh_postgres: str) -> None:
    seat = sit(fresh_postgres)
    road, _made = road_of(seat, 3)
    seat.use(road)
    seat.press(ENTER, CTRL)
    assert {one.state for one in seat.desk.board.stations} == {State.GOOD}
    seat.press(Qt.Key.Key_R, CTRL)
    assert len([path for path in packages(seat.room / "road") if path.name.startswith(f"SD_{COUNTY}_to_")]) == 3
    for name in seat.window.there:
        assert seat.window.open(name)
        seat.settle()
        assert not seat.desk.trouble


def test_a_server_that_is_away_stops_the_taking_and_blames_no_file(sit: Sit) -> None:
    seat = sit("")
    road, made = road_of(seat, 3)
    seat.use(road)
    move(seat, NOBODY)
    seat.press(Qt.Key.Key_F5)
    assert "服务器" in seat.desk.trouble
    seat.press(ENTER, CTRL)
    assert "服务器" in seat.page.bar.said[0].text()
    assert "3 份没看" in seat.page.bar.said[-1].text()
    seat.press(Qt.Key.Key_R, CTRL)
    for name in seat.window.there:
        assert seat.window.open(name)
        seat.settle()
    seat.press(Qt.Key.Key_4, ALT)
    word: Any = seat.window.page("word")
    assert "服务器" in word.trouble
    move(seat, "")
    seat.press(Qt.Key.Key_1, ALT)
    seat.press(Qt.Key.Key_F5)
    assert not seat.desk.trouble
    assert {one.state for one in seat.desk.board.stations} == {State.NEVER}
    seat.press(ENTER, CTRL)
    assert [one.outcome for one in what_came(seat.desk.room.desk())] == ["taken"] * len(made)
    assert {one.state for one in seat.desk.board.stations} == {State.GOOD}


def test_a_program_without_the_servers_driver_says_so_and_does_not_fall(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the package for villages, which has no PostgreSQL in it."""
    seat = sit("")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    move(seat, NOBODY)
    seat.press(Qt.Key.Key_F5)
    said = "县里的总账在服务器上（PostgreSQL），这个程序连不上。请用服务器上装的那一套。"
    assert seat.desk.trouble == said
    assert said in [label.text() for label in seat.page.empty.findChildren(QLabel)]
    made = back_up_now(seat.database, DeskSettings())
    assert made.backup is not None


def test_people_and_photos_are_listed_over_a_server_and_said_when_it_is_away(sit: Sit, fresh_postgres: str) -> None:
    seat = sit(fresh_postgres)
    enrol_many(seat.desk.room.desk(), 3)
    with seat.database.writing(CLERK, "发") as session:
        send_helper(session, {"name": "李医生"}, "all", seat.desk.today())
    for which, page in ((Qt.Key.Key_6, "people"), (Qt.Key.Key_7, "photos")):
        seat.press(which, ALT)
        there: Any = seat.window.page(page)
        assert there.trouble == ""
    people: Any = seat.window.page("people")
    assert [(one.name, people.reach(one).meant) for one in people.found.helpers] == [("李医生", 3)]
    move(seat, NOBODY)
    for which, page in ((Qt.Key.Key_6, "people"), (Qt.Key.Key_7, "photos")):
        seat.press(which, ALT)
        seat.window.page(page).refresh()
        seat.settle()
        assert seat.window.page(page).trouble  # type: ignore[attr-defined]
