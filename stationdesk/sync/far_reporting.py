"""The same exchange over a network: fetch and read what the county has put there, then send what is to be reported.

A package is made in a private folder, carried there and proven to have arrived before it counts as on its way; a broken upload goes on
with the same bytes next time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from random import Random

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.progress import Report, silent
from stationdesk.store.clock import stamp
from stationdesk.store.database import Database, position
from stationdesk.store.files import spoken_errors
from stationdesk.sync.far_address import Kind
from stationdesk.sync.far_host_key import read_host_key
from stationdesk.sync.far_line import QUIET, FarLine
from stationdesk.sync.far_place import LARGEST, FarFile, FarPlace, Listing
from stationdesk.sync.far_road import FarRoad, Sending, far_road, keep, must_have_far_road, open_far
from stationdesk.sync.far_timetable import next_time, wait_after
from stationdesk.sync.far_troubles import FarDiffers, FarLocked, FarStrange, FarTrouble
from stationdesk.sync.on_stick import look
from stationdesk.sync.outbox import Exported, make, note_written
from stationdesk.sync.package_name import ENDING, PARTIAL, start_of
from stationdesk.sync.peers import county_of
from stationdesk.sync.refusal import PackageTooLarge
from stationdesk.sync.reporting import (
    AnswerRead,
    Outcome,
    finished,
    is_needed,
    is_whole,
    keep_refusal,
    last_written,
    read_answers,
    report_to_county,
    said_of_answers,
    says_all,
)

AT_ONCE = 40
"""Answers read in one go, the newest; the county's newest says all that the older ones did."""
SPREAD = Random()  # noqa: S311 (spreads the stations over time, hides nothing)
FOLDER = "road"
"""In the data folder: what comes and what goes, sealed as on a stick."""


def report_far(
    database: Database, operator: str, report: Report = silent, *, fetching: bool = True, sending: bool = True, quiet: float = QUIET
) -> Outcome:
    """Exchange with the county at the stored address, once; what came of it is kept with the next time.

    `report` may raise, to cancel. Raises NoFarRoad, NotEnrolled, Retired, a FarTrouble, NoSpace or NotWritable; nothing is lost then.
    """
    with database.reading() as session:
        county_of(session)
        road = must_have_far_road(session)
    try:
        if road.place.kind is Kind.FOLDER:
            outcome = report_to_county(database, operator, road.place.folder, report)
        else:
            outcome = Exchange(database, operator, road, FarLine(road.place.host, report, quiet)).run(fetching=fetching, sending=sending)
    except DeskError as error:
        note_failure(database, operator, error.message, lasting=isinstance(error, FarTrouble) and error.lasting)
        raise
    if outcome.trouble:
        note_failure(database, operator, outcome.says)
    else:
        note_success(database, operator)
    return outcome


def note_failure(database: Database, operator: str, says: str, *, lasting: bool = False) -> None:
    """Keep why it failed, and when it is tried again; a full disk must not hide the first trouble."""
    now = database.clock()
    with suppress(DeskError), writing(database, operator) as session:
        road = must_have_far_road(session)
        after = now + wait_after(road.failures + 1, SPREAD, lasting=lasting)
        keep(session, tried_at=stamp(now), failures=road.failures + 1, says=says, next_at=stamp(after) if road.by_itself else "")


def note_success(database: Database, operator: str) -> None:
    """Keep that it went well, and when it goes next."""
    now = database.clock()
    with writing(database, operator) as session:
        planned = next_time(must_have_far_road(session), now, SPREAD)
        next_at = stamp(planned) if planned is not None else ""
        keep(session, tried_at=stamp(now), done_at=stamp(now), failures=0, says="", next_at=next_at)


def put_off(database: Database, operator: str) -> None:
    """Let it rest until the timetable's next time: the operator has cancelled it."""
    now = database.clock()
    with writing(database, operator) as session:
        road = far_road(session)
        planned = next_time(road, now, SPREAD) if road is not None else None
        if planned is not None:
            keep(session, tried_at=stamp(now), next_at=stamp(planned))


