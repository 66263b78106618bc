"""The month behind the demo village: who was contacted when and who was missed, snow, a stand-in, and what falls due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.bad_weather import BadWeather, BadWeatherDraft
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.helper import Helper
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.stand_in import StandInDraft
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.services.assessing import Assessment, assess
from stationdesk.services.demo_village import sample
from stationdesk.services.doubles import is_child
from stationdesk.services.duty_writing import DutyWanted, give
from stationdesk.services.grading import scheme_on
from stationdesk.services.pairing_world import ANSWERING
from stationdesk.services.standing_in import put_stand_in
from stationdesk.store.database import author_of

LIVED = 62
"""Days that the people have been on the register."""
DAYS = 45
"""Days of contacts behind them."""
MOST = 2000
"""People whose contacts are written: a demo of a hundred thousand is for measuring."""
SNOW = (12, 10)
"""Days ago that it began to snow, and that it stopped."""
COLD = (3, 5)
"""Days ahead that a cold wave is announced for."""
REACHED, NOBODY, LATE = 0.94, 0.03, 0.03
"""Of what is due how much is done, is tried in vain, and of what is done how much is written down later."""
MISSED = 2
"""Days before today on which the last one contacted daily was not reached."""
PENSIONS = (-9, -2, 4, 11, 18, 25)
REVIEWS = (-4, -1, 2, 6, 9)
"""Days from today on which pensions are to be confirmed, and grades looked at again."""
SCORES = {"health_self_care": 7, "social_support": 3, "home_safety": 0}


class Cared(NamedTuple):
    """Somebody with a grade: how often he is contacted and visited, and who does it."""

    resident: str
    household: str | None
    every: int
    home_every: int
    wet: bool
    """Whether he is contacted every day in bad weather."""
    visitor: Visitor


def live_a_month(session: Session, on: date, by: str, seed: int = 1) -> int:
    """Write the month before day `on`; returns how many contacts. Needs grades that have been in force since then."""
    chance = Random(seed)  # noqa: S311 - invented people, not keys
    for first, last, words in ((-SNOW[0], -SNOW[1], _("heavy snow|weather")), (*COLD, _("cold wave|weather"))):
        draft = BadWeatherDraft(from_date=_day(on, first), to_date=_day(on, last), text=words)
        session.add(BadWeather.model_validate(draft, update={"author": author_of(session)}))
    session.flush()
    people = _people(session, on, by)
    rows: list[dict[str, Any]] = []
    daily = [one for one in people if one.every == 1]
    for one in people:
        rows.extend(_contacts(one, on, chance, forgotten=one in daily[-1:]))
    author = author_of(session)
    if rows:
        session.connection().execute(Visit.__table__.insert(), [{**row, "author": author} for row in rows])  # type: ignore[attr-defined]
    session.expire_all()
    _duties(session, on)
    _reviews(session, on, by)
    _stand_in(session, on)
    return len(rows)


def _day(on: date, days: int) -> str:
    return (on + timedelta(days=days)).isoformat()


def _people(session: Session, on: date, by: str) -> list[Cared]:
    """Return everybody with a grade, in the order they were written down."""
    scheme, helpers = scheme_on(session, on), _helpers(session)
    asked = select(CareGrade.resident_id, CareGrade.grade, Resident.household_id).where(
        CareGrade.author == author_of(session),
        col(CareGrade.to_date).is_(None),
        col(CareGrade.from_date) <= _day(on, -LIVED),
        CareGrade.resident_id == Resident.id,
        Resident.residency_status == "living",
        col(Resident.closed_on).is_(None),
    )
    found = []
    for resident, code, household in session.exec(asked.order_by(col(CareGrade.key)).limit(MOST)):
        grade = scheme.counted_as(code)
        if grade is not None and grade.contact_every_days and grade.home_visit_every_days:
            visitor = helpers.get(resident) or Visitor(name=by)
            found.append(
                Cared(resident, household, grade.contact_every_days, grade.home_visit_every_days, grade.extra_in_bad_weather, visitor)
            )
    return found


def _helpers(session: Session) -> Mapping[str, Visitor]:
    asked = select(Pairing.resident_id, Helper.id, Helper.name).where(
        Pairing.author == author_of(session), Pairing.helper_id == Helper.id, Pairing.kind != ANSWERING
    )
    return {resident: Visitor(name=name, helper_id=helper) for resident, helper, name in session.exec(asked) if resident}


def _contacts(one: Cared, on: date, chance: Random, *, forgotten: bool) -> Iterator[dict[str, Any]]:
    """Yield the contacts of somebody, up to yesterday; `forgotten`: not on the last days."""
    phoned, visited = chance.randrange(one.every), chance.randrange(one.home_every)
    for back in range(DAYS, 0, -1):
        day = on - timedelta(days=back)
        phoned, visited = phoned + 1, visited + 1
        wet = one.wet and SNOW[1] <= back <= SNOW[0]
        home = visited >= one.home_every
        if not (home or wet or phoned >= one.every) or (forgotten and back <= MISSED):
            continue
        luck = chance.random()
        if luck > REACHED + NOBODY:
            continue
        reached = luck <= REACHED
        if reached:
            phoned, visited = 0, 0 if home else visited
        yield _contact(one, day, chance, home=home, reached=reached)


def _contact(one: Cared, day: date, chance: Random, *, home: bool, reached: bool) -> dict[str, Any]:
    begun = f"{chance.choice((8, 9, 10, 14, 15, 16, 18)):02}:{chance.randrange(0, 60, 5):02}"
    late = reached and chance.random() < LATE
    draft = VisitDraft(
        resident_id=one.resident,
        household_id=one.household,
        visited_on=day.isoformat(),
        start_time=begun,
        mode="home" if home else chance.choices(("phone", "video"), (9, 1))[0],
        kind="routine" if home else "daily",
        outcome="met" if reached else "nobody" if home else "no_answer",
        visitors=(one.visitor,),
        recorder=one.visitor.name,
        content=chance.choice(sample()["daily"]) if reached and (home or chance.random() < 0.1) else None,
    )
    return {**dict(draft), "id": new_id(), "recorded_on": (day + timedelta(days=1)).isoformat() if late else day.isoformat()}


def _elders(session: Session, on: date) -> list[Resident]:
    asked = select(Resident).where(Resident.author == author_of(session), Resident.residency_status == "living")
    people = session.exec(asked.order_by(col(Resident.key)).limit(80)).all()
    return [one for one in people if one.closed_on is None and not is_child(one, on) and (one.birth_date or "9") < _day(on, -61 * 366)]


def _duties(session: Session, on: date) -> None:
    """Let pensions, certificates and check-ups fall due; talks with guardians are known from the children."""
    elders = _elders(session, on)
    for one, days in zip(elders, PENSIONS, strict=False):
        give(session, one.id, DutyWanted("pension_check", on + timedelta(days=days), 12), on)
    for one, days in zip(elders[6:], (3, 40), strict=False):
        give(session, one.id, DutyWanted("id_card", on + timedelta(days=days), None, 60), on)
    for one, days in zip(elders[8:], (-5, 8, 15), strict=False):
        wanted = DutyWanted("medical_check", on + timedelta(days=days), 12, 30, _("Town hospital, without breakfast|demo"))
        give(session, one.id, wanted, on)


def _reviews(session: Session, on: date, by: str) -> None:
    """Let some grades be due to be looked at again, and one have risen after a fall, scored item by item."""
    asked = select(CareGrade).where(
        CareGrade.author == author_of(session), CareGrade.grade != "red", col(CareGrade.from_date) <= _day(on, -LIVED)
    )
    held = list(session.exec(asked.where(col(CareGrade.to_date).is_(None)).order_by(col(CareGrade.key)).limit(len(REVIEWS) + 1)))
    for grade, days in zip(held[1:], REVIEWS, strict=False):
        grade.review_due = _day(on, days)
    for grade in held[:1]:
        day = on - timedelta(days=30)
        rising = Assessment(grade.resident_id, "yellow", day, "fall", SCORES, assessor=by)
        assess(session, rising, on)


def _stand_in(session: Session, on: date) -> None:
    """Let the helper with the first pairing be away, and another one stand in."""
    paired = select(Pairing.helper_id).where(Pairing.author == author_of(session), Pairing.kind != ANSWERING)
    hands = list(dict.fromkeys(one for one in session.exec(paired.order_by(col(Pairing.key))) if one))
    if len(hands) > 1:
        first, last = _day(on, -3), _day(on, 9)
        reason = _("with the family in the city|demo")
        draft = StandInDraft(helper_id=hands[0], stand_in_helper_id=hands[1], from_date=first, to_date=last, reason=reason)
        put_stand_in(session, draft, on)
