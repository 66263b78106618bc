"""义诊单 by keys alone: printed two a sheet, waiting under their code, typed back by number, by another operator, on another day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import Session

from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.page import Line, Page, Text
from stationdesk.registers.health_reading import HealthReadingDraft
from stationdesk.services.clinic import lines_of, readings_of_day, write_line
from stationdesk.services.clinic_slips import code_of, keep_slips, waiting
from stationdesk.services.sheet_numbers import LETTERS
from stationdesk.ui.clinic_dialog import ClinicDialog
from stationdesk.ui.clinic_entry import ClinicEntry
from stationdesk.ui.clinic_paper import slips_job
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from tests.services.people import ON, OPERATOR, person
from tests.ui.dialog_keys import then
from tests.ui.keys import write

Show = Callable[..., QWidget]
ENTER = Qt.Key.Key_Return
OCCASION = "0" * 36


@pytest.fixture
def ids(empty_desk: OpenDesk) -> list[str]:
    """Give three people, not in the order of the way round."""
    people = (("汪厚行", 81, "3组"), ("徐桂英", 84, "1组"), ("程来发", 76, "2组"))
    found = [person(empty_desk.database, name, age, village_group=group) for name, age, group in people]
    with empty_desk.writing("测量") as session:
        write_line(session, HealthReadingDraft(resident_id=found[0], taken_on="2026-11-20", systolic=146, diastolic=88), ON, OPERATOR)
    return found


def kept_of(ids: list[str], owner: str = OPERATOR) -> dict[str, object]:
    code = code_of(OCCASION)
    return {"day": ON.isoformat(), "by": "镇卫生院", "ids": ids, "occasion": OCCASION, "absent": [], "code": code, "owner": owner}


def pages(desk: OpenDesk, ids: list[str], *, full: bool) -> tuple[Page, ...]:
    with desk.reading() as session:
        lines = lines_of(session, ids, ON, may_see_children=True, as_given=True)
    printed = slips_job(desk, lines, kept_of(ids), full=full).lay_out(Imprint("徐丽华", datetime.fromisoformat("2026-11-23T09:20")))
    assert not printed.left_out
    return printed.pages


def words(page: Page) -> str:
    return "\n".join(mark.text for mark in page.marks if isinstance(mark, Text))


def test_two_slips_a_sheet_with_a_line_to_cut_and_every_unit(empty_desk: OpenDesk, ids: list[str]) -> None:
    sheets = pages(empty_desk, ids, full=True)
    assert len(sheets) == 2
    first, second = map(words, sheets)
    code = code_of(OCCASION)
    for said in ("汪厚行", "81岁 · 3组", "11月20日 146/88", "徐桂英", f"{code}-1", f"{code}-2", "从这里剪开", "mmHg", "次/分", "mmol/L"):
        assert said in first, said
    assert f"{code}-3" in second
    assert "程来发" in second
    dashes = [mark for mark in sheets[0].marks if isinstance(mark, Line) and mark.y1 == mark.y2 == 141.5]
    assert len(dashes) > 20
    assert all(0 <= mark.x <= 210 and 0 <= mark.y <= 297 for mark in sheets[0].marks if isinstance(mark, Text))


def test_covered_slips_tell_no_name_no_group_and_nothing_of_before(empty_desk: OpenDesk, ids: list[str]) -> None:
    child = person(empty_desk.database, "方小禾", 9, alias="小禾")
    said = "\n".join(map(words, pages(empty_desk, [*ids, child], full=False)))
    assert "汪*行" in said
    for told in ("汪厚行", "146", "3组", "方小禾", "上次", "本站没有记录"):
        assert told not in said, told
    assert "小禾" in said


def test_a_code_has_only_signs_a_pen_keeps_apart() -> None:
    codes = {code_of(str(at) * 36) for at in range(10)}
    assert len(codes) == 10
    assert all(len(code) == 4 and set(code) <= set(LETTERS) for code in codes)


def test_printed_slips_are_typed_back_by_number_whoever_printed_them(empty_desk: OpenDesk, ids: list[str], shown: Show) -> None:
    def keep(session: Session) -> None:
        keep_slips(session, "章磊", dict(kept_of(ids, "章磊")))

    with empty_desk.writing("打印义诊单") as session:
        keep(session)
    dialog = ClinicDialog(empty_desk, ids)
    shown(dialog, 760, 640)
    assert list(dialog.waiting) == [code_of(OCCASION)]
    seen: list[str] = []

    def type_them(entry: ClinicEntry) -> None:
        for pressure in (("146", "88"), ("130", "80"), ("120", "70")):
            seen.append(entry.name.text())
            for figure, key in zip(pressure, (Qt.Key.Key_Tab, ENTER), strict=True):
                where = QApplication.focusWidget()
                assert where is not None
                write(where, figure)
                QTest.keyClick(where, key)
        entry.give("done")

    then((ClinicEntry, type_them))  # type: ignore[arg-type]
    dialog.out.setFocus()
    QTest.keyClick(dialog.out, ENTER)
    assert seen == ["汪厚行", "徐桂英", "程来发"], "by the numbers on the slips, not by the way round"
    with empty_desk.reading() as session:
        assert waiting(session) == []
        assert readings_of_day(session, OCCASION)[ids[2]].measured() == {"systolic": 120, "diastolic": 70}


def test_a_clinic_to_come_is_not_typed_back_yet(empty_desk: OpenDesk, ids: list[str], shown: Show, qtbot: QtBot) -> None:
    with empty_desk.writing("打印义诊单") as session:
        keep_slips(session, OPERATOR, dict(kept_of(ids)) | {"day": "2026-12-01"})
    dialog = ClinicDialog(empty_desk, ids)
    shown(dialog, 760, 640)
    told: list[str] = []

    def read(one: object) -> None:
        told.append(type(one).__name__)
        one.close()  # type: ignore[attr-defined]

    then((Dialog, read))
    dialog.out.setFocus()
    QTest.keyClick(dialog.out, ENTER)
    qtbot.wait(10)
    assert told
    assert told != ["ClinicEntry"]
    with empty_desk.reading() as session:
        assert len(waiting(session)) == 1
