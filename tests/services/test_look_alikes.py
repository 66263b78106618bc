"""People entered twice are found in the register and while one types; who is said to be two is not asked about again."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import insert

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.services.doubles import Typed, likely
from stationdesk.services.likeness import Sighting, Verdict
from stationdesk.services.look_alikes import look_alikes
from stationdesk.services.not_same import all_kept_apart, ask_again, keep_apart, kept_apart, says_not_same
from stationdesk.services.undoing import undo_last
from stationdesk.services.weighing import weigh
from stationdesk.store.database import Database
from tests.services.merging_kit import apart, merged
from tests.services.people import ON, OPERATOR, person
from tests.services.planted import KINDS, Person, Township
from tests.store.kit import STATION, table_of


def seen(**given: Any) -> Sighting:
    """Return a man of group 3 born on a day of 1952, but for what is given."""
    base: dict[str, Any] = {"name": "徐晓毛", "birth": "1952-04-05", "precision": "day", "sex": "male", "group": "3组", "sheet": 1}
    return Sighting(**(base | given))


@pytest.mark.parametrize(
    ("given", "verdict", "words"),
    [
        ({"birth": "1952-03-11"}, Verdict.LIKELY, "同名、生日只差阴历阳历、同一组"),
        ({"birth": "1952-03-11", "calendar": "lunar"}, Verdict.LIKELY, "同名、生日只差阴历阳历、同一组"),
        ({"birth": "1952-04-05", "calendar": "lunar"}, Verdict.LIKELY, "同名、生日只差阴历阳历、同一组"),
        ({"name": "徐小毛", "birth": "1952-03-11"}, Verdict.ASK, "同音名、生日只差阴历阳历、同一组"),
        ({"name": "徐小毛"}, Verdict.ASK, "同音名、同一天生、同一组"),
        ({"name": "徐小毛", "birth": "1952-04-06"}, Verdict.DIFFERENT, ""),
        ({"name": "徐小毛", "birth": None}, Verdict.DIFFERENT, ""),
        ({"name": "徐少毛"}, Verdict.DIFFERENT, ""),
        ({"birth": "1952-05-04"}, Verdict.ASK, "同名、生日只差一个数字、同一组"),
        ({"birth": "1952-04-15"}, Verdict.ASK, "同名、生日只差一个数字、同一组"),
        ({"birth": "1925-04-05"}, Verdict.ASK, "同名、生日只差一个数字、同一组"),
        ({"birth": "1961-11-23"}, Verdict.DIFFERENT, ""),
        ({"group": None}, Verdict.LIKELY, "同名、同一天生"),
        ({"name": "毛头", "other_names": ("徐晓毛",)}, Verdict.SAME, "也叫这个名字、同一天生、同一组"),
    ],
)
def test_what_the_table_says(given: dict[str, Any], verdict: Verdict, words: str) -> None:
    for pair in ((seen(), seen(sheet=2, **given)), (seen(sheet=2, **given), seen())):
        found = weigh(*pair)
        assert found.verdict is verdict, found
        assert verdict is Verdict.DIFFERENT or found.words == words


def test_family_is_not_confused() -> None:
    """Father and son, husband and wife, twins and brothers share house, phone and more, and are not one."""
    house = {"group": "3组", "household": "h", "phones": ("13800000001",), "kin": ("徐大勇", "李秀英")}
    twins = seen(name="徐志强", **house), seen(name="徐志刚", **house)
    father = seen(name="徐建国", **house), seen(name="徐建军", birth="1978-04-05", **house)
    couple = seen(name="徐秀英", **house), seen(name="李秀英", sex="female", **house)
    brothers = seen(name="徐小明", birth="2012-01-02", **house), seen(name="徐小鸣", birth="2015-03-04", **house)
    for one, other in (twins, father, couple, brothers):
        assert weigh(one, other).verdict is Verdict.DIFFERENT
    own = weigh(seen(ids=("34052419800101001X",)), seen(name="徐小宝", birth="2015-01-01", ids=("34052419800101001X",)))
    assert own.verdict is Verdict.ASK
    assert own.words == "身份证号一样、名字却不同、同一组"


def keep(desk: Database, people: list[Person]) -> list[str]:
    """Keep people in the register, as an import would."""
    rows = []
    for one in people:
        number = read_id_number(one.id_no)
        rows.append(
            {"id": new_id(), "author": STATION, "name": one.name, "former_name": one.former or None, "nickname": one.nickname or None}
            | {"sex": one.sex, "birth_date": one.birth or None, "birth_precision": one.precision or None, "birth_calendar": one.calendar}
            | {"village_group": one.group or None, "phones": tuple(PhoneNumber(number=phone) for phone in one.phones)}
            | {"id_no": one.id_no or None, "id_state": number.state.value if one.id_no else None, "residency_status": "living"}
        )
    with desk.writing(OPERATOR, "读入台账") as session:
        for place in range(0, len(rows), 2000):
            session.connection().execute(insert(table_of(Resident)), rows[place : place + 2000])
    return [str(row["id"]) for row in rows]


def test_while_one_types_who_is_there_already_is_offered(desk: Database) -> None:
    town = Township(3)
    people = town.people(4_000)
    ids = keep(desk, people)
    planted, caught, alarms = Counter[str](), Counter[str](), 0
    rows = [*town.again(people, 330), *town.newcomers(people, 300)]
    with desk.reading() as session:
        for one in rows:
            typed = Typed(
                one.name, one.id_no, one.birth or None, one.precision or None, one.sex, one.group or None, one.phones, one.calendar
            )
            offered = [found.id for found in likely(session, typed, ON, may_see_children=True)]
            if one.of < 0:
                alarms += bool(offered)
            else:
                planted[one.kind] += 1
                caught[one.kind] += ids[one.of] in offered
    assert set(planted) == set(KINDS)
    assert caught.total() >= 0.95 * planted.total(), (caught, planted)
    assert alarms < 6, alarms


def test_the_register_is_searched_for_pairs(desk: Database) -> None:
    town = Township(4)
    people = town.people(3_000)
    rows = town.again(people, 110)
    ids = keep(desk, [*people, *rows])
    with desk.reading() as session:
        found = look_alikes(session)
    pairs = {frozenset((one.left, one.right)) for one in found}
    due = {frozenset((ids[one.of], ids[len(people) + at])) for at, one in enumerate(rows)}
    assert len(due & pairs) >= 0.95 * len(due)
    assert len(pairs - due) < 0.02 * len(people) / 2
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(one.left < one.right and one.why and one.sure for one in found)


def test_who_is_said_to_be_two_is_not_asked_about_until_it_is_taken_back(desk: Database) -> None:
    a = person(desk, "徐晓毛", 74, village_group="山背组")
    b = person(desk, "徐小毛", 74, village_group="山背组", phone="")

    def pairs() -> list[tuple[str, str]]:
        with desk.reading() as session:
            return [(one.left, one.right) for one in look_alikes(session)]

    assert pairs() == [(a, b)]
    for _time in range(2):
        with desk.writing(OPERATOR, "是两个人") as session:
            keep_apart(session, b, a, ON)
    with desk.reading() as session:
        assert says_not_same(session, a, b, ON) == "徐晓毛 和 徐小毛 是两个人"
        assert kept_apart(session) == {frozenset((a, b))}
        told = all_kept_apart(session, ON, may_see_children=False)
    assert [(one.one, one.other, one.said_by) for one in told] == [("徐晓毛", "徐小毛", OPERATOR)]
    assert pairs() == []
    undo_last(desk, OPERATOR)
    assert pairs() == [(a, b)]
    with desk.writing(OPERATOR, "是两个人") as session:
        keep_apart(session, a, b, ON)
    with desk.writing(OPERATOR, "再问") as session:
        ask_again(session, kept_apart_id(desk))
    assert pairs() == [(a, b)]
    one = merged(desk, a, b)
    assert pairs() == []
    apart(desk, one)
    assert pairs() == [(a, b)]


def kept_apart_id(desk: Database) -> str:
    with desk.reading() as session:
        return all_kept_apart(session, ON, may_see_children=True)[0].id


def test_whoever_is_typed_by_a_merged_name_or_number_is_the_one_that_is_left(desk: Database) -> None:
    a = person(desk, "徐晓毛", 74, village_group="山背组", former_name="徐招弟", nickname="毛婶")
    b = person(desk, "吴细妹", 74, village_group="山背组", phone="", id_no="34052419800101001X", id_state="ok")
    merged(desk, a, b, sides={"id_no": "left"}, sure=True)
    with desk.reading() as session:
        assert [one.id for one in likely(session, Typed("吴细妹", birth="1952-01-02", precision="day", village_group="山背组"), ON)] == [a]
        assert [one.id for one in likely(session, Typed("吴细妹", "34052419800101001X"), ON)] == [a]
