"""What is to be done next for a wish, by whom and until which day; pure, so that nothing can hang: every open wish has an answer.

A term counts from the day on which the wish came where it is, or came free again. What only somebody else can do passes by itself: a
publication ends, and a claim whose day was missed goes back to the pool (`lapses_on`); everything else stays overdue in the day's list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from stationdesk.i18n import N_, _
from stationdesk.services.wish_state import Standing
from stationdesk.services.wish_terms import LONGEST, WishTerms

NEVER = frozenset({"withdrawn", "rejected", "cancelled"})
"""States of a wish that will not come true."""
LOOKED = frozenset({"visit", "call"})
"""Sources at which somebody of the station saw or spoke to the person: nobody has to go once more."""


class Move(NamedTuple):
    """An event as the terms need it, in the order in which it takes effect."""

    kind: str
    day: str = ""
    until: str = ""
    claim: str = ""


class Held(NamedTuple):
    """A claim the station has agreed to."""

    id: str
    claimer: str
    claimed_on: str = ""
    promised_on: str = ""
    answered_on: str = ""
    own: bool = True
    """Taken at the station, not at the county."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the next step of one wish depends on."""

    standing: Standing
    noted_on: str
    """The day it was collected; of one that came with a ledger, or whose day nobody knows, that on which this desk learnt of it."""
    moves: tuple[Move, ...] = ()
    held: Held | None = None
    """The live claim."""
    untold: Held | None = None
    """Of a wish that is closed: a claim without an end, whose claimer does not know yet."""
    delivered_on: str = ""
    """The day of the last end of a claim by delivery."""
    freed_on: str = ""
    """The day on which a claim that had it ended last without a delivery: whoever else may take it has the wall's whole term again."""
    source: str = ""
    given: str = ""
    """The claim by which it was brought last, where whoever did so is to be thanked: he is not the station itself."""
    private: bool = False
    """It may not be made public, or the last word about that was no: somebody is asked, and it never hangs."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be done next."""

    step: str
    """A key of STEPS."""
    due: date
    """The last day for it."""
    lapses_on: date | None = None
    """The day on which the desk acts by itself if nothing happens before."""
    claim: str = ""

    @property
    def says(self) -> str:
        """The step in words."""
        return _(STEPS[self.step][0])

    @property
    def who(self) -> str:
        """Who does it: station, claimer or anybody."""
        return STEPS[self.step][1]

    def passed(self, on: date) -> bool:
        """Tell whether on day `on` it is not reminded of any more, with nothing to be written."""
        return has_passed(self.step, self.lapses_on.isoformat() if self.lapses_on else "", on)

    def late(self, on: date) -> int:
        """Return how many days it is late on day `on`; negative for days to come."""
        return (on - self.due).days


STEPS: dict[str, tuple[str, str]] = {
    "complete": (N_("complete and hand in|wish step"), "station"),
    "check": (N_("look at it at home|wish step"), "station"),
    "approve": (N_("approve|wish step"), "station"),
    "publish": (N_("publish|wish step"), "station"),
    "ask": (N_("ask somebody to bring it|wish step"), "station"),
    "claim": (N_("find a claimer|wish step"), "anybody"),
    "answer": (N_("answer the claim|wish step"), "station"),
    "receive": (N_("bring what was promised|wish step"), "claimer"),
    "bring": (N_("bring what lies here|wish step"), "station"),
    "confirm": (N_("ask whether it is right|wish step"), "station"),
    "review": (N_("ask once more|wish step"), "station"),
    "decide": (N_("decide what becomes of it|wish step"), "station"),
    "tell": (N_("tell the claimer|wish step"), "station"),
    "thank": (N_("thank the giver|wish step"), "station"),
}
"""Step → what is to be done, and by whom."""
PASSING = frozenset({"thank"})
"""Steps that are only a reminder: nothing hangs on them, and after a time nobody is reminded any more."""
REMINDED = 14
"""Days after its last one for which such a step is reminded of."""
TERM_OF = {"ask": "publish"}
"""Step → the term it takes its days from, where that is another one's."""
_BY_STATE = {
    "draft": "complete",
    "approved": "publish",
    "published": "claim",
    "waiting": "answer",
    "claimed": "receive",
    "ready": "bring",
    "delivered": "confirm",
    "fulfilled": "review",
    "expired": "decide",
}


