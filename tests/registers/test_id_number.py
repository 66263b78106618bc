"""ID numbers: the rule's own example, every doubt by its name, and properties over all dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.id_number import IdState, birth_inside, check_character, read_disability_number, read_id_number

EXAMPLE = "34052419800101001X"
numbers = st.builds(
    lambda area, born, order: f"{area:06}{born:%Y%m%d}{order:03}",
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(1, 995),
).map(lambda digits: digits + check_character(digits))


@pytest.mark.parametrize(
    ("raw", "state"),
    [
        (EXAMPLE, "ok"),
        (EXAMPLE.lower(), "ok"),
        ("340524 19800101 001X", "ok"),
        ("３４０５２４１９８００１０１００１Ｘ", "ok"),
        (EXAMPLE[:-1] + "×", "ok"),
        (EXAMPLE[:-1] + "*", "ok"),
        (EXAMPLE[:-1] + "Х", "ok"),
        ("'" + EXAMPLE, "ok"),
        ("340524-19800101-001X", "ok"),
        (f"{EXAMPLE}\u00a0\u3000", "ok"),
        (f"{EXAMPLE}（已过期）", "ok"),
        ("340524800101001", "ok_upgraded_from_15"),
        (340524800101001.0, "ok_upgraded_from_15"),
        ("340524198001010010", "checksum"),
        (3.60202194103289e17, "lost_digits"),
        (360202194103289000, "lost_digits"),
        ("360202194103289000", "lost_digits"),
        ("3.60202E+17", "lost_digits"),
        ("3.60202194103289E+17", "lost_digits"),
        ("360202********664X", "lost_digits"),
        ("34052419801301001X", "bad_date"),
        ("34052419800230001X", "bad_date"),
        ("3405241980010100", "bad_length"),
        ("34052419800101001", "bad_length"),
        ("3405241980010100101", "bad_length"),
        ("19800101", "bad_length"),
        ("无", "placeholder"),
        ("未办", "placeholder"),
        ("/", "placeholder"),
        ("-", "placeholder"),
        ("0", "placeholder"),
        (0.0, "placeholder"),
        ("111111111111111111", "placeholder"),
        ("", "empty"),
        (None, "empty"),
    ],
)
def test_each_way_of_writing_has_its_state(raw: str | float | None, state: str) -> None:
    assert read_id_number(raw).state == state


def test_what_can_be_read_off_a_number() -> None:
    read = read_id_number(EXAMPLE)
    assert (read.text, read.birth, read.sex, read.county) == (EXAMPLE, "1980-01-01", "male", "340524")
    lost = read_id_number(3.60202194103289e17)
    assert (lost.text[:15], lost.birth, lost.sex) == ("360202194103289", "1941-03-28", None)


def test_real_elders_of_a_county_that_came_later_are_sound() -> None:
    assert read_id_number("360202195103011238").valid


def test_two_numbers_in_a_cell_are_said_to_be_two() -> None:
    assert read_id_number(f"{EXAMPLE}/340524198001010037").more


def test_the_upgrade_of_fifteen_digits_is_the_rules() -> None:
    assert read_id_number("340524800101001").text == EXAMPLE


@given(numbers)
def test_every_sound_number_is_sound_however_it_is_padded(number: str) -> None:
    read = read_id_number(f" {number[:6]} {number[6:14]}\u3000{number[14:].lower()}")
    assert (read.text, read.valid) == (number, True) or len(set(number)) <= 2
    assert read.birth == birth_inside(number)


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_no_single_wrong_digit_passes(number: str, at: int, by: int) -> None:
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    assert not read_id_number(wrong).valid


@given(numbers)
def test_a_number_kept_as_a_number_is_never_called_sound(number: str) -> None:
    read = read_id_number(float(number[:15] + "000"))
    assert read.state is IdState.LOST_DIGITS
    assert read.text == number[:15] + "000"


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(-(10**30), 10**30)))
def test_nothing_makes_it_stumble(raw: str | float) -> None:
    read = read_id_number(raw)
    assert read.valid == (read.state in (IdState.OK, IdState.OK_UPGRADED))
    read_disability_number(raw)


def test_the_disability_number() -> None:
    read = read_disability_number("36020219521204907524")
    assert (read.id_number.text, read.kind, read.grade, read.doubt) == ("360202195212049075", 2, 4, None)
    again = read_disability_number("36020219521002064x43b1")
    assert (again.text, again.kind, again.grade) == ("36020219521002064X43B1", 4, 3)
    assert read_disability_number("360202195212049075").doubt == "bad_length"
    assert read_disability_number("36020219521204907594").doubt == "bad_kind"
    assert read_disability_number("36020219521204907529").doubt == "bad_grade"
    assert read_disability_number(3.6e19).doubt == "lost_digits"
    assert read_disability_number("无").doubt is None
