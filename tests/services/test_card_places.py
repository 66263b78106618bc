"""The directory as this station prints it: order and designs are the station's own choice, the county's entries included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import Station, StationDraft
from stationdesk.services.card_hand_over import cards_to_hand_over, hand_over
from stationdesk.services.card_places import directory, printed_count
from stationdesk.services.card_receivers import card_receivers, most_changed, sample_card
from stationdesk.services.cards import cards_for, due_cards, record_issues
from stationdesk.services.directory import (
    CountysPlace,
    NoSuchPlace,
    add_place,
    change_place,
    changed_by_county,
    move_place,
    print_place,
    refuse_countys,
)
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.store.kit import quick_desk

ON, BY, COUNTY = "2026-11-23", "徐丽华", "360202"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """Set a station up with three entries of its own and one of the county's."""
    with quick_desk(tmp_path / "desk") as found:
        author = found.about.author
        with found.writing(BY, "set up") as session:
            draft = StationDraft(code=author, name="上徐村", duty_phone="0798-0123456", village="上徐村")
            session.add(Station.model_validate(draft, update={"author": author}))
            for number, name in enumerate(("村医", "送餐", "维修"), start=1):
                add_place(session, PlaceDraft(name=name, phones=(PhoneNumber(number=f"1380000000{number}"),), on_card=True))
            person = ResidentDraft(name="汪厚行", birth_date="1945-03-02", birth_precision="day", village_group="汪家组")
            session.add(Resident.model_validate(person, update={"author": author}))
        with found.writing(BY, "taken", receiving=True) as session:
            police = PlaceDraft(name="派出所", phones=(PhoneNumber(number="0798-0120110"),), on_card=True, card_priority=2)
            session.add(Place.model_validate(police, update={"author": COUNTY}))
        yield found


def names(desk: Database, design: str = "") -> list[str]:
    with desk.reading() as session:
        return [one.place.name for one in directory(session, ON) if not design or one.stands_on(design)]


def number_of(desk: Database, name: str) -> str:
    with desk.reading() as session:
        return next(one.place.id for one in directory(session, ON) if one.place.name == name)


def on_card(desk: Database, design: str) -> list[str]:
    with desk.reading() as session:
        return [line.label for line in cards_for(session, on=ON, design=design)[0].lines]


def test_entries_move_past_the_countys_and_back(desk: Database) -> None:
    assert names(desk) == ["村医", "派出所", "送餐", "维修"]
    moved = number_of(desk, "维修")
    for step, order in ((-1, ["村医", "派出所", "维修", "送餐"]), (-1, ["村医", "维修", "派出所", "送餐"])):
        with desk.writing(BY, "上移") as session:
            assert move_place(session, moved, step, on=ON)
        assert names(desk) == order
    assert on_card(desk, "number") == ["村医", "维修", "派出所", "送餐"]
    undo_last(desk, BY)
    assert names(desk) == ["村医", "派出所", "维修", "送餐"]


def test_the_first_does_not_move_up(desk: Database) -> None:
    first = number_of(desk, "村医")
    with desk.writing(BY, "上移") as session:
        assert not move_place(session, first, -1, on=ON)
        with pytest.raises(NoSuchPlace):
            move_place(session, "nobody", 1, on=ON)


def test_each_design_has_its_own_ticks_and_the_wall_has_all(desk: Database) -> None:
    police = number_of(desk, "派出所")
    with desk.writing(BY, "不印") as session:
        print_place(session, police, "person", shown=False, on=ON)
    assert on_card(desk, "number") == ["村医", "派出所", "送餐", "维修"]
    assert on_card(desk, "person") == ["村医", "送餐", "维修"]
    with desk.writing(BY, "不印") as session:
        print_place(session, police, "number", shown=False, on=ON)
        assert printed_count(directory(session, ON), "number") == 3
    assert on_card(desk, "number") == ["村医", "送餐", "维修"]
    assert on_card(desk, "wall") == ["村医", "派出所", "送餐", "维修"]
    with desk.reading() as session:
        assert session.exec(select(Place).where(Place.author == COUNTY)).one().on_card


