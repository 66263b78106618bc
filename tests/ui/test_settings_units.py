"""Villages and communities by keyboard alone: added, changed, merged, taken in from a list; coverage under them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.services.demo_town import found_town
from stationdesk.services.undoing import undo_last
from stationdesk.services.unit_tree import Unit, tree
from stationdesk.services.units import CountysUnit
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.settings_page import SettingsPage
from stationdesk.ui.settings_units import TakingIn, UnitsPart
from stationdesk.ui.unit_form import EndingForm, UnitForm
from tests.ui.keys import write


@pytest.fixture
def part(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> UnitsPart:
    """Give the subject, with the demo's towns in it."""
    with empty_desk.writing("乡镇") as session:
        found_town(session)
    page = SettingsPage(empty_desk)
    shown(page)
    page.take("units")
    found = page.part("units")
    assert isinstance(found, UnitsPart)
    found.table.setFocus()
    return found


def unit(part: UnitsPart, name: str) -> Unit | None:
    with part.desk.reading() as session:
        return next((one for one in tree(session).units if one.name == name), None)


def go(part: UnitsPart, name: str) -> None:
    found = unit(part, name)
    assert found is not None
    assert part.table.go_to(found.id)


def words(part: UnitsPart) -> str:
    return "\n".join(label.text() for label in part.findChildren(Label))


def in_dialog(work: Callable[[QWidget], None]) -> None:
    """Do something in the dialog that opens next, once it has the keys."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isActiveWindow():
            if dialog is not None:
                dialog.activateWindow()
            QTimer.singleShot(30, act)
            return
        work(dialog)

    QTimer.singleShot(30, act)


def press(dialog: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in the field of a dialog that has the focus."""
    QTest.keyClick(dialog.focusWidget(), key, modifier)


