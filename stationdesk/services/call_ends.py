"""Whom a resident may speak with: his relatives in the order of calling, with where they are and when they have time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, and_, col, or_, select

from stationdesk.i18n import _
from stationdesk.registers.call_wish import CallWish, FreeHours, OtherEnd
from stationdesk.registers.kin import Kin
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.resident import Resident
from stationdesk.services import consents
from stationdesk.services.calling_order import LAST
from stationdesk.services.contacts import chunks
from stationdesk.services.doubles import is_child
from stationdesk.services.kin_words import kin_word
from stationdesk.store.database import author_of

GUARDIANS = frozenset({"father", "mother", "stepfather", "stepmother"})


@dataclass(frozen=True, slots=True)
class End:
    """A relative as a choice: who, where, and what he can be reached by (masked)."""

    other: OtherEnd
    phone: str
    wechat: bool
    relation: str | None = None

    @property
    def label(self) -> str:
        """The choice in words: 儿子 方建平，温州."""
        return "，".join(filter(None, (self.other.title or _("relative"), self.other.place)))

    @property
    def unreachable(self) -> bool:
        """Whether neither a number nor a WeChat name is known of him."""
        return not self.phone and not self.wechat


def ends_of(session: Session, resident_id: str, *, names: bool = True) -> list[End]:
    """Return a resident's relatives in the order of calling; the dead and those who live with him are left out.

    `names` is False where the names around a child must not be seen.
    """
    mine = select(Kin).where(Kin.resident_id == resident_id, Kin.author == author_of(session), col(Kin.removed_at).is_(None))
    kept = sorted(session.exec(mine), key=lambda one: (one.contact_order or LAST, not one.is_emergency_contact, one.key or 0))
    return [end_of(one, names=names) for one in kept if one.life_state != "deceased" and not one.lives_with]


def end_of(kin: Kin, *, names: bool = True) -> End:
    """Return a relative as a choice."""
    numbers = [one.number for one in kin.phones if one.usable is not False]
    relation = kin_word(kin.relation, kin.relation_written)
    other = OtherEnd(name=(kin.name or "") if names else "", relation=relation, place=kin.works_at or kin.place or "", kin_id=kin.id)
    return End(other, masked_phone(numbers[0]) if numbers else "", bool(kin.wechat), kin.relation)


def wishes_of(session: Session, resident_ids: Iterable[str], on: date) -> dict[str, CallWish]:
    """Return the wish for calls of each resident that is in force, his own before his household's, the newest first."""
    ids = list(dict.fromkeys(resident_ids))
    homes = _homes(session, ids)
    found: dict[str, CallWish] = {}
    shared: dict[str | None, CallWish] = {}
    for wish in _in_force(session, homes, on):
        if wish.resident_id in homes:
            found[wish.resident_id] = wish
        elif wish.household_id and not wish.resident_id:
            shared[wish.household_id] = wish
    return {one: shared[home] for one, home in homes.items() if home in shared} | found


def _in_force(session: Session, homes: Mapping[str, str | None], on: date) -> list[CallWish]:
    """Return the wishes in force of these people and their households."""
    found = []
    for some in chunks(list(homes)):
        houses = [home for one in some if (home := homes[one])]
        shared = and_(col(CallWish.resident_id).is_(None), col(CallWish.household_id).in_(houses))
        mine = select(CallWish).where(
            or_(col(CallWish.resident_id).in_(list(some)), shared),
            CallWish.author == author_of(session),
            col(CallWish.removed_at).is_(None),
        )
        found += [wish for wish in session.exec(mine.order_by(col(CallWish.key))) if wish.in_force(on.isoformat())]
    return found


def _homes(session: Session, ids: Sequence[str]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for some in chunks(ids):
        asked = select(Resident.id, Resident.household_id).where(col(Resident.id).in_(list(some)), Resident.author == author_of(session))
        found |= dict(session.exec(asked).all())
    return found


def free_of(wishes: Iterable[CallWish | None]) -> tuple[tuple[FreeHours, ...], str]:
    """Return when the other ends have time, structured and in the family's words."""
    there = [wish for wish in wishes if wish is not None]
    hours = tuple(dict.fromkeys(hour for wish in there for hour in wish.free_hours))
    return hours, _("; ").join(dict.fromkeys(wish.free_words for wish in there if wish.free_words))


def consent_lines(session: Session, resident_ids: Iterable[str], ends: Iterable[End], on: date) -> list[str]:
    """Say what of a child's consents is missing; it never keeps a call from being booked or held.

    A parent who answers agrees by answering; photos need the guardian's word (domain 5.9).
    """
    found: dict[str, None] = {}
    with_parent = any(one.relation in GUARDIANS for one in ends)
    for one in _people(session, resident_ids):
        if not is_child(one, on):
            continue
        photo = consents.allowed(session, one.id, "photo", on)
        if not photo:
            found.setdefault(_("photos: {why}, so take none").format(why=photo.said))
        call = consents.allowed(session, one.id, "family_call", on)
        if not call and not with_parent:
            found.setdefault(_("the call itself: {why}; ask the guardian too").format(why=call.said))
    return list(found)


def _people(session: Session, ids: Iterable[str]) -> list[Resident]:
    return list(session.exec(select(Resident).where(col(Resident.id).in_(list(ids)), Resident.author == author_of(session))))
