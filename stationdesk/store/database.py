"""The store: one encrypted file, opened by one process, written by one writer at a time, with nothing unlogged."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Connection, Engine, select, text
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.catalogue import REGISTERS
from stationdesk.registers.record import new_id
from stationdesk.store import last_call, last_contact, plan_measures, search_index, wish_now
from stationdesk.store.authorship import rewrite
from stationdesk.store.clock import Clock, now, stamp
from stationdesk.store.connection import DamagedFile, connect, engine_of, spoken
from stationdesk.store.files import NoSpace, NotWritable
from stationdesk.store.folder import DataFolder, FolderLock
from stationdesk.store.journal import Pen, attach, digest_zero
from stationdesk.store.mark import Mark, machine_of, read_marks, write_mark
from stationdesk.store.migrations import migrate, pending
from stationdesk.store.tables import about, action, change

FINAL = ""
"""What `action.undoes` holds for an action that nothing takes back."""


@dataclass(frozen=True)
class About:
    """What a store file says of itself."""

    store: str
    side: str
    author: str
    recipient: str
    line_copy: str


@dataclass(frozen=True)
class Position:
    """How far a journal has come."""

    seq: int
    digest: bytes


class Database:
    """An open store. Close it, or use it in a `with`; a second process is refused meanwhile."""

    def __init__(self, folder: DataFolder, key: bytes, lock: FolderLock, clock: Clock = now) -> None:
        self.folder, self.key, self.clock = folder, key, clock
        self._lock, self._turn, self._writing = lock, threading.Lock(), 0
        self.pen = Pen()
        self.notices: list[str] = []
        """Sentences for the operator about what was found when the store was opened."""
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self._reader: Engine = engine_of(folder.store, key, begin="BEGIN", size=2, query_only=True)
        self._writer: Engine = engine_of(folder.store, key, begin="BEGIN IMMEDIATE", size=1, prepare=self._prepare)
        try:
            self.about = self._read_about()
            self._look_at_marks()
        except BaseException:
            self._close_connections()
            raise

    def _prepare(self, connection: object) -> None:
        attach(connection, self.pen, REGISTERS)
        search_index.attach(connection)
        last_contact.attach(connection)
        last_call.attach(connection)
        plan_measures.attach(connection)
        wish_now.attach(connection)

    def close(self) -> None:
        """Close every connection, forget the key and let the folder go."""
        self._close_connections()
        self.key = b""
        self._lock.release()

    def _close_connections(self) -> None:
        self._reader.dispose()
        self._writer.dispose()

    def _must_be_open(self) -> None:
        """Refuse whoever comes late: the engines would open the file again, unlocked, with a key that was to be forgotten."""
        if not self.key:
            raise RuntimeError("the store is closed")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _read_about(self) -> About:
        with self._reader.begin() as connection:
            found: dict[str, str] = dict(connection.execute(select(about.c.name, about.c.value)).all())
        self.pen.author, self.pen.recipient, self.pen.line_copy = found["author"], found["recipient"], found["copy"]
        return About(found["store"], found["side"], found["author"], found["recipient"], found["copy"])

    # -- reading and writing

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Look at the records as they are now; nothing can be written.

        Raises DamagedFile where the file turns out to be broken.
        """
        self._must_be_open()
        with spoken(DamagedFile), Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            session.info["about"] = self.about
            yield session

    @contextmanager
    def writing(
        self, operator: str, says: str, *, receiving: bool = False, undoes: str | None = None, final: bool = False
    ) -> Iterator[Session]:
        """One operator action: all of it is saved and logged under the sentence `says`, or none of it.

        `receiving` is for `sync/inbox` alone: it may write the other side's records. `undoes` names the action this one takes
        back; a `final` one is never taken back itself (setting up, enrolling). Raises NoSpace or NotWritable when the disk
        refuses, DamagedFile where the file is broken; nothing was saved then.
        """
        self._must_be_open()
        if self._writing == threading.get_ident():
            raise RuntimeError("writing() inside writing(): hand the session down instead")
        with self._turn, self._mine(), spoken(), Session(self._writer, expire_on_commit=False) as session:
            one, at = new_id(), stamp(self.clock())
            self.pen.begin(operator, one, says, at, receiving=receiving)
            session.info.update(about=self.about, operator=operator, at=at, action=one, pen=self.pen)
            try:
                yield session
                session.flush()
                place = position(session.connection(), self.about)
                logged = self.pen.rule_off(place.seq)
                if logged:
                    done = {"id": one, "operator": operator, "says": says, "at": at, "first": self.pen.first, "last": self.pen.last}
                    session.connection().execute(action.insert().values(**done, undoes=FINAL if final else undoes))
                session.commit()
            except BaseException:
                session.rollback()
                self.pen.line_copy = self.about.line_copy
                raise
            finally:
                self.pen.action = ""
            touched = frozenset(self.pen.touched)
            if session.info.get("about changed"):
                self.about = self._read_about()
            if logged or receiving or session.info.get("about changed"):  # what is received may put other lines in place of ours
                with suppress(NoSpace, NotWritable):  # the action is saved: a mark that lags does no harm, and an export insists on it
                    self._note(self.position() if session.info.get("about changed") else place)
        for listener in self._listeners:
            if touched:
                listener(touched)

    @contextmanager
    def _mine(self) -> Iterator[None]:
        self._writing = threading.get_ident()
        try:
            yield
        finally:
            self._writing = 0

    def on_saved(self, listener: Callable[[frozenset[str]], None]) -> None:
        """Call `listener` with the names of the registers written, after each action that wrote any."""
        self._listeners.append(listener)

    # -- the copy and its mark

    def position(self) -> Position:
        """Return the last line of the journal."""
        with self._reader.begin() as connection:
            return position(connection, self.about)

    def write_mark(self, *, flush: bool = False) -> None:
        """Note outside the store how far the journal has come."""
        self._note(self.position(), flush=flush)

    def _note(self, place: Position, *, flush: bool = False) -> None:
        mark = Mark(self.about.store, self.about.line_copy, place.seq, place.digest.hex(), machine_of(self.about.store))
        write_mark(self.folder, mark, flush=flush)

    def _look_at_marks(self) -> None:
        """Take a new copy id if this file is older than its mark, or stands on another machine."""
        marks = read_marks(self.folder, self.about.store)
        why = _("This desk was copied here without its mark.") if not marks else ""
        for mark in marks:
            if mark.machine != machine_of(self.about.store):
                why = _("This desk was set up on another machine.")
            elif mark.line_copy != self.about.line_copy or self._digest_at(mark.seq) != mark.digest:
                why = _("An older state of this desk was put back.")
        if why:
            self.take_new_copy()
            told = _("It goes on under the new copy number {copy}; the county will be told with the next package.")
            self.notices.append(why + " " + told.format(copy=self.about.line_copy))
            self.write_mark(flush=True)

    def _digest_at(self, seq: int) -> str | None:
        if seq == 0:
            return digest_zero(self.about.author, self.about.recipient).hex()
        with self._reader.begin() as connection:
            found = connection.execute(select(change.c.digest).where(change.c.seq == seq)).scalar()
        return found.hex() if found is not None else None

    def take_new_copy(self) -> None:
        """Give this copy a new id: the numbers it gave its packages so far were another's."""
        with self._turn, spoken(), self._writer.begin() as connection:
            take_new_copy(connection)
        self.about = self._read_about()

    def take_author(self, author: str) -> None:
        """Write under the code `author` from now on, and let what was written so far be written under it too.

        Only for a station whose code was provisional: nothing of it has left this desk. Raises NoSpace or NotWritable.
        """
        with self._turn, spoken():
            engine = engine_of(self.folder.store, self.key, begin="BEGIN IMMEDIATE", size=1)
            try:
                with engine.begin() as connection:
                    rewrite(connection, self.about.author, author, self.about.recipient)
            finally:
                engine.dispose()
        self.about = self._read_about()
        self.write_mark(flush=True)


