"""The county's words in the window: offered in forms, a retired one kept on a record, told on the page of what came."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from stationdesk.county.codes import code_of, import_codes
from stationdesk.registers.code import table
from stationdesk.registers.operator import OperatorDraft
from stationdesk.services.operators import keep_first
from stationdesk.settings import Settings
from stationdesk.ui.category_tree import CategoryTree
from stationdesk.ui.from_county_page import FromCountyPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import CodeField
from stationdesk.ui.parts.look import Look
from tests.road_kit import OPERATOR, Road, made_road
from tests.ui.county_kit import Show
from tests.ui.from_county_kit import words

ROWS = ("码表,代码,名称,上级,停用前最后一天", "需求,,劈柴,,", "走访类型,survey,摸底,,停用", "人员类别,,护林老人,老年人,")


@pytest.fixture
def desk(tmp_path: Path, look: Look, qtbot: QtBot) -> Iterator[OpenDesk]:
    with made_road(tmp_path) as road:
        road.set_clock(11, 20)
        road.open_station()
        operator = keep_first(road.desk, OperatorDraft(name=OPERATOR, may_see_children=True, may_change_settings=True), "slot")
        found = OpenDesk(road.desk, operator, look, Settings(road.stick, road.stick))
        county_says(road)
        yield found
        qtbot.waitUntil(lambda: not found.jobs.busy())
        found.close()
        assert table("need_kind").code_for("劈柴") is None, "a closed desk leaves the words that ship"


def county_says(road: Road) -> None:
    path = road.stick.parent / "叫法.csv"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8-sig")
    with road.county.database.writing("县", "叫法") as session:
        import_codes(session, path, road.set_clock(11, 20))
    road.round()


def test_forms_offer_the_countys_words_as_soon_as_they_came(desk: OpenDesk, qtbot: QtBot) -> None:
    needs = CodeField("need_kind", desk.look, none="哪一类？")
    qtbot.addWidget(needs)
    assert needs.itemText(needs.findData(code_of("need_kind", "劈柴"))) == "劈柴"
    assert needs.itemText(0) == "哪一类？"
    tree = CategoryTree(desk.look, may_see=True, opened="elder")
    qtbot.addWidget(tree)
    top = tree.topLevelItem(0)
    assert top is not None
    assert "护林老人" in [top.child(at).text(0) for at in range(top.childCount())]


def test_a_retired_word_is_not_offered_and_not_lost(desk: OpenDesk, qtbot: QtBot) -> None:
    kinds = CodeField("visit_kind", desk.look, none="")
    qtbot.addWidget(kinds)
    assert kinds.findData("survey") < 0
    kinds.set_value("survey")
    assert (kinds.value(), kinds.currentText()) == ("survey", "摸底")


def test_the_page_tells_in_words_what_changed(desk: OpenDesk, shown: Show) -> None:
    page = FromCountyPage(desk)
    page.refresh()
    shown(page, 1230, 644)
    page.kinds.setCurrentRow(page.kinds.count() - 1)
    assert page.current() is not None
    told = words(page)
    for sentence in ("需求", "新增：“劈柴”", "“摸底”不再新选，原来登记的照留", "以前登记的不会变"):
        assert sentence in told
