"""Ledgers of pairings, wishes and visits of an invented village in whatever words, order and form the dice give, with their truth."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.ledgers import layouts
from tests.ledgers.layouts import Col, Table, Truth, col, write_csv, write_html, write_xls, write_xlsx
from tests.ledgers.told import (
    CONTENTS,
    GIFTS,
    ISSUES,
    MODES,
    ON,
    POSTS,
    TITLES,
    UNITS,
    Helper,
    Speaker,
    Telling,
    age,
    budget,
    child_kind,
    claimer,
    claimer_phone,
    content,
    day_of,
    group,
    issue,
    mode,
    name,
    of_helper,
    remark,
    sex,
    solved,
    state,
    visitors,
    word,
)
from tests.ledgers.village import HAN, OLD, SURNAMES, Folk, mobile, village


def _named(rng: random.Random, kind: str, speaker: Speaker) -> Col:
    return col(word(rng, kind), speaker)  # type: ignore[arg-type]


def pairing_columns(rng: random.Random) -> list[Col]:
    child = [_named(rng, "child", name)]
    own = [[_named(rng, "sex", sex)], [_named(rng, "age", age)], [_named(rng, "child_kind", child_kind)], [_named(rng, "group", group)]]
    rng.shuffle(own)
    child += [c for run in own[: rng.randint(1, 4)] for c in run]
    helper = [_named(rng, "helper", of_helper("name"))]
    if rng.random() < 0.3:
        helper.append(col("性别", of_helper("sex")))  # type: ignore[arg-type]
    if rng.random() < 0.7:
        helper.append(_named(rng, "org", of_helper("org")))
        if rng.random() < 0.3:
            helper.append(_named(rng, "post", of_helper("post")))
    else:
        helper.append(col(rng.choice(["单位及职务", "单位职务", "工作单位及职务"]), of_helper("org", more=True)))  # type: ignore[arg-type]
    helper.append(_named(rng, "helper_phone", of_helper("phones")))
    if rng.random() < 0.25:
        child = [col(f"{rng.choice(['儿童信息', '帮扶对象', '结对儿童情况', '儿童基本情况'])}|{c[0][0]}", c[1]) for c in child]
        helper = [
            col(f"{rng.choice(['爱心妈妈', '帮扶人', '结对干部'])}|{'姓名' if at == 0 else c[0][0]}", c[1]) for at, c in enumerate(helper)
        ]
        head = helper[0][0][0]
        helper = [col(f"{head}|{c[0][1]}", c[1]) for c in helper]
        top = child[0][0][0]
        child = [col(f"{top}|{c[0][1]}", c[1]) for c in child]
    when = [_named(rng, "pair_date", day_of("start_date", "on"))]
    parts = [child, helper, when] if rng.random() < 0.75 else [helper, child, when] if rng.random() < 0.7 else [when, child, helper]
    cols = [c for part in parts for c in part]
    return cols + ([col("备注", remark)] if rng.random() < 0.5 else [])  # type: ignore[arg-type]


def wish_columns(rng: random.Random, *, year_said: bool) -> list[Col]:
    runs: list[list[Col]] = []
    if rng.random() < 0.5:
        runs.append([_named(rng, "sex", sex)])
    if rng.random() < 0.6:
        runs.append([_named(rng, "age", age)])
    if rng.random() < 0.4:
        runs.append([_named(rng, "group", group)])
    runs.append([_named(rng, "wish", content)])
    runs.append([_named(rng, "budget", budget)])
    runs.append([_named(rng, "collected", day_of("collected_on", "on", year_said=year_said))])
    claim = [_named(rng, "claimer", claimer)]
    if rng.random() < 0.4:
        claim.append(_named(rng, "claimer_phone", claimer_phone))
    claim.append(_named(rng, "claimed", day_of("claimed_on", "claimed", year_said=year_said)))
    runs += [claim, [_named(rng, "state", state)]]
    if rng.random() < 0.3:
        rng.shuffle(runs)
    cols = _grouped(rng, [_named(rng, "wisher", name), *(c for run in runs for c in run)], "wishes")
    return cols + ([col("备注", remark)] if rng.random() < 0.5 else [])  # type: ignore[arg-type]


def visit_columns(rng: random.Random, *, year_said: bool) -> list[Col]:
    runs: list[list[Col]] = [
        [_named(rng, "visit_date", day_of("visited_on", "on", year_said=year_said))],
        [_named(rng, "elder", name)] + ([_named(rng, "group", group)] if rng.random() < 0.3 else []),
        [_named(rng, "visitors", visitors)],
        [_named(rng, "mode", mode)],
        [_named(rng, "visit_text", content)],
        [_named(rng, "issue", issue)],
        [_named(rng, "solved", solved)],
    ]
    if rng.random() < 0.4:
        rng.shuffle(runs)
    cols = _grouped(rng, [c for run in runs for c in run], "visits")
    return cols + ([col("备注", remark)] if rng.random() < 0.5 else [])  # type: ignore[arg-type]


def helpers_of(rng: random.Random) -> list[Helper]:
    found: dict[str, Helper] = {}
    while len(found) < 8:
        called = rng.choice(SURNAMES) + rng.choice(OLD)
        found[called] = Helper(called, rng.choice(UNITS), rng.choice(POSTS), mobile(rng), rng.choice(["male", "female"]))
    return list(found.values())


def day_before(rng: random.Random, start: date) -> date:
    return start + timedelta(days=rng.randrange((ON - start).days))


def tell_pairings(rng: random.Random, table: Table, kids: list[Folk]) -> None:
    """Write who stands by whom; one child of several helpers has merged cells, or the words 同上."""
    helpers = helpers_of(rng)
    own = next(at for at, c in enumerate(table.cols) if _says(c) is name)
    for p in rng.sample(kids, min(len(kids), 12)):
        several = rng.sample(helpers, rng.choice([1, 1, 1, 2]))
        first = len(table.cells) + 1
        kept = None
        for helper in several:
            table.person(Telling(p, day_before(rng, date(2023, 1, 1)), helper))  # type: ignore[arg-type]
            if kept is None:
                kept = table.truth[-1]["record"]["resident"]
            table.truth[-1]["record"]["resident"] = kept
        if len(several) > 1:
            _merge_down(table, first, own)


def _says(column: Col) -> Any:
    return column[1]


def _merge_down(table: Table, first: int, name_at: int) -> None:
    """Merge what two rows of one child share: the name and what stands right of it about the child."""
    lead = table.offset + (table.serial is not None)
    shared = [name_at]
    for at in range(name_at + 1, len(table.cols)):
        if _says(table.cols[at]) in (sex, age, child_kind, group):
            shared.append(at)
        else:
            break
    for at in shared:
        column = lead + at
        table.cells[first][column] = None
        table.merges.append((first, column + 1, first + 1, column + 1))
    if table.serial:
        table.cells[first][table.offset] = None
        table.merges.append((first, table.offset + 1, first + 1, table.offset + 1))
        table.number -= 1


def _by_group(rng: random.Random, table: Table, people: list[Folk]) -> Iterator[Folk]:
    """Yield people as they come, or group by group under rows that name it, with sums, empty rows and the header again between."""
    if rng.random() < 0.65 or any(_says(c) is group for c in table.cols):
        for at, p in enumerate(people):
            if at and at % 11 == 0 and rng.random() < 0.4:
                table.header(merge=False) if rng.random() < 0.5 else table.cells.append([None] * table.width)
            yield p
        return
    for number in sorted({p.group for p in people}):
        table.line(rng.choice([f"{HAN[number]}组", f"第{HAN[number]}村民小组", f"{number}组"]))
        first = len(table.truth)
        yield from (p for p in people if p.group == number)
        for row in table.truth[first:]:
            row["record"]["resident"]["village_group"] = f"{number}组"
        if rng.random() < 0.5 and table.serial:
            table.total()


def _grouped(rng: random.Random, cols: list[Col], kind: str) -> list[Col]:
    """Put a row of group labels over some columns that stand side by side, as two-row headers do."""
    said: dict[str, dict[str, tuple[Speaker, ...]]] = {
        "wishes": {"认领情况": (claimer, claimer_phone), "心愿人信息": (name, sex, age, group)},
        "visits": {"走访情况": (mode, content), "走访对象基本情况": (name, group)},
    }
    tops = said[kind]
    found: list[Col] = []
    for labels, speaker in cols:
        top = next((top for top, members in tops.items() if id(speaker) in map(id, members)), None)
        found.append(((top, *labels) if top else labels, speaker))
    return found if rng.random() < 0.35 else cols


def tell_wishes(rng: random.Random, table: Table, people: list[Folk], start: date) -> None:
    for p in _by_group(rng, table, rng.sample(people, min(len(people), 26))):
        told = Telling(p, day_before(rng, start), content=rng.choice(GIFTS), budget=rng.choice([50, 80, 100, 150, 200, 300]))
        told.state = rng.choice([None, "published", "claimed", "fulfilled"])
        if told.state in ("claimed", "fulfilled"):
            told.claimer = rng.choice(UNITS)
            told.claimed = min(told.on + timedelta(days=rng.randint(1, 20)), ON)
        table.person(told)  # type: ignore[arg-type]
        if rng.random() < 0.05:
            table.total()


def tell_visits(rng: random.Random, table: Table, people: list[Folk], start: date) -> None:
    clerks = [helper.name for helper in helpers_of(rng)]
    for p in _by_group(rng, table, [rng.choice(people) for _ in range(40)]):
        told = Telling(p, day_before(rng, start), visitors=rng.sample(clerks, rng.choice([1, 1, 2, 2, 3])))
        told.mode, told.content = rng.choice(list(MODES)), rng.choice(CONTENTS)
        told.issue = rng.choice(["", "", *ISSUES])
        table.person(told)  # type: ignore[arg-type]
        at = next(at for at, c in enumerate(table.cols) if _says(c) is visitors) + table.offset + (table.serial is not None)
        if len(table.truth) > 1 and rng.random() < 0.08 and table.truth[-2]["row"] == table.truth[-1]["row"] - 1:
            table.cells[-1][at] = rng.choice(["同上", "〃"])
            table.truth[-1]["record"]["visitors"] = table.truth[-2]["record"]["visitors"]


def telling(folder: Path, rng: random.Random, which: str, people: list[Folk], kids: list[Folk]) -> Truth:
    """Write one ledger of pairings, wishes or visits and return its truth."""
    title = rng.choice(TITLES[which])
    year_said = which != "pairings" and rng.random() < 0.6
    start = date(2026, 1, 1) if year_said else date(2025, 10, 1)
    shape = {"wishes": wish_columns, "visits": visit_columns}.get(which)
    cols = shape(rng, year_said=year_said) if shape else pairing_columns(rng)
    form = rng.choice(["xlsx", "xlsx", "xlsx", "xls", "csv", "html", "txt"])
    table = Table(rng, cols, offset=rng.choice([0, 0, 0, 1]), serial=rng.choice(["序号", "序号", "编号", None]))
    table.line(f"下溪村{'2026年' if year_said else ''}{title}")
    if rng.random() < 0.4:
        table.line("填报单位：下溪村　　填报人：张某")
    if rng.random() < 0.2:
        table.line("说明：一、本表由村站填写，每月报一次。二、没有的填“无”。")
    table.header(merge=form not in ("csv", "txt"))
    tell = {"pairings": lambda: tell_pairings(rng, table, kids), "wishes": lambda: tell_wishes(rng, table, people, start)}
    tell.get(which, lambda: tell_visits(rng, table, people, start))()
    if rng.random() < 0.5:
        table.line(rng.choice(["填表人：　　审核人：", "注：本表一式两份。", "以下空白", "合计"]))
    stem = rng.choice([f"下溪村{title}", title, {"pairings": "结对", "wishes": "心愿", "visits": "走访"}[which] + "2026"])
    return _save(folder, rng, table, f"{which}-{stem}", form, which)


def _save(folder: Path, rng: random.Random, table: Table, stem: str, form: str, which: str) -> Truth:
    if form in ("xlsx", "xls"):
        sheet = rng.choice(["Sheet1", "明细", "2026"])
        (write_xlsx if form == "xlsx" else write_xls)(folder / f"{stem}.{form}", {sheet: table, "Sheet2": None})
        return {f"{stem}.{form}": [table.sheet(sheet, which)]}
    if form == "html":
        write_html(folder / f"{stem}.xls", table)
        return {f"{stem}.xls": [table.sheet("html", which)]}
    write_csv(folder / f"{stem}.{form}", table, rng.choice(["utf-8-sig", "gb18030"]), "," if form == "csv" else "\t")
    return {f"{stem}.{form}": [table.sheet(form, which)]}


def whole_village(folder: Path, seed: int) -> Truth:
    """Write the six ledgers of one village, each in a shape of its own, and return their truth."""
    rng = random.Random(f"whole-{seed}")
    olds, kids, unable = village(seed)
    truth: Truth = {}
    for which in ("elder", "child", "unable"):
        truth |= layouts.shuffled(folder, rng, olds, kids, unable, which=which)
    alike = {p.name for p in olds if sum(p.name == other.name for other in [*olds, *kids, *unable]) > 1}
    people = [p for p in [*olds, *kids] if p.name not in alike]
    for which in ("pairings", "wishes", "visits"):
        truth |= telling(folder, rng, which, people, kids)
    return truth
