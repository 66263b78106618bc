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
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.record import canonical
from stationdesk.store.clock import local_day, stamp
from stationdesk.store.connection import DamagedFile, NotOurFile, connect, trouble_of
from stationdesk.store.database import Database
from stationdesk.store.files import NoSpace, NotWritable, flush_file, flush_folder, spoken_errors
from stationdesk.store.folder import BACKUPS, LEDGER, STORE, DataFolder
from stationdesk.store.keys import COPIES

FORMAT = "stationdesk.backup/1"
SUFFIX = ".sdbackup"
LIST = "backup.json"
UNPACKED = ".restore-"
"""How the folders begin in which a backup is unpacked and looked over before it takes its place."""
PARTS = (STORE, LEDGER, COPIES[0])
SPARE = 20 * 1024 * 1024
"""Bytes that must stay free beside the copy."""
KEPT = (7, 4, 12)
"""How many daily, weekly and monthly backups are kept."""
SHARE = 4
"""All of them together may take the fourth part of what is free on the disk or taken by them."""


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
    copy). Raises NoSpace, NotWritable or, if the store itself is broken, DamagedFile; nothing half is left behind then.
    """
    unfinished = f".backup-{database.about.store}-"
    with spoken_errors(to):
        to.mkdir(parents=True, exist_ok=True)
        for left in to.glob(unfinished + "*"):
            shutil.rmtree(left, ignore_errors=True)
        needed = 2 * sum(path.stat().st_size for path in (database.folder.store, *others))
        if shutil.disk_usage(to).free < needed + SPARE:
            raise NoSpace(
                _("There is too little space in {folder} for a backup. Please make room or take another stick.").format(folder=to)
            )
        with tempfile.TemporaryDirectory(prefix=unfinished, dir=to) as scratch:
            return _written(database, to, Path(scratch), others)


def _written(database: Database, to: Path, scratch: Path, others: tuple[Path, ...]) -> Backup:
    copy = scratch / STORE
    snapshot(database.folder.store, database.key, copy)
    rows = counted(copy, database.key)
    made_at = stamp(database.clock())
    parts = [copy, *others, database.folder.path / COPIES[0]]
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
    Raises DamagedFile if the source is broken, BadBackup if the copy is not sound, NoSpace or NotWritable.
    """
    with closing(connect(path, key)) as source:
        try:
            if source.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise dbapi2.DatabaseError("database disk image is malformed")
            source.execute("VACUUM INTO ?", (str(copy),))
        except dbapi2.DatabaseError as error:
            copy.unlink(missing_ok=True)
            match trouble_of(str(error)):
                case NoSpace():
                    raise NoSpace(_("There is no space left for the backup. Please make room or take another stick.")) from error
                case NotWritable():
                    raise NotWritable(
                        _("The backup cannot be written: the disk or stick fails, or is gone. Nothing half was left behind.")
                    ) from error
                case DamagedFile() as damaged:
                    raise damaged from error
            raise
    flush_file(copy)
    trouble = troubles(copy, key)
    if trouble:
        unsound = _("The backup that was just written cannot be read back: {trouble}. Please try another disk.")
        raise BadBackup(unsound.format(trouble=trouble[0]))


def troubles(path: Path, key: bytes) -> list[str]:
    """Return what is wrong with the encrypted file: seals of its pages and its structure; both checks are needed."""
    try:
        with closing(connect(path, key)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
            found += [str(row[0]) for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
    except (NotOurFile, DamagedFile, dbapi2.DatabaseError) as error:
        found = [str(error)]
    return found


def counted(path: Path, key: bytes) -> dict[str, int]:
    """Return the number of rows of each table."""
    ours = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'resident_search%' ORDER BY name"
    )
    with closing(connect(path, key)) as connection:
        names = [row[0] for row in connection.execute(ours)]
        return {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608 - our own tables


def read_backup(path: Path) -> dict[str, Any]:
    """Return the list of a backup after reading every byte of it.

    Raises BadBackup if it is not ours, not whole, or holds anything but what its list names.
    """
    try:
        with zipfile.ZipFile(path) as bundle:
            if any(part.compress_type != zipfile.ZIP_STORED for part in bundle.infolist()):
                raise ValueError("a part is compressed")
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
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> BadBackup:
    """Return what is said of a backup that cannot be used."""
    return BadBackup(
        _("{name} is not one of our backups, or is damaged. Please take another one; nothing was changed.").format(name=path.name)
    )


def unpack(path: Path, to: Path) -> list[Path]:
    """Write the files of a backup, and the second copy of its key file, into the empty folder `to`; the store comes last.

    Raises BadBackup, NoSpace or NotWritable.
    """
    names = sorted(read_backup(path)["parts"], key=lambda name: name == STORE)
    with spoken_errors(to):
        with zipfile.ZipFile(path) as bundle:
            for name in names:
                bundle.extract(name, to)
        shutil.copyfile(to / COPIES[0], to / COPIES[1])
        found = [to / COPIES[1], *(to / name for name in names)]
        for file in found:
            flush_file(file)
    return found


def set_aside(folder: DataFolder, moment: datetime) -> Path | None:
    """Move what stands in the data folder into a folder of its own inside it; returns that folder, or None if there was nothing.

    Nothing is ever deleted or written over by a restore. Backups stay where they are.
    """
    kept = {BACKUPS, "lock"}
    there = [entry for entry in folder.path.iterdir() if entry.name not in kept and not entry.name.startswith(("before-", UNPACKED))]
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


def moment_of(path: Path) -> datetime | None:
    """Return the time in a backup's name; None if the name is not ours."""
    try:
        return datetime.strptime(path.name.rsplit("_", 1)[-1].removesuffix(SUFFIX) + "+0000", "%Y%m%dT%H%M%S%z")
    except ValueError:
        return None


def day_of(path: Path) -> date | None:
    """Return the local day in a backup's name; None if the name is not ours."""
    made = moment_of(path)
    return local_day(made) if made else None


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in a folder, newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.glob(f"SD_*{SUFFIX}") if day_of(path)]
    return sorted(found, key=lambda path: path.name.rsplit("_", 1)[-1], reverse=True)


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


def beyond(paths: list[Path], room: int) -> list[Path]:
    """Return the backups (newest first) to be dropped until the others fit into `room` bytes: the one in the middle each time.

    So the gaps grow evenly and the oldest goes last; the two newest are never dropped.
    """
    left, sizes = list(paths), {path: path.stat().st_size for path in paths}
    while len(left) > 2 and sum(sizes[path] for path in left) > room:
        del left[max(2, len(left) // 2)]
    return [path for path in paths if path not in left]


def tidy(folder: Path) -> None:
    """Drop the backups of a folder that are no longer kept, and some more where they would fill the disk.

    Raises NotWritable.
    """
    with spoken_errors(folder):
        for path in surplus(backups_in(folder)):
            path.unlink(missing_ok=True)
        if kept := backups_in(folder):
            room = (shutil.disk_usage(folder).free + sum(path.stat().st_size for path in kept)) // SHARE
            for path in beyond(kept, room):
                path.unlink(missing_ok=True)
