"""Six ledgers in, the same forms out, those into a second, empty village: the same people, the same facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from stationdesk.ledgers.form_writing import write_form
from stationdesk.ledgers.plan import plan_files
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.helper import Helper
from stationdesk.registers.operator import Operator
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish
from stationdesk.services.form_out import Wanted
from stationdesk.services.form_profiles import built_in
from stationdesk.services.imports import apply, known_people
from stationdesk.store.database import Database
from tests.house.check import ROOT
from tests.store.kit import quick_desk

ON = date(2026, 11, 22)
OPERATOR = Operator(name="徐丽华", may_see_children=True)
FORMS = ("children_ledger", "elders_ledger", "disabled_ledger", "caring_mothers", "visits", "wishes")
WHERE_FROM = frozenset({"source", "ledger", "source_file", "source_sheet", "source_row", "source_column", "enrolled_on"})
"""Which file a fact was read from: it is another file now."""
OF_THE_FILE = frozenset({"key", "id", "author", "audience", "removed_at"})
POINTERS = frozenset({"resident_id", "household_id", "helper_id", "wish_id", "claim_id", "wish_author", "head_id", "kin_id"})
"""Ids, which every desk gives anew; the names they point to are compared in their place."""
MAY_DIFFER = {
    ("resident", "id_state"): "an ID number that lost its digits in the first ledger has none to give out: it is then simply unknown",
    ("wish", "wish_no"): "a ledger without numbers gives none out: each desk numbers such wishes by itself",
}
SAME = ("resident", "kin", "guardian", "category_tag", "care_grade", "helper", "pairing", "visit", "wish", "wish_event", "wish_claim")


@pytest.fixture(scope="module")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Database]]:
    folder = tmp_path_factory.mktemp("round")
    with ExitStack() as stack:
        one, two = (stack.enter_context(quick_desk(folder / name)) for name in ("one", "two"))
        take(one, sorted((ROOT / "tests" / "data" / "ledgers").glob("上徐村*")))
        wanted = Wanted(ON, full=True, reason="往返")
        take(two, [write_form(one, OPERATOR, built_in()[code], wanted, folder / f"{code}.xlsx", ON).path for code in FORMS])
        yield one, two


def take(desk: Database, paths: list[Path]) -> None:
    with desk.reading() as session:
        plan = plan_files(paths, known_people(session), ON)
    with desk.writing("徐丽华", "导入台账") as session:
        apply(session, plan.without_open_questions(), on=ON)


def names_of(session: Session) -> dict[str, str]:
    """Return what a pointer points to, in words."""
    people = {one.id: f"{one.name} {one.id_no or one.birth_date}" for one in session.exec(select(Resident))}
    wishes = {one.id: f"{people.get(one.resident_id or '')} {one.content}" for one in session.exec(select(Wish))}
    return people | wishes | {one.id: one.name for one in session.exec(select(Helper))}


def facts_of(desk: Database, kind: str) -> Counter[str]:
    """Return what a register holds, each record as its fields and whom it is about."""
    register, found = register_of(kind), Counter[str]()
    with desk.reading() as session:
        names = names_of(session)
        for one in session.exec(select(register).where(col(register.removed_at).is_(None))):
            said: dict[str, Any] = {}
            for name in register.model_fields:
                value = getattr(one, name)
                if value in (None, "", ()) or name in WHERE_FROM | OF_THE_FILE or (kind, name) in MAY_DIFFER:
                    continue
                said[name] = names.get(value, "") if name in POINTERS else value
            if kind == "visit":
                said["visitors"] = [(visitor.name, visitor.role, visitor.org) for visitor in one.visitors]  # type: ignore[attr-defined]
            found[repr(sorted(said.items()))] += 1
    return found


@pytest.mark.parametrize("kind", SAME)
def test_the_second_village_has_the_same_facts(villages: tuple[Database, Database], kind: str) -> None:
    one, two = (facts_of(desk, kind) for desk in villages)
    assert sum(one.values()) > 5
    assert (one - two, two - one) == (Counter(), Counter())


def test_only_numbers_that_were_lost_before_are_unknown_after(villages: tuple[Database, Database]) -> None:
    states: list[dict[str, str | None]] = []
    for desk in villages:
        with desk.reading() as session:
            states.append({f"{one.name} {one.birth_date}": one.id_state for one in session.exec(select(Resident))})
    other = {state for name, state in states[0].items() if states[1][name] != state}
    assert other == {"lost_digits"}
    assert len(states[0]) == 89


def test_what_people_remarked_is_not_lost_and_only_doubts_of_the_reading_are_new(villages: tuple[Database, Database]) -> None:
    """A doubt belongs to the ledger it was read from, and a visit of a day to come is no visit: neither stands in a form."""
    kinds: list[Counter[str]] = []
    for desk in villages:
        with desk.reading() as session:
            notes = session.exec(select(register_of("note"))).all()
            kinds.append(Counter(str(one.kind) for one in notes if one.heading not in ("身份证号(原文)", "走访记录")))  # type: ignore[attr-defined]
    for one in kinds:
        del one["doubt"]
    assert kinds[0] == kinds[1]
