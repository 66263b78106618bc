"""What the station does with a wish before somebody takes it, and how it is closed: handed in, checked at home, approved, published.

Each is one action and writes one event; a step that the wish is not at is refused with a sentence (domain 3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.resident import GONE, Resident
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.residency_around import named
from stationdesk.services.wish_cards import plain_yuan
from stationdesk.services.wish_facts import facts_of
from stationdesk.services.wish_public import called, person_of, refuse_public
from stationdesk.services.wish_says import LONGEST_SAID
from stationdesk.services.wish_state import moves_out
from stationdesk.services.wish_steps import NEVER, Facts, is_checked
from stationdesk.services.wish_terms import DEAREST, LONGEST, wish_terms
from stationdesk.store.database import author_of

_Made = TypeVar("_Made")
_ONWARD = frozenset({"submitted", "checked", "approved", "returned", "extended"})
"""Steps that carry a wish on; of somebody who is gone it can only be closed."""


class WishImpossible(DeskError):
    """There cannot be such a wish, or this cannot be done with it as it stands."""


class NotChecked(DeskError):
    """Nobody has been to see whether it is so."""


@dataclass(frozen=True, slots=True)
class Held:
    """A wish with what its steps depend on."""

    wish: Wish
    facts: Facts

    @property
    def state(self) -> str:
        """A code of wish_state."""
        return self.facts.standing.state


def wish_here(session: Session, wish_id: str) -> Held:
    """Return an own wish that stands. Raises WishImpossible."""
    mine = select(Wish).where(Wish.id == wish_id, Wish.author == author_of(session), col(Wish.removed_at).is_(None))
    found = session.exec(mine).first()
    if found is None:
        raise WishImpossible(_("This wish is not here any more: it was taken back meanwhile."))
    return Held(found, facts_of(session, [wish_id])[wish_id])


def refuse_absurd(money: int | None) -> None:
    """Raise WishImpossible for an amount that nobody gives for a small wish."""
    if money is not None and not 0 <= money <= DEAREST:
        raise WishImpossible(_("{yuan} yuan cannot be right for a wish. Please look at the amount again.").format(yuan=plain_yuan(money)))


def refuse_gone(person: Resident, on: date) -> None:
    """Raise WishImpossible for somebody who died or left."""
    if person.residency_status == "deceased":
        raise WishImpossible(_("{name} has died. Nothing was written.").format(name=named(person, on)))
    if person.residency_status in GONE:
        raise WishImpossible(_("{name} does not live here any more. Nothing was written.").format(name=named(person, on)))


def refuse_for_gone(session: Session, wish: Wish, on: date, happened_on: str = "") -> None:
    """Raise WishImpossible where the person of a wish had died or left when it was carried on, of which `happened_on` may tell."""
    person = person_of(session, wish.resident_id)
    if person is not None and not (happened_on and happened_on <= (person.residency_since or "")):
        refuse_gone(person, on)


# -- the station's steps


def submit(session: Session, wish_id: str, on: date, *, by: str, happened_on: str = "") -> WishEvent:
    """Hand a draft in. Raises WishImpossible."""
    return step(session, wish_id, "submitted", on, by=by, happened_on=happened_on)


def check(session: Session, wish_id: str, on: date, *, by: str, text: str = "", happened_on: str = "") -> WishEvent:
    """Write that somebody has been at home and seen that it is so. Raises WishImpossible."""
    held = wish_here(session, wish_id)
    if held.state not in ("draft", "pending", "approved"):
        raise impossible("checked", held)
    return _written(session, held, "checked", on, by, happened_on, text=text.strip() or None)


def approve(session: Session, wish_id: str, on: date, *, by: str, text: str = "", happened_on: str = "", sure: bool = False) -> WishEvent:
    """Approve a wish that was looked at; `sure` lets one pass that nobody has seen. Raises WishImpossible, NotChecked."""
    held = wish_here(session, wish_id)
    if moves_out("approved", held.state) and not sure and not is_checked(held.facts):
        raise NotChecked(_("Nobody has been at home to look at this wish. Approve it all the same?"))
    return step(session, wish_id, "approved", on, by=by, happened_on=happened_on, text=text)


def send_back(session: Session, wish_id: str, on: date, *, by: str, text: str, happened_on: str = "") -> WishEvent:
    """Send a wish back so that it is completed, saying what is missing. Raises WishImpossible."""
    return step(session, wish_id, "returned", on, by=by, happened_on=happened_on, text=_because(text))


def reject(session: Session, wish_id: str, on: date, *, by: str, text: str, reason: str = "unsuitable", happened_on: str = "") -> WishEvent:
    """Say no to a wish, with the reason. Raises WishImpossible."""
    return step(session, wish_id, "rejected", on, by=by, happened_on=happened_on, text=_because(text), reason=_known_reason(reason))


def publish(session: Session, wish_id: str, on: date, *, by: str, until: str = "", happened_on: str = "") -> WishEvent:
    """Publish an approved wish until a day, by default for the station's term. Raises WishImpossible, WishNotPublic."""
    held = wish_here(session, wish_id)
    if held.state != "approved":
        raise impossible("published", held)
    refuse_for_gone(session, held.wish, on, happened_on)
    refuse_public(session, held.wish, on)
    day = day_of(held, on, happened_on)
    since = date.fromisoformat(day) if happened_on else on
    last = _until(until, on) or max(since + timedelta(days=wish_terms(session).wall), on).isoformat()
    return write_event(session, wish_id, "published", day, by, until=last)


