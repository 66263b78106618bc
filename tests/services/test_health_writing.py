"""Readings: kept as written however odd, prompted with their source, settled by later ones in whatever order they are written down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.services.health_lines import doubts, figures, lines, measures, prompts, rhythms
from stationdesk.services.health_writing import (
    NoSuchReading,
    ReadingImpossible,
    add_reading,
    follow_up_done,
    latest_of,
    readings_of,
    take_out_reading,
)
from stationdesk.services.timeline import events
from stationdesk.services.undoing import undo_last
from stationdesk.services.visit_writing import VisitForm, write_visit
from stationdesk.store.database import Database
from tests.services.health_kit import BY, ON, ill, kept, measure, person
from tests.store.kit import quick_desk


@pytest.mark.parametrize(
    ("values", "illness", "tones"),
    [
        ({"systolic": 139, "diastolic": 89}, "", []),
        ({"systolic": 140, "diastolic": 70}, "", ["high"]),
        ({"systolic": 120, "diastolic": 90}, "", ["high"]),
        ({"systolic": 180, "diastolic": 80}, "", ["urgent"]),
        ({"systolic": 150, "diastolic": 110}, "", ["urgent"]),
        ({"systolic": 89, "diastolic": 60}, "", ["low"]),
        ({"glucose_fasting": 69}, "", []),
        ({"glucose_fasting": 70}, "diabetes", ["high"]),
        ({"glucose_fasting": 167}, "", ["urgent"]),
        ({"glucose_after_meal": 110}, "", []),
        ({"glucose_after_meal": 111}, "", ["high"]),
        ({"glucose_after_meal": 39}, "", ["urgent"]),
        ({"temperature": 391}, "", []),
        ({"temperature": 391}, "diabetes", ["urgent"]),
        ({"heart_rate": 101}, "diabetes", ["high"]),
        ({"oxygen": 80}, "", []),
        ({"glucose_fasting": 75, "systolic": 190, "diastolic": 100}, "", ["urgent", "high"]),
    ],
)
def test_a_figure_reminds_from_its_line_on_and_names_the_source(values: dict[str, int], illness: str, tones: list[str]) -> None:
    found = prompts(values, {illness})
    assert [line.tone for line in found] == tones
    assert all(line.source and line.says for line in found)


def test_the_same_line_sets_a_term_only_for_those_who_have_the_illness() -> None:
    values = {"systolic": 150, "diastolic": 85}
    assert [line.follow_days for line in prompts(values)] == [0]
    assert [line.follow_days for line in prompts(values, {"hypertension"})] == [14]
    assert {one.illness: one.days for one in rhythms()} == {"hypertension": 91, "diabetes": 91}
    assert all(line.source for line in lines())


@pytest.mark.parametrize(
    ("values", "hint"),
    [
        ({"systolic": 1400, "diastolic": 85}, "140 mmHg"),
        ({"systolic": 80, "diastolic": 120}, "写反"),
        ({"systolic": 120, "diastolic": 120}, "高压"),
        ({"temperature": 986}, "37.0 ℃"),
        ({"temperature": 3650}, "36.5 ℃"),
        ({"glucose_fasting": 1080}, "6.0 mmol/L"),
        ({"height": 17}, "170.0 cm"),
        ({"oxygen": 9}, "90 %"),
    ],
)
def test_a_doubtful_figure_is_marked_and_says_what_may_be_meant(values: dict[str, int], hint: str) -> None:
    assert hint in " ".join(doubts(values).values())
    assert prompts(values) == (), "a figure that cannot be so reminds of nothing"


@given(st.dictionaries(st.sampled_from(sorted(measures())), st.integers(0, 99999), min_size=1))
def test_any_figures_can_be_judged_and_said(values: dict[str, int]) -> None:
    marked = doubts(values)
    assert set(marked) <= set(values)
    for name, value in values.items():
        assert measures()[name].plausible(value) or name in marked
        assert measures()[name].read(measures()[name].shown(value)) == value
    assert figures(values)


@pytest.mark.parametrize(
    ("typed", "kept_as"), [("36.5", 365), ("36", 360), ("6.85", 69), ("6。8", 68), ("", None), ("六", None), ("1e3", None)]
)
def test_a_figure_is_read_as_it_is_typed(typed: str, kept_as: int | None) -> None:
    assert measures()["temperature"].read(typed) == kept_as


def test_an_odd_reading_is_kept_as_it_was_written(desk: Database) -> None:
    who = person(desk)
    measure(desk, who, "2026-11-20", systolic=1400, diastolic=85)
    (found,) = kept(desk, who)
    assert (found.systolic, found.follow_up_due, found.recorder) == (1400, None, BY)


def test_an_urgent_reading_is_to_be_seen_again_within_two_weeks_and_a_later_one_settles_it(desk: Database) -> None:
    who = person(desk)
    first = measure(desk, who, "2026-11-01", systolic=186, diastolic=100)
    measure(desk, who, "2026-11-03", glucose_fasting=60)
    assert [(one.follow_up_due, one.followed_up_on) for one in kept(desk, who)] == [(None, None), ("2026-11-15", None)]
    seen = measure(desk, who, "2026-11-09", systolic=150, diastolic=90)
    assert {one.id: one.followed_up_on for one in kept(desk, who)}[first] == "2026-11-09"
    with desk.writing(BY, "拿掉") as session:
        take_out_reading(session, seen)
    assert {one.id: one.followed_up_on for one in kept(desk, who)} | {first: None} == {one.id: None for one in kept(desk, who)}
    with desk.writing(BY, "看过了") as session:
        follow_up_done(session, first, ON)
    assert {one.id: one.followed_up_on for one in kept(desk, who)}[first] == "2026-11-23"
    with desk.writing(BY, "没有") as session, pytest.raises(NoSuchReading):
        take_out_reading(session, seen)


@settings(max_examples=15)
@given(st.permutations([("2026-10-01", 190), ("2026-10-10", 150), ("2026-10-20", 200), ("2026-11-02", 120)]))
def test_late_entry_settles_the_same(tmp_path_factory: pytest.TempPathFactory, order: list[tuple[str, int]]) -> None:
    folder: Path = tmp_path_factory.mktemp("late")
    with quick_desk(folder / "desk") as desk:
        who = person(desk)
        for day, upper in order:
            measure(desk, who, day, systolic=upper, diastolic=80)
        found = {one.taken_on: one.followed_up_on for one in kept(desk, who)}
    assert (found["2026-10-01"], found["2026-10-20"], found["2026-11-02"]) == ("2026-10-10", "2026-11-02", None)


def test_a_reading_on_an_impossible_day_is_refused_in_words(desk: Database) -> None:
    who = person(desk)
    for day, word in (("2026-11-24", "2026-11-24"), ("1944-01-01", "1944-01-01")):
        with desk.writing(BY, "量") as session, pytest.raises(ReadingImpossible, match=word):
            add_reading(session, HealthReadingDraft(resident_id=who, taken_on=day, systolic=120, diastolic=80), ON, BY)
    with pytest.raises(ValueError, match="figure or a complaint"):
        HealthReadingDraft(resident_id=who, taken_on="2026-11-20")


def test_the_pressure_of_a_visit_is_a_reading_of_the_same_action(desk: Database) -> None:
    who = person(desk, chronic=ill("hypertension"))
    with desk.writing(BY, "记走访 汪厚行") as session:
        visit = write_visit(session, VisitForm(who, date(2026, 11, 18), "09:20", visitors=("汪志强",), pressure=(152, 88)), ON, BY)
        visit_id = visit.id
    (found,) = kept(desk, who)
    assert (found.systolic, found.diastolic, found.visit_id, found.measured_by, found.at) == (152, 88, visit_id, "汪志强", "09:20")
    assert found.follow_up_due == "2026-12-02"
    with desk.reading() as session:
        told = [one.sentence for one in events(session, who, ON.isoformat())]
        assert sum("152/88" in one for one in told) == 1, "told once, with the visit"
    undo_last(desk, BY)
    assert kept(desk, who) == []


def test_the_latest_of_many(desk: Database) -> None:
    who, other, nobody = person(desk), person(desk, "程来发"), person(desk, "徐桂英")
    for day, upper in (("2026-11-01", 150), ("2026-11-18", 140), ("2026-10-01", 130)):
        measure(desk, who, day, systolic=upper, diastolic=80)
    measure(desk, other, "2026-11-02", temperature=366, symptoms=("dizziness",), place="clinic_day")
    with desk.reading() as session:
        assert {one: found.taken_on for one, found in latest_of(session, [who, other, nobody]).items()} == {
            who: "2026-11-18",
            other: "2026-11-02",
        }
        assert [one.taken_on for one in readings_of(session, who, 2)] == ["2026-11-18", "2026-11-01"]
        assert "义诊 · 体温 36.6 ℃；头晕" in [one.sentence for one in events(session, other, ON.isoformat())]
