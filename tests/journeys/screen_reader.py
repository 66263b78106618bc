"""Prints what a program tells a screen reader, as JSON: run by the system's Python, whose package reads AT-SPI."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]

APPLICATION = "stationdesk"
TYPED = {"text", "password text", "entry", "paragraph"}
CELLS = 120
"""As many things of a table or list as a screen shows; a long list tells all of its rows."""


def things(thing: Any, path: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Go through a thing and everything in it that is on the screen."""
    try:
        told = one(thing, path)
        most = CELLS if told["role"] in {"table", "list", "tree table", "tree"} else 1000
        children = [thing[nth] for nth in range(min(most, thing.childCount))] if "showing" in told["states"] or len(path) < 2 else []
    except Exception:  # noqa: BLE001 - it went away while we were looking
        return
    yield told
    for child in children:
        if child is not None:
            yield from things(child, (*path, f"{told['role']} {told['name']}"))


def one(thing: Any, path: tuple[str, ...]) -> dict[str, Any]:
    """Return what is told about one thing: each question is a message to the program and back."""
    role = thing.getRoleName()
    states = sorted(pyatspi.stateToString(state) for state in thing.getState().getStates())
    text = thing.queryText().getText(0, -1) if role in TYPED else ""
    name = " ".join([*labels(thing), thing.name]) if role == "combo box" else thing.name
    return {"role": role, "name": name, "states": states, "text": text, "path": path}


def labels(thing: Any) -> list[str]:
    """Return the words beside a thing; a combo box's own name is what is chosen in it."""
    relations = [one for one in thing.getRelationSet() if one.getRelationType() == pyatspi.RELATION_LABELLED_BY]
    return [one.getTarget(nth).name for one in relations for nth in range(one.getNTargets())]


def main() -> None:
    """Print the whole program."""
    desktop = pyatspi.Registry.getDesktop(0)
    found: list[dict[str, Any]] = []
    for program in desktop:
        if program is not None and APPLICATION in program.name:
            found.extend(things(program, ()))
    json.dump(found, sys.stdout, ensure_ascii=False)


main()
