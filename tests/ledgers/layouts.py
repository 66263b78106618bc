"""Workbooks, text tables and old sheets of an invented village in layouts of many kinds, each with its truth."""

# long: one generator of many layouts, each a short function

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.ledgers.village import (
    COLOURS,
    HAN,
    KINDS,
    WORDS,
    Folk,
    say_birth,
    say_group,
    say_id,
    say_name,
    say_phone,
    say_sex,
    village,
    wide,
)

Rows = list[dict[str, Any]]
Truth = dict[str, list[dict[str, Any]]]
Speaker = Callable[[random.Random, Folk, dict[str, Any], list[str]], object]
"""Returns a cell and writes into the record and the problems what it says."""


# -- how a column speaks


def name(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["name"] = p.name
    return say_name(rng, p.name)


def nicknamed(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["name"] = p.name
    if rng.random() < 0.3:
        record["alias"] = "毛毛"
        return rng.choice([f"{p.name}(毛毛)", f"{p.name}（小名毛毛）"])
    return f"{p.name}（已故）" if rng.random() < 0.1 else p.name


def sex(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["sex"] = p.sex
    return say_sex(rng, p.sex)


def male(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["sex"] = p.sex
    return "√" if p.sex == "male" else None


def female(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    return "√" if p.sex == "female" else None


def birth(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    cell, iso, precision = say_birth(rng, p)
    record |= {"birth_date": iso, "birth_precision": precision, "birth_calendar": "solar"}
    return cell


def age(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    years = 2026 - p.born.year
    return rng.choice([float(years), f"{years}岁", f"{years}周岁", str(years)])


def only_age(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record |= {"birth_date": str(p.born.year), "birth_precision": "age"}
    return age(rng, p, record, problems)


def identity(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    cell, says, found = say_id(rng, p)
    record["id_no"] = says
    problems.extend(found)
    return cell


def identity_text(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    cell, says, found = say_id(rng, p, numbers=False)
    record["id_no"] = says
    problems.extend(found)
    return cell


def sound_identity(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["id_no"] = p.id_no
    return p.id_no


def phone(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    roll = rng.random()
    if roll < 0.1:
        record["phones"] = []
        return rng.choice(["无", "/", "", None])
    if roll < 0.2:
        second = "0798-" + f"{rng.randrange(10**6, 10**7)}"
        record["phones"] = [p.phone, second]
        return rng.choice([f"{p.phone}/{second}", f"{p.phone}、{second}", f"{p.phone} {second}", f"{p.phone}\n{second}"])
    record["phones"] = [p.phone]
    return f"{p.phone}（本人）" if roll < 0.25 else say_phone(rng, p.phone)


def group(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["village_group"] = f"{p.group}组"
    return say_group(rng, p.group)


def address(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["village_group"] = f"{p.group}组"
    return rng.choice([f"下溪村{HAN[p.group]}组", f"鲇鱼山镇下溪村{p.group}组{rng.randint(1, 90)}号", f"下溪村第{HAN[p.group]}村民小组"])


def category(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["categories"] = list(p.categories)
    return rng.choice(["、", "/", "，", " ", "+"]).join(
        WORDS[c] + rng.choice(["", "老人"] if WORDS[c] in ("独居", "空巢") else [""]) for c in p.categories
    )


def grade(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["care_grade"] = p.grade
    return COLOURS[p.grade] + rng.choice(["", "色", "码"])


def health(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["health"] = p.health
    return p.health


def school(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["school"] = p.school
    return p.school


def wish(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["wish"] = p.wish
    return p.wish


def certificate(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record |= {
        "disability_no": p.certificate,
        "id_no": p.id_no,
        "disability_kind": p.kind,
        "disability_grade": p.level,
        "categories": ["disabled"],
    }
    return rng.choice([p.certificate, p.certificate.lower(), wide(p.certificate), f" {p.certificate}"])


def kind(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record |= {"disability_kind": p.kind, "categories": ["disabled"]}
    return KINDS[p.kind] + rng.choice(["", "残疾"])


def level(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record["disability_grade"] = p.level
    return rng.choice([f"{HAN[p.level]}级", f"{p.level}级", float(p.level)])


def kind_level(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    record |= {"disability_kind": p.kind, "disability_grade": p.level, "categories": ["disabled"]}
    return rng.choice(
        [
            f"{KINDS[p.kind]}{HAN[p.level]}级",
            f"{HAN[p.level]}级{KINDS[p.kind]}",
            f"{KINDS[p.kind]}{p.level}级",
            f"{KINDS[p.kind]}残疾{HAN[p.level]}级",
        ]
    )


def beside(role: str, key: str) -> Speaker:
    """Return the speaker of one field of a relative, a guardian or a helper."""

    def speak(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
        person = getattr(p, role)
        if not person[0]:
            return None
        if role in ("father", "mother"):
            at = {"name": 0, "id_no": 1, "works_at": 2, "phones": 3}[key]
            relation = {"father": "父亲", "mother": "母亲"}[role]
            kin = record.setdefault("kin", [])
            target = next((k for k in kin if k["relation"] == relation), None)
            if target is None:
                target = {"relation": relation}
                kin.append(target)
        else:
            at = {"name": 0, "relation": 1, "org": 1, "phones": 2}[key]
            if role == "guardian":
                target = record.setdefault("guardian", {})
            else:
                people = record.setdefault("kin" if role == "relative" else "helpers", [{}])
                target = people[0]
        target[key] = [person[at]] if key == "phones" else person[at]
        return say_phone(rng, person[at]) if key == "phones" else person[at]

    return speak


def flag(code: str) -> Speaker:
    """Return the speaker of a ticked category."""

    def speak(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
        record["categories"] = list(p.categories)
        return rng.choice(["√", "是", "√"]) if code in p.categories else rng.choice([None, None, "否", "×"])

    return speak


def blank(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    return None


def meter(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
    return f"R{rng.randrange(10**6):06}"


Col = tuple[tuple[str, ...], Speaker]


def col(labels: str, speaker: Speaker) -> Col:
    """Return a column: its labels from the top down, parted by `|`."""
    return tuple(labels.split("|")), speaker


# -- how a sheet is put together


class Table:
    """Rows of cells being written, with merges and truth beside them; row numbers count from 1."""

    def __init__(self, rng: random.Random, cols: Sequence[Col], *, offset: int = 0, serial: str | None = "序号") -> None:
        self.rng, self.cols, self.offset, self.serial = rng, cols, offset, serial
        self.cells: list[list[object]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.truth: Rows = []
        self.number = 0

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return self.offset + (self.serial is not None) + len(self.cols)

    def line(self, text: str, *, merged: bool = True) -> None:
        """Write one text over the whole width."""
        row: list[object] = [None] * self.width
        row[0] = text
        self.cells.append(list(row))
        if merged:
            self.merges.append((len(self.cells), 1, len(self.cells), self.width))

    def header(self, *, merge: bool = True) -> None:
        """Write the header, as deep as the deepest label; equal neighbours are merged into one group."""
        labels = [*([(self.serial,)] if self.serial else []), *(path for path, _s in self.cols)]
        depth = max(map(len, labels))
        first = len(self.cells) + 1
        rows: list[list[object]] = [[None] * self.width for _ in range(depth)]
        for at, path in enumerate(labels):
            column = self.offset + at
            for deep, label in enumerate(path):
                same = at > 0 and len(labels[at - 1]) > deep + 1 and labels[at - 1][: deep + 1] == path[: deep + 1] and deep + 1 < len(path)
                if not same:
                    rows[deep][column] = label
            if merge and len(path) < depth:
                self.merges.append((first + len(path) - 1, column + 1, first + depth - 1, column + 1))
        self.cells.extend(rows)
        if merge:
            self._merge_groups(labels, first, depth)

    def _merge_groups(self, labels: Sequence[tuple[str | None, ...]], first: int, depth: int) -> None:
        for deep in range(depth - 1):
            start = 0
            while start < len(labels):
                end = start
                prefix = labels[start][: deep + 1]
                while (
                    end + 1 < len(labels)
                    and len(labels[start]) > deep + 1
                    and labels[end + 1][: deep + 1] == prefix
                    and len(labels[end + 1]) > deep + 1
                ):
                    end += 1
                if end > start:
                    self.merges.append((first + deep, self.offset + start + 1, first + deep, self.offset + end + 1))
                start = end + 1

    def person(self, p: Folk, **more: Any) -> None:
        """Write one person's row and its truth."""
        record: dict[str, Any] = dict(more)
        problems: list[str] = []
        self.number += 1
        row: list[object] = [None] * self.offset
        if self.serial:
            row.append(float(self.number))
        row += [speaker(self.rng, p, record, problems) for _labels, speaker in self.cols]
        self.cells.append(row)
        self.truth.append({"row": len(self.cells), "person": p.key, "record": record, "problems": problems})

    def total(self, word: str = "小计") -> None:
        """Write a sub-total."""
        row: list[object] = [None] * self.width
        row[self.offset] = word
        row[self.offset + 1] = f"{self.number}人"
        self.cells.append(row)

    def sheet(self, title: str, ledger: str | None = "residents") -> dict[str, Any]:
        """Return the truth of the sheet."""
        return {"sheet": title, "ledger": ledger, "rows": self.truth}


def write_xlsx(path: Path, tables: dict[str, Table | None], *, mac: bool = False) -> None:
    """Write sheets to an .xlsx; None is an empty sheet."""
    book = openpyxl.Workbook()
    if mac:
        book.epoch = CALENDAR_MAC_1904
    book.remove(book.active)
    for title, table in tables.items():
        sheet: Worksheet = book.create_sheet(title)
        if table is None:
            continue
        for row, cells in enumerate(table.cells, 1):
            for column, cell in enumerate(cells, 1):
                if cell is not None and cell != "":
                    sheet.cell(row, column, cell)
        for top, left, bottom, right in table.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(path)


def write_xls(path: Path, tables: dict[str, Table | None]) -> None:
    """Write sheets to an old .xls."""
    book = xlwt.Workbook(encoding="utf-8")
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for title, table in tables.items():
        sheet = book.add_sheet(title)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in table.merges} if table else {}
        for row, cells in enumerate(table.cells if table else (), 1):
            for column, cell in enumerate(cells, 1):
                if (row, column) in merged:
                    bottom, right = merged[row, column]
                    sheet.write_merge(row - 1, bottom - 1, column - 1, right - 1, cell)
                elif cell is not None and cell != "":
                    sheet.write(
                        row - 1,
                        column - 1,
                        datetime.combine(cell, time()) if isinstance(cell, date) else cell,
                        style if isinstance(cell, date) else xlwt.Style.default_style,
                    )
    book.save(str(path))


def text_cells(table: Table) -> list[list[str]]:
    """Return the cells as a spreadsheet writes them into a text table."""

    def said(cell: object) -> str:
        if cell is None:
            return ""
        if isinstance(cell, float):
            return f"{cell:.15g}" if cell < 1e11 else f"{cell:.5E}" if cell > 1e15 else f"{cell:.0f}"
        return f"{cell:%Y/%m/%d}" if isinstance(cell, date) else str(cell)

    return [[said(cell) for cell in row] for row in table.cells]


def write_csv(path: Path, table: Table, encoding: str, delimiter: str = ",") -> None:
    """Write a text table."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(text_cells(table))
    path.write_bytes(out.getvalue().encode(encoding))


def write_html(path: Path, table: Table) -> None:
    """Write a page with one table that calls itself .xls, in GBK as government systems do."""
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in table.merges}
    hidden = {
        (r, c)
        for top, left, bottom, right in table.merges
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
        if (r, c) != (top, left)
    }
    rows = []
    for r, cells in enumerate(text_cells(table), 1):
        row = []
        for c, cell in enumerate(cells, 1):
            if (r, c) not in hidden:
                down, right = spans.get((r, c), (1, 1))
                row.append(f"<td rowspan={down} colspan='{right}'>{cell}</td>")
        rows.append("<tr>" + "".join(row) + "</tr>")
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    page = f"<html><head>{head}</head><body><table border=1>{''.join(rows)}</table></body></html>"
    path.write_bytes(page.encode("gb18030"))


# -- the layouts


def three_row_header(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Blank first column, three header rows, group rows, sub-totals, a footer."""
    cols = [
        col("基本信息|本人|姓名", name),
        col("基本信息|本人|性别", sex),
        col("基本信息|本人|公民身份号码", identity),
        col("基本信息|本人|出生年月", birth),
        col("基本信息|联系方式", phone),
        col("家庭及帮扶情况|子女|姓名", beside("relative", "name")),
        col("家庭及帮扶情况|子女|称谓", beside("relative", "relation")),
        col("家庭及帮扶情况|子女|手机号码", beside("relative", "phones")),
        col("家庭及帮扶情况|帮扶责任人|姓名", beside("helper", "name")),
        col("家庭及帮扶情况|帮扶责任人|单位", beside("helper", "org")),
        col("类型", category),
        col("风险等级", grade),
        col("健康情况", health),
    ]
    table = Table(rng, cols, offset=1)
    table.line("下溪村老年人关爱服务底册")
    table.line("填报单位（盖章）：下溪村    填报日期：2026年11月20日")
    table.header()
    for number in sorted({p.group for p in olds}):
        table.line(f"{HAN[number]}组")
        for person in (p for p in olds if p.group == number):
            table.person(person, village_group=f"{number}组")
        table.total()
    table.total("合计")
    table.line("单位负责人：          填表人：          联系电话：")
    write_xlsx(folder / "下溪村老年人底册.xlsx", {"底册": table, "Sheet2": None, "Sheet3": None})
    return {"下溪村老年人底册.xlsx": [table.sheet("底册")]}


def repeated_headers(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """No serial numbers, columns in another order, the header again on every page, a column-number row."""
    cols = [
        col("居住组", group),
        col("老人姓名", name),
        col("健康状况", health),
        col("身份证件号码", identity),
        col("手机", phone),
        col("颜色分级", grade),
        col("男/女", sex),
        col("出生日期", birth),
        col("人员类别", category),
        col("包保责任人", beside("helper", "name")),
        col("包保单位", beside("helper", "org")),
        col("燃气表号", meter),
    ]
    table = Table(rng, cols, serial=None)
    table.header()
    for at, person in enumerate(olds):
        if at and at % 7 == 0:
            table.header()
        table.person(person)
    table.cells.append(["以下空白", *[None] * 11])
    write_xlsx(folder / "老年人信息采集.xlsx", {"Sheet1": table})
    return {"老年人信息采集.xlsx": [table.sheet("Sheet1")]}


def ticked_csv(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Write a CSV with a two-row header that has lost its merges, sexes and categories ticked."""
    cols = [
        col("姓 名", name),
        col("性别|男", male),
        col("性别|女", female),
        col("身份证号码", identity_text),
        col("老人类别|独居", flag("living_alone")),
        col("老人类别|空巢", flag("empty_nest")),
        col("老人类别|留守", flag("left_behind_elder")),
        col("老人类别|失独", flag("bereaved_of_only_child")),
        col("老人类别|低保户", flag("subsistence_allowance")),
        col("家庭住址", address),
        col("联系电话", phone),
    ]
    table = Table(rng, cols)
    table.line("下溪村特殊老人摸底表")
    table.header(merge=False)
    for person in olds:
        table.person(person)
    write_csv(folder / "特殊老人摸底.csv", table, "utf-8-sig")
    return {"特殊老人摸底.csv": [table.sheet("csv")]}


def tab_text(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Tab-text in UTF-16, as Excel saves `Unicode text`, ages only, a helper's phone without a group label."""
    cols = [
        col("人员姓名", name),
        col("性别", sex),
        col("年龄（周岁）", only_age),
        col("村民小组", group),
        col("对象类别", category),
        col("包保干部", beside("helper", "name")),
        col("联系电话", beside("helper", "phones")),
        col("备注", blank),
    ]
    table = Table(rng, cols, serial="编号")
    table.header()
    for person in olds:
        table.person(person)
    write_csv(folder / "包保对象.txt", table, "utf-16", "\t")
    return {"包保对象.txt": [table.sheet("txt")]}


def html_as_xls(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Write a page of a government system that calls itself .xls."""
    cols = [
        col("姓名", name),
        col("性别", sex),
        col("残疾人证号", certificate),
        col("残疾情况|类别", kind),
        col("残疾情况|等级", level),
        col("监护人信息|姓名", beside("guardian", "name")),
        col("监护人信息|与残疾人关系", beside("guardian", "relation")),
        col("监护人信息|联系方式", beside("guardian", "phones")),
        col("户籍地", address),
    ]
    table = Table(rng, cols)
    table.line("残疾人基本信息")
    table.header()
    for person in unable:
        table.person(person)
    write_html(folder / "残疾人导出.xls", table)
    return {"残疾人导出.xls": [table.sheet("html")]}


def sheets_by_group(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Write an old .xls with one sheet per village group, a summary, a page of instructions and an empty sheet."""
    cols = [
        col("姓名", name),
        col("性别", sex),
        col("出生年月", birth),
        col("身份证号", identity),
        col("电话", phone),
        col("困难类型", category),
        col("身体情况", health),
    ]
    sheets: dict[str, Table | None] = {}
    truth = []
    for number in sorted({p.group for p in olds}):
        table = Table(rng, cols)
        table.line(f"下溪村{HAN[number]}组困难老人名单")
        table.header()
        for person in (p for p in olds if p.group == number):
            table.person(person, village_group=f"{number}组")
        table.total("合计")
        sheets[f"{HAN[number]}组"] = table
        truth.append(table.sheet(f"{HAN[number]}组"))
    summary = Table(rng, [], serial="村民小组")
    summary.cells = [
        ["困难老人汇总表", None, None, None],
        ["村民小组", "独居（人）", "空巢（人）", "合计"],
        *[[f"{n}组", 3.0, 4.0, 7.0] for n in range(1, 7)],
        ["合计", 18.0, 24.0, 42.0],
    ]
    notes = Table(rng, [], serial="填表说明")
    notes.cells = [["填表说明"], ["1. 姓名、身份证号须与户口簿一致。"], ["2. 类别填：独居、空巢、留守、失独。"], ["3. 每月25日前报镇。"]]
    sheets |= {"汇总": summary, "填表说明": notes, "Sheet9": None}
    write_xls(folder / "困难老人分组.xls", sheets)
    return {"困难老人分组.xls": [*truth, summary.sheet("汇总", None), notes.sheet("填表说明", None)]}


def parents_in_groups(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Children with a block for each parent and the guardian last; nicknames in brackets."""
    cols = [
        col("学生姓名", nicknamed),
        col("性别", sex),
        col("身份证号码", identity),
        col("就读学校及年级", school),
        col("父亲情况|姓名", beside("father", "name")),
        col("父亲情况|身份证号", beside("father", "id_no")),
        col("父亲情况|当前务工地点", beside("father", "works_at")),
        col("父亲情况|联系电话", beside("father", "phones")),
        col("母亲情况|姓名", beside("mother", "name")),
        col("母亲情况|身份证号", beside("mother", "id_no")),
        col("母亲情况|当前务工地点", beside("mother", "works_at")),
        col("母亲情况|联系电话", beside("mother", "phones")),
        col("受委托监护人|姓名", beside("guardian", "name")),
        col("受委托监护人|与儿童关系", beside("guardian", "relation")),
        col("受委托监护人|电话", beside("guardian", "phones")),
        col("家庭住址", address),
        col("心愿", wish),
    ]
    table = Table(rng, cols)
    table.line("下溪村农村留守儿童基本情况登记表")
    table.header()
    for person in kids:
        table.person(person, categories=["left_behind_child"])
    table.line("注：1.本表由儿童主任填写。2.死亡或失踪的亲属填“—”。")
    write_xlsx(folder / "留守儿童基本情况.xlsx", {"Sheet1": table})
    return {"留守儿童基本情况.xlsx": [table.sheet("Sheet1")]}


def bare_repeats(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """One header row where 身份证号 and 联系电话 stand again after each relative, with nothing to tell them apart but their place."""
    cols = [
        col("孩子姓名", name),
        col("性别", sex),
        col("出生日期", birth),
        col("身份证号", identity_text),
        col("所在学校", school),
        col("父亲", beside("father", "name")),
        col("身份证号", beside("father", "id_no")),
        col("务工地", beside("father", "works_at")),
        col("联系电话", beside("father", "phones")),
        col("母亲", beside("mother", "name")),
        col("身份证号", beside("mother", "id_no")),
        col("务工地", beside("mother", "works_at")),
        col("联系电话", beside("mother", "phones")),
        col("监护人", beside("guardian", "name")),
        col("关系", beside("guardian", "relation")),
        col("联系电话", beside("guardian", "phones")),
        col("微心愿", wish),
    ]
    table = Table(rng, cols)
    table.line("下溪村留守儿童花名册", merged=False)
    table.header()
    for person in kids:
        table.person(person, categories=["left_behind_child"])
    write_csv(folder / "留守儿童花名册.csv", table, "gb18030")
    return {"留守儿童花名册.csv": [table.sheet("csv")]}


def ditto_marks(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Write groups and helpers once and then 同上, 〃 or a merged cell."""
    cols = [
        col("组别", group),
        col("姓名", name),
        col("性别", sex),
        col("身份证号", identity),
        col("类别", category),
        col("包保干部|姓名", beside("helper", "name")),
        col("包保干部|职务", beside("helper", "org")),
        col("包保干部|电话", beside("helper", "phones")),
        col("本人联系电话", phone),
    ]
    table = Table(rng, cols)
    table.line("下溪村包保对象信息表")
    table.header()
    first = len(table.cells)
    for person in sorted(olds, key=lambda p: (p.group, p.helper)):
        table.person(person)
    ordered = sorted(olds, key=lambda p: (p.group, p.helper))
    at = 1
    while at < len(ordered):
        row = table.cells[first + at]
        if ordered[at].group == ordered[at - 1].group:
            row[1] = None
        if ordered[at].helper == ordered[at - 1].helper:
            mark = rng.choice(["同上", "〃", "″", '"', "同上 "])
            row[6], row[7], row[8] = mark, mark, mark
        at += 1
    start = 0
    for at in range(1, len(ordered) + 1):
        if at == len(ordered) or ordered[at].group != ordered[start].group:
            if at - start > 1:
                table.merges.append((first + start + 1, 2, first + at, 2))
            start = at
    write_xlsx(folder / "包保对象信息表.xlsx", {"包保": table})
    return {"包保对象信息表.xlsx": [table.sheet("包保")]}


def stacked_tables(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Two tables one under the other in one sheet, with different columns."""
    upper = Table(
        rng,
        [
            col("姓名", name),
            col("性别", sex),
            col("身份证号", identity),
            col("出生年月", birth),
            col("组", group),
            col("老人类别", category),
        ],
    )
    upper.line("一、独居、空巢老人")
    upper.header()
    for person in olds[:10]:
        upper.person(person)
    lower = Table(
        rng,
        [
            col("残疾人姓名", name),
            col("残疾证号", certificate),
            col("残疾类别及等级", kind_level),
            col("监护人", beside("guardian", "name")),
            col("住址", address),
        ],
    )
    lower.cells = upper.cells
    lower.merges = upper.merges
    lower.truth = upper.truth
    lower.line("二、残疾人")
    lower.header()
    for person in unable:
        lower.person(person)
    write_xlsx(folder / "关爱对象.xlsx", {"关爱对象": lower})
    return {"关爱对象.xlsx": [lower.sheet("关爱对象")]}


def mac_dates(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Write a workbook that counts days from 1904: real dates, and bare day counts beside them."""

    def serial(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
        record |= {"birth_date": p.born.isoformat(), "birth_precision": "day", "birth_calendar": "solar"}
        return rng.choice([p.born, float((p.born - date(1904, 1, 1)).days)])

    table = Table(
        rng,
        [col("名字", name), col("性别", sex), col("生日", serial), col("社别", group), col("联系方式", phone), col("人员类型", category)],
    )
    table.line("下溪村老人生日表")
    table.header()
    for person in olds:
        table.person(person)
    write_xlsx(folder / "老人生日.xlsx", {"Sheet1": table}, mac=True)
    return {"老人生日.xlsx": [table.sheet("Sheet1")]}


def households(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Write a household register: the head merged over the members, the relation of each to the head."""
    cols = [
        col("户主姓名", blank),
        col("家庭成员姓名", name),
        col("与户主关系", blank),
        col("性别", sex),
        col("公民身份证号码", sound_identity),
        col("民族", blank),
        col("村民小组", group),
        col("联系号码", phone),
    ]
    table = Table(rng, cols, serial="户号")
    table.line("下溪村居民底册")
    table.header()
    people = [*olds[:9], *kids[:6]]
    for start in range(0, len(people), 3):
        members = people[start : start + 3]
        first = len(table.cells) + 1
        for at, person in enumerate(members):
            person.group = members[0].group
            table.person(person, relation_to_head=("户主", "配偶", "孙子")[at])
            row = table.cells[-1]
            row[0] = float(start // 3 + 1) if at == 0 else None
            row[1] = members[0].name if at == 0 else None
            row[3] = ("户主", "配偶", "孙子")[at]
            row[6] = rng.choice(["汉", "汉族"])
        last = len(table.cells)
        table.merges += [(first, 1, last, 1), (first, 2, last, 2)]
    write_xlsx(folder / "居民底册.xlsx", {"底册": table})
    return {"居民底册.xlsx": [table.sheet("底册")]}


def notes_above(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Five lines of notes over the header, labels with hints in brackets and line breaks, three levels of helpers."""
    cols = [
        col("老人姓名\n（必填）", name),
        col("性别\n（男/女）", sex),
        col("身份证号码\n（18位）", identity),
        col("村（社区）", blank),
        col("所在\n村民小组", group),
        col("老人类型（可多选）", category),
        col("身体\n状况", health),
        col("联系电话（本人）", phone),
        col("联系电话（子女）", beside("relative", "phones")),
        col("镇级包保干部", beside("helper", "name")),
        col("分级（红/黄/绿）", grade),
    ]
    table = Table(rng, cols)
    for text in (
        "附件2",
        "探访关爱服务对象台账",
        "说明：一、探访对象为独居、空巢、留守、失能、重残老人。",
        "二、分级：红色每日、黄色每周、绿色每月。",
        "填报单位：下溪村      单位：人",
    ):
        table.line(text)
    table.header()
    for person in olds:
        table.person(person)
    table.line("填表人：张某        审核人：李某        2026年11月20日")
    write_xlsx(folder / "探访关爱对象.xlsx", {"探访": table})
    return {"探访关爱对象.xlsx": [table.sheet("探访")]}


def old_numbers(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk]) -> Truth:
    """Write an .xls of disabled people, kind and grade in one column, certificate re-issued (22 characters), blank columns between."""

    def reissued(rng: random.Random, p: Folk, record: dict[str, Any], problems: list[str]) -> object:
        certificate(rng, p, record, problems)
        record["disability_no"] = p.certificate + "B1"
        return record["disability_no"]

    cols = [
        col("姓名", name),
        col("", blank),
        col("性别", sex),
        col("残疾证件号", reissued),
        col("残疾类型及等级", kind_level),
        col("监护人姓名", beside("guardian", "name")),
        col("监护人与本人关系", beside("guardian", "relation")),
        col("监护人手机号", beside("guardian", "phones")),
        col("现居住地址", address),
        col("本人电话", phone),
    ]
    table = Table(rng, cols)
    table.header()
    for person in unable:
        table.person(person)
    table.total("总计")
    write_xls(folder / "持证残疾人.xls", {"Sheet1": table})
    return {"持证残疾人.xls": [table.sheet("Sheet1")]}


SYNONYMS = {
    "elder": "姓名 老人姓名 对象姓名 帮扶对象 服务对象 人员姓名 名字 老年人姓名 关爱对象",
    "child": "姓名 儿童姓名 孩子姓名 学生姓名 对象姓名 名字",
    "unable": "姓名 残疾人姓名 对象姓名 人员姓名",
    "id": "身份证 身份证号 身份证号码 公民身份号码 公民身份证号码 证件号码 证件号 身份号码 居民身份证 ID",
    "sex": "性别 男/女",
    "birth": "出生日期 出生年月 出生年月日 生日 出生时间",
    "phone": "联系电话 电话 手机 手机号 手机号码 联系方式 本人电话 电话号码",
    "kin_phone": "子女电话 亲属电话 子女联系电话 家属电话",
    "address": "住址 家庭住址 现住址 居住地 详细地址 户籍地 户籍所在地 住所",
    "group": "组 组别 社 社别 村民小组 小组 队",
    "category": "类别 人员类别 对象类别 困难类型 人员类型 老人类别 属性",
    "kind": "残疾类别 残疾类型 类别 类型",
    "level": "残疾等级 残疾级别 等级 级别",
    "kind_level": "残疾情况 残疾类别及等级",
    "certificate": "残疾证号 残疾人证号 残疾证",
    "health": "健康状况 身体状况 身体情况 健康情况 患病情况 病史",
    "guardian": "监护人 监护人姓名 临时监护人 受委托监护人 委托监护人 代管人 抚养人",
    "guardian_relation": "关系 与监护人关系 与儿童关系 称谓",
    "guardian_phone": "监护人电话 监护人联系电话 监护人手机",
    "father": "父亲 父亲姓名 爸爸",
    "mother": "母亲 母亲姓名 妈妈",
    "works": "务工地点 务工地 打工地点 外出地点 工作地 去向",
    "helper": "帮扶人 帮扶责任人 结对人 结对干部 帮扶干部 包保人 包保干部 责任人",
    "org": "帮扶单位 单位 工作单位 包保单位",
    "grade": "等级 分级 级别 风险等级 颜色 管理等级",
    "school": "学校 就读学校 学校年级 就读学校及年级",
    "wish": "微心愿 心愿 心愿内容",
}


def _runs(rng: random.Random, which: str) -> list[list[Col]]:  # long: a run of rows of every kind, in the order of the sheet
    """Return runs of columns that belong together, with words drawn from what villages use."""

    def word(kind: str) -> str:
        return rng.choice(SYNONYMS[kind].split())

    runs: list[list[Col]] = [[col(word("sex"), sex)]]
    if which != "unable":
        runs.append([col(word("id"), identity)])
        runs.append([col(word("birth"), birth)])
    if rng.random() < 0.8:
        runs.append([col(word("phone"), phone)])
    runs.append([col(word("group"), group)] if rng.random() < 0.6 else [col(word("address"), address)])
    if which == "elder":
        runs += [[col(word("category"), category)], [col(word("health"), health)], [col(word("grade"), grade)]]
        runs.append([col(word("helper"), beside("helper", "name")), col(word("org"), beside("helper", "org"))])
        if rng.random() < 0.5:
            runs.append(
                [
                    col("子女情况|姓名", beside("relative", "name")),
                    col("子女情况|关系", beside("relative", "relation")),
                    col("子女情况|" + rng.choice(["电话", "联系电话"]), beside("relative", "phones")),
                ]
            )
        else:
            runs.append([col(word("kin_phone"), beside("relative", "phones"))])
    else:
        bond = word("guardian_relation")
        runs.append(
            [
                col(word("guardian"), beside("guardian", "name")),
                col(bond, beside("guardian", "relation")),
                col(word("guardian_phone"), beside("guardian", "phones")),
            ]
        )
    if which == "child":
        runs += [[col(word("school"), school)], [col(word("wish"), wish)]]
        for parent in ("father", "mother"):
            runs.append([col(word(parent), beside(parent, "name")), col(word("works"), beside(parent, "works_at"))])
    if which == "unable":
        runs.append([col(word("certificate"), certificate)])
        runs.append([col(word("kind"), kind), col(word("level"), level)] if rng.random() < 0.7 else [col(word("kind_level"), kind_level)])
    if rng.random() < 0.3:
        runs.append([col(rng.choice(["燃气表号", "银行卡开户行", "宗教信仰"]), meter)])
    return runs


def _break(rng: random.Random, table: Table) -> None:
    """Break the list: a sub-total, the header again, or nothing."""
    what = rng.randrange(4)
    if what < 2:
        table.total()
    elif what == 2:
        table.header(merge=False)


def _file_name(rng: random.Random, which: str) -> str:
    return rng.choice(
        {
            "elder": ["老人台账", "2026年摸底", "新建表格", "关爱对象"],
            "child": ["留守儿童台账", "留守儿童2026"],
            "unable": ["残疾人花名册", "残疾人台账"],
        }[which]
    )


def shuffled(folder: Path, rng: random.Random, olds: list[Folk], kids: list[Folk], unable: list[Folk], which: str = "") -> Truth:
    """Whatever words, order, furniture and file form the dice give."""
    which = which or rng.choice(["elder", "child", "unable"])
    runs = _runs(rng, which)
    rng.shuffle(runs)
    first = [col(rng.choice(SYNONYMS[which].split()), name)]
    place = rng.choice([0, 0, 0, rng.randrange(len(runs))])
    cols = [c for run in [*runs[:place], first, *runs[place:]] for c in run]
    table = Table(rng, cols, offset=rng.choice([0, 0, 1]), serial=rng.choice(["序号", "编号", None]))
    if rng.random() < 0.7:
        table.line({"elder": "下溪村老人台账", "child": "下溪村留守儿童台账", "unable": "下溪村残疾人花名册"}[which])
    if rng.random() < 0.4:
        table.line("填报单位：下溪村　　填报时间：2026年11月")
    form = rng.choice(["xlsx", "xlsx", "xls", "csv", "txt", "html"])
    table.header(merge=form not in ("csv", "txt"))
    more = {"categories": ["left_behind_child"]} if which == "child" else {}
    people = {"elder": olds, "child": kids, "unable": unable}[which]
    for at, person in enumerate(people):
        if at and at % 6 == 0 and table.serial:
            _break(rng, table)
        table.person(person, **more)
    if rng.random() < 0.5:
        table.line(rng.choice(["填表人：　　审核人：", "注：本表一式两份。", "以下空白", "制表人：张某　负责人签字："]))
    title = _file_name(rng, which)
    return _save(folder, rng, table, title, form)


def _save(folder: Path, rng: random.Random, table: Table, title: str, form: str) -> Truth:
    if form in ("xlsx", "xls"):
        sheet = rng.choice(["Sheet1", "明细", "表一"])
        (write_xlsx if form == "xlsx" else write_xls)(folder / f"{title}.{form}", {sheet: table, "Sheet2": None})
        return {f"{title}.{form}": [table.sheet(sheet)]}
    if form == "html":
        write_html(folder / f"{title}.xls", table)
        return {f"{title}.xls": [table.sheet("html")]}
    write_csv(folder / f"{title}.{form}", table, rng.choice(["utf-8-sig", "utf-8", "gb18030"]), "," if form == "csv" else "\t")
    return {f"{title}.{form}": [table.sheet(form)]}


LAYOUTS = (
    three_row_header,
    repeated_headers,
    ticked_csv,
    tab_text,
    html_as_xls,
    sheets_by_group,
    parents_in_groups,
    bare_repeats,
    ditto_marks,
    stacked_tables,
    mac_dates,
    households,
    notes_above,
    old_numbers,
    shuffled,
)


def make(folder: Path, seed: int, layout: Callable[..., Truth]) -> Truth:
    """Write the files of one layout and return their truth."""
    olds, kids, unable = village(seed)
    return layout(folder, random.Random(f"{seed}-{layout.__name__}"), olds, kids, unable)
