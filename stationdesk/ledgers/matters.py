"""What a sheet says beside its cells, and only a person can settle: colours, comments about a death, another village's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from stationdesk.ledgers.choices import Choices
from stationdesk.ledgers.row_read import RowRead
from stationdesk.ledgers.sheet_read import SheetRead
from stationdesk.ledgers.values import plain
from stationdesk.services.import_plan import Matter, subject_of

COLOUR_AT = 20_000
"""Place under which a layout keeps what its colours mean: behind every column, and behind the kind of ledger."""
ONCE = "once:"
"""Begins a layout's name under which an answer holds for this import only."""
COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "grey")
GRADES_TOO = frozenset({"red", "yellow", "green"})
STATES = {"died": "deceased", "moved": "moved_out"}
"""Answer → state of residency it gives."""
MOST_OF_A_SHEET = 0.6
"""Share of a sheet's rows beyond which a colour is its looks and means nothing."""
COMMENTS = 40
"""Comments asked about at most in one sheet."""
_HAN = {"red": "红", "orange": "橙", "yellow": "黄", "green": "绿", "blue": "蓝", "purple": "紫", "grey": "灰"}
_DIED = re.compile(r"去世|死亡|已故|病故|过世|亡故|走了$|不在了")
_MOVED = re.compile(r"迁出|搬走|迁走|外迁|搬到|迁往|户口迁")
_MISSED = re.compile(r"未走访|没走访|未访|未见|没见到|未入户|没到")
_VILLAGE = re.compile(r"([\u3400-\u9fff]{1,10}?)(?:村民委员会|村委会|社区居委会|居委会|行政村|社区|村)(?![民组级干医支两])")
_CUT = re.compile(r"[省市县区镇乡道年月的和与及在对为：、]|单位|填报|街道办")
_NO_NAMES = frozenset(
    [
        *("行政", "自然", "新农", "所在", "所属", "贫困", "美丽", "城中", "脱贫", "示范"),
        *("空心", "中心", "文明", "户籍", "居住", "农业", "城市", "现在"),
    ]
)
_HEADINGS = frozenset(["", "无", "所在", "本", "行政"])


class Home(NamedTuple):
    """The village this desk is of: its name without 村; empty where nobody has said it."""

    stem: str = ""


def home_of(*names: str | None) -> Home:
    """Return the village that a station's own names say (`上徐村新时代文明实践站` → 上徐)."""
    return next((Home(stem) for name in names if name for stem in villages_in(name)), Home())


def villages_in(text: str) -> list[str]:
    """Return the villages a text names, each without 村 or 社区."""
    found = []
    for match in _VILLAGE.finditer(plain(text)):
        stem = _CUT.split(match[1])[-1]
        if 2 <= len(stem) <= 4 and stem not in _NO_NAMES and not stem.endswith(("农", "每个", "全")):
            found.append(stem)
    return list(dict.fromkeys(found))


def find_matters(read: SheetRead, home: Home, choices: Choices) -> tuple[Matter, ...]:
    """Return what is to be settled about a sheet that was read, with what was answered; the answers are carried out on its rows."""
    found = [*_colours(read, choices), *_comments(read, choices), *_villages(read, home, choices)]
    return tuple(found)


# -- colours


def _colours(read: SheetRead, choices: Choices) -> Iterator[Matter]:
    legend = " ".join([read.title, *(row.text for row in read.skipped if row.reason in ("footer", "title"))])
    rows = {row.row - 1: row for row in read.rows}
    layout = read.blocks[0].layout if read.blocks else ""
    has_grade = any("care_grade" in subject_of(row.record) for row in read.rows)
    for name, marked in read.sheet.colours.items():
        lines = [at for at in marked if at in rows]
        told = meaning_in(legend, name)
        if not lines or len(lines) > MOST_OF_A_SHEET * len(rows) or _striped(lines) or (len(lines) < 2 and name != "red" and not told):
            continue
        if has_grade and name in GRADES_TOO and not told and _is_grade(rows, lines, name):
            continue
        answer = choices.get(layout, {}).get(COLOUR_AT + COLOURS.index(name), "")
        for at in lines:
            _carry_out(rows[at], answer, _HAN[name])
        yield Matter((layout, COLOUR_AT + COLOURS.index(name)), "colour", name, tuple(at + 1 for at in lines), answer, told)


