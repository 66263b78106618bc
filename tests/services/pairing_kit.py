"""Helpers, pairings and a little village of them, written as one would say them."""

from __future__ import annotations

from typing import Any

from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.services.pairing_board import Board, BoardRow, board
from stationdesk.services.pairing_world import World, read_world
from stationdesk.store.database import Database
from tests.services.people import ON, ago, person, put


def helper(desk: Database, name: str, kind: str = "volunteer", **fields: Any) -> str:
    """Keep a helper; return the id."""
    return put(desk, Helper, HelperDraft(name=name, helper_type=kind, **fields)).id


def pair(desk: Database, who: str, whom: str, **fields: Any) -> str:
    """Keep a pairing in force for a hundred days; return the id."""
    given = {"start_date": ago(100), "state": "active"} | fields
    return put(desk, Pairing, PairingDraft(helper_id=who, resident_id=whom, **given)).id


def answers_for(desk: Database, who: str, whom: str, level: int, **fields: Any) -> str:
    """Keep that somebody answers for a person at a level."""
    return pair(desk, who, whom, kind="responsibility", level=level, **fields)


def child(desk: Database, name: str, alias: str, **fields: Any) -> str:
    """Keep a child left behind; return the id."""
    found = person(desk, name, 9, phone="", alias=alias, **fields)
    put(desk, CategoryTag, CategoryTagDraft(resident_id=found, category="left_behind_child", from_date=ago(300)))
    return found


def world(desk: Database) -> World:
    """Read the pairings of today."""
    with desk.reading() as session:
        return read_world(session, ON)


def whole(desk: Database) -> Board:
    """Return today's board."""
    return board(world(desk))


def row_of(desk: Database, resident: str) -> BoardRow:
    """Return a person's row of the board."""
    return next(row for row in whole(desk).rows if row.id == resident)
