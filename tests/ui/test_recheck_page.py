"""What is to be checked, worked through by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from tests.services.recheck_kit import doubted, keep

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


def listed(desk: OpenDesk, kind: str, record: str, **fields: Any) -> None:
    with desk.writing("两边都写过") as session:
        doubted(session, kind, record, **fields)


def test_a_key_means_the_same_in_every_line_and_what_cannot_be_is_said(desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    """Of two emergencies both stay, and it is said why; 2 and 3 do nothing there."""
    with desk.writing("紧急求助") as session:
        who = session.exec(select(Resident.id).where(col(Resident.birth_date) < "1960")).first()
        one, other = (keep(session, "incident", resident_id=who, what="摔倒") for _one in range(2))
    listed(desk, "incident", one, other_id=other)
    page = RecheckPage(desk)
    shown(page)
    page.refresh()
    page.table.setFocus()
    assert "误报" in page.whole.text()
    for key in (Qt.Key.Key_2, Qt.Key.Key_3):
        qtbot.keyClick(page.table, key)
        page.refresh()
        assert len(page.found) == 1
    qtbot.keyClick(page.table, Qt.Key.Key_1)
    page.refresh()
    assert page.found == []


def test_what_was_not_put_back_is_read_whole_and_enter_leads_to_where_it_is_done_again(
    desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot
) -> None:
    with desk.writing("求助") as session:
        who = session.exec(select(Resident.id).where(col(Resident.birth_date) < "1960")).first()
        request = keep(session, "service_request", resident_id=who, number="2026-0012", text="修屋顶")
    step = {"request_id": request, "kind": "solved", "text": "补了三块瓦"}
    lines = [{"kind": "request_event", "id": "1" * 36, "fields": step}]
    listed(desk, "request_event", "1" * 36, cause="refused", reason="这条求助已经了结", mine={"lines": lines})
    page = RecheckPage(desk)
    shown(page)
    page.refresh()
    page.table.setFocus()
    for said in ("2026-0012", "修屋顶", "补了三块瓦", "这条求助已经了结"):
        assert said in page.whole.text()
    with qtbot.waitSignal(desk.open_page) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == ["requests", request]
