"""An import left half way, as it is kept until the operator goes on: which files, what was said of columns, what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from stationdesk.services.import_plan import Answer, Spot

FORM = "import"


@dataclass(frozen=True)
class HalfDone:
    """What an operator has said of files that are not taken in yet; `files` are paths, `prints` SHA-256 by a file's name."""

    files: tuple[str, ...] = ()
    prints: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    answers: Mapping[Spot, Answer] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can say it; empty where there is nothing to keep."""
        if not self.files:
            return {}
        return {
            "files": list(self.files),
            "prints": dict(self.prints),
            "columns": {layout: {str(at): code for at, code in said.items()} for layout, said in self.columns.items()},
            "answers": [[*spot, answer.kind, answer.known, list(answer.spot or ())] for spot, answer in self.answers.items()],
        }

    def still_true(self, prints: Mapping[str, str]) -> HalfDone:
        """Return it without the answers about files that are other ones now."""
        same = {name for name, said in self.prints.items() if prints.get(name) == said}
        answers = {
            spot: answer for spot, answer in self.answers.items() if spot[0] in same and (answer.spot is None or answer.spot[0] in same)
        }
        return HalfDone(self.files, self.prints, self.columns, answers)


def half_done(said: Mapping[str, Any]) -> HalfDone:
    """Return what `HalfDone.as_json` has written; nothing where it cannot be read, as of another version of the program."""
    try:
        return _read(said)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return HalfDone()


def _read(said: Mapping[str, Any]) -> HalfDone:
    return HalfDone(
        tuple(map(str, said.get("files", ()))),
        dict(said.get("prints", {})),
        {layout: {int(at): code for at, code in columns.items()} for layout, columns in said.get("columns", {}).items()},
        {_spot(one[:3]): Answer(one[3], one[4], _spot(one[5]) if one[5] else None) for one in said.get("answers", ())},
    )


def _spot(said: Sequence[Any]) -> Spot:
    return str(said[0]), str(said[1]), int(said[2])
