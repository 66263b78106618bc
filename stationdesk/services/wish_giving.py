"""Who takes a wish upon himself, and how it is brought: claimed, given to somebody, ready, brought.

What a unit took can be brought in one step. Each action is all or nothing, and one that the wish is not at is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services import wish_claims
from stationdesk.services.wish_claims import ClaimImpossible, Verdict, last_claim, write_answer, write_end
from stationdesk.services.wish_public import person_of, reason_against, said_no
from stationdesk.services.wish_steps import next_step
from stationdesk.services.wish_terms import LONGEST, promise_from, wish_terms
from stationdesk.services.wishes import (
    Held,
    WishImpossible,
    day_of,
    impossible,
    of_each,
    refuse_for_gone,
    shortened,
    wish_here,
    write_event,
)
from stationdesk.store.database import author_of

TAKEN = frozenset({"claimed", "ready"})
BROUGHT = frozenset({"delivered", "fulfilled", "reviewed"})
OFFERED = wish_claims.CLAIMABLE | {"expired"}
"""States in which the station may still give a wish to somebody it chooses."""
GIVEN = TAKEN | BROUGHT
"""States in which something else may be given beside the wish."""
OPENS = frozenset({"approved", "disputed", "dissatisfied"})
"""Events from whose day on somebody may take a wish."""


# -- taking a wish upon oneself


def claim(session: Session, wish_ids: Sequence[str], fields: Mapping[str, Any], on: date, *, by: str) -> list[WishClaim]:
    """Take the claim of somebody at the station for one wish or several; all of them or none.

    `fields` are those of a WishClaimDraft. Where no day is promised it is the last one of the station's term. Raises ClaimImpossible,
    WishImpossible, pydantic's ValidationError.
    """

    def one(wish_id: str) -> WishClaim:
        held = wish_here(session, wish_id)
        if held.state not in wish_claims.CLAIMABLE:
            raise _taken_or(impossible(_("Somebody takes it|wish"), held), held)
        return take(session, held, fields, on, by)

    return of_each(session, wish_ids, on, one)


def assign(session: Session, wish_ids: Sequence[str], fields: Mapping[str, Any], on: date, *, by: str) -> list[WishClaim]:
    """Give wishes to somebody whom the station has asked, the station itself too; one that nobody took is free for it once more.

    Raises ClaimImpossible, WishImpossible.
    """

    def one(wish_id: str) -> WishClaim:
        held = wish_here(session, wish_id)
        if held.state not in OFFERED:
            raise _taken_or(impossible(_("Give it to somebody|wish"), held), held)
        if held.state == "expired":
            held = free_again(session, held, on, by)
        return take(session, held, {**fields, "is_assigned": True}, on, by)

    return of_each(session, wish_ids, on, one)


def free_again(session: Session, held: Held, on: date, by: str) -> Held:
    """Write that somebody may have a wish which nobody took in time; one that may not be public does not go on the wall for it."""
    refuse_for_gone(session, held.wish, on)
    if reason_against(session, held.wish, person_of(session, held.wish.resident_id), on):
        write_event(session, held.wish.id, "unlisted", day_of(held, on), by)
    else:
        last = (on + timedelta(days=wish_terms(session).wall)).isoformat()
        write_event(session, held.wish.id, "extended", day_of(held, on), by, until=last)
    return wish_here(session, held.wish.id)


def _taken_or(otherwise: WishImpossible, held: Held) -> WishImpossible | ClaimImpossible:
    if held.facts.held is None:
        return otherwise
    said = _("{what}: {claimer} has taken this wish already.")
    return ClaimImpossible(said.format(what=shortened(held.wish), claimer=held.facts.held.claimer))


def take(session: Session, held: Held, fields: Mapping[str, Any], on: date, by: str) -> WishClaim:
    """Write the claim of one wish that is free. Raises ClaimImpossible, WishImpossible."""
    said = {name: value for name, value in fields.items() if value not in (None, "")}
    given, claimed = "claimed_on" in said, str(said.setdefault("claimed_on", on.isoformat()))
    promised = said.setdefault("promised_on", promise_from("", wish_terms(session), on))
    if not str(said.get("claimer", "")).strip():
        raise ClaimImpossible(_("Please write down who takes the wish."))
    if claimed > on.isoformat():
        raise ClaimImpossible(_("{day} has not come yet. A claim is written down on its day or later.").format(day=claimed))
    if given and claimed < (first := _free_since(session, held)):
        raise ClaimImpossible(
            _("Nobody can have taken it on {day}: the wish could be taken from {first} on.").format(day=claimed, first=first)
        )
    _refuse_promise(promised, on)
    refuse_for_gone(session, held.wish, on, claimed if given else "")
    draft = WishClaimDraft.model_validate({"taken_by": by[:72], **said, "wish_id": held.wish.id})
    return wish_claims.take_claim(session, draft, date.fromisoformat(claimed), by)


def _free_since(session: Session, held: Held) -> str:
    """Return from which day on a wish that is free could be taken: told, agreed to, and not anybody else's."""
    ends = select(ClaimEnd.ended_on).where(ClaimEnd.wish_id == held.wish.id, col(ClaimEnd.removed_at).is_(None))
    opened = (move.day for move in held.facts.moves if move.kind in OPENS)
    return max((held.wish.collected_on or "", *opened, *(day or "" for day in session.exec(ends))))


