"""Reads a stranger's file through a child process that is limited in memory and time and killed when it exceeds them."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import IO, Any

from stationdesk.i18n import _
from stationdesk.ledgers import container
from stationdesk.ledgers.refusals import FileRefused, refused
from stationdesk.ledgers.sheet import Sheet, unpack
from stationdesk.services.progress import Report, silent

CHILD_FLAG = "--read-a-sheet"
"""First argument with which a frozen program starts itself as the child."""
SECONDS = 10
"""Seconds: the longest a file may take; a 200,000-row sheet takes about four."""
LOOKS_EVERY = 0.2
"""Seconds between two looks at whether the reading is still wanted."""
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from stationdesk.ledgers.child import main; main()"


def child_command() -> list[str]:
    """Return the command that starts the reading child, in a bundle or from source."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    return [sys.executable, "-I", "-c", _BOOT, str(Path(__file__).resolve().parents[2])]


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A file as it was read: its name and, without ending, the words in it; SHA-256 and size in bytes; its sheets."""

    name: str
    stem: str
    sha256: str
    size: int
    sheets: tuple[Sheet, ...]

    def fresh(self) -> LedgerFile:
        """Return the file once more with sheets of its own, since planning fills them in place."""
        return replace(self, sheets=tuple(sheet.fresh() for sheet in self.sheets))


def read_files(
    paths: Sequence[Path], report: Report = silent, *, passed_over: list[FileRefused] | None = None, seconds: float = SECONDS
) -> tuple[LedgerFile, ...]:
    """Read files; one that has the very bytes of another is read once, a second file of one name gets a number.

    Raises FileRefused, with a sentence; with a list `passed_over` such a file is put there and the others are read. What
    `report` raises stops the reading and is passed on.
    """
    found: dict[str, LedgerFile] = {}
    names: set[str] = set()
    for at, path in enumerate(paths):
        tell = partial(report, _("Reading {file}").format(file=path.name), at, len(paths))
        tell()
        try:
            data = _content(path)
            digest = hashlib.sha256(data).hexdigest()
            if digest in found:
                continue
            sheets = tuple(_sheets(data, path.name, seconds, tell))
        except FileRefused as error:
            if passed_over is None:
                raise
            passed_over.append(error)
            continue
        found[digest] = LedgerFile(_unlike(path.name, names), path.stem, digest, len(data), sheets)
    return tuple(found.values())


def _unlike(name: str, names: set[str]) -> str:
    """Return a name that no file has yet, and keep it."""
    found, number = name, 1
    while found in names:
        number += 1
        found = f"{name} ({number})"
    names.add(found)
    return found


def read_sheets(path: Path, *, seconds: float = SECONDS) -> list[Sheet]:
    """Read every sheet of a spreadsheet or text table.

    Raises FileRefused, with a sentence, for what is no table, is protected, holds a program, or is beyond the limits.
    """
    return _sheets(_content(path), path.name, seconds, lambda: None)


def _sheets(data: bytes, name: str, seconds: float, tell: Callable[[], None]) -> list[Sheet]:
    answer = _ask(data, name, seconds, tell)
    if "refused" in answer:
        raise refused(answer["refused"], name, int(answer.get("figure") or 0))
    return [_sheet(found) for found in answer["sheets"]]


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(container.FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise refused("missing", path.name) from error
    except OSError as error:
        raise refused("unreadable", path.name) from error
    if not data:
        raise refused("empty", path.name)
    if len(data) > container.FILE_BYTES:
        raise refused("file_too_big", path.name, container.FILE_BYTES >> 20)
    return data


def _ask(data: bytes, name: str, seconds: float, tell: Callable[[], None]) -> dict[str, Any]:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(
        child_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
    ) as child:
        feeder = Thread(target=_feed, args=(child.stdin, data), daemon=True)
        child.stdin = None
        feeder.start()
        try:
            out = _wait(child, monotonic() + seconds, tell)
        except subprocess.TimeoutExpired as error:
            child.kill()
            child.communicate()
            raise refused("too_slow", name, round(seconds)) from error
        except BaseException:
            child.kill()
            raise
    return _answer(out, child.returncode, name)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    """Hand the file to the child: a second `communicate()` after a time-out would not write what is left of it."""
    with suppress(OSError), pipe:
        pipe.write(data)


def _wait(child: subprocess.Popen[bytes], until: float, tell: Callable[[], None]) -> bytes:
    """Return what the child says; raises TimeoutExpired when it says nothing until then, and what `tell` raises."""
    while True:
        left = until - monotonic()
        try:
            out, _err = child.communicate(timeout=max(min(left, LOOKS_EVERY), 0))
        except subprocess.TimeoutExpired:
            if left <= LOOKS_EVERY:
                raise
            tell()
        else:
            return out


def _answer(out: bytes, code: int, name: str) -> dict[str, Any]:
    try:
        answer = json.loads(out.decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise died(code, name) from error
    if not isinstance(answer, dict):
        raise died(code, name)
    return answer


def died(code: int, name: str) -> FileRefused:
    """Return the refusal for a child that ended without an answer: stopped by its limits, or broken by the file."""
    return refused("too_slow", name, SECONDS) if code == -24 else refused("too_much_memory", name)


def _sheet(found: dict[str, Any]) -> Sheet:
    rows = unpack(found["rows"])
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([None] * (width - len(row)))
    return Sheet(
        name=found["name"],
        rows=rows,
        merges=[tuple(merge) for merge in found.get("merges", [])],
        hidden_rows=frozenset(found.get("hidden_rows", ())),
        formulas={(row, column): text for row, column, text in found.get("formulas", ())},
        comments={(row, column): text for row, column, text in found.get("comments", ())},
        colours={str(name): [int(row) for row in rows] for name, rows in found.get("colours", {}).items()},
        hidden=bool(found.get("hidden")),
        epoch_1904=bool(found.get("epoch_1904")),
    )
