"""Requests, calls of the hotline, emergencies and the roster of a village's year, through the program's services; beside them a diary."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from stationdesk.registers.duty_shift import DutyShift, DutyShiftDraft
from stationdesk.services import dispatching as do
from stationdesk.services import incidents
from stationdesk.services.dispatching import Sending
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_state import Receiver
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database, author_of
from tests.services.people import OPERATOR

VILLAGE = timezone(timedelta(hours=8))
ROSTER = (date(2026, 9, 20), date(2026, 11, 22))
"""The days on which the station keeps a roster; on the others nobody is written down."""
TURNS = ((8, 20), (20, 8))
STEPS = {
    "raised": ("judged", "judged", "judged", "refused"),
    "judged": ("sent",) * 6 + ("handed", "handed", "dropped", "solved"),
    "sent": ("accepted", "accepted", "accepted", "declined"),
    "accepted": ("arrived", "arrived", "done"),
    "arrived": ("done", "done", "declined"),
    "handed": ("receipt", "receipt", "declined"),
    "receipt": ("done", "declined"),
    "done": ("rated satisfied", "rated fairly", "rated dissatisfied", "rated"),
    "refused": ("told",),
    "ended": ("reopened",) + ("",) * 8,
}
"""What can come next, by where a request stands."""
FALLS = ((), (("came", "doctor_came"),), (("came", "ambulance_came"), ("over", "over")), (("false", "false_alarm"),))
"""How an emergency goes on while somebody still sits at it."""
INTO = {"declined": "judged", "reopened": "judged", "rated dissatisfied": "judged", "told": "ended", "dropped": "ended"}
SOLVED = ("solved", "rated satisfied", "rated fairly", "rated")
AGAIN = ("reopened", "rated dissatisfied")


@dataclass
class Asked:
    """One request: who asked for whom, whether on the telephone, and each moment with what happened."""

    who: str
    by_phone: bool
    lines: list[tuple[str, str]] = field(default_factory=list)
    """YYYY-MM-DDTHH:MM and what: of judged the urgency stands behind it, of sent and handed who has it."""

    def until(self, day: str) -> list[tuple[str, str]]:
        return [line for line in self.lines if line[0][:10] <= day]

    def where(self) -> str:
        what = self.lines[-1][1]
        what = what if what.startswith("rated") else what.split(" ")[0]
        return "ended" if what in SOLVED else INTO.get(what, what)


def came_to(lines: list[tuple[str, str]]) -> str:
    """Return nothing, open, solved or dropped, from the last line that says so."""
    last = lines[-1][1] if lines else "none"
    return last if last == "none" else "solved" if last in SOLVED else "dropped" if last in ("told", "dropped") else "open"


class Requests:
    """The requests and the emergencies, with their diary."""

    def __init__(self, desk: Database, people: list[str], helpers: list[str], seed: int) -> None:
        self.desk, self.people, self.helpers, self.dice = desk, people, list(helpers), random.Random(seed * 31)
        self.diary: dict[str, Asked] = {}
        self.falls: dict[str, Asked] = {}
        """Emergencies: called, came, over, false or resumed."""
        self.turns = self._write_roster()
        self.now = datetime.combine(ROSTER[0], time(), VILLAGE)

    def day(self, day: date) -> None:
        """Let some of it happen, each a few minutes after the other."""
        self.now = datetime.combine(day, time(7), VILLAGE)
        for deed, times in ((self._ask, (0, 0, 0, 1)), (self._step, (0, 1, 1, 2)), (self._fall, (0,) * 14 + (1,)), (self._end, (0, 0, 1))):
            for _time in range(self.dice.choice(times)):
                self.now += timedelta(minutes=self.dice.randrange(1, 100))
                deed()

    @property
    def minute(self) -> str:
        return f"{self.now:%Y-%m-%dT%H:%M}"

    def _ask(self) -> None:
        urgency, hotline = self.dice.choice(("", "red", "yellow", "blue")), self.dice.random() < 0.6
        who = self.dice.choice((*self.people, ""))
        wanted = Wanted("灯不亮", "hotline" if hotline else "counter", urgency, "repair", who, asked_by="" if who else "过路的")
        with self.desk.writing(OPERATOR, "求助") as session:
            made = note_request(session, wanted, self.now, OPERATOR).id
        self.diary[made] = Asked(who, hotline, [(self.minute, f"judged {urgency}" if urgency else "raised")])

    def _step(self) -> None:
        """Bring a request one step on; sometimes the step is taken back."""
        if not self.diary:
            return
        request = self.dice.choice(list(self.diary))
        asked = self.diary[request]
        what = self.dice.choice(STEPS[asked.where()])
        if not what:
            return
        if what == "judged":
            what += " " + self.dice.choice(("red", "yellow", "blue"))
        if what in ("sent", "handed"):
            what += " " + (self.dice.choice(("helper", "team", "own")) if what == "sent" else "department")
        self._write(request, what)
        if self.dice.random() < 0.08:
            undo_last(self.desk, OPERATOR)
        else:
            asked.lines.append((self.minute, what))

    def _write(self, request: str, said: str) -> None:
        what, _space, how = said.partition(" ")
        with self.desk.writing(OPERATOR, said) as session:
            given = (session, request)
            if what == "judged":
                do.judge(*given, how, self.now, by=OPERATOR)
            elif what == "sent":
                key = {"helper": self.helpers[0], "team": "队", "own": OPERATOR}[how]
                do.send(*given, Receiver(how, key, "谁"), self.now, Sending("请再去一趟"), by=OPERATOR)
            elif what == "handed":
                do.hand_over(*given, (how, "县广电站"), self.now, Sending("请再看看"), by=OPERATOR)
            elif what == "receipt":
                do.note_receipt(*given, "GD-1", self.now, by=OPERATOR)
            elif what == "rated":
                do.rate(*given, how, self.now, by=OPERATOR, note="没联系上")
            elif what in ("declined", "refused"):
                (do.decline if what == "declined" else do.refuse)(*given, "不归我们管", self.now, by=OPERATOR)
            elif what in ("solved", "dropped"):
                do.close(*given, what, self.now, by=OPERATOR)
            else:
                named = {"accepted": do.accept, "arrived": do.arrive, "done": do.finish, "told": do.tell, "reopened": do.reopen}
                named[what](*given, self.now, by=OPERATOR)

    def _fall(self) -> None:
        """Let somebody ring in an emergency; a doctor comes or nobody does, and now and then it was nothing."""
        running = {one.who for one in self.falls.values() if one.lines[-1][1] not in ("over", "false")}
        who = self.dice.choice(self.people)
        if who in running:
            return
        with self.desk.writing(OPERATOR, "紧急") as session:
            fall = incidents.begin(session, self.now, OPERATOR, resident_id=who).id
        told = self.falls[fall] = Asked(who, by_phone=True, lines=[(self.minute, "called")])
        for what, kind in self.dice.choice(FALLS):
            self.now += timedelta(minutes=self.dice.randrange(1, 40))
            self._stamp(fall, kind)
            told.lines.append((self.minute, what))

    def _end(self) -> None:
        """End an emergency that is open, or go on with one that was over."""
        if self.falls:
            fall = self.dice.choice(list(self.falls))
            over = self.falls[fall].lines[-1][1] in ("over", "false")
            if over and self.dice.random() < 0.8:
                return
            self._stamp(fall, "resumed" if over else "over")
            self.falls[fall].lines.append((self.minute, "resumed" if over else "over"))

    def _stamp(self, fall: str, kind: str) -> None:
        with self.desk.writing(OPERATOR, kind) as session:
            incidents.happened(session, fall, kind, self.now, OPERATOR)

    def _write_roster(self) -> list[tuple[datetime, datetime]]:
        """Write turns by day and by night, and leave out some."""
        kept, day = list[tuple[datetime, datetime]](), ROSTER[0]
        with self.desk.writing(OPERATOR, "排班") as session:
            while day <= ROSTER[1]:
                for begin, end in TURNS:
                    if self.dice.random() < 0.9:
                        draft = DutyShiftDraft(day=day.isoformat(), from_time=f"{begin:02}:00", to_time=f"{end:02}:00", name="值班的")
                        session.add(DutyShift.model_validate(draft, update={"author": author_of(session)}))
                        begins = datetime.combine(day, time(begin))
                        kept.append((begins, begins + timedelta(hours=12)))
                day += timedelta(days=1)
        return kept

    # -- what a time should come to, from the diary alone

    def needs(self) -> Iterable[list[tuple[str, str]]]:
        """Yield each request as a list of days and what a book of needs says: raised, solved, dropped, reopened or nothing new."""
        for asked in self.diary.values():
            lines, open_ = [(asked.lines[0][0][:10], "raised")], True
            for at in range(2, len(asked.lines) + 1):
                now, day = came_to(asked.lines[:at]), asked.lines[at - 1][0][:10]
                if (now == "open") != open_:
                    lines.append((day, "reopened" if now == "open" else now))
                    open_ = now == "open"
            yield lines

    def met(self, first: str, last: str) -> set[str]:
        """Return whose need somebody did something for in a time."""
        return {one.who for one in self.diary.values() for at, what in one.lines if first <= at[:10] <= last and what in ("done", "solved")}

    def expected(self, first: date, last: date) -> Counter[str]:
        found, begin, end = Counter[str](), first.isoformat(), last.isoformat()
        for asked in self.diary.values():
            known = asked.until(end)
            if not known:
                continue
            before = came_to([line for line in known if line[0][:10] < begin])
            new = [what for at, what in known if at[:10] >= begin]
            found["came"] += known[0][0][:10] >= begin
            for name, begins in (("sent", "sent"), ("declined", "declined"), ("handed_over", "handed"), ("receipted", "receipt")):
                found[name] += any(what.startswith(begins) for what in new)
            found["reopened"] += any(what in AGAIN for what in new)
            rated = [what for what in new if what.startswith("rated ")]
            found["asked"] += len(rated)
            found["content"] += sum(not what.endswith("dissatisfied") for what in rated)
            if came_to(known) == "solved" != before:
                since = max((at for at, line in enumerate(known[:-1]) if line[1] in AGAIN), default=0)
                has = [what for _at, what in known[since:] if what.startswith(("sent", "handed"))]
                found["solved"] += 1
                found["by_helpers"] += bool(has) and has[-1] in ("sent helper", "sent team")
        return found

    def hotline(self, first: date, last: date) -> Counter[str]:
        found, begin, end = Counter[str](), first.isoformat(), last.isoformat()
        for asked in (*self.diary.values(), *self.falls.values()):
            known = asked.until(end)
            if not known or known[0][0][:10] < begin or not asked.by_phone:
                continue
            fall = known[0][1] == "called"
            found["calls"] += 1
            if fall:
                ends = [what for _at, what in known if what in ("over", "false", "resumed")]
                found["closed"] += bool(ends) and ends[-1] != "resumed"
                found["urgent"] += not ends or ends[-1] != "false"
            else:
                judged = [what for _at, what in known if what.startswith("judged")]
                found["closed"] += came_to(known) != "open"
                found["urgent"] += bool(judged) and judged[-1] == "judged red"
            came = [at for at, what in known if what in ("came", "arrived")]
            if came:
                passed = datetime.fromisoformat(came[0]) - datetime.fromisoformat(known[0][0])
                found["arrived"] += 1
                found["minutes"] += int(passed.total_seconds() // 60)
        return found

    def hours_uncovered(self, first: date, last: date) -> int:
        """Return the hours of a time in which nobody sits at the telephone, counted one by one."""
        at, hours = datetime.combine(first, time()), 0
        while at.date() <= last:
            hours += not any(begins <= at < ends for begins, ends in self.turns)
            at += timedelta(hours=1)
        return hours
