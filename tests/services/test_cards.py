"""Who gets a contact card, what stands on it, and whose card is out of date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlmodel import col, select

from stationdesk.registers.card_issue import CardIssue
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.place import Place, PlaceDraft
from stationdesk.registers.record import Record
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import Grid, Station, StationDraft
from stationdesk.services.card_hand_over import cards_to_hand_over
from stationdesk.services.cards import CardContent, NoStation, NoSuchCategory, cards_for, due_cards, record_issues
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder

STATION, COUNTY, TODAY = "360202101209", "360202", "2026-11-22"
R = TypeVar("R", bound=Record)
PHONE = (PhoneNumber(number="13800000046"),)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """Set up a station's desk with nothing in it."""
    with set_up(
        DataFolder(tmp_path / "data", tmp_path / "state"), "a station's passphrase", side="station", author=STATION
    ).database as found:
        yield found


def put(desk: Database, kind: type[R], draft: object, author: str = STATION) -> R:
    """Keep a draft."""
    record = kind.model_validate(draft, update={"author": author})
    with desk.writing("徐丽华", "登记", receiving=author != STATION) as session:
        session.add(record)
    return record


def village(desk: Database) -> dict[str, str]:
    """Write a small village down and return the ids."""
    grids = (Grid(code="1", leader="汪志强", leader_phone="13800000046", groups=("汪家组",)),)
    put(
        desk,
        Station,
        StationDraft(code=STATION, name="上徐村新时代文明实践站", duty_phone="0798-0123456", address="上徐村委会院内", grids=grids),
    )
    ids = {}
    for name, born, group, status in [
        ("汪厚行", "1945-03-02", "汪家组", "living"),
        ("占林生", "1950", "岭下组", "living"),
        ("许小甄", "2016-06", "汪家组", "living"),
        ("胡梅", "1940-01", "汪家组", "deceased"),
    ]:
        draft = ResidentDraft(
            name=name,
            birth_date=born,
            birth_precision="day" if len(born) > 7 else "month" if len(born) > 4 else "year",
            village_group=group,
            residency_status=status,
        )
        ids[name] = put(desk, Resident, draft).id
    officer = put(desk, Helper, HelperDraft(name="黎建华", card_title="包保干部", phones=(PhoneNumber(number="13800000033"),)))
    put(desk, Pairing, PairingDraft(helper_id=officer.id, resident_id=ids["汪厚行"], kind="responsibility"))
    for number in range(8):
        put(
            desk,
            Place,
            PlaceDraft(name=f"服务{number}", phones=(PhoneNumber(number=f"0798-012000{number}"),), on_card=True, card_priority=number),
        )
    put(desk, CategoryTag, CategoryTagDraft(resident_id=ids["汪厚行"], category="living_alone"))
    return ids


def shown(desk: Database, **how: object) -> list[CardContent]:
    """Return the cards of today."""
    with desk.reading() as session:
        return cards_for(session, on=TODAY, **how)  # type: ignore[arg-type]


def test_everybody_old_and_alive_gets_one_by_group(desk: Database) -> None:
    village(desk)
    assert [(card.name, card.card_no) for card in shown(desk)] == [("占林生", "岭下组01"), ("汪厚行", "汪家组01")]


def test_a_category_includes_what_is_below_it(desk: Database) -> None:
    village(desk)
    assert [card.name for card in shown(desk, category="elder")] == ["汪厚行"]
    assert [card.name for card in shown(desk, category="独居")] == ["汪厚行"]
    with pytest.raises(NoSuchCategory):
        shown(desk, category="没有这个")


def test_lines_come_by_priority_and_what_has_no_room_is_named(desk: Database) -> None:
    village(desk)
    card = next(card for card in shown(desk) if card.name == "汪厚行")
    assert card.leader is not None
    assert card.leader.text == "汪志强"
    assert [line.label for line in card.lines] == ["包保干部", "服务0", "服务1", "服务2", "服务3", "服务4", "服务5"]
    assert [line.label for line in card.left_out] == ["服务6", "服务7"]
    assert len(next(card for card in shown(desk, design="person") if card.name == "汪厚行").lines) == 5
    assert not next(card for card in shown(desk, design="wall") if card.name == "汪厚行").left_out


def test_the_stations_own_entry_stands_in_place_of_the_countys(desk: Database) -> None:
    village(desk)
    doctor = put(desk, Place, PlaceDraft(name="村医", phones=(PhoneNumber(number="0798-0999999"),), on_card=True, card_priority=0), COUNTY)
    put(desk, Place, PlaceDraft(name="村医", phones=PHONE, on_card=True, card_priority=0, instead_of=doctor.id))
    phones = [line.phone for line in shown(desk)[0].lines if line.label == "村医"]
    assert phones == ["13800000046"]


def test_a_card_is_out_of_date_when_somebody_on_it_changes(desk: Database) -> None:
    ids = village(desk)
    with desk.reading() as session:
        assert {due.card.name for due in due_cards(session, on=TODAY)} == {"占林生", "汪厚行"}
    with desk.writing("徐丽华", "打印联系卡") as session:
        assert record_issues(session, cards_for(session, on=TODAY), on=TODAY, by="徐丽华") == 2
    with desk.reading() as session:
        assert due_cards(session, on=TODAY) == []
    with desk.writing("徐丽华", "改电话") as session:
        session.connection().exec_driver_sql('UPDATE helper SET phones = \'[{"number":"13911111111"}]\'')
    with desk.reading() as session:
        due = due_cards(session, on=TODAY)
    assert [(one.card.resident_id, one.changed, one.card.version) for one in due] == [(ids["汪厚行"], ("包保干部",), 2)]
    with desk.writing("徐丽华", "打印联系卡") as session:
        record_issues(session, [one.card for one in due], on=TODAY, by="徐丽华")
        issues = session.exec(select(CardIssue).where(CardIssue.resident_id == ids["汪厚行"]).order_by(col(CardIssue.key))).all()
    assert [(issue.version, issue.reason, issue.card_no) for issue in issues] == [
        (1, "first", "汪家组01"),
        (2, "content_changed", "汪家组01"),
    ]
    assert issues[1].reprint_of == issues[0].id
    with desk.reading() as session:
        assert due_cards(session, on=TODAY) == []


def test_without_a_station_there_is_no_card(desk: Database) -> None:
    with pytest.raises(NoStation):
        shown(desk)


def test_a_childs_card_is_for_who_may_see_children(desk: Database) -> None:
    ids = village(desk)
    named = [ids["许小甄"], ids["汪厚行"]]
    assert [card.name for card in shown(desk, residents=named)] == ["汪厚行"]
    assert {card.name for card in shown(desk, residents=named, may_see_children=True)} == {"汪厚行", "许小甄"}
    with desk.writing("徐丽华", "打印") as session:
        record_issues(session, cards_for(session, on=TODAY, residents=named, may_see_children=True), on=TODAY, by="徐丽华")
    with desk.reading() as session:
        assert [one.name for one in cards_to_hand_over(session, TODAY)] == ["汪厚行"]
        assert "许小甄" not in {one.name for one in cards_to_hand_over(session, TODAY, may_see_children=True)}
