"""Of two records that look alike one goes, of whatever register: nothing hangs on it, nothing else is lost, and undo brings all back."""
# long: what is done with two records of each register stands side by side

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select as select_row
from sqlmodel import Session, select

from stationdesk.registers.care_plan import PlanMeasure
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.household import Household
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.registers.plan_step import PlanStep
from stationdesk.registers.pointing import naming
from stationdesk.registers.record import JsonList
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services.incidents import open_incidents
from stationdesk.services.merge_records import as_kept
from stationdesk.services.rechecks import open_rechecks, settle
from stationdesk.services.rechecks_doubles import BothStay
from stationdesk.services.rejoining import ALIKE
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_state import standings
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR
from tests.services.recheck_kit import TRAVELLING, doubted, filled, keep, pointing_at, target
from tests.store.kit import COUNTY, table_of

Rows = dict[tuple[str, str], dict[str, Any]]
ONLY_BOTH = frozenset({"resident", "incident", "merge"})
"""Registers of which two records are never made one here."""
PUT_TOGETHER = frozenset({"helper", "household"})
"""Registers that keep the record that went, as one that went into the other."""
OF_THE_PAST = frozenset({"merge", "not_same", "recheck"})
TWICE = sorted(kind for kind, ways in ALIKE.items() if ways)


def everything(session: Session) -> Rows:
    """Return every record that travels, but for what is to be checked itself and fields that stay at home."""
    found: Rows = {}
    for kind in TRAVELLING:
        if kind == "recheck":
            continue
        held = register_of(kind).held_back
        for row in session.connection().execute(select_row(table_of(register_of(kind)))).mappings():
            found[kind, row["id"]] = {name: value for name, value in row.items() if name not in held}
    return found


def naming_it(rows: Rows, gone: str) -> list[tuple[str, str]]:
    """Return the records that count and name one, wherever in them."""
    found = []
    for (kind, record), row in rows.items():
        if row["removed_at"] is None and record != gone and kind not in OF_THE_PAST:
            texts = (as_kept(kind, name, value) if isinstance(value, tuple) else value for name, value in row.items())
            if any(isinstance(text, str) and gone in text for text in texts):
                found.append((kind, record))
    return found


def standing(rows: Rows) -> set[tuple[str, str]]:
    return {key for key, row in rows.items() if row["removed_at"] is None and not row.get("merged_into")}


def twice(session: Session, kind: str, names: tuple[str, ...]) -> tuple[str, str]:
    """Keep two records of a register that look alike by `names`: this computer's, and the county's."""
    given: dict[str, Any] = {}
    for name in names:
        there = target(kind, name) if name in naming(register_of(kind))[0] else ""
        if there:
            given[name] = keep(session, there)
        elif name not in register_of(kind).model_fields or name not in ("kind", "name", "relation"):
            given[name] = "2026-003" if kind == "visit_sheet" else VALUES.get(name, "汪家那一条")
    if kind == "care_plan":  # what was ticked off in the one is a line of the other
        given["measures"] = (PlanMeasure(key=filled("plan_step")["measure"], what="量血压"),)
    theirs = keep(session, kind, **given)
    return keep(session, kind, **given), theirs


VALUES: dict[str, Any] = {
    **dict.fromkeys(("from_date", "to_date", "made_on", "taken_on", "due_on", "day", "valid_from", "birth_date"), "2026-11-02"),
    **dict.fromkeys(("happened_on", "raised_on", "given_on", "visited_on", "call_on", "moved_on", "handed_on", "noted_on"), "2026-11-02"),
    **dict.fromkeys(("from_time", "to_time", "at"), "08:00"),
    "grade": "red",
    "category": "living_alone",
    "mode": "home",
    "to_status": "away",
    "gap": "no_phone",
    "number": 3,
    "code": "aaa",
    "region_code": "360202101209",
    "sha256": "a" * 64,
    "id_no": "34052419800101001X",
    "done_on": "2026-11-02",
    "table_name": "duty_kind",
    "happened_at": "2026-11-02T01:00:00Z",
    "measure": "1",
    "household_no": "H1",
    "wish_no": "2026-003",
}


