"""Plan and apply a ledger of 20,000 rows beside the bare library and raw inserts of the same records; prints one JSON document."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, select

from stationdesk.ledgers.plan import plan_again, plan_files
from stationdesk.ledgers.reading import read_files
from stationdesk.registers.catalogue import REGISTERS
from stationdesk.registers.id_number import check_character
from stationdesk.registers.resident import Resident
from stationdesk.services.imports import Plan, apply, known_people
from stationdesk.store.database import Database
from tests.benchmarks.peak import peak_mib
from tests.store.kit import quick_desk, table_of

RATIO, MEMORY_MIB, CHUNK, TODAY = 6.0, 300, 5000, date(2026, 11, 22)
MATCH_SECONDS, STOP_SECONDS = 10.0, 0.5
"""CPU seconds: 20,000 rows matched against 20,000 residents; from a cancel until everything has stopped."""
HEADER = [
    "序号",
    "姓名",
    "性别",
    "出生日期",
    "身份证号",
    "组别",
    "类别",
    "身体状况",
    "分级",
    "子女姓名",
    "与老人关系",
    "子女电话",
    "包保干部",
    "单位及职务",
    "联系电话",
]
SURNAMES, GIVEN = "汪程邱石祝余江胡方吴叶洪占齐金凌", "国建福德明水根发金志文春家长振火宝全林贵桂秀兰英珍梅香菊莲凤"


def ledger(path: Path, count: int) -> None:
    """Write a ledger of `count` invented elders."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Sheet1")
        sheet.write_row(0, 0, ["上徐村独居空巢老人排查台账"])
        sheet.write_row(1, 0, HEADER)
        for number in range(count):
            name = SURNAMES[number % 16] + GIVEN[number // 16 % 30] + GIVEN[number // 480 % 30]
            born = f"19{30 + number % 35}{1 + number % 12:02d}{1 + number % 28:02d}"
            start = f"360202{born}{number % 1000:03d}"
            kin = SURNAMES[number % 16] + GIVEN[(number + 7) % 30]
            row = [
                number + 1,
                name,
                "男" if number % 1000 % 2 else "女",
                f"{born[:4]}.{int(born[4:6])}.{int(born[6:])}",
                start + check_character(start),
            ]
            row += [
                f"{1 + number % 12}组",
                "独居、失独" if number % 3 else "空巢",
                "高血压",
                "红黄绿"[number % 3],
                kin,
                "儿子",
                f"138{number:08d}",
            ]
            row += [f"黎建{GIVEN[number % 30]}", "县妇联主任", f"139{number:08d}"]
            sheet.write_row(number + 2, 0, row)


def ours(desk: Database, path: Path) -> tuple[float, int]:
    """Return the seconds of planning and applying, and how many residents came of it."""
    start = time.perf_counter()
    with desk.reading() as session:
        wanted = plan_files([path], known_people(session), TODAY)
    with desk.writing("徐丽华", "读入台账") as session:
        done = apply(session, wanted, on=TODAY)
    return time.perf_counter() - start, done.added


def bare(desk: Database, path: Path, records: dict[Any, list[dict[str, Any]]]) -> float:
    """Return the seconds of reading with the library alone and inserting the same records, journal and index included."""
    start = time.perf_counter()
    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    with desk.writing("徐丽华", "照样写入") as session:
        for register, rows in records.items():
            for place in range(0, len(rows), CHUNK):
                session.connection().execute(insert(table_of(register)), rows[place : place + CHUNK])
    return time.perf_counter() - start


def written(desk: Database) -> dict[Any, list[dict[str, Any]]]:
    """Return every record of a desk by register, without its row number."""
    found = {}
    with desk.reading() as session:
        for register in REGISTERS:
            rows = [dict(row._mapping) for row in session.connection().execute(select(table_of(register)))]
            found[register] = [{name: value for name, value in row.items() if name != "key"} for row in rows]
    return {register: rows for register, rows in found.items() if rows}


class _Stopped(Exception):
    """The operator has had enough."""


def matched(desk: Database, path: Path) -> tuple[float, int, int, float]:
    """Return the CPU seconds of planning a ledger against the residents it once made, how many it found again, how often progress
    was told, and the CPU seconds from a cancel half way until it has stopped.

    The residents' memory of their rows is left out: every row is matched anew, as a ledger of other words would be.
    """
    files = read_files([path])
    told: list[str] = []

    def plan(report: Callable[[str, int, int], None]) -> Plan:
        with desk.reading() as session:
            known = (person._replace(rows=()) for person in known_people(session))
            return plan_again(files, known, TODAY, {}, {}, report)

    start = time.process_time()
    found = plan(lambda what, _done, _all: told.append(what))
    seconds = time.process_time() - start
    again = sum(row.known is not None for _file, _sheet, row in found.rows())
    del found
    left, stopped = len(told) // 2, 0.0

    def stop(_what: str, _done: int, _all: int) -> None:
        nonlocal left, stopped
        left -= 1
        if left == 0:
            stopped = time.process_time()
            raise _Stopped

    with suppress(_Stopped):
        plan(stop)
    return seconds, again, len(told), time.process_time() - stopped


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    given, _others = options.parse_known_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "台账.xlsx"
        ledger(path, given.rows)
        with quick_desk(Path(scratch) / "one") as desk:
            taken, added = ours(desk, path)
            peak = peak_mib()
            records = written(desk)
            match_seconds, again, told, stop_seconds = matched(desk, path)
        with quick_desk(Path(scratch) / "two") as desk:
            base = bare(desk, path, records)
        with quick_desk(Path(scratch) / "three") as desk:
            residents = bare(desk, path, {Resident: records[Resident]})
    found = {
        "rows": given.rows,
        "residents": added,
        "records": sum(map(len, records.values())),
        "plan_and_apply_s": round(taken, 2),
        "bare_s": round(base, 2),
        "ratio": round(taken / base, 2),
        "ratio_to_residents_alone": round(taken / residents, 2),
        "ratio_bound": RATIO,
        "peak_mib": peak,
        "match_against_residents_cpu_s": round(match_seconds, 2),
        "match_bound_s": MATCH_SECONDS,
        "found_again": again,
        "progress_told": told,
        "stopped_after_cpu_s": round(stop_seconds, 3),
    }
    print(json.dumps(found, indent=1))
    slow = match_seconds > MATCH_SECONDS * given.rows / 20_000 or stop_seconds > STOP_SECONDS
    sys.exit(found["ratio"] > RATIO or peak > MEMORY_MIB or slow or again < added)


if __name__ == "__main__":
    main()
