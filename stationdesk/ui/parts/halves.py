"""Two halves of a dialog: left what is asked, right what follows from it or was before."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from stationdesk.ui.parts.labels import rule

BETWEEN = 20
"""Pixels on both sides of the hairline."""


def halves(left: QLayout, right: QLayout | QWidget, shares: tuple[int, int]) -> QHBoxLayout:
    """Return two halves beside each other with a hairline between; `shares` is how the room is divided."""
    both = QHBoxLayout()
    both.setSpacing(BETWEEN)
    both.addLayout(left, shares[0])
    both.addWidget(rule(upright=True))
    if isinstance(right, QWidget):
        both.addWidget(right, shares[1])
    else:
        both.addLayout(right, shares[1])
    return both
