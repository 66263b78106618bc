"""Photos are asked for and written out from the clerk's window, and the county is renamed, by keys alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import select

from stationdesk.county.desk import NAME_SETTING, read_setting
from stationdesk.county.ledger import STATION_TABLES, station_picture, transaction
from stationdesk.county.stations import enrol_station
from stationdesk.registers.announcement import Announcement
from stationdesk.registers.note import Note
from stationdesk.registers.photo_ask import PhotoAsk
from stationdesk.services.undoing import NothingToUndo
from stationdesk.sync.enrolment import read_enrolment
from stationdesk.ui.clerk_photos import PhotosPage
from stationdesk.ui.parts.dialogs import prepare
from tests.sync.photo_kit import jpeg, sha
from tests.ui.clerk_kit import LOWER, UPPER, Clerk
from tests.ui.keys import key, soon, write

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def page(clerk: Clerk) -> PhotosPage:
    clerk.press(Qt.Key.Key_7, ALT)
    found: Any = clerk.window.page("photos")
    return found  # type: ignore[no-any-return]


def save(dialog: Any) -> None:
    """Press the key that saves."""
    key(dialog, Qt.Key.Key_S, CTRL)


def asks(clerk: Clerk) -> list[PhotoAsk]:
    """Return what is asked for."""
    with clerk.database.reading() as session:
        return list(session.exec(select(PhotoAsk).where(PhotoAsk.removed_at == None)))  # noqa: E711 - SQL's NULL


def ask(dialog: Any) -> None:
    """Ask for photos, with every slip that can be made."""
    save(dialog)
    assert "请填" in dialog.trouble.text()
    write(dialog.purpose, "冬季走访")
    write(dialog.last, "明天吧也许")
    save(dialog)
    assert "2026-12-31" in dialog.trouble.text()
    dialog.last.setText("2020-01-01")
    save(dialog)
    assert "前面" in dialog.trouble.text()
    dialog.last.clear()
    dialog.to.set_value("town:丽阳镇")
    save(dialog)


def held(clerk: Clerk, ask_id: str, *stations: str) -> None:
    """Let the county hold a picture of each station, as an intake leaves it."""
    on = clerk.desk.today().isoformat()
    with transaction(clerk.desk.room.desk().ledger) as connection:
        for at, code in enumerate(stations):
            content = jpeg(at)
            offer = {"photo_id": f"photo-{at}", "sha256": sha(content), "bytes": len(content), "ask_id": ask_id}
            same = {"station": code, "id": f"photo-{at}"}
            photo = {"taken_on": on, "caption": "在门口", "sha256": sha(content)}
            connection.execute(STATION_TABLES["photo"].insert().values(**same, **photo))
            connection.execute(STATION_TABLES["photo_offer"].insert().values(**same | {"id": f"offer-{at}"}, **offer))
            connection.execute(station_picture.insert().values(station=code, sha256=sha(content), content=content))


def one_station(dialog: Any) -> None:
    """Write out the photos of one station only."""
    assert dialog.count.text().startswith("2 张")
    dialog.of.set_value("town:丽阳镇")
    dialog.of.told()
    assert not dialog.go.isEnabled()
    dialog.of.set_value(f"station:{UPPER}")
    dialog.of.told()
    dialog.go.setFocus()
    QTest.keyClick(dialog.go, ENTER)


def test_photos_are_asked_for_and_no_more(clerk: Clerk, page: PhotosPage) -> None:
    assert page.empty.isVisible()
    soon(ask)
    clerk.press(Qt.Key.Key_N, CTRL)
    (one,) = asks(clerk)
    assert (one.purpose, one.from_date, one.to_date, one.children, one.audience) == (
        "冬季走访",
        clerk.desk.today().isoformat(),
        None,
        False,
        "town:丽阳镇",
    )
    assert page.reach(page.found.asked[0]).words == "随下次回信到"
    soon(lambda dialog: QTest.keyClick(dialog, ENTER))
    page.table.setFocus()
    key(page.table, Qt.Key.Key_Delete)
    clerk.settle()
    assert asks(clerk) == []
    clerk.press(Qt.Key.Key_Z, CTRL)
    assert len(asks(clerk)) == 1


def test_photos_of_one_station_are_written_into_a_folder_and_that_is_noted(clerk: Clerk, page: PhotosPage, tmp_path: Path) -> None:
    soon(ask)
    clerk.press(Qt.Key.Key_N, CTRL)
    clerk.press(Qt.Key.Key_E, CTRL)
    held(clerk, asks(clerk)[0].id, UPPER, LOWER)
    page.read()
    clerk.settle()
    assert page.came(page.found.asked[0]) == 2
    page.take("held")
    assert page.table.model().rowCount() == 2

    (tmp_path / "out").mkdir()
    prepare(tmp_path / "out")
    soon(one_station)
    clerk.press(Qt.Key.Key_E, CTRL)
    assert [path.read_bytes() for path in (tmp_path / "out").iterdir()] == [jpeg(0)]
    with clerk.database.reading() as session:
        assert [one.text for one in session.exec(select(Note))] == ["写出 1 张照片到文件夹。"]


def test_a_folder_that_takes_nothing_is_told_with_what_was_written(clerk: Clerk, page: PhotosPage, tmp_path: Path) -> None:
    held(clerk, "", UPPER, LOWER)
    page.read()
    clerk.settle()
    (tmp_path / "a file").write_bytes(b"")
    prepare(tmp_path / "a file")
    told: list[str] = []

    def go(dialog: Any) -> None:
        soon(refused, dialog)
        QTest.keyClick(dialog, ENTER)

    def refused(dialog: Any) -> None:
        told.append(dialog.windowTitle())
        QTest.keyClick(dialog, ENTER)

    soon(go)
    clerk.press(Qt.Key.Key_E, CTRL)
    clerk.qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    assert told == ["2 张里写了 0 张"]


def test_the_county_is_renamed_everywhere_and_back(clerk: Clerk, tmp_path: Path) -> None:
    clerk.press(Qt.Key.Key_8, ALT)

    def rename(dialog: Any) -> None:
        save(dialog)
        assert "本来就是" in dialog.trouble.text()
        dialog.name.clear()
        save(dialog)
        assert "最多" in dialog.trouble.text()
        write(dialog.name, "昌江新区")
        save(dialog)

    soon(rename)
    clerk.press(Qt.Key.Key_N, CTRL)
    assert clerk.window.station_name.text() == "昌江新区"
    path = enrol_station(clerk.desk.room.desk(), "黎春梅", code="360202101299", name="新村", town="丽阳镇", to=tmp_path)
    assert read_enrolment(path).county_name == "昌江新区"
    with clerk.database.reading() as session:
        (told,) = session.exec(select(Announcement)).all()
        assert "昌江新区" in told.text
        assert "昌江区" in told.text
        assert read_setting(session, NAME_SETTING) == "昌江新区"
    with pytest.raises(NothingToUndo):
        clerk.window.undo()
    assert clerk.desk.room.desk().name == "昌江新区", "a name and what was said of it are not parted by undoing one of them"
