"""A desk in which care work has gone on for years: plans, calls, requests, duties, readings, medicines, pairings, sheets, reviews.

Rows are written without a journal, or filling would take an hour. Of everything most is settled and a little is late, as it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert

from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.call_wish import CallWish
from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.duty import Duty
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.helper import Helper
from stationdesk.registers.medicine import Medicine
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.plan_step import PlanStep
from stationdesk.registers.record import new_id
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.visit_sheet import VisitSheet
from tests.store.kit import STATION

Row = dict[str, Any]


class Amounts(NamedTuple):
    """How much of each there is in a desk of 100,000 residents; a smaller one has its share."""

    plans: int = 2_000
    calls: int = 20_000
    wishes: int = 400
    requests: int = 5_000
    duties: int = 3_000
    readings: int = 30_000
    medicines: int = 3_000
    pairings: int = 5_000
    helpers: int = 400
    tags: int = 2_000
    sheets: int = 150

    def share(self, residents: int) -> Amounts:
        """Return the amounts of a desk of so many residents."""
        return Amounts(*(max(2, amount * residents // 100_000) for amount in self))


class Care:
    """Makes the rows; the same dice make the same desk."""

    def __init__(self, residents: list[Row], graded: list[str], on: date, amounts: Amounts) -> None:
        self.dice, self.on, self.amounts = random.Random(11), on, amounts
        self.ids, self.graded = [row["id"] for row in residents], graded or [row["id"] for row in residents]

    def ago(self, days: int) -> str:
        """Return the day so many days ago."""
        return (self.on - timedelta(days=days)).isoformat()

    def some(self, count: int, among: list[str] | None = None) -> list[str]:
        """Return different people, fewer if there are not so many."""
        there = among or self.ids
        return self.dice.sample(there, min(count, len(there)))

    @staticmethod
    def row(**fields: Any) -> Row:
        """Return a record's row."""
        return {"id": new_id(), "author": STATION, **fields}

    def write(self, connection: Connection) -> None:
        """Write everything."""
        for kind, rows in self.everything():
            for start in range(0, len(rows), 5000):
                connection.execute(insert(kind), rows[start : start + 5000])

    def everything(self) -> Iterator[tuple[Any, list[Row]]]:
        """Yield the rows of each register."""
        yield from self.plans()
        yield from self.calls()
        yield from self.requests()
        yield from self.health()
        yield from self.pairings()
        duties = [self._duty(who) for who in self.some(self.amounts.duties, self.graded)]
        yield Duty, duties
        codes = ("left_behind_child", "living_alone", "empty_nest", "disabled")
        tags = [
            self.row(resident_id=who, category=codes[at % 4], from_date=self.ago(400))
            for at, who in enumerate(self.some(self.amounts.tags))
        ]
        yield CategoryTag, tags
        yield VisitSheet, [self._sheet(nth) for nth in range(self.amounts.sheets)]

    def plans(self) -> Iterator[tuple[Any, list[Row]]]:
        """Yield a plan in force of each with four measures, its version before, and what was ticked."""
        plans, steps = [], []
        for who in self.some(self.amounts.plans, self.graded):
            review, made = self.dice.randrange(-180, 4), self.dice.randrange(30, 300)
            measures = (
                {"key": "a", "what": "上门看望", "kind": "home", "every_days": 100},
                {"key": "b", "what": "打电话问候", "kind": "contact", "every_days": 35, "who": self.dice.choice(("", "网格员 徐丽华"))},
                {"key": "c", "what": "量血压", "kind": "health", "every_days": 30, "who": "村医"},
                {"key": "d", "what": "理发", "kind": "other", "every_days": 60},
            )
            kept = {"measures": measures, "resident_id": who, "problems": ("行动不便",), "goals": ("有人照应",)}
            old = self.row(**kept, version=1, made_on=self.ago(made + 200), ended_on=self.ago(made))
            new = self.row(**kept, version=2, made_on=self.ago(made), review_due=self.ago(review), previous_id=old["id"])
            plans += [{"review_due": None, "previous_id": None, **old}, {"ended_on": None, **new}]
            for key, every in (("c", 30), ("d", 60)):
                back = self.dice.randrange(every) if self.dice.random() < 0.97 else every + 3
                steps += [
                    self.row(resident_id=who, plan_id=new["id"], measure=key, done_on=self.ago(day)) for day in range(back, made, every)
                ]
        yield CarePlan, plans
        yield PlanStep, steps

    def calls(self) -> Iterator[tuple[Any, list[Row]]]:
        """Yield calls of three years, a few of the coming days, and wishes for more."""
        chosen, calls, speaking = self.some(max(1, self.amounts.calls // 4)), [], []
        mum = ({"relation": "妈妈", "place": "泉州"},)
        for nth in range(self.amounts.calls):
            back = self.dice.randrange(-6, 1080)
            state = "completed" if back > 0 else "booked"
            calls.append(
                self.row(call_on=self.ago(back), call_at=f"{8 + nth % 12:02}:00", state=state, minutes=20, recorded_on=self.ago(back))
            )
            speaking.append(self.row(call_id=calls[-1]["id"], resident_id=self.dice.choice(chosen), others=mum))
        yield FamilyCall, calls
        yield CallPerson, speaking
        wishes = chosen[: self.amounts.wishes]
        yield (
            CallWish,
            [
                self.row(resident_id=who, others=mum, every_days=(14, 30, 90)[at % 3], from_date="2025-01-01")
                for at, who in enumerate(wishes)
            ],
        )

    def requests(self) -> Iterator[tuple[Any, list[Row]]]:
        """Yield what was asked for in three years, of which one in thirty still waits."""
        asked, events = [], []
        for _nth in range(self.amounts.requests):
            waits = self.dice.random() < 0.03
            back = self.dice.randrange(0, 14 if waits else 1080)
            asked.append(
                self.row(resident_id=self.dice.choice(self.graded), text="修屋顶漏水", raised_on=self.ago(back), due_on=self.ago(back - 3))
            )
            if not waits:
                events.append(self.row(request_id=asked[-1]["id"], kind="solved", happened_on=self.ago(max(0, back - 2)), done_by="徐丽华"))
        yield ServiceRequest, asked
        yield RequestEvent, events

    def health(self) -> Iterator[tuple[Any, list[Row]]]:
        """Yield readings of three years, a few of them to be repeated, and medicines to be fetched."""
        measured, readings = self.some(max(1, self.amounts.readings // 6), self.graded), []
        for nth in range(self.amounts.readings):
            back, again = self.dice.randrange(1080), nth % 20 == 0
            made = self.row(
                resident_id=measured[nth % len(measured)], taken_on=self.ago(back), systolic=self.dice.randrange(110, 180), diastolic=80
            )
            waits = again and back < 10 and self.dice.random() < 0.3
            readings.append(
                {
                    **made,
                    "follow_up_due": self.ago(back - 7) if again else None,
                    "followed_up_on": None if waits or not again else self.ago(back - 5),
                }
            )
        yield HealthReading, readings
        fetched = [
            self.row(resident_id=who, name="氨氯地平片", refill_every_days=28, next_refill=self.ago(self.dice.randrange(-28, 1)))
            for who in measured
        ]
        yield Medicine, fetched[: self.amounts.medicines]

    def pairings(self) -> Iterator[tuple[Any, list[Row]]]:
        """Yield helpers and their pairings, one in six of them over, some proposed, some of a level."""
        helpers = [self.row(name=f"志愿者{nth:03}", helper_type="volunteer") for nth in range(self.amounts.helpers)]
        yield Helper, helpers
        rows = []
        for nth, who in enumerate(self.some(self.amounts.pairings, self.graded)):
            chance = self.dice.random()
            state, end = (
                ("ended", self.ago(self.dice.randrange(1, 900))) if chance < 0.15 else ("proposed" if chance < 0.16 else "active", None)
            )
            level = 1 + nth % 4 if nth % 5 == 0 else None
            fields = {"state": state, "start_date": None if state == "proposed" else self.ago(1000), "end_date": end, "level": level}
            fields |= {"end_reason": "helper_left" if state == "ended" else None, "proposed_on": self.ago(nth % 30)}
            kind = "responsibility" if level else "pairing"
            rows.append(self.row(helper_id=helpers[nth % len(helpers)]["id"], resident_id=who, kind=kind, **fields))
        yield Pairing, rows

    def _duty(self, who: str) -> Row:
        back = self.dice.randrange(-300, 900)
        done = back > 0 and self.dice.random() < 0.99
        return self.row(resident_id=who, kind="medical_check", due_on=self.ago(back), done_on=self.ago(back) if done else None)

    def _sheet(self, nth: int) -> Row:
        stops = tuple({"code": f"{place:02}", "resident_id": who} for place, who in enumerate(self.some(20, self.graded)))
        done = self.ago(nth * 7) if nth > 1 else None
        return self.row(number=f"2026-{nth:04}", printed_on=self.ago(nth * 7 + 3), stops=stops, finished_on=done)


def conditions(residents: list[Row], graded: set[str], on: date) -> None:
    """Write into some residents what the register knows of them: chronic illness, a pension check, a certificate's end."""
    dice = random.Random(13)
    for row in residents:
        old = row["id"] in graded and dice.random() < 0.4
        row["chronic"] = ("hypertension",) if old else ()
        row["pension_check_due"] = row["pension_check_done"] = row["disability_valid_to"] = None
        if old:
            due = on - timedelta(days=dice.randrange(-330, 30))
            row["pension_check_due"] = due.isoformat()
            row["pension_check_done"] = due.isoformat() if dice.random() < 0.9 and due < on else (due - timedelta(days=365)).isoformat()
        if dice.random() < 0.03:
            row["disability_valid_to"] = (on - timedelta(days=dice.randrange(-1500, 30))).isoformat()
