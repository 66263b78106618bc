"""Which copies of a station have parted, by their keys."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, insert, select

from stationdesk.county.copies import close_lost_keys
from stationdesk.county.ledger import station_copy
from stationdesk.county.parted import Parted, parted


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ("now", Parted(other=frozenset({"b"}))),
        ("before", Parted(other=frozenset({"b"}))),
        ("given up", Parted()),
        ("", Parted(other=frozenset({"b"}))),
    ],
)
def test_a_copy_that_may_still_sign_has_parted_and_so_has_one_of_unknown_keys(keys: str, found: Parted) -> None:
    side = SimpleNamespace(sign_key="now", keys=json.dumps([{"sign_key": "now"}]), old_sign_key="before")
    chain = [{"sign_key": keys}] if keys else []
    copies = [
        SimpleNamespace(copy="a", keys=json.dumps([{"sign_key": "now"}]), forked_at=None, retired=False),
        SimpleNamespace(copy="b", keys=json.dumps(chain), forked_at=3, retired=False),
    ]
    assert parted(side, "a", copies) == found


def test_only_the_alarm_of_a_copy_that_lacks_the_first_key_ends() -> None:
    """What is not known of a copy's keys is no reason to be calm, nor is another station's new computer."""
    chains = {"lost": ["old"], "may sign": ["first", "next"], "unknown": [], "another station's": ["old"]}
    with create_engine("sqlite://").begin() as connection:
        station_copy.create(connection)
        for name, keys in chains.items():
            station = "360202101210" if name == "another station's" else "360202101209"
            row = {"station": station, "copy": name, "number": 1, "forked_at": 3, "keys": json.dumps([{"sign_key": key} for key in keys])}
            connection.execute(insert(station_copy).values(row))
        close_lost_keys(connection, "360202101209", "first")
        still = set(connection.execute(select(station_copy.c.copy).where(station_copy.c.forked_at.is_not(None))).scalars())
    assert still == {"may sign", "unknown", "another station's"}
