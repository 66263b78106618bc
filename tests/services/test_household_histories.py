"""Any order of heads, moves, splits and merges: nobody is lost, nobody is in two households, and everything can be taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from stationdesk.registers.household import Household
from stationdesk.registers.resident import Resident
from stationdesk.services.family_data import family_data
from stationdesk.services.family_roll import FamilyRoll, WantedHomes
from stationdesk.services.family_troubles import troubles
from stationdesk.services.household_heads import change_head
from stationdesk.services.households import HouseholdImpossible, merge_households, move_to, propose_merged, split_off, take_out
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.families import ON, OPERATOR, fang, write
from tests.store.kit import quick_desk

STEP = st.tuples(st.sampled_from(["head", "move", "split", "merge", "out"]), st.integers(0, 9), st.integers(0, 9))


def state(desk: Database) -> dict[str, Any]:
    """Return who belongs where as what, and every household's head."""
    with desk.reading() as session:
        people = {one.id: (one.household_id, one.relation_to_head) for one in session.exec(select(Resident))}
        kept = session.exec(select(Household).where(col(Household.removed_at).is_(None)))
        homes = {one.id: (one.head_id, one.merged_into) for one in kept}
    return {"people": people, "homes": homes}


def step(desk: Database, what: str, first: int, second: int) -> bool:
    """Do one thing with whoever the numbers come to; tells whether anything was written."""
    now = state(desk)
    people = sorted(now["people"])
    homes = sorted(id_ for id_, (_head, merged) in now["homes"].items() if merged is None)
    person, home = people[first % len(people)], homes[second % len(homes)]
    own = now["people"][person][0]
    try:
        with desk.writing(OPERATOR, what) as session:
            if what == "head":
                change_head(session, own or home, person, {})
            elif what == "move":
                move_to(session, person, home, None, ON)
            elif what == "split":
                split_off(session, own or home, person, {}, ON)
            elif what == "out":
                take_out(session, person)
            else:
                other = homes[first % len(homes)]
                proposed = propose_merged(session, home, other, "son")
                merge_households(session, home, other, {one.resident_id: one.after for one in proposed})
    except HouseholdImpossible:
        refused = True
    else:
        refused = False
    assert not refused or state(desk) == now, "what is refused changes nothing"
    return state(desk) != now


@given(st.lists(STEP, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nobody_is_lost_and_everything_goes_back(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, quick_desk(Path(folder) / "desk") as desk:
        write(desk, fang())
        write(desk, fang(household_no="0200"))
        states, roll = [state(desk)], FamilyRoll()
        with desk.reading() as session:
            roll.follow(session, ON)
        for one in steps:
            if step(desk, *one):
                states.append(state(desk))
            with desk.reading() as session:
                roll.follow(session, ON)
                anew = FamilyRoll()
                anew.follow(session, ON)
                assert roll.ids(WantedHomes()) == anew.ids(WantedHomes()), "following the journal is reading anew"
                for home in anew.ids(WantedHomes()):
                    said, again = roll.line(home), anew.line(home)
                    assert said is not None
                    assert again is not None
                    assert (said.size, said.at_home, said.flags) == (again.size, again.at_home, again.flags)
                    data = family_data(session, home, ON)
                    assert data.facts.size == len(data.there)
                    assert all(len(f"{one.bold}{one.text}") > 5 for one in troubles(data))
            now = state(desk)
            assert len(now["people"]) == 10
            standing = {id_ for id_, (_head, merged) in now["homes"].items() if merged is None}
            assert {home for home, _relation in now["people"].values() if home} <= standing
        for before in reversed(states[:-1]):
            undo_last(desk, OPERATOR)
            assert state(desk)["people"] == before["people"]
