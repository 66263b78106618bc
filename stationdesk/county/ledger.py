"""The county's ledger: what the stations sent, in a second encrypted SQLite file or in PostgreSQL.

Cursor, journal and rows of a station move in one transaction. Every table's key begins with the station, so that one author's
records can never meet another's. Columns may be empty: the ledger keeps what a station says, it does not judge it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    Table,
    Text,
    create_engine,
    false,
    func,
    select,
)
from sqlalchemy.types import TypeEngine

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.record import JsonList, JsonMap
from stationdesk.store.connection import DamagedFile, engine_of, refuse_foreign_wal, spoken
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.store.journal import OWN_COLUMNS
from stationdesk.sync.line_check import TRAVELLING

CACHE = 48 * 1024
"""KiB of pages kept while a package is taken: with SQLite's own 2 MiB every page of the keys is enciphered again and again."""
metadata = MetaData()

shape = Table(
    "ledger_shape",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("county", Text, nullable=False),
    Column("schema", Integer, nullable=False, server_default="0"),
)

station_state = Table(
    "station_state",
    metadata,
    Column("station", Text, primary_key=True),
    Column("cursor", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("head", Text, nullable=False),
    Column("taken_at", Text, nullable=False),
)
"""How far the county has a station's journal, and under which copy of the station it came."""

station_copy = Table(
    "station_copy",
    metadata,
    Column("station", Text, primary_key=True),
    Column("copy", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("received_copy", Text, nullable=False, default=""),
    Column("received_seq", BigInteger, nullable=False, default=0),
    Column("received_digest", LargeBinary, nullable=False, default=b""),
    Column("received_number", BigInteger, nullable=False, default=0),
    Column("retired", Boolean, nullable=False, default=False),
    Column("forked_at", BigInteger),
    Column("keys", Text, nullable=False, default="[]"),
    Column("signed_by", Text, nullable=False, default=""),
    Column("heard_at", Text, nullable=False, default=""),
)
"""Every copy of a station that was heard: its highest package, how far it has the county's lines, whether its chain has parted."""

journal = Table(
    "station_journal",
    metadata,
    Column("station", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("line", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

held = Table(
    "held_record",
    metadata,
    Column("station", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since_seq", BigInteger, nullable=False),
    Column("removed", Boolean, nullable=False, default=False, server_default=false()),
)
"""Records set aside with their reason; later changes of them join them, the rest goes on.

Where the station has `removed` one since, nobody has to mend it, and the row that is there is removed too.
"""

event_order = Table(
    "event_order",
    metadata,
    Column("station", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
"""With which line of its station's journal an event came whose place decides something: a wish's state, a task's last report."""
ORDERED = frozenset({"wish_event", "claim_answer", "photo_offer", "task_report", "correction_answer", "transfer_answer"})
"""Registers whose events stand in `event_order`."""

station_picture = Table(
    "station_picture",
    metadata,
    Column("station", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Pictures that an entry of their station names."""


def portable(column: Column[Any]) -> TypeEngine[Any]:
    """Return the type a register's column has in the ledger."""
    kind = column.type
    if isinstance(kind, (JsonList, JsonMap)):
        return type(kind)(kind.item) if isinstance(kind, JsonList) else JsonMap()
    if isinstance(kind, Boolean):
        return Boolean()
    if isinstance(kind, Integer):
        return BigInteger()
    return Text()


def empty_of(column: Column[Any]) -> str | None:
    """Return what a column of lists or maps holds that nobody wrote: also in records older than the column."""
    return "[]" if isinstance(column.type, JsonList) else "{}" if isinstance(column.type, JsonMap) else None


def in_journal_order(kind: str) -> Select[Any]:
    """Return a query of a register's rows, by station in the order of its journal: ids follow the clock, which may have been wrong."""
    table = STATION_TABLES[kind]
    place = (event_order.c.station == table.c.station) & (event_order.c.kind == kind) & (event_order.c.id == table.c.id)
    joined = table.outerjoin(event_order, place)
    return select(table).select_from(joined).order_by(table.c.station, event_order.c.seq, table.c.id)


def station_table(kind: str) -> Table:
    """Return the ledger's table of one travelling register."""
    source: Any = TRAVELLING[kind].__table__  # type: ignore[attr-defined]
    columns = [
        Column(column.name, portable(column), server_default=empty_of(column))
        for column in source.columns
        if column.name not in OWN_COLUMNS
    ]
    return Table(kind, metadata, Column("station", Text, primary_key=True), Column("id", Text, primary_key=True), *columns)


STATION_TABLES: dict[str, Table] = {kind: station_table(kind) for kind in TRAVELLING}
Index("ledger_resident_id_no", STATION_TABLES["resident"].c.id_no)
"""Who is in two stations is asked over all of them."""


class LedgerUnreachable(DeskError):
    """The database of the ledger cannot be reached, or is not ours."""


class ServerAway(LedgerUnreachable):
    """The server of the ledger is not running, or not to be reached from here."""


def sqlite_ledger(path: Path, key: bytes) -> Engine:
    """Open the ledger's encrypted file.

    Raises DamagedFile if the log that a crash left beside it does not fit it.
    """
    refuse_foreign_wal(path, key)
    return engine_of(path, key, begin="BEGIN IMMEDIATE", size=1, prepare=lambda found: found.execute(f"PRAGMA cache_size=-{CACHE}"))


def postgres_ledger(url: str) -> Engine:
    """Open the ledger in PostgreSQL; the server's own protection at rest applies there.

    Raises LedgerUnreachable if the driver is missing or the address is none.
    """
    try:
        return create_engine(url, hide_parameters=True, pool_size=2)
    except ModuleNotFoundError as error:
        raise LedgerUnreachable(
            _("The county's ledger is on a server (PostgreSQL), which this program cannot reach. Please use the server installation.")
        ) from error
    except Exception as error:
        raise LedgerUnreachable(
            _("The ledger's database address cannot be used. It looks like postgresql+psycopg://name@server/database.")
        ) from error


COUNTYS_TROUBLE = (LedgerUnreachable, DamagedFile, NoSpace, NotWritable)
"""Troubles of ledger, disk or stick, which no package is to blame for: whatever is taken next would have them too."""


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Open one transaction of the ledger, committed at its end; what goes wrong with disk, file or server becomes a sentence.

    Raises LedgerUnreachable, NoSpace, NotWritable or DamagedFile; then nothing was written.
    """
    from sqlalchemy.exc import DBAPIError

    told: tuple[type[Exception], ...] = (DBAPIError, *driver_errors(engine))
    try:
        with spoken(), engine.begin() as connection:
            yield connection
    except told as error:
        trouble = server_trouble(error.orig if isinstance(error, DBAPIError) else error)
        if trouble is None:
            raise
        raise trouble from error


def driver_errors(engine: Engine) -> tuple[type[Exception], ...]:
    """Return what the server's driver raises by itself, as in a COPY; nothing for a file, where the driver need not be installed."""
    if engine.dialect.name != "postgresql":
        return ()
    from psycopg import Error

    return (Error,)


def server_trouble(error: object) -> DeskError | None:
    """Return the sentence for what a server said, or None where it is our own mistake."""
    if not type(error).__module__.startswith("psycopg"):
        return None  # the file's own troubles are told by `spoken`
    from psycopg import OperationalError

    state = str(getattr(error, "sqlstate", None) or "")
    if state.startswith("53"):
        return NoSpace(_("The ledger's server has no room left: nothing was taken. Please ask whoever looks after it."))
    if state in ("25006", "42501"):
        return LedgerUnreachable(_("The ledger's server does not let us write: nothing was taken. Please ask whoever looks after it."))
    if isinstance(error, OperationalError):
        return ServerAway(_("The ledger's server cannot be reached, or was stopped: nothing was taken. Try again later."))
    return None


def lock_station(connection: Connection, station: str) -> None:
    """Wait until nobody else takes a package of this station, and let nobody in until the transaction ends.

    A lock by name, because of a station's first package there is no row yet that could be locked. In a file, every
    transaction waits for the one before anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"stationdesk {station}", 0))))
