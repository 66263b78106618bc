"""有变动, by keyboard alone: what follows stands there before it happens, one key writes it, one takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.card_issue import CardIssue, CardIssueDraft
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.day_reading import read_coming_day
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.store.database import author_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.residents_page import ResidentsPage
from stationdesk.ui.status_dialog import StatusDialog, change_status
from tests.ui.keys import write

ON = date(2026, 11, 23)


@pytest.fixture
def elder(desk: OpenDesk) -> str:
    """Keep a head of household with wife, grade, helper and card."""
    with desk.writing("加人") as session:
        made = PersonDraft({"name": "方根水", "village": "上徐村", "birth_date": "1954-03-05"}, frozenset({"empty_nest"}), grade="red")
        old = add_resident(session, made, ON - timedelta(days=60))
        wife = add_resident(
            session, PersonDraft({"name": "余水莲", "village": "上徐村", "birth_date": "1956"}, frozenset({"empty_nest"})), ON
        )
        mine = {"author": author_of(session)}
        house = Household.model_validate(HouseholdDraft(head_id=old.id, head_name=old.name, household_size=2), update=mine)
        session.add(house)
        old.household_id = wife.household_id = house.id
        session.add(Pairing.model_validate(PairingDraft(resident_id=old.id, helper_name="程老师"), update=mine))
        card = CardIssueDraft(resident_id=old.id, design="number", card_no="一组01", issued_on="2026-09-01")
        session.add(CardIssue.model_validate(card, update=mine))
        return old.id


def kept(desk: OpenDesk, who: str) -> Resident:
    with desk.reading() as session:
        return session.exec(select(Resident).where(Resident.id == who)).one()


def while_open(act: Callable[[Dialog], None]) -> None:
    """Do something in the next dialog that opens."""

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog) and dialog.isActiveWindow():
            act(dialog)
        else:
            QTimer.singleShot(30, now)

    QTimer.singleShot(30, now)


def words(dialog: StatusDialog) -> str:
    return "\n".join(one.says for one in dialog.list.effects)


def test_a_death_by_keys_alone_and_its_undoing(qtbot: QtBot, desk: OpenDesk, elder: str, shown: Callable[..., QWidget]) -> None:
    page = ResidentsPage(desk)
    page.refresh()
    shown(page)
    page.take(elder)
    page.pane.table.setFocus()
    seen: dict[str, str] = {}

    def act(dialog: Dialog) -> None:
        assert isinstance(dialog, StatusDialog)
        seen["before"] = dialog.save_button.text()
        assert dialog.focusWidget() is dialog.kind
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_5)
        seen["button"], seen["words"] = dialog.save_button.text(), words(dialog)
        assert kept(desk, elder).residency_status == "living", "nothing happens before it is said"
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    while_open(act)
    qtbot.keyClick(page.pane.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert seen["button"] == "登记去世，停 5 件事"
    for said in ("红色关爱分级", "程老师", "联系卡 一组01", "户主换成余水莲", "户内人口 2 → 1", "生日"):
        assert said in seen["words"]
    assert kept(desk, elder).residency_status == "deceased"
    assert desk.can_undo
    page.undo()
    assert kept(desk, elder).residency_status == "living"
    with desk.reading() as session:
        assert session.exec(select(CareGrade).where(CareGrade.resident_id == elder)).one().to_date is None
        assert session.exec(select(Household.head_id).where(col(Household.household_size) == 2)).one() == elder


def test_a_wrong_day_is_said_beside_its_field_and_nothing_is_lost(desk: OpenDesk, elder: str, shown: Callable[..., QWidget]) -> None:
    with desk.reading() as session:
        from stationdesk.services.residency_around import around

        dialog = StatusDialog(desk, around(session, elder, desk.today()))
    shown(dialog)
    QTest.keyClick(dialog.kind, Qt.Key.Key_5)
    dialog.day.setFocus()
    dialog.day.selectAll()
    write(dialog.day, "1950-1-1")
    dialog.look_again()
    assert "出生" in dialog.trouble.text()
    dialog.save()
    refused = dialog.draft
    assert refused is None
    dialog.day.selectAll()
    write(dialog.day, "胡说")
    dialog.look_again()
    assert dialog.day.row is not None
    assert "请写一个日子" in dialog.day.row.words.text()
    dialog.day.selectAll()
    write(dialog.day, "2027-01-01")
    dialog.look_again()
    assert "还没到" in dialog.trouble.text()
    dialog.day.selectAll()
    write(dialog.day, "昨天")
    dialog.look_again()
    assert dialog.trouble.text() == ""
    dialog.save()
    assert dialog.draft is not None
    assert dialog.draft.happened_on == ON - timedelta(days=1)


def test_an_unticked_choice_is_not_written(desk: OpenDesk, elder: str, qtbot: QtBot) -> None:
    def act(dialog: Dialog) -> None:
        assert isinstance(dialog, StatusDialog)
        QTest.keyClick(dialog.kind, Qt.Key.Key_5)
        box = dialog.list.boxes["size"]
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
        QTest.keyClick(box, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    while_open(act)
    assert change_status(desk, None, elder)
    with desk.reading() as session:
        house = session.exec(select(Household).where(col(Household.household_size).is_not(None))).one()
        assert (house.household_size, house.head_name) == (2, "余水莲")


def test_a_wrong_death_is_taken_back_from_the_same_dialog(desk: OpenDesk, elder: str, qtbot: QtBot) -> None:
    def die(dialog: Dialog) -> None:
        assert isinstance(dialog, StatusDialog)
        QTest.keyClick(dialog.kind, Qt.Key.Key_5)
        QTest.keyClick(dialog.kind, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    def correct(dialog: Dialog) -> None:
        assert not isinstance(dialog, StatusDialog), "nothing more can happen to him"
        assert "已经登记去世" in dialog.text.text()
        button = next(one for one in dialog.findChildren(Button) if "记错了" in one.text())
        while_open(lambda asked: QTest.keyClick(asked, Qt.Key.Key_Return))
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)

    while_open(die)
    assert change_status(desk, None, elder)
    while_open(correct)
    assert change_status(desk, None, elder)
    assert kept(desk, elder).residency_status == "living"
    while_open(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert not change_status(desk, None, elder)


def test_a_child_is_moved_only_with_the_right(desk: OpenDesk) -> None:
    with desk.writing("加人") as session:
        made = PersonDraft({"name": "方禾", "alias": "小禾", "village": "上徐村", "birth_date": "2018-03-05"}, frozenset({"orphan"}))
        child = add_resident(session, made, ON).id
    desk.operator.may_see_children = False
    said: list[str] = []

    def read(dialog: Dialog) -> None:
        said.append(dialog.text.text())
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    while_open(read)
    assert not change_status(desk, None, child)
    assert said
    assert "方禾" not in said[0]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12-31", date(2026, 12, 31)),
        ("12月31日", date(2026, 12, 31)),
        ("2-8", date(2027, 2, 8)),
        ("28", date(2026, 11, 28)),
        ("3日", date(2026, 12, 3)),
        ("31", date(2026, 12, 31)),
        ("2-29", date(2028, 2, 29)),
        ("2027-02-08", date(2027, 2, 8)),
        ("2025年2月8日", date(2025, 2, 8)),
        ("今天", ON),
        ("2-31", None),
        ("2027-13-01", None),
        ("胡说", None),
        ("", None),
    ],
)
def test_a_day_to_come_back_lies_ahead(typed: str, day: date | None) -> None:
    assert read_coming_day(typed, ON) == day
