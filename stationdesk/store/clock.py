"""The one place where stamps are made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
VILLAGE_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time without summer time since 1991, so a fixed offset is exact and needs no zone files on old machines."""


def now() -> datetime:
    """Return the machine's present time in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Return `moment` as the UTC text kept in records: 2026-11-22T01:02:03.456Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def local_day(moment: datetime) -> date:
    """Return the day it is in the village (Asia/Shanghai) at `moment`."""
    return moment.astimezone(VILLAGE_TIME).date()


def local_time(moment: datetime) -> datetime:
    """Return `moment` as the time it is in the village."""
    return moment.astimezone(VILLAGE_TIME)
