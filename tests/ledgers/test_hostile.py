"""Files that are broken or mean harm (safety.md e, 1 to 15): each is refused in a sentence or read without losing anything."""

# long: one test for each kind of hostile file, read side by side

from __future__ import annotations

import io
import json
import struct
import sys
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt

from stationdesk.ledgers import container
from stationdesk.ledgers.child import CPU_SECONDS
from stationdesk.ledgers.plan import plan_files
from stationdesk.ledgers.reading import read_sheets
from stationdesk.ledgers.refusals import FileRefused
from tests.ending import ends

ON = date(2026, 11, 22)
SHEET = "xl/worksheets/sheet1.xml"
HEADER = ["姓名", "性别", "身份证号", "联系电话"]


def workbook(rows: Sequence[Sequence[object]], folder: Path, name: str = "台账.xlsx") -> Path:
    """Write a small, sound workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(folder / name)
    return folder / name


def sound(folder: Path) -> Path:
    return workbook([HEADER, ["张三", "男", "34052419800101001X", "13812345678"]], folder)


def rebuilt(path: Path, change: dict[str, bytes], *, more: list[tuple[str, bytes]] | None = None) -> Path:
    """Write the workbook's parts again, some changed, some added."""
    with zipfile.ZipFile(path) as archive:
        parts = [(info.filename, change.pop(info.filename, archive.read(info.filename))) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*parts, *change.items(), *(more or [])]:
            archive.writestr(name, content)
    return path


def part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def refusal(path: Path) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_sheets(path)
    assert path.name in caught.value.message
    return caught.value


@pytest.mark.parametrize("content", [b"", b"   \r\n", b"\0" * 64])
def test_1_an_empty_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(content)
    assert refusal(path).code == "empty"


def test_2_a_workbook_cut_short_anywhere(tmp_path: Path) -> None:
    whole = sound(tmp_path).read_bytes()
    path = tmp_path / "半.xlsx"
    for end in (5, 40, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:end])
        assert refusal(path).code in ("damaged", "not_a_sheet")


def test_2_a_workbook_with_damaged_data(tmp_path: Path) -> None:
    path = sound(tmp_path)
    whole = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(SHEET).header_offset + 90
    whole[at : at + 20] = b"\xff" * 20
    path.write_bytes(whole)
    assert refusal(path).code == "damaged"


def test_3_a_workbook_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "加密.xlsx"
    path.write_bytes(container.OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600)
    found = refusal(path)
    assert found.code == "password"
    assert "密码" in found.message


