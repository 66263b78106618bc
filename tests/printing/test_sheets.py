"""Lists, visit sheets and the recovery code on A4: nothing runs into the next thing, nothing is lost without being named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.printing.contact_card import Imprint, LeftOut, sentences
from stationdesk.printing.list_sheet import Holds, ListColumn, ListPaper, ListRow, cover, list_pages
from stationdesk.printing.page import MM_PER_POINT, Line, Page, Qr, Rect, Text, printable
from stationdesk.printing.recovery_sheet import recovery_pages
from stationdesk.printing.typeface import Typefaces
from stationdesk.printing.visit_blank import VisitHeading, VisitPerson, blank_people, visit_pages

Print = Callable[[Sequence[Page]], Path]
Tool = Callable[..., str]
WORDS = st.text("汪厚行鱼山生欧阳国平𠅤䶮·、 <b>&abc", max_size=40)
KINDS: tuple[Holds, ...] = ("name", "", "phone", "id_number", "health")


def texts(page: Page) -> list[Text]:
    return [mark for mark in page.marks if isinstance(mark, Text)]


def box(text: Text, faces: Typefaces) -> tuple[float, float, float, float]:
    size = text.size * MM_PER_POINT
    width = faces.width(text.text, text.size, text.weight) * (1 + text.tracking)
    left = text.x - {"left": 0.0, "centre": 0.5, "right": 1.0}[text.align] * width
    return left, text.y - 0.72 * size, left + width, text.y + 0.03 * size


def nothing_overlaps(page: Page, faces: Typefaces) -> None:
    boxes = [(mark.text, box(mark, faces)) for mark in texts(page)]
    for said, (left, top, right, bottom) in boxes:
        assert left >= 14.9, said
        assert right <= page.width - 14.9, said
        assert top >= 5, said
        assert bottom <= page.height - 4, said
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (one, other)


def roll(rows: int, **changed: object) -> ListPaper:
    columns = (
        ListColumn("姓名", 24, bold=True, holds="name"),
        ListColumn("类别", 26),
        ListColumn("电话", 30, holds="phone"),
        ListColumn("身份证号", 40, holds="id_number"),
        ListColumn("身体", 40, holds="health"),
    )
    row = ("汪厚行", "独居、留守", "13800000046", "36020219420305001X", "高血压")
    paper = ListPaper("居民名单", columns, (ListRow(row),) * rows, "岭下组", "上徐村新时代文明实践站")
    return replace(paper, **changed)  # type: ignore[arg-type]


def test_heads_are_repeated_and_rows_counted_through(typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool) -> None:
    pages = list_pages(roll(90), imprint, typefaces).pages
    assert len(pages) > 2
    numbers = []
    for number, page in enumerate(pages, start=1):
        said = [mark.text for mark in texts(page)]
        assert {"序号", "姓名", "身份证号"} <= set(said)
        assert f"第 {number} 页，共 {len(pages)} 页" in said
        assert "徐丽华 2026年11月23日 09:40 打印" in said
        numbers += [int(one) for one in said if one.isdigit()]
        nothing_overlaps(page, typefaces)
    assert numbers == list(range(1, 91))
    assert tool("pdftotext", "-raw", printed(pages), "-").count("汪厚行") == 90


def test_numbers_are_covered_unless_asked_for(typefaces: Typefaces, imprint: Imprint) -> None:
    said = {mark.text for mark in texts(list_pages(roll(1), imprint, typefaces).pages[0])}
    assert {"138****0046", "360202********001X"} <= said
    said = {mark.text for mark in texts(list_pages(roll(1, whole=frozenset({"phone"})), imprint, typefaces).pages[0])}
    assert {"13800000046", "360202********001X"} <= said
    assert "只给站里用，用完收回" in said


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("女儿 余英在上海松江 13900000004", "女儿 余英在上海松江 139****0004"),
        ("村头3组大哥，0936-8221234 转 8001", "村头3组大哥，0936-****34 转 ****"),
        ("138****0004", "138****0004"),
    ],
)
def test_words_beside_a_number_stay_when_it_is_covered(written: str, shown: str) -> None:
    assert cover(written, "phone", ListPaper("名单", (), ())) == shown


def test_a_wall_sees_no_number_no_illness_and_no_child(typefaces: Typefaces, imprint: Imprint) -> None:
    paper = roll(2, purpose="wall")
    paper = replace(paper, rows=(*paper.rows, ListRow(("许小甄", "留守儿童", "13800000077", "", ""), child=True)))
    found = list_pages(paper, imprint, typefaces)
    said = " ".join(mark.text for page in found.pages for mark in texts(page))
    assert "汪*行" in said
    for secret in ("138", "3602", "高血压", "许小甄", "小甄", "汪厚行", "留守儿童", "身体"):
        assert secret not in said, secret
    assert {left.what for left in found.left_out} == {"电话", "身份证号", "身体", "孩子 1 人"}
    assert sentences(found.left_out, of_cards=False)[0] == "上墙的纸不印：电话"


@settings(max_examples=60)
@given(cells=st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS), min_size=1, max_size=30), title=WORDS, about=WORDS)
def test_whatever_is_written_nothing_overlaps_and_what_is_cut_is_named(
    typefaces: Typefaces, imprint: Imprint, cells: list[tuple[str, ...]], title: str, about: str
) -> None:
    columns = tuple(ListColumn(f"第{n}栏", 30, holds=kind if kind not in {"phone", "id_number"} else "") for n, kind in enumerate(KINDS))
    paper = ListPaper(title, columns, tuple(ListRow(row) for row in cells), about, "上徐村")
    found = list_pages(paper, imprint, typefaces)
    named = {left.what for left in found.left_out}
    said = "".join("".join(mark.text.split()) for page in found.pages for mark in sorted(texts(page), key=lambda mark: (mark.x, mark.y)))
    for row in cells:
        for cell in row:
            whole = printable(cell)
            assert whole in named or "".join(whole.split()) in said
    for page in found.pages:
        nothing_overlaps(page, typefaces)


def test_an_empty_list_is_a_page_with_heads(typefaces: Typefaces, imprint: Imprint) -> None:
    (page,) = list_pages(roll(0), imprint, typefaces).pages
    assert "姓名" in {mark.text for mark in texts(page)}


PERSON = VisitPerson("程来发", "76岁", "每周上门，过期 2 天", "yellow", "黄色", "岭下组 3 号", "13800007731", "R3K")


def test_who_is_handed_a_list_stands_at_its_foot(typefaces: Typefaces, imprint: Imprint) -> None:
    paper = ListPaper("您的人", (ListColumn("姓名", 30, holds="name"),), (ListRow(("汪厚行",)),))
    feet = [
        {mark.text for mark in texts(list_pages(one, imprint, typefaces).pages[0])} for one in (paper, replace(paper, given="只给余国平"))
    ]
    assert "只给站里用，用完收回" in feet[0]
    assert "只给余国平" in feet[1]
    assert "只给站里用，用完收回" not in feet[1]


def test_marks_no_typeface_has_stand_one_beside_the_other(typefaces: Typefaces, printed: Print, tool: Tool) -> None:
    text, size = "مُحَمَّد王", 30
    assert typefaces.lacks(text)
    path = printed([Page(90, 54, (Text(5, 40, text, size, "regular"),))])
    tool("pdftoppm", "-r", "127", "-gray", "-singlefile", path, path.with_suffix(""))
    width, _height, _most, *_rest = (int(word) for word in path.with_suffix(".pgm").read_bytes()[:20].split()[1:4])
    ink = [at // width / 5 for at, dark in enumerate(path.with_suffix(".pgm").read_bytes()[-width * 270 :]) if dark < 128]
    assert 40 - size * MM_PER_POINT <= min(ink) < max(ink) < 43, "nothing is piled up above the line"


def test_six_people_a_page_in_the_order_given(typefaces: Typefaces, imprint: Imprint) -> None:
    people = [replace(PERSON, name=f"程来{n}", code=f"R{n}") for n in range(8)]
    pages = visit_pages(people, VisitHeading("岭下组", "上徐村", "2026-KQM-0031"), imprint, typefaces).pages
    assert len(pages) == 2
    for number, page in enumerate(pages):
        names = [mark.text for mark in texts(page) if mark.text.startswith("程来")]
        assert names == [f"程来{n}" for n in range(number * 6, min(8, number * 6 + 6))]
        assert sum(isinstance(mark, Rect) for mark in page.marks) == 6 * 20
        assert [mark.content for mark in page.marks if isinstance(mark, Qr)] == ["2026-KQM-0031"]
        nothing_overlaps(page, typefaces)


def test_a_blank_sheet_has_lines_to_write_on(typefaces: Typefaces, imprint: Imprint) -> None:
    (page,) = visit_pages(blank_people(), VisitHeading(station="上徐村"), imprint, typefaces).pages
    said = [mark.text for mark in texts(page)]
    assert said.count("姓名") == said.count("住在") == 6
    assert not any(isinstance(mark, Qr) for mark in page.marks)
    assert sum(isinstance(mark, Line) for mark in page.marks) > 50


@settings(max_examples=60)
@given(person=st.builds(VisitPerson, name=WORDS, age=WORDS, due=WORDS, grade_word=WORDS, place=WORDS, phone=WORDS, code=WORDS), about=WORDS)
def test_a_long_name_on_a_visit_sheet_overlaps_nothing(typefaces: Typefaces, imprint: Imprint, person: VisitPerson, about: str) -> None:
    found = visit_pages([person], VisitHeading(about, "上徐村", "2026-KQM-0031"), imprint, typefaces)
    nothing_overlaps(found.pages[0], typefaces)


def test_a_name_that_has_no_room_is_named(typefaces: Typefaces, imprint: Imprint) -> None:
    found = visit_pages([replace(PERSON, name="阿卜杜热合曼·" * 5)], VisitHeading(), imprint, typefaces)
    assert LeftOut("走访单", "阿卜杜热合曼·" * 5, "cut") in found.left_out


def test_the_recovery_code_stands_on_paper_letter_by_letter(typefaces: Typefaces, imprint: Imprint, printed: Print, tool: Tool) -> None:
    from stationdesk.store.keys import new_recovery_code, recovery_secret

    code = new_recovery_code()
    (page,) = recovery_pages(code, "上徐村新时代文明实践站", imprint, typefaces)
    nothing_overlaps(page, typefaces)
    groups = [mark.text for mark in texts(page) if mark.size == 34 and mark.text != "恢复码"]
    assert recovery_secret(" ".join(groups)) == recovery_secret(code)
    assert not any(isinstance(mark, Qr) for mark in page.marks)
    whole = "".join(tool("pdftotext", printed([page]), "-").split())
    assert all(group in whole for group in code.split("-"))


@pytest.mark.parametrize("rows", [1000])
def test_a_thousand_rows_are_set(rows: int, typefaces: Typefaces, imprint: Imprint) -> None:
    assert len(list_pages(roll(rows), imprint, typefaces).pages) > 20
