"""The day's backup is made behind the window; what has no copy is said once and stops nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from stationdesk.services.desk_settings import change_settings
from stationdesk.settings import Settings
from stationdesk.store.backup import backups_in
from stationdesk.store.desk import unlock_desk
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.opening import data_folder
from tests.ui.front_kit import XU, XU_PASSPHRASE, two_operators, unlock


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give a desk whose backups also go onto a stick that is not there and into a folder."""
    settings = two_operators(tmp_path)
    (tmp_path / "here").mkdir()
    database, _slot = unlock_desk(data_folder(settings), XU_PASSPHRASE)
    with database, database.writing(XU, "备份") as session:
        change_settings(session, backup_places=("stick:文明实践", str(tmp_path / "here")))
    for backup in backups_in(data_folder(settings).backups):
        backup.unlink()
    return settings


def test_a_stick_that_is_not_there_is_said_and_stops_nothing(
    keeper: Doorkeeper, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    spoken = OpenDesk.said

    def hear(desk: OpenDesk, sentence: str, **how: Any) -> None:
        said.append(sentence)
        spoken(desk, sentence, **how)

    monkeypatch.setattr(OpenDesk, "said", hear)
    window = unlock(qtbot, keeper)
    assert said == ["U 盘「文明实践」不在，没备到那里。"]
    assert not window.desk.can_undo
    assert len(backups_in(window.desk.database.folder.backups)) == 1
    assert len(backups_in(tmp_path / "here")) == 1
