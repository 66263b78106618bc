"""Setting a desk up, unlocking it, bringing it back: what happens around an open store."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.record import new_id
from stationdesk.store.backup import (
    UNPACKED,
    Backup,
    back_up,
    backups_in,
    damaged,
    day_of,
    read_backup,
    set_aside,
    snapshot,
    tidy,
    troubles,
    unpack,
)
from stationdesk.store.clock import Clock, local_day, now
from stationdesk.store.connection import connect, refuse_foreign_wal, spoken
from stationdesk.store.database import Database, create, needs_migration
from stationdesk.store.files import flush_folder, spoken_errors
from stationdesk.store.folder import STORE, DataFolder, FolderLock
from stationdesk.store.keys import (
    COPIES,
    KeyFile,
    Slot,
    WrongPassphrase,
    WrongRecoveryCode,
    check_passphrase,
    mend_copies,
    new_key,
    new_recovery_code,
    parsed,
    read_keys,
    recovery_secret,
    unlock,
    write_keys,
)
from stationdesk.store.migrations import migrate

LATER = "SELECT says FROM action WHERE last > ? AND ifnull(undoes, '') = '' AND undone_by IS NULL ORDER BY first"


@dataclass(frozen=True)
class NewDesk:
    """A desk just set up: the open store, the slot of its first operator, and the code to print and lock away."""

    database: Database
    slot: Slot
    recovery_code: str


def set_up(
    folder: DataFolder, passphrase: str, *, side: str, author: str, recipient: str = "", recovery_code: str = "", clock: Clock = now
) -> NewDesk:
    """Make a new desk in an empty folder, with a first operator's slot and a recovery slot.

    `recovery_code` is one that was shown already; a new one without. It is in the answer and nowhere else. The store gets its
    name last, so that a set-up that was cut off can be begun again. Raises WeakPassphrase, DeskExists, AlreadyOpen, NoSpace, NotWritable.
    """
    check_passphrase(passphrase)
    with spoken_errors(folder.path):
        folder.path.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder.path)
    try:
        sweep_unfinished(folder)
        folder.must_be_free()
        key, code = new_key(), recovery_code or new_recovery_code()
        keys = KeyFile(new_id(), [])
        slot = keys.add(key, passphrase.encode(), "operator")
        keys.add(key, recovery_secret(code), "recovery")
        create(folder, key, side=side, author=author, recipient=recipient, clock=clock)
        write_keys(folder.path, keys, key)
        with spoken_errors(folder.path):
            os.replace(folder.unfinished, folder.store)
            flush_folder(folder.path)
        return NewDesk(Database(folder, key, lock, clock), slot, code)
    except BaseException:
        lock.release()
        raise


def sweep_unfinished(folder: DataFolder) -> None:
    """Remove what a set-up left that was cut off before its store had a name and anybody saw its recovery code."""
    if folder.unfinished.exists() and not folder.store.exists():
        with spoken_errors(folder.path):
            for name in COPIES:
                (folder.path / name).unlink(missing_ok=True)
            for path in folder.path.glob(folder.unfinished.name + "*"):
                path.unlink()


def unlock_desk(folder: DataFolder, passphrase: str, clock: Clock = now, *, chosen: str = "") -> tuple[Database, Slot]:
    """Open the desk with an operator's passphrase; brings an older store up to this program's shape, after a backup.

    `chosen` is the slot of the operator who says he is there: only his passphrase opens then.

    Raises NoDesk, AlreadyOpen, TooManyTries, WrongPassphrase, NotOurFile, DamagedFile, NewerStore, NoSpace, NotWritable.
    """
    folder.must_exist()
    lock = FolderLock(folder.path)
    try:
        key, slot = unlock(folder.path, passphrase, chosen)
        database = opened(folder, key, lock, clock)
        look_at_slots(database)
        return database, slot
    except BaseException:
        lock.release()
        raise


def unlock_with_code(folder: DataFolder, code: str, passphrase: str, clock: Clock = now) -> tuple[Database, Slot]:
    """Open the desk with the printed recovery code and give it a new operator's slot for `passphrase`.

    Raises WrongRecoveryCode, WeakPassphrase and what `unlock_desk` raises.
    """
    folder.must_exist()
    check_passphrase(passphrase)
    lock = FolderLock(folder.path)
    try:
        keys = read_keys(folder.path)
        key, _used = keys.open_with_code(code)
        slot = keys.add(key, passphrase.encode(), "operator")
        database = opened(folder, key, lock, clock)
        look_at_slots(database)
        write_keys(folder.path, keys, key)
        return database, slot
    except BaseException:
        lock.release()
        raise


def opened(folder: DataFolder, key: bytes, lock: FolderLock, clock: Clock) -> Database:
    """Open the store with its key, taking the steps it lacks."""
    refuse_foreign_wal(folder.store, key)
    if needs_migration(folder, key):
        copy_before_migration(folder, key)
        with spoken(), closing(connect(folder.store, key)) as connection:
            migrate(connection, clock)
    return Database(folder, key, lock, clock)


def look_at_slots(database: Database) -> None:
    """Mend a lost copy of the key file, and say so if its slots are not those this program wrote."""
    if not mend_copies(database.folder.path, database.key):
        database.notices.append(
            _("The key file was changed by something other than this program. Please check who can open this desk, and tell the county.")
        )


def copy_before_migration(folder: DataFolder, key: bytes) -> Path:
    """Copy the store as it is into the backups, before any step is taken."""
    with spoken_errors(folder.backups):
        folder.backups.mkdir(parents=True, exist_ok=True)
        copy = folder.backups / f"before-update-{new_id()[:13]}.sdb"
        snapshot(folder.store, key, copy)
    return copy


def back_up_daily(database: Database, others: tuple[Path, ...] = ()) -> Backup | None:
    """Back the desk up into its own folder if there is no backup of today yet, and drop those no longer kept.

    Returns the backup made, or None. Raises NoSpace, NotWritable or DamagedFile.
    """
    folder = database.folder.backups
    today = local_day(database.clock())
    if any(day_of(path) == today for path in backups_in(folder)):
        return None
    tidy(folder)
    made = back_up(database, folder, others=others)
    tidy(folder)
    return made


@dataclass(frozen=True)
class Restored:
    """A desk brought back from a backup."""

    database: Database
    made_at: str
    aside: Path | None


def restore(folder: DataFolder, backup: Path, secret: str, clock: Clock = now) -> Restored:
    """Bring a desk back from a backup, under a new copy id; what stood in the folder is moved aside, never written over.

    `secret` is a passphrase or the recovery code of the backup's time. It is tried, and the backup unpacked and looked over,
    before anything is moved. Raises BadBackup, WrongPassphrase, NewerStore, AlreadyOpen, NoSpace, NotWritable.
    """
    listing = read_backup(backup)
    with spoken_errors(folder.path):
        folder.path.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder.path)
    try:
        key = key_in_backup(backup, secret)
        with spoken_errors(folder.path):
            for left in folder.path.glob(UNPACKED + "*"):
                shutil.rmtree(left, ignore_errors=True)
            with tempfile.TemporaryDirectory(prefix=UNPACKED, dir=folder.path) as scratch:
                files = unpack(backup, Path(scratch))
                if troubles(Path(scratch) / STORE, key):
                    raise damaged(backup)
                needs_migration(DataFolder(Path(scratch), folder.state), key)
                aside = set_aside(folder, clock())
                for file in files:
                    os.replace(file, folder.path / file.name)
                flush_folder(folder.path)
        database = opened(folder, key, lock, clock)
        database.take_new_copy()
        database.notices.clear()
        database.write_mark(flush=True)
        return Restored(database, str(listing["made_at"]), aside)
    except BaseException:
        lock.release()
        raise


def done_since(database: Database, aside: Path) -> tuple[str, ...]:
    """Return the sentences of what was done after the state that was brought back, from the copy that was moved aside.

    What was taken back there is left out. Nothing where the copy is another desk's or cannot be read: then nobody knows.
    """
    try:
        with closing(connect(aside / STORE, database.key)) as connection:
            found = dict(connection.execute("SELECT name, value FROM about").fetchall())
            if found.get("store") != database.about.store:
                return ()
            rows = connection.execute(LATER, (database.position().seq,)).fetchall()
    except (DeskError, OSError):
        return ()
    return tuple(str(says) for (says,) in rows)


def key_in_backup(backup: Path, secret: str) -> bytes:
    """Return the store's key from the key file inside a backup.

    Raises WrongPassphrase if no operator of that time had this passphrase and it is not the recovery code of that time either,
    BadBackup if there is no sound key file.
    """
    try:
        with zipfile.ZipFile(backup) as bundle:
            keys = parsed(json.loads(bundle.read(COPIES[0])))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise damaged(backup) from error
    found = keys.open_with(secret)
    if found is None:
        try:
            found = keys.open_with_code(secret)
        except WrongRecoveryCode:
            wrong = _("This backup opens with a passphrase of its own time; the one typed is not right. Nothing was changed.")
            raise WrongPassphrase(wrong) from None
    return found[0]
