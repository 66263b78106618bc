"""The ground the tests stand on holds."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import psycopg

from stationdesk.settings import read_settings


def test_no_test_reaches_the_folders_of_the_user() -> None:
    chosen = read_settings()
    assert chosen.data.is_relative_to(tempfile.gettempdir())
    assert chosen.state.is_relative_to(tempfile.gettempdir())
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_postgresql_is_private_and_knows_chinese(fresh_postgres: str) -> None:
    with psycopg.connect(fresh_postgres.replace("+psycopg", "")) as connection:
        folder, name = connection.execute("SELECT current_setting('unix_socket_directories'), '汪厚行'").fetchone() or ("", "")
    assert Path(folder).is_relative_to(tempfile.gettempdir())
    assert name == "汪厚行"
