"""How text is cut where there is no room for all of it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from stationdesk.ui.parts.paint import fitted


def test_what_a_text_ends_with_is_never_cut(qapp: QApplication) -> None:
    metrics = QFontMetrics(QFont())
    text, end = "名字很长的志愿服务队" * 4 + " 等接单", " 等接单"
    room = metrics.horizontalAdvance("名字很长的志愿服" + end)
    cut = fitted(metrics, text, room, end)
    assert cut.endswith("… 等接单")
    assert metrics.horizontalAdvance(cut) <= room
    assert fitted(metrics, text, room).endswith("…"), "without one it is the end that is cut"
    assert fitted(metrics, text, metrics.horizontalAdvance(text) + 40, end) == text
    assert metrics.horizontalAdvance(fitted(metrics, text, metrics.horizontalAdvance("等"), end)) <= metrics.horizontalAdvance("等")
