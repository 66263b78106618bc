"""Coverage: what counts over what there is on the cut-off day, by kind and by town, whatever merged or ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.registers.org_unit import OrgUnitDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import StationDraft
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.coverage import Share, coverages, covered
from stationdesk.services.coverage_definition import NoSuchDefinition, definition, definitions
from stationdesk.services.stations import open_station
from stationdesk.services.unit_tree import Tree, Unit
from stationdesk.services.units import add_unit
from stationdesk.store.database import Database
from tests.store.kit import STATION

ON = "2026-11-28"
DAYS = ("2026-01-01", "2026-06-01", "2026-11-28", "2026-12-31")


def unit(name: str, kind: str | None = "village", town: str = "白鹭镇", **more: object) -> Unit:
    """Return a unit."""
    return replace(Unit(name, name, kind, doubtful=False, town=town, code=None, own_id=name, order=0), **more)  # type: ignore[arg-type]


def the_67() -> tuple[Unit, ...]:
    """Return the units of domain.md 4.1: 67 in six towns, 32 villages and 26 communities with a call room, three towns whole."""
    sizes = {"甲镇": (6, 5, 0, 0), "乙镇": (5, 4, 0, 0), "丙乡": (4, 4, 0, 0)}
    sizes |= {"丁镇": (8, 6, 2, 1), "戊乡": (7, 5, 2, 1), "己街道": (7, 6, 1, 2)}
    found: list[Unit] = []
    for town, (villages, communities, without, lacking) in sizes.items():
        found += [unit(f"{town}{at}村", town=town, has_call_room=at >= without) for at in range(villages)]
        found += [unit(f"{town}{at}社区", "community", town, has_call_room=at >= lacking) for at in range(communities)]
    return tuple(found)


def test_the_example_of_the_programme() -> None:
    units = the_67()
    found = covered(Tree(units), definition("call_room"), [one for one in units if one.has_call_room], ON)
    words = definition("call_room").words
    assert found.sentence == f"行政村 32，社区 26，共 58 / 67 = 86.6 %（截至 2026-11-28，口径：{words}）"
    assert len(found.missing) == 9


def test_towns_that_are_whole_are_named() -> None:
    units = the_67()
    found = covered(Tree(units), definition("call_room"), [one for one in units if one.has_call_room], ON)
    assert set(found.full_towns) == {"甲镇", "乙镇", "丙乡"}
    assert found.towns_in_words.startswith("村村通：6 个乡镇街道里有 3 个（")
    assert sum(one.all for one in found.towns) == 67


@pytest.mark.parametrize(
    ("have", "all_", "said"),
    [(0, 0, "—"), (0, 7, "0.0 %"), (7, 7, "100 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (1, 16, "6.3 %"), (9999, 10000, "99.9 %")],
)
def test_shares_are_rounded_half_up_and_never_up_to_the_whole(have: int, all_: int, said: str) -> None:
    assert Share("", have, all_).percent == said


def test_without_units_there_is_nothing_to_count() -> None:
    found = covered(Tree(()), definition("station"), (), ON)
    assert "算不出" in found.sentence
    assert found.towns_in_words == ""


def test_a_merged_village_counts_once_where_it_is_now() -> None:
    old, new, gone = unit("东村", closed_on="2026-06-01", succeeded_by="西村"), unit("西村"), unit("南村", closed_on="2026-06-01")
    there = Tree((old, new, gone))
    after = covered(there, definition("visit"), [old, gone], ON)
    assert (after.whole.have, after.whole.all) == (1, 1)
    before = covered(there, definition("visit"), [old, gone], "2026-05-31")
    assert (before.whole.have, before.whole.all) == (2, 3)


def test_what_opens_later_does_not_count_yet() -> None:
    one = unit("东村", has_station=True, station_opened_on="2026-12-01")
    assert not definition("station").has(one, ON)
    assert definition("station").has(one, "2026-12-01")
    with pytest.raises(NoSuchDefinition):
        definition("wall")


@st.composite
def histories(draw: st.DrawFn) -> tuple[Tree, Sequence[Unit], str]:
    """Give units that begin, end and merge in any way (in circles too), some of them covered, and a cut-off day."""
    count = draw(st.integers(1, 9))
    day = st.one_of(st.none(), st.sampled_from(DAYS))
    kinds = st.sampled_from(["village", "community", "farm", "town", None])
    units = [
        unit(
            str(at),
            town=draw(st.sampled_from(["甲镇", "乙镇", ""])),
            kind=draw(kinds),
            opened_on=draw(day),
            closed_on=draw(day),
            succeeded_by=draw(st.one_of(st.none(), st.sampled_from([str(other) for other in range(count + 1)]))),
        )
        for at in range(count)
    ]
    having = draw(st.lists(st.sampled_from(units), max_size=2 * count))
    return Tree(tuple(units)), having, draw(st.sampled_from(DAYS))


@given(histories())
def test_whatever_merges_or_ends_the_covered_are_never_more_than_all(history: tuple[Tree, Sequence[Unit], str]) -> None:
    there, having, on = history
    found = covered(there, definition("visit"), having, on)
    assert 0 <= found.whole.have <= found.whole.all
    assert found.whole.have <= len(set(having))
    assert sum(one.have for one in found.kinds) == sum(one.have for one in found.towns) == found.whole.have
    assert sum(one.all for one in found.kinds) == sum(one.all for one in found.towns) == found.whole.all
    assert all(one.have <= one.all for one in (*found.kinds, *found.towns))
    assert not {one.id for one in found.covered} & {one.id for one in found.missing}
    for one in having:
        now = there.counts_for(one, on)
        assert now is None or now in found.covered, "what somebody did is not lost in a merger"


def test_a_desk_counts_its_own_records_by_its_own_village(desk: Database) -> None:
    with desk.writing("徐丽华", "set up", final=True) as session:
        open_station(session, StationDraft(code=STATION, name="上徐村", town="鲇鱼山镇"))
        add_unit(session, OrgUnitDraft(name="汪家村", town="鲇鱼山镇"), on=ON)
        person = Resident.model_validate(ResidentDraft(name="汪厚行"), update={"author": STATION})
        session.add(person)
        for day, mode, outcome in (("2026-06-01", "home", "met"), ("2026-11-01", "video", "nobody")):
            draft = VisitDraft(resident_id=person.id, visited_on=day, mode=mode, outcome=outcome)
            session.add(Visit.model_validate(draft, update={"author": STATION}))
    with desk.reading() as session:
        always = {one.definition.name: one.whole.have for one in coverages(session, ON)}
        lately = {one.definition.name: one.whole.have for one in coverages(session, ON, "2026-07-01")}
        assert all(one.whole.all == 2 for one in coverages(session, ON))
    assert always == {"station": 1, "call_room": 0, "record": 1, "visit": 1, "video": 0, "call": 0, "wish": 0}
    assert lately == {"station": 1, "call_room": 0, "record": 0, "visit": 0, "video": 0, "call": 0, "wish": 0}
    assert set(always) == {one.name for one in definitions()}
