"""When packages go by themselves: every few hours or at a time of the day, later and later after failures, whatever the clock says."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from stationdesk.store.clock import VILLAGE_TIME, local_time
from stationdesk.sync.far_road import FarRoad, moment

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
HAND_WAIT = timedelta(hours=12)
"""After a trouble that only a hand mends: a password tried again and again locks the account."""
FURTHEST = timedelta(hours=26)
"""No next time lies further ahead: one that does comes from a clock that was wrong."""
REST = timedelta(minutes=1)
"""At least so long after a success it does not go again: one sent at 18:29:50 is the one of 18:30."""
JITTER = 0.25
"""By which part a wait is longer or shorter, so that a whole county does not come back in the same second."""


def wait_after(failures: int, rng: Random, *, lasting: bool = False) -> timedelta:
    """Return how long to wait after the n-th failure in a row."""
    plain = HAND_WAIT if lasting else min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(max(failures, 1) - 1, 12))
    return plain * rng.uniform(1 - JITTER, 1 + JITTER)


def next_time(road: FarRoad, now: datetime, rng: Random) -> datetime | None:
    """Return when packages go next after a success at `now`; None where they do not go by themselves."""
    if road.every_hours:
        return now + timedelta(hours=road.every_hours) * rng.uniform(1 - JITTER / 5, 1 + JITTER / 5)
    if not road.time_of_day:
        return None
    hour, minute = (int(part) for part in road.time_of_day.split(":"))
    here = local_time(now)
    wanted = datetime.combine(here.date(), time(hour, minute), VILLAGE_TIME)
    return wanted if wanted - here > REST else wanted + timedelta(days=1)


def is_due(road: FarRoad | None, now: datetime) -> bool:
    """Tell whether packages are to go now by themselves.

    A clock that was set back leaves a last try in the future or a next one too far ahead: then they go once, and everything is counted
    from the present clock again.
    """
    if road is None or not road.by_itself:
        return False
    planned, tried = moment(road.next_at), moment(road.tried_at)
    if planned is None:
        return road.every_hours > 0 or tried is not None or is_past(road, now)
    return now >= planned or planned - now > FURTHEST or (tried is not None and tried > now + timedelta(minutes=1))


def is_past(road: FarRoad, now: datetime) -> bool:
    """Tell whether the time of the day has come today, for a timetable that has never run."""
    hour, minute = (int(part) for part in road.time_of_day.split(":"))
    return local_time(now).time() >= time(hour, minute)
