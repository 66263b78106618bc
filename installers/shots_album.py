"""What is made of the pictures: one page that lays them side by side, and the small ones of the manual."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, qRgb

from stationdesk.ui.parts.tokens import LIGHT

MANUAL = {
    "today": "today-light",
    "residents": "residents-light",
    "family": "family-light",
    "visit": "visit-filled-light",
    "calls": "calls-running-light",
    "grid": "grid-sixty-light",
    "import": "import-light",
    "preview": "preview-number-light",
    "county": "county-light",
    "settings": "settings-cards-light",
    "unlock": "unlock-light",
    "clerk": "clerk-light",
    "shifts": "shifts-light",
    "wishes": "wishes-light",
}
"""The manual's pictures, and which of those taken each is made of."""
WIDEST = 900
COLOURS = 40
"""Colours of a picture in the manual besides those of the tokens: what is flat stays flat, and the file stays small."""
STEP = 8
"""Steps of a channel that are taken for one colour when the frequent ones are counted."""
PAGE = """<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>stationdesk, every page</title>
<style>
body {{ font: 15px "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; background: #d8d4ca; color: #22282a; margin: 24px; }}
h2 {{ font-size: 17px; margin: 28px 0 8px; }}
.row {{ display: flex; gap: 12px; overflow-x: auto; align-items: flex-start; }}
figure {{ margin: 0; }} figcaption {{ font-size: 13px; margin: 2px 0; }}
img {{ max-width: 640px; display: block; }}
.trouble {{ color: #a3241b; }}
</style>
<h1>{count} pictures</h1>
{trouble}
{rows}
</html>
"""


def write_index(out: Path, taken: Sequence[str], trouble: Sequence[str]) -> Path:
    """Write the page that shows every picture, those of one thing side by side."""
    groups: dict[str, list[str]] = {}
    for name in taken:
        groups.setdefault(subject(name), []).append(name)
    rows = [f'<h2>{title}</h2><div class="row">{"".join(figure(title, name) for name in names)}</div>' for title, names in groups.items()]
    said = "".join(f"<li>{escape(one)}</li>" for one in trouble)
    path = out / "index.html"
    path.write_text(PAGE.format(count=len(taken), trouble=f'<ul class="trouble">{said}</ul>', rows="\n".join(rows)), encoding="utf-8")
    return path


def figure(title: str, name: str) -> str:
    """Return one picture under the words for its theme and text size."""
    words = name.removeprefix(title).strip("-")
    return f'<figure><figcaption>{words}</figcaption><a href="{name}.png"><img src="{name}.png" loading="lazy"></a></figure>'


def subject(name: str) -> str:
    """Return what a picture shows, without its theme and text size, or its page."""
    return re.sub(r"-[0-9]+$", "", name.removesuffix("-xl").removesuffix("-light").removesuffix("-dark"))


def write_manual(out: Path, pictures: Path) -> list[Path]:
    """Make the manual's pictures of those taken; one that was not taken now stays as it is."""
    pictures.mkdir(parents=True, exist_ok=True)
    written = []
    for name, taken in MANUAL.items():
        image = QImage(str(out / f"{taken}.png"))
        if image.isNull():
            continue
        if image.width() > WIDEST:
            image = image.scaled(QSize(WIDEST, WIDEST), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        path = pictures / f"{name}.png"
        few_colours(image).save(str(path), quality=0)
        written.append(path)
    return written


def few_colours(image: QImage) -> QImage:
    """Return a picture in the colours of the tokens and its most frequent ones, each pixel in the nearest of them."""
    whole = image.convertToFormat(QImage.Format.Format_RGB888)
    data, wide, high, step = bytes(whole.constBits()), whole.width(), whole.height(), whole.bytesPerLine()
    seen: Counter[tuple[int, int, int]] = Counter()
    exact: dict[tuple[int, int, int], Counter[tuple[int, int, int]]] = {}
    for y in range(high):
        line = data[y * step : y * step + 3 * wide]
        for colour in zip(line[::3], line[1::3], line[2::3], strict=True):
            about = (colour[0] // STEP, colour[1] // STEP, colour[2] // STEP)
            seen[about] += 1
            exact.setdefault(about, Counter())[colour] += 1
    ours = [QColor(one).rgb() for one in LIGHT]
    table = [*ours, *(qRgb(*exact[about].most_common(1)[0][0]) for about, _count in seen.most_common(COLOURS))]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return whole.convertToFormat(QImage.Format.Format_Indexed8, table, flags)
