"""The settings: each subject saved as one goes, undone in words, closed to those without the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from stationdesk.services.desk_settings import desk_settings
from stationdesk.services.front_door import read_front_door
from stationdesk.services.grade_schemes import change_rhythm
from stationdesk.services.grading import people_by_grade, scheme_on
from stationdesk.services.operators import LastWithSettings, change_rights, operators
from stationdesk.services.stations import own_station
from stationdesk.services.undoing import undo_last
from stationdesk.store.keys import read_keys
from stationdesk.ui.group_form import GroupForm
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.tokens import TextSize, Theme
from stationdesk.ui.settings_about import AboutPart
from stationdesk.ui.settings_backup import BackupPart
from stationdesk.ui.settings_grades import GradesPart
from stationdesk.ui.settings_looks import LooksPart
from stationdesk.ui.settings_operators import OperatorsPart
from stationdesk.ui.settings_page import PARTS, SettingsPage
from stationdesk.ui.settings_part import Part
from stationdesk.ui.settings_station import StationPart
from tests.ui.keys import write


@pytest.fixture
def page(desk: OpenDesk, shown: Callable[..., QWidget]) -> SettingsPage:
    """Give the page."""
    made = SettingsPage(desk)
    shown(made)
    return made


def test_every_subject_opens_by_arrows(page: SettingsPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    seen = [page.here()]
    for _step in range(len(PARTS) - 1):
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
        seen.append(page.here())
        assert page.stack.currentWidget() is page.parts[page.here()]
    assert seen == list(PARTS)


def test_a_field_is_saved_when_it_is_left_and_can_be_taken_back(page: SettingsPage, desk: OpenDesk, qtbot: QtBot) -> None:
    part = page.part("station")
    assert isinstance(part, StationPart)
    field = part.fields["address"]
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "fuxinlu 3")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    with desk.reading() as session:
        assert own_station(session).address == "fuxinlu 3"
    assert undo_last(desk.database, desk.operator.name).says == "改地址"


def test_a_phone_that_cannot_be_dialled_is_refused(page: SettingsPage, desk: OpenDesk, qtbot: QtBot) -> None:
    part = page.part("station")
    assert isinstance(part, StationPart)
    with desk.reading() as session:
        before = own_station(session).duty_phone
    field = part.fields["duty_phone"]
    field.setText("没有")
    with qtbot.captureExceptions() as caught:
        field.editingFinished.emit()
    assert caught[0][0].__name__ == "UnusablePhone"
    with desk.reading() as session:
        assert own_station(session).duty_phone == before


def test_groups_change_their_order(page: SettingsPage, desk: OpenDesk, qtbot: QtBot) -> None:
    part = page.part("station")
    assert isinstance(part, StationPart)
    part.refresh()
    with desk.reading() as session:
        before = own_station(session).village_groups
    part.groups.setFocus()
    part.groups.setCurrentRow(0)
    qtbot.keyClick(part.groups, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    with desk.reading() as session:
        assert own_station(session).village_groups == (before[1], before[0], *before[2:])
    assert part.groups.currentRow() == 1


def test_a_rhythm_says_what_it_would_do_and_begins_tomorrow(page: SettingsPage, desk: OpenDesk) -> None:
    part = page.part("grades")
    assert isinstance(part, GradesPart)
    part.refresh()
    part.boxes["yellow", "contact_every_days"].set_value("3")
    with desk.reading() as session:
        people = people_by_grade(session, desk.today())["yellow"]
    assert str(people) in part.effect.text()
    assert "每 3 天 1 次" in part.effect.text()
    part.save.click()
    today, tomorrow = desk.today(), desk.today() + timedelta(days=1)
    with desk.reading() as session:
        now, then = scheme_on(session, today).grade("yellow"), scheme_on(session, tomorrow).grade("yellow")
    assert now is not None
    assert then is not None
    assert (now.contact_every_days, then.contact_every_days) == (7, 3)
    assert part.effect.isHidden()


def test_a_rhythm_changed_twice_on_a_day_is_one_scheme(desk: OpenDesk) -> None:
    for days in (3, 2):
        with desk.writing("改") as session:
            change_rhythm(session, "green", desk.today(), contact=days, home=None)
    with desk.reading() as session:
        found = scheme_on(session, desk.today() + timedelta(days=1)).grade("green")
    assert found is not None
    assert (found.contact_every_days, found.home_visit_every_days) == (2, None)


def test_looks_are_seen_at_once_and_hang_at_the_door(page: SettingsPage, desk: OpenDesk, qtbot: QtBot) -> None:
    part = page.part("looks")
    assert isinstance(part, LooksPart)
    part.refresh()
    part.writing.setFocus()
    qtbot.keyClicks(part.writing, "3")
    assert desk.look.text_size is TextSize.EXTRA_LARGE
    qtbot.keyClicks(part.theme, "2")
    assert desk.look.theme is Theme.DARK
    door = read_front_door(desk.database.folder.path)
    assert (door.text_size, door.theme) == ("extra_large", "dark")
    part.door.click()
    assert read_front_door(desk.database.folder.path).numbers == ()


def test_idle_minutes_are_kept_and_told(page: SettingsPage, desk: OpenDesk, qtbot: QtBot) -> None:
    part = page.part("operators")
    assert isinstance(part, OperatorsPart)
    part.refresh()
    with qtbot.waitSignal(desk.idle_changed) as told:
        part.idle.choose("10")
    assert told.args == [10]
    with desk.reading() as session:
        assert desk_settings(session).idle_minutes == 10


def test_the_last_who_may_change_settings_keeps_the_right(desk: OpenDesk) -> None:
    with pytest.raises(LastWithSettings):
        change_rights(desk.database, desk.operator, desk.operator.name, children=True, settings=False)
    with desk.reading() as session:
        assert operators(session)[0].may_change_settings


def test_without_the_right_everything_is_only_to_look_at(page: SettingsPage, desk: OpenDesk) -> None:
    desk.operator.may_change_settings = False
    station, people, backup, grades = (page.part(name) for name in ("station", "operators", "backup", "grades"))
    for part in (station, people, backup, grades):
        assert isinstance(part, Part)
        part.refresh()
        assert "只能看" in part.beside.text()
    assert isinstance(station, StationPart)
    assert not station.fields["name"].isEnabled()
    assert isinstance(people, OperatorsPart)
    assert not people.add.isEnabled()
    assert isinstance(backup, BackupPart)
    assert not backup.restore.isEnabled()


def test_a_backup_is_made_listed_and_copied(
    page: SettingsPage, desk: OpenDesk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = page.part("backup")
    assert isinstance(part, BackupPart)
    (tmp_path / "d").mkdir()
    part._tick(str(tmp_path / "d"), on=True)
    part._tick(str(tmp_path / "gone"), on=True)
    said: list[str] = []
    monkeypatch.setattr("stationdesk.ui.settings_backup.tell", lambda *words: said.append(str(words[3])))
    part.back_up()
    qtbot.waitUntil(lambda: bool(said), timeout=20_000)
    assert "gone" in said[0]
    assert part.table.model().rowCount() == 2
    assert len(list((tmp_path / "d").glob("*.sdbackup"))) == 1


def test_everything_is_checked(page: SettingsPage, qtbot: QtBot) -> None:
    part = page.part("about")
    assert isinstance(part, AboutPart)
    part.refresh()
    part.check.click()
    qtbot.waitUntil(part.check.isEnabled, timeout=20_000)
    assert "条记录" in part.found.text() or part.found.text()


def test_a_new_recovery_code_is_shown_once_and_the_old_one_is_void(
    page: SettingsPage, desk: OpenDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def answer(dialog: Dialog) -> str:
        shown.extend(label.text() for label in dialog.findChildren(Label) if "-" in label.text())
        return "new"

    monkeypatch.setattr(Dialog, "ask", answer)
    before = [slot.id for slot in read_keys(desk.database.folder.path).slots if slot.kind == "recovery"]
    part = page.part("about")
    assert isinstance(part, AboutPart)
    part.code.click()
    qtbot.waitUntil(lambda: bool(shown), timeout=10_000)
    keys = read_keys(desk.database.folder.path)
    code = shown[0].replace("\n", "-")
    assert keys.open_with_code(code)[0] == desk.database.key
    assert not {slot.id for slot in keys.slots} & set(before)
    with desk.reading() as session:
        assert not desk_settings(session).recovery_code_kept


def test_a_group_is_renamed_and_merged_by_keys(page: SettingsPage, desk: OpenDesk, qtbot: QtBot) -> None:
    part = page.part("station")
    assert isinstance(part, StationPart)
    part.refresh()
    part.groups.setFocus()
    part.groups.setCurrentRow(0)
    before = {one.name: one.people for one in part.counted}
    first, second = list(before)[:2]
    assert f"{before[first]} 人" in part.groups.item(0).text()
    seen: list[str] = []

    def rename() -> None:
        form = QApplication.activeModalWidget()
        if not isinstance(form, GroupForm) or not form.isActiveWindow():
            QTimer.singleShot(30, rename)
            return
        assert not form.save.isEnabled(), "the name it has is no other name"
        write(form.name, second)
        seen.append(form.effect.text())
        qtbot.keyClick(form.name, Qt.Key.Key_Return)

    QTimer.singleShot(30, rename)
    qtbot.keyClick(part.groups, Qt.Key.Key_F3)
    assert str(before[first] + before[second]) in seen[0]
    with desk.reading() as session:
        assert first not in own_station(session).village_groups
    assert {one.name: one.people for one in part.counted}[second] == before[first] + before[second]
    undo_last(desk.database, desk.operator.name)
    part.refresh()
    assert {one.name: one.people for one in part.counted} == before
