"""Measure finding among 100,000 residents in a real encrypted file, beside bare SQL in the same run; prints one JSON document."""

from __future__ import annotations

import argparse
import json
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from stationdesk.registers.resident import Resident
from stationdesk.services.finding import find
from stationdesk.store import search_index
from stationdesk.store.connection import connect, engine_of
from tests.benchmarks.peak import peak_mib

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单解仇查区盖"
)
GIVEN = (
    "英华兰秀玉珍桂花凤香梅红芳荣春明国建文军平志勇伟强金福生根水发财贵德顺新云霞丽娟琴素莲菊翠连爱仁义礼智信祥林森木火土山海"
    "江河湖波涛龙虎豹飞鹏超群杰俊才良善美好娜婷雪冰洁清静安康宁泰和谐佳慧颖敏聪睿子轩浩然梓涵宇航一诺雨欣怡萱诗琪"
)
P99_MS, MEMORY_MIB = 8.0, 300
KINDS = (
    "one character",
    "two characters",
    "full name",
    "part of a name",
    "homophone",
    "initials of two",
    "initials",
    "pinyin",
    "part of pinyin",
    "nickname",
    "group",
    "phone tail",
    "ID tail",
    "phone prefix",
    "name and group",
    "one letter",
    "nothing found",
)


def people(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Make `count` invented residents with surnames as unevenly spread as real ones (the n-th about 1/(n+2))."""
    dice = random.Random(seed)
    surnames = dice.choices(SURNAMES, [1 / (place + 3) for place in range(len(SURNAMES))], k=count)
    given = [1 / (place + 8) for place in range(len(GIVEN))]
    rows = []
    for number, surname in enumerate(surnames):
        name = surname + "".join(dice.choices(GIVEN, given, k=dice.choice((1, 2, 2, 2, 2))))
        phone = f"1{dice.choice('3578')}{dice.randrange(10**9):09d}"
        rows.append(
            {
                "id": f"00000000-0000-7000-8000-{number:012d}",
                "author": "S1",
                "name": name,
                "nickname": f"老{dice.choice('大二三四五六')}家的" if dice.random() < 0.1 else None,
                "sex": "female",
                "birth_date": f"19{dice.randrange(30, 99)}-0{dice.randrange(1, 9)}-1{dice.randrange(9)}",
                "village_group": f"{dice.randrange(1, 13)}组",
                "id_no": f"360202{dice.randrange(10**11):011d}{dice.choice('0123456789X')}",
                "phones": [{"number": phone}],
                "remark": "x" * 120,
            }
        )
    return rows


def questions(rows: list[dict[str, Any]], kind: str, count: int, dice: random.Random) -> list[str]:
    """Make `count` questions of one kind about people who exist."""
    from pypinyin import lazy_pinyin

    made: list[str] = []
    while len(made) < count:
        row = dice.choice(rows)
        name, letters, phone = row["name"], lazy_pinyin(row["name"]), row["phones"][0]["number"]
        made.append(
            {
                "one character": name[dice.randrange(len(name))],
                "two characters": name[:2],
                "full name": name,
                "part of a name": name[1:],
                "homophone": name[0] + "".join(dice.choice("贵画应栏") for _ in name[1:]),
                "initials of two": "".join(s[0] for s in letters)[:2],
                "initials": "".join(s[0] for s in letters),
                "pinyin": " ".join(letters),
                "part of pinyin": "".join(letters)[: dice.randrange(2, 6)],
                "nickname": "老三家的",
                "group": row["village_group"],
                "phone tail": phone[-4:],
                "ID tail": row["id_no"][-6:],
                "phone prefix": phone[:7],
                "name and group": f"{letters[0]} {row['village_group']}",
                "one letter": letters[0][0],
                "nothing found": "龘靐" if dice.random() < 0.5 else "zzqqxj",
            }[kind]
        )
    return made


def figures(times: list[float]) -> dict[str, float]:
    """Return p50, p95 and p99 of `times` (seconds) in milliseconds."""
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {"p50_ms": round(cuts[49] * 1000, 3), "p95_ms": round(cuts[94] * 1000, 3), "p99_ms": round(cuts[98] * 1000, 3)}


def timed(ask: Callable[[str], object], asked: list[str], clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Return how long each question took, in seconds by `clock`."""
    times = []
    for words in asked:
        start = clock()
        ask(words)
        times.append(clock() - start)
    return times


def like(session: Session, words: str) -> object:
    """Ask the bare way: part of a name by LIKE."""
    return session.connection().exec_driver_sql("SELECT key, id, name FROM resident WHERE name LIKE ? LIMIT 50", (f"%{words}%",)).all()


def main() -> None:
    """Fill a store, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--residents", type=int, default=100_000)
    options.add_argument("--questions", type=int, default=200, help="of each kind")
    given = options.parse_args()
    rows = people(given.residents)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder) / "find.sdb", rows, given.questions)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    sys.exit(found["all, processor time alone"]["p99_ms"] > P99_MS or found["peak_mib"] > MEMORY_MIB)


def filled(path: Path, key: bytes, rows: list[dict[str, Any]], *, indexed: bool) -> float:
    """Put `rows` into a new encrypted file in one transaction, as an import does; returns the seconds of processor time."""
    connect(path, key, create=True).close()
    writer = engine_of(path, key, begin="BEGIN IMMEDIATE", size=1)
    with writer.begin() as connection:
        Resident.metadata.create_all(connection, [Resident.__table__])  # type: ignore[attr-defined]
        for statement in search_index.SEARCH_SQL:
            connection.exec_driver_sql(statement)
        if indexed:
            search_index.attach(connection.connection.driver_connection)
    start = time.process_time()
    with writer.begin() as connection:
        for place in range(0, len(rows), 5000):
            connection.execute(insert(Resident), rows[place : place + 5000])
    taken = time.process_time() - start
    writer.dispose()
    return round(taken, 2)


def measured(path: Path, rows: list[dict[str, Any]], count: int) -> dict[str, Any]:
    """Fill a store at `path` with `rows`, without and with the index, and ask it `count` questions of each kind."""
    key = secrets.token_bytes(48)
    filling = {
        f"fill_{how}_cpu_s": filled(path.with_name(f"{how}.sdb"), key, rows, indexed=how == "indexed") for how in ("bare", "indexed")
    }
    path = path.with_name("indexed.sdb")
    reader = engine_of(path, key, begin="BEGIN", size=1, query_only=True)
    dice = random.Random(7)
    asked = {kind: questions(rows, kind, count, dice) for kind in KINDS}
    with Session(reader) as session:
        filling["first_question_ms"] = round(timed(partial(find, session), ["张贵花"])[0] * 1000, 2)
        mixed = [(kind, question) for kind in KINDS for question in asked[kind]]
        dice.shuffle(mixed)
        times: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for kind, question in mixed:
            times[kind] += timed(partial(find, session), [question])
        processor = timed(partial(find, session), [question for _kind, question in mixed], time.thread_time)
        filling["index_bytes"] = session.connection().exec_driver_sql("SELECT sum(length(block)) FROM resident_search_data").scalar_one()
        bare = timed(partial(like, session), asked["part of a name"])
    reader.dispose()
    return {
        "residents": len(rows),
        "questions": len(mixed),
        "all": figures([one for kind in KINDS for one in times[kind]]),
        "all, processor time alone": figures(processor),
        "kinds": {kind: figures(times[kind]) for kind in KINDS},
        "bare LIKE, part of a name": figures(bare),
        **filling,
        "peak_mib": peak_mib(),
    }


if __name__ == "__main__":
    main()
