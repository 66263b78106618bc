"""Measure the board of 10,000 wishes shown, and a wish moved on, in a real encrypted store and a real page without a screen; prints JSON.

CPU time of this process, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from stationdesk.registers.claim_answer import ClaimAnswer, ClaimAnswerDraft
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.operator import OperatorDraft
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.demo_village import demo_station, settle
from stationdesk.services.operators import keep_first
from stationdesk.services.stations import open_station
from stationdesk.services.wish_ahead import keep_ahead
from stationdesk.services.wish_giving import claim, deliver
from stationdesk.services.wish_outcome import fulfil
from stationdesk.settings import Settings
from stationdesk.store.database import Database, author_of
from tests.benchmarks.bench_calls import cpu
from tests.benchmarks.bench_residents import ON
from tests.store.kit import quick_desk

SHOWN_MS, MOVE_MS = 150.0, 50.0
"""What the board may take until it is shown, and a step until it is seen."""
THINGS = ("棉鞋", "老花镜", "收音机", "书包", "台灯", "护膝", "电热毯", "轮椅坐垫")
TAKERS = ("区医保局二支部", "瓷厂社区志愿队", "团区委支部", "嫂子帮帮团", "爱心妈妈 程老师")
WAYS = (("submitted",), ("approved", "published"), ("approved", "published", "claim"), ("approved", "published", "claim", "delivered"))
DONE = ("approved", "published", "claim", "delivered", "fulfilled", "reviewed")


def fill(desk: Database, residents: int, wishes: int) -> None:
    """Settle residents, and let them wish: a third open in every state, the others come true within three years."""
    chance = random.Random(5)
    with desk.writing("bench", "settle", final=True) as session:
        open_station(session, demo_station())
        settle(session, residents, ON)
        people, author = list(session.exec(select(Resident.id))), author_of(session)
        rows: dict[Any, list[dict[str, Any]]] = {Wish: [], WishEvent: [], WishClaim: [], ClaimAnswer: [], ClaimEnd: []}
        for number in range(wishes):
            way = WAYS[number % len(WAYS)] if number % 3 == 0 else DONE
            _wish(rows, chance, author, chance.choice(people), number, way)
        for kind, made in rows.items():
            session.connection().execute(kind.__table__.insert(), made)
    with desk.writing("bench", "keep", final=True) as session:
        keep_ahead(session)


def _wish(rows: dict[Any, list[dict[str, Any]]], chance: random.Random, author: str, who: str, number: int, way: tuple[str, ...]) -> None:
    """Write one wish with everything that happened to it."""
    day = ON - timedelta(days=chance.randrange(2, 25) if way is not DONE else chance.randrange(40, 1000))
    told, id_, taken = day.isoformat(), new_id(), new_id()
    draft = WishDraft(
        resident_id=who, content=chance.choice(THINGS), spec="大号", kind="goods", budget=chance.randrange(2000, 29000), collected_on=told,
        collected_by="徐丽华", wish_no=f"{day.year}-K7M-{number}",
    )  # fmt: skip
    rows[Wish].append({**dict(draft), "id": id_, "author": author})
    taker = chance.choice(TAKERS)
    for kind in way:
        if kind == "claim":
            promised = (ON + timedelta(days=chance.randrange(-4, 12))).isoformat()
            made = WishClaimDraft(wish_id=id_, wish_author=author, claimer=taker, claimed_on=told, promised_on=promised)
            rows[WishClaim].append({**dict(made), "id": taken, "author": author})
            answer = ClaimAnswerDraft(wish_id=id_, claim_id=taken, answer="yes", answered_on=told)
            rows[ClaimAnswer].append({**dict(answer), "id": new_id(), "author": author})
            continue
        event = WishEventDraft(wish_id=id_, kind=kind, happened_on=told, done_by="徐丽华", cost=9900 if kind == "fulfilled" else None)
        rows[WishEvent].append({**dict(event), "id": new_id(), "author": author})
        if kind == "delivered":
            end = ClaimEndDraft(wish_id=id_, claim_id=taken, kind="delivered", ended_on=told)
            rows[ClaimEnd].append({**dict(end), "id": new_id(), "author": author})


def measure(desk: Database, room: Path) -> dict[str, float]:  # long: one figure after another
    """Show the page as the window does, everything and what is open; then move wishes on, each until it is painted."""
    from PySide6.QtWidgets import QApplication

    from stationdesk import i18n
    from stationdesk.settings import resource
    from stationdesk.ui.open_desk import OpenDesk
    from stationdesk.ui.parts.look import Look
    from stationdesk.ui.wishes_page import WishesPage

    i18n.install("zh_CN", resource("translations"))
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    operator = keep_first(desk, OperatorDraft(name="徐丽华", may_see_children=True, may_change_settings=True), "slot")
    opened = OpenDesk(desk, operator, Look(application), Settings(room, room))
    page = WishesPage(opened)
    opened.saved.connect(lambda registers: page.refresh() if registers & page.reads else None)
    page.resize(1230, 644)
    page.show()
    page.pane.which.set_value("all")

    def show() -> None:
        page.refresh()
        page.grab()

    def turn() -> None:
        page.actions_of.turn_late()
        page.grab()

    found = {"shown_ms": cpu(show)}
    page.pane.which.set_value("")
    found["open_ms"] = cpu(show)
    found["late_ms"] = cpu(turn, 4)
    page.pane.which.set_value("all")
    page.refresh()
    free, held = ([row.id for row in page.pane.board.shown[name].rows] for name in ("free", "held"))
    brought = [row.id for row in page.pane.board.shown["brought"].rows]

    def moving(act: Any, ids: list[str]) -> float:
        left = iter(ids)

        def move() -> None:
            wish = next(left)
            page.touched = {wish}
            with opened.writing("bench") as session:
                act(session, wish)
            page.touched = set()
            page.grab()

        return cpu(move)

    found["claim_ms"] = moving(lambda session, wish: claim(session, [wish], {"claimer": "程老师"}, ON, by="徐丽华"), free)
    found["deliver_ms"] = moving(lambda session, wish: deliver(session, [wish], ON, by="徐丽华"), held)
    found["fulfil_ms"] = moving(lambda session, wish: fulfil(session, wish, ON, by="徐丽华", cost=9900, sure=True), brought)
    found["wishes"] = len(page.board.rows) if page.board else 0
    page.hide()
    opened.close()
    return found


def main() -> int:
    """Fill a store and measure; returns 1 if the board or a move takes too long."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--residents", type=int, default=5_000)
    asked.add_argument("--wishes", type=int, default=10_000)
    said = asked.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as room, quick_desk(Path(room) / "desk") as desk:
        desk.clock = lambda: datetime(ON.year, ON.month, ON.day, 1, 20, tzinfo=UTC)
        fill(desk, said.residents, said.wishes)
        found = measure(desk, Path(room))
    print(json.dumps({name: round(value, 1) for name, value in found.items()}, indent=1))
    return 1 if found["shown_ms"] > SHOWN_MS or max(found[f"{name}_ms"] for name in ("claim", "deliver", "fulfil")) > MOVE_MS else 0


if __name__ == "__main__":
    sys.exit(main())
