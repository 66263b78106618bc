"""What the county says to its stations: tasks, questions about records, announcements, reports to be made; to whom, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.announcement import Announcement, AnnouncementDraft
from stationdesk.registers.correction_request import CorrectionRequest, CorrectionRequestDraft
from stationdesk.registers.field import Draft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.mask import masked_child
from stationdesk.registers.photo_ask import PhotoAsk, PhotoAskDraft
from stationdesk.registers.record import Record
from stationdesk.registers.report_template import ReportTemplate, ReportTemplateDraft
from stationdesk.registers.resident import ADULT, Resident, may_be_under
from stationdesk.registers.task import Task, TaskDraft
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import TeamMember, TeamMemberDraft
from stationdesk.store.clock import local_day
from stationdesk.store.database import author_of
from stationdesk.store.tables import peer

ALL = "all"
CALLED = ("id", "name", "alias", "birth_date", "birth_precision", "birth_calendar", "schooling", "school")
"""Fields that tell what a resident is called where others read it."""
SAID: tuple[type[Record], ...] = (Task, CorrectionRequest, Announcement, ReportTemplate, PhotoAsk, Helper, Team, TeamMember)
"""Registers the county speaks in, apart from its tables."""
KINDS: dict[type[Draft], type[Record]] = {
    TaskDraft: Task,
    CorrectionRequestDraft: CorrectionRequest,
    AnnouncementDraft: Announcement,
    ReportTemplateDraft: ReportTemplate,
    PhotoAskDraft: PhotoAsk,
    HelperDraft: Helper,
    TeamDraft: Team,
    TeamMemberDraft: TeamMember,
}


class NoSuchAudience(DeskError):
    """No station and no town of the county is called so."""


class NothingSaid(DeskError):
    """The county has said nothing with this number."""


class NobodySo(DeskError):
    """The station has sent nobody, or more than one, who is called so."""


class DayPassed(DeskError):
    """Something would have to be done before it is said."""


@dataclass(frozen=True)
class Station:
    """A station as the county addresses it."""

    code: str
    name: str
    town: str

    @property
    def labels(self) -> frozenset[str]:
        """The audiences it belongs to."""
        return frozenset({ALL, f"town:{self.town}", f"station:{self.code}"})


def stations(session: Session) -> list[Station]:
    """Return the county's stations by town and name."""
    rows = session.connection().execute(select(peer.c.code, peer.c.name, peer.c.town).order_by(peer.c.town, peer.c.name))
    return [Station(code, name, town) for code, name, town in rows]


def audience_called(session: Session, written: str) -> str:
    """Return the audience somebody named: all, a town, a station by code or name. Raises NoSuchAudience."""
    word, there = written.strip(), stations(session)
    if word in ("", ALL, _("all|audience")):
        return ALL
    if any(one.town == word for one in there):
        return f"town:{word}"
    found = [one for one in there if word in (one.code, one.name)]
    if len(found) == 1:
        return f"station:{found[0].code}"
    if found:
        said = _("Several stations are called {name}. Please give the code instead: {codes}.")
        raise NoSuchAudience(said.format(name=word, codes=", ".join(one.code for one in found)))
    said = _("There is no town and no station «{name}». Towns: {towns}. Stations are named by name or code; «county status» lists them.")
    towns = _(", ").join(dict.fromkeys(one.town for one in there)) or _("none")
    raise NoSuchAudience(said.format(name=word, towns=towns))


def one_station(session: Session, written: str) -> str:
    """Return the code of the one station somebody named by name or code. Raises NoSuchAudience."""
    audience = audience_called(session, written)
    if not audience.startswith("station:"):
        raise NoSuchAudience(_("«{name}» is no station. Please give its name or code; «county status» lists them.").format(name=written))
    return audience.removeprefix("station:")


def audience_words(session: Session, audience: str | None) -> str:
    """Return an audience in words."""
    kind, _colon, name = (audience or ALL).partition(":")
    if kind == "station":
        return next((one.name for one in stations(session) if one.code == name), name)
    return name if kind == "town" else _("all stations")


