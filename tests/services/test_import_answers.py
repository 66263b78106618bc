"""Questions of an import answered, left open, thought over: the plan follows, the sentence adds up, nothing is half done."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.ledgers.plan import plan_again
from stationdesk.ledgers.reading import LedgerFile, read_files
from stationdesk.registers.operator import Operator
from stationdesk.services.import_plan import Answer, Spot
from stationdesk.services.import_rights import refuse_children
from stationdesk.services.import_summary import tally
from stationdesk.services.likeness import KnownPerson
from stationdesk.services.operators import NoRight
from stationdesk.store.database import Database
from tests.ledgers.sheets import ON, write
from tests.services.importing import ASKED, OP, asked, count, planned, residents, row_of, take

# -- questions


def test_a_namesake_is_asked_about_with_all_who_are_called_so(
    desk: Database, people: dict[str, str], files: tuple[LedgerFile, ...]
) -> None:
    (question,) = asked(desk, planned(desk, files))
    assert question.spot == ASKED
    assert (question.title, question.facts) == ("第 8 行 王秀英", "74岁，150****0093，没写身份证号。")
    assert question.sentence == "村里已有 2 位王秀英，是哪一位？"
    assert [(choice.words, choice.more, choice.button) for choice in question.choices] == [
        ("河口组 王秀英 73岁", "独居", "就是她"),
        ("一组 王秀英 72岁", "户主 方大元", "就是她"),
        ("都不是，新增一位", "", "新增一位"),
        ("这行先不导", "", "这行不导"),
    ]
    assert question.likely == Answer("known", people["王秀英河口组"])


def test_an_unanswered_row_is_left_for_later_and_asked_about_again(
    desk: Database, people: dict[str, str], files: tuple[LedgerFile, ...]
) -> None:
    plan = planned(desk, files)
    assert "".join(text for text, _tone in tally(plan).sentence()) == "共 11 人：新增 7 人，补充已有的 3 人，1 人等您选，先不导。"
    outcome = take(desk, plan)
    assert (outcome.added, count(desk)) == (7, len(people) + 7)
    later = planned(desk, files)
    assert [question.spot for question in asked(desk, later)] == [ASKED]
    assert "".join(text for text, _tone in tally(later).sentence()) == "共 11 人：10 人以前导过，1 人等您选，先不导。"


def test_this_one_it_is(desk: Database, people: dict[str, str], files: tuple[LedgerFile, ...]) -> None:
    wanted = people["王秀英一组"]
    plan = planned(desk, files, {ASKED: Answer("known", wanted)})
    assert asked(desk, plan) == []
    assert (row_of(plan, 8).known, row_of(plan, 8).action) == (wanted, "update")
    take(desk, plan)
    with desk.reading() as session:
        phones = {one.id: [phone.number for phone in one.phones] for one in residents(session) if one.name == "王秀英"}
    assert phones == {wanted: ["15000000093"], people["王秀英河口组"]: []}
    assert tally(planned(desk, files)).taken == 11


def test_somebody_new(desk: Database, people: dict[str, str], files: tuple[LedgerFile, ...]) -> None:
    plan = planned(desk, files, {ASKED: Answer("new")})
    assert (tally(plan).new, tally(plan).waiting, row_of(plan, 8).action) == (8, 0, "new")
    assert take(desk, plan).added == 8
    assert tally(planned(desk, files)).taken == 11


def test_leave_it_out(desk: Database, people: dict[str, str], files: tuple[LedgerFile, ...]) -> None:
    plan = planned(desk, files, {ASKED: Answer("out")})
    assert (tally(plan).left_out, tally(plan).wanted) == (1, 10)
    assert take(desk, plan).added == 7
    assert [question.spot for question in asked(desk, planned(desk, files))] == [ASKED]


def test_an_answer_counts_even_against_the_numbers(desk: Database, people: dict[str, str], files: tuple[LedgerFile, ...]) -> None:
    spot = (ASKED[0], ASKED[1], 6)
    plan = planned(desk, files, {spot: Answer("known", people["汪厚行"])})
    assert row_of(plan, 6).known == people["汪厚行"]
    take(desk, plan)
    with desk.reading() as session:
        name = next(one.name for one in residents(session) if one.id == people["汪厚行"])
    assert name == "汪厚行"


def test_two_rows_with_one_number_are_asked_about_and_can_be_one_person(desk: Database, tmp_path: Path) -> None:
    number = "34052419800101001X"
    lines: list[list[object]] = [["姓名", "性别", "身份证号"], ["张三", "男", number], ["李四", "男", number], ["王五", "男", None]]
    files = read_files([write(tmp_path, lines, "二.xlsx", "一")])
    plan = planned(desk, files)
    assert tally(plan).waiting == 2
    (question,) = asked(desk, plan)
    assert question.choices[0].words == "第 2 行 张三 46岁"
    told = planned(desk, files, {question.spot: question.choices[0].answer})
    assert (tally(told).people, tally(told).waiting) == (2, 0)
    assert take(desk, told).added == 2


def test_a_child_is_not_described_to_who_may_not_see_children(desk: Database, tmp_path: Path) -> None:
    from tests.store.kit import add, resident

    add(desk, resident("王小红", birth_date="2015-05-05", birth_precision="day", village_group="3组"))
    files = read_files([write(tmp_path, [["姓名", "性别", "电话"], ["王小红", "女", "13800000001"], ["李四", "男", None]], "三.xlsx")])
    plan = planned(desk, files)
    assert asked(desk, plan)[0].choices[0].words == "3组 王小红 11岁"
    assert asked(desk, plan, may_see_children=False)[0].choices[0].words == "小红"


def test_children_are_for_those_who_may_see_them(desk: Database, tmp_path: Path) -> None:
    files = read_files([write(tmp_path, [["姓名", "性别", "出生日期"], ["王小红", "女", "2015-05-05"]], "四.xlsx")])
    plan = planned(desk, files)
    refuse_children(Operator(name=OP, may_see_children=True), plan, ON)
    with pytest.raises(NoRight):
        refuse_children(Operator(name=OP, may_see_children=False), plan, ON)


@pytest.mark.parametrize("heads", [["学校", "上徐小学"], ["人员类别", "留守儿童"]])
def test_a_ledger_without_births_may_be_of_children_too(desk: Database, tmp_path: Path, heads: list[str]) -> None:
    files = read_files([write(tmp_path, [["姓名", "性别", heads[0]], ["王小红", "女", heads[1]], ["李小四", "男", heads[1]]], "五.xlsx")])
    plan = planned(desk, files)
    with pytest.raises(NoRight):
        refuse_children(Operator(name=OP, may_see_children=False), plan, ON)


NAMES = ["王秀英", "汪厚行", "张三", "徐晓毛", "徐小毛"]
_rows = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(["", "1952", "1953-03", "1953-03-04"]), st.sampled_from(["", "1组", "2组"])),
    min_size=2,
    max_size=12,
)
_answers = st.lists(st.sampled_from(["open", "first", "new", "out"]), min_size=12, max_size=12)


def _sheet(rows: list[tuple[str, str, str]]) -> LedgerFile:
    from stationdesk.ledgers.sheet import Cell, Sheet

    cells: list[list[Cell]] = [["姓名", "性别", "出生日期", "组别"]]
    cells += [[name, "女", birth or None, group or None] for name, birth, group in rows]
    return LedgerFile("随机.xlsx", "随机", "0" * 64, 1, (Sheet("表", cells),))


@given(_rows, _answers)
def test_whatever_is_answered_the_sentence_adds_up_and_the_plan_follows(rows: list[tuple[str, str, str]], given_: list[str]) -> None:
    file = _sheet(rows)
    village = [
        KnownPerson("k1", "王秀英", birth="1952", precision="year", sex="female"),
        KnownPerson("k2", "徐晓毛", birth="1953-03-04", precision="day"),
    ]
    plan = plan_again([file], village, ON, {}, {})
    answers: dict[Spot, Answer] = {}
    questions = {q.places[0]: q for q in reversed(plan.questions)}
    for question, said in zip(questions.values(), given_, strict=False):
        if said == "first":
            target = Answer("known", question.known) if question.known else Answer("row", spot=question.places[1])
            answers[question.places[0]] = target
        elif said != "open":
            answers[question.places[0]] = Answer(said)
    after = plan_again([file], village, ON, {}, answers)
    found = tally(after)
    assert found.people == found.new + found.completed + found.taken + found.waiting + found.left_out
    assert not {q.places[0] for q in after.questions} & answers.keys()
    by_row = {row.row: row for _file, _sheet, row in after.rows()}
    for spot, answer in answers.items():
        row = by_row[spot[2]]
        if answer.kind == "known":
            assert row.known == answer.known
        elif answer.kind == "row" and answer.spot is not None:
            assert row.person == by_row[answer.spot[2]].person
        elif answer.kind == "out":
            assert row.action == "out"
    wanted = after.without_open_questions()
    kept = [row for _file, _sheet, row in wanted.rows() if row.action not in ("wait", "out", "taken")]
    assert len({row.person for row in kept}) == found.wanted
    assert not any(row.asked for row in kept)
