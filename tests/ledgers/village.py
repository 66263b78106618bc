"""An invented village: people with relatives, guardians and helpers, and the many ways its clerks write them down."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from stationdesk.registers.id_number import check_character

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石占查计戴盛齐洪"
)
OLD = [
    "桂花",
    "秀英",
    "菊英",
    "梅",
    "兰",
    "春生",
    "根林",
    "福生",
    "厚行",
    "德顺",
    "来发",
    "土根",
    "金莲",
    "银花",
    "细妹",
    "水生",
    "火旺",
    "志强",
    "建国",
    "国华",
    "庆元",
    "招娣",
    "荷香",
    "爱莲",
    "长根",
    "明",
    "伟",
]
YOUNG = [
    "子轩",
    "梓涵",
    "浩然",
    "欣怡",
    "雨桐",
    "俊杰",
    "诗琪",
    "宇航",
    "思源",
    "梦瑶",
    "佳怡",
    "晨曦",
    "文博",
    "一诺",
    "可馨",
    "天佑",
    "嘉豪",
    "若曦",
]
HAN = "零一二三四五六七八九十"
CITIES = ["广东省深圳市", "浙江省杭州市", "江苏省苏州市", "福建省福州市", "上海市", "广东省东莞市", "浙江省义乌市"]
KINDS = {1: "视力", 2: "听力", 3: "言语", 4: "肢体", 5: "智力", 6: "精神", 7: "多重"}


@dataclass
class Folk:
    """One villager."""

    key: str
    name: str
    sex: str
    born: date
    id_no: str
    phone: str
    group: int
    relative: tuple[str, str, str] = ("", "", "")
    guardian: tuple[str, str, str] = ("", "", "")
    father: tuple[str, str, str, str] = ("", "", "", "")
    mother: tuple[str, str, str, str] = ("", "", "", "")
    helper: tuple[str, str, str] = ("", "", "")
    categories: list[str] = field(default_factory=list)
    grade: str = "green"
    health: str = "良好"
    school: str = ""
    wish: str = ""
    kind: int = 0
    level: int = 0

    @property
    def certificate(self) -> str:
        """The number of the disability certificate."""
        return f"{self.id_no}{self.kind}{self.level}"


def id_number(rng: random.Random, born: date, sex: str) -> str:
    """Return a sound, invented ID number."""
    order = rng.randrange(0, 490) * 2 + (1 if sex == "male" else 0)
    digits = f"360999{born:%Y%m%d}{order % 1000:03}"
    while digits.endswith("00"):
        digits = f"360999{born:%Y%m%d}{rng.randrange(1, 490) * 2 + (1 if sex == 'male' else 0):03}"
    return digits + check_character(digits)


def mobile(rng: random.Random) -> str:
    """Return an invented mobile number."""
    return rng.choice(("138", "139", "150", "158", "177", "189")) + f"{rng.randrange(10**8):08}"


def village(seed: int, elders: int = 24, children: int = 16, disabled: int = 14) -> tuple[list[Folk], list[Folk], list[Folk]]:
    """Return elders, children and disabled people; some stand in two of the lists, and a few share a name."""
    rng = random.Random(seed)
    helpers = [
        (rng.choice(SURNAMES) + rng.choice(OLD), rng.choice(["区执法局干部", "县妇联主任", "镇卫生院医生"]), mobile(rng)) for _ in range(4)
    ]
    used: set[str] = set()

    def someone(key: str, names: list[str], first: int, last: int) -> Folk:
        sex = rng.choice(("male", "female"))
        born = date(rng.randint(first, last), 1, 1) + timedelta(days=rng.randrange(364))
        name = rng.choice(SURNAMES) + rng.choice(names)
        while name in used:
            name = rng.choice(SURNAMES) + rng.choice(names)
        used.add(name)
        return Folk(key, name, sex, born, id_number(rng, born, sex), mobile(rng), rng.randint(1, 6))

    olds = [_elder(someone(f"e{n}", OLD, 1932, 1961), rng, helpers) for n in range(elders)]
    kids = [_child(someone(f"c{n}", YOUNG, 2011, 2020), rng) for n in range(children)]
    olds[3].name = olds[1].name
    if len(olds) > 8:
        olds[7].name = "阿依古丽·买买提"
        olds[8].name = "𠅤林生"
    unable = [*olds[: disabled // 3], *kids[: disabled // 4]]
    unable += [_elder(someone(f"d{n}", OLD, 1960, 1999), rng, helpers) for n in range(disabled - len(unable))]
    for person in unable:
        person.kind, person.level = rng.randint(1, 7), rng.randint(1, 4)
        if not person.guardian[0]:
            person.guardian = (rng.choice(SURNAMES) + rng.choice(OLD), rng.choice(["配偶", "儿子", "母亲"]), mobile(rng))
    return olds, kids, unable


def _elder(person: Folk, rng: random.Random, helpers: list[tuple[str, str, str]]) -> Folk:
    person.relative = (person.name[0] + rng.choice(OLD), rng.choice(["长子", "女儿", "女婿", "儿子"]), mobile(rng))
    person.helper = rng.choice(helpers)
    person.categories = rng.sample(
        ["living_alone", "empty_nest", "left_behind_elder", "bereaved_of_only_child", "subsistence_allowance"], rng.choice((1, 1, 2))
    )
    person.grade = rng.choice(["red", "yellow", "green"])
    person.health = rng.choice(["良好", "一般", "高血压", "高血压、糖尿病", "腿脚不便"])
    return person


def _child(person: Folk, rng: random.Random) -> Folk:
    city = rng.choice(CITIES)
    for role, sex in (("father", "male"), ("mother", "female")):
        born = date(person.born.year - rng.randint(22, 34), 3, 9)
        name = (person.name[0] if role == "father" else rng.choice(SURNAMES)) + rng.choice(OLD)
        setattr(person, role, (name, id_number(rng, born, sex), city, mobile(rng)))
    person.guardian = (rng.choice(SURNAMES) + rng.choice(OLD), rng.choice(["爷爷", "奶奶", "外公", "外婆"]), mobile(rng))
    person.school = rng.choice(["丽阳中心小学四年级", "联村小学二年级", "鲇鱼山中学七年级"])
    person.wish = rng.choice(["想要一套《西游记》", "想要一双35码的球鞋", "想和在深圳的爸爸视频"])
    person.categories = ["left_behind_child"]
    return person


WORDS = {
    "living_alone": "独居",
    "empty_nest": "空巢",
    "left_behind_elder": "留守",
    "bereaved_of_only_child": "失独",
    "subsistence_allowance": "低保",
    "left_behind_child": "留守",
}
COLOURS = {"red": "红", "yellow": "黄", "green": "绿"}


def say_birth(rng: random.Random, person: Folk) -> tuple[object, str, str]:
    """Return a birth date as a clerk writes it, and what it says: ISO prefix and precision."""
    b = person.born
    day, month, year = b.isoformat(), f"{b:%Y-%m}", f"{b:%Y}"
    forms: list[tuple[object, str, str]] = [
        (b, day, "day"),
        (f"{b:%Y%m%d}", day, "day"),
        (f"{b.year}.{b.month}.{b.day}", day, "day"),
        (f"{b.year}年{b.month}月{b.day}日", day, "day"),
        (f"{b.year}/{b.month}/{b.day}", day, "day"),
        (f" {day} ", day, "day"),
        (f"{b.year}.{b.month:02}", month, "month"),
        (f"{b.year}年{b.month}月", month, "month"),
        (f"{b.year}-{b.month}", month, "month"),
        (year, year, "year"),
        (float(b.year), year, "year"),
        (float(f"{b:%Y%m%d}"), day, "day"),
        (f"{b.year}．{b.month:02}", month, "month"),
        (f"{b:%Y}－{b:%m}－{b:%d}", day, "day"),
        ((b - date(1899, 12, 30)).days * 1.0, day, "day"),
        (f"{b:%Y-%m-%d} 00:00:00", day, "day"),
    ]
    return rng.choice(forms)


def wide(text: str) -> str:
    """Return the text in full-width characters."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def say_id(rng: random.Random, person: Folk, *, numbers: bool = True) -> tuple[object, str | None, list[str]]:
    """Return an ID number as a clerk writes it, what it says, and the problems it has."""
    n = person.id_no
    roll = rng.random()
    if roll < 0.6:
        plain = rng.choice(
            [
                n,
                n,
                n.lower(),
                f"'{n}",
                f"{n[:6]} {n[6:14]} {n[14:]}",
                wide(n),
                f" {n}\u00a0",
                n[:-1] + "×" if n.endswith("X") else n,
                f"{n[:6]}-{n[6:14]}-{n[14:]}",
            ]
        )
        return plain, n, []
    if roll < 0.7 and numbers:
        return float(n[:17] + "0"), n[:15] + "000", ["id_no:lost_digits"]
    if roll < 0.78:
        wrong = n[:16] + str((int(n[16]) + 4) % 10) + n[17]
        if wrong.endswith("000"):  # three noughts say that a spreadsheet has lost the digits, not that somebody slipped
            wrong = n[:16] + "7" + n[17]
        return wrong, wrong, ["id_no:checksum"] if check_character(wrong[:17]) != wrong[17] else []
    if roll < 0.84:
        return n[:17], n[:17], ["id_no:bad_length"]
    if roll < 0.9 and n[6:8] == "19":
        return n[:6] + n[8:17], n, []
    return rng.choice(["", "/", None]), None, []


