"""The ledger's views say what the station's own desk says, in a file and in PostgreSQL, and name nobody."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.views import VIEWS
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.request_event import RequestEvent
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequest
from stationdesk.registers.station import StationDraft
from stationdesk.registers.visit import Visit
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services import incidents
from stationdesk.services.call_figures import figures as call_figures
from stationdesk.services.care_figures import contact_figures
from stationdesk.services.demo_calls import arrange_calls
from stationdesk.services.demo_pairings import pair_up
from stationdesk.services.demo_requests import arrange_requests
from stationdesk.services.demo_stories import tell_stories
from stationdesk.services.demo_village import note_visits, settle
from stationdesk.services.pairing_figures import pairing_figures
from stationdesk.services.people_then import people_on
from stationdesk.services.request_figures import hotline_figures
from stationdesk.services.stations import open_station
from stationdesk.settings import resource
from stationdesk.store.clock import local_day
from tests.county.conftest import STATION, Village

FORBIDDEN = {"name", "phones", "id_no", "birth_date", "address", "category", "remark", "content", "alias", "resident_id", "id"}


@pytest.fixture
def full(village: Village) -> Village:
    """Give a county that has taken a village full of everything."""
    on = today(village)
    station = StationDraft(code=STATION, name="上徐村新时代文明实践站", village="上徐村", town="鲇鱼山镇", opened_on="2026-02-01")
    with village.desk.writing("徐丽华", "set up", final=True) as session:
        open_station(session, station)
        settle(session, 60, on)
        tell_stories(session, on)
        pair_up(session, on)
        arrange_calls(session, on, "徐丽华")
        arrange_requests(session, datetime.combine(on, time(9), timezone(timedelta(hours=8))), "徐丽华")
    with village.desk.writing("徐丽华", "走访") as session:
        people = list(session.exec(select(Resident)).all())
        note_visits(session, people[:40], on)
        people[3].residency_status, people[4].merged_into = "moved_out", people[5].id
        visits = session.exec(select(Visit)).all()
        visits[0].removed_at, visits[1].outcome, visits[2].mode = "2026-11-22T01:02:03.456Z", "nobody", "wechat"
        pairs = session.exec(select(Pairing)).all()
        pairs[0].end_date, pairs[1].state, pairs[2].kind = (on - timedelta(1)).isoformat(), "proposed", "responsibility"
    village.take(village.export())
    return village


def today(village: Village) -> date:
    """Return the day it is."""
    return local_day(village.desk.clock())


def seen(county: CountyDesk, view: str) -> list[dict[str, Any]]:
    """Return a view's rows."""
    with county.ledger.begin() as connection:
        return [dict(row) for row in connection.execute(text(f"SELECT * FROM {view}")).mappings()]


def months(session: Session, column: Any) -> list[tuple[date, date]]:
    """Return first and last day of every month that records of the station lie in."""
    found = sorted({str(day)[:7] for day in session.exec(select(column)) if day})
    spans = []
    for month in found:
        first = date.fromisoformat(f"{month}-01")
        spans.append((first, (first + timedelta(40)).replace(day=1) - timedelta(1)))
    return spans


def test_residents_by_grade_and_group(full: Village) -> None:
    with full.desk.reading() as session:
        there = people_on(session, today(full))
        records = {one.id: one for one in session.exec(select(Resident)).all()}
    expected = Counter(
        (records[one].village or "", records[one].village_group or "", there.grades.get(one, ("", ""))[0]) for one in there.people
    )
    found: Counter[tuple[str, str, str]] = Counter()
    for row in seen(full.county, "v_residents"):
        assert row["station"] == STATION
        found[row["village"], row["village_group"], row["grade"]] += row["residents"]
    assert found == expected
    assert sum(found.values()) < len(records)


def test_contacts_by_month(full: Village) -> None:
    rows = {row["month"]: row for row in seen(full.county, "v_contacts")}
    with full.desk.reading() as session:
        spans = months(session, Visit.visited_on)
        assert spans
        for first, last in spans:
            own = contact_figures(session, first, last)
            row = rows.get(f"{first:%Y-%m}")
            if row is None:
                assert own.tries == 0
                continue
            assert {
                name: row[name] for name in ("tries", "reached", "at_door", "by_phone", "otherwise", "occasions", "people", "households")
            } == {
                "tries": own.tries,
                "reached": own.reached,
                "at_door": own.at_door,
                "by_phone": own.by_phone,
                "otherwise": own.otherwise,
                "occasions": own.occasions,
                "people": own.people,
                "households": own.households,
            }
            assert row["reached"] == row["at_door"] + row["by_phone"] + row["otherwise"]


def test_calls_by_month(full: Village) -> None:
    rows = {row["month"]: row for row in seen(full.county, "v_calls")}
    assert rows
    with full.desk.reading() as session:
        for first, last in months(session, FamilyCall.call_on):
            own, row = call_figures(session, first, last), rows.get(f"{first:%Y-%m}", dict.fromkeys(COUNTED, 0))
            assert {name: row[name] for name in COUNTED} == {name: getattr(own, name) for name in COUNTED}


