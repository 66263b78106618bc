"""Categories with their days: several stays apart, what cannot be refused in words, doubts only marked, restricted ones kept at home."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.categories import (
    CategoryImpossible,
    NoSuchTag,
    correct_category,
    end_category,
    give_category,
    remove_category,
    since_words,
    stays,
)
from stationdesk.services.category_doubts import axis_tags, doubts
from stationdesk.services.elder_axes import Axis, axes_of, living_children, set_axes
from stationdesk.services.unattended import GONE, UNABLE, Answer, unattended
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person, relative
from tests.store.kit import journal

TODAY = ON.isoformat()


def give(desk: Database, who: str, category: str, on: date = ON, **fields: Any) -> str:
    with desk.writing(OPERATOR, "类别") as session:
        return give_category(session, CategoryTagDraft(resident_id=who, category=category, **fields), on).id


def kept(desk: Database, tag: str) -> CategoryTag:
    with desk.reading() as session:
        return session.exec(select(CategoryTag).where(CategoryTag.id == tag)).one()


def test_several_stays_are_kept_apart_and_any_day_is_answered(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    first = give(desk, who, "living_alone", from_date="2024-03-01", to_date="2024-09-30", source="排查台账")
    give(desk, who, "living_alone", from_date="2025-01-01")
    with desk.reading() as session:
        for day, held in ((date(2024, 2, 29), 0), (date(2024, 9, 30), 1), (date(2024, 10, 1), 0), (ON, 1)):
            assert sum(one.now for one in stays(session, who, day)) == held
        assert [one.now for one in stays(session, who, ON)] == [True, False]
        assert since_words(stays(session, who, ON), ON) == {"独居老人": "独居老人，2025年1月1日起"}
    with desk.writing(OPERATOR, "改") as session:
        correct_category(session, first, {"to_date": "2024-10-31"}, ON)
    assert kept(desk, first).to_date == "2024-10-31"
    undo_last(desk, OPERATOR)
    assert kept(desk, first).to_date == "2024-09-30"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"category": "living_alone", "from_date": "2025-06-01"}, "重了"),
        ({"category": "living_alone"}, "重了"),
        ({"category": "empty_nest", "from_date": "2025-06-01", "to_date": "2025-05-31"}, "结束比开始还早"),
        ({"category": "empty_nest", "from_date": (ON + timedelta(days=1)).isoformat()}, "还没到"),
        ({"category": "empty_nest", "from_date": "1940-01-01"}, "出生"),
        ({"category": "empty_nest", "evidence_on": "2027-01-01"}, "证明"),
        ({"category": "elder"}, "大类"),
        ({"category": "no_such_category"}, "大类"),
    ],
)
def test_what_cannot_be_is_refused_in_words(desk: Database, fields: dict[str, Any], words: str) -> None:
    who = person(desk, "汪厚行", 81)
    give(desk, who, "living_alone", from_date="2025-01-01")
    before = desk.position()
    with pytest.raises(CategoryImpossible, match=words):
        give(desk, who, **fields)
    assert desk.position() == before


def test_what_is_gone_is_told(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    tag = give(desk, who, "living_alone")
    with desk.writing(OPERATOR, "登错") as session:
        remove_category(session, tag)
    with pytest.raises(NoSuchTag), desk.writing(OPERATOR, "停") as session:
        end_category(session, tag, ON, ON)
    give(desk, who, "living_alone", from_date="2020-01-01")


def test_a_restricted_category_is_told_by_the_one_above_it(desk: Database) -> None:
    who = person(desk, "方禾", 8, alias="小禾")
    tag = give(desk, who, "child_of_prisoner", from_date="2025-01-01", evidence="判决书")
    with desk.reading() as session:
        assert [(one.code, one.restricted) for one in stays(session, who, ON)] == [("child_in_need", False)]
        assert [(one.code, one.restricted) for one in stays(session, who, ON, may_see=True)] == [("child_of_prisoner", True)]
        assert since_words(stays(session, who, ON, may_see=True), ON) == {}
    with pytest.raises(CategoryImpossible):
        give(desk, who, "child_of_prisoner", from_date="2026-01-01")
    give(desk, who, "child_of_drug_user", from_date="2026-01-01")
    with desk.writing(OPERATOR, "停") as session:
        end_category(session, tag, ON, ON, reason="parent_released", note="刑满")
    ended = kept(desk, tag)
    assert (ended.exit_reason, ended.restricted_exit_reason) == ("parents_changed", "parent_released")
    with desk.writing(OPERATOR, "改") as session:
        correct_category(session, tag, {"exit_reason": "adopted"}, ON)
    assert (kept(desk, tag).exit_reason, kept(desk, tag).restricted_exit_reason) == ("adopted", None)
    lines = "".join(str(line.fields) for line in journal(desk))
    for word in ("prisoner", "drug", "released", "判决书", "刑满"):
        assert word not in lines, "what is restricted is in no line that travels"


@pytest.mark.parametrize(
    ("known", "codes", "words"),
    [
        ({"living_arrangement": "with_children"}, {"living_alone"}, "与子女"),
        ({}, {"living_alone", "empty_nest"}, "只能是一样"),
        ({"children_whereabouts": "same_village"}, {"left_behind_elder"}, "同村"),
        ({"children_count": 2}, {"bereaved_of_only_child"}, "2 个子女"),
        ({"self_care": "able"}, {"disabled_function"}, "能自理"),
        ({"birth_date": "1964-05-01"}, {"oldest_old"}, "62 岁"),
        ({"birth_date": "2009-05-01"}, {"left_behind_child"}, "17 岁"),
        ({"living_arrangement": "alone"}, {"living_alone"}, ""),
        ({"birth_date": "2009-05-01"}, {"orphan"}, ""),
        ({"birth_date": "1940-05-01", "children_whereabouts": "other_province"}, {"left_behind_elder", "oldest_old"}, ""),
    ],
)
def test_what_does_not_go_together_is_marked(known: dict[str, Any], codes: set[str], words: str) -> None:
    found = "；".join(one.says for one in doubts(ResidentDraft.model_validate({"name": "汪厚行"} | known), codes, TODAY))
    assert words in found
    assert bool(found) == bool(words)


def test_the_axes_share_no_category() -> None:
    groups = [set(axis_tags(axis)) for axis in ("living", "children", "family", "ability")]
    assert all(groups)
    assert sum(map(len, groups)) == len(set().union(*groups))


def test_the_four_answers_are_written_together_and_undone_together(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    give(desk, who, "living_alone", from_date="2025-01-01")
    relative(desk, who, "daughter", "深圳")
    relative(desk, who, "son", "", life_state="deceased")
    relative(desk, who, "son_in_law", "深圳")
    answers = {
        "living": Axis("living", frozenset({"empty_nest"}), "couple"),
        "children": Axis("children", frozenset({"left_behind_elder"}), "other_province"),
        "family": Axis("family", frozenset(), ""),
        "ability": Axis("ability", frozenset({"dementia", "partly_dependent"}), "moderate"),
    }
    with desk.writing(OPERATOR, "四问") as session:
        assert set_axes(session, who, answers, ON) == 8
    with desk.reading() as session:
        assert axes_of(session, who, ON) == answers
        assert living_children(session, who) == 1
        one = session.exec(select(Resident)).one()
        assert (one.living_arrangement, one.dependency_level) == ("couple", "moderate")
    with desk.writing(OPERATOR, "四问") as session:
        assert set_axes(session, who, answers, ON) == 0
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        assert axes_of(session, who, ON)["living"] == Axis("living", frozenset({"living_alone"}), "")


def test_the_rule_of_the_unattended_for_every_pair() -> None:
    states = (*UNABLE, *GONE, "present", "remarried_away", "divorced", "left_home", "unknown", None)
    for father in states:
        for mother in states:
            answer = unattended(father, mother, 9).answer
            pair = {father, mother}
            if pair & {"present", "remarried_away", "divorced", "left_home"}:
                assert answer is Answer.NO
            elif pair & {None, "unknown"}:
                assert answer is Answer.UNKNOWN
            elif pair <= GONE:
                assert answer is Answer.ORPHAN
            else:
                assert answer is Answer.UNATTENDED
            assert unattended(mother, father, 9).answer is answer
            assert unattended(father, mother, 18).answer is Answer.NO
    assert "民发〔2019〕62号" in unattended("deceased", "in_prison", 9).source
