"""A family written at once: relatives, categories, whose parents are away, follow of themselves; the list and the page say the same."""

from __future__ import annotations

import pytest
from sqlmodel import col, select

from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.calling_order import callers, move_caller
from stationdesk.services.families import family_of
from stationdesk.services.family_list import family_rows, homes_meant
from stationdesk.services.family_roll import WantedHomes
from stationdesk.services.family_troubles import troubles
from stationdesk.services.family_writing import FamilyDraft, MemberDraft, add_member
from stationdesk.services.guardianship import write_guardians
from stationdesk.services.households import take_out
from stationdesk.services.kin_links import KinImpossible, add_reverse, link, refuse_circle
from stationdesk.services.person_writing import PersonDraft, change_resident
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.families import AWAY, ON, OPERATOR, born, data_of, fang, kin_of, people, phone, roll, write


def test_nothing_is_typed_twice(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    child = found["方晓禾"]
    assert (child.village, child.village_group, child.current_address) == ("上徐村", "一组", "8 号")
    assert (child.parents_away, child.sex, child.head_name) == ("both", "female", "方根水")
    assert kin_of(desk, child.id) == [
        ("paternal_grandfather", "方根水", None, True, 1),
        ("father", "方小军", "泉州", True, 2),
        ("mother", "周丽萍", "泉州", True, 3),
    ]
    assert kin_of(desk, found["方根水"].id) == [("son", "方小军", "泉州", True, 1)]
    with desk.reading() as session:
        tags = dict(session.exec(select(CategoryTag.resident_id, CategoryTag.category)).all())
    assert tags[child.id] == "left_behind_child"
    assert tags[found["方根水"].id] == "left_behind_elder"
    assert tags[found["方小军"].id] == "other"


def test_a_family_is_undone_whole(desk: Database) -> None:
    home = write(desk, fang())
    undone = undo_last(desk, OPERATOR)
    assert undone.says == "登记方根水家，5 口人"
    with desk.reading() as session:
        for kind in (Household, Resident, Kin, CategoryTag):
            assert session.exec(select(kind).where(col(kind.removed_at).is_(None))).all() == []
    assert home not in roll(desk).ids(WantedHomes())


def test_the_list_says_who_brings_the_children_up(desk: Database) -> None:
    home = write(desk, fang())
    found = roll(desk)
    assert found.ids(WantedHomes(flag="both_away"), may_see_children=True) == [home]
    assert found.ids(WantedHomes(flag="only_old"), may_see_children=True) == []
    with desk.reading() as session:
        row = family_rows(session, found, [home], ON, may_see_children=True)[home]
        veiled = family_rows(session, found, [home], ON)[home]
    assert (row.title, row.note, row.place) == ("方根水家", "爷爷带", "一组 8 号，5 人")
    assert veiled.note == ""


def test_the_list_is_found_by_head_member_and_number(desk: Database) -> None:
    home = write(desk, fang())
    found = roll(desk)
    with desk.reading() as session:
        assert homes_meant(session, found, "fgs", ON) == {home}
        assert homes_meant(session, found, "0117", ON) == {home}
        assert homes_meant(session, found, "方晓禾", ON, may_see_children=True) == {home}
        assert homes_meant(session, found, "方晓禾", ON) == frozenset(), "a child's name leads nowhere without the right"


def test_the_list_follows_a_parent_who_comes_home(desk: Database) -> None:
    home = write(desk, fang())
    found, father = roll(desk), people(desk, home)["方小军"]
    with desk.writing(OPERATOR, "回来了") as session:
        change_resident(session, father.id, PersonDraft({"residency_status": "returned"}), ON)
    with desk.reading() as session:
        found.follow(session, ON)
    assert found.ids(WantedHomes(flag="both_away"), may_see_children=True) == []
    line = found.line(home)
    assert line is not None
    assert (line.size, line.at_home) == (5, 4)


def test_the_page_says_where_everybody_is(desk: Database) -> None:
    home = write(desk, fang())
    data = data_of(desk, home)
    shown = family_of(data, may_see_children=True)
    assert (shown.title, shown.facts) == ("方根水家", ("一组 8 号", "户号 0117", "5 口人，在家 3 口"))
    lines = [one.sentence for one in shown.members]
    assert lines[0] == "户主，方根水，72岁，在家，2 个孩子的照看人"
    assert lines[1] == "儿子，方小军，41岁，在外 泉州，鞋厂，2月19日 走的"
    assert lines[3] == "孙子，小树（化名），11岁，在家，小学"
    open_now = family_of(data, may_see_children=True, revealed=True)
    assert "方晓树" in open_now.members[3].sentence
    assert "镇小学五年级" in open_now.members[3].sentence
    assert ("监护人", "爸爸 方小军、妈妈 周丽萍") in [(label, "".join(part.text for part in parts)) for label, parts in shown.guarding]
    assert ("兄弟姐妹", "小树、小禾") in [(label, "".join(part.text for part in parts)) for label, parts in shown.guarding]
    veiled = family_of(data)
    assert [one.name for one in veiled.members] == ["方根水", "方小军", "周丽萍"]
    assert veiled.hidden == 2
    assert veiled.guarding == ()
    assert "孩子" not in "".join(one.sentence for one in veiled.members)


def test_one_more_member_is_given_what_the_household_has(desk: Database) -> None:
    home = write(desk, fang())
    with desk.writing(OPERATOR, "加一口人") as session:
        made = add_member(session, home, MemberDraft("granddaughter", {"name": "方晓苗", **born(3)}), ON)
    found = people(desk, home)["方晓苗"]
    assert (found.village_group, found.current_address, found.parents_away) == ("一组", "8 号", "both")
    assert [row[0] for row in kin_of(desk, made.id)] == ["paternal_grandfather", "father", "mother"]
    undo_last(desk, OPERATOR)
    assert len(data_of(desk, home).there) == 5


def test_a_relative_follows_his_own_page(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    with desk.writing(OPERATOR, "换号码") as session:
        change_resident(session, found["方小军"].id, PersonDraft({**phone("13800009999"), "migrant_place": "晋江"}), ON)
    assert ("father", "方小军", "晋江", True, 2) in kin_of(desk, found["方晓禾"].id)
    assert [one.number for one in callers(data_of(desk, home)) if one.name == "方小军"] == ["13800009999"]


def test_a_household_without_a_head_says_so(desk: Database) -> None:
    home = write(desk, fang())
    with desk.writing(OPERATOR, "出户") as session:
        take_out(session, people(desk, home)["方根水"].id)
    data = data_of(desk, home)
    assert [one.code for one in troubles(data)][:2] == ["no_head", "no_carer"]
    assert roll(desk).ids(WantedHomes(flag="no_head")) == [home]


def test_what_cannot_be_right_is_said(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    with desk.writing(OPERATOR, "去世") as session:
        change_resident(session, found["方根水"].id, PersonDraft({"residency_status": "deceased"}), ON)
    data = data_of(desk, home)
    assert [one.code for one in troubles(data)] == ["head_gone", "no_carer"]
    with desk.writing(OPERATOR, "改") as session:
        session.add(Kin(resident_id=found["方小军"].id, kin_resident_id=found["方晓禾"].id, relation="father", author=data.home.author))
    assert "circle" in [one.code for one in troubles(data_of(desk, home))]


def test_a_child_as_head_is_an_attention_line(desk: Database) -> None:
    alone = FamilyDraft({"village_group": "一组"}, (MemberDraft("head", {"name": "方晓禾", **born(8), "sex": "female"}),))
    home = write(desk, alone)
    data = data_of(desk, home)
    found = {one.code: one for one in troubles(data)}
    assert found["child_head"].of_children
    assert family_of(data).title == "小禾家"
    assert roll(desk).ids(WantedHomes(flag="child_head"), may_see_children=True) == [home]


def test_the_carer_in_hospital_is_the_first_thing_said(desk: Database) -> None:
    home = write(desk, fang())
    with desk.writing(OPERATOR, "住院") as session:
        change_resident(session, people(desk, home)["方根水"].id, PersonDraft({"residency_status": "hospital"}), ON)
    first = troubles(data_of(desk, home))[0]
    assert (first.code, first.bold) == ("carer", "照看孩子的人住院了：方根水。")
    assert roll(desk).ids(WantedHomes(flag="carer_failing"), may_see_children=True) == [home]


def test_the_order_of_calling_is_one_list(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    before = callers(data_of(desk, home))
    assert [one.title for one in before] == ["爷爷 方根水", "爸爸 方小军", "妈妈 周丽萍"]
    with desk.writing(OPERATOR, "先打谁") as session:
        after = move_caller(session, home, before[2].key, -1, ON)
    assert [one.name for one in after] == ["方根水", "周丽萍", "方小军"]
    for child in ("方晓禾", "方晓树"):
        assert [row[1] for row in kin_of(desk, found[child].id)] == ["方根水", "周丽萍", "方小军"], "the person's own list is the same"
    undo_last(desk, OPERATOR)
    assert [one.name for one in callers(data_of(desk, home))] == ["方根水", "方小军", "周丽萍"]


def test_a_teacher_and_an_aunt_stand_in_the_same_list(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    child = found["方晓禾"]
    with desk.writing(OPERATOR, "加亲属") as session:
        fields = {"teacher_name": "黄老师", "teacher_phone": "13800000125"}
        change_resident(session, child.id, PersonDraft(fields), ON)
        aunt = {"relation": "fathers_sister", "name": "方小琴", "place": "本村二组", **phone("13800000122")}
        session.add(Kin(resident_id=child.id, author=child.author, **aunt))
    listed = callers(data_of(desk, home))
    assert [one.title for one in listed][-2:] == ["姑姑 方小琴", "班主任 黄老师"]
    with desk.writing(OPERATOR, "先打谁") as session:
        after = move_caller(session, home, listed[-1].key, -1, ON)
    assert [one.title for one in after][-2:] == ["班主任 黄老师", "姑姑 方小琴"]
    assert [row[1] for row in kin_of(desk, child.id)][-2:] == ["黄老师", "方小琴"]


def test_a_linked_relative_is_proposed_the_other_way_round(desk: Database) -> None:
    home = write(desk, fang())
    other = write(desk, FamilyDraft({"village_group": "二组"}, (MemberDraft("head", {"name": "方小琴", **born(39), "sex": "female"}),)))
    child, aunt = people(desk, home)["方晓禾"], people(desk, other)["方小琴"]
    with desk.writing(OPERATOR, "加亲属") as session:
        kin = Kin(resident_id=child.id, relation="fathers_sister", name="方小琴", author=child.author)
        session.add(kin)
        kin_id = kin.id
    with desk.writing(OPERATOR, "同一个人") as session:
        wanted = link(session, kin_id, aunt.id)
        assert wanted is not None
        assert (wanted.resident_id, wanted.relation) == (aunt.id, "brothers_daughter")
        add_reverse(session, wanted)
    assert kin_of(desk, aunt.id)[0][:2] == ("brothers_daughter", "方晓禾")
    with desk.reading() as session, pytest.raises(KinImpossible):
        refuse_circle(session, child.id, child.id, "father")
    father = people(desk, home)["方小军"]
    with desk.reading() as session, pytest.raises(KinImpossible):
        refuse_circle(session, father.id, child.id, "father")


def test_guardian_outside_counts_as_who_brings_them_up(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    with desk.writing(OPERATOR, "委托") as session:
        fields = {"name": "方小琴", "kind": "delegated", "relation": "fathers_sister", "from_date": "2026-01-01", "to_date": "2026-12-20"}
        write_guardians(session, [found["方晓禾"].id, found["方晓树"].id], fields, ON)
    first = troubles(data_of(desk, home))[0]
    assert (first.code, first.bold, first.text) == ("letter_due", "爸妈都在外，2 个孩子姑姑带。", "委托书到 12月20日 为止")
    assert roll(desk).ids(WantedHomes(flag="letter_due"), may_see_children=True) == [home]


def test_away_is_what_the_members_say_not_what_was_once_written(desk: Database) -> None:
    home = write(desk, fang())
    found = people(desk, home)
    assert found["方晓禾"].parents_away == "both"
    with desk.writing(OPERATOR, "妈妈回来") as session:
        change_resident(session, found["周丽萍"].id, PersonDraft({"residency_status": "living"}), ON)
    assert data_of(desk, home).facts.left == ()
    with desk.writing(OPERATOR, "又走了") as session:
        change_resident(session, found["周丽萍"].id, PersonDraft(AWAY), ON)
    assert len(data_of(desk, home).facts.left) == 2
