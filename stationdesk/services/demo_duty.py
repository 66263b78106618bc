"""The demo village keeps watch: a roster with one hole a week, the book handed on, an emergency of last week and one of yesterday."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from stationdesk.registers.helper import Helper
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.card_places import first_phone
from stationdesk.services.demo_village import sample
from stationdesk.services.incidents import begin, happened, write_down
from stationdesk.services.shift_handovers import hand_over, read_book
from stationdesk.services.shift_writing import SPANS, Person, Rota, fill, swap
from stationdesk.services.shifts import turns_between
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import author_of

BEFORE, AFTER = 10, 24
"""Days of the roster before and after today."""
WEEKDAYS, SATURDAY = frozenset(range(5)), frozenset({5})
MOST = 3
"""People who take turns."""


def keep_watch(session: Session, on: date, operator: str) -> None:
    """Write roster, book and emergencies down as if day `on` were today."""
    words = sample()["emergencies"]
    keep_roster(session, on, operator, words["handed_on"], words["swapped"])
    for told, elder in zip(words["told"], _elders(session, len(words["told"])), strict=False):
        _tell(session, elder, told, on, operator)


def keep_roster(session: Session, on: date, operator: str, note: str, reason: str) -> None:
    """Write nights by turns, days on weekdays and Saturdays and nobody on Sundays; one night somebody else takes, and a book handed on."""
    people = _people(session) or (Person(operator),)
    first, last = on - timedelta(days=BEFORE), on + timedelta(days=AFTER)
    fill(session, Rota(first, last, people, "night", *SPANS["night"], leader=operator), on)
    fill(session, Rota(first, last, people[:1], "day", *SPANS["day"], WEEKDAYS, leader=operator), on)
    fill(session, Rota(first, last, people[-1:], "day", *SPANS["day"], SATURDAY, leader=operator), on)
    if len(people) < MOST:
        return
    night = next(one for one in turns_between(session, on + timedelta(days=2), on + timedelta(days=2)) if one.shift.kind == "night")
    stands_in = next(one for one in people if one.name != night.who)
    swap(session, night.id, stands_in, reason, on)
    morning = datetime.combine(on, datetime.min.time(), VILLAGE_TIME) + timedelta(hours=8)
    book = hand_over(session, morning, people[-1].name, people[0].name, note)
    read_book(session, book.id, morning + timedelta(minutes=6))


def _people(session: Session) -> tuple[Person, ...]:
    mine = select(Helper).where(Helper.author == author_of(session), col(Helper.removed_at).is_(None), col(Helper.left_on).is_(None))
    found = [Person(one.name, one.id) for one in session.exec(mine.order_by(col(Helper.key)).limit(20)) if first_phone(one)]
    return tuple(found[:MOST])


def _elders(session: Session, count: int) -> list[Resident]:
    """Return elders who live here and have somebody to ring."""
    reached = select(Kin.resident_id).where(col(Kin.removed_at).is_(None), col(Kin.phones) != ())
    mine = select(Resident).where(
        Resident.author == author_of(session),
        col(Resident.removed_at).is_(None),
        Resident.residency_status == "living",
        col(Resident.birth_date) < "1955",
        col(Resident.id).in_(reached),
    )
    return list(session.exec(mine.order_by(col(Resident.key)).limit(count)))


def _tell(session: Session, elder: Resident, told: dict[str, object], on: date, operator: str) -> None:
    """Write one emergency down: minutes after its call what happened, and on which day somebody looks in."""
    hours, minutes = (int(part) for part in str(told["clock"]).split(":"))
    call = datetime.combine(on - timedelta(days=int(str(told["days"]))), datetime.min.time(), VILLAGE_TIME)
    call += timedelta(hours=hours, minutes=minutes)
    made = begin(session, call, operator, resident_id=elder.id, what=str(told["what"]))
    write_down(session, made.id, way=str(told["way"]))
    steps = told["steps"]
    assert isinstance(steps, list)  # noqa: S101 - our own sample
    for step in steps:
        fields = {name: value for name, value in step.items() if name not in ("after", "kind")}
        if step["kind"] == "over":
            fields |= {"follow_up_on": (call.date() + timedelta(days=1)).isoformat(), "follow_up_at": "09:00", "follow_up_by": operator}
        happened(session, made.id, step["kind"], call + timedelta(minutes=step["after"]), operator, **fields)
