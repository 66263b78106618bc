"""Typed words find visits by whom, who went, where, how it went, what was asked for and said; and tell nothing they may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.services.visit_list import Wanted, keys, sums
from stationdesk.services.visit_writing import Need, VisitForm, write_visits
from stationdesk.store.database import Database, author_of
from tests.services.people import ON, OPERATOR, person

SPAN = Wanted(date(2026, 1, 1), ON, may_see_children=True)


def write(desk: Database, form: VisitForm) -> None:
    with desk.writing(OPERATOR, "走访") as session:
        write_visits(session, form, ON, OPERATOR)


def found(desk: Database, typed: str, wanted: Wanted = SPAN) -> set[str]:
    """Return the names of those whose visits are found."""
    with desk.reading() as session:
        listed = keys(session, replace(wanted, typed=typed))
        assert sums(session, replace(wanted, typed=typed)).person_times == len(listed)
        marks = ",".join(str(one) for one in listed) or "0"
        sql = f"SELECT r.name FROM visit v JOIN resident r ON r.id = v.resident_id WHERE v.key IN ({marks})"
        return set(session.connection().exec_driver_sql(sql).scalars())


@pytest.fixture
def village(desk: Database) -> Database:
    elder = person(desk, "汪厚行", 81, village_group="4组")
    wang = person(desk, "王桂花", 70, village_group="5组")
    child = person(desk, "方小禾", 9, alias="小禾", village_group="6组")
    said = VisitForm(elder, ON, "09:00", visitors=("徐丽华", "程雪琴"), content="血压药吃完了", needs=(Need("厨房灯泡要换", "repair"),))
    write(desk, replace(said, suggestion="想装扶手", action="当场换了灯泡", next_plan="月底再看", goods="大米 10 斤"))
    write(desk, VisitForm(wang, ON, "10:00", "phone", "no_answer", ("汪志强",), counselling="心里话"))
    write(desk, VisitForm(child, ON, "11:00", visitors=("徐丽华",), content="夜里哭", needs=(Need("心理疏导", "emotional"),)))
    return desk


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("汪厚行", {"汪厚行"}),
        ("wanghouxing", {"汪厚行"}),
        ("程雪琴", {"汪厚行"}),
        ("汪志强", {"王桂花"}),
        ("4组", {"汪厚行"}),
        ("没人应", {"王桂花"}),
        ("电话", {"王桂花"}),
        ("血压药", {"汪厚行"}),
        ("灯泡", {"汪厚行"}),
        ("扶手", {"汪厚行"}),
        ("月底", {"汪厚行"}),
        ("大米", {"汪厚行"}),
        ("徐丽华 灯泡", {"汪厚行"}),
        ("徐丽华 上门", {"汪厚行", "方小禾"}),
        ("夜里哭", {"方小禾"}),
        ("心里话", set()),
        ("repair", set()),
        ("name", set()),
        ("%", set()),
        ('"; DROP TABLE visit', set()),
        ("没有这回事", set()),
    ],
)
def test_every_word_finds_where_it_stands(village: Database, typed: str, names: set[str]) -> None:
    assert found(village, typed) == names


def test_without_the_right_nothing_told_of_a_child_is_found(village: Database) -> None:
    plain = replace(SPAN, may_see_children=False)
    assert found(village, "夜里哭", plain) == set()
    assert found(village, "心理", plain) == set()
    assert found(village, "6组", plain) == set()
    assert found(village, "灯泡", plain) == {"汪厚行"}
    assert found(village, "小禾", plain) == {"方小禾"}


def test_without_the_right_a_group_does_not_tell_where_a_child_lives(village: Database) -> None:
    for groups, all_of_them, grown in (({"6组"}, {"方小禾"}, set()), ({"4组", "6组"}, {"汪厚行", "方小禾"}, {"汪厚行"})):
        wanted = replace(SPAN, groups=frozenset(groups))
        assert found(village, "", wanted) == all_of_them
        assert found(village, "", replace(wanted, may_see_children=False)) == grown


def test_while_the_screen_faces_visitors_what_was_said_is_not_looked_through(village: Database) -> None:
    covered = replace(SPAN, may_see_children=False, covered=True)
    for told in ("血压药", "扶手", "月底", "厨房", "夜里哭"):
        assert found(village, told, covered) == set(), told
    assert found(village, "程雪琴", covered) == {"汪厚行"}
    assert found(village, "没人应", covered) == {"王桂花"}


def test_no_category_is_found_by_its_name(village: Database) -> None:
    with village.writing(OPERATOR, "标签") as session:
        for who in session.connection().exec_driver_sql("SELECT id FROM resident").scalars().all():
            draft = CategoryTagDraft(resident_id=who, category="abused_child", from_date="2026-10-03")
            session.add(CategoryTag.model_validate(draft, update={"author": author_of(session)}))
    for typed in ("困境儿童", "暴力", "虐待", "留守"):
        assert found(village, typed) == set(), typed