def _refuse_promise(promised: str, on: date) -> None:
    if not on.isoformat() <= promised <= (on + timedelta(days=LONGEST)).isoformat():
        said = _("{day} cannot be the promised day: it is over, or more than a year away. Please look at it again.")
        raise ClaimImpossible(said.format(day=promised))


@dataclass(frozen=True, slots=True)
class Rival:
    """A claim that another one was preferred to, and that may still be given the wish."""

    claim: WishClaim
    why: str


def rivals(session: Session, wish_id: str) -> list[Rival]:
    """Return who else would take a wish: claims that were answered no and are not over, and those not answered."""
    live = wish_here(session, wish_id).facts.standing.claim
    theirs = select(WishClaim).where(WishClaim.wish_id == wish_id, col(WishClaim.removed_at).is_(None))
    over = select(ClaimEnd.claim_id).where(ClaimEnd.wish_id == wish_id, col(ClaimEnd.removed_at).is_(None))
    said = select(ClaimAnswer).where(ClaimAnswer.wish_id == wish_id, col(ClaimAnswer.removed_at).is_(None))
    ended, answers = set(session.exec(over)), {one.claim_id: one for one in session.exec(said.order_by(col(ClaimAnswer.key)))}
    found = []
    for one in session.exec(theirs.order_by(col(WishClaim.key))):
        if one.id != live and not one.is_extra and one.id not in ended:
            answer = answers.get(one.id)
            found.append(Rival(one, answer.text or "" if answer is not None else ""))
    return found


def prefer(
    session: Session, wish_id: str, claim_id: str, on: date, *, by: str, text: str = "", happened_on: str = "", promised_on: str = ""
) -> ClaimAnswer:
    """Give a wish to another one of its claimers, who brings it on a new day where his own is over; the claim it had is over too.

    Raises ClaimImpossible, WishImpossible.
    """
    held = wish_here(session, wish_id)
    if held.state not in TAKEN | OFFERED:
        raise impossible(_("Give it to another one|wish"), held)
    wanted = next((one.claim for one in rivals(session, wish_id) if one.claim.id == claim_id), None)
    if wanted is None:
        raise ClaimImpossible(_("This claim is over already."))
    day, his = _date_of(held, on, happened_on), wanted.promised_on or ""
    until = promised_on or (promise_from(his, wish_terms(session), on) if his else "")
    _refuse_promise(until or on.isoformat(), on)
    refuse_for_gone(session, held.wish, on, happened_on)
    if held.state == "expired":
        free_again(session, held, on, by)
    if held.facts.held is not None:
        write_end(session, wish_claims.claim_here(session, held.facts.held.id), "replaced", day, by, text)
    said = write_answer(session, wanted, Verdict(yes=True, text=text.strip() or None), day, by)
    if until != his:
        write_event(session, wish_id, "extended", day_of(held, on, happened_on), by, claim_id=claim_id, until=until)
    return said


def put_off(session: Session, wish_id: str, until: str, on: date, *, by: str, text: str = "", happened_on: str = "") -> WishEvent:
    """Give the claimer more time, until a day. Raises ClaimImpossible, WishImpossible."""
    held = wish_here(session, wish_id)
    if held.state != "claimed" or held.facts.held is None:
        raise impossible(_("More time|wish"), held)
    refuse_for_gone(session, held.wish, on)
    _refuse_promise(until, on)
    due = next_step(held.facts, wish_terms(session))
    if due is not None and until <= due.due.isoformat():
        raise ClaimImpossible(_("It is promised for {day} already. Please give a later day.").format(day=due.due.isoformat()))
    more = {"claim_id": held.facts.held.id, "until": until, "text": text.strip() or None}
    return write_event(session, wish_id, "extended", day_of(held, on, happened_on), by, **more)


def give_back(session: Session, wish_id: str, kind: str, on: date, *, by: str, text: str, happened_on: str = "") -> ClaimEnd:
    """End the live claim without a delivery (withdrawn, lapsed or refused); the wish is free again. Raises ClaimImpossible."""
    held = wish_here(session, wish_id)
    if held.facts.held is None:
        raise ClaimImpossible(_("Nobody has taken this wish, so no claim can end."))
    made = wish_claims.end_claim(session, held.facts.held.id, kind, _date_of(held, on, happened_on), by=by, text=text)
    free = wish_here(session, wish_id)
    if free.state == "published" and said_no(session, free.wish, person_of(session, free.wish.resident_id), on):
        write_event(session, wish_id, "unlisted", day_of(free, on, happened_on), by)
    return made


