"""Every doubt a plan can name is said in words."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pytest

from stationdesk.ledgers.plan import plan_files
from stationdesk.services.import_doubts import DOUBTS, FIELDS, doubt_in_words

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
LEDGERS = sorted((ROOT / "tests/data/ledgers").glob("*.[xc]*"))


def test_codes_become_words() -> None:
    assert doubt_in_words("id_no:lost_digits") == "身份证号：被表格当数字存了，后几位已经丢失"
    assert doubt_in_words("guardian:id_no_checksum") == "监护人 身份证号：校验位不对"
    assert doubt_in_words("name:marked_dead") == "姓名：名字旁边还写了字，请看一下"
    assert doubt_in_words("name:nothing_we_know") == "姓名：请再看一下"


def test_no_code_of_the_real_ledgers_is_left_as_it_is() -> None:
    assert LEDGERS
    found = {code for _file, _sheet, row in plan_files(LEDGERS, [], TODAY).rows() for code in row.problems}
    assert found
    assert not [code for code in found if re.search(r"[a-z]", doubt_in_words(code))]


@pytest.mark.parametrize("place", ["stationdesk/ledgers", "stationdesk/services"])
def test_every_code_written_whole_in_the_code_has_its_words(place: str) -> None:
    for path in (ROOT / place).glob("*.py"):
        if path.name.startswith("form_"):
            continue  # `guardian:name` there is a column of a form, not a doubt
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole = re.fullmatch(r"([a-z_]+):([a-z_0-9]+)", node.value)
                if whole and whole[1] in FIELDS:
                    assert whole[2] in DOUBTS or whole[2] == "marked_", node.value
