"""Every page, dialog and step fits 1366 × 728 at every text size, and nothing is cut silently: the tool that takes the pictures looks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]
FITS = (1366, 728)


def shots(out: Path, *scenes: str) -> dict[str, QImage]:
    """Take the pictures of some scenes, of all without any; returns them by name."""
    done = subprocess.run(
        [sys.executable, "-m", "installers.shots", *scenes, "--out", str(out)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return {path.stem: QImage(str(path)) for path in out.glob("*.png")}


def assert_whole(pictures: dict[str, QImage], out: Path) -> None:
    page = (out / "index.html").read_text(encoding="utf-8")
    for name, picture in pictures.items():
        is_paper = (out / f"{name.rpartition('-')[0]}.pdf").exists()
        assert is_paper or (picture.width() <= FITS[0] and picture.height() <= FITS[1]), name
        assert f'src="{name}.png"' in page


def test_unlocking_and_a_visit(tmp_path: Path) -> None:
    pictures = shots(tmp_path, "unlock", "visit")
    assert {"unlock-light", "unlock-dark-xl", "unlock-waiting-light-xl", "visit-filled-light", "visit-filled-dark-xl"} <= set(pictures)
    assert_whole(pictures, tmp_path)
    assert (pictures["visit-light"].width(), pictures["visit-light"].height()) == FITS
    assert pictures["visit-light"] != pictures["visit-filled-light"]


@pytest.mark.proof
def test_everything(tmp_path: Path) -> None:
    pictures = shots(tmp_path)
    assert len(pictures) > 250
    assert_whole(pictures, tmp_path)
