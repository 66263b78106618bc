"""People with somebody to call, and the keyboard, for the tests of the page of calls."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import col, select

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.store.database import Database, author_of
from stationdesk.ui.calls_page import CallsPage
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from tests.ui.conftest import OPERATOR

K = Qt.Key


def settled(database: Database) -> dict[str, str]:
    """Keep a child whose mother is away, an elder whose son is, and a helper."""
    ids = {}
    none: dict[str, Any] = {}
    with database.writing(OPERATOR, "登记", final=True) as session:
        author = {"author": author_of(session)}
        for name, born, fields in (("程小禾", "2018-05-01", {"alias": "小禾", "school": "桃源小学"}), ("汪厚行", "1945-03-01", none)):
            draft = ResidentDraft(name=name, birth_date=born, birth_precision="day", village_group="1组", **fields)
            one = Resident.model_validate(draft, update=author)
            session.add(one)
            ids[name] = one.id
        phones = (PhoneNumber(number="13900001111"),)
        for whose, relation, place in (("程小禾", "mother", "泉州"), ("汪厚行", "son", "深圳")):
            kin = KinDraft(resident_id=ids[whose], relation=relation, name="林秀", works_at=place, phones=phones)
            session.add(Kin.model_validate(kin, update=author))
        session.add(Helper.model_validate(HelperDraft(name="章磊"), update=author))
    return ids


def page_of(window: DeskWindow) -> CallsPage:
    page = window.pages["calls"]
    assert isinstance(page, CallsPage)
    return page


def focused() -> QWidget:
    """Return what has the keyboard; after a dialog the window has it again."""
    found = QApplication.focusWidget()
    if found is None or not found.isVisible():
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, DeskWindow) and one.isVisible())
        window.activateWindow()
        QTest.qWait(40)
        found = window.focusWidget()
    assert found is not None
    return found


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, widget: QWidget | None = None) -> None:
    """Press a key wherever the keyboard is."""
    QTest.keyClick(widget or focused(), key, modifier)


def calls(desk: OpenDesk) -> list[FamilyCall]:
    with desk.reading() as session:
        return list(session.exec(select(FamilyCall).where(col(FamilyCall.removed_at).is_(None)).order_by(col(FamilyCall.key))))


def tab_to(widget: QWidget) -> None:
    for _field in range(40):
        if widget.hasFocus():
            return
        press(K.Key_Tab)
    raise AssertionError(f"Tab does not come to {widget.accessibleName()}")
