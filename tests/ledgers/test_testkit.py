"""The testkit through the real child process and a real desk: each file gets its verdict, in time, and nothing else happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stationdesk.ledgers.plan import plan_files
from stationdesk.ledgers.refusals import FileRefused
from stationdesk.services.imports import apply, known_people
from stationdesk.store.database import Database
from tests.ending import ends
from tests.ledgers.testkit import MAKERS, VERDICTS, make
from tests.services.test_imports import count
from tests.store.kit import quick_desk

ON = date(2026, 11, 22)
REFUSED = [one for one in VERDICTS if "refused" in one]
READ = [one for one in VERDICTS if "refused" not in one]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def test_the_table_has_a_file_for_every_number() -> None:
    assert [one["number"] for one in VERDICTS] == list(range(1, len(MAKERS) + 1))
    assert {one["number"] for one in VERDICTS} >= set(range(1, 16))


@pytest.mark.parametrize("verdict", REFUSED, ids=lambda one: one["file"])
def test_what_is_refused(desk: Database, tmp_path: Path, verdict: dict[str, Any]) -> None:
    path, before = make(tmp_path, verdict["number"]), desk.position()
    there = sorted(tmp_path.glob("*"))
    with ends(), desk.reading() as session, pytest.raises(FileRefused) as refused:
        plan_files([path], known_people(session), ON)
    assert refused.value.code == verdict["refused"]
    assert path.name in str(refused.value), "the sentence says which file"
    assert (desk.position(), sorted(tmp_path.glob("*"))) == (before, there)


@pytest.mark.parametrize("verdict", READ, ids=lambda one: one["file"])
def test_what_is_read_with_its_doubts(desk: Database, tmp_path: Path, verdict: dict[str, Any]) -> None:
    path = make(tmp_path, verdict["number"])
    with desk.reading() as session:
        plan = plan_files([path], known_people(session), ON)
    rows = [row for _file, _sheet, row in plan.rows()]
    assert set(verdict["problems"]) <= {problem for row in rows for problem in row.problems}
    assert [question.code for question in plan.questions] == verdict.get("questions", [])
    assert "empty" not in verdict or all(not row.record.get(verdict["empty"]) for row in rows)
    with desk.writing("op", "导入") as session:
        apply(session, plan, on=ON)
    assert count(desk, "resident") == verdict["people"]
    assert count(desk, "visit") == verdict.get("visits", 0)
