"""Names as cells hold them: padded, with a note or a nickname in brackets, two in one, or with what has no place in a name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from stationdesk.ledgers.values import is_nothing
from stationdesk.registers.person_name import NAME_LENGTH, normal_name
from stationdesk.registers.phone import ReadPhone, read_phones

PLAIN = re.compile(r"[\u3400-\u9fff]{2,4}")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
_HARMLESS = re.compile("[\t\r\n\x0b\x0c\u200b\ufeff\u2060\u200e\xa0]")
_BRACKETS = re.compile(r"[(（【\[<《〈「]([^()（）【】\[\]<>《》〈〉「」]{1,20})[)）】\]>》〉」]")
_SEPARATOR = re.compile(r"[、,，;；/|]+|(?<=[\u3400-\u9fff])\n+(?=[\u3400-\u9fff])")
_ALIAS = re.compile(r"^(?:小名|又名|曾用名|别名|乳名|绰号|外号|原名|昵称|俗称|人称)[:：]?(.+)$")
_STATES = {
    "已故": "deceased",
    "去世": "deceased",
    "已去世": "deceased",
    "死亡": "deceased",
    "已死亡": "deceased",
    "故": "deceased",
    "亡": "deceased",
    "殁": "deceased",
    "过世": "deceased",
    "病故": "deceased",
    "已亡": "deceased",
    "外出": "away",
    "外出务工": "away",
    "务工": "away",
    "在外": "away",
    "迁出": "moved_out",
    "已迁出": "moved_out",
    "搬走": "moved_out",
    "外迁": "moved_out",
    "住院": "hospital",
    "养老院": "institution",
    "敬老院": "institution",
    "失踪": "missing",
    "失联": "missing",
}
_HEADS = frozenset(["户主", "本人", "家长", "户"])
_REMARKS = frozenset(
    [
        "男",
        "女",
        "残疾",
        "低保",
        "五保",
        "特困",
        "党员",
        "独居",
        "留守",
        "空巢",
        "孤儿",
        "组长",
        "离异",
        "丧偶",
        "未婚",
        "已婚",
        "聋哑",
        "大",
        "小",
        "老",
        "双胞胎",
        "长子",
        "次子",
        "长女",
        "次女",
        "儿子",
        "女儿",
        "配偶",
        "妻",
        "夫",
        "妻子",
        "丈夫",
        "父",
        "母",
        "监护人",
        "改嫁",
        "服刑",
        "再婚",
        "智障",
        "精神病",
        "瘫痪",
    ]
)
_RELATIVE = re.compile(
    r"^(?:长|次|三|四|大|二|小|老大|老二)?(?:儿子|子|女儿|女|婿|媳|女婿|儿媳|孙子|孙女|外孙|爷爷|奶奶|外公|外婆|祖父|祖母|父亲|母亲|父|母|配偶|妻子|丈夫|妻|夫|兄|弟|姐|妹|哥哥|弟弟|姐姐|妹妹|侄子|侄女|侄|叔叔|伯父|姑姑|舅舅|姨妈|邻居|亲戚|老伴|爱人|爸爸|妈妈)$"
)


class NameRead(NamedTuple):
    """A name, and what stood beside it: a nickname, a state of residency, other words, another person."""

    name: str
    alias: str | None = None
    state: str | None = None
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    head: bool = False


def read_name(raw: object) -> NameRead:
    """Read the name of the person a row is about; problems carry the codes that follow `name:`."""
    if isinstance(raw, str) and PLAIN.fullmatch(raw):
        return NameRead(raw)
    if not isinstance(raw, str):
        return (
            NameRead("", problems=("missing",))
            if raw is None
            else NameRead(f"{raw:g}" if isinstance(raw, int | float) else str(raw), problems=("not_a_name",))
        )
    return _read_odd(raw)


def _read_odd(raw: str) -> NameRead:
    problems: list[str] = []
    if _UNSEEN.search(_HARMLESS.sub("", raw)):
        problems.append("control_characters")
    text = _UNSEEN.sub("", _HARMLESS.sub(" ", raw)) if "\n" not in raw.strip() else _UNSEEN.sub("", _HARMLESS.sub("\n", raw)).strip()
    if text.lstrip()[:1] in ("=", "＝"):
        problems.append("formula")
        return NameRead(normal_name(text)[:NAME_LENGTH], problems=tuple(problems))
    if re.search(r"<[a-zA-Z/!]", text):
        return NameRead(normal_name(text)[:NAME_LENGTH], problems=(*problems, "markup"))
    alias: str | None = None
    state: str | None = None
    notes: list[str] = []
    head = False
    for inside in _BRACKETS.findall(text):
        word = re.sub(r"\s+", "", inside)
        called = _ALIAS.match(word)
        if word in _STATES:
            state = _STATES[word]
        elif word in _HEADS:
            head = word == "户主"
        elif called or (word not in _REMARKS and re.fullmatch(r"[\u3400-\u9fff·]{1,4}", word)):
            alias = called[1] if called else word
        else:
            notes.append(word)
    name, more = _one_name(_BRACKETS.sub("", text))
    if more:
        problems.append("two_people")
    if state:
        problems.append(f"marked_{state}")
    return _finished(name, alias, state, notes, problems, head)


def _one_name(text: str) -> tuple[str, bool]:
    """Return the name, and whether it is really several people's."""
    parts = [part for part in (re.sub(r"\s+", "", p) for p in _SEPARATOR.split(text)) if part]
    if len(parts) > 1 and all(2 <= len(part) <= 6 for part in parts):
        return "、".join(parts), True
    return normal_name(text.replace("\n", " ").strip().strip("'‘’*＊、,，.。:：")), False


