"""The way round with what is brought: a household has its own door there, a child none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.station import StationDraft
from stationdesk.registers.wish import WishDraft
from stationdesk.services import wish_giving, wish_noting, wishes
from stationdesk.services.stations import open_station
from stationdesk.services.wish_papers import Stop, way_round
from stationdesk.store.database import Database, author_of
from tests.services.wish_kit import BY, ON, UNIT, child, person, published, thrown_away, unit
from tests.store.kit import STATION, quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("round")) as found:
        with found.writing(BY, "站") as session:
            open_station(session, StationDraft(code=STATION, name="桃源村", village_groups=("汪家组", "河口组")))
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def home(session: Session, **more: Any) -> str:
    made = Household.model_validate(HouseholdDraft(**more), update={"author": author_of(session)})
    session.add(made)
    session.flush()
    return made.id


def round_of(session: Session, household: str, *others: str) -> list[Stop]:
    """Return the way round with a wish of a household that was claimed, and with others."""
    wish = wish_noting.note(session, WishDraft(household_id=household, content="锅"), ON, by=BY).id
    wishes.approve(session, wish, ON, by=BY, sure=True)
    wishes.publish(session, wish, ON, by=BY)
    wish_giving.claim(session, [wish, *others], unit(), ON, by=BY)
    return way_round(session, [wish, *others], ON, may_see_children=True)


def test_a_household_has_its_place_on_the_way_round(session: Session) -> None:
    house = home(session, head_name="汪大伯", village_group="汪家组", address="5 号", phone="0798-123456", route_order=2)
    before = published(session, "碗", person(session, "甲", route_order=1))
    after = published(session, "瓢", person(session, "乙", route_order=3))
    far = published(session, "盆", person(session, "丙", route_order=1, village_group="河口组"))
    stops = round_of(session, house, far, after, before)
    assert [stop.name for stop in stops] == ["甲", "汪大伯一家", "乙", "丙"]
    number = stops[1].number
    assert stops[1] == Stop("汪家组", "汪大伯一家", "0798-123456", "5 号", number, "锅", UNIT, child=False)


def test_the_heads_own_record_and_a_merged_household_are_followed(session: Session) -> None:
    head = person(session, "汪厚行", phones=(PhoneNumber(number="13800000021"),), current_address="7 号")
    kept, other = home(session, head_id=head, head_name="老汪"), home(session, head_name="老汪", address="9 号")
    session.exec(select(Household).where(Household.id == other)).one().merged_into = kept
    session.flush()
    (stop,) = round_of(session, other)
    assert (stop.name, stop.group, stop.phone, stop.address) == ("汪厚行一家", "汪家组", "13800000021", "7 号")


def test_a_household_nothing_is_known_of_goes_without_a_place(session: Session) -> None:
    (stop,) = round_of(session, home(session))
    assert (stop.name, stop.group, stop.address, stop.child) == ("村里一户人家", "", "", False)


def test_a_household_whose_head_is_a_child_has_no_place_on_paper(session: Session) -> None:
    house = home(session, head_id=child(session), village_group="汪家组", address="5 号")
    (stop,) = round_of(session, house)
    assert (stop.name, stop.address, stop.child) == ("小树（化名）", "", True)