COUNTED = ("sessions", "person_times", "minutes", "at_station", "at_home", "no_answer")


def test_pairings_of_today(full: Village) -> None:
    (row,) = seen(full.county, "v_pairings")
    with full.desk.reading() as session:
        own = pairing_figures(session, today(full))
    assert own.pairs > 3
    assert (row["pairs"], row["helpers"], row["subjects"], row["people"]) == (own.pairs, own.helpers, own.subjects, own.people)


def test_wishes_by_month_and_event(full: Village) -> None:
    with full.desk.reading() as session:
        events = session.exec(select(WishEvent)).all()
    expected = {(str(one.happened_on)[:7], one.kind): set[str]() for one in events if one.happened_on}
    for one in events:
        if one.happened_on:
            expected[str(one.happened_on)[:7], one.kind].add(one.wish_id)
    assert expected
    assert {(row["month"], row["event"]): row["wishes"] for row in seen(full.county, "v_wishes")} == {
        key: len(wishes) for key, wishes in expected.items()
    }


def test_requests_by_month_source_and_event(full: Village) -> None:
    with full.desk.reading() as session:
        asked = session.exec(select(ServiceRequest)).all()
        steps = session.exec(select(RequestEvent)).all()
    sources = {one.id: one.source or "" for one in asked}
    expected = Counter((str(one.raised_on)[:7], sources[one.id], "raised") for one in asked)
    expected.update((str(one.happened_on)[:7], sources[one.request_id], one.kind) for one in steps)
    assert {key[1] for key in expected} > {"hotline", "counter"}
    rows = seen(full.county, "v_requests")
    assert {(row["month"], row["source"], row["event"]): row["events"] for row in rows} == expected
    once = {(str(one.happened_on)[:7], sources[one.request_id], one.kind, one.request_id) for one in steps}
    assert {(row["month"], row["source"], row["event"]): row["requests"] for row in rows if row["event"] != "raised"} == Counter(
        key[:3] for key in once
    )


def test_emergencies_with_the_requests_are_the_stations_hotline(full: Village) -> None:
    moment = datetime.combine(today(full), time(9), timezone(timedelta(hours=8))).astimezone(UTC)
    ends = ((), ("false_alarm",), ("doctor_came", "over"), ("over", "resumed"), ("false_alarm", "resumed", "ambulance_came"))
    with full.desk.writing("徐丽华", "紧急") as session:
        people = list(session.exec(select(Resident)).all())
        for at, kinds in enumerate(ends):
            begun = incidents.begin(session, moment + timedelta(minutes=at), "徐丽华", resident_id=people[at].id)
            for nth, kind in enumerate(kinds):
                incidents.happened(session, begun.id, kind, moment + timedelta(hours=1, minutes=nth), "徐丽华")
    full.take(full.export())
    raised = [row for row in seen(full.county, "v_requests") if (row["source"], row["event"]) == ("hotline", "raised")]
    calls = {row["month"]: row["events"] for row in raised}
    rows = {row["month"]: row for row in seen(full.county, "v_emergencies")}
    month = f"{today(full):%Y-%m}"
    with full.desk.reading() as session:
        own = hotline_figures(session, today(full).replace(day=1), today(full), today(full))
    assert calls[month] + rows[month]["calls"] == own.calls
    assert (rows[month]["urgent"], rows[month]["closed"], rows[month]["arrived"]) == (4, 2, 2)


def test_stations_and_what_is_set_aside(full: Village) -> None:
    bad = full.add("汪甲")
    full.edit(bad, name="名" * 80)
    taken = full.take(full.export())
    (row,) = seen(full.county, "v_stations")
    assert (row["station"], row["village"], row["town"]) == (STATION, "上徐村", "鲇鱼山镇")
    assert (row["package"], row["copies"], row["forked"], row["held"]) == (2, 1, 0, 1)
    assert row["changes"] == full.lines()[-1][0]
    assert taken.outcome == "taken"
    (aside,) = seen(full.county, "v_held")
    assert (aside["kind"], aside["records"], aside["since_change"]) == ("resident", 1, row["changes"])


def columns(village: Village, view: str) -> list[str]:
    with village.county.ledger.begin() as connection:
        return list(connection.execute(text(f"SELECT * FROM {view}")).keys())


def test_no_view_names_anybody(village: Village) -> None:
    for view in VIEWS:
        for column in columns(village, view):
            assert column not in FORBIDDEN or (view, column) == ("v_stations", "name"), (view, column)


@pytest.mark.parametrize("village", ["file"], indirect=True)
def test_every_column_is_told_on_the_manuals_page(village: Village) -> None:
    page = resource("manual/county/views.md").read_text(encoding="utf-8")
    for view in VIEWS:
        told = page.split(f"## {view}", 1)[1].split("\n## ", 1)[0]
        for column in columns(village, view):
            assert f"`{column}`" in told, (view, column)
