"""Wishes, visits and pairings of a ledger as records beside the residents they are about; what is there already is not doubled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from stationdesk.registers.field import plain_key
from stationdesk.registers.record import Value
from stationdesk.registers.visit import Visit, VisitDraft
from stationdesk.services.import_fields import code_of
from stationdesk.services.import_known import Existing, Values
from stationdesk.services.import_links import Helpers
from stationdesk.services.import_people import NoteWanted, PlannedRow, remainder
from stationdesk.services.import_wishes import Wishes, heading_of, texts
from stationdesk.services.import_writing import Gathered

_LISTS = ("visitors", "issues", "check_items", "handed_out")
"""Lists of a visit: what two ledgers say of them is compared by names."""


class Events:
    """Writes what rows tell of, each beside its resident; counts what is new."""

    def __init__(self, work: Gathered, existing: Existing, helpers: Helpers, on: str) -> None:
        self.work, self.existing, self.helpers, self.on = work, existing, helpers, on
        self.made: dict[str, int] = defaultdict(int)
        """Register → records made."""
        self.wishes = Wishes(work, existing, self.made, on)

    def take(self, row: PlannedRow, resident: str) -> list[NoteWanted]:
        """Write what a row tells of; returns what it says that no field of the record can hold, or that goes against it."""
        file, sheet, planned = row
        record = planned.record
        take = {"wishes": self.wishes.take, "visits": self._visit, "pairings": self._pairing}[sheet.ledger or ""]
        return [NoteWanted(kind, heading, text, file.file, sheet.sheet, planned.row) for kind, heading, text in take(row, record, resident)]

    # -- visits

    def _visit(self, row: PlannedRow, record: Mapping[str, Any], resident: str) -> Iterable[tuple[str, str, str]]:
        day = str(record.get("visited_on") or "")
        if len(day) != 10 or day > self.on or day < self._born(resident):
            yield "ledger", heading_of(row), remainder(row)
            return
        values = self._visit_values(row, record, day)
        same = next((have for have in self.existing.visits[resident] if _same_visit(have, values)), None)
        if same is None:
            made = self.work.insert(Visit, VisitDraft, {"resident_id": resident, **values})
            self.existing.visits[resident].append({"id": made, "new": True, **values})
            self.made["visit"] += 1
        elif not same.get("new"):
            lists = {name for name in _LISTS if same.get(name) and values.get(name)}
            for name in sorted(lists):
                if not {_say(one) for one in values[name]} <= {_say(one) for one in same[name]}:
                    yield "doubt", name, _say(values[name])
            wanted = {name: value for name, value in values.items() if name not in lists}
            for name, value in self.work.fill(Visit, same, wanted).items():
                if name not in ("recorder", "source", "remark", "kind", "outcome"):
                    yield "doubt", name, _say(value)

    def _born(self, resident: str) -> str:
        """Return the first day on which somebody can have been visited, as far as the register knows; empty if it does not."""
        now = self.existing.residents.get(resident) or {}
        sure = now.get("birth_precision") in ("day", "month") and now.get("birth_calendar") != "lunar"
        return str(now.get("birth_date") or "") if sure else ""

    def _visit_values(self, row: PlannedRow, record: Mapping[str, Any], day: str) -> Values:
        values: Values = {"visited_on": day, "source": row[0].file[:160]}
        values |= texts(record, ("content", 4000), ("action", 1000), ("place", 120), ("recorder", 72), ("family_situation", 1000))
        values |= texts(record, ("suggestion", 1000), ("next_plan", 1000), ("visit_no", 40))
        for name in ("mode", "kind", "outcome", "satisfaction", "minutes", "start_time"):
            if record.get(name) is not None:
                values[name] = record[name]
        if record.get("signed") is not None:
            values["signature_on_paper"] = record["signed"]
        if len(str(record.get("follow_up_due") or "")) == 10:
            values["follow_up_due"] = record["follow_up_due"]
        if record.get("visitors"):
            values["visitors"] = tuple(self._visitor(name, record) for name in record["visitors"])
        if record.get("issue"):
            values["issues"] = ({"text": str(record["issue"])},)
        checks, loose = _checks(record)
        if checks:
            values["check_items"] = checks
        if record.get("handed_out"):
            values["handed_out"] = tuple(_handed(one) for one in record["handed_out"])
        said = "；".join(filter(None, (*loose, remainder(row, only_notes=True))))
        if said:
            values["remark"] = said[:1000]
        return values

    def _visitor(self, name: str, record: Mapping[str, Any]) -> Values:
        found: Values = {"name": name[:72]}
        helper = self.helpers.only(name)
        if helper:
            found["helper_id"] = helper
        note = record.get("visitor_notes", {}).get(name)
        org = record.get("visitor_org") or note
        if org:
            found["org"] = str(org)[:120]
        return found

    # -- pairings

    def _pairing(self, row: PlannedRow, record: Mapping[str, Any], resident: str) -> Iterable[tuple[str, str, str]]:
        helpers = record.get("helpers") or ([record["helper"]] if record.get("helper") else [])
        named = [one for one in helpers if one.get("name")]
        values = self._pairing_values(row, record)
        for one in named:
            more = dict(one)
            if record.get("helper_type"):
                more["helper_type_said"] = record["helper_type"]
            if self.helpers.pair(more, resident, values):
                self.made["pairing"] += 1
        if not named:
            yield "ledger", heading_of(row), remainder(row)

    def _pairing_values(self, row: PlannedRow, record: Mapping[str, Any]) -> Values:
        values: Values = {"source": row[0].file[:160]}
        values |= {name: record[name] for name in ("start_date", "end_date") if len(str(record.get(name) or "")) == 10}
        values |= texts(record, ("project", 80), ("frequency", 120), ("needs", 1000), ("outcome", 1000))
        values |= {name: record[name] for name in ("mode", "kind", "end_reason") if record.get(name)}
        if record.get("measures"):
            values["measures"] = ({"what": str(record["measures"])[:500]},)
        if record.get("state") == "ended" or ("end_date" in values and values["end_date"] <= self.on):
            values["state"] = "ended"
        said = remainder(row, only_notes=True)
        if said:
            values["remark"] = said[:1000]
        return values


def _same_visit(have: Values, one: Values) -> bool:
    """Return whether two tellings are of one visit: its day, how, and what was done, as far as both say."""
    if have.get("visited_on") != one["visited_on"]:
        return False
    for name in ("mode", "start_time"):
        if have.get(name) and one.get(name) and have[name] != one[name]:
            return False
    said, now = plain_key(str(have.get("content") or "")), plain_key(str(one.get("content") or ""))
    return said == now or not said or not now


def _checks(record: Mapping[str, Any]) -> tuple[tuple[Values, ...], list[str]]:
    """Return what was looked at, as far as its word is known, and the words that no table has."""
    checks: list[Values] = []
    loose: list[str] = []
    for name, item in (("body", "health"), ("spirit", "spirit"), ("safety", "safety")):
        said = record.get(name)
        code = code_of("check_result", str(said)) if said else None
        if code:
            checks.append({"item": item, "result": code})
        elif said:
            loose.append(str(said))
    return tuple(checks), loose


def _handed(one: Mapping[str, Any]) -> Values:
    found: Values = {"item": str(one["item"])[:120]}
    if one.get("yuan") is not None:
        found["amount"] = round(float(one["yuan"]) * 100)
    return found


def _say(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(_say(one) for one in value)
    said = value if isinstance(value, Mapping) else value.model_dump() if isinstance(value, Value) else None
    if said is None:
        return str(value)
    return str(said.get("name") or said.get("text") or said.get("item") or "")
