"""A form from the register to a file: read, written, put into the access log, and only then there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stationdesk.ledgers.form_export import export_form
from stationdesk.registers.operator import Operator
from stationdesk.services.form_out import Wanted, cautious, lines_of, note_gone, out, whom
from stationdesk.services.form_profiles import Form
from stationdesk.services.progress import Report, silent
from stationdesk.store.database import Database

LOGGED = "access log"
"""What the action that writes the log is called; it writes local registers only and is never undone."""


@dataclass(frozen=True)
class Written:
    """What came of writing a form."""

    path: Path
    rows: int
    people: int
    children_left_out: int


def write_form(
    database: Database, operator: Operator, form: Form, wanted: Wanted, to: Path, today: date, report: Report = silent
) -> Written:
    """Write a form to `to` and into the access log: a file that cannot be logged is not put in place.

    Raises what `out` and `export_form` raise; what `report` raises stops it, and nothing is left behind.
    """
    wanted = wanted.checked()
    to = to if to.suffix.lower() == ".xlsx" else to.with_name(to.name + ".xlsx")
    with database.reading() as session:
        found = whom(session, form, wanted, operator)
        heads = lines_of(session, form.draft.heads, wanted, operator.name, len(found.lines), today)
        feet = (*lines_of(session, form.draft.feet, wanted, operator.name, len(found.lines), today), cautious(wanted))

        def log(_rows: int) -> None:
            with database.writing(operator.name, LOGGED) as writing:
                note_gone(writing, form, wanted, operator.name, found, to.name)

        rows = export_form(to, form.draft, out(session, form, wanted, found, report), heads, feet, settle=log)
    return Written(to, rows, found.people, found.children_left_out)
