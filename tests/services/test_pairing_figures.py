"""The figures of domain 4.1 for pairings, against a village counted by hand and villages counted slowly."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.services.pairing_figures import by_project, by_unit, coverage, figures_of, level_figures, pairing_figures, pairing_moves
from stationdesk.services.pairing_world import read_world
from stationdesk.store.database import Database
from tests.services.pairing_kit import answers_for, child, helper, pair, world
from tests.services.people import ON, ago, person, put


def test_officers_one_to_one_are_so_until_one_takes_a_second(desk: Database) -> None:
    name = "百名团干结对守护"
    for number in range(6):
        who = helper(
            desk,
            f"团干{number}",
            "youth_league_sibling",
            org="团县委" if number < 4 else "镇团委",
            org_level="county" if number < 4 else "town",
        )
        pair(desk, who, child(desk, f"王小{'甲乙丙丁戊己'[number]}", f"小{number}"), project=name)
    with desk.reading() as session:
        found = pairing_figures(session, ON, name)
    assert (found.helpers, found.subjects, found.pairs, found.one_to_one) == (6, 6, 6, True)
    assert found.by_org_level == {"county": 4, "town": 2}
    assert by_unit(world(desk)) == {"团县委": 4, "镇团委": 2}
    pair(desk, who, child(desk, "王小庚", "小庚"), project=name)
    with desk.reading() as session:
        found = pairing_figures(session, ON, name)
    assert (found.helpers, found.subjects, found.pairs, found.one_to_one) == (6, 7, 7, False)
    assert coverage(world(desk), children=True).one == 7
    assert set(by_project(world(desk))) == {name}


def test_suspended_pairs_count_proposed_ended_and_the_dead_do_not(desk: Database) -> None:
    cheng = helper(desk, "程雪琴", origin="mass_organisation")
    wang = person(desk, "汪厚行", 81, "red")
    pair(desk, cheng, wang, state="suspended", suspended_on=ago(3))
    pair(desk, cheng, wang)
    pair(desk, helper(desk, "黄晓燕"), person(desk, "徐桂英", 77, "red"), state="proposed", start_date=None)
    pair(desk, helper(desk, "余国平"), person(desk, "江保国", 77, "red"), state="ended", end_date=ON.isoformat())
    pair(desk, helper(desk, "占国林"), person(desk, "胡金凤", 77, "red", residency_status="deceased"))
    pair(desk, helper(desk, "村医", "doctor"), person(desk, "方大元", 60, "green"), kind="family_doctor")
    found = figures_of(world(desk))
    assert (found.helpers, found.subjects, found.pairs, found.people, found.households) == (1, 1, 1, 1, 0)
    assert found.by_origin == {"mass_organisation": 1}
    assert coverage(world(desk)) == type(coverage(world(desk)))(3, 2, 1, 0)


def test_levels_are_complete_when_all_that_are_needed_have_a_name(desk: Database) -> None:
    one, two, green = person(desk, "汪厚行", 81, "red"), person(desk, "徐桂英", 77, "yellow"), person(desk, "钱有福", 70, "green")
    officer = helper(desk, "周志平", "responsible_officer")
    for level in (1, 2, 3):
        answers_for(desk, officer, one, level)
    answers_for(desk, officer, two, 1)
    for level in (2, 3):
        answers_for(desk, officer, green, level)
    found = level_figures(world(desk))
    assert (found.asked, found.complete) == (3, 2)
    assert found.by_level == {1: (2, 2), 2: (3, 2), 3: (3, 2)}


def test_what_began_and_ended_in_a_month(desk: Database) -> None:
    cheng, huang = helper(desk, "程雪琴"), helper(desk, "黄晓燕")
    people = [person(desk, f"汪{name}", 80, "red") for name in "甲乙丙丁"]
    old = pair(desk, cheng, people[0], state="changed", end_date=ago(10), end_reason="helper_retired")
    pair(desk, huang, people[0], start_date=ago(10), previous_id=old)
    pair(desk, cheng, people[1], start_date=ago(5))
    pair(desk, cheng, people[2], state="ended", end_date=ago(40), end_reason="deceased")
    pair(desk, cheng, people[3], state="ended", start_date=ago(8), end_date=ago(8), end_reason="other")
    with desk.reading() as session:
        found = pairing_moves(session, ON - timedelta(days=30), ON)
    assert (found.began, found.ended, found.passed_on, found.reasons) == (2, 1, 1, {"helper_retired": 1})


def test_any_village_counts_as_a_slow_count_does(desk: Database) -> None:
    chance = Random(7)
    helpers = [helper(desk, f"帮{number}") for number in range(8)]
    people = [person(desk, f"人{number}", 70, chance.choice(("red", "green"))) for number in range(12)]
    rows = []
    for _number in range(60):
        start, long = chance.randrange(300), chance.randrange(-40, 300)
        state = chance.choice(("active", "suspended", "proposed", "ended", "changed"))
        end = None if state in ("active", "suspended", "proposed") and chance.random() < 0.7 else ago(start - long)
        kind = chance.choice(("pairing", "caring_mother", "responsibility"))
        rows.append((chance.choice(helpers), chance.choice(people), kind, state, ago(start), end))
    for who, whom, kind, state, begin, end in rows:
        given = {"helper_id": who, "resident_id": whom, "kind": kind, "state": state, "start_date": begin, "end_date": end}
        put(desk, Pairing, PairingDraft.model_validate(given | ({"level": 2} if kind == "responsibility" else {})))
    for back in range(0, 400, 23):
        on = ON - timedelta(days=back)
        slow = set()
        for who, whom, kind, state, begin, end in rows:
            over = state in ("ended", "changed") and end is None
            if (
                kind != "responsibility"
                and state != "proposed"
                and not over
                and begin <= on.isoformat()
                and (end is None or on.isoformat() < end)
            ):
                slow.add((who, whom))
        with desk.reading() as session:
            found = figures_of(read_world(session, on))
        assert found.pairs == len(slow)
        assert found.helpers == len({who for who, _whom in slow})
        assert found.subjects == len({whom for _who, whom in slow})
        assert sum(found.by_type.values()) == found.helpers
