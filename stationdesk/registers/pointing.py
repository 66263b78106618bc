"""Which fields point at a resident: what a merge moves, and what a later register gets for nothing by calling its field so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stationdesk.registers.catalogue import REGISTERS
from stationdesk.registers.record import JsonList, Record, Road

TO_RESIDENT = "resident_id"
"""A field that is called so, or ends so after `_`, points at a resident."""
OTHERWISE = frozenset({("household", "head_id"), ("resident", "merged_into")})
"""Fields that point at a resident though their name does not say so."""
ELSEWHERE = frozenset(
    {"action", "assessor_id", "batch_id", "child_officer_id", "came_from", "follow_up_of", "grid_leader_id", "guardian_id", "helper_id"}
    | {"household_id", "kin_id", "occasion_id", "org_unit_id", "pairing_id", "pairs_with", "parent_id", "previous_id", "reprint_of"}
    | {"request_id", "scheme_id", "source_id"}
    | {"call_id", "consent_id", "photo_id", "visit_id"}
    | {"measure", "plan_id"}
    | {"call_wish_id", "wish_id"}
    | {"stand_in_helper_id", "transfer_id"}
    | {"leader_id", "team_id"}
    | {"incident_id"}
    | {"town_id", "succeeded_by", "unit_id", "service_item_id", "ask_id", "claim_id", "task_id", "announcement_id"}
)
"""References of other kinds: none of these ever points at a resident."""
LISTED = frozenset({("photo", "resident_ids")})
"""Lists that name residents: a merge puts the one in the other's place."""
OF_THE_MERGE = frozenset({"merge", "not_same"})
"""Registers that speak of the two themselves: they stay as they were said."""
KNOWN = frozenset(
    {
        ("household", "merged_into"),
        ("helper", "merged_into"),
        ("helper", "handed_over_to"),
        ("helper", "instead_of"),
        ("recheck", "record_id"),
        ("recheck", "other_id"),
        ("transfer_relay", "record_id"),
        ("correction_request", "record_id"),
        ("place", "instead_of"),
        ("gap_answer", "about"),
        ("operator", "slot"),
    }
)
"""Single fields that point elsewhere under a name that could point at a resident."""
LONG = 36
"""Letters of an id: a text of just that length is taken for a reference."""


def points_at_resident(kind: str, name: str) -> bool:
    """Tell whether field `name` of register `kind` holds a resident's id."""
    return (kind, name) in OTHERWISE or name == TO_RESIDENT or name.endswith("_" + TO_RESIDENT)


def pointers() -> Iterator[tuple[type[Record], str]]:
    """Yield every field that points at a resident and moves with a merge.

    Registers that stay at this desk keep what they say, for they are its memory: an import's rows and the log of looks are read through
    `merged_into` instead.
    """
    for register in REGISTERS:
        table: Any = register.__table__  # type: ignore[attr-defined]
        if register.road is Road.TRAVELLING and table.name not in OF_THE_MERGE:
            for column in table.columns:
                if points_at_resident(table.name, column.name):
                    yield register, column.name


def holds_id(column: Any) -> bool:
    """Tell whether a column is of the length of an id; SQLModel's texts are none of SQLAlchemy's, but know their length."""
    return getattr(column.type, "length", None) == LONG


def unknown_references() -> list[str]:
    """Return the fields that look like a reference and of which nobody has said what they point at."""
    found = []
    for register in REGISTERS:
        table: Any = register.__table__  # type: ignore[attr-defined]
        for column in table.columns:
            reference = holds_id(column) and column.name != "id"
            told = points_at_resident(table.name, column.name) or column.name in ELSEWHERE or (table.name, column.name) in KNOWN
            if reference and not told:
                found.append(f"{table.name}.{column.name}")
    return found


def naming(register: type[Record]) -> tuple[list[str], list[str]]:
    """Return the fields of a register that may hold another record's id, and the lists that may name some: whatever they are called.

    Ids are like no others in the whole store, so that what holds one points at that record. What stays at home is left alone: no
    undoing would bring it back.
    """
    table: Any = register.__table__  # type: ignore[attr-defined]
    own = [column for column in table.columns if column.name not in register.held_back and column.name != "id"]
    single = [one.name for one in own if holds_id(one) or (one.name.endswith("_id") and getattr(one.type, "length", None))]
    return single, [one.name for one in own if isinstance(one.type, JsonList)]
