"""The county's helpers at the desk: read like the station's own wherever helpers are, never written, and one person with the own record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.stand_in import StandInDraft
from stationdesk.registers.visit import Visitor
from stationdesk.services.appraisals import write_appraisal
from stationdesk.services.call_booking import helpers_named
from stationdesk.services.contact_grid_reading import helpers_of, read_grid
from stationdesk.services.doers import doers
from stationdesk.services.handover import Leaving, hand_over, plan
from stationdesk.services.hands import kept_as, read_hands, read_names
from stationdesk.services.helper_duty import duties
from stationdesk.services.helper_week import helper_week
from stationdesk.services.helpers import HelperImpossible, helper_rows, merge_helpers, write_helper
from stationdesk.services.known_helpers import CountysHelper, HelperGone
from stationdesk.services.pairing_fitness import Fitness
from stationdesk.services.pairing_world import World
from stationdesk.services.pairing_writing import running, write_pairing
from stationdesk.services.pairings_today import open_pairings
from stationdesk.services.plan_proposing import who_helps
from stationdesk.services.standing_in import put_stand_in, who_of
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_asking import possible_visitors
from stationdesk.services.visit_sheets import by_helper
from stationdesk.services.visit_writing import helpers_called
from stationdesk.store.database import Database
from tests.services.pairing_kit import helper, pair, row_of, world
from tests.services.people import ON, OPERATOR, ago, person, put, visited
from tests.store.kit import COUNTY, quick_desk


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give one desk for tests that write people of their own."""
    with quick_desk(tmp_path_factory.mktemp("helpers") / "desk") as database:
        yield database


def theirs(desk: Database, name: str, kind: str = "volunteer", **fields: Any) -> str:
    """Keep a helper of the county; return the id."""
    return put(desk, Helper, HelperDraft(name=name, helper_type=kind, **fields), COUNTY).id


def take_back(desk: Database, helper_id: str) -> None:
    with desk.writing(OPERATOR, "县里撤回", receiving=True) as session:
        one = session.exec(select(Helper).where(Helper.id == helper_id, Helper.author == COUNTY)).one()
        one.removed_at = f"{ago(1)}T04:00:00.000Z"


def make_pair(desk: Database, who: str, whom: str, **fields: Any) -> str:
    with desk.writing(OPERATOR, "结对") as session:
        given = {"helper_id": who, "resident_id": whom, "start_date": ago(30), "helper_agreed_on": ago(30), "resident_agreed_on": ago(30)}
        return write_pairing(session, given | fields, ON).id


def merge(desk: Database, keep: str, double: str) -> int:
    with desk.writing(OPERATOR, "同一个人") as session:
        return merge_helpers(session, keep, double, ON)


def asked(desk: Database, question: Any) -> Any:
    with desk.reading() as session:
        return question(session)


def words_of(session: Session, known: World, whom: str) -> dict[str, str]:
    return {one.helper_id: one.words for one in Fitness(session, known, ago(0)).candidates(whom)}


