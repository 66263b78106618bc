"""What came is told in one sentence, and what a station has instead of the county's entry comes back to it."""

from __future__ import annotations

from sqlalchemy import text

from stationdesk.county import replies
from stationdesk.registers.announcement import AnnouncementDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.place import PlaceDraft
from stationdesk.registers.report_template import ReportTemplateDraft, TemplateRow
from stationdesk.registers.task import TaskDraft
from stationdesk.services.directory import change_place
from stationdesk.services.from_county import open_entries
from stationdesk.services.what_came import last_came, what_came
from stationdesk.sync.reporting import report_to_county
from tests.county.word_kit import bring, says, takes_back
from tests.county.word_kit import road as road  # noqa: PLC0414 - the same road
from tests.road_kit import OPERATOR, Road
from tests.store.kit import STATION


def test_what_came_is_said_in_one_sentence(road: Road) -> None:
    on = road.set_clock(11, 20)
    place = road.county_writes_place("派出所", "0798-1110000")
    bring(road)
    with road.desk.reading() as session:
        assert what_came(session, 0) == "便民服务改了 1 条；乡镇村居名单改了 2 条"
    first, second = says(road, TaskDraft(title="一")), says(road, TaskDraft(title="二"))
    says(road, AnnouncementDraft(title="通知", text="有事"))
    says(road, ReportTemplateDraft(name="月报", period="month", rows=(TemplateRow(figure="contacts.reached"),)))
    road.county_moves_phone(place, "0798-2220000")
    road.county_moves_phone(place, "0798-3330000")
    road.export()
    road.county_takes()
    road.county_answers()
    read = report_to_county(road.desk, OPERATOR, road.stick).read
    assert read[-1].sentences[-1] == "县里来了 2 项任务、1 条通知、1 张报表；联系电话改了 1 处。"
    takes_back(road, first)
    with road.county.database.writing("县", "改") as session:
        session.connection().execute(text("UPDATE task SET due_on = '2026-11-30' WHERE id = :id"), {"id": second})
    road.county_takes()
    road.county_answers()
    read = report_to_county(road.desk, OPERATOR, road.stick).read
    assert read[-1].sentences[-1] == "改了以前的 1 件；收回 1 件。"
    with road.desk.reading() as session:
        came = last_came(session, on)
        assert came is not None
        assert came.sentence == "11月20日 改了以前的 1 件；收回 1 件"
        assert [one.title for one in open_entries(session, on)] == ["二", "通知"]


def test_the_countys_entry_stays_and_the_county_sees_what_a_station_has_instead(road: Road) -> None:
    road.open_station()
    place = road.county_writes_place("村医", "13800000001")
    bring(road)
    with road.desk.writing(OPERATOR, "改电话") as session:
        draft = PlaceDraft(kind="police", name="村医", phones=(PhoneNumber(number="13800000002"),), on_card=True)
        assert change_place(session, place, draft).instead_of == place
    bring(road)
    (one,) = replies.suggestions(road.county)
    assert (one.station, one.place, one.fields["phones"]) == (STATION, "村医", ("13800000001", "13800000002"))
    road.county_moves_phone(place, "13800000002")
    assert replies.suggestions(road.county) == []
