"""Compares an import plan with the truth its ledgers were made from: fields right, silent errors, rows lost, people joined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

IMPLIED = {"oldest_old", "partly_dependent", "disabled_function"}
Truth = Mapping[str, list[dict[str, Any]]]


@dataclass
class Score:
    """What the comparison came to."""

    right: int = 0
    total: int = 0
    silent: int = 0
    unnamed: int = 0
    lost: int = 0
    invented: int = 0
    kinds: int = 0
    joined: int = 0
    due: int = 0
    wrongly: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether every bar holds."""
        clean = not (self.silent or self.unnamed or self.lost or self.invented or self.kinds or self.wrongly)
        return clean and self.right >= 0.99 * self.total and self.joined >= 0.95 * self.due


def score(plan: Mapping[str, Any], truth: Truth) -> Score:
    """Return how a plan (`Plan.as_json`) compares with the truth, file by file."""
    result = Score()
    files = {f["file"]: {s["sheet"]: s for s in f["sheets"]} for f in plan["files"]}
    people: dict[tuple[str, str, int], str] = {}
    truly: dict[tuple[str, str, int], str] = {}
    for name, sheets in truth.items():
        given = files[name]
        wanted = {sheet["sheet"] for sheet in sheets}
        result.invented += sum(len(s["rows"]) for key, s in given.items() if key not in wanted)
        for sheet in sheets:
            _score_sheet(result, name, given[sheet["sheet"]], sheet, people, truly)
    _score_joins(result, people, truly)
    return result


def _score_sheet(
    result: Score,
    name: str,
    got: Mapping[str, Any],
    want: Mapping[str, Any],
    people: dict[tuple[str, str, int], str],
    truly: dict[tuple[str, str, int], str],
) -> None:
    if got["ledger"] != want["ledger"]:
        result.kinds += 1
        result.misses.append(f"{name}: {got['ledger']} instead of {want['ledger']}")
    rows = {row["row"]: row for row in got["rows"]}
    extra = set(rows) - {row["row"] for row in want["rows"]}
    result.invented += len(extra)
    result.misses.extend(f"{name}:{row}: invented {rows[row]['record']}" for row in extra)
    for row in want["rows"]:
        where = (name, want["sheet"], row["row"])
        truly[where] = row["person"]
        found = rows.get(row["row"])
        if found is None:
            result.lost += 1
            result.total += len(row["record"])
            result.misses.append(f"{where}: row lost")
            continue
        people[where] = found["person"]
        _score_row(result, where, found, row)


def _score_row(result: Score, where: tuple[str, str, int], got: Mapping[str, Any], want: Mapping[str, Any]) -> None:
    problems = set(got["problems"])
    flagged = {problem.split(":")[0] for problem in problems}
    for problem in want["problems"]:
        if problem not in problems:
            result.unnamed += 1
            result.misses.append(f"{where}: {problem} not named, only {problems}")
    context = want["record"] | {"_doubtful": any(p.startswith("id_no:") for p in want["problems"])}
    for name, value in want["record"].items():
        result.total += 1
        have = got["record"].get(name)
        if same(name, have, value, context):
            result.right += 1
            continue
        result.silent += have not in (None, "", []) and name not in flagged
        result.misses.append(f"{where}: {name} = {have!r}, truth {value!r}")


def _score_joins(result: Score, people: Mapping[tuple[str, str, int], str], truly: Mapping[tuple[str, str, int], str]) -> None:
    for a, b in combinations(list(people), 2):
        if people[a] == people[b]:
            result.joined += truly[a] == truly[b]
            if truly[a] != truly[b]:
                result.wrongly += 1
                result.misses.append(f"{a} and {b} wrongly joined")
    result.due = sum(a == b for a, b in combinations(list(truly.values()), 2))


def inside(id_no: str | None) -> str | None:
    """Return the birth date in an ID number's digits 7 to 14."""
    return f"{id_no[6:10]}-{id_no[10:12]}-{id_no[12:14]}" if id_no and re.match(r"\d{14}", id_no) else None


def same(name: str, got: Any, want: Any, row: Mapping[str, Any]) -> bool:
    """Return whether a field says what the truth says."""
    id_no = row.get("id_no")
    if name == "id_no" and row.get("_doubtful"):
        return got in (None, "") or str(got) == want
    if want is None or want == []:
        return got in (None, "", [])
    if name == "phones":
        return sorted(got or []) == sorted(want)
    if name == "categories":
        return set(want) <= set(got or []) and set(got or []) - set(want) <= IMPLIED
    if name == "birth_date":
        return got in (want, inside(id_no))
    if name == "birth_precision":
        return bool(got == want or (got == "day" and inside(id_no) is not None))
    if name in ("kin", "helpers"):
        return all(any(covers(g, w) for g in got or []) for w in want)
    if isinstance(want, dict):
        return isinstance(got, dict) and covers(got, want)
    if isinstance(want, int | float):
        return isinstance(got, int | float) and float(got) == float(want)
    return str(got or "").strip() == str(want).strip()


def covers(got: Mapping[str, Any], want: Mapping[str, Any]) -> bool:
    """Return whether a person beside the row's person has every field of the truth; unit and post may be parted."""
    for key, value in want.items():
        if key == "org" and (got.get("org") or "") + (got.get("post") or "") == value:
            continue
        if not same(key, got.get(key), value, {}):
            return False
    return True
