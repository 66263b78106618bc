"""What rows of pairings, wishes and visits say of an invented village, in the words and forms its clerks use."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.ledgers.village import Folk, mobile, say_group, say_name, say_phone, say_sex

ON = date(2026, 11, 22)
CHILD_WORDS = {"left_behind_child": "留守 留守儿童", "orphan": "孤儿", "de_facto_unattended_child": "事实无人抚养", "single_parent": "单亲"}
UNITS = ["团县委", "县妇联", "镇政府", "县总工会", "镇卫生院", "区融媒体中心", "县档案馆", "爱心超市", "供电所党支部"]
POSTS = ["主任", "科员", "干部", "副镇长", "医生"]
CONTENTS = [
    "陪老人聊天，打扫卫生",
    "了解身体情况，叮嘱按时吃药",
    "送去慰问金和抗原试剂盒",
    "辅导作业",
    "测量血压、检查用电安全",
    "帮忙收稻谷",
]
ISSUES = ["屋顶漏水", "没有米了", "腿疼，想去县医院看看", "电视机坏了", "孩子不爱说话"]
GIFTS = [
    "想要一个电饭锅",
    "想要一双37码的棉鞋",
    "想修一修漏水的屋顶",
    "想要一套《西游记》",
    "想和在外地的儿子视频",
    "一床3斤重的棉被",
    "想吃一顿饺子",
]
MODES = {
    "home": "上门 入户 上门走访 面访",
    "phone": "电话 打电话 电话联系",
    "video": "视频 微信视频 视频通话",
    "station": "到站 来站",
    "wechat": "微信",
}
STATES = {
    "fulfilled": "已圆梦 已实现 已完成 圆梦 已办结 已落实",
    "claimed": "已认领 认领 已对接 待实现 进行中",
    "published": "待认领 未认领 已公示 尚未认领 无人认领",
}


@dataclass
class Helper:
    """Somebody who stands by."""

    name: str
    org: str
    post: str
    phone: str
    sex: str


@dataclass
class Telling:
    """One row that tells of something about `p`."""

    p: Folk
    on: date
    helper: Helper | None = None
    visitors: list[str] = field(default_factory=list)
    mode: str = "home"
    content: str = ""
    issue: str = ""
    budget: int = 0
    state: str | None = None
    claimer: str = ""
    claimed: date | None = None

    @property
    def key(self) -> str:
        """Whose row it is."""
        return self.p.key


Speaker = Callable[[random.Random, Telling, dict[str, Any], list[str]], object]


def about(speaker: Callable[..., object]) -> Speaker:
    """Let a speaker of people say its word of the resident a row is about."""
    return lambda rng, t, record, problems: speaker(rng, t.p, record.setdefault("resident", {}), problems)


def name(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    record.setdefault("resident", {})["name"] = t.p.name
    return say_name(rng, t.p.name)


def sex(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    record.setdefault("resident", {})["sex"] = t.p.sex
    return say_sex(rng, t.p.sex)


def age(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    years = ON.year - t.p.born.year
    return rng.choice([float(years), f"{years}岁", str(years)])


def group(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    record.setdefault("resident", {})["village_group"] = f"{t.p.group}组"
    return say_group(rng, t.p.group)


def child_kind(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    code = rng.choice(list(CHILD_WORDS))
    record.setdefault("resident", {})["categories"] = [code]
    return rng.choice(CHILD_WORDS[code].split())


def of_helper(key: str, *, more: bool = False) -> Speaker:
    def speak(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
        assert t.helper is not None
        said = record.setdefault("helper", {})
        if key == "phones":
            said["phones"] = [t.helper.phone]
            return say_phone(rng, t.helper.phone)
        if key == "org":
            said["org"] = t.helper.org + (t.helper.post if more else "")
            return said["org"]
        if key == "post":
            said["post"] = t.helper.post
            return t.helper.post
        if key == "sex":
            return rng.choice({"male": ["男"], "female": ["女"]}[t.helper.sex])
        said["name"] = t.helper.name
        return say_name(rng, t.helper.name)

    return speak


def say_day(rng: random.Random, day: date, *, year_said: bool) -> object:
    """Return a day as a clerk writes it."""
    forms: list[object] = [
        day,
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f" {day.year}.{day.month:02}.{day.day:02} ",
        float((day - date(1899, 12, 30)).days),
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day.year}．{day.month}．{day.day}",
    ]
    if year_said:
        forms += [f"{day.month}月{day.day}日", f"{day.month}.{day.day}", f"{day.month}月{day.day}号", f"{day.month}/{day.day}"]
    return rng.choice(forms)


def day_of(key: str, at: str, *, year_said: bool = False) -> Speaker:
    def speak(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
        day = getattr(t, at)
        if day is None:
            return rng.choice([None, None, "", "/"])
        record[key] = day.isoformat()
        return say_day(rng, day, year_said=year_said)

    return speak


def visitors(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    record["visitors"] = list(t.visitors)
    return rng.choice(["、", "，", ",", " ", "/", "；", "\n", "、"]).join(t.visitors)


def mode(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    record["mode"] = t.mode
    return rng.choice(MODES[t.mode].split())


def content(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    record["content"] = t.content
    return rng.choice([t.content, f" {t.content}", f"{t.content}\u3000"])


def issue(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    if not t.issue:
        return rng.choice([None, "无", "/", "暂无", "无"])
    record["issue"] = t.issue
    return t.issue


def solved(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    return rng.choice(["已转办", "已解决", "正在协调"]) if t.issue else None


def budget(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    record["budget_yuan"] = t.budget
    b = t.budget
    return rng.choice([float(b), f"{b}元", f"{b}.00", f"{b}", f"¥{b}", f"{b}元整", f" {b} 元", f"人民币{b}元"])


def state(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    record["state"] = t.state
    return None if t.state is None else rng.choice(STATES[t.state].split())


def claimer(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    if not t.claimer:
        return rng.choice([None, None, "/", "无"])
    record["claimer"] = t.claimer
    return t.claimer


def claimer_phone(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    return mobile(rng) if t.claimer else None


def blank(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    return None


def remark(rng: random.Random, t: Telling, record: dict[str, Any], problems: list[str]) -> object:
    return rng.choice([None, None, "下次带血压计", "已拍照", "家里养狗"])


WORDS = {
    "child": "儿童姓名 姓名 孩子姓名 结对儿童 帮扶对象 受助儿童姓名 对象姓名 结对对象 关爱对象",
    "elder": "姓名 老人姓名 走访对象 探访对象 服务对象 慰问对象 对象姓名 被走访人 对象 被探访人姓名 走访对象姓名",
    "wisher": "心愿人 姓名 心愿人姓名 对象姓名 许愿人 许愿人姓名 申请人 服务对象",
    "sex": "性别",
    "age": "年龄 周岁 年龄（岁）",
    "group": "组别 村民小组 所在组 小组 组 社别",
    "child_kind": "儿童类别 类别 类型 困境类型 人员类别",
    "helper": "爱心妈妈 爱心妈妈姓名 帮扶人 帮扶人姓名 结对人 结对干部 帮扶责任人 帮扶干部 结对帮扶人 责任人 包保干部 结对志愿者",
    "org": "工作单位 单位 帮扶单位 所在单位 单位名称",
    "post": "职务 职务/身份 岗位",
    "helper_phone": "联系电话 电话 手机号 联系方式 手机号码",
    "pair_date": "结对时间 结对日期 帮扶时间 结对起始时间 开始时间 结对开始时间 时间 起始日期 结对起始日",
    "visit_date": "走访时间 走访日期 时间 日期 探访日期 探访时间 入户时间 慰问时间 服务时间 走访慰问时间 入户日期",
    "visitors": "走访人 走访人员 探访人 走访干部 入户人员 慰问人员 探访人员 走访人姓名 服务人员 志愿者 走访责任人",
    "mode": "方式 走访方式 探访方式 走访形式 形式 服务方式 联系形式",
    "visit_text": "走访内容 走访情况 探访内容 服务内容 内容 工作内容 走访记录 入户情况 慰问内容 探访情况 走访慰问情况",
    "issue": "存在问题 发现问题 反映问题 困难诉求 存在困难 问题 主要困难 反映的问题 存在的问题及困难 诉求 需求",
    "solved": "解决情况 处理情况 处理结果 落实情况 办理情况 办理结果",
    "wish": "微心愿 心愿内容 心愿 微心愿内容 愿望 心愿名称 具体心愿",
    "budget": "预算（元） 预算 预估金额 金额 预计金额（元） 心愿价值 金额（元） 参考价格 所需资金 预算金额(元) 价格",
    "collected": "征集时间 征集日期 登记时间 登记日期 收集时间 申报时间 时间 日期 提出时间 填报时间",
    "claimer": "认领单位 认领人 认领单位/个人 认领单位（人） 认领人（单位） 圆梦单位 认领爱心人士 爱心单位 圆梦人",
    "claimer_phone": "认领人电话 联系电话 认领单位联系电话 认领人联系方式",
    "claimed": "认领时间 认领日期",
    "state": "实现情况 认领状态 完成情况 心愿状态 认领情况 状态 进度 办理情况 圆梦情况 是否实现 落实情况",
}
TITLES = {
    "pairings": ["爱心妈妈结对关爱台账", "结对帮扶台账", "结对帮扶花名册", "“爱心妈妈”结对登记表", "儿童结对帮扶一览表"],
    "wishes": ["微心愿征集认领汇总表", "微心愿台账", "微心愿征集表", "圆梦微心愿登记表", "心愿清单"],
    "visits": ["走访慰问记录表", "走访记录", "探访关爱记录台账", "入户走访台账", "走访登记表"],
}


def word(rng: random.Random, kind: str) -> str:
    return rng.choice(WORDS[kind].split())
