"""Who saw what: entries stay in order, on this desk, and are found by person, by operator and by paper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from stationdesk.services.access_log import entry, everything, last_unlocks, of_operator, of_person, print_log, write
from stationdesk.store.database import Database
from tests.store.kit import add, journal, resident

BEGAN = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)


def minutes(number: int) -> datetime:
    return BEGAN + timedelta(minutes=number)


def noted(desk: Database) -> str:
    (person,) = add(desk, resident("章火香"))
    cards: dict[str, Any] = {"about": "联系卡", "people": 23, "pages": 6}
    with desk.writing("徐丽华", "") as session:
        write(
            session,
            [
                entry("徐丽华", "unlocked", clock=lambda: minutes(0)),
                entry("徐丽华", "opened", resident_id=person, clock=lambda: minutes(1)),
                entry("徐丽华", "shown", resident_id=person, about="手机号", clock=lambda: minutes(2)),
                entry("汪志强", "unlocked", clock=lambda: minutes(3)),
                entry("汪志强", "opened", resident_id=person, clock=lambda: minutes(4)),
                entry("徐丽华", "printed", sheets=3, copies=1, target="printer", clock=lambda: minutes(5), **cards),
                entry("徐丽华", "printed", reprint=True, target="pdf", clock=lambda: minutes(6), **cards),
                entry("徐丽华", "unlocked", clock=lambda: minutes(7)),
            ],
        )
    return person


def test_entries_are_found_by_person_by_operator_and_by_paper(desk: Database) -> None:
    person = noted(desk)
    with desk.reading() as session:
        assert [(one.operator, one.what, one.about) for one in of_person(session, person)] == [
            ("汪志强", "opened", None),
            ("徐丽华", "shown", "手机号"),
            ("徐丽华", "opened", None),
        ]
        assert [one.what for one in of_operator(session, "徐丽华", limit=3)] == ["unlocked", "printed", "printed"]
        assert [(one.people, one.pages, one.sheets, one.copies, one.reprint, one.target) for one in print_log(session)] == [
            (23, 6, None, None, True, "pdf"),
            (23, 6, 3, 1, False, "printer"),
        ]
        assert len(everything(session)) == 8
        assert last_unlocks(session) == {"徐丽华": "2026-11-22T01:09:03.000Z", "汪志强": "2026-11-22T01:05:03.000Z"}


def test_the_log_stays_at_home_and_is_nothing_to_undo(desk: Database) -> None:
    noted(desk)
    assert [line.kind for line in journal(desk)] == ["resident"]
    assert desk.position().seq == 1


def test_what_it_was_about_is_cut_to_its_room() -> None:
    assert len(entry("徐丽华", "printed", about="名" * 500).about or "") == 200


def test_an_entry_says_who_and_what() -> None:
    with pytest.raises(ValidationError):
        entry("", "opened")
    with pytest.raises(ValidationError):
        entry("徐丽华", "看过")


def test_a_thousand_entries_are_one_batch(desk: Database) -> None:
    with desk.writing("徐丽华", "") as session:
        assert write(session, [entry("徐丽华", "opened", resident_id=f"r{number}") for number in range(1000)]) == 1000
    with desk.reading() as session:
        assert len(everything(session, limit=2000)) == 1000
        assert of_person(session, "r7")[0].resident_id == "r7"
