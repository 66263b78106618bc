"""Whom to ring: who of them is family, so that a neighbour who was reached is never taken for the family that knows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from stationdesk.registers.contact import EmergencyContact, PhoneNumber
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.services.incident_numbers import Number
from stationdesk.services.incident_sheet import sheet
from stationdesk.services.incidents import begin, happened
from stationdesk.services.incidents_today import INCIDENTS
from stationdesk.services.pairing_writing import write_pairing
from stationdesk.services.today_lines import Asked
from stationdesk.store.clock import local_time
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, put, relative
from tests.store.kit import COUNTY, STATION

CALL = datetime(2026, 11, 23, 6, 1, tzinfo=UTC)
"""14:01 in the village, on the day ON."""


def contact(name: str, relation: str, number: str) -> EmergencyContact:
    return EmergencyContact(name=name, relation=relation, phones=(PhoneNumber(number=number),))


def fell(desk: Database, who: str) -> str:
    with desk.writing(OPERATOR, "求助") as session:
        return begin(session, CALL, OPERATOR, resident_id=who).id


def numbers(desk: Database, incident: str) -> dict[str, Number]:
    with desk.reading() as session:
        return {one.number: one for one in sheet(session, incident, local_time(CALL)).numbers}


def leads(desk: Database) -> list[str]:
    with desk.reading() as session:
        return [one.lead for one in INCIDENTS.section(session, Asked(ON)).lines]


@pytest.mark.parametrize("at_home", [False, True])
def test_family_is_who_is_called_so_and_nobody_else(desk: Database, at_home: bool) -> None:
    house = put(desk, Household, HouseholdDraft(head_name="余水莲", village_group="汪家组")).id if at_home else None
    contacts = (
        contact("余根水", "邻居", "13800000001"),
        contact("方建国", "大儿子", "13800000002"),
        contact("占国林", "村干部", "13800000003"),
    )
    own: dict[str, Any] = {"household_id": house, "relation_to_head": "head", "sex": "female", "emergency_contacts": contacts}
    who = person(desk, "余水莲", 79, phone="", **own)
    relative(desk, who, "not_related", "", "13800000004", name="程保姆")
    relative(desk, who, "daughter", "", "13800000005", name="方建英")
    relative(desk, who, None, "", "13800000006", name="方小毛", relation_written="邻居")  # type: ignore[arg-type]
    if at_home:
        person(desk, "方根生", 80, phone="13800000007", household_id=house, relation_to_head="other_relative")
        person(desk, "何长工", 50, phone="13800000008", household_id=house, relation_to_head="not_related")
    incident = fell(desk, who)
    found = numbers(desk, incident)
    family = {"13800000002", "13800000005"} | ({"13800000007"} if at_home else set())
    others = {"13800000001", "13800000003", "13800000004", "13800000006"} | ({"13800000008"} if at_home else set())
    assert {at for at, one in found.items() if one.is_kin} == family
    assert others < set(found)


def test_the_family_is_asked_about_after_the_neighbour_was_reached(desk: Database) -> None:
    who = person(desk, "余水莲", 79, emergency_contacts=(contact("余根水", "邻居", "13800000434"),))
    relative(desk, who, "son", "温州", "13800004417", name="方建平")
    incident = fell(desk, who)
    rung = numbers(desk, incident)
    at = iter(CALL + timedelta(minutes=minutes) for minutes in range(1, 9))

    def stamp(kind: str, **fields: Any) -> None:
        with desk.writing(OPERATOR, kind) as session:
            happened(session, incident, kind, next(at), OPERATOR, **fields)

    def reached(number: str) -> None:
        stamp("reached", whom=rung[number].title, line=rung[number].line, is_kin=rung[number].is_kin)

    reached("13800000434")
    stamp("over")
    assert leads(desk) == ["告诉家里"]
    reached("13800004417")
    assert leads(desk) == []


@pytest.mark.parametrize("author", [STATION, COUNTY])
def test_whoever_is_responsible_is_rung_whether_the_station_or_the_county_wrote_him_down(desk: Database, author: str) -> None:
    who = person(desk, "汪厚行", 81)
    phones = (PhoneNumber(number="13811112222"),)
    helper = put(desk, Helper, HelperDraft(name="张干部", helper_type="officer", phones=phones), author).id
    given = {"helper_id": helper, "resident_id": who, "start_date": ago(30), "helper_agreed_on": ago(30), "resident_agreed_on": ago(30)}
    with desk.writing(OPERATOR, "结对") as session:
        write_pairing(session, given, ON)
    assert numbers(desk, fell(desk, who))["13811112222"].title == "包保人 张干部"
