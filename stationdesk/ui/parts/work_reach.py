"""What of the screen a work that is to run in a thread would hold: there must be nothing.

Garbage may be collected in any thread, and a widget that is let go of beside the screen's thread hangs or kills the window. So a work is
given plain data before it begins. Looked at in every test; the program itself does not spend time on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from PySide6.QtCore import QObject

DEPTH = 6
"""Steps from the work after which nothing is looked at any more."""


def of_the_screen(work: Any, allowed: tuple[type, ...] = ()) -> list[str]:
    """Return what a work holds of Qt, as the way to it: `read.pane: VisitsPane`; `allowed` outlives every work."""
    return sorted({way for way, one in _held(work, getattr(work, "__name__", "work"), set(), allowed, DEPTH) if one})


def _held(one: Any, way: str, seen: set[int], allowed: tuple[type, ...], left: int) -> Iterator[tuple[str, bool]]:
    if id(one) in seen or left == 0 or isinstance(one, allowed):
        return
    seen.add(id(one))
    if isinstance(one, QObject):
        yield f"{way}: {type(one).__name__}", True
        return
    for name, part in _parts(one):
        yield from _held(part, f"{way}.{name}", seen, allowed, left - 1)


def _parts(one: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is reached from a function, a method, a partial, a plain collection or an object of the window's own."""
    if isinstance(one, MethodType):
        yield from (("self", one.__self__), ("function", one.__func__))
    elif isinstance(one, partial):
        yield "function", one.func
        yield from ((str(at), part) for at, part in enumerate(one.args))
        yield from one.keywords.items()
    elif isinstance(one, FunctionType):
        yield from _closed_over(one)
        yield from ((f"default {at}", part) for at, part in enumerate(one.__defaults__ or ()))
        yield from (one.__kwdefaults__ or {}).items()
    elif isinstance(one, list | tuple | set | frozenset):
        yield from ((str(at), part) for at, part in enumerate(one))
    elif isinstance(one, Mapping):
        yield from ((str(at), part) for at, part in enumerate(one.values()))
    elif type(one).__module__.startswith(("stationdesk.ui", "tests.ui")) and not isinstance(one, type):
        yield from dict(getattr(one, "__dict__", {})).items()


def _closed_over(function: FunctionType) -> Iterator[tuple[str, Any]]:
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:  # not filled yet
            continue