def test_a_new_entry_comes_last_or_where_it_was_wanted(desk: Database) -> None:
    last = number_of(desk, "维修")
    with desk.writing(BY, "上移") as session:
        move_place(session, last, -1, on=ON)
    with desk.writing(BY, "加") as session:
        add_place(session, PlaceDraft(name="煤气", on_card=True))
        add_place(session, PlaceDraft(name="村书记", on_card=True, card_priority=1))
    assert names(desk) == ["村书记", "村医", "派出所", "维修", "送餐", "煤气"]


def test_changing_the_countys_entry_makes_one_of_our_own_in_its_place(desk: Database) -> None:
    police = number_of(desk, "派出所")
    with desk.writing(BY, "下移") as session:
        move_place(session, police, 1, on=ON)
    with desk.writing(BY, "改") as session:
        change_place(session, police, PlaceDraft(name="派出所", phones=(PhoneNumber(number="0798-0129999"),), on_card=True))
    with desk.reading() as session:
        found = directory(session, ON)
        assert [(one.place.name, one.own) for one in found][2] == ("派出所", True)
        assert found[2].phone == "0798-0129999"
        kept = session.exec(select(Place).where(Place.author == COUNTY)).one()
        assert kept.phones[0].number == "0798-0120110"
        with pytest.raises(CountysPlace):
            refuse_countys(session, kept.id)


def test_an_own_entry_is_changed_and_the_change_is_undone(desk: Database) -> None:
    doctor = number_of(desk, "村医")
    with desk.writing(BY, "改") as session:
        change_place(session, doctor, PlaceDraft(name="村医", person="胡文斌", phones=(PhoneNumber(number="13800000058"),), on_card=True))
    with desk.reading() as session:
        assert directory(session, ON)[0].phone == "13800000058"
    undo_last(desk, BY)
    with desk.reading() as session:
        assert directory(session, ON)[0].phone == "13800000001"


def test_entries_of_other_villages_and_of_other_times_stay_out(desk: Database) -> None:
    with desk.writing(BY, "taken", receiving=True) as session:
        far, later, near = {"villages_served": ("下徐村",)}, {"valid_from": "2027-01-01"}, {"villages_served": ("上徐村",)}
        for name, fields in (("远处", far), ("以后", later), ("近处", near)):
            session.add(Place.model_validate(PlaceDraft.model_validate({"name": name, **fields}), update={"author": COUNTY}))
    assert names(desk)[-1] == "近处"
    assert not {"远处", "以后"} & set(names(desk))


def test_what_the_county_changed_is_known_and_whose_card_is_old(desk: Database) -> None:
    with desk.writing(BY, "打印") as session:
        record_issues(session, cards_for(session, on=ON), on=ON, by=BY)
    with desk.reading() as session:
        assert changed_by_county(session, ON) == frozenset()
    with desk.writing(BY, "taken", receiving=True) as session:
        police = session.exec(select(Place).where(Place.author == COUNTY)).one()
        police.phones = (PhoneNumber(number="0798-0120119"),)
        session.add(police)
    with desk.reading() as session:
        assert changed_by_county(session, ON) == {police.id}
        assert most_changed(due_cards(session, on=ON)) == ("派出所", 1)


def test_printed_cards_wait_until_they_are_handed_over(desk: Database) -> None:
    with desk.writing(BY, "打印") as session:
        record_issues(session, cards_for(session, on=ON), on=ON, by=BY)
    with desk.reading() as session:
        (waiting,) = cards_to_hand_over(session, ON)
    assert (waiting.name, waiting.card_no, waiting.printed_on, waiting.changed) == ("汪厚行", "汪家组01", ON, False)
    with desk.writing(BY, "发卡") as session:
        assert hand_over(session, [waiting.issue_id, "nobody"], on=ON, by=BY) == 1
    with desk.reading() as session:
        assert cards_to_hand_over(session, ON) == []
    undo_last(desk, BY)
    with desk.reading() as session:
        assert len(cards_to_hand_over(session, ON)) == 1


def test_receivers_are_counted(desk: Database) -> None:
    with desk.reading() as session:
        found = card_receivers(session, ON)
        sample = sample_card(session, ON, "number")
    assert [len(found.due), len(found.everybody), found.groups[0][0]] == [1, 1, "汪家组"]
    assert sample is not None
    assert sample.card_no == "汪家组01"
