"""Backups: whole, checked and sealed copies of the store, and the way back from one (safety.md, c-5).

A backup is one zip file that holds the encrypted store (and a county's ledger) as they were at one moment, the key file, and a
list with counts and hashes. Nothing in it can be read without a passphrase or the recovery code of its time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.record import canonical
from stationdesk.store.clock import local_day, stamp
from stationdesk.store.connection import connect
from stationdesk.store.database import Database
from stationdesk.store.files import NoSpace, flush_file, flush_folder, spoken_errors
from stationdesk.store.folder import LEDGER, STORE, DataFolder

FORMAT = "stationdesk.backup/1"
SUFFIX = ".sdbackup"
LIST = "backup.json"
PARTS = (STORE, LEDGER, "keys.json")
SPARE = 20 * 1024 * 1024
"""Bytes that must stay free beside the copy."""
KEPT = (7, 4, 12)
"""How many daily, weekly and monthly backups are kept."""


class BadBackup(DeskError):
    """The file is no backup of ours, or is damaged."""


@dataclass(frozen=True)
class Backup:
    """A finished backup and what it holds."""

    path: Path
    made_at: str
    seq: int
    rows: dict[str, int]


def back_up(database: Database, to: Path, *, others: tuple[Path, ...] = ()) -> Backup:
    """Write a backup of the open store to the folder `to` and check it before it gets its name.

    `others` are further encrypted files of this desk under keys kept in the store (a county's ledger, given as a finished
    copy). Raises NoSpace or NotWritable; nothing half is left behind then.
    """
    with spoken_errors(to):
        to.mkdir(parents=True, exist_ok=True)
        room = shutil.disk_usage(to).free
        if room < 2 * database.folder.store.stat().st_size + SPARE:
            raise NoSpace(_("There is too little space in {folder} for a backup. Please make room or take another stick.").format(folder=to))
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=to) as scratch:
            return _written(database, to, Path(scratch), others)


def _written(database: Database, to: Path, scratch: Path, others: tuple[Path, ...]) -> Backup:
    copy = scratch / STORE
    snapshot(database.folder.store, database.key, copy)
    rows = counted(copy, database.key)
    made_at = stamp(database.clock())
    parts = [copy, *others, database.folder.path / "keys.json"]
    listing = {
        "format": FORMAT,
        "store": database.about.store,
        "author": database.about.author,
        "copy": database.about.line_copy,
        "made_at": made_at,
        "rows": rows,
        "parts": {part.name: {"sha256": hash_of(part), "size": part.stat().st_size} for part in parts},
    }
    name = f"SD_{database.about.author}_{made_at[:19].replace(':', '').replace('-', '')}{SUFFIX}"
    partial = scratch / (name + ".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as bundle:
        bundle.writestr(LIST, canonical(listing))
        for part in parts:
            bundle.write(part, part.name)
    flush_file(partial)
    read_backup(partial)
    final = to / name
    os.replace(partial, final)
    flush_folder(to)
    return Backup(final, made_at, rows["change"], rows)


def snapshot(path: Path, key: bytes, copy: Path) -> None:
    """Write a transactional copy of the encrypted file at `path` to `copy`, under the same key, flushed and checked.

    VACUUM INTO rather than the stepped backup call, which never ends beside a busy writer; SQLite does not flush its output.
    Raises BadBackup if the copy is not sound.
    """
    source = connect(path, key)
    try:
        try:
            source.execute("VACUUM INTO ?", (str(copy),))
        except dbapi2.DatabaseError as error:
            copy.unlink(missing_ok=True)
            if "full" in str(error) or "disk I/O" in str(error):
                raise NoSpace(_("There is no space left for the backup. Please make room or take another stick.")) from error
            raise
    finally:
        source.close()
    flush_file(copy)
    trouble = troubles(copy, key)
    if trouble:
        raise BadBackup(_("The backup that was just written cannot be read back: {trouble}. Please try another disk.").format(trouble=trouble[0]))


def troubles(path: Path, key: bytes) -> list[str]:
    """Return what is wrong with the encrypted file: seals of its pages and its structure; both checks are needed."""
    connection = connect(path, key)
    try:
        found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        found += [str(row[0]) for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
    except dbapi2.DatabaseError as error:
        found = [str(error)]
    finally:
        connection.close()
    return found


def counted(path: Path, key: bytes) -> dict[str, int]:
    """Return the number of rows of each table."""
    connection = connect(path, key)
    try:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE 'CREATE VIRTUAL%'")]
        return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in sorted(names) if not name.startswith("resident_search")}
    finally:
        connection.close()


def read_backup(path: Path) -> dict[str, Any]:
    """Return the list of a backup after reading every byte of it.

    Raises BadBackup if it is not ours, not whole, or holds anything but what its list names.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            listing: dict[str, Any] = json.loads(bundle.read(LIST))
            parts = listing["parts"]
            if listing["format"] != FORMAT or not set(parts) <= set(PARTS) or sorted(bundle.namelist()) != sorted([LIST, *parts]):
                raise ValueError("not a backup")
            for name, part in parts.items():
                hasher = hashlib.sha256()
                with bundle.open(name) as file:
                    while block := file.read(1 << 20):
                        hasher.update(block)
                if hasher.hexdigest() != part["sha256"]:
                    raise ValueError("a part differs")
            return listing
    except OSError as error:
        raise BadBackup(_("The backup file cannot be read: {name}.").format(name=path.name)) from error
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile, NotImplementedError, RuntimeError, RecursionError) as error:
        raise BadBackup(_("{name} is not one of our backups, or is damaged. Please take another one; nothing was changed.").format(name=path.name)) from error


