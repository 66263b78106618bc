"""A photo says where its picture is; one that came back from the county is seen, one that is elsewhere is not given out."""

from __future__ import annotations

import hashlib

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import Session, col, delete, select

from stationdesk.registers.photo_offer import PhotoOffer, PhotoOfferDraft
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.registers.resident import Resident
from stationdesk.services.photo_grounds import Spoken
from stationdesk.services.photo_offers import bring_back
from stationdesk.services.photos import attach, keep_pictures
from stationdesk.store.database import author_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.photo_dialog import PhotoDialog
from stationdesk.ui.photo_person import PersonPhotos
from stationdesk.ui.photo_reading import read_bytes
from tests.ui.photo_kit import encoded


def test_where_a_picture_is_is_told_and_one_that_came_back_is_seen(qtbot: QtBot, desk: OpenDesk) -> None:
    shot = read_bytes(encoded("JPEG", 640, 480))
    with desk.writing("照片") as session:
        old = select(Resident).where(col(Resident.birth_date) < "1960", col(Resident.removed_at).is_(None))
        who = session.exec(old.order_by(col(Resident.key))).first()
        assert who is not None
        ids = keep_pictures(session, [shot, shot])
        word = Spoken("self", who.name, "oral")
        attach(session, dict.fromkeys(ids, ""), [who.id], desk.today(), taken_on=desk.today(), by="徐丽华", spoken=word)
        offer(session, ids[0], shot.whole)
        session.connection().execute(delete(PhotoPicture).where(col(PhotoPicture.photo_id).in_(ids)))
    window = QWidget()
    qtbot.addWidget(window)
    dialog = PersonPhotos(window, desk, who.id, "某人")
    qtbot.addWidget(dialog)
    assert [one.gone for one in dialog.strip.thumbs.values()] == ["不在这里", "不在这里"]
    assert [one.image.isNull() for one in dialog.strip.thumbs.values()] == [True, True]
    assert "照片：还没报" in dialog.photos[0].words
    assert "照片不报县里" in dialog.photos[1].words
    large = PhotoDialog(None, desk, ids, ids[0])
    qtbot.addWidget(large)
    assert large.canvas.gone == "这张照片只在另一台电脑上，没有报过县里。"
    assert large.out.isHidden(), "there is nothing to give out"
    with desk.writing("还回") as session:
        assert bring_back(session, [ids[0]], shot.whole) == 1
        assert bring_back(session, [ids[1]], b"no picture") == 0
    dialog.read()
    first, second = dialog.strip.thumbs.values()
    assert (first.image.width(), second.image.isNull()) == (640, True)
    back = PhotoDialog(None, desk, ids, ids[0])
    qtbot.addWidget(back)
    assert not back.out.isHidden()


def offer(session: Session, photo: str, content: bytes) -> None:
    """Let a picture be reported."""
    draft = PhotoOfferDraft(photo_id=photo, sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))
    session.add(PhotoOffer.model_validate(draft, update={"author": author_of(session)}))
