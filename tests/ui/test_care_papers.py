"""Every paper of care work, printed and read back: no ID number, no telephone but where the paper is for, a child by alias, no illness."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from installers.shots_prints import jobs_of
from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.list_sheet import list_pages
from stationdesk.printing.painter import write_pdf
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.services.stations import change_station
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from tests.services.pairing_kit import child, helper, pair
from tests.services.people import ago, person, put, relative

ID_NO, OWN, KIN, HELPER = "34052419800101001X", "13800005678", "13900003333", "13700001111"
WHOLE = {
    OWN: {"sheets", "route", "helper"},
    HELPER: {"pair-cards"},
    KIN: set[str](),
}
"""Which papers may say a number whole: the resident's on the way to him and on his helper's own sheet, the helper's on the pair's card."""


@pytest.fixture
def papers(empty_desk: OpenDesk, tmp_path: Path) -> dict[str, str]:
    """Print every paper of a little village; what each says, by its name."""
    desk = empty_desk.database
    with desk.writing("桃源村", "站") as session:
        change_station(session, {"name": "桃源村站", "duty_phone": "07980123456"})
    whom = person(desk, "汪厚行", 81, "red", ((9, "home", "met"),), id_no=ID_NO, current_address="二组7号")
    relative(desk, whom, "daughter", "上海松江", KIN, name="汪小英")
    put(desk, CategoryTag, CategoryTagDraft(resident_id=whom, category="living_alone_elder", from_date=ago(300)))
    small = child(desk, "许小甄", "小芽", id_no="340524201601010012")
    hand = helper(desk, "吴敏", org="村委会", phones=[{"number": HELPER}])
    for one in (whom, small):
        pair(desk, hand, one, contact_every_days=7)
    imprint, said = Imprint("徐丽华", datetime(2026, 11, 23, 9, 40, tzinfo=UTC)), {}
    there: Any = SimpleNamespace(desk=empty_desk)
    for name, job in jobs_of(there).items():
        out = job.lay_out(imprint) if isinstance(job, PrintJob) else list_pages(job, imprint, type_at_hand())
        path = tmp_path / f"{name}.pdf"
        write_pdf(out.pages, path, type_at_hand(), name)
        said[name] = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    return said


def test_no_paper_says_more_than_it_is_for_and_each_whom_it_is_for(papers: dict[str, str]) -> None:
    assert {"sheets", "route", "helper", "pair-cards", "list-baseline", "week", "duty", "slips", "clinic-list"} <= set(papers)
    for name, said in papers.items():
        plain = said.replace(" ", "")
        assert ID_NO[:6] not in plain, name
        assert ID_NO[-8:] not in plain, name
        assert "许小甄" not in said, name
        for number, where in WHOLE.items():
            assert (number in plain) == (name in where), (name, number)
    assert "小芽" in papers["route"]
    assert "上海松江" in papers["list-baseline"], "the words beside a covered number stay"
    for name, said in papers.items():
        if not name.startswith("card-wall"):
            assert "第 1 页，共" in said, name
        if name not in ("duty", "card-number", "card-person", "card-wall"):
            assert any(words in said for words in ("收回", "只给", "发给")), name
