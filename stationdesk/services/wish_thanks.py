"""Thanking those who gave: who is still to be thanked for a wish and for what was given beside it, and that a print has thanked them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.field import plain_key
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services.wish_claims import last_claim
from stationdesk.services.wish_giving import BROUGHT
from stationdesk.services.wish_outcome import thank, was_asked
from stationdesk.services.wish_papers import LeftOff, given_instead
from stationdesk.services.wish_public import Words, card_of, person_of, reason_against, told_of, words_of
from stationdesk.services.wish_state import AGAIN, this_round
from stationdesk.services.wish_steps import is_thanked
from stationdesk.services.wishes import Held, wish_here

STATION = "station"
"""Kind of claimer of what the station brings itself: nobody thanks himself."""


@dataclass(frozen=True, slots=True)
class Thank:
    """What is told to whoever made a wish come true, or gave something beside it."""

    wish_id: str
    giver: str
    called: str
    wish: str
    """What was wished for; on a sheet for a gift beside the wish, the gift."""
    day: str
    words: str
    number: str
    came_true: bool
    """Somebody of the station has heard that it is right; else it was only brought."""
    beside: bool = False
    """It was given beside the wish, by somebody else than who brought what was wished for."""


class _Told(NamedTuple):
    """Something that was said, on its day."""

    day: str
    kind: str
    event: WishEvent


@dataclass(frozen=True, slots=True)
class _Whose:
    """Of whom a wish is, on the day of the sheets."""

    session: Session
    wish: Wish
    person: Resident | None
    on: date

    def sound(self, *words: str | None) -> bool:
        """Tell whether words may be read by whoever gave."""
        return not any(told_of(self.session, Words(one), self.wish, self.person, self.on) for one in words if one)


def to_thank(session: Session, wish_ids: Sequence[str], on: date, *, waiting: bool = False) -> tuple[list[Thank], list[LeftOff]]:
    """Return the thanks for wishes that were brought and for gifts beside them, one for each giver of a wish.

    Words that tell who it is are left out, a wish without a public face too; with `waiting` also whom somebody has thanked already.
    """
    found, left = list[Thank](), list[LeftOff]()
    for wish_id in dict.fromkeys(wish_ids):
        held = wish_here(session, wish_id)
        if held.state not in BROUGHT:
            continue
        wish, person = held.wish, person_of(session, held.wish.resident_id)
        sheets = list(_of(session, held, _Whose(session, wish, person, on), on, waiting=waiting))
        if sheets and told_of(session, words_of(wish), wish, person, on):
            left.append(LeftOff(wish.wish_no or "", reason_against(session, wish, person, on)))
        else:
            found += sheets
    return found, left


def note_thanked(session: Session, wish_ids: Sequence[str], on: date, *, by: str) -> None:
    """Write that sheets were printed for the givers of some wishes; one that is not brought any more is left as it is."""
    there = [wish_id for wish_id in dict.fromkeys(wish_ids) if wish_here(session, wish_id).state in BROUGHT]
    thank(session, there, on, by=by, text=_("a thank-you sheet was printed"))


def _of(session: Session, held: Held, whose: _Whose, on: date, *, waiting: bool) -> Iterator[Thank]:
    """Yield the sheets of one wish: for who brought it with all he gave, then for everybody else who gave something beside it."""
    wish, claim = held.wish, last_claim(session, held.wish.id)
    called, number = card_of(wish, whose.person, on).called, wish.wish_no or ""
    gifts = _gifts(session, wish, waiting=waiting)
    own = gifts.pop(plain_key(claim.claimer), []) if claim is not None else []
    if claim is not None and claim.claimer_kind != STATION and (own or not waiting or not is_thanked(held.facts)):
        brought = max((move.day for move in held.facts.moves if move.kind in ("delivered", "fulfilled")), default="") or on.isoformat()
        instead = given_instead(session, wish, claim.id)
        what = " ".join(part for part in (instead if instead and whose.sound(instead) else wish.content, wish.spec) if part)
        beside = _named(own, whose) if own else ""
        what = _("{wish}, and beside it {gift}|thanks").format(wish=what, gift=beside) if beside else what
        said = _words(session, wish.id)
        words = said if whose.sound(said) else ""
        yield Thank(wish.id, claim.claimer, called, what, brought, words, number, came_true=held.state != "delivered")
    for theirs in gifts.values():
        day = max(one.claimed_on or "" for one in theirs) or on.isoformat()
        yield Thank(wish.id, theirs[0].claimer, called, _named(theirs, whose), day, "", number, came_true=False, beside=True)


def _gifts(session: Session, wish: Wish, *, waiting: bool) -> dict[str, list[WishClaim]]:
    """Return giver → what he gave beside a wish; with `waiting` only what was written down after somebody was thanked last."""
    thanked = select(WishEvent.id).where(WishEvent.wish_id == wish.id, WishEvent.kind == "thanked", col(WishEvent.removed_at).is_(None))
    last = max(session.exec(thanked), default="") if waiting else ""
    given = select(WishClaim).where(WishClaim.wish_id == wish.id, col(WishClaim.is_extra).is_(True), col(WishClaim.removed_at).is_(None))
    found: dict[str, list[WishClaim]] = defaultdict(list)
    for one in session.exec(given.order_by(col(WishClaim.key))):
        if one.id > last:  # ids are made in the order of time
            found[plain_key(one.claimer)].append(one)
    return dict(found)


def _named(gifts: Sequence[WishClaim], whose: _Whose) -> str:
    """Return what was given beside a wish; what would tell whose it is is only called a gift."""
    said = [one.remark or "" for one in gifts]
    return _(", |pause").join(said) if all(said) and whose.sound(*said) else _("a gift|thanks")


def _words(session: Session, wish_id: str) -> str:
    """Return what was said last of what was brought last; what was said of a gift that was not right is nothing to thank with."""
    kinds = ("fulfilled", "reviewed", *AGAIN)
    kept = select(WishEvent).where(WishEvent.wish_id == wish_id, col(WishEvent.kind).in_(kinds), col(WishEvent.removed_at).is_(None))
    told = this_round([_Told(one.happened_on or "", one.kind, one) for one in session.exec(kept.order_by(col(WishEvent.key)))])
    return next((one.event.text for one in reversed(told) if one.event.text and was_asked(one.event)), "")
