"""A photo is made anew: nothing of place and phone stays in it, it stands upright; what is no photo is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from stationdesk.services.jpeg import size_of
from stationdesk.ui.photo_reading import LONGEST, SMALL, NotAPhoto, read_bytes, read_file, take_files
from tests.ui.photo_kit import PLACE, encoded, png_bomb, with_exif

pytestmark = pytest.mark.usefixtures("qapp")


def test_neither_place_nor_phone_is_left(qapp: QApplication) -> None:
    camera = with_exif(encoded())
    assert camera.count(PLACE) == 3
    assert b"Exif" in camera
    shot = read_bytes(camera)
    for made in (shot.whole, shot.small):
        assert PLACE not in made
        assert b"Exif" not in made
        assert b"xmpmeta" not in made
        assert b"\xff\xe1" not in made[:400], "no block of an application is in front of the picture"
        assert made.startswith(b"\xff\xd8")
    assert (shot.width, shot.height) == (320, 200)
    assert size_of(shot.whole) == (320, 200)


def test_a_photo_taken_upright_stands_upright() -> None:
    shot = read_bytes(with_exif(encoded(), orientation=6))
    assert (shot.width, shot.height) == (200, 320)
    made = QImage.fromData(shot.whole)
    assert made.pixelColor(100, 20).red() > 150, "what was left is now on top"
    assert made.pixelColor(100, 300).blue() > 150


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP"])
def test_a_large_picture_becomes_a_small_one(kind: str) -> None:
    shot = read_bytes(encoded(kind, 3000, 1500))
    assert (shot.width, shot.height) == (LONGEST, LONGEST // 2)
    assert size_of(shot.small) == (SMALL, SMALL // 2)
    assert len(shot.whole) < 900_000


def test_what_is_no_photo_says_what_it_is() -> None:
    jpeg, png = encoded("JPEG", 900, 700), encoded("PNG")
    for data, said in (
        (b"", "空的"),
        (b"hello, this is a text", "不是能读的照片"),
        (jpeg[: len(jpeg) // 2], "只有一半"),
        (with_exif(jpeg)[: len(jpeg) // 2], "只有一半"),
        (png[: len(png) // 2], "只有一半"),
        (encoded("BMP")[:5000], "只有一半"),
        (encoded("WEBP")[:-200], "只有一半"),
        (png_bomb(), "大得离谱"),
        (b"GIF89a" + bytes(200), "动图"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "图形文件"),
        (b"%PDF-1.7" + bytes(100), "文档"),
        (b"\xff\xd8\xff\xe0" + bytes(500), ""),
    ):
        with pytest.raises(NotAPhoto) as refused:
            read_bytes(data)
        assert said in refused.value.message


@pytest.mark.qt_log_level_fail("CRITICAL")  # what Qt says of broken pictures is what is wanted here
def test_a_damaged_picture_is_refused_or_read_but_never_ends_the_program() -> None:
    jpeg = with_exif(encoded("JPEG", 400, 300))
    for at in range(2, len(jpeg), max(1, len(jpeg) // 60)):
        broken = jpeg[:at] + bytes([jpeg[at] ^ 0x5A]) + jpeg[at + 1 :]
        try:
            shot = read_bytes(broken)
        except NotAPhoto:
            continue
        assert PLACE not in shot.whole


def test_files_are_read_one_by_one_and_a_bad_one_keeps_no_other_out(tmp_path: Path) -> None:
    good, link, huge = tmp_path / "好.jpg", tmp_path / "连接.jpg", tmp_path / "大.jpg"
    good.write_bytes(encoded())
    link.symlink_to(good)
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    found = take_files([huge, good, link, tmp_path, tmp_path / "没有.jpg"])
    assert [one.shot is not None for one in found] == [False, True, False, False, False]
    assert "太大" in found[0].why
    assert "快捷方式" in found[2].why
    assert all(one.why for one in found if one.shot is None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["大.jpg", "好.jpg", "连接.jpg"], "nothing is left beside them"
    assert read_file(good).width == 320
