"""Whoever is found by the ordinary reading of his name stands before whom only a rare reading fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from stationdesk.registers.search_words import read_so
from stationdesk.services.finding import find
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.store.database import Database
from tests.store.kit import quick_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        for name in ("方涵宇", "方涵", "方秀珍", "吴火家", "汪厚行", "单田芳", "吕洞宾"):
            with database.writing("徐丽华", f"加人 {name}") as session:
                draft = PersonDraft({"name": name, "village": "上徐村"}, frozenset({"living_alone"}), None)
                add_resident(session, draft, date(2026, 11, 1))
        yield database


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("wh", ["吴火家", "汪厚行", "方涵", "方涵宇"]),
        ("wang", ["汪厚行", "方涵", "方涵宇", "方秀珍"]),
        ("fh", ["方涵", "方涵宇"]),
        ("stf", ["单田芳"]),
        ("ludongbin", ["吕洞宾"]),
    ],
)
def test_ordinary_readings_come_first(desk: Database, asked: str, found: list[str]) -> None:
    with desk.reading() as session:
        names = [one.name for one in find(session, asked)]
    assert sorted(names) == sorted(found)
    ordinary = [name for name in names if not name.startswith("方") or asked == "fh"]
    assert names[: len(ordinary)] == ordinary


@pytest.mark.parametrize(
    ("name", "typed", "so"),
    [
        ("方涵宇", "wh", False),
        ("方涵宇", "fhy", True),
        ("方涵宇", "hanyu", True),
        ("吕洞宾", "lvdb", True),
        ("吕洞宾", "ludb", True),
        ("尉迟敬", "yuchij", True),
        ("", "a", False),
    ],
)
def test_what_an_ordinary_reading_is(name: str, typed: str, so: bool) -> None:
    assert read_so(name, (typed,)) is so
