"""Choosing whose cards are printed, by keyboard; the list of old cards; the tick when they are handed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.card_issue import CardIssue
from stationdesk.services.card_hand_over import cards_to_hand_over
from stationdesk.services.cards import cards_for, record_issues
from stationdesk.ui import print_preview
from stationdesk.ui.card_hand_over import HandOver
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.print_cards import PrintCards
from stationdesk.ui.print_preview import PrintPreview
from tests.ui.paper_kit import PaperQueue

Ask = Callable[..., PrintCards]


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PaperQueue:
    folder = tmp_path / "paper"
    folder.mkdir()
    made = PaperQueue(folder)
    monkeypatch.setattr(print_preview, "SystemQueue", lambda: made)
    return made


@pytest.fixture
def ask(desk: OpenDesk, queue: PaperQueue, qtbot: QtBot) -> Ask:
    """Open the question and wait until it knows who is due."""

    def show(**how: object) -> PrintCards:
        dialog = PrintCards(desk, None, **how)  # type: ignore[arg-type]
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.working is None, timeout=20_000)
        return dialog

    return show


def issues(desk: OpenDesk) -> list[CardIssue]:
    with desk.reading() as session:
        return list(session.exec(select(CardIssue)).all())


def print_all(qtbot: QtBot) -> None:
    """Press Ctrl+P in the preview that comes up, Enter where the stack is to be turned, Esc when it is done."""

    def work() -> None:
        window = QApplication.activeModalWidget()
        if isinstance(window, PrintPreview):
            if window.printed and not window.busy():
                qtbot.keyClick(window, Qt.Key.Key_Escape)
                return
            if not window.busy() and window.pages:
                qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        elif isinstance(window, Dialog) and not isinstance(window, PrintCards):
            qtbot.keyClick(window, Qt.Key.Key_Return)
        QTimer.singleShot(50, work)

    QTimer.singleShot(50, work)


def test_those_who_are_due_are_listed_and_printed(desk: OpenDesk, ask: Ask, queue: PaperQueue, qtbot: QtBot) -> None:
    dialog = ask()
    assert dialog.whom.value() == "due"
    due = dialog.due.model().rowCount()
    assert dialog.count.text() == f"要打 {due} 张卡"
    print_all(qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.printed == 1, timeout=30_000)
    assert len(issues(desk)) == due
    assert len(queue.files()) == 2
    assert "联系卡都是新的" in ask().count.text()


def test_one_person_is_asked_for_by_name(desk: OpenDesk, ask: Ask, qtbot: QtBot) -> None:
    with desk.reading() as session:
        one = cards_for(session, on=desk.today().isoformat())[3]
    dialog = ask(resident_id=one.resident_id, name=one.name)
    assert (dialog.whom.value(), dialog.whom.choices[0][1]) == ("person", one.name)
    qtbot.keyClick(dialog.design, Qt.Key.Key_3)
    print_all(qtbot)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.printed == 1, timeout=30_000)
    assert [(issue.resident_id, issue.design) for issue in issues(desk)] == [(one.resident_id, "wall")]


def test_marked_group_and_category_are_counted(desk: OpenDesk, ask: Ask, qtbot: QtBot) -> None:
    dialog = ask(marked=["a", "b", "c"])
    assert dialog.count.text() == "要打 3 张卡"
    qtbot.keyClick(dialog.whom, Qt.Key.Key_4)
    assert dialog.group.isVisible()
    name, ids = dialog.offered.groups[0]  # type: ignore[union-attr]
    assert dialog.group.currentText() == f"{name}（{len(ids)} 人）"
    assert dialog.count.text() == f"要打 {len(ids)} 张卡"
    qtbot.keyClick(dialog.whom, Qt.Key.Key_3)
    assert dialog.category.isVisible()
    _code, label, count = dialog.offered.categories[0]  # type: ignore[union-attr]
    assert dialog.category.currentText() == f"{label}（{count} 人）"


def test_what_changed_on_an_old_card_is_said(desk: OpenDesk, ask: Ask) -> None:
    on = desk.today().isoformat()
    with desk.writing("打印") as session:
        record_issues(session, cards_for(session, on=on), on=on, by="徐丽华")
    assert ask().due.model().rowCount() == 0
    with desk.writing("改电话") as session:
        session.connection().exec_driver_sql("UPDATE place SET phones = '[{\"number\":\"13900000000\"}]' WHERE kind = 'village_doctor'")
    dialog = ask()
    row = dialog.due.model().row(0)
    assert dialog.due.model().rowCount() > 10
    assert dialog.due.model().columns[2].text(row) == "换了：村医"
    assert dialog.due.model().columns[2].tone(row) == "soon"  # type: ignore[misc]


def test_esc_prints_nothing(desk: OpenDesk, ask: Ask, qtbot: QtBot) -> None:
    dialog = ask()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert issues(desk) == []


def test_an_empty_register_has_nobody_to_print_for(empty_desk: OpenDesk, qtbot: QtBot) -> None:
    dialog = PrintCards(empty_desk, None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.working is None, timeout=20_000)
    assert not dialog.go.isEnabled()


def test_cards_are_ticked_off_with_space(desk: OpenDesk, qtbot: QtBot) -> None:
    on = desk.today().isoformat()
    with desk.writing("打印") as session:
        record_issues(session, cards_for(session, on=on)[:5], on=on, by="徐丽华")
    dialog = HandOver(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.table.setFocus()
    assert not dialog.done_button.isEnabled()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert "已选 2" in dialog.count.text()
    qtbot.keyClick(dialog.done_button, Qt.Key.Key_Space)
    with desk.reading() as session:
        assert len(cards_to_hand_over(session, on)) == 3
    assert {issue.handed_by for issue in issues(desk) if issue.handed_on} == {"徐丽华"}
    dialog.all_button.click()
    dialog.done_button.click()
    assert dialog.count.text() == "打好的卡都发出去了。"
