"""Who stands by whom in the demo village: invented helpers, pairings and names at the levels, with a few holes left to fill."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.record import new_id
from stationdesk.services.pairing_world import ANSWERING, read_world
from stationdesk.services.projects import project_named
from stationdesk.settings import resource
from stationdesk.store.database import author_of

SHARE, WHOLE = 0.85, 0.9
"""Of those who need a helper, and of the names at levels, how many there are while helpers have room."""


def pair_up(session: Session, on: date, seed: int = 1) -> int:
    """Write helpers and pairings for everybody who should have them; returns how many pairings."""
    author, chance = author_of(session), Random(seed)  # noqa: S311 - invented people, not keys
    samples = json.loads(resource("samples/pairings.json").read_text(encoding="utf-8"))["helpers"]
    hands = []
    for fields in samples:
        draft = HelperDraft.model_validate(fields | {"joined_on": (on - timedelta(days=chance.randrange(200, 900))).isoformat()})
        hands.append({**dict(draft), "id": new_id(), "author": author})
    session.connection().execute(Helper.__table__.insert(), hands)  # type: ignore[attr-defined]
    world = read_world(session, on)
    loads: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for resident in sorted(world.subjects, key=lambda one: (world.subjects[one].person.route(), one)):
        if world.subjects[resident].gone:
            continue
        need = world.need(resident)
        start = (on - timedelta(days=chance.randrange(20, 190))).isoformat()
        wanted, child = need.helper and chance.random() < SHARE, world.subjects[resident].person.is_child(on)
        helper = _helper(hands, loads, child=child) if wanted else None
        project = project_named(world.projects, need.project)
        if helper is not None and project is not None:
            loads[helper["id"]] += 1
            agreed = {"helper_agreed_on": start, "resident_agreed_on": start}
            rows.append(_row(helper["id"], resident, start, {"kind": project.kind, "project": project.name, "mode": project.mode} | agreed))
        for level in world.levels:
            officers = [one for one in hands if one["helper_type"] == "responsible_officer"]
            officer = next((one for one in officers if one["org_level"] == level.org_level), None)
            if officer is not None and level.number in need.levels and chance.random() < WHOLE:
                fields = {"kind": ANSWERING, "level": level.number, "level_label": level.label}
                rows.append(_row(officer["id"], resident, start, fields))
    made = [{**row, "author": author} for row in rows]
    if made:
        session.connection().execute(Pairing.__table__.insert(), made)  # type: ignore[attr-defined]
    return len(made)


def _helper(hands: list[dict[str, Any]], loads: Counter[str], *, child: bool) -> dict[str, Any] | None:
    """Return the helper with the least to do who has room and suits."""
    kinds = {"caring_mother", "youth_league_sibling"} if child else {"neighbour", "volunteer", "village_official", "party_member", "team"}
    free = [one for one in hands if one["helper_type"] in kinds and loads[one["id"]] < (one["most_pairings"] or 4)]
    return min(free, key=lambda one: (loads[one["id"]], one["name"])) if free else None


def _row(helper: str, resident: str, start: str, fields: dict[str, Any]) -> dict[str, Any]:
    draft = PairingDraft.model_validate({"helper_id": helper, "resident_id": resident, "start_date": start, "state": "active"} | fields)
    return {**dict(draft), "id": new_id()}
