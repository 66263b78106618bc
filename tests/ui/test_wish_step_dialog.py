"""The dialogs of a wish's steps: what they propose, what they ask once more, and the day that costs no key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.registers.wish_event import WishEvent
from stationdesk.services import wish_giving, wish_outcome
from stationdesk.services.wish_ahead import ahead_of
from stationdesk.services.wish_claims import answer_claims
from stationdesk.services.wish_outcome import NOT_ASKED
from stationdesk.services.wish_story import meant
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.wish_claim_dialog import ClaimDialog, DecideDialog
from stationdesk.ui.wish_step_dialog import WishStepDialog
from stationdesk.ui.wish_steps_form import FORMS
from tests.services.people import ON
from tests.services.wish_kit import BY, in_days, person, published, unit
from tests.ui.keys import key, write


def put(desk: OpenDesk, *contents: str, brought: bool = True) -> list[str]:
    """Write wishes of one person, each as far as somebody has brought it."""
    with desk.database.writing(BY, "心愿") as session:
        who = person(session)
        made = [published(session, content, who, budget=200_00) for content in contents]
        if brought:
            wish_giving.claim(session, made, unit(), ON, by=BY)
            wish_giving.deliver(session, made, ON, by=BY)
    return made


def opened(desk: OpenDesk, action: str, ids: list[str]) -> WishStepDialog:
    with desk.reading() as session:
        return WishStepDialog(desk, None, action, meant(session, ids, desk.today()))


def state(desk: OpenDesk, wish: str) -> str:
    with desk.reading() as session:
        return ahead_of(session, [wish])[wish].state


def answer_of(dialog: WishStepDialog) -> tuple[Segments, LineField]:
    satisfied, words = dialog.fields["satisfied"], dialog.fields["text"]
    assert isinstance(satisfied, Segments)
    assert isinstance(words, LineField)
    return satisfied, words


def test_for_the_dead_it_is_proposed_that_nobody_was_asked_and_for_nobody_that_he_is_content(empty_desk: OpenDesk) -> None:
    (made,) = put(empty_desk, "高压锅")
    with empty_desk.database.writing(BY, "圆梦") as session:
        wish_outcome.fulfil(session, made, ON, by=BY)
    living = opened(empty_desk, "review", [made])
    satisfied, words = answer_of(living)
    assert (satisfied.value(), words.value()) == (None, "")
    living.save()
    assert living.trouble.text()
    assert state(empty_desk, made) == "fulfilled"
    with empty_desk.database.writing(BY, "死亡") as session:
        session.exec(select(Resident)).one().residency_status = "deceased"
    dialog = opened(empty_desk, "review", [made])
    satisfied, words = answer_of(dialog)
    assert (satisfied.value(), words.value()) == (NOT_ASKED, "本人已去世。")
    satisfied.choose("satisfied")
    assert words.value() == "", "he said it when he lived; that he died is not what he said"
    satisfied.choose(NOT_ASKED)
    dialog.save()
    assert state(empty_desk, made) == "reviewed"
    with empty_desk.reading() as session:
        kept = session.exec(select(WishEvent).where(WishEvent.kind == "reviewed")).one()
    assert (kept.satisfaction, kept.text) == (None, "本人已去世。")


def test_several_are_asked_for_the_cost_of_each_and_the_sum_is_said(empty_desk: OpenDesk) -> None:
    made = put(empty_desk, "棉鞋", "台灯", "书包")
    dialog = opened(empty_desk, "fulfil", made)
    assert "text" not in dialog.fields, "what one of them says is not what the others say"
    money = dialog.fields["money"]
    assert isinstance(money, LineField)
    assert money.row is not None
    assert money.row.label.text().startswith("每件")
    write(money, "600")
    assert money.row.words.text() == "3 件，一共 1800 元"
    assert dialog.sure.isHidden()
    dialog.save()
    assert not dialog.sure.isHidden()
    assert dialog.focusWidget() is dialog.sure, "one key says that it is meant so"
    assert "上限" in dialog.trouble.text()
    assert {state(empty_desk, one) for one in made} == {"delivered"}
    dialog.sure.setChecked(True)
    write(money, "0")
    assert not dialog.sure.isChecked(), "another amount was meant"
    dialog.sure.setChecked(True)
    dialog.save()
    assert {state(empty_desk, one) for one in made} == {"fulfilled"}
    assert "text" in opened(empty_desk, "fulfil", put(empty_desk, "毛线")).fields


@pytest.mark.parametrize("action", list(FORMS))
def test_every_step_has_a_day_and_it_comes_last(action: str) -> None:
    assert FORMS[action].fields[-1] == "day"


def test_the_day_costs_no_key_when_it_is_left_alone(empty_desk: OpenDesk, shown: Callable[..., QWidget]) -> None:
    made = put(empty_desk, "高压锅")
    dialog = opened(empty_desk, "dispute", made)
    shown(dialog, 540, 300)
    dialog.fields["text"].setFocus()
    for before, after in (("text", dialog.fields["again"]), ("again", dialog.save_button)):
        key(dialog.fields[before], Qt.Key.Key_Return)
        assert QApplication.focusWidget() is after
    assert QApplication.focusWidget() is dialog.save_button
    key(dialog.save_button, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is dialog.fields["day"]


def test_a_claim_is_taken_down_for_an_earlier_day_and_refused_for_one_before_the_wish(empty_desk: OpenDesk) -> None:
    (made,) = put(empty_desk, "高压锅", brought=False)
    with empty_desk.reading() as session:
        dialog = ClaimDialog(empty_desk, None, meant(session, [made], empty_desk.today()))
    write(dialog.claimer, "区医保局")
    write(dialog.day, "2026-11-01")
    dialog.save()
    assert "2026-11-01" in dialog.trouble.text()
    assert state(empty_desk, made) == "published"
    dialog.day.clear()
    dialog.save()
    with empty_desk.reading() as session:
        assert session.exec(select(WishClaim.claimed_on)).one() == empty_desk.today().isoformat()


@pytest.mark.parametrize(
    ("typed", "told", "kept"),
    [
        ("微信 abc123", "abc", None),
        ("八二六一", "八二六一", None),
        ("13800000033 13800000034 13800000035 13800000036 13800000037", "5 个号码", None),
        ("1380000", "1380000", [("1380000", "")]),
        ("余师傅13800000033、0798-8261234", "", [("13800000033", "余师傅"), ("0798-8261234", "")]),
    ],
)
def test_what_is_no_phone_of_a_taker_is_said(empty_desk: OpenDesk, typed: str, told: str, kept: list[tuple[str, str]] | None) -> None:
    (made,) = put(empty_desk, "高压锅", brought=False)
    with empty_desk.reading() as session:
        dialog = ClaimDialog(empty_desk, None, meant(session, [made], empty_desk.today()))
    write(dialog.claimer, "区医保局")
    write(dialog.phone, typed)
    dialog.save()
    assert dialog.phone.row is not None
    assert told in dialog.phone.row.words.text()
    with empty_desk.reading() as session:
        found = session.exec(select(WishClaim)).first()
        assert (None if found is None else [(one.number, one.owner) for one in found.phones]) == kept


def test_a_paper_round_is_typed_in_with_its_days(empty_desk: OpenDesk) -> None:
    (made,) = put(empty_desk, "高压锅", brought=False)
    with empty_desk.database.writing(BY, "认领") as session:
        wish_giving.claim(session, [made], unit(), ON, by=BY)
    dialog = opened(empty_desk, "give_back", [made])
    write(dialog.fields["text"], "没货")
    write(dialog.fields["day"], in_days(-1).isoformat())
    dialog.save()
    assert dialog.trouble.text(), "it was taken later"
    dialog.fields["day"].clear()  # type: ignore[attr-defined]
    write(dialog.fields["day"], ON.isoformat())
    dialog.save()
    assert state(empty_desk, made) == "published"


def test_another_one_is_chosen_with_the_day_on_which_he_brings_it(empty_desk: OpenDesk) -> None:
    """His own day where it is still to come, else one the term gives; what was typed stays whoever is chosen."""
    (made,) = put(empty_desk, "高压锅", brought=False)
    asked = {"县财政局": in_days(-3).isoformat(), "区医保局": in_days(9).isoformat()}
    with empty_desk.database.writing(BY, "认领") as session:
        wish_giving.claim(session, [made], unit(), ON, by=BY)
        session.info["pen"].receiving = True
        session.add_all([WishClaim(wish_id=made, claimer=who, author="360202", promised_on=day) for who, day in asked.items()])
        session.flush()
        session.info["pen"].receiving = False
        answer_claims(session, ON, BY)
    with empty_desk.reading() as session:
        found = meant(session, [made], ON)
    dialog = DecideDialog(empty_desk, None, found.wishes[0], found.who)
    late, early = dialog.list.chosen(), dialog.promised.day()
    assert late is not None
    assert (late.name, early) == ("县财政局", in_days(14).isoformat())
    key(dialog.list.field, Qt.Key.Key_Down)
    assert dialog.promised.day() == in_days(9).isoformat()
    dialog.promised.selectAll()  # as Tab does
    write(dialog.promised, in_days(12).isoformat())
    key(dialog.list.field, Qt.Key.Key_Up)
    assert dialog.promised.day() == in_days(12).isoformat()
    dialog.save()
    with empty_desk.reading() as session:
        assert ahead_of(session, [made])[made].due == in_days(12).isoformat()