def meaning_in(text: str, colour: str) -> str:
    """Return what a legend in the sheet says of a colour (`红色为已去世`): died, moved, missed, or "" for nothing."""
    for part in re.findall(rf"{_HAN[colour]}[色字底]?[^，,。；;、\s红橙黄绿蓝紫灰]{{0,14}}", plain(text)):
        for answer, words in (("died", _DIED), ("moved", _MOVED), ("missed", _MISSED)):
            if words.search(part):
                return answer
    return ""


def _striped(lines: Sequence[int]) -> bool:
    """Return whether a colour only stripes a sheet: every second row."""
    return len(lines) > 3 and all(after - before == 2 for before, after in pairwise(lines))


def _is_grade(rows: Mapping[int, RowRead], lines: Sequence[int], name: str) -> bool:
    """Return whether the rows of a colour have that very grade of care: the colour says nothing more."""
    return all(subject_of(rows[at].record).get("care_grade") == name for at in lines)


def _carry_out(row: RowRead, answer: str, word: str) -> None:
    record = row.record.get("resident", row.record)
    if answer in STATES:
        record["residency_status"] = STATES[answer]
        row.problems.append(f"name:marked_{STATES[answer]}")
    elif answer == "missed":
        row.notes["走访"] = f"{word}色：没走访到"
    elif not answer:
        row.notes["颜色"] = f"{word}色"


# -- comments


def _comments(read: SheetRead, choices: Choices) -> Iterator[Matter]:
    count = 0
    for row in read.rows:
        text = row.notes.get("批注", "")
        told = "died" if _DIED.search(text) else "moved" if _MOVED.search(text) else ""
        if not told or count == COMMENTS:
            continue
        count += 1
        key = (f"{ONCE}{read.file}:{read.sheet.name}:{row.row}", 0)
        answer = choices.get(key[0], {}).get(0, "")
        if answer in STATES:
            _carry_out(row, answer, "")
        yield Matter(key, "comment", text[:200], (row.row,), answer, told, str(subject_of(row.record).get("name") or ""))


# -- another village


def _villages(read: SheetRead, home: Home, choices: Choices) -> Iterator[Matter]:
    if not home.stem or not read.rows:
        return
    rows: dict[str, list[RowRead]] = {}
    for row in read.rows:
        said = village_of(str(subject_of(row.record).get("village") or ""))
        if said and not _same(said, home.stem):
            rows.setdefault(said, []).append(row)
    own = any(_same(village_of(str(subject_of(row.record).get("village") or "")), home.stem) for row in read.rows)
    if not rows and not own:
        stem = _said_above(read, home)
        if stem:
            rows[stem] = list(read.rows)
    for stem, of in rows.items():
        key = (f"{ONCE}village:{stem}", 0)
        answer = choices.get(key[0], {}).get(0, "")
        for row in of:
            row.elsewhere = answer or "ask"
        yield Matter(key, "village", stem, tuple(row.row for row in of), answer)


def village_of(text: str) -> str:
    """Return the village a cell of a village column names, without 村; "" for nothing."""
    found = villages_in(text)
    bare = re.sub(r"(?:村民委员会|村委会|行政村|社区|村)$", "", _CUT.split(plain(text))[-1])
    return found[0] if found else bare if bare not in _HEADINGS and len(bare) <= 6 and not bare.isdigit() else ""


def _same(one: str, home: str) -> bool:
    return bool(one) and (one == home or one.endswith(home) or home.endswith(one))


def _said_above(read: SheetRead, home: Home) -> str:
    """Return the other village that title, sheet or file name says the whole sheet is of; "" where one of them says this village."""
    for text in (read.title, read.sheet.name, read.stem):
        said = villages_in(text)
        if home.stem in plain(text):
            return ""
        if said:
            return said[0]
    return ""
