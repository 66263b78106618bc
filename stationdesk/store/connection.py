"""Connections to the encrypted file: one recipe, so that no setting is ever forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.files import NoSpace, NotWritable

PLAIN_HEADER = b"SQLite format 3\x00"
SETTINGS = (
    "cipher_log_level=NONE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "busy_timeout=30000",
    "temp_store=MEMORY",
)
READ_CACHE = 48_000
"""KiB of pages a reading connection keeps at most: the indexes of the day's list of 100,000 people; a village fills less."""


class NotOurFile(DeskError):
    """The file in the store's place was not written by this program with this key."""


class DamagedFile(DeskError):
    """The store's file is there and ours, but not whole."""


def connect(path: Path, key: bytes, *, create: bool = False, read_only: bool = False) -> dbapi2.Connection:
    """Open the encrypted file at `path` with the raw `key` (48 bytes: 32 key, 16 salt).

    Raises NotOurFile for a plain or foreign file or a wrong key, DamagedFile for one that is broken or was cut short, NoSpace
    or NotWritable where the disk refuses.
    """
    if not create:
        refuse_plain(path)
    mode = "ro" if read_only else "rwc" if create else "rw"
    with spoken():
        connection = dbapi2.connect(
            f"file:{quote(str(path))}?mode={mode}", uri=True, check_same_thread=False, isolation_level=None, timeout=30
        )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for setting in SETTINGS:
            if not (read_only and setting.startswith("journal_mode")):
                connection.execute(f"PRAGMA {setting}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not create:
            refuse_cut(path, connection)
    except dbapi2.DatabaseError as error:
        connection.close()
        if "not a database" in str(error) and not salted_with(path, key):
            raise NotOurFile(_("The store file was not written by this program, or belongs to other keys. Nothing was changed.")) from error
        raise trouble_of(str(error)) or error from error
    except DeskError:
        connection.close()
        raise
    return connection


def salted_with(path: Path, key: bytes) -> bool:
    """Tell whether the file begins with this key's salt: then it is ours, however damaged it is."""
    with path.open("rb") as file:
        return file.read(16) == key[32:]


def trouble_of(said: str) -> DeskError | None:
    """Return the sentence for what the database said about the disk or the file, or None where it is about neither."""
    if "disk is full" in said:
        return NoSpace(_("The disk is full: nothing was saved. Please make room and save again."))
    if "readonly" in said or "unable to open" in said:
        return NotWritable(_("The data folder cannot be written to: nothing was saved."))
    if "disk I/O" in said:
        return NotWritable(_("The disk refused to write: nothing was saved. Please make a backup on another disk soon."))
    if "malformed" in said or "not a database" in said:
        return DamagedFile(_("The store file is damaged. Please restore the newest backup; nothing was changed."))
    return None


@contextmanager
def spoken(*kinds: type[DeskError]) -> Iterator[None]:
    """Turn the database's errors about disk and file into sentences: those of `kinds`, or all of them.

    Raises NoSpace, NotWritable or DamagedFile; every other error goes on as it is.
    """
    try:
        yield
    except (DBAPIError, PendingRollbackError, dbapi2.DatabaseError) as error:
        trouble = trouble_of(str(error.orig if isinstance(error, DBAPIError) else error))
        if trouble is None or (kinds and not isinstance(trouble, kinds)):
            raise
        raise trouble from error


def refuse_foreign_wal(path: Path, key: bytes) -> None:
    """Raise DamagedFile if the write-ahead log that a crash left beside the file does not fit it.

    Opening for writing would copy such a log into the file and destroy it, so both are read through once, read-only, before.
    """
    wal = path.with_name(path.name + "-wal")
    if not (wal.exists() and wal.stat().st_size):
        return
    try:
        with closing(connect(path, key, read_only=True)) as connection:
            sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except (NotOurFile, dbapi2.DatabaseError):
        sound = False
    if not sound:
        raise DamagedFile(
            _("The store file and the log beside it do not fit together. Please restore the newest backup; nothing was changed.")
        )


def refuse_plain(path: Path) -> None:
    """Raise NotOurFile if `path` is missing, empty or an unencrypted database."""
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError as error:
        raise NotOurFile(_("There is no store in this folder.")) from error
    if len(head) < 16 or head == PLAIN_HEADER:
        raise NotOurFile(_("The file in the store's place is not our encrypted file. It was not opened and not changed."))


def refuse_cut(path: Path, connection: dbapi2.Connection) -> None:
    """Raise DamagedFile if the file lost whole pages at its end, which page seals cannot show."""
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        return
    count, size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    if path.stat().st_size < count * size:
        raise DamagedFile(_("The store file has lost its end. Please restore the newest backup; nothing was changed."))


WAIT = 900.0
"""Seconds a thread waits for the only connection: a first report of many years may hold it for longer than half a minute."""


def engine_of(path: Path, key: bytes, *, begin: str, size: int, prepare: Any = None, query_only: bool = False) -> Engine:
    """Return an engine whose connections follow the recipe and whose transactions start with `begin`.

    `prepare(connection)` is called once for each new connection (the writer's triggers).
    """

    def creator() -> dbapi2.Connection:
        connection = connect(path, key)
        if prepare is not None:
            prepare(connection)
        if query_only:
            connection.execute("PRAGMA query_only=ON")
            connection.execute(f"PRAGMA cache_size=-{READ_CACHE}")
        return connection

    pool = {"poolclass": QueuePool, "pool_size": size, "max_overflow": 0 if size == 1 else 10, "pool_timeout": WAIT}
    engine = create_engine("sqlite://", module=dbapi2, creator=creator, hide_parameters=True, **pool)

    @event.listens_for(engine, "connect")
    def _leave_transactions_to_us(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine
