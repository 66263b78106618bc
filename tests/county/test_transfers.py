"""Residents who move between two stations of one county: closed there, relayed by the county, taken in here; every way it can go wrong."""
# long: every way a move can go is told once, both stations in each

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from stationdesk.county import answers, intake
from stationdesk.county.transfers import moved, relay
from stationdesk.registers.category_tag import CategoryTagDraft
from stationdesk.registers.consent import Consent
from stationdesk.registers.kin import Kin
from stationdesk.registers.note import Note
from stationdesk.registers.resident import Resident
from stationdesk.registers.service_request import ServiceRequestDraft
from stationdesk.registers.transfer_relay import TransferRelay
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.categories import give_category
from stationdesk.services.from_county import entries
from stationdesk.services.requests import raise_request, settle
from stationdesk.services.residency import MoveImpossible
from stationdesk.services.timeline import events
from stationdesk.services.transfers import Destination, Sending, TransferImpossible, departures, destinations, says_send, send
from stationdesk.services.transfers_in import accept, arrivals, decline
from stationdesk.services.transfers_said import said_of_move
from stationdesk.services.undoing import undo_last
from stationdesk.services.wish_claims import take_claim
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database
from stationdesk.sync import inbox, outbox
from tests.county.claims_kit import BY, person
from tests.county.conftest import OTHER, Village
from tests.county.moving_kit import HERE, THERE, Villages
from tests.sync.test_two_lives import round_trip as trip


@pytest.fixture
def villages() -> Iterator[Villages]:
    found = Villages()
    yield found
    found.world.close()


def one(desk: Database, register: Any, **where: Any) -> Any:
    with desk.reading() as session:
        asked = select(register).where(col(register.removed_at).is_(None))
        for name, value in where.items():
            asked = asked.where(getattr(register, name) == value)
        return session.exec(asked).first()


def test_somebody_moves_and_both_sides_know_it(villages: Villages) -> None:
    with villages.desk(HERE).reading() as session:
        assert [place.code for place in destinations(session)] == [THERE], "the own village is no destination"
    villages.send()
    assert one(villages.desk(HERE), Resident, id=villages.who).residency_status == "moved_out"
    assert villages.left() == ["sent"]
    villages.rounds()
    (arrival,) = villages.came()
    assert (arrival.who, arrival.state.value, arrival.relay.note) == ("汪奶奶", "open", "腿脚不便")
    assert moved(villages.world.county)[0].state == "sent"
    made = villages.accept()
    villages.rounds(2)
    new = one(villages.desk(THERE), Resident, id=made)
    assert (new.name, new.came_from, new.birth_date, new.phones[0].number) == ("汪奶奶", villages.who, "1948-03-05", "13800000000")
    assert new.village_group is None
    assert one(villages.desk(THERE), Kin, resident_id=made).name == "汪小军"
    assert "红" in one(villages.desk(THERE), Note, resident_id=made).text
    assert one(villages.desk(THERE), Consent) is None, "a consent was given to the other station"
    assert villages.left() == ["accepted"]
    assert [(m.state, m.receiver.code if m.receiver else "") for m in moved(villages.world.county)] == [("accepted", THERE)]
    assert one(villages.desk(THERE), TransferRelay).person == {}, "the data is with the receiver only while the answer is awaited"
    assert relay(villages.world.county, "县") == 0, "nothing is written twice"


def unfinished(villages: Villages, who: str) -> None:
    """Leave a request and two wishes open for somebody, one of them claimed, and one request and one wish done with."""
    with villages.desk(HERE).writing(BY, "没办完的") as session:
        raise_request(session, ServiceRequestDraft(resident_id=who, text="订了一盒降压药"), villages.on)
        done = raise_request(session, ServiceRequestDraft(resident_id=who, text="换过灯泡"), villages.on)
        settle(session, done.id, "solved", villages.on, by=BY)
        for content, kinds in (("棉鞋", ("published",)), ("收音机", ("approved",)), ("旧棉袄", ("withdrawn",))):
            wish = Wish.model_validate(WishDraft(resident_id=who, content=content, reason="跟儿子吵过"), update={"author": HERE})
            session.add(wish)
            session.flush()
            for kind in kinds:
                session.add(WishEvent.model_validate(WishEventDraft(wish_id=wish.id, kind=kind), update={"author": HERE}))
            session.flush()
            if content == "棉鞋":
                take_claim(session, WishClaimDraft(wish_id=wish.id, claimer="税务局"), villages.on, BY)