def hanging(session: Session, kind: str, on: str) -> None:
    """Let a record of every register that can name the other hang on it, and name it in every list that can."""
    for there, name in pointing_at(kind):
        keep(session, there, **{name: on})
    for there in TRAVELLING:
        for name in naming(register_of(there))[1]:
            column = table_of(register_of(there)).c[name].type
            if isinstance(column, JsonList) and column.item is str and name.endswith("_ids") and target(there, name) == kind:
                some: dict[str, Any] = {name: (on,)}
                keep(session, there, **some)


@pytest.mark.parametrize("how", ["theirs", "mine"])
@pytest.mark.parametrize("kind", TWICE)
def test_whatever_goes_nothing_is_left_hanging_and_undo_brings_it_back(desk: Database, kind: str, how: str) -> None:
    with desk.writing(OPERATOR, "两边都写过") as session:
        mine, theirs = twice(session, kind, ALIKE[kind][0])
        goes, stays = (mine, theirs) if how == "theirs" else (theirs, mine)
        hanging(session, kind, goes)
        row = doubted(session, kind, mine, other_id=theirs)
        before, recheck = everything(session), row.id
    with desk.reading() as session:
        one = next(one for one in open_rechecks(session, ON, children=True) if one.id == recheck)
    if kind in ONLY_BOTH:
        assert one.choices == ("both",)
        assert one.only, "it is said why"
        with pytest.raises(BothStay), desk.writing(OPERATOR, "核对") as session:
            settle(session, recheck, how, ON, by=OPERATOR)
        return
    assert how in one.choices, one.only
    with desk.writing(OPERATOR, "核对") as session:
        settle(session, recheck, how, ON, by=OPERATOR)
    with desk.reading() as session:
        after = everything(session)
    assert naming_it(before, goes) != [] or not pointing_at(kind)
    if kind != "helper":  # what a helper did stays under the name it was done by, and is read through the record that is kept
        assert naming_it(after, goes) == []
    assert (after[kind, goes]["removed_at"] is None) == (kind in PUT_TOGETHER)
    assert standing(before) - standing(after) == {(kind, goes)}, "nothing else is lost"
    assert (kind, stays) in standing(after)
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        assert {key: row for key, row in everything(session).items() if key in before} == before
        assert recheck in {one.id for one in open_rechecks(session, ON, children=True)}


def settled(desk: Database, recheck: str, how: str) -> None:
    with desk.writing(OPERATOR, "核对") as session:
        settle(session, recheck, how, ON, by=OPERATOR)


def steps(session: Session, wish: str, *kinds: str) -> None:
    for kind in kinds:
        keep(session, "wish_event", wish_id=wish, kind=kind)


def test_a_claim_goes_over_to_the_wish_that_stays(desk: Database) -> None:
    """The claim on the one that goes is live on the one that stays, and no first step stands twice."""
    with desk.writing(OPERATOR, "心愿") as session:
        who = keep(session, "resident")
        mine, theirs = (keep(session, "wish", resident_id=who, content="收音机") for _one in range(2))
        for wish in (theirs, mine):
            steps(session, wish, "submitted", "approved", "published")
        claim = keep(session, "wish_claim", wish_id=mine, claimer="程老板")
        keep(session, "claim_answer", wish_id=mine, claim_id=claim, answer="yes")
        row = doubted(session, "wish", mine, other_id=theirs).id
    settled(desk, row, "theirs")
    with desk.reading() as session:
        assert standings(session, [theirs])[theirs].claim == claim
        assert standings(session, [theirs])[theirs].state == "claimed"
        events = [one for key, one in everything(session).items() if key[0] == "wish_event" and one["removed_at"] is None]
    assert [one["kind"] for one in events] == ["submitted", "approved", "published"]


def test_two_wishes_that_were_both_claimed_stay_two(desk: Database) -> None:
    with desk.writing(OPERATOR, "心愿") as session:
        who = keep(session, "resident")
        mine, theirs = (keep(session, "wish", resident_id=who, content="收音机") for _one in range(2))
        for wish in (theirs, mine):
            keep(session, "wish_claim", wish_id=wish, claimer="程老板")
        row = doubted(session, "wish", mine, other_id=theirs).id
    with desk.reading() as session:
        one = open_rechecks(session, ON, children=True)[-1]
    assert one.choices == ("both",)
    assert "两边都往下办了" in one.only
    with pytest.raises(BothStay, match="都往下办了"):
        settled(desk, row, "theirs")


