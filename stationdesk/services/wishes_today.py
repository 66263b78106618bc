"""Wishes whose next step is due, as lines of the day's list: what the station does itself, whom it reminds, what went back by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import N_, _
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services import wish_giving, wish_outcome, wishes
from stationdesk.services.day_words import day_words
from stationdesk.services.due import DOT, Part
from stationdesk.services.followed import followed
from stationdesk.services.line_ground import Ground, grounds_of
from stationdesk.services.today_lines import Asked, Line, Section
from stationdesk.services.today_source import Source
from stationdesk.services.wish_ahead import UNBELIEVABLE, Ahead, due_by
from stationdesk.services.wish_rivals import FREE, wanted_by
from stationdesk.services.wish_says import says_done
from stationdesk.services.wish_steps import STEPS
from stationdesk.services.wish_turning import given_back_lately, lapsed_lately
from stationdesk.store.database import author_of

LONGEST = 24
"""Letters of a wish that a line shows."""
BEFORE = {"receive": 1, "claim": 1}
"""Days before its last one from which a step stands in the list, because somebody else has to be asked."""
LAPSED, BACK = "lapsed", "back"
ORDER = (
    *(LAPSED, BACK, "receive", "bring", "tell", "confirm", "check", "approve", "publish", "ask"),
    *("answer", "decide", "claim", "review", "complete", "thank"),
)
"""The steps as they follow each other in the list, of those that are as late as each other."""
_IN_PLACE: Mapping[str, tuple[str, str, Callable[[Session, str, date, str], Any]]] = {
    "check": (N_("Looked|button"), "checked", lambda session, wish, on, by: wishes.check(session, wish, on, by=by)),
    "approve": (N_("Approve|button"), "approved", lambda session, wish, on, by: wishes.approve(session, wish, on, by=by)),
    "publish": (N_("Publish|button"), "published", lambda session, wish, on, by: wishes.publish(session, wish, on, by=by)),
    "receive": (N_("Brought|button"), "delivered", lambda session, wish, on, by: wish_giving.deliver(session, [wish], on, by=by)),
    "bring": (N_("Brought|button"), "delivered", lambda session, wish, on, by: wish_giving.deliver(session, [wish], on, by=by)),
    "thank": (N_("Thanked|button"), "thanked", lambda session, wish, on, by: wish_outcome.thank(session, [wish], on, by=by)),
    "tell": (N_("Told|button"), "told", lambda session, wish, on, by: wish_giving.tell(session, wish, on, by=by)),
}
"""Step → what its button says, the sentence of the action, and what it does; the other steps ask for more and open the wish."""


class Due(NamedTuple):
    """A wish whose step is due."""

    wish: Wish
    step: str
    """A key of STEPS; `lapsed`: it went back by itself, `back`: it was given back and somebody else would take it."""
    day: date
    claimer: str
    wanted: str = ""
    """Who else asked for it, where nobody has it."""


def due_wishes(session: Session, on: date) -> list[Due]:
    """Return the wishes whose next step is due by day `on`, the latest first; then those whose claim has just lapsed."""
    lapsed, back = lapsed_lately(session, on), given_back_lately(session, on)
    found = [(wish, one.step, date.fromisoformat(one.due), one) for wish, one in _due_by(session, on)]
    found += [(wish, LAPSED, date.fromisoformat(day), Ahead("published")) for wish, day in lapsed.items()]
    found += [(wish, BACK, date.fromisoformat(day), Ahead("published")) for wish, day in back.items() if wish not in lapsed]
    kept = _wishes(session, [wish for wish, *_rest in found])
    claimers = _claimers(session, [one.claim for *_rest, one in found if one.claim])
    wanted = wanted_by(session, [wish for wish, *_rest, one in found if one.state in FREE])
    due = [Due(kept[wish], step, day, claimers.get(one.claim, ""), wanted.get(wish, "")) for wish, step, day, one in found if wish in kept]
    return sorted(due, key=lambda one: (one.day, ORDER.index(one.step), one.wish.key or 0))


def due_count(session: Session, on: date) -> int:
    """Return how many wishes have a step that is due by day `on`."""
    return sum(1 for _one in _due_by(session, on))


def _due_by(session: Session, on: date) -> Iterable[tuple[str, Ahead]]:
    soon = due_by(session, on + timedelta(days=max(BEFORE.values())))
    return ((wish, one) for wish, one in soon.items() if _is_due(one, on))


def _is_due(one: Ahead, on: date) -> bool:
    soon, far = on + timedelta(days=BEFORE.get(one.step, 0)), on + UNBELIEVABLE
    return bool(one.due) and not one.passed(on) and not soon.isoformat() < one.due <= far.isoformat()


def section(session: Session, asked: Asked) -> Section:
    """Return the wishes whose next step is due, the latest first."""
    due = due_wishes(session, asked.on)
    lines = tuple(_lines(session, due[: asked.most], asked)) if asked.most else ()
    return Section("wishes", _("Wishes to be seen to"), "", len(due), lines, _("{count} wishes|heading"))


def _lines(session: Session, due: list[Due], asked: Asked) -> Iterable[Line]:
    now = followed(session, [one.wish.resident_id for one in due if one.wish.resident_id])
    grounds = grounds_of(session, list(now.values()), asked, graded=False)
    for one in due:
        ground = grounds.get(now.get(one.wish.resident_id or "", ""))
        yield _line(one, ground, asked)


def _line(one: Due, ground: Ground | None, asked: Asked) -> Line:
    words, why = _IN_PLACE.get(one.step, ("", "", None))[0], _why(one, ground, asked)
    lead = _("back in the pool|wish step") if one.step in (LAPSED, BACK) else _(STEPS[one.step][0])
    said = _(words) if words else ""
    if ground is not None:
        rest = {"record_id": f"{one.step}:{one.wish.id}", "lead": lead, "icon": "gift", "page": "wishes", "argument": one.wish.id}
        return ground.line("wishes", why, done_words=said, **rest)  # type: ignore[arg-type]
    return Line(
        resident_id="",
        grade="",
        grade_label="",
        name=_("a household of the village"),
        age=None,
        child=False,
        reasons=why,
        place="",
        phone="",
        kin="",
        home=False,
        kind="wishes",
        record_id=f"{one.step}:{one.wish.id}",
        lead=lead,
        icon="gift",
        done_words=said,
        page="wishes",
        argument=one.wish.id,
    )


def _why(one: Due, ground: Ground | None, asked: Asked) -> tuple[Part, ...]:
    what = " ".join(one.wish.content.split())
    what = what if len(what) <= LONGEST else what[: LONGEST - 1] + "…"
    if asked.covered or (ground is not None and ground.locked):
        what = _("a wish")
    parts: tuple[Part, ...] = ((what, "ink"),)
    if one.claimer:
        parts += (DOT, (one.claimer, "ink2"))
    if one.wanted:
        parts += (DOT, (_("{claimer} would take it|card").format(claimer=one.wanted), "amber"))
    late = (asked.on - one.day).days
    if one.step == LAPSED:
        return (*parts, DOT, (_("not brought, free again since {day}").format(day=day_words(one.day, asked.on)), "amber"))
    if one.step == BACK:
        return (*parts, DOT, (_("given back, free again since {day}").format(day=day_words(one.day, asked.on)), "amber"))
    if late > 0:
        return (*parts, DOT, (_("{days} days late").format(days=late), "red"))
    return (*parts, DOT, (_("today"), "amber") if late == 0 else (_("until {day}|wish").format(day=day_words(one.day, asked.on)), "ink2"))


def _wishes(session: Session, ids: list[str]) -> dict[str, Wish]:
    found: dict[str, Wish] = {}
    for start in range(0, len(ids), 500):
        some = select(Wish).where(col(Wish.id).in_(ids[start : start + 500]), Wish.author == author_of(session))
        found |= {one.id: one for one in session.exec(some)}
    return found


def _claimers(session: Session, ids: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        some = select(WishClaim.id, WishClaim.claimer).where(col(WishClaim.id).in_(ids[start : start + 500]))
        found |= {claim: claimer for claim, claimer in session.exec(some)}  # noqa: C416 - rows are no pairs to mypy
    return found


def _done(session: Session, line: Line, on: date, by: str) -> None:
    step, _colon, wish = line.record_id.partition(":")
    _IN_PLACE[step][2](session, wish, on, by)


def _said(line: Line) -> str:
    step = line.record_id.partition(":")[0]
    return says_done(_IN_PLACE[step][1], line.reasons[0][0])


def _days(session: Session, first: date, last: date) -> Counter[date]:
    days = (date.fromisoformat(one.due) for one in due_by(session, last).values())
    return Counter(day for day in days if first <= day <= last)


WISHES = Source(
    "wishes",
    section,
    _done,
    _said,
    _days,
    frozenset({"wish", "wish_event", "wish_claim", "claim_answer", "claim_end", "setting", "consent", "resident"}),
)
