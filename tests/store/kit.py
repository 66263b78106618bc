"""A desk in a temporary folder and its journal taken apart: what the tests of this room are made of."""

from __future__ import annotations

import atexit
import hashlib
import json
import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select
from sqlcipher3 import dbapi2
from sqlmodel import Session

from stationdesk.registers.record import Record, new_id
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.store.clock import now
from stationdesk.store.connection import connect
from stationdesk.store.database import Database, create, new_copy_id
from stationdesk.store.desk import opened
from stationdesk.store.folder import DataFolder, FolderLock
from stationdesk.store.journal import digest_zero
from stationdesk.store.keys import KeyFile, new_key, write_keys
from stationdesk.store.mark import Mark, machine_of, write_mark
from stationdesk.store.tables import action, change

STATION, COUNTY = "360202101209", "360202"
PASSPHRASE = "修水的水很清 correct"
NAMES = ("上官婉儿", "欧阳小燕", "𠮷田·阿依", "胡大爷", "张三丰")


def data_folder(place: Path) -> DataFolder:
    """Return the data folder of a desk under `place`, its second mark outside it."""
    return DataFolder(place / "data", place / "state")


@cache
def _first_store() -> dbapi2.Connection:
    """Make an empty store the way a desk does, once in a process: `quick_desk` copies it. It stays open, so that its pages are at hand."""
    place = Path(tempfile.mkdtemp(prefix="stationdesk-first-"))
    folder, key = data_folder(place), new_key()
    folder.path.mkdir(parents=True)
    create(folder, key, side="station", author=STATION, recipient=COUNTY)
    connection = connect(folder.unfinished, key)

    def forget() -> None:
        connection.close()
        shutil.rmtree(place, ignore_errors=True)

    atexit.register(forget)
    return connection


def quick_desk(place: Path, key: bytes = b"", *, author: str = STATION, recipient: str = COUNTY, side: str = "station") -> Database:
    """Make an open desk without stretching a passphrase; its key file has one slot that nothing opens.

    Its store is a copy of the process's first one under a key and a name of its own, as `create` would have made it.
    """
    folder, key = data_folder(place), key or new_key()
    folder.path.mkdir(parents=True)
    named = {"store": new_id(), "side": side, "author": author, "recipient": recipient, "copy": new_copy_id()}
    with closing(dbapi2.connect(str(folder.unfinished), isolation_level=None)) as connection:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        _first_store().backup(connection)
        connection.executemany("UPDATE about SET value = ? WHERE name = ?", [(value, name) for name, value in named.items()])
    store = named["store"]
    write_mark(folder, Mark(store, named["copy"], 0, digest_zero(author, recipient).hex(), machine_of(store)))
    keys = KeyFile("store", [])
    keys.add(key, bytes(32), "recovery")
    write_keys(folder.path, keys, key)
    folder.unfinished.rename(folder.store)
    return open_again(folder, key)


def open_again(folder: DataFolder, key: bytes) -> Database:
    """Open a desk with its key, as unlocking does."""
    lock = FolderLock(folder.path)
    try:
        return opened(folder, key, lock, now)
    except BaseException:
        lock.release()
        raise


def resident(name: str = NAMES[0], author: str = STATION, **fields: Any) -> Resident:
    """Return a resident who is not kept yet."""
    return Resident.model_validate(ResidentDraft(name=name, **fields), update={"author": author})


def add(database: Database, *residents: Resident, operator: str = "徐丽华", says: str = "登记") -> list[str]:
    """Keep residents in one action; returns their ids."""
    with database.writing(operator, says) as session:
        session.add_all(residents)
        session.flush()
        return [one.id for one in residents]


@dataclass(frozen=True)
class Kept:
    """One journal line, read."""

    seq: int
    kind: str
    id: str
    fields: dict[str, Any]
    said: dict[str, Any]


def journal(database: Database) -> list[Kept]:
    """Return the journal, its chain, its numbers and its actions checked on the way."""
    with database.reading() as session:
        return checked_journal(session, database.about.author, database.about.recipient)


def checked_journal(session: Session, author: str, recipient: str) -> list[Kept]:
    """Walk the journal: no gap, digests as recomputed here, every line of exactly one action, first line with its sentence."""
    digest = hashlib.sha256(b"stationdesk/1\x00" + author.encode() + b"\x00" + recipient.encode()).digest()
    kept, lines = [], session.connection().execute(select(change).order_by(change.c.seq)).all()
    for number, row in enumerate(lines, 1):
        assert row.seq == number
        digest = hashlib.sha256(digest + hashlib.sha256(row.line).digest()).digest()
        assert row.digest == digest
        said = json.loads(row.line, parse_constant=_no_constant)
        assert (said["seq"], said["kind"], said["id"], said["action"]) == (row.seq, row.kind, row.record, row.action)
        assert b"\n" not in row.line
        kept.append(Kept(row.seq, row.kind, row.record, said["fields"], said))
    within: dict[int, str] = {}
    for one in session.connection().execute(select(action)):
        assert not set(within) & set(range(one.first, one.last + 1))
        within |= dict.fromkeys(range(one.first, one.last + 1), one.id)
        assert kept[one.first - 1].said["says"] == one.says
        assert all("says" not in line.said for line in kept[one.first : one.last])
    assert within == {line.seq: line.said["action"] for line in kept}
    return kept


def _no_constant(name: str) -> None:
    raise AssertionError(name)


def table_of(register: type[Record]) -> Table:
    """Return the table of a register."""
    table: Table = register.__table__  # type: ignore[attr-defined]
    return table


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file under `folder` by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
