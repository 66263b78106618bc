"""The store's shape through the years: an append-only list of named steps, each committed with its own record."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
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


def first_shape(connection: dbapi2.Connection) -> None:
    """Make every table of the first release; the text is frozen, later steps change it."""
    run_script(connection, "0001.sql")


def access_and_drafts(connection: dbapi2.Connection) -> None:
    """Make the log of who saw what, and the half-filled forms."""
    run_script(connection, "0002.sql")


def receipts_and_refusals(connection: dbapi2.Connection) -> None:
    """Make room for how far each package of the county confirmed, and for the files that were refused."""
    run_script(connection, "0003.sql")


def contact_indexes(connection: dbapi2.Connection) -> None:
    """Make the indexes that tell who is due without reading whole records."""
    run_script(connection, "0004.sql")


def places_on_cards(connection: dbapi2.Connection) -> None:
    """Give the station its choice of the directory's entries for its cards, and their order."""
    run_script(connection, "0005.sql")


def wishes(connection: dbapi2.Connection) -> None:
    """Make the wishes, what the station did with them, and who claimed them."""
    run_script(connection, "0006.sql")


def merges(connection: dbapi2.Connection) -> None:
    """Make room for merged residents and for those who only look alike."""
    run_script(connection, "0008.sql")


def whose_kin(connection: dbapi2.Connection) -> None:
    """Make the index that tells whose relative a resident is."""
    run_script(connection, "0009.sql")


def moves_of_residents(connection: dbapi2.Connection) -> None:
    """Make the register of who moved away, went into hospital, came back or died, and when."""
    run_script(connection, "0010.sql")


def answers_to_gaps(connection: dbapi2.Connection) -> None:
    """Make room for what was said of missing and doubtful facts, and the indexes that find these without reading whole records."""
    run_script(connection, "0011.sql")


def forms_out(connection: dbapi2.Connection) -> None:
    """Make the forms that go out, as the station sets them up."""
    run_script(connection, "0012.sql")


def requests(connection: dbapi2.Connection) -> None:
    """Make the requests a visit or a call brings up, and what became of them."""
    run_script(connection, "0014.sql")


def days_and_stand_ins(connection: dbapi2.Connection) -> None:
    """Make the days off, bad weather and stand-ins, and the last contacts of everybody, counted from the visits there are."""
    run_script(connection, "0015.sql")


def duties(connection: dbapi2.Connection) -> None:
    """Make the register of what is due for somebody once or every year, and room for the reviews that left a grade as it is."""
    run_script(connection, "0016.sql")


def pairing_projects(connection: dbapi2.Connection) -> None:
    """Make projects, levels of responsibility, appraisals and calls back; pairings keep their rests, helpers whom they were merged into."""
    run_script(connection, "0020.sql")


def photos_of_visits(connection: dbapi2.Connection) -> None:
    """Make the records of photos, and room for their pictures beside them."""
    run_script(connection, "0017.sql")


def months_of_visits(connection: dbapi2.Connection) -> None:
    """Let a visit say when it was written down, and index what a month of contacts is painted from."""
    run_script(connection, "0019.sql")


def health_and_plans(connection: dbapi2.Connection) -> None:
    """Make the registers of health readings, medicines and care plans."""
    run_script(connection, "0022.sql")


def visit_sheets(connection: dbapi2.Connection) -> None:
    """Make the visit sheets that were printed, and the index that finds what was entered for one."""
    run_script(connection, "0018.sql")


def family_calls(connection: dbapi2.Connection) -> None:
    """Make room for family calls: what is wished for, the calls, and who speaks in them."""
    run_script(connection, "0021.sql")


def what_is_left(connection: dbapi2.Connection) -> None:
    """Index what is still open: what was promised, asked for, and is to be measured again, and the last tick of a plan's measure."""
    run_script(connection, "0023.sql")


def from_the_county(connection: dbapi2.Connection) -> None:
    """Make room for tasks, correction requests, announcements and report templates of the county, and for what the station says to them."""
    run_script(connection, "0028.sql")


def falls(connection: dbapi2.Connection) -> None:
    """Find who fell by the day it was written down."""
    run_script(connection, "0025.sql")


