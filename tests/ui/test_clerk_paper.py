"""The list of stations to be rung, printed by the clerk's keyboard: those that are not all taken, with a phone that can be dialled."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.page import Text
from stationdesk.ui import clerk_paper
from stationdesk.ui.paper_job import PrintJob
from tests.ui.clerk_kit import Clerk

CTRL = Qt.KeyboardModifier.ControlModifier
IMPRINT = Imprint("黎春梅", datetime(2026, 11, 22, 9, 20, tzinfo=UTC))


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[PrintJob]:
    found: list[PrintJob] = []
    monkeypatch.setattr(clerk_paper, "preview", lambda _desk, job, _parent: found.append(job))
    return found


def words(job: PrintJob) -> list[str]:
    """Return what stands on the pages."""
    return [mark.text for page in job.lay_out(IMPRINT).pages for mark in page.marks if isinstance(mark, Text)]


def test_whom_to_ring_is_printed_with_leader_and_phone(clerk: Clerk, jobs: list[PrintJob]) -> None:
    clerk.take(clerk.county.stick)
    clerk.press(Qt.Key.Key_P, CTRL)
    (job,) = jobs
    said = words(job)
    assert [one for one in said if one in {"河背村", "山下村", "石门村", "上徐村"}] == ["河背村", "山下村", "石门村"]
    assert {"催报名单", "李爱萍", "0798-0120208", "1 条先放着", "登记了，一次没报", "没有过"} <= set(said)
    assert any("昌江区" in one for one in said)
    assert any("3 个站" in one for one in said)
    assert any("只给县里用" in one for one in said)
    assert (job.people, job.reprint) == (0, False)


def test_only_stations_that_are_shown_are_printed_and_none_is_said(clerk: Clerk, jobs: list[PrintJob]) -> None:
    clerk.take(clerk.county.stick)
    clerk.page.take("丽阳")
    clerk.press(Qt.Key.Key_P, CTRL)
    assert [one for one in words(jobs[0]) if one in {"河背村", "山下村", "石门村", "上徐村"}] == ["河背村", "石门村"]
    clerk.page.take("上徐")
    clerk.press(Qt.Key.Key_P, CTRL)
    assert len(jobs) == 1
    assert clerk.page.strip.words.text().endswith("没有要打电话的站。")
