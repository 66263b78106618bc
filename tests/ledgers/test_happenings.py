"""Six ledgers of villages nobody has seen, each in its own words, order and form, against the truth: the bars of the real score."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stationdesk.ledgers.event_cells import day_of, money_of, people_in, state_of
from stationdesk.ledgers.plan import plan_files
from stationdesk.services.import_plan import SheetPlan
from tests.ledgers.happenings import whole_village
from tests.ledgers.scoring import score
from tests.ledgers.test_plan import table
from tests.ledgers.told import ON

FEW = range(1, 11)
MANY = 300


def check(folder: Path, seed: int) -> None:
    truth = whole_village(folder, seed)
    result = score(plan_files(sorted(folder.iterdir()), [], ON).as_json(), truth)
    assert result.good, (seed, result.misses[:12])
    assert not result.wrongly, seed
    assert result.joined >= 0.95 * result.due, (seed, result.joined, result.due)


@pytest.mark.parametrize("seed", FEW)
def test_six_ledgers_of_a_village_in_words_of_its_own(tmp_path: Path, seed: int) -> None:
    check(tmp_path, seed)


@pytest.mark.proof
def test_six_ledgers_of_many_villages(tmp_path: Path, seed: int) -> None:
    for at in range(MANY):
        folder = tmp_path / str(at)
        folder.mkdir()
        check(folder, seed + at)


@pytest.mark.parametrize(
    ("cell", "year", "iso", "doubt"),
    [
        ("9月13日", 2026, "2026-09-13", ""),
        ("9月13日", None, "2026-09-13", "no_year"),
        ("12月30日", None, "2025-12-30", "no_year"),
        ("9.13", 2026, "2026-09-13", ""),
        (9.13, 2026, "2026-09-13", ""),
        (9.1, 2026, "2026-09-01", "month_1_or_10"),
        ("2026.9", None, "2026-09", "no_day"),
        ("26.9.13", None, "2026-09-13", ""),
        ("2026年9月13日上午9:30", None, "2026-09-13", ""),
        ("2026-09-13（星期日）", None, "2026-09-13", ""),
        ("2026.2.30", None, None, "bad_date"),
        ("2月30日", 2026, None, "bad_date"),
        ("中秋前", 2026, None, "unreadable"),
        ("/", 2026, None, ""),
        (date(2026, 9, 13), None, "2026-09-13", ""),
    ],
)
def test_days_of_events(cell: str | float | date, year: int | None, iso: str | None, doubt: str) -> None:
    found = day_of(cell, ON, year)
    assert (found.iso, found.doubt) == (iso, doubt)


def test_a_span_of_days_and_a_time_of_day() -> None:
    assert day_of("2023.1.3—2024.6.30", ON, None).until == "2024-06-30"
    assert day_of("2023年1月3日至今", ON, None).iso == "2023-01-03"
    assert day_of("2026-09-13 14:30", ON, None).time == "14:30"


@pytest.mark.parametrize(
    ("cell", "yuan", "doubt"),
    [
        ("300元", 300, ""),
        ("￥1,200.00", 1200, ""),
        (80.0, 80, ""),
        ("叁佰元整", 300, ""),
        ("一百二十", 120, ""),
        ("约300元", 300, "about"),
        ("0.5万元", 5000, ""),
        ("无", None, ""),
        ("200-300", None, "unreadable"),
        ("面议", None, "unreadable"),
    ],
)
def test_money(cell: str | float, yuan: float | None, doubt: str) -> None:
    assert tuple(money_of(cell)) == (yuan, doubt)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("叶水英、朱秀英", ["叶水英", "朱秀英"]),
        ("叶水英 朱秀英", ["叶水英", "朱秀英"]),
        ("叶水英和朱秀英", ["叶水英", "朱秀英"]),
        ("张三等3人", ["张三"]),
        ("王和平", ["王和平"]),
        ("王明（村主任）、李四", ["王明", "李四"]),
    ],
)
def test_who_came(cell: str, names: list[str]) -> None:
    assert [person.name for person in people_in(cell)] == names


@pytest.mark.parametrize(
    ("cell", "claimed", "about_claim", "code"),
    [
        ("未实现", True, False, "claimed"),
        ("未实现", False, False, "published"),
        ("是", True, True, "claimed"),
        ("是", True, False, "fulfilled"),
        ("否", False, True, "published"),
        ("6月1日已实现", True, False, "fulfilled"),
        ("无人认领", False, True, "published"),
        ("审核中", False, False, "pending"),
        ("天晓得", False, False, None),
    ],
)
def test_states_of_wishes(cell: str, claimed: bool, about_claim: bool, code: str | None) -> None:
    assert state_of(cell, claimed=claimed, about_claim=about_claim) == code


def visits(folder: Path, *rows: list[object]) -> SheetPlan:
    header: list[object] = ["走访时间", "走访对象", "走访人", "方式", "走访内容", "慰问金（元）", "慰问品"]
    return table(folder, [["2026年走访慰问台账"], header, *rows], "走访.xlsx")


def test_what_was_taken_along(tmp_path: Path) -> None:
    [row] = visits(tmp_path, ["9月13日", "张桂花", "叶水英", "上门", "慰问", 500, "大米、食用油"]).rows
    assert row.record["handed_out"] == [{"item": "慰问金", "yuan": 500}, {"item": "大米"}, {"item": "食用油"}]


def test_a_household_is_its_head(tmp_path: Path) -> None:
    [row] = visits(tmp_path, ["9月13日", "张桂花家", "叶水英", "上门", "慰问", None, None]).rows
    assert (row.record["resident"]["name"], row.record["household"]) == ("张桂花", True)
    assert row.notes["走访对象"] == "张桂花家"


def test_a_word_for_the_mode_that_no_table_has_is_named_and_kept(tmp_path: Path) -> None:
    [row] = visits(tmp_path, ["9月13日", "张桂花", "叶水英", "飞鸽传书", "慰问", None, None]).rows
    assert "mode:unknown_word" in row.problems
    assert row.notes["方式"] == "飞鸽传书"
