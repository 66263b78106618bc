"""What the day's list keeps between two looks is what would be read, and a very large register shows whom to contact at once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch

from pytestqt.qtbot import QtBot
from sqlmodel import Session, col, select

from stationdesk.registers.duty_shift import DutyShiftDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.services.due import spoken
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.requests import raise_request
from stationdesk.services.shift_writing import put_shift
from stationdesk.services.today import today
from stationdesk.services.today_kept import Kept
from stationdesk.services.today_lines import Asked
from stationdesk.services.today_sources import SOURCES
from stationdesk.ui import today_page
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.today_page import TodayPage
from tests.ui.today_kit import village


def anybody(session: Session) -> str:
    """Return somebody who is there."""
    return session.exec(select(Resident.id).where(col(Resident.removed_at).is_(None)).order_by(col(Resident.key))).first() or ""


def need(desk: OpenDesk, on: date) -> None:
    """Write a need down that is due on its day."""
    with desk.writing("记需求") as session:
        draft = ServiceRequestDraft(resident_id=anybody(session), kind="other", text="买米", urgency="red", source="visit")
        raise_request(session, draft, on)


def test_what_is_kept_is_what_would_be_read(empty_desk: OpenDesk) -> None:
    desk, versions = empty_desk, Counter[str]()
    village(desk)
    kept, on = Kept(versions), empty_desk.today()
    with desk.reading() as session:
        assert today(session, on, kept=kept) == today(session, on)
        assert kept.holds_all(SOURCES, Asked(on))
    need(desk, on)
    versions.update(["service_request"])
    with desk.reading() as session:
        assert not kept.holds_all(SOURCES, Asked(on))
        first = today(session, on, kept=kept, first=True)
        assert [one.kind for one in first.sections if one.kind == "requests"] == [], "the first look shows what was known"
        assert today(session, on, kept=kept) == today(session, on)
        assert [one.count for one in today(session, on, kept=kept).sections if one.kind == "requests"] == [1]


def test_a_very_large_register_shows_whom_to_contact_first_and_then_the_rest(qtbot: QtBot, empty_desk: OpenDesk) -> None:
    village(empty_desk)
    need(empty_desk, empty_desk.today())
    with patch.object(today_page, "is_large", return_value=True):
        page = TodayPage(empty_desk)
        qtbot.addWidget(page)
        page.refresh()
        assert page.day is not None
        assert not [one for one in page.day.sections if one.kind == "requests"]
        qtbot.waitUntil(lambda: bool(page.day and [one for one in page.day.sections if one.kind == "requests"]))
        with empty_desk.reading() as session:
            assert page.day == today(session, page.day.on, may_see_children=empty_desk.sees_children, most=page.most)


def test_how_late_a_request_is_goes_on_while_the_page_is_open(qtbot: QtBot, empty_desk: OpenDesk) -> None:
    desk, at = empty_desk.database, datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    desk.clock = lambda: at
    with empty_desk.writing("求助") as session:
        note_request(session, Wanted("屋顶漏水", "hotline", "red", asked_by="过路的"), empty_desk.now(), "徐丽华")
    page = TodayPage(empty_desk)
    qtbot.addWidget(page)
    page.refresh()
    page.show()

    def told() -> str:
        assert page.day is not None
        return next(spoken(line.reasons) for line in page.day.lines() if line.kind == "requests")

    assert "还剩 2 小时" in told()
    at += timedelta(hours=5)
    empty_desk.minute.emit()
    assert "过期 3 小时" in told()
    at += timedelta(hours=14)
    empty_desk.minute.emit()
    assert "过期 17 小时" in told(), "over midnight too"


def test_hours_without_anybody_on_duty_leave_the_open_page_when_they_are_over(qtbot: QtBot, empty_desk: OpenDesk) -> None:
    desk, at = empty_desk.database, datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    desk.clock = lambda: at
    on = empty_desk.today()
    turns = [(0, "00:00", "09:30", "徐丽华"), (0, "10:00", "00:00", "占国林"), *((days, "10:00", "10:00", "占国林") for days in (1, 2))]
    with empty_desk.writing("值班") as session:
        for days, begins, ends, name in turns:
            day = (on + timedelta(days=days)).isoformat()
            put_shift(session, DutyShiftDraft(day=day, from_time=begins, to_time=ends, name=name), on)
    page = TodayPage(empty_desk)
    qtbot.addWidget(page)
    page.refresh()
    page.show()

    def days_told() -> list[str]:
        assert page.day is not None
        return [line.record_id for line in page.day.lines() if line.kind == "shifts"]

    before = days_told()
    at += timedelta(hours=1)
    empty_desk.minute.emit()
    assert before[0] == "2026-11-23"
    assert days_told() == before[1:]
