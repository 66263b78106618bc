"""Four people, helpers who stand by some of them, and keys pressed wherever the keyboard is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from stationdesk.ui.open_desk import OpenDesk
from tests.services.pairing_kit import answers_for, child, helper, pair
from tests.services.people import person


def village_of(empty_desk: OpenDesk) -> dict[str, str]:
    """Keep four people and four helpers; return their ids by name."""
    desk = empty_desk.database
    found = {
        "汪厚行": person(desk, "汪厚行", 81, "red", village_group="二组"),
        "余水莲": person(desk, "余水莲", 79, "red", village_group="河口组"),
        "江保国": person(desk, "江保国", 69, "yellow", village_group="二组"),
        "小芽": child(desk, "徐小芽", "小芽"),
        "吴敏": helper(desk, "吴敏", post="团干"),
        "黄晓燕": helper(desk, "黄晓燕", most_pairings=3),
        "周志平": helper(desk, "周志平", "responsible_officer", org_level="county"),
    }
    for name in ("汪厚行", "江保国", "小芽"):
        found[f"吴敏 {name}"] = pair(desk, found["吴敏"], found[name])
    found["包保"] = answers_for(desk, found["周志平"], found["汪厚行"], 1)
    return found


def press(name: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key wherever the keyboard is."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, name, modifier)
