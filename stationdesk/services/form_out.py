"""A form going out: whom it holds, what it would look like, the lines above and below it, and what is written down about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.operator import Operator
from stationdesk.services import access_log
from stationdesk.services.cards import NoStation
from stationdesk.services.form_people import Chosen, chosen
from stationdesk.services.form_profiles import Form, GoneOut, last_export, note_export
from stationdesk.services.form_rows import FormLine, rows
from stationdesk.services.progress import Report, silent
from stationdesk.services.stations import own_station

MASKED, FULL = "masked", "full"
PREVIEWED = 20
"""Rows a preview shows."""


class NoReason(DeskError):
    """Numbers shall be written in full, and nobody said what for."""


class NobodyInForm(DeskError):
    """The form would be empty."""


@dataclass(frozen=True)
class Wanted:
    """How a form shall go out: covered or full and why, as of which day, of whom."""

    on: date
    full: bool = False
    reason: str = ""
    only: Sequence[str] | None = None
    """The residents of a list, in its order; None: whom the form itself names."""

    def checked(self) -> Wanted:
        """Return it with its reason tidied. Raises NoReason."""
        reason = " ".join(self.reason.split())
        if self.full and not reason:
            raise NoReason(
                _("Full numbers leave the desk only for a reason. Please write who asks for them and what for; it goes into the log.")
            )
        return replace(self, reason=reason)


def whom(session: Session, form: Form, wanted: Wanted, operator: Operator) -> Chosen:
    """Return the rows a form would have for this operator."""
    return chosen(session, form.draft, wanted.on, may_see_children=bool(operator.may_see_children), only=wanted.only)


def preview(session: Session, form: Form, wanted: Wanted, found: Chosen) -> list[FormLine]:
    """Return the first rows as they would go out; covered always, so that looking at a form shows no number."""
    there = last_export(session, form.code)
    return list(rows(session, form.draft, found.lines[:PREVIEWED], wanted.on, full=False, since=there.seq if there else None))


def out(session: Session, form: Form, wanted: Wanted, found: Chosen, report: Report = silent) -> Iterator[FormLine]:
    """Yield the rows as they go out. Raises NoReason, NobodyInForm."""
    wanted = wanted.checked()
    if not found.lines:
        raise NobodyInForm(_("Nobody stands in this form: no one fits what it asks for. Nothing was written."))
    there = last_export(session, form.code)
    return rows(session, form.draft, found.lines, wanted.on, full=wanted.full, since=there.seq if there else None, report=report)


def lines_of(session: Session, texts: Sequence[str], wanted: Wanted, operator: str, count: int, today: date) -> tuple[str, ...]:
    """Return the lines above or below a form with station, day, operator and count put in."""
    try:
        station = own_station(session)
        name, phone = station.name, station.office_phone or station.duty_phone or ""
    except NoStation:
        name, phone = "", ""
    said = {
        "station": name,
        "phone": phone,
        "day": today.isoformat(),
        "cut_off": wanted.on.isoformat(),
        "operator": operator,
        "count": str(count),
    }
    return tuple(_put(text, said) for text in texts)


def _put(text: str, said: dict[str, str]) -> str:
    """Put what is said into a text; a brace the operator wrote for himself stays as it is."""
    for name, value in said.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def about(form: Form, wanted: Wanted, to: str) -> str:
    """Return what the access log says of a form that went out: which, covered or full and why, into which file; no name."""
    said = _("{form}, numbers in full: {reason}, to {file}") if wanted.full else _("{form}, numbers covered, to {file}")
    return said.format(form=form.draft.title, reason=wanted.reason[:80], file=to)


def note_gone(session: Session, form: Form, wanted: Wanted, operator: str, found: Chosen, to: str) -> None:
    """Write down that a form went out, for the access log and for what changes until the next time."""
    entry = access_log.entry(operator, "exported", about=about(form, wanted, to), people=found.people, target="file")
    access_log.write(session, [entry])
    seq = session.connection().exec_driver_sql("SELECT coalesce(max(seq), 0) FROM change").scalar_one()
    note_export(session, form.code, GoneOut(int(seq), wanted.on.isoformat(), len(found.lines)))


def cautious(wanted: Wanted) -> str:
    """Return the line that stands below every form: whether its numbers are covered."""
    return _("Numbers in full: keep this file locked away.") if wanted.full else _("Numbers are covered.")
