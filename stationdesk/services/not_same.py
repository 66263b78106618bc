"""Saying that two residents who look like one are two, so that nobody asks again; and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.not_same import NotSame, NotSameDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import is_child
from stationdesk.services.merging import called
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import author_of


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Two who were said to be two."""

    id: str
    one_id: str
    other_id: str
    one: str
    other: str
    said_on: str
    said_by: str


def kept_apart(session: Session) -> frozenset[frozenset[str]]:
    """Return the pairs nobody is asked about."""
    asked = select(NotSame.one_resident_id, NotSame.other_resident_id)
    mine = asked.where(NotSame.author == author_of(session), col(NotSame.removed_at).is_(None))
    return frozenset(frozenset(pair) for pair in session.exec(mine))


def says_not_same(session: Session, one: str, other: str, on: date) -> str:
    """Return the sentence of keeping two apart, which an undo repeats."""
    names = called(own_resident(session, one), on), called(own_resident(session, other), on)
    return _("{one} and {other} are two people").format(one=names[0], other=names[1])


def keep_apart(session: Session, one: str, other: str, on: date) -> NotSame | None:
    """Remember that two are two; said before, nothing is written."""
    if frozenset((one, other)) in kept_apart(session):
        return None
    first, second = sorted((one, other))
    by = session.info["operator"][:72]
    draft = NotSameDraft(one_resident_id=first, other_resident_id=second, said_on=on.isoformat(), said_by=by)
    made = NotSame.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    return made


def ask_again(session: Session, not_same_id: str) -> None:
    """Take back that two are two: they are asked about again."""
    mine = select(NotSame).where(NotSame.id == not_same_id, NotSame.author == author_of(session), col(NotSame.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is not None:
        found.removed_at = session.info["at"]
        session.add(found)


def all_kept_apart(session: Session, on: date, *, may_see_children: bool) -> list[KeptApart]:
    """Return everybody who was said to be two, the latest first; children only with the right."""
    mine = select(NotSame).where(NotSame.author == author_of(session), col(NotSame.removed_at).is_(None)).order_by(col(NotSame.key).desc())
    said = session.exec(mine).all()
    ids = {id_ for one in said for id_ in (one.one_resident_id, one.other_resident_id)}
    asked = select(Resident).where(col(Resident.id).in_(ids), Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    people = {person.id: person for person in session.exec(asked)}
    found = []
    for one in said:
        both = people.get(one.one_resident_id), people.get(one.other_resident_id)
        if both[0] is None or both[1] is None or (not may_see_children and any(is_child(person, on) for person in both if person)):
            continue
        names = called(both[0], on), called(both[1], on)
        found.append(KeptApart(one.id, both[0].id, both[1].id, *names, one.said_on, one.said_by or ""))
    return found
