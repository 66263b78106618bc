"""The ids of records: of one run they rise strictly, and whatever the clock does none is given twice."""

from __future__ import annotations

import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers import record
from stationdesk.registers.record import new_id


def test_an_id_is_a_uuid_of_the_seventh_kind_with_the_time_in_it() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_id())
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000 + 1
    assert len({new_id()[19:] for _ in range(100)}) == 100, "two computers give none of the other's"


@given(st.lists(st.integers(-400_000_000, 400_000_000), min_size=2, max_size=60))
def test_ids_rise_in_the_order_they_were_given_though_the_clock_stands_or_trembles(moves: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "_last_moment", [0])
        moments = iter(1_700_000_000_000_000_000 + move for move in (0, *moves))
        patch.setattr(time, "time_ns", lambda: next(moments))
        given_ids = [new_id() for _ in range(len(moves) + 1)]
    assert given_ids == sorted(given_ids)
    assert len(set(given_ids)) == len(given_ids)


def test_a_clock_set_right_again_gives_true_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_last_moment", [0])
    with monkeypatch.context() as patch:
        patch.setattr(time, "time_ns", lambda: 4_000_000_000_000_000_000)
        assert uuid.UUID(new_id()).int >> 80 == 4_000_000_000_000
    made = uuid.UUID(new_id())
    assert abs((made.int >> 80) - time.time_ns() // 1_000_000) < 2000
