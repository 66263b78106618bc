"""Telephone numbers out of cells: every habit of clerks, and that no digit is dropped."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.phone import read_phones

mobiles = st.integers(13_000_000_000, 19_999_999_999).map(str).filter(lambda n: n[1] not in "012")


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("13812345678/0936-5521234", ["13812345678", "0936-5521234"]),
        ("138 1234 5678", ["13812345678"]),
        ("138-1234-5678", ["13812345678"]),
        ("+86 13812345678", ["13812345678"]),
        ("8613812345678", ["13812345678"]),
        ("１３８１２３４５６７８", ["13812345678"]),
        (13812345678.0, ["13812345678"]),
        (13812345678, ["13812345678"]),
        ("0798 8274852", ["0798-8274852"]),
        ("(0798)8274852", ["0798-8274852"]),
        ("010-12345678", ["010-12345678"]),
        ("4008001234", ["4008001234"]),
        ("13812345678 13912345678", ["13812345678", "13912345678"]),
        ("13812345678、13912345678", ["13812345678", "13912345678"]),
        ("13812345678\n13912345678", ["13812345678", "13912345678"]),
        ("1381234567813912345678", ["13812345678", "13912345678"]),
        ("无", []),
        ("/", []),
        ("", []),
        (None, []),
        ("-", []),
    ],
)
def test_numbers_of_a_cell(raw: str | float | None, numbers: list[str]) -> None:
    found = read_phones(raw)
    assert [phone.number for phone in found.phones] == numbers
    assert all(phone.doubt is None for phone in found.phones)


@pytest.mark.parametrize(
    ("raw", "number", "doubt"),
    [
        ("5521234", "5521234", "no_area_code"),
        ("6123", "6123", "short"),
        ("120", "120", "short"),
        ("138123456789", "138123456789", "bad_length"),
        ("1381234567", "1381234567", "bad_length"),
        ("13812345678空号", "13812345678", "unusable"),
    ],
)
def test_doubtful_numbers_are_kept_and_named(raw: str, number: str, doubt: str) -> None:
    assert read_phones(raw).phones[0][::2] == (number, doubt)


def test_owners() -> None:
    assert [(p.number, p.owner) for p in read_phones("儿子：13812345678、女儿13912345678").phones] == [
        ("13812345678", "儿子"),
        ("13912345678", "女儿"),
    ]
    assert read_phones("13812345678（邻居张三）").phones[0].owner == "邻居张三"
    assert read_phones("打他儿子的吧").rest


@given(st.lists(mobiles, min_size=1, max_size=4), st.sampled_from(["/", "、", "，", " ", "\n", ";", " / "]))
def test_numbers_in_a_row_come_out_in_their_order(numbers: list[str], mark: str) -> None:
    assert [phone.number for phone in read_phones(mark.join(numbers)).phones] == numbers


@given(mobiles, st.sampled_from(["", " ", "-"]))
def test_grouping_changes_nothing(number: str, mark: str) -> None:
    assert [phone.number for phone in read_phones(mark.join((number[:3], number[3:7], number[7:]))).phones] == [number]


@given(st.text("0123456789-/ 、()张三儿子", max_size=40))
def test_no_run_of_digits_is_dropped(raw: str) -> None:
    found = read_phones(raw)
    kept = "".join(phone.number + phone.owner for phone in found.phones) + found.rest
    for run in re.findall(r"\d{3,}", raw):
        assert run in re.sub(r"\D", "", kept) or run.startswith(("86", "00"))


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers(-(10**20), 10**20)))
def test_nothing_makes_it_stumble(raw: str | float) -> None:
    read_phones(raw)
