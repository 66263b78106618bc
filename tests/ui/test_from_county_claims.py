"""Claims of wishes in 县里来的 by the keyboard alone: what is to be done is said, delivered, given back, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from stationdesk.county.claims import claims_of
from stationdesk.registers.claim_end import ClaimEnd, ClaimEndDraft
from stationdesk.registers.operator import OperatorDraft
from stationdesk.registers.wish_claim import WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.county_claims import county_claims as county_claims_here
from stationdesk.services.from_county import claim_entry
from stationdesk.services.from_county_today import FROM_COUNTY
from stationdesk.services.operators import keep_first
from stationdesk.services.today_lines import Asked
from stationdesk.services.wish_claims import take_claim
from stationdesk.services.wish_giving import put_off
from stationdesk.settings import Settings
from stationdesk.ui.from_county_page import FromCountyPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.look import Look
from tests.county.claims_kit import BY, alike, county_claims, here, person, wish
from tests.road_kit import OPERATOR, Road
from tests.store.kit import STATION
from tests.ui.county_kit import Show, road
from tests.ui.from_county_kit import rows, words
from tests.ui.keys import key, write

__all__ = ["road"]

ON = date(2026, 11, 22)


class Wishes:
    """A child's book, an old woman's shoes, a cooker somebody has, and one wish nobody knows; all claimed by departments."""

    def __init__(self, road: Road) -> None:
        road.open_station()
        child = person(road.desk, "汪小雨", alias="小陈", birth_date="2016-05-06", birth_precision="day")
        self.book = wish(road.desk, child, "一套图书")
        old = person(road.desk, "汪奶奶")
        self.shoes, self.cooker = wish(road.desk, old, "棉鞋"), wish(road.desk, old, "电饭锅")
        with road.desk.writing(BY, "认领") as session:
            take_claim(session, WishClaimDraft(wish_id=self.cooker, claimer="程老板"), ON, BY)
        road.round()
        self.claims = [county_claims(road.county, STATION, one, unit) for one, unit in self.asked()]
        road.round()

    def asked(self) -> list[tuple[str, str]]:
        """Return what the county claims, for whom."""
        lost = "00000000-0000-4000-8000-000000000000"
        return [(self.book, "教育局"), (self.shoes, "税务局"), (self.cooker, "水利局"), (lost, "林业局")]


@pytest.fixture
def wishes(road: Road) -> Wishes:
    return Wishes(road)


@pytest.fixture
def page(road: Road, wishes: Wishes, look: Look, qtbot: QtBot, shown: Show) -> Iterator[FromCountyPage]:
    operator = keep_first(road.desk, OperatorDraft(name=OPERATOR, may_see_children=False, may_change_settings=True), "slot")
    desk = OpenDesk(road.desk, operator, look, Settings(road.stick, road.stick))
    found = FromCountyPage(desk)
    desk.saved.connect(lambda registers: found.refresh() if found.reads & registers else None)
    found.refresh()
    shown(found, 1230, 644)
    found.table.setFocus()
    yield found
    qtbot.waitUntil(lambda: not desk.jobs.busy())
    desk.close()


def test_what_came_is_said_with_what_to_do_and_nobody_is_named_who_may_not_be(page: FromCountyPage, wishes: Wishes) -> None:
    assert rows(page) == [("教育局认领“一套图书”", "待送达"), ("税务局认领“棉鞋”", "待送达"), ("林业局认领“本站没有的心愿”", "本站没有")]
    assert "4 个心愿认领" in page.told.text()
    assert "请打电话商定怎么送" in words(page)
    assert "小陈" in words(page)
    assert "汪小雨" not in words(page)
    page.take(f"claim:{wishes.claims[3]}")
    assert "请打电话给县里" in words(page)
    assert page.pane.form is not None
    assert not page.pane.form.buttons, "nothing can be answered about a wish that is not here"
    key(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    key(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert (page.kinds.chosen(), len(rows(page))) == ("claim", 4)
    page.take(f"claim:{wishes.claims[2]}")
    assert "已有人认领" in words(page)


def test_delivered_and_given_back_without_a_mouse(page: FromCountyPage, road: Road, wishes: Wishes) -> None:
    said: list[str] = []
    page.desk.did.connect(said.append)
    key(page.table, Qt.Key.Key_D)
    assert here(road.desk, wishes.book).state == "delivered"
    assert rows(page)[0] == ("税务局认领“棉鞋”", "待送达")
    form = page.pane.form
    assert form is not None
    assert form.reason is not None
    key(page.table, Qt.Key.Key_Return)
    assert form.reason.hasFocus()
    key(form.reason, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "请写几个字" in form.trouble.text()
    write(form.reason, "局里没有经费")
    key(form.reason, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert here(road.desk, wishes.shoes).state == "published"
    assert said == ["09:20 已送达：教育局认领“一套图书”", "09:20 认领作罢（退领）：税务局认领“棉鞋”"]
    page.undo()
    assert here(road.desk, wishes.shoes).claim == wishes.claims[1]
    page.undo()
    assert here(road.desk, wishes.book).claim == wishes.claims[0]
    road.round()
    assert alike(road.county, road.desk, wishes.book).state == "claimed"


def test_the_county_says_that_it_was_brought(page: FromCountyPage, road: Road, wishes: Wishes) -> None:
    with road.county.database.writing("县", "说已送达") as session:
        draft = ClaimEndDraft(wish_id=wishes.shoes, claim_id=wishes.claims[1], kind="delivered", text="部门说送到了")
        session.add(ClaimEnd.model_validate(draft, update={"author": road.county.code, "audience": f"station:{STATION}"}))
    road.round()
    page.refresh()
    page.take(f"claim:{wishes.claims[1]}")
    assert ("税务局认领“棉鞋”", "县里说已送") in rows(page)
    assert "请核实是否收到" in words(page)
    key(page.table, Qt.Key.Key_D)
    road.round()
    assert alike(road.county, road.desk, wishes.shoes).state == "delivered"


def test_a_wish_that_was_cancelled_is_told_to_who_took_it(page: FromCountyPage, road: Road, wishes: Wishes) -> None:
    with road.desk.writing(BY, "取消") as session:
        draft = WishEventDraft(wish_id=wishes.shoes, kind="cancelled", happened_on="2026-11-21", reason="deceased")
        session.add(WishEvent.model_validate(draft, update={"author": STATION}))
    road.export()
    road.county_takes()
    assert {one.id: one.state for one in claims_of(road.county)}[wishes.claims[1]] == "wish_closed"
    page.refresh()
    page.take(f"claim:{wishes.claims[1]}")
    assert ("税务局认领“棉鞋”", "心愿已取消") in rows(page)
    assert "不用送了" in words(page)
    key(page.table, Qt.Key.Key_D)
    assert "税务局认领“棉鞋”" not in dict(rows(page))
    page.undo()
    assert "税务局认领“棉鞋”" in dict(rows(page))
    assert here(road.desk, wishes.shoes).state == "cancelled"


def test_today_reminds_of_claims(road: Road, wishes: Wishes) -> None:
    with road.desk.reading() as session:
        found = FROM_COUNTY.section(session, Asked(ON))
    assert [(one.lead, one.name) for one in found.lines][:2] == [("心愿认领", "教育局认领“一套图书”"), ("心愿认领", "税务局认领“棉鞋”")]


def test_the_day_agreed_on_since_is_the_one_that_counts(road: Road, wishes: Wishes) -> None:
    with road.desk.writing(BY, "宽限") as session:
        put_off(session, wishes.shoes, "2026-12-20", ON, by=BY)
        found = {one.claim.id: (one.due, claim_entry(one, ON).due) for one in county_claims_here(session, ON)}
        assert [found[claim] for claim in wishes.claims[:2]] == [("", ""), ("2026-12-20", "约定12月20日送")]
        lines = FROM_COUNTY.section(session, Asked(ON)).lines
    assert "税务局认领“棉鞋”" not in [one.name for one in lines], "it comes when its day is near"