def say_phone(rng: random.Random, number: str) -> object:
    """Return a phone number as a clerk writes it."""
    return rng.choice(
        [
            number,
            f"{number[:3]}-{number[3:7]}-{number[7:]}",
            f"{number[:3]} {number[3:7]} {number[7:]}",
            float(number),
            wide(number),
            f"+86 {number}",
            f"{number} ",
        ]
    )


def say_group(rng: random.Random, group: int) -> object:
    """Return a village group as a clerk writes it."""
    return rng.choice(
        [f"{group}组", f"{HAN[group]}组", float(group), f"第{HAN[group]}村民小组", str(group), f"第{group}组", f"{HAN[group]} 组"]
    )


def say_name(rng: random.Random, name: str) -> str:
    """Return a name as a clerk pads it."""
    if len(name) == 2 and "\u4e00" <= name[0] <= "\u9fff" and rng.random() < 0.4:
        return rng.choice([f"{name[0]}  {name[1]}", f"{name[0]}\u3000{name[1]}"])
    return rng.choice([name, name, f" {name}", f"{name}\u3000", f"{name}\n"])


def say_sex(rng: random.Random, sex: str) -> object:
    """Return a sex as a clerk writes it."""
    return rng.choice({"male": ["男", "男性", 1.0, "男 "], "female": ["女", "女性", 2.0, " 女"]}[sex])
