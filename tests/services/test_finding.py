"""People are found as villagers and clerks would ask for them, among 20,000 in a real encrypted file."""

from __future__ import annotations

import secrets
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, update
from sqlmodel import Session

from stationdesk.registers.resident import Resident
from stationdesk.services.finding import MOST, Closeness, Found, find
from stationdesk.store import search_index
from stationdesk.store.connection import connect, engine_of
from tests.ending import ends
from tests.services.crowd import crowd, special

TABLE: Any = Resident.__table__  # type: ignore[attr-defined]
PEOPLE = 20_000


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory, seed: int) -> Iterator[Engine]:
    """Give an engine on an encrypted file with a crowd and the special people in the midst of it."""
    path, key = tmp_path_factory.mktemp("village") / "store.sdb", secrets.token_bytes(48)
    connection = connect(path, key, create=True)
    shape = engine_of(path, key, begin="BEGIN IMMEDIATE", size=1)
    with shape.begin() as making:
        TABLE.metadata.create_all(making, [TABLE])
    shape.dispose()
    for statement in search_index.SEARCH_SQL:
        connection.execute(statement)
    connection.close()
    engine = engine_of(path, key, begin="BEGIN IMMEDIATE", size=1, prepare=search_index.attach)
    rows = crowd(PEOPLE, seed)
    with engine.begin() as writing:
        writing.execute(insert(TABLE), rows[: PEOPLE // 2])
        for row in special():
            writing.execute(insert(TABLE), [{"author": "S1", "phones": ()} | row])
        writing.execute(insert(TABLE), rows[PEOPLE // 2 :])
    yield engine
    engine.dispose()


def asked(village: Engine, words: str, limit: int = 50) -> list[Found]:
    with Session(village) as session:
        return find(session, words, limit)


def ids(village: Engine, words: str, limit: int = 50) -> list[str]:
    return [found.id for found in asked(village, words, limit)]


@pytest.mark.parametrize(
    "words",
    [
        "zgh",
        "zhang gui hua",
        "zhang guihua",
        "张贵花",
        "张桂",
        "老三家的",
        "5678",
        "张桂花",
        "zhangguihua",
        "桂花",
        "老三",
        "老三家",
        "捞三家的",
    ],
)
def test_zhang_guihua_is_among_the_first_five(village: Engine, words: str) -> None:
    assert "张桂花" in [found.name for found in asked(village, words)[:5]]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("买买提", "mmt"),
        ("艾合买提", "mmt"),
        ("mmt", "mmt"),
        ("maimaiti", "mmt"),
        ("买买提艾合买提", "mmt"),
        ("买买提・艾合买提", "mmt"),
        ("ahmt", "mmt"),
        ("\U0002c9b1", "rare"),
        ("李\U0002c9b1", "rare"),
        ("\U00031350", "newest"),
        ("stf", "shan"),
        ("shantianfang", "shan"),
        ("dan tian fang", "shan"),
        ("善田方", "shan"),
        ("zgf", "zeng"),
        ("zeng guo", "zeng"),
        ("yuchi", "yuchi"),
        ("ycj", "yuchi"),
        ("yuchij", "yuchi"),
        ("lv dong bin", "lv"),
        ("ludongbin", "lv"),
        ("lyu dongbin", "lv"),
        ("驴洞宾", "lv"),
        ("maria", "latin"),
        ("García", "latin"),
        ("qinyong", "idx"),
        ("zhanggh", "guihua"),
        ("张gh", "guihua"),
        ("招弟", "guihua"),
        ("zhaodi", "guihua"),
        ("1231002x", "idx"),
        ("1231002X", "idx"),
        ("11010519491231002X", "idx"),
        ("8221234", "guihua"),
        ("0798-8221234", "guihua"),
        ("139 0798 5678", "guihua"),
        ("1390798", "guihua"),
        ("310022", "guihua"),
        ("张 三组 上坳", "guihua"),
        ("zhang 上坳", "guihua"),
        ("上坳", "guihua"),
        ("3组张桂花", "guihua"),
        ("张桂花 5678", "guihua"),
        ("mai 12组", "mmt"),
        ("张桂花", "guihua"),
    ],
)
def test_each_way_of_asking_finds_the_person(village: Engine, words: str, who: str) -> None:
    assert who in ids(village, words)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("张桂花", Closeness.NAME),
        ("张桂", Closeness.BEGINNING),
        ("桂花", Closeness.PART),
        ("zhang guihua", Closeness.PINYIN),
        ("guihua", Closeness.PINYIN),
        ("zgh", Closeness.INITIALS),
        ("章贵华", Closeness.HOMOPHONE),
        ("老三家", Closeness.OTHER_NAME),
        ("上坳", Closeness.GROUP),
        ("985678", Closeness.PHONE),
        ("1910022", Closeness.EVERY_WORD),
        ("12310022", Closeness.ID_NO),
        ("张 985678", Closeness.EVERY_WORD),
    ],
)
def test_the_reason_is_given(village: Engine, words: str, why: Closeness) -> None:
    reasons = {found.why for found in asked(village, words, MOST) if found.id == "guihua"}
    assert reasons == ({why} if words != "1910022" else set())
    assert why.label


