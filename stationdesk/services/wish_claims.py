"""Claims of wishes at their station: the county's are answered when they are read, a walk-in's when it is taken; ending and delivering.

The wish's station decides, because delivery happens there and offline: yes only while no claim is live (exchange.md). What both
sides act on is computed by `wish_state`, from what is written here and what the county wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Exists, exists
from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.claim_answer import ClaimAnswer, ClaimAnswerDraft
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.field import plain_key
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.wish_state import Standing, standings
from stationdesk.store.database import author_of

CLAIMABLE = frozenset({"published", "approved", "waiting"})
"""States in which a wish without a live claim may be taken."""
GIVEN_BACK = ("withdrawn", "lapsed", "refused")
"""How a claim may end but by its delivery."""


class ClaimImpossible(DeskError):
    """There is no such claim or wish any more, or it cannot be ended or taken so."""


@dataclass(frozen=True)
class Verdict:
    """The station's word on a claim: yes, or no with its reason, in a code and in words."""

    yes: bool
    reason: str | None = None
    text: str | None = None


HELD = N_("Somebody else has taken this wish.")
HAS_IT = N_("This unit has the wish already, and need not take it once more.")
OFF_THE_WALL = N_("It does not hang any more. The station decides whether it is still given, and says so with a later report.")
CLOSED = N_("This wish is not open any more.")
LEFT = N_("The person of this wish does not live here any more.")


def verdict(wish: Wish, standing: Standing, *, gone: bool = False, has_it: bool = False) -> Verdict:
    """Judge a claim of a wish that stands so; `gone` tells that its person has died or moved away, `has_it` that the claimer has it."""
    if standing.claim is not None:
        return Verdict(yes=False, reason="claimed_already", text=_(HAS_IT if has_it else HELD))
    if wish.removed_at is not None or standing.state not in CLAIMABLE | {"expired"}:
        return Verdict(yes=False, reason="closed", text=_(CLOSED))
    if gone:
        return Verdict(yes=False, reason="closed", text=_(LEFT))
    if standing.state == "expired":
        return Verdict(yes=False, reason="other", text=_(OFF_THE_WALL))
    return Verdict(yes=True)


def answer_claims(session: Session, on: date, by: str) -> list[ClaimAnswer]:
    """Answer every claim of the county that waits for this station's word, the one that came first first.

    A claim of a wish that is not here is left waiting: the wish may still come back with a repair. One of whoever has the wish already,
    by a sheet of the station, is over with its answer: nobody wants it beside himself.
    To be called in the transaction that read the claims.
    """
    answered = []
    for claim in waiting_claims(session):
        wish = own_wish(session, claim.wish_id)
        if wish is None:
            continue
        standing = standings(session, [wish.id])[wish.id]
        has_it = _has_it(session, standing, claim)
        said = verdict(wish, standing, gone=_is_gone(session, wish), has_it=has_it)
        answered.append(write_answer(session, claim, said, on, by))
        if has_it:
            write_end(session, claim, "replaced", on, by, _(HAS_IT))
    return answered


def _has_it(session: Session, standing: Standing, claim: WishClaim) -> bool:
    """Tell whether a claim is of the very unit that has the wish."""
    mine = select(WishClaim.claimer).where(WishClaim.id == standing.claim, col(WishClaim.removed_at).is_(None))
    live = session.exec(mine).first() if standing.claim is not None else None
    return live is not None and plain_key(live) == plain_key(claim.claimer)


def waiting_claims(session: Session) -> Sequence[WishClaim]:
    """Return the county's claims that stand without an answer and without an end, in the order they came."""
    mine = author_of(session)
    answer = exists().where(
        col(ClaimAnswer.wish_id) == WishClaim.wish_id, col(ClaimAnswer.claim_id) == WishClaim.id, col(ClaimAnswer.removed_at).is_(None)
    )
    theirs = select(WishClaim).where(WishClaim.author != mine, col(WishClaim.removed_at).is_(None), ~answer, ~_over())
    return session.exec(theirs.order_by(col(WishClaim.key))).all()


def _over() -> Exists:
    """Return the condition that a claim has an end."""
    return exists().where(
        col(ClaimEnd.wish_id) == WishClaim.wish_id, col(ClaimEnd.claim_id) == WishClaim.id, col(ClaimEnd.removed_at).is_(None)
    )


def own_wish(session: Session, wish_id: str) -> Wish | None:
    """Return a wish of this station, taken back or not; None where it was never written here."""
    return session.exec(select(Wish).where(Wish.id == wish_id, Wish.author == author_of(session))).first()


def _is_gone(session: Session, wish: Wish) -> bool:
    if wish.resident_id is None:
        return False
    person = session.exec(select(Resident).where(Resident.id == wish.resident_id, Resident.author == author_of(session))).first()
    return person is not None and (person.residency_status in GONE or person.removed_at is not None) and person.merged_into is None


def write_answer(session: Session, claim: WishClaim, said: Verdict, on: date, by: str) -> ClaimAnswer:
    """Write the station's word on a claim; after a yes whatever else that claimer asked for this wish is over."""
    draft = ClaimAnswerDraft(
        wish_id=claim.wish_id,
        claim_id=claim.id,
        answer="yes" if said.yes else "no",
        reason=said.reason,
        answered_on=on.isoformat(),
        answered_by=by[:72],
        text=said.text,
    )
    made = ClaimAnswer.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    if said.yes:
        _end_his_others(session, claim, on, by)
    return made


