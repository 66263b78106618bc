"""An old backup goes on, and every register was written in both branches: all of it is put back or listed, whatever the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.registers.catalogue import KEPT_IN_STEP
from stationdesk.registers.pointing import points_at_resident
from stationdesk.registers.pointing_at_helper import BY_ITSELF, MOVED
from stationdesk.registers.recheck import Recheck
from stationdesk.services.rechecks_moving import OF_THE_PAST
from stationdesk.services.rejoining import ALIKE
from stationdesk.services.rejoining_merges import MERGING
from stationdesk.sync.line_check import TRAVELLING
from tests.sync.every_kind import REMOVED, STATION_KINDS, fields, kept_here, record_id, rows_at, travelling_fields, whole, write
from tests.sync.replaying import plain
from tests.sync.sample import sample
from tests.sync.test_two_lives import CODE, OPERATOR, one_journal, round_trip
from tests.sync.world import World

BOTH, GONE_THERE, GONE_HERE, MOVED_HERE = range(4)
"""Records that both branches know: moved in both, removed in one and moved in the other, moved in this one only."""
THERE, HERE = "there", "here"
"""Records that one branch made, both saying the same."""
Rows = Mapping[str, Mapping[str, Any]]


@dataclass
class Repaired:
    """The station's records after the repair, by register and id; and what is to be checked."""

    rows: dict[str, dict[str, dict[str, Any]]]
    listed: list[Recheck]
    ledger: dict[tuple[str, str], dict[str, Any]]

    def about(self, kind: str, which: int | str) -> list[Recheck]:
        """Return what is listed of a record."""
        return [one for one in self.listed if (one.record_kind, one.record_id) == (kind, record_id(kind, which))]


def share(kind: str, turn: int, which: int) -> dict[str, Any]:
    """Return every third field of a register."""
    return {name: fields(kind, turn)[name] for name in travelling_fields(kind)[which::3]}


def what_there(kind: str) -> dict[int | str, dict[str, Any]]:
    """Return what the branch that was reported says: the first and the last third of the fields, and a new record."""
    moved = share(kind, 1, 0) | share(kind, 1, 2)
    return {BOTH: moved, GONE_THERE: {"removed_at": REMOVED}, GONE_HERE: share(kind, 0, 1), THERE: fields(kind, 1)}


def what_here(kind: str) -> dict[int | str, dict[str, Any]]:
    """Return what this branch says: the first and the second third of the fields otherwise, and a new record that says the same.

    Two records made one are judged whole, so that what both branches moved is told apart from it: `test_merged_in_one_branch.py`.
    """
    moved = {name: value for name, value in (share(kind, 2, 0) | share(kind, 2, 1)).items() if (kind, name) != ("resident", "merged_into")}
    return {
        BOTH: moved,
        GONE_THERE: share(kind, 0, 1),
        GONE_HERE: {"removed_at": REMOVED},
        MOVED_HERE: fields(kind, 2),
        HERE: {**fields(kind, 1), **kept_here(kind)},
    }


def naming(kind: str, records: Mapping[str, str]) -> dict[str, str]:
    """Return the fields by which a record of a register names a resident, a household and a helper, with these in them."""
    found = {}
    for name in travelling_fields(kind) if kind not in OF_THE_PAST else ():
        if name != "merged_into" and points_at_resident(kind, name):
            found[name] = records["resident"]
        elif name == "household_id" or (kind, name) in MOVED | BY_ITSELF:
            found[name] = records["household" if name == "household_id" else "helper"]
    return found


def put(world: World, said: Mapping[tuple[str, int | str], Mapping[str, Any]]) -> None:
    """Write these records in one action."""
    with world.desks[CODE].database.writing(OPERATOR, "写") as session:
        for (kind, which), values in said.items():
            write(session, kind, record_id(kind, which), values)


@pytest.fixture(scope="module")
def repaired() -> Iterator[Repaired]:
    world = World(sample())
    put(world, {(kind, which): fields(kind, which) for kind in STATION_KINDS for which in range(4)})
    round_trip(world)
    world.back_station_up(CODE)
    put(world, {(kind, which): values for kind in STATION_KINDS for which, values in what_there(kind).items()})
    round_trip(world)
    world.put_station_back(CODE, unseen=False)
    for kind in STATION_KINDS:
        for which, values in what_here(kind).items():
            put(world, {(kind, which): values})
    assert round_trip(world).repaired is not None
    round_trip(world)
    desk = world.desks[CODE].database
    assert not world.peer(world.desks[CODE]).forked
    one_journal(world, desk)
    made = {record_id("recheck", which) for which in (*range(4), THERE, HERE)}
    with desk.reading() as session:
        rows = {kind: rows_at(session, kind, CODE) for kind in STATION_KINDS}
        listed = [one for one in session.exec(select(Recheck)) if one.id not in made]
    yield Repaired(rows, listed, world.ledger_rows(CODE))
    world.close()


def refused(found: Repaired, kind: str, which: int | str, said: Mapping[str, Any]) -> bool:
    """Tell whether a change was refused; then all that it said is listed with it."""
    told = [one for one in found.about(kind, which) if one.cause == "refused"]
    for one in told:
        assert one.reason
        lines = [line for line in one.mine["lines"] if line["id"] == record_id(kind, which)]
        assert [line["fields"] for line in lines] == [{name: value for name, value in said.items() if name not in kept_here(kind)}]
    return bool(told)


