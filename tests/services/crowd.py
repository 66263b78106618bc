"""An invented village to find people in: a crowd with surnames as skewed as real ones, and a few one asks for."""

from __future__ import annotations

import random
from typing import Any

from stationdesk.registers.contact import PhoneNumber

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""The hundred commonest, as skewed as they are: the n-th about 1/(n+12) of all."""
GIVEN = (
    "英华兰秀玉珍桂花凤香梅红芳荣春明国建文军平志勇伟强金福生根水发财贵德顺新云霞丽娟琴素莲菊翠连爱仁义礼智信祥林森木火土山海"
    "江河湖波涛龙虎豹飞鹏超群杰俊才良善美好娜婷雪冰洁清静安康宁泰和谐佳慧颖敏聪睿子轩浩然梓涵宇航诺雨欣怡萱诗琪月亮星辰光辉永"
    "昌盛旺兴万年长寿喜庆双全家富足满堂学启绍忠孝廉松柏竹石岩磊川峰嘉瑞锦绣"
)


def skewed(dice: random.Random, letters: str, flat: int) -> str:
    """Return one of `letters`, the n-th with a chance of about 1/(n + `flat`)."""
    return str(dice.choices(letters, [1 / (place + flat) for place in range(len(letters))])[0])


def crowd(count: int, seed: int) -> list[dict[str, Any]]:
    """Make `count` invented residents."""
    dice = random.Random(seed)
    tails = [f"{number:03d}{check}" for number in range(1000) for check in "0123456789X"]
    rows = []
    for number in range(count):
        name = skewed(dice, SURNAMES, 12) + "".join(skewed(dice, GIVEN, 60) for _ in range(dice.choice((1, 2, 2, 2, 2, 2))))
        phones = (PhoneNumber(number=f"1{dice.choice('3578')}{dice.randrange(10**9):09d}"),) if dice.random() < 0.8 else ()
        rows.append(
            {
                "id": f"p{number}",
                "author": "S1",
                "name": name,
                "village_group": f"{dice.randrange(1, 16)}组",
                "phones": phones,
                "nickname": f"老{dice.choice('大二四五六')}家的" if dice.random() < 0.05 else None,
                "id_no": f"360202{dice.randrange(1930, 2020)}0{dice.randrange(1, 10)}1{dice.randrange(10)}{dice.choice(tails)}",
            }
        )
    return rows


def special() -> list[dict[str, Any]]:
    """Return the people the questions are about."""
    return [
        {
            "id": "guihua",
            "name": "张桂花",
            "nickname": "老三家的",
            "former_name": "张招弟",
            "village_group": "第三村民小组",
            "hamlet": "上坳",
            "id_no": "110105194912310022",
            "phones": (PhoneNumber(number="13907985678"), PhoneNumber(number="0798-8221234")),
        },
        {"id": "mmt", "name": "买买提·艾合买提", "village_group": "十二组"},
        {"id": "rare", "name": "李\U0002c9b1"},
        {"id": "newest", "name": "王\U00031350"},
        {"id": "shan", "name": "单田芳"},
        {"id": "zeng", "name": "曾国藩"},
        {"id": "yuchi", "name": "尉迟敬"},
        {"id": "lv", "name": "吕洞宾"},
        {"id": "latin", "name": "Maria García"},
        {"id": "idx", "name": "覃用", "id_no": "11010519491231002X"},
    ]