def test_every_read_of_helpers_knows_the_countys(desk: Database) -> None:
    wang, li = person(desk, "汪厚行", 81, "red"), theirs(desk, "李医生", "volunteer", org="县医院", most_pairings=3)
    jiang = person(desk, "江保国", 71, "red")
    own, one = helper(desk, "何雨"), make_pair(desk, li, wang, contact_every_days=7)
    visited(desk, wang, 3, "home", visitors=(Visitor(name="李医生", helper_id=li),))
    assert row_of(desk, wang).helper.text == "李医生"
    known = world(desk)
    assert known.load(li) == 1
    assert known.hands[li].of_county
    assert not known.hands[own].of_county
    by_id = {row.id: row for row in helper_rows(known)}
    assert (by_id[li].of_county, by_id[own].of_county) == (True, False)
    tables: dict[str, tuple[Any, Any]] = {
        "responsible": (lambda session: who_of(session, [wang], ON)[wang].who.name, "李医生"),
        "duty": (lambda session: duties(session, known, ON - timedelta(days=14), ON)[li].done > 0, True),
        "week": (lambda session: {errand.who for errand in helper_week(session, ON, ON).errands}, {"李医生"}),
        "sheets": (lambda session: [part.about for part in by_helper(session, [wang], ON)], ["李医生"]),
        "plan": (lambda session: who_helps(session, wang, ON)[0][1], "李医生（县）"),
        "visitors": (lambda session: dict(possible_visitors(session, ON))["李医生"].startswith("县里的"), True),
        "by name": (lambda session: helpers_called(session, ["李医生"])["李医生"].id, li),
        "call": (lambda session: helpers_named(session, ["李医生"])[0].helper_id, li),
        "dispatch": (lambda session: [doer.of_county for doer in doers(session, ON) if doer.id == li], [True]),
        "handover": (lambda session: [line.pairing for line in plan(session, li, ON).lines], [one]),
        "fitness": (lambda session: words_of(session, known, jiang)[li][:3], "县里的"),
        "grid": (lambda session: dict(helpers_of(session, read_grid(session, ON, ON))).get(li), "李医生"),
    }
    for name, (question, wanted) in tables.items():
        assert asked(desk, question) == wanted, name
    with desk.writing(OPERATOR, "考核") as session:
        write_appraisal(session, {"helper_id": li, "kind": "commendation", "text": "好", "from_date": ago(30), "to_date": ago(1)}, ON)


def test_the_countys_record_is_never_written(desk: Database) -> None:
    li = theirs(desk, "李医生")
    with pytest.raises(CountysHelper, match="县里"), desk.writing(OPERATOR, "改") as session:
        write_helper(session, {"name": "李大夫"}, ON, li)
    with pytest.raises(HelperGone), desk.writing(OPERATOR, "改") as session:
        write_helper(session, {"name": "李大夫"}, ON, "nobody")
    with pytest.raises(HelperImpossible, match="县里"):
        merge(desk, li, theirs(desk, "李医生"))
    wang = person(desk, "汪厚行", 81, "red")
    make_pair(desk, li, wang)
    with desk.writing(OPERATOR, "交接") as session:
        hand_over(session, li, Leaving("transferred", ON, agreed=True), {}, ON)
    with desk.reading() as session:
        kept = session.exec(select(Helper).where(Helper.id == li)).one()
        assert (kept.left_on, kept.leave_reason) == (None, None)
        assert session.exec(select(Pairing)).one().state == "ended"
        assert [line.resident for line in open_pairings(session, ON)] == [wang]


def test_a_helper_the_county_takes_back_has_left_and_his_people_are_not_lost(desk: Database) -> None:
    wang, li = person(desk, "汪厚行", 81, "red"), theirs(desk, "李医生")
    one = make_pair(desk, li, wang, contact_every_days=7)
    take_back(desk, li)
    known = world(desk)
    assert not known.hands[li].there(known.day)
    assert row_of(desk, wang).helper.text == "李医生"
    with desk.reading() as session:
        assert [line.pairing for line in plan(session, li, ON).lines] == [one]
        assert li not in {doer.id for doer in doers(session, ON)}
        assert who_of(session, [wang], ON)[wang].who.name == "", "the station itself, until somebody goes on"
        assert session.exec(select(Pairing)).one().helper_name == "李医生"
    with desk.writing(OPERATOR, "交接") as session:
        assert hand_over(session, li, Leaving("left", ON), {}, ON) == (0, 1)


