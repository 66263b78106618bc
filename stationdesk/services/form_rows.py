"""The cells of a form: each column compiled once into a reader that covers and writes what it reads."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.export_profile import ExportProfileDraft, FormColumn
from stationdesk.registers.field import clean_text
from stationdesk.registers.form_style import (
    GONE_RELATIVE,
    STYLES,
    code_writer,
    date_writer,
    first_style,
    flag_writer,
    id_writer,
    lunar_as_kept,
    money_writer,
    phone_writer,
    solar_as_kept,
)
from stationdesk.registers.mask import masked_address, masked_child, masked_id_no, masked_name, masked_phone
from stationdesk.services.form_changes import changes_since
from stationdesk.services.form_fact import Fact, Facts
from stationdesk.services.form_facts import fact
from stationdesk.services.form_people import Line
from stationdesk.services.form_reading import needs_of, read
from stationdesk.services.form_relatives import DEAD
from stationdesk.services.progress import Report, silent

Cell = str | int | float
Writer = Callable[[Any, Facts], Cell]
LONGEST = 32_767
"""Characters a cell may have."""
COVERED = "*"
_NUMBERS = re.compile(r"\d(?:[ -]?\d){5,}[Xx]?")
_DATED = re.compile(r"(?:19|20)\d\d[- ]?\d{1,2}(?:[- ]?\d{1,2})?")


@dataclass(frozen=True)
class FormLine:
    """A row as it goes out: its cells, and the village group whose sheet it belongs to."""

    cells: tuple[Cell, ...]
    group: str


def columns_of(profile: ExportProfileDraft) -> tuple[tuple[FormColumn, Fact], ...]:
    """Return the columns of a form with their facts. Raises UnknownFact."""
    return tuple((column, fact(column.path)) for column in profile.columns)


def heading(column: FormColumn, found: Fact) -> str:
    """Return what stands over a column: the receiver's word, else ours."""
    return column.heading or found.title


