"""What goes wrong while one works leaves the form filled and the desk usable; going back to a day, and a passphrase that was changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit
from stationdesk.settings import Settings
from stationdesk.store.desk import unlock_desk
from stationdesk.store.files import NoSpace
from stationdesk.ui.doorkeeper import Doorkeeper
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.opening import data_folder
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import ElidedLabel, literal
from stationdesk.ui.passphrase_dialog import PassphraseDialog
from stationdesk.ui.resident_form import ResidentForm
from stationdesk.ui.visit_form import VisitForm
from tests.store.kit import resident
from tests.ui.front_kit import WANG_PASSPHRASE, XU, XU_PASSPHRASE, two_operators, unlock

CONTROL = Qt.KeyboardModifier.ControlModifier


# -- a full disk


@pytest.fixture
def full(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Give a way to let the disk be full at the commit."""
    from sqlmodel import Session

    def commit(_session: Session) -> None:
        raise NoSpace("盘满了，没有存上。")

    return lambda: monkeypatch.setattr(Session, "commit", commit)


def test_a_resident_that_does_not_fit_on_the_disk_stays_in_the_form(
    desk: OpenDesk, full: Callable[[], None], shown: Callable[..., QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    form = ResidentForm(desk)
    shown(form, 700, 700)
    form.open_for("")
    form.body.set_text("name", "汪新来")
    form.body.fill({"name": "汪新来", "village": "上徐村", "categories": ["living_alone"]})
    closed: list[str] = []
    form.closed.connect(closed.append)
    before = len(everybody(desk))
    full()
    with pytest.raises(NoSpace):
        form.save()
    form.keeper.touch()
    form.keeper._timer.setInterval(1)
    form.keeper._timer.start()
    QTest.qWait(30)
    assert "盘满了" in form.kept.text(), "said beside the title, not over the form"
    assert form.body.text("name") == "汪新来"
    assert closed == []
    monkeypatch.undo()
    assert len(everybody(desk)) == before
    assert form.save()
    assert closed != [""]
    assert [one.name for one in everybody(desk)].count("汪新来") == 1


def everybody(desk: OpenDesk) -> list[Resident]:
    """Return all residents."""
    with desk.reading() as session:
        return list(session.exec(select(Resident)))


def test_a_visit_is_saved_once_however_long_the_key_is_held(
    desk: OpenDesk, full: Callable[[], None], shown: Callable[..., QWidget], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    form = VisitForm(desk)
    shown(form, 700, 700)
    who = everybody(desk)[30].id
    form.closed.connect(form.hide)
    form.open_for(who)
    form.body.fill({"mode": "home", "day": desk.today().isoformat(), "clock": "09:00", "visitors": [XU], "content": "好好的"})
    full()
    with pytest.raises(NoSpace):
        form.save()
    assert form.body.typed()["content"] == "好好的"
    monkeypatch.undo()
    for _time in range(5):
        qtbot.keyClick(form, Qt.Key.Key_S, CONTROL)
    with desk.reading() as session:
        assert len(session.exec(select(Visit).where(Visit.resident_id == who, Visit.content == "好好的")).all()) == 1


def test_what_was_looked_at_is_written_once_there_is_room(
    desk: OpenDesk, full: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from stationdesk.services.access_log import everything

    full()
    desk.log("opened", about="先看的")
    with pytest.raises(NoSpace):
        desk.write_log()
    monkeypatch.undo()
    desk.log("opened", about="后看的")
    desk.write_log()
    with desk.reading() as session:
        assert [one.about for one in everything(session)][:2] == ["后看的", "先看的"]


# -- bugs


def test_a_dialog_whose_work_fails_can_be_closed(desk: OpenDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from stationdesk.store import keys

    def broken(*_anything: Any) -> Any:
        raise ValueError

    monkeypatch.setattr(keys, "unlock", broken)
    dialog = PassphraseDialog(None, desk)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.present.setText(XU_PASSPHRASE)
    dialog.pair.value = lambda: "quite another sentence"  # type: ignore[method-assign]
    with qtbot.captureExceptions() as met:
        dialog.change()
        assert dialog.working
        qtbot.waitUntil(lambda: not desk.jobs.busy())
    assert [kind for kind, _error, _trace in met] == [ValueError]
    assert dialog.trouble.text()
    dialog.reject()
    assert not dialog.isVisible(), "or the whole desk would stand behind it"


@pytest.mark.parametrize("name", ["<b>汪厚行</b>", '<img src="file:///etc/hostname">', "a<b and c>d", "汪 & 徐 &lt;空&gt;"])
def test_a_tooltip_takes_no_markup_from_a_name(name: str, shown: Callable[..., QWidget], qtbot: QtBot) -> None:
    from PySide6.QtGui import QTextDocument

    label = ElidedLabel(name * 8)
    shown(label, 40, 30)
    qtbot.waitUntil(lambda: bool(label.toolTip()))
    for told in (label.toolTip(), literal(name)):
        document = QTextDocument()
        document.setHtml(told) if told.startswith("<span>") else document.setPlainText(told)
        assert name in document.toPlainText(), "literally"
    assert literal("汪厚行，上徐组") == "汪厚行，上徐组"


# -- going back to a day, another passphrase


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Give a desk with two operators and somebody in it."""
    settings = two_operators(tmp_path)
    database, _slot = unlock_desk(data_folder(settings), XU_PASSPHRASE)
    with database, database.writing(XU, "登记") as session:
        session.add(resident("汪厚行", author=database.about.author))
    return settings


def names(desk: OpenDesk) -> set[str]:
    """Return everybody's name."""
    return {one.name for one in everybody(desk)}


def answering(secret: str, seen: list[str]) -> QTimer:
    """Answer every dialog with its primary button, typing `secret` where one is asked for."""
    timer = QTimer()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, Dialog):
            seen.append(f"{dialog.windowTitle()} {dialog.text.text()}")
            for field in dialog.findChildren(QLineEdit):
                field.setText(secret)
            dialog.give("back" if dialog.findChildren(QLineEdit) else "ok")

    timer.timeout.connect(answer)
    timer.start(20)
    return timer


def test_going_back_to_a_day(keeper: Doorkeeper, qtbot: QtBot, settings: Settings) -> None:
    window = unlock(qtbot, keeper)
    desk = window.desk
    copy = desk.database.about.line_copy
    window.open("settings")
    page = window.pages["settings"]
    page.take("backup")
    part = page.parts["backup"]
    part.back_up()
    qtbot.waitUntil(lambda: not desk.jobs.busy(), timeout=20_000)
    with desk.writing("后来的") as session:
        session.add(resident("后来人", author=desk.database.about.author))
    part.refresh()
    assert names(desk) == {"汪厚行", "后来人"}
    line = part.table.model().row(0)
    seen: list[str] = []
    timer = answering(XU_PASSPHRASE, seen)
    part._ask_restore(line)
    timer.stop()
    assert len(seen) == 2
    assert "回到" in seen[1]
    assert keeper.desk is None
    window = unlock(qtbot, keeper)
    assert names(window.desk) == {"汪厚行"}
    assert window.desk.database.about.line_copy != copy, "the county must not take it for the same"


def test_a_wrong_secret_leaves_the_desk_open(keeper: Doorkeeper, qtbot: QtBot) -> None:
    from stationdesk.store.keys import WrongPassphrase

    window = unlock(qtbot, keeper)
    window.open("settings")
    page = window.pages["settings"]
    page.take("backup")
    part = page.parts["backup"]
    seen: list[str] = []
    timer = answering(WANG_PASSPHRASE + "!", seen)
    with pytest.raises(WrongPassphrase):
        part._ask_restore(part.table.model().row(0))
    timer.stop()
    assert len(seen) == 1
    assert keeper.window is window
    assert window is not None
    assert names(window.desk) == {"汪厚行"}


# -- what was kept may be of another version, or strange


STRANGE: list[dict[str, Any]] = [
    {"name": 5, "kin": "x", "categories": "living_alone", "village": None, "phones": {"a": 1}},
    {"name": ["汪"], "kin": [1, {"name": 7}], "categories": [None, 3], "birth_date": 19450312, "grade": 7, "sex": []},
    {"day": 5, "mode": [], "clock": 9, "visitors": "汪", "content": 7, "checks": "x", "items": {"health": 3}, "needs": [1]},
    {"unheard_of": {"deep": [1, 2]}, "kin": {"name": "汪"}, "visitors": [None, 5], "check_items": 5},
]


@pytest.mark.parametrize("typed", STRANGE)
@pytest.mark.parametrize("kind", [ResidentForm, VisitForm])
def test_a_strange_draft_keeps_no_form_from_opening(
    desk: OpenDesk, kind: Any, typed: dict[str, Any], shown: Callable[..., QWidget]
) -> None:
    from stationdesk.services import drafts

    who = everybody(desk)[3].id
    name = "resident" if kind is ResidentForm else "visit"
    with desk.writing("strange") as session:
        drafts.keep(session, desk.operator.name, name, typed, who)
    form = kind(desk)
    shown(form, 700, 700)
    form.open_for(who)
    assert form.resident_id == who
    form.keep()
