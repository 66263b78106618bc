"""The store's shape through the years: an append-only list of named steps, each committed with its own record."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib import metadata as distribution
from typing import Any

from sqlcipher3 import dbapi2

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.settings import resource
from stationdesk.store.clock import Clock, stamp

Step = Callable[[dbapi2.Connection], None]


class NewerStore(DeskError):
    """The file was written by a newer program than this."""


@cache
def program_version() -> str:
    """Return the version of this program, or `0` where it runs without having been installed."""
    try:
        return distribution.version("stationdesk")
    except distribution.PackageNotFoundError:
        return "0"


def run_script(connection: dbapi2.Connection, name: str) -> None:
    """Carry out the frozen statements of one step."""
    script = resource(f"schema/{name}").read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(statement)


_SCRIPTS: tuple[tuple[str, str, str], ...] = (
    ("first_shape", "0001.sql", "Make every table of the first release; the text is frozen, later steps change it."),
    ("access_and_drafts", "0002.sql", "Make the log of who saw what, and the half-filled forms."),
    (
        "receipts_and_refusals",
        "0003.sql",
        "Make room for how far each package of the county confirmed, and for the files that were refused.",
    ),
    ("contact_indexes", "0004.sql", "Make the indexes that tell who is due without reading whole records."),
    ("places_on_cards", "0005.sql", "Give the station its choice of the directory's entries for its cards, and their order."),
    ("wishes", "0006.sql", "Make the wishes, what the station did with them, and who claimed them."),
    ("merges", "0008.sql", "Make room for merged residents and for those who only look alike."),
    ("whose_kin", "0009.sql", "Make the index that tells whose relative a resident is."),
    ("moves_of_residents", "0010.sql", "Make the register of who moved away, went into hospital, came back or died, and when."),
    (
        "answers_to_gaps",
        "0011.sql",
        "Make room for what was said of missing and doubtful facts, and the indexes that find these without reading whole records.",
    ),
    ("forms_out", "0012.sql", "Make the forms that go out, as the station sets them up."),
    ("requests", "0014.sql", "Make the requests a visit or a call brings up, and what became of them."),
    (
        "days_and_stand_ins",
        "0015.sql",
        "Make the days off, bad weather and stand-ins, and the last contacts of everybody, counted from the visits there are.",
    ),
    (
        "duties",
        "0016.sql",
        "Make the register of what is due for somebody once or every year, and room for the reviews that left a grade as it is.",
    ),
    ("photos_of_visits", "0017.sql", "Make the records of photos, and room for their pictures beside them."),
    ("visit_sheets", "0018.sql", "Make the visit sheets that were printed, and the index that finds what was entered for one."),
    ("months_of_visits", "0019.sql", "Let a visit say when it was written down, and index what a month of contacts is painted from."),
    (
        "pairing_projects",
        "0020.sql",
        "Make projects, levels of responsibility, appraisals and calls back; pairings keep rests, helpers whom they were merged into.",
    ),
    ("family_calls", "0021.sql", "Make room for family calls: what is wished for, the calls, and who speaks in them."),
    ("health_and_plans", "0022.sql", "Make the registers of health readings, medicines and care plans."),
    (
        "what_is_left",
        "0023.sql",
        "Index what is still open: what was promised, asked for, and is to be measured again, and the last tick of a plan's measure.",
    ),
    (
        "from_the_county",
        "0028.sql",
        "Make room for tasks, correction requests, announcements and report templates of the county, and what the station says to them.",
    ),
    ("falls", "0025.sql", "Find who fell by the day it was written down."),
    (
        "far_carriers",
        "0029.sql",
        "Make room for the place on the network where packages are exchanged; find what waits by the day it was entered.",
    ),
    ("two_branches", "0027.sql", "Make the list of what is to be checked after a repair, and room for keys, towns and retired copies."),
    ("transfers", "0035.sql", "Make room for residents who move from one station of the county to another."),
    (
        "what_is_due",
        "0032.sql",
        "Index what the day's list looks for among many, and keep everybody's last family call, counted from the calls there are.",
    ),
    ("what_came", "0034.sql", "Let a county keep what came of each package."),
    ("photos_for_the_county", "0036.sql", "Make room for the photos the county asks for, and for which pictures are reported to it."),
    ("teams_and_services", "0037.sql", "Make room for teams with their members, and for the services the station offers."),
    ("wishes_ahead", "0039.sql", "Make room for how wishes stand and what is next for them."),
    (
        "requests_sent_out",
        "0043.sql",
        "Make room for how a request goes from hand to hand: to whom, by when to the minute, who asked, what came of it.",
    ),
    ("emergencies", "0047.sql", "Make room for emergencies and what happened in them."),
    ("turns_on_duty", "0048.sql", "Make room for the roster of who is on duty, and for the book that is handed on."),
    ("helpers_of_the_county", "0038.sql", "Let a helper of the station stand in the place of the county's record of him."),
    ("wishes_ahead_anew", "0050.sql", "Let it be reckoned anew what is next for every wish: whoever gave one is thanked."),
    ("books_read", "0044.sql", "Make room for who took a book over and read it, and when."),
    ("kept_when_refused", "0030.sql", "Make room for what never travels of a record that was not put back after a repair."),
    (
        "long_logs",
        "0024.sql",
        "Index the packages written and read by their time, their last line and what they confirm: the log only grows.",
    ),
)
"""Name of each step, its frozen statements, and what it is for. Never edit or reorder one that was released: add one at the end."""
STEPS: tuple[tuple[str, Step], ...] = tuple((name, partial(run_script, name=script)) for name, script, _purpose in _SCRIPTS)


def version_of(connection: dbapi2.Connection) -> int:
    """Return how many steps the file has taken; 0 for a new file."""
    if not connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'migration'").fetchone()[0]:
        return 0
    found: Any = connection.execute("SELECT coalesce(max(number), 0) FROM migration").fetchone()[0]
    return int(found)


def pending(connection: dbapi2.Connection) -> int:
    """Return how many steps the file lacks.

    Raises NewerStore if the file has more steps than this program knows.
    """
    version = version_of(connection)
    if version > len(STEPS):
        raise NewerStore(
            _("These records were written by a newer version of the program. Please install that version; nothing was changed.")
        )
    return len(STEPS) - version


def migrate(connection: dbapi2.Connection, clock: Clock) -> None:
    """Take the steps the file lacks, each in its own transaction."""
    for number in range(len(STEPS) - pending(connection) + 1, len(STEPS) + 1):
        name, step = STEPS[number - 1]
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
            record = (number, name, stamp(clock()), program_version())
            connection.execute("INSERT INTO migration (number, name, applied_at, program) VALUES (?, ?, ?, ?)", record)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk has rolled it back already
                connection.execute("ROLLBACK")
            raise
