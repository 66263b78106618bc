"""Wishes, claims, visits and pairings taken in from ledgers reach the county, and both sides reckon every wish alike."""

from __future__ import annotations

from collections import Counter
from datetime import date

from stationdesk.services.imports import apply
from stationdesk.services.wish_state import Answered, Ended, Happened, standing_of, standings
from tests.county.conftest import Village
from tests.services.test_import_events import ALL
from tests.services.test_imports import planned, records

ON = date(2026, 11, 22)
KINDS = ("visit", "wish", "wish_claim", "claim_answer", "claim_end", "wish_event", "pairing")


def test_the_county_has_what_the_ledgers_told_and_reckons_alike(village: Village) -> None:
    plan = planned(village.desk, ALL).without_open_questions()
    with village.desk.writing("op", "导入台账") as session:
        apply(session, plan, on=ON)
    village.round_trip()
    there: dict[str, list[dict[str, object]]] = {}
    for (kind, record), row in village.rows().items():
        there.setdefault(kind, []).append(row | {"id": record})
    here = {kind: records(village.desk, kind) for kind in KINDS}
    assert {kind: len(there[kind]) for kind in KINDS} == {kind: len(here[kind]) for kind in KINDS}
    assert all("reason" not in wish or wish["reason"] is None for wish in there["wish"]), "why somebody wishes stays at home"
    with village.desk.reading() as session:
        own = standings(session, [wish["id"] for wish in here["wish"]])
    for wish, standing in own.items():
        of = {kind: [row for row in there[kind] if row.get("wish_id") == wish] for kind in KINDS}
        for rows in of.values():
            rows.sort(key=lambda row: str(row["id"]))
        seen = standing_of(
            [Happened(str(row["kind"]), str(row["happened_on"] or "")) for row in of["wish_event"]],
            [str(row["id"]) for row in of["wish_claim"]],
            [Answered(str(row["claim_id"]), row["answer"] == "yes") for row in of["claim_answer"]],
            [Ended(str(row["claim_id"]), str(row["kind"])) for row in of["claim_end"]],
        )
        assert seen == standing
    assert Counter(standing.state for standing in own.values())["fulfilled"] == 10
