"""A new family of four with both parents away, by keyboard alone through the real window; the keys are counted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.household import Household
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services import drafts
from stationdesk.ui import key_map
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.family_form import FORM
from stationdesk.ui.family_page import FamilyPage
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.composition import Composition
from tests.ui.keys import write

BOUND = 45
"""Keys besides the words themselves."""


class Keys:
    """Presses keys where the focus is, and counts them; what is typed as words is counted apart."""

    def __init__(self) -> None:
        self.keys = self.characters = 0

    def press(self, *names: str) -> None:
        for name in names:
            self.keys += 1
            combined = QKeySequence(key_map.BY_NAME[name].keys if name in key_map.BY_NAME else name)[0]  # type: ignore[index]
            focus = QApplication.focusWidget()
            assert focus is not None, name
            QTest.keyClick(focus, combined.key(), combined.keyboardModifiers())
            QApplication.processEvents()

    def words(self, text: str) -> None:
        self.characters += len(text)
        focus = QApplication.focusWidget()
        assert focus is not None
        write(focus, text)


@pytest.fixture
def window(empty_desk: OpenDesk, composition: Composition, qtbot: QtBot) -> Iterator[DeskWindow]:
    made = DeskWindow(empty_desk, composition)
    qtbot.addWidget(made)
    made.resize(1366, 728)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.standing.stop()


def filled(keys: Keys) -> None:
    """Type the family: grandmother at home, son and daughter-in-law away, a grandson."""
    keys.press("everywhere.residents", "residents.families", "family.new")
    keys.words("一组")
    keys.press("Return")
    keys.words("8 号")
    keys.press("Return", "Return", "Down", "Return")
    keys.words("李秀兰")
    keys.press("Return")
    keys.words("1955-03-02")
    keys.press("Return")
    keys.words("13800000117")
    keys.press("Return", "Return")
    keys.press("Down", "Down", "Return")
    keys.words("方小军")
    keys.press("Return")
    keys.words("1985")
    keys.press("Return")
    keys.words("13800000118")
    keys.press("Return", "Down", "Return")
    keys.press("Return")
    keys.words("周丽萍")
    keys.press("Return", "Return")
    keys.words("13800000119")
    keys.press("Return", "Down", "Return")
    keys.press("Return")
    keys.words("方晓树")
    keys.press("Return")
    keys.words("2015-06-01")
    keys.press("Return", "Return", "Return", "Return", "Return")
    keys.words("泉州")


def test_a_family_of_four_with_both_parents_away(window: DeskWindow, empty_desk: OpenDesk, capsys: pytest.CaptureFixture[str]) -> None:
    keys = Keys()
    filled(keys)
    keys.press("family_form.save")
    with capsys.disabled():
        print(f"\n  a family of four, both parents away: {keys.keys} keys, {keys.characters} characters typed")  # noqa: T201
    assert keys.keys <= BOUND
    page = window.pages["family"]
    assert isinstance(page, FamilyPage)
    with empty_desk.reading() as session:
        people = {one.name: one for one in session.exec(select(Resident))}
        tags = dict(session.exec(select(CategoryTag.resident_id, CategoryTag.category)).all())
        child = people["方晓树"]
        kin = session.exec(select(Kin.relation, Kin.name, Kin.works_at).where(Kin.resident_id == child.id).order_by(col(Kin.contact_order)))
        assert kin.all() == [
            ("paternal_grandmother", "李秀兰", None), ("father", "方小军", "泉州"), ("mother", "周丽萍", "泉州"),
        ]  # fmt: skip
    assert (child.parents_away, child.village_group, child.current_address) == ("both", "一组", "8 号")
    assert tags[child.id] == "left_behind_child"
    assert people["方小军"].residency_status == people["周丽萍"].residency_status == "away"
    assert page.view.family is not None
    assert page.view.family.title == "李秀兰家"
    assert [one.relation for one in page.view.family.members] == ["户主", "儿子", "儿媳", "孙子"]
    assert page.view.bar.accessibleName().startswith("爸妈都在外，1 个孩子奶奶带。")
    assert page.view.members.hasFocus()
    keys.press("Down", "family.person")
    assert window.here == "residents"
    keys.press("residents.family")
    assert window.here == "family"
    keys.press("everywhere.undo")
    with empty_desk.reading() as session:
        assert session.exec(select(Household).where(col(Household.removed_at).is_(None))).all() == []
        assert session.exec(select(Resident).where(col(Resident.removed_at).is_(None))).all() == []


def test_what_was_typed_outlives_a_lock(window: DeskWindow, empty_desk: OpenDesk) -> None:
    keys = Keys()
    filled(keys)
    window.keep()
    page = window.pages["family"]
    assert isinstance(page, FamilyPage)
    with empty_desk.reading() as session:
        kept = drafts.take(session, empty_desk.operator.name, FORM)
    assert kept is not None
    assert [one["name"] for one in kept["lines"]] == ["李秀兰", "方小军", "周丽萍", "方晓树"]
    again = FamilyPage(empty_desk)
    again.actions_of.do("family.new")
    assert again.actions_of.form is not None
    assert again.actions_of.form.typed() == kept
    assert again.actions_of.form.lines.lines[0].relation.value() == "head:female"
    assert page.actions_of.form is not None
    page.actions_of.form.keeper.saved()  # nothing asks when the window is closed


def test_somebody_of_the_register_moves_in_and_is_not_written_twice(window: DeskWindow, empty_desk: OpenDesk, qtbot: QtBot) -> None:
    keys = Keys()
    filled(keys)
    keys.press("family_form.save")
    keys.press("family.new")
    keys.words("二组")
    keys.press("Return", "Return", "Return", "Return")
    keys.words("方小军")
    keys.press("Return")
    page = window.pages["family"]
    assert isinstance(page, FamilyPage)
    form = page.actions_of.form
    assert form is not None
    assert form.double.isVisible()
    qtbot.keyClick(form.double.findChildren(Button)[0], Qt.Key.Key_Space)
    assert form.lines.lines[0].resident_id
    keys.press("family_form.save")
    with empty_desk.reading() as session:
        found = session.exec(select(Resident).where(Resident.name == "方小军", col(Resident.removed_at).is_(None))).all()
    assert len(found) == 1
    assert (found[0].village_group, found[0].relation_to_head, found[0].migrant_place) == ("二组", "head", "泉州")


def test_a_family_without_a_name_is_not_written(window: DeskWindow, empty_desk: OpenDesk) -> None:
    keys = Keys()
    keys.press("everywhere.residents", "residents.families", "family.new", "family_form.save")
    page = window.pages["family"]
    assert isinstance(page, FamilyPage)
    assert page.actions_of.editing
    assert page.actions_of.form is not None
    assert page.actions_of.form.lines.lines[0].words.text() == "请写姓名。"
    with empty_desk.reading() as session:
        assert session.exec(select(Household)).all() == []
