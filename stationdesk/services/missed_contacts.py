"""The alarm of missed contacts: who was not reached for days on end, or tried again and again in vain, and whom else to ring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.station import Station
from stationdesk.services.contacts import chunks, known_of
from stationdesk.services.due import DOT, Due, Known, Part, standing
from stationdesk.services.shown_person import Person, first_number
from stationdesk.store.database import author_of

FROM_DAYS, FROM_TRIES = 2, 2
"""Days missed one after the other, and attempts in vain since somebody was last reached, from which it is said."""
BACK = 31
"""Days back in which attempts are counted."""
KIN = 3
"""Relatives named at most."""
_TRIES = """
SELECT resident_id, visited_on FROM visit INDEXED BY visit_contact
WHERE resident_id IN ({marks}) AND removed_at IS NULL AND visited_on BETWEEN ? AND ? AND outcome IN ('nobody', 'no_answer', 'wrong_number')
"""
_KIN = """
SELECT relation, works_at, place, phones, life_state FROM kin
WHERE resident_id = ? AND removed_at IS NULL ORDER BY ifnull(contact_order, 99), key
"""


class Missed(NamedTuple):
    """How long somebody has not been reached: days up to yesterday, one after the other, and attempts in vain, today's too."""

    days: int = 0
    tries: int = 0

    @property
    def alarms(self) -> bool:
        """Whether it must be said."""
        return self.days >= FROM_DAYS or self.tries >= FROM_TRIES

    def go_there(self, from_days: int) -> bool:
        """Tell whether somebody has to look at the door."""
        return self.days >= from_days or self.tries >= FROM_TRIES

    def parts(self, from_days: int) -> tuple[Part, ...]:
        """Say it: 连着 3 天没联系上 · 2 次没人应 · 请上门看一看."""
        tone, said = "red" if self.go_there(from_days) else "amber", list[Part]()
        if self.days >= FROM_DAYS:
            said.append((_("not reached for {days} days on end").format(days=self.days), tone))
        if self.tries >= FROM_TRIES:
            said += [DOT] if said else []
            said.append((_("nobody answered {times} times").format(times=self.tries), tone))
        if said and self.go_there(from_days):
            said += [DOT, (_("please look in at the door"), tone)]
        return tuple(said)


NONE = Missed()


def missed(known: Known, tried: Iterable[date], on: date, found: Due | None = None) -> Missed:
    """Work out how long somebody in a rhythm has not been reached by day `on`, from the days of the attempts in vain.

    Days count for whoever is contacted every day: from the day after he was last reached, at the earliest from the day the grade
    came into force or he came back. Of somebody who rests, or was reached today, nothing is said. `found` is what is due for him, where
    that was asked already.
    """
    found = found or standing(known, on)
    if found.care is None or found.days < 0:
        return NONE
    reached = known.contacts.reached
    tries = sum(reached is None or day > reached for day in tried)
    return Missed(max(found.days, 0) if found.daily else 0, tries)


def missed_of(session: Session, ids: Iterable[str], on: date) -> dict[str, Missed]:
    """Return of the own residents `ids` those of whom something must be said."""
    return missed_among(session, known_of(session, list(dict.fromkeys(ids)), on), on)


def missed_among(session: Session, known: Mapping[str, Known], on: date, found: Mapping[str, Due] | None = None) -> dict[str, Missed]:
    """Return of those who are known those of whom something must be said; `found` is what is due for them, where that was asked."""
    tried: dict[str, list[date]] = {}
    for some in chunks(list(known)):
        sql = _TRIES.format(marks=",".join("?" * len(some)))
        given = (*some, (on - timedelta(days=BACK)).isoformat(), on.isoformat())
        for resident, day in session.connection().exec_driver_sql(sql, given).all():
            tried.setdefault(resident, []).append(date.fromisoformat(day))
    dues = found or {}
    said = {one: missed(what, tried.get(one, ()), on, dues.get(one)) for one, what in known.items()}
    return {one: what for one, what in said.items() if what.alarms}


def own_station(session: Session) -> Station | None:
    """Return the station's own record."""
    return session.exec(select(Station).where(Station.author == author_of(session), col(Station.removed_at).is_(None))).first()


def others_to_ring(session: Session, person: Person, station: Station | None) -> list[str]:
    """Return whom else to ring about somebody, in order: relatives with a number, then the leader of his grid; numbers masked."""
    found, relations = list[str](), table("relation")
    for relation, works_at, place, phones, life in session.connection().exec_driver_sql(_KIN, (person.id,)):
        number = first_number(phones)
        if number and life != "deceased" and len(found) < KIN:
            who, where = relations.label(relation) or _("relative"), works_at or place
            said = _("{who} in {where}").format(who=who, where=where) if where else who
            found.append(f"{said} {number}")
    grid = station.grid_of(person.village_group) if station else None
    if grid is not None and grid.leader and grid.leader_phone:
        found.append(_("grid leader {name} {phone}").format(name=grid.leader, phone=masked_phone(grid.leader_phone)))
    return found


def with_alarm(reasons: Sequence[Part], what: Missed, from_days: int) -> tuple[Part, ...]:
    """Return the reasons of a line of the day with the alarm in them, right behind the rhythm; what it says already is left out."""
    said, rest = what.parts(from_days), tuple(reasons)
    if not said:
        return rest
    first: tuple[Part, ...] = ()
    if len(rest) > 1 and rest[1] == DOT:
        first, rest = rest[:2], rest[2:]
    if what.days >= FROM_DAYS and rest and rest[0][1] == "red":
        rest = rest[2:] if rest[1:2] == (DOT,) else ()
    return (*first, *said, *((DOT, *rest) if rest else ()))