def test_closer_ones_come_first_and_nobody_twice(village: Engine) -> None:
    for words in ("张", "桂", "zhang", "wang", "w", "li", "3组", "1390", "张伟", "lan"):
        found = asked(village, words, 500)
        assert [one.why for one in found] == sorted(one.why for one in found), words
        assert len({one.key for one in found}) == len(found) > 0, words


def test_same_name_stands_before_longer_and_those_sounding_alike(village: Engine) -> None:
    found = asked(village, "李英", 200)
    names = [one.name for one in found]
    exact = names.count("李英")
    assert exact
    assert names[:exact] == ["李英"] * exact
    assert all(name.startswith("李英") for name in names[: sum(one.why <= Closeness.BEGINNING for one in found)])


def test_every_word_must_fit(village: Engine) -> None:
    found = asked(village, "wang 4组")
    assert found
    assert {one.village_group for one in found} == {"4组"}
    assert asked(village, "张桂花 李秀英 zzz") == []


def test_a_group_is_not_another_group(village: Engine) -> None:
    assert {one.village_group for one in asked(village, "2组", 500) if one.why is Closeness.GROUP} == {"2组"}
    assert {one.village_group for one in asked(village, "十二组", 500) if one.why is Closeness.GROUP} <= {"12组", "十二组"}
    assert "mmt" in ids(village, "买 第十二村民小组")


def test_phones_are_masked_and_the_one_asked_for_is_shown(village: Engine) -> None:
    by_tail = {words: next(one.phone for one in asked(village, words) if one.id == "guihua") for words in ("13907985678", "07988221234")}
    assert by_tail == {"13907985678": "139****5678", "07988221234": "0798-****34"}


def test_the_limit_is_kept(village: Engine) -> None:
    assert [len(asked(village, "王", limit)) for limit in (-1, 0, 1, 7, 50)] == [0, 0, 1, 7, 50]
    assert len(asked(village, "王", 10**9)) <= MOST


def test_the_removed_and_the_renamed_are_not_found(village: Engine) -> None:
    with Session(village) as session:
        session.execute(update(TABLE).where(TABLE.c.id == "zeng").values(removed_at="2026-11-22T00:00:00Z"))
        session.execute(update(TABLE).where(TABLE.c.id == "shan").values(name="解晓东"))
        assert find(session, "曾国藩") == []
        assert [one.id for one in find(session, "xiexiaodong")] == ["shan"]
        assert "shan" not in [one.id for one in find(session, "单田芳")]
        session.rollback()


def test_what_was_just_added_is_found_before_it_is_committed(village: Engine) -> None:
    with Session(village) as session:
        session.add(Resident(id="new", author="S1", name="诸葛孔明"))
        assert [one.id for one in find(session, "zgkm")] == ["new"]
        session.rollback()


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "\x00",
        '"',
        '"*:()^-',
        "*",
        "NEAR(",
        "words:张",
        "张*",
        '张" OR "李',
        "name MATCH 'x'",
        "'; DROP TABLE resident;--",
        "😀",
        "\ud800",
        "\u202e\u200b",
        "张\x00桂花",
        "🤔张桂花",
        "零" * 5000,
        "9" * 10_000,
        "张" * 10_000,
        "a" * 10_000,
        "a 1 张 " * 3000,
        " " * 10_000,
        "0",
        "00",
        "第",
        "组",
        "十十十",
        "-",
        "·",
        "％",
        "²³",
        "٣",
        "ﷺ",
        "ǅ",
        "İ",
        "AND",
        "OR",
        "NOT 张",
    ],
)
def test_hostile_words_give_an_answer(village: Engine, words: str) -> None:
    with ends():
        found = asked(village, words)
    assert all(isinstance(one, Found) for one in found)
    if words.startswith(("张\x00", "🤔")):
        assert found[0].name == "张桂花"


@given(st.text(st.characters(), max_size=60))
def test_no_text_is_an_error(village: Engine, words: str) -> None:
    asked(village, words)


@given(st.integers(0, PEOPLE), st.data())
def test_everyone_is_found_by_any_part_of_his_name(village: Engine, place: int, data: st.DataObject) -> None:
    with Session(village) as session:
        name, key = session.connection().exec_driver_sql("SELECT name, key FROM resident WHERE key > ? LIMIT 1", (place,)).one()
        start = data.draw(st.integers(0, len(name) - 1))
        part = name[start : data.draw(st.integers(start + 1, len(name)))]
        same = [one.name for one in find(session, name, MOST) if one.why is Closeness.NAME]
        assert name in same
        found = find(session, part, MOST)
    assert len(found) >= 200 or key in [one.key for one in found]


def test_asking_and_indexing_load_neither_a_pinyin_library_nor_a_screen() -> None:
    code = (
        "import sys, stationdesk.services.finding as f; f.toned(('张',)); "
        "print([name for name in ('pypinyin', 'PySide6', 'openpyxl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