def say(session: Session, draft: Draft, audience: str, on: date) -> Record:
    """Write down what the county says, for everybody of the audience. Raises DayPassed."""
    for name in ("due_on", "valid_until"):
        day = getattr(draft, name, None)
        if day is not None and day < on.isoformat():
            raise DayPassed(_("{day} is over already. Please give a day to come.").format(day=day))
    made = KINDS[type(draft)].model_validate(draft, update={"author": author_of(session), "audience": audience})
    session.add(made)
    session.flush()
    return made


def take_back(session: Session, number: str) -> Record:
    """Take back what the county said; `number` is its id, or an end of it that nothing else has. Raises NothingSaid."""
    found: list[Record] = []
    for register in SAID:
        kind: Any = register
        mine = select_record(kind).where(
            kind.author == author_of(session), col(kind.removed_at).is_(None), col(kind.id).endswith(number.lower(), autoescape=True)
        )
        found += session.exec(mine).all() if len(number) >= 6 else []
    if len(found) != 1:
        said = _("Nothing that stands has the number {number}. «county replies» shows the numbers.")
        raise NothingSaid(said.format(number=number))
    found[0].removed_at = session.info["at"]
    session.add(found[0])
    for member in _of_the_record(session, found[0]):
        member.removed_at = session.info["at"]
        session.add(member)
    return found[0]


def _of_the_record(session: Session, gone: Record) -> list[TeamMember]:
    """Return the memberships that go with a team or a helper that is taken back."""
    if not isinstance(gone, Team | Helper):
        return []
    about = TeamMember.team_id if isinstance(gone, Team) else TeamMember.helper_id
    mine = select_record(TeamMember).where(about == gone.id, TeamMember.author == author_of(session), col(TeamMember.removed_at).is_(None))
    return list(session.exec(mine))


def resident_called(desk: CountyDesk, station: str, written: str) -> tuple[str, str]:
    """Return the id of the resident whom a station sent under this name, or with this number's end, and what others call him.

    A child goes by the name for others. Raises NobodySo.
    """
    table = STATION_TABLES["resident"]
    there = select(*(table.c[name] for name in CALLED)).where(table.c.station == station, table.c.removed_at.is_(None))
    named = table.c.name == written.strip()
    with transaction(desk.ledger) as connection:
        rows = connection.execute(there.where(named)).all()
        if not rows and len(written) >= 6:
            rows = connection.execute(there.where(table.c.id.endswith(written.strip().lower(), autoescape=True))).all()
    if not rows:
        raise NobodySo(_("Station {station} has sent nobody called {name}.").format(station=station, name=written))
    if len(rows) > 1:
        said = _("Station {station} has {count} people called {name}. Please give the end of the record's number instead: {numbers}.")
        numbers = ", ".join(row.id[-8:] for row in rows[:9])
        raise NobodySo(said.format(station=station, count=len(rows), name=written, numbers=numbers))
    return rows[0].id, called(rows[0], local_day(desk.database.clock()))


def called(row: Row[Any], on: date) -> str:
    """Return what a resident of a station (a row of `CALLED`) is called where others read it."""
    minor = may_be_under(ADULT, row.birth_date, row.birth_precision, row.birth_calendar, on.isoformat())
    child = minor is True or (minor is None and bool(row.schooling or row.school))
    return masked_child(row.name or "", row.alias) if child else row.name or _("a resident")


def field_called(written: str) -> str:
    """Return the name of a resident's field given by name or Chinese word. Raises NobodySo."""
    word = written.strip()
    for name, field in Resident.model_fields.items():
        if word == name or (field.title and word == _(field.title)):
            return name
    fields = _(", ").join(_(field.title) for field in Resident.model_fields.values() if field.title)
    raise NobodySo(_("There is no field «{name}». There are: {fields}.").format(name=word, fields=fields))
