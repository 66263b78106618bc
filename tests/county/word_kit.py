"""Letting a county say something over a real road."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from stationdesk.county import word
from tests.road_kit import Road, made_road


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        found.set_clock(11, 20)
        yield found


def says(road: Road, draft: Any, audience: str = "all") -> str:
    """Let the county say something; returns its id."""
    with road.county.database.writing("县", "说") as session:
        on = date(2026, 11, 20)
        return word.say(session, draft, audience, on).id


def takes_back(road: Road, number: str) -> None:
    with road.county.database.writing("县", "收回") as session:
        word.take_back(session, number)


def bring(road: Road) -> None:
    """Carry everything there and back, so that the county has heard the station and the station the county."""
    road.round()
