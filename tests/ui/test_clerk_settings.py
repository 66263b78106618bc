"""The county's settings in the clerk's window: six words, a watched folder, keys, operators, and the way back to a day."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.stations import enrol_station
from stationdesk.county.word import stations
from stationdesk.registers.note import Note
from stationdesk.services.operators import operators
from stationdesk.store.files import NoSpace
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.package_name import packages
from stationdesk.ui.clerk_settings import CLERK_PARTS
from stationdesk.ui.clerk_window import ClerkWindow
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.parts.look import Look
from stationdesk.ui.unlock_window import UnlockWindow
from tests.ui.clerk_kit import CLERK, PASSPHRASE, Clerk, Seat
from tests.ui.front_kit import unlock
from tests.ui.keys import soon, write

CTRL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def clerk(clerk: Clerk) -> Clerk:
    clerk.press(Qt.Key.Key_8, ALT)
    return clerk


def part(clerk: Seat, name: str) -> Any:
    page: Any = clerk.window.page("settings")
    return page.part(name)


def agree(dialog: Any) -> None:
    QTest.keyClick(dialog, ENTER)


def test_every_subject_opens_by_arrows_and_a_key_works_while_the_list_has_the_keyboard(clerk: Clerk) -> None:
    page: Any = clerk.window.page("settings")
    page.list.setFocus()
    told: list[str] = []

    def read(dialog: Any) -> None:
        told.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    soon(read)
    clerk.press(Qt.Key.Key_T, CTRL)
    assert "念" in told[0]
    seen = [page.here()]
    for _step in range(len(CLERK_PARTS) - 1):
        QTest.keyClick(page.list, Qt.Key.Key_Down)
        seen.append(page.here())
        assert page.stack.currentWidget() is page.parts[page.here()]
    assert seen == list(CLERK_PARTS)


def test_a_folder_is_watched_left_alone_remembered_and_forgotten(clerk: Clerk, qtbot: QtBot, look: Look, composition: Composition) -> None:
    arrives = clerk.room / "arrives"
    arrives.mkdir()
    for path in packages(clerk.county.stick):
        (arrives / path.name).write_bytes(path.read_bytes())
    prepare(arrives)
    clerk.press(Qt.Key.Key_O, CTRL)
    man = clerk.desk.watchman
    clerk.qtbot.waitUntil(lambda: man.watching is not None, timeout=20_000)
    clerk.settle()
    assert (man.count, len(man.not_taken)) == (2, 1)
    (bad,) = man.not_taken
    (arrives / bad).write_bytes(b"PK still being copied")
    man.look()
    clerk.settle()
    assert len(man.not_taken) == 1
    whole = next(path for path in packages(clerk.county.stick) if path.name != bad)
    (arrives / bad).write_bytes(whole.read_bytes())
    man.look()
    clerk.settle()
    assert not man.not_taken
    assert "收下 2 份" in part(clerk, "county").affairs["watch"].text.text()
    assert len(packages(arrives)) == 3
    assert any("arrives" in text for text, _tone, _page in clerk.window.status.facts)
    clerk.close()
    again = Seat(qtbot, clerk.reopened(), clerk.room, look, composition)
    man = again.desk.watchman
    assert man.folder == arrives
    again.press(Qt.Key.Key_8, ALT)
    again.press(Qt.Key.Key_O, CTRL)
    assert str(man.folder) == "None"
    assert not any("arrives" in text for text, _tone, _page in again.window.status.facts)
    again.close()


def test_a_watched_folder_that_is_gone_is_told_in_the_status_line(clerk: Clerk) -> None:
    arrives = clerk.room / "arrives"
    arrives.mkdir()
    prepare(arrives)
    clerk.press(Qt.Key.Key_O, CTRL)
    clerk.qtbot.waitUntil(lambda: clerk.desk.watchman.watching is not None, timeout=20_000)
    shutil.rmtree(arrives)
    clerk.desk.watchman.look()
    clerk.settle()
    (fact,) = [(text, tone) for text, tone, _page in clerk.window.status.facts if text.startswith("看着的文件夹")]
    assert fact[1] == "amber"


def test_new_keys_are_taken_with_backup_and_key_file(clerk: Clerk) -> None:
    told: list[str] = []

    def read(dialog: Any) -> None:
        told.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    def chooses(dialog: Any) -> None:
        soon(read, dialog)
        QTest.keyClick(dialog, ENTER)

    safe = clerk.room / "safe"
    prepare(safe)
    soon(chooses)
    clerk.press(Qt.Key.Key_K, CTRL | SHIFT)
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert (safe / "360202-keys-2.txt").exists()
    assert list(safe.glob("*.sdbackup"))
    assert "360202-keys-2.txt" in told[0]


def test_new_keys_are_told_with_their_words_where_the_backup_fails(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def full(_desk: CountyDesk, _to: Path) -> None:
        raise NoSpace("优盘满了。")

    def read(dialog: Any) -> None:
        told.extend((dialog.windowTitle(), dialog.text.text()))
        QTest.keyClick(dialog, ENTER)

    def chooses(dialog: Any) -> None:
        soon(read, dialog)
        QTest.keyClick(dialog, ENTER)

    monkeypatch.setattr(CountyDesk, "back_up", full)
    prepare(clerk.room / "safe")
    soon(chooses)
    clerk.press(Qt.Key.Key_K, CTRL | SHIFT)
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "第 2 版" in told[0]
    assert "优盘满了。" in told[1]
    assert "360202-keys-2.txt" in told[1]


def test_keys_in_wrong_hands_are_given_up_for_ones_that_follow_from_none(clerk: Clerk) -> None:
    told: list[str] = []

    def read(dialog: Any) -> None:
        told.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    def chooses(dialog: Any) -> None:
        soon(read, dialog)
        QTest.keyClick(dialog.findChild(QCheckBox), Qt.Key.Key_Space)
        QTest.keyClick(dialog, ENTER)

    with clerk.desk.reading() as session:
        former = own_keys(session)
    prepare(clerk.room / "safe")
    soon(chooses)
    clerk.press(Qt.Key.Key_K, CTRL | SHIFT)
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "给每个站写新的登记文件" in told[0]
    with clerk.desk.reading() as session:
        keys = own_keys(session)
    assert [one.version for one in keys.chain] == [1]
    assert keys.chain[0].sign_key != former.chain[0].sign_key
    assert keys.identities[1:] == former.identities, "what is under way can still be opened"


def test_the_key_file_is_written_once_and_kept_as_a_note(clerk: Clerk) -> None:
    path = clerk.room / "钥匙.txt"
    prepare(path)
    soon(agree)
    clerk.press(Qt.Key.Key_E, CTRL)
    assert path.read_text(encoding="ascii").startswith("AGE-SECRET-KEY-")
    assert path.stat().st_mode & 0o077 == 0
    with clerk.desk.reading() as session:
        assert [one.noted_by for one in session.exec(select(Note))] == [CLERK]
    before, told = path.read_bytes(), list[str]()
    prepare(path)

    def refused(dialog: Any) -> None:
        told.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    def once_more(dialog: Any) -> None:
        soon(refused, dialog)
        QTest.keyClick(dialog, ENTER)

    soon(once_more)
    clerk.press(Qt.Key.Key_E, CTRL)
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert "已经" in told[0]
    assert path.read_bytes() == before


def test_who_may_not_change_settings_sees_them_closed(clerk: Clerk) -> None:
    county_part = part(clerk, "county")
    clerk.desk.operator = clerk.desk.operator.model_copy(update={"may_change_settings": False})
    county_part.refresh()
    assert [name for name, one in county_part.affairs.items() if not one.button.isEnabled()] == ["rename", "watch", "key_file", "rotate"]
    assert "设置" in county_part.beside.text()


def test_the_countys_store_is_checked_and_backed_up(clerk: Clerk) -> None:
    page: Any = clerk.window.page("settings")
    page.take("about")
    about = part(clerk, "about")
    about.check.click()
    clerk.settle()
    assert "完好" in about.found.text()
    page.take("backup")
    clerk.press(Qt.Key.Key_B, CTRL)
    assert len(list((clerk.settings.data / "backups").glob("*.sdbackup"))) == 1


def test_another_clerk_is_added_in_the_window(clerk: Clerk) -> None:
    page: Any = clerk.window.page("settings")
    page.take("operators")

    def fill(dialog: Any) -> None:
        write(dialog.name, "余桂珍")
        for field in (dialog.pair.first, dialog.pair.again):
            write(field, "another long passphrase")
        dialog.save.click()

    soon(fill)
    part(clerk, "operators").add.click()
    clerk.settle()
    with clerk.desk.reading() as session:
        assert sorted(one.name for one in operators(session)) == sorted([CLERK, "余桂珍"])


def test_the_desk_goes_back_to_a_backup_and_says_what_must_be_done_again(
    clerk: Clerk, qtbot: QtBot, qapp: QApplication, look: Look, composition: Composition
) -> None:
    clerk.close()
    keeper = Doorkeeper(qapp, clerk.settings, look, composition)
    assert keeper.begin()
    window: Any = unlock(qtbot, keeper, PASSPHRASE)
    assert isinstance(window, ClerkWindow)
    desk: Any = window.desk
    with CountyDesk(desk.database) as one:
        enrol_station(one, CLERK, code="360202102099", name="新塘村", town="丽阳镇", to=clerk.room)
    qtbot.waitUntil(lambda: not desk.jobs.busy(), timeout=20_000)
    window.open("settings", "backup")
    page: Any = window.page("settings")
    backup = page.part("backup")
    asked: list[str] = []

    def told(dialog: Any) -> None:
        asked.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    def go_back(dialog: Any) -> None:
        asked.append(dialog.text.text())
        write(dialog.focusWidget(), PASSPHRASE)
        soon(told, dialog)
        QTest.keyClick(dialog, ENTER)

    soon(go_back)
    backup.table.setFocus()
    QTest.keyClick(backup.table, ENTER)
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=30_000)
    assert "重新写" in asked[0]
    assert "新塘村" in asked[1]
    qtbot.waitUntil(lambda: isinstance(keeper.front, UnlockWindow), timeout=20_000)
    window = unlock(qtbot, keeper, PASSPHRASE)
    with window.desk.reading() as session:
        assert "360202102099" not in {each.code for each in stations(session)}
    keeper.close()
    keeper.deleteLater()
