"""Measure a form of 100,000 people, twelve columns, numbers covered, beside the bare writer of the same cells; prints one JSON document."""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import insert

from stationdesk.ledgers.form_writing import write_form
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.export_profile import ExportProfileDraft, FormColumn
from stationdesk.registers.operator import Operator
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.services.form_out import Wanted, out, whom
from stationdesk.services.form_profiles import Form
from stationdesk.store.database import Database
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder
from tests.benchmarks.peak import peak_mib
from tests.services.crowd import crowd
from tests.services.people import ON

STATION = "360202101209"
RATIO, MEMORY = 2.0, 300
OPERATOR = Operator(name="徐丽华", may_see_children=True)
COLUMNS = (
    *("serial", "resident.village_group", "resident.name", "resident.sex", "resident.birth_date", "resident.age", "resident.id_no"),
    *("resident.phones", "resident.lives", "tags", "resident.health_words", "resident.remark"),
)


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=100_000)
    given, _others = options.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), given.people)
    print(json.dumps(found, indent=1))
    sys.exit(found["ratio"] > RATIO or found["peak_mib"] > MEMORY)


def fill(desk: Database, count: int) -> None:
    """Write residents with what a roster asks for, a few thousand an action."""
    dice = random.Random(7)
    people = crowd(count, 7)
    for start in range(0, count, 5000):
        rows: list[dict[str, Any]] = []
        for one in people[start : start + 5000]:
            born = f"{dice.randrange(1932, 2006)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
            more = {"id": new_id(), "author": STATION, "sex": dice.choice(("male", "female")), "birth_date": born, "birth_precision": "day"}
            more |= {"current_address": f"上徐村{one['village_group']}{dice.randrange(1, 300)}号", "health_note": "高血压，按时吃药"}
            rows.append(one | more | {"remark": "儿子在广东", "residency_status": "living"})
        tags = [{"id": new_id(), "author": STATION, "resident_id": row["id"], "category": "living_alone"} for row in rows[::3]]
        with desk.writing("徐丽华", "导入台账") as session:
            session.execute(insert(Resident.__table__), rows)  # type: ignore[attr-defined]
            session.execute(insert(CategoryTag.__table__), tags)  # type: ignore[attr-defined]


def bare(path: Path, rows: list[tuple[Any, ...]]) -> float:
    """Write the same cells with the writer alone; returns the CPU seconds."""
    start = time.process_time()
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, cell = book.add_worksheet(), book.add_format({"border": 1})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value, cell)
            else:
                sheet.write_number(at, column, value, cell)
    book.close()
    return time.process_time() - start


def measured(folder: Path, count: int) -> dict[str, float]:
    """Write the form and, after it, the same cells with the bare writer, in turn; the best of three each."""
    desk = set_up(DataFolder(folder / "desk", folder / "desk-state"), "a station's passphrase", side="station", author=STATION).database
    fill(desk, count)
    form = Form("bench", ExportProfileDraft(title="花名册", columns=tuple(FormColumn(path=path) for path in COLUMNS)))
    ours = []
    for number in range(3):
        start = time.process_time()
        write_form(desk, OPERATOR, form, Wanted(ON), folder / f"form{number}.xlsx", ON)
        ours.append(time.process_time() - start)
    peak = peak_mib()
    with desk.reading() as session:
        cells = [row.cells for row in out(session, form, Wanted(ON), whom(session, form, Wanted(ON), OPERATOR))]
    alone = [bare(folder / f"bare{number}.xlsx", cells) for number in range(3)]
    desk.close()
    return {
        "people": len(cells),
        "columns": len(COLUMNS),
        "bytes": (folder / "form0.xlsx").stat().st_size,
        "bare_writer_s": round(min(alone), 3),
        "form_s": round(min(ours), 3),
        "ratio": round(min(ours) / min(alone), 2),
        "ratio_bound": RATIO,
        "peak_mib": peak,
        "peak_bound": MEMORY,
    }


if __name__ == "__main__":
    main()
