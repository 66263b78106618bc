"""What is open on a day and who is away on it, asked of the first and the last day alone."""

from __future__ import annotations

from datetime import date, timedelta

from stationdesk.registers.grade_scheme import Grade
from stationdesk.services.due import Care, Contacts, Known, door_due, open_steps
from stationdesk.services.due_parts import Times, Why
from stationdesk.services.due_steps import steps
from stationdesk.services.standing_in import STATION, Absence, Absences, Duty, Somebody, responsible
from stationdesk.services.weather import Weather

ON, DAY = date(2026, 11, 23), timedelta(days=1)


def test_what_is_open_on_a_day_is_what_runs_out_on_it_and_nothing_that_is_to_come() -> None:
    grade = Grade(code="g", label="级", contact_every_days=7, home_visit_every_days=30)
    contacts = Contacts(ON - 7 * DAY, "phone", ON - 29 * DAY)
    known = Known(grade, ON - 90 * DAY, "living", contacts=contacts)
    asked = {on: [step.care for step in open_steps(known, on)] for on in (ON - DAY, ON, ON + DAY)}
    assert asked == {ON - DAY: [], ON: [Care.CONTACT], ON + DAY: [Care.HOME, Care.CONTACT]}
    assert [door_due(known, on) for on in asked] == [False, False, True]


def test_an_absence_holds_from_its_first_to_its_last_day() -> None:
    away = Absence(ON, ON + DAY, STATION)
    assert [away.holds(ON + nth * DAY) for nth in range(-1, 3)] == [False, True, True, False]
    assert Absence(ON, None, STATION).holds(ON + 999 * DAY)


def test_of_two_absences_the_later_written_counts_and_the_nearest_duty_is_asked() -> None:
    one, two, three = (Somebody(name, name) for name in ("甲", "乙", "丙"))
    absences = Absences({one.key: (Absence(ON, None, two), Absence(ON, None, three))})
    assert absences.standing_in(one, ON).who == three
    nobody_away = Absences()
    for nearer, other in (
        (Duty(one, 7), Duty(two, 30, leads=True)),
        (Duty(one, 7, leads=True), Duty(two, 7, level=3)),
        (Duty(one, 7, level=2), Duty(two, 7, level=1)),
        (Duty(one, 7, since="2025-01-01"), Duty(two, 7, since="2026-01-01")),
    ):
        assert responsible([other, nearer], STATION, nobody_away, ON).who == one


def test_a_storm_asks_only_for_what_the_rhythm_does_not_ask_for_by_that_day() -> None:
    grade = Grade(code="g", label="级", contact_every_days=7, extra_in_bad_weather=True)
    asked = {}
    for since in (ON - DAY, ON, ON + DAY):
        known = Known(grade, ON - 90 * DAY, "living", contacts=Contacts(ON - 7 * DAY, "phone"), times=Times(weather=Weather(since, "寒潮")))
        asked[since - ON] = [(step.why, step.every, step.day) for step in steps(known, ON)]
    assert asked == {-DAY: [(Why.WEATHER, 1, ON - DAY)], 0 * DAY: [(Why.RHYTHM, 7, ON)], DAY: [(Why.RHYTHM, 7, ON)]}
