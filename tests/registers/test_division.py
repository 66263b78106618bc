"""What a division code and a name say of a unit's kind."""

from __future__ import annotations

import pytest

from stationdesk.registers.code import table
from stationdesk.registers.division import guessed_kind, kind_by_code, kind_by_name, kinds_disagree, short_name, whole_code


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("440983102001", "community"),
        ("131025105201", "village"),
        ("522632210500", "village"),
        ("360202100400", "community"),
        ("360202001000", "subdistrict"),
        ("360202101000", "town"),
        ("360202203000", "township"),
        ("360202203", "township"),
        ("360202", None),
        ("360202400000", None),
        ("360202101600", None),
        ("36020210120", None),
        ("", None),
        (None, None),
    ],
)
def test_a_code_speaks_of_a_kind(code: str | None, kind: str | None) -> None:
    assert kind_by_code(code) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("桃源村", "village"),
        ("桃源村村民委员会", "village"),
        ("桃源村新时代文明实践站", "village"),
        ("水口居委会", "community"),
        ("新村社区", "community"),
        ("白鹭镇", "town"),
        ("城东街道办事处", "subdistrict"),
        ("青山林场", "farm"),
        ("云溪县", "county"),
        ("昌江区", "district"),
        ("桃源", None),
    ],
)
def test_a_name_speaks_of_a_kind(name: str, kind: str | None) -> None:
    assert kind_by_name(name) == kind
    assert kind is None or kind in table("unit_kind").by_code


def test_the_name_goes_before_the_code_and_what_disagrees_is_marked() -> None:
    assert guessed_kind("东湖社区", "360202101209") == "community"
    assert guessed_kind("东湖", "360202101209") == "village"
    assert kinds_disagree("东湖社区", "360202101209", None)
    assert kinds_disagree("东湖村", None, "community")
    assert not kinds_disagree("东湖村", "360202101209", "village")
    assert not kinds_disagree("青山林场", "360202101209", None)
    assert not kinds_disagree("东湖", None, None)


def test_a_station_is_called_after_its_village() -> None:
    assert short_name("桃源村新时代文明实践站") == "桃源村"
    assert short_name(" 桃源村 ") == "桃源村"
    assert short_name("新时代文明实践站") == "新时代文明实践站"


def test_a_short_code_is_filled_up_and_a_wrong_one_is_none() -> None:
    assert whole_code("360202101") == "360202101000"
    assert whole_code("36020210120") is None
    assert whole_code("36020210120X") is None
