"""The county's own words: taken in from a sheet, refused with the row that is wrong, used at the desk, never lost on a record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from stationdesk.county import codes
from stationdesk.county.codes import CodesRefused, NoSuchCode, code_of, import_codes, own_codes, take_back_code
from stationdesk.ledgers.code_list import NoCodeList, write_code_list
from stationdesk.ledgers.values import category_codes, is_category_word
from stationdesk.registers.code import Code, CodeDraft, let_hold, shipped, table, table_names
from stationdesk.services.county_codes import changes, holding, let_codes_hold
from stationdesk.services.facing_visitors import tells_of_illness
from stationdesk.services.from_county import entries
from stationdesk.services.import_fields import code_of as imported
from stationdesk.services.what_came import last_came
from tests.county.word_kit import road as road  # noqa: PLC0414 - the same road
from tests.road_kit import Road
from tests.store.kit import COUNTY

ON = date(2026, 11, 20)
HEAD = "码表,代码,名称,上级,其他写法,启用日期,停用前最后一天,备注"


@pytest.fixture(autouse=True)
def shipped_again() -> Iterator[None]:
    yield
    let_hold((), "")


def sheet(place: Path, *rows: str, head: str = HEAD) -> Path:
    path = place / "叫法.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8-sig")
    return path


def county_takes(road: Road, *rows: str, head: str = HEAD) -> codes.TakenIn:
    with road.county.database.writing("县", "叫法") as session:
        return import_codes(session, sheet(road.stick.parent, *rows, head=head), ON)


def here(road: Road, on: date = ON) -> None:
    with road.desk.reading() as session:
        let_codes_hold(session, on)


def test_words_are_added_changed_and_retired_for_every_station(road: Road) -> None:
    rows = ("需求,,劈柴,,砍柴、烧柴,,,", "需求,,送餐到家,,,,,", "人员类别,,护林老人,老年人,,,,", "走访类型,survey,摸底,,,,停用,")
    done = county_takes(road, *rows)
    assert (done.added, done.changed, done.retired) == (["需求：劈柴", "需求：送餐到家", "人员类别：护林老人"], [], ["走访类型：摸底"])
    road.round()
    assert table("need_kind").code_for("劈柴") is None
    here(road)
    firewood = code_of("need_kind", "劈柴")
    needs = table("need_kind")
    assert (needs.code_for("砍柴"), needs.label(firewood)) == (firewood, "劈柴")
    assert [row.label for row in needs.given][-3:] == ["劈柴", "送餐到家", "其他"]
    assert imported("need_kind", "砍柴") == firewood
    people = table("resident_category")
    assert people.is_within(code_of("resident_category", "护林老人"), "elder")
    assert category_codes("护林老人、低保") == (code_of("resident_category", "护林老人"), "subsistence_allowance")
    assert is_category_word("护林老人")
    kinds = table("visit_kind")
    assert (kinds.label("survey"), kinds.is_given("survey"), kinds.given_code_for("摸底")) == ("摸底", False, None)
    assert "survey" not in {row.code for row in kinds.given}
    assert kinds.code_for(shipped("visit_kind").label("survey")) == "survey", "the word before is understood still"
    with road.desk.reading() as session:
        (told,) = [one for one in entries(session, ON) if one.kind == "codes"]
        assert (told.title, told.open, told.state) == ("县里定的类别和叫法 4 个", False, "在用")
        assert [one.sentence for one in changes(session, ON) if one.table == "走访类型"] == ["“摸底”不再新选，原来登记的照留"]
        came = last_came(session, ON)
    assert came is not None
    assert "类别代码改了 4 条" in came.sentence


def test_another_word_holds_from_its_day_and_the_old_one_is_understood(road: Road) -> None:
    county_takes(road, "需求,meals,助老餐,,,,,", "需求,,劈柴,,,2026-12-01,2026-12-31,")
    road.round()
    here(road)
    assert (table("need_kind").label("meals"), table("need_kind").code_for("送餐")) == ("助老餐", "meals")
    firewood = code_of("need_kind", "劈柴")
    assert [table("need_kind").is_given(firewood)] == [False]
    for day, given in ((date(2026, 12, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)):
        here(road, day)
        assert table("need_kind").is_given(firewood) == given
    assert table("need_kind").label(firewood) == "劈柴"


def test_what_the_county_takes_back_or_forgets_keeps_its_word(road: Road) -> None:
    county_takes(road, "需求,,劈柴,,,,,", "需求,meals,助老餐,,,,,")
    road.round()
    with road.county.database.writing("县", "收回") as session:
        take_back_code(session, "need_kind", "送餐")
        with pytest.raises(NoSuchCode, match="没有说过"):
            take_back_code(session, "need_kind", "陪聊")
    road.round()
    here(road)
    assert table("need_kind").label("meals") == "送餐"
    firewood = code_of("need_kind", "劈柴")
    with road.desk.writing("徐丽华", "县里忘了", receiving=True) as session:  # as a county put back to before the word leaves it
        session.delete(session.exec(select(Code).where(Code.code == firewood)).one())
    here(road)
    assert (table("need_kind").label(firewood), table("need_kind").is_given(firewood)) == ("劈柴", False)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (("跳舞,,劈柴,,,,,",), "第 2 行：没有叫“跳舞”的码表"),
        (("需求,,,,砍柴,,,",), "第 2 行：没有写名称"),
        (("性别,,第三种,,,,,",), "程序自己要用"),
        (("性别,male,男,,,,2020-01-01,",), "不能停用里面的词"),
        (("人员类别,,护林老人,,,,,",), "要写明归在哪个上级"),
        (("人员类别,,护林老人,没有的上级,,,,",), "没有叫“没有的上级”的上级"),
        (("人员类别,elder,老年人,,,,停用,",), "它下面还有在用的"),
        (("人员类别,living_alone,独居老人,儿童,,,,",), "上级不能改"),
        (("人员类别,,甲类,乙类,,,,", "人员类别,,乙类,甲类,,,,"), "上级绕回到它自己"),
        (("需求,,劈柴,,送餐,,,",), "“送餐”已经是“送餐”的写法"),
        (("需求,,劈柴,,,,,", "需求,,劈 柴,,,,,"), "第 3 行：“劈 柴”在第 2 行已经写过"),
        (("需求,,=1+1劈柴,,,,,",), "开头像公式"),
        (("需求,,……,,,,,",), "不成词"),
        ((f"需求,,{'长' * 31},,,,,",), "太长"),
        (('需求,,"劈柴,烧火",,,,,',), "被拆成几个词"),
        (("需求,,劈柴,,,13月40日,,",), "不是日期"),
        (("需求,,劈柴,,,2026-12-02,2026-12-01,",), "停用的日子比启用的还早"),
        (("需求,other,其他,,,,停用,",), "别处归不进去"),
        (("需求,大写,劈柴,,,,,",), "不是小写字母"),
    ],
)
def test_what_cannot_hold_is_refused_with_its_row_and_nothing_is_taken(road: Road, rows: tuple[str, ...], why: str) -> None:
    with pytest.raises(CodesRefused) as refused:
        county_takes(road, *rows, "需求,,陪聊天,,,,,")
    assert why in refused.value.message
    with road.county.database.reading() as session:
        assert own_codes(session) == []


def test_a_sheet_written_out_reads_back_and_changes_nothing(road: Road) -> None:
    county_takes(road, "需求,,劈柴,,砍柴,,,冬天", "走访类型,survey,摸底,,,,停用,")
    with road.county.database.reading() as session:
        let_codes_hold(session, ON)
    path = road.stick.parent / "导出.xlsx"
    count = write_code_list(path, codes.listed())
    assert count == sum(len(table(name).rows) for name in table_names() if shipped(name).open)
    with road.county.database.writing("县", "再收") as session:
        done = import_codes(session, path, ON)
    assert (done.added, done.changed, done.retired, done.known) == ([], [], [], 0)
    book = load_workbook(path)
    page = book.worksheets[0]
    head = [cell.value for cell in page[1]]
    row = next(row for row in page.iter_rows(min_row=2) if row[head.index("名称")].value == "劈柴")
    row[head.index("名称")].value = "劈柴挑水"
    book.save(path)
    with road.county.database.writing("县", "再收") as session:
        done = import_codes(session, path, ON)
        assert (done.changed, len(own_codes(session))) == (["需求：劈柴挑水"], 2), "the one record is changed, none is added"


def test_other_files_are_refused(road: Road) -> None:
    with pytest.raises(NoCodeList, match="什么都没有收进来"):
        county_takes(road, "王桂花,82", head="姓名,年龄")


def test_a_station_passes_over_what_no_county_of_ours_says_and_tells(road: Road) -> None:
    said = [
        CodeDraft(table_name="sex", code="third", label="第三种"),
        CodeDraft(table_name="need_kind", code="twice", label="送餐"),
        CodeDraft(table_name="no_such", code="x", label="没有的表"),
        CodeDraft(table_name="resident_category", code="ghost", label="无上级"),
        CodeDraft(table_name="need_kind", code="good", label="劈柴"),
    ]
    with road.county.database.writing("县", "旧程序") as session:
        session.add_all(Code.model_validate(one, update={"author": COUNTY, "audience": "all"}) for one in said)
    road.round()
    here(road)
    assert table("need_kind").label("good") == "劈柴"
    assert table("need_kind").code_for("送餐") == "meals"
    assert (table("sex").row("third"), table("resident_category").row("ghost")) == (None, None)
    with road.desk.reading() as session:
        assert {one.word for one in holding(session, ON)[1]} == {"第三种", "送餐", "没有的表", "无上级"}
        (told,) = [one for one in entries(session, ON) if one.kind == "codes"]
    assert told.state == "4 个没用上"


def test_what_may_never_be_printed_stays_so(road: Road) -> None:
    hidden = next(row for row in shipped("resident_category").rows if row.restricted and not row.group)
    county_takes(road, f"人员类别,{hidden.code},另一叫法,,,,,")
    county_takes(road, "人员类别,,护林老人,老年人,,,,,是", head=HEAD + ",从不打印")
    road.round()
    here(road)
    people = table("resident_category")
    assert people.is_restricted(hidden.code)
    assert people.is_restricted(code_of("resident_category", "护林老人"))
    assert tells_of_illness(hidden.code)
