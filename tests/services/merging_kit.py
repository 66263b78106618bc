"""Merging and taking apart as the tests say it."""

from __future__ import annotations

from typing import Any

from stationdesk.registers.resident import Resident
from stationdesk.services.merge_apart import take_apart
from stationdesk.services.merging import Choices, merge
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR


def merged(desk: Database, left: str, right: str, *, sure: bool = False, sees: bool = True, **given: Any) -> str:
    """Merge two and return the merge's id."""
    with desk.writing(OPERATOR, "合并") as session:
        return merge(session, left, right, Choices(**given), ON, may_see_children=sees, sure=sure).id


def apart(desk: Database, merge_id: str) -> Any:
    with desk.writing(OPERATOR, "拆开") as session:
        return take_apart(session, merge_id, ON, may_see_children=True)


def who(desk: Database, resident: str) -> Resident:
    with desk.reading() as session:
        return own_resident(session, resident)
