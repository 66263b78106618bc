"""What a record can say of itself: ages, minors, what is in force, who is out of date."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from stationdesk.registers.card_issue import CardIssueDraft, CardLine, content_digest
from stationdesk.registers.care_grade import CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.consent import ConsentDraft
from stationdesk.registers.guardian import GuardianDraft
from stationdesk.registers.helper import HelperDraft
from stationdesk.registers.note import NoteDraft
from stationdesk.registers.org_unit import OrgUnitDraft
from stationdesk.registers.pairing import PairingDraft
from stationdesk.registers.place import PlaceDraft
from stationdesk.registers.resident import ResidentDraft
from stationdesk.registers.setting import SettingDraft
from stationdesk.registers.station import Grid, StationDraft


@pytest.mark.parametrize(
    ("birth", "precision", "on", "age"),
    [
        ("1942-03-05", "day", "2026-03-04", 83),
        ("1942-03-05", "day", "2026-03-05", 84),
        ("1942-03", "month", "2026-03-30", 83),
        ("1942-03", "month", "2026-03-31", 84),
        ("1942-03", "month", "2026-04-01", 84),
        ("1942", "year", "2026-12-30", 83),
        ("1942", "year", "2026-12-31", 84),
        ("1944", "age", "2026-01-01", 82),
        ("2008-02-29", "day", "2026-02-28", 17),
        ("2008-02-29", "day", "2026-03-01", 18),
        ("2027-01-01", "day", "2026-11-22", 0),
        (None, None, "2026-11-22", None),
    ],
)
def test_age(birth: str | None, precision: str | None, on: str, age: int | None) -> None:
    assert ResidentDraft(name="张明", birth_date=birth, birth_precision=precision).age(on) == age


@pytest.mark.parametrize(
    ("given", "on", "minor"),
    [
        ({"birth_date": "2008-11-22", "birth_precision": "day"}, "2026-11-22", False),
        ({"birth_date": "2008-11-23", "birth_precision": "day"}, "2026-11-22", True),
        ({"birth_date": "2008", "birth_precision": "year"}, "2026-11-22", True),
        ({"birth_date": "2008", "birth_precision": "age"}, "2026-11-22", True),
        ({"birth_date": "2007", "birth_precision": "age"}, "2026-11-22", False),
        ({"birth_date": "2008-10-22", "birth_precision": "day", "birth_calendar": "lunar"}, "2026-11-22", True),
        ({}, "2026-11-22", None),
    ],
)
def test_minor(given: dict[str, Any], on: str, minor: bool | None) -> None:
    assert ResidentDraft(name="张明", **given).is_minor(on) is minor


def test_young_child() -> None:
    assert ResidentDraft(name="张明", birth_date="2012-11-23").is_young_child("2026-11-22") is True
    assert ResidentDraft(name="张明", birth_date="2012-11-22").is_young_child("2026-11-22") is False
    assert ResidentDraft(name="张明").is_young_child("2026-11-22") is None


def test_cared_for() -> None:
    assert ResidentDraft(name="张明").cared_for()
    assert ResidentDraft(name="张明", residency_status="away").cared_for()
    assert not ResidentDraft(name="张明", residency_status="deceased").cared_for()
    assert not ResidentDraft(name="张明", closed_on="2026-01-01").cared_for()


def test_restricted_category_is_kept_apart() -> None:
    tag = CategoryTagDraft.model_validate({"resident_id": "r", "category": "abused_child", "exit_reason": "parent_released"})
    assert (tag.category, tag.restricted_category) == ("child_in_need", "abused_child")
    assert (tag.exit_reason, tag.restricted_exit_reason) == ("parents_changed", "parent_released")
    kept = CategoryTag.model_validate(tag)
    open_fields = {name: value for name, value in kept.model_dump().items() if name not in CategoryTag.held_back}
    assert not {"abused_child", "parent_released"} & {value for value in open_fields.values() if isinstance(value, str)}
    plain = CategoryTagDraft.model_validate({"household_id": "h", "category": "subsistence_allowance"})
    assert (plain.category, plain.restricted_category) == ("subsistence_allowance", None)
    assert CategoryTagDraft.model_validate({"resident_id": "r", "category": "county_code"}).category == "county_code"
    for given in ({"category": "orphan"}, {"resident_id": "r"}, {"resident_id": "r", "category": "孤儿"}):
        with pytest.raises(ValidationError):
            CategoryTagDraft.model_validate(given)


def test_in_force_from_and_to_are_days_that_count() -> None:
    for record in (
        CategoryTagDraft(resident_id="r", category="orphan", from_date="2026-01-01", to_date="2026-06-30"),
        CareGradeDraft(resident_id="r", grade="red", from_date="2026-01-01", to_date="2026-06-30"),
        GuardianDraft(resident_id="r", name="张明", from_date="2026-01-01", to_date="2026-06-30"),
    ):
        days = ("2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01")
        assert [record.in_force(on) for on in days] == [False, True, True, False]


def test_pairing() -> None:
    pairing = PairingDraft(helper_id="h", resident_id="r", start_date="2026-01-01", end_date="2026-06-30")
    assert [pairing.in_force(on) for on in ("2025-12-31", "2026-01-01", "2026-06-30")] == [False, True, False]
    assert not PairingDraft(helper_id="h", resident_id="r", state="proposed").in_force("2026-01-01")
    assert PairingDraft(helper_name="汪 厚 行", household_id="x").helper_name == "汪厚行"
    for given in ({"resident_id": "r"}, {"helper_id": "h"}, {"helper_name": " ", "resident_id": "r"}):
        with pytest.raises(ValidationError):
            PairingDraft.model_validate(given)


def test_consent() -> None:
    consent = ConsentDraft(resident_id="r", kind="photo", given_on="2026-01-01", valid_to="2026-12-31")
    assert [consent.in_force(on) for on in ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")] == [False, True, True, False]
    withdrawn = ConsentDraft(resident_id="r", kind="photo", given_on="2026-01-01", withdrawn_on="2026-03-01")
    assert [withdrawn.in_force(on) for on in ("2026-02-28", "2026-03-01")] == [True, False]
    assert not ConsentDraft(resident_id="r", kind="photo", given_on="2026-01-01", given=False).in_force("2026-01-02")


def test_helper_and_unit() -> None:
    helper = HelperDraft(name="汪厚行", joined_on="2026-01-01", left_on="2026-06-01")
    assert [helper.helps(on) for on in ("2025-12-31", "2026-01-01", "2026-06-01")] == [False, True, False]
    unit = OrgUnitDraft(name="上徐村", opened_on="2020-01-01", closed_on="2026-01-01")
    assert [unit.counts_on(on) for on in ("2019-12-31", "2025-12-31", "2026-01-01")] == [False, True, False]


def test_station_grid() -> None:
    one, two = Grid(code="1", leader="汪厚行", groups=("1组",)), Grid(code="2", groups=("2组", "3组"))
    station = StationDraft(code="360202101209", name="上徐村新时代文明实践站", grids=(one, two))
    assert [station.grid_of(group) for group in ("1组", "3组", "4组", None)] == [one, two, None, None]
    assert StationDraft(code="1", name="站", grids=(one,)).grid_of("9组") == one


def test_place_serves() -> None:
    assert PlaceDraft(name="村卫生室").serves_group(None)
    assert not PlaceDraft(name="送餐", groups_served=("1组",)).serves_group("2组")


def test_card_knows_when_it_is_out_of_date() -> None:
    lines = (CardLine(label="网格长", text="汪厚行", phone="13812345678", record_kind="helper", record_id="a"),)
    issue = CardIssueDraft(resident_id="r", design="number", issued_on="2026-11-22", lines=lines, digest=content_digest(lines))
    assert not issue.is_stale([lines[0].model_copy(update={"record_id": "b"})])
    assert issue.is_stale([lines[0].model_copy(update={"phone": "13812345679"})])
    assert issue.is_stale([])
    assert content_digest([CardLine(label="ab", text="c")]) != content_digest([CardLine(label="a", text="bc")])


def test_setting_is_json() -> None:
    assert SettingDraft(name="width", value='{"a": [1, null]}').read() == {"a": [1, None]}
    assert SettingDraft(name="width").read() is None
    with pytest.raises(ValidationError):
        SettingDraft(name="width", value="{a}")


def test_note_says_something() -> None:
    assert NoteDraft(resident_id="r", text="想要一个抱抱熊", kind="wish").text
    with pytest.raises(ValidationError):
        NoteDraft(resident_id="r", text="  ")
