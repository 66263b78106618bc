"""Tells which rows and which residents are one person, for Chinese names: sure, different, or a question to the operator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from stationdesk.registers.person_name import normal_name

LARGEST_BLOCK = 60
"""People of one name beyond whom those without a birth date are not compared with each other."""

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
    phones: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()
    sheet: int = 0
    continues: bool = False
    """Whether the row goes on about the person of the row before it."""
    other_names: tuple[str, ...] = ()
    fingerprint: str = ""


class Verdict(Enum):
    """What two sightings are to each other."""

    SAME = "same"
    LIKELY = "likely"
    """The same if neither has another candidate."""
    ASK = "ask"
    DIFFERENT = "different"


class Question(NamedTuple):
    """Something only the operator can settle: row number `row` may be the same person as another row or resident.

    `code` is same_id_other_name, same_name, sounds_alike or two_candidates.
    """

    row: int
    code: str
    other_row: int | None = None
    known: str | None = None


@dataclass(slots=True)
class Matches:
    """For each row its person (an index; equal: one person), for each person the resident he is, and the questions."""

    person: list[int]
    known: dict[int, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    """Rows that were taken in before, word for word."""
    residents: dict[str, KnownPerson] = field(default_factory=dict)
    """The residents that `known` and the questions name."""


def name_key(name: str) -> str:
    """Return a name as names are compared: one dot, no space, traditional and variant characters as the usual ones."""
    if name.isalpha() and "\u4e00" <= name[0] <= "\u9fa5":
        return name.translate(_VARIANTS)
    return normal_name(name).translate(_VARIANTS).casefold()


def sounds(name: str) -> tuple[str, ...]:
    """Return a name's syllables without tones (pypinyin)."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(name))


def sound_alike(one: str, other: str) -> bool:
    """Return whether two different names of one length are spoken alike and share a character."""
    if len(one) != len(other) or one == other or not set(one) & set(other):
        return False
    return sounds(one) == sounds(other)


