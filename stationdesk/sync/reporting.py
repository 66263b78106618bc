"""What the one button does: read every answer of the county on the stick, then write what is to be reported, and say what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Row, Select, select
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.progress import Report, silent
from stationdesk.services.road import county_row, received_until
from stationdesk.services.what_came import what_came
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database, Position, position
from stationdesk.store.files import NotWritable
from stationdesk.store.tables import package, refused_file
from stationdesk.sync.carriers import settle
from stationdesk.sync.inbox import receive
from stationdesk.sync.incoming import Receipt
from stationdesk.sync.on_stick import Answer, look
from stationdesk.sync.outbox import Exported, export
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.package_name import start_of, sweep
from stationdesk.sync.package_reading import open_envelope
from stationdesk.sync.peers import Peer, county_of
from stationdesk.sync.refusal import PackageRefused


class SaidBefore(Protocol):
    """A package made before: what it carries, and when it was made."""

    @property
    def first(self) -> int:
        """Its first line."""

    @property
    def last(self) -> int:
        """Its last line."""

    @property
    def at(self) -> str:
        """When it was made."""


@dataclass(frozen=True)
class AnswerRead:
    """What one file of the county said. `outcome` is read, old, gap or refused."""

    name: str
    outcome: str
    sentences: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Tell whether nothing about it needs a hand."""
        return self.outcome in {"read", "old"}


@dataclass(frozen=True)
class Outcome:
    """What one press of the button has done."""

    read: tuple[AnswerRead, ...]
    written: Exported | None
    """The package now on the stick; None if there was nothing to report or it could not be written."""
    says: str
    trouble: bool = False
    """Nothing could be written, for the reason that `says` gives."""


def report_to_county(database: Database, operator: str, to: Path, report: Report = silent) -> Outcome:
    """Read the county's answers in `to`, then write the next package there and read it back.

    Each answer that was read stays read, whatever becomes of the writing; a package is there whole or not at all. `report` may
    raise, to cancel: then no package was written. Raises NotEnrolled, Retired, or NotWritable where `to` cannot even be looked at.
    """
    report(_("Looking at what is on the stick"), 0, 0)
    with database.reading() as session:
        county_of(session)
        answers = look(session, to).answers
    read, trouble = read_answers(database, operator, answers, report)
    if trouble:
        return Outcome(tuple(read), None, trouble, trouble=True)
    return finished(read, lambda: write(database, operator, to, report))


def read_answers(database: Database, operator: str, answers: list[Answer], report: Report = silent) -> tuple[list[AnswerRead], str]:
    """Read these answers in their order; returns what they said, and why the reading ended before its time (empty: it did not)."""
    read: list[AnswerRead] = []
    newest = max((one.number for one in answers if one.trouble is None), default=0)
    answers = [one for one in answers if one.trouble is None or one.number > newest]
    for number, answer in enumerate(answers, 1):
        report(_("Reading the county's answers"), number, len(answers))
        try:
            read.append(read_answer(database, operator, answer))
        except NotWritable as error:
            return read, error.message
    return read, ""


def said_of_answers(count: int) -> str:
    """Say how many answers were read."""
    return _("{count} answers of the county were read").format(count=count) if count else _("There was no new answer")


def finished(read: list[AnswerRead], write_it: Callable[[], tuple[Exported | None, str]]) -> Outcome:
    """Write, and say what came of everything; what was read is told even where the writing fails."""
    try:
        written, says = write_it()
    except PackageRefused as error:
        return Outcome(tuple(read), None, error.message, trouble=True)
    except DeskError as error:
        if not read:
            raise
        return Outcome(tuple(read), None, error.message, trouble=True)
    return Outcome(tuple(read), written, says)


def read_answer(database: Database, operator: str, answer: Answer) -> AnswerRead:
    """Read one answer; a refusal is kept and becomes its sentence. Raises NotWritable where the stick fails."""
    try:
        if answer.trouble is not None:
            raise answer.trouble
        with database.reading() as session:
            before = county_of(session).cursor
        receipt = receive(database, operator, answer.path)
    except PackageRefused as error:
        keep_refusal(database, operator, answer.path.name, error)
        return AnswerRead(answer.path.name, "refused", (error.message,))
    return AnswerRead(answer.path.name, receipt.outcome, said_of(database, receipt, before))


