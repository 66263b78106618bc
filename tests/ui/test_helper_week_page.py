"""The week of the helpers by keys alone: turned, put by team, one sheet and all, written as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from stationdesk.printing.contact_card import Imprint
from stationdesk.ui import helper_week_page
from stationdesk.ui.helper_week_page import HelperWeekPage
from stationdesk.ui.helper_week_paper import week_job
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.parts.tokens import TextSize
from tests.services.pairing_kit import child, helper, pair
from tests.services.people import ON, ago, person, visited
from tests.ui.keys import key


@pytest.fixture
def page(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> HelperWeekPage:
    """Give the page with a team of two and somebody of no team."""
    desk = empty_desk.database
    lu, wu = helper(desk, "卢妈妈队", "team"), helper(desk, "吴敏", org="卢妈妈队")
    other = helper(desk, "黄晓燕")
    for who, name in ((lu, "章火香"), (wu, "江保国"), (other, "方大元")):
        whom = person(desk, name, 80)
        pair(desk, who, whom, home_visit_every_days=7)
        if name == "江保国":
            visited(desk, whom, 1, "home", visitors=({"name": "吴敏", "helper_id": wu},))
    pair(desk, wu, child(desk, "徐小芽", "小芽"), contact_every_days=7, start_date=ago(7))
    found = HelperWeekPage(empty_desk)
    found.refresh()
    shown(found)
    found.table.setFocus()
    return found


def lines(page: HelperWeekPage) -> list[tuple[str, str]]:
    model = page.table.model()
    return [(model.row(at).who, model.row(at).errand.name) for at in range(model.rowCount())]


def test_the_week_is_turned_and_put_by_team_with_keys(page: HelperWeekPage) -> None:
    assert "11月23日" in page.count.text()
    assert {name for _who, name in lines(page)} == {"章火香", "江保国", "方大元", "小芽（化名）"}
    assert {who for who, _name in lines(page)} == {"卢妈妈队", "吴敏", "", "黄晓燕"}
    key(page.table, Qt.Key.Key_PageDown)
    assert page.place() == "2026-11-30"
    key(page.table, Qt.Key.Key_Home)
    assert page.place() is None
    key(page.table, Qt.Key.Key_PageUp)
    assert page.place() == "2026-11-16"
    key(page.table, Qt.Key.Key_PageDown)
    key(page.table, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert [one.name for one in page.lists()] == ["卢妈妈队", ""]
    page.which.set_value("behind")
    page.show_rows()
    assert {name for _who, name in lines(page)} == {"章火香", "方大元"}


def test_one_sheet_or_all_and_a_child_by_alias(page: HelperWeekPage, monkeypatch: pytest.MonkeyPatch) -> None:
    printed: list[Any] = []
    monkeypatch.setattr(helper_week_page, "print_week", lambda _desk, lists, _span, _parent: printed.append([one.name for one in lists]))
    key(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    at = next(number for number, line in enumerate(lines(page)) if line[1] == "小芽（化名）")
    page.table.go_to_row(at)
    key(page.table, Qt.Key.Key_P)
    assert sorted(printed[0]) == sorted(["卢妈妈队", "吴敏", "黄晓燕"])
    assert printed[1] == ["吴敏"]
    job = week_job(page.lists(), page.span(), "上徐村站", ON)
    out = job.lay_out(Imprint("徐丽华", page.desk.now()))
    assert len(out.pages) == 3
    said = "".join(str(page) for page in out.pages)
    assert "小芽" in said
    assert "徐小芽" not in said
    assert "13800005678" not in said
    assert "章火香" not in str(out.pages[[one.name for one in page.lists()].index("吴敏")]), "a sheet shows only his own people"


def test_the_workbook_of_the_week_has_days_as_days_and_nobodys_number(page: HelperWeekPage, tmp_path: Path) -> None:
    path = tmp_path / "本周.xlsx"
    prepare(path)
    key(page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    page.desk.jobs.settle(5)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    heads, *lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    rows = {line[3]: dict(zip(heads, line, strict=True)) for line in lines if line[3]}
    assert set(rows) == {"章火香", "江保国", "方大元", "小芽（化名）"}
    mine = rows["江保国"]
    assert (mine["结对帮扶人"], mine["最近"]) == ("吴敏", datetime.fromisoformat(ago(1)))
    assert all(isinstance(one["最晚"], datetime) for one in rows.values())
    assert not rows["章火香"]["最近"]
    said = "".join(str(cell) for line in (heads, *lines) for cell in line)
    assert "13800005678" not in said
    assert "徐小芽" not in said
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
    wide = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHI"]
    longest = [max(signs(line[at]) for line in (heads, *rows_of(lines))) for at in range(9)]
    assert all(room >= min(least, 20) for room, least in zip(wide, longest, strict=True)), (wide, longest)
    assert page.desk.operator.name in str(lines[-1][0])


def signs(cell: Any) -> int:
    """Return how many signs a cell shows; a day has ten."""
    return 10 if isinstance(cell, datetime) else len(str(cell or ""))


def rows_of(lines: list[list[Any]]) -> list[list[Any]]:
    return [line for line in lines if line[3]]


def test_at_every_size_it_fits(page: HelperWeekPage) -> None:
    for size in TextSize:
        page.look.set(text_size=size)
        page.resize(1366 - page.look.sizes.rail_width, 728 - page.look.sizes.top_bar - page.look.sizes.status_line)
        QApplication.processEvents()
        assert page.minimumSizeHint().width() <= page.width()


def test_without_pairs_it_says_so(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    page = HelperWeekPage(empty_desk)
    page.refresh()
    shown(page)
    assert page.stack.currentIndex() == 1
