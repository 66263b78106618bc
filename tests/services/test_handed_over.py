"""A request in the hands of another body: never given back to who sent it, and asked about on the day that body has named."""

from __future__ import annotations

import pytest

from stationdesk.services import dispatching as do
from stationdesk.services.request_reading import RequestImpossible
from stationdesk.services.request_state import Receiver
from stationdesk.store.database import Database
from tests.services.dispatch_kit import BY, Case, desk, who

__all__ = ["desk", "who"]


@pytest.mark.parametrize(
    ("sender", "body", "name"),
    [
        ("县民政局", "department", "县民政局"),
        ("县民政局", "department", "民政局"),
        ("民政局", "other", "岭县民政局"),
        ("县民政局", "county", ""),
        ("花桥镇政府", "town", "花桥镇政府"),
        ("花桥镇", "town", ""),
        ("镇里", "town", "花桥镇政府"),
        ("花桥镇党政办", "town", ""),
        ("花桥乡人民政府办公室", "town", ""),
        ("浮梁县花桥镇社会事务办", "town", ""),
        ("镇上", "town", "镇政府"),
        (BY, "other", BY),
        ("", "county", ""),
    ],
)
def test_it_goes_back_to_who_sent_it_under_no_name(desk: Database, who: str, sender: str, body: str, name: str) -> None:
    case = Case(desk, who, source="county", sender_body="county", sender=sender)
    with pytest.raises(RequestImpossible, match="绕圈子"):
        case(do.hand_over, (body, name))
    if sender:
        with pytest.raises(RequestImpossible, match="绕圈子"):
            case.send(Receiver("unit", "u1", sender))
    assert case.held.events == ()
    assert case(do.see_to_it).standing.state == "accepted"


@pytest.mark.parametrize(
    ("sender", "receiver"),
    [
        ("县志愿服务队", Receiver("team", "t1", "志愿服务队")),
        ("团县委青年志愿者协会", Receiver("team", "t1", "志愿者协会")),
        ("县乡村振兴服务中心", Receiver("body", "town", "镇里")),
        ("景德镇市信访办", Receiver("body", "town", "镇里")),
        ("县城镇居民医保中心", Receiver("body", "town", "镇里")),
        ("县民政局", Receiver("body", "town", "镇里")),
    ],
)
def test_whoever_is_only_called_alike_may_have_it(desk: Database, who: str, sender: str, receiver: Receiver) -> None:
    case = Case(desk, who, source="county", sender_body="county", sender=sender)
    if receiver.kind == "body":
        assert case(do.hand_over, ("town", "")).standing.state == "transferred"
    else:
        assert case.send(receiver).standing.state == "dispatched"
    again = Case(desk, who, source="county", sender_body="county", sender="县志愿服务队")
    with pytest.raises(RequestImpossible, match="绕圈子"):
        again.send(Receiver("team", "t2", "县志愿服务队"))


def test_what_the_town_sent_may_go_to_the_county(desk: Database, who: str) -> None:
    case = Case(desk, who, source="county", sender_body="county", sender="花桥镇政府")
    assert case(do.hand_over, ("county", "")).standing.state == "transferred"
    other = Case(desk, who, source="county", sender_body="county", sender="县民政局")
    assert other(do.hand_over, ("department", "县残联")).standing.state == "transferred"


def test_a_later_term_of_what_was_handed_over_is_the_day_of_its_answer(desk: Database, who: str) -> None:
    case = Case(desk, who)
    assert case(do.hand_over, ("town", "")).standing.next_by == "2026-11-24T09:20"
    held = case(do.extend, "2026-11-27T17:00", note="镇里说周五给回执")
    assert (held.standing.state, held.standing.next_by, held.standing.due) == ("transferred", "2026-11-27T17:00", "2026-11-27T17:00")
    assert case(do.note_receipt, "8 号").standing.next_by == "2026-11-27T17:00"
    held = case(do.extend, "2026-12-20T17:00", note="镇里说 12 月 20 日修好")
    assert (held.standing.state, held.standing.next_by) == ("receipted", "2026-12-20T17:00")
    assert held.standing.lane("2026-12-19T12:00") == "doing"
    assert case(do.extend, "2026-11-24T17:00", note="明天就回话").standing.next_by == "2026-11-24T17:00"


def test_the_day_a_body_named_counts_once_its_receipt_is_here_and_a_day_agreed_before_does_not(desk: Database, who: str) -> None:
    case = Case(desk, who)
    case(do.hand_over, ("department", "县残联"))
    case(do.extend, "2026-11-25T17:00", note="残联说周三答复")
    assert case(do.note_receipt, "CL-1").standing.next_by == "2026-11-25T17:00", "sooner than the standard term, too"
    far = Case(desk, who)
    far(do.extend, "2026-12-30T17:00", note="他家过完年再修")
    far(do.hand_over, ("department", "县残联"))
    standing = far(do.note_receipt, "CL-2").standing
    assert standing.due == "2026-12-30T17:00"
    assert standing.next_by < "2026-11-27", "nobody there has named a day: it is asked about as ever"
