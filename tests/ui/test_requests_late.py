"""The times of a request: a term that was agreed stays, and every step can be entered with its own minute."""

from __future__ import annotations

from typing import Any

from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from tests.ui.calling_kit import K, focused, press
from tests.ui.keys import soon, write
from tests.ui.requests_kit import CTRL, SHIFT, asked, desk, held, ids, listed, page_of, window

__all__ = ["desk", "ids", "window"]


def test_the_term_of_the_open_fields_goes_along_and_a_typed_one_stays(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    later, hurried, typed = (asked(desk, ids["汪厚行"], what, urgency="blue") for what in ("等材料", "漏得厉害", "说好了"))
    page, panel = page_of(window), page_of(window).pane.panel
    listed(page).table.go_to(later)

    def agree(dialog: Any) -> None:
        write(dialog.due, "12/20 17:00")
        write(dialog.words, "等材料")
        press(K.Key_Return, widget=dialog)

    soon(agree)
    press(K.Key_Y)
    assert panel.due.text() == "12月20日 17:00"
    press(K.Key_S, CTRL)
    assert held(desk, later).standing.due == "2026-12-20T17:00", "sending does not take back what was agreed"
    page.table.go_to(hurried)
    press(K.Key_1)
    assert (panel.due.text(), panel.urgency.value()) == ("11月23日 11:20", "red")
    press(K.Key_Z)
    assert (held(desk, hurried).standing.state, held(desk, hurried).standing.due) == ("accepted", "2026-11-23T11:20")
    page.table.go_to(typed)
    panel.due.setText("11/24 8:00")
    press(K.Key_1)
    press(K.Key_S, CTRL)
    assert held(desk, typed).standing.due == "2026-11-24T08:00"


def late_at(when: str, words: str = "") -> None:
    """Answer the question when it was."""

    def fill(dialog: Any) -> None:
        dialog.when.setText(when)
        write(dialog.words, words)
        press(K.Key_Return, widget=dialog)

    soon(fill)


def moments(desk: OpenDesk, request: str) -> list[tuple[str, str]]:
    return [(event.kind, event.happened_at or "") for event in held(desk, request).events]


def test_a_morning_on_the_way_is_typed_in_with_its_own_minutes(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    request = asked(desk, ids["汪厚行"], "灯坏了", happened="2026-11-23T08:00")
    page, panel = page_of(window), page_of(window).pane.panel
    listed(page)
    late_at("8:02")
    press(K.Key_Exclam, SHIFT)
    assert moments(desk, request) == [("judged", "08:02")]
    press(K.Key_P)
    panel.when.setText("八点")
    press(K.Key_S, CTRL)
    assert moments(desk, request) == [("judged", "08:02")], "what is no time is said, and nothing is sent"
    assert focused() is panel.when
    panel.when.setText("8:05")
    press(K.Key_S, CTRL)
    late_at("8:10")
    press(K.Key_J, SHIFT)
    late_at("8:40")
    press(K.Key_D, SHIFT)
    late_at("9:00", "换了灯泡")
    press(K.Key_S, SHIFT)
    assert moments(desk, request)[1:] == [("dispatched", "08:05"), ("accepted", "08:10"), ("arrived", "08:40"), ("solved", "09:00")]
    assert held(desk, request).standing.due == "2026-11-23T10:02", "the term counts from its own minute"


def test_what_was_sent_before_its_term_ended_gets_the_term_that_is_seen(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    request = asked(desk, ids["汪厚行"], "漏水", urgency="red", happened="2026-11-23T07:00")
    page, panel = page_of(window), page_of(window).pane.panel
    listed(page)
    assert panel.due.text() == "11月23日 11:20", "its two hours are over"
    panel.when.setText("8:30")
    press(K.Key_S, CTRL)
    standing = held(desk, request).standing
    assert (moments(desk, request), standing.due) == ([("dispatched", "08:30")], "2026-11-23T11:20")


def test_going_oneself_refusing_and_taking_up_again_have_a_time_too(window: DeskWindow, desk: OpenDesk, ids: dict[str, str]) -> None:
    mine, other = (asked(desk, ids["汪厚行"], what, urgency="blue", happened="2026-11-23T08:00") for what in ("送药", "修路"))
    page = page_of(window)
    listed(page).table.go_to(mine)
    late_at("8:20")
    press(K.Key_Z, SHIFT)
    assert moments(desk, mine) == [("dispatched", "08:20"), ("accepted", "08:20")]
    page.table.go_to(other)
    late_at("8:30", "归镇里修")
    press(K.Key_R)
    late_at("8:40")
    press(K.Key_G, SHIFT)
    assert moments(desk, other) == [("refused", "08:30"), ("told", "08:40")]
    page.show_request(other)
    late_at("8:50", "镇里说归站里")
    press(K.Key_W)

    def agree(dialog: Any) -> None:
        write(dialog.due, "11/30 17:00")
        dialog.when.setText("9:00")
        write(dialog.words, "等石子")
        press(K.Key_Return, widget=dialog)

    page.show_request(other)
    soon(agree)
    press(K.Key_Y)
    assert moments(desk, other)[2:] == [("reopened", "08:50"), ("extended", "09:00")]
