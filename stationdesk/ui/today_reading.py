"""The rest of the day's list in a very large register: read part by part, with a breath between them in which keys are answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from stationdesk.services.today_lines import Asked
from stationdesk.services.today_sources import SOURCES
from stationdesk.ui.open_desk import OpenDesk

if TYPE_CHECKING:
    from stationdesk.ui.today_page import TodayPage

BY_THE_MINUTE = frozenset({"requests", "shifts"})
"""What is told by the hour: how late a request is, which hours of today nobody has."""


def read_on_soon(page: TodayPage) -> None:
    """Read the next part that is not known yet with the next breath, and let the page show all when nothing is left."""
    QTimer.singleShot(0, page, partial(_read_on, page))


def _read_on(page: TodayPage) -> None:
    if not page.desk.is_open:
        return
    asked = Asked(page.on(), page.desk.sees_children, page.desk.faces_visitors, page.most, minute_of(page.desk))
    lacking = [source for source in SOURCES if not page.kept.holds(source, asked)]
    if not lacking:
        page.refresh(whole=True)
        return
    with page.desk.reading() as session:
        page.kept.section(lacking[0], session, asked)
    read_on_soon(page)


def minute_of(desk: OpenDesk) -> str:
    """Return the minute it is in the village, as what is late by hours is told by it."""
    return f"{desk.now():%Y-%m-%dT%H:%M}"


def tell_hours(page: TodayPage) -> None:
    """Tell anew how late requests are and who is lacking on duty: a minute has passed, today is seen, and nobody answers above it."""
    seen = page.isVisible() and QApplication.activeModalWidget() is None and page.later is None
    told = {line.kind for line in page.day.lines()} & BY_THE_MINUTE if seen and page.day is not None else set()
    for kind in told:
        page.kept.forget(kind)
    if told:
        page.refresh()
