"""The family page by keys alone: list, members, what stands beside, names shown and logged, dialogs, without the right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.kin import Kin
from stationdesk.services import access_log
from stationdesk.services.consents import allowed
from stationdesk.services.guardianship import guardians_of
from stationdesk.services.operators import NoRight
from stationdesk.ui.consent_dialog import ConsentDialog
from stationdesk.ui.family_page import FamilyPage
from stationdesk.ui.guardian_dialog import GuardianDialog
from stationdesk.ui.head_dialog import HeadDialog
from stationdesk.ui.household_dialog import HouseholdDialog
from stationdesk.ui.household_moves import MovesDialog
from stationdesk.ui.kin_link_dialog import KinLinkDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.tokens import TextSize
from tests.services.families import ON, fang, people, relations, write

Show = Callable[..., QWidget]
Page = Callable[[], FamilyPage]


@pytest.fixture
def home(empty_desk: OpenDesk) -> str:
    return write(empty_desk.database, fang())


@pytest.fixture
def page(empty_desk: OpenDesk, home: str, shown: Show) -> FamilyPage:
    made = FamilyPage(empty_desk)
    made.refresh()
    shown(made)
    empty_desk.saved.connect(lambda registers: made.refresh() if made.reads & registers else None)
    made.take(home)
    made.pane.table.setFocus()
    return made


def lines(page: FamilyPage) -> list[str]:
    return [one.sentence for one in page.view.family.members] if page.view.family else []


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_the_household_of_a_resident_opens_on_his_line(page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    page.take(people(empty_desk.database, home)["方小军"].id)
    assert page.household_id == home
    row = page.view.current()
    assert row is not None
    assert row.name == "方小军"
    assert page.view.name.text() == "方根水家"
    assert page.pane.count.text() == "1 户"


def test_enter_goes_from_the_list_to_the_members_and_to_the_person(qtbot: QtBot, page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    qtbot.keyClick(page.pane.table, Qt.Key.Key_Return)
    assert page.view.members.hasFocus()
    page.view.members.go_to_row(1)
    with qtbot.waitSignal(empty_desk.open_page) as opened:
        qtbot.keyClick(page.view.members, Qt.Key.Key_Return)
    assert opened.args == ["residents", people(empty_desk.database, home)["方小军"].id]
    with qtbot.waitSignal(empty_desk.open_page) as again:
        qtbot.keyClick(page.view.members, Qt.Key.Key_F, Qt.KeyboardModifier.AltModifier)
    assert again.args == opened.args
    qtbot.keyClick(page.view.members, Qt.Key.Key_Escape)
    assert page.pane.table.hasFocus()


def test_names_are_shown_for_a_while_and_logged(qtbot: QtBot, page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    assert not any("方晓树" in line for line in lines(page))
    qtbot.keyClick(page.pane.table, Qt.Key.Key_F9)
    assert any("方晓树" in line and "镇小学五年级" in line for line in lines(page))
    assert page.side.numbers[str(page.side.callers.model().ids()[0])] == "13800000117"
    empty_desk.write_log()
    with empty_desk.reading() as session:
        seen = {one.resident_id for one in access_log.everything(session) if one.what == "shown"}
    assert {one.id for one in people(empty_desk.database, home).values()} <= seen
    qtbot.keyClick(page.pane.table, Qt.Key.Key_F9)
    assert not any("方晓树" in line for line in lines(page))
    assert page.side.numbers == {}


def test_without_the_right_nothing_tells_of_children(empty_desk: OpenDesk, home: str, shown: Show) -> None:
    empty_desk.operator = empty_desk.operator.model_copy(update={"may_see_children": False})
    page = FamilyPage(empty_desk)
    page.refresh()
    shown(page)
    page.take(home)
    assert [line.split("，")[1] for line in lines(page)] == ["方根水", "方小军", "周丽萍"]
    page.reveal()
    everything = " ".join([*lines(page), page.view.bar.accessibleName() if not page.view.bar.isHidden() else ""])
    for row in range(page.side.callers.model().rowCount()):
        everything += page.side.callers.model().row(row).sentence
    for word in ("小树", "小禾", "方晓", "爷爷", "爸妈", "孩子"):
        assert word not in everything
    assert "爸妈都在外 1 户" not in [action.text() for action in page.pane.which.menu().actions()]
    assert page.view.hidden.isVisible()
    for name in ("family.guardian", "family.letter"):
        with pytest.raises(NoRight):
            page.actions_of.do(name)


def test_the_order_of_calling_moves_by_alt_and_arrows(qtbot: QtBot, page: FamilyPage, empty_desk: OpenDesk) -> None:
    page.side.callers.setFocus()
    page.side.callers.go_to_row(2)
    qtbot.keyClick(page.side.callers, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    names = [page.side.callers.model().row(row).name for row in range(3)]
    assert names == ["方根水", "周丽萍", "方小军"]
    assert page.side.callers.currentIndex().row() == 1
    assert page.side.callers.hasFocus()
    page.undo()
    assert [page.side.callers.model().row(row).name for row in range(3)] == ["方根水", "方小军", "周丽萍"]


def test_typing_narrows_the_list(qtbot: QtBot, page: FamilyPage) -> None:
    qtbot.keyClicks(page.pane.table, "fgs")
    assert page.pane.table.model().rowCount() == 1
    page.pane.typed.setText("zzzz")
    assert page.pane.nobody.isVisible()
    qtbot.keyClick(page.pane.typed, Qt.Key.Key_Escape)
    assert page.pane.table.model().rowCount() == 1


def test_the_filter_counts_and_narrows(page: FamilyPage) -> None:
    assert "爸妈都在外 1 户" in [action.text() for action in page.pane.which.menu().actions()]
    page.take("flag:both_away")
    assert page.pane.which.words() == "爸妈都在外 1 户"
    assert page.pane.table.model().rowCount() == 1


def test_larger_texts_turn_what_stands_beside_into_a_part_of_its_own(qtbot: QtBot, page: FamilyPage, empty_desk: OpenDesk) -> None:
    empty_desk.look.set(text_size=TextSize.EXTRA_LARGE)
    assert page.side.isHidden()
    qtbot.keyClick(page.pane.table, Qt.Key.Key_F11)
    assert page.side.isVisible()
    assert page.middle.isHidden()
    assert page.side.callers.hasFocus()
    qtbot.keyClick(page.side.callers, Qt.Key.Key_Escape)
    assert page.middle.isVisible()
    assert page.side.isHidden()


def test_a_family_without_anybody_says_what_to_do(empty_desk: OpenDesk, shown: Show) -> None:
    page = FamilyPage(empty_desk)
    page.refresh()
    shown(page)
    assert page.pane.nobody.fact.text() == "还没有登记哪一户。"
    assert page.view.nobody.isVisible()
    page.take("nobody at all")
    for name in page.actions_of.offered():
        if name not in ("family.new", "family.add"):
            page.actions_of.do(name)
    page.actions_of.do("family.add")
    assert page.actions_of.editing


# -- the dialogs


def test_the_head_changes_as_shown(page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    assert page.data is not None
    dialog = HeadDialog(empty_desk, page.data)
    found = people(empty_desk.database, home)
    dialog.head.set_value(found["周丽萍"].id)
    assert dialog.fields[found["方根水"].id].currentText() == "公公"
    assert dialog.fields[found["方小军"].id].currentText() == "丈夫"
    dialog.save()
    assert relations(empty_desk.database, home)["方晓禾"] == "daughter"
    page.undo()
    assert relations(empty_desk.database, home)["方晓禾"] == "granddaughter"


def test_the_household_changes_and_its_members_move_along(page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    assert page.data is not None
    dialog = HouseholdDialog(empty_desk, page.data, "方根水家")
    dialog.fields["village_group"].setText("二组")
    dialog.fields["address"].setText("12 号")
    dialog.save()
    assert {(one.village_group, one.current_address) for one in people(empty_desk.database, home).values()} == {("二组", "12 号")}
    assert page.view.facts.text().startswith("二组 12 号")


def test_a_letter_for_both_children_is_written_at_once(page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    assert page.data is not None
    dialog = GuardianDialog(empty_desk, page.data, "方根水家")
    found = people(empty_desk.database, home)
    assert dialog.who.value() == f"r:{found['方根水'].id}"
    assert dialog.relation.value() == "paternal_grandfather"
    dialog.until.setText("2026-11-01")
    dialog.save()
    assert dialog.trouble.text() == "委托书还没开始就结束了。请再看看两个日期。"
    dialog.until.setText("12月31日")
    dialog.signed.setChecked(True)
    dialog.signed_on.setText("哪天呢")
    dialog.save()
    assert dialog.answer == "", "a day that cannot be read is said beside its field"
    dialog.signed_on.setText("今天")
    dialog.save()
    assert dialog.answer == "saved"
    with empty_desk.reading() as session:
        held = guardians_of(session, [found["方晓禾"].id, found["方晓树"].id])
    assert [(one.name, one.to_date) for ones in held.values() for one in ones] == [("方根水", "2026-12-31")] * 2
    again = GuardianDialog(empty_desk, page.data, "方根水家")
    assert again.which.value() != ""
    again.end()
    assert again.trouble.text() == "请写上为什么结束。"
    again.reason.setText("爸爸回来了")
    again.end()
    assert again.answer == "ended"


def test_consents_of_both_children_by_one_signature(page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    found = people(empty_desk.database, home)
    children = [found["方晓树"].id, found["方晓禾"].id]
    dialog = ConsentDialog(empty_desk, children)
    dialog.save()
    assert dialog.trouble.text() == "请勾上是同意什么。"
    for kind in ("enrolment", "public_wish"):
        dialog.kinds[kind].setChecked(True)
    assert not dialog.child_row.field.isHidden()
    dialog.child.choose("yes")
    dialog.giver.setCurrentIndex(next(at for at in range(dialog.giver.count()) if dialog.giver.itemText(at) == "爸爸 方小军"))
    dialog.save()
    assert dialog.answer == "saved"
    with empty_desk.reading() as session:
        assert all(allowed(session, child, kind, ON) for child in children for kind in ("enrolment", "public_wish"))
    assert page.side.consents.model().row(0).sentence == "建档，同意，爸爸签了，11月23日"
    later = ConsentDialog(empty_desk, children)
    later.kinds["public_wish"].setChecked(True)
    later.take_back()
    assert later.trouble.text() == "请写上为什么收回同意。"
    later.reason.setText("不想上墙了")
    later.take_back()
    with empty_desk.reading() as session:
        assert not any(allowed(session, child, "public_wish", ON) for child in children)
    page.undo()
    with empty_desk.reading() as session:
        assert all(allowed(session, child, "public_wish", ON) for child in children)


def test_splitting_by_the_dialog(page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    assert page.data is not None
    found = people(empty_desk.database, home)
    dialog = MovesDialog(empty_desk, page.data, "方根水家", found["方小军"].id)
    dialog.save()
    assert dialog.trouble.text() == "请先找到另一户。"
    dialog.what.choose("split")
    assert [box.isChecked() for box in dialog.boxes.values()] == [False, True, True, True]
    dialog.save()
    assert dialog.answer == "saved"
    assert relations(empty_desk.database, home) == {"方根水": "head"}
    assert page.pane.count.text() == "2 户"
    merge = MovesDialog(empty_desk, page.data, "方根水家")
    merge.what.choose("merge")
    merge.asked.setText("fxj")
    merge.asked.textEdited.emit("fxj")
    assert merge.other.currentText().startswith("方小军家")
    merge.relation.set_value("son")
    merge.save()
    assert relations(empty_desk.database, home)["方晓禾"] == "granddaughter"


def test_a_relative_outside_is_linked_to_the_resident(page: FamilyPage, empty_desk: OpenDesk, home: str) -> None:
    child = people(empty_desk.database, home)["方晓禾"]
    with empty_desk.writing("亲属") as session:
        session.add(Kin(resident_id=child.id, author=child.author, relation="fathers_sister", name="方小琴"))
    assert lines(page)[-1] == "姑姑，方小琴，名册里没有"
    other = write(empty_desk.database, fang(household_no="0200"))
    aunt = people(empty_desk.database, other)["周丽萍"]
    page.take(home)
    assert page.data is not None
    kin = next(one for one in page.data.kin[child.id] if one.name == "方小琴")
    dialog = KinLinkDialog(empty_desk, page.data, kin)
    dialog.asked.setText("周丽萍")
    dialog.asked.textEdited.emit("周丽萍")
    dialog.other.set_value(aunt.id)
    assert dialog.back.text() == "把小禾写成侄女"
    dialog.save()
    with empty_desk.reading() as session:
        kept = session.exec(select(Kin).where(Kin.id == kin.id)).one()
        back = session.exec(select(Kin).where(Kin.resident_id == aunt.id, Kin.kin_resident_id == child.id)).one()
    assert kept.kin_resident_id == aunt.id
    assert back.relation == "brothers_daughter"
