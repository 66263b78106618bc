"""A station and its county, set up once by commands and copied for every test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.kit import ELDERS, Cli, ledger, set_up_both


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set both sides up and take a small ledger in."""
    cli = Cli(tmp_path_factory.mktemp("prepared"))
    set_up_both(cli)
    cli.ask("desk", "import", ledger(cli.place, *ELDERS))
    return cli.place


@pytest.fixture
def cli(prepared: Path, tmp_path: Path) -> Cli:
    """Give a copy of the prepared folders."""
    place = tmp_path / "place"
    shutil.copytree(prepared, place)
    return Cli(place)


@pytest.fixture
def empty(tmp_path: Path) -> Cli:
    """Give an empty place."""
    return Cli(tmp_path)
