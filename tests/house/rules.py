"""The rules of the house that no tool knows: size, names, words, places, one language."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

MODULE_LINES = 300
FUNCTION_LINES = 40
CLASS_METHODS = 20
REASON = re.compile(r"#\s*long: \S")
TOP_FOLDERS = frozenset({".ci", "installers", "resources", "stationdesk", "tests"})
TOP_FILES = frozenset({".editorconfig", ".gitignore", "CHANGES.md", "CONTRIBUTING.md", "Makefile", "README.md", "pyproject.toml"})
TEST_FOLDERS = frozenset({"benchmarks", "data", "house", "journeys", "simulation", "snapshots"})
NAMELESS = frozenset({"utils", "helpers", "common", "base", "manager", "handler"})
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
UNTRUSTED = frozenset({"pickle", "marshal", "shelve", "dill"})
_HOSTS = ("pypi", "org"), ("deb", "debian", "org"), ("registry", "npmjs")
"""Registries, in pieces: this file must not hold an address either."""
MACHINE = re.compile(
    "|".join(
        (
            r"--(extra-)?" + "index" + "-url",
            "--find" + "-links",
            r"\"resol" + r"ved\":",
            r"https?:" + r"//[^ \"]+\.(whl|tar\.gz|tgz|deb)\b",
            "python" + "hosted",
            *(r"\.".join(host) for host in _HOSTS),
            r"(?<![\w.~])/(work|root|opt|Users|home/\w+)/",
        )
    )
)
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")

CHINESE_ALLOWED = {
    "stationdesk/ledgers": "how people head and fill their ledgers",
    "stationdesk/printing/contact_card.py": "signs that part an extension from a phone number",
    "stationdesk/registers/form_style.py": "how receivers want dates, ticks, yes and no written",
    "stationdesk/registers/birth_date.py": "how people write dates, the lunar calendar's included",
    "stationdesk/registers/id_number.py": "what people write where no number is known",
    "stationdesk/registers/mask.py": "surnames of two characters",
    "stationdesk/registers/person_name.py": "which characters a name may have",
    "stationdesk/registers/phone.py": "what people write around a phone number",
    "stationdesk/registers/search_words.py": "how groups are numbered in what is searched",
    "stationdesk/services/finding.py": "how groups are numbered in what is asked",
    "stationdesk/services/import_fields.py": "how a school and its class are written in one cell",
    "stationdesk/services/import_people.py": "words a ledger has for relatives, places and health",
    "stationdesk/services/day_reading.py": "days and times as operators type them",
    "stationdesk/services/free_hours.py": "days and hours as a family says when it has time",
    "stationdesk/services/likeness.py": "characters of names that stand for each other",
}
"""Where the code may hold Chinese to recognise it, each with the reason. What it says to people goes through `_` there too."""


@dataclass(frozen=True)
class Source:
    """One file of the tree, by its path from the root."""

    path: Path
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed module."""
        return ast.parse(self.text, str(self.path))

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return self.text.splitlines()


def sources(root: Path) -> Iterator[Source]:
    """Read every text file that git keeps or would keep."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    for name in sorted(filter(None, listed.split("\0"))):
        try:
            yield Source(Path(name), (root / name).read_text(encoding="utf-8"))
        except (UnicodeDecodeError, FileNotFoundError):  # no text, or deleted and not yet committed
            continue


def size(source: Source) -> Iterator[str]:
    """Complain of a module, function or class that outgrew its room and gives no reason (`# long: …`)."""
    if len(source.lines) > MODULE_LINES and not any(REASON.match(line) for line in source.lines):
        yield f"{source.path}: {len(source.lines)} lines, at most {MODULE_LINES}"
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if any(REASON.search(line) for line in source.lines[max(0, node.lineno - 2) : node.lineno]):
            continue
        if isinstance(node, ast.ClassDef):
            methods = sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)
            if methods > CLASS_METHODS:
                yield f"{source.path}:{node.lineno}: {node.name} has {methods} methods, at most {CLASS_METHODS}"
        elif (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES:
            yield f"{source.path}:{node.lineno}: {node.name} has {length} lines, at most {FUNCTION_LINES}"


def names(source: Source) -> Iterator[str]:
    """Complain of a module whose name says nothing; `helpers` says something where the helper is a register."""
    room, stem = source.path.parent.name, source.path.stem
    if stem in NAMELESS and not (stem == "helpers" and room in {"services", "ui"}):
        yield f"{source.path}: a name that says nothing"


def places(source: Source) -> Iterator[str]:
    """Complain of a file in a folder that the house does not have."""
    parts = source.path.parts
    if (len(parts) == 1 and parts[0] not in TOP_FILES) or (len(parts) > 1 and parts[0] not in TOP_FOLDERS):
        yield f"{source.path}: not a place of this house"


def test_places(root: Path, source: Source) -> Iterator[str]:
    """Complain of a folder of tests that is neither a room of the package nor one of the tests' own."""
    parts = source.path.parts
    if parts[0] == "tests" and len(parts) > 2 and parts[1] not in TEST_FOLDERS and not (root / "stationdesk" / parts[1]).is_dir():
        yield f"{source.path}: tests stand in the folder of the room they prove"


