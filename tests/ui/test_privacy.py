"""What an operator without the right to children's records meets of a child, in every page and dialog: the alias and a lock."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.operator import Operator
from stationdesk.registers.resident import Resident
from stationdesk.services import access_log
from stationdesk.services.person_writing import PersonDraft, add_resident
from stationdesk.ui.access_dialog import AccessDialog
from stationdesk.ui.card_hand_over import HandOver
from stationdesk.ui.desk_pages import PAGES
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts import dialogs
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.print_cards import PrintCards

CHILD, ALIAS = "欧阳细妹仔", "小树"
NUMBERS = ("36020320160601002X", "13899999173")


@pytest.fixture
def child(desk: OpenDesk) -> str:
    """Settle a child, red and due, whose birthday is tomorrow and of whom much is missing; return the id."""
    fields = {
        "name": CHILD,
        "alias": ALIAS,
        "village": "上徐村",
        "birth_date": "2016-11-24",
        "birth_precision": "day",
        "birth_calendar": "solar",
        "id_no": NUMBERS[0],
        "school": "欧阳小学",
        "phones": ({"number": NUMBERS[1]},),
    }
    with desk.writing("settle") as session:
        draft = PersonDraft(fields, frozenset({"left_behind_child"}), "red", "欧阳细妹仔没人管")
        return add_resident(session, draft, desk.today(), desk.operator.name).id


@pytest.fixture
def blind(desk: OpenDesk, child: str) -> OpenDesk:
    """Take the right to children's records from the operator."""
    desk.operator = Operator.model_validate(desk.operator.model_dump() | {"may_see_children": False})
    assert not desk.operator.may_see_children
    return desk


@pytest.fixture
def window(blind: OpenDesk, composition: Composition, shown: Callable[..., QWidget], qtbot: QtBot) -> Iterator[DeskWindow]:
    """Give the window of that operator."""
    made = DeskWindow(blind, composition)
    shown(made)
    yield made
    blind.jobs.stop()


def texts() -> Iterator[str]:
    """Yield every text of every widget, and every cell of every model by every role that is read or spoken."""
    roles = [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole]
    roles += [Qt.ItemDataRole.AccessibleDescriptionRole, Qt.ItemDataRole.StatusTipRole]
    for widget in QApplication.allWidgets():
        if widget.parent() is not None:
            continue  # a child of the one that is looked through whole
        for one in (widget, *widget.findChildren(QObject)):
            for name in ("text", "toPlainText", "windowTitle", "accessibleName", "accessibleDescription", "toolTip", "statusTip"):
                method = getattr(one, name, None)
                if callable(method):
                    with suppress(TypeError):
                        yield str(method())
            if isinstance(one, QAbstractItemModel):
                for row in range(one.rowCount(QModelIndex())):
                    for column in range(getattr(one, "columnCount", lambda _index: 1)(QModelIndex()) if hasattr(one, "columns") else 1):
                        for role in roles:
                            yield str(one.data(one.index(row, column), int(role)))


def nothing_of_the_child(typed: str = "") -> None:
    """Assert that neither name nor numbers of the child stand anywhere, but in what the operator `typed` himself."""
    told = [text.replace(typed or "\0", "") for text in texts()]
    for secret in (CHILD, CHILD[1:], "细妹仔", *NUMBERS, NUMBERS[0][-4:], NUMBERS[1][-4:], "欧阳小学", "没人管"):
        assert [text for text in told if secret in text] == []


def calm(desk: OpenDesk, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not desk.jobs.busy(), timeout=10_000)
    QTest.qWait(30)


def test_every_page(window: DeskWindow, blind: OpenDesk, child: str, qtbot: QtBot) -> None:
    for page in PAGES:
        window.open(page)
        calm(blind, qtbot)
        nothing_of_the_child()
    window.open("residents", child)
    calm(blind, qtbot)
    person: Any = window.pages["residents"]
    assert person.person.person.locked
    assert any(ALIAS in text for text in texts()), "the alias is there"
    QTest.keyClick(person.person, Qt.Key.Key_F9)
    for wanted in (person.note_visit, person.change, person.prints.cards):
        wanted()
        nothing_of_the_child()
        assert not person.forms.visiting
        assert not person.forms.editing
    blind.write_log()
    with blind.reading() as session:
        assert [one.what for one in access_log.of_person(session, child)] == [], "nothing was opened, nothing shown"


