"""An invented township with people entered twice in it, as clerks do enter people twice, and with newcomers who only look like somebody.

Surnames have the shares they have among all Chinese (公安部, 2020 census: the hundred commonest are 85 in 100), given names are
those of their decade, each village has a clan of its own, families have children, twins among them.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache

from pypinyin import lazy_pinyin

from stationdesk.registers.id_number import check_character

SHARES = (
    "王720 李705 张680 刘512 陈465 杨318 黄240 赵208 吴206 周196 徐150 孙142 "
    "马130 朱128 胡120 郭117 何112 林112 高106 罗98 郑94 梁92 谢79 宋74 唐70 "
    "许67 韩65 邓65 冯64 曹63 彭62 曾62 肖62 田60 董59 潘57 袁56 蔡56 蒋55 余54 "
    "于53 杜53 叶52 程50 魏50 苏49 吕48 丁46 任45 卢45 姚44 沈43 钟43 姜42 崔41 "
    "谭40 陆39 范37 汪36 廖35 石34 金34 韦33 贾32 夏31 付31 方30 邹30 熊30 白29 "
    "孟29 秦28 邱28 侯27 江26 尹26 薛26 闫25 段25 雷24 龙22 黎22 史22 陶22 贺21 "
    "毛20 郝20 顾20 龚20 邵20 万19 覃19 武19 钱18 戴18 严18 莫17 孔17 向16 常16"
)
"""Surname and its share in a hundred thousandths of a hundred, rounded."""
SURNAMES = {one[0]: int(one[1:]) for one in SHARES.split()}
BY_DECADE = {
    1930: ("秀英 桂英 玉兰 秀兰 玉英 凤英 桂兰 淑英 兰英 金花 菊香 银娥", "福生 德胜 金水 长根 树林 玉山 德福 水生 桂生 金龙 炳南 寿根"),
    1940: ("秀英 桂英 秀兰 玉兰 桂兰 玉珍 凤英 玉英 兰英 桂花 春香 菊英", "建国 国华 德明 金生 国平 文华 志明 荣华 根生 水根 春生 大勇"),
    1950: ("秀英 桂英 秀兰 玉兰 桂兰 秀珍 凤英 玉珍 玉英 秀华 小妹 冬梅", "建国 建华 国华 国强 建军 志强 建平 国庆 援朝 和平 建新 卫国"),
    1960: ("秀英 桂英 玉兰 秀兰 玉梅 丽华 秀珍 秀梅 红英 爱华 小红 冬莲", "建华 建国 建军 建平 志强 国强 志刚 卫东 军 小平 红卫 文革"),
    1970: ("丽 艳 敏 芳 静 霞 红梅 燕 红 英 秀梅 春梅", "伟 勇 军 强 刚 建军 涛 斌 波 辉 建华 志强"),
    1980: ("静 丽 娟 艳 燕 敏 娜 芳 丹 玲 婷婷 海燕", "伟 磊 勇 涛 超 强 鹏 军 波 杰 俊杰 志强"),
    1990: ("静 婷 雪 婷婷 敏 悦 雅婷 倩 佳慧 梦婷 文静 思雨", "伟 超 磊 杰 鹏 浩 俊杰 涛 帅 宇 志豪 家豪"),
    2000: ("欣怡 子涵 雨欣 梓涵 诗涵 佳怡 雨桐 思琪 欣悦 梦瑶 语嫣 可欣", "浩宇 浩然 宇轩 子轩 宇航 俊杰 子豪 博文 家豪 天佑 文轩 浩"),
    2010: ("梓涵 一诺 欣怡 诗涵 依诺 欣妍 雨桐 可馨 梓萱 若汐 语桐 沐瑶", "浩宇 子轩 浩然 宇轩 梓轩 沐宸 宇航 奕辰 子墨 俊熙 一鸣 梓豪"),
    2020: ("若汐 一诺 艺涵 依诺 梓涵 苡沫 雨桐 欣怡 语桐 沐瑶 清妍 佳宁", "奕辰 宇轩 浩宇 亦辰 宇辰 子墨 宇航 浩然 梓豪 亦宸 沐阳 景行"),
}
"""The commonest given names of a decade, of women and of men; a third of all people have one of them."""
CHARACTERS = {
    "female": "秀英玉兰桂花珍凤梅香菊莲春红丽华芳燕云霞琴娟敏静艳萍玲娥素爱金银巧月水冬莉婷娜雪倩颖慧佳欣怡悦雨诗琪涵思梦",
    "male": "建国华明文德金福生根水平志强勇军伟林春荣发贵海龙峰辉斌涛波鹏杰浩宇俊超博文家豪轩天成忠义仁礼信安康宁泰长永山江",
}
VARIANTS = dict(
    zip("国华兰凤龙贵荣云丽红珍银军强伟杰胜飞学书长发财兴业卫东", "國華蘭鳳龍貴榮雲麗紅珎銀軍強偉傑勝飛學書長發財興業衛東", strict=True)
)
NICKNAMES = ["老大家的", "老三家的", "二毛", "三毛", "细妹", "满崽", "毛头", "狗伢", "四婶", "大麻子", "憨宝", "水牛"]
KINDS = ("homophone", "id_swapped", "id_wrong", "id_lost", "lunar", "lunar_said", "former", "nickname", "variant", "month", "age")
ON = date(2026, 11, 22)


@dataclass
class Person:
    """Somebody of the township, or what somebody is entered as once more."""

    name: str
    sex: str
    born: date
    group: str
    household: str
    id_no: str = ""
    phones: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    former: str = ""
    nickname: str = ""
    birth: str = ""
    precision: str = "day"
    calendar: str = "solar"
    of: int = -1
    """The resident this one is, entered once more; -1 for somebody new."""
    kind: str = field(default="")


class Township:
    """Makes people; the same seed makes the same ones."""

    def __init__(self, seed: int, villages: int = 10) -> None:
        self.dice = random.Random(seed)
        self.surnames, self.weights = list(SURNAMES), list(SURNAMES.values())
        self.clans = {f"{place}村": self._surname() for place in "上下东西南北前后中新石沙桥塘湾"[:villages]}
        self.houses = 0

    def _surname(self) -> str:
        return self.dice.choices(self.surnames, self.weights)[0]

    def given(self, sex: str, year: int) -> str:
        """Return a given name of that year."""
        dice, women, letters = self.dice, sex == "female", CHARACTERS[sex]
        if dice.random() < 0.33:
            return dice.choice(BY_DECADE[min(max(year // 10 * 10, 1930), 2020)][0 if women else 1].split())
        single = dice.random() < (0.3 if 1965 <= year < 2000 else 0.08)
        return dice.choice(letters) if single else dice.choice(letters) + dice.choice(letters)

    def family(self) -> Iterator[Person]:
        """Make a household: one or two grown-ups, perhaps children, one pair of twins in fifty."""
        dice = self.dice
        village = dice.choice(list(self.clans))
        group = f"{village}{dice.randrange(1, 13)}组"
        surname = self.clans[village] if dice.random() < 0.45 else self._surname()
        self.houses += 1
        house = f"h{self.houses}"
        phone = self.phone()
        year = dice.randrange(1935, 1998)
        grown = [self.person(surname, "male", year, group, house)]
        if dice.random() < 0.7:
            grown.append(self.person(self._surname(), "female", year + dice.randrange(-3, 6), group, house))
        names = tuple(one.name for one in grown)
        children: list[Person] = []
        for _child in range(dice.choice((0, 1, 1, 2, 2, 3))):
            born = year + dice.randrange(21, 35)
            if born <= ON.year:
                child = self.person(surname, dice.choice(("male", "female")), born, group, house, kin=names)
                children += [child] if child.name not in {one.name for one in children} else []
        if children and dice.random() < 0.04:
            one = children[-1]
            twin = self.person(surname, one.sex, one.born.year, group, house, kin=names)
            twin.name = one.name[:-1] + dice.choice(CHARACTERS[one.sex])
            twin.born, twin.birth = one.born, one.birth
            twin.id_no = self.id_number(one.born, one.sex) if twin.id_no else ""
            if twin.name != one.name:
                children.append(twin)
        for one in (*grown, *children):
            if dice.random() < 0.6:
                one.phones = (phone,) if dice.random() < 0.5 else (self.phone(),)
            yield one

    def phone(self) -> str:
        """Make a phone number."""
        return f"1{self.dice.choice('3578')}{self.dice.randrange(10**9):09d}"

    def person(self, surname: str, sex: str, year: int, group: str, house: str, kin: tuple[str, ...] = ()) -> Person:
        """Make one person born in `year`, today at the latest."""
        dice = self.dice
        born = min(date(year, 1, 1) + timedelta(days=dice.randrange(365)), ON)
        number = self.id_number(born, sex) if dice.random() < 0.85 else ""
        made = Person(surname + self.given(sex, year), sex, born, group, house, number, kin=kin, birth=born.isoformat())
        if dice.random() < 0.1:
            made.former = surname + self.given(sex, year)
        if dice.random() < 0.15:
            made.nickname = dice.choice(NICKNAMES)
        return made

    def id_number(self, born: date, sex: str) -> str:
        """Make a sound ID number."""
        start = f"360202{born:%Y%m%d}{self.dice.randrange(50):02d}{self.dice.randrange(5) * 2 + (sex == 'male')}"
        return start + check_character(start)

    def people(self, count: int) -> list[Person]:
        """Make a register."""
        found: list[Person] = []
        while len(found) < count:
            found.extend(self.family())
        return found[:count]

    def newcomers(self, residents: list[Person], count: int) -> list[Person]:
        """Make people who are not in the register: new families, and new children and brothers in the families there are."""
        dice, found, taken = self.dice, list[Person](), {one.id_no for one in residents}
        called = {(name, one.household) for one in residents for name in (one.name, one.former)}
        while len(found) < count:
            if dice.random() < 0.6:
                found.extend(self.family())
                continue
            one = dice.choice(residents)
            year = min(one.born.year + dice.choice((-3, -1, 0, 0, 2, 25)), ON.year)
            made = self.person(one.name[0], dice.choice(("male", "female")), year, one.group, one.household, one.kin)
            if called.isdisjoint({(made.name, made.household), (made.former or made.name, made.household)}):  # two children have two names
                found.append(made)
        for one in found:
            one.kind = "new"
            if one.id_no in taken:
                one.id_no = ""
            rough = dice.random()
            if rough < 0.12:
                one.birth, one.precision, one.id_no = one.birth[:7], "month", ""
            elif rough < 0.24:
                one.birth, one.precision, one.id_no = str(one.born.year), "age", ""
        return found[:count]

    def again(self, residents: list[Person], count: int) -> list[Person]:
        """Enter `count` residents once more, each with one slip, the kinds by turns; half with their phone, a fifth without group,
        and where the name is the slip a quarter with month or age only.
        """
        found = list[Person]()
        order = self.dice.sample(range(len(residents)), len(residents))
        waiting: dict[str, int] = defaultdict(int)
        for at in order:
            kind = min(KINDS, key=lambda one: waiting[one])
            one = replace(residents[at], of=at, kind=kind, id_no="", former="", nickname="")
            if self.dice.random() < 0.5:
                one.phones = ()
            if self.dice.random() < 0.2 and kind not in ("month", "age"):
                one.group = ""
            if kind in ("homophone", "former", "nickname", "variant") and self.dice.random() < 0.25:
                one.birth, one.precision = self.dice.choice(((one.birth[:7], "month"), (str(one.born.year), "age")))
            if self.slip(one, residents[at], kind):
                waiting[kind] += 1
                found.append(one)
                if len(found) == count:
                    break
        return found

    def slip(self, one: Person, kept: Person, kind: str) -> bool:
        """Make the slip `kind`; tells whether there was one to be made."""
        dice, name, number = self.dice, kept.name, list(kept.id_no)
        if kind == "homophone":
            place = dice.randrange(1, len(name))
            others = [letter for letter in homophones()[sound(name[place])] if letter != name[place]]
            one.name = name[:place] + dice.choice(others) + name[place + 1 :] if others and len(name) > 2 else name
        elif kind == "variant":
            one.name = "".join(VARIANTS.get(letter, letter) for letter in name)
        elif kind in ("former", "nickname"):
            one.name = getattr(kept, kind)
        if kind in ("homophone", "variant", "former", "nickname"):
            return bool(one.name) and one.name != name
        if kind.startswith("id_"):
            return bool(number) and self._wrong_number(one, number, kind)
        if kind.startswith("lunar"):
            one.birth = lunar(kept.born)
            one.calendar = "lunar" if kind == "lunar_said" else "solar"
            return bool(one.birth) and one.birth != kept.birth and real(one.birth, one.calendar)
        one.precision = kind
        one.birth = one.birth[:7] if kind == "month" else str(one.born.year - dice.randrange(2))
        return True

    def _wrong_number(self, one: Person, number: list[str], kind: str) -> bool:
        dice = self.dice
        if kind == "id_lost":
            number[15:] = "000"
        elif kind == "id_swapped":
            places = [at for at in range(6, 16) if number[at] != number[at + 1]]
            at = dice.choice(places)
            number[at], number[at + 1] = number[at + 1], number[at]
        else:
            at = dice.randrange(6, 17)
            number[at] = dice.choice([digit for digit in "0123456789" if digit != number[at]])
        one.id_no = "".join(number)
        if dice.random() < 0.5:
            one.birth, one.precision = "", ""
        return True


def real(day: str, calendar: str) -> bool:
    """Tell whether a day can be written down as one of that calendar."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return calendar == "lunar"
    return True


