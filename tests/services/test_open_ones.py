"""The look at everybody misses nobody and takes nobody too many on the days around which a rhythm runs out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stationdesk.services.open_ones import open_ones
from tests.services.due_oracle import judge, note_day
from tests.services.due_store import keep
from tests.services.due_tales import BEGIN, FREE, MADE_UP, figures
from tests.services.due_village import DAY, Tale, Village, Wall
from tests.store.kit import quick_desk

ON = date(2026, 7, 15)
"""A Wednesday far from every festival."""
AROUND = range(-2, 5)
"""By how many days somebody's rhythm runs out later than on that day."""
RHYTHMS = {"red": (None, 7), "yellow": (None, 30), "green": (5, None)}
"""Contact, visit at the door: each grade asks for one of them, so that nothing else brings its people onto the list."""


def around_the_cutoff(waits: bool) -> Village:
    """Return people who were reached a whole rhythm ago, give or take some days."""
    village = Village(free=FREE, made_up=MADE_UP)
    grades = {code: figures(contact, home, 24, weather=False, festivals=False) for code, (contact, home) in RHYTHMS.items()}
    village.schemes = [(None, None, {}, None, False), (BEGIN, None, grades, None, waits)]
    for code, (contact, home) in RHYTHMS.items():
        for later in AROUND:
            last = ON + (later - (home or contact or 0)) * DAY
            met = [(last, "home" if home else "phone", "met", "routine", "")]
            if home:
                met.append((ON - 2 * DAY, "phone", "met", "routine", ""))
            name = f"{code}{later}"
            village.people.append(Tale(name, name, "一组", [(BEGIN, None, code, None)], contacts=sorted(met)))
    return village


@pytest.mark.parametrize("waits", [False, True])
def test_who_is_on_the_list_around_the_day_a_rhythm_runs_out(tmp_path: Path, waits: bool) -> None:
    village, seen = around_the_cutoff(waits), set()
    with quick_desk(tmp_path) as desk:
        with desk.writing("神谕", "一个村") as session:
            ids = keep(session, village)
        for day in (ON, ON + DAY, ON + 2 * DAY):
            with desk.reading() as session:
                listed = {one for one, _known in open_ones(session, day)}
            for tale in village.people:
                wall = Wall()
                for back in range((day - BEGIN).days + 1):
                    note_day(village, tale, wall, BEGIN + back * DAY)
                verdict = judge(village, tale, wall, day)
                wanted = verdict.state in ("late", "today") or (verdict.state == "tomorrow" and verdict.care == "home")
                seen.add((verdict.state, verdict.care))
                assert not wanted or ids[tale.name] in listed, (tale.name, day, verdict)
                assert wanted or waits or ids[tale.name] not in listed, (tale.name, day, verdict)
    assert seen >= {(state, care) for state in ("late", "today", "tomorrow", "later") for care in ("home", "contact")}
