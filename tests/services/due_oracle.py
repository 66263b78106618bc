"""What is due, counted slowly: a village is walked through day by day, and of each person it is kept what one would chalk on a wall.

Nothing here is taken from the program but the names of things. The rules are written as one would tell them to somebody new.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.services.due_village import DAY, GONE, GRAVE, THERE, Asked, Figures, Tale, Verdict, Village, Wall

NOTHING = Verdict("none")


def where(tale: Tale, day: date) -> tuple[str | None, date | None]:
    """Walk through the moves up to a day."""
    place, since = (tale.moves[0][1], None) if tale.moves else ("living", None)
    for moved, _before, after, _clock in tale.moves:
        if moved <= day:
            place, since = after, moved
    return place, since


def grade_then(tale: Tale, day: date) -> tuple[str, date | None] | None:
    """Of the grades that hold, take the one that began last; of two, the one written down last."""
    best: tuple[str, date | None] | None = None
    for begins, ends, grade, _cause in tale.grades:
        holds = (begins is None or begins <= day) and (ends is None or day <= ends)
        if holds and (best is None or (begins or date.min) >= (best[1] or date.min)):
            best = (grade, begins)
    return best


def scheme_then(village: Village, day: date) -> tuple[dict[str, Figures], int | None, bool]:
    """Of the schemes that hold, the one that began last, of two the one written down last; there is always one."""
    best, began = village.schemes[0], date.min
    for scheme in village.schemes[1:]:
        if (scheme[0] is None or scheme[0] <= day) and (scheme[1] is None or day <= scheme[1]) and (scheme[0] or date.min) >= began:
            best, began = scheme, scheme[0] or date.min
    return best[2], best[3], best[4]


def happenings(village: Village, tale: Tale, day: date) -> list[tuple[date, date, str, str]]:
    """Return the grave things of one day."""
    found = []
    names = {"hospital": "left_hospital", "institution": "left_institution", "missing": "found"}
    for moved, before, after, clock in tale.moves:
        if moved == day and after in THERE and before in names:
            found.append((day, day, clock, names[before]))
    for other in village.at_home(tale):
        if other is not tale:
            found += [(day, day, clock, "death_at_home") for moved, _b, after, clock in other.moves if moved == day and after == "deceased"]
    found += [(day, day, "", "guardianship") for ended in tale.guardians_end if ended == day]
    found += [(day, day + DAY, clock, "emergency") for _met, _m, _o, kind, clock in tale.contacts_on(day) if kind == "emergency"]
    found += [(day, day + DAY, clock, "fell") for fell, clock in tale.falls if fell == day]
    heights = list(scheme_then(village, day)[0])
    for begins, _ends, grade, cause in tale.grades:
        if begins != day:
            continue
        earlier = _grade_before(tale, day)
        if cause in GRAVE:
            found.append((day, day, "", str(cause)))
        elif earlier is not None and heights.index(grade) < heights.index(earlier):
            found.append((day, day, "", "upward"))
    return found


def _grade_before(tale: Tale, day: date) -> str | None:
    """Of the grades that began before a day, return that which began last; of two, the one written down last."""
    found: str | None = None
    began = date.min
    for begins, _ends, grade, _cause in tale.grades:
        if (begins or date.min) < day and (begins or date.min) >= began:
            found, began = grade, begins or date.min
    return found


def note_day(village: Village, tale: Tale, wall: Wall, day: date) -> None:
    """Chalk up what happened on a day."""
    for _met, mode, outcome, _kind, _clock in tale.contacts_on(day):
        if outcome == "met":
            wall.reached = day
            if mode == "home":
                wall.home = day
        else:
            wall.tried = day
    for one in happenings(village, tale, day):
        if wall.change is None or one > wall.change:
            wall.change = one


def asked_for(village: Village, tale: Tale, wall: Wall, day: date) -> list[Asked]:
    """Return what is asked for: care, opens, last day, why, daily. The person is there and graded."""
    grades, first_days, waits = scheme_then(village, day)
    found_grade = grade_then(tale, day)
    assert found_grade is not None
    grade, begins = found_grade
    figures = grades[grade]
    _place, back = where(tale, day)
    start = max((one for one in (begins, back) if one is not None), default=None)
    asked: list[Asked] = []

    def counted(last: date | None, every: int) -> date:
        if last is None:
            due = start or day
        else:
            due = last
            for _nth in range(every):
                due += DAY
            if start is not None and due < start:
                due = start
        while waits and every > 1 and not village.worked(due):
            due += DAY
        return due

    every = figures.get("contact")
    asked += _contact(village, wall, day, figures, start, counted(wall.reached, int(every)) if every else None)
    asked += _door(village, tale, wall, day, counted, first_days)
    hours = figures.get("hours")
    if wall.change is not None and hours and day <= wall.change[0] + 30 * DAY and not (wall.home and wall.home >= wall.change[1]):
        asked.append(("home", wall.change[0], _until(wall.change, int(hours)), "change", False))
    return asked + _before_a_festival(village, wall, day, figures, start)


def _contact(village: Village, wall: Wall, day: date, figures: Figures, start: date | None, usual: date | None) -> list[Asked]:
    """Return the contact of the rhythm, or the daily one while a storm lasts, whichever comes first."""
    daily = figures.get("contact") == 1
    storms = sorted(one[0] for one in village.weathers if one[0] <= day and (one[1] is None or day <= one[1]))
    if figures.get("weather") and storms and not daily:
        wet = max(storms[0], start or storms[0])
        if wall.reached is not None and wall.reached >= wet:
            wet = wall.reached + DAY
        if usual is None or wet < usual:
            return [("contact", wet, wet, "weather", True)]
    return [("contact", usual, usual, "rhythm", daily)] if usual is not None else []


def _before_a_festival(village: Village, wall: Wall, day: date, figures: Figures, start: date | None) -> list[Asked]:
    """Return the contact in the week before the next festival."""
    near = [festival for festival in sorted(village.festivals) if festival - 7 * DAY <= day <= festival]
    if not near or not figures.get("festivals") or figures.get("contact") == 1:
        return []
    begins = near[0] - 7 * DAY
    opens = max(begins, start or begins)
    done = wall.reached is not None and wall.reached >= begins
    return [] if done or opens >= near[0] else [("contact", opens, near[0] - DAY, "festival", False)]


def _until(change: tuple[date, date, str, str], hours: int) -> date:
    """Count the hours from the moment, or from the end of the day where no moment is known."""
    if change[2]:
        return (datetime.fromisoformat(f"{change[0]} {change[2]}") + timedelta(hours=hours)).date()
    last = change[0]
    while hours > 0:
        last, hours = last + DAY, hours - 24
    return last


def _door(village: Village, tale: Tale, wall: Wall, day: date, counted: object, first_days: int | None) -> list[Asked]:
    """Return what is asked for at the door by the rhythm, or the first visit of all."""
    begun = sorted((one[0] or date.min) for one in tale.grades)
    if wall.home is None and first_days and begun[0] != date.min:
        _place, back = where(tale, day)
        due, left = max(begun[0], back or date.min), first_days
        while left:
            due += DAY
            left -= village.worked(due)
        return [("home", due, due, "first", False)]
    found_grade = grade_then(tale, day)
    assert found_grade is not None
    every = scheme_then(village, day)[0][found_grade[0]].get("home")
    if not every:
        return []
    due = counted(wall.home, int(every))  # type: ignore[operator]
    return [("home", due, due, "rhythm", False)]


def judge(village: Village, tale: Tale, wall: Wall, day: date) -> Verdict:
    """Say how a person stands on a day, with what the wall says this evening."""
    place, _since = where(tale, day)
    grade = grade_then(tale, day)
    if place in GONE or grade is None:
        return NOTHING
    figures = scheme_then(village, day)[0][grade[0]]
    if place not in THERE:
        return Verdict("paused") if figures.get("contact") or figures.get("home") else NOTHING
    asked = asked_for(village, tale, wall, day)
    if not asked:
        return NOTHING
    now = [one for one in asked if one[1] <= day]
    pick = _most_urgent(now) if now else min(asked, key=lambda one: (one[2], one[0] == "contact"))
    care, opens, last, why, _daily = pick
    if day > last:
        state = "late"
    elif opens <= day:
        state = "today"
    else:
        state = "tomorrow" if last == day + DAY else "later"
    tried = wall.tried == day or (care == "home" and wall.reached == day and wall.home != day)
    return Verdict(state, care, last, why, tried)


def _most_urgent(now: list[Asked]) -> Asked:
    """Something grave comes first, then who is contacted every day, then a visit, then what was due earlier."""
    for wanted in (lambda one: one[3] == "change", lambda one: one[4], lambda one: one[0] == "home", lambda _one: True):
        fits = [one for one in now if wanted(one)]
        if fits:
            return min(fits, key=lambda one: one[2])
    raise AssertionError(now)


def responsible(village: Village, tale: Tale, day: date) -> str:
    """Say who does it on a day: nobody's name means the station."""
    running = [
        (every or 10_000, not leads, -(level or 0), begins, helper)
        for helper, begins, ends, every, leads, level, rests in tale.pairings
        if begins <= day and (ends is None or day < ends) and not (rests is not None and rests <= day)
    ]
    who = min(running)[-1] if running else village.leaders.get(tale.group, "")
    met = set()
    while who:
        if who in met:
            return ""
        met.add(who)
        out = [one for one in village.away if one[0] == who and one[1] <= day and (one[2] is None or day <= one[2])]
        if not out:
            return who
        who = out[-1][3] or ""
    return ""
