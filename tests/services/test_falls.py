"""A fall that is told when somebody is measured: within a day somebody looks in, and the grade is looked at again."""

from __future__ import annotations

from datetime import timedelta

from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.services.due_known import due_of
from stationdesk.services.health_writing import add_reading
from stationdesk.services.reviews import review_of
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person, visited


def why(desk: Database, who: str) -> tuple[str, str | None, str]:
    """Return how somebody stands, until when and because of what."""
    with desk.reading() as session:
        found = due_of(session, [who], ON)[who]
    return found.state.value, found.due_on.isoformat() if found.due_on else None, found.why.value if found.why else ""


def test_a_fall_makes_the_contact_within_a_day_due_until_somebody_looked_in(desk: Database) -> None:
    who = person(desk, "汪厚行", 81, "yellow", ((1, "phone", "met"), (1, "home", "met")))
    before = why(desk, who)
    assert before[2] != "change"
    with desk.writing(OPERATOR, "量血压") as session:
        draft = HealthReadingDraft(resident_id=who, taken_on=(ON - timedelta(days=1)).isoformat(), symptoms=("fall",))
        add_reading(session, draft, ON, OPERATOR)
    assert why(desk, who) == ("today", ON.isoformat(), "change")
    with desk.reading() as session:
        asked = review_of(session, who, ON)
    assert asked is not None
    assert asked.cause == "fall"
    undo_last(desk, OPERATOR)
    assert why(desk, who) == before
    with desk.writing(OPERATOR, "量血压") as session:
        add_reading(session, draft, ON, OPERATOR)
    visited(desk, who, 0, "home")
    assert why(desk, who)[2] != "change"


def test_another_complaint_is_nothing_grave(desk: Database) -> None:
    who = person(desk, "徐桂英", 84, "yellow", ((1, "phone", "met"), (1, "home", "met")))
    with desk.writing(OPERATOR, "量血压") as session:
        add_reading(session, HealthReadingDraft(resident_id=who, taken_on=ON.isoformat(), symptoms=("dizziness",)), ON, OPERATOR)
    assert why(desk, who)[2] != "change"
