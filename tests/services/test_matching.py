"""Who is who: sure joins, people kept apart, questions, and time that grows with the people."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.id_number import check_character
from stationdesk.services.likeness import Verdict, ids_agree, name_key, one_slip_apart, sound_alike
from stationdesk.services.matching import KnownPerson, Sighting, match
from stationdesk.services.weighing import judge
from tests.ending import ends
from tests.ledgers.village import OLD, SURNAMES, id_number

ID, OTHER = "34052419800101001X", "110101194912310021"


def person(name: str = "许明", **known: Any) -> Sighting:
    """Return a man of group 3, born on a day of 1950, seen in sheet 1, but for what is `known` otherwise."""
    base: dict[str, Any] = {"birth": "1950-03-05", "precision": "day", "sex": "male", "group": "3组", "sheet": 1}
    return Sighting(name, **(base | known))


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("3.60999E+17", "3.60999E+17", None),
        ("360999000000000000", "360999000000000000", None),
        ("360999195602119000", "360999195602119000", True),
        ("360999195602119123", "360999195602119132", True),
    ],
)
def test_a_number_of_which_a_sheet_left_only_the_county_says_nothing(one: str, other: str, agree: bool | None) -> None:
    first, second = (person(birth=birth, precision="month", doubtful=number) for birth, number in (("1956-02", one), ("1955-09", other)))
    assert ids_agree(first, second) is agree
    assert (judge(first, second) is Verdict.SAME) is bool(agree)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ({"ids": (ID,)}, {"ids": (ID,)}, Verdict.SAME),
        ({"ids": (ID,)}, {"ids": (OTHER,)}, Verdict.DIFFERENT),
        ({}, {"sheet": 2}, Verdict.SAME),
        ({}, {"birth": "1950-03-06"}, Verdict.DIFFERENT),
        ({}, {"sex": "female"}, Verdict.ASK),
        ({}, {"group": "4组"}, Verdict.ASK),
        ({}, {"group": "3社", "sheet": 2}, Verdict.SAME),
        ({}, {"birth": "1950-03", "precision": "month", "sheet": 2}, Verdict.LIKELY),
        ({}, {"birth": "1950", "precision": "year", "sheet": 2}, Verdict.LIKELY),
        ({}, {"birth": "1950", "precision": "year"}, Verdict.ASK),
        ({}, {"birth": "1950", "precision": "year", "sheet": 2, "group": None}, Verdict.ASK),
        ({}, {"birth": "1951", "precision": "age", "sheet": 2}, Verdict.LIKELY),
        ({}, {"birth": "1953", "precision": "age", "sheet": 2}, Verdict.DIFFERENT),
        ({}, {"birth": None, "precision": None, "sheet": 2}, Verdict.ASK),
        ({"phones": frozenset(["1"])}, {"birth": None, "precision": None, "sheet": 2, "phones": frozenset(["1"])}, Verdict.LIKELY),
        (
            {"kin": frozenset(["许军"])},
            {"birth": None, "precision": None, "sheet": 2, "group": None, "kin": frozenset(["许军"])},
            Verdict.LIKELY,
        ),
        ({"ids": (ID,)}, {"doubtful": ID[:14] + "9000", "birth": None, "precision": None}, Verdict.SAME),
        ({"ids": (ID,)}, {"doubtful": ID[:10] + "5" + ID[11:], "birth": None, "precision": None}, Verdict.SAME),
        ({"ids": (ID,)}, {"doubtful": ID[:8] + ID[9:], "birth": None, "precision": None}, Verdict.SAME),
    ],
)
def test_two_of_one_name(one: dict[str, Any], other: dict[str, Any], verdict: Verdict) -> None:
    assert judge(person(**one), person(**other)) is verdict
    assert judge(person(**other), person(**one)) is verdict


def test_two_people_with_one_name_stay_two() -> None:
    found = match([person(ids=(ID,), birth="1980-01-01"), person(ids=(OTHER,), birth="1949-12-31")])
    assert len(set(found.person)) == 2
    assert not found.questions


def test_a_child_with_a_parents_number_is_not_joined_but_asked_about() -> None:
    found = match([person("张大", ids=(ID,)), person("张小", ids=(ID,), birth="2015-01-01")])
    assert len(set(found.person)) == 2
    assert [question.code for question in found.questions] == ["same_id_other_name"]


def test_one_number_and_names_that_sound_alike_are_one_person() -> None:
    assert len(set(match([person("张桂花", ids=(ID,)), person("张贵花", ids=(ID,))]).person)) == 1


def test_names_that_sound_alike_and_one_birthday_are_asked_about() -> None:
    found = match([person("张桂花"), person("张贵花", sheet=2)])
    assert len(set(found.person)) == 2
    assert [question.code for question in found.questions] == ["sounds_alike"]


def test_a_likely_match_with_a_rival_is_a_question() -> None:
    rows = [
        person(birth="1950", precision="year", sheet=2),
        person(ids=(OTHER,), birth="1950-01-01"),
        person(ids=(ID,), birth="1950-08-08"),
    ]
    found = match(rows)
    assert len(set(found.person)) == 3
    assert {question.code for question in found.questions} == {"two_candidates"}


def test_a_resident_is_found_by_number_by_former_name_and_by_the_same_words() -> None:
    known = [
        KnownPerson("a", "许明", ID, "1980-01-01", "day", "male"),
        KnownPerson("b", "李四", None, None, None, "male", other_names=("李狗",), phones=("13812345678",)),
        KnownPerson("c", "王五", None, None, None, None, rows=("f1",)),
    ]
    rows = [
        person("许明", ids=(ID,), birth="1980-01-01"),
        Sighting("李狗", sex="male", phones=frozenset(["13812345678"]), sheet=1),
        Sighting("王五", sheet=1, fingerprint="f1"),
        Sighting("王五", sheet=1, fingerprint="f2"),
    ]
    found = match(rows, known)
    assert [found.known.get(at) for at in found.person] == ["a", "b", "c", None]
    assert found.taken == {2}


def test_traditional_and_variant_characters_are_one_name() -> None:
    assert name_key("張國華") == name_key("张国华")
    assert name_key("买买提•艾合买提") == name_key("买买提·艾合买提")
    assert name_key("𠅤林生") != name_key("林生")
    assert not sound_alike("王梅", "王明")


@given(st.text("0123456789", min_size=18, max_size=18), st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_slip(number: str, at: int, digit: str) -> None:
    assert one_slip_apart(number, number[:at] + digit + number[at + 1 :])
    assert one_slip_apart(number, number[:at] + number[at + 1 :])
    assert one_slip_apart(number[:at] + number[at + 1 :], number)


def test_twenty_thousand_rows_against_a_hundred_thousand_residents() -> None:
    from datetime import date, timedelta

    rng = random.Random(8)

    def anybody() -> tuple[str, str, date, str]:
        sex, born = rng.choice(("male", "female")), date(1930, 1, 1) + timedelta(days=rng.randrange(30000))
        return rng.choice(SURNAMES[:20]) + rng.choice(OLD), sex, born, id_number(rng, born, sex)

    known = []
    for at in range(100_000):
        name, sex, born, number = anybody()
        known.append(KnownPerson(str(at), name, number, born.isoformat(), "day", sex, f"{at % 9}组"))
    rows = [Sighting(k.name, (k.id_no or "",), "", k.birth, "day", k.sex, k.village_group, sheet=1) for k in known[:20_000]]
    found = match(rows, known)
    assert all(found.known[found.person[at]] == known[at].id for at in range(0, 20_000, 97))


def test_a_ledger_of_one_name_does_not_take_forever() -> None:
    rows = [Sighting("王秀英", sex="female", group=f"{at % 9}组", sheet=at) for at in range(5_000)]
    with ends():
        match(rows)


def resident(who: str, name: str = "许明", **known: Any) -> KnownPerson:
    """Return a man of the register, of group 3, but for what is `known` otherwise."""
    return KnownPerson(who, name, **({"sex": "male", "village_group": "3组", "precision": "day", "birth": "1950-03-05"} | known))


TWINS = [
    resident("ming", "许明", other_names=("毛头",), kin=("许大",), id_no=ID, birth="1980-01-01"),
    resident("liang", "许亮", other_names=("毛头",), kin=("许大",), birth="1980-01-01"),
]


def test_a_pet_name_of_two_brothers_is_neither_until_it_is_asked() -> None:
    found = match([person("毛头", birth="1980-01-01", kin=frozenset(["许大"]))], TWINS)
    assert found.known == {}
    assert {(one.code, one.known) for one in found.questions} == {("two_candidates", "ming"), ("two_candidates", "liang")}


def test_a_lost_number_is_of_the_namesake_who_fits_clearly_better() -> None:
    lost = person(birth="1980-01-01", doubtful=f"{ID[:15]}000", kin=frozenset(["许大"]), group=None)
    both = [resident("other", id_no=f"{ID[:15]}13{check_character(ID[:15] + '13')}", birth="1980-01-01"), TWINS[0]._replace(other_names=())]
    found = match([lost], both)
    assert found.known == {0: "ming"}
    assert [(one.code, one.known) for one in found.questions] == [("two_candidates", "other")]
    alone = match([replace(lost, kin=frozenset())], both)
    assert alone.known == {}
    assert {one.known for one in alone.questions} == {"other", "ming"}


def test_whoever_is_but_likely_makes_no_two_residents_one() -> None:
    brothers = [
        resident("young", birth="1982-10-26", kin=("许大", "王花")),
        resident("old", id_no=ID, birth="1980-01-01", kin=("许大", "王花")),
    ]
    slip = ID[:11] + "7" + ID[12:]
    found = match([person(birth=None, precision=None, doubtful=slip, kin=frozenset(["许大", "王花"]))], brothers)
    assert found.known == {0: "old"}
    assert all(one.known != "old" for one in found.questions)


@pytest.mark.parametrize("against", [{"birth": "2002-10-16"}, {"sex": "female"}, {"birth": "1980", "precision": "year", "group": "9组"}])
def test_a_row_that_has_lost_its_birthday_does_not_tie_somebody_else_to_its_resident(against: dict[str, Any]) -> None:
    kin = frozenset(["许大"])
    slip = person(birth=None, precision=None, doubtful=ID[:11] + "7" + ID[12:], kin=kin, group=None)
    base: dict[str, Any] = {"birth": "1980-01-01", "kin": kin, "sheet": 2}
    found = match([slip, person(**(base | against))], [TWINS[0]])
    assert found.known == {0: "ming"}
    assert found.person[1] != found.person[0]


def test_a_sister_whose_name_sounds_alike_and_who_has_the_phone_is_asked_about() -> None:
    kin = ("江长海", "韦玉英")
    sisters = [
        resident("moon", "江玉月", birth="1969-10-31", kin=kin, phones=("13000000001",)),
        resident("joy", "江玉悦", birth="1969-10-31", kin=kin, phones=("13000000002",)),
    ]
    seen = person("江玉月", birth="1969", precision="age", kin=frozenset(kin), phones=frozenset(["13000000002"]))
    found = match([seen], sisters)
    assert found.known == {}
    assert {one.known for one in found.questions} == {"moon", "joy"}
    assert match([replace(seen, phones=frozenset())], sisters[:1]).known == {0: "moon"}


def test_who_is_surely_somebody_that_the_numbers_keep_apart_is_nobody_else_by_likelihood() -> None:
    lost = ID[:15] + "000"
    sure = resident("ming", id_no=ID, birth="1980-01-01", village_group=None, kin=("许大",))
    likely = resident("other", birth="1983-08-06", village_group=None, kin=("许大",))
    found = match([person(ids=(lost,), birth=None, precision=None, group=None, kin=frozenset(["许大"]))], [sure, likely])
    assert found.known == {}
    assert {one.known for one in found.questions} == {"ming", "other"}
