"""Collect the sentences of the code and compile their Chinese: run by `make texts`, read by `make check`.

What has Chinese keeps it, what is new stands in the .po file with an empty answer to be filled in there, what the code no longer says goes.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGE = "zh_CN"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
CHANGING = re.compile(rb'"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By)[^\n]*\n')
BIRTHDAY = datetime(2026, 11, 22, tzinfo=UTC)
"""Stands in the compiled file in place of the present minute, so that the same sentences always give the same bytes."""
PLACEHOLDER = re.compile(r"\{(\w*)[^{}]*\}")


@dataclass(frozen=True)
class Texts:
    """What the two files of a language should hold, and what is wrong with their answers."""

    po: bytes
    mo: bytes
    count: int
    complaints: tuple[str, ...]


def po_path(root: Path) -> Path:
    """Return the place of the Chinese; the compiled .mo lies beside it."""
    return root / "resources" / "translations" / LANGUAGE / "LC_MESSAGES" / "stationdesk.po"


def collect(root: Path) -> Texts:
    """Read every sentence of the code under `root` and its Chinese, if it has any."""
    path = po_path(root)
    known = read_po(io.BytesIO(path.read_bytes()), locale=LANGUAGE) if path.exists() else Catalog(locale=LANGUAGE)
    catalog = Catalog(locale=LANGUAGE, project="stationdesk", charset="utf-8", fuzzy=False)
    complaints: list[str] = []
    for place, message in _sentences(root):
        if message in catalog:
            continue
        found = known.get(message)
        answer = _answer(found)
        if found and found.fuzzy:
            complaints.append(f"{place}: only a guess in Chinese (fuzzy): {message!r}")
        complaints += [f"{place}: {trouble}" for trouble in _troubles(message, answer)]
        catalog.add(message, answer)
    text = io.BytesIO()
    write_po(text, catalog, sort_output=True, width=140)
    po = CHANGING.sub(b"", text.getvalue())
    compiled = io.BytesIO()
    plain = read_po(io.BytesIO(po), locale=LANGUAGE)
    plain.creation_date = plain.revision_date = BIRTHDAY
    write_mo(compiled, plain)
    return Texts(po, compiled.getvalue(), len(catalog), tuple(complaints))


def _sentences(root: Path) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for name, line, message, _, _ in extract_from_dir(root / "stationdesk", method_map=[("**.py", "python")], keywords=KEYWORDS):
        yield f"stationdesk/{name}:{line}", message


def _answer(found: Message | None) -> str | tuple[str, ...]:
    """Return the Chinese of a sentence as it stands in the .po file; empty if there is none."""
    string = found.string if found else ""
    return string if isinstance(string, str) else tuple(string or ())


def _troubles(message: str | tuple[str, ...], answer: str | tuple[str, ...]) -> Iterator[str]:
    """Name what is wrong with the Chinese of one sentence."""
    said = message if isinstance(message, tuple) else (message,)
    answers = answer if isinstance(answer, tuple) else (answer,)
    if not answers or not all(answers):
        yield f"no Chinese: {said[0]!r}"
        return
    wanted = set(PLACEHOLDER.findall(" ".join(said)))
    for text in answers:
        if set(PLACEHOLDER.findall(text)) != wanted:
            yield f"other placeholders in Chinese: {said[0]!r}"


def main() -> int:
    """Write both files; return 1 if a sentence has no good Chinese yet."""
    root = Path(__file__).resolve().parent.parent
    texts = collect(root)
    path = po_path(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(texts.po)
    path.with_suffix(".mo").write_bytes(texts.mo)
    print(*texts.complaints, f"{texts.count} sentences, {len(texts.complaints)} to mend in {path.relative_to(root)}", sep="\n")
    return 1 if texts.complaints else 0


if __name__ == "__main__":
    sys.exit(main())
