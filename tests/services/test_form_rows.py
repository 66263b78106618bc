"""What stands in the cells of a form: every style, what is covered of whom, who stands in it at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.form_style import STYLES, date_writer, id_writer
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.form_facts import UnknownFact, fact, facts
from stationdesk.services.form_out import NobodyInForm, NoReason, Wanted, note_gone, out, whom
from stationdesk.services.form_profiles import built_in
from stationdesk.services.form_rows import columns_of, covered_words
from stationdesk.store.database import Database
from tests.services.form_kit import NUMBER, cells, operator, profile
from tests.services.people import ON, ago, person, put, relative, visited


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("plain", "34052419800101001X"),
        ("apostrophe", "'34052419800101001X"),
        ("lower_x", "34052419800101001x"),
        ("spaced", "340524 19800101 001X"),
        ("covered", "340524********001X"),
        ("last_four", "001X"),
    ],
)
def test_the_id_number_in_six_styles(desk: Database, style: str, said: str) -> None:
    person(desk, "汪大山", None, id_no=NUMBER.lower())
    assert cells(desk, profile(f"resident.id_no:{style}"), full=True) == [(said,)]


def test_there_are_six_styles_and_what_is_no_number_is_never_cut() -> None:
    assert len(STYLES["id"]) == 6
    for style in ("plain", "spaced"):
        assert id_writer(style)("户口簿在派出所") == "户口簿在派出所"
    assert id_writer("last_four")("12345") == "*****"


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("dashes", "1942-03-05"),
        ("words", "1942年3月5日"),
        ("plain", "19420305"),
        ("month", "1942.03"),
        ("slashes", "1942/03/05"),
        ("year", "1942"),
        ("lunar", "1942年正月十九"),
    ],
)
def test_dates_in_every_style(desk: Database, style: str, said: str) -> None:
    person(desk, "汪大山", None, birth_date="1942-03-05", birth_precision="day")
    assert cells(desk, profile(f"resident.birth_date:{style}"), full=True) == [(said,)]


def test_a_lunar_birth_date_is_put_into_the_calendar_the_form_asks_for(desk: Database) -> None:
    person(desk, "汪大山", None, birth_date="1942-03-05", birth_precision="day", birth_calendar="lunar")
    form = profile("resident.birth_date:dashes", "resident.birth_date:lunar")
    assert cells(desk, form, full=True) == [("1942-04-19", "1942年三月初五")]


@given(st.sampled_from(["1942", "1942-03", "1942-03-30", "2000-02-29", "1899-12-01", "2101-01-01"]), st.sampled_from(list(STYLES["date"])))
def test_no_style_adds_to_a_date_what_is_not_known(day: str, style: str) -> None:
    said = date_writer(style)(day)
    assert day[:4] in said or style == "lunar"
    if len(day) == 4:
        assert said.rstrip("年") == "1942"


def test_codes_money_flags_and_phones(desk: Database) -> None:
    numbers = (PhoneNumber(number="13800001111"), PhoneNumber(number="0798-8221234"))
    said: dict[str, Any] = {"sex": "male", "relation_to_head": "head", "health_kind": "disabled", "is_remote": True}
    said["pension_monthly"] = 12_350
    put(desk, Resident, ResidentDraft(name="汪大山", birth_date="1946-01-02", birth_precision="day", phones=numbers, **said))
    form = profile(
        *("resident.sex", "resident.sex:national", "resident.relation_to_head:national", "resident.health_kind:ticks"),
        *("resident.is_remote", "resident.is_remote:tick", "resident.is_remote:digit", "resident.is_remote:there"),
        *("resident.pension_monthly", "resident.pension_monthly:cents", "resident.phones", "resident.phones:first", "resident.age"),
    )
    assert cells(desk, form, full=True) == [
        ("男", "1", "02", "健康( ) 残疾(√) 患病( )", "是", "√", "1", "有", 123.5, 12350, "13800001111、0798-8221234", "13800001111", 80)
    ]


def test_everything_is_covered_unless_a_reason_is_given(desk: Database) -> None:
    person(
        *(desk, "汪大山", 80),
        id_no=NUMBER,
        disability_no=NUMBER + "44",
        current_address="上徐村3组12号",
        remark=f"儿子 13912345678，证 {NUMBER}，2026年11月来过",
    )
    form = profile(
        *("resident.name", "resident.id_no", "resident.id_no:spaced", "resident.id_no:last_four", "resident.disability_no"),
        *("resident.phones", "resident.birth_date", "resident.lives", "resident.remark", "resident.birth_date:words"),
    )
    (row,) = cells(desk, form)
    assert row == (
        *("汪大山", "340524********001X", "340524********001X", "001X", "*" * 20, "138****5678", "1946", "上徐村3组"),
        *("儿子 139****5678，证 340524********001X，2026年11月来过", "1946"),
    )
    with desk.reading() as session:
        asked = Wanted(ON, full=True, reason=" \u3000 ")
        with pytest.raises(NoReason):
            out(session, form, asked, whom(session, form, asked, operator()))


def test_a_covered_number_and_the_birth_date_beside_it_do_not_give_the_number_away(desk: Database) -> None:
    person(desk, "汪大山", None, id_no=NUMBER, birth_date="1980-01-01", birth_precision="day")
    every = [path for path, one in facts().items() if path.startswith("resident.") or one.kind in ("id", "date")]
    said = "\n".join(str(cell) for at in (0, 100) for row in cells(desk, profile(*every[at : at + 100])) for cell in row)
    assert NUMBER[6:14] not in said
    assert "1980-01" not in said


def _family(desk: Database) -> str:
    child = person(
        desk, "汪小军", 9, id_no=NUMBER, school="丽阳小学", current_address="上徐村3组12号", remark="爸爸叫汪大山", nickname="军军"
    )
    relative(desk, child, "father", "广东省深圳市", "13900002222", name="汪大山")
    relative(desk, child, "mother", "", name="李梅花", life_state="deceased")
    put(desk, Guardian, GuardianDraft(resident_id=child, name="王秀英", relation="grandmother"))
    put(desk, CategoryTag, CategoryTagDraft(resident_id=child, category="child_of_prisoner"))
    return child


CHILD = ("resident.name", "resident.school", "resident.lives", "resident.village_group", "kin.father.name", "kin.father.works_at")
FAMILY = (*CHILD, "kin.mother.name", "guardian.name", "resident.remark", "resident.nickname", "kin.father.phones", "tags")


def test_a_child_stands_in_a_form_by_alias_and_only_before_who_may_see_children(desk: Database) -> None:
    _family(desk)
    person(desk, "汪厚行", 81)
    form = profile(*FAMILY)
    covered = next(row for row in cells(desk, form) if row[0] != "汪厚行")
    assert covered == ("小军", "*", "*", "*", "汪*山", "*", "—", "王*英", "*", "*", "139****2222", "困境儿童")
    full = next(row for row in cells(desk, form, full=True) if row[0] == "汪小军")
    assert full[1:8] == ("丽阳小学", "上徐村3组12号", "汪家组", "汪大山", "广东省深圳市", "—", "王秀英")
    for way in (False, True):
        assert [row[0] for row in cells(desk, form, full=way, children=False)] == ["汪厚行"]
    with desk.reading() as session:
        assert whom(session, form, Wanted(ON), operator(children=False)).children_left_out == 1


def test_what_is_restricted_can_not_be_asked_for(desk: Database) -> None:
    _family(desk)
    for path in (
        "resident.father_status",
        "tags.restricted_category",
        "tag.child_of_prisoner.held",
        "resident.counselling_note",
        "visit.counselling_note",
    ):
        with pytest.raises(UnknownFact):
            fact(path)
    everything = [path for path, one in facts().items() if one.needs]
    said = "\n".join(str(cell) for row in cells(desk, profile(*everything[:100]), full=True) for cell in row)
    said += "\n".join(str(cell) for row in cells(desk, profile(*everything[100:210]), full=True) for cell in row)
    assert "服刑" not in said


def test_every_fact_can_be_read_in_every_style_covered_and_full(desk: Database) -> None:
    child = _family(desk)
    visited(desk, child, 3, content="来看过", visitors=())
    paths = [f"{path}:{style}" for path, one in facts().items() for style in STYLES[one.kind] if path not in ("text", "serial")]
    for start in range(0, len(paths), 100):
        for full in (False, True):
            (row,) = cells(desk, profile(*paths[start : start + 100]), full=full)
            assert all(isinstance(cell, str | int | float) for cell in row)


def test_who_stands_in_a_form(desk: Database) -> None:
    old = person(desk, "汪厚行", 81, "red", village_group="10组")
    young = person(desk, "李四", 40, village_group="2组")
    put(desk, CategoryTag, CategoryTagDraft(resident_id=old, category="living_alone"))
    home = put(desk, Household, HouseholdDraft(household_no="7", village_group="2组"))
    member = person(desk, "王五", 70, village_group="2组", household_id=home.id)
    put(desk, CategoryTag, CategoryTagDraft(household_id=home.id, category="subsistence_allowance"))
    put(desk, CategoryTag, CategoryTagDraft(resident_id=young, category="disabled", to_date=ago(2)))
    person(desk, "搬走的", 50, residency_status="moved_out")
    person(desk, "不知年纪", None, village_group="")

    def names(**fields: object) -> list[str]:
        return [str(row[0]) for row in cells(desk, profile("resident.name", **fields))]

    assert names() == ["李四", "王五", "汪厚行", "不知年纪"]
    assert names(categories=("elder",)) == ["汪厚行"]
    assert names(categories=("aid_household",)) == ["王五"]
    assert names(from_age=70) == ["王五", "汪厚行"]
    assert names(to_age=69) == ["李四"]
    assert names(grades=("red",)) == ["汪厚行"]
    assert names(village_groups=("2组",)) == ["李四", "王五"]
    assert names(states=("moved_out",)) == ["搬走的"]
    with pytest.raises(NobodyInForm):
        names(categories=("disabled",))
    form = profile("resident.name", categories=("elder",))
    assert cells(desk, form, only=[member, old]) == [("汪厚行",)]
    assert cells(desk, profile("resident.name"), only=[member, old, young]) == [("王五",), ("汪厚行",), ("李四",)]


def test_the_age_is_that_at_the_cut_off(desk: Database) -> None:
    person(desk, "汪厚行", None, birth_date="1946-11-28", birth_precision="day")
    form = profile("resident.age", "resident.age:words")
    with desk.reading() as session:
        for on, age in ((date(2026, 11, 27), 79), (date(2026, 11, 28), 80)):
            asked = Wanted(on)
            found = list(out(session, form, asked, whom(session, form, asked, operator())))
            assert found[0].cells == (age, f"{age}岁")


def test_helpers_grades_aid_and_what_never_changes(desk: Database) -> None:
    old = person(desk, "汪厚行", 81)
    put(desk, CareGrade, CareGradeDraft(resident_id=old, grade="red", from_date=ago(9)))
    mother = put(desk, Helper, HelperDraft(name="王芳", org="区妇联", phones=(PhoneNumber(number="13700000000"),)))
    put(desk, Pairing, PairingDraft(helper_id=mother.id, resident_id=old, kind="caring_mother", start_date=ago(30)))
    put(desk, Pairing, PairingDraft(helper_name="赵书记", resident_id=old, kind="responsibility", level=3))
    put(desk, Pairing, PairingDraft(helper_name="走了的", resident_id=old, kind="pairing", end_date=ago(1)))
    put(desk, CategoryTag, CategoryTagDraft(resident_id=old, category="subsistence_allowance", aid_class="class_a", monthly_amount=60_000))
    put(
        desk,
        Kin,
        KinDraft(resident_id=old, name="汪小明", relation="eldest_son", works_at="上海市", phones=(PhoneNumber(number="13600000000"),)),
    )
    form = profile(
        *("serial", "helper.name", "helper.org", "helper.phones", "officer.name", "grade", "tag.subsistence_allowance.monthly_amount"),
        *("tag.subsistence_allowance.held", "kin.child_1.name", "kin.child_1.said_relation", "kin.contact_1.phones", "kin.child_2.name"),
    )
    assert cells(desk, form) == [(1, "王芳", "区妇联", "137****0000", "赵书记", "红色", 600, "是", "汪小明", "长子", "136****0000", "")]
    pairs = profile("resident.name", "helper.name", "pairing.start_date", row_kind="pairing", pairing_kinds=("caring_mother",))
    assert cells(desk, pairs) == [("汪厚行", "王芳", ago(30))]


def test_what_changed_since_the_form_went_out_last(desk: Database) -> None:
    old = person(desk, "汪厚行", 81)
    form = profile("resident.name", "changed")
    asked = Wanted(ON)
    assert cells(desk, form) == [("汪厚行", "")]
    with desk.writing("徐丽华", "记下") as session:
        note_gone(session, form, asked, "徐丽华", whom(session, form, asked, operator()), "花名册.xlsx")
    assert cells(desk, form) == [("汪厚行", "")]
    with desk.writing("徐丽华", "改") as session:
        kept = session.get_one(Resident, 1)
        kept.village_group, kept.nickname = "3组", "老三"
    relative(desk, old, "son", "上海市")
    put(desk, Resident, ResidentDraft(name="新来的"))
    assert sorted(cells(desk, form)) == [("新来的", "新增"), ("汪厚行", "小名、村民小组、家属")]


def test_a_household_is_a_row(desk: Database) -> None:
    home = put(desk, Household, HouseholdDraft(household_no="7", village_group="2组", head_name="王五"))
    person(desk, "王五", 70, village_group="2组", household_id=home.id)
    person(desk, "王六", 40, village_group="2组", household_id=home.id)
    person(desk, "没有户的", 40, village_group="2组")
    form = profile("household.household_no", "head.name", "household.members", row_kind="household")
    assert cells(desk, form) == [("7", "王五", 2)]


def test_the_forms_that_ship_ask_for_what_there_is_and_hold_nothing_restricted() -> None:
    assert len(built_in()) >= 13
    for form in built_in().values():
        assert len(columns_of(form.draft)) == len(form.draft.columns)
        for column, found in columns_of(form.draft):
            assert column.heading, f"{form.code} {column.path} has no heading"
            assert not column.style or column.style in STYLES[found.kind]


@given(st.text("0123456789Xx -年、电话", max_size=60))
def test_no_long_number_stays_readable_in_a_remark(text: str) -> None:
    said = covered_words(text)
    for run in said.replace("-", " ").split():
        digits = "".join(c if c.isdigit() else " " for c in run).split()
        assert all(len(one) < 11 or one.startswith(("19", "20")) for one in digits)
