"""What was said in confidence of a wish is covered: without the right to see children, and of everybody where the screen faces visitors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from stationdesk.services import wish_giving, wish_outcome, wishes
from stationdesk.services.desk_settings import change_settings
from stationdesk.services.wish_board import Detail
from stationdesk.services.wish_cards import who_words
from stationdesk.services.wish_story import meant, wish_story
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.wish_dialog import WishDialog
from tests.services.people import ON
from tests.services.wish_kit import BY, UNIT, child, noted, person, unit
from tests.ui.wishes_kit import wishes_page

SECRETS = ("爸爸坐牢", "奶奶有癫痫", "奶奶卧床", "家里没人", "汪大伯签的", "没钱了")
WHY, REMARK, LOOKED, NO_ONE, SIGNED, BACK = SECRETS


def turned(desk: OpenDesk) -> OpenDesk:
    """Turn the screen to the visitors."""
    with desk.writing("屏幕朝着来人") as session:
        change_settings(session, hide_for_visitors=True)
    return desk


@pytest.fixture
def facing(empty_desk: OpenDesk) -> OpenDesk:
    return turned(empty_desk)


def told(desk: OpenDesk, *, of_child: bool) -> str:
    """Write a wish with everything that is said in confidence, as far as it came true."""
    with desk.database.writing(BY, "心愿") as session:
        who = child(session) if of_child else person(session)
        made = noted(session, "书包", who, reason=WHY, remark=REMARK).id
        wishes.check(session, made, ON, by=BY, text=LOOKED)
        wishes.approve(session, made, ON, by=BY)
        wishes.publish(session, made, ON, by=BY)
        wish_giving.claim(session, [made], unit(), ON, by=BY)
        wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text=BACK)
        wish_giving.claim(session, [made], unit(), ON, by=BY)
        wish_giving.exchange(session, made, "双肩包", ON, by=BY)
        wish_giving.deliver(session, [made], ON, by=BY, signed_by=SIGNED, text=NO_ONE)
        wish_outcome.fulfil(session, made, ON, by=BY)
    return made


def words_of(desk: OpenDesk, wish: str, *, eyes: bool, covered: bool = False) -> str:
    with desk.reading() as session:
        story = wish_story(session, wish, ON, told=eyes, covered=covered)
    return "\n".join(line.text for line in (*story.facts, *story.history))


@pytest.mark.parametrize(("of_child", "eyes", "covered", "open_"), [
    (True, False, False, False), (True, True, False, True), (False, False, False, True), (False, True, True, False),
])  # fmt: skip
def test_neither_facts_nor_history_tell_it(empty_desk: OpenDesk, of_child: bool, eyes: bool, covered: bool, open_: bool) -> None:
    made = told(empty_desk, of_child=of_child)
    said = words_of(empty_desk, made, eyes=eyes, covered=covered)
    for secret in SECRETS:
        assert (secret in said) is open_, secret
    for open_word in (UNIT, "双肩包", "送达", "退领"):
        assert open_word in said, "what was done, by whom and with what stays"


def form(desk: OpenDesk, wish: str) -> WishDialog:
    with desk.reading() as session:
        one = wishes.wish_here(session, wish).wish
    return WishDialog(desk, None, one=one)


def reason_of(desk: OpenDesk, wish: str) -> str | None:
    with desk.reading() as session:
        return wishes.wish_here(session, wish).wish.reason


@pytest.mark.parametrize("of_child", [True, False])
def test_the_form_neither_shows_nor_loses_it(empty_desk: OpenDesk, of_child: bool) -> None:
    with empty_desk.database.writing(BY, "心愿") as session:
        made = noted(session, "书包", child(session) if of_child else person(session), reason=WHY).id
    assert form(empty_desk, made).reason.value() == WHY, "whoever may see it"
    empty_desk.operator = empty_desk.operator.model_copy(update={"may_see_children": False})
    assert form(empty_desk, made).reason.value() == ("" if of_child else WHY)
    turned(empty_desk)
    dialog = form(empty_desk, made)
    assert (dialog.reason.value(), dialog.reason.isEnabled()) == ("", False)
    assert "冯满仓" not in dialog.windowTitle()
    dialog.content.setText("双肩书包")
    dialog.save()
    assert dialog.written == made
    assert reason_of(empty_desk, made) == WHY, "what is covered is not written over"


def test_where_nothing_is_hidden_a_reason_can_be_added(facing: OpenDesk) -> None:
    with facing.database.writing(BY, "心愿") as session:
        made = noted(session, "书包", child(session)).id
    dialog = form(facing, made)
    dialog.reason.setText("路远")
    dialog.save()
    assert reason_of(facing, made) == "路远"


def test_before_visitors_the_open_wish_names_nobody(facing: OpenDesk, shown: Callable[..., QWidget]) -> None:
    with facing.database.writing(BY, "心愿") as session:
        made = noted(session, "护理垫", person(session), reason=WHY, remark=REMARK).id
    page = wishes_page(facing, shown)
    page.open_wish(made)
    card = page.pane.board.views["judge"].cards.card(0)
    assert page.view.who.text().startswith("冯某")
    assert card.who.startswith("冯某"), "as on its card"
    assert page.view.story is not None
    assert not any(secret in line.text for line in page.view.story.facts for secret in SECRETS)
    assert page.actions_of.read([made]).who == "冯某", "so do the headings of the steps"
    with facing.reading() as session:
        assert meant(session, [made], ON).who == "冯满仓"


def test_a_households_card_names_its_head_only_to_the_desk() -> None:
    card = Detail("电饭煲", home="汪厚行")
    assert who_words(card, ON) == "汪厚行一家"
    assert who_words(card, ON, covered=True) == "一户人家"
