"""An open desk for the tests of this room."""

from __future__ import annotations

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