def test_what_the_county_wrote_about_keeps_its_record(desk: Database) -> None:
    """The county's claim can be let speak of another wish by the county alone: only the other one can go."""
    with desk.writing(OPERATOR, "心愿") as session:
        who = keep(session, "resident")
        mine, theirs = (keep(session, "wish", resident_id=who, content="收音机") for _one in range(2))
        doubted(session, "wish", mine, other_id=theirs)
    with desk.writing(OPERATOR, "县里", receiving=True) as session:
        session.add(WishClaim(wish_id=theirs, claimer="税务局", author=COUNTY))
    with desk.reading() as session:
        one = open_rechecks(session, ON, children=True)[-1]
    assert one.choices == ("both", "theirs")
    assert "县里" in one.only


def test_an_emergency_that_runs_is_never_taken_away(desk: Database) -> None:
    with desk.writing(OPERATOR, "求助") as session:
        who = keep(session, "resident")
        mine, theirs = (
            keep(session, "incident", resident_id=who, started_at=f"2026-11-23T0{hour}:00:00Z", happened_on="2026-11-23", called_at="10:00")
            for hour in (1, 2)
        )
        keep(session, "incident_event", incident_id=theirs, kind="over")
        keep(session, "incident_event", incident_id=mine, kind="ambulance_called")
        row = doubted(session, "incident", mine, other_id=theirs).id
    with pytest.raises(BothStay, match="误报"):
        settled(desk, row, "theirs")
    settled(desk, row, "both")
    with desk.reading() as session:
        assert [one.id for one in open_incidents(session)] == [mine]


def test_a_family_goes_over_whole_and_has_one_head(desk: Database) -> None:
    with desk.writing(OPERATOR, "户") as session:
        mine, theirs = (keep(session, "household", household_no="H1") for _one in range(2))
        old = keep(session, "resident", name="汪大爷", household_id=theirs, relation_to_head="head")
        head = keep(session, "resident", name="汪大", household_id=mine, relation_to_head="head")
        wife = keep(session, "resident", name="汪嫂", household_id=mine, relation_to_head="spouse")
        pairing = keep(session, "pairing", household_id=mine)
        row = doubted(session, "household", mine, other_id=theirs).id
    settled(desk, row, "theirs")
    with desk.reading() as session:
        people = {one.id: one for one in session.exec(select(Resident))}
        assert {one.household_id for one in people.values()} == {theirs}
        assert [people[one].relation_to_head for one in (old, head, wife)] == ["head", None, "spouse"]
        assert everything(session)["pairing", pairing]["household_id"] == theirs
        assert session.exec(select(Household.merged_into).where(Household.id == mine)).one() == theirs


def test_who_was_in_both_teams_is_in_it_once_and_what_differs_is_asked(desk: Database) -> None:
    with desk.writing(OPERATOR, "队伍") as session:
        mine, theirs = (keep(session, "team", name="志愿队", kind="volunteer") for _one in range(2))
        for team in (theirs, mine):
            keep(session, "team_member", team_id=team, helper_name="张三")
        first = keep(session, "team_member", team_id=theirs, helper_name="李四", from_date="2025-01-01")
        second = keep(session, "team_member", team_id=mine, helper_name="李四", from_date="2026-01-01")
        row = doubted(session, "team", mine, other_id=theirs).id
    settled(desk, row, "theirs")
    with desk.reading() as session:
        members = [one for key, one in everything(session).items() if key[0] == "team_member" and one["removed_at"] is None]
        asked = open_rechecks(session, ON, children=True)
    assert sorted(one["helper_name"] for one in members) == ["张三", "李四", "李四"]
    assert {one["team_id"] for one in members} == {theirs}
    assert len(asked) == 1
    with desk.reading() as session:
        assert {first, second} == {one["id"] for one in members if one["helper_name"] == "李四"}
    settled(desk, asked[0].id, "theirs")
    with desk.reading() as session:
        assert everything(session)["team_member", second]["removed_at"] is not None