def take_new_copy(connection: Connection) -> str:
    """Write a new random copy id and start its package numbers anew; returns the id."""
    line_copy = new_copy_id()
    connection.execute(about.update().where(about.c.name == "copy").values(value=line_copy))
    connection.execute(text("UPDATE peer SET number = 0, followed_heard = 0, since = 1, retired = 0"))
    return line_copy


def new_copy_id() -> str:
    """Return a random copy id: eight small letters and figures that cannot be mistaken for each other."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(8))


def position(connection: Connection, file: About) -> Position:
    """Return the last line of the journal on `connection`."""
    last = connection.exec_driver_sql("SELECT seq, digest FROM change ORDER BY seq DESC LIMIT 1").first()
    return Position(last.seq, last.digest) if last else Position(0, digest_zero(file.author, file.recipient))


def author_of(session: Session) -> str:
    """Return the code under which this desk writes its records."""
    found: About = session.info["about"]
    return found.author


def create(folder: DataFolder, key: bytes, *, side: str, author: str, recipient: str, clock: Clock = now) -> None:
    """Make a new store file in `folder`, with all tables and no records, under the name of an unfinished one."""
    with spoken(), closing(connect(folder.unfinished, key, create=True)) as connection:
        migrate(connection, clock)
        values = {"store": new_id(), "side": side, "author": author, "recipient": recipient, "copy": new_copy_id()}
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO about (name, value) VALUES (?, ?)", list(values.items()))
        connection.execute("COMMIT")
        store, copy = values["store"], values["copy"]
    write_mark(folder, Mark(store, copy, 0, digest_zero(author, recipient).hex(), machine_of(store)), flush=True)


def needs_migration(folder: DataFolder, key: bytes) -> bool:
    """Tell whether the store lacks steps of this program.

    Raises NewerStore if it has more, NotOurFile or DamagedFile if it cannot be read.
    """
    with closing(connect(folder.store, key)) as connection:
        return pending(connection) > 0
