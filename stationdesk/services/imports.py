"""Taking a planned ledger into the registers: one action, nothing overwritten silently, the same file twice changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Table, and_, bindparam, insert, select, update
from sqlmodel import Session

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.field import Draft
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.import_batch import ImportBatch, ImportBatchDraft
from stationdesk.registers.import_row import ImportRow
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.pairing import Pairing, PairingDraft
from stationdesk.registers.record import Record, new_id
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.import_people import (
    NoteWanted,
    PersonWanted,
    Values,
    helper_type_of,
    joined,
    pairing_of,
    person_wanted,
    rows_by_person,
    say,
)
from stationdesk.services.import_plan import FilePlan, Plan, PlanQuestion, RowPlan, SheetPlan, SkippedRow
from stationdesk.services.matching import KnownPerson
from stationdesk.store.database import author_of
from stationdesk.store.tables import action

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

CHUNK = 500
"""Ids asked for in one question."""
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
    batches: list[str] = field(default_factory=list)
    residents: dict[str, str] = field(default_factory=dict)
    """Person of the plan → id of the resident."""


def known_people(session: Session) -> Iterator[KnownPerson]:
    """Yield every resident of this desk as matching needs him, with the fingerprints of rows already taken in for him."""
    t = _table(Resident)
    rows = _seen_rows(session)
    kin = _kin_names(session)
    wanted = [
        t.c.id,
        t.c.name,
        t.c.id_no,
        t.c.birth_date,
        t.c.birth_precision,
        t.c.sex,
        t.c.village_group,
        t.c.former_name,
        t.c.nickname,
        t.c.phones,
        t.c.disability_no,
        t.c.id_state,
    ]
    own = select(*wanted).where(t.c.author == author_of(session), t.c.removed_at.is_(None), t.c.merged_into.is_(None))
    for at in session.connection().execute(own):
        paper = at.disability_no[:18] if at.disability_no and len(at.disability_no) >= 20 else None
        names = tuple(name for name in (at.former_name, at.nickname) if name)
        yield KnownPerson(
            at.id,
            at.name,
            at.id_no,
            at.birth_date,
            at.birth_precision,
            at.sex,
            at.village_group,
            names,
            tuple(p.number for p in at.phones or ()),
            kin.get(at.id, ()),
            paper,
            at.id_state in ("ok", "ok_upgraded_from_15"),
            rows.get(at.id, ()),
        )


def _kin_names(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the names of relatives of the residents without a sound ID number, by whom alone those can be told apart."""
    resident, found = _table(Resident), defaultdict(list)
    for kind in (Kin, Guardian):
        t = _table(kind)
        unsure = select(t.c.resident_id, t.c.name).join(resident, and_(resident.c.id == t.c.resident_id, resident.c.author == t.c.author))
        unsure = unsure.where(resident.c.id_state.is_distinct_from("ok"), t.c.name.is_not(None), t.c.author == author_of(session))
        for owner, name in session.connection().execute(unsure):
            found[owner].append(name)
    return {owner: tuple(names) for owner, names in found.items()}


