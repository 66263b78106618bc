"""Who has no household is put into that of the head by his name; a common name is not guessed."""

from __future__ import annotations

import pytest

from stationdesk.errors import DeskError
from stationdesk.services.mending import ask
from stationdesk.services.mending_writing import mend
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person
from tests.services.test_mending import GOOD, headless


def test_a_head_of_a_common_name_is_not_guessed(desk: Database) -> None:
    person(desk, "汪大", 60, **GOOD)
    person(desk, "汪大", 61, **GOOD)
    headless(desk)
    who = person(desk, "汪小", 30, **GOOD)
    with desk.reading() as session:
        asked = ask(session, "no_household", who, ON)
    assert asked is not None
    with pytest.raises(DeskError, match="2"), desk.writing(OPERATOR, "x") as session:
        mend(session, asked, "汪大", "", ON, OPERATOR)
    with desk.reading() as session:
        assert own_resident(session, who).household_id is None


def test_a_member_joins_the_household_of_the_head(desk: Database) -> None:
    head = person(desk, "汪大", 60, **GOOD)
    headless(desk)
    who = person(desk, "汪小", 30, **GOOD)
    with desk.reading() as session:
        asked = ask(session, "no_household", who, ON)
    assert asked is not None
    with desk.writing(OPERATOR, "x") as session:
        mend(session, asked, "汪大", "", ON, OPERATOR)
    with desk.reading() as session:
        one, other = own_resident(session, who), own_resident(session, head)
    assert one.household_id is not None
    assert one.household_id == other.household_id
