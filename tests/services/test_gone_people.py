"""Whoever died, moved away or was merged stands in nothing that is done with the living, whichever feature asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.operator import Operator
from stationdesk.registers.resident import Resident
from stationdesk.services.birthdays import birthdays
from stationdesk.services.card_receivers import card_receivers
from stationdesk.services.cards import cards_for
from stationdesk.services.consents import missing_consents
from stationdesk.services.demo_village import demo_station, furnish
from stationdesk.services.doubles import Typed, likely
from stationdesk.services.family_list import family_rows
from stationdesk.services.family_roll import WantedHomes, family_roll_of
from stationdesk.services.finding import find
from stationdesk.services.form_out import Wanted, out, whom
from stationdesk.services.form_profiles import built_in
from stationdesk.services.gaps import all_gaps
from stationdesk.services.look_alikes import look_alikes
from stationdesk.services.merging import Choices, merge
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.services.residency import StatusDraft, change_status
from stationdesk.services.resident_list import rows
from stationdesk.services.routes import doors_due
from stationdesk.services.stations import open_station
from stationdesk.services.today import today
from stationdesk.store.database import Database

ON = date(2026, 11, 28)
CLERK = "徐丽华"
GONE = ("deceased", "moved_out", "merged")
Stands = Callable[[Database, Session, str], bool]


@dataclass(frozen=True)
class Village:
    """An open desk and whom it has: id by state."""

    desk: Database
    ids: dict[str, str]


def settled(session: Session, name: str) -> str:
    """Write somebody down who is due in everything: a birthday tomorrow, a red grade, no ID number."""
    birth = f"1945-{ON + timedelta(days=1):%m-%d}"
    fields = {"name": name, "sex": "male", "birth_date": birth, "birth_precision": "day", "birth_calendar": "solar", "village_group": "1组"}
    return add_resident(session, PersonDraft(fields, frozenset({"living_alone"}), grade="red"), ON - timedelta(days=60)).id


@pytest.fixture
def village(desk: Database) -> Village:
    """Give four elders of whom one died, one moved away, and one was merged into the fourth."""
    with desk.writing(CLERK, "登记") as session:
        open_station(session, demo_station())
        furnish(session)
        ids = {state: settled(session, name) for state, name in (("living", "汪厚行"), ("deceased", "余根水"), ("moved_out", "程来发"))}
        ids["merged"] = settled(session, "汪厚兴")
    with desk.writing(CLERK, "有变动") as session:
        for state in ("deceased", "moved_out"):
            change_status(session, ids[state], StatusDraft(state, ON - timedelta(days=3)), ON)
        merge(session, ids["living"], ids["merged"], Choices(), ON, sure=True)
    return Village(desk, ids)


def operator() -> Operator:
    return Operator(name=CLERK, may_see_children=True, may_change_settings=True)


def in_forms(_desk: Database, session: Session, who: str) -> bool:
    forms = built_in().values()
    return any(line.resident == who for form in forms for line in whom(session, form, Wanted(ON), operator()).lines)


def in_families(desk: Database, session: Session, who: str) -> bool:
    roll = family_roll_of(desk)
    roll.follow(session, ON)
    name = session.exec(select(Resident.name).where(Resident.id == who)).one()
    ids = roll.ids(WantedHomes(), may_see_children=True)
    return any(name in row.title for row in family_rows(session, roll, ids, ON, may_see_children=True).values())


def in_doubles(_desk: Database, session: Session, who: str) -> bool:
    one = session.exec(select(Resident).where(Resident.id == who)).one()
    return who in {other.id for other in likely(session, Typed(one.name, birth=one.birth_date, precision="day", sex="male"), ON)}


def on_cards(_desk: Database, session: Session, who: str) -> bool:
    return who in repr(cards_for(session, on=ON.isoformat())) or who in repr(card_receivers(session, ON.isoformat()))


WAYS: dict[str, Stands] = {
    "birthdays": lambda _desk, session, who: who in {one.resident_id for one in birthdays(session, ON)},
    "today": lambda _desk, session, who: who in repr(today(session, ON, may_see_children=True)),
    "the route": lambda _desk, session, who: who in doors_due(session, ON),
    "what is missing": lambda _desk, session, who: any(who in one.ids for one in all_gaps(session, ON)),
    "likely doubles": lambda _desk, session, who: who in repr(look_alikes(session)),
    "forms out": in_forms,
    "cards": on_cards,
}
"""What is done with the living; each tells whether somebody stands in it."""


@pytest.mark.parametrize("way", WAYS)
def test_the_living_stand_in_it_and_the_gone_do_not(village: Village, way: str) -> None:
    with village.desk.reading() as session:
        found = {state for state, who in village.ids.items() if WAYS[way](village.desk, session, who)}
    if way != "likely doubles":
        assert "living" in found
    assert not found & set(GONE)


def test_nobody_is_offered_as_the_double_of_a_record_that_was_merged(village: Village) -> None:
    with village.desk.reading() as session:
        assert not in_doubles(village.desk, session, village.ids["merged"])
        assert in_doubles(village.desk, session, village.ids["living"])


def test_the_search_finds_a_merged_record_under_the_one_that_is_left(village: Village) -> None:
    with village.desk.reading() as session:
        found = [one.id for one in find(session, "汪厚兴")]
        assert village.ids["merged"] not in found
        assert village.ids["living"] in found


def test_a_merged_record_has_no_home_of_its_own(village: Village) -> None:
    with village.desk.reading() as session:
        assert not in_families(village.desk, session, village.ids["merged"])
        assert not missing_consents(session, ON).keys() & {village.ids[state] for state in GONE}


def test_a_restricted_category_goes_out_in_no_form_and_stands_in_no_list(desk: Database) -> None:
    told = "服刑在押人员未成年子女"
    with desk.writing(CLERK, "登记") as session:
        open_station(session, demo_station())
        fields = {"name": "叶梓浩", "alias": "小浩", "birth_date": "2014-04-04", "birth_precision": "day", "birth_calendar": "solar"}
        who = add_resident(session, PersonDraft(fields, frozenset({"child_of_prisoner"})), ON).id
    seen = 0
    with desk.reading() as session:
        assert session.exec(select(CategoryTag)).one().restricted_category == "child_of_prisoner"
        for form in built_in().values():
            wanted = Wanted(ON, full=True, reason="民政所")
            found = whom(session, form, wanted, operator())
            if found.lines:
                seen += 1
                assert told not in repr(list(out(session, form, wanted, found)))
        assert told not in repr(rows(session, [who], ON, may_see_children=True))
    assert seen, "the child stands in a form of children"
