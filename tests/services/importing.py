"""A desk, a ledger and its plan: what the tests of taking ledgers in are made of."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from stationdesk.ledgers.plan import plan_again
from stationdesk.ledgers.reading import LedgerFile
from stationdesk.registers.resident import Resident
from stationdesk.services.import_plan import Answer, Plan, RowPlan, Spot
from stationdesk.services.import_questions import RowQuestion, row_questions
from stationdesk.services.imports import ImportOutcome, apply, known_people
from stationdesk.services.ledger_columns import remembered_columns
from stationdesk.store.database import Database
from tests.ledgers.sheets import ON

OP = "徐丽华"
ASKED = ("独居空巢老人排查台账 2026.xlsx", "独居空巢", 8)
"""The row of the ledger that is asked about."""


def planned(desk: Database, files: tuple[LedgerFile, ...], answers: Mapping[Spot, Answer] | None = None) -> Plan:
    with desk.reading() as session:
        return plan_again(files, known_people(session), ON, remembered_columns(session), answers or {})


def take(desk: Database, plan: Plan) -> ImportOutcome:
    with desk.writing(OP, "导入台账") as session:
        return apply(session, plan.without_open_questions(), on=ON)


def asked(desk: Database, plan: Plan, *, may_see_children: bool = True) -> list[RowQuestion]:
    with desk.reading() as session:
        return row_questions(session, plan, ON, may_see_children=may_see_children)


def row_of(plan: Plan, number: int) -> RowPlan:
    return next(row for _file, _sheet, row in plan.rows() if row.row == number)


def residents(session: Session) -> list[Resident]:
    return list(session.exec(select(Resident).where(col(Resident.removed_at).is_(None))))


def count(desk: Database) -> int:
    with desk.reading() as session:
        return len(residents(session))
