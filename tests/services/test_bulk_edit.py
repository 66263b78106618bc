"""Many people changed in one action: counted first, nobody changed who may not be, taken back whole."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import select

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.services.bulk_edit import MOST, Change, ImpossibleChange, TooMany, What, apply, preview, says_bulk
from stationdesk.services.checking import check as check_all
from stationdesk.services.person_writing import own_resident
from stationdesk.services.undoing import ChangedSince, undo_last
from stationdesk.store.database import Database, author_of
from tests.ending import asking
from tests.services.people import ON, OPERATOR, ago, person, put


def some(desk: Database) -> list[str]:
    """Keep five people: two grown-ups, one of another group already, a child, a dead one."""
    return [
        person(desk, "汪一", 70, "green", remark="老备注"),
        person(desk, "汪二", 60),
        person(desk, "汪三", 50, "red", village_group="下屋组", village="汪家村", household_reg_type="resident", grid_code="02"),
        person(desk, "汪小四", 9),
        person(desk, "汪故", 90, residency_status="deceased"),
    ]


def change(desk: Database, ids: list[str], wanted: Change, **more: Any) -> int:
    with desk.writing(OPERATOR, says_bulk(wanted, len(ids))) as session:
        return apply(session, ids, wanted, ON, OPERATOR, **({"may_see_children": False} | more))


def state(desk: Database) -> list[Any]:
    """Return everything that a change could touch, as values."""
    with desk.reading() as session:
        people = [one.model_dump() for one in session.exec(select(Resident).order_by(Resident.id))]
        tags = [one.model_dump(exclude={"key"}) for one in session.exec(select(CategoryTag)) if not one.removed_at]
        grades = [one.model_dump(exclude={"key"}) for one in session.exec(select(CareGrade)) if not one.removed_at]
    return [people, sorted(tags, key=lambda one: one["id"]), sorted(grades, key=lambda one: one["id"])]


CHANGES = [
    Change(What.GROUP, "下屋组", ON),
    Change(What.VILLAGE, "汪家村", ON),
    Change(What.GRID, "02", ON),
    Change(What.REGISTRATION, "resident", ON),
    Change(What.GRADE, "red", ON, "入冬"),
    Change(What.GIVE, "living_alone", ON),
    Change(What.REMARK, "2026 年体检", ON),
]


@pytest.mark.parametrize("wanted", CHANGES, ids=lambda one: one.what)
def test_counted_written_and_taken_back(desk: Database, wanted: Change) -> None:
    ids = some(desk)
    if wanted.what is What.GIVE:
        put(desk, CategoryTag, CategoryTagDraft(resident_id=ids[2], category="living_alone", from_date=ago(9)))
    if wanted.what is What.REMARK:
        with desk.writing(OPERATOR, "x") as session:
            own_resident(session, ids[2]).remark = wanted.value
    before = state(desk)
    with desk.reading() as session:
        seen = preview(session, ids, wanted, ON, may_see_children=False)
    assert seen.change == ids[:2]
    assert seen.same == 1
    assert sorted(seen.left_out.values()) == [1, 1]
    assert [name for name, _old, _new in seen.sample] == ["汪一", "汪二"]
    assert all(old != new for _name, old, new in seen.sample)
    assert change(desk, ids, wanted) == 2
    after = state(desk)
    assert after != before
    with desk.reading() as session:
        assert preview(session, ids, wanted, ON, may_see_children=False).change == []
    assert change(desk, ids, wanted) == 0
    assert state(desk) == after
    undo_last(desk, OPERATOR)
    assert state(desk) == before
    assert check_all(desk).wrong == []


def test_a_category_ends_the_day_before_and_comes_back(desk: Database) -> None:
    ids = some(desk)
    put(desk, CategoryTag, CategoryTagDraft(resident_id=ids[0], category="living_alone", from_date=ago(9)))
    put(desk, CategoryTag, CategoryTagDraft(resident_id=ids[1], category="living_alone", from_date=ago(0)))
    before = state(desk)
    assert change(desk, ids, Change(What.END, "living_alone", ON)) == 2
    with desk.reading() as session:
        left = session.exec(select(CategoryTag)).all()
    assert sorted((one.to_date, one.removed_at is None) for one in left if one.to_date) == [((ON - timedelta(days=1)).isoformat(), True)]
    undo_last(desk, OPERATOR)
    assert state(desk) == before


def test_with_the_right_a_child_is_changed_and_shown_by_alias(desk: Database) -> None:
    ids = some(desk)
    with desk.reading() as session:
        seen = preview(session, ids, CHANGES[0], ON, may_see_children=True)
    assert len(seen.change) == 3
    assert all(name != "汪小四" for name, _old, _new in seen.sample)


def test_a_later_change_refuses_the_undo_in_words(desk: Database) -> None:
    ids = some(desk)
    change(desk, ids, CHANGES[0])
    with desk.writing("别人", "改组") as session:
        own_resident(session, ids[0]).village_group = "上屋组"
    with pytest.raises(ChangedSince) as refused:
        undo_last(desk, OPERATOR)
    assert refused.value.message
    with desk.reading() as session:
        assert own_resident(session, ids[1]).village_group == "下屋组"


def test_cancelled_half_way_nothing_is_written(desk: Database) -> None:
    ids, before = some(desk), state(desk)

    def stop(sentence: str, done: int, total: int) -> None:
        if sentence and done == 0 and total == 2:
            raise RuntimeError("cancelled")

    with pytest.raises(RuntimeError, match="cancelled"):
        change(desk, ids, CHANGES[0], report=stop)
    assert state(desk) == state(desk) == before


@pytest.mark.parametrize(
    "wanted",
    [
        Change(What.GROUP, " ", ON),
        Change(What.GROUP, "组" * 41, ON),
        Change(What.GRADE, "red", ON + timedelta(days=1)),
        Change(What.GIVE, "abused_child", ON),
        Change(What.GIVE, "elder", ON),
    ],
    ids=["blank", "long", "future", "restricted", "heading"],
)
def test_what_cannot_be_is_refused_in_words(desk: Database, wanted: Change) -> None:
    with desk.reading() as session, pytest.raises(ImpossibleChange) as refused:
        preview(session, some_ids(1), wanted, ON, may_see_children=True)
    assert refused.value.message


def test_too_many_are_refused(desk: Database) -> None:
    with desk.reading() as session, pytest.raises(TooMany, match=str(MOST)):
        preview(session, some_ids(MOST + 1), CHANGES[0], ON, may_see_children=True)


def some_ids(count: int) -> list[str]:
    return [f"x{number}" for number in range(count)]


def crowd(desk: Database, count: int) -> list[str]:
    ids = [new_id() for _ in range(count)]
    with desk.writing(OPERATOR, "crowd") as session:
        base = {"author": author_of(session), "village_group": "一组", "birth_date": "1950-01-01", "birth_precision": "day"}
        session.connection().execute(insert(Resident), [base | {"id": one, "name": f"汪{at}"} for at, one in enumerate(ids)])
    return ids


@pytest.mark.parametrize("wanted", [CHANGES[0], CHANGES[4], CHANGES[5]], ids=["group", "grade", "category"])
def test_ten_thousand_are_asked_and_written_by_the_hundred(desk: Database, wanted: Change) -> None:
    """What is sent to the store grows with the blocks, not with the people."""
    ids = crowd(desk, 10_000)
    with desk.writing(OPERATOR, says_bulk(wanted, len(ids))) as session, asking(session) as sent:
        assert apply(session, ids, wanted, ON, OPERATOR, may_see_children=False) == 10_000
        session.flush()
    assert len(sent) < len(ids) / 50