def _finished(name: str, alias: str | None, state: str | None, notes: list[str], problems: list[str], head: bool) -> NameRead:
    if is_nothing(name):
        problems.append("missing")
    elif len(name) > NAME_LENGTH:
        notes.append(name)
        name, problems = name[:NAME_LENGTH], [*problems, "too_long"]
    elif re.search(r"\d", name) or re.search(r"[?？�*#@]", name):
        problems.append("odd_characters")
    elif len(name) == 1:
        problems.append("too_short")
    return NameRead(name, alias, state, tuple(notes), tuple(problems), head)


class PersonRead(NamedTuple):
    """Somebody named in a cell beside the person listed: a relative, a guardian, a helper."""

    name: str
    note: str = ""
    relation: str = ""
    phones: tuple[ReadPhone, ...] = ()


@lru_cache(maxsize=16384)
def read_people(raw: str) -> tuple[PersonRead, ...]:
    """Return everybody a cell names, with the relation, the words or the phone beside each name."""
    if PLAIN.fullmatch(raw):
        return (PersonRead(raw),)
    text = _UNSEEN.sub("", _HARMLESS.sub(" ", raw)).strip() if "\n" not in raw else raw.strip()
    if is_nothing(text):
        return ()
    if re.search(r"\d{3,}", text):
        return _with_phones(text)
    found = []
    for part in _parts(text):
        person = _one_person(part)
        if person:
            found.append(person)
    return tuple(found)


def _parts(text: str) -> list[str]:
    """Cut a cell between people; a blank cuts only where both sides are whole names."""
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    if len(parts) == 1 and "(" not in text and "（" not in text:
        words = re.split(r"\s+", parts[0])
        if len(words) > 1 and all(re.fullmatch(r"[\u3400-\u9fff]{2,4}", word) for word in words):
            return words
    return parts


def _one_person(part: str) -> PersonRead | None:
    notes = [re.sub(r"\s+", "", inside) for inside in _BRACKETS.findall(part)]
    bare = _BRACKETS.sub("", part)
    relation = next((note for note in notes if _RELATIVE.match(note)), "")
    match = re.match(r"^([\u3400-\u9fff]{1,4})[:：\-](.+)$", unicodedata.normalize("NFKC", bare))
    if match and _RELATIVE.match(match[1]):
        relation, bare = match[1], match[2]
    name = normal_name(bare.replace("\n", " ")).strip("'‘’:：*")
    if is_nothing(name):
        return None
    return PersonRead(name[:NAME_LENGTH], "、".join(note for note in notes if note != relation), relation)


def _with_phones(text: str) -> tuple[PersonRead, ...]:
    """Return the people of a cell that holds phones too: each phone goes to the name just before it."""
    read = read_phones(text)
    words = read.rest.split()
    relation = next((word for word in words if _RELATIVE.match(word)), "")
    first = _one_person(" ".join(word for word in words if word != relation)) if words else None
    found = [first._replace(relation=first.relation or relation)] if first else []
    for phone in read.phones:
        kind = bool(_RELATIVE.match(phone.owner))
        if phone.owner and not kind:
            found.append(PersonRead(phone.owner, "", relation, (phone._replace(owner=""),)))
        elif found:
            last = found[-1]
            found[-1] = last._replace(
                phones=(*last.phones, phone._replace(owner="")), relation=last.relation or (phone.owner if kind else "")
            )
        else:
            found.append(PersonRead("", "", phone.owner if kind else relation, (phone._replace(owner=""),)))
    return tuple(found)
