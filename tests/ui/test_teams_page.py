"""The teams and the catalogue by keys alone: written, joined, led, left, dissolved, offered, printed, exported, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from stationdesk.registers.team import Team, TeamDraft
from stationdesk.services.teams import team_rows
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.services_page import ServicesPage
from stationdesk.ui.team_dialogs import EndDialog, JoinDialog, MemberDialog, TeamDialog
from stationdesk.ui.teams_page import TeamsPage
from stationdesk.ui.teams_paper import roster_paper, services_paper
from tests.services.pairing_kit import helper
from tests.services.people import ON, put
from tests.store.kit import COUNTY
from tests.ui.keys import key, soon, write
from tests.ui.pairings_kit import press

CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


def save() -> None:
    press(Qt.Key.Key_S, CONTROL)


def shown_page(page: Any, desk: OpenDesk, shown: Callable[..., QWidget]) -> Any:
    desk.saved.connect(lambda _registers: page.refresh())
    page.refresh()
    shown(page)
    return page


def names(page: TeamsPage) -> list[str]:
    ids = page.table.model().ids()
    assert page.teams is not None
    return [page.teams.row(str(one)).name for one in ids]


def people(page: TeamsPage) -> list[tuple[str, str]]:
    assert page.row is not None
    assert page.teams is not None
    return [(one.name, one.role) for one in page.teams.roster(page.row.id) if one.there]


def test_a_team_from_its_founding_to_its_end(  # noqa: PLR0915 - one journey # long: one journey
    empty_desk: OpenDesk, shown: Callable[..., QWidget], tmp_path: Path
) -> None:
    he, _cheng = helper(empty_desk.database, "何雨"), helper(empty_desk.database, "程雪琴", phones=({"number": "13800001111"},))
    page = shown_page(TeamsPage(empty_desk), empty_desk, shown)
    assert page.nothing.isVisible()

    def found(dialog: Any) -> None:
        assert isinstance(dialog, TeamDialog)
        save()
        assert "名称" in dialog.trouble.text()
        write(dialog.name, "送餐分队")
        write(dialog.phone, "一二三")
        save()
        assert "不是电话" in dialog.trouble.text()
        dialog.phone.clear()
        dialog.leader.set_value(he)
        write(dialog.groups, "一组，二组、三组")
        save()

    soon(found)
    key(page, Qt.Key.Key_N, CONTROL)
    assert names(page) == ["送餐分队"]
    assert people(page) == [("何雨", "leader")]
    assert "一组、二组、三组" in page.more.text()

    def join(dialog: Any) -> None:
        assert isinstance(dialog, JoinDialog)
        write(dialog.list.field, "雪琴")
        press(Qt.Key.Key_Return)

    soon(join)
    key(page.table, Qt.Key.Key_M)

    def by_name(dialog: Any) -> None:
        write(dialog.list.field, "汤师傅")
        press(Qt.Key.Key_Return)

    soon(by_name)
    key(page.table, Qt.Key.Key_M)
    assert set(people(page)) == {("何雨", "leader"), ("程雪琴", "member"), ("汤师傅", "member")}
    key(page.table, Qt.Key.Key_Return)
    assert page.roster.hasFocus()
    page.roster.go_to(next(one.id for one in page.teams.roster(page.row.id) if one.name == "程雪琴"))

    def lead(dialog: Any) -> None:
        assert isinstance(dialog, MemberDialog)
        dialog.role.set_value("leader")
        save()

    soon(lead)
    key(page.roster, Qt.Key.Key_Return)
    assert people(page)[0] == ("程雪琴", "leader")

    def leaves(dialog: Any) -> None:
        assert isinstance(dialog, EndDialog)
        write(dialog.why, "外出")
        save()

    page.roster.go_to(next(one.id for one in page.teams.roster(page.row.id) if one.name == "何雨"))
    soon(leaves)
    key(page.roster, Qt.Key.Key_L)
    assert set(people(page)) == {("程雪琴", "leader"), ("汤师傅", "member")}
    page.undo()
    assert ("何雨", "member") in people(page)
    key(page, Qt.Key.Key_Escape)
    assert page.table.hasFocus()
    paper = roster_paper(page.row, page.teams.roster(page.row.id), "本站")
    assert [row.cells[0] for row in paper.rows] == ["程雪琴", "何雨", "汤师傅"]
    assert "13800001111" not in str(paper)
    path = tmp_path / "名单.xlsx"
    prepare(path)
    key(page, Qt.Key.Key_E, CONTROL)
    empty_desk.jobs.settle(5)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    told = [cell.value for line in sheet.iter_rows() for cell in line if cell.value]
    assert {"程雪琴", "汤师傅", "送餐分队"} <= set(told)
    soon(lambda _dialog: save())
    key(page, Qt.Key.Key_Delete, CONTROL)
    assert page.nothing.isVisible()
    key(page, Qt.Key.Key_G, CONTROL)
    assert names(page) == ["送餐分队"]


def test_the_countys_team_says_whose_it_is(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    put(empty_desk.database, Team, TeamDraft(name="志愿总队"), COUNTY)
    page = shown_page(TeamsPage(empty_desk), empty_desk, shown)
    assert "县里的队伍" in page.more.text()
    refused: list[str] = []

    def told(dialog: Any) -> None:
        refused.append(" ".join(one.text() for one in dialog.findChildren(QLabel)))
        dialog.give("")

    for pressed, modifier in ((Qt.Key.Key_F3, NONE), (Qt.Key.Key_M, NONE), (Qt.Key.Key_Delete, CONTROL)):
        soon(told)
        key(page.table, pressed, modifier)
    assert len(refused) == 3
    assert all("县里" in text for text in refused)
    with empty_desk.reading() as session:
        assert [row.of_county for row in team_rows(session, ON)] == [True]


def test_the_catalogue_is_begun_changed_and_ordered_by_keys(  # long: one journey
    empty_desk: OpenDesk, shown: Callable[..., QWidget]
) -> None:
    he = helper(empty_desk.database, "何雨")
    page = shown_page(ServicesPage(empty_desk), empty_desk, shown)
    assert page.nothing.isVisible()
    key(page, Qt.Key.Key_J, CONTROL)
    first, second = (row.name for row in page.rows[:2])
    assert len(page.rows) > 10
    assert "还没定谁来办" in page.count.text()
    assert not page.usual_button.isVisible()
    key(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [row.name for row in page.rows[:2]] == [second, first]
    assert page.row is not None
    assert page.row.name == first

    def change(dialog: Any) -> None:
        dialog.term.clear()
        write(dialog.term, "36")
        dialog.ticks["helper"].set_chosen([he])
        save()

    soon(change)
    key(page.table, Qt.Key.Key_Return)
    assert page.row.term == "36 小时内"
    assert [one.name for one in page.row.doers] == ["何雨"]
    key(page.table, Qt.Key.Key_E)
    assert first not in [row.name for row in page.rows]
    page.undo()
    assert first in [row.name for row in page.rows]

    def own(dialog: Any) -> None:
        save()
        assert "名称" in dialog.trouble.text()
        write(dialog.name, second)
        save()
        assert "已有叫" in dialog.trouble.text()
        dialog.name.clear()
        write(dialog.name, "代写书信")
        save()

    soon(own)
    key(page, Qt.Key.Key_N, CONTROL)
    assert page.rows[-1].name == "代写书信"
    paper = services_paper(page.rows, "本站")
    assert len(paper.rows) == len(page.rows)


def test_every_key_of_the_strips_is_in_the_key_map() -> None:
    for place in ("teams", "services"):
        mine = [one for name, one in key_map.BY_NAME.items() if name.startswith(f"{place}.")]
        assert len({one.keys for one in mine}) == len(mine)
