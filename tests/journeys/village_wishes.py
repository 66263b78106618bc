"""The wishes of a village's year, brought on through the program's own services, and beside them a plain diary of each wish."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from stationdesk.registers.wish import WishDraft
from stationdesk.services import wish_giving, wish_noting, wish_outcome, wishes
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import OPERATOR

UNITS = ("瓷厂社区志愿队", "区医保局", "村党支部", "程老师")
OPEN = ("told", "approved", "published", "claimed", "ready", "delivered", "back")
NEXT = {"told": "approved", "approved": "published", "published": "claimed", "claimed": "delivered", "delivered": "done"}
NEXT |= {"ready": "delivered", "back": "claimed"}


@dataclass
class Life:
    """One wish: the day and what happened, and in 分 what it cost."""

    lines: list[tuple[str, str]] = field(default_factory=list)
    costs: dict[str, int] = field(default_factory=dict)
    """By the day it came true."""
    private: bool = False
    """It never hangs: somebody is asked."""

    def at(self, day: str) -> str:
        """Return where it stood at the end of a day; empty before it was told."""
        known = [what for on, what in self.lines if on <= day and what not in ("gift", "content", "fairly")]
        return known[-1] if known else ""


class Wishes:
    """The wishes and their diary."""

    def __init__(self, desk: Database, people: list[str], seed: int) -> None:
        self.desk, self.people, self.dice = desk, people, random.Random(seed)
        self.turns = random.Random(seed + 1)
        self.diary: dict[str, Life] = {}

    def day(self, day: date) -> None:
        """Let something happen, on some days more than once."""
        if self.dice.random() < 0.16:
            self._tell(day)
        for _time in range(self.dice.choice((0, 0, 1, 1))):
            self._go_on(day)

    def _tell(self, day: date) -> None:
        told = day - timedelta(days=self.dice.choice((0, 0, 6)))
        private, content = self.turns.random() < 0.3, f"愿{len(self.diary)}"
        draft = WishDraft(
            resident_id=self.dice.choice(self.people),
            content=content,
            budget=9900,
            collected_on=told.isoformat(),
            may_be_public=not private,
        )
        with self.desk.writing(OPERATOR, "心愿") as session:
            made = wish_noting.note(session, draft, day, by=OPERATOR)
        if self.dice.random() < 0.1:
            undo_last(self.desk, OPERATOR)
        else:
            self.diary[made.id] = Life([(told.isoformat(), "told")], private=private)

    def _go_on(self, day: date) -> None:
        """Bring a wish one step on, back or to its end."""
        alive = [wish for wish, life in self.diary.items() if life.lines[-1][1] != "closed"]
        if not alive:
            return
        wish = self.dice.choice(alive)
        life, today = self.diary[wish], day.isoformat()
        where = life.at(today)
        what = NEXT.get(where, "again" if self.dice.random() < 0.2 else "")
        if where in OPEN and where != "delivered" and self.dice.random() < 0.1:
            what = "closed"
        elif (where == "claimed" and self.dice.random() < 0.2) or (where == "ready" and self.turns.random() < 0.5):
            what = "back" if life.private else "published"
        elif where == "claimed" and self.turns.random() < 0.4:
            what = "ready"
        elif where == "approved" and life.private:
            what = "claimed"
        elif where == "back" and self.turns.random() < 0.5:
            what = "closed"
        if what:
            self._write(wish, life, where, what, day)

    def _write(self, wish: str, life: Life, where: str, what: str, day: date) -> None:
        dice, today = self.dice, day.isoformat()
        with self.desk.writing(OPERATOR, what) as session:
            if what == "approved":
                wishes.approve(session, wish, day, by=OPERATOR, sure=True)
            elif what in ("published", "back") and where in ("claimed", "ready"):
                wish_giving.give_back(session, wish, dice.choice(("withdrawn", "lapsed")), day, by=OPERATOR, text="没送")
            elif what == "published":
                wishes.publish(session, wish, day, by=OPERATOR)
            elif what == "claimed":
                take = wish_giving.assign if life.private else wish_giving.claim
                take(session, [wish], {"claimer": dice.choice(UNITS)}, day, by=OPERATOR)
            elif what == "ready":
                wish_giving.ready(session, [wish], day, by=OPERATOR)
            elif what == "delivered":
                wish_giving.deliver(session, [wish], day, by=OPERATOR)
            elif what == "closed":
                early = where in ("told", "approved", "back")
                close = partial(wishes.reject, text="不合适") if early else partial(wishes.cancel, reason="other")
                close(session, wish, on=day, by=OPERATOR)
            elif what == "again":
                wish_outcome.review(session, wish, "dissatisfied", day, by=OPERATOR)
            elif what == "done":
                said, life.costs[today] = dice.choice(("", "satisfied", "fairly")), dice.randrange(50, 300) * 100
                wish_outcome.fulfil(session, wish, day, by=OPERATOR, cost=life.costs[today], satisfaction=said, sure=True)
                if said:
                    life.lines.append((today, "content"))
                if dice.random() < 0.2:
                    wish_giving.add_gift(session, wish, "图书", day, by=OPERATOR)
                    life.lines.append((today, "gift"))
        free = "back" if life.private else "published"
        life.lines += [(today, "dissatisfied"), (today, free)] if what == "again" else [(today, what)]

    def expected(self, first: date, last: date) -> Counter[str]:
        """Count what a time should come to, from the diary alone."""
        found, before, end = Counter[str](), (first - timedelta(days=1)).isoformat(), last.isoformat()
        for life in self.diary.values():
            was, now = life.at(before), life.at(end)
            found["before"] += was in OPEN
            found["after"] += now in OPEN
            found["new"] += not was and bool(now)
            found["reopened"] += was == "done" and now != "done"
            found["done"] += now == "done" and was != "done"
            found["closed"] += now == "closed" and was != "closed"
            found["unclaimed_after"] += now == "published"
            if now == "done" and was != "done":
                found["spent"] += life.costs[max(day for day in life.costs if day <= end)]
            within = [(at, what) for at, (day, what) in enumerate(life.lines) if first.isoformat() <= day <= end]
            kinds = {what for _at, what in within}
            found["approved"] += "approved" in kinds
            found["published"] += any(what == "published" and life.lines[at - 1][1] == "approved" for at, what in within)
            found["claimed"] += "claimed" in kinds
            found["gifts"] += sum(what == "gift" for _at, what in within)
            found["asked"] += sum(what in ("content", "dissatisfied") for _at, what in within)
            found["content"] += sum(what == "content" for _at, what in within)
        return found
