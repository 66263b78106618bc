"""Who can be put on the roster: those who took turns lately first, then every helper who is there; the county's say so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from stationdesk.services.doers import helper_doer
from stationdesk.services.known_helpers import helpers_on
from stationdesk.services.shift_writing import Person
from stationdesk.services.shifts import KNOWN_FOR, Turn, turns_between
from stationdesk.store.database import author_of

AHEAD = 62


@dataclass(frozen=True)
class Offered:
    """Somebody who can be chosen: who it is, what he is, how many turns he had lately."""

    person: Person
    words: str
    turns: int = 0
    of_county: bool = False


def offered_people(session: Session, on: date) -> list[Offered]:
    """Return whom the roster can be written with on day `on`, who had most turns lately first."""
    lately = turns_between(session, on - timedelta(days=KNOWN_FOR), on + timedelta(days=AHEAD))
    counted = Counter(one.shift.helper_id or f"name:{one.shift.name}" for one in lately)
    own, found = author_of(session), list[Offered]()
    for helper in helpers_on(session, on):
        doer = helper_doer(helper, own)
        found.append(Offered(Person(helper.name, helper.id), doer.words, counted[helper.id], doer.of_county))
    names = {one.person.name for one in found}
    for turn in reversed(lately):
        name = turn.shift.name or ""
        if not turn.shift.helper_id and name and name not in names:
            names.add(name)
            found.append(Offered(Person(name, "", turn.shift.phone or ""), "", counted[f"name:{name}"]))
    return sorted(found, key=lambda one: -one.turns)


def last_rota(turns: list[Turn], kind: str, people: dict[str, Person]) -> tuple[Person, ...]:
    """Return who took turns of a kind lately, in the order in which they came; who is not there any more is left out."""
    ordered: dict[str, Person] = {}
    recent = [one for one in turns if one.shift.kind == kind]
    for turn in recent[-LOOK_BACK:]:
        key = turn.shift.helper_id or f"name:{turn.shift.name}"
        if key in people:
            ordered.setdefault(key, people[key])
    return tuple(ordered.values())


LOOK_BACK = 31
"""Turns of a kind that are looked at to find whose turn it is."""