def key(part: UnitsPart, pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in the table, the window having the keys again after a dialog."""
    part.window().activateWindow()
    assert QTest.qWaitForWindowActive(part.window())
    part.table.setFocus()
    QTest.keyClick(part.table, pressed, modifier)


CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_community_is_added_and_taken_back(part: UnitsPart, qtbot: QtBot) -> None:
    go(part, "石桥村")

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, UnitForm)
        assert dialog.town.value() == "白鹭镇"
        write(dialog.focusWidget(), "大塘社区")
        press(dialog, Qt.Key.Key_Return)
        press(dialog, Qt.Key.Key_Return)
        press(dialog, Qt.Key.Key_Return)
        write(dialog.focusWidget(), "999901203002")
        press(dialog, Qt.Key.Key_S, CTRL)

    in_dialog(fill)
    key(part, Qt.Key.Key_N, CTRL)
    found = unit(part, "大塘社区")
    assert found is not None
    assert (found.kind, found.code, found.town) == ("community", "999901203002", "白鹭镇")
    assert part.table.current_row().name == "大塘社区"
    assert undo_last(part.desk.database, part.desk.operator.name).says == "添加村或社区 大塘社区"


def test_what_cannot_be_taken_is_said_beside_the_field(part: UnitsPart, qtbot: QtBot) -> None:
    go(part, "新桥社区")
    said: list[str] = []

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, UnitForm)
        said.append(dialog.rows["类型"].words.text())
        dialog.code.setText("123")
        dialog.since.setText("去年")
        dialog.households.setText("很多")
        press(dialog, Qt.Key.Key_S, CTRL)
        said.extend(dialog.rows[name].words.text() for name in ("区划代码", "哪天开的", "户数、人口"))
        assert dialog.isVisible()
        press(dialog, Qt.Key.Key_Escape)

    in_dialog(fill)
    key(part, Qt.Key.Key_Return)
    assert len(said) == 4
    assert all(said)
    found = unit(part, "新桥社区")
    assert found is not None
    assert found.code == "999901203205"


def test_a_call_room_moves_the_figures_and_the_cut_off_day_too(part: UnitsPart, qtbot: QtBot) -> None:
    assert "行政村 4，社区 3，农林场 0，共 7 / 12 = 58.3 %" in words(part)
    assert "村村通：3 个乡镇街道里有 1 个（城东街道）" in words(part)
    go(part, "枫树村")

    def fill(dialog: QWidget) -> None:
        assert isinstance(dialog, UnitForm)
        dialog.call_room.setFocus()
        press(dialog, Qt.Key.Key_Up)
        press(dialog, Qt.Key.Key_S, CTRL)

    in_dialog(fill)
    key(part, Qt.Key.Key_Return)
    assert "行政村 5，社区 3，农林场 0，共 8 / 12 = 66.7 %" in words(part)
    part.cut_off.setFocus()
    part.cut_off.selectAll()
    qtbot.keyClicks(part.cut_off, "2025-12-31")
    qtbot.keyClick(part.cut_off, Qt.Key.Key_Return)
    assert "截至 2025-12-31" in words(part)
    assert "/ 13" in words(part), "the village that merged stood then"
    part.cut_off.setText("某天")
    qtbot.keyClick(part.cut_off, Qt.Key.Key_Return)
    assert "看不出是哪天" in part.cut_words.text()
    assert "截至 2025-12-31" in words(part)


def test_a_village_is_merged_and_one_written_by_mistake_taken_out(part: UnitsPart, qtbot: QtBot) -> None:
    go(part, "竹林村")

    def merge(dialog: QWidget) -> None:
        assert isinstance(dialog, EndingForm)
        assert dialog.into.currentText() == "青山乡 云顶村", "the neighbours stand first"
        press(dialog, Qt.Key.Key_S, CTRL)

    in_dialog(merge)
    key(part, Qt.Key.Key_Delete)
    found = unit(part, "竹林村")
    assert found is not None
    assert found.closed_on == part.desk.today().isoformat()
    assert part.table.current_row().remark == "2026-11-23 并到云顶村"
    go(part, "黄泥岭村")

    def take_out(dialog: QWidget) -> None:
        assert isinstance(dialog, EndingForm)
        press(dialog, Qt.Key.Key_End)
        press(dialog, Qt.Key.Key_S, CTRL)

    in_dialog(take_out)
    key(part, Qt.Key.Key_Delete)
    assert unit(part, "黄泥岭村") is None
    undo_last(part.desk.database, part.desk.operator.name)
    assert unit(part, "黄泥岭村") is not None


def test_a_list_is_shown_before_it_is_taken_in(part: UnitsPart, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("乡镇,村名,户数\n白鹭镇,大塘村,三百\n白鹭镇,枫树村,300\n白鹭镇,石桥村,\n", encoding="utf-8-sig")
    for answer in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        seen: list[str] = []

        def look(dialog: QWidget, answer: Qt.Key = answer, seen: list[str] = seen) -> None:
            assert isinstance(dialog, TakingIn)
            seen.extend(label.text() for label in dialog.findChildren(Label))
            press(dialog, answer)

        prepare(path)
        in_dialog(look)
        key(part, Qt.Key.Key_O, CTRL)
        qtbot.waitUntil(lambda seen=seen: bool(seen) and not part.desk.jobs.busy(), timeout=20_000)  # type: ignore[misc]
        assert "共 3 行：新的 1 个，补改 1 个，已经有的 1 个。" in seen
        assert any("三百" in one for one in seen)
        assert (unit(part, "大塘村") is None) == (answer == Qt.Key.Key_Escape)
    assert undo_last(part.desk.database, part.desk.operator.name).says == "收进村和社区名单 名册.csv"


def test_the_countys_units_are_only_looked_at(part: UnitsPart, qtbot: QtBot) -> None:
    draft = OrgUnitDraft(name="县里村", town="白鹭镇")
    with part.desk.database.writing("回信", "回信", receiving=True) as session:
        session.add(OrgUnit.model_validate(draft, update={"author": "360202", "audience": "all"}))
    part.refresh()
    go(part, "县里村")
    for pressed in (Qt.Key.Key_Return, Qt.Key.Key_Delete):
        with qtbot.captureExceptions() as caught:
            key(part, pressed)
        assert caught[0][0] is CountysUnit


def test_without_the_right_nothing_is_changed(part: UnitsPart, qtbot: QtBot) -> None:
    desk = part.desk
    desk.operator.may_change_settings = False
    part.refresh()
    assert not part.add.isEnabled()
    assert not part.take_in.isEnabled()
    for pressed in (Qt.Key.Key_Return, Qt.Key.Key_Delete):
        key(part, pressed)
        assert QApplication.activeModalWidget() is None