def words(source: Source) -> Iterator[str]:
    """Complain of what is left unfinished and of places that only one machine has."""
    for number, line in enumerate(source.lines, 1):
        if UNFINISHED.search(line):
            yield f"{source.path}:{number}: unfinished: {line.strip()[:80]}"
        if MACHINE.search(line) and (source.path.suffix != ".md" or "://" not in line):
            yield f"{source.path}:{number}: a machine's path or a registry's address: {line.strip()[:80]}"


def untrusted(source: Source) -> Iterator[str]:
    """Complain of code that would run what it reads."""
    for node in ast.walk(source.tree):
        imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            imported = [node.module]
        if any(name.split(".")[0] in UNTRUSTED for name in imported):
            yield f"{source.path}:{node.lineno}: {imported[0]} runs what it reads"  # type: ignore[attr-defined]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec", "compile"}:
            yield f"{source.path}:{node.lineno}: {node.func.id} runs what it reads"


SCREEN = frozenset({"self", "parent", "page", "dialog", "window", "pane", "form"})
"""Names that stand for something of the screen, which a work in a thread may not hold."""


def works(source: Source) -> Iterator[str]:
    """Complain of a work for `jobs.start` that holds its page or dialog: it is given plain data, bound before it begins."""
    for around in ast.walk(source.tree):
        if not isinstance(around, ast.FunctionDef):
            continue
        inner = {node.name: node for node in ast.walk(around) if isinstance(node, ast.FunctionDef) and node is not around}
        for call in ast.walk(around):
            if isinstance(call, ast.Call) and call.args and _starts_a_job(call.func):
                work = call.args[0]
                held = _held(inner.get(work.id, work) if isinstance(work, ast.Name) else work)
                if held:
                    yield f"{source.path}:{call.lineno}: a work that runs in a thread holds {held}; give it plain data"


def _starts_a_job(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute):
        return False
    of = called.value
    return called.attr == "start" and (of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else "") == "jobs"


def _held(work: ast.AST) -> str:
    """Return what of the screen a work holds: a method's self, or a name in a lambda, a function, or the whole of a partial's argument."""
    if isinstance(work, ast.Attribute):
        return ast.unparse(work.value) if isinstance(work.value, ast.Name) and work.value.id in SCREEN else ""
    if isinstance(work, ast.Call):
        given = [*work.args, *(one.value for one in work.keywords)]
        first = _held(given[0]) if given else ""
        return first or next((one.id for one in given if isinstance(one, ast.Name) and one.id in SCREEN), "")
    if isinstance(work, ast.Lambda | ast.FunctionDef):
        own = {one.arg for one in work.args.args}
        return next((one.id for one in ast.walk(work) if isinstance(one, ast.Name) and one.id in SCREEN - own), "")
    return ""


def chinese(source: Source) -> Iterator[str]:
    """Complain of Chinese in the code: sentences go through `_`, codes and synonyms live in resources/."""
    allowed = any(source.path.is_relative_to(place) for place in CHINESE_ALLOWED)
    spoken = [node for node in ast.walk(source.tree) if isinstance(node, ast.Raise)] if allowed else [source.tree]
    told = {id(part) for node in ast.walk(source.tree) for part in _bare_strings(node)}
    texts = [node for part in spoken for node in ast.walk(part) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found = [(node.lineno, str(node.value)) for node in texts if HAN.search(str(node.value)) and id(node) not in told]
    if found:
        line, text = min(found)
        yield f"{source.path}:{line}: Chinese in the code, {len(found)} times, first {text[:40]!r}"


def _bare_strings(node: ast.AST) -> Iterator[ast.AST]:
    """Find the strings that stand alone as a statement: docstrings of modules, classes, functions and fields."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
