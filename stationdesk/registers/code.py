"""Code tables as data: the code that is kept, the word that is shown, the spellings that are understood."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, ClassVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, count, day, listed, plain_key, words
from stationdesk.registers.record import Record, Road, one_of_a_kind
from stationdesk.settings import resource


@dataclass(frozen=True)
class CodeRow:
    """One code: what it means, its number in the national standard, how ledgers spell it, from when to when it is given."""

    code: str
    label: str
    national: str | None = None
    synonyms: tuple[str, ...] = ()
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    note: str | None = None
    axis: str | None = None
    """Which of the elders' four axes a category lies on: living, children, family or ability."""
    restricted: bool = False
    """May never be printed, and stays at the station."""
    group: bool = False
    """A heading of the tree, never given to anybody."""

    def given_on(self, on: str) -> bool:
        """Tell whether the code may be given on day `on`."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class CodeTable:
    """A code table; rows in the order they are shown."""

    name: str
    title: str
    standard: str | None
    rows: tuple[CodeRow, ...]

    @cached_property
    def by_code(self) -> Mapping[str, CodeRow]:
        """Return the rows by their code."""
        return MappingProxyType({row.code: row for row in self.rows})

    @cached_property
    def spellings(self) -> Mapping[str, str]:
        """Return every understood spelling (as `plain_key` writes it) with its code; a code wins over a label, a label over a synonym."""
        found: dict[str, str] = {}
        for spell in (_codes, _labels, _nationals, _synonyms):
            for row in self.rows:
                for spelling in spell(row):
                    found.setdefault(plain_key(spelling), row.code)
        return MappingProxyType(found)

    def row(self, code: str) -> CodeRow | None:
        """Return the row of `code`, or None."""
        return self.by_code.get(code)

    def label(self, code: str | None) -> str:
        """Return the word for `code`; an unknown code is its own word, no code is blank."""
        if code is None:
            return ""
        row = self.by_code.get(code)
        return row.label if row else code

    def national(self, code: str) -> str | None:
        """Return the number of `code` in the national standard, or None."""
        row = self.by_code.get(code)
        return row.national if row else None

    def code_for(self, text: str) -> str | None:
        """Return the code that `text` names (a code, label, national number or synonym, however padded), or None."""
        return self.spellings.get(plain_key(text))

    def children(self, code: str | None) -> tuple[CodeRow, ...]:
        """Return the rows right below `code`; below None stand the roots."""
        return tuple(row for row in self.rows if row.parent == code)

    def descendants(self, code: str) -> tuple[CodeRow, ...]:
        """Return every row below `code`, each before its own children."""
        return tuple(row for child in self.children(code) for row in (child, *self.descendants(child.code)))

    def ancestors(self, code: str) -> tuple[CodeRow, ...]:
        """Return the rows above `code`, the nearest first."""
        row = self.by_code.get(code)
        above = self.by_code.get(row.parent) if row and row.parent else None
        return () if above is None else (above, *self.ancestors(above.code))

    def is_within(self, code: str, above: str) -> bool:
        """Tell whether `code` is `above` or stands below it."""
        return code == above or any(row.code == above for row in self.ancestors(code))

    def is_restricted(self, code: str) -> bool:
        """Tell whether `code`, or a code above it, may never be printed."""
        row = self.by_code.get(code)
        return row is not None and (row.restricted or any(above.restricted for above in self.ancestors(code)))

    def unrestricted(self, code: str) -> str:
        """Return `code`, or the nearest code above it that may be printed; raises ValueError if there is none."""
        if not self.is_restricted(code):
            return code
        for above in self.ancestors(code):
            if not self.is_restricted(above.code):
                return above.code
        raise ValueError(code)

    def extended(self, additions: Iterable[CodeDraft]) -> CodeTable:
        """Return this table with the county's `additions`; one with a known code replaces its row."""
        added = {row.code: row for row in (draft.as_row() for draft in additions if draft.table_name == self.name)}
        kept = tuple(added.pop(row.code, row) for row in self.rows)
        return CodeTable(self.name, self.title, self.standard, kept + tuple(added.values()))


def _codes(row: CodeRow) -> tuple[str, ...]:
    return (row.code,)


def _labels(row: CodeRow) -> tuple[str, ...]:
    return (row.label,)


def _nationals(row: CodeRow) -> tuple[str, ...]:
    return () if row.national is None else (row.national,)


def _synonyms(row: CodeRow) -> tuple[str, ...]:
    return row.synonyms


@cache
def table(name: str) -> CodeTable:
    """Return the code table `name` as it ships; raises FileNotFoundError if there is none."""
    found: dict[str, Any] = json.loads(resource(f"codes/{name}.json").read_text(encoding="utf-8"))
    rows = tuple(CodeRow(**{**row, "synonyms": tuple(row.get("synonyms", ()))}) for row in found["rows"])
    return CodeTable(name, found["title"], found.get("standard"), rows)


@cache
def table_names() -> tuple[str, ...]:
    """Return the names of the code tables that ship."""
    files = sorted(resource("codes").glob("*.json"))
    return tuple(path.stem for path in files if "rows" in json.loads(path.read_text(encoding="utf-8")))


class CodeDraft(Draft):
    """The county's own code, beside or instead of one that ships."""

    table_name: CodeText = Field(max_length=40, title=N_("Code table"), index=True)
    code: CodeText = Field(max_length=40, title=N_("Code"))
    label: str = Field(max_length=80, title=N_("Word"))
    national: str | None = words(20, title=N_("National code"))
    parent: str | None = words(40, title=N_("Code above"))
    synonyms: tuple[str, ...] = listed(title=N_("Other spellings"))
    axis: str | None = words(20, title=N_("Axis"))
    restricted: bool = Field(default=False, title=N_("Never printed"))
    is_group: bool = Field(default=False, title=N_("Only a heading"))
    sort_order: int | None = count(title=N_("Order in lists"))
    valid_from: Day | None = day(title=N_("Valid from"))
    valid_to: Day | None = day(title=N_("Valid to"))
    remark: str | None = words(500, title=N_("Remark"))

    def as_row(self) -> CodeRow:
        """Return the code as a row of its table."""
        return CodeRow(
            self.code,
            self.label,
            self.national,
            tuple(self.synonyms),
            self.parent,
            self.valid_from,
            self.valid_to,
            self.remark,
            self.axis,
            self.restricted,
            self.is_group,
        )


class Code(Record, CodeDraft, table=True):
    """A county's code as it is kept."""

    __tablename__ = "code"
    __table_args__ = one_of_a_kind()
    road: ClassVar[Road] = Road.TRAVELLING
