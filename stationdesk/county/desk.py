"""A county is a desk like any other, with a ledger beside its store."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from stationdesk.county import ledger, ledger_shape
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.record import new_id
from stationdesk.registers.setting import Setting, SettingDraft
from stationdesk.store.backup import Backup, back_up, snapshot
from stationdesk.store.clock import Clock, now
from stationdesk.store.database import Database, author_of
from stationdesk.store.desk import NewDesk, back_up_daily, set_up
from stationdesk.store.files import spoken_errors
from stationdesk.store.folder import DataFolder
from stationdesk.store.keys import KEY_BYTES, derived
from stationdesk.sync.own_keys import make_keys

LEDGER_SETTING = "ledger_url"
NAME_SETTING = "county_name"


class NotACounty(DeskError):
    """The data folder is a station's."""


def set_up_county(
    folder: DataFolder,
    passphrase: str,
    *,
    code: str,
    name: str,
    url: str = "",
    partitions: bool = False,
    recovery_code: str = "",
    clock: Clock = now,
) -> NewDesk:
    """Make a county's desk and its ledger: an encrypted file, or the PostgreSQL database at `url`, spread over `partitions` or not.

    Raises what `store.desk.set_up` raises, and LedgerUnreachable before anything is made.
    """
    if url:
        engine = ledger.postgres_ledger(url)
        ledger_shape.make_tables(engine, code, partitions=partitions)
        engine.dispose()
    new = set_up(folder, passphrase, side="county", author=code, recovery_code=recovery_code, clock=clock)
    if not url:
        ledger_shape.make_sqlite(folder.ledger, ledger_key(new.database), code)
    with new.database.writing(_("county clerk"), _("Set up the county's desk"), final=True) as session:
        make_keys(session)
        write_setting(session, LEDGER_SETTING, url)
        write_setting(session, NAME_SETTING, name)
    return new


def ledger_key(database: Database) -> bytes:
    """Return the key of the ledger's file, made from the store's key."""
    return (derived(database.key, "ledger") + derived(database.key, "ledger salt"))[:KEY_BYTES]


def write_setting(session: Session, name: str, value: object) -> None:
    """Keep a setting."""
    found = session.exec(select(Setting).where(Setting.name == name)).first()
    if found is None:
        session.add(
            Setting.model_validate(
                SettingDraft(name=name, value=json.dumps(value, ensure_ascii=False)), update={"author": author_of(session)}
            )
        )
    else:
        found.value = json.dumps(value, ensure_ascii=False)


def read_setting(session: Session, name: str) -> object:
    """Return a setting, or None."""
    found = session.exec(select(Setting).where(col(Setting.name) == name)).first()
    return found.read() if found else None


class CountyDesk:
    """An open county: its store and its ledger."""

    def __init__(self, database: Database) -> None:
        if database.about.side != "county":
            raise NotACounty(_("This data folder is a station's. A county has its own: set it up with «county init»."))
        self.database = database
        with database.reading() as session:
            url = read_setting(session, LEDGER_SETTING)
        self.url = str(url or "")
        self.ledger: Engine = (
            ledger.postgres_ledger(self.url) if self.url else ledger.sqlite_ledger(database.folder.ledger, ledger_key(database))
        )
        self._bring_up()

    def _bring_up(self) -> None:
        """Bring an older program's ledger up, a file after a copy was made of it; that a server is away is said when it is needed."""
        try:
            with ledger.transaction(self.ledger) as connection:
                behind = ledger_shape.is_behind(connection, self.code)
            if behind and not self.url:
                self._copy_ledger()
            if behind:
                with ledger.transaction(self.ledger) as connection:
                    ledger_shape.bring_up(connection, self.code)
        except ledger.ServerAway:
            return
        except BaseException:
            self.ledger.dispose()
            raise

    def _copy_ledger(self) -> None:
        backups = self.database.folder.backups
        with spoken_errors(backups):
            backups.mkdir(parents=True, exist_ok=True)
            snapshot(self.database.folder.ledger, ledger_key(self.database), backups / f"before-update-{new_id()[:13]}.ledger.sdb")

    @property
    def name(self) -> str:
        """The county's name, as it is now."""
        with self.database.reading() as session:
            return str(read_setting(session, NAME_SETTING) or "")

    @property
    def code(self) -> str:
        """The county's code."""
        return self.database.about.author

    def close(self) -> None:
        """Let the ledger go; the database is closed by whoever opened it."""
        self.ledger.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @contextmanager
    def _ledger_copy(self) -> Iterator[tuple[Path, ...]]:
        if self.url:
            yield ()
            return
        with spoken_errors(self.database.folder.path):
            place = tempfile.TemporaryDirectory(prefix=".ledger-", dir=self.database.folder.path)
        with place as scratch:
            copy = Path(scratch) / self.database.folder.ledger.name
            snapshot(self.database.folder.ledger, ledger_key(self.database), copy)
            yield (copy,)

    def back_up(self, to: Path) -> Backup:
        """Back store and ledger up together; a ledger in PostgreSQL is backed up by its server.

        Raises NoSpace or NotWritable.
        """
        with self._ledger_copy() as copies:
            return back_up(self.database, to, others=copies)

    def back_up_daily(self) -> Backup | None:
        """Back up into the desk's own folder once a day."""
        with self._ledger_copy() as copies:
            return back_up_daily(self.database, copies)