def _end_his_others(session: Session, claim: WishClaim, on: date, by: str) -> None:
    """End what else the unit that has a wish now asked for it before, and was refused: nobody is his own rival."""
    others = select(WishClaim).where(WishClaim.wish_id == claim.wish_id, WishClaim.id != claim.id, col(WishClaim.removed_at).is_(None))
    for one in session.exec(others.where(~_over()).order_by(col(WishClaim.key))).all():
        if not one.is_extra and plain_key(one.claimer) == plain_key(claim.claimer):
            write_end(session, one, "replaced", on, by, _(HAS_IT))


def take_claim(session: Session, draft: WishClaimDraft, on: date, by: str) -> WishClaim:
    """Take the claim of somebody who came to the station, with the station's yes in the same breath.

    Raises ClaimImpossible where the wish is not here, not open, or somebody has it.
    """
    wish = own_wish(session, draft.wish_id)
    if wish is None:
        raise ClaimImpossible(_("This wish is not in the register."))
    said = verdict(wish, standings(session, [wish.id])[wish.id], gone=_is_gone(session, wish))
    if not said.yes:
        raise ClaimImpossible(said.text or "")
    mine = author_of(session)
    claim = WishClaim.model_validate(draft.model_copy(update={"wish_author": mine}), update={"author": mine})
    session.add(claim)
    session.flush()
    write_answer(session, claim, said, on, by)
    return claim


def claim_here(session: Session, claim_id: str) -> WishClaim:
    """Return a claim of either side that stands. Raises ClaimImpossible."""
    found = session.exec(select(WishClaim).where(WishClaim.id == claim_id, col(WishClaim.removed_at).is_(None))).first()
    if found is None:
        raise ClaimImpossible(_("The county has taken this claim back. Nothing has to be done about it any more."))
    return found


def last_claim(session: Session, wish_id: str) -> WishClaim | None:
    """Return the claim by which a wish was brought last, or else the last one that the station did not refuse.

    None where the claim by which it was brought was taken back itself: not one that gave the wish back before.
    """
    known = session.exec(select(WishClaim).where(WishClaim.wish_id == wish_id).order_by(col(WishClaim.key))).all()
    extra = {one.id for one in known if one.is_extra}
    claims = {one.id: one for one in known if one.removed_at is None and one.id not in extra}
    brought = select(ClaimEnd.claim_id).where(ClaimEnd.wish_id == wish_id, ClaimEnd.kind == "delivered", col(ClaimEnd.removed_at).is_(None))
    last = [one for one in session.exec(brought.order_by(col(ClaimEnd.key))) if one not in extra]
    if last:
        return claims.get(last[-1] or "")
    told = select(ClaimAnswer).where(ClaimAnswer.wish_id == wish_id, col(ClaimAnswer.removed_at).is_(None)).order_by(col(ClaimAnswer.key))
    said = {one.claim_id: one.answer for one in session.exec(told)}
    return next((one for one in reversed(claims.values()) if said.get(one.id) != "no"), None)


def end_claim(session: Session, claim_id: str, kind: str, on: date, *, by: str, text: str = "") -> ClaimEnd:
    """End a live claim without a delivery: given back, not brought in time, or refused; the wish is free again.

    Raises ClaimImpossible if the claim is not live, or no reason is given.
    """
    claim = claim_here(session, claim_id)
    if kind not in GIVEN_BACK:
        raise ClaimImpossible(_("A claim is given back, not brought in time, or refused. Please choose one of the three."))
    if standings(session, [claim.wish_id])[claim.wish_id].claim != claim.id:
        raise ClaimImpossible(_("This claim is over already."))
    if not text.strip():
        raise ClaimImpossible(_("Please write a few words: who said so, and why. The county reads it."))
    return write_end(session, claim, kind, on, by, text)


def deliver(session: Session, claim_id: str, on: date, *, by: str, text: str = "", signed_by: str = "") -> ClaimEnd:
    """Note that what was wished for has been brought: the wish is delivered, whatever becomes of the claim.

    Raises ClaimImpossible if the wish is not here, or over already.
    """
    claim = claim_here(session, claim_id)
    wish = own_wish(session, claim.wish_id)
    standing = standings(session, [claim.wish_id])[claim.wish_id]
    if wish is None or wish.removed_at is not None or not standing.is_open or standing.state == "delivered":
        raise ClaimImpossible(_(CLOSED))
    if standing.claim not in (None, claim.id):
        raise ClaimImpossible(_(HELD))
    draft = WishEventDraft(
        wish_id=claim.wish_id,
        claim_id=claim.id,
        kind="delivered",
        happened_on=on.isoformat(),
        done_by=by[:72],
        signed_by=signed_by.strip()[:72] or None,
        text=text.strip() or None,
    )
    session.add(WishEvent.model_validate(draft, update={"author": author_of(session)}))
    return write_end(session, claim, "delivered", on, by, text)


def close_claim(session: Session, claim_id: str, on: date, *, by: str) -> ClaimEnd:
    """Note that whoever took a wish was told that it is not open any more: the person died or left, or does not want it.

    Raises ClaimImpossible where the claim has ended, or the wish is open.
    """
    claim = claim_here(session, claim_id)
    ended = select(ClaimEnd.id).where(ClaimEnd.claim_id == claim.id, col(ClaimEnd.removed_at).is_(None))
    if standings(session, [claim.wish_id])[claim.wish_id].is_open or session.exec(ended).first() is not None:
        raise ClaimImpossible(_("This claim is over already."))
    return write_end(session, claim, "wish_closed", on, by, "")


def write_end(session: Session, claim: WishClaim, kind: str, on: date, by: str, text: str) -> ClaimEnd:
    """Write that a claim is over."""
    draft = ClaimEndDraft(
        wish_id=claim.wish_id, claim_id=claim.id, kind=kind, ended_on=on.isoformat(), ended_by=by[:72], text=text.strip() or None
    )
    made = ClaimEnd.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made