def test_what_is_not_done_yet_goes_along_in_words(villages: Villages) -> None:
    """The sender's side ends requests and wishes with the move: the other station reads what they were, and goes on with them."""
    unfinished(villages, villages.who)
    villages.send()
    villages.rounds()
    (arrival,) = villages.came()
    said = [line for line, _role in said_of_move(arrival, villages.on, covered=False)]
    (requests,) = [line for line in said if line.startswith("未办完的求助：")]
    (wishes,) = [line for line in said if line.startswith("心愿：")]
    assert "订了一盒降压药" in requests
    assert "换过灯泡" not in requests
    assert "棉鞋" in wishes
    assert "税务局" in wishes
    assert "收音机" in wishes
    assert "旧棉袄" not in wishes
    assert "吵过" not in " ".join(said), "why it is wished for stays here"
    made = villages.accept()
    kept = one(villages.desk(THERE), Note, resident_id=made).text
    assert requests in kept
    assert wishes in kept


def test_what_a_child_wishes_for_is_read_with_the_right_to_it_only(villages: Villages) -> None:
    child = person(villages.desk(HERE), "汪小雨", alias="小陈", birth_date="2016-05-06", birth_precision="day")
    unfinished(villages, child)
    villages.send(who=child)
    villages.rounds()
    with villages.desk(THERE).reading() as session:
        for children in (True, False):
            (arrival,) = arrivals(session, villages.on, children=children)
            said = " ".join(line for line, _role in said_of_move(arrival, villages.on, covered=False))
            assert ("棉鞋" in said) == children
            assert ("降压药" in said) == children


def history(desk: Database, who: str, on: str) -> list[str]:
    with desk.reading() as session:
        return [line.sentence for line in events(session, who, on)]


def test_both_histories_tell_of_the_move(villages: Villages) -> None:
    villages.send()
    on = villages.on.isoformat()
    (sent,) = [line for line in history(villages.desk(HERE), villages.who, on) if line.startswith("转给")]
    assert sent.endswith("等对方接收")
    villages.rounds()
    made = villages.accept()
    villages.rounds(2)
    (sent,) = [line for line in history(villages.desk(HERE), villages.who, on) if line.startswith("转给")]
    assert sent.endswith("对方已接收")
    assert [line for line in history(villages.desk(THERE), made, on) if line.startswith("从")] == ["从村09转来，已接收"]


def test_what_is_kept_back_stays(villages: Villages) -> None:
    child = person(
        villages.desk(HERE), "汪小雨", alias="小陈", birth_date="2016-05-06", birth_precision="day", father_status="prison",
        counselling_note="悄悄话", village_group="三组"
    )  # fmt: skip
    with villages.desk(HERE).writing(BY, "类别") as session:
        give_category(session, CategoryTagDraft(resident_id=child, category="child_of_prisoner"), villages.on)
    villages.send(who=child)
    with villages.desk(HERE).reading() as session:
        resident = session.exec(select(Resident).where(Resident.id == child)).one()
        assert "汪小雨" not in says_send(resident, Sending(destinations(session)[0], villages.on), villages.on)
    with villages.desk(HERE).reading() as session:
        sent = session.connection().execute(text("SELECT person FROM transfer")).scalar_one()
    for word in ("prison", "悄悄话", "三组"):
        assert word not in sent
    villages.rounds()
    assert villages.came()[0].relay.called != "汪小雨"
    with villages.desk(THERE).reading() as session:
        assert "汪小雨" not in arrivals(session, villages.on)[0].who
    with pytest.raises(TransferImpossible), villages.desk(THERE).writing(BY, "接收") as session:
        accept(session, villages.came_id(), villages.on, by=BY, children=False)
    villages.accept()


def test_not_ours_goes_back_with_its_reason_and_the_care_goes_on(villages: Villages) -> None:
    villages.send()
    villages.rounds()
    with villages.desk(THERE).writing(BY, "退回") as session:
        with pytest.raises(TransferImpossible):
            decline(session, villages.came_id(), villages.on, by=BY, reason=" ")
        decline(session, villages.came_id(), villages.on, by=BY, reason="没有这家人")
        with pytest.raises(TransferImpossible):
            accept(session, villages.came_id(), villages.on, by=BY, children=True)
    villages.rounds(2)
    with villages.desk(HERE).reading() as session:
        (told,) = [entry for entry in entries(session, villages.on) if entry.kind == "departure"]
    assert (told.open, told.state) == (True, "对方说不是")
    assert moved(villages.world.county)[0].reason == "没有这家人"
    villages.wrong()
    assert one(villages.desk(HERE), Resident, id=villages.who).residency_status == "living"
    assert villages.left() == []
    villages.rounds(2)
    assert villages.came()[0].state.value == "declined"


