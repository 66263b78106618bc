"""The two tables of the forms' page: its columns one below the other, and the first rows as they will go out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.export_profile import ExportProfileDraft, FormColumn
from stationdesk.registers.form_style import first_style
from stationdesk.services.form_facts import fact
from stationdesk.services.form_rows import FormLine, heading, styles_of
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable

WIDEST, NARROWEST = 16.0, 4.0
"""Em of a column of the preview."""


@dataclass(frozen=True)
class ColumnRow:
    """A column of the form as its table shows it."""

    at: int
    column: FormColumn

    @property
    def head(self) -> str:
        """Its heading, with the one above it."""
        said = heading(self.column, fact(self.column.path))
        return f"{self.column.group} / {said}" if self.column.group else said

    @property
    def style(self) -> str:
        """How it is written, in words; nothing where there is only one way, or the first is meant."""
        kind = fact(self.column.path).kind
        style = self.column.style or first_style(kind)
        return "" if kind == "text" or style == first_style(kind) else dict(styles_of(kind)).get(style, "")

    @property
    def meant(self) -> str:
        """What stands in it."""
        return self.column.text if self.column.path == "text" else fact(self.column.path).title


class Rows:
    """Rows for a table out of a plain list."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self.lines = dict(enumerate(rows))

    def ids(self) -> Sequence[Hashable]:
        """Return the places in order."""
        return tuple(self.lines)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of some places."""
        return {one: self.lines[int(str(one))] for one in ids if one in self.lines}


def columns_table(look: Look) -> RecordTable:
    """Return the table of a form's columns."""
    table = RecordTable(
        look,
        [
            Column(_("Heading|column"), lambda row: row.head, None, bold=True),
            Column(_("What stands in it"), lambda row: row.meant, 7.6),
            Column(_("Written how"), lambda row: row.style, 5.0, tone=lambda _row: "ink2"),
        ],
    )
    table.setAccessibleName(_("Columns of the form"))
    return table


class PreviewTable(RecordTable):
    """The first rows of a form, scrolled sideways where it is wide."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, [Column("", lambda row: row, 4.0)], margin=16, parent=parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setAccessibleName(_("The first rows as they will go out"))

    def show_lines(self, profile: ExportProfileDraft, lines: Sequence[FormLine]) -> None:
        """Show the rows of a form under its headings."""
        columns = []
        for at, column in enumerate(profile.columns):
            found = fact(column.path)
            words = ColumnRow(at, column).head
            longest = max([len(words), *(_width(line.cells[at]) for line in lines)], default=4)
            wide = min(max(longest * 1.0 + 1.8, NARROWEST), WIDEST)
            columns.append(Column(words, partial(_cell, at), wide, right=found.kind in ("number", "money")))
        model = self.model()
        model.beginResetModel()
        model.columns = tuple(columns) or (Column("", lambda _row: "", 4.0),)
        model.endResetModel()
        self.show(Rows(lines))
        self.resize_columns()


def _cell(at: int, line: FormLine) -> str:
    return str(line.cells[at])


def _width(cell: object) -> float:
    """Return how wide a cell's text is, in characters as wide as high."""
    return sum(1.0 if ord(one) > 0x2E7F else 0.56 for one in str(cell))