def unpack(path: Path, folder: DataFolder) -> dict[str, Any]:
    """Put the files of a backup into an empty data folder; what stood there before was moved aside by the caller.

    Raises BadBackup, NoSpace or NotWritable.
    """
    listing = read_backup(path)
    with spoken_errors(folder.path):
        with zipfile.ZipFile(path) as bundle:
            for name in listing["parts"]:
                bundle.extract(name, folder.path)
                flush_file(folder.path / name)
        shutil.copyfile(folder.path / "keys.json", folder.path / "keys.copy.json")
        flush_folder(folder.path)
    return listing


def set_aside(folder: DataFolder, moment: datetime) -> Path | None:
    """Move what stands in the data folder into a folder of its own inside it; returns that folder, or None if there was nothing.

    Nothing is ever deleted or written over by a restore. Backups stay where they are.
    """
    kept = {"backups", "lock"}
    there = [entry for entry in folder.path.iterdir() if entry.name not in kept and not entry.name.startswith("before-")]
    if not there:
        return None
    aside = folder.path / f"before-{stamp(moment)[:19].replace(':', '').replace('-', '')}"
    with spoken_errors(folder.path):
        number = 1
        while aside.exists():
            number += 1
            aside = aside.with_name(f"{aside.name.split('_')[0]}_{number}")
        aside.mkdir()
        for entry in sorted(there, key=lambda e: e.name != STORE):
            os.replace(entry, aside / entry.name)
        flush_folder(folder.path)
    return aside


def hash_of(path: Path) -> str:
    """Return the sha256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def day_of(path: Path) -> date | None:
    """Return the local day in a backup's name; None if the name is not ours."""
    try:
        made = datetime.strptime(path.name.rsplit("_", 1)[-1].removesuffix(SUFFIX) + "+0000", "%Y%m%dT%H%M%S%z")
    except ValueError:
        return None
    return local_day(made)


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, newest first."""
    if not folder.is_dir():
        return []
    return sorted((path for path in folder.glob(f"SD_*{SUFFIX}") if day_of(path)), key=lambda path: path.name.rsplit("_", 1)[-1], reverse=True)


def surplus(paths: list[Path], kept: tuple[int, int, int] = KEPT) -> list[Path]:
    """Return the backups (newest first) that are no longer kept: neither of the last days, weeks nor months with one."""
    keep: set[Path] = set()
    for count, period in zip(kept, ("%Y-%m-%d", "%G-%V", "%Y-%m"), strict=True):
        seen: set[str] = set()
        for path in paths:
            day = day_of(path)
            name = day.strftime(period) if day else ""
            if name not in seen and len(seen) < count:
                seen.add(name)
                keep.add(path)
    return [path for path in paths if path not in keep]
