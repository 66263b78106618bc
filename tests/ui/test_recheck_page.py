"""要核对 by keyboard alone: one key settles a line, Ctrl+Z takes it back, Enter opens the person, a child goes by his other name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import col, select

from stationdesk.registers.recheck import Recheck, RecheckDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.today import today
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.recheck_page import RecheckPage
from tests.ui.today_kit import village

Show = Callable[..., QWidget]


@pytest.fixture
def page(empty_desk: OpenDesk, shown: Show) -> RecheckPage:
    """Give the page with a phone moved on both sides, a removal, an event that was not put back, and a double."""
    ids = village(empty_desk)
    first, second = ids["徐桂英"], ids["汪厚行"]
    written = {"mine_by": "徐丽华", "mine_at": "2026-11-20T02:00:00Z"}
    drafts = (
        {"record_id": first, "field": "remark", "cause": "both_moved", "mine": {"value": "耳背"}, "theirs": {"value": "腿疼"}},
        {"record_id": second, "field": "removed_at", "cause": "removed_there", "mine": {}, "theirs": {"value": "2026-11-20T02:00:00Z"}},
        {"record_id": first, "cause": "refused", "reason": "县里那份已经另外评了级", "mine": {"lines": []}, "theirs": {}},
    )
    with empty_desk.writing("两份合成一份") as session:
        for draft in drafts:
            one = RecheckDraft(**({"record_kind": "resident"} | written | draft))  # type: ignore[arg-type]
            session.add(Recheck.model_validate(one, update={"author": empty_desk.database.about.author}))
    found = RecheckPage(empty_desk)
    empty_desk.saved.connect(lambda registers: found.refresh() if registers & found.reads else None)
    found.refresh()
    shown(found, 1230, 644)
    found.table.setFocus()
    return found


def press(page: RecheckPage, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or page.table, key, held)


def remark(page: RecheckPage, name: str) -> Any:
    with page.desk.reading() as session:
        return session.exec(select(Resident.remark).where(Resident.name == name)).one()


def left(page: RecheckPage) -> list[tuple[str, str]]:
    return [(one.who, one.cause) for one in page.found]


def test_each_line_says_who_what_and_both_sides(page: RecheckPage) -> None:
    assert left(page) == [("徐桂英", "both_moved"), ("徐桂英", "refused"), ("汪厚行", "removed_there")]
    first = page.found[0]
    assert (first.mine, first.theirs, first.when) == ("耳背", "腿疼", "11月20日 徐丽华")
    assert first.what.startswith("居民")
    assert "3" in page.told.text()


def test_two_takes_what_this_computer_had_and_undo_takes_it_back(page: RecheckPage) -> None:
    press(page, Qt.Key.Key_2)
    assert remark(page, "徐桂英") == "耳背"
    assert sorted(left(page)) == [("徐桂英", "refused"), ("汪厚行", "removed_there")]
    page.undo()
    assert remark(page, "徐桂英") is None
    assert len(left(page)) == 3


def test_one_leaves_what_stands_until_the_page_is_empty_and_says_so(page: RecheckPage) -> None:
    with page.desk.reading() as session:
        assert "rechecks" in [one.kind for one in today(session, page.desk.today()).sections]
    for _line in range(3):
        press(page, Qt.Key.Key_1)
    assert left(page) == []
    assert page.nothing.isVisible()
    with page.desk.reading() as session:
        settled = session.exec(select(Recheck.settled_how).order_by(col(Recheck.key))).all()
        assert settled == ["theirs", "theirs", "seen"]
        assert "rechecks" not in [one.kind for one in today(session, page.desk.today()).sections]


def test_enter_opens_the_person_and_a_key_that_is_no_choice_does_nothing(page: RecheckPage) -> None:
    opened: list[tuple[str, object]] = []
    page.desk.open_page.connect(lambda name, what: opened.append((name, what)))
    press(page, Qt.Key.Key_3)
    assert len(left(page)) == 3
    press(page, Qt.Key.Key_Return)
    assert opened == [("residents", page.found[0].resident_id)]
