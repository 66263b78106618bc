"""When two records are not made one, or only when the operator says so once more."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.services.import_known import known_people
from stationdesk.services.merge_apart import take_apart
from stationdesk.services.merging import CannotMerge, ChildrensRecords, LooksLikeTwo, against, says_merged
from stationdesk.services.person_writing import own_resident
from stationdesk.store.database import Database
from tests.services.merging_kit import apart, merged, who
from tests.services.people import ON, OPERATOR, person, put

ONE_ID, OTHER_ID = "34052419800101001X", "11010519491231002X"


def test_two_sound_numbers_ask_once_more(desk: Database) -> None:
    a, b = (person(desk, "赵平", 70, id_no=number, id_state="ok") for number in (ONE_ID, OTHER_ID))
    with desk.reading() as session:
        assert len(against(session, own_resident(session, a), own_resident(session, b))) == 1
    with pytest.raises(LooksLikeTwo, match="身份证"):
        merged(desk, a, b)
    assert who(desk, b).merged_into is None
    merged(desk, a, b, sure=True)
    assert who(desk, a).id_no == ONE_ID
    with desk.reading() as session:
        mine = next(one for one in known_people(session) if one.id == a)
    assert mine.other_ids == (OTHER_ID,)


def test_relatives_and_man_and_woman_ask_once_more(desk: Database) -> None:
    father, son = person(desk, "孙大勇", 70, sex="male"), person(desk, "孙大勇", 40, sex="male")
    put(desk, Kin, KinDraft(resident_id=father, kin_resident_id=son, relation="child", name="孙大勇"))
    with pytest.raises(LooksLikeTwo):
        merged(desk, father, son)
    merged(desk, father, son, sure=True)
    with desk.reading() as session:
        assert not session.exec(select(Kin).where(col(Kin.removed_at).is_(None))).all()
    with pytest.raises(LooksLikeTwo):
        merged(desk, person(desk, "周静", 50, sex="male"), person(desk, "周静", 50, sex="female"))


def test_who_has_died_has_died(desk: Database) -> None:
    a, b = (
        person(desk, "吴根", 80),
        person(desk, "吴根", 80, residency_status="deceased", residency_since="2026-05-01", closed_on="2026-05-01"),
    )
    one = merged(desk, a, b)
    kept = who(desk, a)
    assert (kept.residency_status, kept.residency_since, kept.closed_on) == ("deceased", "2026-05-01", "2026-05-01")
    apart(desk, one)
    assert (who(desk, a).residency_status, who(desk, b).residency_status) == ("living", "deceased")


def test_childrens_records_need_the_right_and_go_by_alias(desk: Database) -> None:
    a, b = person(desk, "钱晓雨", 9), person(desk, "钱小雨", 9)
    with pytest.raises(ChildrensRecords):
        merged(desk, a, b, sees=False)
    with desk.reading() as session:
        says = says_merged(own_resident(session, a), own_resident(session, b), ON)
    assert "钱" not in says
    one = merged(desk, a, b)
    with pytest.raises(ChildrensRecords), desk.writing(OPERATOR, "拆开") as session:
        take_apart(session, one, ON, may_see_children=False)


def test_nobody_is_merged_with_himself_or_twice(desk: Database) -> None:
    a, b, c = (person(desk, "冯兰", 60) for _one in range(3))
    with pytest.raises(CannotMerge):
        merged(desk, a, a)
    merged(desk, a, b)
    for left, right in ((a, b), (b, c), (c, b)):
        with pytest.raises(CannotMerge):
            merged(desk, left, right)
