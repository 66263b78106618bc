"""Numbers and codes of visit sheets: no slip of one character goes unnoticed, and nothing repeats soon."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.services.sheet_numbers import BASE, LETTERS, MOST, Number, codes, number_of, read_code, read_number

NUMBERS = st.builds(Number, st.integers(2020, 2099), st.just("KQM"), st.integers(1, 99_999))


def apart(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


def test_the_alphabet_holds_nothing_a_pen_makes_alike() -> None:
    assert BASE == 23 == len(set(LETTERS))
    assert not set("01IL2Z8BOQSGV") & set(LETTERS)


@given(NUMBERS, st.integers(2, 80))
def test_no_two_codes_of_a_sheet_differ_in_one_character_only(number: Number, count: int) -> None:
    found = codes(number, count)
    assert len(set(found)) == count
    assert all(apart(one, other) >= 2 for one, other in combinations(found, 2))
    assert all(apart(one, other) == 3 for one, other in pairwise(found))


def test_a_sheet_as_long_as_can_be_has_a_code_for_everybody() -> None:
    assert len(set(codes(Number(2026, "KQM", 31), MOST))) == MOST


@given(NUMBERS, st.integers(1, 40))
def test_two_characters_swapped_are_no_code_of_the_sheet(number: Number, count: int) -> None:
    whole = set(codes(number, MOST))
    for code in codes(number, count):
        swapped = {code[1] + code[0] + code[2], code[0] + code[2] + code[1]} - {code}
        assert not swapped & whole


@given(NUMBERS, st.integers(1, 22))
def test_sheets_printed_one_after_the_other_share_no_code(number: Number, later: int) -> None:
    other = number._replace(counter=number.counter + later)
    assert not set(codes(number, 60)) & set(codes(other, 60))


@given(NUMBERS, st.integers(1, 30), st.integers(1, 10))
def test_lines_added_later_go_on_where_the_sheet_ended(number: Number, count: int, more: int) -> None:
    assert codes(number, count) + codes(number, more, count) == codes(number, count + more)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("2026-KQM-0031", "2026-KQM-0031"),
        (" 2026-kqm-0031\r\n", "2026-KQM-0031"),
        ("2026 kqm 31", "2026-KQM-0031"),
        ("2026KQM0031", "2026-KQM-0031"),
        ("２０２６－ＫＱＭ－００３１", "2026-KQM-0031"),
        ("31", "31"),
        ("0031", "31"),
        ("", ""),
        ("KQM", ""),
        ("2026-KQM-00311", "2026-KQM-0311"),
        ("'; DROP TABLE visit", ""),
        ("2" * 4000, ""),
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str, number: str) -> None:
    assert read_number(typed) == number


@given(NUMBERS)
def test_a_number_is_read_back(number: Number) -> None:
    assert read_number(str(number).lower()) == str(number)
    assert number_of(str(number)) == number


def test_a_code_is_read_in_small_and_wide_letters() -> None:
    assert read_code(" r３k ") == "R3K"
