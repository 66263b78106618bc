"""The county's claims of this station's wishes, as the operator sees them: how far each is, whom it is for, and what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sqlmodel import Session, col, select

from stationdesk.i18n import N_, _
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_child
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services.doubles import is_child
from stationdesk.services.followed import followed
from stationdesk.services.wish_claims import CLAIMABLE
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_state import Standing, standings
from stationdesk.services.wish_steps import agreed_on
from stationdesk.store.database import author_of

_Told = TypeVar("_Told", ClaimAnswer, ClaimEnd)


NEVER = frozenset({"cancelled", "withdrawn", "rejected", "expired"})
"""States of a wish that will not be fulfilled."""


class ClaimState(StrEnum):
    """How far a claim is."""

    LIVE = "live"
    TOLD_DELIVERED = "told_delivered"
    CLOSED = "closed"
    """Agreed to, but the wish was cancelled since: whoever took it has to be told."""
    WAITING = "waiting"
    NO = "no"
    OVER = "over"

    @property
    def is_open(self) -> bool:
        """Tell whether something is to be done here."""
        return self in (ClaimState.LIVE, ClaimState.TOLD_DELIVERED, ClaimState.CLOSED, ClaimState.WAITING)


_STATES = {
    ClaimState.LIVE: N_("To be brought|claim"),
    ClaimState.TOLD_DELIVERED: N_("Brought, they say|claim"),
    ClaimState.CLOSED: N_("Wish cancelled|claim"),
    ClaimState.WAITING: N_("Wish not here|claim"),
    ClaimState.NO: N_("Answered: no|claim"),
    ClaimState.OVER: N_("Over|claim"),
}
_TO_DO = {
    ClaimState.LIVE: N_("The claim stands. Please ring and agree how it is brought; once it is there, press Delivered."),
    ClaimState.TOLD_DELIVERED: N_("The county says that it was brought. Please look whether it is there, and press Delivered."),
    ClaimState.CLOSED: N_("This wish is not open any more. Please ring and say that nothing is to be brought, then press Told."),
    ClaimState.WAITING: N_(
        "This station has no such wish. It may come back with the county's next answer; if not, please ring the county."
    ),
    ClaimState.NO: N_("The station could not agree; the county has heard why. Nothing has to be done."),
    ClaimState.OVER: N_("Nothing has to be done any more."),
}


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim of the county with what is known of its wish; `who` as may be shown, empty where nobody is known."""

    claim: WishClaim
    content: str
    resident_id: str
    who: str
    child: bool
    state: ClaimState
    answer: ClaimAnswer | None
    end: ClaimEnd | None
    due: str = ""
    """The day it was promised for, or agreed on since; empty where none was named."""

    @property
    def label(self) -> str:
        """The state in words; of one that has ended how it did."""
        if self.state is ClaimState.OVER and self.end is not None:
            return table("claim_end").label(self.end.kind)
        return _(_STATES[self.state])

    @property
    def to_do(self) -> str:
        """What is to be done, in a sentence."""
        return _(_TO_DO[self.state])

    @property
    def about(self) -> str:
        """Who takes what."""
        return _("{claimer}: {wish}|claim").format(claimer=self.claim.claimer, wish=self.content or _("a wish that is not here"))

    @property
    def settled_on(self) -> str:
        """The day it was answered no, or ended; empty while it is open."""
        last = self.end.ended_on if self.end is not None else self.answer.answered_on if self.answer is not None else None
        return "" if self.state.is_open else last or ""


def county_claims(session: Session, on: date, *, children: bool = False) -> list[HeldClaim]:
    """Return the county's claims, those to be seen to first; `children` shows children under their own names."""
    theirs = select(WishClaim).where(WishClaim.author != author_of(session), col(WishClaim.removed_at).is_(None))
    claims = session.exec(theirs.order_by(col(WishClaim.key))).all()
    ids = sorted({one.wish_id for one in claims})
    wishes = _wishes(session, ids)
    told, people = standings(session, ids), _people(session, list(wishes.values()))
    live = facts_of(session, [wish for wish in ids if told[wish].claim])
    agreed = {facts.held.id: agreed_on(facts) for facts in live.values() if facts.held is not None}
    answers = {one.claim_id: one for one in _about(session, ClaimAnswer, ids)}
    ends: dict[str, list[ClaimEnd]] = {}
    for one in _about(session, ClaimEnd, ids):
        ends.setdefault(one.claim_id, []).append(one)
    held = []
    for claim in claims:
        wish, person = wishes.get(claim.wish_id), people.get(claim.wish_id)
        child = person is not None and is_child(person, on)
        who = "" if person is None else masked_child(person.name, person.alias) if child and not children else person.name
        answer, its = answers.get(claim.id), ends.get(claim.id, [])
        state = claim_state(claim, wish, told[claim.wish_id], answer, its, author_of(session))
        end = its[-1] if its else None
        due = agreed.get(claim.id) or claim.promised_on or ""
        held.append(HeldClaim(claim, wish.content if wish else "", person.id if person else "", who, child, state, answer, end, due))
    return sorted(held, key=lambda one: (not one.state.is_open, one.due or "9", one.claim.id))


def claim_state(
    claim: WishClaim, wish: Wish | None, standing: Standing, answer: ClaimAnswer | None, ends: Sequence[ClaimEnd], station: str
) -> ClaimState:
    """Return how far a claim is at its station."""
    if standing.claim == claim.id:
        return ClaimState.LIVE
    if ends:
        told = [one for one in ends if one.kind == "delivered" and one.author != station]
        free = wish is not None and wish.removed_at is None and standing.claim is None and standing.state in CLAIMABLE
        return ClaimState.TOLD_DELIVERED if told and free and all(one.author != station for one in ends) else ClaimState.OVER
    if answer is None:
        return ClaimState.WAITING
    if answer.answer == "no":
        return ClaimState.NO
    return ClaimState.CLOSED if standing.state in NEVER else ClaimState.OVER


def _about(session: Session, kind: type[_Told], wishes: Sequence[str]) -> list[_Told]:
    """Return the records of either side about some wishes that were not taken back, in the order they were written or read."""
    found: list[_Told] = []
    for start in range(0, len(wishes), 500):
        some = select(kind).where(col(kind.wish_id).in_(wishes[start : start + 500]), col(kind.removed_at).is_(None))
        found += session.exec(some.order_by(col(kind.key)))
    return found


def _wishes(session: Session, ids: Sequence[str]) -> dict[str, Wish]:
    """Return the station's wishes with these ids, those taken back too."""
    found: dict[str, Wish] = {}
    for start in range(0, len(ids), 500):
        some = select(Wish).where(col(Wish.id).in_(ids[start : start + 500]), Wish.author == author_of(session))
        found |= {one.id: one for one in session.exec(some)}
    return found


def _people(session: Session, wishes: Sequence[Wish]) -> dict[str, Resident]:
    """Return for each wish the resident whose it is, merged ones followed."""
    about = {one.id: one.resident_id for one in wishes if one.resident_id}
    now = followed(session, about.values())
    mine = select(Resident).where(col(Resident.id).in_(list(set(now.values()))), Resident.author == author_of(session))
    people = {one.id: one for one in session.exec(mine)}
    return {wish: people[now[person]] for wish, person in about.items() if now[person] in people}
