"""Live months of a county and check every promise of the road: `python -m tests.simulation --stations 300 --months 6 --seed 1`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from stationdesk import i18n
from stationdesk.settings import resource
from tests.benchmarks.peak import peak_mib
from tests.simulation.story import WEEKS_A_MONTH, Simulation, told
from tests.simulation.tools import opened_by_hand


def main() -> None:
    """Run and print the figures."""
    options = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    options.add_argument("--stations", type=int, default=300)
    options.add_argument("--months", type=int, default=6)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--postgresql", default="", metavar="URL", help="an empty database for the ledger instead of a file")
    options.add_argument("--by-hand", type=int, default=0, metavar="N", help="let Debian's tools open N of the packages; -1: all")
    given = options.parse_args()
    i18n.install("zh_CN", resource("translations"))
    sys.stdout.write(f"seed {given.seed}\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="stationdesk-simulation-") as folder:
        simulation = Simulation(Path(folder), given.stations, round(given.months * WEEKS_A_MONTH), given.seed, given.postgresql)
        simulation.run()
        simulation.finish()
        letters = simulation.post.written
        if given.by_hand:
            simulation.counted["opened by Debian's tools"] = opened_by_hand(
                letters if given.by_hand < 0 else letters[-given.by_hand :], Path(folder)
            )
        simulation.counted["peak MiB"] = peak_mib()
        simulation.close()
    sys.stdout.write(told(simulation.counted) + "\n")


if __name__ == "__main__":
    main()
