"""Trying an address out before it is kept: how far one gets, each step in plain words; nothing is left there."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.progress import Report, silent
from stationdesk.store.database import Database
from stationdesk.store.files import replace_file
from stationdesk.sync.far_address import Kind
from stationdesk.sync.far_host_key import read_host_key
from stationdesk.sync.far_line import QUIET, FarLine
from stationdesk.sync.far_place import FarPlace, Listing, Wanted
from stationdesk.sync.far_reporting import Names
from stationdesk.sync.far_road import FarRoad, FarRoadDraft, checked, far_road, open_far
from stationdesk.sync.peers import NotEnrolled, county_of

PROBE = b"stationdesk: this file may be deleted\n"


@dataclass(frozen=True)
class Tried:
    """What was found: sentences that went well, the trouble that ended it (empty: none), and the key the host has proven."""

    good: tuple[str, ...]
    trouble: str = ""
    host_key: str = ""
    other_key: bool = False
    """The host is another than the one that was seen before."""
    host: str = ""


def try_out(database: Database, draft: FarRoadDraft, report: Report = silent, quiet: float = QUIET) -> Tried:
    """Try an address and what opens it. What the network refuses is told, not raised; `report` may raise, to cancel."""
    with database.reading() as session:
        before = far_road(session)
        road = checked(draft, before)
    if road.place.kind is Kind.FOLDER:
        return try_folder(road.place.folder)
    line = FarLine(road.place.host, report, quiet)
    line.tell(_("Calling {host}").format(host=line.host))
    good: list[str] = []
    key = ""
    try:
        place, key = open_far(without_key(road), line)
        with closing(place):
            good += [_("{host} answers, and takes this user.").format(host=line.host)] if key else []
            listing = place.listing(wanted_at(database))
            good += [] if key else [_("{host} answers, proves itself by its certificate, and takes this user.").format(host=line.host)]
            good.append(listed(listing))
            probe(place, database)
            good.append(_("A file can be written, read back and taken away again."))
    except DeskError as error:
        return Tried(tuple(good), error.message, key, is_other(road, key), line.host)
    return Tried(tuple(good), "", key, is_other(road, key), line.host)


def is_other(road: FarRoad, key: str) -> bool:
    """Tell whether a host has proven another key than the one that is known."""
    return bool(road.host_key and key) and road.host_key != key


def without_key(road: FarRoad) -> FarRoad:
    """Return the place as if the host were met for the first time: the operator is shown the words and decides."""
    from dataclasses import replace

    return replace(road, host_key="")


def wanted_at(database: Database) -> Wanted:
    """Return which names are this station's business; before enrolment none is."""
    with database.reading() as session:
        try:
            county = county_of(session).code
        except NotEnrolled:
            return lambda _name: None
    return Names(database.about.author, county).wanted


def listed(listing: Listing) -> str:
    """Say what lies in the folder."""
    answers = listing.counts["answer"]
    if answers:
        return _("The folder can be read: {count} files, {answers} of them answers for this station.").format(
            count=listing.looked_at, answers=answers
        )
    return _("The folder can be read: {count} files.").format(count=listing.looked_at)


def probe(place: FarPlace, database: Database) -> None:
    """Write a small file there, have it read back and renamed, and take it away."""
    with TemporaryDirectory(prefix="try-", dir=database.folder.path) as folder:
        path = Path(folder) / f"stationdesk-test-{database.about.author}.txt"
        replace_file(path, PROBE)
        place.remove(path.name)
        place.put(path)
        place.remove(path.name)


def try_folder(folder: Path) -> Tried:
    """Try a folder of this computer, or one that is mounted here."""
    path = folder / "stationdesk-test.txt"
    try:
        replace_file(path, PROBE)
        path.unlink(missing_ok=True)
    except DeskError as error:
        return Tried((), error.message)
    return Tried((_("The folder is there, and can be written to."),))


def key_words(tried: Tried) -> str:
    """Return what is to be compared with the county by telephone; empty where a certificate has proven the host."""
    key = read_host_key(tried.host_key)
    if key is None:
        return ""
    if tried.other_key:
        said = _("{host} is ANOTHER computer than before. Its words are now «{words}». Save only if the county says the same words.")
    else:
        said = _("The words of {host} are «{words}». Compare them with the county by telephone.")
    return said.format(host=tried.host, words=key.words)
