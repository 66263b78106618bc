"""Many changed at once by keys alone: what would happen stands there before it happens, and Ctrl+Z takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.services.resident_roll import roll_of
from stationdesk.services.undoing import undo_last
from stationdesk.ui.bulk_dialog import BulkDialog, change_many
from stationdesk.ui.open_desk import OpenDesk


def people(desk: OpenDesk) -> list[Resident]:
    with desk.reading() as session:
        roll_of(desk.database).follow(session, desk.today())
        return list(session.exec(select(Resident).order_by(Resident.id)))


def groups(desk: OpenDesk) -> dict[str, str | None]:
    return {one.id: one.village_group for one in people(desk)}


def test_a_group_for_everybody_by_keys_and_back(desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    window, before = shown(QWidget()), groups(desk)

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, BulkDialog):
            QTimer.singleShot(100, press)
            return
        assert not dialog.go.isEnabled()
        QTest.keyClick(dialog.what, Qt.Key.Key_Return)
        assert dialog.choice.hasFocus()
        QTest.keyClick(dialog.choice, Qt.Key.Key_Down)
        qtbot.waitUntil(dialog.go.isEnabled, timeout=10_000)
        assert dialog.seen is not None
        assert str(len(dialog.seen.change)) in dialog.told.text()
        assert len(dialog.seen.sample) == 8
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(300, press)
    with qtbot.waitSignal(desk.did, timeout=20_000):
        change_many(desk, list(before), window)
    after = groups(desk)
    moved = {one for one in after if after[one] != before[one]}
    assert len({after[one] for one in moved}) == 1
    undo_last(desk.database, desk.operator.name)
    assert groups(desk) == before


def test_escape_changes_nothing_and_what_cannot_be_is_said(desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    window, before = shown(QWidget()), groups(desk)
    dialog = BulkDialog(desk, list(before), window)
    dialog.what.set_value("grade")
    dialog.choice.set_value("red")
    dialog.day.setText("2030-01-01")
    dialog._changed()
    qtbot.waitUntil(lambda: bool(dialog.told.text()) and not dialog.timer.isActive(), timeout=10_000)
    assert not dialog.go.isEnabled()
    dialog.give("go")
    assert dialog.answer == ""
    dialog.give("")
    assert groups(desk) == before
    desk.jobs.stop()


def test_without_the_right_no_child_is_changed(desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    desk.operator.may_see_children = False
    window = shown(QWidget())
    dialog = BulkDialog(desk, list(groups(desk)), window)
    dialog.what.set_value("remark")
    dialog.typed.setText("体检")
    dialog._changed()
    qtbot.waitUntil(lambda: dialog.seen is not None, timeout=10_000)
    assert dialog.seen is not None
    on = desk.today().isoformat()
    children = [one.id for one in people(desk) if one.is_minor(on)]
    assert children
    assert not set(children) & set(dialog.seen.change)
    assert "孩子" in dialog.out.text()
    dialog.give("")