def next_step(facts: Facts, terms: WishTerms) -> Next | None:
    """Return what is to be done next; None for a wish that is over and of which everybody knows."""
    state = facts.standing.state
    if state in NEVER:
        return Next("tell", _plus(_last(facts), terms.tell), claim=facts.untold.id) if facts.untold else None
    if state == "pending":
        return _pending(facts, terms)
    if state == "reviewed":
        return _thank(facts, terms)
    step = "ask" if state == "approved" and facts.private else _BY_STATE.get(state)
    if step is None:
        return None
    if step == "receive":
        return _receive(facts, terms)
    if step == "claim":
        due = _until(facts, terms)
        return Next(step, due, due + timedelta(days=1))
    if step == "answer":
        return Next(step, _plus(_last(facts), terms.answer), claim=facts.standing.waiting[0])
    since = {
        "complete": _since(facts, "returned"),
        "publish": max(_since(facts, "approved", "unlisted"), facts.freed_on),
        "ask": max(_since(facts, "approved", "unlisted"), facts.freed_on),
        "bring": _since(facts, "ready"),
        "confirm": max(_since(facts, "delivered"), facts.delivered_on),
        "review": _since(facts, "fulfilled"),
        "decide": _since(facts, "expired"),
    }[step]
    days: int = getattr(terms, TERM_OF.get(step, step))
    return Next(step, _plus(since, days), claim=facts.standing.claim or "")


def has_passed(step: str, lapses_on: str, on: date) -> bool:
    """Tell whether a step is only a reminder and its time is over on day `on`."""
    return step in PASSING and bool(lapses_on) and lapses_on <= on.isoformat()


def is_thanked(facts: Facts) -> bool:
    """Tell whether whoever brought a wish was thanked for it, since it was brought last."""
    kinds = [move.kind for move in facts.moves]
    back = max((at for at, kind in enumerate(kinds) if kind in ("disputed", "dissatisfied")), default=-1)
    return "thanked" in kinds[back + 1 :]


def _thank(facts: Facts, terms: WishTerms) -> Next | None:
    """Return until when the giver of a wish that is over is thanked; of one from a ledger that gives no day nobody is reminded."""
    over = next((move.day for move in reversed(facts.moves) if move.kind == "reviewed"), "")
    if not over or not facts.given or is_thanked(facts):
        return None
    due = _plus(over, terms.thank)
    return Next("thank", due, due + timedelta(days=REMINDED + 1), claim=facts.given)


def _pending(facts: Facts, terms: WishTerms) -> Next:
    looked = is_checked(facts)
    since = max(_since(facts, "submitted"), _since(facts, "checked") if looked else "")
    return Next("approve", _plus(since, terms.approve)) if looked else Next("check", _plus(since, terms.check))


def is_checked(facts: Facts) -> bool:
    """Tell whether somebody has looked at home since the wish was handed in last; one told at home needs nobody to go once more."""
    kinds = [move.kind for move in facts.moves]
    back = max((at for at, kind in enumerate(kinds) if kind == "returned"), default=-1)
    return "checked" in kinds[back + 1 :] or (back < 0 and facts.source in LOOKED)


def _receive(facts: Facts, terms: WishTerms) -> Next:
    """Return until when a claimer brings what he took: his day, or the one it was put off to; at last it goes back by itself."""
    held = facts.held
    if held is None:
        return Next("receive", _plus(_last(facts), terms.promise), claim=facts.standing.claim or "")
    taken = held.answered_on or held.claimed_on or _last(facts)
    put_off = _put_off(facts, held)
    due = _plus(taken, terms.promise)
    if put_off:
        due = _day(put_off)
    elif held.promised_on:
        due = min(_day(held.promised_on), _plus(taken, LONGEST))
    known = max(due, _day(taken))  # one that came by a stick that was long on its way is not taken back on the day it is read
    return Next("receive", due, known + timedelta(days=terms.grace + 1), claim=held.id)


def agreed_on(facts: Facts) -> str:
    """Return for when the live claim was promised, or put off to since; empty where no day was named, or nobody has the wish."""
    return _put_off(facts, facts.held) or facts.held.promised_on if facts.held is not None else ""


def _put_off(facts: Facts, held: Held) -> str:
    until = [move.until for move in facts.moves if move.kind == "extended" and move.claim == held.id and move.until]
    return until[-1] if until else ""


def _until(facts: Facts, terms: WishTerms) -> date:
    """Return the last day on which a published wish is to be claimed; one that came free since it went up has the term once more."""
    move = next((move for move in reversed(facts.moves) if _opens(move)), Move("published", _last(facts)))
    day = move.day or facts.noted_on
    until = _day(move.until) if move.until else _plus(day, terms.wall)
    return max(until, _plus(facts.freed_on, terms.wall)) if facts.freed_on >= day else until


def _opens(move: Move) -> bool:
    return not move.claim and move.kind in ("published", "extended", "disputed", "dissatisfied")


def _since(facts: Facts, *kinds: str) -> str:
    return max((move.day for move in facts.moves if move.kind in kinds and move.day), default="") or facts.noted_on


def _last(facts: Facts) -> str:
    return max(_days(facts), default="") or facts.noted_on


def _days(facts: Facts) -> Iterable[str]:
    return (move.day for move in facts.moves if move.day)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _plus(text: str, days: int) -> date:
    return min(_day(text), date(9000, 1, 1)) + timedelta(days=days)
