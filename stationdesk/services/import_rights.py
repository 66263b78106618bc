"""Who may take which ledgers in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from stationdesk.registers.code import table
from stationdesk.registers.operator import Operator
from stationdesk.services.import_plan import Plan, subject_of
from stationdesk.services.operators import must_see_children

ADULT = 18


def refuse_children(operator: Operator, wanted: Plan, on: date) -> None:
    """Raise NoRight if a plan lists anybody born less than eighteen years before `on` and the operator may not see children.

    Whose birth is not in the ledger counts as a child if a school or a children's category is.
    """
    if operator.may_see_children:
        return
    grown = f"{on.year - ADULT:04}{on.isoformat()[4:]}"
    of_children = {"child", *(row.code for row in table("resident_category").descendants("child"))}
    if any(_is_child(subject_of(row.record), grown, of_children) for _file, _sheet, row in wanted.rows()):
        must_see_children(operator)


def _is_child(record: Mapping[str, Any], grown: str, of_children: set[str]) -> bool:
    if birth := record.get("birth_date"):
        return str(birth) > grown
    return bool(record.get("schooling") or record.get("school") or of_children & set(record.get("categories") or ()))
