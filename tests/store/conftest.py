"""An open desk for the tests of this room, and the process that forks workers to be killed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.store.database import Database
from tests.store.kit import quick_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """Give an open, empty desk."""
    with quick_desk(tmp_path / "desk") as database:
        yield database


@pytest.fixture(scope="module")
def server() -> Iterator[subprocess.Popen[str]]:
    """Start the process that forks workers."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.kill_server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin is not None
        process.stdin.close()
