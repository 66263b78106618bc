"""Photos: under which consent they are kept, what they may be used for, taken out and back, deleted when their time is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from stationdesk.registers.photo import Photo
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.services.consents import write_consent
from stationdesk.services.merging import Choices, merge
from stationdesk.services.photo_grounds import PhotoRefused, Spoken, grounds
from stationdesk.services.photo_uses import delete_expired, expired, public_caption, refuse_publishing
from stationdesk.services.photos import Shot, attach, forget_pictures, keep_pictures, of_person, of_visit, picture_of, take_out, unsaved
from stationdesk.services.undoing import NothingToUndo, undo_last
from stationdesk.services.visit_correcting import remove_visit
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person, visited

JPEG = b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x64\x00\xc8" + b"secret-dots" * 50
SELF, FATHER = Spoken("self", "汪厚行", "oral"), Spoken("guardian", "方小军", "oral")
GUARDIAN: dict[str, Any] = {"given_by": "guardian", "giver_name": "方小军", "child_agrees": True}


def give(desk: Database, who: str, kind: str = "photo", **fields: Any) -> str:
    given = {"kind": kind, "given_on": "2026-01-05", "given_by": "self", "form": "paper"} | fields
    with desk.writing(OPERATOR, "同意书") as session:
        return write_consent(session, who, given, ON).id


def photograph(desk: Database, people: list[str], visit: str | None = None, spoken: Spoken | None = None, taken: date = ON) -> str:
    with desk.writing(OPERATOR, "拍照") as session:
        ids = keep_pictures(session, [Shot(JPEG, b"small", 200, 100)])
        return attach(session, {ids[0]: "在门口"}, people, ON, taken_on=taken, by=OPERATOR, spoken=spoken, visit_id=visit)[0].id


def kept(desk: Database, photo: str) -> Photo:
    with desk.reading() as session:
        return session.exec(select(Photo).where(Photo.id == photo)).one()


def test_a_consent_says_what_a_photo_may_be_used_for(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    with pytest.raises(PhotoRefused, match="还没有人同意"):
        photograph(desk, [who])
    with desk.reading() as session:
        assert session.exec(select(PhotoPicture)).all() == [], "nothing of a refused photo is kept"
    consent = give(desk, who)
    photo = kept(desk, photograph(desk, [who]))
    assert (photo.consent_use, photo.consent_id, photo.agreed_by) == (("archive", "report"), consent, None)
    assert (photo.width, photo.height, photo.bytes) == (200, 100, len(JPEG))
    assert photo.expires_on == (ON + timedelta(days=365)).isoformat()
    give(desk, who, "publication")
    assert kept(desk, photograph(desk, [who])).consent_use == ("archive", "report", "publish")
    give(desk, who, valid_to="2026-12-31")
    assert kept(desk, photograph(desk, [who])).expires_on == "2026-12-31"


def test_a_word_given_now_keeps_it_for_the_archive_only(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    photo = kept(desk, photograph(desk, [who], spoken=SELF))
    assert (photo.consent_use, photo.agreed_by, photo.agreed_name, photo.agreed_how) == (("archive",), "self", "汪厚行", "oral")
    give(desk, who, given=False)
    with pytest.raises(PhotoRefused, match="汪厚行"):
        photograph(desk, [who], spoken=SELF)


def test_for_a_child_a_guardian_must_agree(desk: Database) -> None:
    child = person(desk, "方小禾", 9, alias="小禾")
    elder = person(desk, "汪厚行", 81)
    for word in (SELF, Spoken("guardian", "", "oral")):
        with pytest.raises(PhotoRefused, match="小禾"):
            photograph(desk, [child], spoken=word)
    assert kept(desk, photograph(desk, [child], spoken=FATHER)).agreed_name == "方小军"
    give(desk, child, **GUARDIAN)
    give(desk, elder)
    with desk.reading() as session:
        assert grounds(session, [child, elder], ON).uses == ("archive", "report")
    stranger = person(desk, "程来发", 70)
    with desk.reading() as session:
        assert grounds(session, [child, elder, stranger], ON).asked == (stranger,)


def test_the_picture_is_never_in_the_journal(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    photograph(desk, [who], spoken=SELF)
    with desk.reading() as session:
        lines = session.connection().exec_driver_sql("SELECT line FROM change").scalars().all()
        kinds = set(session.connection().exec_driver_sql("SELECT kind FROM change").scalars())
    assert "photo" in kinds
    assert "photo_picture" not in kinds
    assert not any(b"secret-dots" in line or b"whole" in line for line in lines)


def test_what_is_taken_out_comes_back_with_its_picture(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    visit = visited(desk, who, 0, "home")
    photo = photograph(desk, [who], visit, SELF)
    with desk.writing(OPERATOR, "拿掉一张照片") as session:
        take_out(session, photo)
    with desk.reading() as session:
        assert of_visit(session, visit, ON) == []
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        found = of_visit(session, visit, ON)
        assert [(one.id, one.small, one.caption) for one in found] == [(photo, b"small", "在门口")]
        assert picture_of(session, photo) == JPEG
        assert "本人" in found[0].words or "汪厚行" in found[0].words
    with desk.writing(OPERATOR, "删掉走访") as session:
        remove_visit(session, visit)
    with desk.reading() as session:
        assert of_person(session, who, ON) == []
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        assert [one.id for one in of_person(session, who, ON)] == [photo]


def test_only_what_may_be_published_is_given_out_and_names_nobody(desk: Database) -> None:
    child = person(desk, "方小禾", 9, alias="小禾")
    give(desk, child, **GUARDIAN)
    photo = photograph(desk, [child])
    with desk.reading() as session, pytest.raises(PhotoRefused, match="没有同意公开"):
        refuse_publishing(session, photo, ON)
    give(desk, child, "publication", **GUARDIAN)
    with desk.writing(OPERATOR, "说明") as session:
        found = refuse_publishing(session, photo, ON)
        found.caption = "方小禾和爷爷，小禾领了书"
        assert public_caption(session, found, ON) == "小禾和爷爷，小禾领了书"
    give(desk, child, "publication", given=False, given_on="2026-11-01", **GUARDIAN)
    with desk.reading() as session, pytest.raises(PhotoRefused):
        refuse_publishing(session, photo, ON)


def test_what_is_over_its_time_is_deleted_for_good_and_only_when_the_clock_is_right(desk: Database) -> None:
    desk.clock = lambda: datetime(2026, 11, 23, 1, tzinfo=UTC)
    who = person(desk, "汪厚行", 81)
    old, new = photograph(desk, [who], None, SELF, date(2025, 10, 1)), photograph(desk, [who], None, SELF)
    with desk.reading() as session:
        assert expired(session, ON) == [old]
    right = desk.clock
    for back in (timedelta(days=22), timedelta(hours=2), timedelta(days=9000)):
        desk.clock = lambda back=back: right() - back  # type: ignore[misc]
        with desk.writing(OPERATOR, "删", final=True) as session, pytest.raises(PhotoRefused, match=r"先不删照片.*电脑的时间"):
            delete_expired(session, desk.clock())
    assert kept(desk, old).deleted_on is None
    desk.clock = right
    with desk.writing(OPERATOR, "删除到期照片", final=True) as session:
        assert delete_expired(session, desk.clock()) == 1
    with desk.reading() as session:
        assert (picture_of(session, old), picture_of(session, new)) == (b"", JPEG)
        assert [one.id for one in of_person(session, who, ON)] == [new]
    assert kept(desk, old).deleted_on == "2026-11-23"
    with pytest.raises(NothingToUndo):
        undo_last(desk, OPERATOR)


def test_pictures_of_a_form_thrown_away_are_gone_and_those_of_a_photo_stay(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    photo = photograph(desk, [who], None, SELF)
    with desk.writing(OPERATOR, "草稿") as session:
        loose = keep_pictures(session, [Shot(JPEG, b"s", 1, 1)])
    with desk.reading() as session:
        assert unsaved(session, [*loose, photo]) == [(loose[0], b"s"), (photo, b"small")]
    with desk.writing(OPERATOR, "草稿") as session:
        forget_pictures(session, [*loose, photo])
    with desk.reading() as session:
        assert [one.photo_id for one in session.exec(select(PhotoPicture))] == [photo]


def test_a_merge_takes_the_photos_along_and_back(desk: Database) -> None:
    one, other = person(desk, "汪厚行", 81), person(desk, "汪厚行", 81)
    photo = photograph(desk, [other, one], None, Spoken("self", "汪厚行", "oral"))
    with desk.writing(OPERATOR, "合并") as session:
        merge(session, one, other, Choices(), ON)
    assert kept(desk, photo).resident_ids == (one,)
    undo_last(desk, OPERATOR)
    assert kept(desk, photo).resident_ids == (other, one)
