"""Helpers and teams sent from the clerk's window, by keys alone: sent, changed, joined, left, taken back; what is wrong writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import select

from stationdesk.county.people_lists import sent_helpers, sent_teams
from stationdesk.registers.helper import Helper
from stationdesk.services.operators import NoRight
from stationdesk.store.clock import local_day
from stationdesk.ui.clerk_people import PeoplePage
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.parts.fields import ComboField
from tests.ui.clerk_kit import UPPER, Clerk
from tests.ui.keys import key, soon, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def page(clerk: Clerk) -> PeoplePage:
    clerk.press(Qt.Key.Key_6, ALT)
    found: Any = clerk.window.page("people")
    return found  # type: ignore[no-any-return]


def save(dialog: Any) -> None:
    """Press the key that saves."""
    key(dialog, Qt.Key.Key_S, CTRL)


def send(clerk: Clerk, which: Qt.Key, name: str, act: Any = save) -> None:
    """Send a helper or a team of a name."""

    def fill(dialog: Any) -> None:
        write(dialog.name, name)
        act(dialog)

    soon(fill)
    clerk.press(which, CTRL)


def on_list(clerk: Clerk, page: PeoplePage, which: Qt.Key) -> None:
    """Press a key in the list."""
    page.table.setFocus()
    key(page.table, which)
    clerk.settle()


def lines(page: PeoplePage) -> list[list[str]]:
    """Return the cells of the list that is shown."""
    model = page.table.model()
    return [[column.text(model.row(at)) for column in model.columns] for at in range(model.rowCount())]


def choose_town(dialog: Any) -> None:
    """Choose 丽阳镇 in the list of audiences."""
    write(dialog.list.field, "丽阳")
    assert dialog.list.table.model().rowCount() == 3, "the town and its two stations"
    QTest.keyClick(dialog.list.field, ENTER)


def to_a_town(dialog: Any) -> None:
    """Fill a helper's form, with a number that is none at first."""
    write(dialog.phone, "一三八")
    save(dialog)
    assert "号码" in dialog.trouble.text()
    dialog.phone.clear()
    write(dialog.phone, "13800000001")
    write(dialog.org, "县医院")
    soon(choose_town, dialog)
    dialog.to.setFocus()
    QTest.keyClick(dialog.to, Qt.Key.Key_Space)
    assert dialog.to.value() == "town:丽阳镇"
    save(dialog)


def test_a_helper_is_sent_to_a_town_changed_and_taken_back(clerk: Clerk, page: PeoplePage) -> None:
    assert page.empty.isVisible()
    send(clerk, Qt.Key.Key_N, "李医生", to_a_town)
    assert [line[3:] for line in lines(page)] == [["丽阳镇", "随下次回信到"]]

    def empty_name(dialog: Any) -> None:
        dialog.name.clear()
        save(dialog)
        assert "姓名" in dialog.trouble.text()
        assert dialog.name.text() == ""
        write(dialog.name, "李爱民")
        dialog.org.clear()
        save(dialog)

    soon(empty_name)
    on_list(clerk, page, ENTER)
    with clerk.database.reading() as session:
        (one,) = session.exec(select(Helper)).all()
        assert (one.name, one.org, [phone.number for phone in one.phones]) == ("李爱民", None, ["13800000001"])
        assert one.audience == "town:丽阳镇"
    soon(lambda dialog: QTest.keyClick(dialog, ENTER))
    on_list(clerk, page, Qt.Key.Key_Delete)
    assert lines(page) == []
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert [line[0] for line in lines(page)] == ["李爱民"]


def test_the_same_helper_again_is_said_first_and_changed_never_doubled(clerk: Clerk, page: PeoplePage) -> None:
    send(clerk, Qt.Key.Key_N, "王{0}")

    def twice(dialog: Any) -> None:
        write(dialog.post, "护士长")
        save(dialog)
        assert "已经发给过" in dialog.trouble.text()
        save(dialog)

    send(clerk, Qt.Key.Key_N, "王{0}", twice)
    assert [line[:3] for line in lines(page)] == [["王{0}", "", "护士长"]]
    send(clerk, Qt.Key.Key_N, "赵护士")

    def rename(dialog: Any) -> None:
        write(dialog.name, "赵护士")
        save(dialog)
        assert "重复" in dialog.trouble.text()
        QTest.keyClick(dialog, ESC)

    soon(rename)
    page.table.go_to_row([line[0] for line in lines(page)].index("王{0}"))
    on_list(clerk, page, ENTER)
    with clerk.database.reading() as session:
        assert {one.name for one in sent_helpers(session)} == {"王{0}", "赵护士"}


def first_that_is(name: str) -> Any:
    """Return what chooses, in a list that is narrowed by typing, the line that a name leaves."""

    def act(dialog: Any) -> None:
        write(dialog.list.field, name)
        QTest.keyClick(dialog.list.field, ENTER)

    return act


