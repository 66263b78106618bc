"""Other contents under an open encrypted file: page by page through the open connection, so that nothing is opened anew.

Opening a store attaches some hundred triggers and takes longer than a step of a history; a history lays out seven files and more.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from stationdesk.county.desk import ledger_key
from stationdesk.store.connection import connect
from tests.sync.sample import Sample


@dataclass(frozen=True)
class OpenFile:
    """An encrypted file of a desk, its key, and the engine that writes it."""

    path: Path
    key: bytes
    engine: Engine

    def lay(self, source: Path) -> None:
        """Give the open file the contents of `source`, which has the same key; whoever reads it next sees them."""
        with closing(connect(source, self.key, read_only=True)) as found, closing(self.engine.raw_connection()) as taken:
            found.backup(taken.driver_connection)

    def settle(self) -> None:
        """Bring everything from the write-ahead log into the file itself, so that the file alone can be copied."""
        with closing(self.engine.raw_connection()) as taken:
            busy, *_sizes = taken.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # type: ignore[union-attr]
        assert not busy


def open_files(sample: Sample, name: str) -> list[OpenFile]:
    """Return the open files of a desk: its store, and a county's ledger."""
    database = sample.county.database if name == "county" else sample.desks[name]
    files = [OpenFile(database.folder.store, database.key, database._writer)]
    if name == "county":
        files.append(OpenFile(database.folder.ledger, ledger_key(database), sample.county.ledger))
    return files


def lay_folder(source: Path, target: Path, opened: Sequence[str]) -> None:
    """Give `target` the files of `source`, but leave the files named in `opened` and what belongs to them alone."""
    kept = {f"{name}{end}" for name in opened for end in ("", "-wal", "-shm")}
    for one in target.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        elif one.name not in kept:
            one.unlink()
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=lambda _folder, names: kept & set(names))