def test_the_sender_takes_it_back_before_and_after(villages: Villages) -> None:
    villages.send()
    undo_last(villages.desk(HERE), BY)
    villages.rounds()
    assert villages.came() == [], "what was undone before it was relayed is never seen"
    villages.send()
    villages.rounds()
    villages.wrong()
    villages.rounds()
    assert villages.came()[0].state.value == "withdrawn"
    with pytest.raises(TransferImpossible), villages.desk(THERE).writing(BY, "接收") as session:
        accept(session, villages.came_id(), villages.on, by=BY, children=True)
    villages.send()
    villages.rounds()
    made = villages.accept()
    villages.wrong()
    villages.rounds(2)
    with villages.desk(THERE).reading() as session:
        told = [entry for entry in entries(session, villages.on) if entry.kind == "arrival" and entry.open]
    assert [entry.state for entry in told] == ["对方已收回"], "who was taken in at both places is told"
    undo_last(villages.desk(THERE), BY)
    assert one(villages.desk(THERE), Resident, id=made) is None
    assert [entry.state.value for entry in villages.came()] == ["withdrawn", "withdrawn"]


def test_an_acceptance_that_was_undone_can_be_given_again(villages: Villages) -> None:
    villages.send()
    villages.rounds()
    villages.accept()
    villages.rounds(2)
    undo_last(villages.desk(THERE), BY)
    villages.rounds(2)
    assert villages.left() == ["sent"]
    assert villages.came()[0].state.value == "open"
    villages.accept()
    villages.rounds(2)
    assert villages.left() == ["accepted"]


def test_a_station_nobody_knows_and_one_that_comes_later(villages: Villages) -> None:
    villages.send(Destination("新丰村", "新丰村", ""))
    villages.rounds(2)
    assert villages.left() == ["no_station"]
    with villages.world.county.database.writing("县", "改名", final=True) as session:
        session.connection().execute(text("UPDATE peer SET name = '新丰村' WHERE code = :code"), {"code": THERE})
    villages.rounds(2)
    assert villages.left() == ["sent"]
    assert len(villages.came()) == 1


def test_who_cannot_be_handed_over(villages: Villages) -> None:
    with pytest.raises(TransferImpossible):
        villages.send(Destination(HERE, "村", ""))
    villages.send()
    with pytest.raises(MoveImpossible):
        villages.send()
    dead = person(villages.desk(HERE), "李爷爷", residency_status="deceased")
    with pytest.raises(MoveImpossible):
        villages.send(who=dead)


def test_possible_doubles_are_told(villages: Villages) -> None:
    person(villages.desk(THERE), "汪奶奶", birth_date="1948-03-05", birth_precision="day")
    villages.send()
    villages.rounds()
    assert [like.name for like in villages.came()[0].doubles] == ["汪奶奶"]


def test_restores_of_both_sides(villages: Villages) -> None:
    world = villages.world
    world.back_station_up(HERE)
    world.back_county_up()
    villages.send()
    villages.rounds()
    villages.accept()
    villages.rounds(2)
    world.restore_county(0)
    villages.rounds(4)
    assert villages.left() == ["accepted"], "the county relays anew, and the answer stands"
    assert [entry.state.value for entry in villages.came()] == ["accepted"]
    world.put_station_back(HERE, unseen=False)
    villages.send()
    for _round in range(3):
        trip(world)
    villages.rounds(2)
    with villages.desk(HERE).reading() as session:
        sent = session.connection().execute(text("SELECT count(*) FROM transfer WHERE removed_at IS NULL")).scalar_one()
    assert sent == 1, "handed over once, whatever both branches wrote"
    assert villages.left() == ["accepted"]


def test_the_county_relays_with_its_ledger_in_a_file_and_in_postgres(village: Village) -> None:
    who = person(village.desk, "汪奶奶", birth_date="1948-03-05", birth_precision="day")
    on = local_day(village.desk.clock())
    with village.desk.writing(BY, "迁出") as session:
        send(session, who, Sending(Destination(OTHER, "村10", ""), on), on, operator=BY)
    village.round_trip()
    assert [(one.called, one.state) for one in moved(village.county)] == [("汪奶奶", "sent")]
    bring(village)
    with village.other.writing(BY, "接收") as session:
        (arrival,) = arrivals(session, on)
        accept(session, arrival.relay.id, on, by=BY, children=False)
    bring(village)
    village.round_trip()
    with village.desk.reading() as session:
        assert [one.state.value for one in departures(session, on)] == ["accepted"]
    assert relay(village.county, "县") == 0


def bring(village: Village) -> None:
    """Let the other station report and read its answer."""
    intake.take(village.county, "县", outbox.export(village.other, BY, village.road).path)
    inbox.receive(village.other, BY, answers.answer(village.county, "县", OTHER, village.road).path)
