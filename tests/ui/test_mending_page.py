"""What is missing, worked through by keys alone: thirty phones are thirty times typing and Enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.gap_answer import GapAnswer
from stationdesk.registers.kin import Kin
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.gaps import Gap
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of
from stationdesk.ui.mending_page import MendingPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize

SOUND: dict[str, Any] = {"id_no": "34052419800101001X", "id_state": "ok", "birth_date": "1980-01-01", "birth_precision": "day"}


def put(desk: OpenDesk, count: int, **fields: Any) -> list[str]:
    """Keep `count` grown-ups who lack what `fields` says; returns their ids in the order of the list."""
    with desk.writing("settle") as session:
        people = [
            Resident.model_validate(
                ResidentDraft(
                    name=f"汪甲{chr(0x4E00 + at)}",
                    **({"village_group": "汪家组", "phones": (PhoneNumber(number="13800005678"),), "village": "汪家村"} | SOUND | fields),
                ),
                update={"author": author_of(session), "id": f"00000000-0000-7000-8000-{at:012d}"},
            )
            for at in range(count)
        ]
        session.add_all(people)
    return [one.id for one in people]


@pytest.fixture
def page(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> MendingPage:
    """Give the page of an empty desk, and a way to fill it before it is asked to refresh."""
    page = MendingPage(empty_desk)
    empty_desk.saved.connect(lambda registers: page.refresh() if page.reads & registers else None)
    shown(page)
    return page


def opened(page: MendingPage, qtbot: QtBot, kind: str) -> None:
    """Open a kind, as the day's page does."""
    page.refresh()
    settle(page, qtbot)
    page.take(kind)


def settle(page: MendingPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.known and not page.working, timeout=10_000)


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def resident(desk: OpenDesk, who: str) -> Resident:
    with desk.reading() as session:
        return own_resident(session, who)


def test_thirty_phones_are_thirty_times_typing_and_enter(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    people = put(empty_desk, 30, phones=(), id_type="id_card")
    opened(page, qtbot, "no_phone")
    for at in range(30):
        QTest.keyClicks(focus(), f"138000010{at:02d}")
        QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle(page, qtbot)
    assert [resident(empty_desk, who).phones[0].number for who in people] == [f"138000010{at:02d}" for at in range(30)]
    assert "no_phone" not in {gap.code for gap in page.pane.found}


def test_ten_things_of_five_kinds_and_the_last_one_undone(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    people = put(empty_desk, 3, phones=(), id_no=None, id_state=None, sex="female")
    opened(page, qtbot, "no_phone")
    for keys in ("13800001111", "n", "s"):
        QTest.keyClicks(focus(), keys)
        if keys.isdigit():
            QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert page.pane.kind() == "no_id_no"
    QTest.keyClicks(focus(), "11010519491231002x")
    assert page.pane.editor.words.text()
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    QTest.keyClicks(focus(), "n")
    QTest.keyClicks(focus(), "1101051949123100")
    QTest.keyClick(focus(), Qt.Key.Key_Down)
    settle(page, qtbot)
    assert page.pane.gap() is not None
    QTest.keyClicks(focus(), "s")
    settle(page, qtbot)
    assert resident(empty_desk, people[0]).id_no
    page.take("birth_differs")
    assert page.pane.kind() == "birth_differs"
    QTest.keyClicks(focus(), "3")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle(page, qtbot)
    first = resident(empty_desk, people[0])
    assert (first.id_no, first.birth_date, first.birthday) == ("11010519491231002X", "1949-12-31", "01-01")
    assert resident(empty_desk, people[1]).id_type == "none"
    with empty_desk.reading() as session:
        said = sorted((one.gap, one.answer) for one in session.exec(select(GapAnswer)))
    assert said == [("no_id_no", "later"), ("no_id_no", "none"), ("no_phone", "later"), ("no_phone", "none")]
    page.undo()
    settle(page, qtbot)
    assert resident(empty_desk, people[0]).birth_date == "1980-01-01"
    assert "birth_differs" in {gap.code for gap in page.pane.found}


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    people = put(empty_desk, 1, phones=())
    opened(page, qtbot, "no_phone")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert page.pane.editor.words.text()
    assert resident(empty_desk, people[0]).phones == ()
    assert page.pane.list.current_id() == people[0]


def test_a_letter_in_a_text_is_text(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    people = put(empty_desk, 1)
    with empty_desk.writing("kin") as session:
        session.add(Kin(author=author_of(session), resident_id=people[0], relation="son"))
    opened(page, qtbot, "nameless_kin")
    QTest.keyClicks(focus(), "Sand")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    with empty_desk.reading() as session:
        assert session.exec(select(Kin)).one().name == "Sand"


def test_what_is_typed_survives_a_save_elsewhere(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    people = put(empty_desk, 2, phones=())
    opened(page, qtbot, "no_phone")
    QTest.keyClicks(focus(), "1380000")
    with empty_desk.writing("other") as session:
        own_resident(session, people[1]).remark = "x"
    settle(page, qtbot)
    assert page.pane.editor.typed() == "1380000"
    assert page.pane.editor.holds_focus()


def test_a_person_with_two_doubts_is_asked_twice(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    people = put(empty_desk, 2, current_address="上屋3号")
    with empty_desk.writing("notes") as session:
        for text in ("下屋8号", "下屋9号"):
            draft = NoteDraft(resident_id=people[0], kind="doubt", heading="current_address", text=text)
            session.add(Note.model_validate(draft, update={"author": author_of(session)}))
    opened(page, qtbot, "ledger_doubt")
    QTest.keyClicks(focus(), "2")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert "下屋9号" in page.pane.editor.told.text()
    QTest.keyClicks(focus(), "1")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    settle(page, qtbot)
    assert resident(empty_desk, people[0]).current_address == "下屋8号"
    assert "ledger_doubt" not in {gap.code for gap in page.pane.found}


def test_without_the_right_no_child_is_listed(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    empty_desk.operator.may_see_children = False
    put(empty_desk, 1, birth_date="2018-03-01", id_no=None, id_state=None, phones=())
    page.refresh()
    settle(page, qtbot)
    assert page.pane.found == []
    assert page.stack.currentIndex() == 1


def test_d_opens_the_person_and_a_gap_is_shown_before_all_is_read(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    people = put(empty_desk, 2, phones=())
    asked: list[tuple[str, Any]] = []
    empty_desk.open_page.connect(lambda name, what: asked.append((name, what)))
    page.known = False
    page.take(Gap("no_phone", "没有电话", tuple(people)))
    assert page.pane.editor.ask is not None
    QTest.keyClicks(focus(), "d")
    QTest.keyClick(page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    assert [name for name, _what in asked] == ["residents"] * 3
    assert asked[0][1] == people[0]
    settle(page, qtbot)


@pytest.mark.parametrize("size", list(TextSize))
def test_the_question_stands_whole_in_its_row(page: MendingPage, empty_desk: OpenDesk, qtbot: QtBot, look: Look, size: TextSize) -> None:
    look.set(text_size=size)
    put(empty_desk, 40, phones=())
    opened(page, qtbot, "no_phone")
    for _time in range(39):
        page.pane.step(1)
    editor = page.pane.editor
    assert editor.isVisible()
    assert page.pane.list.viewport().rect().contains(editor.geometry())
    assert editor.height() >= editor.sizeHint().height()
