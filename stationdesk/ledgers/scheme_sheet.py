"""A grade scheme as a workbook of three sheets: the grades, what is scored, the rest; out, and in again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from stationdesk.errors import DeskError
from stationdesk.i18n import N_, _
from stationdesk.ledgers.list_export import new_workbook
from stationdesk.ledgers.reading import read_sheets
from stationdesk.ledgers.row_read import text_of
from stationdesk.ledgers.sheet import Sheet
from stationdesk.ledgers.values import GRADES, is_nothing, is_tick, plain
from stationdesk.registers.code import table
from stationdesk.registers.field import clean_text
from stationdesk.registers.grade_scheme import MARKS, Grade, GradeSchemeDraft, ScoreItem, ScoreStep, ready_made

COLOURS = {"red": "#B3261E", "orange": "#C75B12", "yellow": "#B26A00", "blue": "#1F5FA8", "green": "#2E7D32"}
GRADE_COLUMNS: tuple[tuple[str, str], ...] = (
    ("code", N_("Colour|scheme")),
    ("label", N_("Word of the grade")),
    ("synonyms", N_("Other spellings|scheme")),
    ("contact_every_days", N_("Contacted every how many days")),
    ("home_visit_every_days", N_("Visited every how many days")),
    ("after_major_change_hours", N_("Hours after a grave change")),
    ("extra_in_bad_weather", N_("Once more in bad weather")),
    ("extra_at_festivals", N_("Once more at festivals")),
    ("lowest_score", N_("From points")),
    ("highest_score", N_("To points")),
    ("takes_over", N_("Colours before that count as this")),
    ("note", N_("What is to be done|scheme")),
)
ITEM_COLUMNS: tuple[tuple[str, str], ...] = (
    ("label", N_("Item scored")),
    ("highest", N_("Most points")),
    ("explanation", N_("What to look at")),
    ("steps", N_("Answers: points and words, parted by ;")),
)
REST: tuple[tuple[str, str], ...] = (
    ("name", N_("Name of the scheme")),
    ("first_visit_workdays", N_("Working days to the first visit")),
    ("review_months", N_("Months between reviews")),
    ("on_rest_days", N_("On rest days")),
    ("remark", N_("Remark|scheme")),
)
NUMBERS = frozenset(
    {*("contact_every_days", "home_visit_every_days", "after_major_change_hours", "lowest_score", "highest_score", "highest")}
    | {"first_visit_workdays", "review_months"}
)
EMPTY = frozenset({"", "无", "不", "—", "-", "/", "不安排"})
"""What a cell says where the scheme asks for nothing; 0 is a number."""
_PARTED = re.compile(r"[、，,；;|\n/\s]+")
_ANSWER = re.compile(r"(\d{1,3})\s*分?\s*[:：]?\s*(.+)")


class NoScheme(DeskError):
    """The file is no grade scheme, or one cell of it cannot be read; the sentence names it."""


def write_scheme(path: Path, scheme: GradeSchemeDraft) -> None:
    """Write a scheme as a workbook that can be changed and read again. Raises FileOpenElsewhere."""
    with new_workbook(path) as book:
        head, body = book.add_format({"bold": True, "bottom": 1, "text_wrap": True}), book.add_format({"text_wrap": True, "valign": "top"})
        rows = [[_cell(getattr(grade, name), name) for name, _title in GRADE_COLUMNS] for grade in scheme.grades]
        _fill(book.add_worksheet(_("Grades|sheet")), GRADE_COLUMNS, rows, head, body)
        rows = [[_cell(getattr(item, name), name) for name, _title in ITEM_COLUMNS] for item in scheme.score_items]
        _fill(book.add_worksheet(_("Scored|sheet")), ITEM_COLUMNS, rows, head, body)
        rest = book.add_worksheet(_("The rest|sheet"))
        rest.set_column(0, 0, 26)
        rest.set_column(1, 1, 60)
        for row, (name, title) in enumerate(REST):
            rest.write_string(row, 0, _(title), head)
            rest.write_string(row, 1, _cell(getattr(scheme, name), name), body)


def _fill(sheet: Any, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[str]], head: Any, body: Any) -> None:
    for at, (name, title) in enumerate(columns):
        sheet.set_column(at, at, 40 if name in {"note", "explanation", "steps"} else 13)
        sheet.write_string(0, at, _(title), head)
        for row, cells in enumerate(rows, 1):
            sheet.write_string(row, at, cells[at], body)
    sheet.freeze_panes(1, 2)


def _cell(value: Any, name: str) -> str:
    """Return a value as its cell says it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes|cell") if value else ""
    if name in {"code", "takes_over"}:
        return "、".join(mark_word(one) for one in ((value,) if isinstance(value, str) else value))
    if name == "steps":
        return "；".join(f"{step.score} {step.words}" for step in value)
    if name == "on_rest_days":
        return table("rest_day_rule").label(value)
    return clean_text("、".join(value) if isinstance(value, tuple) else str(value))


