"""Two records of one helper: nothing of the station names the one that went, and no new field is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from stationdesk.registers.appraisal import Appraisal, AppraisalDraft
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.care_plan import CarePlan, CarePlanDraft, PlanMeasure
from stationdesk.registers.check_call import CheckCall, CheckCallDraft
from stationdesk.registers.duty_shift import DutyShift, DutyShiftDraft
from stationdesk.registers.family_call import FamilyCall, FamilyCallDraft
from stationdesk.registers.health_record import HealthRecord, HealthRecordDraft
from stationdesk.registers.pointing_at_helper import BY_ITSELF, INSIDE, LISTED, MOVED, STAYS, pointing
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_item import ServiceItem, ServiceItemDraft
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.stand_in import StandIn, StandInDraft
from stationdesk.registers.station import Grid, Station, StationDraft
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.visit import Visitor
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.services.dispatching import NeedsAWord, decline, send
from stationdesk.services.helpers import merge_helpers
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_reading import request_called
from stationdesk.services.request_receivers import loads
from stationdesk.services.request_state import Receiver
from stationdesk.services.undoing import undo_last
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.services.pairing_kit import helper
from tests.services.people import ON, OPERATOR, person, put

NOW = datetime(2026, 11, 23, 9, 20, tzinfo=VILLAGE_TIME)


def test_every_field_that_points_at_a_helper_is_settled() -> None:
    settled = [MOVED, LISTED, INSIDE, BY_ITSELF, STAYS]
    assert set(pointing()) == set().union(*settled), "say in pointing_at_helper what becomes of the new field"
    assert sum(map(len, settled)) == len(set().union(*settled)), "each in one way"


def everything(desk: Database, who: str, double: str, other: str) -> None:
    """Keep one record for each field that moves, naming the double; the requests come by their services."""
    day = ON.isoformat()
    measure = PlanMeasure(key="a", what="量血压", helper_id=double)
    put(desk, Appraisal, AppraisalDraft(helper_id=double, from_date="2026-01-01", to_date=day, said_on=day))
    put(desk, CheckCall, CheckCallDraft(helper_id=double, resident_id=who, drawn_on=day))
    put(desk, HealthRecord, HealthRecordDraft(resident_id=who, helper_id=double))
    put(desk, Team, TeamDraft(name="同名队", helper_id=double))
    put(desk, DutyShift, DutyShiftDraft(day=day, helper_id=double, stand_in_helper_id=other))
    put(desk, DutyShift, DutyShiftDraft(day=day, helper_id=other, stand_in_helper_id=double))
    put(desk, StandIn, StandInDraft(helper_id=double, from_date=day, stand_in_helper_id=other))
    put(desk, StandIn, StandInDraft(helper_id=other, from_date=day, stand_in_helper_id=double))
    put(desk, WishClaim, WishClaimDraft(wish_id="w", claimer="章磊", helper_id=double))
    put(desk, CareGrade, CareGradeDraft(resident_id=who, grade="green", from_date=day, assessor_id=double))
    put(desk, ServiceItem, ServiceItemDraft(name="修灯", helper_ids=(double, other)))
    put(desk, CarePlan, CarePlanDraft(resident_id=who, made_on=day, measures=(measure, PlanMeasure(key="b", what="送米", helper_id=other))))
    put(desk, FamilyCall, FamilyCallDraft(call_on=day, helpers=(Visitor(name="章磊", helper_id=double),)))
    put(desk, Station, StationDraft(code="1", name="站", grids=(Grid(code="1", helper_id=double),)))
    with desk.writing(OPERATOR, "改") as session:
        one = session.exec(select(Resident).where(Resident.id == who)).one()
        one.grid_leader_id = one.child_officer_id = double


def named(desk: Database, some: frozenset[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what stands in some fields of every record."""
    with desk.reading() as session:
        ask = session.connection().exec_driver_sql
        return {one: str(ask(f"SELECT group_concat({one[1]}) FROM {one[0]}").scalar()) for one in some}


def test_nothing_names_the_record_that_went(desk: Database) -> None:
    who, keep, double, other = person(desk, "余水莲", 80), helper(desk, "章磊"), helper(desk, "章磊"), helper(desk, "何雨")
    everything(desk, who, double, other)
    with desk.writing(OPERATOR, "求助") as session:
        request = note_request(session, Wanted("修灯", urgency="yellow", resident_id=who), NOW, OPERATOR).id
        send(session, request, Receiver("helper", double, "章磊"), NOW, by=OPERATOR)
        session.exec(select(ServiceRequest).where(ServiceRequest.id == request)).one().helper_id = double
    moving = MOVED | LISTED | INSIDE | {("duty_shift", "helper_id"), ("duty_shift", "stand_in_helper_id")}
    before = named(desk, moving)
    assert [one for one, ids in before.items() if double not in ids] == [], "a field that nothing of this test fills"
    with desk.writing(OPERATOR, "合并") as session:
        merge_helpers(session, keep, double, ON)
    after = named(desk, moving)
    assert [one for one, ids in after.items() if double in ids or keep not in ids] == []
    with desk.reading() as session:
        held = request_called(session, request)
        assert held.standing.holder == Receiver("helper", keep, "章磊")
        assert loads(session) == {("helper", keep): 1}
    with desk.writing(OPERATOR, "退回") as session:
        decline(session, request, "没空", NOW + timedelta(minutes=9), by=OPERATOR)
    with pytest.raises(NeedsAWord, match="章磊"), desk.writing(OPERATOR, "派") as session:
        send(session, request, Receiver("helper", keep, "章磊"), NOW + timedelta(minutes=9), by=OPERATOR)
    undo_last(desk, OPERATOR)
    undo_last(desk, OPERATOR)
    assert named(desk, moving) == before, "one action, one undo"


def test_nobody_stands_in_for_himself(desk: Database) -> None:
    keep, double = helper(desk, "程雪琴"), helper(desk, "程雪琴")
    put(desk, StandIn, StandInDraft(helper_id=keep, from_date=ON.isoformat(), stand_in_helper_id=double))
    shift = put(desk, DutyShift, DutyShiftDraft(day="2026-12-01", helper_id=keep, stand_in_helper_id=double, swap_reason="出门")).id
    with desk.writing(OPERATOR, "合并") as session:
        merge_helpers(session, keep, double, ON)
    with desk.reading() as session:
        assert session.exec(select(StandIn).where(StandIn.helper_id == keep)).one().removed_at
        turn = session.exec(select(DutyShift).where(DutyShift.id == shift)).one()
        assert (turn.helper_id, turn.stand_in_helper_id, turn.swap_reason) == (keep, None, None)
