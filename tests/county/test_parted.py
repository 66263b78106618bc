"""Which copies of a station have parted, by their keys."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

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
