"""The terms of wishes in the settings: what a change does to open ones, what is refused, and that it comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from sqlmodel import Session, select

from stationdesk.errors import DeskError
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import WishDraft
from stationdesk.services.request_terms import terms
from stationdesk.services.stations import own_station
from stationdesk.services.wish_noting import note
from stationdesk.services.wish_term_effects import Moved, at_steps, moved_by
from stationdesk.services.wish_terms import WishTerms, change_terms, wish_terms
from stationdesk.services.wish_turning import passed
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.settings_page import SettingsPage
from stationdesk.ui.settings_requests import RequestTermsPart
from stationdesk.ui.settings_wishes import WishTermsPart
from tests.services.wish_kit import claimed, coming, in_days, noted, published, thrown_away
from tests.ui.keys import write


@pytest.fixture
def session(desk: OpenDesk) -> Iterator[Session]:
    """One action that is thrown away when the test is over."""
    with thrown_away(desk.database) as found:
        yield found


@pytest.fixture
def part(desk: OpenDesk, shown: Callable[..., QWidget]) -> WishTermsPart:
    """Give the subject, with one wish told five days ago."""
    with desk.writing("记心愿") as session:
        who = session.exec(select(Resident.id).limit(1)).one()
        note(session, WishDraft(resident_id=who, content="收音机"), desk.today() - timedelta(days=5), by="徐丽华")
    page = SettingsPage(desk)
    shown(page)
    page.take("wishes")
    found = page.part("wishes")
    assert isinstance(found, WishTermsPart)
    return found


def kept(desk: OpenDesk) -> WishTerms:
    with desk.reading() as session:
        return wish_terms(session)


def typed(part: WishTermsPart, name: str, text: str) -> None:
    part.fields[name].setFocus()
    part.fields[name].selectAll()
    write(part.fields[name], text)
    QTest.keyClick(part.fields[name], Qt.Key.Key_Return)


def test_what_other_terms_do_to_open_wishes_is_known_before(session: Session) -> None:
    """Fewer days make two late; fewer days of grace send a claim back; what is agreed stays."""
    noted(session), noted(session, "轮椅")
    published(session, "棉鞋")
    claimed(session, "台灯", promised_on=in_days(3).isoformat())
    here, day = wish_terms(session), in_days(5)
    assert moved_by(session, replace(here, check=4), day) == Moved(wishes=2, late=2)
    assert moved_by(session, replace(here, check=5), day) == Moved(wishes=2)
    assert moved_by(session, replace(here, grace=1), day) == Moved(passing=1)
    assert moved_by(session, replace(here, grace=2), day) == Moved()
    assert moved_by(session, replace(here, wall=1, promise=1, cap=0), day) == Moved()
    assert at_steps(session, in_days(8)) == {"check": (2, 2), "claim": (1, 0), "receive": (1, 1)}
    change_terms(session, grace=1)
    assert len(passed(session, day).lapsed) == 1, "and so it comes"


def test_terms_are_data(session: Session) -> None:
    made = noted(session)
    change_terms(session, check=2, cap=0)
    assert coming(session, made.id).due == in_days(2)
    assert noted(session, "轮椅", budget=900_00).budget == 900_00
    for wrong in ({"check": 0}, {"check": 366}, {"cap": -1}, {"grace": True}):
        with pytest.raises(DeskError):
            change_terms(session, **wrong)
    assert wish_terms(session).check == 2


def test_a_change_says_what_it_does_and_comes_back(part: WishTermsPart, desk: OpenDesk) -> None:
    assert part.here["check"].text() == "现在 1 件"
    typed(part, "check", "４天")
    assert kept(desk).check == 4
    assert part.told.text() == "在办的 1 件心愿改了期限，其中 1 件现在就过期。"
    assert part.here["check"].text() == "现在 1 件，过期 1 件"
    typed(part, "cap", "500元")
    assert (kept(desk).cap, part.trouble.text(), part.told.text()) == (500_00, "", "")
    assert desk.settings_back.take() == "一个心愿最多花：500 元"
    part.refresh()
    assert (kept(desk).cap, part.fields["cap"].text()) == (300_00, "300")
    part.ship.click()
    assert kept(desk) == WishTerms()
    assert (desk.settings_back.take(), kept(desk).check) == ("心愿期限恢复出厂", 4)
    with desk.writing("记地址") as session:
        own_station(session).address = "复兴路 3 号"
    assert desk.settings_back.take() == "", "what was done later comes first"
    assert kept(desk) == WishTerms(check=4)


def test_a_number_that_cannot_be_is_refused_and_what_stood_there_stays(part: WishTermsPart, desk: OpenDesk) -> None:
    for name, text, sentence in (("check", "0", "1 到"), ("grace", "99999", "1 到"), ("cap", "很多", "最多"), ("cap", "99999999", "最多")):
        typed(part, name, text)
        assert sentence in part.trouble.text(), text
        assert part.trouble.isVisible()
        assert kept(desk) == WishTerms()
        assert part.fields[name].text() == {"check": "7", "grace": "3", "cap": "300"}[name]


def test_terms_of_requests_come_back_too(desk: OpenDesk) -> None:
    part = RequestTermsPart(desk)
    part.refresh()
    part.fields["solve", "red"].setText("5")
    part.set_term("solve", "red")
    with desk.reading() as session:
        assert terms(session)["solve"]["red"] == 5
    assert "5" in desk.settings_back.take()
    with desk.reading() as session:
        assert terms(session)["solve"]["red"] == 2
