"""QR codes as black bars: the modules of a row that touch are one rectangle, so no hairline can part them."""

from __future__ import annotations

from functools import lru_cache

QUIET_MODULES = 4
"""Modules that must stay white on every side (ISO/IEC 18004:2015, 6.3.8)."""


@lru_cache(maxsize=4096)
def qr_bars(content: str) -> tuple[int, bytes]:
    """Return how many modules wide the code is, and its black bars, three bytes each: row, first column, length."""
    import segno

    matrix = segno.make_qr(content, error="m").matrix
    bars = bytearray()
    for row, modules in enumerate(matrix):
        start = None
        for column, black in enumerate((*modules, 0)):
            if black and start is None:
                start = column
            elif not black and start is not None:
                bars += bytes((row, start, column - start))
                start = None
    return len(matrix), bytes(bars)


def qr_size(content: str, room: float) -> float:
    """Return the width in millimetres that leaves the quiet zone of `content` inside a room of `room` × `room` millimetres."""
    modules = qr_bars(content)[0]
    return room * modules / (modules + 2 * QUIET_MODULES)
