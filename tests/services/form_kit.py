"""A small invented village to write forms of, and the road from a form to the rows of its workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from stationdesk.ledgers.form_writing import write_form
from stationdesk.registers.export_profile import ExportProfileDraft, FormColumn
from stationdesk.registers.operator import Operator
from stationdesk.services.form_out import Wanted, out, whom
from stationdesk.services.form_profiles import Form
from stationdesk.store.database import Database
from tests.services.people import ON

NUMBER = "34052419800101001X"


def operator(*, children: bool = True) -> Operator:
    return Operator(name="徐丽华", may_see_children=children)


def profile(*paths: str, **fields: Any) -> Form:
    """Return a form of these columns; `path:style` gives one its style."""
    columns = tuple(FormColumn(path=path, style=style) for path, _, style in (one.partition(":") for one in paths))
    return Form("test", ExportProfileDraft(**({"title": "测试表", "columns": columns} | fields)))


def cells(desk: Database, form: Form, *, full: bool = False, children: bool = True, **wanted: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a form as they would go out."""
    asked = Wanted(ON, full=full, reason="县民政局要" if full else "", **wanted)
    with desk.reading() as session:
        found = whom(session, form, asked, operator(children=children))
        return [row.cells for row in out(session, form, asked, found)]


def written(desk: Database, form: Form, path: Path, *, full: bool = False, children: bool = True) -> Any:
    """Write a form and return its workbook as openpyxl reads it."""
    asked = Wanted(ON, full=full, reason="县民政局要" if full else "")
    return load_workbook(write_form(desk, operator(children=children), form, asked, path, ON).path)
