"""Measure 1,000 contact cards from the register to a PDF on the disk; prints one JSON document."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from stationdesk.printing.card_sheet import lay_out
from stationdesk.printing.contact_card import Card, CardLine, Imprint
from stationdesk.printing.typeface import installed_typefaces
from stationdesk.store.clock import VILLAGE_TIME
from tests.benchmarks.peak import peak_mib

SECONDS, MEMORY, COUNT = 5.0, 300, 1000
LINES = tuple(
    CardLine(label, f"0798-01201{n:02d}", name)
    for n, (label, name) in enumerate(
        [("村书记", "余国平"), ("村医", "胡文斌"), ("卫生院", ""), ("送餐", ""), ("维修", ""), ("派出所", ""), ("燃气", "")]
    )
)


def main() -> None:
    """Measure and print; exit 1 where a bound is broken."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    cards = [
        Card(
            number=f"汪家组{n:03d}",
            station="上徐村新时代文明实践站",
            duty_phone="0798-0123456",
            version="2026年11月 第 3 版",
            grid_leader=CardLine("网格长", f"138000{n:05d}", "汪志强"),
            group="汪家组",
            address="上徐村委会院内",
            lines=LINES,
        )
        for n in range(COUNT)
    ]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        from stationdesk.printing.painter import write_pdf

        faces = installed_typefaces()
        made = lay_out(cards, "number", Imprint("徐丽华", datetime(2026, 11, 23, 9, 40, tzinfo=VILLAGE_TIME)), faces)
        write_pdf(made.pages, Path(folder) / "cards.pdf", faces, "联系卡")
        taken = time.perf_counter() - start
        size = (Path(folder) / "cards.pdf").stat().st_size
    found = {
        "cards": COUNT,
        "pages": len(made.pages),
        "seconds": round(taken, 2),
        "bound_s": SECONDS,
        "pdf_bytes": size,
        "peak_mib": peak_mib(),
    }
    print(json.dumps(found, indent=1))
    sys.exit(taken > SECONDS or found["peak_mib"] > MEMORY)


if __name__ == "__main__":
    main()
