"""The visiting route of a day: whose door is due, by village group and way round, with what the visitor needs to find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.services.due import Known, State, door_due, due
from stationdesk.services.due_known import chunks, known_of
from stationdesk.services.open_ones import open_ones
from stationdesk.services.shown_person import LAST
from stationdesk.services.today import Day
from stationdesk.store.database import author_of

NOBODY_KNOWS = "\uffff"
"""Sorts after every group."""
DUE = frozenset({State.LATE, State.TODAY, State.TOMORROW})


class NobodyToVisit(DeskError):
    """No door is due, so there is no route."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Whom to visit, as the paper says it: the station's own people's phone and address, but no ID number, illness or category."""

    resident_id: str
    name: str
    age: str
    grade: str
    """Code of the grade, for its mark."""
    grade_label: str
    phone: str
    address: str
    reason: str
    listed: str = ""
    """The name as lists show it: a child's alias."""


@dataclass(frozen=True, slots=True)
class Route:
    """The stops by village group, in the order of the way round; `children` are not on it, for the operator may not see them."""

    on: date
    station: str
    groups: tuple[tuple[str, tuple[Stop, ...]], ...]
    children: int = 0

    def people(self) -> int:
        """Return how many are on it."""
        return sum(len(stops) for _group, stops in self.groups)


def to_visit(session: Session, day: Day) -> list[str]:
    """Return whom the list of a day sends a visitor to: everybody in its visits and promises, and of the others whose door is due."""
    chosen = [line.resident_id for section in day.sections if section.kind != "daily" for line in section.lines]
    daily = [line.resident_id for section in day.sections if section.kind == "daily" for line in section.lines]
    doors = [one for one, known in known_of(session, daily, day.on).items() if door_due(known, day.on)]
    return list(dict.fromkeys([*chosen, *doors]))


def doors_due(session: Session, on: date) -> list[str]:
    """Return everybody whose door is due by `on`."""
    return [resident for resident, known in open_ones(session, on) if door_due(known, on)]


def route(session: Session, residents: Iterable[str], on: date, *, may_see_children: bool) -> Route:
    """Put `residents` into the order of the way round on day `on`. Raises NobodyToVisit."""
    ids = list(dict.fromkeys(residents))
    people = [person for some in chunks(ids) for person in _there(session, some)]
    seen = [person for person in people if may_see_children or not _is_child(person, on)]
    if not people:
        raise NobodyToVisit(_("Nobody is due for a visit today, so there is no route to print."))
    station = session.exec(select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None))).first()
    order = {group: at for at, group in enumerate(station.village_groups)} if station else {}
    seen.sort(key=lambda person: _place(person, order))
    known = known_of(session, ids, on)
    groups = tuple(
        (group, tuple(_stop(person, known.get(person.id), on) for person in some))
        for group, some in groupby(seen, lambda one: one.village_group or "")
    )
    return Route(on, station.name if station else "", groups, len(people) - len(seen))


def _there(session: Session, ids: Iterable[str]) -> list[Resident]:
    mine = select(Resident).where(
        col(Resident.id).in_(list(ids)), Resident.author == author_of(session), col(Resident.removed_at).is_(None)
    )
    return [person for person in session.exec(mine) if person.cared_for()]


def _is_child(person: Resident, on: date) -> bool:
    minor = person.is_minor(on.isoformat())
    return bool(person.schooling or person.school) if minor is None else minor


def _place(person: Resident, order: Mapping[str, int]) -> tuple[int, str, int, str, str, str]:
    """Return where somebody stands on the way round: group as the station lists them, order on the route, address, name."""
    group = person.village_group or NOBODY_KNOWS
    at = LAST if person.route_order is None else person.route_order
    return (order.get(group, LAST), group, at, person.current_address or "", person.name, person.id)


def _stop(person: Resident, known: Known | None, on: date) -> Stop:
    years, rule = person.age(on.isoformat()), known.grade if known else None
    phones = [phone.number for phone in person.phones if phone.usable is not False]
    return Stop(
        resident_id=person.id,
        name=person.name,
        age=_("{years} years").format(years=years) if years is not None else "",
        grade=rule.code if rule else "",
        grade_label=rule.label if rule else "",
        phone=phones[0] if phones else "",
        address=person.current_address or person.hamlet or "",
        reason=_reason(known, on) if known else "",
        listed=masked_child(person.name, person.alias) if _is_child(person, on) else person.name,
    )


def _reason(known: Known, on: date) -> str:
    """Say why somebody is visited: the visit that is due, else the contact."""
    if known.grade is not None and door_due(known, on):
        known = known._replace(grade=known.grade.model_copy(update={"contact_every_days": None}))
    found = due(known, on)
    return found.sentence() if found.state in DUE else ""