@contextmanager
def writing(database: Database, operator: str) -> Iterator[Session]:
    """Write something about the road; nothing of it is a record of the village."""
    with database.writing(operator, _("Exchange with the county over the network")) as session:
        yield session


class Exchange:
    """One exchange over an open line."""

    def __init__(self, database: Database, operator: str, road: FarRoad, line: FarLine) -> None:
        self.database, self.operator, self.road, self.line = database, operator, road, line
        self.inward, self.outward = (database.folder.path / FOLDER / name for name in ("in", "out"))

    def run(self, *, fetching: bool, sending: bool) -> Outcome:
        """Do it all, and say what came of it."""
        self.line.tell(_("Calling {host}").format(host=self.line.host))
        place, host_key = open_far(self.road, self.line)
        with closing(place):
            met = self._pin(host_key)
            self.line.tell(_("Looking for the county's answers"))
            with self.database.reading() as session:
                county = county_of(session).code
            listing = place.listing(Names(self.database.about.author, county).wanted)
            read = self._read(place, listing) if fetching else []
            if not sending:
                outcome = Outcome(tuple(read), None, said_of_answers(len(read)))
            else:
                outcome = finished(read, lambda: self._send(place, listing))
            return replace(outcome, says=and_of_crowd(outcome.says, listing) + met)

    def _pin(self, host_key: str) -> str:
        """Keep the key of a host that was met for the first time, and say so."""
        key_seen = read_host_key(host_key)
        if key_seen is not None and not self.road.host_key:
            with writing(self.database, self.operator) as session:
                keep(session, host_key=host_key)
            self.road = replace(self.road, host_key=host_key)
            said = _(" {host} was met for the first time; its words are «{words}». Please compare them with the county by telephone.")
            return said.format(host=self.line.host, words=key_seen.words)
        return ""

    # -- what comes

    def _read(self, place: FarPlace, listing: Listing) -> list[AnswerRead]:
        files = [one for one in listing.files if Names.number_of(one.name) is not None]
        known = {key(one) for one in files} & set(self.road.fetched)
        fresh = sorted((one for one in files if key(one) not in known), key=lambda one: Names.number_of(one.name) or 0)[-AT_ONCE:]
        clear(self.inward)
        read: list[AnswerRead] = []
        bad: set[str] = set()
        try:
            for number, one in enumerate(fresh, 1):
                self.line.tell(_("Fetching the county's answers"), number, len(fresh))
                try:
                    if one.size > LARGEST:
                        raise PackageTooLarge
                    place.fetch(one, self.inward / one.name)
                except (PackageTooLarge, FarDiffers, FarLocked, FarStrange) as error:  # one bad file holds nothing else up
                    keep_refusal(self.database, self.operator, one.name, error)
                    read.append(AnswerRead(one.name, "refused", (error.message,)))
                    bad.add(one.name)
            with self.database.reading() as session:
                answers = look(session, self.inward).answers
            found, trouble_there = read_answers(self.database, self.operator, answers, self.line.report)
            read += found
            if not trouble_there:
                self._keep_fetched(known | {key(one) for one in fresh if one.name not in bad})
        finally:
            clear(self.inward)
        return read

    def _keep_fetched(self, keys: set[str]) -> None:
        if keys != set(self.road.fetched):
            with writing(self.database, self.operator) as session:
                keep(session, fetched=tuple(sorted(keys)))

    # -- what goes

    def _send(self, place: FarPlace, listing: Listing) -> tuple[Exported | None, str]:
        with self.database.reading() as session:
            county, end = county_of(session), position(session.connection(), self.database.about)
            if not is_needed(session, self.database, county, end):
                return None, _("There is nothing new to report: the county has everything.")
            sent, last = self.road.sending, last_written(session, self.database, county)
            if sent.arrived and last is not None and last.name == sent.name and says_all(session, county, end, last):
                there = Exported(Path(last.name), last.number, last.first, last.last, bytes(last.digest), last.copy)
                if FarFile(sent.name, sent.size) in [replace(one, mark="") for one in listing.files]:
                    says = _("The package of this time lies at {host} already, whole, so it was not sent again.")
                    return there, says.format(host=self.line.host)
            waiting = self._begun(sent)
            fits = waiting is not None and says_all(session, county, end, sent) and sent.copy == self.database.about.line_copy
            made = waiting if waiting is not None and fits and is_whole(session, county, waiting) else None
        if made is None:
            made = self._make(listing)
        self._sweep(place, listing, made.path.name)
        self.line.tell(_("Sending the package"), 0, made.path.stat().st_size)
        arrived = place.put(made.path)
        with writing(self.database, self.operator) as session:
            note_written(session, made)
            keep(session, sending=replace(described(made, stamp(self.database.clock())), size=arrived.size, arrived=True))
        clear(self.outward)
        return made, self._says(made)

    def _begun(self, sent: Sending) -> Exported | None:
        """Return the package whose sending was begun and broke."""
        if not sent.name or sent.arrived:
            return None
        return Exported(self.outward / sent.name, sent.number, sent.first, sent.last, bytes.fromhex(sent.digest), sent.copy)

    def _make(self, listing: Listing) -> Exported:
        clear(self.outward)
        begun = stamp(self.database.clock())
        own = re.compile(rf"{re.escape(start_of(self.database.about.author))}\d+-\d+_n(\d+)\{ENDING}")
        numbers = [int(found[1]) for one in listing.files if (found := own.fullmatch(one.name))]
        made = make(self.database, self.operator, self.outward, self.line.report, max(numbers, default=0))
        with writing(self.database, self.operator) as session:
            keep(session, sending=described(made, begun))
        return made

    def _sweep(self, place: FarPlace, listing: Listing, keep_name: str) -> None:
        """Take away what earlier uploads of this station have left half."""
        for one in listing.files:
            if one.name.endswith(PARTIAL) and one.name != keep_name + PARTIAL:
                place.remove(one.name)

    def _says(self, made: Exported) -> str:
        if not made.changes:
            return _("Word for the county that its own changes have arrived is sent and read back.")
        return _("{count} entries are sent to {host}, sealed and read back.").format(count=made.changes, host=self.line.host)


