"""What becomes of single pictures that are not as their entries say: the entry is set aside with its reason, everything else counts."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sqlalchemy import select

from stationdesk.county.ledger import STATION_TABLES, held, station_picture
from stationdesk.county.quarantine import put_all_back
from tests.sync.defects import offer, with_pictures
from tests.sync.hostile_road import CODE, made_road
from tests.sync.photo_kit import jpeg, sha


def test_each_picture_is_judged_by_itself(tmp_path: Path) -> None:
    road = made_road(tmp_path)
    try:
        absent, text, other, good = jpeg(1), b"<svg onload='x'/>", jpeg(3), jpeg(4)
        gone = {"removed_at": "2026-11-22T01:02:03.456Z"}
        offers = [
            offer(road.up, 0, absent),
            offer(road.up, 1, text),
            offer(road.up, 2, other, bytes=7),
            offer(road.up, 3, good),
            offer(road.up, 4, good),
            offer(road.up, 5, jpeg(6), **gone),
            offer(road.up, 6, good, sha256="../../etc/passwd"),
        ]
        pictures = {hashlib.sha256(one).hexdigest(): one for one in (text, other, good)}
        taken = road.take(with_pictures(road.up, offers, pictures))
        assert (taken.outcome, taken.changes) == ("taken", 7)
        with road.world.county.ledger.begin() as connection:
            aside = [
                (row.id[-1], row.reason)
                for row in connection.execute(select(held).where(held.c.station == CODE).order_by(held.c.since_seq))
            ]
            assert aside == [
                ("0", "照片没有跟着到"),
                ("1", "到的不是照片"),
                ("2", "照片大小跟报的不一样"),
                ("6", "「校验码」的内容这里不接受"),
            ]
            kept = connection.execute(select(station_picture.c.sha256, station_picture.c.content)).all()
            assert [(row.sha256, bytes(row.content)) for row in kept] == [(sha(good), good)]
            table = STATION_TABLES["photo_offer"]
            there = connection.execute(select(table.c.id).where(table.c.station == CODE).order_by(table.c.id)).scalars()
            assert [one[-1] for one in there] == ["3", "4", "5"]
            assert put_all_back(connection, CODE) == 0, "nothing comes back without its picture"
    finally:
        road.world.close()
