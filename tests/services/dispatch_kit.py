"""A desk with one person, and one request that is taken from hand to hand, for the tests of dispatching."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.services import dispatching as do
from stationdesk.services.dispatching import Sending
from stationdesk.services.request_reading import Asked, open_standings, request_called
from stationdesk.services.request_state import Receiver
from stationdesk.services.requests import raise_request
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person
from tests.store.kit import quick_desk

NOW = datetime(2026, 11, 23, 9, 20, tzinfo=VILLAGE_TIME)
TEAM, OTHER = Receiver("team", "t1", "水电维修队"), Receiver("helper", "h1", "汪志强")
BY = OPERATOR


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("dispatching")) as database:
        yield database


@pytest.fixture(scope="module")
def who(desk: Database) -> str:
    return person(desk, "汪厚行", 81)


class Case:
    """One request, and its desk at a time."""

    def __init__(self, desk: Database, who: str, **fields: str | None) -> None:
        self.desk, self.now = desk, NOW
        draft = ServiceRequestDraft(resident_id=who, text="厨房灯不亮", raised_at="09:20", **({"urgency": "yellow"} | fields))
        with desk.writing(OPERATOR, "登记") as session:
            self.id = raise_request(session, draft, ON, judged=False).id

    def __call__(self, step: Callable[..., object], *given: object, after: float = 0, **more: object) -> Asked:
        self.now += timedelta(hours=after)
        with self.desk.writing(OPERATOR, "办理") as session:
            step(session, self.id, *given, self.now, by=BY, **more)
        return self.held

    def send(self, to: Receiver, note: str = "", due: str = "", after: float = 0, happened: str = "") -> Asked:
        self.now += timedelta(hours=after)
        with self.desk.writing(OPERATOR, "派单") as session:
            do.send(session, self.id, to, self.now, Sending(note, due, happened), by=BY)
        return self.held

    @property
    def held(self) -> Asked:
        with self.desk.reading() as session:
            found = request_called(session, self.id)
            counted = [one.standing for one in open_standings(session) if one.id == self.id]
        assert counted == [found.standing] * found.standing.is_open, "the day counts what the list shows"
        return found
