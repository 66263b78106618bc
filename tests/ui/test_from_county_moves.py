"""People who move between stations, by the keyboard alone: handed over from the record, taken in or sent back under 县里来的, undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.operator import OperatorDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.operators import keep_first
from stationdesk.services.residency_around import around
from stationdesk.services.transfers import departures, destinations
from stationdesk.settings import Settings
from stationdesk.ui.from_county_page import FromCountyPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from stationdesk.ui.transfer_dialog import TransferDialog
from tests.county.claims_kit import BY, person
from tests.county.moving_kit import HERE, THERE, Villages
from tests.ui.county_kit import Show
from tests.ui.from_county_kit import rows, words
from tests.ui.keys import key, write


@pytest.fixture
def villages() -> Iterator[Villages]:
    found = Villages()
    yield found
    found.world.close()


def desk_of(villages: Villages, code: str, look: Look) -> OpenDesk:
    database = villages.desk(code)
    operator = keep_first(database, OperatorDraft(name=BY, may_see_children=True, may_change_settings=True), "slot")
    return OpenDesk(database, operator, look, Settings(database.folder.path, database.folder.path))


@pytest.fixture
def page(villages: Villages, look: Look, qtbot: QtBot, shown: Show) -> Iterator[FromCountyPage]:
    """Show the receiving desk's page, with two people who are said to have moved there."""
    villages.send()
    villages.rounds()
    villages.send(who=person(villages.desk(HERE), "李爷爷", birth_date="1940-01-01", birth_precision="day"))
    villages.rounds()
    desk = desk_of(villages, THERE, look)
    found = FromCountyPage(desk)
    desk.saved.connect(lambda registers: found.refresh() if found.reads & registers else None)
    found.refresh()
    shown(found, 1230, 644)
    found.table.setFocus()
    yield found
    qtbot.waitUntil(lambda: not desk.jobs.busy())


def test_who_came_is_taken_in_sent_back_and_undone(page: FromCountyPage, villages: Villages) -> None:
    said: list[str] = []
    page.desk.did.connect(said.append)
    village = f"村{HERE[-2:]}"
    assert rows(page) == [(f"汪奶奶，从{village}迁来", "待接收"), (f"李爷爷，从{village}迁来", "待接收")]
    for told in ("请先核实", "儿子 汪小军", "独居老人", "腿脚不便", "138****0000", "红色"):
        assert told in words(page)
    key(page.table, Qt.Key.Key_D)
    assert rows(page) == [(f"李爷爷，从{village}迁来", "待接收")]
    key(page.table, Qt.Key.Key_Return)
    form = page.pane.form
    assert form is not None
    assert form.reason is not None
    assert form.reason.hasFocus()
    key(form.reason, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "请写明原因" in form.trouble.text()
    write(form.reason, "没有这家人")
    key(form.reason, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert rows(page) == []
    assert [sentence[6:] for sentence in said] == [f"接收{village}迁来的 汪奶奶", f"{village}转来的 李爷爷，不是我村的"]
    villages.rounds(2)
    with villages.desk(HERE).reading() as session:
        assert [one.state.value for one in departures(session, villages.on)] == ["accepted", "declined"]
    page.undo()
    page.undo()
    assert len(rows(page)) == 2
    with villages.desk(THERE).reading() as session:
        assert session.exec(select(Resident).where(col(Resident.removed_at).is_(None))).all() == []


def test_the_dialog_hands_over_without_a_mouse(villages: Villages, look: Look, qtbot: QtBot) -> None:
    desk = desk_of(villages, HERE, look)
    with desk.reading() as session:
        found, offered = around(session, villages.who, villages.on), destinations(session)
    dialog = TransferDialog(desk, found, offered, along=["订了一盒降压药"])
    qtbot.addWidget(dialog)
    dialog.show()
    assert "订了一盒降压药" in dialog.along.text()
    assert dialog.along.isVisible(), "what is not done yet is said to go along"
    assert f"村{THERE[-2:]}" in dialog.button.text(), "the button says where to"
    assert dialog.list.effects, "what ends here stands beside it"
    write(dialog.to.field, "没有的村")
    dialog.look_again()
    assert "没有的村" in dialog.button.text()
    dialog.to.field.clear()
    write(dialog.day, "x")
    key(dialog.day, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.day.hasFocus()
    dialog.day.clear()
    write(dialog.day, "今天")
    write(dialog.note, "爱听戏")
    key(dialog.note, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with villages.desk(HERE).reading() as session:
        (left,) = departures(session, villages.on)
    assert (left.transfer.to_station, left.transfer.note, left.state.value) == (THERE, "爱听戏", "sent")
