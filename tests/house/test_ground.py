"""The ground the tests stand on holds."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import psycopg
from pytestqt.qtbot import QtBot

from stationdesk.settings import read_settings


def test_no_test_reaches_the_folders_of_the_user() -> None:
    chosen = read_settings()
    assert chosen.data.is_relative_to(tempfile.gettempdir())
    assert chosen.state.is_relative_to(tempfile.gettempdir())
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_qt_keeps_its_references_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12 drops one at every call on Python 3.11 and aborts after some thousand."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("x")
    assert sys.getrefcount(None) > before - 100


def test_postgresql_is_private_and_knows_chinese(fresh_postgres: str) -> None:
    with psycopg.connect(fresh_postgres.replace("+psycopg", "")) as connection:
        folder, name = connection.execute("SELECT current_setting('unix_socket_directories'), '汪厚行'").fetchone() or ("", "")
    assert Path(folder).is_relative_to(tempfile.gettempdir())
    assert name == "汪厚行"
