"""A task of the county is made a request by one key, done as one, and reported by what was done; each shows the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.county import replies
from stationdesk.registers.operator import OperatorDraft
from stationdesk.registers.task import Task, TaskDraft
from stationdesk.services import drafts
from stationdesk.services.dispatching import judge
from stationdesk.services.operators import keep_first
from stationdesk.services.request_reading import open_requests, request_called
from stationdesk.services.undoing import undo_last
from stationdesk.settings import Settings
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.from_county_page import FromCountyPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from stationdesk.ui.requests_page import RequestsPage
from tests.county.word_kit import says, takes_back
from tests.road_kit import OPERATOR, Road
from tests.ui.calling_kit import K, focused, press
from tests.ui.county_kit import road
from tests.ui.from_county_kit import rows, words
from tests.ui.keys import soon, write
from tests.ui.requests_kit import said

__all__ = ["road"]

ON = date(2026, 11, 22)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(road: Road, look: Look, composition: Composition, qtbot: QtBot) -> Iterator[DeskWindow]:
    road.open_station()
    road.add("吴细妹")
    road.round()
    says(road, TaskDraft(title="给吴细妹送轮椅", text="残联已拨到镇上", due_on="2026-11-25", contact="残联 李干事"))
    road.round()
    operator = keep_first(road.desk, OperatorDraft(name=OPERATOR, may_see_children=True, may_change_settings=True), "slot")
    desk = OpenDesk(road.desk, operator, look, Settings(road.stick, road.stick))
    window = DeskWindow(desk, composition)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    desk.open_page.emit("from_county", None)
    yield window
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    window.standing.stop()
    desk.close()


def tasks_page(window: DeskWindow) -> FromCountyPage:
    page = window.pages["from_county"]
    assert isinstance(page, FromCountyPage)
    return page


def requests_page(window: DeskWindow) -> RequestsPage:
    page = window.pages["requests"]
    assert isinstance(page, RequestsPage)
    return page


def make(window: DeskWindow, person: str = "") -> str:
    """Make a request of the task by its key; returns the request."""
    page = tasks_page(window)
    page.table.setFocus()

    def fill(dialog: Any) -> None:
        assert focused() is dialog.who
        if person:
            write(dialog.who, person)
        QTest.keyClick(dialog, K.Key_S, CTRL)

    soon(fill)
    press(K.Key_Q)
    with window.desk.reading() as session:
        return open_requests(session)[-1].request.id


def told(road: Road) -> Any:
    road.export()
    road.county_takes()
    return replies.replies(road.county, ON)[0]


@pytest.mark.parametrize(("urgency", "day"), [("blue", "2026-11-25"), ("yellow", "2026-11-25"), ("red", "2026-11-22")])
def test_the_countys_day_stays_the_term_when_it_is_judged_anew_and_what_is_red_does_not_wait_for_it(
    window: DeskWindow, urgency: str, day: str
) -> None:
    desk, request = window.desk, make(window, "吴细妹")
    with desk.writing("定急") as session:
        judge(session, request, urgency, datetime(2026, 11, 22, 20, 0, tzinfo=VILLAGE_TIME), by=OPERATOR)
        due = request_called(session, request).standing.due
    assert due == (f"{day}T22:00" if urgency == "red" else f"{day}T23:59")


def test_a_task_is_made_a_request_done_and_reported(window: DeskWindow, road: Road) -> None:
    page, desk = tasks_page(window), window.desk
    request = make(window, "吴细妹")
    with desk.reading() as session:
        held = request_called(session, request)
    assert (held.request.source, held.request.sender, held.request.text) == ("county", "残联 李干事", "给吴细妹送轮椅，残联已拨到镇上")
    assert (held.standing.state, held.standing.due) == ("judged", "2026-11-25T23:59"), "the county's day is its term"
    assert held.request.resident_id
    assert rows(page) == [("给吴细妹送轮椅", "还没派")]
    assert f"已转成求助：{held.request.number} · 还没派" in words(page)
    sentences: list[str] = []
    desk.did.connect(sentences.append)
    page.table.setFocus()
    press(K.Key_Q)
    assert window.here == "requests"
    assert "没有写第二次" in sentences[-1]
    board = requests_page(window)
    assert board.current() is not None
    QTest.qWait(20)
    assert "县里的任务「给吴细妹送轮椅」" in said(board)

    def report(dialog: Any) -> None:
        assert "现在报给县里吗" in dialog.accessibleName()
        QTest.keyClick(dialog, K.Key_Return)

    soon(report)
    press(K.Key_B)
    assert window.here == "from_county"
    form = page.pane.form
    assert form is not None
    assert form.typed()["words"] == "今天 9:20 办好"
    page.keep()
    with desk.reading() as session:
        assert not drafts.take(session, OPERATOR, "from_county", form.entry.key), "nobody typed anything"
    press(K.Key_S, CTRL)
    assert (told(road).state, told(road).said) == ("done", "今天 9:20 办好")
    with desk.reading() as session:
        assert request_called(session, request).standing.state == "done", "the person has still to be asked"
    undo_last(road.desk, OPERATOR)
    assert told(road).state == "open"


def test_a_task_that_is_judged_later_keeps_the_countys_day(window: DeskWindow) -> None:
    def fill(dialog: Any) -> None:
        dialog.urgency.set_value("")
        QTest.keyClick(dialog, K.Key_S, CTRL)

    tasks_page(window).table.setFocus()
    soon(fill)
    press(K.Key_Q)
    with window.desk.reading() as session:
        request = open_requests(session)[-1]
    assert (request.standing.state, request.standing.due) == ("raised", "")
    window.open("requests", request.request.id)
    press(K.Key_3)
    with window.desk.reading() as session:
        standing = request_called(session, request.request.id).standing
    assert (standing.state, standing.urgency, standing.due) == ("judged", "blue", "2026-11-25T23:59")
    press(K.Key_1)
    with window.desk.reading() as session:
        assert request_called(session, request.request.id).standing.due < "2026-11-25", "judged once more, it is a red one"


def test_a_report_settles_the_request_of_the_county_itself(window: DeskWindow, road: Road) -> None:
    request = make(window)
    page = tasks_page(window)
    page.table.setFocus()
    press(K.Key_D)
    with window.desk.reading() as session:
        held = request_called(session, request)
    assert (held.standing.state, held.note) == ("solved", "已报县里")
    assert told(road).state == "done"
    undo_last(road.desk, OPERATOR)
    with window.desk.reading() as session:
        assert request_called(session, request).standing.state == "judged", "one action, one undo"


def test_a_task_taken_back_says_so_on_its_request(window: DeskWindow, road: Road) -> None:
    request = make(window)
    with road.county.database.reading() as session:
        task = session.exec(select(Task)).one().id
    takes_back(road, task)
    road.round()
    window.desk.open_page.emit("requests", request)
    board = requests_page(window)
    QTest.qWait(20)
    assert "县里已经收回" in said(board)
    press(K.Key_B)
    assert window.here == "requests", "nothing is to be reported any more"
