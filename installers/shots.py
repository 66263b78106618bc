"""Take a picture of every page, dialog and step, light and dark, small and large, empty and nasty: `make shots`.

People, clock and chance are the same every time, and so are the pictures. The manual's pictures are made of them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from installers.shots_stage import Stage, no_screen

ROOT = Path(__file__).resolve().parent.parent
SCENES = (
    *("today", "residents", "visit", "person", "settings", "import", "county"),
    *("preview", "cards", "unlock", "first-run", "dialogs", "help"),
)
"""What can be asked for alone."""


def main() -> int:
    """Take the pictures that are asked for; returns 1 if anything does not fit."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("scenes", nargs="*", metavar="scene", help=f"only these: {', '.join(SCENES)}")
    asked.add_argument("--out", type=Path, default=ROOT / "demo-output" / "shots")
    asked.add_argument("--manual", action="store_true", help="make the manual's pictures anew")
    said = asked.parse_args()
    if unknown := set(said.scenes) - set(SCENES):
        asked.error(f"no such scene: {', '.join(sorted(unknown))}")
    said.out.mkdir(parents=True, exist_ok=True)
    no_screen()
    with tempfile.TemporaryDirectory() as room:
        os.environ["HOME"] = room
        stage = made_stage(said.out, Path(room))
        take(stage, said.scenes or SCENES, manual=said.manual)
    return tell(stage)


def made_stage(out: Path, room: Path) -> Stage:
    """Return the stage: a Chinese application without a screen, whose caret does not blink."""
    from stationdesk import i18n
    from stationdesk.settings import Settings, resource
    from stationdesk.ui.parts.composition import Composition
    from stationdesk.ui.parts.look import Look
    from stationdesk.ui.starting import make_application

    i18n.install("zh_CN", resource("translations"))
    application = make_application(Settings(room / "data", room / "state"))
    application.setCursorFlashTime(0)
    return Stage(application, Look(application), Composition(application), out, room)


def take(stage: Stage, scenes: Sequence[str], *, manual: bool) -> None:
    """Take the pictures, each village made once; what changes a village comes last, and help after the pictures it shows."""
    from installers import shots_doors as doors
    from installers import shots_pages as pages
    from installers import shots_road as road
    from installers import shots_village as villages
    from installers.shots_album import write_manual
    from installers.shots_nasty import nasty
    from installers.shots_village import Village, village

    with ExitStack() as stack:
        full = stack.enter_context(village(stage, "full", *villages.FULL))
        empty = stack.enter_context(village(stage, "empty", enrolled=False))
        bad = stack.enter_context(village(stage, "nasty", nasty, enrolled=False))
        done = stack.enter_context(village(stage, "done", *villages.DONE))

        def others(shoot: Callable[[Stage, str, Village], None]) -> None:
            shoot(stage, "empty", empty)
            shoot(stage, "nasty", bad)

        def day() -> None:
            pages.today(stage, full)
            others(pages.today_other)
            pages.today_other(stage, "done", done)

        def residents() -> None:
            pages.residents(stage, full)
            others(pages.residents_other)

        def county() -> None:
            road.county(stage, full)
            others(road.county_other)
            road.enrolling(stage, full)
            road.reported(stage, done)

        def settings() -> None:
            pages.settings(stage, full)
            others(pages.settings_other)

        def ledgers() -> None:
            road.ledgers(stage, full)
            road.taken_in(stage, empty)

        what: dict[str, Callable[[], None]] = {
            "today": day,
            "residents": residents,
            "visit": lambda: pages.visits(stage, full),
            "person": lambda: pages.forms(stage, full),
            "settings": settings,
            "import": ledgers,
            "county": county,
            "preview": lambda: road.previews(stage, full),
            "cards": lambda: road.card_dialogs(stage, full),
            "unlock": lambda: doors.unlocking(stage),
            "first-run": lambda: doors.first_run(stage),
            "dialogs": lambda: doors.dialogs(stage, full),
            "help": lambda: doors.helping(stage),
        }
        for name in SCENES:
            if name == "help" and manual:
                for path in write_manual(stage.out, ROOT / "resources" / "manual" / "pictures"):
                    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
            if name in scenes:
                what[name]()
                print(f"{name}: {len(stage.taken)} pictures so far", flush=True)


def tell(stage: Stage) -> int:
    """Write the index and say what does not fit."""
    from installers.shots_album import write_index

    print(write_index(stage.out, stage.taken, stage.trouble))
    for one in stage.trouble:
        print(one, file=sys.stderr)
    return 1 if stage.trouble else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # nothing of Qt is left to be taken apart in an order nobody chose
