"""Take a picture of every page, dialog and step, light and dark, small and large, empty and nasty: `make shots`.

People, clock and chance are the same every time, and so are the pictures. The manual's pictures are made of them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from installers.shots_stage import Stage, no_screen, same_ids

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Take the pictures that are asked for; returns 1 if anything does not fit."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("scenes", nargs="*", metavar="scene", help="only these: today, residents, visit, person, settings…")
    asked.add_argument("--out", type=Path, default=ROOT / "demo-output" / "shots")
    asked.add_argument("--manual", action="store_true", help="make the manual's pictures anew")
    said = asked.parse_args()
    said.out.mkdir(parents=True, exist_ok=True)
    no_screen()
    same_ids()
    from installers.shots_villages import SCENES

    if unknown := set(said.scenes) - set(SCENES):
        asked.error(f"no such scene: {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
    with tempfile.TemporaryDirectory() as room:
        os.environ["HOME"] = room
        stage = made_stage(said.out, Path(room))
        take(stage, said.scenes, manual=said.manual)
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
    """Take the pictures of some scenes, of all without any."""
    from installers.shots_album import write_manual
    from installers.shots_villages import SCENES, Villages

    with ExitStack() as stack:
        there = Villages(stage, stack)
        for name, scene in SCENES.items():
            if name == "help" and manual:
                for path in write_manual(stage.out, ROOT / "resources" / "manual" / "pictures"):
                    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")
            if name in scenes or not scenes:
                scene(stage, there)
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
