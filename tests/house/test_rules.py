"""Each rule of the house finds what it forbids, and accepts what it allows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from installers.texts import collect, po_path
from tests.house import rules
from tests.house.check import translations
from tests.house.rules import Source

SLASH, DOT = "/", "."
"""Kept apart from what follows it, so that no address and no path of a machine stands in this file."""


def source(text: str, path: str = "stationdesk/services/visits.py") -> Source:
    return Source(Path(path), text)


def long_function(lines: int, beside: str = "") -> str:
    return f"def f() -> None:{beside}\n" + "    f()\n" * (lines - 1)


def test_size_counts_modules_functions_and_methods() -> None:
    assert not list(rules.size(source(long_function(rules.FUNCTION_LINES))))
    assert list(rules.size(source(long_function(rules.FUNCTION_LINES + 1))))
    assert list(rules.size(source("x = 1\n" * (rules.MODULE_LINES + 1))))
    methods = "".join(f"    def m{n}(self) -> None: ...\n" for n in range(rules.CLASS_METHODS + 1))
    assert list(rules.size(source("class C:\n" + methods)))


def test_size_accepts_a_reason_beside_the_code() -> None:
    assert not list(rules.size(source(long_function(99, "  # long: a table read top to bottom"))))
    assert not list(rules.size(source("# long: a table read top to bottom\n" + "x = 1\n" * 400)))
    assert list(rules.size(source(long_function(99, "  # long:"))))


def test_names_and_places() -> None:
    assert list(rules.names(source("", "stationdesk/store/utils.py")))
    assert list(rules.names(source("", "stationdesk/store/helpers.py")))
    assert not list(rules.names(source("", "stationdesk/services/helpers.py")))
    assert list(rules.places(source("", "scripts/x.py")))
    assert list(rules.places(source("", "setup.py")))
    assert not list(rules.places(source("", "installers/ready.sh")))


def test_tests_stand_with_the_room_they_prove(tmp_path: Path) -> None:
    (tmp_path / "stationdesk" / "store").mkdir(parents=True)
    assert not list(rules.test_places(tmp_path, source("", "tests/store/test_keys.py")))
    assert not list(rules.test_places(tmp_path, source("", "tests/conftest.py")))
    assert list(rules.test_places(tmp_path, source("", "tests/stores/test_keys.py")))


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # TODO later",
        "raise NotImplementedError",
        f"--{'index'}-url x",
        f"--{'extra'}-{'index'}-url x",
        f"--find{'-links'} x",
        f'p = "{SLASH}root/x"',
        f"cd {SLASH}home/somebody/x",
        f"https:{SLASH * 2}pypi{DOT}org/simple",
        f"https:{SLASH * 2}somewhere/x.whl",
    ],
)
def test_words_left_unfinished_and_places_of_one_machine(line: str) -> None:
    assert list(rules.words(source(line)))


@pytest.mark.parametrize("line", ["import pickle", "from marshal import loads", "eval(x)", "def f():\n    exec('x')"])
def test_code_that_runs_what_it_reads(line: str) -> None:
    assert list(rules.untrusted(source(line)))
    assert not list(rules.untrusted(source("import json\nre.compile(x)")))


def test_chinese_belongs_in_the_translations() -> None:
    assert list(rules.chinese(source('x = "村"')))
    assert list(rules.chinese(source('x = f"{y}岁"')))
    assert not list(rules.chinese(source('x = "村"', "stationdesk/ledgers/labels.py")))
    assert list(rules.chinese(source('raise Trouble("没有村")', "stationdesk/ledgers/labels.py")))
    assert not list(rules.chinese(source('"""包保 is a pairing."""\nx: int\n"""周岁."""\n# 村')))


def test_a_tree_is_read_as_git_sees_it(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / ".gitignore").write_text("left.py\n")
    (tmp_path / "left.py").write_text("")
    (tmp_path / "名.py").write_text("x = 1\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    assert [str(found.path) for found in rules.sources(tmp_path)] == [".gitignore", "名.py"]


def tree_with(tmp_path: Path, code: str, po: str = "") -> Path:
    (tmp_path / "stationdesk").mkdir()
    (tmp_path / "stationdesk" / "desk.py").write_text(code)
    if po:
        po_path(tmp_path).parent.mkdir(parents=True)
        po_path(tmp_path).write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n{po}\n')
    return tmp_path


@pytest.mark.parametrize(
    ("code", "po", "trouble"),
    [
        ("_('Save')", "", "no Chinese"),
        ("_('Save')", 'msgid "Save"\nmsgstr ""', "no Chinese"),
        ("_('Save')", '#, fuzzy\nmsgid "Save"\nmsgstr "保存"', "fuzzy"),
        ("_('Save {name}')", 'msgid "Save {name}"\nmsgstr "保存{who}"', "placeholders"),
        ("ngettext('{n} card', '{n} cards', n)", 'msgid "{n} card"\nmsgid_plural "{n} cards"\nmsgstr[0] "{n}张卡"', ""),
    ],
)
def test_a_sentence_needs_good_chinese(tmp_path: Path, code: str, po: str, trouble: str) -> None:
    complaints = collect(tree_with(tmp_path, code, po)).complaints
    assert trouble in complaints[0] if trouble else not complaints


def test_translations_out_of_date_are_noticed(tmp_path: Path) -> None:
    root = tree_with(tmp_path, "_('Save')", 'msgid "Save"\nmsgstr "保存"\n\nmsgid "Gone"\nmsgstr "没了"')
    texts = collect(root)
    assert b"Gone" not in texts.po
    assert len(list(translations(root))) == 2
    po_path(root).write_bytes(texts.po)
    po_path(root).with_suffix(".mo").write_bytes(texts.mo)
    assert not list(translations(root))
    shutil.copy(po_path(root), po_path(root).with_suffix(".mo"))
    assert list(translations(root)) == ["resources/translations/zh_CN/LC_MESSAGES/stationdesk.mo: out of date, run `make texts`"]


@pytest.mark.parametrize(
    ("work", "kept"),
    [
        ("lambda report: read(desk, report)", True),
        ("partial(read, self.desk)", True),
        ("inner", True),
        ("self._read", False),
        ("lambda report: self._read(report)", False),
        ("lambda _report: check(self.desk.database)", False),
        ("partial(self._read, wanted)", False),
        ("partial(read, self)", False),
        ("holding", False),
    ],
)
def test_a_work_in_a_thread_holds_nothing_of_the_screen(work: str, kept: bool) -> None:
    text = f"""
class Page:
    def refresh(self):
        desk = self.desk

        def inner(report):
            return read(desk, report)

        def holding(report):
            return read(self.desk, report)

        self.desk.jobs.start({work}, self._show)
"""
    assert (not list(rules.works(source(text, "stationdesk/ui/some_page.py")))) is kept
