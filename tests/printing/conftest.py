"""Cards of invented people, the machine's typefaces, and the PDF tools of poppler and zbar."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from stationdesk.printing.contact_card import Card, CardLine, Imprint
from stationdesk.printing.page import Page
from stationdesk.printing.typeface import Typefaces, installed_typefaces

LINES = (
    CardLine("村书记", "13800000012", "余国平"),
    CardLine("包保干部", "13800000033", "黎建华"),
    CardLine("村医", "13800000058", "胡文斌"),
    CardLine("镇卫生院", "07980120120"),
    CardLine("送餐 送药 送菜", "07980120661"),
    CardLine("水电维修", "07980120663"),
    CardLine("派出所", "07980120110"),
    CardLine("燃气", "07980120111"),
)


@pytest.fixture(scope="session")
def typefaces() -> Typefaces:
    return installed_typefaces()


@pytest.fixture(scope="session")
def imprint() -> Imprint:
    return Imprint("徐丽华", datetime(2026, 11, 23, 9, 40))  # noqa: DTZ001 - the time on the wall, as printed


@pytest.fixture(scope="session")
def card() -> Callable[..., Card]:
    def make(nth: int = 1, name: str = "汪志强", **changed: object) -> Card:
        fields: dict[str, object] = {
            "number": f"汪家组{nth:02}",
            "station": "上徐村新时代文明实践站",
            "duty_phone": "07980123456",
            "version": "2026年11月 第 3 版",
            "grid_leader": CardLine("网格长", "13800000046", name),
            "group": "汪家组",
            "address": "上徐村委会院内",
            "lines": LINES,
        }
        return Card(**(fields | changed))  # type: ignore[arg-type]

    return make


@pytest.fixture
def printed(tmp_path: Path, typefaces: Typefaces, qapp: object) -> Callable[[Sequence[Page]], Path]:
    """Paint pages into a PDF."""
    from stationdesk.printing.painter import write_pdf

    def write(pages: Sequence[Page], faces: Typefaces = typefaces) -> Path:
        path = tmp_path / "cards.pdf"
        write_pdf(pages, path, faces, "联系卡")
        return path

    return write


@pytest.fixture(scope="session")
def tool() -> Callable[..., str]:
    """Run a program and return what it prints."""

    def run(*words: object) -> str:
        done = subprocess.run(
            [str(word) for word in words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        return done.stdout

    return run