def extend(session: Session, wish_id: str, until: str, on: date, *, by: str, happened_on: str = "") -> WishEvent:
    """Let a published or expired wish stay on the wall longer. Raises WishImpossible, WishNotPublic."""
    held = wish_here(session, wish_id)
    if held.state not in ("published", "expired"):
        raise impossible("extended", held)
    refuse_for_gone(session, held.wish, on, happened_on)
    refuse_public(session, held.wish, on)
    last = _until(until, on) or (on + timedelta(days=wish_terms(session).wall)).isoformat()
    return _written(session, held, "extended", on, by, happened_on, until=last)


def take_down(session: Session, wish_id: str, on: date, *, by: str, text: str = "", happened_on: str = "") -> WishEvent:
    """Take a published wish off the wall before its last day; what becomes of it is decided next. Raises WishImpossible."""
    held = wish_here(session, wish_id)
    if held.state != "published":
        raise impossible("expired", held)
    return _written(session, held, "expired", on, by, happened_on, text=text.strip() or None)


def withdraw(session: Session, wish_id: str, on: date, *, by: str, text: str = "", happened_on: str = "") -> WishEvent:
    """Write that the person does not want it any more. Raises WishImpossible."""
    return step(session, wish_id, "withdrawn", on, by=by, happened_on=happened_on, text=text, reason="own_wish")


def cancel(session: Session, wish_id: str, reason: str, on: date, *, by: str, text: str = "", happened_on: str = "") -> WishEvent:
    """Close a wish that will not come true here, with the reason. Raises WishImpossible."""
    return step(session, wish_id, "cancelled", on, by=by, happened_on=happened_on, text=text, reason=_known_reason(reason))


def step(session: Session, wish_id: str, kind: str, on: date, *, by: str, happened_on: str = "", text: str = "", **more: Any) -> WishEvent:
    """Write one event that moves a wish on. Raises WishImpossible where it is not there yet, or further."""
    held = wish_here(session, wish_id)
    if not moves_out(kind, held.state):
        raise impossible(kind, held)
    return _written(session, held, kind, on, by, happened_on, text=text.strip() or None, **more)


def _written(session: Session, held: Held, kind: str, on: date, by: str, happened_on: str, **more: Any) -> WishEvent:
    if kind in _ONWARD:
        refuse_for_gone(session, held.wish, on, happened_on)
    return write_event(session, held.wish.id, kind, day_of(held, on, happened_on), by, **more)


def write_event(session: Session, wish_id: str, kind: str, day: str, by: str, **more: Any) -> WishEvent:
    """Write an event of a wish."""
    draft = WishEventDraft(wish_id=wish_id, kind=kind, happened_on=day, done_by=by[:72], **more)
    made = WishEvent.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made


