"""What is known of a person for telling who is who, and how names, numbers and groups are compared; by Chinese habits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from stationdesk.registers.person_name import normal_name
from stationdesk.registers.reading import syllables

_VARIANTS = str.maketrans(
    "張陳劉黃楊趙吳孫馬羅鄭謝許鄧馮葉蔣盧賴鍾譚陸蘇葉呂錢湯龍萬賈韓顧龔嚴華關寧歐陽達國東軍強偉傑勝蘭蓮鳳龍貴榮慶雲麗紅艷豔玲珍寶銀鐵銳鵬飛學書長發財興業衛紀綱維緒繼績總緑綠於後裏髮鬆鬍峯鷄鳯栁赟珎脩淼竝昇陞喆埜羣甦畧祕蹟姪姉姍嬭妳峩嶽幹穀製鬥",
    "张陈刘黄杨赵吴孙马罗郑谢许邓冯叶蒋卢赖钟谭陆苏叶吕钱汤龙万贾韩顾龚严华关宁欧阳达国东军强伟杰胜兰莲凤龙贵荣庆云丽红艳艳玲珍宝银铁锐鹏飞学书长发财兴业卫纪纲维绪继绩总绿绿于后里发松胡峰鸡凤柳赟珍修淼并升升喆野群苏略秘迹侄姊姗奶你峨岳干谷制斗",
)


class KnownPerson(NamedTuple):
    """A resident as far as matching needs him; `phones` and `kin` (names of parents, guardian, head) may be left empty."""

    id: str
    name: str
    id_no: str | None = None
    birth: str | None = None
    precision: str | None = None
    sex: str | None = None
    village_group: str | None = None
    other_names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    paper_no: str | None = None
    id_valid: bool = True
    """Whether the ID number's check character agrees."""
    rows: tuple[str, ...] = ()
    """Fingerprints of ledger rows taken in for him before."""
    calendar: str | None = None
    other_ids: tuple[str, ...] = ()
    """Sound ID numbers of records that were merged into his."""
    household: str | None = None
    address: str | None = None


@dataclass(slots=True)
class Sighting:
    """One row's word about a person: what matching looks at. `ids` are sound ID numbers, `doubtful` other readings of one."""

    name: str
    ids: tuple[str, ...] = ()
    doubtful: str = ""
    birth: str | None = None
    precision: str | None = None
    sex: str | None = None
    group: str | None = None
    phones: Collection[str] = ()
    kin: Collection[str] = ()
    sheet: int = 0
    continues: bool = False
    """Whether the row goes on about the person of the row before it."""
    other_names: tuple[str, ...] = ()
    fingerprint: str = ""
    calendar: str | None = None
    household: str | None = None
    address: str | None = None


class Verdict(Enum):
    """What two sightings are to each other."""

    SAME = "same"
    LIKELY = "likely"
    """The same if neither has another candidate."""
    ASK = "ask"
    DIFFERENT = "different"


def name_key(name: str) -> str:
    """Return a name as names are compared: one dot, no space, traditional and variant characters as the usual ones."""
    if name.isalpha() and "\u4e00" <= name[0] <= "\u9fa5":
        return name.translate(_VARIANTS)
    return normal_name(name).translate(_VARIANTS).casefold()


@lru_cache(maxsize=65536)
def sounds(name: str) -> tuple[tuple[str, ...], ...]:
    """Return a name's syllables without tones, in each of the ways it may be read; the likeliest first."""
    return syllables(tuple(name))


_SLIPS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"), ("l", "n"), ("hu", "fu"))
"""What is heard as one in many dialects."""


@lru_cache(maxsize=65536)
def blurred(name: str) -> tuple[str, ...]:
    """Return how a name sounds to somebody who does not part zh from z, n from l, in from ing; in each of the ways it may be read."""
    return tuple(dict.fromkeys(" ".join(map(_blur, way)) for way in sounds(name)))


@lru_cache(maxsize=2048)
def _blur(syllable: str) -> str:
    for one, other in _SLIPS:
        if one in ("zh", "ch", "sh", "l", "hu"):
            syllable = other + syllable[len(one) :] if syllable.startswith(one) else syllable
        elif syllable.endswith(one):
            syllable = syllable[: -len(one)] + other
    return syllable


def sound_alike(one: str, other: str) -> bool:
    """Return whether two different names of one length are spoken alike and share a character."""
    if len(one) != len(other) or one == other or set(one).isdisjoint(other):
        return False
    return not set(sounds(one)).isdisjoint(sounds(other))


def sound_nearly_alike(one: str, other: str) -> bool:
    """Return whether two different names of one length sound alike to many ears and share a character."""
    if len(one) != len(other) or one == other or set(one).isdisjoint(other):
        return False
    return not set(blurred(one)).isdisjoint(blurred(other))


def one_slip_apart(one: str, other: str, least: int = 14) -> bool:
    """Return whether two numbers of `least` digits differ by one digit wrong, left out, doubled, or two neighbours exchanged."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or len(one) < least or (one[:4] != other[:4] and one[-4:] != other[-4:]):
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        return one[at + 1 :] == other[at + 1 :] or (one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :])
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1 :] == shorter[at:]


def group_number(group: str | None) -> str | None:
    """Return what groups are compared by: 3组, 3社 and 3队 are one."""
    if not group:
        return None
    digits = group.rstrip("组社队屯")
    return digits if digits.isdigit() else group


def ids_agree(a: Sighting, b: Sighting) -> bool | None:
    """Return True if the ID numbers say the same person, False if they say two, None if they say nothing."""
    if a.ids and b.ids:
        if set(a.ids) & set(b.ids) or any(_lost(one, other) for one in a.ids for other in b.ids):
            return True
        return None if len(a.ids) > 1 or len(b.ids) > 1 else False
    for sound, doubtful, kept in ((a.ids, b.doubtful, 14), (b.ids, a.doubtful, 14), ((a.doubtful,), b.doubtful, 15)):
        if doubtful and sound and any(_slip(number, doubtful, kept) for number in sound if number):
            return True
    return None


def _lost(one: str, other: str) -> bool:
    """Tell whether one number is the other without its last three digits, which a sheet made noughts: one in eleven looks sound."""
    return one[:15] == other[:15] and (one.endswith("000") or other.endswith("000"))


def _slip(number: str, doubtful: str, kept: int) -> bool:
    """Tell whether two numbers are one but for a slip, or for the digits behind the first `kept`, which a sheet made noughts."""
    if not all(one[:14].isdigit() and one[6:14].strip("0") for one in (number, doubtful)):
        return False  # 3.60999E+17, which a sheet leaves of everybody's number in a county, says nothing of anybody
    if doubtful.endswith("000") or number.endswith("000"):
        return number[:kept] == doubtful[:kept]
    return one_slip_apart(number, doubtful)


def sighting_of(person: KnownPerson) -> Sighting:
    """Return what is known of a resident as a sighting."""
    number = person.id_no or ""
    sound = bool(number) and person.id_valid
    ids = tuple(dict.fromkeys(n for n in (number if sound else "", person.paper_no or "", *person.other_ids) if n))
    return Sighting(
        person.name,
        ids,
        "" if sound else number,
        person.birth,
        person.precision,
        person.sex,
        person.village_group,
        person.phones,
        person.kin,
        sheet=-1,
        other_names=person.other_names,
        calendar=person.calendar,
        household=person.household,
        address=person.address,
    )
