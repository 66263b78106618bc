"""An open desk for the tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.ledgers.reading import LedgerFile, read_files
from stationdesk.store.database import Database
from tests.ledgers.sheets import known, write
from tests.store.kit import quick_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """Give an open, empty desk."""
    with quick_desk(tmp_path / "desk") as database:
        yield database


@pytest.fixture
def people(desk: Database) -> dict[str, str]:
    """Keep the people the village of the test ledger has already."""
    return known(desk)


@pytest.fixture
def files(tmp_path: Path) -> tuple[LedgerFile, ...]:
    """Read the test ledger."""
    return read_files([write(tmp_path)])
