"""What comes of a wish that was brought: right or not, come true, thanked for, asked again; one that is not content is free once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.registers.code import table
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services.wish_cards import plain_yuan
from stationdesk.services.wish_claims import last_claim
from stationdesk.services.wish_giving import BROUGHT, take
from stationdesk.services.wish_public import person_of, reason_against
from stationdesk.services.wish_terms import wish_terms
from stationdesk.services.wishes import (
    WishImpossible,
    day_of,
    impossible,
    of_each,
    refuse_absurd,
    refuse_for_gone,
    step,
    wish_here,
    write_event,
)

NOT_ASKED = "not_asked"
"""Said in place of how content somebody is: nobody could be asked, and a few words say why."""
FAR_ABOVE, LITTLE = 2, 50_00
"""A cost is asked about when it is more than so many times the estimate, and by more than so many 分 above it."""
_GONE = {"deceased": N_("The person has died."), "moved_out": N_("The person does not live here any more.")}


def why_not_asked(person: Resident | None) -> str:
    """Return why somebody cannot be asked any more how content he is; empty for whoever can."""
    why = _GONE.get(person.residency_status or "", "") if person is not None else ""
    return _(why) if why else ""


def was_asked(event: WishEvent) -> bool:
    """Tell whether what an event says is the person's word; a ledger tells what was said without how content he was."""
    return event.kind != "reviewed" or bool(event.satisfaction or event.source)


class CostDoubted(DeskError):
    """The wish cost far more than one gives for it here, or than was thought; it may be so."""


def dispute(session: Session, wish_id: str, on: date, *, by: str, text: str, again_by: str = "", happened_on: str = "") -> WishEvent:
    """Write that what was brought is wrong or broken; `again_by` is the day by which the same claimer brings another.

    Without it the wish is free for others. Raises WishImpossible, ClaimImpossible.
    """
    if not text.strip():
        raise WishImpossible(_("Please write in a few words what is wrong with it."))
    return _free_again(session, wish_id, "disputed", on, by=by, text=text, again_by=again_by, happened_on=happened_on)


def fulfil(  # noqa: PLR0913 - when, what it cost, what was said, and that it is meant so
    session: Session, wish_id: str, on: date, *, by: str, cost: int | None = None, satisfaction: str = "", text: str = "",
    happened_on: str = "", sure: bool = False,
) -> WishEvent:  # fmt: skip
    """Write that a wish has come true, with what it cost in 分; with how content the person is, it is asked again in the same step.

    One that is not content has the wish free again, and what it cost stays in its history; NOT_ASKED closes it with a few words.
    `sure` lets a cost pass that is above the cap or far above the estimate. Raises WishImpossible, CostDoubted.
    """
    refuse_absurd(cost)
    _refuse_satisfaction(satisfaction, text)
    held = wish_here(session, wish_id)
    if held.state != "delivered" and satisfaction != "dissatisfied":
        raise impossible("fulfilled", held)
    if not sure:
        _doubt(session, held.wish, cost)
    if satisfaction == "dissatisfied":
        made = review(session, wish_id, satisfaction, on, by=by, text=text, happened_on=happened_on)
        made.cost = cost
        return made
    words = "" if satisfaction else text
    made = step(session, wish_id, "fulfilled", on, by=by, happened_on=happened_on, cost=cost, text=words)
    if satisfaction:
        review(session, wish_id, satisfaction, on, by=by, text=text, happened_on=happened_on)
    return made


def _doubt(session: Session, wish: Wish, cost: int | None) -> None:
    """Raise CostDoubted for a cost above the cap that was not let pass before, or far above what was thought."""
    cap, thought = wish_terms(session).cap, wish.budget or 0
    if cost is None:
        return
    if cap and cost > max(cap, thought):
        said = _("{yuan} yuan is more than a small wish costs here ({cap} yuan at most). Is it meant so?")
        raise CostDoubted(said.format(yuan=plain_yuan(cost), cap=plain_yuan(cap)))
    if thought and cost > FAR_ABOVE * thought and cost - thought > LITTLE:
        said = _("{yuan} yuan is far more than the {thought} yuan that were estimated. Is it meant so?")
        raise CostDoubted(said.format(yuan=plain_yuan(cost), thought=plain_yuan(thought)))


def review(
    session: Session, wish_id: str, satisfaction: str, on: date, *, by: str, text: str = "", happened_on: str = "", again_by: str = ""
) -> WishEvent:
    """Write what the person says when asked again; one that is not content has the wish published again.

    `again_by` is the day by which the same claimer makes it good. NOT_ASKED closes the wish with a few words why, and counts in no
    figure of how content people are. Raises WishImpossible, ClaimImpossible.
    """
    _refuse_satisfaction(satisfaction or "-", text)
    if satisfaction == "dissatisfied":
        return _free_again(session, wish_id, satisfaction, on, by=by, text=text, again_by=again_by, happened_on=happened_on)
    held = wish_here(session, wish_id)
    if held.state != "fulfilled":
        raise impossible("reviewed", held)
    said = None if satisfaction == NOT_ASKED else satisfaction
    return step(session, wish_id, "reviewed", on, by=by, happened_on=happened_on, text=text, satisfaction=said)


def thank(session: Session, wish_ids: Sequence[str], on: date, *, by: str, text: str = "", happened_on: str = "") -> list[WishEvent]:
    """Write that whoever made wishes come true was thanked. Raises WishImpossible."""

    def one(wish_id: str) -> WishEvent:
        held = wish_here(session, wish_id)
        if held.state not in BROUGHT:
            raise impossible("thanked", held)
        return write_event(session, wish_id, "thanked", day_of(held, on, happened_on), by, text=text.strip() or None)

    return of_each(session, wish_ids, on, one)


def _free_again(
    session: Session, wish_id: str, kind: str, on: date, *, by: str, text: str, again_by: str, happened_on: str = ""
) -> WishEvent:
    held = wish_here(session, wish_id)
    if held.state not in {"disputed": {"delivered"}, "dissatisfied": {"delivered", "fulfilled", "reviewed"}}[kind]:
        raise impossible(kind, held)
    refuse_for_gone(session, held.wish, on, happened_on)
    more: dict[str, Any] = {"until": (on + timedelta(days=wish_terms(session).wall)).isoformat(), "text": text.strip() or None}
    if kind == "dissatisfied":
        more["satisfaction"] = kind
    day = day_of(held, on, happened_on)
    made = write_event(session, wish_id, kind, day, by, **more)
    if reason_against(session, held.wish, person_of(session, held.wish.resident_id), on):
        write_event(session, wish_id, "unlisted", day, by)
    before = last_claim(session, wish_id) if again_by else None
    if before is not None:
        names = ("claimer", "claimer_kind", "helper_id", "org_unit_id", "contact_name", "phones", "delivery")
        fields = {name: getattr(before, name) for name in names} | {"promised_on": again_by, "is_assigned": True}
        fields["claimed_on"] = happened_on
        take(session, wish_here(session, wish_id), fields, on, by)
    return made


def _refuse_satisfaction(satisfaction: str, text: str) -> None:
    if satisfaction == NOT_ASKED:
        if not text.strip():
            raise WishImpossible(_("Nobody was asked: please write in a few words why, so that it can be closed."))
    elif satisfaction and table("satisfaction").row(satisfaction) is None:
        raise WishImpossible(_("Please say how content the person is."))
