"""Any list on A4: heads repeated, breaks between rows only, covered by what its columns hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout
from stationdesk.printing.fitting import fit
from stationdesk.printing.page import MM_PER_POINT, Align, Measure, Page, printable
from stationdesk.printing.sheet_parts import LEFT, Sheet, foot, new_side
from stationdesk.registers.mask import masked_account, masked_id_no, masked_name, masked_phone

Holds = Literal["", "name", "phone", "id_number", "account", "health", "address"]
"""What a column holds, as far as it must not be seen by everybody."""
Purpose = Literal["desk", "wall"]
"""For the station's own people, or for a wall: there no ID number, phone, account, health or address, no child, and names covered."""

NEVER_ON_A_WALL = frozenset({"phone", "id_number", "account", "health", "address"})
SIZE, FLOOR, LEAD, HEAD_SIZE = 10.0, 7.5, 1.25, 8.6
CELL_GAP, ROW_AIR = 3.0, 3.2
TITLE_ROOM, AGAIN_ROOM, HEAD_ROOM = 27.0, 20.0, 7.0
NUMBER_WIDTH = 9.0
EMPTY_DOWN = 7.0
LINES = 3
NUMBER = re.compile(r"\+?\d[\d-]{2,}")
"""A number that can be dialled, or the extension of one."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its head, the width it would like in millimetres, and what it holds."""

    title: str
    width: float
    align: Align = "left"
    bold: bool = False
    holds: Holds = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row as it is on the screen; `child` keeps it from walls."""

    cells: tuple[str, ...]
    child: bool = False


@dataclass(frozen=True, slots=True)
class ListPaper:
    """A list to print: what it is, whose, and how much of it may be read."""

    title: str
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    about: str = ""
    """Which part of the register it is, such as 岭下组，红色."""
    station: str = ""
    purpose: Purpose = "desk"
    whole: frozenset[str] = frozenset()
    """What is printed whole although it is usually covered: `phone`, `id_number`, `account`."""
    wide: bool | None = None
    """On its side, upright, or as the columns ask."""
    numbered: bool = True
    given: str = ""
    """To whom it is handed out, and until when; empty where it stays at the station."""


def list_pages(paper: ListPaper, imprint: Imprint, measure: Measure) -> Printout:
    """Lay out `paper`; what was cut or kept from a wall is named."""
    shown, left_out = covered(paper)
    sheet = Sheet(_is_wide(shown))
    columns = _spread(shown, sheet)
    parts = _portions(shown, columns, sheet, measure)
    pages = []
    for number, part in enumerate(parts, start=1):
        side = new_side(measure, shown.title)
        y = _head(side, shown, sheet, first=number == 1)
        y = _column_heads(side, columns, sheet, y)
        if not shown.rows:
            side.text(LEFT, y + EMPTY_DOWN, _("Nobody and nothing stands on this list."), SIZE, room=sheet.right - LEFT)
        for at, row, lines in part:
            y = _row(side, columns, _cells(shown, at, row), y, lines, sheet)
        foot(side, sheet, imprint, _foot_words(shown), number, len(parts))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def covered(paper: ListPaper) -> tuple[ListPaper, list[LeftOut]]:
    """Return `paper` with what must not be read covered or left out, and the names of what was left out."""
    left_out: list[LeftOut] = []
    keep = list(range(len(paper.columns)))
    rows = paper.rows
    if paper.purpose == "wall":
        keep = [at for at in keep if paper.columns[at].holds not in NEVER_ON_A_WALL]
        left_out += [LeftOut(paper.title, column.title, "not_for_walls") for at, column in enumerate(paper.columns) if at not in keep]
        rows = tuple(row for row in rows if not row.child)
        if len(rows) < len(paper.rows):
            left_out.append(LeftOut(paper.title, _("children: {count}").format(count=len(paper.rows) - len(rows)), "not_for_walls"))
    columns = tuple(paper.columns[at] for at in keep)
    cells = tuple(replace(row, cells=tuple(cover(row.cells[at], paper.columns[at].holds, paper) for at in keep)) for row in rows)
    return replace(paper, columns=columns, rows=cells), left_out


def cover(text: str, holds: Holds, paper: ListPaper) -> str:
    """Return a cell as it may be read on `paper`; several numbers in one cell are covered one by one, words beside them stay."""
    if holds in paper.whole or not text:
        return text
    if holds == "phone":
        return " ".join(one if "*" in one else NUMBER.sub(lambda found: masked_phone(found[0]), one) for one in text.split())
    covers = {"id_number": masked_id_no, "account": masked_account}
    if holds in covers:
        return " ".join(one if "*" in one else covers[holds](one) for one in text.split())
    return masked_name(text) if holds == "name" and paper.purpose == "wall" else text


def _is_wide(paper: ListPaper) -> bool:
    wished = sum(column.width + CELL_GAP for column in paper.columns) + (NUMBER_WIDTH if paper.numbered else 0)
    return paper.wide if paper.wide is not None else wished > Sheet().right - LEFT + 20


def _spread(paper: ListPaper, sheet: Sheet) -> list[tuple[ListColumn, float, float]]:
    """Return the columns with where they start and how wide they are, in proportion to what they would like."""
    columns = [ListColumn(_("No."), NUMBER_WIDTH - CELL_GAP), *paper.columns] if paper.numbered else list(paper.columns)
    fixed = NUMBER_WIDTH if paper.numbered else 0.0
    wished = sum(column.width + CELL_GAP for column in paper.columns) or 1.0
    share = (sheet.right - LEFT + CELL_GAP - fixed) / wished
    spread, x = [], LEFT
    for at, column in enumerate(columns):
        whole = fixed if paper.numbered and at == 0 else (column.width + CELL_GAP) * share
        spread.append((column, x, whole - CELL_GAP))
        x += whole
    return spread


def _cells(paper: ListPaper, at: int, row: ListRow) -> tuple[str, ...]:
    return (str(at), *row.cells) if paper.numbered else row.cells


def _portions(
    paper: ListPaper, columns: Sequence[tuple[ListColumn, float, float]], sheet: Sheet, measure: Measure
) -> list[list[tuple[int, ListRow, int]]]:
    """Spread the rows over pages: each with its number and how many lines it takes."""
    parts: list[list[tuple[int, ListRow, int]]] = [[]]
    room = sheet.bottom - TITLE_ROOM - HEAD_ROOM
    for at, row in enumerate(paper.rows, start=1):
        lines = max(
            (
                len(fit(printable(text), width, SIZE, FLOOR, measure, "bold" if column.bold else "regular", LINES).lines)
                for (column, _x, width), text in zip(columns, _cells(paper, at, row), strict=True)
            ),
            default=1,
        )
        height = _height(max(lines, 1))
        if height > room and parts[-1]:
            parts.append([])
            room = sheet.bottom - AGAIN_ROOM - HEAD_ROOM
        parts[-1].append((at, row, max(lines, 1)))
        room -= height
    return parts


def _height(lines: int) -> float:
    return ROW_AIR + SIZE * MM_PER_POINT + (lines - 1) * FLOOR * MM_PER_POINT * 1.15


def _head(side: Side, paper: ListPaper, sheet: Sheet, *, first: bool) -> float:
    """Set title, part and station, large on the first page; return where the table starts."""
    y, size = (18.0, 18.0) if first else (14.5, 11.0)
    width = side.text(LEFT, y, paper.title, size, "bold", room=sheet.width * 0.45)
    station = side.text(sheet.right, y, paper.station, 10.5 if first else 9, align="right", room=sheet.width * 0.28, floor=7.5)
    side.text(LEFT + width + 5, y, paper.about, 10.5 if first else 9, room=sheet.right - LEFT - width - station - 10, floor=7.5)
    return TITLE_ROOM - 5 if first else AGAIN_ROOM - 4


def _column_heads(side: Side, columns: Sequence[tuple[ListColumn, float, float]], sheet: Sheet, y: float) -> float:
    side.rule(LEFT, sheet.right, y, 0.5)
    for column, x, width in columns:
        _cell(side, column, x, width, y + 4.6, column.title, HEAD_SIZE, bold=False)
    side.rule(LEFT, sheet.right, y + HEAD_ROOM - 0.4, 0.3)
    return y + HEAD_ROOM


def _row(side: Side, columns: Sequence[tuple[ListColumn, float, float]], cells: Sequence[str], y: float, lines: int, sheet: Sheet) -> float:
    bottom = y + _height(lines)
    for (column, x, width), text in zip(columns, cells, strict=True):
        fitted = fit(printable(text), width, SIZE, FLOOR, side.measure, "bold" if column.bold else "regular", LINES)
        below = (len(fitted.lines) - 1) * FLOOR * MM_PER_POINT * 1.15 if fitted.lines else 0.0
        _cell(side, column, x, width, y + ROW_AIR / 2 + SIZE * MM_PER_POINT * 0.86 + below, text, SIZE, bold=column.bold)
    side.rule(LEFT, sheet.right, bottom, 0.12)
    return bottom


def _cell(side: Side, column: ListColumn, x: float, width: float, y: float, text: str, size: float, *, bold: bool) -> None:
    at = x + {"left": 0.0, "centre": width / 2, "right": width}[column.align]
    side.text(at, y, text, size, "bold" if bold else "regular", column.align, room=width, floor=FLOOR, lines=LINES)


def _foot_words(paper: ListPaper) -> tuple[str, ...]:
    """Say at the foot what the list is and who may have it."""
    held = {column.holds for column in paper.columns}
    if paper.purpose == "wall":
        return (paper.title, _("fit for a wall: no phones, no ID numbers, no addresses"))
    if paper.given:
        return (paper.title, paper.given)
    return (paper.title, _("for the station's own use, take it back afterwards")) if held - {""} else (paper.title,)
