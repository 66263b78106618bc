"""The page of calls by keys alone, in the real window: book, agree, run, note with a need, the next date; nobody answered, book again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.call_wish import CallWish, OtherEnd
from stationdesk.registers.operator import Operator
from stationdesk.registers.wish import Wish
from stationdesk.services.call_booking import Booking, Speaker, book
from stationdesk.services.call_outcome import Outcome, note_held
from stationdesk.services.call_wishes import WishForm, note_wish
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.ui.calls_page import CallsPage
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize
from tests.ui.calling_kit import K, calls, focused, page_of, press, settled, tab_to
from tests.ui.conftest import NOW, OPERATOR
from tests.ui.keys import soon, write

ON = date(2026, 11, 23)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def ids(database: Database, operator: Operator) -> dict[str, str]:
    assert operator.may_see_children
    return settled(database)


@pytest.fixture
def desk(database: Database, operator: Operator, look: Look, settings: Settings) -> Iterator[OpenDesk]:
    desk = OpenDesk(database, operator, look, settings)
    yield desk
    desk.close()


@pytest.fixture
def settings(tmp_path: Any) -> Settings:
    return Settings(tmp_path / "desk", tmp_path / "state")


@pytest.fixture
def window(ids: dict[str, str], desk: OpenDesk, composition: Composition, qtbot: QtBot) -> Iterator[DeskWindow]:
    assert ids
    window = DeskWindow(desk, composition)
    qtbot.addWidget(window)
    window.resize(1366, 728)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    press(K.Key_5, Qt.KeyboardModifier.AltModifier, window)
    assert window.here == "calls"
    yield window
    qtbot.waitUntil(lambda: not desk.jobs.running)
    window.standing.stop()


def booked(desk: OpenDesk, who: str, days: int, clock: str, **more: Any) -> str:
    with desk.database.writing(OPERATOR, "约", final=True) as session:
        mum = OtherEnd(relation="妈妈", place="泉州")
        return book(session, Booking((Speaker(who, (mum,)),), ON + timedelta(days=days), clock, **more), ON, OPERATOR).id


def fill(dialog: Any) -> None:
    """Book the child for three in the afternoon, with a helper, every two weeks from then on."""
    assert dialog.people.people[0].name == "小禾（化名）"
    assert dialog.day.hasFocus()
    write(focused(), "11月23日")
    press(K.Key_Return)
    press(K.Key_A, CTRL)
    write(focused(), "15:00")
    tab_to(dialog.helpers.field)
    write(focused(), "章磊")
    press(K.Key_Return)
    tab_to(dialog.rhythm)
    for _choice in range(3):
        press(K.Key_Down)
    assert dialog.rhythm.value() == "14"
    press(K.Key_S, CTRL)


def find(dialog: Any) -> None:
    write(dialog.field, "程小禾")
    soon(fill, besides=dialog)
    press(K.Key_Return)


def test_booked_and_agreed_by_keys(window: DeskWindow, desk: OpenDesk) -> None:
    page = page_of(window)
    soon(find)
    press(K.Key_N, CTRL)
    (call,) = calls(desk)
    assert (call.call_on, call.call_at, call.state, [one.name for one in call.helpers]) == ("2026-11-23", "15:00", "booked", ["章磊"])
    assert page.left.open_count.text() == "1 次还没跟对方约"
    with desk.reading() as session:
        assert session.exec(select(CallWish.every_days)).one() == 14
    press(K.Key_D)
    assert calls(desk)[0].state == "confirmed"
    assert page.left.open_count.text() == ""


def test_begun_ended_and_noted_with_a_need_and_the_next_date(
    window: DeskWindow, desk: OpenDesk, database: Database, ids: dict[str, str]
) -> None:
    page = page_of(window)
    with database.writing(OPERATOR, "约定", final=True) as session:
        mum = (Speaker(ids["程小禾"], (OtherEnd(relation="妈妈", place="泉州"),)),)
        note_wish(session, WishForm(mum, 14, "15:00"), ON, OPERATOR)
    booked(desk, ids["程小禾"], 0, "15:00", agreed=True)
    page.refresh()
    database.clock = lambda: datetime(2026, 11, 23, 7, 2, tzinfo=UTC)
    press(K.Key_Return)
    press(K.Key_Space)
    assert (calls(desk)[0].state, calls(desk)[0].start_time) == ("in_progress", "15:02")
    database.clock = lambda: datetime(2026, 11, 23, 7, 20, tzinfo=UTC)
    page.form.clock.tell()
    assert page.form.clock.big.text() == "18 分钟"
    press(K.Key_Space)
    assert page.form.body.said.hasFocus()
    write(focused(), "腊月二十回家")
    tab_to(page.form.body.need)
    write(focused(), "字典一本")
    assert page.form.body.next_words.text() == "周一，每两周一次，照旧"
    press(K.Key_S, CTRL)
    first, following = calls(desk)
    assert (first.state, first.minutes, first.said, first.need, first.mood) == ("completed", 18, "腊月二十回家", "字典一本", "glad")
    assert (following.call_on, following.call_at, following.state) == ("2026-12-07", "15:00", "booked")
    with desk.reading() as session:
        assert session.exec(select(Wish)).one().id == first.wish_id
    assert page.board.days[0].hasFocus()
    press(K.Key_Z, CTRL)
    assert [one.state for one in calls(desk)] == ["in_progress"]
    with desk.reading() as session:
        assert session.exec(select(Wish).where(col(Wish.removed_at).is_(None))).all() == []


def test_nobody_answered_and_the_next_try_is_three_keys(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    booked(desk, ids["汪厚行"], 0, "09:00")
    window.page("calls").refresh()
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.extend([dialog.windowTitle(), dialog.day.text(), dialog.clock.text()])
        press(K.Key_Return)

    soon(answer)
    press(K.Key_N)
    first, following = calls(desk)
    assert asked == ["没接通，汪厚行另约到什么时候？", "11月24日", "09:00"]
    assert (first.state, following.call_on, following.previous_id) == ("no_answer", "2026-11-24", first.id)
    press(K.Key_Z, CTRL)
    assert [one.state for one in calls(desk)] == ["booked"]


def test_another_day_and_calling_off(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    booked(desk, ids["汪厚行"], 1, "09:00")
    page = page_of(window)
    page.refresh()
    press(K.Key_Right)

    def put(dialog: Any) -> None:
        assert dialog.day.hasFocus()
        write(focused(), "12月1日")
        press(K.Key_Return)

    soon(put)
    press(K.Key_R)
    assert page.first == date(2026, 11, 30)
    assert [(one.state, one.call_on) for one in calls(desk)] == [("moved", "2026-11-24"), ("booked", "2026-12-01")]
    soon(lambda _dialog: press(K.Key_Return))
    press(K.Key_Delete)
    assert (calls(desk)[1].state, calls(desk)[1].cancel_reason) == ("cancelled", "other_end")
    press(K.Key_PageUp)
    assert page.first == date(2026, 11, 23)


def test_the_list_below_books_with_one_key_and_a_held_call_is_noted(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    with desk.database.writing(OPERATOR, "记", final=True) as session:
        who = (Speaker(ids["汪厚行"], (OtherEnd(relation="儿子", name="汪强", place="深圳"),)),)
        note_held(session, who, Outcome(ON - timedelta(days=46), "10:00", minutes=9), ON, OPERATOR)
    page = page_of(window)
    page.refresh()
    page.take("silent")
    row = page.table.current_row()
    assert (row.name, row.words, row.since, row.whom) == ("汪厚行", "46 天没连线", "上次 10月8日", "儿子 汪强，深圳")
    soon(lambda _dialog: press(K.Key_S, CTRL))
    press(K.Key_Return)
    assert calls(desk)[-1].state == "booked"
    assert page.table.model().rowCount() == 0

    def chosen(dialog: Any) -> None:
        press(K.Key_Return, widget=dialog.take_button)

    def find(dialog: Any) -> None:
        write(dialog.field, "程小禾")
        soon(chosen, besides=dialog)
        press(K.Key_Return)

    soon(find)
    press(K.Key_N, CTRL | SHIFT)
    assert page.form.isVisible()
    assert page.form.call is None
    write_minutes(page, "12")
    press(K.Key_S, CTRL)
    last = calls(desk)[-1]
    assert (last.state, last.minutes, last.call_on, last.booked_for) == ("completed", 12, "2026-11-23", None)


def write_minutes(page: CallsPage, text: str) -> None:
    for _field in range(5):
        press(K.Key_Tab)
        if page.form.body.minutes.hasFocus():
            write(focused(), text)
            return
    raise AssertionError("Tab does not come to the minutes")


def test_what_was_typed_survives_leaving_and_a_running_call_a_restart(
    window: DeskWindow, desk: OpenDesk, database: Database, ids: dict[str, str], composition: Composition, qtbot: QtBot
) -> None:
    id_ = booked(desk, ids["程小禾"], 0, "15:00")
    page = page_of(window)
    page.take(id_)
    press(K.Key_Space)
    page.form.body.said.setFocus()
    write(focused(), "说到一半")
    window.keep()
    database.clock = lambda: NOW + timedelta(minutes=25)
    other = DeskWindow(desk, composition)
    qtbot.addWidget(other)
    other.open("calls", id_)
    again = page_of(other)
    assert again.form.clock.minutes() == 25
    assert again.form.body.said.toPlainText() == "说到一半"
    again.form.keeper.drop()
    page.form.keeper.saved()
    other.standing.stop()


@pytest.mark.parametrize("size", [TextSize.LARGE, TextSize.EXTRA_LARGE])
def test_at_larger_texts_the_form_is_a_page_of_its_own(window: DeskWindow, desk: OpenDesk, ids: dict[str, str], size: TextSize) -> None:
    booked(desk, ids["汪厚行"], 0, "15:00")
    page = page_of(window)
    page.refresh()
    desk.look.set(text_size=size)
    press(K.Key_Return, widget=page.board.days[0])
    assert page.form.isVisible()
    assert not page.left.isVisible()
    press(K.Key_Escape)
    assert page.left.isVisible()
    assert page.board.days[0].hasFocus()


def test_a_child_is_told_by_alias_only_and_what_it_said_needs_the_right(
    database: Database, operator: Operator, ids: dict[str, str], look: Look, settings: Settings, shown: Callable[..., QWidget]
) -> None:
    with database.writing(OPERATOR, "记", final=True) as session:
        how = Outcome(ON, "09:00", minutes=9, said="想妈妈", need="书包")
        id_ = note_held(session, (Speaker(ids["程小禾"], (OtherEnd(relation="妈妈", name="林秀", place="泉州"),)),), how, ON, OPERATOR).id
    desk = OpenDesk(database, operator.model_copy(update={"may_see_children": False}), look, settings)
    page = CallsPage(desk)
    page.refresh()
    shown(page)
    page.take(id_)
    told = [call.sentence for call in page.board.week.calls] if page.board.week else []
    assert told == ["09:00，小禾（化名），妈妈，泉州，在站，连上了，9 分钟"]
    assert page.form.body.said.toPlainText() == ""
    assert page.form.body.need.text() == ""
    desk.close()
