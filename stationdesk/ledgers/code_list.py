"""A county's list of words as a sheet: which list, code, word, above what, other spellings, first and last day; out, and in again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.ledgers.event_cells import day_of
from stationdesk.ledgers.list_export import ListColumn, export_list
from stationdesk.ledgers.reading import read_sheets
from stationdesk.ledgers.row_read import text_of
from stationdesk.ledgers.sheet import Cell, Sheet
from stationdesk.ledgers.values import is_nothing, is_tick, plain
from stationdesk.registers.field import clean_text

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("table", N_("List|codes"), r"^(哪张|所属)?(码表|代码表|词表|表|列表)名?$|^list"),
    ("code", N_("Code (leave empty for a new word)|codes"), r"^(代码|编码|码)|^code"),
    ("label", N_("Word|codes"), r"^(名称|词|叫法|类别名|显示)|^word"),
    ("parent", N_("Stands below|codes"), r"上级|上一级|归在|below"),
    ("synonyms", N_("Other spellings|codes"), r"其他写法|别名|同义|也写作|spellings"),
    ("restricted", N_("Never printed|codes"), r"不打印|从不打印|never"),
    ("valid_from", N_("First day|codes"), r"^(启用|从哪天|起|开始|第一天)|^first"),
    ("valid_to", N_("Last day|codes"), r"^(停用|到哪天|止|最后一天|截止)|^last"),
    ("remark", N_("Remark|codes"), r"备注|说明|remark"),
)
"""Name of a column, its heading, and what else a heading may say."""
DEEPEST = 30
"""Rows looked at from the top for the headings."""
MOST = 2000
"""Rows that are read."""
STOPPED = frozenset({"停用", "已停用", "作废", "停", "是", "不用了"})
_PARTED = re.compile(r"[、，,；;|\n]+")


class NoCodeList(DeskError):
    """The file is no list of words."""


@dataclass(frozen=True)
class CodeLine:
    """What one row says, as it stands."""

    sheet: str
    row: int
    said: dict[str, str]
    synonyms: tuple[str, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    stopped: bool = False
    """It says that the word is not used any more, without a day."""
    unread: str = ""
    """The heading of a day that could not be read, or of a cell that computes what it shows."""
    columns: frozenset[str] = field(default_factory=frozenset)
    """Columns that the sheet has: what has no column is left as it was."""


def write_code_list(path: Path, rows: list[dict[str, str]]) -> int:
    """Write words of lists as a sheet that can be changed and read again; returns how many rows. Raises FileOpenElsewhere."""
    columns = [ListColumn(_(heading), 9) for _name, heading, _pattern in COLUMNS]
    cells = ([row.get(name, "") for name, _heading, _pattern in COLUMNS] for row in rows)
    return export_list(path, _("Words of the county"), columns, cells)


def read_code_list(path: Path, on: date) -> list[CodeLine]:
    """Read a sheet of words. Raises FileRefused for what is no table, NoCodeList where the headings are not found."""
    lines: list[CodeLine] = []
    for sheet in read_sheets(path):
        found = _headings(sheet)
        if found is not None:
            at, columns = found
            whole = (_line(sheet, place, columns, on) for place in range(at + 1, min(len(sheet.rows), at + 1 + MOST)))
            lines += [one for one in whole if any(one.said.values())]
    if not lines:
        said = _(
            "{file} is no list of words. It needs the headings «{table}» and «{word}» and a row for each word; "
            "«county codes --export FILE.xlsx» writes one to begin with. Nothing was taken in."
        )
        raise NoCodeList(said.format(file=path.name, table=_("List|codes"), word=_("Word|codes")))
    return lines


def _headings(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the headings and the column of each meaning; there must be the list and the word."""
    for at, row in enumerate(sheet.rows[:DEEPEST]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            if name := _meaning(text_of(cell)):
                columns.setdefault(name, column)
        if {"table", "label"} <= columns.keys():
            return at, columns
    return None


def _meaning(heading: str) -> str:
    """Return the column a heading names, empty for none."""
    text = plain(heading)
    if not text or len(text) > 40:
        return ""
    own = next((name for name, title, _pattern in COLUMNS if text == plain(_(title))), "")
    return own or next((name for name, _title, pattern in COLUMNS if re.search(pattern, text, re.IGNORECASE)), "")


def _line(sheet: Sheet, place: int, columns: dict[str, int], on: date) -> CodeLine:
    cells: dict[str, Cell] = {name: sheet.rows[place][at] for name, at in columns.items() if at < len(sheet.rows[place])}
    said = {name: clean_text(text_of(cell)) for name, cell in cells.items()}
    said = {name: "" if name not in {"label", "synonyms"} and is_nothing(text) else text for name, text in said.items()}
    days, unread = dict[str, str](), ""
    for name in ("valid_from", "valid_to"):
        if said.get(name) and not (name == "valid_to" and said[name] in STOPPED):
            days[name] = day_of(cells.get(name), on, on.year, epoch_1904=sheet.epoch_1904).iso or ""
            if len(days[name]) != 10:
                unread = unread or text_of(sheet.rows[place][columns[name]])
    if any((place, at) in sheet.formulas for at in columns.values()):
        unread = unread or "="
    return CodeLine(
        sheet.name,
        place + 1,
        said,
        tuple(dict.fromkeys(one for one in _PARTED.split(said.get("synonyms", "")) if one.strip())),
        days.get("valid_from", ""),
        days.get("valid_to", ""),
        said.get("valid_to") in STOPPED,
        unread,
        frozenset(columns),
    )


def is_yes(text: str) -> bool:
    """Tell whether a cell says yes."""
    return bool(is_tick(text))
