"""The five questions, by keyboard alone: what they make, what they keep, and where they stop."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QPagedPaintDevice, QPdfWriter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlmodel import Session, select

from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.intake import take
from stationdesk.registers.helper import Helper
from stationdesk.registers.operator import Operator
from stationdesk.registers.resident import Resident
from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.stations import own_station
from stationdesk.store.authorship import is_provisional
from stationdesk.store.desk import unlock_with_code
from stationdesk.store.folder import DataFolder
from stationdesk.sync import carriers, outbox
from stationdesk.sync.carriers import Volume
from stationdesk.sync.words import county_words
from stationdesk.ui import first_run_printing, first_run_station
from stationdesk.ui.opening import data_folder
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.printer_queue import Ordered, PrinterFound
from stationdesk.ui.setting_up import KEPT, Found, demo_settings
from tests.ui.first_run_kit import PASSPHRASE, Run, enrolment_on
from tests.ui.front_kit import ENTER, ESC, SPACE, TAB, in_dialog, press, settings_in


@pytest.fixture
def sticks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Volume]:
    """Give the list of sticks that are plugged in; the usual folders are empty ones."""
    there: list[Volume] = []
    monkeypatch.setattr(carriers, "volumes", lambda: list(there))
    monkeypatch.setattr(carriers, "fingerprint", lambda: str(there))
    monkeypatch.setattr(first_run_station, "usual_folders", lambda: (tmp_path / "Downloads",))
    return there


@pytest.fixture
def run(qtbot: QtBot, tmp_path: Path, look: Look, sticks: list[Volume]) -> Iterator[Run]:
    """Give the first run, and close what it made."""
    run = Run(qtbot, settings_in(tmp_path), look)
    yield run
    for database, _slot, _start in run.made:
        database.close()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyDesk]:
    """Give a county."""
    made = set_up_county(DataFolder(tmp_path / "county", tmp_path / "state"), "of the county", code="999901", name="云溪县")
    with made.database, CountyDesk(made.database) as county:
        yield county


def one(session: Session, register: Any) -> Any:
    """Return the only record of a register."""
    return session.exec(select(register)).one()


def test_village_name_passphrase_and_enter_make_a_desk(run: Run) -> None:
    assert run.window.step.village.hasFocus()  # type: ignore[attr-defined]
    run.write("上徐村")
    run.press(ENTER)
    run.write("徐丽华")
    run.press(ENTER)
    QTest.keyClicks(run.window.focusWidget(), "2")
    run.press(ENTER)
    run.write("妇联主席")
    run.press(ENTER)
    run.write("138 0000 0021")
    run.press(ENTER)
    database = run.finish()
    assert run.made[0][2] == "import"
    with database.reading() as session:
        operator, helper, station = one(session, Operator), one(session, Helper), own_station(session)
        assert (operator.name, operator.post, operator.may_see_children, operator.may_change_settings) == ("徐丽华", "妇联主席", True, True)
        assert (helper.id, helper.helper_type, helper.phones[0].number) == (operator.helper_id, "grid_leader", "138 0000 0021")
        assert (station.name, station.code) == ("上徐村", database.about.author)
        assert desk_settings(session).backup_places == ()
        assert not desk_settings(session).recovery_code_kept
    assert is_provisional(database.about.author)
    assert sorted(path.name for path in run.settings.data.glob("*") if path.is_file() and not path.name.startswith("store.")) == [
        "journal.mark",
        "keys.copy.json",
        "keys.json",
        "lock",
    ]


def test_the_code_that_was_shown_opens_the_desk(run: Run) -> None:
    run.to_passphrase()
    code = run.window.course.secrets.code
    step: Any = run.window.step
    assert step.code.text().replace("\n", "-") == code
    run.finish().close()
    run.made.clear()
    database, _slot = unlock_with_code(data_folder(run.settings), code, "another sentence")
    database.close()
    assert code not in "".join(path.read_text("utf-8", "replace") for path in run.settings.data.rglob("*.json"))


def test_the_county_file_on_a_stick_counts_once_its_words_are_ticked(
    run: Run, sticks: list[Volume], county: CountyDesk, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    enrolment = enrolment_on(stick, county)
    sticks.append(Volume(stick, "文明实践", 5_200_000_000, writable=True))
    step: Any = run.window.step
    step.look_at_sticks()
    run.settle()
    assert [box.text() for box in step.boxes] == list(county_words(enrolment.county_sign_key, enrolment.county_age_recipient))
    assert run.window.said.text() == "县里给的登记文件已经找到。"
    run.press(ENTER)
    assert run.window.at == 0
    assert run.window.trouble.text() == "请先打电话对六个词，对上了再打勾。"
    run.press(SPACE, ENTER)
    assert run.window.at == 1
    run.write("徐丽华")
    run.press(ENTER, ENTER, ENTER, ENTER)
    database = run.finish()
    assert (database.about.author, database.about.recipient) == ("999901203208", "999901")
    with database.reading() as session:
        station = own_station(session)
        assert (station.name, station.town, station.county) == ("上徐村新时代文明实践站", "白鹭镇", "云溪县")
        assert desk_settings(session).backup_places == ("stick:文明实践",)
    package = outbox.export(database, "徐丽华", stick).path
    assert take(county, "clerk", package).sentence


def test_words_that_differ_stop_the_file_and_not_the_village(run: Run, sticks: list[Volume], county: CountyDesk, tmp_path: Path) -> None:
    enrolment_on(tmp_path / "stick", county)
    sticks.append(Volume(tmp_path / "stick", "", 10**9, writable=True))
    step: Any = run.window.step
    step.look_at_sticks()
    run.settle()
    step.tick.setFocus()
    run.press(TAB, ENTER)
    assert step.warning.text() == "登记文件可能被换过，请不要用，给县里打电话。"
    assert step.warning.isVisible()
    assert not step.tick.isVisible()
    run.press(ENTER)
    assert run.window.at == 0
    run.press(SPACE)
    step.village.setFocus()
    run.write("上徐村")
    run.press(ENTER)
    assert run.window.at == 1
    assert run.window.course.secrets.enrolment is None


def test_answers_are_kept_and_secrets_are_not(run: Run, qtbot: QtBot, look: Look) -> None:
    run.to_passphrase()
    run.write(PASSPHRASE)
    code = run.window.course.secrets.code
    with qtbot.waitSignal(run.window.left):
        run.window.close()
    written = (run.settings.data / KEPT).read_text(encoding="utf-8")
    assert PASSPHRASE not in written
    assert code not in written
    assert not data_folder(run.settings).store.exists()
    again = Run(qtbot, run.settings, look)
    again.press(ENTER, ENTER, ENTER, ENTER, ENTER)
    assert again.window.at == 2
    assert again.window.course.answers.name == "徐丽华"
    assert again.window.course.secrets.code != code
    database = again.finish()
    assert not (run.settings.data / KEPT).exists()
    database.close()


def test_what_is_missing_is_said_and_esc_goes_back(run: Run) -> None:
    run.press(ENTER)
    assert (run.window.at, run.window.trouble.text()) == (0, "请填村名。")
    run.write("上徐村")
    run.press(ENTER, ENTER, ENTER, ENTER, ENTER)
    assert (run.window.at, run.window.trouble.text()) == (1, "请填姓名。")
    run.press(ESC)
    assert run.window.at == 0
    run.press(ENTER)
    run.write("徐丽华")
    run.press(ENTER, ENTER, ENTER)
    run.write("没有")
    run.press(ENTER)
    assert (run.window.at, run.window.trouble.text()) == (1, "这不像电话号码。改一改，或者先空着。")
    run.window.step.phone.clear()  # type: ignore[attr-defined]
    run.press(ENTER)
    run.write("short")
    run.press(ENTER, ENTER)
    assert (run.window.at, run.window.trouble.text()) == (2, "口令至少 8 个字。")
    run.window.step.pair.first.setFocus()  # type: ignore[attr-defined]
    run.write(" but longer")
    run.press(ENTER)
    run.write("something else")
    run.press(ENTER)
    assert (run.window.at, run.window.trouble.text()) == (2, "两次不一样。")


def test_the_recovery_code_is_printed_on_paper(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = tmp_path / "paper.pdf"

    class Queue:
        def printers(self) -> list[PrinterFound]:
            return [PrinterFound("laser", "办公室激光机", usual=True)]

        def device(self, name: str, ordered: Ordered) -> QPagedPaintDevice:
            assert (name, ordered.document) == ("laser", "recovery-sheet")
            return QPdfWriter(str(printed))

    run.to_passphrase()
    step: Any = run.window.step
    monkeypatch.setattr(first_run_printing, "SystemQueue", Queue)
    in_dialog(lambda dialog: press(dialog, ENTER))
    step.print.setFocus()
    run.press(ENTER)
    assert printed.stat().st_size > 1000
    assert run.window.focusWidget() is step.kept


def test_without_a_printer_the_code_is_copied_by_hand(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Queue:
        def printers(self) -> list[PrinterFound]:
            return []

    run.to_passphrase()
    monkeypatch.setattr(first_run_printing, "SystemQueue", Queue)
    step: Any = run.window.step
    step.print.click()
    assert step.words.text() == "这台电脑没有装打印机，请把恢复码抄下来。"


def test_the_demo_village_asks_nothing_and_stays_apart(run: Run) -> None:
    run.window.demo.setFocus()
    run.press(ENTER)
    run.qtbot.waitUntil(lambda: bool(run.made), timeout=60_000)
    database, _slot, start = run.made[0]
    assert start == ""
    assert database.folder.path == demo_settings(run.settings).data
    with database.reading() as session:
        assert len(session.exec(select(Resident)).all()) == 200
    assert json.loads((database.folder.path / "front.json").read_text(encoding="utf-8"))["demo"] is True
    assert not data_folder(run.settings).store.exists()


@pytest.mark.parametrize("size", TextSize)
def test_nothing_is_cut_at_any_text_size(
    qtbot: QtBot, tmp_path: Path, look: Look, size: TextSize, sticks: list[Volume], county: CountyDesk
) -> None:
    enrolment = enrolment_on(tmp_path / "stick", county)
    look.set(text_size=size)
    run = Run(qtbot, settings_in(tmp_path), look)
    stick = ("一个名字很长的U盘", tmp_path, 5_200_000_000)
    run.window.course.found = Found(((tmp_path, enrolment),), (), (stick,), 6)
    for at, step in enumerate(run.window.steps):
        if at == 0:
            run.window.steps[0].show_found(run.window.course.found)  # type: ignore[attr-defined]
        run.window.ask(at)
        qtbot.wait(20)
        assert step.minimumSizeHint().height() <= step.height(), f"question {at + 1} at {size}"
        assert step.minimumSizeHint().width() <= step.width(), f"question {at + 1} at {size}"
