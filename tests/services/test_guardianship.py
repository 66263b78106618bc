"""Guardians and letters: who may be one, what follows for the children, what ends what."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select

from stationdesk.registers.guardian import Guardian
from stationdesk.registers.resident import Resident
from stationdesk.services.guardianship import (
    GuardianImpossible,
    change_guardian,
    end_guardian,
    fields_of_resident,
    guardians_of,
    write_guardians,
)
from stationdesk.services.person_writing import PersonDraft, change_resident, own_resident
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.families import ON, OPERATOR, fang, write
from tests.services.people import person

YEAR = {"from_date": "2026-01-01", "to_date": "2026-12-31", "letter_signed": True, "letter_on": "2026-01-01"}


def family(desk: Database) -> dict[str, str]:
    home = write(desk, fang())
    with desk.reading() as session:
        return dict(session.exec(select(Resident.name, Resident.id).where(Resident.household_id == home)).all())


def entrust(desk: Database, children: list[str], who: str, **fields: Any) -> list[str]:
    with desk.writing(OPERATOR, "委托") as session:
        person = fields_of_resident(own_resident(session, who))
        given = person | {"kind": "delegated", "relation": "paternal_grandfather"} | YEAR | fields
        return [one.id for one in write_guardians(session, children, given, ON)]


def kept(desk: Database, child: str) -> list[tuple[str | None, ...]]:
    with desk.reading() as session:
        return [(one.name, one.kind, one.from_date, one.to_date) for one in guardians_of(session, [child])[child]]


def test_one_letter_for_several_children(desk: Database) -> None:
    ids = family(desk)
    entrust(desk, [ids["方晓禾"], ids["方晓树"]], ids["方根水"])
    assert kept(desk, ids["方晓禾"]) == kept(desk, ids["方晓树"]) == [("方根水", "delegated", "2026-01-01", "2026-12-31")]
    with desk.reading() as session:
        child = own_resident(session, ids["方晓禾"])
        assert (child.has_delegated_guardian, child.guardianship_letter_signed) == (True, True)
    undo_last(desk, OPERATOR)
    assert kept(desk, ids["方晓禾"]) == []


def test_a_new_letter_ends_the_old_one(desk: Database) -> None:
    ids = family(desk)
    entrust(desk, [ids["方晓禾"]], ids["方根水"])
    aunt = person(desk, "方小琴", 39)
    entrust(desk, [ids["方晓禾"]], aunt, relation="fathers_sister", from_date="2026-11-23", to_date="2027-11-22", letter_on="2026-11-23")
    assert kept(desk, ids["方晓禾"]) == [
        ("方小琴", "delegated", "2026-11-23", "2027-11-22"),
        ("方根水", "delegated", "2026-01-01", "2026-11-22"),
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"from_date": "2026-12-01", "to_date": "2026-11-30"}, "还没开始就结束"),
        ({"letter_on": "2026-11-24"}, "还没到"),
        ({"birth_date": "2010-01-01", "guardian_resident_id": None}, "18 岁"),
    ],
)
def test_an_impossible_letter_is_refused(desk: Database, fields: dict[str, Any], said: str) -> None:
    ids = family(desk)
    with pytest.raises(GuardianImpossible, match=said):
        entrust(desk, [ids["方晓禾"]], ids["方根水"], **fields)
    assert kept(desk, ids["方晓禾"]) == []


def test_who_is_a_child_dead_or_the_child_himself_cannot_be_guardian(desk: Database) -> None:
    ids = family(desk)
    for who, said in (("方晓树", "18 岁"), ("方晓禾", "自己")):
        with pytest.raises(GuardianImpossible, match=said):
            entrust(desk, [ids["方晓禾"]], ids[who])
    with desk.writing(OPERATOR, "去世") as session:
        change_resident(session, ids["方根水"], PersonDraft({"residency_status": "deceased"}), ON)
    with pytest.raises(GuardianImpossible, match="去世"):
        entrust(desk, [ids["方晓禾"]], ids["方根水"])


def test_a_letter_signed_later_and_one_that_ends(desk: Database) -> None:
    ids = family(desk)
    (letter,) = entrust(desk, [ids["方晓禾"]], ids["方根水"], letter_signed=False, letter_on=None)
    with desk.writing(OPERATOR, "签了") as session:
        moved = change_guardian(session, letter, {"letter_signed": True, "letter_on": "2026-11-20", "letter_place": "蓝柜子"}, ON)
    assert moved == {"letter_signed", "letter_on", "letter_place"}
    with desk.reading() as session:
        assert own_resident(session, ids["方晓禾"]).guardianship_letter_on == "2026-11-20"
    with pytest.raises(GuardianImpossible), desk.writing(OPERATOR, "结束") as session:
        end_guardian(session, letter, ON, "")
    with desk.writing(OPERATOR, "结束") as session:
        end_guardian(session, letter, ON, "爸爸回来了")
    with desk.reading() as session:
        assert own_resident(session, ids["方晓禾"]).has_delegated_guardian is False
        assert session.exec(select(Guardian.end_reason).where(col(Guardian.id) == letter)).one() == "爸爸回来了"
