"""Code tables as data: the code that is kept, the word that is shown, the spellings that are understood.

What ships is the ground; what the county says of it holds above it while a desk is open (`let_hold`). One process has one desk open,
and every list, form and sheet asks for words, so the tables that hold are the process's and not handed from hand to hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, ClassVar, Protocol, TypeVar

from sqlmodel import Field

from stationdesk.i18n import N_
from stationdesk.registers.field import CodeText, Day, Draft, count, day, listed, plain_key, words
from stationdesk.registers.record import Record, Road, one_of_a_kind
from stationdesk.settings import resource

LAST = 1_000_000
"""Place of a code that says none."""


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

    def reworded(self, said: CodeDraft) -> CodeRow:
        """Return the code with the county's word, spellings and days; the words before are understood still.

        Where it stands in the tree stays, and so does that it may never be printed: the care for children and illnesses hangs on both.
        """
        spelled = tuple(dict.fromkeys(one for one in (*said.synonyms, self.label, *self.synonyms) if one != said.label))
        now = replace(self, label=said.label, synonyms=spelled, national=said.national or self.national)
        return replace(now, restricted=self.restricted or said.restricted, valid_from=said.valid_from, valid_to=said.valid_to)


@dataclass(frozen=True)
class CodeTable:
    """A code table; rows in the order they are shown."""

    name: str
    title: str
    standard: str | None
    rows: tuple[CodeRow, ...]
    """Every code there is or was; `given` are those that may be given now."""
    open: bool = False
    """The county may add codes and retire some; of the others it may only say how they are called."""
    on: str = ""
    """The day for which the county's words were taken; empty where there are none."""

    @cached_property
    def given(self) -> tuple[CodeRow, ...]:
        """Return the codes to choose from: without headings, and without what is retired or has not begun."""
        return tuple(row for row in self.rows if not row.group and self.is_given(row.code))

    def is_given(self, code: str) -> bool:
        """Tell whether a code may be given now; a retired one stays on the records that have it."""
        row = self.by_code.get(code)
        return row is not None and (not self.on or row.given_on(self.on))

    def given_code_for(self, text: str) -> str | None:
        """Return the code that `text` names, None too where it may not be given any more."""
        code = self.code_for(text)
        return code if code is not None and self.is_given(code) else None

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

    def extended(self, additions: Iterable[CodeDraft], on: str = "") -> CodeTable:
        """Return this table as it is on day `on` with what the county says of it.

        A known code gets another word or another end, a new one stands behind its siblings and before 其他.
        """
        rows = {row.code: row for row in self.rows}
        fresh: dict[str, CodeDraft] = {}
        for said in additions:
            if said.table_name != self.name:
                continue
            if said.code not in self.by_code:
                fresh[said.code] = said
            rows[said.code] = rows[said.code].reworded(said) if said.code in self.by_code else said.as_row()
        order = list(self.by_code)
        for said in sorted(fresh.values(), key=lambda one: LAST if one.sort_order is None else one.sort_order):
            order.insert(_place(order, rows, said), said.code)
        return replace(self, rows=tuple(rows[code] for code in order), on=on)


def _place(order: list[str], rows: Mapping[str, CodeRow], said: CodeDraft) -> int:
    """Return where a new code stands: behind everything below the same heading, and before the table's last word for all the rest."""
    if said.parent in order:
        within = [at for at, code in enumerate(order) if said.parent in _up(rows, code)]
        return within[-1] + 1
    return len(order) - (order[-1:] == ["other"])


def _up(rows: Mapping[str, CodeRow], code: str) -> set[str]:
    """Return a code and those above it; a ring of them ends."""
    found: set[str] = set()
    while code in rows and code not in found:
        found.add(code)
        code = rows[code].parent or ""
    return found


def _codes(row: CodeRow) -> tuple[str, ...]:
    return (row.code,)


def _labels(row: CodeRow) -> tuple[str, ...]:
    return (row.label,)


def _nationals(row: CodeRow) -> tuple[str, ...]:
    return () if row.national is None else (row.national,)


def _synonyms(row: CodeRow) -> tuple[str, ...]:
    return row.synonyms


class _Held:
    """The tables that hold in this process beside those that ship."""

    tables: Mapping[str, CodeTable] = MappingProxyType({})
    renewals: ClassVar[list[Callable[[], None]]] = []


def table(name: str) -> CodeTable:
    """Return the code table `name` with what the county said of it; raises FileNotFoundError if there is none."""
    return _Held.tables.get(name) or shipped(name)


@cache
def shipped(name: str) -> CodeTable:
    """Return the code table `name` as it ships; raises FileNotFoundError if there is none."""
    found: dict[str, Any] = json.loads(resource(f"codes/{name}.json").read_text(encoding="utf-8"))
    rows = tuple(CodeRow(**{**row, "synonyms": tuple(row.get("synonyms", ()))}) for row in found["rows"])
    return CodeTable(name, found["title"], found.get("standard"), rows, open=found.get("open", False))


def let_hold(additions: Iterable[CodeDraft], on: str) -> None:
    """Let what a county says of codes hold from now on in this process, as of day `on`; nothing said: the tables that ship."""
    said = list(additions)
    names = dict.fromkeys(one.table_name for one in said)
    _Held.tables = MappingProxyType({name: shipped(name).extended(said, on) for name in names if name in table_names()})
    for renew in _Held.renewals:
        renew()


class _Cached(Protocol):
    """A function that remembers its answers."""

    def cache_clear(self) -> None: ...


Remembering = TypeVar("Remembering", bound=_Cached)


def of_codes(function: Remembering) -> Remembering:
    """Mark a function that remembers what it read from code tables: it forgets when other ones hold."""
    _Held.renewals.append(function.cache_clear)
    return function


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
