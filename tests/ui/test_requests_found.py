"""A request whose slip comes back is found by number, words and name, also where it is settled already."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel

from stationdesk.services.dispatching import close
from stationdesk.store.clock import local_time
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from tests.ui.calling_kit import K, focused, press
from tests.ui.conftest import NOW, OPERATOR
from tests.ui.keys import write
from tests.ui.requests_kit import CTRL, asked, desk, ids, listed, numbered, page_of, window

__all__ = ["desk", "ids", "window"]


def test_what_comes_back_is_found_by_number_words_and_name(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    lamp, tap = (asked(desk, ids["汪厚行"], what, urgency="blue") for what in ("厨房灯不亮", "水管漏水"))
    child = asked(desk, ids["程小禾"], "想妈妈，夜里哭", urgency="blue")
    with desk.database.writing(OPERATOR, "办好", final=True) as session:
        close(session, lamp, "solved", local_time(NOW) + timedelta(minutes=5), by=OPERATOR)
    page = page_of(window)
    listed(page)

    def found(typed: str, lane: str = "all") -> set[str]:
        page.lanes.set_value(lane)
        page.typed.setText(typed)
        page.show_lane()
        return {str(one) for one in page.table.model().ids()}

    press(K.Key_Slash)
    assert focused() is page.typed
    write(page.typed, "漏水")
    assert found("漏水") == {tap}
    press(K.Key_Down)
    assert focused() is page.table
    press(K.Key_J)
    assert "不能记「接单」" in page.strip.words.text(), "letters are the list's again"
    press(K.Key_Escape)
    assert (page.typed.text(), found("")) == ("", {tap, child})
    press(K.Key_F, CTRL)
    assert focused() is page.typed
    assert found(numbered(desk, 1)) == {lamp}, "settled, and found all the same"
    assert found(numbered(desk, 2).replace("-000", "-").lower()) == {tap}
    assert found("汪厚 灯") == {lamp}
    assert found("汪厚", "dispatch") == {tap}
    assert found("小禾（化名）") == {child}
    assert found("程小禾") == set(), "a child is found by the alias"
    assert page.empty.isVisible()
    press(K.Key_Escape)
    assert (found(""), focused()) == ({tap, child}, page.table)
    page.typed.setText("没有这样的")
    page.show_request(lamp)
    assert (page.place(), page.typed.text()) == (lamp, "")


def test_a_slip_of_last_year_is_found_by_its_whole_number(
    window: DeskWindow, desk: OpenDesk, ids: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp = asked(desk, ids["汪厚行"], "厨房灯不亮", urgency="blue")
    with desk.database.writing(OPERATOR, "办好", final=True) as session:
        close(session, lamp, "solved", local_time(NOW) + timedelta(minutes=5), by=OPERATOR)
    late = desk.now() + timedelta(days=200)
    monkeypatch.setattr(desk, "now", lambda: late)
    monkeypatch.setattr(desk, "today", late.date)
    page = page_of(window)
    page.refresh()

    def found(typed: str) -> set[str]:
        page.typed.setText(typed)
        page.show_lane()
        return {str(one) for one in page.table.model().ids()}

    assert found("厨房灯") == set()
    assert any("整个编号" in label.text() for label in page.empty.findChildren(QLabel))
    assert found(numbered(desk, 1)) == {lamp}
    assert found(numbered(desk, 1)[:-1] + "7") == set()
    press(K.Key_Escape)
    assert found("") == set()