def one_slip_apart(one: str, other: str) -> bool:
    """Return whether two numbers differ by one digit wrong, left out, doubled, or two neighbours exchanged."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or len(one) < 14:
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


def _ids_agree(a: Sighting, b: Sighting) -> bool | None:
    """Return True if the ID numbers say the same person, False if they say two, None if they say nothing."""
    if a.ids and b.ids:
        if set(a.ids) & set(b.ids):
            return True
        return None if len(a.ids) > 1 or len(b.ids) > 1 else False
    for sound, doubtful in ((a.ids, b.doubtful), (b.ids, a.doubtful), ((a.doubtful,), b.doubtful)):
        if doubtful and sound and any(_slip(number, doubtful) for number in sound if number):
            return True
    return None


def _slip(number: str, doubtful: str) -> bool:
    if doubtful.endswith("000") or number.endswith("000"):
        return number[:14] == doubtful[:14]
    return one_slip_apart(number, doubtful)


def _birth_agrees(a: Sighting, b: Sighting) -> tuple[bool | None, str]:
    """Return whether the birth dates can be one date, and the coarser precision of the two."""
    if not a.birth or not b.birth:
        return None, ""
    if "age" in (a.precision, b.precision):
        return abs(int(a.birth[:4]) - int(b.birth[:4])) <= 1, "year"
    short, long = sorted((a.birth, b.birth), key=len)
    return long.startswith(short), {4: "year", 7: "month"}.get(len(short), "day")


def judge(a: Sighting, b: Sighting) -> Verdict:
    """Return what two sightings of one name (as `name_key` has it) are to each other."""
    ids = _ids_agree(a, b)
    if ids is not None and (ids is False or set(a.ids) & set(b.ids)):
        return Verdict.SAME if ids else Verdict.DIFFERENT
    same_sex = None if not a.sex or not b.sex else a.sex == b.sex
    groups = (group_number(a.group), group_number(b.group))
    same_group = None if not all(groups) else groups[0] == groups[1]
    if ids:
        return Verdict.SAME if same_sex is not False else Verdict.ASK
    agrees, precision = _birth_agrees(a, b)
    if agrees is False:
        return Verdict.DIFFERENT
    shared = bool(a.phones & b.phones) or bool(a.kin & b.kin)
    if agrees is None:
        return _without_birth(a, b, same_sex, same_group, shared)
    if same_sex is False:
        return Verdict.ASK if precision == "day" else Verdict.DIFFERENT
    if precision == "day":
        return Verdict.SAME if same_group is not False or shared else Verdict.ASK
    if same_group is False and not shared:
        return Verdict.DIFFERENT if precision == "year" else Verdict.ASK
    if precision == "month":
        return Verdict.LIKELY if a.sheet != b.sheet or shared else Verdict.ASK
    if a.sheet == b.sheet and not shared:
        return Verdict.ASK
    return Verdict.LIKELY if (same_group and same_sex) or shared else Verdict.ASK


def _without_birth(a: Sighting, b: Sighting, same_sex: bool | None, same_group: bool | None, shared: bool) -> Verdict:
    if same_sex is False or (same_group is False and not shared):
        return Verdict.DIFFERENT
    if shared:
        return Verdict.LIKELY
    return Verdict.ASK


class _Clusters:
    """Rows joined step by step; a join that would put two sound ID numbers on one person is not made."""

    def __init__(self, people: Sequence[Sighting]) -> None:
        self.parent = list(range(len(people)))
        self.ids: list[frozenset[str]] = [frozenset(person.ids) for person in people]

    def root(self, at: int) -> int:
        """Return the row that stands for the person of row `at`."""
        parent = self.parent
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    def join(self, one: int, other: int) -> bool:
        """Make two rows one person; returns whether that could be done."""
        a, b = self.root(one), self.root(other)
        if a == b:
            return True
        if self.ids[a] and self.ids[b] and not self.ids[a] & self.ids[b]:
            return False
        low, high = min(a, b), max(a, b)
        self.parent[high] = low
        self.ids[low] = self.ids[a] | self.ids[b]
        return True


def match(rows: Sequence[Sighting], known: Iterable[KnownPerson] = ()) -> Matches:
    """Return who is who among `rows` (in their order) and the residents `known`.

    Time grows with rows + residents: only people who share a sound ID number, a name, or a birth day and sound are compared.
    """
    keys = [name_key(row.name) if row.name else "" for row in rows]
    people: list[Sighting] = list(rows)
    residents: list[KnownPerson] = []
    wanted = set(keys) | {name_key(name) for row in rows for name in row.other_names}
    numbers = {number for row in rows for number in row.ids}
    days = {(row.birth, row.sex, row.name[:1]) for row in rows if row.precision == "day"}
    prints = {row.fingerprint: at for at, row in enumerate(rows) if row.fingerprint}
    taken: list[tuple[int, int]] = []
    for person in known:
        key = name_key(person.name)
        seen = [prints[p] for p in person.rows if p in prints] if person.rows else ()
        if seen:
            taken.extend((at, len(people)) for at in seen)
            people.append(sighting_of(person))
            keys.append(key)
            residents.append(person)
            continue
        if key not in wanted and person.id_no not in numbers and (person.birth, person.sex, person.name[:1]) not in days:
            if not any(name_key(name) in wanted for name in person.other_names):
                continue
        people.append(sighting_of(person))
        keys.append(key)
        residents.append(person)
    work = _Work(people, keys, len(rows))
    for row_at, known_at in taken:
        work.clusters.join(known_at, row_at)
    work.run()
    found = work.matches(residents)
    found.taken = {at for at, _known in taken}
    found.questions = [
        q for q in found.questions if q.row not in found.taken or (q.other_row is not None and q.other_row not in found.taken)
    ]
    return found


def sighting_of(person: KnownPerson) -> Sighting:
    """Return what is known of a resident as a sighting."""
    number = person.id_no or ""
    sound = bool(number) and person.id_valid
    ids = tuple(dict.fromkeys(n for n in (number if sound else "", person.paper_no or "") if n))
    return Sighting(
        person.name,
        ids,
        "" if sound else number,
        person.birth,
        person.precision,
        person.sex,
        person.village_group,
        frozenset(person.phones),
        frozenset(person.kin),
        sheet=-1,
        other_names=person.other_names,
    )


class _Work:
    """One run of matching over rows and residents together (residents stand behind the rows)."""

    def __init__(self, people: list[Sighting], keys: list[str], rows: int) -> None:
        self.people, self.keys, self.rows = people, keys, rows
        self.clusters = _Clusters(people)
        self.likely: list[tuple[int, int]] = []
        self.asked: dict[tuple[int, int], str] = {}

    def run(self) -> None:
        """Join what is sure, then what is likely and has no rival; collect the questions."""
        for at in range(1, self.rows):
            if self.people[at].continues:
                self.clusters.join(at - 1, at)
        self._by_number()
        self._by_name()
        self._settle_likely()
        self._by_sound()

    def _by_number(self) -> None:
        blocks: dict[str, list[int]] = defaultdict(list)
        for at, person in enumerate(self.people):
            for number in person.ids:
                blocks[number].append(at)
        for block in blocks.values():
            for at in block[1:]:
                if self._names_agree(block[0], at):
                    self.clusters.join(block[0], at)
                else:
                    other = next((b for b in block if b != at and self._names_agree(b, at) and b < at), None)
                    if other is not None:
                        self.clusters.join(other, at)
                    else:
                        self.asked[block[0], at] = "same_id_other_name"

    def _names_agree(self, one: int, other: int) -> bool:
        a, b = self.people[one], self.people[other]
        if self.keys[one] == self.keys[other] or not a.name or not b.name:
            return True
        if a.name in b.other_names or b.name in a.other_names or set(a.other_names) & set(b.other_names):
            return True
        return sound_alike(self.keys[one], self.keys[other])

    def _by_name(self) -> None:
        blocks: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(self.keys):
            if key:
                blocks[key].append(at)
            for name in self.people[at].other_names:
                other = name_key(name)
                if other != key and len(other) > 1:
                    blocks[other].append(at)
        for block in blocks.values():
            if len(block) > 1:
                self._compare(block)

    def _compare(self, block: list[int]) -> None:
        """Compare the people of one name, by birth year where there are many."""
        if len(block) <= LARGEST_BLOCK:
            self._pairs(block)
            return
        years: dict[str, list[int]] = defaultdict(list)
        for at in block:
            years[(self.people[at].birth or "")[:4]].append(at)
        for year, same in years.items():
            if year and len(same) > LARGEST_BLOCK:
                days: dict[str, list[int]] = defaultdict(list)
                for at in same:
                    days[self.people[at].birth or ""].append(at)
                for born in days.values():
                    self._pairs(born[:LARGEST_BLOCK])
            elif year:
                self._pairs(same)

    def _pairs(self, block: list[int]) -> None:
        people = self.people
        for place, one in enumerate(block):
            for other in block[place + 1 :]:
                if one >= self.rows and other >= self.rows:
                    continue
                verdict = judge(people[one], people[other])
                if verdict is Verdict.SAME:
                    if not self.clusters.join(one, other):
                        self.asked.setdefault((one, other), "same_name")
                elif verdict is Verdict.LIKELY:
                    self.likely.append((one, other))
                elif verdict is Verdict.ASK:
                    self.asked.setdefault((one, other), "same_name")

    def _settle_likely(self) -> None:
        """Join likely pairs where neither side has a second candidate; the others become questions."""
        rivals: dict[int, set[int]] = defaultdict(set)
        root = self.clusters.root
        for one, other in self.likely:
            a, b = root(one), root(other)
            if a != b:
                rivals[a].add(b)
                rivals[b].add(a)
        for one, other in self.likely:
            a, b = root(one), root(other)
            if a == b:
                continue
            alone = len({root(r) for r in rivals[a]} - {a}) == 1 and len({root(r) for r in rivals[b]} - {b}) == 1
            if not alone or not self.clusters.join(a, b):
                self.asked.setdefault((one, other), "two_candidates")

    def _by_sound(self) -> None:
        """Ask about people born the same day whose names are spoken alike: a slip of the pen, or two people."""
        blocks: dict[tuple[str, str | None, str], list[int]] = defaultdict(list)
        for at, person in enumerate(self.people):
            if person.birth and person.precision == "day":
                blocks[person.birth, person.sex, person.name[:1]].append(at)
        for block in blocks.values():
            if len(block) < 2 or block[0] >= self.rows:
                continue
            for place, one in enumerate(block[:LARGEST_BLOCK]):
                for other in block[place + 1 : LARGEST_BLOCK]:
                    if one < self.rows and self._may_be_slip(one, other):
                        self.asked.setdefault((one, other), "sounds_alike")

    def _may_be_slip(self, one: int, other: int) -> bool:
        a, b = self.people[one], self.people[other]
        if self.keys[one] == self.keys[other] or self.clusters.root(one) == self.clusters.root(other):
            return False
        if _ids_agree(a, b) is False:
            return False
        return sound_alike(self.keys[one], self.keys[other])

    def matches(self, residents: list[KnownPerson]) -> Matches:
        """Return the outcome in terms of rows and residents' ids."""
        root = self.clusters.root
        known: dict[int, str] = {}
        double: list[Question] = []
        for place, resident in enumerate(residents):
            person = root(self.rows + place)
            if person < self.rows:
                if person in known:
                    double.append(Question(person, "two_candidates", known=resident.id))
                else:
                    known[person] = resident.id
        found = Matches([root(at) for at in range(self.rows)], known, double)
        told = (
            set(known.values())
            | {question.known for question in double}
            | {residents[b - self.rows].id for _a, b in self.asked if b >= self.rows}
        )
        found.residents = {resident.id: resident for resident in residents if resident.id in told}
        for (one, other), code in self.asked.items():
            if root(one) == root(other):
                continue
            if other < self.rows:
                found.questions.append(Question(other, code, other_row=one))
            elif one < self.rows:
                found.questions.append(Question(one, code, known=residents[other - self.rows].id))
        found.questions.sort(key=lambda question: (question.row, question.other_row or -1, question.known or ""))
        return found