class Names:
    """Which names in a folder full of others are this station's business: strictly formed, so that no name leads anywhere else."""

    CODE = "[0-9A-Za-z-]{1,32}"
    ANSWER = re.compile(rf"SD_{CODE}_to_{CODE}_\d{{1,12}}-\d{{1,12}}_n(\d{{1,9}})( \(\d{{1,3}}\))?\.sdpkg", re.ASCII)

    def __init__(self, station: str, county: str) -> None:
        self.answers = start_of(county, station)
        self.mine = re.compile(rf"{re.escape(start_of(station))}\d{{1,12}}-\d{{1,12}}_n(\d{{1,9}})\.sdpkg(\.partial)?", re.ASCII)

    def wanted(self, name: str) -> tuple[str, int] | None:
        """Return the number of an answer for this station, or of a package of its own, whole or half; None of every other file."""
        if name.startswith(self.answers):
            number = self.number_of(name)
            return None if number is None else ("answer", number)
        found = self.mine.fullmatch(name)
        return ("half" if found[2] else "own", int(found[1])) if found else None

    @classmethod
    def number_of(cls, name: str) -> int | None:
        """Return the number that an answer's name claims; None for every other file."""
        found = cls.ANSWER.fullmatch(name)
        return int(found[1]) if found else None


def key(one: FarFile) -> str:
    """Return what tells a file from a later one of the same name."""
    return f"{one.name}|{one.size}|{one.mark[:80]}"


def described(made: Exported, at: str) -> Sending:
    """Return what is kept of a package that is under way."""
    return Sending(made.path.name, made.number, made.first, made.last, made.digest.hex(), made.copy, at)


def clear(folder: Path) -> None:
    """Make a folder of packages empty. Raises NoSpace or NotWritable."""
    with spoken_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.iterdir():
            path.unlink()


def and_of_crowd(says: str, listing: Listing) -> str:
    """Say what came of an exchange, and first of all where not everything could be looked at."""
    if listing.whole:
        return says
    said = _("There are more files in that folder than anybody can look at; the county should clear it up. {result}")
    return said.format(result=says)
