"""Adding and changing a resident: only what moved is written, odd is marked and kept, doubles are offered, everything undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import Likely, Typed, likely
from stationdesk.services.id_check import look_at, unfinished_is_doubtful
from stationdesk.services.likeness import Verdict
from stationdesk.services.person_writing import (
    CategoryMissing,
    NotYours,
    PersonDraft,
    add_resident,
    change_resident,
    says_added,
    says_changed,
    set_categories,
    set_grade,
)
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_writing import VisitForm, write_visit
from stationdesk.services.visiting import NoSuchResident, VisitImpossible
from stationdesk.store.database import Database, author_of
from tests.store.kit import journal, quick_desk

ON = date(2026, 11, 22)
LONELY = frozenset({"living_alone"})
SOUND = "11010519491231002X"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as database:
        yield database


def add(desk: Database, name: str = "汪厚行", on: date = ON, **given: Any) -> str:
    fields = {"name": name, "village": "上徐村"} | given.pop("fields", {})
    with desk.writing("徐丽华", says_added(fields, on)) as session:
        return add_resident(session, PersonDraft(fields, **({"categories": LONELY} | given)), on, "徐丽华").id


def change(desk: Database, who: str, on: date = ON, **given: Any) -> frozenset[str]:
    with desk.writing("徐丽华", "改") as session:
        return change_resident(session, who, PersonDraft(**({"fields": {}} | given)), on, "徐丽华")


def kept(desk: Database, who: str) -> Resident:
    with desk.reading() as session:
        return session.exec(select(Resident).where(Resident.id == who)).one()


def all_of(desk: Database, kind: Any) -> list[Any]:
    with desk.reading() as session:
        return list(session.exec(select(kind).where(col(kind.removed_at).is_(None)).order_by(kind.key)))


def test_name_village_and_one_category_are_enough(desk: Database) -> None:
    found = kept(desk, add(desk))
    assert (found.name, found.village, found.residency_status, found.enrolled_on) == ("汪厚行", "上徐村", "living", "2026-11-22")
    assert [(tag.category, tag.from_date) for tag in all_of(desk, CategoryTag)] == [("living_alone", "2026-11-22")]
    before = desk.position()
    with pytest.raises(CategoryMissing):
        add(desk, categories=frozenset())
    with pytest.raises(ValidationError):
        add(desk, fields={"name": " \u202e "})
    assert desk.position() == before


def test_the_id_number_fills_what_is_empty_and_never_what_was_written(desk: Database) -> None:
    found = kept(desk, add(desk, fields={"id_no": "110105 19491231 002x"}))
    assert (found.id_no, found.id_state, found.sex, found.birth_date) == (SOUND, "ok", "female", "1949-12-31")
    found = kept(desk, add(desk, fields={"id_no": SOUND, "sex": "male", "birth_date": "1950", "birth_precision": "year"}))
    assert (found.sex, found.birth_date, found.birth_precision) == ("male", "1950", "year")
    odd = kept(desk, add(desk, fields={"id_no": SOUND[:17] + "1"}))
    assert (odd.id_no, odd.id_state, odd.sex, odd.birth_date) == (SOUND[:17] + "1", "checksum", None, None)


def test_only_what_moved_is_written(desk: Database) -> None:
    who = add(desk, fields={"village_group": "3组"}, grade="green", kin=[{"relation": "son", "name": "汪建军"}])
    lines = len(journal(desk))
    assert change(desk, who, fields={"name": "汪厚行", "village_group": "3组"}, categories=LONELY, grade="green") == frozenset()
    assert len(journal(desk)) == lines
    assert change(desk, who, fields={"village_group": "4组", "name": "汪厚行"}) == {"village_group"}
    assert [line.fields for line in journal(desk)[lines:]] == [{"village_group": "4组"}]
    assert change(desk, who, fields={"village_group": ""}) == {"village_group"}
    assert kept(desk, who).village_group is None


def test_a_status_that_moves_has_a_day(desk: Database) -> None:
    who = add(desk)
    assert change(desk, who, fields={"residency_status": "moved_out", "residency_place": "县城"}) >= {"residency_status", "residency_since"}
    assert kept(desk, who).residency_since == "2026-11-22"
    with desk.writing("徐丽华", "走访") as session, pytest.raises(VisitImpossible):
        write_visit(session, VisitForm(who, date(2026, 11, 23)), date(2026, 11, 23), "徐丽华")


def test_grades_follow_each_other_and_a_slip_of_today_is_taken_off(desk: Database) -> None:
    who = add(desk, on=date(2026, 10, 1), grade="green")
    change(desk, who, grade="red", grade_reason="摔了一跤")
    change(desk, who, grade="yellow")
    found = all_of(desk, CareGrade)
    held = [(one.grade, one.from_date, one.to_date) for one in found]
    assert held == [("green", "2026-10-01", "2026-11-21"), ("yellow", "2026-11-22", None)]
    with desk.writing("徐丽华", "级") as session:
        assert set_grade(session, who, "yellow", ON) is None


def test_categories_end_and_begin_and_a_restricted_one_stays(desk: Database) -> None:
    who = add(desk, on=date(2026, 10, 1))
    with desk.writing("徐丽华", "类") as session:
        tag = CategoryTagDraft(resident_id=who, category="abused_child", from_date="2026-10-01")
        session.add(CategoryTag.model_validate(tag, update={"author": author_of(session)}))
    with desk.writing("徐丽华", "类") as session:
        set_categories(session, who, {"empty_nest"}, ON)
    found = {tag.category: (tag.from_date, tag.to_date) for tag in all_of(desk, CategoryTag)}
    assert found == {
        "living_alone": ("2026-10-01", "2026-11-21"),
        "child_in_need": ("2026-10-01", None),
        "empty_nest": ("2026-11-22", None),
    }
    with pytest.raises(CategoryMissing):
        change(desk, who, categories=frozenset())


def test_kin_are_added_changed_taken_off_and_a_strangers_refused(desk: Database) -> None:
    who = add(desk, kin=[{"relation": "son", "name": "汪建军", "works_at": "深圳"}, {"relation": "daughter", "name": "汪建萍"}])
    son, daughter = all_of(desk, Kin)
    change(desk, who, kin=[{"id": daughter.id, "relation": "daughter", "name": "汪建萍", "works_at": "泉州"}, {"name": "汪三"}])
    found = all_of(desk, Kin)
    assert [(one.name, one.works_at, one.contact_order) for one in found] == [("汪建萍", "泉州", 1), ("汪三", None, 2)]
    other = add(desk, "别人")
    with pytest.raises(NotYours):
        change(desk, other, kin=[{"id": daughter.id, "name": "汪建萍"}])
    assert son.id not in {one.id for one in found}


def test_one_undo_takes_everything_of_one_action_back(desk: Database) -> None:
    who = add(desk, grade="red", kin=[{"name": "汪建军"}], household={"village_group": "3组"})
    undone = undo_last(desk, "徐丽华")
    assert undone.says == "加人 汪厚行"
    assert not all_of(desk, Resident)
    assert not all_of(desk, Kin)
    assert not all_of(desk, CareGrade)
    with pytest.raises(NoSuchResident):
        change(desk, who)


def test_a_childs_name_stands_in_no_sentence(desk: Database) -> None:
    who = add(desk, "章小禾", fields={"birth_date": "2018-03-05", "birth_precision": "day"}, categories=frozenset({"left_behind_child"}))
    with desk.reading() as session:
        assert says_changed(session.exec(select(Resident).where(Resident.id == who)).one(), ON) == "改 小禾 的资料"


@pytest.mark.parametrize(
    ("typed", "given", "tone", "said"),
    [
        (SOUND, {}, "plain", "女、1949-12-31 生、发证地 110105"),
        (SOUND, {"county": "110105"}, "plain", "本县发证"),
        (SOUND[:17] + "1", {}, "doubt", "校验位不对"),
        (SOUND, {"sex": "male"}, "doubt", "按号码是女"),
        (SOUND, {"birth": "1950"}, "doubt", "1949-12-31"),
        ("110105", {}, "plain", "已输 6 位"),
        ("110105194913310021", {}, "doubt", "没有这样的出生日期"),
        ("110105203512310022", {}, "doubt", ""),
        ("", {}, "plain", ""),
        ("１１０１０５１９４９１２３１００２Ｘ", {}, "plain", "女"),
    ],
)
def test_what_an_id_number_says_while_it_is_typed(typed: str, given: dict[str, str], tone: str, said: str) -> None:
    seen = look_at(typed, ON, **given)
    assert seen.tone == tone
    assert said in seen.sentence


def test_a_number_left_short_is_doubtful() -> None:
    assert unfinished_is_doubtful(look_at("110105", ON)).tone == "doubt"
    assert unfinished_is_doubtful(look_at(SOUND, ON)).tone == "plain"


def doubles(desk: Database, **typed: Any) -> list[Likely]:
    with desk.reading() as session:
        return likely(session, Typed(**typed), ON)


def test_a_double_is_offered_and_a_namesake_is_not(desk: Database) -> None:
    known = {"id_no": SOUND, "village_group": "3组"}
    who = add(desk, fields=known)
    assert [(one.id, one.verdict) for one in doubles(desk, id_no=SOUND)] == [(who, Verdict.SAME)]
    assert doubles(desk, name="汪厚行", birth="1949-12-31", precision="day", sex="female")[0].id == who
    assert doubles(desk, name="汪厚行")[0].why == "同名"
    assert doubles(desk, name="汪厚行", birth="1960-01-01", precision="day") == []
    assert doubles(desk, name="王厚行") == []
    assert doubles(desk, name="汪候行", birth="1949-12-31", precision="day")[0].why == "同音名、同一天生"
    assert doubles(desk, name="汪") == []
    assert doubles(desk, id_no="") == []


def test_a_double_who_is_a_child_is_told_by_alias_only(desk: Database) -> None:
    add(desk, "章小禾", fields={"birth_date": "2018-03-05", "birth_precision": "day", "village_group": "3组"})
    (found,) = doubles(desk, name="章小禾")
    assert (found.name, found.facts) == ("小禾", "")


def test_a_child_goes_into_the_journal_under_the_alias(desk: Database) -> None:
    add(desk, "许小甄", categories=frozenset({"left_behind_child"}), fields={"birth_date": "2016-06-01", "birth_precision": "day"})
    add(desk, "许小真", categories=frozenset({"left_behind_child"}), fields={"school": "上徐小学", "alias": "小树"})
    add(desk)
    with desk.reading() as session:
        said = [str(one) for (one,) in session.connection().exec_driver_sql("SELECT says FROM action ORDER BY first")]
    assert [sum(name in one for one in said) for name in ("许小甄", "小甄", "许小真", "小树", "汪厚行")] == [0, 1, 0, 1, 1]


def test_a_number_written_later_leaves_sex_and_date_as_they_were_written(desk: Database) -> None:
    with desk.writing("徐丽华", "add") as session:
        fields = {"name": "汪两日", "sex": "female", "birth_date": "1950-03-05", "birth_precision": "day", "birth_calendar": "lunar"}
        who = add_resident(session, PersonDraft(fields, frozenset({"other"})), ON).id
    with desk.writing("徐丽华", "number") as session:
        assert change_resident(session, who, PersonDraft({"id_no": "34052419800101001X"}), ON) == {"id_no", "id_state", "id_type"}
