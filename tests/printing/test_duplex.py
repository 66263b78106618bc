"""Which side goes when, in which order and which way up, so that every back comes out behind its front."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.printing.duplex import Imposed, Order, Turn, fits_twice_on_a4, runs, sheets, turning_sentence, two_on_a4
from stationdesk.printing.page import Line, Page, Text


def pages(count: int) -> list[Page]:
    return [Page(210, 297, (Text(0, 0, str(number), 9),)) for number in range(1, count + 1)]


def said(side: Imposed) -> str:
    return "".join(mark.text for mark in side.page.marks if isinstance(mark, Text))


@given(count=st.integers(1, 40), turn=st.sampled_from(["long", "short"]), order=st.sampled_from(["last_first", "first_first"]))
def test_every_back_meets_its_front(count: int, turn: Turn, order: Order) -> None:
    both = runs(pages(count), "by_hand", turn, order)
    fronts = [said(side) for side in both[0].sides]
    assert fronts == [str(number) for number in range(1, count + 1, 2)]
    assert not any(side.turned for side in both[0].sides)
    if count == 1:
        assert len(both) == 1
        return
    backs = [said(side) for side in both[1].sides]
    taken = fronts[::-1] if order == "last_first" else fronts
    assert [back or str(int(front) + 1) for front, back in zip(taken, backs, strict=True)] == [str(int(front) + 1) for front in taken]
    assert {side.turned for side in both[1].sides} == {turn == "short"}


def test_a_printer_that_turns_gets_everything_at_once() -> None:
    (run,) = runs(pages(4), "printer")
    assert [said(side) for side in run.sides] == ["1", "2", "3", "4"]
    assert run.turned_by_printer


@pytest.mark.parametrize(("count", "sides", "paper"), [(5, "one", 5), (5, "by_hand", 3), (4, "printer", 2), (1, "by_hand", 1)])
def test_sheets_are_counted(count: int, sides: Literal["one", "printer", "by_hand"], paper: int) -> None:
    assert sheets(count, sides) == paper


def test_the_sentence_says_how_to_turn() -> None:
    assert "左右翻" in turning_sentence("long", "last_first")
    assert "从最后一张往前打" in turning_sentence("long", "last_first")
    assert "上下翻" in turning_sentence("short", "first_first")
    assert "从第一张往后打" in turning_sentence("short", "first_first")
    assert " " not in turning_sentence("long", "last_first")


def test_three_a5_take_two_a4_with_a_cut_between() -> None:
    small = [Page(148, 210, (Text(10, 20, str(number), 9),)) for number in (1, 2, 3)]
    made = two_on_a4(small)
    assert [(page.width, page.height) for page in made] == [(297, 210), (297, 210)]
    placed = [[(mark.text, mark.x) for mark in page.marks if isinstance(mark, Text)] for page in made]
    assert placed == [[("1", 10), ("2", 159)], [("3", 10)]]
    assert {mark.x1 for mark in made[0].marks if isinstance(mark, Line)} == {148.5}
    assert fits_twice_on_a4(small[0])
    assert not fits_twice_on_a4(Page(210, 297, ()))
