"""When the desk does not open: damaged, open elsewhere, forgotten; and changing one's own passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from stationdesk.services.operators import operators
from stationdesk.settings import Settings
from stationdesk.store.backup import back_up
from stationdesk.store.desk import unlock_desk
from stationdesk.store.keys import WrongPassphrase
from stationdesk.ui import door_trouble
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.opening import data_folder
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.look import Look
from stationdesk.ui.passphrase_dialog import PassphraseDialog
from stationdesk.ui.recovery_dialog import RecoveryDialog, in_groups
from tests.ui.front_kit import CODE, ENTER, TAB, WANG, WANG_PASSPHRASE, XU, XU_PASSPHRASE, Door, in_dialog, press, two_operators, write_text


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give the settings of a desk with two operators."""
    return two_operators(tmp_path)


def test_a_desk_that_is_open_elsewhere_is_told_calmly(door: Door, settings: Settings) -> None:
    database, _slot = unlock_desk(data_folder(settings), XU_PASSPHRASE)
    with database:
        seen = in_dialog(lambda dialog: press(dialog, ENTER), Dialog)
        door.type(XU_PASSPHRASE)
    assert "村站台已经开着" in seen
    door.type(XU_PASSPHRASE)
    assert len(door.entered) == 1


def test_a_damaged_store_is_brought_back_from_a_backup(
    door: Door, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, _slot = unlock_desk(data_folder(settings), XU_PASSPHRASE)
    with database:
        made = back_up(database, settings.data / "backups")
    store = data_folder(settings).store
    store.write_bytes(store.read_bytes()[: 4096 * 3])
    monkeypatch.setattr(door_trouble, "choose_files", lambda *_asked: [made.path])

    def bring_back(dialog: Any) -> None:
        in_dialog(restore, door_trouble.RestoreDialog)
        dialog.give("backup")

    def restore(dialog: Any) -> None:
        write_text(dialog, XU_PASSPHRASE)
        press(dialog, ENTER)

    seen = in_dialog(bring_back, Dialog)
    write_text(door.window, XU_PASSPHRASE)
    press(door.window, ENTER)
    qtbot.waitUntil(lambda: bool(door.entered), timeout=20_000)
    assert "记录文件坏了" in seen
    with door.entered[0][0].reading() as session:
        assert [one.name for one in operators(session)] == [XU, WANG]


def test_the_code_is_parted_into_groups_however_it_is_typed() -> None:
    assert in_groups(CODE.lower().replace("-", "")) == CODE
    assert in_groups("ａｂｃｄ １２３４") == "ABCD-1234"
    assert in_groups(CODE + "XXXX") == CODE


def test_the_recovery_code_opens_and_the_new_passphrase_counts(door: Door, qtbot: QtBot, settings: Settings) -> None:
    wanted = "a wholly new sentence"

    def recover(dialog: Any) -> None:
        slip = ("B" if CODE[0] == "A" else "A") + CODE[1:]
        write_text(dialog, slip.lower().replace("-", ""))
        assert dialog.code.text() == slip
        assert "对" in dialog.code.row.words.text()
        assert dialog.code.property("state") == "doubt"
        dialog.code.selectAll()
        write_text(dialog, CODE.lower().replace("-", ""))
        assert dialog.code.row.words.text() == "写对了"
        assert not dialog.go.isEnabled()
        dialog.pair.first.setFocus()
        write_text(dialog, wanted)
        press(dialog, TAB)
        write_text(dialog, wanted)
        assert dialog.go.isEnabled()
        press(dialog, ENTER, ENTER)

    in_dialog(recover, RecoveryDialog)
    door.window.forgot.setFocus()
    press(door.window, ENTER)
    qtbot.waitUntil(lambda: bool(door.entered), timeout=20_000)
    door.entered.pop()[0].close()
    with pytest.raises(WrongPassphrase):
        unlock_desk(data_folder(settings), XU_PASSPHRASE)
    database, _slot = unlock_desk(data_folder(settings), wanted)
    database.close()


def test_the_own_passphrase_is_changed_by_whoever_knows_it(door: Door, qtbot: QtBot, settings: Settings, look: Look) -> None:
    door.type(XU_PASSPHRASE)
    database, slot = door.entered[0]
    with database.reading() as session:
        operator = next(one for one in operators(session) if one.slot == slot.id)
    desk = OpenDesk(database, operator, look, settings)
    wanted = "a passphrase for next year"

    def change(dialog: Any) -> None:
        write_text(dialog, "not the present one")
        press(dialog, ENTER)
        write_text(dialog, wanted)
        press(dialog, ENTER)
        write_text(dialog, wanted)
        press(dialog, ENTER, ENTER)
        qtbot.waitUntil(lambda: not dialog.working, timeout=20_000)
        assert "口令不对" in dialog.trouble.text()
        write_text(dialog, XU_PASSPHRASE)
        dialog.go.click()

    in_dialog(change, PassphraseDialog)
    assert PassphraseDialog(door.window, desk).ask() == "changed"
    desk.close()
    door.entered.clear()
    for passphrase, opens in ((XU_PASSPHRASE, False), (WANG_PASSPHRASE, True), (wanted, True)):
        try:
            unlock_desk(data_folder(settings), passphrase)[0].close()
        except WrongPassphrase:
            assert not opens
        else:
            assert opens