def far_carriers(connection: dbapi2.Connection) -> None:
    """Make room for the place on the network where packages are exchanged; find what waits by the day it was entered."""
    run_script(connection, "0029.sql")


def two_branches(connection: dbapi2.Connection) -> None:
    """Make the list of what is to be checked after a repair, and room for keys, towns and retired copies."""
    run_script(connection, "0027.sql")


def transfers(connection: dbapi2.Connection) -> None:
    """Make room for residents who move from one station of the county to another."""
    run_script(connection, "0035.sql")


def what_is_due(connection: dbapi2.Connection) -> None:
    """Index what the day's list looks for among many, and keep everybody's last family call, counted from the calls there are."""
    run_script(connection, "0032.sql")


def what_came(connection: dbapi2.Connection) -> None:
    """Let a county keep what came of each package."""
    run_script(connection, "0034.sql")


def photos_for_the_county(connection: dbapi2.Connection) -> None:
    """Make room for the photos the county asks for, and for which pictures are reported to it."""
    run_script(connection, "0036.sql")


def teams_and_services(connection: dbapi2.Connection) -> None:
    """Make room for teams with their members, and for the services the station offers."""
    run_script(connection, "0037.sql")


def wishes_ahead(connection: dbapi2.Connection) -> None:
    """Make room for how wishes stand and what is next for them."""
    run_script(connection, "0039.sql")


def requests_sent_out(connection: dbapi2.Connection) -> None:
    """Make room for how a request goes from hand to hand: to whom, by when to the minute, who asked, what came of it."""
    run_script(connection, "0043.sql")


def emergencies(connection: dbapi2.Connection) -> None:
    """Make room for emergencies and what happened in them."""
    run_script(connection, "0047.sql")


def turns_on_duty(connection: dbapi2.Connection) -> None:
    """Make room for the roster of who is on duty, and for the book that is handed on."""
    run_script(connection, "0048.sql")


def wishes_ahead_anew(connection: dbapi2.Connection) -> None:
    """Let it be reckoned anew what is next for every wish: whoever gave one is thanked."""
    run_script(connection, "0050.sql")


def helpers_of_the_county(connection: dbapi2.Connection) -> None:
    """Let a helper of the station stand in the place of the county's record of him."""
    run_script(connection, "0038.sql")


def books_read(connection: dbapi2.Connection) -> None:
    """Make room for who took a book over and read it, and when."""
    run_script(connection, "0044.sql")


STEPS: tuple[tuple[str, Step], ...] = (
    ("first_shape", first_shape),
    ("access_and_drafts", access_and_drafts),
    ("receipts_and_refusals", receipts_and_refusals),
    ("contact_indexes", contact_indexes),
    ("places_on_cards", places_on_cards),
    ("wishes", wishes),
    ("merges", merges),
    ("whose_kin", whose_kin),
    ("moves_of_residents", moves_of_residents),
    ("answers_to_gaps", answers_to_gaps),
    ("forms_out", forms_out),
    ("requests", requests),
    ("days_and_stand_ins", days_and_stand_ins),
    ("duties", duties),
    ("photos_of_visits", photos_of_visits),
    ("visit_sheets", visit_sheets),
    ("months_of_visits", months_of_visits),
    ("pairing_projects", pairing_projects),
    ("family_calls", family_calls),
    ("health_and_plans", health_and_plans),
    ("what_is_left", what_is_left),
    ("from_the_county", from_the_county),
    ("falls", falls),
    ("far_carriers", far_carriers),
    ("two_branches", two_branches),
    ("transfers", transfers),
    ("what_is_due", what_is_due),
    ("what_came", what_came),
    ("photos_for_the_county", photos_for_the_county),
    ("teams_and_services", teams_and_services),
    ("wishes_ahead", wishes_ahead),
    ("requests_sent_out", requests_sent_out),
    ("emergencies", emergencies),
    ("turns_on_duty", turns_on_duty),
    ("helpers_of_the_county", helpers_of_the_county),
    ("wishes_ahead_anew", wishes_ahead_anew),
    ("books_read", books_read),
)
"""Never edit or reorder a step that was released: add one at the end."""


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