def mark_word(code: str) -> str:
    """Return the word for a mark's colour."""
    words = {"red": _("red|mark"), "orange": _("orange|mark"), "yellow": _("yellow|mark")}
    return (words | {"blue": _("blue|mark"), "green": _("green|mark")}).get(code, code)


def read_scheme(path: Path) -> GradeSchemeDraft:
    """Read a scheme from a workbook. Raises FileRefused for what is no table, NoScheme for what cannot be read, with the cell."""
    rest: dict[str, str] = {}
    grades: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    for sheet in read_sheets(path):
        if (columns := _columns(sheet, GRADE_COLUMNS)) and "code" in columns:
            grades += [_grade(sheet, at, columns) for at in range(1, len(sheet.rows)) if _said(sheet, at)]
        elif (columns := _columns(sheet, ITEM_COLUMNS)) and "highest" in columns:
            items += [_item(sheet, at, columns) for at in range(1, len(sheet.rows)) if _said(sheet, at)]
        else:
            titles = {plain(_(title)): name for name, title in REST}
            found = {titles.get(plain(text_of(row[0])), ""): text_of(row[1]) for row in sheet.rows if len(row) > 1}
            rest |= {name: text for name, text in found.items() if name and not is_nothing(text)}
    if not grades:
        said = _(
            "{file} is no grade scheme: no sheet has the headings «{colour}» and «{word}». «county scheme --export FILE.xlsx» writes one."
        )
        raise NoScheme(said.format(file=path.name, colour=_("Colour|scheme"), word=_("Word of the grade")))
    return _draft(path.name, rest, grades, items)


def _draft(file: str, rest: dict[str, str], grades: list[dict[str, Any]], items: list[dict[str, Any]]) -> GradeSchemeDraft:
    """Return the scheme of what was read. Raises NoScheme."""
    if "name" not in rest:
        raise NoScheme(
            _("The scheme in {file} has no name: please write one on the sheet «{sheet}».").format(file=file, sheet=_("The rest|sheet"))
        )
    digest = hashlib.sha256(rest["name"].encode()).hexdigest()[:10]
    fields: dict[str, Any] = {"code": f"county_{digest}", "name": rest["name"], "remark": rest.get("remark")}
    for name in ("first_visit_workdays", "review_months"):
        fields[name] = _number(rest.get(name, ""), _(dict(REST)[name]), 0)
    if rest.get("on_rest_days"):
        fields["on_rest_days"] = table("rest_day_rule").code_for(rest["on_rest_days"])
        if fields["on_rest_days"] is None:
            words = "、".join(row.label for row in table("rest_day_rule").rows)
            raise NoScheme(_("«{text}» on rest days is not known. There are: {words}.").format(text=rest["on_rest_days"][:30], words=words))
    try:
        made = tuple(Grade.model_validate(one) for one in grades)
        return GradeSchemeDraft.model_validate(
            fields | {"grades": made, "score_items": tuple(ScoreItem.model_validate(one) for one in items)}
        )
    except ValidationError as error:
        raise NoScheme(_("Something in {file} is too long or not of the right form. Nothing was taken in.").format(file=file)) from error


def _columns(sheet: Sheet, columns: Sequence[tuple[str, str]]) -> dict[str, int]:
    titles = {plain(_(title)): name for name, title in columns}
    row = sheet.rows[0] if sheet.rows else []
    return {titles[text]: at for at, cell in enumerate(row) if (text := plain(text_of(cell))) in titles}