def test_three_that_look_alike_become_one_in_two_steps(desk: Database) -> None:
    with desk.writing(OPERATOR, "队伍") as session:
        one, other, theirs = (keep(session, "team", name="志愿队", kind="volunteer") for _one in range(3))
        member = keep(session, "team_member", team_id=theirs, helper_name="张三")
        first = doubted(session, "team", one, other_id=theirs).id
        second = doubted(session, "team", other, other_id=theirs).id
    settled(desk, first, "mine")
    settled(desk, second, "theirs")
    with desk.reading() as session:
        assert everything(session)["team_member", member]["team_id"] == one
        assert standing(everything(session)) >= {("team", one)}
        assert not standing(everything(session)) & {("team", other), ("team", theirs)}


def test_what_was_ticked_off_stands_at_the_same_line_of_the_plan_that_stays(desk: Database) -> None:
    with desk.writing(OPERATOR, "计划") as session:
        who = keep(session, "resident")
        here, there = (PlanMeasure(key=key, what="量血压") for key in ("a", "b"))
        mine = keep(session, "care_plan", resident_id=who, made_on="2026-11-02", measures=(here, PlanMeasure(key="c", what="送药")))
        theirs = keep(session, "care_plan", resident_id=who, made_on="2026-11-02", measures=(there,))
        tick = keep(session, "plan_step", resident_id=who, plan_id=mine, measure="a", done_on="2026-11-03")
        row = doubted(session, "care_plan", mine, other_id=theirs).id
    settled(desk, row, "theirs")
    with desk.reading() as session:
        assert session.exec(select(PlanStep.plan_id, PlanStep.measure).where(PlanStep.id == tick)).one() == (theirs, "b")
    undo_last(desk, OPERATOR)
    with desk.writing(OPERATOR, "计划") as session:
        keep(session, "plan_step", resident_id=who, plan_id=mine, measure="c", done_on="2026-11-04")
    with desk.reading() as session:
        assert open_rechecks(session, ON, children=True)[-1].choices == ("both", "mine")


def test_the_photo_that_stays_has_its_picture(desk: Database) -> None:
    with desk.writing(OPERATOR, "照片") as session:
        mine, theirs = (keep(session, "photo", sha256="a" * 64) for _one in range(2))
        keep(session, "photo_picture", photo_id=mine, whole=b"whole", small=b"small")
        row = doubted(session, "photo", mine, other_id=theirs).id
    settled(desk, row, "theirs")
    with desk.reading() as session:
        assert session.exec(select(PhotoPicture.whole).where(PhotoPicture.photo_id == theirs)).one() == b"whole"


@pytest.mark.parametrize("kind", [kind for kind in TWICE if register_of(kind).held_back and kind not in ONLY_BOTH])
def test_what_never_leaves_the_desk_stays_with_the_record_that_stays(desk: Database, kind: str) -> None:
    """The record that came back from the county has none of it."""
    table = table_of(register_of(kind))
    fields = sorted(name for name in register_of(kind).held_back if not isinstance(table.c[name].type, JsonList))
    with desk.writing(OPERATOR, "同一件事") as session:
        mine, theirs = twice(session, kind, ALIKE[kind][0])
        home = dict.fromkeys(fields, "只有这里有")
        session.connection().execute(table.update().where(table.c.id == mine).values(home))
        row = doubted(session, kind, mine, other_id=theirs).id
    settled(desk, row, "theirs")
    with desk.reading() as session:
        kept = session.connection().execute(select_row(table).where(table.c.id == theirs)).mappings().one()
    assert {name: kept[name] for name in fields} == home


def test_one_that_was_taken_out_meanwhile_is_only_noted(desk: Database) -> None:
    with desk.writing(OPERATOR, "帮扶人") as session:
        mine, theirs = (keep(session, "helper", name="李医生", org="卫生院") for _one in range(2))
        doubted(session, "helper", mine, other_id=theirs)
        row = doubted(session, "helper", mine, other_id=theirs).id
    with desk.reading() as session:
        first = next(one.id for one in open_rechecks(session, ON, children=True) if one.id != row)
    settled(desk, first, "theirs")
    with desk.reading() as session:
        one = next(one for one in open_rechecks(session, ON, children=True) if one.id == row)
    assert one.choices == ("both",)
    assert one.only
    settled(desk, row, "both")
