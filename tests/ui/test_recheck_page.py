"""What is to be checked, worked through by keys alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.recheck_page import RecheckPage

HERE, THERE = "上屋 12 号", "上屋 12 号后面新盖的两层楼，从晒谷场旁边的小路进去第三家，门口有一棵老樟树"


def test_a_line_is_read_whole_settled_by_one_key_and_taken_back(desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    with desk.writing("两边都写过") as session:
        who = session.exec(select(Resident).where(col(Resident.birth_date) < "1960")).first()
        assert who is not None
        who.current_address, elder = THERE, who.id
        told = {"mine": {"value": HERE}, "theirs": {"value": THERE}, "field": "current_address", "cause": "both_moved"}
        draft = RecheckDraft.model_validate({"record_kind": "resident", "record_id": elder} | told)
        session.add(Recheck.model_validate(draft, update={"author": author_of(session)}))
    page = RecheckPage(desk)
    shown(page)
    page.refresh()
    page.table.setFocus()
    assert THERE in page.whole.text(), "nothing of it is cut"
    assert HERE in page.whole.text()
    qtbot.keyClick(page.table, Qt.Key.Key_2)
    page.refresh()
    with desk.reading() as session:
        assert own_resident(session, elder).current_address == HERE
    assert page.found == []
    assert page.whole.text() == ""
    page.undo()
    page.refresh()
    with desk.reading() as session:
        assert own_resident(session, elder).current_address == THERE
    assert len(page.found) == 1
