"""How far a wish is: a pure function of what the station did, of the claims, and of their answers and ends (exchange.md, domain 3.1).

Station and county reckon it alike once their packages have passed; no column is set by both, and none holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from sqlmodel import Session, col, select

from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.claim_end import ClaimEnd
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.store.database import author_of

OPEN = frozenset({"draft", "pending", "approved", "published", "waiting", "claimed", "ready", "delivered"})
"""States in which something is still to be done for the wish."""
UNGIVEN = OPEN - {"delivered"} | {"expired"}
"""States of a wish that was not brought, and of which something may still become."""
_FREE = frozenset({"draft", "pending", "approved", "published"})
"""States on which a live claim is what matters."""
AGAIN = frozenset({"disputed", "dissatisfied"})
"""Events by which a wish that was brought is open again: what was said and spent before is of the gift that was not right."""
MOVES: Mapping[str, tuple[frozenset[str], str]] = {
    "submitted": (frozenset({"draft"}), "pending"),
    "returned": (frozenset({"pending", "approved"}), "draft"),
    "approved": (frozenset({"draft", "pending"}), "approved"),
    "rejected": (frozenset({"draft", "pending", "approved"}), "rejected"),
    "published": (frozenset({"draft", "pending", "approved", "expired"}), "published"),
    "expired": (frozenset({"approved", "published"}), "expired"),
    "unlisted": (frozenset({"published", "expired"}), "approved"),
    "extended": (frozenset({"expired", "published"}), "published"),
    "ready": (_FREE, "ready"),
    "delivered": (_FREE | {"ready", "expired"}, "delivered"),
    "disputed": (frozenset({"ready", "delivered"}), "published"),
    "fulfilled": (_FREE | {"ready", "delivered", "expired"}, "fulfilled"),
    "reviewed": (frozenset({"delivered", "fulfilled"}), "reviewed"),
    "dissatisfied": (frozenset({"delivered", "fulfilled", "reviewed"}), "published"),
    "withdrawn": (_FREE | {"ready", "expired"}, "withdrawn"),
    "cancelled": (_FREE | {"ready", "delivered", "expired"}, "cancelled"),
}
"""Event → the states it moves a wish out of, and the one it moves it into; in any other state it changes nothing."""


def moves_out(kind: str, state: str) -> bool:
    """Tell whether an event moves a wish out of its state; a claim does not keep it from what may happen to it while it is free."""
    out_of = MOVES[kind][0] if kind in MOVES else frozenset()
    if state in ("claimed", "waiting"):
        return "published" in out_of and (kind != "expired" or state == "waiting")
    return state in out_of


class Happened(NamedTuple):
    """An event as the state needs it, in the order of the station's journal."""

    kind: str
    day: str = ""
    claim: str = ""
    """The claim whose goods are ready: with another one they are not."""


class Answered(NamedTuple):
    """An answer as the state needs it, in the order of the station's journal."""

    claim: str
    yes: bool


