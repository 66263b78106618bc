"""Photos of a family call: asked for, kept with the draft, saved with the call, seen again, taken back with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from stationdesk.registers.operator import Operator
from stationdesk.registers.photo import Photo
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.services.photos import of_call, of_person
from stationdesk.services.undoing import undo_last
from stationdesk.settings import Settings
from stationdesk.store.database import Database
from stationdesk.ui.call_form import CallForm
from stationdesk.ui.call_form_body import SILENT
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import prepare
from stationdesk.ui.parts.look import Look
from stationdesk.ui.photo_agree import AgreeDialog
from tests.ui.calling_kit import settled
from tests.ui.conftest import OPERATOR
from tests.ui.dialog_keys import then
from tests.ui.keys import key
from tests.ui.photo_kit import PLACE, encoded, with_exif
from tests.ui.test_calls_page import booked

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def desk(database: Database, operator: Operator, look: Look, tmp_path: Path) -> Iterator[OpenDesk]:
    desk = OpenDesk(database, operator, look, Settings(tmp_path / "desk", tmp_path / "state"))
    yield desk
    desk.close()


@pytest.fixture
def ids(database: Database, operator: Operator) -> dict[str, str]:
    assert operator.may_see_children
    return settled(database)


def form_of(desk: OpenDesk, qtbot: QtBot, call: str) -> CallForm:
    form = CallForm(desk)
    qtbot.addWidget(form)
    form.show()
    form.open_call(call)
    return form


def add_one(form: CallForm, tmp_path: Path, qtbot: QtBot, answer: str = "keep") -> None:
    """Choose a photo by Alt P, and say whether it is agreed to."""
    path = tmp_path / "视频.jpg"
    path.write_bytes(with_exif(encoded("JPEG", 800, 600)))
    prepare(path)
    asked: list[Any] = []

    def say(dialog: Any) -> None:
        asked.append(dialog)
        dialog.give(answer)

    then((AgreeDialog, say))
    key(form.body.said, Qt.Key.Key_P, ALT)
    assert asked
    if answer == "keep":
        qtbot.waitUntil(lambda: bool(form.pictures.new), timeout=8000)


def test_a_photo_of_a_call_is_asked_for_kept_seen_and_taken_back_with_it(
    desk: OpenDesk, ids: dict[str, str], qtbot: QtBot, tmp_path: Path
) -> None:
    call = booked(desk, ids["汪厚行"], 0, "09:00")
    form = form_of(desk, qtbot, call)
    add_one(form, tmp_path, qtbot, "")
    assert not form.pictures.new, "nobody agreed"
    add_one(form, tmp_path, qtbot)
    assert form.body.photos.isChecked(), "a picture that is kept was taken"
    again = form_of(desk, qtbot, call)
    assert again.pictures.new == form.pictures.new, "the draft has it"
    assert form.save()
    with desk.reading() as session:
        photo = session.exec(select(Photo)).one()
        picture = session.exec(select(PhotoPicture).where(PhotoPicture.photo_id == photo.id)).one()
        assert [one.id for one in of_call(session, call, desk.today())] == [photo.id]
        assert [one.id for one in of_person(session, ids["汪厚行"], desk.today())] == [photo.id]
    assert (photo.call_id, photo.visit_id, photo.consent_use, photo.agreed_by) == (call, None, ("archive",), "self")
    assert photo.resident_ids == (ids["汪厚行"],)
    assert PLACE not in picture.whole
    held = form_of(desk, qtbot, call)
    assert list(held.pictures.strip.thumbs) == [photo.id]
    assert held.call is not None
    assert (held.call.photo_taken, held.call.photo_consent) == (True, True)
    undo_last(desk.database, OPERATOR)
    with desk.reading() as session:
        assert not session.exec(select(Photo).where(col(Photo.removed_at).is_(None))).first()


def test_a_call_nobody_answered_keeps_no_photo(desk: OpenDesk, ids: dict[str, str], qtbot: QtBot, tmp_path: Path) -> None:
    form = form_of(desk, qtbot, booked(desk, ids["汪厚行"], 0, "09:00"))
    add_one(form, tmp_path, qtbot)
    form.choose(SILENT)
    assert form.save()
    with desk.reading() as session:
        assert not session.exec(select(Photo)).first()
        assert not session.exec(select(PhotoPicture)).first()
