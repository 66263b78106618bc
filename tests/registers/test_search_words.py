"""How names are read, and what words they become."""

from __future__ import annotations

import pytest

from stationdesk.registers.reading import readings, syllables, toned
from stationdesk.registers.search_words import LONGEST, folded, group_units, units, words_of


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单", "shan"),
        ("曾", "zeng"),
        ("解", "xie"),
        ("仇", "qiu"),
        ("查", "zha"),
        ("区", "ou"),
        ("覃", "qin"),
        ("盖", "ge"),
        ("朴", "piao"),
        ("翟", "zhai"),
        ("缪", "miao"),
        ("冼", "xian"),
        ("员", "yun"),
        ("黑", "he"),
        ("繁", "po"),
        ("乜", "nie"),
        ("逄", "pang"),
        ("佴", "nai"),
        ("晏", "yan"),
        ("尉迟", "yuchi"),
        ("万俟", "moqi"),
        ("长孙", "zhangsun"),
        ("澹台", "tantai"),
        ("单于", "chanyu"),
        ("令狐", "linghu"),
        ("欧阳", "ouyang"),
        ("张", "zhang"),
        ("吕", "lv"),
        ("任", "ren"),
        ("华", "hua"),
        ("宁", "ning"),
    ],
)
def test_surnames_are_read_as_surnames_first(name: str, read: str) -> None:
    assert "".join(syllables(units(name + "明"))[0][:-1]) == read


def test_other_readings_are_kept_too_the_likeliest_first() -> None:
    assert syllables(units("单田芳")) == (("shan", "tian", "fang"), ("dan", "tian", "fang"), ("chan", "tian", "fang"))
    assert ("lu", "bu") in syllables(units("吕布"))
    assert len(syllables(units("单乐行长重"))) == 6
    assert toned(units("解桂花")) == ("xie4", "gui4", "hua1")


def test_common_characters_agree_with_the_pinyin_library() -> None:
    from pypinyin import Style, pinyin

    level_one = [bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFA)]
    wrong = []
    for character in level_one:
        theirs = set(pinyin(character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True)[0])
        ours = set(readings(character))
        if not {reading.replace("ü", "v") for reading in theirs} & ours:
            wrong.append((character, theirs, ours))
    assert wrong == []
    assert len(level_one) > 3000


@pytest.mark.parametrize("character", ["a", "ab", " ", "#", ",", "\n", "1", "😀", "\uf8fe"])
def test_what_is_no_known_character_has_no_reading_but_its_own(character: str) -> None:
    assert readings(character) == ((character,) if character.isalpha() and character.isascii() else ())


@pytest.mark.parametrize(
    ("written", "same_as"),
    [
        ("张 桂花", "张桂花"),
        ("ZHANG", "zhang"),
        ("\uff5aGH", "zgh"),
        ("买买提・艾合买提", "买买提·艾合买提"),
        ("⼭", "山"),
        ("张\ufe00花", "张花"),
        ("张\u200b花", "张花"),
    ],
)
def test_what_does_not_distinguish_names_is_folded_away(written: str, same_as: str) -> None:
    assert folded(written) == folded(same_as)


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("3组", ("3组",)),
        ("三组", ("3组",)),
        ("第三村民小组", ("3组",)),
        ("第03小组", ("3组",)),
        ("十二组", ("12组",)),
        ("二十社", ("20社",)),
        ("二十三队", ("23队",)),
        ("上屋3组", ("上", "屋", "3组")),
        ("第", ()),
        ("", ()),
    ],
)
def test_a_group_has_one_writing(group: str, found: tuple[str, ...]) -> None:
    assert group_units(group) == found


def test_a_very_long_name_stays_small_and_is_found_by_its_end() -> None:
    words = words_of("买买提·艾合买提" * 9 + "阿里木", None, None, None, None).split()
    assert len(words) < 1500
    assert max(map(len, words)) <= LONGEST + 1 or words[-1]
    assert "1alimu" in words


def test_a_person_without_anything_else_has_only_a_name() -> None:
    assert words_of("䶮", "  ", " ", None, "[]").split()[0] == "䶮"
    assert words_of("·", None, None, None, None) == ""
