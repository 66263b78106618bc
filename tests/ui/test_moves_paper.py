"""The difference between two days in each category, on paper."""

from __future__ import annotations

from datetime import date

import pytest

from stationdesk.services.person_writing import PersonDraft, add_resident, change_resident
from stationdesk.ui.moves_paper import paper, span_of
from stationdesk.ui.open_desk import OpenDesk
from tests.services.people import ON


def add(desk: OpenDesk, name: str, category: str, on: date) -> str:
    with desk.writing(f"加人 {name}") as session:
        return add_resident(session, PersonDraft({"name": name, "village": "上徐村"}, frozenset({category})), on).id


@pytest.mark.parametrize(
    ("when", "on", "span"),
    [
        ("month", date(2026, 11, 28), (date(2026, 11, 1), date(2026, 11, 28))),
        ("before", date(2026, 1, 3), (date(2025, 12, 1), date(2025, 12, 31))),
        ("quarter", date(2026, 11, 28), (date(2026, 10, 1), date(2026, 11, 28))),
        ("year", date(2026, 2, 1), (date(2026, 1, 1), date(2026, 2, 1))),
    ],
)
def test_a_time_ends_today_at_the_latest(when: str, on: date, span: tuple[date, date]) -> None:
    assert span_of(when, on) == span


def test_who_came_in_and_who_left_stand_with_the_reason(empty_desk: OpenDesk) -> None:
    add(empty_desk, "汪厚行", "living_alone", date(2026, 9, 1))
    gone = add(empty_desk, "余根水", "living_alone", date(2026, 9, 1))
    add(empty_desk, "徐五妹", "living_alone", date(2026, 11, 5))
    moved = {"residency_status": "moved_out", "residency_since": "2026-11-10"}
    with empty_desk.writing("迁走") as session:
        change_resident(session, gone, PersonDraft(moved), date(2026, 11, 10))
    found = paper(empty_desk, date(2026, 11, 1), ON)
    (row,) = [one.cells for one in found.rows if one.cells[0].startswith("独居")]
    assert row[1:5] == ("2", "1（首次 1）", "1", "2")
    assert row[5] == "迁出 1"
    assert "期末＝期初＋新增－减少" in found.about
    assert not any(name in str(found) for name in ("汪厚行", "余根水", "徐五妹")), "figures name nobody"