@pytest.mark.parametrize("kind", STATION_KINDS)
def test_what_both_branches_moved_stands_as_the_county_has_it_and_is_listed(repaired: Repaired, kind: str) -> None:
    before, there, here = fields(kind), what_there(kind)[BOTH], what_here(kind)[BOTH]
    row = repaired.rows[kind][record_id(kind, BOTH)]
    listed = {one.field: one for one in repaired.about(kind, BOTH)}
    assert len(listed) == len(repaired.about(kind, BOTH))
    for name in travelling_fields(kind):
        was, theirs, mine = before[name], there.get(name, before[name]), here.get(name, before[name])
        moved_here = mine != was and kind not in KEPT_IN_STEP
        assert row[name] == (mine if moved_here and theirs == was else theirs), name
        both = moved_here and theirs not in (was, mine)
        assert (name in listed) == both, name
        if both:
            assert (listed[name].cause, listed[name].mine, listed[name].theirs) == ("both_moved", {"value": mine}, {"value": theirs})


@pytest.mark.parametrize("kind", [kind for kind in STATION_KINDS if kind not in KEPT_IN_STEP])
def test_what_one_branch_removed_and_the_other_moved_is_listed(repaired: Repaired, kind: str) -> None:
    gone_there, gone_here = (repaired.rows[kind][record_id(kind, which)] for which in (GONE_THERE, GONE_HERE))
    assert gone_there == whole(kind, fields(kind, GONE_THERE), {"removed_at": REMOVED}, share(kind, 0, 1))
    assert gone_here == whole(kind, fields(kind, GONE_HERE), share(kind, 0, 1), {"removed_at": REMOVED})
    assert [one.cause for one in repaired.about(kind, GONE_HERE)] == ["removed_here"]
    moved = share(kind, 0, 1) != share(kind, GONE_THERE, 1)
    assert [one.cause for one in repaired.about(kind, GONE_THERE)] == (["removed_there"] if moved else [])


@pytest.mark.parametrize("kind", [kind for kind in STATION_KINDS if kind not in KEPT_IN_STEP])
def test_what_only_this_branch_wrote_is_put_back_or_listed_and_told_where_it_was_written_twice(repaired: Repaired, kind: str) -> None:
    rows, said = repaired.rows[kind], what_here(kind)
    moved = {name: value for name, value in said[MOVED_HERE].items() if value != fields(kind, MOVED_HERE)[name]}
    if refused(repaired, kind, MOVED_HERE, moved):
        assert rows[record_id(kind, MOVED_HERE)] == whole(kind, fields(kind, MOVED_HERE))
    else:
        assert rows[record_id(kind, MOVED_HERE)] == whole(kind, fields(kind, MOVED_HERE), moved)
    if refused(repaired, kind, HERE, said[HERE]):
        assert record_id(kind, HERE) not in rows
    else:
        home = {name: plain(value) for name, value in kept_here(kind).items()}
        assert rows[record_id(kind, HERE)] == whole(kind, said[HERE]) | home, "what stays at home came through the repair too"
        assert [one.cause for one in repaired.about(kind, HERE)] == (["double"] if ALIKE[kind] else [])


@pytest.mark.parametrize("kind", STATION_KINDS)
def test_what_the_county_had_came_back_and_the_county_has_what_the_desk_has(repaired: Repaired, kind: str) -> None:
    rows, home = repaired.rows[kind], TRAVELLING[kind].held_back
    gone = {"removed_at": REMOVED} if kind in KEPT_IN_STEP else {}
    assert rows[record_id(kind, THERE)] == whole(kind, fields(kind, 1), gone)
    nothing = {name: whole(kind)[name] for name in home}
    assert {record: row | nothing for record, row in rows.items()} == {
        one[1]: row for one, row in repaired.ledger.items() if one[0] == kind
    }


def test_whatever_names_a_record_that_the_county_merged_away_names_the_one_that_stands_or_is_listed() -> None:
    """One branch made two records one, the other wrote a record of every register that names the one that went."""
    world = World(sample())
    goes, stays = ({kind: record_id(kind, which) for kind in MERGING} for which in ("goes", "stays"))
    name = {"resident": "name", "household": "head_name", "helper": "name"}
    put(world, {(kind, which): {name[kind]: "汪"} for kind in MERGING for which in ("goes", "stays")})
    round_trip(world)
    world.back_station_up(CODE)
    put(world, {(kind, "goes"): {"merged_into": stays[kind]} for kind in MERGING})
    round_trip(world)
    world.put_station_back(CODE, unseen=False)
    said = {kind: naming(kind, goes) for kind in STATION_KINDS if kind not in KEPT_IN_STEP and naming(kind, goes)}
    for kind, names in said.items():
        put(world, {(kind, HERE): {one: value for one, value in fields(kind).items() if one not in ("merged_into", "instead_of")} | names})
    assert round_trip(world).repaired is not None
    with world.desks[CODE].database.reading() as session:
        rows = {kind: rows_at(session, kind, CODE).get(record_id(kind, HERE)) for kind in said}
        refused = {one.record_kind for one in session.exec(select(Recheck)) if one.cause == "refused"}
    world.close()
    assert refused == {kind for kind, row in rows.items() if row is None}
    assert {kind: {one: row[one] for one in said[kind]} for kind, row in rows.items() if row} == {
        kind: naming(kind, stays) for kind in said if kind not in refused
    }
    assert len(said) > 30
    assert refused <= {"care_grade", "kin", "status_change", "transfer"}, "a turn, and whoever would be his own relative"
