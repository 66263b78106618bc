"""What the papers of wishes say: the public face of each, what may not hang and why, the way round with what is brought, the thanks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services.doubles import is_child
from stationdesk.services.residency_around import named
from stationdesk.services.shown_person import LAST
from stationdesk.services.stations import own_station
from stationdesk.services.wish_children import head_of, home_now
from stationdesk.services.wish_claims import claim_here, last_claim
from stationdesk.services.wish_giving import BROUGHT
from stationdesk.services.wish_public import PublicCard, called, card_of, person_of, reason_against
from stationdesk.services.wishes import Held, label, wish_here
from stationdesk.store.database import author_of

TAKEN = frozenset({"claimed", "ready"})
ON_WALL = TAKEN | {"published", "waiting"}


@dataclass(frozen=True, slots=True)
class Face:
    """A wish as everybody may see it, with its number on the wall."""

    card: PublicCard
    wall: str
    taken: bool


@dataclass(frozen=True, slots=True)
class LeftOff:
    """A wish that may not be read by all, and why."""

    number: str
    why: str


@dataclass(frozen=True, slots=True)
class Faces:
    """The public faces of some wishes, by their number on the wall, and which have none."""

    shown: tuple[Face, ...]
    left: tuple[LeftOff, ...]


def faces(session: Session, wish_ids: Sequence[str], on: date, *, unpublished: bool = False) -> Faces:
    """Return what of some wishes may be read by all; what may not is named with the reason, never shown.

    What is not published yet, or not on the wall any more, may not hang; `unpublished` lets it stand on a form for one taker.
    """
    numbers, shown, left = wall_numbers(session), [], []
    for wish_id in dict.fromkeys(wish_ids):
        held = wish_here(session, wish_id)
        wish, person = held.wish, person_of(session, held.wish.resident_id)
        off = "" if unpublished or held.state in ON_WALL else _("it does not hang on the wall ({state})").format(state=label(held.state))
        if why := off or reason_against(session, wish, person, on):
            left.append(LeftOff(wish.wish_no or "", why))
        else:
            shown.append(Face(card_of(wish, person, on), numbers.get(wish.id, ""), held.state in TAKEN))
    shown.sort(key=lambda one: (len(one.wall), one.wall, one.card.wish_id))
    return Faces(tuple(shown), tuple(left))


def wall_numbers(session: Session) -> dict[str, str]:
    """Return wish → its number on the wall: the figures its own number ends with, or all of it where an earlier one has those.

    It is the same on card, list and form, and stays: no wish that comes later, or is gone, changes the number of another one.
    """
    mine = select(Wish.id, Wish.wish_no).where(Wish.author == author_of(session), col(Wish.wish_no).is_not(None))
    found, taken = dict[str, str](), set[str]()
    for id_, number in session.exec(mine.order_by(col(Wish.key))):
        if number:
            found[id_] = next(way for way in _ways(number) if way not in taken)
            taken.add(found[id_])
    return found


def _ways(number: str) -> Iterator[str]:
    """Yield how a wish may be called on the wall by its number, the shortest first."""
    figures = re.search(r"(\d{1,6})\D*$", number)
    short = (figures[1].lstrip("0") or "0") if figures is not None else number
    yield short
    if number.lstrip("0") != short:  # 007 beside 7 is no other number to whoever reads it from the wall
        yield number
    yield from (f"{number}-{at}" for at in count(2))


# -- bringing


@dataclass(frozen=True, slots=True)
class Stop:
    """One wish on the way round."""

    group: str
    name: str
    phone: str
    address: str
    number: str
    goods: str
    giver: str
    child: bool


def way_round(session: Session, wish_ids: Sequence[str], on: date, *, may_see_children: bool) -> list[Stop]:
    """Return what is to be brought in the order of the way round; children come last, by alias and without a place."""
    order = {group: at for at, group in enumerate(own_station(session).village_groups)}
    found = []
    for wish_id in dict.fromkeys(wish_ids):
        held = wish_here(session, wish_id)
        if held.state not in TAKEN:
            continue
        wish, door = held.wish, _door(session, held.wish, on, may_see_children=may_see_children)
        giver, claim = (held.facts.held.claimer, held.facts.held.id) if held.facts.held is not None else ("", "")
        goods = " ".join(part for part in (given_instead(session, wish, claim) or wish.content, wish.spec, wish.quantity) if part)
        place = (door.child, order.get(door.group, LAST), door.group, LAST if door.order is None else door.order, door.name)
        shown = _("children|delivery") if door.child else door.group
        found.append((place, Stop(shown, door.name, door.phone, door.address, wish.wish_no or "", goods, giver, door.child)))
    return [stop for _place, stop in sorted(found, key=lambda one: one[0])]


class _Door(NamedTuple):
    """Where something is brought to."""

    name: str
    phone: str = ""
    group: str = ""
    address: str = ""
    order: int | None = None
    child: bool = False


def _door(session: Session, wish: Wish, on: date, *, may_see_children: bool) -> _Door:
    """Return where a wish is brought to: a grown-up's or a household's own door; of a child only the family's phone."""
    person = person_of(session, wish.resident_id)
    home = home_now(session, wish.household_id) if person is None else None
    head = head_of(session, home)
    if person is None and head is not None and is_child(head, on):
        person = head
    if person is not None and is_child(person, on):  # as on the wall: whoever brings it knows the child by that name
        name = called(wish, person, on) if wish.public_name else named(person, on)
        return _Door(name, _family_phone(session, person) if may_see_children else "", child=True)
    if person is not None:
        address = person.current_address or person.hamlet or ""
        return _Door(named(person, on), _first(person), person.village_group or "", address, person.route_order)
    who = head.name if head is not None else home.head_name if home is not None else None
    name = _("the family of {name}").format(name=who) if who else called(wish, None, on)
    if home is None:
        return _Door(name)
    group, address, phone = home.village_group or "", home.address or home.hamlet or "", home.phone or ""
    if head is not None:
        group, address, phone = group or head.village_group or "", address or head.current_address or "", phone or _first(head)
    return _Door(name, phone, group, address, home.route_order)


