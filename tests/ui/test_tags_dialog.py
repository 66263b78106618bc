"""Categories by keys alone: added from the tree, ended, corrected; the four questions of an elder; what is restricted needs the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.access_entry import AccessEntry
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.categories import give_category
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.ui.category_tree import CategoryTree
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.tag_form import TagForm
from stationdesk.ui.tags_dialog import TagsDialog, change_categories
from tests.ui.dialog_keys import leave, press, then
from tests.ui.keys import write

ON = date(2026, 11, 23)
CTRL = Qt.KeyboardModifier.ControlModifier


def person(desk: OpenDesk, name: str, born: str, category: str, **fields: object) -> str:
    with desk.writing("加人") as session:
        told = {"name": name, "village": "上徐村", "birth_date": born} | fields
        return add_resident(session, PersonDraft(told, frozenset({category})), date(2026, 3, 1)).id


def tags(desk: OpenDesk, who: str) -> list[CategoryTag]:
    with desk.reading() as session:
        found = select(CategoryTag).where(CategoryTag.resident_id == who, col(CategoryTag.removed_at).is_(None))
        return list(session.exec(found.order_by(col(CategoryTag.key))))


def test_a_category_is_added_from_the_tree_by_keys(desk: OpenDesk, qtbot: QtBot) -> None:
    who = person(desk, "汪厚行", "1945-03-01", "living_alone")

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, TagForm)
        assert dialog.tree.hasFocus()
        assert dialog.tree.chosen() == "living_alone", "it stands below the heading that matters for an elder"
        for _step in range(2):
            QTest.keyClick(dialog.tree, Qt.Key.Key_Down)
        assert dialog.tree.chosen() == "left_behind_elder"
        QTest.keyClick(dialog.tree, Qt.Key.Key_Return)
        line = dialog.lines["from_date"]
        assert line.hasFocus()
        line.selectAll()
        write(line, "2025-3-1")
        dialog.combos["evidence_kind"].set_value("survey")
        QTimer.singleShot(0, lambda: QTest.keyClick(line, Qt.Key.Key_S, CTRL))

    then((TagsDialog, press(Qt.Key.Key_N, CTRL)), (TagForm, fill), (TagsDialog, leave))
    assert change_categories(desk, None, who)
    added = tags(desk, who)[-1]
    assert (added.category, added.from_date, added.evidence_kind) == ("left_behind_elder", "2025-03-01", "survey")


def test_what_overlaps_is_said_and_nothing_typed_is_lost(desk: OpenDesk, qtbot: QtBot) -> None:
    who = person(desk, "汪厚行", "1945-03-01", "living_alone")
    said: list[str] = []

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, TagForm)
        dialog.tree.choose("living_alone")
        write(dialog.lines["evidence"], "村委会证明")
        QTimer.singleShot(0, lambda: QTest.keyClick(dialog.tree, Qt.Key.Key_S, CTRL))

    def again(dialog: Dialog) -> None:
        assert isinstance(dialog, TagForm)
        said.extend((dialog.trouble.text(), dialog.lines["evidence"].value()))
        leave(dialog)

    then((TagsDialog, press(Qt.Key.Key_N, CTRL)), (TagForm, fill), (TagForm, again), (TagsDialog, leave))
    assert not change_categories(desk, None, who)
    assert "重了" in said[0]
    assert said[1] == "村委会证明"
    assert len(tags(desk, who)) == 1


def test_a_category_is_ended_with_its_reason(desk: OpenDesk, qtbot: QtBot) -> None:
    who = person(desk, "汪厚行", "1945-03-01", "living_alone")

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, TagForm)
        assert dialog.lines["to_date"].hasFocus()
        assert dialog.lines["evidence"].isHidden()
        dialog.combos["exit_reason"].set_value("children_returned")
        QTimer.singleShot(0, lambda: QTest.keyClick(dialog.lines["to_date"], Qt.Key.Key_S, CTRL))

    then((TagsDialog, press(Qt.Key.Key_E, CTRL)), (TagForm, fill), (TagsDialog, leave))
    assert change_categories(desk, None, who)
    (tag,) = tags(desk, who)
    assert (tag.to_date, tag.exit_reason) == ("2026-11-23", "children_returned")


def test_the_four_questions_are_independent_and_contradictions_only_marked(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    who = person(desk, "汪厚行", "1945-03-01", "living_alone", living_arrangement="alone")
    with desk.reading() as session:
        one = session.exec(select(Resident).where(Resident.id == who)).one()
    dialog = TagsDialog(desk, one)
    shown(dialog)
    axes = dialog.axes
    assert axes is not None
    assert axes.ticks["living_alone"].isChecked()
    assert axes.doubts["living"].text() == ""
    axes.combos["living"].set_value("with_children")
    assert "与子女" in axes.doubts["living"].text()
    axes.ticks["partly_dependent"].setFocus()
    QTest.keyClick(axes.ticks["partly_dependent"], Qt.Key.Key_Space)
    axes.combos["children"].set_value("other_province")
    QTest.keyClick(axes.ticks["partly_dependent"], Qt.Key.Key_S, CTRL)
    with desk.reading() as session:
        one = session.exec(select(Resident).where(Resident.id == who)).one()
    assert (one.living_arrangement, one.children_whereabouts) == ("with_children", "other_province")
    assert {tag.category for tag in tags(desk, who)} == {"living_alone", "partly_dependent"}
    assert any("半失能" in str(dialog.list.item(at).text()) for at in range(dialog.list.count()))


def test_restricted_categories_need_the_right_and_are_logged(desk: OpenDesk, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    who = person(desk, "方禾", "2018-05-01", "orphan", alias="小禾")
    with desk.writing("类别") as session:
        give_category(session, CategoryTagDraft(resident_id=who, category="child_of_prisoner", from_date="2026-05-01"), ON)
    with desk.reading() as session:
        one = session.exec(select(Resident).where(Resident.id == who)).one()
    dialog = TagsDialog(desk, one)
    shown(dialog)
    lines = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    assert any("服刑" in line and "不打印" in line for line in lines)
    desk.write_log()
    with desk.reading() as session:
        assert "不打印的类别" in {entry.about for entry in session.exec(select(AccessEntry))}
    assert any("服刑" in word for word in CategoryTree(desk.look, may_see=True).words())
    assert not any("服刑" in word or "吸毒" in word or "艾滋" in word for word in CategoryTree(desk.look, may_see=False).words())
    desk.operator.may_see_children = False
    said: list[str] = []

    def read(asked: Dialog) -> None:
        said.append(asked.text.text())
        leave(asked)

    then((Dialog, read))
    assert not change_categories(desk, None, who)
    assert said
    assert "服刑" not in said[0]


def test_only_what_matters_for_a_kind_is_asked(desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    form = TagForm(desk, None, None, "aid_household", household=True)
    shown(form)
    form.tree.choose("destitute_support")
    assert not form.lines["carer_name"].isHidden()
    assert not form.whose.isHidden()
    assert form.lines["risk_kind"].isHidden()
    form.tree.choose("monitored_household")
    assert not form.lines["risk_kind"].isHidden()
    form.tree.choose("living_alone")
    assert form.lines["monthly_amount"].isHidden()
    assert form.whose.isHidden()
    form.tree.choose("subsistence_allowance")
    form.lines["monthly_amount"].setText("六百")
    form.save()
    assert form.lines["monthly_amount"].row is not None
    assert "多少元" in form.lines["monthly_amount"].row.words.text()
    form.lines["monthly_amount"].setText("620.5元")
    form.save()
    assert form.fields is not None
    assert form.fields["monthly_amount"] == 62050


def test_an_evidence_alone_does_not_offer_to_undo_something_else(desk: OpenDesk, qtbot: QtBot) -> None:
    who = person(desk, "汪厚行", "1945-03-01", "living_alone")

    def fill(dialog: Dialog) -> None:
        assert isinstance(dialog, TagForm)
        write(dialog.lines["evidence"], "入户看过")
        QTimer.singleShot(0, lambda: QTest.keyClick(dialog.lines["evidence"], Qt.Key.Key_S, CTRL))

    then((TagsDialog, press(Qt.Key.Key_F3)), (TagForm, fill), (TagsDialog, leave))
    assert change_categories(desk, None, who)
    assert tags(desk, who)[0].evidence == "入户看过"
    assert not desk.can_undo
