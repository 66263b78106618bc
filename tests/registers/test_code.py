"""Code tables: every one loads, no spelling means two things, national codes are those of the standards."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from stationdesk.registers.code import CodeDraft, table, table_names
from stationdesk.registers.field import plain_key
from stationdesk.registers.grade_scheme import default_scheme
from stationdesk.settings import resource

EXPECTED = {
    "sex", "ethnicity", "relation", "marital_status", "health_status", "political_status", "education",
    "labor_capacity", "household_reg_type", "residency_status", "resident_category", "self_care", "living_arrangement",
    "mobility", "smartphone_ability", "need_kind", "disability_kind", "disability_grade", "illness", "schooling",
    "guardianship_kind", "guardianship_grade", "income_source", "aid", "contact_mode", "visit_kind", "visitor_role",
    "visit_outcome", "check_item", "check_result", "helper_type", "pairing_kind", "pairing_mode", "pairing_state",
    "pairing_end_reason", "org_level", "consent_kind", "consent_form", "place_kind", "id_type", "birth_precision",
    "birth_calendar", "card_design", "unit_kind", "exit_reason",
}  # fmt: skip


def test_all_tables_ship() -> None:
    assert set(table_names()) >= EXPECTED
    with pytest.raises(FileNotFoundError):
        table("no_such_table")


@pytest.mark.parametrize("name", table_names())
def test_table_is_sound(name: str) -> None:
    codes = table(name)
    assert codes.title
    assert codes.rows
    assert table(name) is codes
    assert len(codes.by_code) == len(codes.rows), "a code stands twice"
    meant: dict[str, str] = {}
    for row in codes.rows:
        assert row.code.isascii()
        assert row.label.strip() == row.label != ""
        assert row.parent is None or row.parent in codes.by_code
        assert codes.code_for(row.code) == codes.code_for(row.label) == row.code
        for spelling in {plain_key(s) for s in (row.code, row.label, row.national or row.code, *row.synonyms)}:
            assert meant.setdefault(spelling, row.code) == row.code, f"{spelling} means {meant[spelling]} and {row.code}"
        CodeDraft.model_validate({"table_name": name, "code": row.code, "label": row.label, "synonyms": row.synonyms})
    assert sum(len(codes.children(row.code)) for row in codes.rows) + len(codes.children(None)) == len(codes.rows)
    assert {row.code for root in codes.children(None) for row in (root, *codes.descendants(root.code))} == set(codes.by_code), (
        "a ring of parents"
    )


@pytest.mark.parametrize("name", table_names())
def test_file_says_nothing_unknown(name: str) -> None:
    known = {"code", "label", "national", "synonyms", "parent", "valid_from", "valid_to", "note", "axis", "restricted", "group"}
    found = json.loads(resource(f"codes/{name}.json").read_text(encoding="utf-8"))
    assert set(found) <= {"title", "standard", "rows", "open"}
    assert {key for row in found["rows"] for key in row} <= known


@pytest.mark.parametrize(
    ("name", "code", "national", "label"),
    [
        ("sex", "male", "1", "男"),
        ("sex", "female", "2", "女"),
        ("sex", "unstated", "9", "未说明"),
        ("ethnicity", "han", "01", "汉族"),
        ("ethnicity", "uyghur", "05", "维吾尔族"),
        ("ethnicity", "she", "22", "畲族"),
        ("ethnicity", "gaoshan", "23", "高山族"),
        ("ethnicity", "jino", "56", "基诺族"),
        ("relation", "head", "02", "户主"),
        ("relation", "spouse", "10", "配偶"),
        ("relation", "daughter_in_law", "38", "儿媳"),
        ("relation", "daughters_son", "43", "外孙子"),
        ("relation", "paternal_grandmother", "62", "祖母"),
        ("relation", "maternal_grandfather", "63", "外祖父"),
        ("relation", "elder_sister", "75", "姐姐"),
        ("relation", "sisters_daughter", "96", "外甥女"),
        ("relation", "not_related", "99", "非亲属"),
        ("marital_status", "widowed", "30", "丧偶"),
        ("health_status", "diabetes", "37", "糖尿病"),
        ("health_status", "multiple_disability", "67", "多重残疾"),
        ("political_status", "party_member", "01", "中共党员"),
        ("political_status", "masses", "13", "群众"),
        ("education", "primary", "80", "小学教育"),
        ("education", "junior_secondary", "70", "初级中学教育"),
        ("disability_kind", "4", "64", "肢体"),
    ],
)
def test_national_codes(name: str, code: str, national: str, label: str) -> None:
    assert (table(name).national(code), table(name).label(code)) == (national, label)
    assert table(name).code_for(national) == code or name == "disability_kind"


def test_the_56_peoples_are_there() -> None:
    peoples = [row for row in table("ethnicity").rows if row.national and int(row.national) <= 56]
    missing = {9, 10, 29, 30} - {int(row.national or 0) for row in peoples}
    assert not missing
    assert len(peoples) == 56


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("ethnicity", "汉", "han"),
        ("ethnicity", " 汉\u3000族 ", "han"),
        ("sex", "Ｍ", "male"),
        ("sex", "１", "male"),
        ("relation", "奶奶", "paternal_grandmother"),
        ("relation", "外公", "maternal_grandfather"),
        ("relation", "女婿", "son_in_law"),
        ("relation", "长子", "eldest_son"),
        ("resident_category", "失独", "bereaved_of_only_child"),
        ("resident_category", "事实无人抚养", "de_facto_unattended_child"),
        ("resident_category", "低保户", "subsistence_allowance"),
        ("resident_category", "五保户", "destitute_support"),
        ("resident_category", "orphan", "orphan"),
        ("disability_kind", "肢体残疾", "4"),
        ("disability_grade", "２级", "2"),
        ("contact_mode", "入户", "home"),
        ("residency_status", "已故", "deceased"),
        ("resident_category", "没有这种类别", None),
        ("resident_category", "留守", None),
        ("sex", "", None),
    ],
)
def test_spellings_of_ledgers(name: str, written: str, code: str | None) -> None:
    assert table(name).code_for(written) == code


def test_unknown_code_is_its_own_word() -> None:
    assert table("sex").label("other_code") == "other_code"
    assert table("sex").label(None) == ""


def test_category_tree() -> None:
    categories = table("resident_category")
    assert {row.code for row in categories.descendants("child_in_need")} >= {"orphan", "de_facto_unattended_child", "abused_child"}
    assert {row.code for row in categories.children("child")} == {"left_behind_child", "single_parent", "child_in_need"}
    assert categories.is_within("orphan", "child")
    assert not categories.is_within("orphan", "elder")
    assert [row.code for row in categories.ancestors("near_poverty")] == ["monitored_household", "aid_household"]
    assert {row.axis for row in categories.descendants("elder")} == {"living", "children", "family", "ability", None}
    axes = {"living_alone": "living", "empty_nest": "living", "left_behind_elder": "children", "bereaved_of_only_child": "family"}
    assert {code: categories.by_code[code].axis for code in axes} == axes
    assert categories.by_code["disabled_function"].axis == "ability"


def test_restricted_categories_have_an_open_one_above() -> None:
    categories = table("resident_category")
    restricted = {row.code for row in categories.rows if categories.is_restricted(row.code)}
    assert restricted == {
        "child_of_prisoner",
        "street_child",
        "child_affected_by_hiv",
        "child_of_drug_user",
        "abused_child",
        "severe_mental_disorder",
    }
    assert {categories.unrestricted(code) for code in restricted} == {"child_in_need", "serious_illness"}
    assert categories.unrestricted("orphan") == "orphan"


def test_county_additions() -> None:
    added = CodeDraft(table_name="need_kind", code="firewood", label="劈柴", synonyms=("砍柴",), valid_from="2026-01-01")
    changed = CodeDraft(table_name="need_kind", code="meals", label="助餐", synonyms=("送饭",))
    elsewhere = CodeDraft(table_name="sex", code="x", label="别处")
    needs = table("need_kind").extended([added, changed, elsewhere])
    assert needs.code_for("砍柴") == "firewood"
    assert needs.label("meals") == "助餐"
    assert needs.code_for("送餐") == "meals"
    assert "x" not in needs.by_code
    assert needs.by_code["firewood"].given_on("2026-01-01")
    assert not needs.by_code["firewood"].given_on("2025-12-31")
    assert table("need_kind").code_for("砍柴") is None
    with pytest.raises(ValidationError):
        CodeDraft(table_name="need_kind", code="劈柴", label="劈柴")


def test_default_grade_scheme() -> None:
    scheme = default_scheme()
    assert {grade.code: grade.contact_every_days for grade in scheme.grades} == {"red": 1, "yellow": 7, "green": 30}
    assert scheme.first_visit_workdays == 5
    assert [scheme.code_for(word) for word in ("红", "黄 色", "green", "蓝")] == ["red", "yellow", "green", None]
    red = scheme.grade("red")
    assert red is not None
    assert red.after_major_change_hours == 24
    assert scheme.grade("blue") is None
