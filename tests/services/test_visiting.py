"""A visit is noted only if it can have been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from stationdesk.errors import DeskError
from stationdesk.registers.visit import VisitDraft
from stationdesk.services.visiting import (
    NoSuchCode,
    NoSuchResident,
    SeveralResidents,
    VisitImpossible,
    code_of,
    note_visit,
    resident_called,
)
from stationdesk.store.database import Database
from tests.store.kit import add, quick_desk, resident

TODAY = date(2026, 11, 22)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def visited(desk: Database, who: str, on: str = "2026-11-22") -> str:
    with desk.writing("徐丽华", "记走访") as session:
        return note_visit(session, VisitDraft(resident_id=who, visited_on=on, content="在家"), TODAY).resident_id or ""


def test_a_visit_of_today_and_of_earlier(desk: Database) -> None:
    (who,) = add(desk, resident(birth_date="1942-03-05", household_id="h"))
    assert visited(desk, who) == who
    assert visited(desk, who[:20], "1942-03-05") == who
    assert visited(desk, who[-8:], "2026-01-01") == who


@pytest.mark.parametrize(
    ("fields", "on"),
    [
        ({}, "2026-11-23"),
        ({"birth_date": "1942-03-05"}, "1942-03-04"),
        ({"birth_date": "1942-03"}, "1942-02-28"),
        ({"birth_date": "1942"}, "1941-12-31"),
        ({"birth_date": "1942-12-30", "birth_calendar": "lunar"}, "1941-12-31"),
        ({"residency_status": "deceased"}, "2026-11-22"),
        ({"residency_status": "deceased", "residency_since": "2026-10-01"}, "2026-10-02"),
        ({"residency_status": "moved_out", "residency_since": "2026-10-01"}, "2026-11-22"),
        ({"residency_status": "merged"}, "2026-11-22"),
    ],
)
def test_what_cannot_have_been_is_refused(desk: Database, fields: dict[str, str], on: str) -> None:
    (who,) = add(desk, resident(**fields))
    before = desk.position()
    with pytest.raises(VisitImpossible):
        visited(desk, who, on)
    assert desk.position() == before


@pytest.mark.parametrize(
    ("fields", "on"),
    [
        ({"birth_date": "1942-03"}, "1942-03-01"),
        ({"birth_date": "1942-12-30", "birth_calendar": "lunar"}, "1942-02-01"),
        ({"residency_status": "deceased", "residency_since": "2026-10-01"}, "2026-10-01"),
        ({"residency_status": "hospital"}, "2026-11-22"),
    ],
)
def test_what_can_have_been_is_noted(desk: Database, fields: dict[str, str], on: str) -> None:
    (who,) = add(desk, resident(**fields))
    assert visited(desk, who, on) == who


def test_part_of_a_number_must_be_of_one_person(desk: Database) -> None:
    first, second = add(desk, resident(), resident("胡大爷"))
    with desk.reading() as session:
        assert resident_called(session, f" {first.upper()} ").id == first
        with pytest.raises(SeveralResidents):
            resident_called(session, first[:4])
        for wrong in ("", "%", "____", "0190c0de-ffff", "胡大爷", "'; DROP TABLE resident; --"):
            with pytest.raises(NoSuchResident):
                resident_called(session, wrong)
    with desk.writing("徐丽华", "撤下") as session:
        resident_called(session, second).removed_at = session.info["at"]
    with desk.reading() as session, pytest.raises(NoSuchResident):
        resident_called(session, second)


def test_words_and_codes_mean_the_same() -> None:
    assert code_of("contact_mode", "上门") == code_of("contact_mode", " home ") == "home"
    with pytest.raises(NoSuchCode) as refused:
        code_of("visit_outcome", "飞走了")
    assert "见到本人" in str(refused.value)
    assert isinstance(refused.value, DeskError)
