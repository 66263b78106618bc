"""The book handed on: each count opens its page with nothing typed lost, and who takes it over says that it was read."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from stationdesk.services.incidents import begin, happened
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.shift_handovers import hand_over, handovers
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.shift_book_dialog import BookDialog
from stationdesk.ui.shifts_page import ShiftsPage
from tests.services.people import person
from tests.services.wish_kit import claimed
from tests.ui.keys import key, soon
from tests.ui.pairings_kit import press
from tests.ui.shifts_kit import CONTROL, page, save

__all__ = ["page"]
PAGES = {"incident": "emergency", "kin": "today", "request": "requests", "wish": "wishes", "hospital": "residents"}


def links(dialog: Any) -> list[LinkButton]:
    return [one for one in dialog.findChildren(LinkButton) if one.text() == "去看"]


def fill_up(desk: OpenDesk) -> None:
    """Leave one of everything open."""
    who = person(desk.database, "余水莲", 79, residency_status="hospital")
    with desk.writing("登记") as session:
        note_request(session, Wanted("修灯", resident_id=who), desk.now(), "徐丽华")
        over = begin(session, desk.now(), "徐丽华", resident_id=who)
        happened(session, over.id, "over", desk.now(), "徐丽华")
        begin(session, desk.now(), "徐丽华")
        claimed(session)


def words(page: ShiftsPage) -> str:
    return " ".join(one.text() for one in page.side.findChildren(QLabel))


@pytest.mark.parametrize("by_mouse", [True, False])
def test_every_count_opens_its_page_and_what_was_typed_is_there_again(page: ShiftsPage, empty_desk: OpenDesk, by_mouse: bool) -> None:
    fill_up(empty_desk)
    opened: list[tuple[str, Any]] = []
    empty_desk.open_page.connect(lambda name, argument: opened.append((name, argument)))

    def look(number: int, dialog: Any) -> None:
        assert isinstance(dialog, BookDialog)
        if number:
            assert dialog.note.toPlainText() == f"路灯坏了{number - 1}", "typed before the look, there after it"
        dialog.note.setPlainText(f"路灯坏了{number}")
        link = links(dialog)[number]
        if by_mouse:
            QTest.mouseClick(link, Qt.MouseButton.LeftButton)
        else:
            link.setFocus()
            press(Qt.Key.Key_Return)

    for number in range(len(PAGES)):
        soon(partial(look, number))
        key(page.table, Qt.Key.Key_J, CONTROL)
    assert [name for name, _argument in opened] == list(PAGES.values())
    assert opened[-1][1] == "hospital"

    def hand(dialog: Any) -> None:
        assert dialog.note.toPlainText() == "路灯坏了4"
        dialog.giver.setText("占国林")
        dialog.taker.setText("徐丽华")
        save()

    soon(hand)
    key(page.table, Qt.Key.Key_J, CONTROL)

    def leave(dialog: Any) -> None:
        opened.append(("note", dialog.note.toPlainText()))
        dialog.give("")

    soon(leave)
    key(page.table, Qt.Key.Key_J, CONTROL)
    assert opened[-1] == ("note", ""), "handed on: nothing of it is left over"


def test_nothing_open_is_said_plainly(page: ShiftsPage) -> None:
    seen: list[str] = []

    def read(dialog: Any) -> None:
        seen.extend(one.text() for one in dialog.findChildren(QLabel))
        dialog.give("")

    soon(read)
    key(page.table, Qt.Key.Key_J, CONTROL)
    assert "都办完了。" in seen


def test_who_takes_over_says_so_by_key_and_by_mouse(page: ShiftsPage, empty_desk: OpenDesk) -> None:
    on = empty_desk.today()
    key(page.table, Qt.Key.Key_J)
    assert "没有等着接班人看的交班。" in page.strip.words.text()
    with empty_desk.writing("交班") as session:
        hand_over(session, empty_desk.now(), "占国林", "徐丽华", "路灯坏了")
    page.refresh()
    assert "徐丽华 还没说看过" in words(page)
    key(page.table, Qt.Key.Key_J)
    with empty_desk.reading() as session:
        assert [(one.read_by, one.read_on) for one in handovers(session, on, on)] == [("徐丽华", on.isoformat())]
    page.refresh()
    assert "徐丽华 今天 09:20 看过" in words(page)
    page.undo()
    page.refresh()
    link = page.side.findChildren(LinkButton)[-1]
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    with empty_desk.reading() as session:
        assert [one.read_by for one in handovers(session, on, on)] == ["徐丽华"]
