"""A small ledger with everything the import page has to show: doubts, a namesake, a column nobody knows, sums, a foot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from stationdesk.registers.household import Household, HouseholdDraft
from stationdesk.registers.id_number import check_character
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.store.database import Database, author_of

ON = date(2026, 11, 22)
HEADINGS = ["序号", "老人姓名", "年龄", "身份证号", "联系方式", "居住情况", "腰牌"]


NAME = "独居空巢老人排查台账 2026.xlsx"


def id_no(body: str) -> str:
    """Return 17 digits with their check character."""
    return body + check_character(body)


def spoilt(body: str) -> str:
    """Return 17 digits with a check character that is wrong."""
    return body + ("1" if check_character(body) != "1" else "2")


def rows() -> list[list[object]]:
    """Return the rows of the ledger, title and foot included."""
    return [
        ["桃源村独居空巢老人排查台账"],
        ["填报单位：桃源村", None, None, None, "2026年11月"],
        [*HEADINGS],
        [1, "汪厚行", 81, id_no("36020219450301001"), "13800005678", "独居", "甲一"],
        [2, "汪冬香", 77, 360202194903015000.0, "13700002218", "独居", None],
        [3, "余根水", 83, id_no("36020219430405043"), "0798-0120016", "独居", None],
        [4, "徐五妹", 80, spoilt("36020219460707321"), "15900004402", "空巢（两老）", "乙二"],
        [5, "王秀英", 74, None, "15000000093", "独居", None],
        [6, "程来发", 76, id_no("36020219500506261"), "18900007731", "独居", None],
        [7, "吴冬生", "八十多", id_no("36020219440909103"), None, "独居", None],
        [8, "占桂花", 79, id_no("36020219470202062"), "1387000021", "独居", "丙三"],
        ["一组 小计", None, None, None, None, 8, None],
        [9, "胡满娇", 72, id_no("36020219540101082"), "13600005507", "空巢（两老）", None],
        [10, "余水莲", 79, id_no("36020219470303242"), "13800009043", "空巢（两老）", None],
        [None] * 7,
        [*HEADINGS],
        [11, "方细妹", 75, id_no("36020219510808062"), "13900001234", "独居", None],
        ["合计", None, None, None, None, 11, None],
        [None] * 7,
        ["填表人：徐丽华    审核人：李春生"],
    ]


def write(folder: Path, content: Sequence[Sequence[object]] | None = None, name: str = NAME, sheet: str = "独居空巢") -> Path:
    """Write a workbook of one sheet."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in content if content is not None else rows():
        book.active.append(list(row))
    book.save(folder / name)
    return folder / name


def known(desk: Database) -> dict[str, str]:
    """Keep the people the village has already; returns id by name and group."""
    people: list[dict[str, Any]] = [
        {"name": "汪厚行", "sex": "male", "id_no": id_no("36020219450301001"), "birth_date": "1945-03-01", "birth_precision": "day"},
        {"name": "王秀英", "sex": "female", "village_group": "一组", "birth_date": "1953", "birth_precision": "year"},
        {"name": "王秀英", "sex": "female", "village_group": "河口组", "birth_date": "1952", "birth_precision": "year"},
        {"name": "程来发", "sex": "male", "id_no": id_no("36020219500506261"), "phones": [{"number": "13500001111"}]},
        {"name": "余水莲", "sex": "female", "id_no": id_no("36020219470303242"), "birth_date": "1947-03-03", "birth_precision": "day"},
    ]
    found = {}
    with desk.writing("徐丽华", "登记") as session:
        author = author_of(session)
        house = Household.model_validate(HouseholdDraft(head_name="方大元"), update={"author": author})
        session.add(house)
        for said in people:
            group = said.get("village_group", "")
            draft = ResidentDraft(**said, id_state="ok" if "id_no" in said else None)
            one = Resident.model_validate(draft, update={"author": author})
            one.household_id = house.id if group == "一组" else None
            one.living_arrangement = "alone" if group == "河口组" else None
            session.add(one)
            found[f"{draft.name}{group}"] = one.id
    return found
