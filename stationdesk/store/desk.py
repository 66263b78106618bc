"""Setting a desk up, unlocking it, bringing it back: what happens around an open store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stationdesk.store.backup import Backup, back_up, backups_in, day_of, read_backup, set_aside, surplus, unpack
from stationdesk.store.clock import Clock, local_day, now
from stationdesk.store.connection import connect
from stationdesk.store.database import Database, create, needs_migration
from stationdesk.store.files import spoken_errors
from stationdesk.store.folder import DataFolder, FolderLock
from stationdesk.store.keys import KeyFile, Slot, check_passphrase, new_key, new_recovery_code, read_keys, recovery_secret, unlock, write_keys
from stationdesk.store.migrations import migrate
from stationdesk.registers.record import new_id


@dataclass(frozen=True)
class NewDesk:
    """A desk just set up: the open store, the slot of its first operator, and the code to print and lock away."""

    database: Database
    slot: Slot
    recovery_code: str


def set_up(folder: DataFolder, passphrase: str, *, side: str, author: str, recipient: str = "", clock: Clock = now) -> NewDesk:
    """Make a new desk in an empty folder, with a first operator's slot and a recovery slot.

    The recovery code is in the answer and nowhere else. Raises WeakPassphrase, DeskExists, AlreadyOpen, NoSpace, NotWritable.
    """
    check_passphrase(passphrase)
    with spoken_errors(folder.path):
        folder.path.mkdir(parents=True, exist_ok=True)
        lock = FolderLock(folder.path)
    try:
        folder.must_be_free()
        key, code = new_key(), new_recovery_code()
        keys = KeyFile(new_id(), [])
        slot = keys.add(key, passphrase.encode(), "operator")
        keys.add(key, recovery_secret(code), "recovery")
        write_keys(folder.path, keys, key)
        create(folder, key, side=side, author=author, recipient=recipient, clock=clock)
        return NewDesk(Database(folder, key, lock, clock), slot, code)
    except BaseException:
        lock.release()
        raise


def unlock_desk(folder: DataFolder, passphrase: str, clock: Clock = now) -> tuple[Database, Slot]:
    """Open the desk with an operator's passphrase; brings an older store up to this program's shape, after a backup.

    Raises NoDesk, AlreadyOpen, TooManyTries, WrongPassphrase, NotOurFile, DamagedFile, NewerStore.
    """
    folder.must_exist()
    lock = FolderLock(folder.path)
    try:
        key, slot = unlock(folder.path, passphrase)
        return opened(folder, key, lock, clock), slot
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
        write_keys(folder.path, keys, key)
        return database, slot
    except BaseException:
        lock.release()
        raise


def opened(folder: DataFolder, key: bytes, lock: FolderLock, clock: Clock) -> Database:
    """Open the store with its key, taking the steps it lacks."""
    if needs_migration(folder, key):
        copy_before_migration(folder, key)
        connection = connect(folder.store, key)
        try:
            migrate(connection, clock)
        finally:
            connection.close()
    return Database(folder, key, lock, clock)


def copy_before_migration(folder: DataFolder, key: bytes) -> Path:
    """Copy the store as it is into the backups, before any step is taken."""
    from stationdesk.store.backup import snapshot

    folder.backups.mkdir(parents=True, exist_ok=True)
    copy = folder.backups / f"before-update-{new_id()[:13]}.sdb"
    with spoken_errors(folder.backups):
        snapshot(folder.store, key, copy)
    return copy


def back_up_daily(database: Database, others: tuple[Path, ...] = ()) -> Backup | None:
    """Back the desk up into its own folder if there is no backup of today yet, and drop those no longer kept.

    Returns the backup made, or None. Raises NoSpace or NotWritable.
    """
    folder = database.folder.backups
    newest = next(iter(backups_in(folder)), None)
    if newest is not None and day_of(newest) == local_day(database.clock()):
        return None
    made = back_up(database, folder, others=others)
    for path in surplus(backups_in(folder)):
        path.unlink(missing_ok=True)
    return made


@dataclass(frozen=True)
class Restored:
    """A desk brought back from a backup."""

    database: Database
    made_at: str
    aside: Path | None


def restore(folder: DataFolder, backup: Path, passphrase: str, clock: Clock = now) -> Restored:
    """Bring a desk back from a backup, under a new copy id; what stood in the folder is moved aside, never written over.

    The passphrase is tried on the backup's own keys before anything is moved. Raises BadBackup, WrongPassphrase, AlreadyOpen,
    NoSpace, NotWritable.
    """
    listing = read_backup(backup)
    with spoken_errors(folder.path):
        folder.path.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder.path)
    try:
        key = key_in_backup(backup, passphrase)
        aside = set_aside(folder, clock())
        unpack(backup, folder)
        database = opened(folder, key, lock, clock)
        database.take_new_copy()
        database.notices.clear()
        database.write_mark(flush=True)
        return Restored(database, str(listing["made_at"]), aside)
    except BaseException:
        lock.release()
        raise


def key_in_backup(backup: Path, passphrase: str) -> bytes:
    """Return the store's key from the key file inside a backup.

    Raises WrongPassphrase if no operator of that time had this passphrase.
    """
    import json
    import zipfile

    from stationdesk.i18n import _
    from stationdesk.store.keys import WrongPassphrase, parsed

    with zipfile.ZipFile(backup) as bundle:
        keys = parsed(json.loads(bundle.read("keys.json")))
    found = keys.open_with(passphrase)
    if found is None:
        raise WrongPassphrase(_("This backup opens with a passphrase of its own time; the one typed is not right. Nothing was changed."))
    return found[0]
