"""What a plan comes to in one sentence that adds up, and what was passed over, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from stationdesk.i18n import N_, _
from stationdesk.services.import_cells import doubts_of
from stationdesk.services.import_plan import KEPT_AS_NOTE, PASSED_OVER, Plan, RowPlan, SheetPlan, SkippedRow, TablePlan

REASONS = {
    "empty": N_("empty rows"),
    "total": N_("sums"),
    "header": N_("headings again"),
    "footer": N_("foot of the form"),
    "group": N_("headings of groups"),
    "title": N_("titles"),
}
SHORT = 16
LONGEST_SUM = 3
"""Characters of the words a ledger itself has for a sum."""
_WORD = re.compile(r"[^\W\d_]+")
_COUNTED = re.compile(r"\d+\s*[^\W\d_]*")
"""A figure with what it counts (23人): no word for the sum."""
_SAID = re.compile(r"[:：]\s*\S*")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people a plan is about and what becomes of them; `doubts` counts cells. The parts add up to `people`."""

    people: int
    new: int
    completed: int
    taken: int
    waiting: int
    left_out: int
    doubts: int
    visits: int = 0
    wishes: int = 0
    pairings: int = 0
    """Rows that tell of such and would be taken in now."""
    loose: int = 0
    """Rows about nobody known, which would be kept as notes."""

    @property
    def wanted(self) -> int:
        """How many people would be taken in now."""
        return self.new + self.completed

    @property
    def anything(self) -> bool:
        """Whether anything would be taken in now."""
        return bool(self.wanted or self.loose)

    def told(self) -> str:
        """Return what is told of people, in words: 走访 60 条、心愿 40 条."""
        said = (
            (_("{count} visits"), self.visits),
            (_("{count} wishes"), self.wishes),
            (_("{count} pairings"), self.pairings),
            (_("{count} rows about nobody known, kept as notes"), self.loose),
        )
        return _(", (list)").join(words.format(count=count) for words, count in said if count)

    def sentence(self) -> list[tuple[str, str]]:
        """Return the sentence that adds up, as parts (text, tone): bold, ink or soon."""
        parts = [
            (_("{count} people are new").format(count=self.new), self.new),
            (_("{count} known already are completed").format(count=self.completed), self.completed),
            (_("{count} taken in before").format(count=self.taken), self.taken),
            (_("{count} left out by you").format(count=self.left_out), self.left_out),
        ]
        said = _(", (then)").join(text for text, count in parts if count)
        told = self.told()
        said = _("; ").join(filter(None, (said, told)))
        end = _(", (then)") if said and self.waiting else _(". (end)") if said else ""
        found = [(_("{count} people in all: ").format(count=self.people), "bold"), (said + end, "ink")]
        if self.waiting:
            found.append((_("{count} wait for your answer and are left for later.").format(count=self.waiting), "soon"))
        return [part for part in found if part[0]]


def tally(plan: Plan) -> Tally:
    """Return what becomes of each person of a plan: everybody about whom a question is open waits."""
    people: dict[str, set[str]] = {}
    told: Counter[str] = Counter()
    doubts = 0
    waiting = {row.person for _file, _sheet, row in plan.rows() if row.asked}
    for _file, sheet, row in plan.rows():
        if row.action == KEPT_AS_NOTE:
            told["loose"] += 1
        else:
            people.setdefault(row.person, set()).add("wait" if row.asked else row.action)
            told[sheet.ledger or ""] += row.person not in waiting and row.action not in PASSED_OVER
        doubts += sum(1 for _at in doubts_of(table_of(sheet, row), row))
    counts = Counter(map(_becomes, people.values()))
    kinds = (told["visits"], told["wishes"], told["pairings"], told["loose"])
    return Tally(len(people), counts["new"], counts["known"], counts["taken"], counts["wait"], counts["out"], doubts, *kinds)


def _becomes(actions: set[str]) -> str:
    for action in ("wait", "new"):
        if action in actions:
            return action
    if actions & {"update", "same"}:
        return "known"
    return "new" if actions & {"join", "ask"} else "taken" if "taken" in actions else "out"


def events_in_words(made: Mapping[str, int], loose: int) -> list[str]:
    """Return what an import made beside residents, one sentence each: visits, wishes, pairings, notes of nobody known."""
    said = {
        "visit": _("New visits: {count}."),
        "wish": _("New wishes: {count}."),
        "pairing": _("New pairings: {count}."),
    }
    found = [sentence.format(count=made[kind]) for kind, sentence in said.items() if made.get(kind)]
    if loose:
        found.append(_("Rows about people nobody here knows, kept as notes: {count}.").format(count=loose))
    return found


def table_of(sheet: SheetPlan, row: RowPlan) -> TablePlan:
    """Return the table a row stands in."""
    return sheet.tables[row.table]


def below(sheet: SheetPlan) -> list[SkippedRow]:
    """Return the rows that were passed over below the first heading: titles above it are no rows of the list."""
    first = max(sheet.header_rows, default=0)
    return [row for row in sheet.skipped if row.row > first]


def skipped_in_words(rows: Iterable[SkippedRow]) -> str:
    """Return why rows were passed over: `空行 3、小计 1、「填表人 审核人」1`."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[_reason(row)] += 1
    quoted = "「"
    return _(", (list)").join(f"{reason}{'' if reason.startswith(quoted) else ' '}{count}" for reason, count in counts.items())


def _reason(row: SkippedRow) -> str:
    if row.reason == "total":
        words = _WORD.findall(_COUNTED.sub("", row.text))
        return words[-1] if words and len(words[-1]) <= LONGEST_SUM else _("sums")
    if row.reason == "footer" and row.text:
        labels = " ".join(_SAID.sub("", row.text).split()) or row.text
        short = labels if len(labels) <= SHORT else f"{labels[:SHORT]}…"
        return _("“{text}”").format(text=short)
    words_of = REASONS.get(row.reason, N_("empty rows"))
    return _(words_of)


def skipped_row(row: SkippedRow) -> str:
    """Return one row that was passed over: `第 12 行「一组 小计」`."""
    if not row.text.strip():
        return _("row {row}, empty").format(row=row.row)
    return _("row {row} “{text}”").format(row=row.row, text=row.text)
