"""A year of an invented village, lived through the program's own services day by day, and beside it a plain diary of what happened."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from stationdesk.registers.call_wish import OtherEnd
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.visit import HandedOut, VisitDraft, Visitor
from stationdesk.services.call_booking import Booking, Speaker, book
from stationdesk.services.call_outcome import Outcome, complete, note_held
from stationdesk.services.calls import cancel, no_answer
from stationdesk.services.handover import Leaving, hand_over
from stationdesk.services.pairing_writing import agree, end_pairings, write_pairing
from stationdesk.services.requests import raise_request, settle
from stationdesk.services.undoing import undo_last
from stationdesk.services.visiting import note_visit
from stationdesk.store.database import Database
from tests.journeys.village_requests import Requests
from tests.journeys.village_wishes import Wishes
from tests.services.people import OPERATOR, person, put

FIRST, LAST = date(2026, 1, 1), date(2026, 11, 22)
PEOPLE, HOUSEHOLDS, HELPERS = 24, 15, 8


@dataclass
class Diary:
    """What happened, as somebody would write it into a book who knows nothing of the program."""

    visits: list[tuple[str, str, str, str, str, str, tuple[str, ...], int | None]] = field(default_factory=list)
    """Day, person, occasion, household, how, result, who went, money in 分 (None: nothing handed over)."""
    calls: list[tuple[str, tuple[str, ...], str, int | None, str]] = field(default_factory=list)
    """Day, people, place, minutes, completed or no_answer."""
    needs: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By id: day and raised, solved, dropped or reopened."""
    pairs: list[list[str]] = field(default_factory=list)
    """Helper, person, first day, day after the last (empty while it runs)."""