@pytest.mark.parametrize("typed", [CHILD, "细妹仔", "ouyangximeizai", "oyxmz", "oy", NUMBERS[1][-4:], NUMBERS[0][-4:], NUMBERS[0]])
def test_search_and_filter(window: DeskWindow, blind: OpenDesk, typed: str, qtbot: QtBot) -> None:
    window.open("residents")
    page: Any = window.pages["residents"]
    page.pane.typed.setText("")
    page.pane._type(typed)
    qtbot.keyClicks(window.search.field, typed) if typed.isascii() else window.search.field.setText(typed)
    QTest.qWait(200)
    nothing_of_the_child(typed)


def test_cards(window: DeskWindow, blind: OpenDesk, child: str, qtbot: QtBot) -> None:
    with blind.reading() as session:
        old = session.exec(select(Resident.id).where(Resident.id != child)).first()
    assert old is not None
    for dialog in (PrintCards(blind, window, marked=[child, old]), HandOver(blind)):
        qtbot.addWidget(dialog)
        dialog.show()
        calm(blind, qtbot)
        nothing_of_the_child()
        dialog.close()


def test_the_access_log(window: DeskWindow, blind: OpenDesk, child: str, qtbot: QtBot) -> None:
    blind.log("opened", resident_id=child)
    blind.write_log()
    dialog = AccessDialog(window, blind)
    qtbot.addWidget(dialog)
    dialog.show()
    assert any(ALIAS in text for text in texts())
    nothing_of_the_child()


def test_the_exported_list(window: DeskWindow, blind: OpenDesk, tmp_path: Path, qtbot: QtBot) -> None:
    from openpyxl import load_workbook

    from stationdesk.ui.residents_paper import export

    window.open("residents")
    calm(blind, qtbot)
    page: Any = window.pages["residents"]
    dialogs.prepare(tmp_path / "名单.xlsx")
    export(blind, page.pane.table.listed(), "", window)
    calm(blind, qtbot)
    cells = [str(cell) for row in load_workbook(tmp_path / "名单.xlsx").active.values for cell in row]
    assert len(cells) > 100
    assert not [cell for cell in cells if CHILD[2:] in cell or any(number[-4:] in cell for number in NUMBERS)]


def test_sentences_of_what_is_done_with_a_child(
    desk: OpenDesk, child: str, composition: Composition, shown: Callable[..., QWidget]
) -> None:
    """With the right, too: the sentences are read over one's shoulder and travel to the county."""
    window = DeskWindow(desk, composition)
    shown(window)
    said: list[str] = []
    desk.did.connect(said.append)
    window.open("residents", child)
    page: Any = window.pages["residents"]
    QTest.qWait(100)
    from stationdesk.services.contacts import How

    page.person.record(How.PHONE)
    page.note_visit()
    assert page.forms.visiting
    page.forms.visit.body.fill({"mode": "home", "day": desk.today().isoformat(), "clock": "09:00", "visitors": [desk.operator.name]})
    page.forms.visit.save()
    window.undo()
    assert len(said) == 3
    assert not [one for one in said if "细妹仔" in one]
    with desk.reading() as session:
        lines = [json.loads(line) for (line,) in session.connection().exec_driver_sql("SELECT line FROM change")]
    sentences = [line["says"] for line in lines if "says" in line]
    assert len(sentences) > 3
    assert not [one for one in sentences if "细妹仔" in one]


def test_the_log_holds_no_number(desk: OpenDesk, child: str, composition: Composition, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    window = DeskWindow(desk, composition)
    shown(window)
    with desk.reading() as session:
        other = session.exec(select(Resident.id).where(Resident.id != child, Resident.name != "")).first()
    window.open("residents", child)
    page: Any = window.pages["residents"]
    calm(desk, qtbot)
    desk.write_log()
    page.person.reveal()
    assert any(NUMBERS[1] in text for text in texts()), "shown on purpose"
    page.person.reveal()
    QTest.qWait(20)
    assert not any(NUMBERS[1] in text for text in texts()), "and covered again"
    page.person.reveal()
    window.open("residents", other)
    QTest.qWait(20)
    assert not any(number in text for text in texts() for number in NUMBERS), "another person covers them"
    window.open("residents", child)
    page.person.reveal()
    window.open("today")
    QTest.qWait(20)
    assert not any(number in text for text in texts() for number in NUMBERS), "another page covers them"
    desk.write_log()
    with desk.reading() as session:
        entries = access_log.of_person(session, child)
        assert [one.what for one in reversed(entries)] == ["opened", "shown", "shown", "opened", "shown"]
        assert not [one for one in entries if any(number[-4:] in (one.about or "") for number in NUMBERS)]
