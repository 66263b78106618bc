"""Every kind of gap is found, asked with one field, mended, undone, put off and answered for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from stationdesk.registers.care_grade import CareGrade, CareGradeDraft
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.guardian import Guardian, GuardianDraft
from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.import_row import ImportRow, ImportRowDraft
from stationdesk.registers.kin import Kin, KinDraft
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.registers.station import StationDraft
from stationdesk.services.gaps import KINDS, all_gaps
from stationdesk.services.mending import ask, lines
from stationdesk.services.mending_ask import Fill
from stationdesk.services.mending_check import NothingFilledIn
from stationdesk.services.mending_writing import answer, mend, says_mended
from stationdesk.services.person_writing import own_resident
from stationdesk.services.stations import open_station
from stationdesk.services.undoing import undo_last
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR, ago, person, put

SOUND = "34052419800101001X"
GOOD: dict[str, Any] = {"id_no": SOUND, "id_state": "ok", "village": "汪家村"}


@pytest.fixture(autouse=True)
def _station(desk: Database) -> None:
    with desk.writing(OPERATOR, "set up", final=True) as session:
        open_station(session, StationDraft(code="360202101209", name="汪家村站", village="汪家村", village_groups=("汪家组", "下屋组")))


def found(desk: Database) -> dict[str, set[str]]:
    with desk.reading() as session:
        return {gap.code: set(gap.ids) for gap in all_gaps(session, ON)}


def a_child(desk: Database, **fields: Any) -> str:
    return person(desk, "汪小雨", 9, phone=None, **({"schooling": "primary"} | fields))


def doubt(desk: Database, who: str, heading: str, text: str) -> None:
    put(desk, Note, NoteDraft(resident_id=who, kind="doubt", heading=heading, text=text, source_file="台账.xlsx", source_row=7))


def shared(desk: Database) -> str:
    person(desk, "汪同号", 50, **GOOD)
    return person(desk, "汪同号二", 50, **GOOD)


def with_tag(desk: Database, age: int, category: str, **fields: Any) -> str:
    who = person(desk, "汪分类", age, **GOOD)
    put(desk, CategoryTag, CategoryTagDraft(resident_id=who, category=category, from_date=ago(90), **fields))
    return who


def reviewed(desk: Database) -> str:
    who = person(desk, "汪复评", 50, "green", **GOOD)
    put(desk, CareGrade, CareGradeDraft(resident_id=who, grade="green", from_date=ago(100), review_due=ago(1)))
    return who


def with_letter(desk: Database) -> str:
    who = a_child(desk)
    phones = (PhoneNumber(number="13900001111"),)
    put(desk, Guardian, GuardianDraft(resident_id=who, name="汪奶奶", kind="delegated", phones=phones, from_date=ago(300), to_date=ago(3)))
    return who


def with_row(desk: Database) -> str:
    who = person(desk, "汪疑问", 50, **GOOD)
    problems = ("birth_date:two_digit_year", "id_no:checksum")
    put(desk, ImportRow, ImportRowDraft(batch_id="b", sheet="一组", row=4, problems=problems, resident_id=who))
    return who


def with_doubt(desk: Database) -> str:
    who = person(desk, "汪存疑", 50, current_address="上屋3号", **GOOD)
    doubt(desk, who, "current_address", "下屋8号")
    return who


def nameless(desk: Database) -> str:
    who = person(desk, "汪亲属", 50, **GOOD)
    put(desk, Kin, KinDraft(resident_id=who, relation="son"))
    return who


def headless(desk: Database) -> str:
    home = put(desk, Household, HouseholdDraft(village_group="汪家组"))
    return person(desk, "汪无主", 50, household_id=home.id, **GOOD)


def dead(desk: Database) -> str:
    draft = ResidentDraft(name="汪空号", phones=(PhoneNumber(number="13800001111", usable=False),), **GOOD)
    return put(desk, Resident, draft).id


def homeless(desk: Database) -> str:
    headless(desk)
    return person(desk, "汪没户", 50, **GOOD)


MAKE: dict[str, tuple[Callable[[Database], str], str, str]] = {
    "same_id_no": (shared, "11010519491231002X", ""),
    "no_guardian_phone": (a_child, "13900001111", "new:father"),
    "no_children_phone": (lambda desk: person(desk, "汪老", 70, **GOOD), "13900001111 ", "new:son"),
    "no_phone": (lambda desk: person(desk, "汪没话", 50, phone=None, **GOOD), "138 0000 1234", ""),
    "dead_phone": (dead, "13800002222", ""),
    "ledger_doubt": (with_doubt, "", "take"),
    "lost_digits": (lambda desk: person(desk, "汪丢", 50, id_no="340524198001010000", id_state="lost_digits"), SOUND, ""),
    "checksum": (lambda desk: person(desk, "汪校", 50, id_no="340524198001010011", id_state="checksum"), SOUND.lower(), ""),
    "bad_id_no": (lambda desk: person(desk, "汪短", 50, id_no="3405", id_state="bad_length"), SOUND, ""),
    "no_id_no": (lambda desk: person(desk, "汪没证", 50), SOUND, ""),
    "no_birth_date": (lambda desk: person(desk, "汪没生", None), "农历1942年三月初五", ""),
    "birth_year_only": (lambda desk: person(desk, "汪年", None, birth_date="1942", birth_precision="year"), "1942-03-05", ""),
    "birth_differs": (lambda desk: person(desk, "汪两日", 50, **GOOD), "", "number"),
    "sex_differs": (lambda desk: person(desk, "汪性", 50, sex="female", **GOOD), "", "male"),
    "category_age": (lambda desk: with_tag(desk, 61, "oldest_old"), "", "end"),
    "no_consent": (a_child, "汪奶奶", ""),
    "letter_expired": (with_letter, "2031-08-31", ""),
    "no_category": (lambda desk: person(desk, "汪没类", 50, **GOOD), "", "veteran"),
    "no_grade": (lambda desk: with_tag(desk, 70, "living_alone"), "", "yellow"),
    "review_due": (reviewed, "", "green"),
    "certificate_expired": (lambda desk: person(desk, "汪残", 50, disability_valid_to=ago(1), **GOOD), "2036-11-23", ""),
    "pension_check": (lambda desk: person(desk, "汪养", 70, pension_check_due=ago(1), **GOOD), ON.isoformat(), ""),
    "tag_review": (lambda desk: with_tag(desk, 50, "disabled", review_due=ago(0)), "", "keep"),
    "import_doubt": (with_row, "", "keep"),
    "no_group": (lambda desk: (person(desk, "汪有组", 50), person(desk, "汪没组", 50, village_group=None, **GOOD))[1], "", "下屋组"),
    "no_village": (lambda desk: (person(desk, "汪有村", 50, **GOOD), person(desk, "汪没村", 50))[1], "汪家村", ""),
    "nameless_kin": (nameless, "汪小军", ""),
    "no_household": (homeless, "汪没户", ""),
    "no_head": (headless, "", "self"),
}
"""How each kind comes about, and what is typed or chosen to mend it."""


def test_every_kind_is_tried() -> None:
    assert set(MAKE) == set(KINDS)


@pytest.mark.parametrize("code", KINDS)
def test_a_gap_is_found_mended_and_undone(desk: Database, code: str) -> None:
    make, typed, choice = MAKE[code]
    who = make(desk)
    assert who in found(desk)[code]
    with desk.reading() as session:
        asked, line = ask(session, code, who, ON), lines(session, code, [who], ON)[who]
    assert asked is not None
    assert asked.label
    assert asked.told or asked.fill is not Fill.CHOICE or code in {"no_grade", "no_group", "no_head"}
    assert line.sentence.startswith(line.name)
    choice = who if choice == "self" else choice
    assert not choice or choice in dict(asked.choices)
    if not asked.chosen and code != "no_village":
        with pytest.raises(NothingFilledIn), desk.writing(OPERATOR, "x") as session:
            mend(session, asked, "", "", ON, OPERATOR)
    with desk.reading() as session:
        says = says_mended(session, asked, ON)
    with desk.writing(OPERATOR, says) as session:
        mend(session, asked, typed, choice, ON, OPERATOR)
    assert who not in found(desk).get(code, set())
    undo_last(desk, OPERATOR)
    assert who in found(desk)[code]


@pytest.mark.parametrize("code", KINDS)
def test_put_off_until_a_day_and_asked_again(desk: Database, code: str) -> None:
    who = MAKE[code][0](desk)
    with desk.reading() as session:
        asked = ask(session, code, who, ON)
    assert asked is not None
    with desk.writing(OPERATOR, "later") as session:
        answer(session, asked, "later", ON, OPERATOR, days=7)
    assert who not in found(desk).get(code, set())
    with desk.reading() as session:
        again = {gap.code: set(gap.ids) for gap in all_gaps(session, ON + timedelta(days=7))}
    assert who in again[code]


@pytest.mark.parametrize("code", KINDS)
def test_none_and_kept_hold_for_good(desk: Database, code: str) -> None:
    who = MAKE[code][0](desk)
    with desk.reading() as session:
        asked = ask(session, code, who, ON)
    assert asked is not None
    for said in ("none", "kept"):
        if not getattr(asked, said):
            continue
        with desk.writing(OPERATOR, said) as session:
            answer(session, asked, said, ON, OPERATOR)
        left = found(desk)
        assert who not in left.get(code, set())
        assert asked.fill is not Fill.ID_NO or who not in left.get("no_id_no", set())
        with desk.reading() as session:
            years = {gap.code: set(gap.ids) for gap in all_gaps(session, ON + timedelta(days=2000))}
        assert who not in years.get(code, set()) or code == "no_consent"
        undo_last(desk, OPERATOR)
        assert who in found(desk)[code]


def test_a_number_kept_as_it_is_is_asked_about_again_when_another_is_written(desk: Database) -> None:
    who = MAKE["checksum"][0](desk)
    with desk.reading() as session:
        asked = ask(session, "checksum", who, ON)
    assert asked is not None
    with desk.writing(OPERATOR, "kept") as session:
        answer(session, asked, "kept", ON, OPERATOR)
    assert who not in found(desk).get("checksum", set())
    with desk.writing(OPERATOR, "other") as session:
        own_resident(session, who).id_no = "340524198001010012"
    assert who in found(desk)["checksum"]


def test_both_dates_are_kept_where_paper_and_family_disagree(desk: Database) -> None:
    who = MAKE["birth_differs"][0](desk)
    with desk.reading() as session:
        asked, written = ask(session, "birth_differs", who, ON), own_resident(session, who).birth_date or ""
    assert asked is not None
    with desk.writing(OPERATOR, "both") as session:
        mend(session, asked, "", "both", ON, OPERATOR)
    with desk.reading() as session:
        after = own_resident(session, who)
    assert (after.birth_date, after.birthday) == ("1980-01-01", written[5:])


@pytest.mark.parametrize(
    ("heading", "text", "choice", "field", "value"),
    [
        ("current_address", "下屋8号", "take", "current_address", "下屋8号"),
        ("current_address", "下屋8号", "both", "current_address", "上屋3号"),
        ("name", "汪又名", "both", "former_name", "汪又名"),
        ("sex", "male", "take", "sex", "male"),
        ("birth_date", "1951-04", "take", "birth_precision", "month"),
        ("is_migrant", "True", "take", "is_migrant", True),
        ("children_count", "3", "take", "children_count", 3),
        ("hobbies", "象棋、钓鱼", "take", "hobbies", ("象棋", "钓鱼")),
        ("current_address", "下屋8号", "keep", "current_address", "上屋3号"),
    ],
)
def test_a_ledgers_word_is_taken_kept_out_or_kept_beside(
    desk: Database, heading: str, text: str, choice: str, field: str, value: object
) -> None:
    who = person(desk, "汪存疑", 50, current_address="上屋3号", **GOOD)
    doubt(desk, who, heading, text)
    with desk.reading() as session:
        asked = ask(session, "ledger_doubt", who, ON)
    assert asked is not None
    with desk.writing(OPERATOR, "doubt") as session:
        mend(session, asked, "", choice, ON, OPERATOR)
    with desk.reading() as session:
        assert getattr(own_resident(session, who), field) == value
        assert ask(session, "ledger_doubt", who, ON) is None
        remark = own_resident(session, who).remark or ""
    assert (text in remark) == (choice == "both" and heading == "current_address")


def test_a_childs_name_stands_nowhere(desk: Database) -> None:
    who = a_child(desk)
    with desk.reading() as session:
        asked, line = ask(session, "no_guardian_phone", who, ON), lines(session, "no_guardian_phone", [who], ON)[who]
        assert asked is not None
        said = says_mended(session, asked, ON)
    assert "汪小雨" not in line.sentence + said
    assert "汪家组" not in line.sentence


def test_a_death_a_ledger_tells_of_is_not_taken_in_passing(desk: Database) -> None:
    who = person(desk, "汪存疑", 50, **GOOD)
    doubt(desk, who, "residency_status", "deceased")
    with desk.reading() as session:
        asked = ask(session, "ledger_doubt", who, ON)
    assert asked is not None
    assert [code for code, _words in asked.choices] == ["keep"], "what follows from a death is asked where it is written"
    assert "有变动" in asked.told
