"""A week of work with thirty people of a ledger, from 今日, through the real window, by keys alone; the keys of each task are counted."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.ledgers.reading import read_files
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.request_reading import open_requests, solved_between
from stationdesk.services.today import today
from stationdesk.services.today_lines import Line
from stationdesk.store.database import Database
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.today_page import TodayPage
from tests.services.importing import planned, take
from tests.services.people import ON, put
from tests.ui.conftest import NOW
from tests.ui.keys import write

LEDGER = Path(__file__).parent.parent / "data" / "ledgers" / "上徐村独居空巢老人排查台账.xlsx"
PEOPLE, DAYS = 30, 7
NEED = "灶房灯不亮，要换灯泡"
MOST = {"phone": 6, "visit": 25, "door": 6, "need met": 6}
"""Keys a task may take, the letters of what is written apart."""


class Hands:
    """Presses keys where the keyboard is, and counts them by task."""

    def __init__(self, window: DeskWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.keys = 0
        self.tasks: dict[str, list[int]] = defaultdict(list)
        self.page: TodayPage | None = None

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        where = QApplication.focusWidget() or self.window
        QTest.keyClick(where, key, modifier)
        self.keys += 1

    def task(self, name: str, do: Callable[[], None]) -> None:
        before = self.keys
        do()
        self.tasks[name].append(self.keys - before)

    def told(self) -> str:
        """Return what each task took."""
        lines = [
            f"{name}: {len(counts)} times, {statistics.median(counts):g} keys in the middle, {max(counts)} at most"
            for name, counts in self.tasks.items()
        ]
        return "\n".join(["", *lines, f"the week: {self.keys} keys"])


@pytest.fixture
def village(empty_desk: OpenDesk) -> list[str]:
    """Take the ledger in, grade thirty of its people, each visited on another day of the week before."""
    database = empty_desk.database
    take(database, planned(database, read_files([LEDGER])))
    with database.writing("导入台账", "分级重来", final=True) as session:
        for grade in session.exec(select(CareGrade)):
            grade.removed_at = session.info["at"]
    with database.reading() as session:
        ids = [one.id for one in session.exec(select(Resident).order_by(col(Resident.key))) if one.cared_for()][:PEOPLE]
    for at, who in enumerate(ids):
        put(database, CareGrade, CareGradeDraft(resident_id=who, grade="red", from_date=(ON - timedelta(days=60)).isoformat()))
        for days in (1, 1 + at % DAYS):
            mode = "home" if days > 1 or at % DAYS == 0 else "phone"
            draft = VisitDraft(resident_id=who, visited_on=(ON - timedelta(days=days)).isoformat(), mode=mode, outcome="met")
            put(database, Visit, draft)
    return ids


def visit_with_a_need(hands: Hands) -> None:
    """F4, what is to be done, saved: back on the list of the day with the next person."""
    hands.press(Qt.Key.Key_F4)
    hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    field = QApplication.focusWidget()
    assert field is not None
    write(field, NEED)
    hands.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def one_line(hands: Hands, line: Line, *, long_visit: bool) -> bool:
    """Do what a line asks for; tells whether it could be done from the list."""
    if line.done_words:
        hands.task("need met", lambda: hands.press(Qt.Key.Key_D))
    elif line.kind not in ("contacts", "follow_ups"):
        return False
    elif line.home and long_visit:
        hands.task("visit", lambda: visit_with_a_need(hands))
    elif line.home:
        hands.task("door", lambda: hands.press(Qt.Key.Key_2))
    else:
        hands.task("phone", lambda: hands.press(Qt.Key.Key_1))
    return True


def work_the_list(hands: Hands, page: TodayPage) -> None:
    """Go down the list until nothing is left that can be done from it."""
    long_visit = True
    for _round in range(4 * PEOPLE):
        line = page.list.current_line()
        if line is None:
            return
        was_visit = line.home and long_visit
        if not one_line(hands, line, long_visit=long_visit):
            hands.press(Qt.Key.Key_Down)
            if page.list.current_line() == line:
                return
            continue
        long_visit = long_visit and not was_visit
        assert hands.window.here == "today"
        assert page.list.current_line() != line, "the line is done and the next one is under the cursor"


def grid_of_the_day(hands: Hands) -> None:
    """Ring thirty people from the grid."""
    hands.press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    for _person in range(PEOPLE):
        hands.press(Qt.Key.Key_1)


def test_a_week_by_keys(
    empty_desk: OpenDesk,
    village: list[str],
    composition: Composition,
    shown: Callable[..., QWidget],
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
) -> None:
    database = empty_desk.database
    window = DeskWindow(empty_desk, composition)
    window.standing.stop()
    shown(window)
    hands = Hands(window, qtbot)
    for day in range(DAYS):
        database.clock = lambda day=day: NOW + timedelta(days=day)  # type: ignore[misc]
        hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        page = window.page("today")
        assert isinstance(page, TodayPage)
        page.refresh()
        page.list.setFocus()
        if day == 4:
            hands.task("thirty daily contacts", lambda: grid_of_the_day(hands))
            hands.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
        work_the_list(hands, page)
        with database.reading() as session:
            left = today(session, ON + timedelta(days=day))
            assert [line.name for line in left.lines() if line.kind in ("contacts", "follow_ups", "requests")] == []
    with capsys.disabled():
        print(hands.told())  # noqa: T201 - the figures are what one reads here
    for name, most in MOST.items():
        assert max(hands.tasks[name]) <= most, name
    assert hands.tasks["thirty daily contacts"][0] <= 60
    the_week_is_done(database, village, hands)


def the_week_is_done(database: Database, village: list[str], hands: Hands) -> None:
    """Everybody was reached on every day and at his door once, and every need is kept, open or met."""
    with database.reading() as session:
        visits = session.exec(select(Visit).where(col(Visit.visited_on) >= ON.isoformat(), Visit.outcome == "met")).all()
        open_now, solved = open_requests(session), solved_between(session, ON.isoformat(), (ON + timedelta(days=DAYS)).isoformat())
    met = {(one.resident_id, one.visited_on) for one in visits}
    assert met == {(who, (ON + timedelta(days=day)).isoformat()) for who in village for day in range(DAYS)}, "everybody on every day"
    assert {one.resident_id for one in visits if one.mode == "home"} == set(village), "everybody at the door in a week"
    assert len(open_now) + len(solved) == len(hands.tasks["visit"])
    assert {one.request.text for one in [*open_now, *solved]} == {NEED}
    assert len(solved) == len(hands.tasks["need met"]) > 0
