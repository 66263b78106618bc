"""What a command says: one JSON document, or sentences; troubles on stderr."""

from __future__ import annotations

import dataclasses
import json
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.settings import Settings

JsonFlag = Annotated[bool, typer.Option("--json", help=_("Print one JSON document instead of sentences."))]

DONE, BROKEN, WRONG_USE, REFUSED = 0, 1, 2, 3


@dataclass
class Run:
    """One run of the program: its settings, and whether a script is listening."""

    settings: Settings
    as_json: bool = False
    warnings: list[str] = field(default_factory=list)

    def answer(self, document: Mapping[str, Any], *lines: str) -> None:
        """Print `document` for a script, or `lines` for a person."""
        if self.as_json:
            whole = dict(document) | ({"warnings": self.warnings} if self.warnings else {})
            typer.echo((json.dumps(whole, ensure_ascii=False, indent=1, default=plain) + "\n").encode(), nl=False)
            return
        for line in lines:
            typer.echo(line)

    def warn(self, sentence: str) -> None:
        """Say something beside the answer: on stderr, and in a script's document."""
        self.warnings.append(sentence)
        typer.echo(sentence, err=True)

    def refuse(self, error: DeskError) -> int:
        """Say why the command was not carried out; returns the exit code."""
        typer.echo(error.message, err=True)
        self.answer({"error": {"kind": type(error).__name__, "message": error.message}})
        return REFUSED


def begin(ctx: typer.Context, as_json: bool) -> Run:
    """Return the run a command belongs to."""
    run: Run = ctx.obj
    run.as_json = as_json
    return run


def plain(value: object) -> object:
    """Return what JSON can say of a value it does not know."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value).__name__)


def table(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Return `rows` as lines in columns; a Chinese character is two columns wide."""
    from unicodedata import east_asian_width

    def width(text: str) -> int:
        return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)

    widths = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    return [gap.join(cell + " " * (widths[at] - width(cell)) for at, cell in enumerate(row)).rstrip() for row in rows]


def calm_report(error: BaseException) -> str:
    """Return what may be told of a bug: types and places in our code, and no value, so nothing of any person."""
    lines = [_("Something went wrong that should not have. What was saved before is safe; what was under way was not saved.")]
    lines.append(_("Please send the lines below to whoever looks after the program. They hold nothing about any person."))
    seen: BaseException | None = error
    while seen is not None:
        lines.append(type(seen).__module__ + "." + type(seen).__qualname__)
        lines += [f"  {Path(place.filename).name}:{place.lineno} {place.name}" for place in traceback.extract_tb(seen.__traceback__)]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines)
