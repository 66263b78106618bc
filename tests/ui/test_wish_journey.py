"""A child's wish from the card to the thanks, by keys alone, under an alias, claimed by a department at a real county."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from stationdesk.county.claims import claims_of, export_claims
from stationdesk.county.claims_in import import_claims
from stationdesk.registers.operator import OperatorDraft
from stationdesk.services.operators import keep_first
from stationdesk.settings import Settings
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from stationdesk.ui.wishes_page import WishesPage
from tests.county.claims_kit import alike, column, consent, fill, person
from tests.road_kit import OPERATOR, Road
from tests.ui.county_kit import Show, road
from tests.ui.keys import soon, write
from tests.ui.wishes_kit import CONTROL, Hands, wishes_page

__all__ = ["road"]


@pytest.fixture
def page(road: Road, look: Look, qtbot: QtBot, shown: Show) -> Iterator[WishesPage]:
    road.open_station()
    operator = keep_first(road.desk, OperatorDraft(name=OPERATOR, may_see_children=True, may_change_settings=True), "slot")
    desk = OpenDesk(road.desk, operator, look, Settings(road.stick, road.stick))
    yield wishes_page(desk, shown)
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    desk.close()


def test_a_childs_wish_from_the_card_to_the_thanks(page: WishesPage, road: Road) -> None:  # long: one journey
    school, group = "上徐小学", "汪家组"
    child = person(road.desk, "汪小雨", alias="小陈", birth_date="2016-05-06", birth_precision="day", school=school, village_group=group)
    consent(road.desk, child)
    page.refresh()
    hands = Hands(page)

    def write_down(dialog: Any) -> None:
        write(dialog.content, "一套图书")
        hands.save()

    def find(dialog: Any) -> None:
        write(dialog.field, "汪小雨")
        soon(write_down, dialog)
        hands.inside(Qt.Key.Key_Return)

    hands.step(Qt.Key.Key_N, find, CONTROL)
    current = page.pane.board.current()
    assert current is not None
    wish = current.id
    assert page.pane.board.views["judge"].cards.card(0).who.startswith("小陈（化名），10到12岁")
    hands.step(Qt.Key.Key_N, hands.fill(text="家里有书桌，没有书"))
    hands.step(Qt.Key.Key_N, hands.save)
    assert alike_at(road, wish) == "published"
    claim(road, "教育局")
    assert alike_at(road, wish) == "claimed"
    page.refresh()
    page.pane.go_to(wish)
    card = page.pane.board.views["held"].cards.card(0)
    assert card.note.startswith("教育局，答应 12月6日 送")
    hands.step(Qt.Key.Key_D, hands.fill(signed="汪大伯"))
    hands.step(Qt.Key.Key_M, hands.fill(money="79.5", text="每天晚上都看"))
    assert alike_at(road, wish) == "fulfilled"

    def content(dialog: Any) -> None:
        assert dialog.action == "review"
        assert dialog.fields["satisfied"].value() is None, "nobody is said to be content before he was asked"
        hands.inside(Qt.Key.Key_1)
        hands.save()

    hands.step(Qt.Key.Key_N, content)
    hands.press(Qt.Key.Key_Return)
    assert page.view.story is not None
    at = page.view.story.actions.index("thank")
    for _step in range(at):
        hands.press(Qt.Key.Key_Tab)
    assert page.view.buttons[at].hasFocus()
    soon(hands.save)
    hands.inside(Qt.Key.Key_Space)
    story = page.view.story
    assert story is not None
    assert (story.state, story.history[0].text.split(" · ")[0]) == ("reviewed", "致谢")
    assert "圆梦，79.50 元，每天晚上都看" in [line.text.split(" · ")[0] for line in story.history]
    assert alike_at(road, wish) == "reviewed"
    assert [one.label for one in claims_of(road.county)] == ["已送达"]
    assert hands.keys < 60


def claim(road: Road, unit: str) -> None:
    """Let the county send its sheet out and take it back filled in; the words on it tell nothing of the child."""
    on = road.set_clock(11, 22, 9, 30)
    sheet = road.stick / "sheet.xlsx"
    export_claims(road.county, sheet, on)
    assert column(sheet, "called") == ["小陈"]
    said = " ".join(str(cell) for name in ("number", "called", "kind", "content", "spec") for cell in column(sheet, name))
    assert not any(word in said for word in ("汪", "小雨", "小学", "汪家组"))
    back = fill(
        sheet, road.stick / "back.xlsx", {4: {"claimer": unit, "contact": "程老师", "phone": "13800000021", "promised": "2026-12-06"}}
    )
    assert len(import_claims(road.county, "县", back, on).taken) == 1
    sheet.unlink()
    back.unlink()


def alike_at(road: Road, wish: str) -> str:
    """Return how a wish stands once the packages have passed, on both sides alike."""
    road.round()
    road.round()
    return alike(road.county, road.desk, wish).state
