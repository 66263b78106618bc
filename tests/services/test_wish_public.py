"""What of a wish everybody may read: a child under an alias, with both consents, and nothing in the words that tells who it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.registers.contact import PhoneNumber
from stationdesk.services import wish_noting, wishes
from stationdesk.services.wish_public import public_card
from stationdesk.store.database import Database
from tests.services.wish_kit import BY, ON, child, noted, published, thrown_away
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("wishes")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    """One action that is thrown away when the test is over: nothing of one test is there in the next."""
    with thrown_away(desk) as found:
        yield found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("汪小满想要画笔", "汪小满"),
        ("小满想要画笔", "小满"),
        ("汪大伯说想要画笔", "汪大伯"),
        ("画笔，送到上徐小学", "上徐小学"),
        ("画笔，上 徐学校用", "上徐"),
        ("画笔，汪家组收", "汪家组"),
        ("画笔，打13800005678", "13800005678"),
        ("画笔（留守儿童）", "留守儿童"),
        ("画笔，孤儿", "孤儿"),
    ],
)
def test_a_childs_wish_whose_words_tell_too_much_is_not_published(session: Session, content: str, found: str) -> None:
    made = noted(session, content, child(session, alias="小树"))
    wishes.approve(session, made.id, ON, by=BY, sure=True)
    with pytest.raises(DeskError, match=found):
        wishes.publish(session, made.id, ON, by=BY)


def test_a_child_stands_on_the_wall_under_an_alias_with_both_consents(session: Session) -> None:
    made = noted(session, "水彩笔一套", child(session, agreed=False))
    wishes.approve(session, made.id, ON, by=BY, sure=True)
    with pytest.raises(DeskError, match="监护人"):
        wishes.publish(session, made.id, ON, by=BY)
    other = published(session, "水彩笔一套", child(session, phones=(PhoneNumber(number="13800005678"),)), spec="24色")
    card = public_card(session, wishes.wish_here(session, other).wish, ON)
    assert (card.called, card.age, card.content, card.spec) == ("小树（化名）", "10到12岁", "水彩笔一套", "24色")
    assert not {"汪", "上徐", "138"} & {part for part in ("汪", "上徐", "138") if part in repr(card)}
    with pytest.raises(DeskError):
        wish_noting.change(session, other, {"content": "汪小满的画笔"}, ON)


def test_an_elder_is_called_as_one_speaks_to_him(session: Session) -> None:
    made = published(session)
    card = public_card(session, wishes.wish_here(session, made).wish, ON)
    assert (card.called, card.age) == ("冯爷爷", "70多岁")