def keep_refusal(database: Database, operator: str, name: str, error: DeskError) -> None:
    """Keep which file was refused and why, until a newer one has been read."""
    with database.writing(operator, _("Put a file of the county aside")) as session:
        values = {"at": session.info["at"], "why": type(error).__name__, "says": error.message}
        connection = session.connection()
        if not connection.execute(refused_file.update().where(refused_file.c.name == name).values(**values)).rowcount:
            connection.execute(refused_file.insert().values(name=name, **values))


def said_of(database: Database, receipt: Receipt, before: int) -> tuple[str, ...]:
    """Return what an answer said, in an operator's words; `before` is the last line of the county that was here already."""
    by_number = _("The county has everything up to change {seq}.").format(seq=receipt.confirmed)
    sentences = [one for one in receipt.sentences if one != by_number]
    with database.reading() as session:
        side = county_row(session)
        day = received_until(session, side) if side is not None and receipt.confirmed and receipt.outcome != "old" else None
    if day is not None:
        words = day_words(day, local_day(database.clock()))
        sentences.insert(0, _("Receipt: the county has the {count} entries up to {day}.").format(count=receipt.confirmed, day=words))
    if receipt.outcome == "read":
        with database.reading() as session:
            came = what_came(session, before)
        sentences += [_("{what}.|came").format(what=came)] if came else []
    return tuple(sentences) or (_("The county has read this station's package; it has taken no entries yet."),)


def write(database: Database, operator: str, to: Path, report: Report) -> tuple[Exported | None, str]:
    """Write the next package, unless there is nothing to say or it lies there whole already; return it and what to say."""
    with database.reading() as session:
        county, end = county_of(session), position(session.connection(), database.about)
        needed = is_needed(session, database, county, end)
        there = lies_there(session, database, to, county, end) if needed else None
    sweep(to, start_of(database.about.author))
    if not needed:
        return None, _("There is nothing new to report: the county has everything.")
    if there is not None:
        says = _("The package of this time is on the stick already, whole, so it was not written again.")
        return there, says
    made = export(database, operator, to, report)
    settle(to)
    if not made.changes:
        return made, _("Word for the county that its own changes have arrived is written and read back.")
    return made, _("{count} entries are written, sealed and read back.").format(count=made.changes)


def is_needed(session: Session, database: Database, county: Peer, end: Position) -> bool:
    """Tell whether the county lacks anything: entries, this copy's first package, or word that its own changes have arrived."""
    if end.seq > county.confirmed:
        return True
    last = last_written(session, database, county)
    if last is None:
        return True
    lacks_word = (package.c.outcome == "gap") | ((package.c.outcome == "read") & (package.c.last >= package.c.first))
    return session.connection().execute(read_since(county, last.at).where(lacks_word)).first() is not None


def lies_there(session: Session, database: Database, to: Path, county: Peer, end: Position) -> Exported | None:
    """Return the package last written if it lies in `to`, whole, and says all that the next one would say."""
    last = last_written(session, database, county)
    if last is None or not says_all(session, county, end, last):
        return None
    made = Exported(to / last.name, last.number, last.first, last.last, bytes(last.digest), last.copy)
    return made if is_whole(session, county, made) else None


def last_written(session: Session, database: Database, county: Peer) -> Row[Any] | None:
    """Return what is kept of the package that this copy of the desk wrote last."""
    mine = (package.c.peer == county.code) & (package.c.copy == database.about.line_copy) & (package.c.direction == "out")
    return session.connection().execute(select(package).where(mine).order_by(package.c.number.desc()).limit(1)).first()


def says_all(session: Session, county: Peer, end: Position, last: SaidBefore) -> bool:
    """Tell whether a package made before says all that one made now would say."""
    if (last.first, last.last) != (county.confirmed + 1, end.seq):
        return False
    return session.connection().execute(read_since(county, last.at)).first() is None


def read_since(county: Peer, at: str) -> Select[tuple[str]]:
    """Return what asks for one of the county's packages that was read after a time."""
    return select(package.c.at).where(package.c.peer == county.code, package.c.direction == "in", package.c.at > at).limit(1)


def is_whole(session: Session, county: Peer, made: Exported) -> bool:
    """Tell whether a package of ours lies where it should, every byte of it."""
    if not made.path.is_file():
        return False
    public = own_keys(session).sign.public
    try:
        with open_envelope(made.path, lambda _manifest: public, county.code) as envelope:
            envelope.check_entries()
            return (envelope.manifest.number, envelope.manifest.digest_last) == (made.number, made.digest)
    except PackageRefused:
        return False
