"""Whether something is allowed: by age, by who agreed, refused, withdrawn, run out; what is missing; nothing impossible is written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stationdesk.services.consents import (
    Allowed,
    ConsentImpossible,
    Why,
    allowed,
    history,
    missing_consents,
    standing,
    withdraw,
    write_consent,
)
from stationdesk.services.person_writing import PersonDraft, change_resident
from stationdesk.services.undoing import undo_last
from stationdesk.services.visiting import NoSuchResident
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, person

YEAR = date(2026, 1, 5)
GUARDIAN: dict[str, Any] = {"given_by": "guardian", "giver_name": "方小军", "giver_relation": "father"}


def give(desk: Database, who: str, kind: str = "photo", on: date = YEAR, **fields: Any) -> str:
    given = {"kind": kind, "given_on": on.isoformat(), "given_by": "self", "form": "paper"} | fields
    with desk.writing(OPERATOR, "同意书") as session:
        return write_consent(session, who, given, ON).id


def asked(desk: Database, who: str, kind: str = "photo", on: date = ON) -> Allowed:
    with desk.reading() as session:
        return allowed(session, who, kind, on)


def test_an_adult_agrees_for_himself(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    assert asked(desk, who).why is Why.NOT_ASKED
    assert not asked(desk, who)
    give(desk, who)
    assert asked(desk, who)
    assert asked(desk, who, on=date(2025, 12, 31)).why is Why.NOT_YET
    assert asked(desk, who, "health").why is Why.NOT_ASKED, "one kind says nothing of another"


def test_the_last_word_counts(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    give(desk, who)
    give(desk, who, on=date(2026, 3, 1), given=False)
    assert asked(desk, who).why is Why.REFUSED
    assert asked(desk, who, on=date(2026, 2, 1)), "what was allowed then stays so"
    give(desk, who, on=date(2026, 4, 1))
    assert asked(desk, who)
    with desk.reading() as session:
        assert len(history(session, who)) == 3


def test_withdrawn_with_a_reason_and_undone(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    first = give(desk, who)
    with pytest.raises(ConsentImpossible), desk.writing(OPERATOR, "收回") as session:
        withdraw(session, first, ON, "  ")
    with desk.writing(OPERATOR, "收回") as session:
        withdraw(session, first, ON, "孙女不让")
    assert asked(desk, who).why is Why.WITHDRAWN
    with pytest.raises(ConsentImpossible), desk.writing(OPERATOR, "收回") as session:
        withdraw(session, first, ON, "再来一次")
    undo_last(desk, OPERATOR)
    assert asked(desk, who)


def test_run_out_after_its_last_day(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    give(desk, who, valid_to=ON.isoformat())
    assert asked(desk, who)
    assert asked(desk, who, on=date(2026, 11, 24)).why is Why.EXPIRED


def test_below_fourteen_the_guardian_agrees_to_everything(desk: Database) -> None:
    who = person(desk, "方晓禾", 9)
    for kind in ("enrolment", "family_call", "photo"):
        with pytest.raises(ConsentImpossible):
            give(desk, who, kind)
    with pytest.raises(ConsentImpossible):
        give(desk, who, given_by="guardian")
    give(desk, who, "enrolment", **GUARDIAN)
    assert asked(desk, who, "enrolment")


def test_what_is_published_needs_the_childs_word_too(desk: Database) -> None:
    who = person(desk, "方晓禾", 9)
    give(desk, who, "public_wish", **GUARDIAN)
    assert asked(desk, who, "public_wish").why is Why.CHILD_NOT_ASKED
    give(desk, who, "public_wish", **GUARDIAN, child_agrees=False)
    assert asked(desk, who, "public_wish").why is Why.CHILD_REFUSES
    give(desk, who, "public_wish", **GUARDIAN, child_agrees=True)
    assert asked(desk, who, "public_wish")
    little = person(desk, "方晓苗", 5)
    give(desk, little, "public_wish", **GUARDIAN)
    assert asked(desk, little, "public_wish"), "a child of five cannot be asked"


def test_between_fourteen_and_eighteen_only_what_others_see_needs_the_guardian(desk: Database) -> None:
    who = person(desk, "方晓树", 16)
    give(desk, who, "health")
    assert asked(desk, who, "health")
    with pytest.raises(ConsentImpossible):
        give(desk, who, "photo")
    give(desk, who, "photo", **GUARDIAN, child_agrees=True)
    assert asked(desk, who, "photo")


def test_a_consent_of_before_is_judged_by_todays_rule(desk: Database) -> None:
    """An import may have brought a child's own consent: it is kept and holds for nothing."""
    who = person(desk, "方晓禾", 30)
    give(desk, who)
    with desk.writing(OPERATOR, "改生日") as session:
        change_resident(session, who, PersonDraft({"birth_date": "2016-05-05", "birth_precision": "day"}), ON)
    assert asked(desk, who).why is Why.NO_GUARDIAN


@pytest.mark.parametrize(
    "fields",
    [
        {"given_on": "2026-11-24"},
        {"given_on": "1900-01-01"},
        {"valid_to": "2026-01-01"},
        {"form": "oral"},
    ],
)
def test_impossible_consents_are_refused(desk: Database, fields: dict[str, Any]) -> None:
    who = person(desk, "汪厚行", 81)
    with pytest.raises(ConsentImpossible):
        give(desk, who, **fields)
    with desk.reading() as session:
        assert history(session, who) == []


def test_nobody_is_not_asked(desk: Database) -> None:
    with desk.reading() as session, pytest.raises(NoSuchResident):
        allowed(session, "nobody", "photo", ON)


def test_missing_are_those_who_gave_no_answer(desk: Database) -> None:
    asked_not = person(desk, "方晓禾", 9)
    refused = person(desk, "方晓树", 11)
    person(desk, "汪厚行", 81)
    moved = person(desk, "方晓苗", 7)
    give(desk, refused, "photo", given=False, **GUARDIAN)
    give(desk, asked_not, "enrolment", **GUARDIAN)
    with desk.writing(OPERATOR, "迁出") as session:
        change_resident(session, moved, PersonDraft({"residency_status": "moved_out"}), ON)
    with desk.reading() as session:
        found = missing_consents(session, ON)
    assert found == {"enrolment": (refused,), "photo": (asked_not,), "public_wish": (refused, asked_not)}


def test_how_everything_stands_is_one_list(desk: Database) -> None:
    who = person(desk, "汪厚行", 81)
    give(desk, who, "pairing")
    with desk.reading() as session:
        found = {kind: state.said for kind, state, _consent in standing(session, who, ON)}
    assert found == {
        "enrolment": "还没问", "photo": "还没问", "public_wish": "还没问", "publication": "还没问",
        "family_call": "还没问", "health": "还没问", "pairing": "同意",
    }  # fmt: skip