class Year:
    """The village and its diary."""

    def __init__(self, desk: Database, seed: int) -> None:
        self.desk, self.dice, self.diary = desk, random.Random(seed), Diary()
        homes = [put(desk, Household, HouseholdDraft(address=f"{at + 1} 号")).id for at in range(HOUSEHOLDS)]
        self.home = {}
        for at in range(PEOPLE):
            grade = ("red", "yellow", "green", "")[at % 4]
            home = homes[at % HOUSEHOLDS] if at % 7 else None
            who = person(desk, f"{'汪徐余章黎占程胡'[at % 8]}老{at}", 60 + at, grade, enrolled_on="2025-12-01", household_id=home)
            self.home[who] = home or ""
        self.people = list(self.home)
        self.helpers = [put(desk, Helper, HelperDraft(name=f"帮{at}", helper_type="volunteer")).id for at in range(HELPERS)]
        self.booked: list[tuple[str, tuple[str, ...], str]] = []
        self.wishes, self.requests = Wishes(desk, self.people, seed), Requests(desk, self.people, self.helpers, seed)

    def live(self) -> None:
        """Live through the year."""
        day = FIRST
        while day <= LAST:
            self._day(day)
            day += timedelta(days=1)

    def _day(self, day: date) -> None:
        for _time in range(self.dice.randrange(4)):
            self._visit(day)
        chances = {self._call: 0.25, self._need: 0.12, self._settle: 0.12, self._pair: 0.05, self._unpair: 0.03, self._booked: 0.2}
        for deed, chance in chances.items():
            if self.dice.random() < chance:
                deed(day)
        self.wishes.day(day)
        self.requests.day(day)
        if day.day == 15 and day.month in (4, 9):
            self._helper_leaves(day)

    def _visit(self, day: date) -> None:
        """Note a visit or a call of one person, or of a household's people at once; sometimes late, sometimes taken back."""
        happened = day - timedelta(days=self.dice.choice((0, 0, 0, 0, 1, 9)))
        first = self.dice.choice(self.people)
        same = [one for one in self.people if self.home[one] and self.home[one] == self.home[first] and one != first]
        who = [first, *same] if self.dice.random() < 0.2 else [first]
        mode = self.dice.choice(("home", "phone", "phone", "video", "station"))
        outcome = self.dice.choice(("met",) * 5 + ("nobody", "kin_answered"))
        went = self.dice.sample(self.helpers, self.dice.choice((1, 1, 2)))
        money = self.dice.choice((None, None, None, None, 0, 20_000))
        occasion = f"occasion-{len(self.diary.visits)}" if len(who) > 1 else None
        lines = []
        with self.desk.writing(OPERATOR, "走访") as session:
            for one in who:
                given = () if money is None else (HandedOut(item="慰问金" if money else "大米", amount=money or None),)
                draft = VisitDraft(
                    resident_id=one,
                    occasion_id=occasion,
                    visited_on=happened.isoformat(),
                    mode=mode,
                    outcome=outcome,
                    visitors=tuple(Visitor(name=f"帮{self.helpers.index(helper)}", helper_id=helper) for helper in went),
                    handed_out=given,
                )
                visit = note_visit(session, draft, day)
                lines.append((happened.isoformat(), one, occasion or visit.id, self.home[one], mode, outcome, tuple(went), money))
        if self.dice.random() < 0.05:
            undo_last(self.desk, OPERATOR)
        else:
            self.diary.visits += lines

    def _call(self, day: date) -> None:
        who = tuple(self.dice.sample(self.people, self.dice.choice((1, 1, 2))))
        place = self.dice.choice(("station", "home", "school"))
        speakers = tuple(Speaker(one, (OtherEnd(name="儿子"),)) for one in who)
        if self.dice.random() < 0.5:
            minutes = self.dice.choice((None, 5, 18, 31))
            with self.desk.writing(OPERATOR, "连线") as session:
                note_held(session, speakers, Outcome(day, minutes=minutes, place=place), day, OPERATOR)
            self.diary.calls.append((day.isoformat(), who, place, minutes, "completed"))
        else:
            with self.desk.writing(OPERATOR, "预约") as session:
                booking = Booking(speakers, day + timedelta(days=2), f"{8 + len(self.booked) % 12:02}:00", place)
                self.booked.append((book(session, booking, day, OPERATOR, sure=True).id, who, place))

    def _booked(self, day: date) -> None:
        """Bring a booked call to its end: it took place, nobody answered, or it was called off."""
        if not self.booked:
            return
        call, who, place = self.booked.pop(0)
        how = self.dice.choice(("completed", "completed", "no_answer", "cancelled"))
        with self.desk.reading() as session:
            due = str(session.connection().exec_driver_sql("SELECT call_on FROM family_call WHERE id = ?", (call,)).scalar_one())
        if due > day.isoformat():
            self.booked.insert(0, (call, who, place))
            return
        with self.desk.writing(OPERATOR, "连线结果") as session:
            if how == "completed":
                complete(session, call, Outcome(day, minutes=12, place=place), day, OPERATOR)
                self.diary.calls.append((day.isoformat(), who, place, 12, how))
            elif how == "no_answer":
                no_answer(session, call, day, OPERATOR)
                self.diary.calls.append((due, who, place, None, how))
            else:
                cancel(session, call, "other", day, OPERATOR)

    def _need(self, day: date) -> None:
        with self.desk.writing(OPERATOR, "需求") as session:
            draft = ServiceRequestDraft(resident_id=self.dice.choice(self.people), text="修灯", kind="repair", source="visit")
            self.diary.needs[raise_request(session, draft, day).id] = [(day.isoformat(), "raised")]

    def _settle(self, day: date) -> None:
        """Settle an open need, take a settled one up again, or take the settling back."""
        if not self.diary.needs:
            return
        request = self.dice.choice(list(self.diary.needs))
        told = self.diary.needs[request]
        how = "reopened" if told[-1][1] in ("solved", "dropped") else self.dice.choice(("solved", "solved", "dropped"))
        with self.desk.writing(OPERATOR, "办理") as session:
            settle(session, request, how, day, by=OPERATOR)
        if self.dice.random() < 0.1:
            undo_last(self.desk, OPERATOR)
        else:
            told.append((day.isoformat(), how))

    def _running(self, day: date) -> list[list[str]]:
        return [pair for pair in self.diary.pairs if not pair[3] or pair[3] > day.isoformat()]

    def _pair(self, day: date) -> None:
        """Bring two together who are not a pair yet, and let both agree."""
        helper, who = self.dice.choice(self.helpers), self.dice.choice(self.people)
        if any(pair[:2] == [helper, who] for pair in self._running(day)):
            return
        with self.desk.writing(OPERATOR, "结对") as session:
            fields = {"helper_id": helper, "resident_id": who, "kind": "companionship", "start_date": day.isoformat()}
            made = write_pairing(session, fields, day, because="村里定的")
            session.flush()
            agree(session, made.id, day, helper_on=day.isoformat(), resident_on=day.isoformat(), by=OPERATOR)
        self.diary.pairs.append([helper, who, day.isoformat(), "", made.id])

    def _unpair(self, day: date) -> None:
        if running := self._running(day):
            pair = self.dice.choice(running)
            if pair[2] == day.isoformat() or pair[3]:
                return
            with self.desk.writing(OPERATOR, "终止") as session:
                end_pairings(session, [pair[4]], day, "by_wish")
            pair[3] = day.isoformat()

    def _helper_leaves(self, day: date) -> None:
        """Let the helper with the most people go, and all of his people to another one who has none of them."""
        running = self._running(day)
        helper = max(self.helpers, key=lambda one: sum(pair[0] == one for pair in running))
        his = [pair for pair in running if pair[0] == helper]
        next_one = next(
            (one for one in self.helpers if one != helper and not {p[1] for p in running if p[0] == one} & {p[1] for p in his}), None
        )
        if next_one is None or any(pair[2] == day.isoformat() or pair[3] for pair in his):
            return
        with self.desk.writing(OPERATOR, "交接") as session:
            hand_over(session, helper, Leaving("transferred", day, agreed=True), {pair[4]: next_one for pair in his}, day)
        self.helpers.remove(helper)
        with self.desk.reading() as session:
            sql = "SELECT resident_id, id FROM pairing WHERE helper_id = ? AND previous_id IS NOT NULL AND removed_at IS NULL"
            new: dict[str, str] = dict(session.connection().exec_driver_sql(sql, (next_one,)).all())
        for pair in his:
            pair[3] = day.isoformat()
            self.diary.pairs.append([next_one, pair[1], day.isoformat(), "", new[pair[1]]])
