"""What people do with requests, one action each, and how the county reckons them: for the histories of requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select as select_rows
from sqlmodel import Session, select

from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.registers.helper import Helper
from stationdesk.services import dispatching as do
from stationdesk.services.request_reading import Asked, raised_of, step_of
from stationdesk.services.request_state import FORMAT, Receiver, Standing, standing_of
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.county.claims_kit import BY
from tests.sync.world import World

Act = Callable[[Session, str, datetime, "Dice"], Any]


class Dice:
    """What an action needs besides its request."""

    def __init__(self, number: int, happened: str, helpers: tuple[str, str]) -> None:
        self.number, self.happened, self.helpers = number, happened, helpers

    @property
    def to(self) -> Receiver:
        """Return a team, or one of two records of the same helper."""
        kinds = [("team", "t1", "维修队"), *(("helper", one, "章磊") for one in self.helpers), ("unit", "u1", "下徐村")]
        return Receiver(*kinds[self.number % len(kinds)])


ACTS: dict[str, Act] = {
    "judge": lambda s, one, at, d: do.judge(s, one, ("red", "yellow", "blue")[d.number % 3], at, by=BY, happened=d.happened),
    "send": lambda s, one, at, d: do.send(s, one, d.to, at, do.Sending("去看看" * (d.number % 2), happened=d.happened), by=BY),
    "myself": lambda s, one, at, d: do.see_to_it(s, one, at, do.Sending(happened=d.happened), by=BY),
    "accept": lambda s, one, at, d: do.accept(s, one, at, by=BY, happened=d.happened),
    "arrive": lambda s, one, at, d: do.arrive(s, one, at, by=BY, happened=d.happened),
    "decline": lambda s, one, at, d: do.decline(s, one, "没空", at, by=BY, happened=d.happened),
    "finish": lambda s, one, at, d: do.finish(s, one, at, by=BY, happened=d.happened),
    "content": lambda s, one, at, d: do.rate(s, one, "satisfied", at, by=BY, happened=d.happened),
    "not content": lambda s, one, at, d: do.rate(s, one, "dissatisfied", at, by=BY, happened=d.happened),
    "hand over": lambda s, one, at, d: do.hand_over(s, one, ("department", f"{d.number % 2}局"), at, do.Sending("请办"), by=BY),
    "receipt": lambda s, one, at, d: do.note_receipt(s, one, "7", at, by=BY, happened=d.happened),
    "extend": lambda s, one, at, d: do.extend(s, one, f"{at + timedelta(hours=d.number):{FORMAT}}", at, by=BY, note="等料"),
    "refuse": lambda s, one, at, _d: do.refuse(s, one, "不归站里", at, by=BY),
    "tell": lambda s, one, at, d: do.tell(s, one, at, by=BY, happened=d.happened),
    "solved": lambda s, one, at, d: do.close(s, one, "solved", at, by=BY, happened=d.happened),
    "drop": lambda s, one, at, d: do.close(s, one, "dropped", at, by=BY, happened=d.happened),
    "reopen": lambda s, one, at, d: do.reopen(s, one, at, by=BY, happened=d.happened),
}
ONWARD = ("judge", "send", "accept", "arrive", "finish", "content")
"""What brings a request on, tried more often than the rest."""


def at_county(world: World) -> dict[str, Standing]:
    """Reckon every request from what the county holds."""
    asked, told = STATION_TABLES["service_request"], STATION_TABLES["request_event"]
    with transaction(world.county.ledger) as connection:
        events: list[Any] = list(connection.execute(select_rows(told).where(told.c.removed_at.is_(None))))[
            ::-1
        ]  # the order must not matter
        requests = list(connection.execute(select_rows(asked).where(asked.c.removed_at.is_(None))))
    return {one.id: standing_of(raised_of(one), [step_of(event) for event in events if event.request_id == one.id]) for one in requests}


def latest(every: Iterable[Asked], now: datetime) -> datetime:
    """Return the last day anybody wrote down, at its end: the clock may have been set back since."""
    last = max((event.happened_on or "" for one in every for event in one.events), default="") or f"{now:%Y-%m-%d}"
    return max(now, datetime.fromisoformat(f"{last}T23:59").replace(tzinfo=VILLAGE_TIME))


def merge_undone(desk: Database, double: str) -> bool:
    """Tell whether a helper's second record is one of its own."""
    with desk.reading() as session:
        return session.exec(select(Helper.merged_into).where(Helper.id == double)).one() is None
