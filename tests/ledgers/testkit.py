"""The testkit: one small file for each way a ledger can be broken or mean harm (safety.md e), with the verdict the desk must give.

`python -m tests.ledgers.testkit FOLDER` writes the files; `tests/data/testkit/verdicts.json` is the table of verdicts.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from stationdesk.ledgers import container

TABLE = Path(__file__).parents[1] / "data" / "testkit" / "verdicts.json"
VERDICTS: list[dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))
HEADER: list[object] = ["姓名", "性别", "身份证号", "联系电话"]
SOUND: list[object] = ["张三", "男", "34052419800101001X", "13812345678"]
SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, *rows: Sequence[object]) -> Path:
    """Write a small, sound workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def rebuilt(path: Path, change: dict[str, bytes], **more: bytes) -> None:
    """Write a workbook's parts again, some changed, some added."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info.filename) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | change | more).items():
            archive.writestr(name, content)


def _sheet(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(SHEET)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_short(path: Path) -> None:
    whole = workbook(path, HEADER, SOUND).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def password(path: Path) -> None:
    """Write what Office makes of a workbook with a password: an OLE container with the enciphered package in it ([MS-OFFCRYPTO])."""
    path.write_bytes(container.OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)


def macros(path: Path) -> None:
    rebuilt(workbook(path, HEADER, SOUND), {"xl/vbaProject.bin": b"\xcc\x61"})


def entity_bomb(path: Path) -> None:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{layers}]>'.encode()
    rebuilt(workbook(path, HEADER, SOUND), {SHEET: bomb + _sheet(path)})


def foreign_file(path: Path) -> None:
    asks = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    rebuilt(workbook(path, HEADER, SOUND), {SHEET: asks + _sheet(path)})


def zip_bomb(path: Path) -> None:
    rebuilt(workbook(path, HEADER, SOUND), {"xl/media/x.xml": b" " * (64 << 20)})


def path_out(path: Path) -> None:
    rebuilt(workbook(path, HEADER, SOUND), {"../../x.xml": b"<x/>"})


def too_many_rows(path: Path) -> None:
    path.write_text("姓名,性别\n" + "张三,男\n" * 200_001, encoding="utf-8")


def far_corner(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "姓名"
    book.active["XFD1048576"] = "x"
    book.save(path)


def formulas(path: Path) -> None:
    rows: list[list[object]] = [["=cmd|'/c calc'!A1", "男", "", ""], ['=HYPERLINK("http://x","李四")', "女", "", ""]]
    workbook(path, HEADER, *rows)


def id_as_number(path: Path) -> None:
    workbook(path, HEADER, ["张三", "男", 340524198001010016, "13812345678"])


def days_that_never_were(path: Path) -> None:
    rows: list[list[object]] = [["张三", "2026/2/30"], ["李四", "1900-02-29"], ["王五", "42.3"], ["赵六", "1942-03-05"]]
    workbook(path, ["姓名", "出生日期"], *rows)


def odd_names(path: Path) -> None:
    names = ["张\u202e三", "李\u200b四", "𠮷田·阿依", "王\x00五😀", "<b>赵六</b>", "x" * 60_000]
    path.write_bytes(("姓名,性别,组别\n" + "".join(f'"{name}",男,{at}组\n' for at, name in enumerate(names, 1))).encode())


def row_by_row(path: Path) -> None:
    wrong: list[object] = ["李四", "女", "340524198001010010", ""]
    workbook(path, HEADER, SOUND, SOUND, wrong, ["王小小", "女", "34052419800101001X", ""])


def visits(path: Path) -> None:
    head: list[object] = ["走访时间", "走访对象", "性别", "走访人", "方式", "走访内容"]
    rows: list[list[object]] = [
        ["2026年2月30日", "张三", "男", "叶水英", "上门", "送米"],
        ["2099.1.1", "张三", "男", "叶水英", "上门", "送米"],
        ["2026.3.1", "张三", "男", "叶水英" * 3000, "飞鸽传书", "好" * 30_000],
    ]
    workbook(path, ["走访记录"], head, *rows)


MAKERS: tuple[Callable[[Path], None], ...] = (
    empty,
    cut_short,
    password,
    macros,
    entity_bomb,
    foreign_file,
    zip_bomb,
    path_out,
    too_many_rows,
    far_corner,
    formulas,
    id_as_number,
    days_that_never_were,
    odd_names,
    row_by_row,
    visits,
)


def make(folder: Path, number: int) -> Path:
    """Write the file of one number and return its path."""
    path = folder / str(VERDICTS[number - 1]["file"])
    MAKERS[number - 1](path)
    return path


if __name__ == "__main__":
    for one in VERDICTS:
        sys.stdout.write(f"{make(Path(sys.argv[1]), int(one['number']))}\n")
