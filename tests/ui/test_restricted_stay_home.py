"""What is restricted of a child is in no PDF, no workbook and no line of a package, even for an operator with every right."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select as select_lines
from sqlmodel import select

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.painter import write_pdf
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.services.categories import end_category, give_category, stays
from stationdesk.services.person_facts import person_facts
from stationdesk.services.resident_list import rows
from stationdesk.services.timeline import events
from stationdesk.store.tables import change
from stationdesk.ui import residents_paper
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from tests.services.homes import Home
from tests.services.people import ON, OPERATOR

SECRET = re.compile("服刑|吸毒|戒毒|艾滋|暴力|侵害|流浪|刑满|prisoner|drug|hiv|abused|street_child|released|判决")


@pytest.fixture
def home(empty_desk: OpenDesk) -> Home:
    made = Home(empty_desk.database)
    with empty_desk.database.writing(OPERATOR, "小禾 的类别") as session:
        for code in ("child_of_prisoner", "child_of_drug_user", "child_affected_by_hiv", "abused_child", "street_child"):
            told = {"evidence": "判决书", "written": "服刑人员子女", "remark": "父亲服刑", "source": "服刑人员子女台账.xlsx"}
            draft = CategoryTagDraft.model_validate({"resident_id": made.child, "category": code, "from_date": "2026-05-01"} | told)
            give_category(session, draft, ON)
        tag = next(one for one in stays(session, made.child, ON, may_see=True) if one.code == "child_of_prisoner")
        end_category(session, tag.id, ON, ON, reason="parent_released", note="刑满释放")
    return made


def test_there_is_something_to_keep(empty_desk: OpenDesk, home: Home) -> None:
    with empty_desk.reading() as session:
        told = "".join(one.word for one in stays(session, home.child, ON, may_see=True))
        kept = session.exec(select(CategoryTag).where(CategoryTag.restricted_category == "abused_child")).one()
    assert SECRET.search(told), "or the other tests prove nothing"
    assert kept.evidence == "判决书; 服刑人员子女台账.xlsx; 父亲服刑", "nothing is lost at home"


def test_no_line_that_travels_says_it(empty_desk: OpenDesk, home: Home) -> None:
    with empty_desk.reading() as session:
        lines = [line.decode() for (line,) in session.connection().execute(select_lines(change.c.line))]
    about = [line for line in lines if json.loads(line)["kind"] == "category_tag"]
    assert len(about) >= 6
    assert not [line for line in lines if SECRET.search(line)]


def test_no_page_list_or_life_says_it(empty_desk: OpenDesk, home: Home) -> None:
    with empty_desk.reading() as session:
        facts = person_facts(session, home.child, ON, may_see_children=True)
        row = rows(session, [home.child], ON, may_see_children=True)[home.child]
        life = events(session, home.child, ON.isoformat())
    told = f"{facts.tags}{facts.since}{row.sentence}" + "".join(one.sentence for one in life)
    assert "困境儿童" in told
    assert not SECRET.search(told)


def test_no_workbook_says_it(empty_desk: OpenDesk, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(residents_paper, "choose_new_file", lambda *_given: tmp_path / "名单.xlsx")
    parent = QWidget()
    qtbot.addWidget(parent)
    residents_paper.export(empty_desk, [home.child, home.old], "名单", parent)
    qtbot.waitUntil(lambda: (tmp_path / "名单.xlsx").exists() and not empty_desk.jobs.busy(), timeout=20_000)
    with zipfile.ZipFile(tmp_path / "名单.xlsx") as book:
        told = "".join(book.read(name).decode() for name in book.namelist())
    assert "困境儿童" in told
    assert not SECRET.search(told)


def test_no_pdf_says_it(empty_desk: OpenDesk, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    jobs: list[PrintJob] = []
    monkeypatch.setattr(residents_paper, "preview", lambda _desk, job, _parent: jobs.append(job))
    parent = QWidget()
    qtbot.addWidget(parent)
    residents_paper.print_list(empty_desk, [home.child, home.old], "全村", parent)
    printout = jobs[0].lay_out(Imprint(OPERATOR, empty_desk.now()))
    write_pdf(printout.pages, tmp_path / "名单.pdf", type_at_hand(), "list")
    told = subprocess.run(["pdftotext", str(tmp_path / "名单.pdf"), "-"], capture_output=True, text=True, check=True).stdout
    assert "方根水" in told
    assert "困境儿童" in told
    assert not SECRET.search(told)
