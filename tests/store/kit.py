"""A desk in a temporary folder and its journal taken apart: what the tests of this room are made of."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session

from stationdesk.registers.record import Record
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.store.clock import now
from stationdesk.store.database import Database, create
from stationdesk.store.desk import opened
from stationdesk.store.folder import DataFolder, FolderLock
from stationdesk.store.keys import KeyFile, new_key, write_keys
from stationdesk.store.tables import action, change

STATION, COUNTY = "360202101209", "360202"
PASSPHRASE = "修水的水很清 correct"
NAMES = ("上官婉儿", "欧阳小燕", "𠮷田·阿依", "胡大爷", "张三丰")


def data_folder(place: Path) -> DataFolder:
    """Return the data folder of a desk under `place`, its second mark outside it."""
    return DataFolder(place / "data", place / "state")


def quick_desk(place: Path, key: bytes = b"", *, author: str = STATION, recipient: str = COUNTY, side: str = "station") -> Database:
    """Make an open desk without stretching a passphrase; its key file has one slot that nothing opens."""
    folder, key = data_folder(place), key or new_key()
    folder.path.mkdir(parents=True)
    create(folder, key, side=side, author=author, recipient=recipient)
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
