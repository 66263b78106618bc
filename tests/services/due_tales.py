"""Villages made up by chance for the oracle, and the same villages as the program knows them: as histories, and in a store."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from stationdesk.registers.grade_scheme import Grade, GradeSchemeDraft, default_scheme
from stationdesk.services.due_history import History, Met, Moved, Span, World
from stationdesk.services.due_parts import Change
from stationdesk.services.holidays import Calendar, Festival
from stationdesk.services.weather import Weather
from tests.services.due_oracle import happenings
from tests.services.due_village import DAY, Tale, Village

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
BEGIN = FIRST - 60 * DAY
GRADES, HELPERS = ("red", "yellow", "green"), ("甲助", "乙助", "丙助", "丁助")
CROWD = 50
"""People of a village from which on they are visited less often, or writing it down would take a minute."""
CAUSES = (None, None, None, "first", "regular", "fall", "illness", "bereavement")
FREE = {
    date(2026, 1, 1),
    date(2026, 1, 2),
    *(date(2026, 2, day) for day in range(15, 24)),
    *(date(2026, 4, day) for day in (4, 5, 6)),
    *(date(2026, 5, day) for day in range(1, 6)),
    *(date(2026, 6, day) for day in (19, 20, 21)),
    *(date(2026, 9, day) for day in (25, 26, 27)),
    *(date(2026, 10, day) for day in range(1, 8)),
    date(2027, 1, 1),
    *(date(2027, 2, day) for day in range(5, 11)),
    date(2027, 4, 5),
}
"""The public days of rest of 2026, by the notice of the State Council, typed from it by hand.