def tell(session: Session, wish_id: str, on: date, *, by: str, happened_on: str = "") -> ClaimEnd:
    """Write that the claimer of a closed wish was told that nothing is to be brought. Raises ClaimImpossible, WishImpossible."""
    held = wish_here(session, wish_id)
    if held.facts.untold is None:
        raise ClaimImpossible(_("There is nobody who has to be told anything about this wish."))
    return wish_claims.close_claim(session, held.facts.untold.id, _date_of(held, on, happened_on), by=by)


# -- what was wished for


def ready(session: Session, wish_ids: Sequence[str], on: date, *, by: str, happened_on: str = "", text: str = "") -> list[WishEvent]:
    """Write that what was claimed lies at the station, of one wish or several; all or none. Raises WishImpossible."""

    def one(wish_id: str) -> WishEvent:
        held = wish_here(session, wish_id)
        if held.state != "claimed":
            raise impossible("ready", held)
        refuse_for_gone(session, held.wish, on, happened_on)
        more = {"claim_id": held.facts.standing.claim, "text": text.strip() or None}
        return write_event(session, wish_id, "ready", day_of(held, on, happened_on), by, **more)

    return of_each(session, wish_ids, on, one)


def deliver(
    session: Session, wish_ids: Sequence[str], on: date, *, by: str, happened_on: str = "", signed_by: str = "", text: str = ""
) -> list[ClaimEnd]:
    """Write that what was claimed has been brought, of one wish or of a unit's whole batch; all or none.

    Raises WishImpossible for one that nobody has taken, that is not approved, or that was brought already.
    """

    def one(wish_id: str) -> ClaimEnd:
        held = wish_here(session, wish_id)
        if held.state not in TAKEN or held.facts.held is None:
            raise impossible("delivered", held)
        refuse_for_gone(session, held.wish, on, happened_on)
        day = date.fromisoformat(day_of(held, on, happened_on))
        return wish_claims.deliver(session, held.facts.held.id, day, by=by, text=text, signed_by=signed_by)

    return of_each(session, wish_ids, on, one)


def exchange(session: Session, wish_id: str, into: str, on: date, *, by: str, happened_on: str = "") -> WishEvent:
    """Write that another thing is given than was wished for: 高压锅 for a 电饭煲 (domain 1.9). Raises WishImpossible."""
    held = wish_here(session, wish_id)
    if held.state not in TAKEN | {"delivered"}:
        raise impossible("exchanged", held)
    refuse_for_gone(session, held.wish, on)
    if not into.strip():
        raise WishImpossible(_("Please write down what is given in its place."))
    day, claim = day_of(held, on, happened_on), held.facts.standing.claim
    if claim is None and (brought := last_claim(session, wish_id)) is not None:
        claim = brought.id
    return write_event(session, wish_id, "exchanged", day, by, claim_id=claim, text=into.strip()[:1000])


def add_gift(session: Session, wish_id: str, what: str, on: date, *, by: str, giver: str = "", happened_on: str = "") -> WishClaim:
    """Write that something was given beside the wish: books with the satchel (F1-8). Raises WishImpossible."""
    held = wish_here(session, wish_id)
    if held.state not in GIVEN:
        raise impossible(_("A gift beside the wish|wish"), held)
    if not what.strip():
        raise WishImpossible(_("Please write down what was given beside the wish."))
    day = happened_on or on.isoformat()
    if day > on.isoformat() or day < (held.wish.collected_on or ""):
        raise WishImpossible(_("{day} cannot be: it has not come yet, or lies before the wish.").format(day=day))
    claimer = giver.strip() or _claimer(session, held) or by
    draft = WishClaimDraft(
        wish_id=wish_id, wish_author=author_of(session), claimer=claimer[:120], claimed_on=day, is_extra=True, remark=what.strip()[:500],
        taken_by=by[:72],
    )  # fmt: skip
    made = WishClaim.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made


def _date_of(held: Held, on: date, happened_on: str) -> date:
    """Return the day of what is done with a claim: one that was given, or today. Raises WishImpossible."""
    return date.fromisoformat(day_of(held, on, happened_on)) if happened_on else on


def _claimer(session: Session, held: Held) -> str:
    """Return who has a wish, or brought it."""
    if held.facts.held is not None:
        return held.facts.held.claimer
    brought = last_claim(session, held.wish.id)
    return brought.claimer if brought is not None else ""
