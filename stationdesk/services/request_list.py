"""Requests as the desk's list shows them: what burns first, in whose hands, how long still; and what was closed lately."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.field import plain_key
from stationdesk.registers.household import Household
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.services.request_gone import left_behind
from stationdesk.services.request_reading import Asked, asked_of, open_requests
from stationdesk.services.request_state import FORMAT
from stationdesk.services.request_terms import Terms, terms
from stationdesk.services.request_words import state_words, term_words, time_words, when_words
from stationdesk.services.sheet_numbers import read_number
from stationdesk.services.shown_person import Person, details_of
from stationdesk.store.database import author_of

LANES = ("dispatch", "doing", "rate")
"""The lanes of the list; what is to be judged stands with what is to be sent out, who is to be told with who is to be asked."""
_LANE = {"judge": "dispatch", "dispatch": "dispatch", "doing": "doing", "rate": "rate", "tell": "rate"}
_ORDER = {"red": 0, "": 1, "yellow": 1, "blue": 2}
CLOSED_DAYS = 92
"""Days for which a closed request stands under what is closed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One request as the list shows it."""

    id: str
    urgency: str
    term: str
    what: str
    whom: str
    place: str
    state: str
    state_tone: str
    when: str
    when_tone: str
    lane: str
    late: bool
    child: bool
    locked: bool
    held: Asked

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        return "，".join(part for part in (self.term, self.what, self.whom, self.place, self.state, self.when) if part)

    @property
    def state_end(self) -> str:
        """What stands behind the name of who has it, the state itself; empty where no name stands before it."""
        holder = self.held.standing.holder
        return self.state.removeprefix(holder.name) if holder is not None and self.state.startswith(holder.name) else ""

    def fits(self, typed: str) -> bool:
        """Tell whether every word typed stands in what the row shows or in its number, which may be typed without its noughts."""
        number = self.held.request.number or ""
        if number and read_number(typed) == number:
            return True
        shown = [plain_key(part) for part in (number, self.what, self.whom, self.place, self.state)]
        return all(any(plain_key(word) in part for part in shown) for word in typed.split())

    @property
    def holder(self) -> str:
        """Who has it, by name; empty where the desk does."""
        return self.held.standing.holder.name if self.lane == "doing" and self.held.standing.holder is not None else ""


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks: whether what is written of children may be seen, and whether the screen faces visitors."""

    children: bool = False
    covered: bool = False


def open_rows(session: Session, now: datetime, eyes: Eyes) -> list[Row]:
    """Return every open request, what burns first: late, then urgent, then by its term."""
    found = rows_of(session, open_requests(session), now, eyes)
    return sorted(found, key=lambda row: (not row.late, _ORDER.get(row.urgency, 2), row.held.standing.next_by, row.id))


def closed_rows(session: Session, now: datetime, eyes: Eyes) -> list[Row]:
    """Return the requests closed in the last months, the last one first."""
    since = (now.date() - timedelta(days=CLOSED_DAYS)).isoformat()
    found = [one for one in closed_since(session, since, now.date().isoformat()) if not one.standing.is_open]
    return sorted(rows_of(session, found, now, eyes), key=lambda row: (row.held.standing.since, row.id), reverse=True)


def closed_besides(session: Session, typed: str, there: Sequence[Row], now: datetime, eyes: Eyes) -> list[Row]:
    """Return the closed rows still missing among `there` to look `typed` up: the last months', and of a whole number one of any year."""
    found = [] if any(row.lane == "closed" for row in there) else closed_rows(session, now, eyes)
    number = read_number(typed)
    if "-" not in number or any(row.held.request.number == number for row in (*there, *found)):
        return found
    older = asked_of(session, session.exec(select(ServiceRequest.id).where(ServiceRequest.number == number)))
    return found + rows_of(session, [one for one in older.values() if not one.standing.is_open], now, eyes)


def closed_since(session: Session, first: str, last: str) -> list[Asked]:
    """Return the requests that were closed on a day from `first` to `last` and stand so."""
    ended = select(RequestEvent.request_id).where(
        col(RequestEvent.kind).in_(("solved", "dropped", "rated", "told")),
        col(RequestEvent.happened_on).between(first, last),
        col(RequestEvent.removed_at).is_(None),
    )
    found = asked_of(session, set(session.exec(ended))).values()
    return [one for one in found if not one.standing.is_open and first <= one.standing.since[:10] <= last]