Of 2027, as far as what is due in 2026 can wait for, those of the regulation: 除夕 and 初一 to 初三, and a working day more for each
of them that falls on a weekend; 清明.
"""
KNOWN_UNTIL = date(2027, 4, 30)
MADE_UP = {date(2026, *day) for day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))}
FESTIVALS = {date(2026, 2, 17): "春节", date(2026, 6, 19): "端午节", date(2026, 9, 25): "中秋节", date(2026, 10, 18): "重阳节"}
"""By the lunar calendar, from a printed one."""


def figures(contact: int | None, home: int | None, hours: int | None, *, weather: bool, festivals: bool) -> dict[str, int | bool | None]:
    return {"contact": contact, "home": home, "hours": hours, "weather": weather, "festivals": festivals}


def by_chance(seed: int, count: int) -> Village:
    """Make up a village."""
    dice = random.Random(seed)
    village = Village(free=FREE, made_up=MADE_UP, festivals=sorted(FESTIVALS))
    shipped = {one.code: one for one in default_scheme().grades}
    plain = {
        code: figures(
            one.contact_every_days,
            one.home_visit_every_days,
            one.after_major_change_hours,
            weather=one.extra_in_bad_weather,
            festivals=one.extra_at_festivals,
        )
        for code, one in shipped.items()
    }
    village.schemes.append((None, None, plain, default_scheme().first_visit_workdays, False))
    for _nth in range(dice.choice((0, 0, 1, 2))):
        village.schemes.append(_scheme(dice))
    for _nth in range(dice.choice((0, 1, 2))):
        village.rests[_day(dice)] = dice.random() < 0.6
    for begins in sorted({_day(dice) for _nth in range(dice.choice((0, 1, 2)))}):
        if not village.weathers or (village.weathers[-1][1] or LAST) < begins:
            village.weathers.append((begins, dice.choice((begins, begins + 4 * DAY, begins + 12 * DAY, begins + 12 * DAY))))
    if village.weathers and dice.random() < 0.2:
        village.weathers[-1] = (village.weathers[-1][0], None)
    for helper in HELPERS:
        for begins in sorted({_day(dice) for _nth in range(dice.choice((0, 1, 2)))}):
            other = dice.choice([*(one for one in HELPERS if one != helper), None, "外村的人"])
            village.away.append((helper, begins, dice.choice((begins + 3 * DAY, begins + 60 * DAY, None)), other))
    village.leaders = {"一组": "甲助", "二组": "丁助"}
    crowd = count > CROWD
    for nth in range(count):
        village.people.append(_tale(dice, crowd, f"某{nth}", f"第{nth // 2 if dice.random() < 0.5 else 1000 + nth}户"))
    return village


def _day(dice: random.Random, first: date = BEGIN, last: date = LAST) -> date:
    return first + dice.randrange(max((last - first).days, 0) + 1) * DAY


def _scheme(dice: random.Random) -> tuple[date | None, date | None, dict[str, dict[str, int | bool | None]], int | None, bool]:
    grades = {
        code: figures(
            dice.choice((None, 1, 1, 2, 7, 30)),
            dice.choice((None, 5, 7, 30, 90)),
            dice.choice((None, 24, 24, 36, 72)),
            weather=dice.random() < 0.6,
            festivals=dice.random() < 0.6,
        )
        for code in GRADES
    }
    begins = _day(dice)
    ends = dice.choice((None, None, begins + 90 * DAY))
    return begins, ends, grades, dice.choice((None, 3, 5)), dice.random() < 0.5


def _tale(dice: random.Random, crowd: bool, name: str, household: str) -> Tale:
    tale = Tale(name, household, dice.choice(("一组", "二组", "三组")))
    begins: date | None = dice.choice((None, BEGIN, _day(dice), _day(dice, BEGIN, FIRST + 40 * DAY)))
    for _nth in range(dice.choice((0, 1, 1, 1, 2, 3))):
        ends = dice.choice((None, None, _day(dice, begins or FIRST)))
        tale.grades.append((begins, ends, dice.choice(GRADES), dice.choice(CAUSES)))
        begins = _day(dice, (begins or BEGIN) + DAY, LAST + 9 * DAY)
    place, moved = "living", BEGIN
    for _nth in range(dice.choice((0, 0, 1, 2, 3, 5))):
        moved += dice.choice((0, 1, 2, 9, 30, 90)) * DAY
        after = dice.choice(
            ("living", "returned") if place not in ("living", "returned") else ("hospital", "away", "institution", "missing", "hospital")
        )
        if dice.random() < 0.05:
            after = dice.choice(("deceased", "moved_out"))
        tale.moves.append((moved, place, after, dice.choice(("", "", "18:00", "00:05", "23:59"))))
        place = after
        if place in ("deceased", "moved_out"):
            break
    day = BEGIN
    often = dice.choice((6, 15, 40) if crowd else (1, 2, 5, 10, 40))
    while day <= LAST:
        day += dice.randrange(0, 2 * often + 1) * DAY
        mode = dice.choice(("phone", "phone", "home", "video", "neighbour"))
        outcome = dice.choice(("met", "met", "met", "no_answer", "nobody", "kin_answered"))
        kind = "emergency" if dice.random() < 0.02 else "routine"
        tale.contacts.append((day, mode, outcome, kind, dice.choice(("", "09:30", "21:00"))))
        day += DAY if dice.random() < 0.8 else 0 * DAY
    tale.guardians_end = [_day(dice)] if dice.random() < 0.15 else []
    tale.falls = [(_day(dice), dice.choice(("", "07:40", "22:10"))) for _nth in range(dice.choice((0, 0, 1, 2)))]
    for helper in dice.sample(HELPERS, dice.choice((0, 1, 1, 2))):
        begun = _day(dice)
        rests = dice.choice((None, None, None, begun + 20 * DAY))
        ends = dice.choice((None, None, begun + 50 * DAY))
        tale.pairings.append((helper, begun, ends, dice.choice((None, 7, 7, 30)), dice.random() < 0.3, dice.choice((None, 1, 3)), rests))
    return tale


# -- the same as histories


def world_of(village: Village) -> World:
    """Return what holds for everybody, as the program knows it."""
    schemes = [(one, nth) for nth, one in enumerate(village.schemes[1:])]
    book = [scheme_draft(one) for one, _nth in sorted(schemes, key=lambda pair: (pair[0][0] or date.min, pair[1]))]
    added = tuple(Festival(day, "加的") for day in village.festivals if day not in FESTIVALS)
    weathers = tuple(Weather(begins, "寒潮", ends) for begins, ends in village.weathers)
    return World(tuple(book), Calendar(dict(village.rests), added), weathers)


def scheme_draft(scheme: tuple[Any, ...]) -> GradeSchemeDraft:
    """Return a scheme as it is kept."""
    begins, ends, grades, first, waits = scheme
    return GradeSchemeDraft(
        code="own",
        name="自定",
        grades=tuple(
            Grade(
                code=code,
                label=code,
                contact_every_days=one["contact"],
                home_visit_every_days=one["home"],
                after_major_change_hours=one["hours"],
                extra_in_bad_weather=one["weather"],
                extra_at_festivals=one["festivals"],
            )
            for code, one in grades.items()
        ),
        first_visit_workdays=first,
        on_rest_days="next_workday" if waits else None,
        valid_from=begins.isoformat(),
        valid_to=ends.isoformat() if ends else None,
    )


def history_of(village: Village, tale: Tale) -> History:
    """Return one person's story as the program knows it, but for the grave things, which are the oracle's."""
    days = [BEGIN + nth * DAY for nth in range((LAST - BEGIN).days + 1)]
    happened = [one for day in days for one in sorted(happenings(village, tale, day))]
    spans = sorted(enumerate(tale.grades), key=lambda one: (one[1][0] or date.min, one[0]))
    met = sorted(enumerate(tale.contacts), key=lambda one: (one[1][0], one[0]))
    last = tale.moves[-1] if tale.moves else None
    return History(
        tuple(Span(begins, ends, "own", grade) for _nth, (begins, ends, grade, _cause) in spans),
        last[2] if last else "living",
        last[0] if last else None,
        tuple(Moved(day, before, after) for day, before, after, _clock in tale.moves),
        met=tuple(Met(day, mode, outcome) for _nth, (day, mode, outcome, _kind, _clock) in met),
        changes=tuple(Change(day, what, clock, settles) for day, settles, clock, what in happened),
    )
