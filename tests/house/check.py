"""Walk through the house and print every rule it breaks: `python -m tests.house.check`, part of `make check`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from installers.texts import collect, po_path
from tests.house import rules

ROOT = Path(__file__).resolve().parents[2]
OWN = Path("tests/house")
"""The rules themselves must spell what they forbid."""


def complaints(root: Path) -> Iterator[str]:
    """Name every broken rule of the tree under `root`."""
    for source in rules.sources(root):
        yield from rules.places(source)
        yield from rules.test_places(root, source)
        if not source.path.is_relative_to(OWN):
            yield from rules.words(source)
        if source.path.suffix != ".py":
            continue
        yield from rules.size(source)
        yield from rules.names(source)
        yield from rules.untrusted(source)
        if source.path.parts[0] == "stationdesk":
            yield from rules.chinese(source)
            yield from rules.works(source)
    for place in rules.CHINESE_ALLOWED:
        modules = [path for path in (root / place, *(root / place).glob("*.py")) if path.is_file()]
        if not any(rules.HAN.search(path.read_text(encoding="utf-8")) for path in modules):
            yield f"{place}: may hold Chinese, but has none"
    yield from translations(root)


def translations(root: Path) -> Iterator[str]:
    """Name every sentence without good Chinese, and files that `make texts` would write otherwise."""
    texts = collect(root)
    yield from texts.complaints
    for path, wanted in ((po_path(root), texts.po), (po_path(root).with_suffix(".mo"), texts.mo)):
        if not path.exists() or path.read_bytes() != wanted:
            yield f"{path.relative_to(root)}: out of date, run `make texts`"


def main() -> int:
    """Print the complaints; return 1 if there are any."""
    found = list(complaints(ROOT))
    print(*found, f"house rules: {len(found)} broken" if found else "house rules: kept", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