def test_3_an_old_workbook_is_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    for row, cells in enumerate([HEADER, ["张三", "男", "34052419800101001X", "13812345678"]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(str(tmp_path / "老.xls"))
    assert read_sheets(tmp_path / "老.xls")[0].rows[1][0] == "张三"


def test_3_an_old_workbook_with_a_password(tmp_path: Path) -> None:
    """FILEPASS ([MS-XLS] 2.4.117) right behind BOF says that the rest is encrypted."""
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "姓名")
    book.save(str(tmp_path / "密.xls"))
    data = bytearray((tmp_path / "密.xls").read_bytes())
    at = data.find(struct.pack("<HH", 0x0809, 16)) + 20
    length = struct.unpack("<H", data[at + 2 : at + 4])[0]
    data[at : at + 4 + length] = struct.pack("<HH", 0x2F, length) + b"\x01" * length
    (tmp_path / "密.xls").write_bytes(data)
    assert refusal(tmp_path / "密.xls").code in ("password", "damaged")


def test_3_a_word_document_and_a_picture(tmp_path: Path) -> None:
    for name, content, code in (
        ("a.doc", container.OLE + b"\0" * 900 + "WordDocument".encode("utf-16-le") + b"\0" * 100, "document"),
        ("a.pdf", b"%PDF-1.7 ...", "document"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0\x10JFIF" + bytes(range(256)) * 20, "not_a_sheet"),
    ):
        (tmp_path / name).write_bytes(content)
        assert refusal(tmp_path / name).code == code


def test_4_macros(tmp_path: Path) -> None:
    path = rebuilt(sound(tmp_path), {}, more=[("xl/vbaProject.bin", b"\xcc\x61")])
    assert refusal(path).code == "macros"
    types = part(sound(tmp_path), "[Content_Types].xml").replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
    assert refusal(rebuilt(sound(tmp_path), {"[Content_Types].xml": types})).code == "macros"


def test_5_an_entity_bomb_in_a_sheet(tmp_path: Path) -> None:
    path = sound(tmp_path)
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{layers}]>'.encode() + part(path, SHEET)
    with ends():
        assert refusal(rebuilt(path, {SHEET: bomb})).code == "entities"


def test_6_a_file_asked_for_by_an_entity(tmp_path: Path) -> None:
    path = sound(tmp_path)
    for encoding in ("utf-8", "utf-16"):
        text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + part(sound(tmp_path), SHEET).decode()
        assert refusal(rebuilt(path, {SHEET: text.encode(encoding)})).code == "entities"


def test_6_the_child_can_open_no_file() -> None:
    if sys.platform != "linux":
        pytest.skip("limits are set where the system has them")
    import subprocess

    said = (
        "import codecs, sys; sys.path.insert(0, '.'); from stationdesk.ledgers import child\n"
        "child.confine()\n"
        "try:\n open('/etc/passwd')\nexcept OSError as e:\n print('refused', e.errno)\n"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.startswith("refused")


def test_7_a_zip_bomb_by_ratio_and_by_size(tmp_path: Path) -> None:
    path = sound(tmp_path)
    with ends():
        assert refusal(rebuilt(path, {}, more=[("xl/media/x.xml", b" " * (64 << 20))])).code == "unpacks_too_big"
    many = [(f"xl/media/{n}.xml", (b"%07d" % n) * (1 << 20)) for n in range(27)]
    assert refusal(rebuilt(sound(tmp_path), {}, more=many)).code == "unpacks_too_big"


def test_7_a_part_that_lies_about_its_size(tmp_path: Path) -> None:
    path = rebuilt(sound(tmp_path), {}, more=[("xl/media/x.xml", b" " * (30 << 20))])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/media/x.xml")
    size = struct.pack("<I", info.file_size)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 1000)
    path.write_bytes(data)
    assert refusal(path).code in ("damaged", "unpacks_too_big")


@pytest.mark.parametrize(
    "name", ["../../x.xml", "/etc/x.xml", "C:/x.xml", "xl/../../x.xml", "xl/workbook.xml", "XL/WORKBOOK.XML", "..\\x.xml"]
)
def test_8_parts_with_forbidden_or_repeated_names(tmp_path: Path, name: str) -> None:
    path = sound(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with (
        zipfile.ZipFile(path, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name") if name == "xl/workbook.xml" else _nothing(),
    ):
        archive.writestr(name, b"<x/>")
    assert refusal(path).code == "bad_parts"
    assert sorted(tmp_path.rglob("*")) == before


class _nothing:  # noqa: N801 - stands where a context manager is wanted
    def __enter__(self) -> None: ...

    def __exit__(self, *error: object) -> None: ...


def test_8_a_link_in_a_workbook(tmp_path: Path) -> None:
    path = sound(tmp_path)
    link = zipfile.ZipInfo("xl/link.xml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert refusal(path).code == "bad_parts"


def test_8_too_many_parts(tmp_path: Path) -> None:
    assert refusal(rebuilt(sound(tmp_path), {}, more=[(f"x/{n}.xml", b"<x/>") for n in range(300)])).code == "too_many_parts"


def test_9_two_hundred_thousand_rows(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for row in range(1, 200_001):
        sheet.write_string(row, 0, "张三")
    book.close()
    found = refusal(path)
    assert found.code == "too_many_rows"
    assert "200000" in found.message.replace(",", "")


def test_9_a_text_table_of_as_many_rows(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    path.write_text("姓名,性别\n" + "张三,男\n" * 200_001, encoding="utf-8")
    assert refusal(path).code == "too_many_rows"


def test_9_a_file_of_more_than_twenty_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    with path.open("wb") as file:
        file.truncate(container.FILE_BYTES + 1)
    assert refusal(path).code == "file_too_big"


def test_10_one_cell_at_the_far_corner(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "姓名"
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "角.xlsx")
    with ends():
        assert refusal(tmp_path / "角.xlsx").code in ("too_many_columns", "too_many_rows")


def test_10_formats_far_out_without_a_value_do_no_harm(tmp_path: Path) -> None:
    path = sound(tmp_path)
    changed = part(path, SHEET).replace(b"</row></sheetData>", b'</row><row r="3"><c r="IV3" s="0"/></row></sheetData>')
    assert b"IV3" in changed
    assert read_sheets(rebuilt(path, {SHEET: changed}))[0].rows[1][0] == "张三"


def test_11_formulas_are_text_and_flagged(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(["=cmd|'/c calc'!A1", "男", "34052419800101001X", "13812345678"])
    sheet.append(['=HYPERLINK("http://x","李四")', "女", "无", "13912345678"])
    sheet.append(["=1+1", "女", "无", "13912345679"])
    sheet.cell(4, 1).data_type = "s"
    book.save(tmp_path / "式.xlsx")
    rows = plan_files([tmp_path / "式.xlsx"], [], ON).files[0].sheets[0].rows
    assert [row.record["name"] for row in rows] == ["=cmd|'/c calc'!A1", '=HYPERLINK("http://x","李四")', "=1+1"]
    assert all("name:formula" in row.problems for row in rows)


def test_11_a_formula_with_a_result_says_its_result(tmp_path: Path) -> None:
    path = tmp_path / "算.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "身份证号", "性别", "年龄"])
    sheet.write_row(1, 0, ["张三", "34052419800101001X"])
    sheet.write_formula(1, 2, '=IF(MOD(MID(B2,17,1),2),"男","女")', None, "男")
    sheet.write_formula(1, 3, '=DATEDIF("1980-01-01",TODAY(),"y")', None, 46)
    book.close()
    record = plan_files([path], [], ON).files[0].sheets[0].rows[0].record
    assert (record["sex"], record["age"]) == ("male", 46)


def test_12_an_id_number_kept_as_a_number(tmp_path: Path) -> None:
    path = workbook([HEADER, ["张三", "男", 340524198001010016, "13812345678"]], tmp_path)
    row = plan_files([path], [], ON).files[0].sheets[0].rows[0]
    assert row.record["id_no"] is None
    assert "id_no:lost_digits" in row.problems
    assert row.record["birth_date"] == "1980-01-01"
    assert any("340524198" in text.replace(".", "") for text in row.notes.values())


def test_13_dates_that_never_were(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [
        ["姓名", "出生日期", "电话"],
        ["张三", "2026/2/30", ""],
        ["李四", 60, ""],
        ["王五", "42.3", ""],
        ["赵六", "1942-03-05", ""],
        ["钱七", "属马", ""],
    ]
    plan = plan_files([workbook(rows, tmp_path, "生日名册.xlsx")], [], ON).files[0].sheets[0].rows
    assert [row.record.get("birth_date") for row in plan] == [None, "1966", "1942-03", "1942-03-05", None]
    assert "birth_date:bad_date" in plan[0].problems
    assert "birth_date:two_digit_year" in plan[2].problems
    assert "birth_date:zodiac_only" in plan[4].problems
    assert plan[0].notes["出生日期"] == "2026/2/30"


def test_13_the_workbook_of_a_mac(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "出生日期", "性别"])
    sheet.append(["张三", date(1942, 3, 5), "男"])
    sheet.append(["李四", 13943, "男"])
    book.save(tmp_path / "苹果.xlsx")
    rows = plan_files([tmp_path / "苹果.xlsx"], [], ON).files[0].sheets[0].rows
    assert [row.record["birth_date"] for row in rows] == ["1942-03-05", "1942-03-05"]


def test_14_names_with_what_cannot_be_seen_and_rare_characters(tmp_path: Path) -> None:
    names = ["张\u202e三", "李\u200b四", "𠮷田·阿依", "王五😀", "<b>赵六</b>", "x" * 60_000]
    path = tmp_path / "名.csv"
    path.write_text("姓名,性别,身份证号\n" + "".join(f'"{name}",男,34052419800101001X\n' for name in names), encoding="utf-8")
    rows = plan_files([path], [], ON).files[0].sheets[0].rows
    read = [row.record["name"] for row in rows]
    assert read[:5] == ["张三", "李四", "𠮷田·阿依", "王五😀", "<b>赵六</b>"]
    assert "name:control_characters" in rows[0].problems
    assert any("\u202e" in text for text in rows[0].notes.values())
    assert not any(problem.startswith("name:") and "two" not in problem for problem in rows[2].problems if problem != "name:maybe_known")
    assert "name:markup" in rows[4].problems
    assert len(read[5]) == 72
    assert "name:too_long" in rows[5].problems
    json.dumps(plan_files([path], [], ON).as_json(), ensure_ascii=False).encode()


def test_14_a_nul_in_a_text_table(tmp_path: Path) -> None:
    path = tmp_path / "零.csv"
    path.write_bytes("姓名,性别,电话\n张".encode() + b"\x00" + "三,男,13812345678\n李四,女,13912345678\n王五,男,13712345678\n".encode())
    row = plan_files([path], [], ON).files[0].sheets[0].rows[0]
    assert "name:control_characters" in row.problems
    assert row.record["name"] == "张三"


def test_15_row_by_row_verdicts(tmp_path: Path) -> None:
    rows: Sequence[Sequence[object]] = [
        HEADER,
        ["张三", "男", "34052419800101001X", "13812345678"],
        ["张三", "男", "34052419800101001X", "13812345678"],
        ["李四", "女", "340524198001010010", ""],
        ["王小小", "女", "34052419800101001X", ""],
    ]
    plan = plan_files([workbook(rows, tmp_path)], [], ON)
    twice, again, wrong, child = plan.files[0].sheets[0].rows
    assert twice.person == again.person
    assert "id_no:checksum" in wrong.problems
    assert child.person != twice.person
    assert "id_no:same_as_another" in child.problems
    assert [question.code for question in plan.questions] == ["same_id_other_name"]


def test_a_child_that_hangs_or_eats_memory_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stationdesk.ledgers import reading

    path = sound(tmp_path)
    monkeypatch.setattr(reading, "child_command", lambda: [sys.executable, "-c", "import time; time.sleep(600)"])
    with ends(), pytest.raises(FileRefused) as slow:
        read_sheets(path, seconds=0.5)
    assert slow.value.code == "too_slow"
    hungry = "from stationdesk.ledgers.child import confine; confine(); bytearray(1 << 30)"
    monkeypatch.setattr(
        reading, "child_command", lambda: [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); {hungry}"]
    )
    with pytest.raises(FileRefused) as hunger:
        read_sheets(path)
    assert hunger.value.code == "too_much_memory"
    assert CPU_SECONDS <= 30


def test_text_that_is_no_table(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    for name, content, code in (
        ("报告.docx", out.getvalue(), "document"),
        ("a.html", b"<html><body>no table</body></html>", "not_a_sheet"),
        ("a.zip", _zip(), "not_a_sheet"),
    ):
        (tmp_path / name).write_bytes(content)
        assert refusal(tmp_path / name).code == code


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    return out.getvalue()


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    assert refusal(tmp_path / "没有.xlsx").code == "missing"


def test_a_binary_workbook_is_refused_by_name(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", b"x")
    (tmp_path / "a.xlsb").write_bytes(out.getvalue())
    assert refusal(tmp_path / "a.xlsb").code == "binary"
