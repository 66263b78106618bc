"""Taking a planned ledger into the registers: one action, nothing overwritten silently, the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.field import Draft
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.import_batches import keep_batches
from stationdesk.services.import_events import Events
from stationdesk.services.import_known import Existing, Values, known_people
from stationdesk.services.import_links import Helpers, Households
from stationdesk.services.import_people import NoteWanted, PersonWanted, person_wanted, remainder, rows_by_person, say
from stationdesk.services.import_plan import (
    KEPT_AS_NOTE,
    PASSED_OVER,
    FilePlan,
    Plan,
    PlanQuestion,
    RowPlan,
    SheetPlan,
    SkippedRow,
    subject_of,
)
from stationdesk.services.import_writing import Gathered
from stationdesk.services.likeness import KnownPerson
from stationdesk.services.progress import Report, silent
from stationdesk.services.wish_noting import give_numbers

__all__ = [
    "FilePlan",
    "ImportOutcome",
    "KnownPerson",
    "Plan",
    "PlanQuestion",
    "RowPlan",
    "SheetPlan",
    "SkippedRow",
    "apply",
    "known_people",
]

TELL_EVERY = 200
"""People between two words on how far the import is."""
PEOPLE_AT_ONCE = 2000
"""People whose records are gathered before they are written, so that memory does not grow with the ledger."""


@dataclass
class ImportOutcome:
    """What applying a plan did: residents added and filled in, rows that changed nothing, notes kept, conflicts kept as notes."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    notes: int = 0
    conflicts: int = 0
    loose: int = 0
    """Notes of rows that tell of somebody nobody knows."""
    events: dict[str, int] = field(default_factory=dict)
    """Register (visit, wish, pairing) → records made of ledgers that tell of such."""
    batches: list[str] = field(default_factory=list)
    residents: dict[str, str] = field(default_factory=dict)
    """Person of the plan → id of the resident."""


def apply(session: Session, plan: Plan, *, on: date, report: Report = silent) -> ImportOutcome:
    """Write what a plan wants, inside the caller's `writing()`: one action, all of it or nothing.

    Empty fields are filled; a filled field stays, and what a row says otherwise is kept as a note. Rows that were taken in
    before, word for word, are passed over. What `report` raises is passed on, and nothing was written then.
    """
    return _Work(session, on, report).run(plan)