def rows_of(session: Session, held: Sequence[Asked], now: datetime, eyes: Eyes) -> list[Row]:
    """Return requests as rows, as these eyes may see them."""
    people = details_of(session, {one.request.resident_id for one in held if one.request.resident_id})
    homes = head_names(session, {one.request.household_id or "" for one in held if not one.request.resident_id} - {""})
    gone = left_behind(session, people)
    hours, at = terms(session), f"{now:{FORMAT}}"
    rows = [_row(one, people.get(one.request.resident_id or ""), homes, hours, now.date(), at, eyes) for one in held]
    return [_left(row, gone.get(row.held.request.resident_id or "", "")) for row in rows] if gone else rows


def _left(row: Row, left: str) -> Row:
    """Return a row marked as what somebody left open who died or moved away; what is closed is not marked."""
    return replace(row, whom=row.whom + left) if left and row.held.standing.is_open else row


def head_names(session: Session, ids: set[str]) -> dict[str, str]:
    """Return whose household each of some is."""
    mine = select(Household.id, Household.head_name).where(Household.author == author_of(session), col(Household.id).in_(ids))
    return {one: _("household of {name}").format(name=name) for one, name in session.exec(mine) if name} if ids else {}


def _row(one: Asked, person: Person | None, homes: dict[str, str], hours: Terms, on: date, at: str, eyes: Eyes) -> Row:
    request, standing = one.request, one.standing
    child = person is not None and person.is_child(on)
    locked = child and not eyes.children
    what = " ".join(request.text.split())
    if locked or eyes.covered:
        what = table("need_kind").label(request.kind) or _("a need")
    whom = person.shown(on) if person is not None else homes.get(request.household_id or "", "") or request.asked_by or _("somebody")
    place = ("" if child else person.village_group or "") if person is not None else "" if eyes.covered else request.address or ""
    late, lane = standing.late(at), standing.lane(at)
    when, tone = time_words(standing, at)
    if not standing.is_open:
        when, tone = when_words(standing.since, on), "ink2"
    state_tone = "late" if late else "amber" if lane in ("judge", "dispatch") else "ink"
    term = term_words(standing.urgency, hours["solve"][standing.urgency]) if standing.urgency in hours["solve"] else _("not judged|urgency")
    return Row(
        request.id,
        standing.urgency,
        term,
        what,
        whom,
        place,
        state_words(standing),
        state_tone,
        when,
        "late" if late else tone,
        _LANE.get(lane, "closed"),
        late,
        child,
        locked,
        one,
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """How many stand where."""

    lanes: Counter[str]
    late: int

    @property
    def all(self) -> int:
        """Return how many are open."""
        return sum(self.lanes[lane] for lane in LANES)


def counted(rows: Iterable[Row]) -> Counted:
    """Count the open ones by lane, and those past their term."""
    there = list(rows)
    return Counted(Counter(row.lane for row in there), sum(row.late for row in there))


@dataclass(frozen=True, slots=True)
class Month:
    """What was closed in a month: how many, the mean hours from raised to closed, how many were content of how many who said."""

    closed: int
    solved: int
    hours: int | None
    content: int
    said: int


def month_figures(session: Session, on: date) -> Month:
    """Count what was closed in the month of a day up to that day."""
    found = closed_since(session, on.replace(day=1).isoformat(), on.isoformat())
    solved = [one for one in found if one.state == "solved"]
    took = [hours for one in solved if (hours := hours_taken(one)) is not None]
    said = [one.standing.satisfaction for one in solved if one.standing.satisfaction]
    content = sum(one in ("satisfied", "fairly") for one in said)
    return Month(len(found), len(solved), round(sum(took) / len(took)) if took else None, content, len(said))


def hours_taken(one: Asked) -> float | None:
    """Return the hours from when it was raised until it was done; None where a time is missing."""
    last = next((event for event in reversed(one.events) if event.kind in ("done", "solved")), None)
    request = one.request
    if last is None or not (request.raised_on and request.raised_at and last.happened_on and last.happened_at):
        return None
    begun = datetime.fromisoformat(f"{request.raised_on}T{request.raised_at}")
    return max(0.0, (datetime.fromisoformat(f"{last.happened_on}T{last.happened_at}") - begun) / timedelta(hours=1))
