"""Pictures of the three lists and of the days to come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import col, select

from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import Village
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.services.requests import raise_request

NEEDS = (
    ("屋顶漏水，下雨前要修好", "repair", "yellow", 4),
    ("降压药只够三天", "medicine", "red", 0),
    ("想学用手机看孙子", "digital", "blue", 9),
)


def needs(there: Village) -> None:
    """Write a few needs down, one of them late."""
    on = there.desk.today()
    with there.desk.writing("登记需求") as session:
        people = list(session.exec(select(Resident).where(col(Resident.birth_date) < "1950").order_by(col(Resident.key)).limit(9)))
        for at, (text, kind, urgency, days) in enumerate(NEEDS):
            raised = (on - timedelta(days=days)).isoformat()
            said = {
                "resident_id": people[3 * at].id,
                "text": text,
                "kind": kind,
                "urgency": urgency,
                "source": "visit",
                "raised_on": raised,
            }
            raise_request(session, ServiceRequestDraft.model_validate(said), on)


def lists(stage: Stage, there: Village) -> None:
    """Take each list in every dress, and the day after in 今日."""
    needs(there)
    for dress in ALL:
        with stage.window(there.desk, dress) as window:
            window.open("lists")
            page: Any = window.page("lists")
            for kind in ("baseline", "needs", "responsibility"):
                page.take(kind)
                stage.shoot(f"lists-{kind}", dress, window, there.desk.jobs)
            window.open("today")
            day: Any = window.page("today")
            stage.shoot("today-needs", dress, window, there.desk.jobs)
            if dress in USUAL:
                QTest.keyClick(day.list, Qt.Key.Key_Right)
                stage.shoot("today-tomorrow", dress, window, there.desk.jobs)


def lists_empty(stage: Stage, there: Village) -> None:
    """Take the lists of a village without anybody."""
    with stage.window(there.desk, LIGHT) as window:
        window.open("lists")
        page: Any = window.page("lists")
        for kind in ("baseline", "needs", "responsibility"):
            page.take(kind)
            stage.shoot(f"lists-{kind}-empty", LIGHT, window, there.desk.jobs)