def day_of(held: Held, on: date, happened_on: str = "") -> str:
    """Return the day of an event: an earlier one that was given, or today.

    An event takes effect on its day, so one given must not lie before what happened last, nor before the day on which whoever has the
    wish took it; where the clock stands before that (it was set back), what is done today still comes after it. Raises WishImpossible.
    """
    last = max((move.day for move in held.facts.moves), default="")
    if not happened_on:
        return max(on.isoformat(), last)
    if happened_on > on.isoformat():
        raise WishImpossible(_("{day} has not come yet. What happened is written down on its day or later.").format(day=happened_on))
    taken = held.facts.held.claimed_on if held.facts.held is not None else ""
    known = (last, held.wish.collected_on or "", held.facts.delivered_on, taken if taken <= on.isoformat() else "")
    if happened_on < (first := max(known)):
        raise WishImpossible(
            _("{day} cannot be: the wish was noted, or something happened to it, on {last}.").format(day=happened_on, last=first)
        )
    return happened_on


def of_each(session: Session, wish_ids: Sequence[str], on: date, act: Callable[[str], _Made]) -> list[_Made]:
    """Do one step with each of some wishes; where there are several, a refusal says of which one it speaks: whose, and what for."""
    ids, made = list(dict.fromkeys(wish_ids)), []
    for wish_id in ids:
        try:
            made.append(act(wish_id))
        except DeskError as error:
            if len(ids) > 1:
                error.message = _named_first(session, wish_id, on, error.message)
            raise
    return made


def _named_first(session: Session, wish_id: str, on: date, why: str) -> str:
    wish = session.exec(select(Wish).where(Wish.id == wish_id, Wish.author == author_of(session))).first()
    if wish is None:
        return why
    who, what = called(wish, person_of(session, wish.resident_id), on), shortened(wish)
    said = _("{who}, {why}|one of many") if why.startswith(what) else _("{who}, {what}: {why}|one of many")
    return said.format(who=who, what=what, why=why)


def impossible(kind: str, held: Held) -> WishImpossible:
    """Return the sentence for a step, a code of wish_event or words, that the wish is not at."""
    said = _("{what}: this wish stands at «{state}»; «{step}» cannot be done with it now. Please look at it again.")
    return WishImpossible(said.format(what=shortened(held.wish), state=label(held.state), step=table("wish_event").label(kind)))


def shortened(wish: Wish) -> str:
    """Return what is wished for as a sentence names it."""
    return " ".join(wish.content.split())[:LONGEST_SAID]


def label(state: str) -> str:
    """Return a state in words."""
    return table("wish_state").label(state)


def _because(text: str) -> str:
    if not text.strip():
        raise WishImpossible(_("Please write in a few words why, so that it can be told to those who ask."))
    return text


def _known_reason(reason: str) -> str:
    if table("wish_close_reason").row(reason) is None:
        raise WishImpossible(_("Please say why the wish is closed."))
    return reason


def _until(until: str, on: date) -> str:
    if not until:
        return ""
    if not on.isoformat() <= until <= (on + timedelta(days=LONGEST)).isoformat():
        raise WishImpossible(_("{day} cannot be the last day on the wall: it is over, or more than a year away.").format(day=until))
    return until


# -- what may be done


ACTIONS: Mapping[str, tuple[str, ...]] = {
    "draft": ("submit", "check", "approve", "change", "reject", "withdraw", "cancel"),
    "pending": ("check", "approve", "send_back", "reject", "change", "withdraw", "cancel"),
    "approved": ("publish", "assign", "prefer", "check", "send_back", "reject", "change", "withdraw", "cancel"),
    "published": ("claim", "prefer", "assign", "extend", "take_down", "change", "withdraw", "cancel"),
    "waiting": ("claim", "answer", "change", "withdraw", "cancel"),
    "claimed": ("deliver", "ready", "put_off", "give_back", "prefer", "exchange", "extra", "change", "withdraw", "cancel"),
    "ready": ("deliver", "give_back", "prefer", "exchange", "extra", "change", "withdraw", "cancel"),
    "delivered": ("fulfil", "dispute", "extra", "thank", "cancel"),
    "fulfilled": ("review", "dissatisfied", "extra", "thank"),
    "reviewed": ("thank", "dissatisfied", "extra"),
    "expired": ("extend", "prefer", "assign", "change", "withdraw", "cancel"),
}
"""State → the actions a page may offer, the usual one first."""


def actions_of(facts: Facts) -> tuple[str, ...]:
    """Return which actions a wish that stands so allows, the usual one first."""
    state = facts.standing.state
    if state in NEVER:
        return ("tell",) if facts.untold is not None else ()
    if state == "pending" and is_checked(facts):
        return ("approve", "check", *ACTIONS["pending"][2:])
    if state == "approved" and facts.private:
        return ACTIONS[state][1:]
    return ACTIONS[state]
