"""What a column's cells are, whatever its header says: shares of numbers, phones, dates, sexes, names…"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from stationdesk.ledgers.sheet import Cell
from stationdesk.ledgers.values import category_codes, disability_of, grade_of, group_of, is_nothing, is_tick, plain
from stationdesk.registers.id_number import read_disability_number, read_id_number

SAMPLE = 200
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施"
    "文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席"
    "卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门"
    "云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由嵌諸占諸诸上東方东"
)
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}|[\u3400-\u9fff]{1,12}(?:·[\u3400-\u9fff]{1,12})+")
_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
_DATE = re.compile(r"(?:19|20)\d{2}(?:[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?月?|年|\d{4}|\d{2})?")


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of a column's written cells that look like each kind; `filled` is how many there were."""

    filled: int
    shares: dict[str, float]
    distinct: float = 1.0
    """Distinct texts to written cells."""

    def share(self, kind: str) -> float:
        """Return the share of cells that look like `kind`."""
        return self.shares.get(kind, 0.0)

    def strongest(self) -> tuple[str, float]:
        """Return the kind most cells look like, and its share."""
        return max(self.shares.items(), key=lambda item: item[1], default=("", 0.0))


def profile(cells: Iterable[Cell]) -> Profile:
    """Return what a sample of a column's cells looks like."""
    counts: Counter[str] = Counter()
    texts: set[str] = set()
    filled = 0
    for cell in cells:
        if cell is None or (isinstance(cell, str) and is_nothing(cell)):
            continue
        filled += 1
        texts.add(str(cell))
        counts[_kind(cell)] += 1
        if filled >= SAMPLE:
            break
    return Profile(filled, {kind: count / filled for kind, count in counts.items()}, len(texts) / filled if filled else 1.0)


def _kind(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "tick"
    if isinstance(cell, date):
        return "date"
    if isinstance(cell, int | float):
        return _kind_of_number(cell)
    return _kind_of_text(plain(cell))


def _kind_of_number(cell: float) -> str:
    if cell >= 1e19:
        return "disability_no"
    if cell >= 1e14:
        return "id_no"
    if 13_000_000_000 <= cell < 20_000_000_000:
        return "phone"
    if cell in (1, 2):
        return "one_or_two"
    if 1900 <= cell < 2100 or 19_000_000 <= cell < 21_000_000 or 190_000 < cell < 210_000 or 7000 <= cell < 50_000:
        return "date"
    return "small" if 0 <= cell <= 120 else "number"


def _kind_of_text(text: str) -> str:  # noqa: C901, PLR0912 - one question after the other, in their order
    digits = re.sub(r"[-'‘]", "", text)
    if len(digits) >= 15:
        if read_disability_number(text).kind:
            return "disability_no"
        if read_id_number(text).county and len(digits) <= 19:
            return "id_no"
    if _PHONE.match(digits):
        return "phone"
    if _DATE.fullmatch(text):
        return "date"
    if text in ("男", "女", "男性", "女性", "M", "F"):
        return "sex"
    if is_tick(text) is not None:
        return "tick"
    if len(text) <= 8 and disability_of(text)[0]:
        return "disability"
    if re.fullmatch(r"[一二三四1-4]级", text):
        return "level"
    if grade_of(text):
        return "grade"
    if category_codes(text) and len(text) <= 12:
        return "category"
    if re.fullmatch(r"\d{1,3}(?:\.0)?", text):
        return "small"
    if group_of(text) and re.search(r"[组社队]$", text):
        return "group"
    if _NAME.fullmatch(text) and (text[0] in _SURNAMES or "·" in text):
        return "name"
    return "text"