def led_by(field: str, name: str) -> Any:
    """Return what chooses `name` in one of the form's fields, and saves."""

    def act(dialog: Any) -> None:
        soon(first_that_is(name), dialog)
        getattr(dialog, field).click()
        save(dialog)

    return act


def contact(dialog: Any) -> None:
    """Make somebody the one to ring."""
    (field,) = dialog.findChildren(ComboField)
    field.set_value("contact")
    QTest.keyClick(dialog, ENTER)


def members(dialog: Any) -> None:
    """Take somebody in by name, make him the one to ring, and let the leader go."""
    assert [one.name for one in dialog.team.people] == ["李医生"]
    QTest.keyClick(dialog.table, ENTER)
    assert "队长" in dialog.trouble.text()
    soon(first_that_is("孙师傅"), dialog)
    QTest.keyClick(dialog, Qt.Key.Key_N, CTRL)
    dialog.table.go_to_row(1)
    soon(contact, dialog)
    QTest.keyClick(dialog.table, ENTER)
    assert [(one.name, one.word) for one in dialog.team.people] == [("李医生", "队长"), ("孙师傅", "联络员")]
    dialog.table.go_to_row(0)
    soon(lambda sure: QTest.keyClick(sure, ENTER), dialog)
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    QTest.keyClick(dialog, ESC)


def circle(dialog: Any) -> None:
    """Try to put a team below its own branch."""
    dialog.above.set_value(next(one.id for one in dialog.above.choices if one.name == "城北分队"))
    save(dialog)
    assert "下面" in dialog.trouble.text()
    QTest.keyClick(dialog, ESC)


def test_teams_have_branches_a_leader_and_members(clerk: Clerk, page: PeoplePage) -> None:
    send(clerk, Qt.Key.Key_N, "李医生")
    send(clerk, Qt.Key.Key_T, "义诊队", led_by("leader", "李医"))
    send(clerk, Qt.Key.Key_T, "城北分队", led_by("above", "义诊"))
    assert [line[0] for line in lines(page)] == ["义诊队", "└ 城北分队"]
    assert [line[2:4] for line in lines(page)] == [["李医生", "1"], ["—", "0"]]
    page.table.go_to_row(0)
    soon(members)
    clerk.press(Qt.Key.Key_J, CTRL)
    with clerk.database.reading() as session:
        team, _branch = sent_teams(session, local_day(clerk.database.clock()))
        assert (team.leader, team.members) == ("", ("孙师傅",))
    page.table.go_to_row(0)
    soon(circle)
    on_list(clerk, page, ENTER)
    assert page.found.teams[0].depth == 0


def test_who_may_change_nothing_sends_nobody(clerk: Clerk, page: PeoplePage) -> None:
    send(clerk, Qt.Key.Key_N, "李医生")
    clerk.desk.operator.may_change_settings = False
    for act in (page.send_helper, page.send_team, page.change, page.take_back):
        with pytest.raises(NoRight):
            act()


def test_a_sheet_of_helpers_is_shown_then_taken_whole_and_undone(clerk: Clerk, page: PeoplePage, tmp_path: Path) -> None:
    rows = [["姓名", "单位", "电话"], ["李医生", "县医院", "13800000001"], ["王护士", "县医院", "打听"], ["李医生", "县医院", ""]]
    prepare(tmp_path / "名单.csv")
    (tmp_path / "名单.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")

    def look(dialog: Any) -> None:
        shown = dialog.table.model()
        assert [shown.row(at).name for at in range(shown.rowCount())] == ["王护士", "李医生", "李医生"], "what is doubtful stands first"
        assert "打听" in dialog.whole.text()
        dialog.to.set_value(f"station:{UPPER}")
        dialog.to.told()
        assert dialog.go.text() == "发 2 位"
        save(dialog)

    soon(look)
    clerk.press(Qt.Key.Key_O, CTRL)
    assert [(line[0], line[3]) for line in lines(page)] == [("李医生", "上徐村"), ("王护士", "上徐村")]
    prepare(tmp_path / "名单.csv")

    def again(dialog: Any) -> None:
        dialog.to.set_value(f"station:{UPPER}")
        dialog.to.told()
        assert not dialog.go.isEnabled()
        QTest.keyClick(dialog, ESC)

    soon(again)
    clerk.press(Qt.Key.Key_O, CTRL)
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert lines(page) == []
    (tmp_path / "别的.csv").write_text("姓名,年龄\n李医生,40\n", encoding="utf-8")
    prepare(tmp_path / "别的.csv")
    told: list[str] = []

    def no_list(dialog: Any) -> None:
        told.append(dialog.text.text())
        QTest.keyClick(dialog, ENTER)

    soon(no_list)
    clerk.press(Qt.Key.Key_O, CTRL)
    assert "没有找到帮扶人名单" in told[0]
