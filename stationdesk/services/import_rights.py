"""Who may take which ledgers in."""

from __future__ import annotations

from datetime import date

from stationdesk.registers.operator import Operator
from stationdesk.services.import_plan import Plan
from stationdesk.services.operators import must_see_children

ADULT = 18


def refuse_children(operator: Operator, wanted: Plan, on: date) -> None:
    """Raise NoRight if a plan lists anybody born less than eighteen years before `on` and the operator may not see children."""
    grown = f"{on.year - ADULT:04}{on.isoformat()[4:]}"
    if not operator.may_see_children and any(str(row.record.get("birth_date") or "") > grown for _file, _sheet, row in wanted.rows()):
        must_see_children(operator)