def lunar(day: date) -> str:
    """Return a day by the lunar calendar, as lunar_python has it."""
    from lunar_python import Solar

    moon = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    return f"{moon.getYear():04}-{abs(moon.getMonth()):02}-{moon.getDay():02}"


@cache
def sound(letter: str) -> str:
    """Return a character's syllable without tone."""
    return str(lazy_pinyin(letter)[0])


@cache
def homophones() -> dict[str, list[str]]:
    """Return the characters names are made of by their syllable."""
    letters = "".join(CHARACTERS.values()) + re.sub(r"\s", "", "".join(a + b for a, b in BY_DECADE.values()))
    more = "贵画桦蓝栏岚应樱瑛颖鹰珠真针臻枫锋丰峰封美媚妹湘乡祥翔连廉联淳纯里莉俐立洪宏鸿方房燕艳雁云芸匀侠霞夏勤芹娟捐敏闽静净晶岩"
    more += "萍平苹屏玲灵凌铃娥鹅素苏艾爱进锦今近印隐桥乔越悦岳月东冬栋婷亭廷娜雪学薛欠谦颖影会惠慧加嘉家新心信馨仪宜怡雨宇语羽玉育诗师施"
    found: dict[str, list[str]] = defaultdict(list)
    for letter in dict.fromkeys(letters + more):
        found[sound(letter)].append(letter)
    return found
