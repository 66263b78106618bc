"""Any history of merges, undoings and takings apart, in any order: when all is apart again, everybody is who he was."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from stationdesk.registers import pointing
from stationdesk.registers.merge import Merge
from stationdesk.services.merging import CannotMerge
from stationdesk.services.undoing import ChangedSince, undo_last
from stationdesk.store.database import Database
from tests.services.merging_kit import apart, merged
from tests.services.people import OPERATOR, person, relative, visited
from tests.services.test_merging import everything
from tests.store.kit import journal, quick_desk

NAMES = ("王林", "王霖", "王临", "王琳")
who = st.integers(0, len(NAMES) - 1)
side = st.sampled_from(("left", "right"))
step = st.one_of(
    st.tuples(st.just("merge"), who, who, side),
    st.tuples(st.just("apart"), who, who, side),
    st.tuples(st.just("undo"), who, who, side),
)


def village(desk: Database) -> list[str]:
    """Keep four men, each with a visit, a relative and a phone of his own."""
    people = [
        person(desk, name, 60 + at, ("red", "yellow", "green", "")[at], phone=f"1380000000{at}", nickname="老三" if at % 2 else None)
        for at, name in enumerate(NAMES)
    ]
    for at, one in enumerate(people):
        visited(desk, one, 3 + at % 2, mode="home")
        relative(desk, one, "child", "宁波", name="王强")
    return people


def open_merges(desk: Database) -> list[str]:
    """Return the merges that can be taken apart or wait for a later one, the latest first."""
    with desk.reading() as session:
        there = select(Merge.id).where(col(Merge.removed_at).is_(None), col(Merge.apart_on).is_(None)).order_by(col(Merge.key).desc())
        return list(session.exec(there))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(step, min_size=1, max_size=8))
def test_when_all_is_apart_again_everybody_is_who_he_was(steps: list[tuple[str, int, int, str]]) -> None:
    with TemporaryDirectory() as folder, quick_desk(Path(folder) / "desk") as desk:
        people = village(desk)
        before = everything(desk)
        made = 0
        for what, one, other, chosen in steps:
            if what == "merge":
                with suppress(CannotMerge):
                    merged(desk, people[one], people[other], sides={"name": chosen, "phones": chosen}, sure=True)
                    made += 1
            elif what == "apart" and (there := open_merges(desk)):
                with suppress(CannotMerge):
                    apart(desk, there[one % len(there)])
                    made += 1
            elif what == "undo" and made:
                with suppress(ChangedSince):
                    undo_last(desk, OPERATOR)
                    made -= 1
        while there := open_merges(desk):
            for one_merge in there:
                with suppress(CannotMerge):
                    apart(desk, one_merge)
        assert everything(desk) == before
        journal(desk)


def test_a_field_nobody_thought_of_is_noticed() -> None:
    assert pointing.points_at_resident("new_register", "resident_id")
    assert pointing.points_at_resident("new_register", "caller_resident_id")
    assert not pointing.points_at_resident("new_register", "caller_id")
    assert "caller_id" not in pointing.ELSEWHERE
