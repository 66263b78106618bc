"""How far a request is: the same whatever order its events arrive in, at the minute they happened, and never without a next step."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.registers.code import table
from stationdesk.services.dispatching import ORDER, allowed
from stationdesk.services.request_state import CLOSED, MOVES, NEXT, OPEN, Raised, Receiver, Step, effective, standing_of

KINDS = sorted(row.code for row in table("request_event").rows)
DAY = "2026-11-23"
TEAM, OTHER = Receiver("team", "t1", "水电维修队"), Receiver("helper", "h1", "汪志强")
YELLOW = Raised(f"{DAY}T09:20", "yellow")


def told(*kinds: str) -> list[Step]:
    return [
        Step(kind, DAY, f"{10 + at}:00", at, f"e{at}", TEAM if kind in ("dispatched", "transferred") else None)
        for at, kind in enumerate(kinds)
    ]


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((), "judged"),
        (("dispatched",), "dispatched"),
        (("dispatched", "accepted"), "accepted"),
        (("dispatched", "arrived"), "serving"),
        (("dispatched", "declined"), "declined"),
        (("dispatched", "declined", "dispatched", "accepted", "done"), "done"),
        (("accepted",), "judged"),
        (("dispatched", "accepted", "done", "rated"), "solved"),
        (("done", "reopened"), "judged"),
        (("done", "dropped"), "solved"),
        (("dispatched", "dropped"), "dropped"),
        (("transferred", "receipted", "declined"), "declined"),
        (("transferred", "receipted", "done"), "done"),
        (("refused", "told"), "rejected"),
        (("refused", "dispatched"), "refused"),
        (("solved", "dispatched"), "solved"),
        (("solved", "reopened", "dispatched", "extended"), "dispatched"),
    ],
)
def test_a_request_stands_where_its_events_brought_it(kinds: tuple[str, ...], state: str) -> None:
    assert standing_of(YELLOW, told(*kinds)).state == state


def test_terms_run_in_hours_and_what_is_past_them_is_the_desks_again() -> None:
    sent = standing_of(YELLOW, told("dispatched"))
    assert (sent.due, sent.next_by) == ("2026-11-24T09:20", "2026-11-23T18:00"), "24 hours in all, 8 to take it on"
    assert [sent.lane(f"{DAY}T{clock}") for clock in ("10:00", "18:00", "18:01")] == ["doing", "doing", "dispatch"]
    taken = standing_of(YELLOW, told("dispatched", "accepted"))
    assert taken.next_by == "2026-11-24T09:20"
    assert (taken.lane("2026-11-24T09:20"), taken.lane("2026-11-24T09:21")) == ("doing", "dispatch")
    assert standing_of(Raised(f"{DAY}T09:20"), ()).lane(f"{DAY}T09:21") == "judge"
    red = standing_of(Raised(f"{DAY}T23:30", "red"), ())
    assert red.due == "2026-11-24T01:30"


def test_an_event_without_a_time_stands_at_the_end_of_its_day() -> None:
    solved = Step("solved", DAY, "", 0, "old")
    assert standing_of(YELLOW, [solved, *told("dispatched")]).ignored == ()
    assert standing_of(YELLOW, [solved, Step("dispatched", "2026-11-24", "08:00", 1, "late")]).ignored == ("late",)


def test_not_content_opens_it_again_with_a_new_term_and_forgets_who_declined() -> None:
    steps = told("dispatched", "declined", "dispatched", "done")
    found = standing_of(YELLOW, [*steps, Step("rated", DAY, "15:00", 9, "r", satisfaction="dissatisfied")])
    assert (found.state, found.due, found.declined_by, found.holder) == ("judged", "2026-11-24T15:00", (), None)


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(KINDS),
        st.sampled_from([DAY, "2026-11-24", ""]),
        st.sampled_from(["", "00:00", "09:30", "23:59"]),
        st.integers(0, 9),
        st.uuids().map(str),
        st.sampled_from([TEAM, OTHER, None]),
        st.sampled_from(["", "red", "blue"]),
        satisfaction=st.sampled_from(["", "satisfied", "dissatisfied"]),
    ),
    max_size=9,
)


@settings(max_examples=60)
@given(STEPS, st.sampled_from(["", "red", "yellow"]), st.randoms(use_true_random=False))
def test_whatever_happens_every_open_request_has_a_next_step_and_a_term(steps: list[Step], urgency: str, dice: object) -> None:
    raised = Raised(f"{DAY}T08:00", urgency)
    found = standing_of(raised, steps)
    shuffled = list(steps)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standing_of(raised, shuffled) == found, "the order in which they arrive does not matter"
    assert found.is_open == bool(found.step) == bool(found.next_by) == bool(allowed(found) and found.state in OPEN)
    assert effective(raised, steps) | set(found.ignored) == {one.id for one in steps}
    kept = [one for one in steps if one.id not in found.ignored]
    assert standing_of(raised, kept).state == found.state, "what takes no effect may as well not be there"


def test_every_event_and_state_is_known_everywhere() -> None:
    assert set(KINDS) == set(MOVES) == set(ORDER)
    assert {row.code for row in table("request_state").rows} == OPEN | CLOSED
    assert set(NEXT) == OPEN
    assert {into for moves in MOVES.values() for into in moves.values()} <= OPEN | CLOSED
    for state in OPEN:
        assert any(moves.get(state) not in (None, state) for moves in MOVES.values()), f"{state} is a dead end"