def _seen_rows(session: Session) -> dict[str, tuple[str, ...]]:
    """Return the fingerprints of the rows taken in for each resident, by actions that were not undone."""
    row, batch = _table(ImportRow), _table(ImportBatch)
    undone = select(action.c.id).where(action.c.undone_by.is_not(None))
    taken = select(row.c.resident_id, row.c.fingerprint).join(batch, batch.c.id == row.c.batch_id)
    taken = taken.where(
        row.c.resident_id.is_not(None), row.c.fingerprint.is_not(None), batch.c.action.is_(None) | batch.c.action.not_in(undone)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for resident, fingerprint in session.connection().execute(taken):
        found[resident].append(fingerprint)
    return {resident: tuple(prints) for resident, prints in found.items()}


def apply(session: Session, plan: Plan, *, on: date) -> ImportOutcome:
    """Write what a plan wants, inside the caller's `writing()`: one action, all of it or nothing.

    Empty fields are filled; a filled field stays, and what a row says otherwise is kept as a note. Rows that were taken in
    before, word for word, are passed over.
    """
    return _Work(session, on).run(plan)


def _table(kind: type[Record]) -> Table:
    found: Table = kind.__table__  # type: ignore[attr-defined]
    return found


class _Existing:
    """The records there are already of the residents a plan touches, by resident."""

    def __init__(self, session: Session, residents: Sequence[str]) -> None:
        self.session, self.author = session, author_of(session)
        self.residents = {one["id"]: one for one in self._of(Resident, "id", residents)}
        self.kin = self._by_resident(Kin, residents)
        self.guardians = self._by_resident(Guardian, residents)
        self.tags = self._by_resident(CategoryTag, residents)
        self.grades = self._by_resident(CareGrade, residents)
        self.pairings = self._by_resident(Pairing, residents)
        self.notes = self._by_resident(Note, residents)

    def _of(self, kind: type[Record], name: str, ids: Sequence[str]) -> Iterator[Values]:
        t = _table(kind)
        for start in range(0, len(ids), CHUNK):
            mine = select(t).where(t.c[name].in_(ids[start : start + CHUNK]), t.c.author == self.author, t.c.removed_at.is_(None))
            for row in self.session.connection().execute(mine).mappings():
                yield dict(row)

    def _by_resident(self, kind: type[Record], ids: Sequence[str]) -> dict[str, list[Values]]:
        found: dict[str, list[Values]] = defaultdict(list)
        for row in self._of(kind, "resident_id", ids):
            found[row["resident_id"]].append(row)
        return found

    def all_of(self, kind: type[Record], *names: str) -> list[Values]:
        """Return some columns of every record of a register that is not removed."""
        t = _table(kind)
        mine = select(*(t.c[name] for name in names)).where(t.c.author == self.author, t.c.removed_at.is_(None))
        return [dict(row) for row in self.session.connection().execute(mine).mappings()]


class _Work:
    """One application of a plan: gathers all inserts and updates, then writes them in bulk."""

    def __init__(self, session: Session, on: date) -> None:
        self.session, self.on, self.author = session, on.isoformat(), author_of(session)
        self.outcome = ImportOutcome()
        self.inserts: dict[type[Record], list[Values]] = defaultdict(list)
        self.updates: dict[type[Record], list[tuple[str, Values]]] = defaultdict(list)
        self.done: dict[tuple[str, str, int], tuple[str, str]] = {}
        """File, sheet, row → resident's id and outcome."""
        self.wrote = False

    def run(self, plan: Plan) -> ImportOutcome:
        """Work through the people of the plan and write."""
        people = rows_by_person(row for row in plan.rows() if row[2].action != "taken")
        self.existing = _Existing(self.session, [rows[0][2].known for rows in people if rows[0][2].known])
        self.helpers = _Helpers(self, self.existing)
        self.households = _Households(self, self.existing)
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            for rows in people[start : start + PEOPLE_AT_ONCE]:
                self._person(person_wanted(rows))
            self._write()
        self._notice_taken(plan)
        if self.wrote:
            self._keep_batches(plan)
        return self.outcome

    def _notice_taken(self, plan: Plan) -> None:
        for file, sheet, row in plan.rows():
            if row.action == "taken" and row.known:
                self.done[file.file, sheet.sheet, row.row] = (row.known, "unchanged")
                self.outcome.residents[row.person] = row.known
                self.outcome.unchanged += 1

    # -- one person

    def _person(self, person: PersonWanted) -> None:
        before = (self._size(), len(self.updates[Resident]))
        now = self.existing.residents.get(person.known or "")
        resident = now["id"] if now else new_id()
        self.households.settle(person, resident, now)
        if now is None:
            self.insert(
                Resident, ResidentDraft, {"enrolled_on": self.on, "source": person.rows[0][0].file[:160], **person.values}, record=resident
            )
        else:
            self._fill(Resident, now, person.values, person)
        self._relatives(Kin, KinDraft, resident, person.kin, self.existing.kin[resident])
        self._relatives(Guardian, GuardianDraft, resident, person.guardians, self.existing.guardians[resident])
        self._tags(person, resident)
        self._grade(person, resident)
        for helper in person.helpers:
            self.helpers.pair(helper, resident)
        self._notes(person, resident)
        changed = (self._size(), len(self.updates[Resident])) != before
        outcome = "added" if now is None else "updated" if changed else "unchanged"
        for at, (file, sheet, row) in enumerate(person.rows):
            said = outcome if outcome != "added" or at == 0 else "updated"
            self.done[file.file, sheet.sheet, row.row] = (resident, said)
            self.outcome.unchanged += said == "unchanged"
        self.outcome.residents[person.rows[0][2].person] = resident
        self.outcome.added += now is None
        self.outcome.updated += outcome == "updated"

    def _size(self) -> int:
        return sum(map(len, self.inserts.values())) + sum(map(len, self.updates.values()))

    def insert(self, kind: type[Record], draft: type[Draft], values: Values, *, record: str = "") -> str:
        """Put a record, validated by its draft, on the list of what is written; returns its id."""
        found = draft.model_validate(values)
        made = record or new_id()
        self.inserts[kind].append({"id": made, "author": self.author} | {name: getattr(found, name) for name in found.model_fields_set})
        return made

    def _fill(self, kind: type[Record], now: Values, wanted: Mapping[str, Any], person: PersonWanted | None = None) -> None:
        """Fill empty fields; keep what a row says otherwise as a note where there is a person to keep it with."""
        moved: Values = {}
        for name, value in wanted.items():
            have = now.get(name)
            if name in ("phones", "emergency_contacts", "chronic"):
                both = joined([one.model_dump(exclude_defaults=True) for one in have or ()], value)
                if len(both) > len(have or ()):
                    moved[name] = both
            elif have in (None, "") or (name == "birth_date" and self._finer(now, wanted)):
                moved[name] = value
            elif (
                name == "id_no"
                and have != value
                and now.get("id_state") not in ("ok", "ok_upgraded_from_15")
                and wanted.get("id_state") == "ok"
            ):
                moved |= {"id_no": value, "id_state": "ok"}
                self._conflict(person, name, have)
            elif have != value and person is not None and not self._agrees(name, have, value, now, wanted):
                self._conflict(person, name, value)
        if "birth_date" in moved and now.get("birth_date"):
            moved |= {name: wanted[name] for name in ("birth_precision", "birth_calendar") if name in wanted}
        if moved.get("id_no") and "id_state" in wanted:
            moved["id_state"] = wanted["id_state"]
        moved = {name: value for name, value in moved.items() if now.get(name) != value}
        if moved:
            now |= moved
            draft = {Resident: ResidentDraft, Kin: KinDraft, Guardian: GuardianDraft, Helper: HelperDraft}[kind]
            required = {"name": now.get("name") or "?"} | ({"resident_id": now["resident_id"]} if "resident_id" in now else {})
            found = draft.model_validate(required | moved)
            self.updates[kind].append((now["id"], {name: getattr(found, name) for name in moved}))
            now |= {name: getattr(found, name) for name in moved}

    @staticmethod
    def _finer(now: Values, wanted: Mapping[str, Any]) -> bool:
        have, value = now.get("birth_date") or "", wanted["birth_date"]
        return len(value) > len(have) and (value.startswith(have) or now.get("birth_precision") == "age")

    @staticmethod
    def _agrees(name: str, have: Any, value: Any, now: Values, wanted: Mapping[str, Any]) -> bool:
        """Return whether a differing value says nothing new: a coarser date, what follows from another field, a worse number."""
        if name == "birth_date":
            return str(have).startswith(str(value)) or wanted.get("birth_precision") == "age"
        if name in ("birth_precision", "birth_calendar", "id_state", "disability_no_state", "source", "enrolled_on"):
            return True
        if name == "residency_status":
            return have == "living" and value == "living"
        return False

    def _conflict(self, person: PersonWanted | None, name: str, value: Any) -> None:
        if person is not None:
            file, sheet, row = person.rows[-1]
            person.notes.append(_conflict_note(name, value, file, sheet, row))

    def _relatives(
        self, kind: type[Kin | Guardian], draft: type[Draft], resident: str, wanted: Iterable[Values], have: list[Values]
    ) -> None:
        for one in wanted:
            same = next((h for h in have if _same_relative(h, one)), None)
            if same is None:
                made = self.insert(kind, draft, {"resident_id": resident, **one})
                have.append({"id": made, "resident_id": resident, "new": True, **one})
            elif not same.get("new"):
                self._fill(kind, same, one)

    def _tags(self, person: PersonWanted, resident: str) -> None:
        have = {tag["restricted_category"] or tag["category"] for tag in self.existing.tags[resident] if not tag["to_date"]}
        for code in person.categories:
            if code not in have:
                self.insert(
                    CategoryTag, CategoryTagDraft, {"resident_id": resident, "category": code, "source": person.rows[0][0].file[:160]}
                )

    def _grade(self, person: PersonWanted, resident: str) -> None:
        if person.grade is None:
            return
        current = [grade for grade in self.existing.grades[resident] if not grade["to_date"]]
        if not current:
            self.insert(CareGrade, CareGradeDraft, {"resident_id": resident, "grade": person.grade, "source": person.rows[0][0].file[:160]})
        elif all(grade["grade"] != person.grade for grade in current):
            self._conflict(person, "care_grade", person.grade)

    def _notes(self, person: PersonWanted, resident: str) -> None:
        have = {(note["heading"], note["text"]) for note in self.existing.notes[resident]}
        for note in person.notes:
            text = note.text.strip()[:8000]
            if not text or (note.heading, text) in have:
                continue
            have.add((note.heading, text))
            where = {"source_file": note.file[:200], "source_sheet": note.sheet[:80], "source_row": note.row}
            self.insert(
                Note,
                NoteDraft,
                {"resident_id": resident, "kind": note.kind, "heading": note.heading, "text": text, "noted_on": self.on, **where},
            )
            self.outcome.notes += 1
            self.outcome.conflicts += note.kind == "doubt"

    # -- writing

    def _write(self) -> None:
        for kind in (Household, Helper, Resident, Kin, Guardian, CategoryTag, CareGrade, Pairing, Note):
            self.wrote = self.wrote or bool(self.inserts[kind] or self.updates[kind])
            self._write_inserts(kind, self.inserts.pop(kind, []))
            self._write_updates(kind, self.updates.pop(kind, []))

    def _write_inserts(self, kind: type[Record], rows: list[Values]) -> None:
        if rows:
            names = dict.fromkeys(name for row in rows for name in row)
            t = _table(kind)
            blank = {
                name: t.c[name].default.arg if t.c[name].default is not None and t.c[name].default.is_scalar else None for name in names
            }
            self.session.connection().execute(insert(t), [blank | row for row in rows])

    def _write_updates(self, kind: type[Record], rows: list[tuple[str, Values]]) -> None:
        alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
        for record, values in rows:
            alike[tuple(sorted(values))].append({"record": record} | {f"new_{name}": value for name, value in values.items()})
        t = _table(kind)
        for names, given in alike.items():
            own = and_(t.c.id == bindparam("record"), t.c.author == self.author)
            values = {name: bindparam(f"new_{name}", type_=t.c[name].type) for name in names}
            self.session.connection().execute(update(t).where(own).values(values), given)

    def _keep_batches(self, plan: Plan) -> None:
        """Keep, on this desk only, what each file and row became."""
        for file in plan.files:
            rows: list[Values] = []
            count: dict[str, int] = defaultdict(int)
            batch = new_id()
            for sheet in file.sheets:
                for row in sheet.rows:
                    resident, outcome = self.done.get((file.file, sheet.sheet, row.row), (None, "skipped"))
                    count[outcome] += 1
                    count["doubtful"] += bool(row.problems)
                    rows.append(_import_row(self.author, batch, sheet, row, resident, outcome))
            self._batch(file, batch, count)
            for start in range(0, len(rows), PEOPLE_AT_ONCE):
                self.session.connection().execute(insert(_table(ImportRow)), rows[start : start + PEOPLE_AT_ONCE])

    def _batch(self, file: FilePlan, batch: str, count: Mapping[str, int]) -> None:
        draft = ImportBatchDraft.model_validate(
            {
                "source_name": file.file[:260],
                "sha256": file.sha256,
                "size": file.size,
                "operator": str(self.session.info.get("operator") or "")[:72],
                "action": self.session.info.get("action"),
                "applied_at": self.session.info.get("at"),
                "rows_read": sum(len(s.rows) for s in file.sheets),
                "rows_added": count["added"],
                "rows_updated": count["updated"],
                "rows_unchanged": count["unchanged"],
                "rows_skipped": sum(len(s.skipped) for s in file.sheets),
                "rows_doubtful": count["doubtful"],
                "sheets": [
                    {
                        "sheet": s.sheet,
                        "ledger": s.ledger or "",
                        "header_rows": s.header_rows,
                        "headings": [h for h, _f in s.columns],
                        "columns": [f for _h, f in s.columns],
                        "layout": s.layout,
                        "rows": len(s.rows),
                    }
                    for s in file.sheets
                ],
            }
        )
        self.session.add(ImportBatch.model_validate(draft, update={"id": batch, "author": self.author}))
        self.session.flush()
        self.outcome.batches.append(batch)


def _import_row(author: str, batch: str, sheet: SheetPlan, row: RowPlan, resident: str | None, outcome: str) -> Values:
    labels = [heading for heading, _field in sheet.columns]
    raw = {(labels[at] if at < len(labels) else "") or f"#{at + 1}": text for at, text in enumerate(row.raw) if text}
    return {
        "id": new_id(),
        "author": author,
        "batch_id": batch,
        "sheet": sheet.sheet[:80],
        "row": row.row,
        "raw": raw,
        "fingerprint": row.fingerprint,
        "outcome": outcome,
        "problems": row.problems,
        "resident_id": resident,
        "records": (),
    }


def _conflict_note(name: str, value: Any, file: FilePlan, sheet: SheetPlan, row: RowPlan) -> NoteWanted:
    return NoteWanted("doubt", name, say(value), file.file, sheet.sheet, row.row)


def _same_relative(have: Values, one: Values) -> bool:
    if have.get("name") and one.get("name"):
        return bool(have["name"] == one["name"])
    if have.get("name") or one.get("name"):
        return bool(have.get("relation") and have.get("relation") == one.get("relation") and not one.get("name"))
    numbers = {p["number"] if isinstance(p, Mapping) else p.number for p in have.get("phones") or ()}
    return bool(numbers & {p["number"] for p in one.get("phones", ())}) or (
        have.get("relation") == one.get("relation") and not one.get("phones")
    )


class _Helpers:
    """The helpers there are and the new ones, told apart by name, unit and phone."""

    def __init__(self, work: _Work, existing: _Existing) -> None:
        self.work, self.existing = work, existing
        self.by_name: dict[str, list[Values]] = defaultdict(list)
        for helper in existing.all_of(Helper, "id", "name", "org", "phones", "helper_type"):
            self.by_name[helper["name"]].append(helper)

    def pair(self, wanted: Values, resident: str) -> None:
        """Stand a helper beside a resident, unless he does already."""
        if not wanted.get("name"):
            return
        helper = self._helper(wanted)
        pairing = pairing_of(wanted.get("title", ""))
        for have in self.existing.pairings[resident]:
            if have["helper_id"] == helper and have["kind"] == pairing["kind"] and have["state"] == "active" and not have["end_date"]:
                return
        values = {"helper_id": helper, "helper_name": wanted["name"], "resident_id": resident, **pairing}
        self.work.insert(Pairing, PairingDraft, values)
        self.existing.pairings[resident].append(values | {"state": "active", "end_date": None})

    def _helper(self, wanted: Values) -> str:
        org, numbers = (wanted.get("org") or "") + (wanted.get("post") or ""), set(wanted.get("phones", ()))
        for have in self.by_name[wanted["name"]]:
            mine = {p["number"] if isinstance(p, Mapping) else p.number for p in have.get("phones") or ()}
            if numbers & mine or (not (numbers and mine) and (not org or not have.get("org") or have["org"] == org)):
                self._gain(have, org, numbers - mine)
                return str(have["id"])
        values: Values = {"name": wanted["name"], "helper_type": helper_type_of(wanted.get("title", ""))}
        if org:
            values["org"] = org[:120]
        if numbers:
            values["phones"] = tuple({"number": number} for number in wanted["phones"])
        made = {"id": new_id(), "new": True, **values}
        self.by_name[wanted["name"]].append(made)
        self.work.insert(Helper, HelperDraft, values, record=str(made["id"]))
        return str(made["id"])

    def _gain(self, have: Values, org: str, numbers: set[str]) -> None:
        """Fill in what the helper lacked; a new one's record is still on the list and is filled there."""
        target = (
            next((row for row in self.work.inserts[Helper] if row["id"] == have["id"]), None)
            if have.get("new") and (numbers or (org and not have.get("org")))
            else None
        )
        if target is not None:
            draft = HelperDraft.model_validate(
                {
                    "name": have["name"],
                    "org": have.get("org") or org[:120] or None,
                    "phones": [*(have.get("phones") or ()), *({"number": n} for n in sorted(numbers))],
                }
            )
            target |= {"org": draft.org, "phones": draft.phones}
            have |= {"org": draft.org, "phones": draft.phones}
        else:
            self.work._fill(
                Helper,
                have,
                ({"org": org[:120]} if org else {}) | ({"phones": tuple({"number": n} for n in sorted(numbers))} if numbers else {}),
            )


class _Households:
    """The households there are and the new ones, told apart by number, or by head and village group."""

    def __init__(self, work: _Work, existing: _Existing) -> None:
        self.work = work
        self.by_number: dict[str, str] = {}
        self.by_head: dict[tuple[str, str | None], str] = {}
        for house in existing.all_of(Household, "id", "household_no", "head_name", "village_group"):
            if house["household_no"]:
                self.by_number[house["household_no"]] = house["id"]
            if house["head_name"]:
                self.by_head[house["head_name"], house["village_group"]] = house["id"]

    def settle(self, person: PersonWanted, resident: str, now: Values | None) -> None:
        """Give a person the household his rows name, if they name one by its head."""
        head = person.head.get("name") or (
            person.values.get("name") if person.values.get("relation_to_head") in ("head", "self") and person.household_no else None
        )
        if not head:
            return
        group = person.values.get("village_group") or (now or {}).get("village_group")
        number = person.household_no
        found = self.by_number.get(number) if number else None
        found = found or self.by_head.get((head, group))
        if found is None:
            values: Values = {
                "head_name": head,
                "village_group": group,
                "household_no": number[:32] if number else None,
                "source": person.rows[0][0].file[:160],
            }
            if head == person.values.get("name"):
                values["head_id"] = resident
            found = self.work.insert(Household, HouseholdDraft, {k: v for k, v in values.items() if v})
        self.by_head[head, group] = found
        if number:
            self.by_number[number] = found
        person.values["household_id"] = found
        person.values.setdefault("head_name", head)
