"""Reads a stranger's file through a child process that is limited in memory and time and killed when it exceeds them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from stationdesk.ledgers import container
from stationdesk.ledgers.refusals import FileRefused, refused
from stationdesk.ledgers.sheet import Sheet, unpack

CHILD_FLAG = "--read-a-sheet"
"""First argument with which a frozen program starts itself as the child."""
SECONDS = 10
"""Seconds: the longest a file may take; a 200,000-row sheet takes about four."""
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from stationdesk.ledgers.child import main; main()"


def child_command() -> list[str]:
    """Return the command that starts the reading child, in a bundle or from source."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    return [sys.executable, "-I", "-c", _BOOT, str(Path(__file__).resolve().parents[2])]


def read_sheets(path: Path, *, seconds: float = SECONDS) -> list[Sheet]:
    """Read every sheet of a spreadsheet or text table.

    Raises FileRefused, with a sentence, for what is no table, is protected, holds a program, or is beyond the limits.
    """
    name = path.name
    answer = _ask(_content(path), name, seconds)
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


def _ask(data: bytes, name: str, seconds: float) -> dict[str, Any]:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(
        child_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
    ) as child:
        try:
            out, _err = child.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            child.kill()
            child.communicate()
            raise refused("too_slow", name, round(seconds)) from error
        except BaseException:
            child.kill()
            raise
    return _answer(out, child.returncode, name)


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
        hidden=bool(found.get("hidden")),
        epoch_1904=bool(found.get("epoch_1904")),
    )