class Ended(NamedTuple):
    """An end of a claim, by whichever side; only the station's word that it was delivered closes the wish."""

    claim: str
    kind: str
    by_station: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """How a wish stands: a code of wish_state, the live claim if there is one, the claims the station has not answered."""

    state: str
    claim: str | None = None
    waiting: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether something is still to be done for the wish."""
        return self.state in OPEN


def standing_of(
    events: Sequence[Happened], claims: Iterable[str] = (), answers: Sequence[Answered] = (), ends: Iterable[Ended] = ()
) -> Standing:
    """Return how a wish stands.

    `events` and `answers` come in the order of the station's journal; an event of an earlier day that was entered late takes
    effect on its day. The order of claims and of ends does not matter. An answer to a claim that nobody knows any more (its county
    was put back to an older state) changes nothing; that it was delivered still does.
    """
    there, ends = set(claims), list(ends)
    ended = {end.claim for end in ends}
    live = next((a.claim for a in reversed(answers) if a.yes and a.claim in there), None)
    if live in ended:
        live = None
    spoken = {answer.claim for answer in answers}
    waiting = tuple(sorted(there - spoken - ended))
    state = "draft"
    for event in by_day(events):
        out_of, into = MOVES.get(event.kind, (frozenset(), state))
        if state in out_of and not (event.kind == "ready" and event.claim not in ("", live)):
            state = into
    delivered = any(end.kind == "delivered" and end.by_station for end in ends)
    return _with_claims(state, live, waiting, delivered=delivered, events=events)


class _Dated(Protocol):
    @property
    def day(self) -> str: ...


class _Kind(_Dated, Protocol):
    @property
    def kind(self) -> str: ...


_One = TypeVar("_One", bound=_Dated)
_Event = TypeVar("_Event", bound=_Kind)


def by_day(events: Sequence[_One]) -> list[_One]:
    """Return events by the day they happened; one without a day stands with the one before it."""
    day, keyed = "", []
    for at, event in enumerate(events):
        day = event.day or day
        keyed.append((day, at, event))
    return [event for _day, _at, event in sorted(keyed)]


def this_round(events: Sequence[_Event]) -> list[_Event]:
    """Return what happened since a wish was opened again last, by its day; everything of one that never was."""
    dated = by_day(events)
    back = max((at for at, event in enumerate(dated) if event.kind in AGAIN), default=-1)
    return dated[back + 1 :]


def _with_claims(state: str, live: str | None, waiting: tuple[str, ...], *, delivered: bool, events: Sequence[Happened]) -> Standing:
    """Return the standing once the claims are looked at; a gift the claimer has delivered is not asked for once more."""
    if state == "ready" and live is None:
        state = "published"
    if state in _FREE:
        asked_again = any(event.kind in AGAIN for event in events)
        if live is not None:
            return Standing("claimed", live, waiting)
        if delivered and not asked_again:
            return Standing("delivered", None, waiting)
        if waiting and state in ("approved", "published"):
            return Standing("waiting", None, waiting)
    return Standing(state, live if state == "ready" else None, waiting)


def standings(session: Session, wishes: Sequence[str]) -> dict[str, Standing]:
    """Return how each of some wishes (by id) of this desk stands."""
    mine = author_of(session)
    events: dict[str, list[Happened]] = {wish: [] for wish in wishes}
    claims: dict[str, list[str]] = {wish: [] for wish in wishes}
    answers: dict[str, list[Answered]] = {wish: [] for wish in wishes}
    ends: dict[str, list[Ended]] = {wish: [] for wish in wishes}
    extra: set[str] = set()
    chunks = [wishes[start : start + 500] for start in range(0, len(wishes), 500)]
    for chunk in chunks:
        for event in _of(session, WishEvent, chunk):
            events[event.wish_id].append(Happened(event.kind, event.happened_on or "", event.claim_id or ""))
        for claim in _of(session, WishClaim, chunk):
            if claim.is_extra:
                extra.add(claim.id)
            else:
                claims[claim.wish_id].append(claim.id)
        for answer in _of(session, ClaimAnswer, chunk):
            answers[answer.wish_id].append(Answered(answer.claim_id, answer.answer == "yes"))
        for end in _of(session, ClaimEnd, chunk):
            if end.claim_id not in extra:  # a gift beside the wish is not what was wished for
                ends[end.wish_id].append(Ended(end.claim_id, end.kind, end.author == mine))
    return {wish: standing_of(events[wish], claims[wish], answers[wish], ends[wish]) for wish in wishes}


_Told = TypeVar("_Told", WishEvent, WishClaim, ClaimAnswer, ClaimEnd)


def _of(session: Session, kind: type[_Told], wishes: Sequence[str]) -> Iterable[_Told]:
    """Return the records about some wishes that were not taken back, in the order they were written."""
    return session.exec(select(kind).where(col(kind.wish_id).in_(wishes), col(kind.removed_at).is_(None)).order_by(col(kind.key)))


def draft_events(state: str | None, days: Mapping[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the events that bring a wish from nothing to `state`, as a ledger tells of it; each with the day it gives, if any."""
    way = {
        "pending": ("submitted",),
        "approved": ("approved",),
        "published": ("published",),
        "claimed": ("published",),
        "ready": ("published",),
        "delivered": ("published", "delivered"),
        "fulfilled": ("published", "delivered", "fulfilled"),
        "reviewed": ("published", "delivered", "fulfilled", "reviewed"),
        "cancelled": ("cancelled",),
        "withdrawn": ("withdrawn",),
        "rejected": ("rejected",),
        "expired": ("published", "expired"),
    }.get(state or "", ())
    return [(kind, days.get(kind)) for kind in way]