def _first(person: Resident) -> str:
    return next((one.number for one in person.phones if one.usable is not False), "")


def _family_phone(session: Session, person: Resident) -> str:
    mine = select(Guardian).where(Guardian.resident_id == person.id, col(Guardian.removed_at).is_(None)).order_by(col(Guardian.key))
    numbers = (phone.number for one in session.exec(mine) for phone in one.phones if phone.usable is not False)
    return next(numbers, "") or _first(person)


def given_instead(session: Session, wish: Wish, claim: str) -> str:
    """Return what is given by a claim in place of what was wished for, if anything is; what another one gave is not it.

    One that names no claim was written when the wish was brought already: it is of the claim before it (ids are made in the order of time).
    """
    kept = select(WishEvent).where(WishEvent.wish_id == wish.id, WishEvent.kind == "exchanged", col(WishEvent.removed_at).is_(None))
    told = session.exec(kept.order_by(col(WishEvent.key).desc()))
    return next((one.text for one in told if one.text and (one.claim_id == claim or (not one.claim_id and one.id > claim))), "")


def taker_of(session: Session, wish_ids: Sequence[str]) -> WishClaim | None:
    """Return the claim by which some wishes are held or were brought, where it is one and the same taker; None otherwise."""
    claims = [_claim_of(session, wish_here(session, wish_id)) for wish_id in wish_ids]
    names = {one.claimer for one in claims if one is not None}
    return claims[0] if len(names) == 1 and None not in claims else None


def _claim_of(session: Session, held: Held) -> WishClaim | None:
    """Return the claim of who has a wish or brought it; None of one that is free, whoever had it before."""
    if held.facts.held is not None:
        return claim_here(session, held.facts.held.id)
    return last_claim(session, held.wish.id) if held.state in BROUGHT else None
