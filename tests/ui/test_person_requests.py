"""The requests of a person on his page: what is open first; one is written down, and gone to, by its key from there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from stationdesk.services.dispatching import close
from stationdesk.services.person_sheets import sheets
from stationdesk.store.clock import local_time
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.request_form import RequestForm
from stationdesk.ui.residents_page import ResidentsPage
from tests.ui.calling_kit import K, focused, press
from tests.ui.conftest import NOW, OPERATOR
from tests.ui.keys import soon, write
from tests.ui.requests_kit import ON, asked, desk, ids, numbered, only, page_of, window

__all__ = ["desk", "ids", "window"]

ALT, SHIFT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def lines(desk: OpenDesk, who: str, **eyes: Any) -> list[tuple[str, str, str]]:
    with desk.reading() as session:
        return [(one.label, one.text, one.tone) for one in sheets(session, who, ON, **eyes).requests]


def test_the_open_ones_stand_first_with_whom_and_by_when(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    who = ids["汪厚行"]
    done = asked(desk, who, "送米", urgency="blue")
    with desk.database.writing(OPERATOR, "办好", final=True) as session:
        close(session, done, "solved", local_time(NOW) + timedelta(minutes=5), by=OPERATOR)
    asked(desk, who, "修灯", urgency="yellow")
    asked(desk, who, "量血压", urgency="red")
    assert lines(desk, who) == [
        ("要办（红）", f"量血压 · 还没派 · 今天 11:20 前 · 11月23日 提的 · {numbered(desk, 3)}", "amber"),
        ("要办（黄）", f"修灯 · 还没派 · 明天 9:20 前 · 11月23日 提的 · {numbered(desk, 2)}", "ink"),
        ("了结：办好了", f"送米 · 今天 9:25 · 11月23日 提的 · {numbered(desk, 1)}", ""),
    ]
    assert lines(desk, who, covered=True) == []
    asked(desk, ids["程小禾"], "接送上学")
    assert lines(desk, ids["程小禾"]) == []
    assert "接送上学" in lines(desk, ids["程小禾"], may_see_children=True)[0][1]


def test_one_is_written_down_and_gone_to_from_the_person(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    desk.open_page.emit("residents", ids["汪厚行"])
    page = window.pages["residents"]
    assert isinstance(page, ResidentsPage)
    told: list[str] = []
    desk.did.connect(told.append)
    press(K.Key_Q, ALT | SHIFT)
    assert window.here == "residents"
    assert told[-1].endswith("汪厚行 还没有求助过。")

    def fill(dialog: Any) -> None:
        assert focused() is dialog.what, "whom it is for is known"
        write(dialog.what, "修灯")
        QTest.keyClick(dialog, K.Key_S, CTRL)

    soon(fill)
    press(K.Key_Q, ALT)
    QTest.qWait(300)
    assert only(desk).request.resident_id == ids["汪厚行"]
    desk.open_page.emit("residents", ids["汪厚行"])
    tabs = page.person.tabs
    assert "求助" in [tabs.bar.tabText(at) for at in range(tabs.bar.count())]
    press(K.Key_Q, ALT | SHIFT)
    row = page_of(window).current()
    assert window.here == "requests"
    assert row is not None
    assert row.id == only(desk).request.id


def test_a_number_never_takes_the_place_of_whom_it_is_for(desk: OpenDesk, ids: dict[str, str], qtbot: QtBot) -> None:
    old, child = ids["汪厚行"], ids["程小禾"]
    form, named, plain = RequestForm(desk, None, old), RequestForm(desk, None), RequestForm(desk, None)
    for dialog in (form, named, plain):
        qtbot.addWidget(dialog)
    for typed in ("1", "39", "00001111"):
        QTest.keyClicks(form.number, typed)
        assert (form.wanted().resident_id, form.who.text()) == (old, "汪厚行")
    assert [one[0] for one in form.people] == [old, child], "whose number it is stands behind him"
    QTest.keyClick(form.number, K.Key_Down)
    assert form.wanted().resident_id == child
    QTest.keyClicks(form.number, "9")
    assert (form.wanted().resident_id, form.people) == (old, [(old, "汪厚行")])
    write(named.who, "余老板")
    QTest.keyClicks(named.number, "13900001111")
    assert (named.wanted().resident_id, named.wanted().asked_by) == ("", "余老板"), "who is in no register stays too"
    assert {old, child} == {one[0] for one in named.people[1:]}
    QTest.keyClicks(plain.number, "13900001111")
    assert plain.wanted().resident_id == child
    QTest.keyClicks(plain.number, "9")
    assert (plain.wanted().resident_id, plain.who.text()) == ("", ""), "without a name the number alone tells"
