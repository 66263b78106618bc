"""Relations worked out from what each is to the head: the table of GB/T 4761 there and back, and what stays open is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.code import table
from stationdesk.services.kinship import Kinsman, relation_between, reverse_of, sex_of, through, way_of

HEAD = Kinsman("head", "head", "male", "1950")
SPOUSE = Kinsman("spouse", "wife", "female", "1952")
SON = Kinsman("son", "son", "male", "1980")
WIFE = Kinsman("dil", "daughter_in_law", "female", "1982")
DAUGHTER = Kinsman("daughter", "daughter", "female", "1984")
HUSBAND = Kinsman("sil", "son_in_law", "male", "1983")
BOY = Kinsman("boy", "grandson", "male", "2010")
GIRL = Kinsman("girl", "granddaughter", "female", "2014")
OUTER = Kinsman("outer", "daughters_son", "male", "2012")
FAMILY = (HEAD, SPOUSE, SON, WIFE, DAUGHTER, HUSBAND, BOY, GIRL, OUTER)
KNOWN = [row.code for row in table("relation").rows if way_of(row.code, "male") is not None and row.code not in ("head", "self", "spouse")]


def answer(whose: Kinsman, other: Kinsman, *, family: tuple[Kinsman, ...] = FAMILY) -> tuple[str, ...]:
    return relation_between(whose, other, HEAD.sex, family).codes


@pytest.mark.parametrize(
    ("whose", "other", "wanted"),
    [
        (SON, HEAD, "father"), (SON, SPOUSE, "mother"), (SON, WIFE, "wife"), (SON, BOY, "son"), (SON, GIRL, "daughter"),
        (SON, DAUGHTER, "younger_sister"), (DAUGHTER, SON, "elder_brother"), (WIFE, HEAD, "husbands_father"),
        (WIFE, SON, "husband"), (WIFE, BOY, "son"), (HUSBAND, HEAD, "wifes_father"), (HUSBAND, DAUGHTER, "wife"),
        (BOY, HEAD, "paternal_grandfather"), (BOY, SON, "father"), (BOY, WIFE, "mother"), (BOY, GIRL, "younger_sister"),
        (BOY, DAUGHTER, "fathers_sister"), (BOY, OUTER, "cousin_other_surname"), (OUTER, SON, "mothers_brother"),
        (OUTER, SPOUSE, "maternal_grandmother"), (OUTER, DAUGHTER, "mother"), (SPOUSE, OUTER, "daughters_son"),
        (SON, OUTER, "sisters_son"), (SPOUSE, HEAD, "husband"), (HUSBAND, SON, "other_relative"),
    ],
)  # fmt: skip
def test_one_branch_leaves_one_answer(whose: Kinsman, other: Kinsman, wanted: str) -> None:
    assert answer(whose, other) == (wanted,)


def test_two_sons_leave_it_open_whose_child_it_is() -> None:
    second = Kinsman("second", "son", "male", "1978")
    family = (*FAMILY, second)
    assert answer(SON, BOY, family=family) == ("son", "brothers_son")
    assert answer(BOY, SON, family=family) == ("father", "fathers_younger_brother", "fathers_elder_brother")
    assert answer(SON, WIFE, family=family) == ("wife", "elder_brothers_wife", "younger_brothers_wife")


def test_what_the_lists_of_relatives_say_settles_it() -> None:
    second = Kinsman("second", "son", "male", "1978")
    boy = Kinsman("boy", "grandson", "male", "2010", frozenset({"son", "dil"}))
    family = (HEAD, SON, WIFE, second, boy)
    assert answer(SON, boy, family=family) == ("son",)
    assert answer(boy, SON, family=family) == ("father",)
    assert answer(second, boy, family=family) == ("brothers_son",)


def test_unknown_ages_of_brothers_are_asked() -> None:
    family = (HEAD, Kinsman("a", "son", "male"), Kinsman("b", "son", "male"))
    assert answer(family[1], family[2], family=family) == ("elder_brother", "younger_brother")


def test_where_a_relation_says_nothing_there_is_no_answer() -> None:
    assert answer(SON, Kinsman("x", "other_relative", "male")) == ()
    assert answer(SON, Kinsman("x", None, "male")) == ()
    assert relation_between(SON, DAUGHTER, None).codes == ("younger_sister",), "the head's sex does not matter here"
    assert relation_between(SON, SPOUSE, None, FAMILY).likeliest == "mother"
    assert answer(SON, Kinsman("x", "not_related", "male")) == ("not_related",)


@pytest.mark.parametrize(
    ("relation", "whose", "wanted"),
    [
        ("father", "female", "daughter"), ("paternal_grandfather", "male", "grandson"), ("fathers_sister", "male", "brothers_son"),
        ("maternal_grandmother", "female", "daughters_daughter"), ("mothers_brother", "female", "sisters_daughter"),
        ("elder_brother", "female", "younger_sister"),
        ("younger_sister", "male", "elder_brother"), ("wife", "male", "husband"), ("daughter_in_law", "male", "husbands_father"),
        ("son_in_law", "female", "wifes_mother"), ("not_related", "male", "not_related"),
    ],
)  # fmt: skip
def test_what_one_is_to_the_other_turned_round(relation: str, whose: str, wanted: str) -> None:
    assert reverse_of(relation, whose) == wanted


@given(st.sampled_from(KNOWN), st.sampled_from(["male", "female", None]))
def test_turned_round_it_keeps_the_sex_of_who_asked(relation: str, whose: str | None) -> None:
    back = reverse_of(relation, whose)
    if whose is None:
        assert back is None
    elif back is not None and sex_of(back) is not None:
        assert sex_of(back) == whose


@given(st.sampled_from(FAMILY), st.sampled_from(FAMILY))
def test_another_head_and_back_is_as_before(second: Kinsman, third: Kinsman) -> None:
    """Whoever is head in between, the relation to the first head is among the answers again."""
    if second.id == "head" or third.id in ("head", second.id):
        return
    old = relation_between(second, HEAD, "male", FAMILY).codes
    other = relation_between(second, third, "male", FAMILY).codes
    if len(old) == 1 and len(other) == 1 and way_of(old[0], HEAD.sex) and way_of(other[0], third.sex):
        head, member = Kinsman("head", old[0], "male", "1950"), Kinsman(third.id, other[0], third.sex, third.birth)
        again = relation_between(head, member, second.sex).codes
        assert third.relation in again


def test_another_household_joins_through_its_head() -> None:
    assert through("son", "male", "wife", "female", start="male").codes == ("daughter_in_law",)
    assert through("son", "male", "son", "male", start="male").codes == ("grandson",)
    assert through("younger_brother", "male", "daughter", "female", start="male").codes == ("brothers_daughter",)
    assert through("son", "male", "head", "male", start="male").codes == ("son",)
    assert through(None, "male", "son", "male", start="male").codes == ()
    assert through("not_related", "male", "son", "male", start="male").codes == ("not_related",)
