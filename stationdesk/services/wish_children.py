"""The children a wish may tell of: those of the household and the kin by name, school and group, every other one by his whole name.

A grandmother's wish tells of her grandson as well as his own does, and nobody has asked him or his guardian.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row
from sqlmodel import Session, and_, col, or_, select

from stationdesk.registers.guardian import Guardian
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import ADULT, Resident, may_be_under
from stationdesk.services.doubles import is_child
from stationdesk.store.database import author_of

YEAR = timedelta(days=366)


class Kid(NamedTuple):
    """What of a child a wish must not tell."""

    name: str
    others: tuple[str, ...]
    """Other names he is called by."""
    school: str | None
    grade_class: str | None
    groups: tuple[str | None, ...]


class Kids(NamedTuple):
    """The children around a wish."""

    near: tuple[Kid, ...] = ()
    """Of the household and the kin."""
    names: tuple[str, ...] = ()
    """Whole names of every child there is."""


NOBODY = Kids()


def kid_of(person: Resident | Row[Any]) -> Kid:
    """Return what of a child a wish must not tell."""
    others = tuple(name for name in (person.nickname, person.former_name) if name and name != person.alias)
    return Kid(person.name, others, person.school, person.grade_class, (person.village_group, person.hamlet))


def born_since(on: date) -> str:
    """Return the day since which everybody was born who may be a child on day `on`, whatever his birth is known by."""
    return (on - (ADULT + 2) * YEAR).isoformat()


def kids_around(session: Session, resident_id: str | None, household_id: str | None, on: date) -> Kids:
    """Return the children around the wish of a resident or a household; he himself, where he is one, is not among them."""
    mine = (Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    home = home_now(session, household_id)
    homes = {household_id, home.id} if household_id and home is not None else set[str | None]()
    if resident_id:
        found = session.exec(select(Resident.household_id).where(Resident.id == resident_id, *mine)).first()
        homes |= {found} if found else set()
    members = set(session.exec(select(Resident.id).where(col(Resident.household_id).in_(homes), *mine))) if homes else set[str]()
    own = {resident_id} if resident_id else members
    ids = (members | _kin_of(session, own)) - {resident_id or ""}
    there = session.exec(select(Resident).where(col(Resident.id).in_(ids), *mine)) if ids else ()
    near = tuple(kid_of(one) for one in there if is_child(one, on))
    return Kids(near, names_of_children(session, on))


def _kin_of(session: Session, own: Iterable[str]) -> set[str]:
    """Return the residents of whom somebody of `own` is kin or guardian, or who are his."""
    found: set[str] = set()
    ids = list(own)
    for kind, name in ((Kin, "kin_resident_id"), (Guardian, "guardian_resident_id")):
        mine: tuple[Any, ...] = (col(kind.author) == author_of(session), col(kind.removed_at).is_(None))
        other = getattr(kind, name)
        found |= set(session.exec(select(other).where(col(kind.resident_id).in_(ids), other.is_not(None), *mine)))
        found |= set(session.exec(select(kind.resident_id).where(other.in_(ids), *mine)))
    return found


def home_now(session: Session, household_id: str | None) -> Household | None:
    """Return a household, or the one it was merged into since."""
    found, seen = None, set[str]()
    while household_id and household_id not in seen:
        seen.add(household_id)
        mine = select(Household).where(Household.id == household_id, Household.author == author_of(session))
        later = session.exec(mine.where(col(Household.removed_at).is_(None))).first()
        found, household_id = (later, later.merged_into) if later is not None else (found, None)
    return found


def head_of(session: Session, home: Household | None) -> Resident | None:
    """Return the head of a household, where he is in the register."""
    mine = select(Resident).where(Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    return session.exec(mine.where(Resident.id == home.head_id)).first() if home is not None and home.head_id else None


def home_head(session: Session, household_id: str | None) -> str | None:
    """Return the name of a household's head."""
    home = home_now(session, household_id)
    head = head_of(session, home)
    return head.name if head is not None else home.head_name if home is not None else None


def names_of_children(session: Session, on: date) -> tuple[str, ...]:
    """Return the names of all children; a session that only reads asks for them once."""
    kept: dict[date, tuple[str, ...]] = {} if "pen" in session.info else session.info.setdefault("names of children", {})
    if on not in kept:
        born = (col(Resident.birth_date), col(Resident.birth_precision), col(Resident.birth_calendar))
        asked = select(col(Resident.name), *born).where(
            Resident.author == author_of(session),
            col(Resident.removed_at).is_(None),
            or_(col(Resident.birth_date) >= born_since(on), and_(col(Resident.birth_date).is_(None), *_AT_SCHOOL)),
        )
        kept[on] = names_under_age(session.exec(asked).all(), on)
    return kept[on]


_AT_SCHOOL = (or_(col(Resident.school).is_not(None), col(Resident.schooling).is_not(None)),)


def names_under_age(rows: Iterable[Sequence[Any]], on: date) -> tuple[str, ...]:
    """Return the names among some people (name, birth date, precision, calendar) who are or may still be children."""
    day = on.isoformat()
    return tuple(name for name, born, known_to, calendar in rows if may_be_under(ADULT, born, known_to, calendar, day) is not False)
