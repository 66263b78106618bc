"""Whom a request can be sent to: the county's marked once, who is away after who is there, who left not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.service_item import ServiceItem, ServiceItemDraft
from stationdesk.registers.stand_in import StandIn, StandInDraft
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import TeamMember, TeamMemberDraft
from stationdesk.services.dispatching import decline, send
from stationdesk.services.helpers import merge_helpers
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_list import Eyes, open_rows
from stationdesk.services.request_reading import request_called
from stationdesk.services.request_receivers import offered
from stationdesk.services.request_state import Receiver
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import Database
from tests.services.pairing_kit import helper, pair
from tests.services.people import ON, OPERATOR, ago, person, put
from tests.store.kit import COUNTY

NOW = datetime(2026, 11, 23, 9, 20, tzinfo=VILLAGE_TIME)


def test_everybody_is_offered_as_he_stands(desk: Database) -> None:
    who = person(desk, "余水莲", 80)
    away, stands_by, back = helper(desk, "何雨"), helper(desk, "程雪琴"), helper(desk, "章磊")
    helper(desk, "走了的", left_on=ago(3))
    pair(desk, away, who)
    pair(desk, stands_by, who)
    put(desk, StandIn, StandInDraft(helper_id=away, from_date=ago(2), stand_in_helper_id=back))
    theirs = put(desk, Helper, HelperDraft(name="县医生", helper_type="doctor", org="县医院"), COUNTY).id
    twice = put(desk, Helper, HelperDraft(name="同一人", helper_type="volunteer"), COUNTY).id
    own = helper(desk, "同一人")
    team = put(desk, Team, TeamDraft(name="县送药队"), COUNTY).id
    ended = put(desk, Team, TeamDraft(name="散了的队", ended_on=ago(9)), COUNTY).id
    with desk.writing(OPERATOR, "求助") as session:
        merge_helpers(session, own, twice, ON)
        request = note_request(session, Wanted("修灯", urgency="yellow", resident_id=who), NOW, OPERATOR).id
        send(session, request, Receiver("helper", back, "章磊"), NOW, by=OPERATOR)
        decline(session, request, "没空", NOW + timedelta(minutes=5), by=OPERATOR)
    with desk.reading() as session:
        held = request_called(session, request)
        found = {one.receiver.key: one for one in offered(session, held.request, held.standing, ON)}
    assert {ended, twice}.isdisjoint(found)
    assert [one.receiver.name for one in found.values()] == ["程雪琴", "县送药队", "县医生", "同一人", "何雨", "章磊"]
    assert [key for key, one in found.items() if one.of_county] == [team, theirs]
    assert found[theirs].sentence.count("县里的") == 1
    assert (found[away].away, found[away].away_words) == ("章磊", "外出，章磊代")
    assert found[back].gave_back == "没空"
    assert [key for key, one in found.items() if one.away] == [away]


def test_a_team_says_who_leads_it_how_many_they_are_and_its_number(desk: Database) -> None:
    team = put(desk, Team, TeamDraft(name="送药队", kind="volunteer", leader_name="汪秀兰", phones=(PhoneNumber(number="13800001102"),)))
    put(desk, TeamMember, TeamMemberDraft(team_id=team.id, helper_name="余水根"))
    put(desk, Team, TeamDraft(name="没写的队"))
    who = person(desk, "余水莲", 80)
    with desk.writing(OPERATOR, "求助") as session:
        request = note_request(session, Wanted("修灯", urgency="yellow", resident_id=who), NOW, OPERATOR).id
    with desk.reading() as session:
        held = request_called(session, request)
        found = {one.receiver.name: one for one in offered(session, held.request, held.standing, ON)}
    one = found["送药队"]
    assert one.words.startswith("队长汪秀兰，1 名队员，"), "who leads it comes first: the line may be cut"
    assert one.phone == "138****1102"
    assert one.whole == "送药队：队长汪秀兰，1 名队员，志愿服务队，138****1102"
    assert found["没写的队"].whole == "没写的队：没写电话"
    assert "队长" not in found["没写的队"].words, "nobody is written down: no empty title"


def test_a_long_name_is_cut_and_the_state_stays(desk: Database) -> None:
    name = "名字很长的志愿服务队" * 6
    who = person(desk, "余水莲", 80)
    with desk.writing(OPERATOR, "求助") as session:
        request = note_request(session, Wanted("修灯", urgency="yellow", resident_id=who), NOW, OPERATOR).id
        send(session, request, Receiver("own", "长", name), NOW, by=OPERATOR)
    with desk.reading() as session:
        (row,) = open_rows(session, NOW, Eyes())
    assert (row.state, row.state_end) == (f"{name} 等接单", " 等接单")


def test_who_does_it_by_the_catalogue_says_how_long_it_usually_takes(desk: Database) -> None:
    team, other = (put(desk, Team, TeamDraft(name=name)).id for name in ("维修队", "跑腿队"))
    for name, term, doer in (("修灯", 48, team), ("修水管", None, other)):
        put(desk, ServiceItem, ServiceItemDraft(name=name, kind="repair", term_hours=term, team_ids=(doer,)))
    wanted = Wanted("灯不亮", urgency="yellow", kind="repair", resident_id=person(desk, "余水莲", 80))
    with desk.writing(OPERATOR, "求助") as session:
        request = note_request(session, wanted, NOW, OPERATOR).id
    with desk.reading() as session:
        held = request_called(session, request)
        found = {one.receiver.key: one.words for one in offered(session, held.request, held.standing, ON)}
    assert found[team].startswith("做「修灯」，平常 2 天内办好")
    assert "平常" not in found[other]
    assert held.standing.due == "2026-11-24T09:20", "the term is that of the urgency"