@pytest.mark.parametrize("ours", [True, False])
def test_one_person_with_two_records_keeps_his_work_whoever_counts(desk: Database, ours: bool) -> None:
    wang, jiang = person(desk, "汪厚行", 81, "red"), person(desk, "江保国", 71, "red")
    own, li = helper(desk, "李医生", phones=({"number": "13800001111"},)), theirs(desk, "李医生", phones=({"number": "13800001111"},))
    make_pair(desk, own, wang, contact_every_days=7)
    make_pair(desk, li, jiang, contact_every_days=7)
    for whom, who in ((wang, own), (jiang, li)):
        visited(desk, whom, 3, "home", visitors=(Visitor(name="李医生", helper_id=who),))
    assert {row.double for row in helper_rows(world(desk))} == {own, li}
    keep, gone = (own, li) if ours else (li, own)
    assert merge(desk, keep, gone) == 1
    known = world(desk)
    assert [row.id for row in helper_rows(known)] == [keep]
    assert known.load(keep) == 2
    with desk.reading() as session:
        assert duties(session, known, ON - timedelta(days=14), ON)[keep].done >= 2
        assert {who.who.helper_id for who in who_of(session, [wang, jiang], ON).values()} == {keep}
        assert [doer.id for doer in doers(session, ON)] == [keep]
        assert len(running(session, ON, helper=keep)) == 2
    with pytest.raises(HelperImpossible):
        merge(desk, keep, gone)
    take_back(desk, li)
    known = world(desk)
    assert [row.id for row in helper_rows(known) if row.there] == [own], "the station's own stands again"
    assert known.load(own) == 2
    with desk.reading() as session:
        assert {who.who.helper_id for who in who_of(session, [wang, jiang], ON).values()} == {own}
        assert kept_as(read_hands(session), li) == own


def test_parting_them_again_is_one_undo(desk: Database) -> None:
    own, li = helper(desk, "李医生"), theirs(desk, "李医生")
    merge(desk, own, li)
    undo_last(desk, OPERATOR)
    assert {row.id for row in helper_rows(world(desk))} == {own, li}


def test_the_countys_helper_can_be_away_and_stand_in(desk: Database) -> None:
    wang, li, he = person(desk, "汪厚行", 81, "red"), theirs(desk, "李医生"), helper(desk, "何雨")
    pair(desk, he, wang)
    with desk.writing(OPERATOR, "替") as session:
        put_stand_in(session, StandInDraft(helper_id=he, from_date=ago(1), stand_in_helper_id=li), ON)
    with desk.reading() as session:
        assert who_of(session, [wang], ON)[wang].who.helper_id == li


records = st.lists(
    st.tuples(st.booleans(), st.booleans(), st.one_of(st.none(), st.integers(0, 5)), st.one_of(st.none(), st.integers(0, 5))),
    min_size=1,
    max_size=6,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records)
def test_whatever_stands_for_what_everybody_is_somebody(shared: Database, told: list[tuple[bool, bool, int | None, int | None]]) -> None:
    """However two desks and the county have tied records together, each goes by one that is shown, and both readings agree."""
    made = [
        (Helper(name=f"甲{nth}", author=COUNTY if county else shared.about.author), gone) for nth, (county, gone, *_r) in enumerate(told)
    ]
    ids = [one.id for one, _gone in made]
    for (one, _gone), (county, _removed, into, stands) in zip(made, told, strict=True):
        if not county:
            one.merged_into = ids[into % len(ids)] if into is not None and ids[into % len(ids)] != one.id else None
            one.instead_of = ids[stands % len(ids)] if stands is not None and ids[stands % len(ids)] != one.id else None
    for mine in (True, False):
        with shared.writing(OPERATOR, "并库", receiving=not mine) as session:
            for one, gone in made:
                if (one.author != COUNTY) == mine:
                    one.removed_at = session.info["at"] if gone and not mine else None
                    session.add(Helper.model_validate(one.model_dump(exclude={"key"})))
    with shared.reading() as session:
        hands, names = read_hands(session), read_names(session)
        assert_agree(session, ids, hands, names)
    clear(shared, ids)


def assert_agree(_session: Session, ids: list[str], hands: Any, names: Any) -> None:
    for id_ in ids:
        assert id_ in hands
        assert names[id_] == hands[id_].name
        if hands[id_].of_county:
            assert names.kept.get(id_, "") == hands[id_].merged_into
            into = hands[id_].merged_into
            assert not into or not hands[into].of_county
        elif hands[id_].merged_into:
            assert hands[id_].merged_into in hands


def clear(desk: Database, ids: list[str]) -> None:
    """Take the records off again; the county's leave for good."""
    for mine in (True, False):
        with desk.writing(OPERATOR, "清", receiving=not mine) as session:
            for one in session.exec(select(Helper)):
                if one.id in ids and (one.author != COUNTY) == mine and one.removed_at is None:
                    one.removed_at = session.info["at"]
                    session.add(one)
