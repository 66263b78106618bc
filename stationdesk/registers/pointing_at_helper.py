"""Which fields point at a helper, and what becomes of each when two records turn out to be one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stationdesk.registers.catalogue import REGISTERS
from stationdesk.registers.record import JsonList

TO_HELPER = "helper_id"
"""A field that is called so, or ends so after `_`, points at a helper; `helper_ids` lists some."""
OTHERWISE = frozenset(
    {("helper", "handed_over_to"), ("helper", "instead_of"), ("helper", "merged_into"), ("team", "leader_id")}
    | {("resident", "child_officer_id"), ("resident", "grid_leader_id"), ("care_grade", "assessor_id")}
)
"""Fields that point at a helper though their name does not say so."""
MOVED = frozenset(
    {("appraisal", "helper_id"), ("check_call", "helper_id"), ("health_record", "helper_id"), ("team", "helper_id")}
    | {("stand_in", "helper_id"), ("stand_in", "stand_in_helper_id")}
    | {("request_event", "helper_id"), ("service_request", "helper_id"), ("wish_claim", "helper_id")}
    | {("resident", "child_officer_id"), ("resident", "grid_leader_id"), ("care_grade", "assessor_id")}
)
"""Fields that name the one kept afterwards, in every record of this station."""
LISTED = frozenset({("service_item", "helper_ids")})
"""Lists of helpers: the one kept stands in the other's place, once."""
INSIDE = frozenset({("care_plan", "measures"), ("family_call", "helpers"), ("station", "grids")})
"""Lists of values that each name a helper."""
BY_ITSELF = frozenset(
    {("pairing", "helper_id"), ("team", "leader_id"), ("team_member", "helper_id")}
    | {("duty_shift", "helper_id"), ("duty_shift", "stand_in_helper_id")}
)
"""Fields that move with rules of their own: nobody stands by somebody twice, nor is in a team or on duty twice."""
STAYS = frozenset(
    {("helper", "handed_over_to"), ("helper", "instead_of"), ("helper", "merged_into"), ("visit", "visitors"), ("operator", "helper_id")}
)
"""What tells the one record from the other, or was said of the past and is read through the record that is kept."""


def pointing() -> Iterator[tuple[str, str]]:
    """Yield every field that points at a helper, by register."""
    for register in REGISTERS:
        table: Any = register.__table__  # type: ignore[attr-defined]
        for column in table.columns:
            inside = isinstance(column.type, JsonList) and TO_HELPER in getattr(column.type.item, "model_fields", {})
            named = column.name in (TO_HELPER, "helper_ids") or column.name.endswith("_" + TO_HELPER)
            if named or inside or (table.name, column.name) in OTHERWISE:
                yield table.name, column.name
