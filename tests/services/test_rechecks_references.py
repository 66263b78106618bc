"""Where both sides moved what names another record, it is said which record each of the two is."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlmodel import Session

from stationdesk.registers.catalogue import register_of
from stationdesk.registers.pointing import naming
from stationdesk.registers.recheck import Recheck
from stationdesk.services.rechecks import Doubt, open_rechecks
from stationdesk.services.rechecks_words import SAID
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person
from tests.services.recheck_kit import NAMES_NOBODY, POINTS_AT, TRAVELLING, doubted, keep, target, written

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LISTS = [(kind, name) for kind in TRAVELLING for name in naming(register_of(kind))[1] if name.endswith("_ids")]
SINGLE = [(kind, name) for kind in TRAVELLING for name in naming(register_of(kind))[0] if name not in NAMES_NOBODY]


def told(desk: Database, row: str, **who: bool) -> Doubt:
    """Return one thing that is to be checked."""
    with desk.reading() as session:
        return next(one for one in open_rechecks(session, ON, **({"children": True} | who)) if one.id == row)


def moved(session: Session, kind: str, name: str, mine: Any, theirs: Any) -> Recheck:
    """List a field of a record that both sides moved."""
    return doubted(session, kind, keep(session, kind), cause="both_moved", field=name, mine={"value": mine}, theirs={"value": theirs})


@pytest.mark.parametrize(("kind", "name"), SINGLE + LISTS)
def test_what_both_sides_let_name_another_record_is_said_by_its_words(desk: Database, kind: str, name: str) -> None:
    there = POINTS_AT[name] if name.endswith("_ids") else target(kind, name)
    with desk.writing(OPERATOR, "两边都改过") as session:
        said = written(there, tuple(one.lstrip("+@") for one in SAID[there].split() if one[0] != "@"))
        both: list[Any] = [keep(session, there, **said) for _one in range(2)]
        row = moved(session, kind, name, *([[one] for one in both] if name.endswith("_ids") else both)).id
    found = told(desk, row)
    for words in (found.mine, found.theirs):
        assert CHINESE.search(words), (words, there)
        assert not ID.search(words)
    assert name.endswith("_ids") or found.mine != found.theirs


def test_two_households_are_told_apart(desk: Database) -> None:
    with desk.writing(OPERATOR, "两边都改过") as session:
        one, other, same = (keep(session, "household", head_name=name) for name in ("汪大", "程二", "汪大"))
        different = moved(session, "resident", "household_id", one, other).id
        alike = moved(session, "resident", "household_id", same, one).id
    found = told(desk, different)
    assert (found.mine, found.theirs) == ("汪大", "程二")
    found = told(desk, alike)
    assert (found.mine, found.theirs) == ("汪大（后记的）", "汪大（先记的）")


def test_what_is_not_there_any_more_is_said_in_words(desk: Database) -> None:
    with desk.writing(OPERATOR, "两边都改过") as session:
        row = moved(session, "visit", "household_id", "01a22a77-8cb9-7000-8000-000000000000", None).id
    assert told(desk, row).mine == "已经没有的一条"


def test_of_a_record_of_a_child_only_the_alias_is_told_without_the_right(desk: Database) -> None:
    elder, child = person(desk, "汪厚行", 81), person(desk, "方小禾", 9, alias="小禾")
    with desk.writing(OPERATOR, "两边都改过") as session:
        wishes = [keep(session, "wish", resident_id=whose, content="红色的书包") for whose in (child, elder)]
        row = moved(session, "wish_claim", "wish_id", *wishes).id
        visit = moved(session, "visit", "resident_id", child, elder).id
    seen, hidden = told(desk, row), told(desk, row, children=False)
    assert "红色的书包" in seen.mine
    assert "书包" not in hidden.mine
    assert told(desk, visit).theirs == "汪厚行"
    for words in (seen.mine, hidden.mine, told(desk, visit).mine):
        assert "小禾" in words
        assert "方小禾" not in words