def _said(sheet: Sheet, at: int) -> bool:
    return any(text_of(cell) for cell in sheet.rows[at])


def _cells(sheet: Sheet, at: int, columns: dict[str, int]) -> dict[str, str]:
    for name, column in columns.items():
        if (at, column) in sheet.formulas:
            raise NoScheme(
                _("Row {row} of «{sheet}»: a cell computes what it shows. Please write the value.").format(row=at + 1, sheet=sheet.name)
            )
        if name == "label" and not text_of(sheet.rows[at][column]):
            raise NoScheme(_("Row {row} of «{sheet}»: the word is missing.").format(row=at + 1, sheet=sheet.name))
    return {name: clean_text(text_of(sheet.rows[at][column])) for name, column in columns.items()}


def _grade(sheet: Sheet, at: int, columns: dict[str, int]) -> dict[str, Any]:
    said = _cells(sheet, at, columns)
    found: dict[str, Any] = {"label": said.get("label", ""), "note": said.get("note", "")}
    marks = {name: _marks(said.get(name, ""), sheet, at) for name in ("code", "takes_over")}
    if len(marks["code"]) != 1:
        wrong = _("Row {row} of «{sheet}»: «{text}» is no colour. There are red, orange, yellow, blue and green.")
        raise NoScheme(wrong.format(row=at + 1, sheet=sheet.name, text=said.get("code", "")[:30]))
    found |= {"code": marks["code"][0], "takes_over": marks["takes_over"], "colour": COLOURS[marks["code"][0]]}
    found["synonyms"] = tuple(one for one in _PARTED.split(said.get("synonyms", "")) if one)
    found |= {name: bool(is_tick(said.get(name, ""))) for name in ("extra_in_bad_weather", "extra_at_festivals")}
    titles = dict(GRADE_COLUMNS)
    for name in NUMBERS & titles.keys():
        found[name] = _number(said.get(name, ""), _(titles[name]), at + 1)
    return found


def _item(sheet: Sheet, at: int, columns: dict[str, int]) -> dict[str, Any]:
    said = _cells(sheet, at, columns)
    known = {item.label: item.code for scheme in ready_made() for item in scheme.score_items}
    label = said.get("label", "")
    steps = []
    for one in re.split(r"[；;\n]+", said.get("steps", "")):
        read = _ANSWER.fullmatch(one.strip()) if one.strip() else None
        if one.strip() and read is None:
            wrong = _("Row {row} of «{sheet}»: «{text}» is no answer; please write points and words, like «0 …; 3 …».")
            raise NoScheme(wrong.format(row=at + 1, sheet=sheet.name, text=one.strip()[:30]))
        if read is not None:
            steps.append(ScoreStep(score=int(read[1]), words=read[2].strip()))
    return {
        "code": known.get(label) or f"county_{hashlib.sha256(label.encode()).hexdigest()[:10]}",
        "label": label,
        "highest": _number(said.get("highest", ""), _("Most points"), at + 1) or 0,
        "explanation": said.get("explanation", ""),
        "steps": tuple(steps),
    }


def _marks(text: str, sheet: Sheet, at: int) -> tuple[str, ...]:
    """Return the marks a cell names by colour. Raises NoScheme."""
    found = []
    for one in _PARTED.split(text):
        if one and not is_nothing(one):
            code = one.lower() if one.lower() in MARKS else GRADES.get(one.removesuffix("色").removesuffix("码").upper())
            if code is None:
                wrong = _("Row {row} of «{sheet}»: «{text}» is no colour. There are red, orange, yellow, blue and green.")
                raise NoScheme(wrong.format(row=at + 1, sheet=sheet.name, text=one[:30]))
            found.append(code)
    return tuple(dict.fromkeys(found))


def _number(text: str, title: str, row: int) -> int | None:
    """Return the whole number of a cell, None where nothing stands. Raises NoScheme."""
    if text in EMPTY:
        return None
    if not re.fullmatch(r"\d{1,4}", text):
        where = _("row {row}, {title}").format(row=row, title=title) if row else title
        raise NoScheme(_("{where}: «{text}» is no whole number.").format(where=where, text=text[:30]))
    return int(text)