class _Work:
    """One application of a plan: gathers all inserts and updates, then writes them in bulk."""

    def __init__(self, session: Session, on: date, report: Report) -> None:
        self.report = report
        self.session, self.on, self.records = session, on.isoformat(), Gathered(session)
        self.outcome = ImportOutcome()
        self.done: dict[tuple[str, str, int], tuple[str | None, str]] = {}
        """File, sheet, row → resident's id and outcome."""

    def run(self, plan: Plan) -> ImportOutcome:
        """Work through the people of the plan and write."""
        people = rows_by_person(row for row in plan.rows() if row[2].action not in PASSED_OVER | {KEPT_AS_NOTE})
        self.existing = Existing(self.session, [rows[0][2].known for rows in people if rows[0][2].known])
        self.helpers = Helpers(self.records, self.existing)
        self.households = Households(self.records, self.existing)
        self.events = Events(self.records, self.existing, self.helpers, self.on)
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            wanted = [person_wanted(rows) for rows in people[start : start + PEOPLE_AT_ONCE]]
            for person in wanted:
                self.helpers.meet(person.helpers)
            for at, person in enumerate(wanted, start):
                if at % TELL_EVERY == 0:
                    self.report(_("Taking people in"), at, len(people))
                self._person(person)
            self.report(_("Writing what was taken in"), start, len(people))
            self.records.write()
        self._loose_notes(plan)
        self.outcome.events = dict(self.events.made)
        self._notice_taken(plan)
        if self.records.wrote:
            give_numbers(self.session, date.fromisoformat(self.on))
            self.outcome.batches = keep_batches(self.session, plan, self.records.author, self.done)
        return self.outcome

    def _notice_taken(self, plan: Plan) -> None:
        for file, sheet, row in plan.rows():
            if row.action == "taken" and row.known:
                self.done[file.file, sheet.sheet, row.row] = (row.known, "unchanged")
                self.outcome.residents[row.person] = row.known
                self.outcome.unchanged += 1

    def _loose_notes(self, plan: Plan) -> None:
        """Keep the rows that tell of nobody known as notes beside no person."""
        rows = [row for row in plan.rows() if row[2].action == KEPT_AS_NOTE]
        have = self.existing.loose_notes() if rows else set()
        for file, sheet, row in rows:
            text = remainder((file, sheet, row))
            self.done[file.file, sheet.sheet, row.row] = (None, "updated" if text and text not in have else "unchanged")
            if text and text not in have:
                have.add(text)
                where = {"source_file": file.file[:200], "source_sheet": sheet.sheet[:80], "source_row": row.row, "noted_on": self.on}
                heading = str(subject_of(row.record).get("name") or "")[:120]
                self.records.insert(Note, NoteDraft, {"kind": "ledger", "heading": heading, "text": text, **where})
                self.outcome.notes += 1
                self.outcome.loose += 1
        self.records.write()

    # -- one person

    def _person(self, person: PersonWanted) -> None:
        before = self.records.size()
        now = self.existing.residents.get(person.known or "")
        resident = now["id"] if now else new_id()
        self.households.settle(person, resident, now)
        if now is None:
            self.records.insert(
                Resident, ResidentDraft, {"enrolled_on": self.on, "source": person.rows[0][0].file[:160], **person.values}, record=resident
            )
        else:
            self._note_conflicts(person, self.records.fill(Resident, now, person.values))
        self._relatives(Kin, KinDraft, resident, person.kin, self.existing.kin[resident])
        self._relatives(Guardian, GuardianDraft, resident, person.guardians, self.existing.guardians[resident])
        self._tags(person, resident)
        self._grade(person, resident)
        for helper in person.helpers:
            self.helpers.pair(helper, resident)
        for words, source in person.wishes:
            self.events.wishes.wish(resident, {"content": words[:1000], "ledger": source[:160], "source": "ledger"})
        for told in person.events:
            person.notes.extend(self.events.take(told, resident))
        self._notes(person, resident)
        changed = self.records.size() != before
        outcome = "added" if now is None else "updated" if changed else "unchanged"
        for at, (file, sheet, row) in enumerate(person.rows):
            said = outcome if outcome != "added" or at == 0 else "updated"
            self.done[file.file, sheet.sheet, row.row] = (resident, said)
            self.outcome.unchanged += said == "unchanged"
        self.outcome.residents[person.rows[0][2].person] = resident
        self.outcome.added += now is None
        self.outcome.updated += outcome == "updated"

    def _note_conflicts(self, person: PersonWanted, conflicts: Values) -> None:
        for name, value in conflicts.items():
            file, sheet, row = person.rows[-1]
            person.notes.append(NoteWanted("doubt", name, say(value), file.file, sheet.sheet, row.row))

    def _relatives(
        self, kind: type[Kin | Guardian], draft: type[Draft], resident: str, wanted: Iterable[Values], have: list[Values]
    ) -> None:
        for one in wanted:
            same = next((h for h in have if _same_relative(h, one)), None)
            if same is None:
                made = self.records.insert(kind, draft, {"resident_id": resident, **one})
                have.append({"id": made, "resident_id": resident, "new": True, **one})
            elif not same.get("new"):
                self.records.fill(kind, same, one)

    def _tags(self, person: PersonWanted, resident: str) -> None:
        have = {tag["restricted_category"] or tag["category"] for tag in self.existing.tags[resident] if not tag["to_date"]}
        for code in person.categories:
            if code not in have:
                self.records.insert(
                    CategoryTag, CategoryTagDraft, {"resident_id": resident, "category": code, "source": person.rows[0][0].file[:160]}
                )

    def _grade(self, person: PersonWanted, resident: str) -> None:
        if person.grade is None:
            return
        current = [grade for grade in self.existing.grades[resident] if not grade["to_date"]]
        if not current:
            self.records.insert(
                CareGrade, CareGradeDraft, {"resident_id": resident, "grade": person.grade, "source": person.rows[0][0].file[:160]}
            )
        elif all(grade["grade"] != person.grade for grade in current):
            self._note_conflicts(person, {"care_grade": person.grade})

    def _notes(self, person: PersonWanted, resident: str) -> None:
        have = {(note["heading"], note["text"]) for note in self.existing.notes[resident]}
        for note in person.notes:
            text = note.text.strip()[:8000]
            if not text or (note.heading, text) in have:
                continue
            have.add((note.heading, text))
            where = {"source_file": note.file[:200], "source_sheet": note.sheet[:80], "source_row": note.row}
            self.records.insert(
                Note,
                NoteDraft,
                {"resident_id": resident, "kind": note.kind, "heading": note.heading, "text": text, "noted_on": self.on, **where},
            )
            self.outcome.notes += 1
            self.outcome.conflicts += note.kind == "doubt"


def _same_relative(have: Values, one: Values) -> bool:
    if have.get("name") and one.get("name"):
        return bool(have["name"] == one["name"])
    if have.get("name") or one.get("name"):
        return bool(have.get("relation") and have.get("relation") == one.get("relation") and not one.get("name"))
    numbers = {p["number"] if isinstance(p, Mapping) else p.number for p in have.get("phones") or ()}
    return bool(numbers & {p["number"] for p in one.get("phones", ())}) or (
        have.get("relation") == one.get("relation") and not one.get("phones")
    )
