"""Photos in the form of a visit: chosen, asked for, kept with the draft, saved, looked at, taken out, thrown away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from stationdesk.registers.photo import Photo
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.services.undoing import undo_last
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.composition import Composition
from stationdesk.ui.parts.dialogs import Dialog, prepare
from stationdesk.ui.photo_agree import AgreeDialog
from stationdesk.ui.photo_dialog import PhotoDialog
from stationdesk.ui.visit_form import VisitForm
from stationdesk.ui.visit_noting import Noting, Reading
from stationdesk.ui.visits_page import VisitsPage
from tests.ui.dialog_keys import press, then
from tests.ui.keys import soon
from tests.ui.photo_kit import encoded, with_exif
from tests.ui.visits_kit import Hand, form_of, newest

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(desk: OpenDesk, composition: Composition, shown: Callable[..., QWidget]) -> DeskWindow:
    window = DeskWindow(desk, composition)
    shown(window)
    return window


@pytest.fixture
def page(window: DeskWindow) -> VisitsPage:
    window.open("visits")
    found: Any = window.page("visits")
    return found  # type: ignore[no-any-return]


def test_photos_are_added_asked_for_kept_shown_and_taken_out(
    qtbot: QtBot, desk: OpenDesk, window: DeskWindow, page: VisitsPage, tmp_path: Path
) -> None:
    row = page.pane.current() or pytest.fail("no visit")
    good, bad = tmp_path / "一.jpg", tmp_path / "二.jpg"
    good.write_bytes(with_exif(encoded("JPEG", 800, 600)))
    bad.write_bytes(b"no picture at all")
    hand = Hand(window)
    window.open("visits", Noting(row.resident_id))
    form = form_of(window)
    prepare(good, bad)
    said: list[str] = []
    then((AgreeDialog, lambda dialog: dialog.give("keep")))
    hand(Qt.Key.Key_P, modifier=ALT)

    def close(dialog: Dialog) -> None:
        said.append(dialog.text.text())
        dialog.give("")

    soon(close)
    qtbot.waitUntil(lambda: bool(said), timeout=8000)
    assert "二.jpg" in said[0]
    assert len(form.photos.new) == 1
    assert form.photos.spoken is not None
    again = VisitForm(desk)
    qtbot.addWidget(again)
    again.open_for(row.resident_id)
    assert again.photos.new == form.photos.new, "the draft has them"
    hand(Qt.Key.Key_S, modifier=CTRL)
    visit = newest(desk)
    with desk.reading() as session:
        photo = session.exec(select(Photo).where(Photo.visit_id == visit.id)).one()
        picture = session.exec(select(PhotoPicture).where(PhotoPicture.photo_id == photo.id)).one()
    assert (photo.consent_use, photo.agreed_by, photo.resident_ids) == (("archive",), "self", (row.resident_id,))
    assert b"HUAWEI" not in picture.whole
    assert sorted(path.name for path in tmp_path.glob("*.jpg")) == ["一.jpg", "二.jpg"]
    window.open("visits", Reading(visit.id))
    assert list(form.photos.strip.thumbs) == [photo.id]
    look_and_take_out(desk, hand, form, photo.id)


def look_and_take_out(desk: OpenDesk, hand: Hand, form: VisitForm, photo: str) -> None:
    form.photos.strip.thumbs[photo].setFocus()
    then((PhotoDialog, press(Qt.Key.Key_Return)))
    hand(Qt.Key.Key_Return)
    form.photos.strip.thumbs[photo].setFocus()
    hand(Qt.Key.Key_Delete)
    assert not form.photos.strip.thumbs
    undo_last(desk.database, desk.operator.name)
    form.photos.read()
    assert list(form.photos.strip.thumbs) == [photo]
    form.keeper.saved()


def test_a_thrown_away_form_leaves_no_picture(qtbot: QtBot, desk: OpenDesk, window: DeskWindow, page: VisitsPage, tmp_path: Path) -> None:
    row = page.pane.current() or pytest.fail("no visit")
    good = tmp_path / "一.jpg"
    good.write_bytes(encoded())
    window.open("visits", Noting(row.resident_id))
    form = form_of(window)
    then((AgreeDialog, lambda dialog: dialog.give("keep")))
    form.photos.offer([good])
    qtbot.waitUntil(lambda: len(form.photos.new) == 1, timeout=8000)
    soon(lambda dialog: dialog.give("drop"))
    Hand(window)(Qt.Key.Key_Escape)
    with desk.reading() as session:
        assert session.exec(select(PhotoPicture)).all() == []
    then((AgreeDialog, lambda dialog: dialog.give("")))
    window.open("visits", Noting(row.resident_id))
    form.photos.offer([good])
    qtbot.wait(300)
    assert form.photos.new == [], "nobody agreed"
    form.keeper.saved()
