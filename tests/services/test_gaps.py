"""What is missing is named, counted, and says at whom."""

from __future__ import annotations

from typing import Any

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.services.gaps import TITLES, gaps, total
from stationdesk.store.database import Database
from tests.services.people import ON, ago, person, put, relative

GOOD: dict[str, Any] = {"id_no": "34052419800101001X", "id_state": "ok"}


def found(desk: Database) -> dict[str, set[str]]:
    with desk.reading() as session:
        asked = gaps(session, ON)
    assert [gap.code for gap in asked] == [code for code in TITLES if code in {gap.code for gap in asked}]
    assert all(gap.count == len(set(gap.ids)) and gap.title for gap in asked)
    assert total(asked) == sum(gap.count for gap in asked)
    return {gap.code: set(gap.ids) for gap in asked}


def test_nothing_is_missing(desk: Database) -> None:
    who = person(desk, "齐全", 70, **GOOD)
    relative(desk, who, "son", "深圳", "13900001111")
    assert found(desk) == {}


def test_phones_of_elders_children_and_grown_ups(desk: Database) -> None:
    silent = person(desk, "没电话", 50, phone=None, **GOOD)
    empty = person(desk, "空号码", 50, phone="", **GOOD)
    no_child = person(desk, "没登子女", 60, **GOOD)
    relative(desk, no_child, "wife", "", "13900001111")
    person(desk, "没有子女", 80, children_count=0, **GOOD)
    person(desk, "无子女", 80, children_whereabouts="none", **GOOD)
    kinless = person(desk, "孤寡", 80, "red", **GOOD)
    put(desk, CategoryTag, CategoryTagDraft(resident_id=kinless, category="kinless"))
    dead = person(desk, "子女已故", 80, **GOOD)
    relative(desk, dead, "son", "", "13900001111", life_state="deceased")
    daughter = person(desk, "有女儿", 80, **GOOD)
    relative(desk, daughter, "second_daughter", "", "13900001111")
    alone = person(desk, "孩子", 9, phone=None, **GOOD)
    looked_after = person(desk, "有监护", 9, phone=None, **GOOD)
    put(desk, Guardian, GuardianDraft(resident_id=looked_after, name="奶奶", phones=(PhoneNumber(number="13900001111"),)))
    with_mother = person(desk, "有妈妈", 9, phone=None, **GOOD)
    relative(desk, with_mother, "mother", "泉州", "13900001111")
    assert found(desk) == {"no_phone": {silent, empty}, "no_children_phone": {no_child, dead}, "no_guardian_phone": {alone}}


def test_id_numbers_by_what_is_wrong_with_them(desk: Database) -> None:
    wrong = {
        state: person(desk, state, 50, id_no="360202", id_state=state) for state in ("lost_digits", "checksum", "bad_date", "bad_length")
    }
    placeholder = person(desk, "placeholder", 50, id_state="placeholder")
    nothing, birth = person(desk, "空", 50), person(desk, "没生日", None, **GOOD)
    assert found(desk) == {
        "lost_digits": {wrong["lost_digits"]},
        "checksum": {wrong["checksum"]},
        "bad_id_no": {wrong["bad_date"], wrong["bad_length"], placeholder},
        "no_id_no": {nothing},
        "no_birth_date": {birth},
    }


def test_grades_missing_and_to_be_reviewed(desk: Database) -> None:
    tagged = person(desk, "没分级", 50, **GOOD)
    put(desk, CategoryTag, CategoryTagDraft(resident_id=tagged, category="oldest_old"))
    past = person(desk, "过去的", 50, **GOOD)
    put(desk, CategoryTag, CategoryTagDraft(resident_id=past, category="oldest_old", to_date=ago(3)))
    due = person(desk, "该评了", 50, "green", **GOOD)
    put(desk, CareGrade, CareGradeDraft(resident_id=due, grade="green", from_date=ago(100), review_due=ago(0)))
    later = person(desk, "以后评", 50, "green", **GOOD)
    put(desk, CareGrade, CareGradeDraft(resident_id=later, grade="green", from_date=ago(100), review_due=ago(-5)))
    assert found(desk) == {"no_grade": {tagged}, "review_due": {due}}


def test_those_who_left_have_no_gaps(desk: Database) -> None:
    for status in ("deceased", "moved_out", "merged"):
        person(desk, "走了", 70, phone=None, residency_status=status)
    person(desk, "关档", 70, phone=None, closed_on=ago(3))
    assert found(desk) == {}