def styles_of(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the styles of a kind of fact, each with its words."""
    return tuple((code, _(said)) for code, said in STYLES[kind].items())


def rows(
    session: Session,
    profile: ExportProfileDraft,
    lines: Sequence[Line],
    on: date,
    *,
    full: bool,
    since: int | None = None,
    report: Report = silent,
) -> Iterator[FormLine]:
    """Yield the rows of a form on day `on`; covered unless `full`. `since`: the journal's entry at the last export, for what changed.

    `report` may raise to stop; nothing is written here.
    """
    columns = columns_of(profile)
    writers = [_writer(column, found, full=full) for column, found in columns]
    numbered = [at for at, (column, _found) in enumerate(columns) if column.path == "serial"]
    needs = needs_of(found.needs for _column, found in columns)
    changed = changes_since(session, since) if needs.wants("changed") else {}
    counts: dict[str, int] = {}
    for number, facts in enumerate(read(session, lines, profile.row_kind, needs, on)):
        if number % 500 == 0:
            report(_("Writing the form"), number, len(lines))
        if changed or needs.wants("changed"):
            facts.changed = changed.get(facts.person["id"], "")
        group = "" if facts.child and not full else facts.person.get("village_group") or ""
        cells = [write(facts) for write in writers]
        if numbered:
            at = group if profile.per_group else ""
            counts[at] = counts.get(at, 0) + 1
            for column in numbered:
                cells[column] = counts[at]
        yield FormLine(tuple(cells), group)


def _writer(column: FormColumn, found: Fact, *, full: bool) -> Callable[[Facts], Cell]:
    """Return what writes the cells of a column."""
    if column.path == "text":
        said = clean_text(column.text)[:LONGEST]
        return lambda _facts: said
    style = column.style if column.style in STYLES[found.kind] else first_style(found.kind)
    to_text = _birth_writer(style) if found.path.endswith("birth_date") and full else _value_writer(found, style)
    of, cover = found.read, "" if full else found.cover
    covered = _covered(style, cover, found.path)
    adult: Writer = to_text if covered is None else lambda value, _facts: covered(value)
    child = adult if full else _covered_child(cover, adult)
    simple = covered if covered is not None else _simple(found, style) if "birth" not in found.path else None
    if simple is not None and not found.path.startswith("kin."):
        return _plain_writer(of, simple, child)

    def write(facts: Facts) -> Cell:
        value = of(facts)
        if value is None or value == "":
            return ""
        if value is DEAD:
            return GONE_RELATIVE
        return child(value, facts) if facts.child else adult(value, facts)

    return write


def _plain_writer(of: Callable[[Facts], Any], simple: Callable[[Any], Cell], child: Writer) -> Callable[[Facts], Cell]:
    """Return what writes cells that need nothing but their value: most of them, a hundred thousand times over."""

    def write(facts: Facts) -> Cell:
        value = of(facts)
        if value is None or value == "":
            return ""
        return child(value, facts) if facts.child else simple(value)

    return write


def _simple(found: Fact, style: str) -> Callable[[Any], Cell] | None:
    """Return what writes a value of the fact, where the value alone is enough and it is text or a code."""
    if found.kind == "text":
        return _text
    return lru_cache(8192)(code_writer(found.codes, style)) if found.kind == "code" else None


def _value_writer(found: Fact, style: str) -> Writer:
    """Return how a value of the fact is written, nothing covered."""
    if found.kind == "codes":
        one = code_writer(found.codes, style)
        return lambda value, _facts: "、".join(one(code) for code in _listed(value))
    if found.kind == "phone":
        numbers = phone_writer(style)
        return lambda value, _facts: numbers(_numbers(value))
    if found.kind == "number":
        return (lambda value, _facts: value) if style == "plain" else lambda value, _facts: _with_unit(found.path, value)
    if found.kind == "text":
        return lambda value, _facts: _text(value)
    writers: Mapping[str, Callable[[Any], Cell]] = {
        "id": id_writer(style) if found.kind == "id" else str,
        "date": date_writer(style) if found.kind == "date" else str,
        "code": code_writer(found.codes, style) if found.kind == "code" else str,
        "money": money_writer(style) if found.kind == "money" else str,
        "flag": flag_writer(style) if found.kind == "flag" else str,
    }
    plain = lru_cache(8192)(writers[found.kind]) if found.kind != "id" else writers["id"]
    return lambda value, _facts: plain(value)


def _birth_writer(style: str) -> Writer:
    """Return how a birth date is written: one that is kept by the lunar calendar is put into the other where the style asks for it."""
    plain = date_writer(style)

    def write(value: Any, facts: Facts) -> Cell:
        if facts.person.get("birth_calendar") != "lunar" or value != facts.person.get("birth_date"):
            return plain(value)
        return lunar_as_kept(value) if style == "lunar" else plain(solar_as_kept(value) or value)

    return write


def _covered(style: str, cover: str, path: str) -> Callable[[Any], Cell] | None:
    """Return how a value is covered for others, None where it is not."""
    if cover == "id":
        return id_writer("last_four") if style == "last_four" and path.endswith("id_no") else id_writer("covered")
    if cover == "phone":
        return lambda value: "、".join(map(masked_phone, _numbers(value)[:1] if style == "first" else _numbers(value)))
    if cover == "birth":
        return lambda value: str(value)[:4]
    if cover == "address":
        return lru_cache(8192)(masked_address)
    return covered_words if cover == "words" else None


def _covered_child(cover: str, usual: Writer) -> Writer:
    """Return how a value about a child is covered: alias for the name, nothing that tells home, school or family (domain 5.3)."""
    if cover == "name":
        return lambda value, facts: masked_child(value, facts.person.get("alias"))
    if cover == "other_name":
        return lambda value, _facts: masked_name(value)
    if cover in ("own", "address", "group", "words"):
        return lambda _value, _facts: COVERED
    return usual


def covered_words(text: Any) -> str:
    """Cover every long number in a free text: a phone or an ID number written into a remark."""

    def cover(found: re.Match[str]) -> str:
        if _DATED.fullmatch(found[0]):
            return found[0]
        digits = re.sub(r"[ -]", "", found[0])
        return masked_id_no(digits) if len(digits) >= 15 else masked_phone(digits)

    return _NUMBERS.sub(cover, _text(text))


def _text(value: Any) -> str:
    """Return a value as text a cell can hold; a list that is kept as JSON is said with commas."""
    if isinstance(value, str):
        if value[:1] == "[":
            return "、".join(map(str, _listed(value)))
        if value.isprintable() and value[:1] != " " and value[-1:] != " ":  # nearly every cell: nothing to clean
            return value[:LONGEST]
        return clean_text(value)[:LONGEST]
    return str(value)


def _listed(value: Any) -> Sequence[Any]:
    if isinstance(value, str):
        try:
            found = json.loads(value)
        except ValueError:
            return (value,)
        return found if isinstance(found, list) else (value,)
    return tuple(value)


def _numbers(value: Any) -> list[str]:
    """Return the numbers of a kept list, or the one number that is kept alone."""
    if isinstance(value, str) and value[:1] != "[":
        return [value]
    return [one["number"] if isinstance(one, Mapping) else str(one) for one in _listed(value)]


def _with_unit(path: str, value: Any) -> str:
    return _("{years} years").format(years=value) if path == "resident.age" else _("{count} people").format(count=value)
