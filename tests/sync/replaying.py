"""What rows lines add up to, and what rows there are: the two are compared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from stationdesk.registers.record import canonical
from stationdesk.sync.line_check import COUNTY_WRITES, row_values


def received_rows(session: Session, code: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the county's records at a desk, as JSON would say them."""
    found = {}
    for kind in sorted(COUNTY_WRITES):
        for row in session.connection().execute(text(f"SELECT * FROM {kind} WHERE author <> :own"), {"own": code}):
            values = dict(row._mapping)
            found[kind, values["id"]] = {name: value for name, value in values.items() if name not in ("key", "id", "author", "audience")}
    return found


def plain(value: Any) -> Any:
    """Return a value as JSON says it, so that rows can be compared with a replay."""
    if isinstance(value, tuple):
        return json.loads(
            canonical([one.model_dump(mode="json", exclude_defaults=True) if hasattr(one, "model_dump") else one for one in value])
        )
    return dict(value) if hasattr(value, "keys") else value


def replay(lines: list[tuple[int, str, str, bytes]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the rows that lines (seq, kind, id, bytes) add up to."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for _seq, kind, record, line in lines:
        fields = json.loads(line)["fields"]
        if fields == {"gone": True}:
            found.pop((kind, record), None)
            continue
        if (kind, record) not in found:
            found[kind, record] = {name: plain(value) for name, value in row_values(kind, {}, whole=True).items()}
        found[kind, record] |= fields
    return found


def counting(lines: Iterable[tuple[int, str, str, bytes]], aside: Mapping[tuple[str, str], int]) -> list[tuple[int, str, str, bytes]]:
    """Return those of a journal's lines (seq, kind, id, bytes) that count at the county.

    Of a record set `aside` since a line only what came before it counts, and a removal: what was mended since is in the rows whole.
    """
    found, there = [], set()
    for seq, kind, record, line in lines:
        if seq < aside.get((kind, record), seq + 1):
            there.add((kind, record))
            found.append((seq, kind, record, line))
        elif (kind, record) in there and "removed_at" in (fields := json.loads(line)["fields"]):
            found.append((seq, kind, record, canonical({"fields": {"removed_at": fields["removed_at"]}}).encode()))
    return found
